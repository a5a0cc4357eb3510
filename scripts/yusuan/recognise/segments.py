"""Blocks → segments: each table's grids with the titles before and the notes behind them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from yusuan.amounts import is_amount
from yusuan.language import normal, unwrapped
from yusuan.read.document import Block, Grid, Heading, Paragraph, Place, Row
from yusuan.recognise.names import clean_name, is_organisation
from yusuan.recognise.owner import caption_of
from yusuan.recognise.title_lines import plain_title, table_number

if TYPE_CHECKING:
    from collections.abc import Sequence

#: A title goes on in a line of its own in brackets: （按功能分类科目）, （2024年度）.
_IN_BRACKETS = re.compile(r"\([^()]{2,30}\)")
#: Brackets that tell the year alone say nothing of the kind of table.
_YEAR_IN_BRACKETS = re.compile(r"\((?:20\d\d|\d\d)?年?度?\)")
_MONEY = re.compile(
    r"(?:(?:金额|货币|计量)?单位[:：])?(?:人民币)?\(?(?P<money>元|千元|万元|百万元|亿元)\)?"
)
_MONEY_IN_LABEL = re.compile(r"\((?:单位:)?(元|千元|万元|百万元|亿元)\)$")
_DATE = re.compile(r"申报日期[::](\d{4})年(\d{1,2})月(\d{1,2})日")
_TABLE_TITLE = re.compile(r"[^。；;]{3,40}表(?:[-—–]{1,2}[一-鿿、]{2,16})?(\([^()]{1,20}\))?")
#: A title and the line of the unit in one merged cell.
_TITLE_AND_UNIT = re.compile(
    r"\s*(\S.{2,40}表)\s*((?:编制|预算|金额)?(?:单位|部门)\s*[:：].+)", re.DOTALL
)
_NOTE = re.compile(r"(备注|注|说明)\d*[::]")
#: The longest line between a table's number and the table that is its title without being a 表.
_LONGEST_TITLE = 30
_SENTENCE_END = ("。", "！", "；")


@dataclass(slots=True)
class Segment:
    """One printed table: its grids (pieces cut by page breaks) and what stands around it.

    ``breaks`` holds the positions in ``rows`` where a new piece begins. ``scope`` is what the
    label before the owner calls it (部门 or 单位), ``chief`` the authority named above it.
    """

    title: str = ""
    number: int | None = None
    unit: str | None = None
    chief: str | None = None
    scope: str | None = None
    year: int | None = None
    money_unit: str | None = None
    date: str | None = None
    grids: list[Grid] = field(default_factory=list)
    notes: list[Paragraph] = field(default_factory=list)

    @property
    def rows(self) -> list[Row]:
        """All rows of all pieces, in order."""
        return [row for grid in self.grids for row in grid.rows]

    @property
    def breaks(self) -> frozenset[int]:
        """Positions of the rows that begin a piece, the first piece left out."""
        starts, position = set(), 0
        for grid in self.grids[:-1]:
            position += len(grid.rows)
            starts.add(position)
        return frozenset(starts)

    @property
    def place(self) -> Place:
        """Place from the first row to the last."""
        return self.grids[0].place.through(self.grids[-1].place)

    @property
    def where(self) -> str:
        """Name and place of the table for a message."""
        return f"{self.title or '?'} ({self.grids[0].place})"


def segments(blocks: Sequence[Block]) -> list[Segment]:
    """Split a document's blocks into its tables.

    Grids with nothing between them are pieces of one table, and so is a grid on a later page
    that has no title of its own or the same one again, if its rows are as wide.
    """
    found: list[Segment] = []
    before: list[Heading | Paragraph] = []
    for block in blocks:
        if not isinstance(block, Grid):
            before.append(block)
            continue
        lines, grid = _peel(block)
        if found and not before and not _opens_table(lines) and not _is_unread(block, found[-1]):
            _append(found[-1], _aligned(block, found[-1]))
            continue
        context = _take_notes(found[-1], before) if found else before
        segment = _segment([*context, *lines], grid) if grid else None
        if segment and segment.money_unit is None:
            segment.money_unit = _unit_in(segment.title) or _unit_in_header(segment.grids[0])
        before = [] if grid else [*context, *lines]
        if segment is None:
            continue
        if found and grid and _continues(found[-1], segment, context):
            _append(found[-1], grid)
        else:
            found.append(segment)
    if found:
        _take_notes(found[-1], before)
    return found


def _titled(row: Row) -> Heading | None:
    """Give the heading that a row of one filled cell is, or ``None``."""
    filled = [cell for cell in row.cells if cell.strip()]
    if len(filled) != 1 or len(row.cells) < 3:
        return None
    text = unwrapped(filled[0])
    named = table_number(text) is not None or _TABLE_TITLE.fullmatch(normal(text))
    return Heading(text, 3, row.place) if named else None


def _append(segment: Segment, grid: Grid) -> None:
    """Add a piece to a table, without the rows of its head that are printed again on top of it."""
    again = 0
    for row, first in zip(grid.rows, segment.grids[0].rows, strict=False):
        if row.cells != first.cells:
            break
        again += 1
    if grid.rows[again:]:
        segment.grids.append(Grid(grid.rows[again:]))


def _unit_in(title: str) -> str | None:
    """Give the unit of money that a title names behind it: 支出总表（单位：万元）."""
    match = _MONEY_IN_LABEL.search(normal(title))
    return match[1] if match else None


def _unit_in_header(grid: Grid) -> str | None:
    """Give the unit of money that the labels of the header name: 预算数（万元）."""
    found = {
        match[1]
        for row in grid.rows[:3]
        for cell in row.cells
        if (match := _MONEY_IN_LABEL.search(normal(cell)))
    }
    return found.pop() if len(found) == 1 else None


def _begins_anew(last: Segment, segment: Segment) -> bool:
    """Say whether a grid begins as the last one did, with other values: the next form.

    A header printed again is the same to the letter; rows that go on begin differently.
    """
    first, again = last.grids[0].rows[0].cells, segment.grids[0].rows[0].cells
    return first[0] == again[0] and bool(first[0].strip()) and first != again


def _opens_table(lines: list[Heading | Paragraph]) -> bool:
    """Say whether title rows inside a grid begin a table of their own.

    A title alone may head a section of a form; with the line of the unit, or with a table's
    number, it heads a table.
    """
    titles = [line for line in lines if isinstance(line, Heading)]
    numbered = any(table_number(title.text) for title in titles)
    return bool(titles) and (numbered or len(lines) > len(titles))


def _aligned(grid: Grid, segment: Segment) -> Grid:
    """Give a continuation the table's width where only its merged first cell makes it narrower.

    That is the case where everything behind the first cell is an amount: those columns stand
    at the table's right.
    """
    width = len(segment.grids[0].rows[0].cells)
    rows = []
    for row in grid.rows:
        missing = width - len(row.cells)
        rest = row.cells[1:]
        if missing > 0 and row.cells[0].strip() and all(is_amount(cell) for cell in rest):
            rows.append(Row((row.cells[0], *[""] * missing, *rest), row.place))
        else:
            rows.append(row)
    return Grid(tuple(rows))


def _peel(grid: Grid) -> tuple[list[Heading | Paragraph], Grid | None]:
    """Take title, unit and spacer rows that stand inside a grid off its top."""
    lines: list[Heading | Paragraph] = []
    for position, row in enumerate(grid.rows):
        filled = _with_values([cell for cell in row.cells if cell.strip()])
        heading = _titled(row)
        if heading is not None:
            lines.append(heading)
        elif len(filled) == 1 and (match := _TITLE_AND_UNIT.fullmatch(filled[0])):
            lines.append(Heading(unwrapped(match[1]), 3, row.place))
            lines.append(Paragraph(unwrapped(match[2]), row.place))
        elif _all_speak_of_table(filled):
            lines.extend(Paragraph(unwrapped(cell), row.place) for cell in filled)
        elif filled:
            return lines, Grid(grid.rows[position:])
    return lines, None


def _with_values(cells: list[str]) -> list[str]:
    """Put what stands in the cell behind an owner's label to it: 部门： | X局."""
    found: list[str] = []
    for cell in cells:
        open_label = bool(found) and normal(found[-1]).endswith(":") and caption_of(found[-1])
        if open_label and not _speaks_of_table(cell):
            found[-1] += cell
        else:
            found.append(cell)
    return found


