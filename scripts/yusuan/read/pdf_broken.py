"""Tables that go on over a page's end: one set of columns, and rows that the page broke in two.

A text processor breaks a row wherever the page ends: ``6,000,0`` on one page, ``00.00`` on the
next. Both halves stand in cells of the same width, and what goes on stands under a line so full
that it could not have stood there. Where that leaves a doubt the halves stay apart.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from yusuan.read.paragraphs import begins
from yusuan.read.pdf_page import Cell, Ruled, in_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yusuan.read.pdf_margins import PageItems
    from yusuan.read.pdf_page import Char

#: Edges nearer than this are one.
_NEAR = 3.0
#: White space at a side of a cell's text, at most, and what may be wrong with it.
_PADDING, _OVER = 7.0, 1.5
#: A line is no higher than this, in sizes of its letters.
_LINE = 2.0
#: What the end of a line can't part, what can't end one, and what can't begin one.
_WORD, _OPENING, _CLOSING = re.compile(r"[!-~]"), "（《“‘【", "，。、；：！？）》”’】%"
_DIGITS = re.compile(r"\d+")
_NUMERIC = re.compile(r"-?[\d,.]+%?")
_WHOLE = re.compile(r"-?(?:[1-9]\d{0,2}(?:,\d{3})+|0|[1-9]\d*)(?:\.\d+)?%?")
#: Digits in the codes of classes, groups and items.
_OF_CODES = {3, 5, 7}


def gone_on(pages: Sequence[PageItems]) -> list[PageItems]:
    """Put the tables that go on over page ends into common columns, and their rows together."""
    found = list(pages)
    ends = _ends(pages)
    for run in _runs(found):
        tables = _in_common([_table(found[index], place) for index, place in run])
        for position in range(len(tables) - 1):
            page = pages[run[position][0]]
            room = ends[page.width, page.height] - tables[position].box[3]
            joined = _joined(tables[position], tables[position + 1], room)
            if joined is not None:
                tables[position : position + 2] = joined
        for (index, place), table in zip(run, tables, strict=True):
            items = list(found[index].items)
            items[place] = table
            found[index] = replace(found[index], items=tuple(items))
    return found


def _ends(pages: Sequence[PageItems]) -> dict[tuple[float, float], float]:
    """Give how far down the pages of each size are filled."""
    ends: dict[tuple[float, float], float] = {}
    for page in pages:
        for item in page.items:
            size = page.width, page.height
            bottom = item.box[3] if isinstance(item, Ruled) else item.bottom
            ends[size] = max(ends.get(size, 0.0), bottom)
    return ends


def _table(page: PageItems, place: int) -> Ruled:
    table = page.items[place]
    if not isinstance(table, Ruled):
        raise TypeError(table)
    return table


def _runs(pages: Sequence[PageItems]) -> Iterator[list[tuple[int, int]]]:
    """Give each run of tables without anything between them but the page's end."""
    run: list[tuple[int, int]] = []
    for index, page in enumerate(pages):
        first = page.items[0] if page.items else None
        if run and not (isinstance(first, Ruled) and _beside(pages, run[-1], index)):
            if len(run) > 1:
                yield run
            run = []
        if run:
            run.append((index, 0))
        if len(page.items) > 1 or not run:
            if len(run) > 1:
                yield run
            last = len(page.items) - 1
            run = [(index, last)] if page.items and isinstance(page.items[last], Ruled) else []
    if len(run) > 1:
        yield run


def _beside(pages: Sequence[PageItems], last: tuple[int, int], index: int) -> bool:
    """Say whether the first table of a page begins and ends where the last one does."""
    above, below = _table(pages[last[0]], last[1]), _table(pages[index], 0)
    if not (above.xs and below.xs):
        return False
    return all(abs(above.box[side] - below.box[side]) <= _NEAR for side in (0, 2))


def _in_common(tables: list[Ruled]) -> list[Ruled]:
    """Lay tables out in the columns of the widest, if it has the edges of all."""
    widest = max(tables, key=lambda table: len(table.xs))
    laid: list[Ruled] = []
    for table in tables:
        places = [
            next((i for i, x in enumerate(widest.xs) if abs(x - own) <= _NEAR), None)
            for own in table.xs
        ]
        columns = [place for place in places if place is not None]
        if len(columns) < len(places) or len(set(columns)) < len(columns):
            return tables
        rows = []
        for row in table.rows:
            cells = [""] * len(widest.xs)
            for column, text in zip(columns, row, strict=True):
                cells[column] = text
            rows.append(tuple(cells))
        ends = tuple(replace(cell, column=columns[cell.column]) for cell in table.ends)
        laid.append(replace(table, rows=tuple(rows), xs=widest.xs, ends=ends))
    return laid


