"""Ruled lines on a page → tables: rows of cells, each character in one cell only."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Any

from pdfplumber.table import (
    Table,
    TableFinder,
    TableSettings,
    cells_to_tables,
    edges_to_intersections,
    intersections_to_cells,
)

from yusuan.read.outline import heading_level
from yusuan.read.pdf_page import Box, Char, Ruled, in_lines, text_of, turned_text, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Edge = dict[str, Any]

#: Lines nearer than this are one line.
_NEAR = 3.0
#: Products of upright and level lines beyond which a page is a drawing.
_DRAWING = 3_000_000
#: More crossings than any page's table has; finding cells takes time by their square.
_CROSSINGS = 10_000
#: A drawing's strokes are shorter, a table's lines longer.
_STROKE = 12.0
_X, _Y = ("x0", "x1"), ("top", "bottom")
_HUGE, _TIMES = 30.0, 3.0
_LEADER = re.compile(r"[.·…⋯—_-]{4,}")
_PAGE = re.compile(r"[-—– ]*\d{1,3}[-—– ]*")
_AMOUNT = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d+\.\d+")


class DrawingError(Exception):
    """A page has so many lines that they can't be a table's."""


def tables_of(
    page: Any, chars: Sequence[Char], going_on: int = 0
) -> tuple[list[Ruled], list[Char]]:
    """Give a page's tables, top to bottom, and the characters that stand in none.

    ``going_on`` is how many columns the table has that the page before ended with: what goes
    on with as many is a table, however little of it is filled.

    Raises :class:`DrawingError` if there are too many lines to look at.
    """
    if len(page.edges) < 4:
        return [], list(chars)
    found: list[Ruled] = []
    rest = list(chars)
    for table in _Finder(page, chars).tables:
        filled, rest = _fill(table.cells, rest)
        rows = _rows(table.cells, filled)
        if _is_table(rows) or (not found and len(rows[0]) == going_on > 1):
            found.append(Ruled(rows, table.bbox))
        else:
            rest.extend(char for inside in filled for char in inside)
    return found, rest


class _Finder(TableFinder):
    """pdfplumber's finder of ruled tables, given the border lines that a page left out."""

    def __init__(self, page: Any, chars: Sequence[Char]) -> None:
        # as pdfplumber's own, which looks at no limit between its steps
        self.page, self.chars, self.settings = page, chars, TableSettings()
        self.edges = self.get_edges()
        near = self.settings.intersection_tolerance
        self.intersections = edges_to_intersections(self.edges, near, near)
        if len(self.intersections) > _CROSSINGS:
            raise DrawingError
        self.cells = intersections_to_cells(self.intersections)
        self.tables = [Table(page, group) for group in cells_to_tables(self.cells)]

    def get_edges(self) -> list[Edge]:
        edges = super().get_edges()
        if _product(edges) > _DRAWING:
            edges = [edge for edge in edges if edge["width"] + edge["height"] > _STROKE]
            if _product(edges) > _DRAWING:
                raise DrawingError
        edges += _closing(edges, self.chars, "v")
        return edges + _closing(edges, self.chars, "h")


def _product(edges: Sequence[Edge]) -> int:
    upright = sum(edge["orientation"] == "v" for edge in edges)
    return int(upright * (len(edges) - upright))


def _closing(edges: Sequence[Edge], chars: Sequence[Char], ended: str) -> list[Edge]:
    """Give the border lines that are missing where lines of an orientation end, over text.

    Level lines that end together with no upright line at their ends leave a column open;
    upright lines, a row that a page break cut.
    """
    along, across = (_Y, _X) if ended == "v" else (_X, _Y)
    running = [edge for edge in edges if edge["orientation"] == ended]
    crossing = [edge for edge in edges if edge["orientation"] != ended]
    found: list[Edge] = []
    for side in (0, 1):
        for group in _ending_together(running, along[side]):
            at = (min if side == 0 else max)(edge[along[side]] for edge in group)
            if any(edge[along[0]] + _NEAR < at < edge[along[1]] - _NEAR for edge in running):
                continue  # inside a table, where a merged cell begins
            open_spans, over_text = [], False
            for low, high in pairwise(sorted({edge[across[0]] for edge in group})):
                lines = [
                    edge[along[0]]
                    for edge in crossing
                    if edge[across[0]] <= (low + high) / 2 <= edge[across[1]]
                ]
                inner = [line for line in lines if (line > at if side == 0 else line < at)]
                if not inner or any(abs(line - at) <= _NEAR for line in lines):
                    continue
                last = min(inner) if side == 0 else max(inner)
                open_spans.append((low, high))
                over_text = over_text or any(
                    min(at, last) < _middle(char, along) < max(at, last)
                    and low < _middle(char, across) < high
                    for char in chars
                    if char.text.strip()
                )
            if over_text:
                found.extend(_border(ended, at, low, high) for low, high in open_spans)
    return found


