"""One disclosure drawn in every style of :mod:`pdf_styles` is read alike, or told to be unread."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from invented import ARCHIVES, EDUCATION, LIBRARY, text_of
from pdf_styles import STYLES, write
from yusuan.errors import InputRefusedError
from yusuan.read import document_from
from yusuan.tidy import Disclosure, tidy_document

if TYPE_CHECKING:
    from collections.abc import Iterator

FORMS = {
    path.stem: path.read_text("utf-8")
    for path in sorted((Path(__file__).parent / "forms").glob("*.txt"))
}
TEXTS = {name: text_of(name) for name in (ARCHIVES, EDUCATION, LIBRARY)} | FORMS
#: With a full grid, or rules between all rows, every printed table can be read.
WHOLE = [name for name, style in STYLES.items() if style.rules == "all" or style.shade == "cells"]
LEVEL = [name for name, style in STYLES.items() if style.rules in {"level", "three"}]
#: A form of boxes without its boxes is no table any more.
OF_THE_FORM = {
    "projects",
    "project-funding",
    "project-costs",
    "project-procurement",
    "project-targets",
    "project-expenditure",
}

Rows = dict[str, list[dict[str, Any]]]


@cache
def disclosed(name: str, style: str) -> Disclosure | None:
    """A text drawn in a style (as text if that is empty), or nothing if it is refused."""
    text = TEXTS[name]
    data = write(text, STYLES[style]) if style else text.encode()
    try:
        return tidy_document(document_from("document", data))
    except InputRefusedError:
        return None


def rows(disclosure: Disclosure) -> Rows:
    """The rows of every table, by kind."""
    return {
        name: [dict(row.values) for row in table.rows] for name, table in disclosure.tables.items()
    }


def differing(name: str, style: str) -> dict[str, tuple[int, int]]:
    """Kinds that a style gives otherwise than the text, with the number of rows of both."""
    drawn, printed = disclosed(name, style), disclosed(name, "")
    assert printed is not None
    found = rows(drawn) if drawn else {}
    return {
        kind: (len(expected), len(found.get(kind, [])))
        for kind, expected in rows(printed).items()
        if found.get(kind, []) != expected
    }


@pytest.mark.parametrize("style", WHOLE)
@pytest.mark.parametrize("name", [ARCHIVES, EDUCATION])
def test_however_a_grid_is_drawn_its_tables_are_the_same(name: str, style: str) -> None:
    """Dashes, dots, double lines, thin shapes, colour alone: the rows are those of the text."""
    drawn = disclosed(name, style)
    assert drawn is not None
    assert [item.title for item in drawn.not_understood] == []
    assert differing(name, style) == {}


@pytest.mark.parametrize("style", LEVEL)
@pytest.mark.parametrize("name", [ARCHIVES, EDUCATION, LIBRARY])
def test_tables_without_upright_lines_are_the_same(name: str, style: str) -> None:
    """Of level rules, three or one a row, every table is read but for the form of boxes."""
    assert set(differing(name, style)) <= (OF_THE_FORM if name == ARCHIVES else set())


@pytest.mark.parametrize("style", [name for name in STYLES if name not in {*WHOLE, *LEVEL}])
@pytest.mark.parametrize("name", [ARCHIVES, EDUCATION, LIBRARY])
def test_tables_without_lines_are_read_where_they_are_certain(name: str, style: str) -> None:
    """Most tables of aligned columns are read, too; no row of any is read otherwise."""
    different = differing(name, style)
    assert all(count == 0 for _, count in different.values())
    printed = disclosed(name, "")
    assert printed is not None
    kinds = [kind for kind, table in printed.tables.items() if table.rows]
    assert len(different) < 0.7 * len(kinds)


#: Forms of boxes: without their boxes they are no tables any more, and give what they can.
OF_BOXES = {"form", "form-section", "goal-form", "goal-indicators", "particulars", "derived"}
#: A style for each text in turn: every form through every style takes minutes.
TOLD = LEVEL[:1] + [name for name in STYLES if name not in WHOLE][-2:]
#: Texts at whose narrow columns an unruled style cuts names; the document is told to be suspect.
CUT = {("revenue-of-year-and-carried-over", "columns without a line, header again")}


def _plain(row: dict[str, Any]) -> frozenset[tuple[str, str]]:
    """A row without its number and the blanks in its texts."""
    return frozenset(
        (name, "".join(str(value).split()))
        for name, value in row.items()
        if name not in {"row", "parent_row"} and value is not None
    )


def _both(name: str, style: str) -> Iterator[tuple[str, set[Any], set[Any]]]:
    """The rows of each kind that a style gives, and those of the text."""
    drawn, printed = disclosed(name, style), disclosed(name, "")
    assert printed is not None
    for kind, table in (printed.tables | (drawn.tables if drawn else {})).items():
        if table.kind.layout in OF_BOXES:
            continue
        found = drawn.tables.get(kind) if drawn else None
        known = printed.tables.get(kind)
        yield (
            kind,
            {_plain(dict(row.values)) for row in found.rows} if found else set(),
            {_plain(dict(row.values)) for row in known.rows} if known else set(),
        )


@pytest.mark.parametrize(
    ("name", "style"),
    [(name, TOLD[number % len(TOLD)]) for number, name in enumerate(sorted(TEXTS))] + sorted(CUT),
)
def test_what_is_not_read_is_told(name: str, style: str) -> None:
    """A table that a style leaves unreadable is reported, never left out or published wrong."""
    drawn = disclosed(name, style)
    wrong = [kind for kind, found, known in _both(name, style) if found - known]
    missing = [kind for kind, found, known in _both(name, style) if known - found]
    assert wrong == [] or (name, style) in CUT
    if missing and drawn is not None:
        assert drawn.not_understood
