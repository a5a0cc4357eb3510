"""Text in columns without a full grid of lines → tables, only where the columns are certain.

Tables of three rules, of level rules alone, of shades or of nothing but aligned columns: what
shows them is rows of figures under labels. Where the columns, the header or the rows leave a
doubt, nothing is guessed: the region comes out as one column of lines, which no table kind fits,
so that the document is told to hold a table that is not understood.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from yusuan.read.outline import heading_level
from yusuan.read.pdf_columns import (
    Column,
    UncertainError,
    check_alignment,
    columns_of,
    cut,
    is_value,
    laid_out,
)
from yusuan.read.pdf_labels import Rule, header
from yusuan.read.pdf_page import Box, Char, Line, Ruled, in_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_PROSE = re.compile(r"[。；]|(?<!\d)，|，(?!\d)|[.·…⋯—_-]{4,}")
_MONEY_BEHIND = re.compile(r"(?:万|亿|千)?元(?:[，,。；、)）]|$)")
_EXACT = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d+\.\d+")
#: What tells of a table and is no label in it.
_CAPTION = re.compile(
    r"(?:编制|预算|填报|公开|主管)?(?:部门|单位)(?:名称)?[:：].*|.*(?:金额|计量|货币)?单位[:：].*元.?|"
    r"[(（]?(?:万|千)?元[)）]?|(?:公开|附)?表\s*\d+.*|(?:公开|附)表.*|(?:编制|填报)?日期[:：].*"
)
_NOTE = re.compile(r"(?:备注|注|说明)\d*[:：]")
#: Lines of a header or of a wrapped cell between two rows, at most.
_BETWEEN = 5
#: Rows of figures further apart than so many heights of their letters are of two tables.
_FAR = 5.0
#: Lines that can stand on a page above what goes on from the page before.
_RUNNING = 2
#: So many rows show columns that no rule shows.
_ROWS = 3
#: A title's letters are larger than a table's by this.
_LARGER = 1.1
#: A wrapped line follows within this part of a letter's size.
_TIGHT = 0.6
#: A rule is longer than this part of the table; lines nearer than the second are one.
_WHOLE, _NEAR = 0.8, 3.0

Row = list[Line]


@dataclass(frozen=True, slots=True)
class Going:
    """A table that a page ended with: its columns, and the labels that it had above them."""

    columns: tuple[Column, ...]
    labels: tuple[tuple[str, ...], ...]


def text_rows(chars: Sequence[Char]) -> list[Row]:
    """Give the lines of text, each cut wherever a column could end."""
    lines = in_lines([char for char in chars if not char.turn])
    return [row for row in map(cut, lines) if row]


def is_figures(row: Row) -> bool:
    """Say whether a line is a row of figures: labels and numbers apart, and no sentence."""
    if len(row) < 2 or not any(is_value(piece.text) for piece in row):
        return False
    return not any(_PROSE.search(piece.text) or _MONEY_BEHIND.match(piece.text) for piece in row)


def _middle(row: Row) -> float:
    return (row[0].top + row[0].bottom) / 2


def has_exact(row: Row) -> bool:
    """Say whether a line has a figure that can only be an amount."""
    return any(_EXACT.fullmatch(piece.text) for piece in row)


def aligned_tables(
    chars: Sequence[Char], rules: Sequence[Rule], going: Going | None = None
) -> tuple[list[Ruled], list[Char], Going | None]:
    """Give the tables that stand in text, the characters in none, and what the page ends with."""
    rows = text_rows(chars)
    found: list[Ruled] = []
    taken: list[Box] = []
    last: Going | None = None
    free = 0
    for first, end in _groups(rows):
        upper = _header_start(rows, free, first, rules)
        region = _Region(rows, upper, first, end, rules)
        carried = going if not found and upper <= _RUNNING else None
        table, last = region.read(carried)
        if table is not None:
            found.append(table)
            taken.append(table.box)
            free = end
    rest = [
        char
        for char in chars
        if char.turn or not any(b[1] <= char.y <= b[3] and b[0] <= char.x <= b[2] for b in taken)
    ]
    return found, rest, last if taken and not _follows(rows, taken[-1]) else None


def _follows(rows: Sequence[Row], box: Box) -> bool:
    """Say whether text of some length stands behind a table on its page."""
    return sum(row[0].top > box[3] for row in rows) > 1


def _groups(rows: Sequence[Row]) -> Iterator[tuple[int, int]]:
    """Give the first and the end of each run of rows of figures, wrapped lines in between."""
    start = last = -1
    for index, row in enumerate(rows):
        if not is_figures(row):
            continue
        if start >= 0 and _apart(rows[last : index + 1]):
            yield start, last + 1
            start = -1
        start = index if start < 0 else start
        last = index
    if start >= 0:
        yield start, last + 1


def _apart(rows: Sequence[Row]) -> bool:
    """Say whether what stands between two rows of figures parts two tables."""
    size = rows[0][0].size
    gaps = (lower[0].top - upper[0].bottom for upper, lower in pairwise(rows))
    return (
        len(rows) > _BETWEEN + 2
        or any(gap > _FAR * size for gap in gaps)
        or any(_ends(row) for row in rows[1:-1])
    )


def _ends(row: Row) -> bool:
    """Say whether a line can be no part of a table: a title, a note, a sentence."""
    whole = re.sub(r"\s", "", "".join(piece.text for piece in row))
    return bool(
        any(_PROSE.search(piece.text) for piece in row)
        or any(_CAPTION.fullmatch(piece.text) for piece in row)
        or _NOTE.match(whole)
        or (len(row) == 1 and heading_level(whole) in {1, 3} and whole.endswith("表"))
    )


def _header_start(rows: Sequence[Row], free: int, first: int, rules: Sequence[Rule]) -> int:
    """Give where the labels above a row of figures begin."""
    start = first
    while start > free and first - start <= _BETWEEN and not _ends(rows[start - 1]):
        gap = rows[start][0].top - rows[start - 1][0].bottom
        if gap > _FAR * rows[start][0].size:
            break
        start -= 1
    left = min(row[0].x0 for row in rows[start : first + 1])
    right = max(row[-1].x1 for row in rows[start : first + 1])
    tops = [
        y
        for y, x0, x1 in rules
        if min(x1, right) - max(x0, left) > _WHOLE * (right - left) and y < rows[first][0].top
    ]
    above = [y for y in tops if start == 0 or y > rows[start - 1][0].top]
    if above:
        return next(i for i in range(start, first + 1) if rows[i][0].bottom > min(above))
    size = median(piece.size for row in rows[start : first + 1] for piece in row)
    while start < first and len(rows[start]) == 1 and rows[start][0].size > _LARGER * size:
        start += 1
    return start


class _Region:
    """Labels and the rows of figures below them."""

    def __init__(
        self, rows: Sequence[Row], upper: int, first: int, end: int, rules: Sequence[Rule]
    ) -> None:
        self.head = list(rows[upper:first])
        self.body = list(rows[first:end])
        self.size = median(piece.size for row in self.body for piece in row)
        everything = [piece for row in (*self.head, *self.body) for piece in row]
        self.left = min(piece.x0 for piece in everything)
        self.right = max(piece.x1 for piece in everything)
        top, bottom = self.body[0][0].top, self.body[-1][0].bottom
        top = min([top, *(piece.top for row in self.head for piece in row)])
        following = next((row[0].top for row in rows[end:] if _ends(row)), bottom + self.size * 9)
        self.rules = [
            rule
            for rule in rules
            if top - 2 * self.size < rule[0] < following
            and rule[2] > self.left
            and rule[1] < self.right
        ]
        self.whole = sorted(
            y
            for y, x0, x1 in self.rules
            if min(x1, self.right) - max(x0, self.left) > _WHOLE * (self.right - self.left)
        )
        self._settle_first_row()
        self.body += self._behind(rows, end)
        everything = [piece for row in (*self.head, *self.body) for piece in row]
        self.box = (
            min(piece.x0 for piece in everything) - 1,
            min(piece.top for piece in everything) - 1,
            max(piece.x1 for piece in everything) + 1,
            max(piece.bottom for piece in everything) + 1,
        )

    def _settle_first_row(self) -> None:
        """Give the lines above the first row of figures that are wrapped text of it to the rows.

        They stand below the rule that ends the header, or nearer to the row than rows stand to
        each other and than the labels stand to them.
        """
        first = _middle(self.body[0])
        under = [y for y in self.whole if any(_middle(row) < y < first for row in self.head)]
        steps = [_middle(b) - _middle(a) for a, b in pairwise(self.body)]
        pitch = median(steps) if steps else 0.0
        while self.head:
            line = self.head[-1]
            away = _middle(self.body[0]) - _middle(line)
            before = _middle(line) - _middle(self.head[-2]) if len(self.head) > 1 else 0.0
            near = len(line) == 1 and away < 0.8 * pitch and away < 0.8 * before
            if not near and not (under and _middle(line) > max(under)):
                return
            self.body.insert(0, self.head.pop())

    def _behind(self, rows: Sequence[Row], end: int) -> list[Row]:
        """Give the lines behind the last row of figures that are of the table all the same.

        They stand above the rule that ends it, or are what a cell of the last row is wrapped to.
        """
        found: list[Row] = []
        last = rows[end - 1]
        for row in rows[end : end + _BETWEEN]:
            gap = row[0].top - last[0].bottom
            if _ends(row) or gap > _FAR * self.size:
                break
            ruled = any(y > row[0].bottom - _NEAR for y in self.whole)
            short = row[-1].x1 - row[0].x0 < 0.5 * (last[-1].x1 - last[0].x0)
            wrapped = gap < _TIGHT * self.size and len(row) == 1 and short
            if not ruled and not wrapped and not self._ends_cell(row, gap):
                break
            if not ruled and (found or row[0].x1 > last[-1].x0):
                break
            found.append(row)
        return found

    def _ends_cell(self, row: Row, gap: float) -> bool:
        """Say whether a line as far below as rows are is one that a page break cut in two."""
        lines = list(map(_middle, self.body))
        pitch = median([b - a for a, b in pairwise(lines)] or [0.0])
        first = max(line[0].x1 for line in self.body)
        inside = [c for c in columns_of(self.body, self.size) if c.over(row[0])]
        return gap < pitch and len(row) == 1 and row[0].x0 > first and len(inside) == 1

    @property
    def _framed(self) -> bool:
        """Whether whole rules stand above the labels, below them and below the last row."""
        if not self.head or not self.whole:
            return False
        middle = self.body[0][0].top
        return (
            self.whole[0] <= self.head[0][0].top + _NEAR
            and self.whole[-1] >= self.body[-1][0].bottom - _NEAR
            and any(self.head[-1][0].bottom - _NEAR <= y <= middle + _NEAR for y in self.whole)
        )

    @property
    def _bands(self) -> list[float]:
        """The rules between rows, if one stands between any two rows of figures; else none."""
        middles = [_middle(row) for row in self.body if is_figures(row)]
        if len(middles) > 1 and all(
            any(upper < y < lower for y in self.whole) for upper, lower in pairwise(middles)
        ):
            return self.whole
        return []

    def read(self, going: Going | None) -> tuple[Ruled | None, Going | None]:
        """Give the table, or its lines where it is uncertain, or nothing where it is text."""
        figures = [row for row in self.body if is_figures(row)]
        exact = sum(map(has_exact, figures))
        if going is not None and (table := self._going_on(going)):
            return table, going
        if not exact and not self._framed:
            return None, None
        try:
            if len(figures) < (1 if self._framed else _ROWS):
                raise UncertainError
            columns, labels = header(
                self.head, columns_of(self.body, self.size), self.rules, self.size
            )
            table = self._table(columns, labels)
        except UncertainError:
            return self._told(exact), None
        return table, Going(tuple(columns), tuple(labels))

    def _going_on(self, going: Going) -> Ruled | None:
        """Give the rows of a table that the page before began, if they fit its columns."""
        with suppress(UncertainError):
            _, labels = header(self.head, going.columns, self.rules, self.size)
            return self._table(going.columns, labels) if tuple(labels) == going.labels else None
        if any(_ends(row) or len(row) > 1 or heading_level(row[0].text) for row in self.head):
            return None
        with suppress(UncertainError):
            self.body = [*self.head, *self.body]
            return self._table(going.columns, ())
        self.body = self.body[len(self.head) :]
        return None

    def _table(self, columns: Sequence[Column], labels: Sequence[tuple[str, ...]]) -> Ruled:
        """Give labels and rows. Raises :class:`UncertainError`."""
        check_alignment(self.body, columns, self.size)
        rows, _ = laid_out(self.body, columns, self._bands, self.size)
        return Ruled((*labels, *rows), self.box)

    def _is_labels(self, row: Row) -> bool:
        """Say whether a line is surely one of labels, and no sentence with numbers in it."""
        return (
            len(row) > 2
            and not any(any(map(str.isdigit, piece.text)) for piece in row)
            and all(b.x0 - a.x1 > self.size for a, b in pairwise(row))
        )

    def _told(self, exact: int) -> Ruled | None:
        """Give the lines of a region that is surely a table and not surely read."""
        many = sum(sum(bool(_EXACT.fullmatch(p.text)) for p in row) > 1 for row in self.body)
        labelled = any(map(self._is_labels, self.head)) and exact
        if many < _ROWS and not (self._framed and exact) and not labelled:
            return None
        lines = [" ".join(piece.text for piece in row) for row in (*self.head, *self.body)]
        return Ruled(tuple((line,) for line in lines), self.box)
