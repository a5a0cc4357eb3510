"""Which charts a package has, and on which pages they stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from yusuan.dictionary import table_kinds
from yusuan.language import Bilingual
from yusuan.publish.chart import Chart, chart_csv
from yusuan.publish.chart_flow import flow_chart
from yusuan.publish.chart_series import pair_chart
from yusuan.publish.chart_trees import tree_chart

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from yusuan.dictionary import TableKind
    from yusuan.package.load import Package

#: What a chart of a table of codes shows, by the classification of the codes.
_SHOWS = {
    "function": Bilingual("按功能分类，钱用在哪里", "What the money is for, by function"),
    "economic": Bilingual("按经济分类，钱花在什么上", "What the money buys, by economic class"),
}
#: Tables of projects and the column that is charted. The page of a year has them as a list of its own.
PROJECTS = {"projects": "current_budget", "project-expenditure": "total", "project-list": "total"}
#: Fewer projects than these are read faster in their table.
FEWEST_PROJECTS = 7
#: Tables of codes for the year page: the first with a chart, in this order.
FUNCTIONS = ("expenditure-summary", "general-public-budget-expenditure")
ECONOMIC = (
    "unit-budget-by-economic-class",
    "fiscal-appropriation-by-economic-class",
    "general-public-budget-by-economic-class",
    "basic-expenditure-by-economic-class",
    "fiscal-appropriation-basic-expenditure",
)
#: Charts that are not of one column of a table.
BESIDE = ("budget-and-account", "flow")


def package_charts(package: Package) -> dict[str, Chart]:
    """Give every chart of a package by its name; a chart of one table bears the table's."""
    found = [_table_chart(package, name) for name in package.resources if name in table_kinds()]
    return {
        chart.name: chart
        for chart in (*found, flow_chart(package), pair_chart(package))
        if chart is not None
    }


@dataclass(frozen=True, slots=True)
class YearCharts:
    """The charts of a year at a glance; of that by economic class the page says its main fact alone."""

    functions: Chart | None
    economic: Chart | None
    others: tuple[Chart, ...]


def year_charts(charts: Mapping[str, Chart], classes: str | None) -> YearCharts:
    """Choose the charts of a year at a glance; ``classes`` is the table of which it lists the classes.

    A chart stands there in place of the list of classes: that of the same table, or any if there
    is no list.
    """
    wanted = FUNCTIONS if classes is None else (classes,)
    return YearCharts(
        _first(charts, wanted),
        _first(charts, ECONOMIC),
        tuple(charts[name] for name in BESIDE if name in charts),
    )


def _first(charts: Mapping[str, Chart], names: Iterable[str]) -> Chart | None:
    return next((charts[name] for name in names if name in charts), None)


def chart_files(slug: str, charts: Iterable[Chart]) -> Iterator[tuple[str, bytes]]:
    """Yield the files in which charts' data are offered, below ``data/``."""
    for chart in charts:
        yield f"data/{slug}/charts/{chart.name}.csv", chart_csv(chart)


def charted_column(kind: TableKind) -> str | None:
    """Name the column of a table that its chart shows, if a table of its kind has a chart."""
    if kind.name in PROJECTS:
        return PROJECTS[kind.name]
    if kind.layout == "code-table" and kind.reading.get("classification") in _SHOWS:
        names = [field.name for field in kind.fields]
        return "total" if "total" in names and kind.name != "revenue-summary" else None
    return None


def _table_chart(package: Package, name: str) -> Chart | None:
    kind = table_kinds()[name]
    column = charted_column(kind)
    resource = package.resources[name]
    if column is None or column not in resource.columns:
        return None
    if name in PROJECTS and len(resource.rows) < FEWEST_PROJECTS:
        return None
    return tree_chart(package, name, _title(kind), column)


def _title(kind: TableKind) -> Bilingual:
    if kind.name in PROJECTS:
        return Bilingual("各项目的金额", "Amounts of the projects")
    shows = _SHOWS[kind.reading["classification"]]
    return Bilingual(f"{kind.title.zh}：{shows.zh}", f"{kind.title.en}: {shows.en}")
