"""Header rows → columns: which cell of a table's header names which field."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from yusuan.amounts import is_amount
from yusuan.language import normal
from yusuan.recognise.labels import SUMS, Labels, plain_label

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from yusuan.read.document import Row

#: Codes of the departments' own classification, whole or in pieces.
_CODES = frozenset({"code", "code.1", "code.2", "code.3"})
#: What stands in a row of values as well as in a header.
_NO_LABEL = frozenset({"合计", "总计", "无", "/"})
#: No header in use has more rows than this.
TALLEST = 5


@dataclass(frozen=True, slots=True)
class Header:
    """A header that was understood: field by column position, and how many rows it takes.

    ``ignored`` are the columns whose labels are known and not wanted; ``others`` the labels of
    columns that no field has, by position; ``periods`` the columns of every block that is of
    another year or stage than ``columns``, by its printed label. ``sound`` says that no labels
    follow below.
    """

    columns: Mapping[int, str]
    height: int
    ignored: frozenset[int] = frozenset()
    others: Mapping[int, str] = field(default_factory=dict)
    periods: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
    sound: bool = True


@dataclass(frozen=True, slots=True)
class HeaderFault:
    """A header that was not: the labels that no field has, and the fields that are missing."""

    unknown: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def size(self) -> int:
        """How much is wrong."""
        return len(self.unknown) + len(self.missing)


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
    labels: Labels,
    required: Sequence[str],
    ignored: frozenset[str] = frozenset(),
    *,
    keep_others: bool = False,
) -> Header | HeaderFault:
    """Find the header at the top of ``rows``; the tallest that every label fits.

    Columns whose label is in ``ignored`` are passed over. A header below which there are labels
    again is taken only where no other fits.
    """
    fault: HeaderFault | None = None
    unsound: Header | None = None
    for height in range(min(TALLEST, len(rows)), 0, -1):
        header = _at_height(rows[:height], labels, required, ignored, keep_others=keep_others)
        if isinstance(header, HeaderFault):
            if fault is None or header.size < fault.size:
                fault = header
        elif _labels_again(rows[height:]):
            unsound = unsound or replace(header, sound=False)
        else:
            return header
    return unsound or fault or HeaderFault((), tuple(required))


def _at_height(
    rows: Sequence[Row],
    labels: Labels,
    required: Sequence[str],
    ignored: frozenset[str],
    *,
    keep_others: bool,
) -> Header | HeaderFault:
    """Understand these rows as the header; of two columns of one field the fuller label counts."""
    paths = {column: path for column, path in enumerate(header_paths(rows)) if path}
    found = {column: labels.find(path) for column, path in paths.items()}
    ranks = {
        column: (match[1], len(paths[column]) > 1 and paths[column][-1] not in SUMS)
        for column, match in found.items()
        if match
    }
    best = {
        match[0]: min(ranks[i] for i, m in found.items() if m and m[0] == match[0])
        for match in found.values()
        if match
    }
    columns: dict[int, str] = {}
    passed: set[int] = set()
    others: dict[int, str] = {}
    unknown: list[str] = []
    for column, path in paths.items():
        match = found[column]
        first = match is not None and ranks[column] == best[match[0]]
        if match and first and match[0] not in columns.values():
            columns[column] = match[0]
        elif match is None and is_ignored(path, ignored):
            passed.add(column)
        elif keep_others and is_label(path) and not first:
            others[column] = "/".join(path)
        else:
            unknown.append("/".join(path))
    if "government_code" in columns.values() and not _CODES & set(columns.values()):
        columns = {i: name.removeprefix("government_") for i, name in columns.items()}
    missing = tuple(name for name in required if name not in columns.values())
    if unknown or missing or not columns:
        return HeaderFault(tuple(unknown), missing)
    return Header(columns, len(rows), frozenset(passed), others)


def _labels_again(rows: Sequence[Row]) -> bool:
    """Say whether the first row in use holds words and nothing that a row of values has."""
    filled = next((cells for row in rows if (cells := [c for c in row.cells if c.strip()])), [])
    words = [cell for cell in filled if normal(cell) not in _NO_LABEL]
    return (
        len(filled) > 1
        and len(words) > 1
        and not any(is_amount(cell) or normal(cell).isdigit() for cell in filled)
    )


def is_label(path: tuple[str, ...]) -> bool:
    """Say whether what stands above a column can be a label: words, and no number in them."""
    return all(not is_amount(label) and not label.isdigit() for label in path)


def is_ignored(path: tuple[str, ...], ignored: frozenset[str]) -> bool:
    """Say whether a column's label is known and not wanted."""
    return any("".join(path[start:]) in ignored for start in range(len(path)))
