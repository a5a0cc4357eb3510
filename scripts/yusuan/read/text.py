"""Plain text → blocks: a line with tabs is a table's row, lines that follow on are a grid.

So is a line of cells between upright bars; a text of comma-separated values is one sheet.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from yusuan.read.document import Block, Grid, Heading, Paragraph, Place, Row
from yusuan.read.outline import heading_level
from yusuan.read.paragraphs import joined
from yusuan.read.text_tables import cells_between_bars, comma_separated

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Mark-up that text taken from a PDF may still hold.
_TAG = re.compile(
    r"</?(?:p|br|ol|ul|li|div|span|b|i|em|strong|sub|sup|u)(?:\s[^<>]*)?/?>", re.IGNORECASE
)
_ENTITY = re.compile(r"&(?:lt|gt|amp|nbsp|quot|#\d+);")
#: What ends a line in an editor; a form feed does not, so that places are what people see.
_LINE_END = re.compile(r"\r\n|\n|\r")


def read_text(text: str) -> tuple[Block, ...]:
    """Read the lines of a text into blocks; places are line numbers."""
    sheet = comma_separated(text)
    return sheet or tuple(joined(_blocks(_LINE_END.split(text))))


def _blocks(lines: list[str]) -> Iterator[Block]:
    rows: list[Row] = []
    for number, line in enumerate(lines, 1):
        cells = line.split("\t") if "\t" in line else cells_between_bars(line)
        if cells is not None:
            if cells:
                rows.append(Row(tuple(_cell(cell) for cell in cells), Place(line=number)))
            continue
        if rows:
            yield Grid(tuple(rows))
            rows = []
        text = _cell(line)
        if text:
            level = heading_level(text)
            place = Place(line=number)
            yield (
                Heading(text.removeprefix("- "), level, place) if level else Paragraph(text, place)
            )
    if rows:
        yield Grid(tuple(rows))


def _cell(text: str) -> str:
    """Drop mark-up that is left in the text; keep ``>95%`` and other plain signs."""
    if "<" in text:
        text = _TAG.sub(" ", text)
    if "&" in text:
        text = _ENTITY.sub(lambda match: html.unescape(match[0]), text)
    return text.strip(" \u3000\xa0\f")
