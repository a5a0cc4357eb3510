"""Subjects of the narrative → codes: by name, among the codes that the tables disclose."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from yusuan.language import normal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from yusuan.tidy.rows import TidyRow, TidyTable

_PATH = re.compile(r"(.+?)\(类\)(?:(.+?)\(款\)(?:(.+?)\(项\))?)?(?:科目)?[^()]{0,12}$")
#: What is said of a name and no part of it.
_SAID = re.compile(r"科目(?:支出)?$")
#: What shows that a subject begins below the class, or the group, that a heading names.
_BELOW = {"款": "(类)", "项": "(款)"}


class Subjects:
    """The codes a disclosure prints, found by their names.

    Only the document's own codes are looked through, so that a subject can't be given a code
    that the tables don't have.
    """

    def __init__(self, tables: Iterable[TidyTable]) -> None:
        self._names: dict[str, dict[str, str]] = {"function": {}, "economic": {}}
        for table in tables:
            classification = table.kind.reading.get("classification")
            if classification in self._names:
                for row in table.rows:
                    if row.values.get("code") and row.values.get("name"):
                        self._names[classification][str(row.values["code"])] = normal(
                            str(row.values["name"])
                        )

    def put_codes(self, row: TidyRow, subject: str, above: str = "") -> None:
        """Set the function or economic code of a subject, where there is one answer.

        ``above`` is the class, or class and group, under which the subject is listed.
        """
        row.values |= {"function_code": None, "economic_code": None}
        subject = _SAID.sub("", _completed(normal(subject), normal(above)))
        path = _PATH.search(subject)
        function = self._by_path(path.groups()) if path else self._by_name("function", subject)
        economic = None if path else self._by_name("economic", subject)
        if function and economic:
            return
        for name, code in (("function_code", function), ("economic_code", economic)):
            if code:
                row.values[name] = code
                row.inferred.append(name)

    def _by_name(self, classification: str, subject: str) -> str | None:
        codes = [
            code for code, name in self._names[classification].items() if name == normal(subject)
        ]
        return codes[0] if len(codes) == 1 else None

    def _by_path(self, names: tuple[str | None, ...]) -> str | None:
        """Go down 类, 款, 项; a name that is printed with a character less still has one answer."""
        code = ""
        for name in names:
            if name is None:
                break
            children = {
                other: title
                for other, title in self._names["function"].items()
                if other.startswith(code) and len(other) == (len(code) + 2 if code else 3)
            }
            same = [other for other, title in children.items() if title == name]
            near = same or [
                other
                for other, title in children.items()
                if _within(name, title) or _within(title, name)
            ]
            if len(near) != 1:
                return None
            code = near[0]
        return code or None


def _completed(subject: str, above: str) -> str:
    """Put the names that the heading has said before a subject that goes on below them."""
    for own, missing in _BELOW.items():
        if f"({own})" in subject:
            return (
                above + subject if missing not in subject and above.endswith(missing) else subject
            )
    return subject


def _within(short: str, long: str) -> bool:
    """Say whether the characters of one name stand in the other in order, one or two missing."""
    rest = iter(long)
    return len(long) - len(short) in {1, 2} and all(character in rest for character in short)
