"""A total and its two or three parts: basic and project expenditure, people and running cost."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from yusuan.dictionary import table_kinds
from yusuan.language import Bilingual
from yusuan.publish.figure import Money
from yusuan.publish.glance.whole import total_row
from yusuan.publish.numbers import share

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yusuan.package.load import Package

#: Parts that are tried by their tables, the one of all money first.
_KIND_OF_USE = (
    "basic",
    "project_expenditure",
    "business",
    "paid_to_superior",
    "subsidy_to_affiliated",
)
_BASIC = ("personnel", "operating")


@dataclass(frozen=True, slots=True)
class SplitPart:
    """A part: its title, its amount and its share."""

    title: Bilingual
    money: Money
    share: Decimal


@dataclass(frozen=True, slots=True)
class Split:
    """A whole and its parts, side by side."""

    title: Bilingual
    explained: Bilingual
    whole: Bilingual
    parts: tuple[SplitPart, ...]
    link: str


_WANTED: tuple[tuple[Bilingual, Bilingual, Bilingual, tuple[str, ...], tuple[str, ...]], ...] = (
    (
        Bilingual("基本支出和项目支出", "Basic and project expenditure"),
        Bilingual(
            "基本支出维持机构运转：人和日常办公；项目支出办专门的事。",
            "Basic expenditure keeps the unit running: its people and its office; project expenditure is for particular tasks.",
        ),
        Bilingual("合计", "the total"),
        _KIND_OF_USE,
        (
            "expenditure-summary",
            "general-public-budget-expenditure",
            "fiscal-appropriation-expenditure",
        ),
    ),
    (
        Bilingual("人员经费和公用经费", "People and running cost"),
        Bilingual(
            "基本支出的两部分：人员经费付给在职和离退休人员，公用经费用于日常办公。",
            "The two parts of basic expenditure: personnel pays staff and retirees, operating pays for the office.",
        ),
        Bilingual("基本支出", "basic expenditure"),
        _BASIC,
        (
            "general-public-budget-expenditure",
            "basic-expenditure-by-economic-class",
            "basic-expenditure-by-function",
            "fiscal-appropriation-basic-expenditure",
        ),
    ),
)


def splits(package: Package) -> list[Split]:
    """Give the divisions that the package prints, each from the first table that has it."""
    found = []
    for title, explained, whole, columns, tables in _WANTED:
        options = (_parts(package, columns, name) for name in tables)
        if parts := next((option for option in options if option), ()):
            found.append(Split(title, explained, whole, parts, parts[0].money.link))
    return found


def _parts(package: Package, columns: Sequence[str], name: str) -> tuple[SplitPart, ...]:
    """Divide a total; nothing where fewer than two parts are printed or nothing is spent."""
    row = total_row(package, name, columns[0])
    if row is None:
        return ()
    kind = table_kinds()[name]
    own = [
        field for field in kind.fields if field.name in columns and row.get(field.name) is not None
    ]
    amounts = {field.name: Money.of(package, name, row, field.name) for field in own}
    printed = [(field, money) for field in own if (money := amounts[field.name]) is not None]
    whole = sum((money.value for _, money in printed), Decimal(0))
    needed = set(columns[:2])
    if not needed <= {field.name for field, _ in printed} or whole <= 0:
        return ()
    return tuple(
        SplitPart(field.title, money, share(money.value, whole))
        for field, money in printed
        if money.value or field.name in needed
    )
