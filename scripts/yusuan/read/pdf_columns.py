"""Text in columns: lines cut where columns can end, columns found, rows laid out under them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from yusuan.read.pdf_page import Char, Line, text_of, wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

#: What can stand in a column of amounts.
_VALUE = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?%?|[-–—―─]{1,2}")
_DASHES = re.compile(r"[-–—―─]+")
_YEAR = re.compile(r"(?:19|20)\d\d")
_DIGIT_END, _DIGIT_START = re.compile(r"[\d.%—–-]$"), re.compile(r"[\d.—–-]")
#: A gap of this part of a letter's size ends a column; between a figure and what stands beside
#: it, the smaller one does.
_GAP, _SMALL = 0.9, 0.25
#: Single characters no further apart than this are one word, spread over its cell: 合   计.
_SPREAD = 4.5
#: Labels of a code's parts, each over a column of its own.
_PARTS = "类款项"
#: Edges of one column are in line to this part of a letter's size.
_IN_LINE = 0.4
#: A column of which so many cells are figures is one of amounts.
_AMOUNTS = 0.6
#: A line as far from the next as rows are is a row of its own; nearer than the second, wrapped.
_PITCH, _NEARER = 0.85, 0.8

Pieces = list[Line]


class UncertainError(Exception):
    """What stands in columns can be read in more than one way. Caught by the caller."""


@dataclass(frozen=True, slots=True)
class Column:
    """What a column takes of the page's width: its figures, names and label together."""

    x0: float
    x1: float

    def over(self, other: Column | Line) -> bool:
        """Say whether two stand above each other."""
        return self.x0 < other.x1 and other.x0 < self.x1

    def with_(self, other: Column | Line) -> Column:
        """Give both as one column."""
        return Column(min(self.x0, other.x0), max(self.x1, other.x1))


def is_value(text: str) -> bool:
    """Say whether a text can be a cell of a column of amounts; a year is a label."""
    return bool(_VALUE.fullmatch(text)) and not _YEAR.fullmatch(text)


def cut(line: Sequence[Char]) -> Pieces:
    """Cut a line wherever a column could end."""
    pieces: list[list[Char]] = []
    for char in line:
        if not char.text.strip():
            continue
        if pieces and not _ends(pieces[-1][-1], char):
            pieces[-1].append(char)
        else:
            pieces.append([char])
    joined: list[list[Char]] = []
    single = False  # the word at the end is of single characters so far
    for piece in pieces:
        alone = len(piece) == 1 and piece[0].text >= "\u4e00" and piece[0].text not in _PARTS
        near = joined and piece[0].x0 - joined[-1][-1].x1 < _SPREAD * piece[0].size
        if alone and single and near:
            joined[-1].extend(piece)
        else:
            joined.append(list(piece))
            single = alone
    return [_line(piece) for piece in joined]


def _ends(before: Char, char: Char) -> bool:
    gap = (char.x0 - before.x1) / max(before.size, char.size)
    if gap > _GAP:
        return True
    figure = bool(_DIGIT_END.search(before.text) or _DIGIT_START.match(char.text))
    return figure and gap > _SMALL


def _line(piece: Sequence[Char]) -> Line:
    alone = len(piece) > 1 and all(b.x0 - a.x1 > _SMALL * a.size for a, b in pairwise(piece))
    text = "".join(char.text for char in piece) if alone else text_of(piece)
    return Line(
        text,
        piece[0].x0,
        max(char.x1 for char in piece),
        min(char.top for char in piece),
        max(char.bottom for char in piece),
        median(char.size for char in piece),
    )


def columns_of(rows: Sequence[Pieces], size: float) -> list[Column]:
    """Give the columns that nothing in the rows crosses, left to right."""
    columns: list[Column] = []
    for piece in sorted((p for row in rows for p in row), key=lambda p: p.x0):
        if columns and piece.x0 - columns[-1].x1 < _SMALL * size:
            columns[-1] = columns[-1].with_(piece)
        else:
            columns.append(Column(piece.x0, piece.x1))
    return columns


def column_at(piece: Line | Column, columns: Sequence[Column]) -> int:
    """Give the one column that a piece stands in. Raises :class:`UncertainError`."""
    over = [index for index, column in enumerate(columns) if column.over(piece)]
    if len(over) == 1:
        return over[0]
    if over:
        raise UncertainError
    left = [index for index, column in enumerate(columns) if column.x1 <= piece.x0]
    near = left[-1] if left else 0
    if near + 1 < len(columns) and left:
        before, behind = piece.x0 - columns[near].x1, columns[near + 1].x0 - piece.x1
        if min(before, behind) > 0.5 * max(before, behind):
            raise UncertainError
        return near if before < behind else near + 1
    return near


