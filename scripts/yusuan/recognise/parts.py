"""The parts of a disclosure (第一部分 …): which blocks stand in the part of a given name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from yusuan.language import normal
from yusuan.read.document import Block, Heading, Paragraph

#: The number by which a part is known: 第三部分.
_NUMBER = re.compile(r"第.{1,3}?(?:部分|章|篇)")
#: What ends a line that is the title of a part though it has no number.
_TITLES = ("情况说明", "编制说明", "预算说明", "决算说明")
_LONGEST_TITLE = 45
#: What stands in a sentence, or before the points of a list, and in no title.
_SENTENCE = re.compile(r"[。，；,;:：]|^(?:\d{1,2}[.、]|[(（]?[一二三四五六七八九十]+[)）、])")

if TYPE_CHECKING:
    from collections.abc import Sequence


def missing_part(blocks: Sequence[Block]) -> str | None:
    """Give the first part that the table of contents lists and that never begins, or ``None``.

    A part's number stands once in the contents and once where the part begins.
    """
    numbers = [
        match[0]
        for block in blocks
        if isinstance(block, Heading)
        and block.level == 1
        and (match := _NUMBER.match(normal(block.text)))
    ]
    if len(set(numbers)) == len(numbers):
        return None  # each stands once: there are no contents
    return next((number for number in numbers if numbers.count(number) == 1), None)


def part(blocks: Sequence[Block], names: Sequence[str]) -> list[Block]:
    """Give the blocks of the last part whose heading ends in one of ``names``.

    The last, as the table of contents names every part first. A heading that runs on in the
    next line counts as a whole. Empty where there is no such part.
    """
    starts = [
        i for i, block in enumerate(blocks) if isinstance(block, Heading) and block.level == 1
    ]
    found: list[Block] = []
    for position, start in enumerate(starts):
        end = starts[position + 1] if position + 1 < len(starts) else len(blocks)
        title = normal(blocks[start].text)  # type: ignore[union-attr]  # starts holds headings
        follower = blocks[start + 1] if start + 1 < end else None
        if isinstance(follower, Paragraph) and len(follower.text) <= 40:
            title += normal(follower.text)
        inside = list(blocks[start + 1 : end])
        if any(name in title for name in names) and any(isinstance(b, Paragraph) for b in inside):
            found = inside
    return found


def narrative(blocks: Sequence[Block], apart: Sequence[str]) -> list[Block]:
    """Give the blocks of the whole document but those below a title that ends in one of ``apart``.

    Such a title (名词解释, 单位职能, 预算表) may be a part's, a section's, or a line of its own; it ends
    where the next of its rank begins. A line of its own is given back as a heading.
    """
    found: list[Block] = []
    closed: int | None = None
    for block in blocks:
        level = _rank(block, apart)
        if level is not None and (closed is None or level <= closed):
            closed = level if _ends_in(block, apart) else None
        if closed is None:
            found.append(
                Heading(block.text, 2, block.place)
                if level is not None and isinstance(block, Paragraph)
                else block
            )
    return found


def _rank(block: Block, apart: Sequence[str]) -> int | None:
    """Give the rank of a title of a part or a section, or ``None`` for anything else."""
    if isinstance(block, Heading):
        told = block.level == 2 and normal(block.text).endswith(_TITLES)
        return 1 if told else block.level if block.level <= 2 else None
    if not isinstance(block, Paragraph) or len(block.text) > _LONGEST_TITLE:
        return None
    text = normal(block.text)
    title = not _SENTENCE.search(text) and (text.endswith(_TITLES) or _ends_in(block, apart))
    return 1 if title else None


def _ends_in(block: Block, names: Sequence[str]) -> bool:
    return isinstance(block, Heading | Paragraph) and normal(block.text).endswith(tuple(names))
