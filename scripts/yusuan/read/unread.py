"""Tables that no reader can take: pasted as a picture, or as another program's object.

They must not pass for "no such table": where one stands, a grid of one cell says what is there,
which the later stages can't understand and so report with its title and place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from yusuan.language import normal
from yusuan.read.document import Block, Grid, Heading, Paragraph, Place, Row

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_TITLE = re.compile(r".{0,45}表(?:\d+|\([^()]{1,20}\))?")
_CAPTION = re.compile(
    r"(?:.{0,12}(?:部门|单位|金额单位)[^:]{0,6}:.*|\(?20\d\d年度?\)?|\(?(?:万|千|百万|亿)?元\)?)"
)
PICTURE = "〔图片，表格读不到 a picture; its table can't be read〕"
OBJECT = "〔嵌入的对象，表格读不到 an embedded object; its table can't be read〕"


@dataclass(frozen=True, slots=True)
class Unread:
    """Something in the place of a table: ``sure`` if it is one, as the object of a spreadsheet."""

    text: str
    place: Place
    sure: bool = False


def told(pieces: Iterable[Block | Unread]) -> Iterator[Block]:
    """Give the blocks, and a grid for what stands where a table should be.

    A picture stands for a table if the lines right above it are a table's title or caption,
    and no table follows it.
    """
    before: Block | None = None
    held: Unread | None = None
    for piece in pieces:
        if isinstance(piece, Unread):
            if piece.sure or (held is None and before is not None and _announces(before)):
                held = held or piece
            continue
        if held is not None and (held.sure or not isinstance(piece, Grid)):
            yield _grid(held)
        held = None
        before = piece
        yield piece
    if held is not None:
        yield _grid(held)


def _announces(block: Block) -> bool:
    if isinstance(block, Grid):
        return False
    text = normal(block.text)
    if isinstance(block, Heading):
        return bool(_TITLE.fullmatch(text))
    return isinstance(block, Paragraph) and bool(_CAPTION.fullmatch(text))


def _grid(item: Unread) -> Grid:
    return Grid((Row((item.text,), item.place),))
