"""Measures: the amounts of a package that mean the same in every other, for lists, trends and comparison.

A measure is taken from one row of one table, as disclosed. Where the tables that may say it are
not there, or print it for several units and not for all of them together, the package does not
have it: nothing is added up here, and no table stands in for one of another scope.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from sys import intern
from typing import TYPE_CHECKING, Any, NamedTuple

from yusuan.amounts import MONEY_UNITS
from yusuan.classification import reference
from yusuan.dictionary import table_kinds
from yusuan.language import Bilingual
from yusuan.publish.numbers import in_yuan
from yusuan.publish.table import resource_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from yusuan.package.load import LoadedRow, Package

TOTAL = "total"


class Measured(NamedTuple):
    """An amount as disclosed, its unit of money, and the row that prints it."""

    value: Decimal
    money_unit: str
    table: str
    row: int

    @property
    def yuan(self) -> Decimal:
        """The amount in yuan, exactly."""
        return in_yuan(self.value, self.money_unit)

    @property
    def link(self) -> str:
        """Where its row stands, seen from the page of the year."""
        return f"{self.table}/#r{self.row}"


#: Name of a measure → what a package says of it.
Measures = dict[str, Measured]


class Source(NamedTuple):
    """A table that prints a measure: which rows, and in which column.

    A row which has an amount in one of the columns ``without`` is not it, nor is the total of a
    side on which the table prints a balance: both hold more than the year's own money.
    """

    table: str
    column: str
    where: Mapping[str, Any]
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Headline:
    """A measure that is no class of a classification, and the tables that may print it, the best first."""

    group: str
    title: Bilingual
    sources: tuple[Source, ...]


_ALL: Mapping[str, Any] = {"role": "total"}
#: Tables of all expenditure by function.
BY_FUNCTION = ("expenditure-summary", "expenditure-by-function-and-class")
#: Columns of money that is not the year's own, and stands in a table's total nevertheless.
_NOT_OF_THE_YEAR = ("carried_over", "surplus_used")
#: Tables of basic expenditure out of the general public budget.
_BASIC = ("general-public-budget-expenditure", "basic-expenditure-by-economic-class")


def _column(tables: tuple[str, ...], column: str) -> tuple[Source, ...]:
    return tuple(Source(table, column, _ALL) for table in tables)


def _side(side: str) -> tuple[Source, ...]:
    """Say where the table of both sides prints the whole of the year, without what is carried over."""
    return tuple(
        Source(
            "revenue-expenditure-summary",
            "amount",
            {"side": side, "role": role, "expenditure_basis": None},
        )
        for role in ("subtotal", "total")
    )


def _three(measure: str, title: Bilingual | None = None) -> Headline:
    kind = table_kinds()["three-public-expenses"]
    return Headline(
        "three-public",
        title or dict(kind.field("measure").values)[measure],
        (Source(kind.name, "amount", {"measure": measure}),),
    )


GROUPS: Mapping[str, Bilingual] = {
    "headline": Bilingual("主要数字", "Headline figures"),
    "function": Bilingual("按功能分类（类）", "By function (class)"),
    "economic": Bilingual("基本支出按经济分类（类）", "Basic expenditure by economic class"),
    "three-public": Bilingual("“三公”经费", "Three public expenses"),
}


def headlines() -> dict[str, Headline]:
    """Give the measures that are no classes, by name, in the order in which they are shown."""
    return {
        TOTAL: Headline(
            "headline",
            Bilingual("支出合计", "Total expenditure"),
            (*_column(BY_FUNCTION, "total"), *_side("expenditure")),
        ),
        "revenue": Headline(
            "headline",
            Bilingual("本年收入", "Revenue of the year"),
            (
                *_column(("revenue-summary",), "current_revenue"),
                *_side("revenue"),
                Source("revenue-summary", "total", _ALL, _NOT_OF_THE_YEAR),
            ),
        ),
        "basic": Headline(
            "headline",
            Bilingual("基本支出", "Basic expenditure"),
            _column(BY_FUNCTION, "basic"),
        ),
        "project": Headline(
            "headline",
            Bilingual("项目支出", "Project expenditure"),
            _column(BY_FUNCTION, "project_expenditure"),
        ),
        "personnel": Headline(
            "headline",
            Bilingual(
                "人员经费（一般公共预算基本支出）", "Personnel (general public budget, basic)"
            ),
            _column(_BASIC, "personnel"),
        ),
        "operating": Headline(
            "headline",
            Bilingual(
                "公用经费（一般公共预算基本支出）", "Operating (general public budget, basic)"
            ),
            _column(_BASIC, "operating"),
        ),
        "three-public": _three(
            "total", Bilingual("“三公”经费合计", "Three public expenses together")
        ),
        "abroad": _three("abroad"),
        "vehicles": _three("vehicles"),
        "vehicle-purchase": _three("vehicle_purchase"),
        "vehicle-operation": _three("vehicle_operation"),
        "reception": _three("reception"),
        "conference": _three("conference"),
        "training": _three("training"),
    }


def measures(package: Package) -> Measures:
    """Give every measure that a package has: headlines, then the classes of its codes."""
    found: Measures = {}
    for name, headline in headlines().items():
        for source in headline.sources:
            rows = _rows(package, source)
            whole = _whole(rows)
            measured = _measured(package, source.table, whole, source.column) if whole else None
            if measured:
                found[name] = measured
                break
    for classification in ("function", "economic"):
        for code, measured in class_amounts(package, classification).items():
            found[intern(f"{classification}/{code}")] = measured
    return found


#: Classification → the tables that print the amounts of its classes, the best first, with columns of code and amount.
CLASS_TABLES: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    "function": (
        *((table, "code", "total") for table in BY_FUNCTION),
        ("revenue-expenditure-summary", "function_code", "amount"),
    ),
    "economic": (("basic-expenditure-by-economic-class", "code", "total"),),
}


def class_amounts(package: Package, classification: str) -> Measures:
    """Give the amount of each class (类) of a classification, by code.

    They are from the first table that has any. A class that the table prints for several units,
    and not for all of them together, is left out.
    """
    for table, column, amount in CLASS_TABLES[classification]:
        rows: dict[str, list[LoadedRow]] = {}
        for row in resource_rows(package, table):
            code, own = row.get(column), row.get("level") == 1
            if code and own and not row.get("period") and not row.get("expenditure_basis"):
                rows.setdefault(str(code), []).append(row)
        found = {
            intern(code): measured
            for code, same in rows.items()
            if (whole := _whole(same)) and (measured := _measured(package, table, whole, amount))
        }
        if found:
            return found
    return {}


def _rows(package: Package, source: Source) -> list[LoadedRow]:
    """Give the rows that a source means, if what they hold is the year's own money alone."""
    everything = resource_rows(package, source.table)
    rows = [
        row
        for row in everything
        if _fits(row, source.where) and not any(row.get(name) for name in source.without)
    ]
    total_of_side = "side" in source.where and source.where.get("role") == "total"
    balance = {"side": source.where.get("side"), "role": "balance"}
    if total_of_side and any(row["amount"] for row in everything if _fits(row, balance)):
        return []
    return rows


