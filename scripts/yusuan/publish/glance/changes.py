"""Changes on the year before: as the narrative states them, and joined to rows by their code."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from yusuan.amounts import decimals
from yusuan.language import Bilingual
from yusuan.publish.glance.whole import code_titles
from yusuan.publish.numbers import MINUS, grouped, in_yuan, share
from yusuan.publish.table import anchor, resource_rows

if TYPE_CHECKING:
    from yusuan.package.load import LoadedRow, Package
    from yusuan.publish.figure import Money

NAME = "year-on-year-changes"
_SIGNS = {"increase": "+", "decrease": MINUS, "level": "±"}
#: What is said of a part of the money is not said of the whole.
_OF_A_PART = re.compile(r"财政拨款|公共预算|基金|国有资本|三公|结转|基本支出|项目支出")
_OF_EXPENDITURE = re.compile(r"支")


@dataclass(frozen=True, slots=True)
class Then:
    """The year before beside an amount: its figure, the change, and how certain that is.

    ``derived`` says that the year before is not printed but worked out from what is stated.
    """

    year: int
    amount: str
    change: str
    percent: str
    direction: str
    derived: bool
    link: str


@dataclass(frozen=True, slots=True)
class Change:
    """A stated change: its subject, this year's amount, the change, where the row stands."""

    subject: Bilingual
    amount: str
    change: str
    percent: str
    money_unit: str
    direction: str
    link: str


def signed(value: Decimal) -> str:
    """Print a difference with its sign, a plain zero without."""
    return f"+{grouped(value)}" if value > 0 else grouped(value) if value < 0 else "0"


def direction_of(difference: Decimal) -> str:
    """Name the direction of a difference."""
    return "increase" if difference > 0 else "decrease" if difference < 0 else "level"


def compared(
    now: Decimal, before: Decimal, year: int, link: str, *, derived: bool, percent: Decimal | None
) -> Then:
    """Set an amount beside that of the year before; the percent is worked out if none is stated."""
    difference = now - before
    if percent is None and before > 0 and difference:
        percent = abs(share(difference, before))
    direction = direction_of(difference)
    return Then(
        year,
        grouped(before),
        signed(difference),
        f"{_SIGNS[direction]}{percent}%" if percent and difference else "",
        direction,
        derived,
        link,
    )


def stated_rows(package: Package) -> list[LoadedRow]:
    """Give the stated changes, one that is printed twice once."""
    seen: set[tuple[Any, ...]] = set()
    found = []
    for row in resource_rows(package, NAME):
        columns = ("subject", "amount", "direction", "change_amount", "change_percent")
        key = tuple(row[column] for column in columns)
        if key not in seen:
            seen.add(key)
            found.append(row)
    return found


def stated_for(package: Package, code: str, money: Money) -> LoadedRow | None:
    """Give the change stated of exactly this code and exactly this amount, if there is one alone.

    The narrative may print fewer digits than the table: they are the same amount if rounding the
    table's to the digits of the narrative gives that of the narrative.
    """
    fitting = [
        row
        for row in stated_rows(package)
        if row["function_code"] == code and _same_amount(row, money)
    ]
    return fitting[0] if len(fitting) == 1 else None


def stated_of_total(package: Package, money: Money) -> LoadedRow | None:
    """Give the change stated of all expenditure: of this amount, not of a part of the money."""
    for row in stated_rows(package):
        words = f"{row['section']} {row['subject']}"
        if (
            not row["function_code"]
            and not row["economic_code"]
            and _OF_EXPENDITURE.search(str(row["subject"]))
            and not _OF_A_PART.search(words)
            and _same_amount(row, money)
        ):
            return row
    return None


def _same_amount(row: LoadedRow, money: Money) -> bool:
    amount = row["amount"]
    if amount is None:
        return False
    unit = str(row["money_unit"] or money.unit)
    step = in_yuan(Decimal(1).scaleb(-decimals(amount)), unit)
    return abs(in_yuan(amount, unit) - money.yuan) * 2 <= (step if unit != money.unit else 0)


def changes(package: Package) -> list[Change]:
    """Give the stated changes, the largest first."""
    titles = code_titles(package)
    ordered = sorted(stated_rows(package), key=lambda row: -_size(row))
    return [_change(row, titles) for row in ordered]


def _size(row: LoadedRow) -> Decimal:
    return in_yuan(row["change_amount"] or Decimal(0), str(row["money_unit"] or ""))


def _change(row: LoadedRow, titles: dict[str, Bilingual]) -> Change:
    code = str(row["function_code"] or row["economic_code"] or "")
    moved = row["change_amount"] or Decimal(0)
    # 持平 and a change of nothing are the same to a reader
    direction = "level" if not moved and not row["change_percent"] else row["direction"]
    sign = _SIGNS[direction]
    return Change(
        titles.get(code) or Bilingual(str(row["subject"]), ""),
        grouped(row["amount"]) if row["amount"] is not None else "",
        f"{sign}{grouped(moved)}" if moved else "",
        f"{sign}{row['change_percent']}%" if row["change_percent"] else "",
        str(row["money_unit"] or ""),
        direction,
        f"{NAME}/#{anchor(row)}",
    )
