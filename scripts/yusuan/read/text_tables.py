"""Tables in plain text that has no tabs: comma-separated values, and cells between upright bars.

Columns that only stand under each other are not read: a cell left blank can't be told there.
"""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

from yusuan.read.document import Block, Place, Row
from yusuan.read.layout import Line, laid_out

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_BAR = re.compile(r"(?<!\\)[|｜│]")
#: The line below the header of a Markdown table.
_RULE = re.compile(r"[\s|｜│:+=─┼-]+")
_GAP = re.compile(r"[ \u3000\xa0]{2,}")
_AMOUNT = re.compile(r"-?\d[\d,，]*(?:[.．]\d+)?")
#: A file is comma-separated if nearly every line has the same number of cells, and some have several.
_NEARLY, _FEWEST_CELLS, _FEWEST_LINES = 0.9, 3, 3


def cells_between_bars(line: str) -> tuple[str, ...] | None:
    """Give the cells of a line such as ``| 207 | 文化 | 1.00 |``; ``None`` for another line.

    A rule between header and rows gives no cells at all.
    """
    if len(_BAR.findall(line)) < 2:
        return None
    if _RULE.fullmatch(line):
        return ()
    inner = line.strip()
    if _BAR.match(inner):  # with a bar at its left edge a line has one at its right edge
        inner = inner[1:-1] if _BAR.match(inner[-1:]) else inner[1:]
    return tuple(cell.strip(" \u3000").replace("\\|", "|") for cell in _BAR.split(inner))


def comma_separated(text: str) -> tuple[Block, ...] | None:
    """Read a text of comma-separated values as the sheet that it was; ``None`` for another text."""
    if "\t" in text or text.count(",") < _FEWEST_CELLS * _FEWEST_LINES:
        return None
    reader = csv.reader(text.splitlines(keepends=True), strict=True)
    lines: list[tuple[int, list[str]]] = []
    try:
        first = 1
        for cells in reader:
            lines.append((first, cells))
            first = reader.line_num + 1
    except csv.Error:
        return None
    filled = [cells for _, cells in lines if any(cell.strip() for cell in cells)]
    widths = [len(cells) for cells in filled]
    if not widths:
        return None
    usual = max(set(widths), key=widths.count)
    regular = widths.count(usual) >= _NEARLY * len(widths) and len(widths) >= _FEWEST_LINES
    if (
        usual < _FEWEST_CELLS
        or not regular
        or any("。" in cell for row in filled for cell in row[1:])
    ):
        return None
    return tuple(laid_out([Line(Row(tuple(cells), Place(line=n)), {}) for n, cells in lines]))


def aligned_by_blanks(lines: Sequence[str]) -> bool:
    """Say whether a text has tables whose columns only stand under each other."""
    return sum(1 for _ in _aligned(lines)) >= _FEWEST_LINES


def _aligned(lines: Sequence[str]) -> Iterator[str]:
    for line in lines:
        pieces = _GAP.split(line.strip())
        if len(pieces) >= _FEWEST_CELLS and sum(bool(_AMOUNT.fullmatch(p)) for p in pieces) >= 2:
            yield line