def _joined(above: Ruled, below: Ruled, room: float) -> tuple[Ruled, Ruled] | None:
    """Give both tables with the halves of a row that the page's end broke put together.

    ``room`` is left on the page below the first one; a row is broken where no line is left.
    """
    if len(above.xs) != len(below.xs) or above.moved == len(above.rows) - 1:
        return None
    first = 0
    for row, again in zip(above.rows, below.rows, strict=False):
        if row != again:
            break
        first += 1
    upper = {c.column: c for c in above.ends if abs(c.box[3] - above.box[3]) <= _NEAR}
    lower = {c.column: c for c in below.ends if c.row == first}
    if not lower or not _same_cells(upper, lower):
        return None
    halves = [(upper[column], cell) for column, cell in lower.items() if _text(below, cell)]
    pairs = [(_text(above, one), _text(below, other)) for one, other in halves]
    if room > max((_LINE * c.size for cell, _ in halves for c in cell.chars), default=0.0):
        return None
    padding = _padding([*above.ends, *below.ends])
    if not pairs or not all(_could_follow(one, other, padding) for one, other in halves):
        return None
    if not all(map(_is_one, pairs)) or not _is_certain(pairs, _decimals(above)):
        return None
    rows = [list(row) for row in above.rows]
    for (cell, _), pair in zip(halves, pairs, strict=True):
        rows[cell.row][cell.column] = "".join(pair)
    return replace(above, rows=tuple(map(tuple, rows))), replace(below, moved=first)


def _text(table: Ruled, cell: Cell) -> str:
    return table.rows[cell.row][cell.column]


def _same_cells(upper: dict[int, Cell], lower: dict[int, Cell]) -> bool:
    """Say whether two rows have cells between the same edges."""
    return upper.keys() == lower.keys() and all(
        abs(upper[column].box[side] - cell.box[side]) <= _NEAR
        for column, cell in lower.items()
        for side in (0, 2)
    )


def _padding(cells: Sequence[Cell]) -> float:
    """Give the white space that the fullest of some cells leave at a side."""
    inked = [(cell.box, [char for char in cell.chars if char.text.strip()]) for cell in cells]
    gaps = [
        gap
        for box, chars in inked
        if chars
        for gap in (min(c.x0 for c in chars) - box[0], box[2] - max(c.x1 for c in chars))
    ]
    return min(_PADDING, max(0.0, min(gaps, default=0.0)))


def _could_follow(above: Cell, below: Cell, padding: float) -> bool:
    """Say whether a cell's last line had no room for what the other begins with."""
    lines, others = _lines(above.chars), _lines(below.chars)
    if not lines or not others:
        return False
    last, first = lines[-1], others[0]
    length = 1
    while length < len(first) and first[length - 1].text in _OPENING:
        length += 1
    if _WORD.match(first[length - 1].text):
        while length < len(first) and _WORD.match(first[length].text):
            length += 1
    while length < len(first) and first[length].text in _CLOSING:
        length += 1
    wanted = _width(first[:length])
    room = above.box[2] - above.box[0] - 2 * padding - _OVER
    if len(lines) > 1 and all(_NUMERIC.fullmatch(char.text) for line in lines for char in line):
        room = min(room, max(map(_width, lines)))  # a number goes on in a line when one is full
    return _width(last) + wanted > room


def _width(line: Sequence[Char]) -> float:
    return line[-1].x1 - line[0].x0


def _lines(chars: Sequence[Char]) -> list[list[Char]]:
    inked = [char for char in chars if char.text.strip()]
    return [] if any(char.turn for char in inked) else in_lines(inked)


def _is_one(pair: tuple[str, str]) -> bool:
    """Say whether two texts can be one: no amount behind another, and no number of a list."""
    above, below = pair
    if _NUMERIC.fullmatch(above) and _NUMERIC.fullmatch(below):
        return bool(_WHOLE.fullmatch(above + below))
    if _NUMERIC.fullmatch(above) or _NUMERIC.fullmatch(below):
        return False
    return not begins(below) and not below.startswith("其中")


def _is_certain(pairs: Sequence[tuple[str, str]], decimals: int) -> bool:
    """Say whether the lower half can be no row of its own: it has no number, or pieces of some."""
    numbers = [pair for pair in pairs if _NUMERIC.fullmatch(pair[1])]
    return not numbers or any(_is_cut(*pair, decimals) for pair in numbers)


def _is_cut(above: str, below: str, decimals: int) -> bool:
    """Say whether of two numbers that can be one, a half can't be a number alone.

    ``decimals`` is how many a table's amounts have, for the most part.
    """
    one, other, whole = len(above), len(below), len(above + below)
    if _DIGITS.fullmatch(above + below):
        if below.startswith("0") and one > 3:
            return True
        return whole in _OF_CODES and one > 3 and not {one, other} & _OF_CODES
    if not (_WHOLE.fullmatch(above) and _WHOLE.fullmatch(below)):
        return True
    return _places(above) != decimals == _places(above + below)


def _places(number: str) -> int:
    return len(number.partition(".")[2])


def _decimals(table: Ruled) -> int:
    cells = (cell for row in table.rows[:-1] for cell in row)
    found = Counter(_places(cell) for cell in cells if "." in cell and _WHOLE.fullmatch(cell))
    return max(found, key=lambda places: found[places], default=0)
