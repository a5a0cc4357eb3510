"""Tidy: a document → typed rows of every table kind, with what is empty and what is absent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from yusuan.dictionary import TableKind, table_kinds
from yusuan.errors import InputRefusedError, Problem
from yusuan.language import Bilingual
from yusuan.recognise.identity import Identity, identify
from yusuan.recognise.parts import part
from yusuan.recognise.segments import announced_tables, segments
from yusuan.recognise.tables import Table, kind_by_title, recognise_table
from yusuan.tidy.code_table import tidy_code_table
from yusuan.tidy.cut import refuse_cut
from yusuan.tidy.derived import derive_project_expenditure
from yusuan.tidy.form import tidy_forms
from yusuan.tidy.measures import tidy_measures
from yusuan.tidy.narrative import tidy_narrative
from yusuan.tidy.rows import ABSENT, TidyTable
from yusuan.tidy.staffing import tidy_staffing
from yusuan.tidy.subjects import Subjects
from yusuan.tidy.two_sided import tidy_two_sided

if TYPE_CHECKING:
    from collections.abc import Callable

    from yusuan.read.document import Document

#: Layouts of tables that stand in the document one by one.
LAYOUTS: dict[str, Callable[[Table, list[Problem]], TidyTable]] = {
    "code-table": tidy_code_table,
    "two-sided": tidy_two_sided,
    "measures": tidy_measures,
}


@dataclass(frozen=True, slots=True)
class Disclosure:
    """A disclosure as data: whose it is, and one tidy table for each table kind, in order."""

    document: Document
    identity: Identity
    tables: dict[str, TidyTable]


def tidy_document(document: Document) -> Disclosure:
    """Turn a read document into data.

    Raises :class:`~yusuan.errors.InputRefusedError` with everything that can't be read with
    certainty; nothing is guessed and nothing left out.
    """
    problems: list[Problem] = []
    found = segments(document.blocks)
    if not found:
        raise InputRefusedError(
            Problem(
                Bilingual("文件里没有表格", "there is no table in the document"),
                document.name,
                Bilingual("用制表符分列的预算表", "budget tables with cells separated by tabs"),
                Bilingual(
                    "确认这是预算公开文件，并保留了表格",
                    "check that it is a disclosure and kept its tables",
                ),
            )
        )
    identity = identify(document, found, problems)
    printed = [
        table for segment in found if (table := recognise_table(segment, problems)) is not None
    ]
    tables = _printed(printed, problems)
    refuse_cut(document, found[-1], printed, tables, problems)
    if identity is None or problems:
        raise InputRefusedError(_in_document(document, problems))
    _add_rest(tables, document, identity, problems)
    if problems:
        raise InputRefusedError(_in_document(document, problems))
    return Disclosure(document, identity, {name: tables[name] for name in table_kinds()})


def _in_document(document: Document, problems: list[Problem]) -> list[Problem]:
    name = document.name
    return [
        Problem(
            p.what,
            p.where if p.where.startswith(name) else f"{name}: {p.where}",
            p.expected,
            p.todo,
        )
        for p in problems
    ]


def _printed(printed: list[Table], problems: list[Problem]) -> dict[str, TidyTable]:
    tables: dict[str, TidyTable] = {}
    for table in printed:
        if table.kind.layout == "form":
            continue
        if table.kind.name in tables:
            problems.append(
                Problem(
                    Bilingual(
                        "同一种表出现两次", "a table of this kind stands in the document twice"
                    ),
                    table.where,
                )
            )
            continue
        tables[table.kind.name] = LAYOUTS[table.kind.layout](table, problems)
    forms = [table for table in printed if table.kind.layout == "form"]
    for tidied in tidy_forms(forms, problems):
        tables[tidied.kind.name] = tidied
    for tidied in tables.values():
        if tidied.rows and tidied.kind.amounts and tidied.money_unit is None:
            problems.append(
                Problem(
                    Bilingual("没有金额单位", "no unit of money"),
                    f"{tidied.title} ({tidied.place})",
                    Bilingual("表前有“单位：万元”一行", "a line 单位：万元 before the table"),
                )
            )
    return tables


def _add_rest(
    tables: dict[str, TidyTable], document: Document, identity: Identity, problems: list[Problem]
) -> None:
    """Add what is put together from other places, and record what is absent."""
    kinds = table_kinds()
    blocks = document.blocks
    for kind in kinds.values():
        if kind.layout == "staffing":
            tables[kind.name] = tidy_staffing(
                kind, part(blocks, kind.reading["parts"]), identity.unit
            )
        if kind.layout == "derived" and kind.name not in tables and "projects" in tables:
            tables[kind.name] = derive_project_expenditure(
                kind, tables["projects"], tables["project-funding"]
            )
    narrative = {
        kind.reading["figures"]: kind for kind in kinds.values() if kind.layout == "narrative"
    }
    prose = part(blocks, narrative["amounts"].reading["parts"])
    subjects = Subjects(tables.values())
    figures = tidy_narrative(
        narrative["amounts"], narrative["changes"], prose, subjects, identity.year, problems
    )
    tables |= {table.kind.name: table for table in figures}
    announced = _announced(document, identity.unit)
    for kind in kinds.values():
        table = tables.setdefault(kind.name, TidyTable(kind, [], status=ABSENT))
        number = announced.get(kind.name)
        table.announced = number is not None
        table.number = table.number if table.number is not None else number


def _announced(document: Document, unit: str) -> dict[str, int]:
    named: dict[str, int] = {}
    for number, title in announced_tables(document.blocks).items():
        kind: TableKind | None = kind_by_title(title, unit)
        if kind is not None:
            named.setdefault(kind.name, number)
    return named
