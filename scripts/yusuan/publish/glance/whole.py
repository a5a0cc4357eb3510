"""Rows that speak of the disclosure's own year and of the whole, not of one of its units."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from yusuan.audit.select import of_this_year
from yusuan.language import Bilingual
from yusuan.publish.figure import Money
from yusuan.publish.measures import TOTAL, measures
from yusuan.publish.table import resource_rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from yusuan.package.load import LoadedRow, Package

#: How a row names all units together.
_ALL_UNITS = frozenset({None, "", "合计", "总计"})
#: Classifications of a package by which their codes are named.
_CLASSIFICATIONS = ("function-classification", "economic-classification")


def rows_of_year(package: Package, name: str, **where: Any) -> list[LoadedRow]:
    """Give rows of a table that are of the disclosure's own year and stage."""
    return [row for row in resource_rows(package, name, **where) if of_this_year(row, package)]


def of_the_whole(rows: Iterable[LoadedRow]) -> list[LoadedRow]:
    """Give the rows of all units together; those of the only unit where there is but one."""
    found = list(rows)
    whole = [row for row in found if row.get("unit_name") in _ALL_UNITS]
    units = {row.get("unit_name") for row in found}
    return whole or (found if len(units) == 1 else [])


def total_row(package: Package, name: str, column: str, **where: Any) -> LoadedRow | None:
    """Give the row of the total that a table prints, if that column has a number in it."""
    rows = rows_of_year(package, name, role="total", **where)
    return next((row for row in of_the_whole(rows) if row.get(column) is not None), None)


def total(package: Package, name: str, column: str, **where: Any) -> Money | None:
    """Give a total that a table prints."""
    row = total_row(package, name, column, **where)
    return Money.of(package, name, row, column) if row else None


class Spent(NamedTuple):
    """Total expenditure: what of, and how much."""

    title: Bilingual
    money: Money
    whole: bool


def total_expenditure(package: Package) -> Spent | None:
    """Give the total that the package prints, else that of the general public budget alone."""
    if (measured := measures(package).get(TOTAL)) is not None:
        money = Money(measured.value, measured.money_unit, measured.link)
        return Spent(Bilingual("支出合计", "Total expenditure"), money, whole=True)
    name = "general-public-budget-expenditure"
    if (part := total(package, name, "total")) is not None:
        title = Bilingual("一般公共预算支出", "General public budget expenditure")
        return Spent(title, part, whole=False)
    return None


def code_titles(package: Package) -> dict[str, Bilingual]:
    """Give the titles of every code that the package speaks of."""
    return {
        str(row["code"]): Bilingual(str(row["title"]), str(row["title_en"] or ""))
        for name in _CLASSIFICATIONS
        for row in resource_rows(package, name)
    }
