"""Charts of the same thing disclosed several times: over years, and budget beside final account."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from yusuan.dictionary import table_kinds
from yusuan.language import Bilingual
from yusuan.publish.chart import (
    Chart,
    Line,
    english_titles,
    money_unit,
    own_rows,
    plain,
    source_words,
)
from yusuan.publish.measures import TOTAL
from yusuan.publish.numbers import grouped, shifted
from yusuan.publish.table import anchor
from yusuan.recognise.identity import PHASE_TITLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from yusuan.package.load import LoadedRow, Package
    from yusuan.publish.pages import Summary

SUMMARY = "revenue-expenditure-summary"
#: A single year is no trend.
_FEWEST_YEARS = 2


@dataclass(frozen=True, slots=True)
class Point:
    """An amount of a year and a stage, and the row that prints it; all in one unit of money."""

    year: int
    series: Bilingual
    amount: Decimal
    package: str
    table: str
    row: str


def trend_chart(packages: Sequence[Summary]) -> Chart | None:
    """Chart the whole expenditure of a unit over years; nothing for a single year."""
    money, found = _points(packages)
    years = list(dict.fromkeys(point.year for point in found))
    if len(years) < _FEWEST_YEARS:
        return None
    series = list(dict.fromkeys(point.series for point in found))
    by_place = {(point.year, point.series): point for point in found}
    unit = packages[0].unit
    return Chart(
        name="trend",
        kinds=("trend",),
        title=Bilingual("历年支出合计", "Total expenditure over the years"),
        fact=_change([point for point in found if point.series == found[-1].series], money),
        source=Bilingual(f"{unit.zh}，各年公开文件", f"{unit.en or unit.zh}, its disclosures"),
        money_unit=money,
        link="",
        columns=("year", "series", "series_en", "amount", "money_unit", "table", "row"),
        records=tuple(
            (
                str(point.year),
                *point.series,
                plain(point.amount),
                money,
                f"{point.package}/{point.table}",
                point.row,
            )
            for point in found
        ),
        heads=(Bilingual("年度", "Year"), *series),
        lines=tuple(
            Line(
                Bilingual(str(year), str(year)),
                tuple(
                    grouped(by_place[year, one].amount) if (year, one) in by_place else ""
                    for one in series
                ),
                next(f"{point.package}/" for point in found if point.year == year),
            )
            for year in years
        ),
    )


def _points(packages: Sequence[Summary]) -> tuple[str, list[Point]]:
    """Give each package's whole, by year, all in the unit of money of the newest, exactly."""
    ordered = sorted(
        (package for package in packages if TOTAL in package.measures),
        key=lambda package: (package.year, package.phase_name),
    )
    if not ordered:
        return "", []
    money = ordered[-1].measures[TOTAL].money_unit
    return money, [
        Point(
            package.year,
            package.phase,
            amount.value
            if amount.money_unit == money
            else shifted(amount.value, amount.money_unit, money),
            package.year_slug,
            amount.table,
            f"r{amount.row}",
        )
        for package in ordered
        for amount in (package.measures[TOTAL],)
    ]


def _change(ends: Sequence[Point], money: str) -> Bilingual:
    """Say from what to what the newest series went."""
    first, last = ends[0], ends[-1]
    before, after = grouped(first.amount), grouped(last.amount)
    if first == last:
        return Bilingual(
            f"{last.year} 年{last.series.zh} {after} {money}。",
            f"{last.series.en.capitalize()} of {last.year}: {after}.",
        )
    return Bilingual(
        f"{last.series.zh}从 {first.year} 年的 {before} {money}到 {last.year} 年的 {after} {money}。",
        f"{last.series.en.capitalize()}: {before} in {first.year}, {after} in {last.year}.",
    )


def pair_chart(package: Package) -> Chart | None:
    """Chart the budget beside the account, where a final account prints both for each class."""
    if package.descriptor.get("phase") != "final":
        return None
    resource = package.resources.get(SUMMARY)
    if resource is None or "period" not in resource.columns:
        return None
    period = next(
        (row["period"] for row in resource.rows if row["period"] and "预算" in row["period"]), None
    )
    accounts = _classes(own_rows(package, SUMMARY))
    budgets = {row["item"]: row for row in _classes(resource.rows) if row["period"] == period}
    pairs = [
        (budgets[row["item"]], row)
        for row in accounts
        if row["item"] in budgets and (row["amount"] or budgets[row["item"]]["amount"])
    ]
    if period is None or not pairs:
        return None
    return _pairs(package, pairs, Bilingual(period, "Budget"))


def _classes(rows: Sequence[LoadedRow]) -> list[LoadedRow]:
    """Give the functional classes of the expenditure side that have an amount."""
    return [
        row
        for row in rows
        if row["side"] == "expenditure"
        and row["role"] == "item"
        and row.get("expenditure_basis") is None
        and row["function_code"]
        and row["amount"] is not None
    ]


def _pairs(
    package: Package, pairs: Sequence[tuple[LoadedRow, LoadedRow]], budget: Bilingual
) -> Chart:
    unit = money_unit(package, SUMMARY)
    english = english_titles(package)
    account = PHASE_TITLES["final"]

    def records() -> Iterator[tuple[str, ...]]:
        for sides in pairs:
            for series, row in zip((budget, account), sides, strict=True):
                name = (row["item"], english.get(row["function_code"], ""))
                yield (anchor(row), *name, *series, plain(row["amount"]), unit)

    return Chart(
        name="budget-and-account",
        kinds=("pair",),
        title=Bilingual("预算与决算对照", "Budget beside final account"),
        fact=_furthest(pairs, english),
        source=source_words(package, table_kinds()[SUMMARY].title),
        money_unit=unit,
        link=f"{SUMMARY}/",
        columns=("row", "name", "name_en", "series", "series_en", "amount", "money_unit"),
        records=tuple(records()),
        heads=(Bilingual("科目", "Class"), budget, account),
        lines=tuple(
            Line(
                Bilingual(row["item"], english.get(row["function_code"], "")),
                (grouped(other["amount"]), grouped(row["amount"])),
                f"{SUMMARY}/#{anchor(row)}",
            )
            for other, row in pairs
        ),
    )


def _furthest(pairs: Sequence[tuple[LoadedRow, LoadedRow]], english: dict[str, str]) -> Bilingual:
    """Say which class departs furthest from its budget."""
    budget, account = max(pairs, key=lambda pair: abs(pair[1]["amount"] - pair[0]["amount"]))
    difference = account["amount"] - budget["amount"]
    if not difference:
        return Bilingual("各科目决算与预算相同。", "Every class was spent as budgeted.")
    name, size = account["item"], grouped(abs(difference))
    title = english.get(account["function_code"]) or name
    return Bilingual(
        f"{name}相差最大：决算比预算{'多' if difference > 0 else '少'} {size}。",
        f"The furthest apart is {title}: {size} {'above' if difference > 0 else 'below'} its budget.",
    )
