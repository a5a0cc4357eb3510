"""Running text that lines and pages have cut, put together again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from yusuan.read.document import Block, Paragraph

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_FINISHED = re.compile(r"[。！？；：:.!?;）)]$")
_LABELLED = re.compile(r"[一-鿿（）()]{2,12}[:：]")
_LISTED = re.compile(r"(\d+\s*(?:[、．]|\.(?!\d))|[（(]?[一二三四五六七八九十]+[)）、]|[-•●◆])")
#: The line above a table ends with its unit of money: 142 X局  单位：万元.
_ABOVE_TABLE = re.compile(r"[^。；，]{0,45}单位\s*[:：]\s*(?:人民币)?[百千万亿]{0,2}元")
#: A line shorter than this ends where its writer ended it, not where a page is full.
_FULL_LINE = 24


def joined(blocks: Iterable[Block]) -> Iterator[Block]:
    """Put together paragraphs that a page break or a full line has cut."""
    held: Paragraph | None = None
    for block in blocks:
        if held is not None and isinstance(block, Paragraph) and continues(held.text, block.text):
            held = Paragraph(held.text + block.text, held.place.through(block.place))
            continue
        if held is not None:
            yield held
            held = None
        if isinstance(block, Paragraph):
            held = block
        else:
            yield block
    if held is not None:
        yield held


def continues(first: str, second: str) -> bool:
    """Say whether the second line goes on with the first one's sentence."""
    return len(first) >= _FULL_LINE and not _FINISHED.search(first) and not begins(second, first)


def begins(second: str, first: str = "") -> bool:
    """Say whether a line begins something of its own: a label, or a point of a list."""
    return bool(
        _LABELLED.match(first)
        or _LABELLED.match(second)
        or _LISTED.match(second)
        or stands_above_table(second)
    )


def stands_above_table(line: str) -> bool:
    """Say whether a line is the one between a table's title and the table."""
    return bool(_ABOVE_TABLE.fullmatch(line.strip()))
