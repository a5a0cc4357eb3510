"""The text of a cell or paragraph: its lines put together as a reader's eye does."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from yusuan.read.document import Heading, Paragraph, Place
from yusuan.read.outline import heading_level

if TYPE_CHECKING:
    from collections.abc import Iterable

_WIDE = r"[\u2e80-\u9fff\uf900-\ufaff\u3000-\u303f\uff00-\uffef“”‘’—…]"
_LINE_END = re.compile(r"[ \t\u3000]*[\r\n\v\f\u2028\u2029]+[ \t\u3000]*")
_BETWEEN_WIDE = re.compile(rf"(?<={_WIDE})\n(?={_WIDE})")
#: An amount that its cell was too narrow for; a year over a year is none.
_SPLIT_AMOUNT = re.compile(r"-?\d{1,3}(?:,\d{3})*\.\d+|-?\d+\.\d+")
_INVISIBLE = str.maketrans({"\xa0": " ", "\u200b": None, "\ufeff": None, "\xad": None, "\0": None})


def one_line(text: str) -> str:
    """Give a text on one line: no blank where a line ends between two Chinese characters."""
    plain = text.translate(_INVISIBLE).strip(" \t\r\n\v\f\u3000\u2028\u2029")
    plain = _LINE_END.sub("\n", plain)
    if "\n" not in plain:
        return plain.replace("\t", " ")
    whole = plain.replace("\n", "")
    if _SPLIT_AMOUNT.fullmatch(whole):
        return whole
    return _BETWEEN_WIDE.sub("", plain).replace("\n", " ").replace("\t", " ")


def text_blocks(
    lines: Iterable[str], place: Place, level: int | None = None
) -> list[Heading | Paragraph]:
    """Give lines of text as blocks; ``level`` is the heading's own, where the format has one.

    What the outline of Chinese documents says goes before the format's own level, as styles are
    used for looks. A style does not make a part of the document: that is level 1.
    """
    blocks: list[Heading | Paragraph] = []
    for line in lines:
        text = one_line(line)
        if not text:
            continue
        found = heading_level(text) or (max(2, min(level, 4)) if level else None)
        blocks.append(
            Heading(text.removeprefix("- "), found, place) if found else Paragraph(text, place)
        )
    return blocks
