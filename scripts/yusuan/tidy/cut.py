"""A document that ends inside a table was cut: what shows it, beyond the table's own sums."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.amounts import is_amount
from yusuan.errors import Problem
from yusuan.language import Bilingual, normal
from yusuan.read.document import Grid
from yusuan.recognise.parts import missing_part
from yusuan.recognise.titles import kind_by_title

#: What no cell ends in, unless it goes on.
_OPEN = ("、", "，", "（", "(")

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from yusuan.read.document import Document
    from yusuan.recognise.segments import Segment
    from yusuan.recognise.tables import Table
    from yusuan.tidy.rows import TidyTable


def refuse_cut(
    document: Document,
    last: Segment,
    printed: Sequence[Table],
    tables: Mapping[str, TidyTable],
    problems: list[Problem],
) -> None:
    """Refuse a document whose last line is a table's row and which should have gone on.

    It should have if its contents list a part that never comes, if a cell of the last row
    breaks off at a comma, if the table has a header and nothing below it, if a table of codes
    has no total, or if a two-sided table has the sum of the year and no total behind it.
    """
    if not isinstance(document.blocks[-1], Grid):
        return
    part = missing_part(document.blocks)
    if part is not None:
        problems.append(
            _cut(
                last,
                Bilingual(
                    f"目录中的“{part}”不在文件里", f"{part}, listed in the contents, is not there"
                ),
            )
        )
    open_cell = next((c for c in last.grids[-1].rows[-1].cells if c.endswith(_OPEN)), None)
    if open_cell is not None:
        problems.append(
            _cut(last, Bilingual(f"“…{open_cell[-10:]}”没有完", f"“…{open_cell[-10:]}” goes on"))
        )
    table = next((table for table in printed if table.segment is last), None)
    if table is None:
        if kind_by_title(last.title, last.unit or "") and not _has_amount(last):
            problems.append(_cut(last, Bilingual("只有表头", "there is nothing but its header")))
        return
    if not table.rows:
        problems.append(
            _cut(last, Bilingual("表头下什么也没有", "there is nothing below the header"))
        )
    elif (tidied := tables.get(table.kind.name)) is None:
        return  # it has faults of its own, told elsewhere
    elif table.kind.layout == "code-table" and _lacks_total(tidied):
        problems.append(_cut(last, Bilingual("没有合计行", "there is no row of the total")))
    elif table.kind.layout == "two-sided" and _only_of_the_year(tidied):
        problems.append(_cut(last, Bilingual("没有总计行", "there is no row of the total")))


def _has_amount(segment: Segment) -> bool:
    return any(is_amount(cell) and cell.strip() for row in segment.rows for cell in row.cells)


def _lacks_total(table: TidyTable) -> bool:
    return bool(table.rows) and all(row.values["role"] != "total" for row in table.rows)


def _only_of_the_year(table: TidyTable) -> bool:
    """Say whether a sum that a form has before its total stands in the total's place."""
    before = {normal(text) for text in table.kind.reading["roles"]["subtotal"]}
    return any(
        row.values["role"] == "total" and normal(str(row.values["item"])) in before
        for row in table.rows
    )


def _cut(last: Segment, why: Bilingual) -> Problem:
    return Problem(
        Bilingual(f"文件在表中断了：{why.zh}", f"the document breaks off in a table: {why.en}"),
        f"{last.title or '?'} ({last.grids[-1].rows[-1].place})",
        todo=Bilingual("取得完整的文件再收录", "get the whole document and try again"),
    )