def _all_speak_of_table(cells: list[str]) -> bool:
    """Say whether a row tells of the table; years alone would be a header of two years."""
    speaking = [cell for cell in cells if _speaks_of_table(cell)]
    others = [cell for cell in cells if cell not in speaking]
    return (
        bool(speaking)
        and len(others) <= 1
        and all(caption_of(cell) or is_organisation(clean_name(cell)) for cell in others)
    )


def _speaks_of_table(text: str) -> bool:
    plain = normal(text)
    if _MONEY.fullmatch(plain) or _DATE.fullmatch(plain):
        return True
    caption = caption_of(text)
    return caption is not None and ":" in plain


def _is_unread(grid: Grid, segment: Segment) -> bool:
    """Say whether a grid is lines whose columns are not known, behind a table that has columns."""
    widest = max(len(row.cells) for row in segment.grids[-1].rows)
    return max(len(row.cells) for row in grid.rows) == 1 < widest


def _continues(last: Segment, segment: Segment, context: list[Heading | Paragraph]) -> bool:
    """Say whether a grid goes on with the table before it."""
    width = len(last.grids[-1].rows[0].cells)
    same_width = len(segment.grids[0].rows[0].cells) == width
    if segment.title:
        same = (
            plain_title(segment.title) == plain_title(last.title) and segment.number == last.number
        )
        return same and same_width and segment.unit == last.unit and not _begins_anew(last, segment)
    numbers = {numbered[0] for line in context if (numbered := table_number(line.text))}
    if numbers - {last.number, None}:
        return False  # a number of its own, and a title that was not read as one
    new_part = any(isinstance(block, Heading) and block.level < 3 for block in context)
    return same_width and not new_part and not segment.date


