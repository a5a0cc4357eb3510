"""Bars: what the money comes from and is for, each with its row and, where stated, the year before."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from yusuan.language import Bilingual
from yusuan.publish.figure import Money
from yusuan.publish.glance.classes import ClassLine, expenditure_classes
from yusuan.publish.glance.whole import rows_of_year, total
from yusuan.publish.item_names import english_of_item
from yusuan.publish.numbers import grouped, share
from yusuan.publish.projects import FORMS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yusuan.package.load import Package
    from yusuan.publish.glance.changes import Then
    from yusuan.publish.projects import Project

#: The most bars that one picture shows.
MOST = 10


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: a name, an amount as disclosed, its share of the whole, its row, what was before.

    ``planned`` is the amount of the budget where the document prints it beside the accounts.
    """

    title: Bilingual
    money: Money
    share: Decimal
    width: Decimal
    link: str
    code: str = ""
    then: Then | None = None
    planned: str = ""


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars of one table; ``rest`` counts the smaller ones that are put together.

    ``printed`` says whether the document prints the total; ``zeros`` counts what is there with
    an amount of zero and gets no bar.
    """

    name: str
    money_unit: str
    total: str
    printed: bool
    link: str
    bars: tuple[Bar, ...]
    rest: int
    rest_amount: str
    rest_share: Decimal
    zeros: int = 0
    summed: bool = False
    planned_label: str = ""

    @property
    def derived(self) -> bool:
        """Whether a year before is worked out rather than printed."""
        return any(bar.then and bar.then.derived for bar in self.bars)


def income(package: Package) -> Bars | None:
    """Give the sources of the money as bars, as the table of both sides lists them."""
    name = "revenue-expenditure-summary"
    rows = [
        row
        for row in rows_of_year(package, name, side="revenue", level=1)
        if row["role"] in {"item", "balance"} and row.get("amount") is not None
    ]
    lines = [
        ClassLine(
            str(row["function_code"] or ""),
            Bilingual(str(row["item"]), english_of_item(str(row["item"]))),
            money,
        )
        for row in rows
        if row["amount"] and (money := Money.of(package, name, row, "amount"))
    ]
    whole = total(package, name, "amount", side="revenue")
    return _bars(name, lines, whole, zeros=len(rows) - len(lines))


def functions(package: Package) -> Bars | None:
    """Give the classes of expenditure as bars, largest first, with the year before."""
    found = expenditure_classes(package)
    if not found.lines:
        return None
    return _bars(
        found.table,
        found.lines,
        found.total,
        summed=found.summed,
        planned_label=found.planned_label,
    )


def project_bars(package: Package, projects: Sequence[Project]) -> Bars | None:
    """Give the amounts of the projects as bars, each leading to the project's page.

    The total is that of the list of projects, if all the amounts are from one list that has it.
    """
    lines = [
        ClassLine("", Bilingual(project.name, ""), project.amount, link=project.link)
        for project in projects
        if project.amount is not None and project.amount.value
    ]
    missing = len(projects) - len(lines)
    tables = {line.money.link.partition("/")[0] for line in lines}
    table = tables.pop() if len(tables) == 1 else FORMS
    return _bars(
        FORMS, lines, None if table == FORMS else total(package, table, "total"), zeros=missing
    )


def _bars(
    name: str,
    lines: Sequence[ClassLine],
    whole: Money | None,
    *,
    zeros: int = 0,
    summed: bool = False,
    planned_label: str = "",
) -> Bars | None:
    """Make bars, largest first; all beyond ``MOST`` are put together in ``rest``.

    Shares are of the total that the table prints, or of the sum where it prints none.
    """
    if not lines:
        return None
    unit = lines[0].money.unit
    whole = whole if whole and whole.value and whole.unit == unit else None
    added = sum((line.money.value for line in lines[1:]), lines[0].money.value)
    base = whole.value if whole else added
    largest = max(abs(line.money.value) for line in lines)
    ordered = sorted(lines, key=lambda line: (-line.money.value, line.title.zh))
    rest = ordered[MOST:] if len(ordered) > MOST + 1 else []
    rest_sum = sum((line.money.value for line in rest), Decimal(0))
    return Bars(
        name,
        unit,
        grouped(base),
        whole is not None,
        whole.link if whole else f"{name}/",
        tuple(
            Bar(
                line.title,
                line.money,
                share(line.money.value, base),
                share(max(line.money.value, Decimal(0)), largest),
                line.link or line.money.link,
                line.code,
                line.then,
                line.planned,
            )
            for line in ordered[: len(ordered) - len(rest)]
        ),
        rest=len(rest),
        rest_amount=grouped(rest_sum),
        rest_share=share(rest_sum, base),
        zeros=zeros,
        summed=summed,
        planned_label=planned_label,
    )
