"""Ruled lines on a page → tables: rows of cells, each character in one cell only."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
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
    merge_edges,
)

from yusuan.read.outline import heading_level
from yusuan.read.pdf_aligned import Going, aligned_tables, is_figures, text_rows
from yusuan.read.pdf_page import (
    Box,
    Cell,
    Char,
    Line,
    Ruled,
    in_lines,
    text_of,
    turned_text,
    wrapped,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yusuan.read.pdf_labels import Rule

Edge = dict[str, Any]

#: Lines nearer than this are one line.
_NEAR = 3.0
#: Products of upright and level lines beyond which a page is a drawing.
_DRAWING = 3_000_000
#: More crossings than any page's table has; finding cells takes time by their square.
_CROSSINGS = 10_000
#: A drawing's strokes are shorter, a table's lines longer.
_STROKE = 12.0
#: Two lines alone, above and below a row, are longer and nearer than this.
_LONG, _TALL = 150.0, 60.0
#: A picture no thicker than this is a line.
_THIN = 2.0
_X, _Y = ("x0", "x1"), ("top", "bottom")
#: A shade lies behind no more rows than a header has.
_SHADED = 5
#: A header that is printed on every page has no more rows than this.
_HEADER = 6
_HUGE, _TIMES = 30.0, 3.0
_LEADER = re.compile(r"[.·…⋯—_-]{4,}")
_PAGE = re.compile(r"[-—– ]*\d{1,3}[-—– ]*")
_AMOUNT = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d+\.\d+")


class DrawingError(Exception):
    """A page has so many lines that they can't be a table's."""


@dataclass(frozen=True, slots=True)
class PageEnd:
    """How a page ends: how many columns its last ruled table has, and its last aligned table."""

    columns: int = 0
    aligned: Going | None = None


def tables_of(
    page: Any, chars: Sequence[Char], before: PageEnd = PageEnd()
) -> tuple[list[Ruled], list[Char], PageEnd]:
    """Give a page's tables, top to bottom, the characters that stand in none, and its end.

    ``before`` is how the page before ended: what goes on with as many columns is a table,
    however little of it is filled.

    Raises :class:`DrawingError` if there are too many lines to look at.
    """
    found: list[Ruled] = []
    rest = list(chars)
    if len(page.edges) + len(page.images) >= 4:
        for table in _Finder(page, chars).tables:
            filled, rest = _fill(table.cells, rest)
            rows = _rows(table.cells, filled)
            if _is_table(rows) or (not found and len(rows[0]) == before.columns > 1):
                found.append(_ruled(table, rows, filled))
            else:
                rest.extend(char for inside in filled for char in inside)
    found, rest, going = _with_aligned(page, found, rest, chars, before.aligned)
    return found, rest, PageEnd(len(found[-1].rows[0]) if found else 0, going)


def _with_aligned(
    page: Any,
    found: list[Ruled],
    rest: list[Char],
    chars: Sequence[Char],
    before: Going | None,
) -> tuple[list[Ruled], list[Char], Going | None]:
    """Add the tables that have no full grid of lines, top to bottom among the others.

    Shades behind a header or behind every second row look like small tables: what stands right
    above or below other rows of figures is one with them, if they can be read together.
    """
    rows = text_rows(rest)
    figures = [row for row in rows if is_figures(row)]
    if not figures:
        return found, rest, None
    rules = level_rules(page)
    parts = [t for t in found if len(t.rows) <= _SHADED and _is_part(t, rows)]
    while parts:
        inside = [c for c in chars if c.text.strip() and any(_holds(t.box, c) for t in parts)]
        whole, left, going = aligned_tables([*rest, *inside], rules, before)
        read = [table for table in whole if len(table.rows[0]) > 1]
        outside = [c for c in inside if not any(_holds(t.box, c) for t in read)]
        kept = [t for t in parts if not any(_holds(t.box, c) for c in outside)]
        if len(kept) == len(parts):
            others = [table for table in found if table not in parts]
            return sorted([*others, *whole], key=_top), left, going
        parts = kept
    aligned, rest, going = aligned_tables(rest, rules, before)
    return sorted([*found, *aligned], key=_top), rest, going


def _top(table: Ruled) -> tuple[float, float]:
    return table.box[1], table.box[0]


def _holds(box: Box, char: Char) -> bool:
    return box[0] <= char.x <= box[2] and box[1] <= char.y <= box[3]


def _is_part(table: Ruled, rows: Sequence[list[Line]]) -> bool:
    """Say whether a row of figures stands right above or below a table, within its width."""
    above = max((r for r in rows if r[0].bottom <= table.box[1] + _NEAR), key=_base, default=None)
    below = min((r for r in rows if r[0].top >= table.box[3] - _NEAR), key=_base, default=None)
    return any(
        row is not None
        and is_figures(row)
        and min(abs(row[0].bottom - table.box[1]), abs(row[0].top - table.box[3]))
        < 1.5 * row[0].size
        and row[0].x0 > table.box[0] - _NEAR
        and row[-1].x1 < table.box[2] + _NEAR
        for row in (above, below)
    )


def _base(row: Sequence[Line]) -> float:
    return row[0].bottom


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
        pictures = [edge for image in self.page.images if (edge := _thin(image))]
        if pictures:
            edges = merge_edges([*edges, *pictures], _NEAR, _NEAR, _NEAR, _NEAR)
        if _product(edges) > _DRAWING:
            edges = [edge for edge in edges if edge["width"] + edge["height"] > _STROKE]
            if _product(edges) > _DRAWING:
                raise DrawingError
        edges += _closing(edges, self.chars, "v")
        return edges + _closing(edges, self.chars, "h")


def _thin(image: Edge) -> Edge | None:
    """Give the line that a picture of hardly any width or height draws."""
    wide, tall = image["width"], image["height"]
    if min(wide, tall) > _THIN or max(wide, tall) <= _THIN:
        return None
    along = "h" if wide > tall else "v"
    x, y = (image["x0"] + image["x1"]) / 2, (image["top"] + image["bottom"]) / 2
    return {
        "x0": image["x0"] if along == "h" else x,
        "x1": image["x1"] if along == "h" else x,
        "top": image["top"] if along == "v" else y,
        "bottom": image["bottom"] if along == "v" else y,
        "width": wide if along == "h" else 0,
        "height": tall if along == "v" else 0,
        "orientation": along,
        "object_type": "line",
    }


def level_rules(page: Any) -> list[Rule]:
    """Give the level lines that a page shows, dashes joined; the edges of a shade are none."""
    drawn: list[Rule] = []
    for item in (*page.lines, *page.rects, *page.images):
        top, bottom = item["top"], item["bottom"]
        if bottom - top <= _THIN:
            drawn.append(((top + bottom) / 2, item["x0"], item["x1"]))
        elif item["object_type"] == "rect" and item["stroke"]:
            drawn.extend((y, item["x0"], item["x1"]) for y in (top, bottom))
    rules: list[Rule] = []
    for y, x0, x1 in sorted(drawn, key=lambda rule: (round(rule[0]), rule[1])):
        if rules and abs(y - rules[-1][0]) <= _THIN and x0 <= rules[-1][2] + _NEAR:
            rules[-1] = (rules[-1][0], rules[-1][1], max(x1, rules[-1][2]))
        else:
            rules.append((y, x0, x1))
    return rules


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
    borders: list[tuple[bool, list[Edge]]] = []
    for side in (0, 1):
        for group in _ending_together(running, along[side]):
            at = (min if side == 0 else max)(edge[along[side]] for edge in group)
            first, last = (f(edge[across[0]] for edge in group) for f in (min, max))
            if any(
                edge[along[0]] + _NEAR < at < edge[along[1]] - _NEAR
                for edge in running
                if first - _NEAR <= edge[across[0]] <= last + _NEAR
            ):
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
            borders.append((over_text, [_border(ended, at, *span) for span in open_spans]))
    # a table that is open at one side, over text, is open at the other over a blank column
    closed = {edge[across[0]] for over_text, found in borders if over_text for edge in found}
    return [
        edge
        for over_text, found in borders
        for edge in found
        if over_text or edge[across[0]] in closed
    ]


def _ending_together(running: Sequence[Edge], side: str) -> Iterator[list[Edge]]:
    """Group lines that end at the same place: three, or two that also begin at the same."""
    other = {"x0": "x1", "x1": "x0", "top": "bottom", "bottom": "top"}[side]
    across = "top" if side in _X else "x0"

    def ends(group: Sequence[Edge]) -> bool:
        return len(group) > 2 or (
            len(group) == 2
            and abs(group[0][other] - group[1][other]) <= _NEAR
            and abs(group[0][other] - group[0][side]) > _LONG
            and abs(group[0][across] - group[1][across]) < _TALL
        )

    group: list[Edge] = []
    for edge in sorted(running, key=lambda edge: float(edge[side])):
        if group and edge[side] - group[-1][side] > _NEAR:
            if ends(group):
                yield group
            group = []
        group.append(edge)
    if ends(group):
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


def _ruled(
    table: Table, rows: tuple[tuple[str, ...], ...], filled: Sequence[Sequence[Char]]
) -> Ruled:
    """Give a table with what shows whether it goes on over a page's end."""
    tops = sorted({cell[1] for cell in table.cells})
    xs = sorted({cell[0] for cell in table.cells})
    row = {y: index for index, y in enumerate(tops)}
    column = {x: index for index, x in enumerate(xs)}
    ends = tuple(
        Cell(row[cell[1]], column[cell[0]], cell, tuple(chars))
        for cell, chars in zip(table.cells, filled, strict=True)
        if row[cell[1]] <= _HEADER or cell[3] >= table.bbox[3] - _NEAR
    )
    return Ruled(rows, table.bbox, tuple(tops), tuple(xs), ends)


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