def _take_notes(segment: Segment, after: list[Heading | Paragraph]) -> list[Heading | Paragraph]:
    """Give the sentences right behind a table to it as notes; return what follows them."""
    for position, block in enumerate(after):
        if isinstance(block, Heading) or not _is_note(block.text):
            return after[position:]
        segment.notes.append(block)
    return []


def _is_note(text: str) -> bool:
    return bool(_NOTE.match(normal(text))) or text.endswith(_SENTENCE_END)


def _is_number(block: Heading | Paragraph) -> bool:
    """Say whether a line is a table's number and nothing else: 表11."""
    numbered = table_number(block.text)
    return numbered is not None and not numbered[1]


def _segment(context: list[Heading | Paragraph], grid: Grid) -> Segment:
    """Read the lines before a grid, nearest first, as far as they speak of this table."""
    segment = Segment(grids=[grid])
    below = ""
    for position, block in reversed(list(enumerate(context))):
        text = normal(block.text)
        numbered = table_number(block.text)
        if numbered and (not numbered[1] or _reads_line(Segment(), numbered[1], numbered[1])):
            # a number of its own stands above the title, or below it, beside the unit of money
            _reads_line(segment, numbered[1], numbered[1])
            segment.number = numbered[0]
            if segment.title:
                break
            continue  # 公开01表 may stand below the title
        if _reads_line(segment, text, block.text):
            continue
        if not segment.title and not numbered and _IN_BRACKETS.fullmatch(text):
            below = "" if _YEAR_IN_BRACKETS.fullmatch(text) else unwrapped(block.text)
            continue
        if not segment.title and (both := _TITLE_AND_UNIT.fullmatch(block.text)):
            _reads_line(segment, normal(both[2]), both[2])
            segment.title = unwrapped(both[1])
            continue
        between = position and _is_number(context[position - 1]) and not segment.title
        if between and isinstance(block, Paragraph) and len(text) <= _LONGEST_TITLE:
            segment.title = unwrapped(block.text)
            continue
        if isinstance(block, Paragraph) or segment.title or block.level < 3:
            break
        segment.title = (numbered[1] if numbered else unwrapped(block.text)) + below
        segment.number = numbered[0] if numbered else segment.number
    return segment


def _reads_line(segment: Segment, text: str, printed: str) -> bool:
    """Read a line that names the unit, the unit of money or the date; say whether it did."""
    if match := _MONEY.fullmatch(text):
        segment.money_unit = segment.money_unit or match["money"]
        return True
    if match := _DATE.fullmatch(text):
        segment.date = f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}"
        return True
    caption = caption_of(printed)
    if caption is None:
        return _names_owner(segment, printed)
    segment.money_unit = segment.money_unit or caption.money
    if segment.unit is None and caption.owner:
        segment.unit, segment.scope = caption.owner, caption.label
    segment.chief = segment.chief or caption.chief
    segment.year = segment.year or caption.year
    return True


def _names_owner(segment: Segment, printed: str) -> bool:
    """Take a name without a label that stands beside the unit of money for the owner's."""
    name = clean_name(printed)
    beside = segment.money_unit and not segment.title and segment.unit is None
    if not beside or not is_organisation(name):
        return False
    segment.unit = name
    return True
