"""The three public expenses (“三公”经费): this year's, the budget or the year before beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from yusuan.dictionary import table_kinds
from yusuan.publish.figure import Money
from yusuan.publish.glance.whole import of_the_whole, rows_of_year
from yusuan.publish.table import resource_rows

if TYPE_CHECKING:
    from yusuan.language import Bilingual
    from yusuan.package.load import LoadedRow, Package

NAME = "three-public-expenses"
#: Measures of the three expenses; meetings, training and the like are no part of them.
MEASURES = ("total", "abroad", "vehicles", "vehicle_purchase", "vehicle_operation", "reception")


@dataclass(frozen=True, slots=True)
class Expense:
    """An expense: its title, this year's amount, and the other amounts by their columns."""

    title: Bilingual
    level: int
    money: Money | None
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ThreePublic:
    """The expenses, and the labels of what is printed beside this year's."""

    lines: tuple[Expense, ...]
    labels: tuple[str, ...]
    money_unit: str

    @property
    def nothing(self) -> bool:
        """Whether all that is printed is zero."""
        moneys = [line.money for line in self.lines]
        return not self.labels and all(money is None or not money.value for money in moneys)


def three_public(package: Package) -> ThreePublic | None:
    """Give the expenses of the whole; none where the package has no total of them."""
    rows = of_the_whole(row for row in rows_of_year(package, NAME) if row["measure"] in MEASURES)
    by_measure: dict[str, LoadedRow] = {}
    for row in rows:
        by_measure.setdefault(str(row["measure"]), row)
    if "total" not in by_measure or _money(package, by_measure["total"]) is None:
        return None
    beside = _beside(package)
    titles = dict(table_kinds()[NAME].field("measure").values)
    lines = tuple(
        Expense(
            titles[measure],
            int(row["level"] or 0),
            _money(package, row),
            tuple(_digits(package, other.get(measure)) for other in beside.values()),
        )
        for measure, row in ((one, by_measure[one]) for one in MEASURES if one in by_measure)
    )
    unit = str(package.resources[NAME].descriptor.get("money_unit") or "")
    return ThreePublic(lines, tuple(beside), unit)


def _money(package: Package, row: LoadedRow) -> Money | None:
    """Give a row's amount; forms that divide it by source of the money may print no sum."""
    return Money.of(package, NAME, row, "amount") or Money.of(
        package, NAME, row, "general_public_budget"
    )


def _digits(package: Package, row: LoadedRow | None) -> str:
    money = _money(package, row) if row else None
    return money.digits if money else ""


def _beside(package: Package) -> dict[str, dict[str, LoadedRow]]:
    """Give rows by measure for each other period: the year before, or the budget."""
    own = {id(row) for row in rows_of_year(package, NAME)}
    found: dict[str, list[LoadedRow]] = {}
    for row in resource_rows(package, NAME):
        if id(row) not in own and row["measure"] in MEASURES:
            found.setdefault(str(row["period"]), []).append(row)
    return {
        period: {str(row["measure"]): row for row in reversed(whole)}
        for period, rows in found.items()
        if (whole := of_the_whole(rows))
    }
