"""Tables that list things by name: projects, procurement, performance goals."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from yusuan.amounts import is_amount
from yusuan.classification import parent_code
from yusuan.language import normal
from yusuan.tidy.codes import TOTALS, whole_code
from yusuan.tidy.list_heads import put_below_heads, undo_heads
from yusuan.tidy.rows import (
    TidyRow,
    TidyTable,
    Typist,
    fills_other_blocks,
    keep_others,
    of_period,
    printed_table,
)
from yusuan.tidy.two_sided import split_ordinal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yusuan.dictionary import TableKind
    from yusuan.errors import Problem
    from yusuan.read.document import Row
    from yusuan.recognise.tables import Table
    from yusuan.tidy.rows import Value

#: A letter that stands before what is listed: A 货物.
_LETTER = re.compile(r"[A-Z][.、:]?(?=[^\x00-\x7f])")
#: Classes of what is procured.
_PROCURED = re.compile(r"(货物|工程|服务)类?")


def tidy_list(table: Table, problems: list[Problem]) -> TidyTable:
    """Type the rows of a list: totals, units with what they have, and the things listed.

    A row that fills only texts goes on with the row above; a row that names no thing but a
    unit or a class is the subtotal of what follows.
    """
    anchor = str(table.kind.reading["anchor"])
    rows: list[TidyRow] = []
    for period in table.columns:
        rows.extend(of_period(_block(table, period, problems), period, len(rows)))
    names = {name.split(".")[0] for block in table.columns.values() for name in block.values()}
    return printed_table(table, rows, frozenset(names | {anchor}))


def _block(table: Table, period: str, problems: list[Problem]) -> list[TidyRow]:
    """Type the rows of one period."""
    kind = table.kind
    typist = Typist(kind, table.where, problems)
    anchor = str(kind.reading["anchor"])
    rows: list[TidyRow] = []
    carried = ["", "", ""]
    for printed in table.rows:
        cells = {
            name: printed.cells[i] if i < len(printed.cells) else ""
            for i, name in table.columns[period].items()
        }
        filled = {name: text for name, text in cells.items() if text.strip()}
        elsewhere = len(table.columns) > 1 and fills_other_blocks(table, period, printed)
        if not elsewhere and (not filled or set(map(normal, filled.values())) <= {"无", "/", "-"}):
            continue
        texts = {name for name in filled if not kind.field(name.split(".")[0]).amount}
        listed = bool(rows) and _listed_alike(filled.get(anchor, ""), rows[-1].values.get(anchor))
        only_texts = texts == set(filled) and not _has_other_amounts(table, printed)
        only_texts = only_texts and not listed
        if rows and not elsewhere and only_texts and _goes_on(filled, rows[-1], typist):
            continue
        code = whole_code(cells, carried) if any(name.startswith("code") for name in cells) else ""
        row = typist.row(
            {n: t for n, t in cells.items() if not n.startswith("code")}, printed.place
        )
        if any(name.startswith("code") for name in cells):
            row.values["code"] = None if normal(code) in TOTALS else code or None
        if not period:
            keep_others(row, table.others, printed)
        _describe(row, filled, anchor, code)
        if not texts and not rows:  # a total that the form leaves without a name
            row.values |= {"role": "total", "level": 0}
        rows.append(row)
    _link(rows, kind)
    printed_amounts = set(kind.amounts) & set(table.columns[period].values())
    if printed_amounts and not any(row.amount(n) is not None for row in rows for n in kind.amounts):
        rows = [row for row in rows if row.values["role"] == "item" and row.values.get(anchor)]
        rows = [] if period else rows
    return rows


def _has_other_amounts(table: Table, printed: Row) -> bool:
    """Say whether a column that the dictionary lacks holds an amount: then it is a row of its own."""
    cells = (printed.cells[i] for i in table.others if i < len(printed.cells))
    return any(is_amount(cell) for cell in cells if cell.strip())


def _listed_alike(name: str, above: Value) -> bool:
    """Say whether two names are listed alike, so that neither goes on with the other.

    Both have an ordinal of one level or a letter, or both are classes of what is procured.
    """
    if not isinstance(above, str) or not name.strip():
        return False
    return _listing(name) is not None and _listing(name) == _listing(above)


def _listing(name: str) -> str | None:
    plain = normal(name)
    letter = _LETTER.match(plain)
    if _PROCURED.fullmatch(plain[letter.end() :] if letter else plain):
        return "procured"
    level = split_ordinal(name)[1]
    return "letter" if letter else str(level) if level else None


def _goes_on(filled: Mapping[str, str], last: TidyRow, typist: Typist) -> bool:
    """Append texts that a page or a wrap has cut off from the row above."""
    if any(normal(text) in TOTALS for text in filled.values()):
        return False
    if any(last.values.get(name) is None for name in filled):
        return False
    for name, text in filled.items():
        typist.put(last, name, last.raw.get(name, str(last.values[name])) + text)
    return True


def _describe(row: TidyRow, filled: Mapping[str, str], anchor: str, code: str) -> None:
    texts = {normal(text) for text in (*filled.values(), *row.others.values())}
    named = str(row.values.get(anchor) or "")
    if texts & TOTALS or normal(code) in TOTALS:
        row.values |= {"role": "total", "level": 0}
    elif named and normal(named) not in TOTALS:
        row.values |= {"role": "item", "level": 1}
    else:
        row.values |= {"role": "subtotal", "level": 0}


def _link(rows: list[TidyRow], kind: TableKind) -> None:
    tree = bool(kind.reading.get("tree"))
    total = next((i for i, row in enumerate(rows, 1) if row.values["role"] == "total"), None)
    unit: int | None = None
    by_code: dict[str, int] = {}
    by_unit: dict[str, int] = {}
    for position, row in enumerate(rows, 1):
        row.values["parent_row"] = None
        if not tree or row.values["role"] == "total":
            continue
        if row.values["role"] == "subtotal":
            unit = position
            code = str(row.values.get("code") or "")
            above = parent_code("function", code) if code else None
            row.values["parent_row"] = by_code.get(above, total) if above else total
            if code:
                by_code[code] = position
            elif own := str(row.values.get("unit_code") or ""):
                row.values["parent_row"] = _unit_above(by_unit, own) or total
                by_unit[own] = position
        else:
            row.values["parent_row"] = unit or total
    if tree and "total" in kind.amounts:
        put_below_heads(rows, str(kind.reading["anchor"]))


def _unit_above(units: Mapping[str, int], code: str) -> int | None:
    """Give the row of the unit whose code begins a unit's own: 115 of 115001."""
    above = [unit for unit in units if code.startswith(unit) and code != unit]
    return units[max(above, key=len)] if above else None


def name_units(table: TidyTable, units: frozenset[str]) -> None:
    """Turn rows that bear a unit's name, in a list of one name column, into its subtotal."""
    anchor = str(table.kind.reading["anchor"])
    found = undo_heads(table.rows)
    for row in table.rows:
        if row.values["role"] == "item" and normal(str(row.values.get(anchor))) in units:
            row.values |= {"role": "subtotal", "level": 0, "unit_name": row.values[anchor]}
            found = True
    if found:
        before = 0
        for period, rows in groupby(table.rows, key=lambda row: row.values.get("period")):
            block = list(rows)
            _link(block, table.kind)
            of_period(block, str(period or ""), before)
            before += len(block)


def units_named(tables: Mapping[str, TidyTable], unit: str) -> frozenset[str]:
    """Collect the names of units that a disclosure's other tables print."""
    named = {
        normal(str(row.values["unit_name"]))
        for table in tables.values()
        for row in table.rows
        if row.values.get("unit_name")
    }
    return frozenset(named | {normal(unit)})
