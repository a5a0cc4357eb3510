"""Which lines of a Chinese public document are headings, and of what level."""

from __future__ import annotations

import re
import unicodedata

_NUMERAL = "[一二三四五六七八九十廿卅百]+"
_PART = re.compile(rf"第{_NUMERAL}(部分|章|篇)")
_TABLE_NUMBER = re.compile(r"(公开|附)?表\s*\d+(-\d+)?\s*[.、:]?\s*.{0,40}")
_SECTION = re.compile(rf"{_NUMERAL}、.+")
_SUBSECTION = re.compile(rf"\({_NUMERAL}\).+")
_TABLE_TITLE = re.compile(r".{2,45}表(\([^()]{1,20}\))?")
_CONTENTS = re.compile(r"目\s*录")
_SENTENCE = re.compile(r"[。；，,;]")
_AMOUNT = re.compile(r"\d\s*(万|亿|千|百万)?元")
#: The longest line that can be a heading.
LONGEST = 45


def heading_level(line: str) -> int | None:  # noqa: PLR0911 - a return a rule reads best
    """Give the level of the heading that the line is, or ``None`` for running text."""
    text = unicodedata.normalize("NFKC", line).strip()
    text = text.removeprefix("- ")
    if not text or len(text) > LONGEST:
        return None
    if _PART.match(text) or _CONTENTS.fullmatch(text):
        return 1
    if _SENTENCE.search(text.rstrip("。")) or _AMOUNT.search(text):
        return None
    if _TABLE_NUMBER.fullmatch(text) or _TABLE_TITLE.fullmatch(text):
        return 3
    if _SECTION.fullmatch(text):
        return 2
    if _SUBSECTION.fullmatch(text):
        return 3
    return None
