"""Charts of the same thing disclosed several times: over years, and budget beside final account."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
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
from yusuan.publish.numbers import grouped, in_yuan
from yusuan.publish.table import anchor
from yusuan.recognise.identity import PHASE_TITLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yusuan.package.load import LoadedRow, Package

#: Where the whole expenditure of a unit stands, and that of each class, by preference.
WHOLES = (
    ("expenditure-summary", "total", {"role": "total"}),
    ("revenue-expenditure-summary", "amount", {"role": "total", "side": "expenditure"}),
    ("general-public-budget-expenditure", "total", {"role": "total"}),
)
SUMMARY = "revenue-expenditure-summary"


@dataclass(frozen=True, slots=True)
class Point:
    """An amount of a year and a stage, with its row: small enough to keep for every package."""

    year: int
    series: Bilingual
    amount: Decimal
    money_unit: str
    package: str
    table: str
    row: str


def points(package: Package) -> tuple[Point, ...]:
    """Give what a package says for the trend of its unit: its whole expenditure."""
    for name, measure, where in WHOLES:
        for row in own_rows(package, name):
            if all(row.get(key) == value for key, value in where.items()) and (
                row.get(measure) is not None
            ):
                return (
                    Point(
                        int(package.descriptor["year"]),
                        PHASE_TITLES[package.descriptor["phase"]],
                        row[measure],
                        money_unit(package, name),
                        package.slug.split("/")[1],
                        name,
                        anchor(row),
                    ),
                )
    return ()


def trend_chart(given: Sequence[Point], unit: Bilingual) -> Chart | None:
    """Chart the whole expenditure of a unit over years; nothing for a single year."""
    found = sorted(given, key=lambda point: (point.year, point.series.zh))
    years = list(dict.fromkeys(point.year for point in found))
    if len(years) < 2:
        return None
    money, amounts = _in_one_unit(found)
    series = list(dict.fromkeys(point.series for point in found))
    by_place = {
        (point.year, point.series): (point, amount)
        for point, amount in zip(found, amounts, strict=True)
    }
    ends = [point for point in found if point.series == found[-1].series]
    return Chart(
        name="trend",
        kinds=("trend",),
        title=Bilingual("历年支出合计", "Total expenditure over the years"),
        fact=_change(ends, dict(zip(found, amounts, strict=True)), money),
        source=Bilingual(f"{unit.zh}，各年公开文件", f"{unit.en or unit.zh}, its disclosures"),
        money_unit=money,
        link="",
        columns=("year", "series", "series_en", "amount", "money_unit", "table", "row"),
        records=tuple(
            (
                str(point.year),
                *point.series,
                plain(amount),
                money,
                f"{point.package}/{point.table}",
                point.row,
            )
            for point, amount in zip(found, amounts, strict=True)
        ),
        heads=(Bilingual("年度", "Year"), *series),
        lines=tuple(
            Line(
                Bilingual(str(year), str(year)),
                tuple(
                    grouped(by_place[year, one][1]) if (year, one) in by_place else ""
                    for one in series
                ),
                next(f"{point.package}/" for point in found if point.year == year),
            )
            for year in years
        ),
    )


def _in_one_unit(found: Sequence[Point]) -> tuple[str, list[Decimal]]:
    """Give all amounts in one unit of money: that of all, or yuan where they differ, exactly."""
    units = {point.money_unit for point in found}
    if len(units) == 1:
        return found[0].money_unit, [point.amount for point in found]
    return "元", [in_yuan(point.amount, point.money_unit).normalize() for point in found]


def _change(ends: Sequence[Point], amounts: dict[Point, Decimal], money: str) -> Bilingual:
    """Say from what to what the latest series went."""
    first, last = ends[0], ends[-1]
    before, after = grouped(amounts[first]), grouped(amounts[last])
    if first == last:
        return Bilingual(
            f"{last.year} 年{last.series.zh} {after} {money}。",
            f"{last.series.en} of {last.year}: {after}.",
        )
    return Bilingual(
        f"{last.series.zh}从 {first.year} 年的 {before} {money}到 {last.year} 年的 {after} {money}。",
        f"{last.series.en}: {before} in {first.year}, {after} in {last.year}.",
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


def _furthest(
    pairs: Sequence[tuple[LoadedRow, LoadedRow]], english: dict[str, str]
) -> Bilingual:
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


