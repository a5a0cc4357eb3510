"""What is put together from other places of a document, and what is absent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.dictionary import table_kinds
from yusuan.recognise.parts import narrative as narrative_of
from yusuan.recognise.parts import part
from yusuan.recognise.title_lines import announced_tables
from yusuan.recognise.titles import alternatives, kind_by_title, printed_kind
from yusuan.tidy.derived import derive_project_expenditure
from yusuan.tidy.narrative import tidy_narrative
from yusuan.tidy.rows import ABSENT, TidyTable
from yusuan.tidy.staffing import tidy_staffing
from yusuan.tidy.subjects import Subjects

if TYPE_CHECKING:
    from yusuan.errors import Problem
    from yusuan.read.document import Document
    from yusuan.recognise.identity import Identity


def add_rest(
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
    prose = narrative_of(blocks, narrative["amounts"].reading["apart"])
    subjects = Subjects(tables.values())
    figures = tidy_narrative(narrative, prose, subjects, identity.year, problems)
    tables |= {table.kind.name: table for table in figures}
    announced = _announced(document, identity.unit, tables)
    for kind in kinds.values():
        if kind.optional and kind.name not in tables and kind.name not in announced:
            continue
        table = tables.setdefault(kind.name, TidyTable(kind, [], status=ABSENT))
        number = announced.get(kind.name)
        table.announced = kind.name in announced
        table.number = table.number if table.number is not None else number


def _announced(
    document: Document, unit: str, tables: dict[str, TidyTable]
) -> dict[str, int | None]:
    """Give the kinds that the document's own lists of tables name, with their number there."""
    named: dict[str, int | None] = {}
    for title, number in announced_tables(document.blocks).items():
        kind = kind_by_title(title, unit)
        if kind is not None and kind.layout == "derived":
            own = printed_kind(title)  # where the document prints what else is put together
            kind = own if own is not None and own.name in tables else kind
        if kind is not None and kind.name not in tables:
            kind = next((k for k in alternatives(kind) if k.name in tables), kind)
        if kind is not None:
            named.setdefault(kind.name, number)
    return named
