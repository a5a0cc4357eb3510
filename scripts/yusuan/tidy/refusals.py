"""What is said of a document or a table that can't be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.errors import InputRefusedError, Problem
from yusuan.language import Bilingual
from yusuan.read.document import Document, Grid, Place, Row
from yusuan.recognise.segments import Segment
from yusuan.recognise.tables import NotUnderstood, Table

if TYPE_CHECKING:
    from yusuan.tidy.rows import TidyTable


def of_another(table: Table, unit: str) -> NotUnderstood:
    """Say of a table that it is another unit's."""
    other = table.segment.unit
    return NotUnderstood(
        table.segment,
        Bilingual(
            f"这张表是“{other}”的，不是“{unit}”的",
            f"the table is that of “{other}”, not of “{unit}”",
        ),
        Bilingual("一个文件只放一个单位", "keep one unit in one document"),
    )


def faulty(table: Table, problems: list[Problem]) -> NotUnderstood:
    """Say of a table that its grid can't be trusted, and why."""
    todo = Bilingual("对照原文件的这一页", "compare with this page of the source")
    return NotUnderstood(table.segment, problems[0].what, problems[0].todo or todo)


def unread_sentence(problem: Problem) -> NotUnderstood:
    """Say of a sentence of the narrative that its number can't be read."""
    row = Row((problem.where,), Place())
    todo = problem.todo or Bilingual("对照原文件", "compare with the source")
    return NotUnderstood(Segment(title=problem.where, grids=[Grid((row,))]), problem.what, todo)


def no_budget(document: Document, unknown: list[NotUnderstood]) -> list[Problem]:
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
        *in_document(document, [table.problem for table in unknown[:5]]),
    ]


def refuse_blank(
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
            in_document(document, [_none_read(document), *(t.problem for t in unknown)])
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


def in_document(document: Document, problems: list[Problem]) -> list[Problem]:
    """Put the document's name before the places of problems."""
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
