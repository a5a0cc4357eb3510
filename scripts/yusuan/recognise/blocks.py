"""Forms that set a table beside itself, and rows that only number its columns.

科目编码 | 科目名称 | 决算数 stands two or three times on one line where a form saves room: the
blocks are one table, read one below the other.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from yusuan.amounts import is_amount
from yusuan.language import normal
from yusuan.read.document import Row
from yusuan.recognise.labels import Labels, plain_label

if TYPE_CHECKING:
    from collections.abc import Sequence

#: What stands in front of numbers of columns or rows.
COLUMN_WORDS = frozenset({"栏次", "行次", "**", "*", "栏目"})
#: Labels that may stand in such a row: the pieces of a code.
_PIECES = frozenset({"类", "款", "项"})
#: A number of a column, or how it is worked out from others: 5=1+2-3.
_NUMBER = re.compile(r"\d{1,2}(?:=[\d+\-()]+)?")
_SUM = re.compile(r".*[合小总]计")
#: Blocks are set beside each other under a header of no more rows than this.
_TALLEST = 3


def numbers_columns(row: Row) -> bool:
    """Say whether a row only numbers the columns: 栏次 | 1 | 2 | 3, or ** | 1 | 2."""
    filled = [normal(cell) for cell in row.cells if cell.strip()]
    if filled and filled[0] in COLUMN_WORDS:
        return True
    return len(filled) >= 3 and filled == [str(n) for n in range(1, len(filled) + 1)]


def without_column_numbers(row: Row) -> Row:
    """Blank the numbers of columns in a row, so that labels beside them can be read.

    The pieces of a code may stand in the same row: 类 | 款 | 项 | 栏次 | 1 | 2.
    """
    plain = [normal(cell) for cell in row.cells]
    filled = {text for text in plain if text}
    if not filled & COLUMN_WORDS or not all(
        text in COLUMN_WORDS or text in _PIECES or _NUMBER.fullmatch(text) for text in filled
    ):
        return row
    kept = [cell if text in _PIECES else "" for cell, text in zip(row.cells, plain, strict=True)]
    return Row(tuple(kept), row.place)


def beside_itself(rows: Sequence[Row], labels: Labels) -> tuple[int, list[tuple[int, int]]] | None:
    """Give the row of the header in which equal blocks begin, and the columns of each block.

    ``None`` where the table stands alone. Every block has the same labels, a name among them.
    """
    for position, row in enumerate(rows[:_TALLEST]):
        matches = [labels.find((plain_label(cell),)) for cell in row.cells]
        found = [match[0] if match else None for match in matches]
        first = "code" if "code" in found else "name"
        starts = [column for column, name in enumerate(found) if name == first]
        if len(starts) < 2 or found.count("name") != len(starts) or starts[0] != 0:
            continue
        width = starts[1] - starts[0]
        texts = [plain_label(cell) for cell in row.cells]
        blocks = [(start, start + width) for start in starts]
        same = {tuple(texts[start:end]) for start, end in blocks}
        if len(same) == 1 and width > 1 and not any(texts[blocks[-1][1] :]):
            return position, blocks
    return None


def one_below_the_other(
    rows: Sequence[Row], blocks: Sequence[tuple[int, int]], amounts: frozenset[int]
) -> list[Row]:
    """Give the rows of every block in turn; ``amounts`` are the columns of amounts in a block.

    A sum may have its label in one block and, as its cell runs on, its amount in a later one.
    """
    cut = [[list(row.cells[start:end]) for start, end in blocks] for row in rows]
    for pieces in cut:
        for left, piece in enumerate(pieces):
            label = next((normal(cell) for cell in piece if cell.strip()), "")
            if not _SUM.fullmatch(label) or any(piece[i].strip() for i in amounts):
                continue
            for other in pieces[left + 1 :]:
                filled = {i for i, cell in enumerate(other) if cell.strip()}
                if filled and filled <= amounts and all(is_amount(other[i]) for i in filled):
                    for i in filled:
                        piece[i], other[i] = other[i], ""
                    break
                if filled:
                    break
    return [
        Row(tuple(pieces[number]), row.place)
        for number in range(len(blocks))
        for row, pieces in zip(rows, cut, strict=True)
    ]
