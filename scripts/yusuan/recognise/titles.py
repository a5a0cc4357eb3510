"""The kind of table that a printed title names."""

from __future__ import annotations

import re

from yusuan.dictionary import TableKind, table_kinds
from yusuan.language import normal
from yusuan.recognise.labels import TAIL
from yusuan.recognise.title_lines import plain_title

_YEAR = re.compile(r"^20\d\d年(度)?")
_OWNER = re.compile(r"^(部门|单位)(?=收|支|财)")


def kind_by_title(title: str, unit: str = "") -> TableKind | None:
    """Give the table kind that a printed title names, or ``None``.

    A title that a kind lists word for word comes first; else the one kind whose pattern fits.
    """
    text = plain_title(title)
    bare = _OWNER.sub("", _YEAR.sub("", text).removeprefix(normal(unit)))
    if kind := _titled({text, bare, _YEAR.sub("", bare)}):
        return kind
    return _by_pattern(bare) or _titled({TAIL.sub("", bare)})


def _by_pattern(title: str) -> TableKind | None:
    """Give the one kind with a pattern that fits a title."""
    fits = _fitting(title)
    return fits[0] if len(fits) == 1 else None


def kinds_fitting(title: str) -> list[TableKind]:
    """Give every kind with a pattern that fits a printed title."""
    return _fitting(_YEAR.sub("", plain_title(title)))


def _fitting(title: str) -> list[TableKind]:
    return [
        kind
        for kind in table_kinds().values()
        if any(re.search(pattern, title) for pattern in kind.reading.get("title_patterns", ()))
    ]


def printed_kind(title: str) -> TableKind | None:
    """Give the kind of a printed table that bears the title of a kind put together from others."""
    return _by_pattern(_YEAR.sub("", plain_title(title)))


def _titled(spellings: set[str]) -> TableKind | None:
    """Give the kind that lists one of these spellings as its title."""
    for kind in table_kinds().values():
        if spellings & {normal(label) for label in kind.reading.get("titles", ())}:
            return kind
    return None


def alternatives(kind: TableKind) -> list[TableKind]:
    """Give the kinds whose tables bear the same titles as a kind's and have other columns."""
    return [table_kinds()[name] for name in kind.reading.get("alternatives", ())]
