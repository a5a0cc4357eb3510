"""Tidy: a document → typed rows of every table kind, with what is empty and what is absent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from yusuan.dictionary import table_kinds
from yusuan.errors import InputRefusedError, Problem
from yusuan.language import Bilingual
from yusuan.recognise.contents import unfolded
from yusuan.recognise.identity import Identity, identify
from yusuan.recognise.names import is_organisation, same_unit
from yusuan.recognise.segments import Segment, segments
from yusuan.recognise.tables import NotUnderstood, Table
from yusuan.recognise.understand import recognise_table
from yusuan.tidy.cut import refuse_cut
from yusuan.tidy.list_table import name_units, units_named
from yusuan.tidy.printed import add_goals, tidy_printed
from yusuan.tidy.refusals import (
    faulty,
    in_document,
    no_budget,
    of_another,
    refuse_blank,
    unread_sentence,
)
from yusuan.tidy.rest import add_rest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yusuan.read.document import Document
    from yusuan.tidy.rows import TidyTable

#: Media types whose cells are as their writer set them: a fault there is the document's, and it
#: is refused. In other formats a grid is found by its lines, and a faulty one is set aside.
EXACT = frozenset({"text/plain"})
#: Layouts of tables that are always the disclosing unit's own.
OF_UNIT = frozenset({"code-table", "cross-table", "two-sided", "measures"})


@dataclass(frozen=True, slots=True)
class Disclosure:
    """A disclosure as data: whose it is, and one tidy table for each table kind, in order."""

    document: Document
    identity: Identity
    tables: dict[str, TidyTable]
    not_understood: tuple[NotUnderstood, ...] = ()

    @property
    def doubts(self) -> tuple[Problem, ...]:
        """What the document says against its own unit, year or phase."""
        return self.identity.doubts


def tidy_document(document: Document) -> Disclosure:
    """Turn a read document into data.

    Raises :class:`~yusuan.errors.InputRefusedError` with everything that can't be read with
    certainty; nothing is guessed and nothing left out.
    """
    problems: list[Problem] = []
    document = document.with_blocks(unfolded(document.blocks))
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
    strict = document.media_type in EXACT
    recognised = [recognise_table(segment) for segment in found]
    identity = identify(document, _of_unit(found, recognised), problems, by_cover=not strict)
    printed = [table for table in recognised if isinstance(table, Table)]
    unknown = [table for table in recognised if isinstance(table, NotUnderstood)]
    if not printed:
        raise InputRefusedError(no_budget(document, unknown))
    if identity is not None:
        problems.extend(identity.doubts if strict else ())
        printed, others = _own(printed, identity.unit)
        unknown.extend(others)
    tables, faults = tidy_printed(printed, strict=strict)
    add_goals(printed, identity.unit if identity else "", tables, faults)
    for table, found_in in faults:
        if strict:
            problems.extend(found_in)
        else:
            unknown.append(faulty(table, found_in))
    if identity is not None:
        units = units_named(tables, identity.unit)
        for listed in tables.values():
            if listed.kind.layout == "list":
                name_units(listed, units)
    if strict:
        refuse_cut(document, found[-1], printed, tables, problems)
    if identity is None or problems:
        raise InputRefusedError(in_document(document, problems))
    refuse_blank(document, tables, unknown)
    add_rest(tables, document, identity, problems)
    if problems and strict:
        raise InputRefusedError(in_document(document, problems))
    unknown.extend(unread_sentence(problem) for problem in problems)
    ordered = {name: tables[name] for name in table_kinds() if name in tables}
    return Disclosure(document, identity, ordered, tuple(unknown))


def _of_unit(found: list[Segment], recognised: Sequence[Table | NotUnderstood]) -> list[Segment]:
    """Leave out the tables that may be about another unit or year: projects, goals, lists."""
    own = [
        segment
        for segment, table in zip(found, recognised, strict=True)
        if isinstance(table, NotUnderstood) or table.kind.layout in OF_UNIT
    ]
    return own or found


def _own(printed: list[Table], unit: str) -> tuple[list[Table], list[NotUnderstood]]:
    """Set aside the tables whose own line says that they are another unit's.

    Forms of projects and lists may name the unit that carries them out. Where half of the
    tables or more name another unit, it is not they that are in the wrong place.
    """
    named = [table for table in printed if table.segment.unit and table.kind.layout in OF_UNIT]
    others = [
        table
        for table in named
        if is_organisation(str(table.segment.unit)) and not same_unit(str(table.segment.unit), unit)
    ]
    if len(others) * 2 >= len(named):
        return printed, []
    own = [table for table in printed if not any(table is other for other in others)]
    return own, [of_another(table, unit) for table in others]
