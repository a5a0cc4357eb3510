"""Segments: which pieces are one table, and what stands above, inside and around its grid."""

from __future__ import annotations

import pytest

from invented import disclosed, table
from yusuan.read.document import Block, Document, Grid, Heading, Paragraph, Place, Row
from yusuan.recognise.segments import Segment, segments
from yusuan.tidy import Disclosure, tidy_document

UNIT = "部门：临江区教育局"
HEAD = "科目编码|科目名称|合计|基本支出|项目支出"
CLASS = "205|教育支出|3.00|2.00|1.00"
GROUP = "20502|普通教育|3.00|2.00|1.00"
ITEM = "2050202|小学教育|3.00|2.00|1.00"
TOTAL = "|合计|3.00|2.00|1.00"


def grid(page: int, *rows: str) -> Grid:
    """A grid on a page, ``|`` between its cells."""
    return Grid(
        tuple(Row(tuple(row.split("|")), Place(page=page, row=i)) for i, row in enumerate(rows, 1))
    )


def title(text: str, page: int = 1, level: int = 3) -> Heading:
    """A heading on a page."""
    return Heading(text, level, Place(page=page))


def line(text: str, page: int = 1) -> Paragraph:
    """A line on a page."""
    return Paragraph(text, Place(page=page))


def read(*blocks: Block) -> Disclosure:
    """Tidy a document that a program with pages wrote."""
    cover = title("临江区教育局 2024 年部门预算", level=1)
    return tidy_document(Document("a.pdf", "0" * 64, 1, "application/pdf", (cover, *blocks)))


def head(page: int = 1) -> list[Block]:
    """Title, unit and unit of money above an expenditure table."""
    return [title("部门支出总体情况表", page), line(UNIT, page), line("单位：万元", page)]


WHOLE = [HEAD, CLASS, GROUP, ITEM, TOTAL]
#: The same table, cut and printed in the ways of different documents.
PRINTED: dict[str, list[Block]] = {
    "on one page": [*head(), grid(1, *WHOLE)],
    "a page without title or header": [*head(), grid(1, *WHOLE[:3]), grid(2, *WHOLE[3:])],
    "a page of one row": [*head(), grid(1, *WHOLE[:4]), grid(2, TOTAL)],
    "the header printed again": [*head(), grid(1, *WHOLE[:3]), grid(2, HEAD, *WHOLE[3:])],
    "the title printed again": [
        *head(),
        grid(1, *WHOLE[:3]),
        *head(2),
        grid(2, HEAD, *WHOLE[3:]),
    ],
    "the title printed again as continued": [
        *head(),
        grid(1, *WHOLE[:3]),
        title("部门支出总体情况表（续）", 2),
        line(UNIT, 2),
        line("单位：万元", 2),
        grid(2, HEAD, *WHOLE[3:]),
    ],
    "three pages": [*head(), grid(1, *WHOLE[:2]), grid(2, *WHOLE[2:4]), grid(3, *WHOLE[4:])],
    "a narrow total on the last page": [
        *head(),
        grid(1, *WHOLE[:4]),
        grid(2, "合计|3.00|2.00|1.00"),
    ],
    "title and unit inside the grid": [
        grid(1, "部门支出总体情况表||||", f"{UNIT}||||单位：万元", *WHOLE)
    ],
    "a spacer row inside the grid": [
        grid(1, "部门支出总体情况表||||", "||||", f"{UNIT}||||", "||||单位：万元", *WHOLE)
    ],
    "title and unit in one merged cell": [
        grid(1, f"部门支出总体情况表\n{UNIT}||||", "||||单位：万元", *WHOLE)
    ],
    "a bare unit of money": [
        title("部门支出总体情况表"),
        line(UNIT),
        line("万元"),
        grid(1, *WHOLE),
    ],
    "unit and unit of money on one line": [
        title("部门支出总体情况表"),
        line(f"{UNIT} 金额单位：万元"),
        grid(1, *WHOLE),
    ],
    "a number row below the header": [*head(), grid(1, HEAD, "**|**|1|2|3", *WHOLE[1:])],
    "a row 栏次 below the header": [*head(), grid(1, HEAD, "栏次||1|2|3", *WHOLE[1:])],
    "the unit of money in the labels": [
        title("部门支出总体情况表"),
        line(UNIT),
        grid(1, HEAD.replace("合计", "合计（万元）").replace("出|", "出（万元）|"), *WHOLE[1:]),
    ],
    "a year and 其中 in the labels": [
        *head(),
        grid(1, "科目编码|科目名称|2024年合计|其中：基本支出|2024 年度项目支出", *WHOLE[1:]),
    ],
}


