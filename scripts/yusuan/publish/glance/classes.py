"""Expenditure by class of function: of whichever table has it, joined to the year before by code."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from yusuan.language import Bilingual
from yusuan.publish.figure import Money
from yusuan.publish.glance.changes import Then, compared, stated_for
from yusuan.publish.glance.whole import code_titles, rows_of_year, total
from yusuan.publish.numbers import grouped, in_yuan
from yusuan.publish.table import anchor, resource_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yusuan.package.load import LoadedRow, Package

#: Digits of the code of a class (类).
CLASS_DIGITS = 3
BOTH_SIDES = "revenue-expenditure-summary"
#: Tables with expenditure by code, that of all money first.
BY_CODE = ("expenditure-summary", "general-public-budget-expenditure")


@dataclass(frozen=True, slots=True)
class ClassLine:
    """A line of a picture: a code if there is one, its title, its amount."""

    code: str
    title: Bilingual
    money: Money
    link: str = ""
    then: Then | None = None
    planned: str = ""


@dataclass(frozen=True, slots=True)
class Classes:
    """Expenditure by class; ``summed`` where rows of several units or groups were added up."""

    table: str
    lines: tuple[ClassLine, ...]
    total: Money | None
    summed: bool = False
    planned_label: str = ""


def expenditure_classes(package: Package) -> Classes:
    """Give the classes of expenditure with amounts, from the first table that has them."""
    titles = code_titles(package)
    options = (
        _of_table(package, BY_CODE[0], titles),
        _of_both_sides(package, titles),
        _of_table(package, BY_CODE[1], titles),
        _rolled_up(package, BY_CODE[0], titles),
        _rolled_up(package, BY_CODE[1], titles),
    )
    found = next((one for one in options if one.lines), Classes("", (), None))
    lines = tuple(replace(line, then=_before(package, found.table, line)) for line in found.lines)
    return _beside_budget(package, replace(found, lines=lines))


def _of_table(package: Package, name: str, titles: dict[str, Bilingual]) -> Classes:
    """Take the rows of classes, where each stands there once and not for each unit again."""
    rows = [
        row
        for row in rows_of_year(package, name, role="item")
        if len(str(row["code"] or "")) == CLASS_DIGITS and row["total"]
    ]
    if len({row["code"] for row in rows}) < len(rows):
        return Classes("", (), None)
    lines = [
        _line(str(row["code"]), str(row["name"]), titles, money)
        for row in rows
        if (money := Money.of(package, name, row, "total"))
    ]
    return Classes(name, tuple(lines), total(package, name, "total"))


def _of_both_sides(package: Package, titles: dict[str, Bilingual]) -> Classes:
    rows = [
        row
        for row in rows_of_year(package, BOTH_SIDES, side="expenditure", role="item")
        if len(str(row["function_code"] or "")) == CLASS_DIGITS and row["amount"]
    ]
    if len({row["function_code"] for row in rows}) < len(rows):
        return Classes("", (), None)
    lines = [
        _line(str(row["function_code"]), str(row["item"]), titles, money)
        for row in rows
        if (money := Money.of(package, BOTH_SIDES, row, "amount"))
    ]
    spent = total(package, BOTH_SIDES, "amount", side="expenditure")
    subtotal = next(
        (
            Money.of(package, BOTH_SIDES, row, "amount")
            for row in rows_of_year(package, BOTH_SIDES, side="expenditure", role="subtotal")
        ),
        None,
    )
    return Classes(BOTH_SIDES, tuple(lines), subtotal or spent)


def _rolled_up(package: Package, name: str, titles: dict[str, Bilingual]) -> Classes:
    """Add up the lowest codes by class, over units, where no table prints classes once."""
    rows = [row for row in rows_of_year(package, name, role="item") if row.get("code")]
    by_class: dict[str, list[LoadedRow]] = {}
    for row in _lowest(rows):
        if row["total"]:
            by_class.setdefault(str(row["code"])[:CLASS_DIGITS], []).append(row)
    lines = [
        _line(code, titles.get(code, Bilingual(code, "")).zh, titles, money)
        for code, own in by_class.items()
        if (money := Money.sum(package, name, own, "total"))
    ]
    return Classes(name, tuple(lines), total(package, name, "total"), summed=True)


def _lowest(rows: Sequence[LoadedRow]) -> list[LoadedRow]:
    """Give the rows that no other row is a part of."""
    parents = {row["parent_row"] for row in rows}
    return [row for row in rows if row["row"] not in parents]


def _line(code: str, name: str, titles: dict[str, Bilingual], money: Money) -> ClassLine:
    return ClassLine(code, Bilingual(name, titles.get(code, Bilingual("", "")).en), money)


def _before(package: Package, name: str, line: ClassLine) -> Then | None:
    """Find the year before of a class: printed in a table, stated, or worked out from its items."""
    return (
        _printed_before(package, line)
        or _stated_before(package, line)
        or _worked_out(package, name, line)
    )


def _printed_before(package: Package, line: ClassLine) -> Then | None:
    """Take the year before from a table that prints both years, if it has this year's amount too."""
    year = int(package.descriptor["year"])
    for name in BY_CODE:
        rows = resource_rows(package, name, code=line.code, role="item")
        now = [row for row in rows if row.get("period") is None and row["total"]]
        then = [row for row in rows if str(year - 1) in str(row.get("period") or "")]
        if len(now) != 1 or len(then) != 1 or then[0]["total"] is None:
            continue
        money = Money.of(package, name, now[0], "total")
        if money and money.yuan == line.money.yuan:
            link = f"{name}/#{anchor(then[0])}"
            now_value, then_value = now[0]["total"], then[0]["total"]
            return compared(now_value, then_value, year - 1, link, derived=False, percent=None)
    return None


