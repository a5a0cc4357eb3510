"""A sheet or table as drawn → blocks: titles and notes that stand in its grid come out of it.

People draw titles, the unit of money and notes into rows of the table itself, merged over its
width or alone in a row. They are text; what is left are the grids of the tables.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from yusuan.language import normal
from yusuan.read.celltext import one_line, text_blocks
from yusuan.read.document import Block, Grid, Row
from yusuan.read.outline import LONGEST

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_OWNER = (
    r"(?:编制|预算|填报|填制|申报|公开|编报|报送|部门|单位|主管)*(?:部门|单位)"
    r"(?:[/(](?:部门|单位)\)?)?(?:名称|编码|代码)?(?:\((?:公章|盖章|签章)\))?"
)
_OTHER = (
    r"(?:金额|计量|货币)单位|(?:编制|填报|申报|公开|编报|报送)?(?:日期|时间)|(?:预算)?年度|币种"
)
#: What tells of the table above its header; an open colon has its value in the next cell.
_CAPTION = re.compile(rf"(?:{_OWNER}|{_OTHER})[::].*|[(]?(?:千|万|百万|亿)?元[)]?")
_MONEY = re.compile(r"(?:(?:金额|计量|货币)?单位[::])?[(]?(?:人民币)?(?:千|万|百万|亿)?元[)]?")
#: The year between the owner and the unit of money.
_YEAR = re.compile(r"\(?20\d\d年度?\)?")
_FORM_NUMBER = re.compile(
    r"(?:公开|附|批复|财决|预算)?表?\d+(?:-\d+)?(?:号?表)?|(?:公开|附)\S{0,6}表"
)
_NOTE = re.compile(r"(?:备注|附注|注|说明|填报说明|编制说明|数据来源)\d*[::]")
_TABLE_TITLE = re.compile(
    r"(?:\S{0,4}表\d+.*|.{2,45}表(?:[-—–]{1,2}[一-鿿、]{2,16})?(?:\([^()]{1,20}\))?)"
)
#: A sentence behind a table is longer than a label in it.
_SENTENCE = 12


@dataclass(frozen=True, slots=True)
class Line:
    """A row as drawn: its cells, line ends and all, and each one's width in columns."""

    row: Row
    spans: dict[int, int]

    @property
    def filled(self) -> list[int]:
        """Columns that hold something."""
        return [column for column, cell in enumerate(self.row.cells) if one_line(cell)]

    @property
    def text(self) -> str:
        """The first text of the row."""
        return next((text for cell in self.row.cells if (text := one_line(cell))), "")


def laid_out(lines: Sequence[Line]) -> Iterator[Block]:
    """Give the blocks of one sheet or table in order."""
    lines = list(lines)
    used = [column for line in lines for column in line.filled]
    if not used:
        return
    first, end = min(used), max(used) + 1
    body: list[Row] = []
    gap = False
    for position, line in enumerate(lines):
        if not line.filled:
            gap = True
            continue
        if _is_text(lines, position, (first, end), in_body=bool(body), gap=gap):
            if body:
                yield _grid(body)
                body = []
            for text in _texts(line):
                lines_of_it = text.split("\n") if len(text) > LONGEST else [text]
                yield from text_blocks(lines_of_it, line.row.place)
        else:
            body.append(line.row)
        gap = False
    if body:
        yield _grid(body)


def _is_text(
    lines: Sequence[Line], position: int, width: tuple[int, int], *, in_body: bool, gap: bool
) -> bool:
    line = lines[position]
    if _captions(line):
        return not in_body or len(line.filled) == 1 or _tells_money(line)
    if len(line.filled) > 1:
        return False
    if in_body:
        return _ends_table(lines, position, width, gap=gap)
    return not _heads_columns(line, width)


def _captions(line: Line) -> bool:
    """Say whether every filled cell tells of the table: its owner, date, unit of money."""
    opened = False
    cells = [(column, normal(line.row.cells[column])) for column in line.filled]
    for _, text in cells:
        if len(cells) > 1 and _YEAR.fullmatch(text) and not cells[0][1].startswith("20"):
            opened = False
            continue
        if opened and not _CAPTION.fullmatch(text):
            opened = False
            continue
        if not (_CAPTION.fullmatch(text) or _FORM_NUMBER.fullmatch(text)) or text.isdigit():
            return False
        opened = text.endswith(":")
    return True


def _tells_money(line: Line) -> bool:
    return any(_MONEY.fullmatch(normal(line.row.cells[column])) for column in line.filled)


def _heads_columns(line: Line, width: tuple[int, int]) -> bool:
    """Say whether a row's one text is a label over some columns, and so the header's first row."""
    (column,) = line.filled
    span = line.spans.get(column, 1)
    return column > width[0] and 1 < span < width[1] - width[0] and not _title(line.text)


def _title(text: str) -> bool:
    return bool(_TABLE_TITLE.fullmatch(normal(text)))


def _ends_table(lines: Sequence[Line], position: int, width: tuple[int, int], *, gap: bool) -> bool:
    """Say whether a text alone in its row is behind the table or above the next one."""
    line = lines[position]
    text = normal(line.text)
    if _NOTE.match(text):
        return True
    following = next((other for other in lines[position + 1 :] if other.filled), None)
    if _title(text):
        return gap or (following is not None and _captions(following))
    if line.filled[0] != width[0]:
        return False
    whole = line.spans.get(line.filled[0], 1) >= width[1] - width[0]
    sentence = len(text) >= _SENTENCE and (text.endswith("。") or whole or gap)
    last = all(len(other.filled) <= 1 for other in lines[position + 1 :])
    return sentence and (last or (gap and whole))


def _texts(line: Line) -> Iterator[str]:
    """Give the texts of a row, a label's value in the next cell put behind its colon."""
    held = ""
    for column in line.filled:
        text = line.row.cells[column].strip()
        if held:
            value = not _CAPTION.fullmatch(normal(text))
            yield held + text if value else held
            held = ""
            if value:
                continue
        if text.endswith((":", "：")) and len(line.filled) > 1:
            held = text
        else:
            yield text
    if held:
        yield held


def _grid(rows: Sequence[Row]) -> Grid:
    """Make a grid of rows, without columns at its edges that none of them uses."""
    rows = [Row(tuple(map(one_line, row.cells)), row.place) for row in rows]
    used = [column for row in rows for column, cell in enumerate(row.cells) if cell]
    first, end = min(used), max(used) + 1
    return Grid(tuple(Row(row.cells[first:end], row.place) for row in rows))
