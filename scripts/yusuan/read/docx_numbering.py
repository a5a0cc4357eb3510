"""Numbers that Word draws before paragraphs (一、 （一） 1.) and does not write into their text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PLACE = re.compile(r"%([1-9])")
_DIGITS = "〇一二三四五六七八九"
_CHINESE = {
    "chineseCounting",
    "chineseCountingThousand",
    "chineseLegalSimplified",
    "japaneseCounting",
    "taiwaneseCounting",
    "taiwaneseCountingThousand",
}
_CIRCLED = {"decimalEnclosedCircle", "decimalEnclosedCircleChinese"}
#: How deep lists go in Word.
_LEVELS = 9


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    form: str
    text: str


class Numbering:
    """Counts a document's numbered paragraphs in order."""

    def __init__(self, part: Any) -> None:
        self._lists: dict[str, str] = {}
        self._levels: dict[str, dict[int, _Level]] = {}
        self._styles: dict[str, tuple[str, int]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        try:
            root = part.numbering_part.element
        except (KeyError, NotImplementedError):
            return
        for abstract in root.findall(f"{_W}abstractNum"):
            own = str(abstract.get(f"{_W}abstractNumId"))
            self._levels[own] = dict(map(_level, abstract.findall(f"{_W}lvl")[:_LEVELS]))
        for number in root.findall(f"{_W}num"):
            self._lists[str(number.get(f"{_W}numId"))] = _val(number.find(f"{_W}abstractNumId"))
        for style in part.styles.element.findall(f"{_W}style"):
            found = _reference(style.find(f"{_W}pPr"))
            if found:
                self._styles[str(style.get(f"{_W}styleId"))] = found

    def of(self, paragraph: Any) -> str:
        """Give the number drawn before a paragraph, and count it; ``""`` where there is none."""
        properties = paragraph.find(f"{_W}pPr")
        if properties is None or not any(paragraph.itertext()):
            return ""
        style = self._styles.get(_val(properties.find(f"{_W}pStyle")))
        found = _reference(properties) or style
        if found is None:
            return ""
        abstract = self._lists.get(found[0] or (style[0] if style else ""))
        levels = self._levels.get(abstract or "", {})
        level = levels.get(found[1])
        if abstract is None or level is None:
            return ""
        return self._counted(abstract, found[1], levels)

    def _counted(self, abstract: str, at: int, levels: dict[int, _Level]) -> str:
        counts = self._counts.setdefault(abstract, {})
        for deeper in [level for level in counts if level > at]:
            del counts[deeper]
        counts[at] = counts.get(at, levels[at].start - 1) + 1
        if levels[at].form in {"bullet", "none"}:
            return ""

        def drawn(match: re.Match[str]) -> str:
            position = int(match[1]) - 1
            level = levels.get(position, levels[at])
            return _drawn(counts.get(position, level.start), level.form)

        return _PLACE.sub(drawn, levels[at].text)


def _val(element: Any) -> str:
    return str(element.get(f"{_W}val", "")) if element is not None else ""


def _integer(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else otherwise


def _level(element: Any) -> tuple[int, _Level]:
    return _integer(str(element.get(f"{_W}ilvl", "0")), 0), _Level(
        _integer(_val(element.find(f"{_W}start")), 1),
        _val(element.find(f"{_W}numFmt")) or "decimal",
        _val(element.find(f"{_W}lvlText")),
    )


def _reference(properties: Any) -> tuple[str, int] | None:
    """Give the list and level that properties name."""
    own = properties.find(f"{_W}numPr") if properties is not None else None
    if own is None:
        return None
    return _val(own.find(f"{_W}numId")), _integer(_val(own.find(f"{_W}ilvl")), 0)


def _drawn(number: int, form: str) -> str:
    if form in _CHINESE and 0 < number < 100:
        tens, ones = divmod(number, 10)
        before = "" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十"
        return before + (_DIGITS[ones] if ones else "")
    if form in _CIRCLED and 0 < number <= 20:
        return chr(0x2460 + number - 1)
    if form == "decimalZero":
        return f"{number:02}"
    if form in {"upperLetter", "lowerLetter"} and 0 < number <= 26:
        return chr((65 if form == "upperLetter" else 97) + number - 1)
    return str(number)
