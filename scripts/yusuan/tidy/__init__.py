"""Tidy: a document → typed rows of every table kind, with what is empty and what is absent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from yusuan.dictionary import table_kinds
from yusuan.errors import InputRefusedError, Problem
from yusuan.language import Bilingual
from yusuan.read.document import Grid, Place, Row
from yusuan.recognise.contents import unfolded
from yusuan.recognise.identity import Identity, identify
from yusuan.recognise.names import is_organisation, same_unit
from yusuan.recognise.parts import narrative as narrative_of
from yusuan.recognise.parts import part
from yusuan.recognise.segments import Segment, announced_tables, segments
from yusuan.recognise.tables import (
    NotUnderstood,
    Table,
    alternatives,
    form_faults,
    kind_by_title,
    printed_kind,
    recognise_table,
)
from yusuan.tidy.code_table import tidy_code_table
from yusuan.tidy.cross_table import tidy_cross_table
from yusuan.tidy.cut import refuse_cut
from yusuan.tidy.derived import derive_project_expenditure
from yusuan.tidy.form import tidy_forms
from yusuan.tidy.goals import tidy_goals
from yusuan.tidy.list_table import name_units, tidy_list, units_named
from yusuan.tidy.measures import tidy_measures
from yusuan.tidy.narrative import tidy_narrative
from yusuan.tidy.particulars import tidy_particulars
from yusuan.tidy.rows import ABSENT, TidyTable, behind
from yusuan.tidy.staffing import tidy_staffing
from yusuan.tidy.subjects import Subjects
from yusuan.tidy.two_sided import tidy_two_sided

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from decimal import Decimal

    from yusuan.read.document import Document

#: Media types whose cells are as their writer set them: a fault there is the document's, and it
#: is refused. In other formats a grid is found by its lines, and a faulty one is set aside.
EXACT = frozenset({"text/plain"})
#: Layouts of tables that are always the disclosing unit's own.
OF_UNIT = frozenset({"code-table", "cross-table", "two-sided", "measures"})
#: Layouts of tables that stand in the document one by one.
LAYOUTS: dict[str, Callable[[Table, list[Problem]], TidyTable]] = {
    "code-table": tidy_code_table,
    "cross-table": tidy_cross_table,
    "list": tidy_list,
    "two-sided": tidy_two_sided,
    "measures": tidy_measures,
    "particulars": tidy_particulars,
}


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
        raise InputRefusedError(_no_budget(document, unknown))
    if identity is not None:
        problems.extend(identity.doubts if strict else ())
        printed, others = _own(printed, identity.unit)
        unknown.extend(others)
    tables, faults = _printed(printed, strict=strict)
    _add_goals(printed, identity.unit if identity else "", tables, faults)
    for table, found_in in faults:
        if strict:
            problems.extend(found_in)
        else:
            unknown.append(_faulty(table, found_in))
    if identity is not None:
        units = units_named(tables, identity.unit)
        for listed in tables.values():
            if listed.kind.layout == "list":
                name_units(listed, units)
    if strict:
        refuse_cut(document, found[-1], printed, tables, problems)
    if identity is None or problems:
        raise InputRefusedError(_in_document(document, problems))
    _refuse_blank(document, tables, unknown)
    _add_rest(tables, document, identity, problems)
    if problems and strict:
        raise InputRefusedError(_in_document(document, problems))
    unknown.extend(_sentence(problem) for problem in problems)
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
    return own, [_of_another(table, unit) for table in others]


def _of_another(table: Table, unit: str) -> NotUnderstood:
    other = table.segment.unit
    return NotUnderstood(
        table.segment,
        Bilingual(
            f"这张表是“{other}”的，不是“{unit}”的",
            f"the table is that of “{other}”, not of “{unit}”",
        ),
        Bilingual("一个文件只放一个单位", "keep one unit in one document"),
    )


def _faulty(table: Table, problems: list[Problem]) -> NotUnderstood:
    """Say of a table that its grid can't be trusted, and why."""
    todo = Bilingual("对照原文件的这一页", "compare with this page of the source")
    return NotUnderstood(table.segment, problems[0].what, problems[0].todo or todo)


def _sentence(problem: Problem) -> NotUnderstood:
    """Say of a sentence of the narrative that its number can't be read."""
    row = Row((problem.where,), Place())
    todo = problem.todo or Bilingual("对照原文件", "compare with the source")
    return NotUnderstood(Segment(title=problem.where, grids=[Grid((row,))]), problem.what, todo)


def _no_budget(document: Document, unknown: list[NotUnderstood]) -> list[Problem]:
    """Say that none of the tables is a budget's, and which tables there are."""
    return [
        Problem(
            Bilingual(
                "不是预算公开文件：没有一张已知的预算表",
                "no budget: none of its tables is of a known kind",
            ),
            document.name,
            Bilingual("收支总表、支出总表等预算表", "tables of revenue, expenditure and the like"),
            Bilingual("确认这是预算公开文件", "check that it is a disclosure"),
        ),
        *_in_document(document, [table.problem for table in unknown[:5]]),
    ]


def _refuse_blank(
    document: Document, tables: dict[str, TidyTable], unknown: list[NotUnderstood]
) -> None:
    """Refuse a form that no one has filled in, or a document none of whose tables can be read."""
    if any(
        row.amount(name) is not None
        for t in tables.values()
        for row in t.rows
        for name in t.kind.amounts
    ):
        return
    if unknown:
        raise InputRefusedError(
            _in_document(document, [_none_read(document), *(t.problem for t in unknown)])
        )
    raise InputRefusedError(
        Problem(
            Bilingual("表格是空白的，没有一个金额", "the form is blank: there is not one amount"),
            document.name,
            Bilingual("填好的预算表", "budget tables with figures"),
            Bilingual("换上填好的文件", "use the document with its figures"),
        )
    )


def _none_read(document: Document) -> Problem:
    return Problem(
        Bilingual("没有一张表能读懂", "not one of the tables can be read"),
        document.name,
        todo=Bilingual("看下面每张表的问题", "see below what is wrong with each table"),
    )


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


def _printed(
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
        if tidied.rows and tidied.kind.amounts and tidied.money_unit is None:
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


def _add_goals(
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


def _no_unit(table: TidyTable) -> Problem:
    return Problem(
        Bilingual("没有金额单位", "no unit of money"),
        f"{table.title} ({table.place})",
        Bilingual("表前有“单位：万元”一行", "a line 单位：万元 before the table"),
    )


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
    prose = narrative_of(blocks, narrative["amounts"].reading["apart"])
    subjects = Subjects(tables.values())
    figures = tidy_narrative(
        narrative["amounts"], narrative["changes"], prose, subjects, identity.year, problems
    )
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