@pytest.mark.parametrize("way", PRINTED)
def test_every_way_of_printing_a_table_gives_the_same_rows(way: str) -> None:
    """However a table is cut and titled, its rows, unit of money and unit are the same."""
    found = read(*PRINTED[way])
    assert found.not_understood == ()
    assert found.identity.unit == "临江区教育局"
    rows = found.tables["expenditure-summary"]
    assert rows.money_unit == "万元"
    assert [
        [str(row.values.get(n) or "") for n in ("code", "name", "total", "basic", "level")]
        for row in rows.rows
    ] == [
        ["205", "教育支出", "3.00", "2.00", "1"],
        ["20502", "普通教育", "3.00", "2.00", "2"],
        ["2050202", "小学教育", "3.00", "2.00", "3"],
        ["", "合计", "3.00", "2.00", ""],
    ]
    assert [row.values["role"] for row in rows.rows] == ["item"] * 3 + ["total"]


@pytest.mark.parametrize("cut", range(1, len(WHOLE)))
@pytest.mark.parametrize("again", ["", HEAD])
def test_a_page_break_anywhere_changes_no_row(cut: int, again: str) -> None:
    """Cut before any of its rows, with or without the header again, a table is the same."""
    second = [again, *WHOLE[cut:]] if again else WHOLE[cut:]
    whole = read(*PRINTED["on one page"]).tables["expenditure-summary"]
    parts = read(*head(), grid(1, *WHOLE[:cut]), grid(2, *second)).tables["expenditure-summary"]
    assert [row.values for row in parts.rows] == [row.values for row in whole.rows]
    assert [row.raw for row in parts.rows] == [row.raw for row in whole.rows]


def test_each_row_keeps_the_place_of_its_page() -> None:
    """Rows of a table over two pages say on which page they stand."""
    rows = read(*PRINTED["the header printed again"]).tables["expenditure-summary"].rows
    assert [row.place for row in rows] == [
        "page=1;row=2",
        "page=1;row=3",
        "page=2;row=2",
        "page=2;row=3",
    ]


def test_another_title_begins_another_table() -> None:
    """Tables of the same width under different titles are not joined."""
    found = segments(
        [*head(), grid(1, *WHOLE), title("政府性基金预算支出情况表", 2), grid(2, *WHOLE)]
    )
    assert [segment.title for segment in found] == [
        "部门支出总体情况表",
        "政府性基金预算支出情况表",
    ]


def test_another_number_begins_another_table() -> None:
    """A number of its own begins a table even where its title was not read as one."""
    other: list[Block] = [title("表5", 2), line("按功能分类列示的一般公共预算支出", 2)]
    other.append(line("金额均按批复数列示", 2))
    found = segments([title("表4"), *head(), grid(1, *WHOLE), *other, grid(2, *WHOLE)])
    assert [len(segment.rows) for segment in found] == [5, 5]


def test_another_width_begins_another_table() -> None:
    """A grid of another width below a line of its own is no continuation."""
    found = segments([*head(), grid(1, *WHOLE), line("另见下表", 2), grid(2, "甲|乙", "1|2")])
    assert [len(segment.rows) for segment in found] == [5, 2]