def _fits(row: LoadedRow, where: Mapping[str, Any]) -> bool:
    """Say whether a row is of the table's own year and stage, and what is asked for."""
    return not row.get("period") and all(row.get(key) == value for key, value in where.items())


def _whole(rows: list[LoadedRow]) -> LoadedRow | None:
    """Give the one row of the whole; of several, the one that is no single unit's."""
    if len(rows) > 1:
        rows = [row for row in rows if not row.get("unit_code") and not row.get("unit_name")]
    return rows[0] if len(rows) == 1 else None


def _measured(package: Package, table: str, row: LoadedRow, column: str) -> Measured | None:
    """Take an amount from its row; none if it is not printed or its unit of money is not known."""
    unit, value = package.resources[table].descriptor.get("money_unit"), row.get(column)
    if unit not in MONEY_UNITS or not isinstance(value, Decimal):
        return None
    return Measured(value, intern(unit), intern(table), int(row["row"]))


def measure_title(name: str) -> Bilingual:
    """Give the title of a measure; that of a class is its name in the classification."""
    classification, _, code = name.partition("/")
    if not code:
        return headlines()[name].title
    known = reference(classification).get(code)
    return known.title if known else Bilingual(code, "")


def is_known_class(name: str) -> bool:
    """Say whether a measure is a class of the reference classification, which has a page."""
    classification, _, code = name.partition("/")
    return bool(code) and code in reference(classification)


def measure_group(name: str) -> str:
    """Give the group that a measure is shown in."""
    classification, _, code = name.partition("/")
    return classification if code else headlines()[name].group


def in_order(names: set[str]) -> Iterator[str]:
    """Yield names of measures by group, headlines as declared, classes by code."""
    declared = list(headlines())
    groups = list(GROUPS)
    yield from sorted(
        names,
        key=lambda name: (
            groups.index(measure_group(name)),
            declared.index(name) if name in declared else 0,
            name,
        ),
    )
