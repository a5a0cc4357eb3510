"""Headers of tables of measures: columns, columns by fund, rows, or a block a year."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from yusuan.language import normal
from yusuan.read.document import Row
from yusuan.recognise.headers import Header, HeaderFault, match_header
from yusuan.recognise.kind_header import ignored_of, rows_below
from yusuan.recognise.labels import Labels, plain_label
from yusuan.recognise.periods import compares, is_period, match_periods, period_rank
from yusuan.recognise.tables import NotUnderstood, Table, not_understood

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from yusuan.dictionary import TableKind
    from yusuan.recognise.segments import Segment

#: What begins the label of a year's block of columns.
_PERIOD = re.compile(r"(20\d\d年|上年|本年)")


def understand_measures(kind: TableKind, segment: Segment) -> Table | NotUnderstood:
    """Understand a table of measures by the form that fits: columns, columns by fund, or rows."""
    measures = Labels.of_measures(kind)
    where = {"unit_code", "unit_name", "period"}
    places = Labels.of(field for field in kind.fields if field.name in where)
    funds = Labels.of(field for field in kind.fields if field.amount and field.name != "amount")
    by_fund = Labels(
        {
            label + fund: f"{measure}@{name}"
            for label, measure in measures.items()
            for fund, name in funds.items()
        }
    )
    rows = Labels.of(field for field in kind.fields if field.name not in where)
    larger = measures.with_larger_sum()
    forms: list[tuple[Labels, list[str]]] = [
        (by_fund | places, ["total@general_public_budget"]),
        (larger | places, ["with_meetings", "total"]),
        (measures | places, ["total"]),
        (rows, ["name", "amount"]),
    ]
    fault: HeaderFault | None = None
    for labels, required in forms:
        header = match_header(segment.rows, labels, required, ignored_of(kind))
        if isinstance(header, Header):
            below = rows_below(segment, header.height)
            return Table(kind, segment, {"": header.columns}, below, header.ignored)
        fault = fault or header
    both = match_periods(
        segment.rows,
        rows,
        ["name", "amount"],
        frozenset(kind.amounts),
        ignored_of(kind),
        keep_others=True,
    )
    if both is not None:
        below, named = rows_below(segment, both.height), {"": both.columns, **both.periods}
        return Table(kind, segment, named, below, both.ignored, both.others)
    return _periods(kind, segment, measures, places) or not_understood(
        segment, fault or HeaderFault((), ())
    )


def _periods(kind: TableKind, segment: Segment, measures: Labels, places: Labels) -> Table | None:
    """Understand measures of several years side by side: a block of columns a year."""
    top = segment.rows[0].cells
    changes = [i for i, cell in enumerate(top) if compares(plain_label(cell))]
    starts = [
        i
        for i, cell in enumerate(top)
        if i not in changes and (_PERIOD.match(normal(cell)) or is_period(plain_label(cell)))
    ]
    if len(starts) < 2:
        return None
    columns: dict[str, Mapping[int, str]] = {}
    others: dict[int, str] = {}
    height = 0
    for start, end in pairwise(sorted([*starts, *changes, len(top)])):
        cut = [Row(row.cells[start:end], row.place) for row in segment.rows]
        header = _measures_of_period(cut, measures)
        if start in changes and isinstance(header, HeaderFault) and end == start + 1:
            header = Header({0: "total"}, 1)  # 较上年增减(%) alone compares the sums
        if isinstance(header, HeaderFault):
            return None
        found = {start + i: name for i, name in header.columns.items()}
        height = max(height, header.height)
        if start in changes:
            others |= {i: f"{name}@{top[start].strip()}" for i, name in found.items()}
        else:
            columns[top[start].strip()] = found
    before = match_header(
        [Row(row.cells[: starts[0]], row.place) for row in segment.rows[:height]], places, []
    )
    if starts[0] and isinstance(before, HeaderFault):
        return None
    own = before.columns if isinstance(before, Header) else {}
    named = {period: {**own, **found} for period, found in columns.items()}
    latest = max(named, key=lambda period: period_rank(normal(period)))
    blocks = {"": named.pop(latest), **named}
    return Table(kind, segment, blocks, rows_below(segment, height), others=others)


def _measures_of_period(rows: Sequence[Row], measures: Labels) -> Header | HeaderFault:
    """Match the measures of one year, which may have a sum larger than that of the three."""
    larger = match_header(rows, measures.with_larger_sum(), ["with_meetings", "total"])
    return larger if isinstance(larger, Header) else match_header(rows, measures, ["total"])