def _ending_together(running: Sequence[Edge], side: str) -> Iterator[list[Edge]]:
    """Group lines that end at the same place; three of them are a table's."""
    group: list[Edge] = []
    for edge in sorted(running, key=lambda edge: float(edge[side])):
        if group and edge[side] - group[-1][side] > _NEAR:
            if len(group) > 2:
                yield group
            group = []
        group.append(edge)
    if len(group) > 2:
        yield group


def _middle(char: Char, axis: tuple[str, str]) -> float:
    return char.y if axis is _Y else char.x


def _border(ended: str, at: float, low: float, high: float) -> Edge:
    """Give the border line across lines that ended; ``ended`` is their orientation."""
    along, across = (_Y, _X) if ended == "v" else (_X, _Y)
    return {
        along[0]: at,
        along[1]: at,
        across[0]: low,
        across[1]: high,
        "width": high - low if ended == "v" else 0,
        "height": high - low if ended == "h" else 0,
        "orientation": "h" if ended == "v" else "v",
    }


def _fill(cells: Sequence[Box], chars: Sequence[Char]) -> tuple[list[list[Char]], list[Char]]:
    """Give the characters in each cell, and those in none, by their middles."""
    xs = sorted({x for cell in cells for x in (cell[0], cell[2])})
    ys = sorted({y for cell in cells for y in (cell[1], cell[3])})
    column = {x: index for index, x in enumerate(xs)}
    row = {y: index for index, y in enumerate(ys)}
    owner: dict[tuple[int, int], int] = {}
    for index, (x0, top, x1, bottom) in enumerate(cells):
        for r in range(row[top], row[bottom]):
            for c in range(column[x0], column[x1]):
                owner.setdefault((r, c), index)
    filled: list[list[Char]] = [[] for _ in cells]
    rest: list[Char] = []
    for char in chars:
        where = owner.get((bisect_right(ys, char.y) - 1, bisect_right(xs, char.x) - 1))
        (rest if where is None else filled[where]).append(char)
    return filled, rest


def _rows(cells: Sequence[Box], filled: Sequence[Sequence[Char]]) -> tuple[tuple[str, ...], ...]:
    """Lay the cells' texts out in rows; what a merged cell covers is empty."""
    columns = {x: i for i, x in enumerate(sorted({cell[0] for cell in cells}))}
    tops = {y: i for i, y in enumerate(sorted({cell[1] for cell in cells}))}
    rows = [[""] * len(columns) for _ in tops]
    sizes = [char.size for chars in filled for char in chars]
    huge = max(_HUGE, _TIMES * median(sizes)) if sizes else 0
    for cell, inside in zip(cells, filled, strict=True):
        chars = [char for char in inside if char.size < huge]
        if chars:
            rows[tops[cell[1]]][columns[cell[0]]] = _text(chars)
    return tuple(map(tuple, rows))


def _text(chars: Sequence[Char]) -> str:
    if all(char.turn for char in chars):
        return turned_text(chars)
    return wrapped(text_of(line) for line in in_lines([c for c in chars if not c.turn]))


def _is_table(rows: Sequence[Sequence[str]]) -> bool:
    """Say whether ruled cells are a table: no box around text, and no list of contents."""
    filled = [[cell for cell in row if cell] for row in rows]
    if len(rows[0]) == 1:  # a table that is too wide for its pages leaves columns on later ones
        return sum(bool(_AMOUNT.fullmatch(cell)) for row in filled for cell in row) > 1
    return any(len(row) > 1 for row in filled) and not _is_contents([row for row in filled if row])


def _is_contents(rows: Sequence[Sequence[str]]) -> bool:
    """Say whether rows name parts or tables, each with its page at most."""
    if any(_AMOUNT.fullmatch(cell) for row in rows for cell in row):
        return False
    named = sum(
        bool(_LEADER.search("".join(row)))
        or (any(heading_level(cell) for cell in row[:-1]) and bool(_PAGE.fullmatch(row[-1])))
        for row in rows
    )
    return len(rows) > 2 and named >= 0.7 * len(rows)
