"""A year at a glance: headline figures and what changed; as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from yusuan.amounts import MONEY_UNITS
from yusuan.language import Bilingual
from yusuan.publish.numbers import grouped, readable, share
from yusuan.publish.table import anchor, resource_rows

if TYPE_CHECKING:
    from yusuan.package.load import LoadedRow, Package


@dataclass(frozen=True, slots=True)
class Figure:
    """A headline figure, with the row it is read from."""

    title: Bilingual
    value: Bilingual
    note: Bilingual
    link: str


@dataclass(frozen=True, slots=True)
class Change:
    """A stated change: subject, this year, the change, and the year before if it is implied."""

    subject: str
    amount: str
    change: Bilingual
    percent: str
    previous: str
    approximate: bool
    direction: str
    link: str


def figures(package: Package) -> list[Figure]:
    """Give the headline figures that this package has."""
    found = [
        _total(package),
        _split(
            package,
            "expenditure-summary",
            "project_expenditure",
            Bilingual("项目支出", "Project expenditure"),
        ),
        _split(
            package,
            "general-public-budget-expenditure",
            "personnel",
            Bilingual("人员经费", "Personnel"),
        ),
        _split(
            package,
            "general-public-budget-expenditure",
            "operating",
            Bilingual("公用经费", "Operating"),
        ),
        _three_public(package),
        _staff(package),
    ]
    return [figure for figure in found if figure is not None]


def _total(package: Package) -> Figure | None:
    for name, where, column in (
        ("expenditure-summary", {"role": "total"}, "total"),
        ("revenue-expenditure-summary", {"role": "total", "side": "expenditure"}, "amount"),
        ("general-public-budget-expenditure", {"role": "total"}, "total"),
    ):
        for row in resource_rows(package, name, **where):
            if row.get(column) is not None:
                return _figure(
                    package,
                    name,
                    row,
                    column,
                    Bilingual("支出合计", "Total expenditure"),
                    _change_note(package),
                )
    return None


def _change_note(package: Package) -> Bilingual:
    """Say how the whole budget changed, where the narrative says it of the whole."""
    total = next(
        (row["total"] for row in resource_rows(package, "expenditure-summary", role="total")), None
    )
    for row in resource_rows(package, "year-on-year-changes"):
        if total is not None and row["amount"] == total and row["change_percent"] is not None:
            sign, word = ("+", "increase") if row["direction"] == "increase" else ("−", "decrease")
            return Bilingual(
                f"比 {row['base_year']} 年 {sign}{row['change_percent']}%（原文所述）",
                f"{word} of {row['change_percent']}% on {row['base_year']}, as stated",
            )
    return Bilingual("", "")


def _split(package: Package, name: str, column: str, title: Bilingual) -> Figure | None:
    for row in resource_rows(package, name, role="total"):
        if row.get(column) is not None and row.get("total"):
            part = share(row[column], row["total"])
            return _figure(
                package,
                name,
                row,
                column,
                title,
                Bilingual(f"占合计 {part}%", f"{part}% of the total"),
            )
    return None


def _three_public(package: Package) -> Figure | None:
    year = str(package.descriptor.get("year", ""))
    for row in resource_rows(package, "three-public-expenses", measure="total"):
        # a form may print the year before as well: the headline is this year's
        if row.get("amount") is not None and year in str(row.get("period") or year):
            parts = [
                f"{other['name']} {grouped(other['amount'])}"
                for other in resource_rows(package, "three-public-expenses", level=1)
                if other["amount"] and other["parent_row"] == row["row"]
            ]
            return _figure(
                package,
                "three-public-expenses",
                row,
                "amount",
                Bilingual("“三公”经费", "Three public expenses"),
                Bilingual("、".join(parts), ", ".join(parts)),
            )
    return None


def _staff(package: Package) -> Figure | None:
    rows = [
        row for row in resource_rows(package, "staffing", role="total") if row["group"] == "serving"
    ]
    posts = next(
        (row["persons"] for row in resource_rows(package, "staffing", role="total", group="posts")),
        None,
    )
    if not rows:
        return None
    note = (
        Bilingual(f"编制 {posts} 人", f"{posts} posts") if posts is not None else Bilingual("", "")
    )
    return Figure(
        Bilingual("在职人数", "Persons serving"),
        Bilingual(f"{rows[0]['persons']} 人", f"{rows[0]['persons']} persons"),
        note,
        f"staffing/#{anchor(rows[0])}",
    )


def _figure(
    package: Package, name: str, row: LoadedRow, column: str, title: Bilingual, note: Bilingual
) -> Figure:
    unit = package.resources[name].descriptor.get("money_unit")
    return Figure(title, readable(row[column], unit), note, f"{name}/#{anchor(row)}")


def changes(package: Package) -> list[Change]:
    """Give the stated changes, largest first; a change printed twice is given once."""
    seen: set[tuple[Any, ...]] = set()
    found: list[tuple[Decimal, Change]] = []
    for row in resource_rows(package, "year-on-year-changes"):
        key = (
            row["subject"],
            row["amount"],
            row["direction"],
            row["change_amount"],
            row["change_percent"],
        )
        if key in seen:
            continue
        seen.add(key)
        sign = {"increase": "+", "decrease": "−", "level": "±"}[row["direction"]]
        unit = str(row["money_unit"] or "")
        factor = MONEY_UNITS.get(unit, Decimal(1))
        size = (row["change_amount"] or Decimal(0)) * factor
        found.append(
            (
                -size,
                Change(
                    row["subject"],
                    f"{grouped(row['amount'])} {unit}" if row["amount"] is not None else "",
                    _change_words(row, sign),
                    _signed(row["change_percent"], sign, "%"),
                    grouped(row["previous_amount"]) if row["previous_amount"] is not None else "",
                    row["previous_basis"] == "percent",
                    row["direction"],
                    f"year-on-year-changes/#{anchor(row)}",
                ),
            )
        )
    return [change for _, change in sorted(found, key=lambda item: item[0])]


def _change_words(row: LoadedRow, sign: str) -> Bilingual:
    if row["change_amount"] is not None:
        return Bilingual(_signed(row["change_amount"], sign), "")
    return Bilingual("持平", "level") if row["direction"] == "level" else Bilingual("", "")


def _signed(value: Decimal | None, sign: str, unit: str = "") -> str:
    """Print a change with its sign; nothing has none."""
    return "" if value is None else f"{sign if value else ''}{grouped(value)}{unit}"