def laid_out(
    body: Sequence[Pieces], columns: Sequence[Column], bands: Sequence[float], size: float
) -> tuple[list[tuple[str, ...]], list[float]]:
    """Give the rows of cells and where each begins. Raises :class:`UncertainError`.

    ``bands`` are the heights of the rules between rows, if there is one between any two.
    """
    groups = _by_bands(body, bands) if bands else _by_distance(body, columns, size)
    rows, tops = [], []
    for group in groups:
        cells: list[list[str]] = [[] for _ in columns]
        for line in group:
            inside: list[list[str]] = [[] for _ in columns]
            for piece in line:
                inside[column_at(piece, columns)].append(piece.text)
            for cell, texts in zip(cells, inside, strict=True):
                if texts:
                    cell.append(" ".join(texts))
        rows.append(tuple(wrapped(cell) for cell in cells))
        tops.append(min(piece.top for line in group for piece in line))
    return rows, tops


def _by_bands(body: Sequence[Pieces], bands: Sequence[float]) -> list[list[Pieces]]:
    groups: dict[int, list[Pieces]] = {}
    for line in body:
        groups.setdefault(sum(y < _middle(line) for y in bands), []).append(line)
    return list(groups.values())


def _middle(line: Pieces) -> float:
    return (line[0].top + line[0].bottom) / 2


def is_row(line: Pieces) -> bool:
    """Say whether a line holds a figure, and so is one row at least."""
    return any(is_value(piece.text) for piece in line) and len(line) > 1


def _by_distance(
    body: Sequence[Pieces], columns: Sequence[Column], size: float
) -> list[list[Pieces]]:
    """Give each wrapped line to the row that it stands nearest to."""
    middles = [_middle(line) for line in body]
    rows = [index for index, line in enumerate(body) if is_row(line)]
    steps = [middles[b] - middles[a] for a, b in pairwise(rows) if b == a + 1]
    pitch = median(steps) if steps else 2 * size
    owner = {index: index for index in rows}
    for index, line in enumerate(body):
        if index not in owner:
            owner[index] = _row_of(index, line, body, middles, rows, (pitch, size), columns)
    order = sorted({*owner.values()})
    return [[body[i] for i in range(len(body)) if owner[i] == first] for first in order]


def _row_of(
    index: int,
    line: Pieces,
    body: Sequence[Pieces],
    middles: Sequence[float],
    rows: Sequence[int],
    sizes: tuple[float, float],
    columns: Sequence[Column],
) -> int:
    """Give the row of a line without figures: its own index if it is a row itself."""
    pitch, size = sizes
    beside = [
        abs(middles[index] - middles[i]) for i in (index - 1, index + 1) if 0 <= i < len(body)
    ]
    near = sorted(rows, key=lambda i: abs(middles[i] - middles[index]))[:2]
    distances = [abs(middles[i] - middles[index]) for i in near]
    if min(beside) >= _PITCH * pitch:
        full = index and len(line) == 1 and _filled(line[0], body[index - 1], columns, size)
        surely = _all_begin(rows, body, columns) and column_at(line[0], columns) > 0
        if full and not surely:
            raise UncertainError  # a row, or the end of the cell above it
        return index
    if len(near) == 1 or distances[0] < _NEARER * distances[1]:
        return near[0]
    raise UncertainError


def _all_begin(rows: Sequence[int], body: Sequence[Pieces], columns: Sequence[Column]) -> bool:
    """Say whether every row of figures has something in the first column."""
    return all(column_at(body[index][0], columns) == 0 for index in rows)


def _filled(piece: Line, above: Pieces, columns: Sequence[Column], size: float) -> bool:
    """Say whether the cell above a piece is so full that the piece may go on with it."""
    column = column_at(piece, columns)
    texts = [p for p in above if column_at(p, columns) == column and not is_value(p.text)]
    return any(p.x1 > columns[column].x1 - 1.2 * size for p in texts)


def check_alignment(body: Sequence[Pieces], columns: Sequence[Column], size: float) -> None:
    """Make sure that amounts stand in line in their columns. Raises :class:`UncertainError`."""
    amounts = 0
    inside: list[Pieces] = [[] for _ in columns]
    for line in body:
        for piece in line:
            inside[column_at(piece, columns)].append(piece)
    for pieces in inside:
        values = [p for p in pieces if is_value(p.text)]
        if not pieces or len(values) < _AMOUNTS * len(pieces):
            continue
        amounts += 1
        numbers = [p for p in values if not _DASHES.fullmatch(p.text)]
        ways = (
            [p.x1 for p in numbers],
            [p.x0 for p in numbers],
            [(p.x0 + p.x1) / 2 for p in numbers],
        )
        if numbers and min(max(way) - min(way) for way in ways) > _IN_LINE * size:
            raise UncertainError
    if not amounts:
        raise UncertainError
