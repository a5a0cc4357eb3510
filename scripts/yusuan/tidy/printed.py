"""The tables that stand in a document one by one: each tidied, and those that are unsound with what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.dictionary import table_kinds
from yusuan.errors import Problem
from yusuan.language import Bilingual
from yusuan.recognise.form_faults import form_faults
from yusuan.tidy.code_table import tidy_code_table
from yusuan.tidy.cross_table import tidy_cross_table
from yusuan.tidy.form import tidy_forms
from yusuan.tidy.goals import tidy_goals
from yusuan.tidy.list_table import tidy_list
from yusuan.tidy.measures import tidy_measures
from yusuan.tidy.particulars import tidy_particulars
from yusuan.tidy.rows import TidyTable, behind
from yusuan.tidy.two_sided import tidy_two_sided

if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal

    from yusuan.recognise.tables import Table

#: Layouts of tables that stand in the document one by one.
LAYOUTS: dict[str, Callable[[Table, list[Problem]], TidyTable]] = {
    "code-table": tidy_code_table,
    "cross-table": tidy_cross_table,
    "list": tidy_list,
    "two-sided": tidy_two_sided,
    "measures": tidy_measures,
    "particulars": tidy_particulars,
}


def tidy_printed(
    printed: list[Table], *, strict: bool
) -> tuple[dict[str, TidyTable], list[tuple[Table, list[Problem]]]]:
    """Tidy every printed table; give those that are sound, and the others with what is wrong."""
    tables: dict[str, TidyTable] = {}
    faults: list[tuple[Table, list[Problem]]] = []
    for table in printed:
        if table.kind.layout in {"form", "goal-form"}:
            continue
        problems = form_faults(table)
        _put(table, tables, problems)
        if problems:
            faults.append((table, problems))
    forms = [table for table in printed if table.kind.layout == "form"]
    form_problems: list[Problem] = []
    found = tidy_forms(forms, form_problems)
    if form_problems:
        faults.append((forms[0], form_problems))
    else:
        tables |= {tidied.kind.name: tidied for tidied in found}
    by_name = {table.kind.name: table for table in printed}
    for tidied in list(tables.values()):
        if tidied.rows and tidied.money_unit is None and not strict:
            tidied.money_unit = _unit_by_total(tidied, tables)
            tidied.unit_inferred = tidied.money_unit is not None
        if tidied.money_unit is None and _has_figures(tidied):
            source = by_name.get(tidied.kind.name, forms[0] if forms else printed[0])
            faults.append((source, [_no_unit(tidied)]))
            del tables[tidied.kind.name]
    return tables, faults


def _put(table: Table, tables: dict[str, TidyTable], problems: list[Problem]) -> None:
    """Tidy a printed table and put it where its kind belongs, behind others where it may."""
    name = table.kind.name
    before = tables.get(name)
    if before is not None and not table.kind.reading.get("several"):
        what = Bilingual("同一种表出现两次", "a table of this kind stands in the document twice")
        problems.append(Problem(what, table.where))
        return
    tidied = LAYOUTS[table.kind.layout](table, problems)
    if "table_title" in {field.name for field in table.kind.fields}:
        for row in tidied.rows:
            row.values.setdefault("table_title", table.segment.title)
        if tidied.columns is not None:
            tidied.columns |= {"table_title"}
    if before and before.rows and tidied.rows and tidied.money_unit != before.money_unit:
        problems.append(_other_unit(table))
    if not problems:
        tables[name] = behind(before, tidied) if before else tidied


def _other_unit(table: Table) -> Problem:
    """Say that a table is not in the unit of money of those of its kind before it."""
    what = Bilingual(
        "同一种表的几张表金额单位不同", "the tables of this kind are not in one unit of money"
    )
    return Problem(what, table.where)


def add_goals(
    printed: list[Table],
    unit: str,
    tables: dict[str, TidyTable],
    faults: list[tuple[Table, list[Problem]]],
) -> None:
    """Add what the performance forms say, all of them together."""
    forms = [table for table in printed if table.kind.layout == "goal-form"]
    if not forms:
        return
    problems: list[Problem] = []
    indicators = table_kinds()[str(forms[0].kind.reading["indicators"])]
    found = tidy_goals(forms, indicators, unit, problems)
    if problems:
        faults.append((forms[0], problems))
    else:
        tables |= {tidied.kind.name: tidied for tidied in found}


def _unit_by_total(table: TidyTable, tables: dict[str, TidyTable]) -> str | None:
    """Give the unit of money of the tables whose total is the very same number, if it is one."""
    totals = _totals(table)
    units = {
        other.money_unit
        for other in tables.values()
        if other is not table and other.money_unit and totals & _totals(other)
    }
    return units.pop() if len(units) == 1 else None


def _totals(table: TidyTable) -> set[Decimal]:
    values = (
        row.amount(n)
        for row in table.rows
        if row.values.get("role") == "total"
        for n in ("total", "amount")
    )
    return {value for value in values if value}


def _has_figures(table: TidyTable) -> bool:
    """Say whether a table has amounts, or columns of no field that may hold some."""
    amounts = table.kind.amounts
    return bool(amounts) and any(
        row.others or any(row.amount(name) is not None for name in amounts) for row in table.rows
    )


def _no_unit(table: TidyTable) -> Problem:
    return Problem(
        Bilingual("没有金额单位", "no unit of money"),
        f"{table.title} ({table.place})",
        Bilingual("表前有“单位：万元”一行", "a line 单位：万元 before the table"),
    )
