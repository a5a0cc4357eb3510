"""Blocks → segments: each table's grids with the titles before and the notes behind them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from yusuan.amounts import MONEY_UNITS
from yusuan.language import normal, unwrapped
from yusuan.read.document import Block, Grid, Heading, Paragraph, Place, Row

if TYPE_CHECKING:
    from collections.abc import Sequence

_NUMBER = re.compile(r"(?:公开|附)?表(\d+)[.、:]?(.*)")
_UNIT = re.compile(r"(?:编制|预算|部门|填报)?单位(?:名称)?[::](.+)")
_MONEY = re.compile(r"(?:金额)?单位[::](?:人民币)?(\S+)")
_DATE = re.compile(r"申报日期[::](\d{4})年(\d{1,2})月(\d{1,2})日")
_COLON = re.compile("[:：]")
_NOTE = re.compile(r"(备注|注|说明)\d*[::]")
_SENTENCE_END = ("。", "！", "；")


@dataclass(slots=True)
class Segment:
    """One printed table: its grids (pieces cut by page breaks) and what stands around it.

    ``breaks`` holds the positions in ``rows`` where a new piece begins.
    """

    title: str = ""
    number: int | None = None
    unit: str | None = None
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


def table_number(text: str) -> tuple[int, str] | None:
    """Split ``表 3. 支出总体表`` into its number and title; the title may be empty."""
    match = _NUMBER.fullmatch(normal(text))
    return (int(match[1]), match[2]) if match else None


def announced_tables(blocks: Sequence[Block]) -> dict[int, str]:
    """Collect the tables that the document's lists of tables name, by their number."""
    named: dict[int, str] = {}
    for block in blocks:
        if isinstance(block, Heading) and (found := table_number(block.text)) and found[1]:
            named.setdefault(*found)
    return named


def segments(blocks: Sequence[Block]) -> list[Segment]:
    """Split a document's blocks into its tables.

    Grids with nothing but blank lines between them are pieces of one table.
    """
    found: list[Segment] = []
    before: list[Heading | Paragraph] = []
    for block in blocks:
        if not isinstance(block, Grid):
            before.append(block)
            continue
        if found and not before:
            found[-1].grids.append(block)
            continue
        context = _take_notes(found[-1], before) if found else before
        found.append(_segment(context, block))
        before = []
    if found:
        _take_notes(found[-1], before)
    return found


def _take_notes(segment: Segment, after: list[Heading | Paragraph]) -> list[Heading | Paragraph]:
    """Give the sentences right behind a table to it as notes; return what follows them."""
    for position, block in enumerate(after):
        if isinstance(block, Heading) or not _is_note(block.text):
            return after[position:]
        segment.notes.append(block)
    return []


def _is_note(text: str) -> bool:
    return bool(_NOTE.match(normal(text))) or text.endswith(_SENTENCE_END)


def _segment(context: list[Heading | Paragraph], grid: Grid) -> Segment:
    """Read the lines before a grid, nearest first, as far as they speak of this table."""
    segment = Segment(grids=[grid])
    for block in reversed(context):
        text = normal(block.text)
        numbered = table_number(block.text)
        if numbered and not numbered[1]:
            segment.number = numbered[0]
            break
        if (match := _MONEY.fullmatch(text)) and match[1] in MONEY_UNITS:
            segment.money_unit = segment.money_unit or match[1]
            continue
        if match := _DATE.fullmatch(text):
            segment.date = f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}"
            continue
        if match := _UNIT.fullmatch(text):
            segment.unit = segment.unit or unwrapped(_COLON.split(block.text, maxsplit=1)[1])
            continue
        if isinstance(block, Paragraph) or segment.title or block.level < 3:
            break
        segment.title = numbered[1] if numbered else unwrapped(block.text)
        segment.number = numbered[0] if numbered else None
    return segment
