"""What all packages spend on each code, gathered package by package.

Of every code only the largest amounts and the sums are kept, so that memory grows with the
number of codes and not with that of packages.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Context, Decimal
from typing import TYPE_CHECKING

from yusuan.dictionary import table_kinds
from yusuan.language import Bilingual
from yusuan.publish.numbers import grouped, in_yuan
from yusuan.publish.spending import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yusuan.publish.spending import Spending

#: The most amounts that are shown of one code.
MOST = 20
#: Wide enough that no sum is rounded.
_EXACT = Context(prec=60)
#: Classification and code.
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Spender:
    """An amount under a code: whose, of when, as disclosed, and the row that says so.

    ``table`` is named where it is not the one that is looked at first.
    """

    yuan: Decimal
    unit: Bilingual
    part: str
    year: int
    phase: Bilingual
    amount: Bilingual
    table: Bilingual | None
    link: str


@dataclass(frozen=True, slots=True)
class Total:
    """What all packages of a year and phase spend on a code together."""

    year: int
    phase: Bilingual
    packages: int
    amount: Bilingual


@dataclass(slots=True)
class Sum:
    """A sum as it grows: how many packages are in it, and how much by unit of money."""

    packages: int = 0
    amounts: dict[str, Decimal] = field(default_factory=dict)

    def add(self, value: Decimal, unit: str) -> None:
        """Add an amount, exactly."""
        self.amounts[unit] = _EXACT.add(self.amounts.get(unit, Decimal(0)), value)

    def said(self) -> Bilingual:
        """Say the sum in its unit of money if it has but one, and else in yuan."""
        if len(self.amounts) == 1:
            ((unit, value),) = self.amounts.items()
            return exact_amount(value, unit)
        whole = Decimal(0)
        for unit, value in self.amounts.items():
            whole = _EXACT.add(whole, in_yuan(value, unit))
        return exact_amount(whole, "元")


@dataclass(slots=True)
class Account:
    """What is spent on one code."""

    packages: int = 0
    amounts: int = 0
    largest: list[Spender] = field(default_factory=list)
    sums: dict[tuple[int, Bilingual], Sum] = field(default_factory=dict)

    def add(self, item: Spending, key: Key) -> None:
        """Add what a package spends on this code."""
        found = item.codes[key]
        self.packages += 1
        self.amounts += len(found)
        self.largest = sorted(
            [*self.largest, *_spenders(item, key)], key=lambda one: (-one.yuan, one.link)
        )[:MOST]
        year = self.sums.setdefault((item.year, item.phase), Sum())
        year.packages += 1
        for amount in found:
            year.add(amount.value, item.tables[key[0]][1])

    @property
    def rest(self) -> int:
        """How many amounts are not among the largest."""
        return self.amounts - len(self.largest)

    @property
    def totals(self) -> list[Total]:
        """The totals of years and phases, newest first; one package alone needs none."""
        return [
            Total(year, phase, one.packages, one.said())
            for (year, phase), one in sorted(self.sums.items(), reverse=True)
            if one.packages > 1
        ]


@dataclass(slots=True)
class Ledger:
    """What is spent on every code, and the printed names of those the reference lacks."""

    accounts: dict[Key, Account] = field(default_factory=dict)
    names: dict[Key, set[str]] = field(default_factory=dict)

    def add(self, item: Spending) -> None:
        """Enter a package."""
        for key in item.codes:
            self.accounts.setdefault(key, Account()).add(item, key)
        for key, name in item.names.items():
            self.names.setdefault(key, set()).add(name)


def _spenders(item: Spending, key: Key) -> Iterator[Spender]:
    classification = key[0]
    table, unit = item.tables[classification]
    first = table == TABLES[classification][0]
    for amount in item.codes[key]:
        yield Spender(
            in_yuan(amount.value, unit),
            item.unit,
            "" if amount.part == item.unit.zh else amount.part,
            item.year,
            item.phase,
            exact_amount(amount.value, unit),
            None if first else table_kinds()[table].title,
            f"units/{item.slug}/{table}/#{amount.row}",
        )


def exact_amount(value: Decimal, money_unit: str) -> Bilingual:
    """Say an amount in its own unit in Chinese and in yuan in English, both exactly."""
    yuan = in_yuan(value, money_unit)
    if yuan == yuan.to_integral_value():
        yuan = yuan.to_integral_value()
    return Bilingual(f"{grouped(value)} {money_unit}".strip(), f"CNY {grouped(yuan)}")
