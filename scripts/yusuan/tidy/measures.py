"""Tables of measures (“三公”经费): one row a measure, however the form lays them out.

Forms print the measures as columns (one row of amounts, or a row a unit and year, a column a
measure and fund) or as rows (项目 | 合计 | 一般公共预算 …).
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from yusuan.amounts import DASHES
from yusuan.language import Bilingual, normal
from yusuan.recognise.labels import Labels, plain_label
from yusuan.tidy.rows import TidyRow, TidyTable, Typist, keep_others, printed_table
from yusuan.tidy.two_sided import split_ordinal

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from yusuan.dictionary import TableKind
    from yusuan.errors import Problem
    from yusuan.read.document import Row
    from yusuan.recognise.tables import Table
    from yusuan.tidy.rows import Value

_LABELS = ("unit_code", "unit_name", "period")
_MEETINGS = frozenset({"conference", "training"})


def tidy_measures(table: Table, problems: list[Problem]) -> TidyTable:
    """Type a table of measures into one row a measure, unit and period."""
    typist = Typist(table.kind, table.where, problems)
    rows: list[TidyRow] = []
    for period, columns in table.columns.items():
        if "name" in columns.values():
            rows.extend(_measures_as_rows(table, period, typist, len(rows)))
            continue
        for source in table.rows:
            if any(cell.strip() for cell in source.cells):
                rows.extend(_measures_as_columns(table, source, period, typist, len(rows)))
    _settle_sums(rows)
    columns = table.columns[""]
    if "name" in columns.values():
        used = frozenset(columns.values())
    else:
        funds = {name.split("@")[1] for name in columns.values() if "@" in name}
        labels = {name for name in columns.values() if name in _LABELS}
        used = frozenset(labels | (funds or {"amount"}))
        _one_row(table, typist, bool(labels))
        _carry_unit(rows)
    periods = {"period"} if len(table.columns) > 1 else set()
    return printed_table(table, rows, used | {"name", "count"} | periods)


def _settle_sums(rows: list[TidyRow]) -> None:
    """Say what a bare 合计 beside 会议费 and 培训费 is the sum of, as the figures show.

    It is the three public expenses' own unless every sum that tells them apart has the
    conferences and training in it.
    """
    sums = [i for i, row in enumerate(rows) if row.values["measure"] == "total"]
    meetings: dict[int, list[TidyRow]] = {}
    for row in rows:
        if row.values["measure"] in _MEETINGS and row.values["parent_row"] is None:
            same = [i for i in sums if _group(rows[i]) == _group(row)]
            meetings.setdefault(same[-1] if same else -1, []).append(row)
    shown: set[str] = set()
    for i in sums:
        parts = [row for row in rows if row.values["parent_row"] == i + 1]
        total, three = _figure(rows[i]), sum(map(_figure, parts), Decimal(0))
        more = sum(map(_figure, meetings.get(i, [])), Decimal(0))
        if more and total in {three, three + more}:
            shown.add("total" if total == three else "with_meetings")
    if shown != {"with_meetings"}:
        return
    for i in sums:
        rows[i].values |= {"measure": "with_meetings", "role": "item"}
        for row in meetings.get(i, []):
            row.values["parent_row"] = i + 1


def _group(row: TidyRow) -> tuple[Value, ...]:
    """Give what tells rows of one unit and period from others."""
    return tuple(row.values.get(name) for name in _LABELS)


def _figure(row: TidyRow) -> Decimal:
    """Give a measure's amount, of whatever fund; nothing where there is none."""
    figures = (value for value in row.values.values() if isinstance(value, Decimal))
    return next(figures, Decimal(0))


def _carry_unit(rows: list[TidyRow]) -> None:
    """Give the rows below a merged cell the unit that it names."""
    unit = None
    for row in rows:
        if row.values.get("unit_name"):
            unit = row.values["unit_name"]
        elif unit and "unit_name" in row.values:
            row.values["unit_name"] = unit
            row.inferred.append("unit_name")


def _one_row(table: Table, typist: Typist, labelled: bool) -> None:
    """Refuse a second row of amounts that no unit or year tells apart from the first."""
    printed = [row for row in table.rows if any(cell.strip() for cell in row.cells)]
    if len(printed) > 1 and not labelled:
        typist.problem(
            str(printed[1].place),
            Bilingual("表头下不止一行金额", "more than one row of amounts below the header"),
            Bilingual("一行", "one row"),
        )


