"""Lines that name tables: their numbers, their titles, and lists of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from yusuan.language import normal
from yusuan.read.document import Block, Grid, Heading

if TYPE_CHECKING:
    from collections.abc import Sequence

#: 表3, 公开表3, 公开03表, 附表3., 表一, and 表1-1, 预算01-1表, of which only the first is a number.
_NUMBER = re.compile(
    r"[^表\d]{0,6}?(?:表(?:格)?(\d+|[一二三四五六七八九十]{1,3}(?![般览致级体并起次期类月季年]))|(\d+)(?=(?:-\d+)*表))"
    r"(?P<sub>(?:-\d+)*)(?(2)表)(?!\d)[.、:]?(?P<title>.*)"
)
_NUMERALS = "〇一二三四五六七八九十"
#: What joins a title to its page in a table of contents.
_LEADER = re.compile(r"[.…·•\-_]*\d*$")
#: A line of such a table: 1. 2026年预算单位收入预算总表 …… 12
_LISTED = re.compile(
    r"(?:\(?[一二三四五六七八九十\d]{1,3}[、.)]\)?|附件\d*[:：]?|-)*([^。；,，]{3,45}表(?:[-—–]{1,2}[一-鿿、]{2,16})?(?:\([^()]{1,20}\))?)[.…·•\-_]*\d*"
)
#: What a title says when it is printed again on the next page.
_CONTINUED = re.compile(r"(\(续表?\d*\)|续表)$")


def table_number(text: str) -> tuple[int | None, str] | None:
    """Split ``表 3. 支出总体表`` into its number and title; the title may be empty.

    The number of a table within another's, 表1-1, is none that could be counted.
    """
    match = _NUMBER.fullmatch(normal(text))
    if match is None:
        return None
    printed = match[1] or match[2]
    return (None if match["sub"] else _counted(printed)), match["title"]


def _counted(printed: str) -> int:
    """Give the number that digits or the numerals 一 to 九十九 print."""
    if printed.isdigit():
        return int(printed)
    tens, ten, ones = printed.rpartition("十")
    return (_NUMERALS.index(tens or "一") if ten else 0) * 10 + (
        _NUMERALS.index(ones) if ones else 0
    )


def plain_title(title: str) -> str:
    """Bring a title to normal form, without the （续） of a following page."""
    return _CONTINUED.sub("", normal(title))


def announced_tables(blocks: Sequence[Block]) -> dict[str, int | None]:
    """Collect the tables that the document's lists of tables name, with their printed number."""
    named: dict[tuple[int | None, str], str] = {}
    listed: dict[str, None] = {}
    for block in blocks:
        if isinstance(block, Grid):
            continue
        if isinstance(block, Heading) and (found := table_number(block.text)) and found[1]:
            title = _LEADER.sub("", found[1])
            named.setdefault((found[0], title if found[0] is None else ""), title)
    if named:
        return {title: number for (number, _), title in named.items()}
    for block in blocks:
        if isinstance(block, Grid):
            break
        if match := _LISTED.fullmatch(normal(block.text)):
            listed.setdefault(match[1])
    return dict.fromkeys(listed)
