"""Which lines of a Chinese public document are headings, and of what level."""

from __future__ import annotations

import re
import unicodedata

_NUMERAL = "[一二三四五六七八九十廿卅百]+"
_PART = re.compile(rf"第{_NUMERAL}(部分|章|篇)")
_TABLE_NUMBER = re.compile(
    r"(公开|附|预算|批复|部门公开|预算公开)?(表\s*\d+(-\d+)*|表[一二三四五六七八九十]{1,3}(?![般览致级体])|\d+(-\d+)*\s*表)\s*[.、:]?\s*.{0,40}"
)
_SECTION = re.compile(rf"{_NUMERAL}、.+")
_SUBSECTION = re.compile(rf"\({_NUMERAL}\).+")
#: 明细表—工资福利支出 is one of several tables of a title.
_TABLE_TITLE = re.compile(r".{2,45}表(?:[-—–]{1,2}[一-鿿、]{2,16})?(\([^()]{1,40}\))*")
#: What stands in brackets behind a title may hold commas: 表(按支出功能分类科目,不含上年结转).
_TAIL = re.compile(r"(?<=表)(\([^()]{1,40}\))+$")
_CONTENTS = re.compile(r"目\s*录")
_SENTENCE = re.compile(r"[。；，,;]")
_AMOUNT = re.compile(r"\d\s*(万|亿|千|百万)?元")
#: The longest line that can be a heading.
LONGEST = 45


def heading_level(line: str) -> int | None:  # noqa: PLR0911 - a return a rule reads best
    """Give the level of the heading that the line is, or ``None`` for running text."""
    text = unicodedata.normalize("NFKC", line).strip()
    text = text.removeprefix("- ")
    titled = _TAIL.sub("", text)
    if not text or len(titled) > LONGEST:
        return None
    if _PART.match(text) or _CONTENTS.fullmatch(text):
        return 1
    if _SENTENCE.search(titled.rstrip("。")) or _AMOUNT.search(titled):
        return None
    if _TABLE_NUMBER.fullmatch(text) or _TABLE_TITLE.fullmatch(text):
        return 3
    if _SECTION.fullmatch(text):
        return 2
    if _SUBSECTION.fullmatch(text):
        return 3
    return None
