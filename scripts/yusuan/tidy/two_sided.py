"""Two-sided tables (收入 | 支出): each side in long form, with levels, subtotals and totals."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from yusuan.classification import code_by_name
from yusuan.language import Bilingual, normal
from yusuan.tidy.rows import TidyRow, TidyTable, Typist, printed_table

if TYPE_CHECKING:
    from yusuan.dictionary import TableKind
    from yusuan.errors import Problem
    from yusuan.recognise.tables import Table

_NUMERAL = "[一二三四五六七八九十廿卅百]+"
#: Ordinals by the level they print.
ORDINALS: tuple[tuple[int, re.Pattern[str]], ...] = (
    (1, re.compile(rf"({_NUMERAL})\s*[、.]\s*")),
    (2, re.compile(rf"([（(]\s*{_NUMERAL}\s*[）)])\s*")),
    (3, re.compile(r"(\d+)\s*[、.．]\s*")),
)


def tidy_two_sided(table: Table, problems: list[Problem]) -> TidyTable:
    """Type both sides of a table, revenue before expenditure."""
    kind = table.kind
    typist = Typist(kind, table.where, problems)
    rows: list[TidyRow] = []
    for side in kind.reading["sides"]:
        rows.extend(_side(table, side, typist, len(rows)))
    if rows:
        _refuse_cut(rows, kind, typist)
    return printed_table(table, rows)


def _side(table: Table, side: str, typist: Typist, before: int) -> list[TidyRow]:
    rows: list[TidyRow] = []
    for printed in table.rows:
        cells = {
            name: printed.cells[i] if i < len(printed.cells) else ""
            for i, name in table.columns[side].items()
        }
        if not any(text.strip() for text in cells.values()):
            continue
        row = typist.row(cells, printed.place)
        label = cells["item"]
        if not label.strip():
            typist.problem(
                row.place,
                Bilingual("有金额而没有项目名称", "an amount without the name of its item"),
            )
            continue
        _describe(row, side, label, table.kind)
        rows.append(row)
    _link(rows, before)
    return rows


def split_ordinal(label: str) -> tuple[str | None, int | None, str]:
    """Split ``（二）公共安全支出`` into its ordinal, the level that prints, and the name."""
    text = label.strip()
    for level, pattern in ORDINALS:
        match = pattern.match(text)
        if match and match.end() < len(text):
            return match[1], level, text[match.end() :]
    return None, None, text


def _describe(row: TidyRow, side: str, label: str, kind: TableKind) -> None:
    ordinal, level, name = split_ordinal(label)
    role = next(
        (
            role
            for role, labels in kind.reading["roles"].items()
            if normal(name) in {normal(text) for text in labels}
        ),
        "item",
    )
    if role in {"subtotal", "total"}:
        name, level = normal(name), 0
    row.values |= {
        "side": side,
        "ordinal": ordinal,
        "item": name,
        "role": role,
        "level": 1 if level is None else level,
    }
    if name != label:
        row.raw["item"] = label
    else:
        row.raw.pop("item", None)
    row.values["function_code"] = None
    if side == "expenditure" and role == "item" and kind.reading.get("classify") == "function":
        code = code_by_name("function", name, level=1)
        if code:
            row.values["function_code"] = code
            row.inferred.append("function_code")


def _link(rows: list[TidyRow], before: int) -> None:
    """Point each row of a side at the row it adds up into."""
    position = {id(row): before + i for i, row in enumerate(rows, 1)}
    by_role = {
        str(row.values["role"]): position[id(row)] for row in rows if row.values["level"] == 0
    }
    total = by_role.get("total")
    above: dict[int, int] = {}
    for row in rows:
        level, role = int(str(row.values["level"])), row.values["role"]
        if role == "total":
            parent = None
        elif role == "subtotal":
            parent = total
        elif level == 1:
            parent = total if role == "balance" else by_role.get("subtotal", total)
        else:
            parent = above.get(level - 1)
        above[level] = position[id(row)]
        row.values["parent_row"] = parent


def _refuse_cut(rows: list[TidyRow], kind: TableKind, typist: Typist) -> None:
    for side, labels in kind.reading["sides"].items():
        if not any(row.values["side"] == side and row.values["role"] == "total" for row in rows):
            typist.problem(
                rows[-1].place,
                Bilingual(
                    f"“{labels[0]}”一侧没有总计行，表不完整",
                    f"the side {side} has no total: the table is cut",
                ),
                Bilingual("、".join(kind.reading["roles"]["total"]), "a row of the total"),
            )
