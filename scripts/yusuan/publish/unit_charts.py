"""The charts of a unit: its whole over years, and the budget beside the final accounts of a year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.language import Bilingual
from yusuan.publish.chart import Chart, Line, plain
from yusuan.publish.chart_series import trend_chart
from yusuan.publish.measures import measure_group
from yusuan.publish.numbers import shifted
from yusuan.publish.trends import MONEY_UNIT, amount_words, pairs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yusuan.publish.measures import Measured
    from yusuan.publish.pages import Summary
    from yusuan.publish.trends import Pair, Row

#: One pair of bars is said better by a sentence.
_FEWEST = 2
#: What is drawn where the classes of expenditure are not there: the parts of the whole.
_PARTS = frozenset({"basic", "project"})


def unit_charts(packages: Sequence[Summary]) -> list[Chart]:
    """Give every chart of a unit, that of its years first."""
    found = [trend_chart(packages), *(pair_chart_of(pair) for pair in pairs(packages))]
    return [chart for chart in found if chart is not None]


def chart_name(pair: Pair) -> str:
    """Name the chart of a pair; a year may have one of each scope."""
    scope = pair.packages[0].scope
    return f"budget-and-account-{pair.year}" + (f"-{scope}" if scope else "")


def pair_chart_of(pair: Pair) -> Chart | None:
    """Chart both amounts of each class, or of each part where classes are not there."""
    both = [
        (row, (row.cells[0], row.cells[1]))
        for row in pair.rows
        if row.cells[0] is not None and row.cells[1] is not None
    ]
    rows = [one for one in both if measure_group(one[0].name) == "function"]
    if len(rows) < _FEWEST:
        rows = [one for one in both if one[0].name in _PARTS]
    if len(rows) < _FEWEST:
        return None
    unit, series = pair.packages[0].unit, [package.phase for package in pair.packages]
    return Chart(
        name=chart_name(pair),
        kinds=("pair",),
        title=Bilingual(
            f"{pair.year} 年预算与决算对照", f"{pair.year}: budget beside final accounts"
        ),
        fact=Bilingual("", ""),
        source=Bilingual(
            f"{unit.zh}，{pair.year} 年预算和决算",
            f"{unit.en or unit.zh}, budget and final accounts of {pair.year}",
        ),
        money_unit=MONEY_UNIT,
        link="",
        columns=(*_NAMES, "amount", "money_unit", "table", "row"),
        records=tuple(_records(pair, rows, series)),
        heads=(Bilingual("科目", "Class"), *series),
        lines=tuple(
            Line(
                row.title,
                tuple(amount_words(cell) for cell in cells if cell),
                f"{pair.packages[0].year_slug}/{cells[0].link if cells[0] else ''}",
            )
            for row, cells in rows
        ),
    )


_NAMES = ("name", "name_en", "series", "series_en")


def _records(
    pair: Pair,
    rows: Sequence[tuple[Row, tuple[Measured | None, Measured | None]]],
    series: Sequence[Bilingual],
) -> Iterator[tuple[str, ...]]:
    for row, cells in rows:
        for cell, phase, package in zip(cells, series, pair.packages, strict=True):
            if cell is not None:
                amount = shifted(cell.value, cell.money_unit, MONEY_UNIT)
                place = (f"{package.year_slug}/{cell.table}", f"r{cell.row}")
                yield (*row.title, *phase, plain(amount), MONEY_UNIT, *place)