def test_a_table_that_is_not_understood_has_page_title_and_header() -> None:
    """Beside tables that are read, one of no known kind is kept with what people need to find it."""
    found = read(*head(), grid(1, *WHOLE), title("结余去向表", 4), grid(4, "去向|金额", "甲|1.00"))
    (item,) = found.not_understood
    assert (item.title, item.place, item.header) == ("结余去向表", "page=4;row=1-2", "去向 | 金额")
    assert len(found.tables["expenditure-summary"].rows) == 4


@pytest.mark.parametrize(
    ("rows", "what"),
    [
        ([HEAD, CLASS, "20502|普通教育|3.00", TOTAL], "有 3 格"),
        ([HEAD, CLASS, GROUP.replace("2.00", "2.0.0"), TOTAL], "“2.0.0”不是数字"),
        ([HEAD, CLASS, CLASS, TOTAL], "编码 205 重复"),
        ([HEAD, CLASS, ITEM, TOTAL], "的上级 20502 不在前面"),
    ],
)
def test_a_grid_with_a_fault_is_set_aside_and_told(rows: list[str], what: str) -> None:
    """Of a document found by its lines, a table that can't be trusted is left out, never mended."""
    good: list[Block] = [
        title("政府性基金预算支出情况表", 2),
        line("单位：万元", 2),
        grid(2, *WHOLE),
    ]
    found = read(*head(), grid(1, *rows), *good)
    (item,) = found.not_understood
    assert what in item.what.zh
    assert (item.title, item.place) == ("部门支出总体情况表", f"page=1;row=1-{len(rows)}")
    assert found.tables["expenditure-summary"].rows == []
    assert len(found.tables["government-fund-expenditure"].rows) == 4


def test_pieces_say_where_they_begin() -> None:
    """A segment knows the rows that begin a new piece."""
    joined = Segment(grids=[grid(1, HEAD, CLASS), grid(2, GROUP), grid(3, ITEM, TOTAL)])
    assert joined.breaks == {2, 3}
    assert len(joined.rows) == 5


@pytest.mark.parametrize(
    "header",
    [
        "科目编码|||科目名称|合计|基本支出|项目支出\n类|款|项||||",
        "支出功能分类科目编码|||功能分类科目名称|本年支出合计|基本支出|项目支出\n类|款|项||||",
        "科目编码|||科目名称|2023年预算数||\n类|款|项||合计|基本支出|项目支出",
        "功能分类科目||||2023 年预算数||\n科目编码|||科目名称|合计|其中：基本支出|项目支出\n类|款|项||||",
    ],
)
def test_headers_of_several_rows_are_understood(header: str) -> None:
    """Merged labels, labels over 类, 款 and 项, and years above amounts lead to the same columns."""
    rows = "205|||教育支出|3|2|1\n205|02||普通教育|3|2|1\n合计||||3|2|1"
    found = disclosed(table("支出总表", f"{header}\n{rows}")).tables["expenditure-summary"].rows
    assert [(row.values["code"], str(row.values["basic"])) for row in found] == [
        ("205", "2"),
        ("20502", "2"),
        (None, "2"),
    ]


def test_lines_of_an_unread_table_go_to_no_table_before_them() -> None:
    """A region that stands in one column, as its columns are uncertain, is told as unread."""
    listed = grid(1, HEAD, CLASS, GROUP, ITEM, TOTAL)
    unread = grid(2, "项目名称 预算数 绩效目标", "校舍维修 1.00 修好屋面")
    disclosure = read(title("支出总表"), line(UNIT), line("单位：元"), listed, unread)
    rows = disclosure.tables["expenditure-summary"].rows
    assert [row.values["name"] for row in rows][-1] in {"合计", "小学教育"}
    assert [str(item.place) for item in disclosure.not_understood] == ["page=2;row=1-2"]
