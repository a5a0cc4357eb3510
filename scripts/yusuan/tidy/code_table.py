"""Tables of codes (科目编码 …): levels and parents by code, the total row, what was cut."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from yusuan.amounts import decimals
from yusuan.classification import LEVELS, parent_code
from yusuan.language import Bilingual, normal
from yusuan.tidy.rows import TidyRow, TidyTable, Typist, printed_table

if TYPE_CHECKING:
    from yusuan.errors import Problem
    from yusuan.read.document import Row
    from yusuan.recognise.tables import Table

TOTALS = frozenset({"合计", "总计", "支出合计", "收入合计"})


def tidy_code_table(table: Table, problems: list[Problem]) -> TidyTable:
    """Type the rows of a table of codes; adds what is wrong to ``problems``."""
    kind = table.kind
    typist = Typist(kind, table.where, problems)
    rows: list[TidyRow] = []
    for printed in table.rows:
        cells = _cells(table, printed)
        if not any(text.strip() for text in cells.values()):
            continue
        if rows and _is_wrap(kind.amounts, cells):
            last = rows[-1]
            typist.put(last, "name", last.raw.get("name", str(last.values["name"])) + cells["name"])
            last.place = f"{last.place.split('-')[0]}-{printed.place.line or printed.place.row}"
            continue
        rows.append(typist.row(cells, printed.place))
    seen = len(problems)
    _place_in_hierarchy(rows, str(kind.reading["classification"]), typist)
    if len(problems) == seen:
        _refuse_cut(rows, kind.amounts, typist)
    return printed_table(table, rows, frozenset(table.columns[""].values()))


def _cells(table: Table, row: Row) -> dict[str, str]:
    return {
        name: row.cells[i] if i < len(row.cells) else "" for i, name in table.columns[""].items()
    }


def _is_wrap(amounts: tuple[str, ...], cells: dict[str, str]) -> bool:
    """Say whether the row only goes on with the name of the row above."""
    others = [text for name, text in cells.items() if name in amounts or name == "code"]
    name = cells.get("name", "")
    return (
        bool(name.strip())
        and not any(text.strip() for text in others)
        and normal(name) not in TOTALS
    )


def _place_in_hierarchy(rows: list[TidyRow], classification: str, typist: Typist) -> None:
    by_code: dict[str, int] = {}
    total: int | None = None
    codes = {str(row.values.get("code") or "") for row in rows} - {""}
    nested = any(parent_code(classification, code) in codes for code in codes)
    for position, row in enumerate(rows, 1):
        values = row.values
        code, name = values.get("code"), str(values.get("name") or "")
        if normal(name) in TOTALS or normal(str(code or "")) in TOTALS:
            total = position
            values |= {
                "code": None,
                "name": name or code,
                "role": "total",
                "level": 0,
                "parent": None,
                "parent_row": None,
            }
            continue
        values |= {"role": "item", "level": 0, "parent": None, "parent_row": total}
        if not isinstance(code, str):
            typist.problem(row.place, Bilingual("这一行没有科目编码", "the row has no code"))
            continue
        level = LEVELS[classification].get(len(code)) if code.isascii() and code.isdigit() else None
        if level is None:
            typist.problem(
                row.place,
                Bilingual(f"“{code}”不是科目编码", f"“{code}” is no code"),
                Bilingual("3、5 或 7 位数字", "3, 5 or 7 digits"),
            )
            continue
        if code in by_code:
            typist.problem(
                row.place, Bilingual(f"编码 {code} 重复", f"the code {code} stands twice")
            )
        if not name:
            typist.problem(
                row.place, Bilingual(f"编码 {code} 没有名称", f"the code {code} has no name")
            )
        by_code[code] = position
        values["level"] = level
        parent = parent_code(classification, code)
        if parent is not None and parent in by_code:
            values |= {"parent": parent, "parent_row": by_code[parent]}
        elif parent is not None and nested:
            typist.problem(
                row.place,
                Bilingual(
                    f"编码 {code} 的上级 {parent} 不在前面",
                    f"the parent {parent} of the code {code} does not stand before it",
                ),
            )
    if total is not None:
        for row in rows:
            if row.values["role"] == "item" and row.values["parent_row"] is None:
                row.values["parent_row"] = total


def _refuse_cut(rows: list[TidyRow], amounts: tuple[str, ...], typist: Typist) -> None:
    """Refuse a table that ends too early: only the sums above its last row fall short.

    A sum that does not close elsewhere is the document's own affair and becomes a finding.
    """
    if not rows or (rows[-1].values["role"] != "item" and len(rows) > 1):
        return  # a total at the foot closes its table
    chain: set[int] = {len(rows)}
    parent = rows[-1].values["parent_row"]
    while isinstance(parent, int):
        chain.add(parent)
        parent = rows[parent - 1].values["parent_row"]
    deepest = max(int(str(row.values["level"])) for row in rows)
    for name in amounts:
        short = {
            position
            for position in range(1, len(rows) + 1)
            if _falls_short(rows, position, name, deepest)
        }
        if short and short <= chain:
            place = rows[max(short) - 1]
            typist.problem(
                rows[-1].place,
                Bilingual(
                    f"表在这里断了：“{place.values['name']}”的下级之和小于所印的 {place.values[name]}",
                    f"the table breaks off here: the rows below {place.values['name']} add up to less than the {place.values[name]} printed",
                ),
                Bilingual("表到最后一个科目为止都完整", "the table down to its last code"),
            )
            return


def _falls_short(rows: list[TidyRow], position: int, name: str, deepest: int) -> bool:
    printed = rows[position - 1].amount(name)
    if not printed:
        return False
    children = [row.amount(name) for row in rows if row.values["parent_row"] == position]
    if not children:
        # a total of nothing, or a class without groups where the others have them
        level = int(str(rows[position - 1].values["level"]))
        return len(rows) == 1 or (0 < level < deepest and _others_nest(rows, position))
    terms = [term for term in children if term is not None]
    unit = Decimal(1).scaleb(-max(decimals(term) for term in [printed, *terms]))
    return printed - sum(terms, Decimal(0)) > unit * (len(terms) + 1) / 2


def _others_nest(rows: list[TidyRow], position: int) -> bool:
    """Say whether every other row of this level has rows below it."""
    level = rows[position - 1].values["level"]
    parents = {row.values["parent_row"] for row in rows}
    others = [p for p, row in enumerate(rows, 1) if row.values["level"] == level and p != position]
    return bool(others) and all(p in parents for p in others)
