"""A unit's years beside each other: trends of one stage and scope, and budget beside final accounts.

A line never mixes budget with final accounts, nor a department's figures with a single unit's.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from yusuan.publish.measures import TOTAL, in_order, measure_group, measure_title
from yusuan.publish.numbers import MINUS, grouped, shifted
from yusuan.recognise.identity import PHASE_TITLES, SCOPE_TITLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from yusuan.language import Bilingual
    from yusuan.publish.measures import Measured
    from yusuan.publish.pages import Summary

#: The unit of money of every page over several packages.
MONEY_UNIT = "万元"
#: Groups of measures that a unit's page shows; of the three public expenses only their sum.
_SHOWN = frozenset({"headline", "function"})
_SUM = "three-public"


@dataclass(frozen=True, slots=True)
class Change:
    """How an amount differs from another: exactly, and in percent where that has a sense."""

    amount: str
    percent: str


@dataclass(frozen=True, slots=True)
class Row:
    """A measure over the columns of a table; a cell is empty where its package has none."""

    name: str
    title: Bilingual
    cells: tuple[Measured | None, ...]
    change: Change | None


@dataclass(frozen=True, slots=True)
class Trend:
    """Years of one stage and scope, the earliest first; the change is of the last on the one before."""

    phase: Bilingual
    scope: Bilingual | None
    key: str
    packages: tuple[Summary, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Budget and final accounts of one year and scope; the change is of the second on the first."""

    year: int
    scope: Bilingual | None
    packages: tuple[Summary, Summary]
    rows: tuple[Row, ...]


def trends(packages: Iterable[Summary], shown: Iterable[Pair] = ()) -> list[Trend]:
    """Put packages that may be compared into lines, the longest line first.

    A line of one package is left out where a pair shows the package already.
    """
    paired = {package.slug for pair in shown for package in pair.packages}
    lines: dict[tuple[str, str | None], list[Summary]] = {}
    for package in sorted(packages, key=lambda one: (one.year, one.slug)):
        lines.setdefault((package.phase_name, package.scope), []).append(package)
    return [
        Trend(
            PHASE_TITLES[phase],
            SCOPE_TITLES[scope] if scope else None,
            f"{phase}-{scope}" if scope else phase,
            tuple(line),
            _rows(line),
        )
        for (phase, scope), line in sorted(
            lines.items(), key=lambda item: (-len(item[1]), item[0][0], item[0][1] or "")
        )
        if len(line) > 1 or line[0].slug not in paired
    ]


def pairs(packages: Sequence[Summary]) -> list[Pair]:
    """Find the years of which budget and final accounts of one scope are there, the latest first."""
    found: dict[tuple[int, str], dict[str, Summary]] = {}
    for package in packages:
        found.setdefault((package.year, package.scope or ""), {})[package.phase_name] = package
    return [
        Pair(
            year,
            SCOPE_TITLES[scope] if scope else None,
            (both["budget"], both["final"]),
            _rows((both["budget"], both["final"])),
        )
        for (year, scope), both in sorted(found.items(), reverse=True)
        if {"budget", "final"} <= both.keys()
    ]


def _rows(packages: Sequence[Summary]) -> tuple[Row, ...]:
    """Give the measures that any of the packages has, with the change of the last on the one before."""
    names = {
        name
        for package in packages
        for name in package.measures
        if name == _SUM or measure_group(name) in _SHOWN
    }
    rows = []
    for name in in_order(names):
        cells = tuple(package.measures.get(name) for package in packages)
        rows.append(Row(name, measure_title(name), cells, _last_change(cells)))
    return tuple(rows)


def _last_change(cells: Sequence[Measured | None]) -> Change | None:
    if len(cells) < 2 or cells[-2] is None or cells[-1] is None:
        return None
    return change(cells[-2].yuan, cells[-1].yuan)


def change(before: Decimal, after: Decimal) -> Change:
    """Subtract exactly; the percent has one decimal and is left out where the base is not above zero."""
    amount = shifted(after - before, "元", MONEY_UNIT)
    percent = (
        f"{_sign((after - before) * 100 / before):.1f}%".replace("-", MINUS) if before > 0 else ""
    )
    signed = grouped(amount)
    return Change(
        f"+{signed}" if amount > 0 else signed,
        f"+{percent}" if percent and after > before else percent,
    )


def _sign(percent: Decimal) -> Decimal:
    """Round to a tenth; what rounds to nothing bears no sign."""
    return percent.quantize(Decimal("0.1")) + Decimal(0)


def amount_words(measured: Measured) -> str:
    """Print a measure in the unit of money of pages over several packages, exactly."""
    return grouped(shifted(measured.value, measured.money_unit, MONEY_UNIT))


def newest_total(packages: Iterable[Summary]) -> tuple[Summary, Measured] | None:
    """Give the total of the latest year that has one; the budget before the final accounts."""
    having = [package for package in packages if TOTAL in package.measures]
    if not having:
        return None
    newest = max(having, key=lambda one: (one.year, one.phase_name == "budget", one.slug))
    return newest, newest.measures[TOTAL]
