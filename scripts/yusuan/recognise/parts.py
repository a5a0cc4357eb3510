"""The parts of a disclosure (第一部分 …): which blocks stand in the part of a given name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from yusuan.language import normal
from yusuan.read.document import Block, Heading, Paragraph

#: The number by which a part is known: 第三部分.
_NUMBER = re.compile(r"第.{1,3}?(?:部分|章|篇)")

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
