"""Amounts: the one place where blank, dash, zero and number are told apart.

An amount is read exactly or not at all. ``2,692.18``, ``2692.18`` and ``２６９２．１８``
are the same number; ``1,23``, ``12.3.4`` and ``(5)`` are none, as no one can be certain
what they mean. *Absent* is not a cell's state: it is a table's or a column's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

DASHES = frozenset({"-", "--", "—", "——", "–", "―", "─", "──", "－"})
_PLAIN = re.compile(r"[+-]?\d+(\.\d+)?")
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
#: Full-width forms and the minus sign, and nothing else: ``²`` and ``①`` are no digits.
_PRINTED = str.maketrans(
    {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {"−": "-"}
)

#: How many yuan one of each unit of money is.
MONEY_UNITS: dict[str, Decimal] = {
    "元": Decimal(1),
    "千元": Decimal(1_000),
    "万元": Decimal(10_000),
    "百万元": Decimal(1_000_000),
    "亿元": Decimal(100_000_000),
}


class State(StrEnum):
    """What an amount's cell holds."""

    BLANK = "blank"
    DASH = "dash"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Amount:
    """A read cell: its state and, for a number, the value with the digits as printed."""

    state: State
    value: Decimal | None


class NotAnAmountError(ValueError):
    """The text is neither blank, nor a dash, nor one certain number."""


def parse_amount(text: str) -> Amount:
    """Read the text of an amount's cell. Raises :class:`NotAnAmountError`."""
    plain = text.translate(_PRINTED).strip()
    if not plain:
        return Amount(State.BLANK, None)
    if text.strip() in DASHES or plain in DASHES:
        return Amount(State.DASH, None)
    if not plain.isascii():
        raise NotAnAmountError(text)
    if _PLAIN.fullmatch(plain):
        return Amount(State.NUMBER, Decimal(plain))
    if _GROUPED.fullmatch(plain):
        return Amount(State.NUMBER, Decimal(plain.replace(",", "")))
    raise NotAnAmountError(text)


def is_amount(text: str) -> bool:
    """Say whether the text is a number, a dash or blank."""
    try:
        parse_amount(text)
    except NotAnAmountError:
        return False
    return True


def format_amount(value: Decimal) -> str:
    """Give the digits of an amount as they were printed, without separators."""
    return f"{value:f}"


def decimals(value: Decimal) -> int:
    """Count the digits behind the point."""
    exponent = value.as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0
