"""Plain text → blocks: a line with tabs is a table's row, lines that follow on are a grid."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from yusuan.read.document import Block, Grid, Heading, Paragraph, Place, Row
from yusuan.read.outline import heading_level
from yusuan.read.paragraphs import joined

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
    return tuple(joined(_blocks(_LINE_END.split(text))))


def _blocks(lines: list[str]) -> Iterator[Block]:
    rows: list[Row] = []
    for number, line in enumerate(lines, 1):
        if "\t" in line:
            rows.append(Row(tuple(_cell(cell) for cell in line.split("\t")), Place(line=number)))
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
