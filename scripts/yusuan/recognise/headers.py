"""Header rows → columns: which cell of a table's header names which field."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from yusuan.amounts import is_amount
from yusuan.language import normal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from yusuan.dictionary import Field
    from yusuan.read.document import Row

_BESIDE = re.compile(r"^其中:|\((?:单位:)?(?:万元|元)\)$")
_YEAR = re.compile(r"^20\d\d年(?:度)?(?=.)")
#: No header in use has more rows than this.
TALLEST = 5


@dataclass(frozen=True, slots=True)
class Header:
    """A header that was understood: field by column position, and how many rows it takes.

    ``ignored`` are the columns whose labels are known and not wanted; ``others`` the labels of
    columns that no field has, by position; ``periods`` the columns of every block that is of
    another year or stage than ``columns``, by its printed label.
    """

    columns: Mapping[int, str]
    height: int
    ignored: frozenset[int] = frozenset()
    others: Mapping[int, str] = field(default_factory=dict)
    periods: Mapping[str, Mapping[int, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HeaderFault:
    """A header that was not: the labels that no field has, and the fields that are missing."""

    unknown: tuple[str, ...]
    missing: tuple[str, ...]


def plain_label(text: str) -> str:
    """Bring a header's label to normal form, without the year, 其中 and a unit in brackets."""
    plain = bare_label(text)
    while (bare := bare_label(_YEAR.sub("", plain))) != plain:
        plain = bare
    return plain


def bare_label(text: str) -> str:
    """Bring a header's label to normal form, without 其中 and a unit in brackets."""
    plain = normal(text)
    while (bare := _BESIDE.sub("", plain)) != plain:
        plain = bare
    return plain


def label_index(fields: Sequence[Field]) -> dict[str, str]:
    """Index fields by their printed labels in normal form.

    A label of two rows stands with the slash between them, and without it where no field has
    that as a label of one row: ``本年收入/合计`` and ``本年收入合计`` may mean different columns.
    """
    index: dict[str, str] = {}
    joined: dict[str, str] = {}
    for column in fields:
        for label in column.labels:
            index["/".join(plain_label(piece) for piece in label.split("/"))] = column.name
            joined[plain_label(label.replace("/", ""))] = column.name
    return joined | index


def header_paths(
    rows: Sequence[Row], label: Callable[[str], str] = plain_label
) -> list[tuple[str, ...]]:
    """Give for each column the labels above it, from the top row down, in the form of ``label``.

    A blank cell takes the label to its left where a lower row has one of its own: that is
    what a merged cell over several columns looks like once the merge is lost.
    """
    width = max(len(row.cells) for row in rows)
    grid = [[label(cell) for cell in row.cells] + [""] * (width - len(row.cells)) for row in rows]
    for upper in range(len(grid) - 1):
        for column in range(1, width):
            below = any(grid[lower][column] for lower in range(upper + 1, len(grid)))
            if not grid[upper][column] and below and _spans(grid, upper, column):
                grid[upper][column] = grid[upper][column - 1]
    return [
        tuple(grid[row][column] for row in range(len(grid)) if grid[row][column])
        for column in range(width)
    ]


def _spans(grid: list[list[str]], upper: int, column: int) -> bool:
    """Say whether the cell to the left, in this row, has labels below it as well."""
    return any(grid[lower][column - 1] for lower in range(upper + 1, len(grid)))


def match_header(
    rows: Sequence[Row],
    labels: Mapping[str, str],
    required: Sequence[str],
    ignored: frozenset[str] = frozenset(),
    *,
    keep_others: bool = False,
) -> Header | HeaderFault:
    """Find the header at the top of ``rows``; the tallest that every label fits.

    ``labels`` is :func:`label_index`; columns whose label is in ``ignored`` are passed over.
    """
    fault: HeaderFault | None = None
    for height in range(min(TALLEST, len(rows)), 0, -1):
        columns: dict[int, str] = {}
        passed: set[int] = set()
        others: dict[int, str] = {}
        unknown: list[str] = []
        for column, path in enumerate(header_paths(rows[:height])):
            if not path:
                continue
            name = match_path(path, labels)
            if name is None and is_ignored(path, ignored):
                passed.add(column)
            elif name is None and keep_others and is_label(path):
                others[column] = "/".join(path)
            elif name is None or name in columns.values():
                unknown.append("/".join(path))
            else:
                columns[column] = name
        missing = tuple(name for name in required if name not in columns.values())
        if not unknown and not missing and columns:
            return Header(columns, height, frozenset(passed), others)
        if fault is None or len(unknown) + len(missing) < len(fault.unknown) + len(fault.missing):
            fault = HeaderFault(tuple(unknown), missing)
    return fault or HeaderFault((), tuple(required))


def match_path(path: tuple[str, ...], labels: Mapping[str, str]) -> str | None:
    """Match the longest label that ends the path: ``基本支出小计`` before ``小计``."""
    for start in range(len(path)):
        for joint in ("/", ""):
            name = labels.get(joint.join(path[start:]))
            if name is not None:
                return name
    return None


def is_label(path: tuple[str, ...]) -> bool:
    """Say whether what stands above a column can be a label: words, and no number in them."""
    return all(not is_amount(label) and not label.isdigit() for label in path)


def is_ignored(path: tuple[str, ...], ignored: frozenset[str]) -> bool:
    """Say whether a column's label is known and not wanted."""
    return any("".join(path[start:]) in ignored for start in range(len(path)))
