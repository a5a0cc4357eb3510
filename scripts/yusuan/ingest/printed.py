"""The table at the end of a run, for a terminal: what became of each document."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from yusuan.ingest.report import Outcome

#: Titles of the columns, in both languages; numbers stand to the right.
_COLUMNS = (
    ("文件", "document", False),
    ("单位", "unit", False),
    ("年度", "year", False),
    ("阶段", "phase", False),
    ("表", "tables", True),
    ("目录", "listed", True),
    ("未懂", "unclear", True),
    ("金额", "amounts", True),
    ("发现", "findings", True),
    ("结论", "verdict", False),
    ("秒", "seconds", True),
)
_WIDEST = 40


def summary(outcomes: Iterable[Outcome]) -> list[str]:
    """Give the table's lines: tables read, listed in the contents and not understood, and the rest."""
    rows = [[zh for zh, _, _ in _COLUMNS], [en for _, en, _ in _COLUMNS]]
    rows += [_row(outcome) for outcome in outcomes]
    cells = [[_cut(cell) for cell in row] for row in rows]
    widths = [max(_width(row[index]) for row in cells) for index in range(len(_COLUMNS))]
    return [_line(row, widths) for row in cells]


def _row(outcome: Outcome) -> list[str]:
    report = outcome.report
    head = [report.document, report.unit or "-", str(report.year or "-"), report.phase or "-"]
    if not report.tables and report.verdict == "refused":
        numbers = ["-"] * 5
    else:
        counts = (
            len(report.tables),
            outcome.announced,
            len(report.not_understood),
            outcome.amounts,
            outcome.findings.total(),
        )
        numbers = [str(count) for count in counts]
    return [*head, *numbers, report.verdict, f"{report.seconds:.1f}"]


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    pieces = []
    for cell, width, (_, _, right) in zip(row, widths, _COLUMNS, strict=True):
        blank = " " * (width - _width(cell))
        pieces.append(blank + cell if right else cell + blank)
    return "  ".join(pieces).rstrip()


def _width(text: str) -> int:
    """Count the columns of a terminal that a text takes: two for a Chinese character."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _cut(text: str) -> str:
    """Cut a long cell at its end, and make what would break the line visible."""
    text = "".join(c if c.isprintable() else "?" for c in text)
    if _width(text) <= _WIDEST:
        return text
    while _width(text) > _WIDEST - 1:
        text = text[:-1]
    return text + "…"
