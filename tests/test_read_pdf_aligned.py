"""Columns without upright lines: read whole or told, whatever the figures; damage is refused."""

from __future__ import annotations

import random
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from invented import LIBRARY, text_of
from pdf_styles import STYLES, write
from test_fuzz import DAMAGES, LONGEST, refused, time_limit
from test_read_pdf import Sheet, cells, read
from yusuan.read.document import Grid
from yusuan.read.pdf import read_pdf

LABELS = ("科目编码", "科目名称", "合计", "基本支出", "项目支出", "上缴上级支出", "经营支出")
NAMES = ("一般公共服务支出", "人大事务", "行政运行", "教育支出", "普通教育", "其他教育支出")
PARTLY = [name for name, style in STYLES.items() if style.rules != "all"]
amounts = st.decimals(0, 99_999_999, places=2).map("{:,.2f}".format)


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[tuple[str, ...]], list[int]]:
    """Rows below labels, no column of them blank, and where pages break."""
    width = draw(st.integers(1, 5))
    count = draw(st.integers(3, 12))
    rows = [
        (
            str(draw(st.integers(201, 2_299_999))),
            draw(st.sampled_from(NAMES)),
            *(
                draw(st.one_of(amounts, st.just(""))) if row else draw(amounts)
                for _ in range(width)
            ),
        )
        for row in range(count)
    ]
    breaks = draw(st.sets(st.integers(3, count - 1), max_size=2)) if count > 3 else set()
    return [(*LABELS[: width + 2],), *rows], sorted(breaks)


@settings(max_examples=60, deadline=None)
@given(table=tables(), style=st.sampled_from(PARTLY))
def test_figures_are_read_whole_or_told(
    table: tuple[list[tuple[str, ...]], list[int]], style: str
) -> None:
    """Any figures, blanks and page breaks: the rows as they are, or lines that are no columns."""
    rows, breaks = table
    pieces = ["支出总表", ""]
    for number, row in enumerate(rows):
        pieces.extend([""] if number - 1 in breaks else [])
        pieces.append("\t".join(row))
    data = write("\n".join(pieces) + "\n", STYLES[style])
    grids = [block for block in read_pdf("a.pdf", data) if isinstance(block, Grid)]
    found = [row for grid in grids for row in cells(grid)]
    read_rows = [row for n, row in enumerate(found) if len(row) > 1 and (n == 0 or row != rows[0])]
    assert [row for row in read_rows if row not in rows] == []
    told = any(len(row) == 1 for row in found)
    assert told or read_rows == rows


@pytest.mark.parametrize("lines", [2, 3, 6])
def test_sentences_and_contents_are_no_table(lines: int) -> None:
    """Running text full of figures, and a list of contents, stay text."""
    sheet = Sheet()
    for number in range(lines):
        y = 60 + 20 * number
        sheet.text(
            60, y, f"{number + 1}. 基本支出 1,234.5{number} 万元，比上年增加 12.3{number} 万元，"
        )
        sheet.text(60, y + 200, f"表{number + 1} 收入支出总表")
        sheet.text(400, y + 200, str(number + 3))
        sheet.text(60, y + 400, f"项目支出 {number}23.00 万元 主要用于 5.00 万元的设备。")
    assert not any(isinstance(block, Grid) for block in read(sheet))


def test_a_label_over_several_columns_stands_over_the_first() -> None:
    """Labels of two rows, with a rule below the one that spans, come out as merged cells do."""
    sheet = Sheet()
    for y in (60, 110, 190):
        sheet.line(60, y, 520, y)
    sheet.line(240, 85, 420, 85)
    for x, y, text in (
        (80, 90, "科目编码"),
        (160, 90, "科目名称"),
        (310, 75, "预算数"),
        (250, 100, "合计"),
        (310, 100, "基本支出"),
        (380, 100, "项目支出"),
        (460, 90, "备注"),
    ):
        sheet.text(x, y, text, 9)
    for row, code in enumerate(("201", "20101", "2010101")):
        y = 130 + 20 * row
        sheet.text(80, y, code, 9)
        sheet.text(150, y, "人大事务支出", 9)
        for x in (250, 315, 385):
            sheet.text(x, y, f"{row + 1}23.45", 9)
    (grid,) = read(sheet)
    assert cells(grid)[:3] == [
        ("科目编码", "科目名称", "预算数", "", "", "备注"),
        ("", "", "合计", "基本支出", "项目支出", ""),
        ("201", "人大事务支出", "123.45", "123.45", "123.45", ""),
    ]


@cache
def whole(style: str) -> bytes:
    """A short disclosure in a style."""
    return write(text_of(LIBRARY), STYLES[style])


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("style", ["three rules", "columns without a line", "zebra"])
def test_a_damaged_file_of_any_style_is_read_or_refused(style: str, seed: int) -> None:
    """Cut or flipped, it gives data or a refusal with its reason, in time."""
    style = "every second row shaded" if style == "zebra" else style
    chance = random.Random(f"{style} {seed}")  # noqa: S311 - the same damage every time
    data = DAMAGES[seed % len(DAMAGES)](whole(style), chance)
    with time_limit(LONGEST):
        problems = refused(data)
    assert all(problem.what.zh and problem.what.en for problem in problems)