def _stated_before(package: Package, line: ClassLine) -> Then | None:
    row = stated_for(package, line.code, line.money)
    if row is None or row["previous_amount"] is None:
        return None
    return compared(
        row["amount"],
        row["previous_amount"],
        int(row["base_year"]),
        f"year-on-year-changes/#{anchor(row)}",
        derived=row["previous_basis"] == "percent",
        percent=row["change_percent"],
    )


def _worked_out(package: Package, name: str, line: ClassLine) -> Then | None:
    """Add up what is stated of every lowest code of the class; none where one is not stated."""
    if name not in BY_CODE:
        return None
    rows = [
        row
        for row in _lowest(rows_of_year(package, name, role="item"))
        if str(row["code"] or "").startswith(line.code) and row["total"]
    ]
    stated = [
        stated_for(package, str(row["code"]), money)
        for row in rows
        if (money := Money.of(package, name, row, "total"))
    ]
    found = [row for row in stated if row is not None and row["previous_amount"] is not None]
    if not rows or len(found) < len(rows) or len({row["base_year"] for row in found}) != 1:
        return None
    unit = line.money.unit
    size = in_yuan(Decimal(1), unit)
    before = sum(
        (in_yuan(row["previous_amount"], str(row["money_unit"] or unit)) / size for row in found),
        Decimal(0),
    )
    return compared(
        line.money.value,
        before,
        int(found[0]["base_year"]),
        f"year-on-year-changes/#{anchor(found[0])}",
        derived=True,
        percent=None,
    )


def _beside_budget(package: Package, found: Classes) -> Classes:
    """Set the budget beside the accounts, where the table of both sides prints it by code.

    Of several budgets the first that is printed is taken, as the chart of both takes it.
    """
    if package.descriptor["phase"] != "final":
        return found
    rows = [
        row
        for row in resource_rows(package, BOTH_SIDES, side="expenditure", role="item")
        if "预算" in str(row.get("period") or "") and row["amount"] is not None
    ]
    label = str(rows[0]["period"]) if rows else ""
    own = {str(row["function_code"]): row for row in rows if row["period"] == label}
    unit = package.resources[BOTH_SIDES].descriptor.get("money_unit") if rows else ""
    if not own or any(line.money.unit != unit for line in found.lines):
        return found
    lines = tuple(
        replace(line, planned=grouped(own[line.code]["amount"])) if line.code in own else line
        for line in found.lines
    )
    return replace(found, lines=lines, planned_label=label)
