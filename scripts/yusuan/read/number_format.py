"""Excel number formats: the digits that a cell shows, which are the disclosed ones."""

from __future__ import annotations

import operator
import re
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import NamedTuple

#: Built-in formats that files name by number alone.
BUILT_IN: dict[int, str] = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: "#,##0",
    6: "#,##0",
    7: "#,##0.00",
    8: "#,##0.00",
    9: "0%",
    10: "0.00%",
    37: "#,##0",
    38: "#,##0",
    39: "#,##0.00",
    40: "#,##0.00",
    41: '#,##0;-#,##0;"-"',
    42: '#,##0;-#,##0;"-"',
    43: '#,##0.00;-#,##0.00;"-"',
    44: '#,##0.00;-#,##0.00;"-"',
    49: "@",
}
_TOKEN = re.compile(r'"([^"]*)"|[\\!](.)|[_*].|\[[^\]]*\]|([0#?]+)|(.)', re.DOTALL)
_SECTION_END = re.compile(r'((?:"[^"]*"|[\\!_*].|\[[^\]]*\]|[^;])*)(?:;|$)', re.DOTALL)
#: What a section shows in another way than as a decimal: powers, fractions, days.
_OTHER = re.compile(r"general|e[+-]|/|[ymdhs]", re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]*"|[\\!_*].|\[[^\]]*\]')
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)\]")
_COMPARED = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "<>": operator.ne,
}
_UNSHOWN = "¥￥$() \u3000"


class _Mask(NamedTuple):
    """A section taken apart; ``point`` counts the digits behind a point that is only drawn."""

    whole: int
    shown: int
    most: int
    scale: int
    point: int
    before: str
    after: str


def displayed(value: float, code: str = "General") -> str:
    """Give a number with the digits that its format shows, without thousands separators.

    Without a format that decides them, the digits are the shortest that mean the number:
    ``2692.18``, never ``2692.1800000000003`` or an exponent.
    """
    number = Decimal(f"{value:.15g}")
    if not number.is_finite():
        return ""
    section = _section(number, code)
    if section is None:
        return _shortest(number)
    mask = _mask(section)
    if isinstance(mask, str):
        return mask
    return _drawn(number, mask)


def _shortest(number: Decimal) -> str:
    if number == 0 or abs(number.adjusted()) > 40:
        return "0" if abs(number) < 1 else str(number)
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@cache
def _sections(code: str) -> tuple[str, ...]:
    return tuple(match[1] for match in _SECTION_END.finditer(code + ";"))[:-1] or ("",)


def _section(number: Decimal, code: str) -> str | None:
    """Give the section of a format that is for this number; ``None`` for no decimal at all."""
    if not code or code == "@":
        return None
    section = _chosen(number, _sections(code))
    if section is None or _OTHER.search(_QUOTED.sub("", section)):
        return None
    return section


def _chosen(number: Decimal, sections: tuple[str, ...]) -> str | None:
    """Choose by the conditions that sections name, else by sign: above, below, zero."""
    conditions = [_CONDITION.search(section) for section in sections]
    if any(conditions):
        for section, condition in zip(sections, conditions, strict=True):
            if condition is None or _COMPARED[condition[1]](number, Decimal(condition[2])):
                return section
        return None
    sign = 1 if number < 0 else 2 if number == 0 else 0
    return sections[sign] if sign < min(len(sections), 3) else sections[0]


@cache
def _mask(section: str) -> _Mask | str:
    """Take a section apart; one without digits is the text that it shows: a dash, or nothing."""
    whole = shown = most = point = percent = commas = 0
    before, after = "", ""
    fraction = digits = False
    for match in _TOKEN.finditer(section):
        quoted, escaped, places, other = match.groups()
        literal = quoted or escaped or ""
        if places is not None:
            if not set(places) <= {"?"} or digits:
                digits, commas = True, 0
                if fraction:
                    shown += len(places) - places.count("#")
                    most += len(places)
                else:
                    whole += places.count("0")
                    point += len(places) if point else 0
        elif other == "." and digits:
            fraction = True
        elif other == "," and digits:
            commas += 1
        elif other == "%":
            percent += 1
            after += "%"
        elif literal == "." and digits and not fraction:
            point = point or 1
        else:
            literal = literal or other or ""
            before, after = (before, after + literal) if digits else (before + literal, after)
    if not digits:
        return before.strip(_UNSHOWN)
    before, after = before.strip(_UNSHOWN + "+-"), after.strip(_UNSHOWN + "+-")
    return _Mask(whole, shown, most, 2 * percent - 3 * commas, max(0, point - 1), before, after)


def _drawn(number: Decimal, mask: _Mask) -> str:
    scaled = number.scaleb(mask.scale)
    if scaled.adjusted() + mask.most > 26:  # more digits than any number of a workbook has
        return _shortest(number)
    rounded = scaled.quantize(Decimal(1).scaleb(-mask.most), ROUND_HALF_UP)
    whole, _, fraction = f"{abs(rounded):f}".partition(".")
    while len(fraction) > mask.shown and fraction.endswith("0"):
        fraction = fraction[:-1]
    whole = whole.zfill(max(mask.whole, mask.point + 1))
    if mask.point:
        whole, fraction = whole[: -mask.point], whole[-mask.point :] + fraction
    sign = "-" if rounded < 0 else ""
    return f"{mask.before}{sign}{whole}{'.' + fraction if fraction else ''}{mask.after}"
