"""Numbers and places as pages print them: digits as disclosed, grouped for the eye."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Context, Decimal

from yusuan.amounts import MONEY_UNITS, decimals
from yusuan.language import Bilingual

#: Wide enough that no amount is rounded on the way.
_EXACT = Context(prec=60)
_PLACE = re.compile(r"(page|sheet|table|line|row)=([^;]+)")
_WORDS = {
    "page": ("第 {} 页", "page {}"),
    "sheet": ("工作表 {}", "sheet {}"),
    "table": ("第 {} 张表", "table {}"),
    "line": ("第 {} 行", "line {}"),
    "row": ("第 {} 行", "row {}"),
}


#: Months as English pages say them, whatever the locale of the machine.
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


#: The sign of what is below zero, as wide as a digit; data keep the plain hyphen.
MINUS = "−"


def grouped(value: Decimal | int) -> str:
    """Print a number for a page: separators of thousands, exactly its own digits, a true minus."""
    text = f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"
    return text.replace("-", MINUS)


#: Units of money as English pages say them.
_MONEY_WORDS = {
    "元": "CNY",
    "千元": "CNY thousand",
    "万元": "CNY 10,000",
    "亿元": "CNY 100 million",
}


def money_unit_words(unit: str | None) -> Bilingual:
    """Name a unit of money; the Chinese is kept where there is no English."""
    return Bilingual(unit or "", _MONEY_WORDS.get(unit or "", ""))


def day_words(day: str) -> Bilingual:
    """Say a day, given as ``2022-02-25``, as each language does."""
    date = dt.date.fromisoformat(day)
    return Bilingual(
        f"{date.year} 年 {date.month} 月 {date.day} 日",
        f"{date.day} {_MONTHS[date.month - 1]} {date.year}",
    )


def in_yuan(value: Decimal, money_unit: str | None) -> Decimal:
    """Convert an amount to yuan, exactly."""
    return value * MONEY_UNITS.get(money_unit or "", Decimal(1))


def readable(value: Decimal, money_unit: str | None) -> Bilingual:
    """Say an amount in the unit that reads best, for headlines: 2,692.18 万元, CNY 26.92 million."""
    yuan = in_yuan(value, money_unit)
    unit = money_unit or ""
    if abs(yuan) >= 10**9:
        english = f"CNY {yuan / 10**9:,.2f} billion"
    elif abs(yuan) >= 10**6:
        english = f"CNY {yuan / 10**6:,.2f} million"
    elif yuan:
        english = f"CNY {yuan:,.0f}"
    else:
        english = "CNY 0"
    return Bilingual(f"{grouped(value)} {unit}".strip(), english.replace("-", MINUS))


def shifted(value: Decimal, money_unit: str, target: str) -> Decimal:
    """Express an amount in another unit of money, exactly: the point moves, no digit is lost.

    Zeros at the end that only the move brought go, but for two decimals.
    """
    moved = value.scaleb(
        MONEY_UNITS[money_unit].adjusted() - MONEY_UNITS[target].adjusted(), _EXACT
    )
    plain = moved.normalize(_EXACT)
    places = max(decimals(plain), min(2, decimals(moved)), 2 if decimals(moved) > 2 else 0)
    return plain.quantize(Decimal(1).scaleb(-places), context=_EXACT)


def about(value: Decimal, money_unit: str | None) -> Bilingual:
    """Say an amount so that its size is plain: from a hundred million yuan on in 亿元, rounded.

    Below that the Chinese keeps the digits as disclosed, but amounts in 元 from ten thousand on
    are said in 万元, as people say them.
    """
    exact = readable(value, money_unit)
    yuan = abs(in_yuan(value, money_unit))
    if yuan >= MONEY_UNITS["亿元"] and money_unit != "亿元":
        unit = "亿元"
    elif yuan >= MONEY_UNITS["万元"] and money_unit == "元":
        unit = "万元"
    else:
        return exact
    size = in_yuan(value, money_unit) / MONEY_UNITS[unit]
    return Bilingual(f"{size:,.2f} {unit}".replace("-", MINUS), exact.en)


def share(part: Decimal, whole: Decimal) -> Decimal:
    """Give a share in percent with two decimals; 0 of 0 is 0, and no zero is below zero."""
    return (part * 100 / whole).quantize(Decimal("0.01")) + 0 if whole else Decimal("0.00")


def place_words(place: str) -> Bilingual:
    """Turn ``page=3;row=5`` into words."""
    parts = [(name, value.replace("-", "–")) for name, value in _PLACE.findall(place)]
    return Bilingual(
        " ".join(_WORDS[name][0].format(value) for name, value in parts),
        ", ".join(_WORDS[name][1].format(value) for name, value in parts),
    )
