"""The pages over packages: home, the list of units, a page a unit, and the comparison."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from yusuan.language import Bilingual
from yusuan.publish.audits import Tally
from yusuan.publish.compare import compare_data, compare_pages
from yusuan.publish.measures import is_known_class
from yusuan.publish.templating import in_languages
from yusuan.publish.trends import MONEY_UNIT, amount_words, newest_total, pairs, trends
from yusuan.publish.unit_charts import chart_name, unit_charts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from yusuan.publish.measures import Measured
    from yusuan.publish.pages import Summary

#: How many packages the home page shows, and how many units a page of their list.
NEWEST = 12
UNITS_A_PAGE = 250
#: Where browsers find the list of all packages, below the site's root.
LIST = "data/packages.js"
#: How templates print amounts.
_MONEY: Mapping[str, Any] = {"money_unit": MONEY_UNIT, "amount_words": amount_words}


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit with its packages, the latest first."""

    slug: str
    packages: tuple[Summary, ...]

    @property
    def name(self) -> Bilingual:
        """Its name, as the latest package gives it."""
        return self.packages[0].unit

    @property
    def region(self) -> Bilingual:
        """Where it is, by the latest package that says it in both languages; empty if none does."""
        told = [one.region for one in self.packages if one.region.zh]
        return next(
            (region for region in told if region.en), told[0] if told else Bilingual("", "")
        )

    @property
    def newest(self) -> tuple[Summary, Measured] | None:
        """The total of its latest year."""
        return newest_total(self.packages)

    @property
    def audit(self) -> Tally:
        """The audits of all its packages together."""
        return together(self.packages)


def together(packages: Iterable[Summary]) -> Tally:
    """Add up the audits of packages."""
    found = Tally()
    for package in packages:
        found.merge(package.audit.total)
    return found


def units_of(summaries: Iterable[Summary]) -> list[Unit]:
    """Put packages together by unit, ordered by region and name."""
    found: dict[str, list[Summary]] = {}
    for summary in summaries:
        found.setdefault(summary.unit_slug, []).append(summary)
    units = [Unit(slug, tuple(newest_first(packages))) for slug, packages in found.items()]
    # units of no stated region come last
    return sorted(units, key=lambda one: (not one.region.zh, one.region.zh, one.slug))


def newest_first(packages: Iterable[Summary]) -> list[Summary]:
    """Order packages by year, the latest first; of one year final accounts before the budget."""
    return sorted(packages, key=lambda one: (-one.year, one.phase_name != "final", one.slug))


def pages_of_units(summaries: Sequence[Summary], shared: Mapping[str, Any]) -> dict[str, bytes]:
    """Make the home page, the list of units, the comparison and the page of each unit."""
    pages = overviews(summaries, shared)
    for unit in units_of(summaries):
        both = pairs(unit.packages)
        pages |= in_languages(
            f"units/{unit.slug}/index.md",
            "unit.md",
            **shared,
            **_MONEY,
            unit=unit,
            trends=trends(unit.packages, both),
            pairs=both,
            charts={chart.name: chart for chart in unit_charts(unit.packages)},
            chart_name=chart_name,
            is_known_class=is_known_class,
        )
    return pages


def overviews(summaries: Sequence[Summary], shared: Mapping[str, Any]) -> dict[str, bytes]:
    """Make the pages over all packages: home, the list of units, the comparison."""
    units = units_of(summaries)
    names = {**shared, **_MONEY}
    regions = _regions(units)
    newest = newest_first(summaries)
    pages = in_languages(
        "index.md",
        "home.md",
        **names,
        units=units,
        regions=regions,
        newest=newest[:NEWEST],
        packages=len(summaries),
        amounts=sum(one.audit.amounts for one in summaries),
        total=together(summaries),
    )
    pages |= _list_pages(units, regions, names)
    return pages | compare_pages(newest, shared, LIST)


def list_address(number: int) -> str:
    """Give the address of a page of the list of units, seen from the list's first page."""
    return "" if number == 1 else f"page-{number}/"


def _regions(units: Sequence[Unit]) -> list[tuple[Bilingual, int, str]]:
    """Give each region with the number of its units and where the list of units begins with it."""
    found: dict[Bilingual, list[int]] = {}
    for position, unit in enumerate(units):
        found.setdefault(unit.region, []).append(position)
    return [
        (region, len(at), f"{list_address(at[0] // UNITS_A_PAGE + 1)}#region-{number}")
        for number, (region, at) in enumerate(found.items(), 1)
    ]


def _list_pages(
    units: Sequence[Unit],
    regions: Sequence[tuple[Bilingual, int, str]],
    names: Mapping[str, Any],
) -> dict[str, bytes]:
    """Make the list of units, of as many pages as it takes to keep each small."""
    pages: dict[str, bytes] = {}
    numbers = {region: number for number, (region, _, _) in enumerate(regions, 1)}
    count = max(1, -(-len(units) // UNITS_A_PAGE))
    for number in range(1, count + 1):
        shown = units[(number - 1) * UNITS_A_PAGE : number * UNITS_A_PAGE]
        groups: dict[Bilingual, list[Unit]] = {}
        for unit in shown:
            groups.setdefault(unit.region, []).append(unit)
        pages |= in_languages(
            f"units/{list_address(number)}index.md",
            "units.md",
            **names,
            units=len(units),
            regions=regions,
            groups=groups,
            numbers=numbers,
            number=number,
            count=count,
            addresses=[list_address(one) for one in range(1, count + 1)],
            base="" if number == 1 else "../",
            list_of_all=LIST,
        )
    return pages


def overall_downloads(summaries: Sequence[Summary]) -> Iterator[tuple[str, bytes]]:
    """Yield what scripts load: the list of all units and packages, and what is compared of each."""
    yield LIST, _list_of_all(summaries)
    yield from compare_data(summaries)


def _list_of_all(summaries: Iterable[Summary]) -> bytes:
    """Make the list of all units and packages that scripts search; loaded by a script tag."""
    rows = [
        [
            unit.slug,
            unit.name.zh,
            unit.name.en,
            unit.region.zh,
            unit.region.en,
            [[one.year, one.phase_name, one.scope or "", one.year_slug] for one in unit.packages],
        ]
        for unit in units_of(summaries)
    ]
    text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    return f"window.yusuanPackages={text};\n".encode()
