"""What is wrong with the form of a table: rows of another width, unlabelled values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.errors import Problem
from yusuan.language import Bilingual

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yusuan.read.document import Row
    from yusuan.recognise.segments import Segment
    from yusuan.recognise.tables import Table


def form_faults(table: Table) -> list[Problem]:
    """Give what is wrong with the form of a table: rows of another width, unlabelled values."""
    problems: list[Problem] = []
    if table.columns:
        labelled = (
            {i for side in table.columns.values() for i in side} | table.ignored | set(table.others)
        )
        _check_widths(table.segment, problems)
        _check_labelled(table.segment, table.rows, labelled, problems)
    return problems


def _check_widths(segment: Segment, problems: list[Problem]) -> None:
    rows = segment.rows
    width = len(rows[0].cells)
    for row in rows:
        if len(row.cells) != width:
            problems.append(
                Problem(
                    Bilingual(
                        f"这一行有 {len(row.cells)} 格", f"the row has {len(row.cells)} cells"
                    ),
                    f"{segment.title} {row.place}: {' | '.join(row.cells)[:60]}",
                    Bilingual(f"{width} 格，与表头相同", f"{width}, as many as the header"),
                    Bilingual("对照原文件补齐或合并这一行", "mend the row after the source"),
                )
            )


def _check_labelled(
    segment: Segment, rows: Sequence[Row], columns: set[int], problems: list[Problem]
) -> None:
    """Refuse a value that stands under no label: it can't be said what it is."""
    for row in rows:
        for i, cell in enumerate(row.cells):
            if cell.strip() and i not in columns and i < len(segment.rows[0].cells):
                problems.append(
                    Problem(
                        Bilingual(
                            f"第 {i + 1} 列没有表头，却有“{cell[:20]}”",
                            f"column {i + 1} has no label and yet holds “{cell[:20]}”",
                        ),
                        f"{segment.title} {row.place}",
                        Bilingual("每个有值的列都有表头", "a label above every column in use"),
                        Bilingual("对照原文件补上表头", "add the label after the source"),
                    )
                )