def _measures_as_columns(
    table: Table, source: Row, block: str, typist: Typist, before: int
) -> list[TidyRow]:
    kind = table.kind
    by_measure: dict[str, dict[str, str]] = {}
    labels: dict[str, str] = {"period": block} if block else {}
    for column, name in table.columns[block].items():
        # a row too short is refused by its width
        text = source.cells[column] if column < len(source.cells) else ""
        if name in _LABELS:
            labels[name] = text
        else:
            measure, _, fund = name.partition("@")
            figure = "count" if kind.reading["measures"][measure].get("counted") else "amount"
            by_measure.setdefault(measure, {})[fund or figure] = text
    order = [name for name in kind.reading["measures"] if name in by_measure]
    rows = []
    changes = _changes(table, source) if not block else {}
    for name in order:
        row = TidyRow({}, str(source.place), others=changes.get(name, {}))
        for field, text in {**labels, **by_measure[name]}.items():
            typist.put(row, field, text)
        row.values |= _described(kind, name)
        parent = _printed_above(kind, name, order)
        row.values["parent_row"] = before + order.index(parent) + 1 if parent else None
        rows.append(row)
    return rows


def _changes(table: Table, source: Row) -> dict[str, dict[str, str]]:
    """Give the texts of columns that compare years, by the measure that each belongs to."""
    found: dict[str, dict[str, str]] = {}
    for column, name in table.others.items():
        measure, _, label = name.partition("@")
        if column < len(source.cells) and (text := source.cells[column].strip()):
            found.setdefault(measure, {})[label] = text
    return found


def _printed_above(kind: TableKind, measure: str, printed: Container[str]) -> str | None:
    """Give the nearest measure above that the table prints."""
    above: str | None = kind.reading["measures"][measure]["parent"]
    while above is not None and above not in printed:
        above = kind.reading["measures"][above]["parent"]
    return above


def _measures_as_rows(table: Table, period: str, typist: Typist, before: int) -> list[TidyRow]:
    kind = table.kind
    known = _measures_named(table, period)
    rows: list[TidyRow] = []
    position: dict[str, int] = {}
    for printed in table.rows:
        cells = {
            name: printed.cells[i]
            for i, name in table.columns[period].items()
            if i < len(printed.cells)
        }
        if not any(text.strip() for text in cells.values()):
            continue
        bare = _bare(cells["name"])
        measure = _measure(bare, known)
        if _heads_section(table, bare, cells):
            continue
        if measure and kind.reading["measures"][measure].get("counted"):
            cells = {"count" if name == "amount" else name: text for name, text in cells.items()}
        row = typist.row(cells, printed.place)
        if measure is None or measure in position:
            typist.problem(
                row.place,
                Bilingual(
                    f"不认识或重复的指标“{cells['name']}”",
                    f"an unknown measure, or one twice: {cells['name']}",
                ),
            )
            continue
        parent = _printed_above(kind, measure, position)
        row.values |= _described(kind, measure)
        row.values["parent_row"] = position[parent] if parent else None
        row.values["period"] = period or row.values.get("period")
        row.raw.setdefault("name", cells["name"])
        if not period:
            keep_others(row, table.others, printed)
        rows.append(row)
        position[measure] = before + len(rows)
    return rows


def _bare(name: str) -> str:
    """Give the name of a measure without 其中."""
    bare = normal(name)
    for mark in ("其中:", "其中"):
        bare = bare.removeprefix(mark)
    return bare


def _measure(bare: str, known: Labels) -> str | None:
    found = known.find((plain_label(split_ordinal(bare)[2]),))
    return found[0] if found else None


def _measures_named(table: Table, period: str) -> Labels:
    """Give the labels of measures; where 三公经费 has a sum of its own, a bare 合计 is larger."""
    known = Labels.of_measures(table.kind)
    column = next(i for i, name in table.columns[period].items() if name == "name")
    names = [_bare(row.cells[column]) for row in table.rows if column < len(row.cells)]
    if [_measure(name, known) for name in names].count("total") < 2:
        return known
    larger = known.with_larger_sum()
    once = [_measure(name, larger) for name in names].count("total") == 1
    return larger if once else known


def _heads_section(table: Table, label: str, cells: Mapping[str, str]) -> bool:
    """Say whether a row only names what follows it: a known head, and nothing but dashes."""
    heads = {normal(head) for head in table.kind.reading.get("sections", ())}
    figures = [text.strip() for name, text in cells.items() if name != "name"]
    known = normal(split_ordinal(label)[2]) in heads
    return known and any(figures) and all(not text or text in DASHES for text in figures)


def _described(kind: TableKind, measure: str) -> dict[str, str | int]:
    entry = kind.reading["measures"][measure]
    role = "total" if measure == "total" else "item"
    return {"measure": measure, "name": entry["name"]["zh"], "role": role, "level": entry["level"]}
