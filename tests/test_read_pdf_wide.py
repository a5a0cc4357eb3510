"""Tables wider than their page: right columns on later pages go back beside their rows."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from test_read_pdf import Sheet, cells, read
from yusuan.read.document import Grid

HEAD = ("科目编码", "科目名称", "合计", "基本支出", "项目支出", "上缴上级支出")
NAMES = ("一般公共服务支出", "人大事务", "行政运行", "代表工作", "教育支出", "普通教育", "小学教育")


def body(count: int) -> list[tuple[str, ...]]:
    """So many rows with figures that are all different."""
    return [
        (
            str(201 + number),
            NAMES[number % len(NAMES)],
            *(f"{1000 * number + 10 * column}.5{column}" for column in range(4)),
        )
        for number in range(count)
    ]


def printed(rows: list[tuple[str, ...]], cut: int, pages: int, order: str, again: bool) -> Sheet:
    """Print columns up to ``cut`` and those behind it on pages of their own."""
    size = -(-len(rows) // pages)
    strips = [(0, cut), (cut, len(HEAD))]
    parts = [rows[n : n + size] for n in range(0, len(rows), size)]
    places = (
        [(part, strip) for strip in strips for part in range(len(parts))]
        if order == "down"
        else [(part, strip) for part in range(len(parts)) for strip in strips]
    )
    sheet = Sheet()
    for part, (left, right) in places:
        top = 100
        if part == 0 and left == 0:
            sheet.text(250, 60, "支出总表")
            sheet.text(480, 80, "单位：万元")
        shown = [HEAD, *parts[part]] if part == 0 or again else parts[part]
        sheet.table(top, [row[left:right] for row in shown], (80,) * (right - left))
        sheet.page()
    return sheet


def rows_of(sheet: Sheet) -> list[tuple[str, ...]]:
    """All rows of all grids, headers printed again left out."""
    found = [row for block in read(sheet) if isinstance(block, Grid) for row in cells(block)]
    return [row for n, row in enumerate(found) if n == 0 or row != HEAD]


@settings(max_examples=25, deadline=None)
@given(
    count=st.integers(2, 12),
    cut=st.integers(2, 5),
    pages=st.integers(1, 3),
    order=st.sampled_from(["down", "over"]),
    again=st.booleans(),
)
def test_right_columns_come_back(count: int, cut: int, pages: int, order: str, again: bool) -> None:
    """Cut anywhere, in any order, over any pages, the rows are whole again."""
    rows = body(2 * count * pages)
    assert rows_of(printed(rows, cut, pages, order, again)) == [HEAD, *rows]


@pytest.mark.parametrize("shift", [0, 12])
def test_rows_at_other_heights_stay_apart(shift: float) -> None:
    """A page of amounts is joined only if every row stands at the same height."""
    rows = body(4)
    sheet = Sheet()
    sheet.text(250, 60, "支出总表")
    sheet.table(100, [HEAD[:3], *(row[:3] for row in rows)], (80,) * 3)
    sheet.page()
    sheet.table(100 + shift, [HEAD[3:], *(row[3:] for row in rows)], (80,) * 3)
    grids = [block for block in read(sheet) if isinstance(block, Grid)]
    assert len(grids) == (1 if shift == 0 else 2)


def test_a_table_that_goes_on_with_names_is_no_right_side() -> None:
    """Pages of one table with rows at the same heights stay one below the other."""
    rows = body(8)
    sheet = Sheet()
    sheet.table(100, [HEAD, *rows[:4]], (80,) * 6)
    sheet.page()
    sheet.table(100, [HEAD, *rows[4:]], (80,) * 6)
    assert rows_of(sheet) == [HEAD, *rows]
