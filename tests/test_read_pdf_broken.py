"""Tables that go on over a page's end: rows in two halves, and pieces with fewer columns.

The cells are drawn as text processors print them: a line is broken where its cell is full, a
number longer than its cell inside, and a row wherever the page ends.
"""

from __future__ import annotations

import pytest

from test_read_pdf import Sheet, cells, read
from yusuan.read.document import Grid

#: Room for three characters of nine points, and for as many digits as are in a half.
WIDTHS = (36, 38, 36)
HEAD = ("编码", "名称", "合计")


def printed(above: tuple[str, ...], below: tuple[str, ...], again: bool = False) -> Sheet:
    """Print a table whose page ends between two rows, or in one."""
    sheet = Sheet()
    sheet.table(100, (HEAD, ("201", "教育", "9.00"), above), WIDTHS)
    sheet.page()
    after = (below, ("207", "体育", "8.00"))
    sheet.table(60, (HEAD, *after) if again else after, WIDTHS)
    return sheet


def rows_of(sheet: Sheet) -> list[tuple[str, ...]]:
    """All rows, headers printed again left out."""
    found = [row for block in read(sheet) if isinstance(block, Grid) for row in cells(block)]
    return [row for n, row in enumerate(found) if n == 0 or row != HEAD]


@pytest.mark.parametrize("again", [False, True])
@pytest.mark.parametrize(
    ("above", "below", "whole"),
    [
        (("202", "公共安", "6,000,0"), ("", "全支出", "00.00"), "6,000,000.00"),
        (("202", "公共安", "1234567"), ("", "全支出", ".00"), "1234567.00"),
        (("202", "公共安", "6,000.0"), ("", "全支出", "0"), "6,000.00"),
        (("202", "公共安", "7.00"), ("", "全支出", ""), "7.00"),
        (("202", "公共安", ""), ("", "全支出", ""), ""),
    ],
)
def test_a_row_that_the_page_broke_is_one(
    above: tuple[str, ...], below: tuple[str, ...], whole: str, again: bool
) -> None:
    """Names and amounts are put together, and the row stands on the page where it begins."""
    sheet = printed(above, below, again)
    assert rows_of(sheet) == [
        HEAD,
        ("201", "教育", "9.00"),
        ("202", "公共安全支出", whole),
        ("207", "体育", "8.00"),
    ]


def test_a_code_that_the_page_broke_is_one() -> None:
    """Six digits on one page and one on the next are the code of an item."""
    sheet = printed(("208050", "养老保", "7.00"), ("5", "险支出", ""))
    assert ("2080505", "养老保险支出", "7.00") in rows_of(sheet)


@pytest.mark.parametrize(
    ("above", "below"),
    [
        # there was room for what begins the next row
        (("202", "公安", "7.00"), ("", "全支出", "")),
        # both are amounts
        (("202", "公共安", "7.00"), ("", "全支出", "6.00")),
        (("202", "公共安", "1234567"), ("", "全支出", "8")),
        # what stands below has nothing above it
        (("202", "", "7.00"), ("", "全支出", "")),
        # a point of a list, or a part of the row before
        (("202", "公共安", "7.00"), ("", "2.教育", "")),
        (("202", "公共安", "7.00"), ("", "其中：", "")),
        # a name behind a number, a number behind a name
        (("202", "公共安", "1234567"), ("", "全支出", "万元")),
        # codes of their own
        (("202", "公共安", "7.00"), ("20201", "全支出", "")),
    ],
)
def test_rows_that_could_be_two_stay_two(above: tuple[str, ...], below: tuple[str, ...]) -> None:
    """Nothing is put together that the page need not have broken."""
    found = rows_of(printed(above, below))
    assert above in found
    assert below in found


def test_a_row_above_an_empty_part_of_its_page_is_whole() -> None:
    """A page that had room for more lines broke no row."""
    sheet = printed(("202", "公共安", "7.00"), ("", "全支出", ""))
    sheet.page()
    sheet.text(60, 400, "这一页写到了更低的地方。")
    assert ("202", "公共安", "7.00") in rows_of(sheet)


def test_halves_in_other_cells_stay_apart() -> None:
    """A merged cell below is no half of a cell above it."""
    sheet = Sheet()
    sheet.table(100, (HEAD, ("201", "公共安", "9.00")), WIDTHS)
    sheet.page()
    sheet.table(60, (("", "全支出", None), ("207", "体育", "8.00")), WIDTHS)
    assert ("201", "公共安", "9.00") in rows_of(sheet)


def test_pieces_with_merged_cells_have_the_columns_of_the_widest() -> None:
    """Where a page ends inside a header, the labels above stand over their columns."""
    sheet = Sheet()
    sheet.table(100, (("收入", None, "支出", None, None),), (70,) * 5)
    sheet.page()
    body = (
        ("项目", "预算数", "项目", "合计", "基本支出"),
        ("拨款", "1.00", "教育", "1.00", "1.00"),
    )
    sheet.table(60, body, (70,) * 5)
    assert rows_of(sheet) == [("收入", "", "支出", "", ""), *body]


def test_pieces_with_other_columns_keep_them() -> None:
    """Two tables of one width, but of columns that don't fit, are left as they are printed."""
    sheet = Sheet()
    first, second = (("甲", "乙"), ("1.00", "2.00")), (("丙", "丁", "戊"), ("1.00", "2.00", "3.00"))
    sheet.table(100, first, (150, 150))
    sheet.page()
    sheet.table(60, second, (100, 100, 100))
    assert rows_of(sheet) == [*first, *second]


@pytest.mark.parametrize(
    ("length", "second"),
    [(42, "（项）26万元，和上年持平。"), (44, "60.10万元，主要是补缴以前年度的公积金。")],
)
def test_a_paragraph_goes_on_with_what_no_line_can_part(length: int, second: str) -> None:
    """A line that ends before its margin is full if the next begins with what can't be parted."""
    sheet = Sheet()
    for number in range(4):
        sheet.text(60, 80 + 14 * number, "满" * 45 + "。")
    sheet.text(60, 136, "支" * length)
    sheet.text(60, 150, second)
    assert "支" + second in read(sheet)[-1].text  # type: ignore[union-attr]  # a paragraph
