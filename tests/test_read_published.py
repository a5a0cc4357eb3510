"""Formats as they are really published: by the budget system, by offices, by sites' editors."""

from __future__ import annotations

import contextlib
import csv
import io
import random
from typing import TYPE_CHECKING, Any

import pytest
import xlwt
from openpyxl import Workbook

from test_read_formats import docx, p, page
from yusuan.errors import InputRefusedError
from yusuan.read import document_from
from yusuan.read.document import Grid
from yusuan.read.unread import OBJECT, PICTURE
from yusuan.tidy import Disclosure, tidy_document

if TYPE_CHECKING:
    from collections.abc import Sequence

UNIT = "石桥区文化馆"
COVER = "石桥区文化馆2024年单位预算"
#: What an accounting format shows: blanks at the edges, a dash for zero.
ACCOUNTING = '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ '
EXPENDITURE: list[list[Any]] = [
    ["科目编码", "科目名称", "合计", "其中：", None],
    [None, None, None, "基本支出", "项目支出"],
    [207, "文化旅游体育与传媒支出", 1234.5, 1000, 234.5],
    [20701.0, "  文化和旅游", 1234.5, 1000, 234.5],
    ["2070109", "　　群众文化", "1,234.50", "1,000.00", "234.50"],
    ["合  计", None, 1234.5, 1000, 234.5],
]


def book(**sheets: Sequence[Sequence[Any]]) -> Workbook:
    """A workbook with these rows on its sheets, numbers in an accounting format."""
    made = Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for r, row in enumerate(rows, 1):
            for c, value in enumerate(row, 1):
                if value is not None:
                    cell = sheet.cell(r, c, value)
                    if isinstance(value, float) and c > 2:
                        cell.number_format = ACCOUNTING
    return made


def saved(workbook: Workbook) -> bytes:
    """The bytes of a workbook."""
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def read(data: bytes) -> Disclosure:
    """Read a file and tidy it."""
    return tidy_document(document_from("document", data))


def refusal(data: bytes) -> str:
    """What is said of a file that is refused."""
    with pytest.raises(InputRefusedError) as caught:
        read(data)
    return str(caught.value)


def sums(found: Disclosure, kind: str = "expenditure-summary") -> list[tuple[Any, str, str]]:
    """Code, name and total of each row, as printed."""
    return [
        (row.values.get("code"), str(row.values["name"]), str(row.amount("total")))
        for row in found.tables[kind].rows
    ]


WHOLE = [
    ("207", "文化旅游体育与传媒支出", "1234.50"),
    ("20701", "文化和旅游", "1234.50"),
    ("2070109", "群众文化", "1234.50"),
    (None, "合计", "1234.50"),
]


def test_an_export_of_the_budget_system_is_read() -> None:
    """A cover, linked contents, a form's number in A1, a padded hierarchy, codes as numbers."""
    printed: list[list[Any]] = [
        ["公开表2"],
        ["支出总表"],
        [f"单位：[024001]{UNIT}", None, "2024年度", None, "单位：万元"],
        *EXPENDITURE,
    ]
    made = book(
        封面=[[None], [None, "2024年单位预算"], [None, "单位名称：", UNIT], [None, "财务负责人："]],
        目录=[["目录"], ["序号", "表名", "备注"], [1, "收入总表", None], [2, "支出总表", "返回"]],
        **{"2.支出总表": printed},
    )
    sheet = made["2.支出总表"]
    for merge in ("A2:E2", "A4:A5", "B4:B5", "C4:C5", "D4:E4", "A9:B9"):
        sheet.merge_cells(merge)
    made["目录"].cell(4, 2).hyperlink = "#'2.支出总表'!A1"
    sheet.cell(1_048_576, 1).number_format = "0.00"
    sheet.cell(5, 16_384).number_format = "0.00"
    found = read(saved(made))
    assert (found.identity.unit, found.identity.year, found.identity.scope) == (UNIT, 2024, "unit")
    assert found.not_understood == ()
    assert sums(found) == WHOLE
    assert found.tables["expenditure-summary"].money_unit == "万元"
    assert {name for name, table in found.tables.items() if table.announced} == {
        "revenue-summary",
        "expenditure-summary",
    }


@pytest.mark.parametrize("title", ["支出总表（单位：万元）", "支出总表      金额单位：万元"])
def test_the_unit_of_money_may_stand_in_the_title(title: str) -> None:
    """In brackets behind it, or on its line."""
    made = book(甲=[[COVER]], 乙=[[title], [f"单位名称：{UNIT}"], *EXPENDITURE])
    found = read(saved(made))
    assert found.tables["expenditure-summary"].money_unit == "万元"


FAULTS = {"an error": "#DIV/0!", "another error": "#N/A", "a formula never worked out": "=D4+E4"}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_cell_without_a_value_is_no_blank(fault: str) -> None:
    """An error, or a formula that no program has worked out, leaves the table not understood."""
    rows: list[list[Any]] = [list(row) for row in EXPENDITURE]
    rows[3][2] = FAULTS[fault]
    good: list[list[Any]] = [
        ["收入总表"],
        ["单位：万元"],
        ["科目编码", "科目名称", "合计"],
        [207, "文化", 2.5],
        ["合计", None, 2.5],
    ]
    made = book(
        甲=[[COVER]],
        乙=[["支出总表"], [f"单位：{UNIT}"], ["单位：万元"], *rows],
        丙=good,
    )
    found = read(saved(made))
    assert "expenditure-summary" not in found.tables or not found.tables["expenditure-summary"].rows
    (item,) = found.not_understood
    assert FAULTS[fault] in item.what.zh
    alone = book(甲=[[COVER]], 乙=[["支出总表"], [f"单位：{UNIT}"], ["单位：万元"], *rows])
    assert "没有一张表能读懂" in refusal(saved(alone))


MENUS = """<div class="top"><a href="/">石桥区人民政府</a><ul><li><a href="/a">首页</a></li>
<li><a href="/b">石桥区教育局2023年部门决算</a></li><li><a href="/c">石桥区民政局2023年部门预算</a></li></ul></div>
<div>您现在的位置：<a href="/">首页</a> &gt; <a href="/d">财政预决算</a> &gt; <a href="/e">部门预算</a></div>
<table><tr><td>索引号：</td><td>1-2024-01</td><td>发布机构：</td><td>石桥区文化局</td></tr>
<tr><td>名称：</td><td colspan=3>石桥区文化馆2024年单位预算</td></tr></table>"""
TABLE = """<p>支出总表</p><table><tr><td colspan=3>单位：石桥区文化馆</td><td colspan=2>单位：万元</td></tr>
<tr><td rowspan=2>科目编码<td rowspan=2>科目名称<td rowspan=2>合计<td colspan=2>其中</tr>
<tr><td>基本<br>支出</td><td>项目<br/>支出</td></tr>
<tr><td>207<td>文化旅游体育<br>与传媒支出<td>1234.50<td>1,000.00<td>234.50</tr>
<tr><td>20701<td>&nbsp;&nbsp;文化和旅游<td>1234.50<td>1,000.00<td>234.50</tr></table>
<table><tr><td>2070109<td>　　群众文化<td>1234.50<td>1,000.00<td>234.50</tr>
<tr><td colspan=2>合计<td>1234.50<td>1,000.00<td>234.50</tr></table>"""
FOOT = '<div class="foot">主办：石桥区人民政府办公室 <a href="http://x">备案</a></div>'


def test_the_site_around_a_page_is_not_its_content() -> None:
    """Menus, breadcrumbs and the card above name other units and years; a split table is one."""
    found = read(page(MENUS + f"<h1>{COVER}</h1>" + TABLE + FOOT))
    assert (found.identity.unit, found.identity.year) == (UNIT, 2024)
    assert (found.identity.doubts, found.not_understood) == ((), ())
    assert sums(found) == WHOLE


@pytest.mark.parametrize(
    "link",
    [
        '<p>附件：<a href="/P0.pdf">石桥区文化馆2024年单位预算.pdf</a></p>',
        '<p>附件：<a href="/download?id=1">预算公开表.xlsx</a></p>',
        '<iframe src="/files/预算公开表.pdf?a=1"></iframe>',
    ],
)
def test_a_page_that_only_links_to_the_disclosure_is_refused(link: str) -> None:
    """It is said what it links to, and to take that."""
    message = refusal(page(MENUS + f"<h1>{COVER}</h1><p>现予公开。</p>" + link + FOOT))
    assert "只有附件" in message
    assert "only links to" in message
    assert ".pdf" in message or ".xlsx" in message


def test_a_page_with_tables_may_have_attachments_too() -> None:
    """What the page itself holds is read."""
    attached = '<p>附件：<a href="/P0.pdf">全文.pdf</a></p>'
    assert sums(read(page(f"<h1>{COVER}</h1>" + TABLE + attached))) == WHOLE


def test_a_page_that_word_wrote_is_read() -> None:
    """Office's own elements break no line, a column of gaps and a span too long no table."""
    title = "<p>石桥区文化馆<span lang=EN-US>2024<o:p></o:p></span><span>年单位预算</span></p>"
    gaps = "<![if !supportMisalignedColumns]><tr height=0><td width=1></td><td></td></tr><![endif]>"
    table = TABLE.replace("<tr><td rowspan=2>科目", gaps + "<tr><td rowspan=2>科目")
    table = table.replace(
        "<td>234.50</tr>\n<tr><td>20701", "<td>234.50<td rowspan=99></tr><tr><td>20701"
    )
    found = read(page(title + table.replace("1234.50", "<span>1234.50<o:p></o:p></span>")))
    assert (found.identity.unit, found.identity.year) == (UNIT, 2024)
    assert sums(found) == WHOLE


def test_a_list_of_contents_with_links_inside_the_page_stays() -> None:
    """Links to places in the page are its contents and no menu."""
    contents = '<ul><li><a href="#a">收入总表</a></li><li><a href="#b">支出总表</a></li></ul>'
    found = read(page(f"<h1>{COVER}</h1>" + contents + TABLE))
    assert found.tables["revenue-summary"].announced


def cells(*texts: str) -> str:
    """A row of Word's."""
    return "<w:tr>" + "".join(f"<w:tc><w:tcPr/>{p(text)}</w:tc>" for text in texts) + "</w:tr>"


WORD = (
    "<w:tbl>"
    + cells("科目编码", "科目名称", "合计")
    + cells("207", "文化旅游体育与传媒支出", "1234.50")
    + cells("20701", "文化和旅游", "1234.50")
    + cells("2070109", "群众文化", "1234.50")
    + cells("", "合计", "1234.50")
    + "</w:tbl>"
)
OLE = (
    '<w:p><w:r><w:object><o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" '
    'Type="Embed" ProgID="Excel.Sheet.12"/></w:object></w:r></w:p>'
)
DRAWN = "<w:p><w:r><w:drawing/></w:r></w:p>"


def words(*body: str) -> Disclosure:
    """A Word document with a cover and this in it."""
    return read(docx(p(UNIT) + p("2024年单位预算") + "".join(body)))


@pytest.mark.parametrize(("pasted", "text"), [(OLE, OBJECT), (DRAWN, PICTURE)])
def test_a_table_that_was_pasted_in_is_told(pasted: str, text: str) -> None:
    """An object of a spreadsheet, or a picture under a table's title, is not passed over."""
    found = words(p("收入总表"), p("单位：万元"), pasted, p("支出总表"), p("单位：万元"), WORD)
    assert sums(found) == WHOLE
    (item,) = found.not_understood
    assert (item.title, item.header) == ("收入总表", text)


def test_a_picture_that_stands_for_no_table_is_none() -> None:
    """A drawing in the text, or between a title and its table, leaves no trace."""
    chart = p("机构设置如下：") + DRAWN
    found = words(chart, p("支出总表"), p("单位：万元"), DRAWN, WORD)
    assert (found.not_understood, sums(found)) == ((), WHOLE)


def test_a_table_of_pictures_on_a_page_is_told() -> None:
    """A page whose table is a picture says so, with the table's title."""
    data = page(f"<h1>{COVER}</h1><p>收入总表</p><p>单位：万元</p><p><img src='1.png'></p>" + TABLE)
    (item,) = read(data).not_understood
    assert (item.title, item.header) == ("收入总表", PICTURE)


def test_contents_drawn_as_a_table_are_headings() -> None:
    """Ruled contents with pages are no table, a table of amounts beside names is one."""
    contents = "<w:tbl>" + cells("1", "收入总表", "3") + cells("2", "支出总表", "5") + "</w:tbl>"
    found = words(p("目录"), contents, p("支出总表"), p("单位：万元"), WORD)
    assert found.not_understood == ()
    assert found.tables["revenue-summary"].announced
    grid = document_from("d", docx(contents.replace(">3<", ">3.50<"))).blocks[0]
    assert isinstance(grid, Grid)
    assert not found.tables["revenue-summary"].rows


LINES = [
    ["科目编码", "科目名称", "合计", "基本支出", "项目支出"],
    ["207", "文化旅游体育与传媒支出", "1,234.50", "1,000.00", "234.50"],
    ["20701", "文化和旅游", "１，２３４．５０", "1,000.00", "234.50"],
    ["2070109", "群众\n文化", "1234.50", "1,000.00", ""],
    ["合计", "", "1,234.50", "1,000.00", "234.50"],
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_comma_separated_values_are_a_sheet(encoding: str) -> None:
    """Titles padded with commas, quoted separators, a line end in a cell, any usual encoding."""
    out = io.StringIO()
    padded = [[COVER], ["支出总表"], [f"单位：{UNIT}", "", "", "", "单位：万元"], [], *LINES]
    csv.writer(out).writerows([*row, *[""] * (5 - len(row))] for row in padded)
    found = read(out.getvalue().encode(encoding))
    assert sums(found) == WHOLE
    places = [row.place for row in found.tables["expenditure-summary"].rows]
    assert places == ["line=6", "line=7", "line=8", "line=10"]


def test_cells_between_bars_are_a_table() -> None:
    """Markdown's tables, with the rule below the header and without bars at the edges."""
    rows = [" | ".join(cell.replace("\n", "") or " " for cell in row) for row in LINES]
    for lines in (rows, [f"| {row} |" for row in [rows[0], "--- | :--- | --: | - | -", *rows[1:]]]):
        text = "\n\n".join([COVER, "支出总表", f"单位：{UNIT}", "单位：万元", "\n".join(lines)])
        assert sums(read(text.encode())) == WHOLE


def test_columns_aligned_by_blanks_are_refused_with_the_reason() -> None:
    """A blank cell can't be told there, so no one guesses which column an amount is in."""
    rows = ["   ".join(cell.replace("\n", "") for cell in row) for row in LINES]
    message = refusal("\n".join([COVER, "支出总表", "单位：万元", *rows]).encode())
    assert "只用空格对齐" in message
    assert "PDF" in message


def test_a_narrative_with_commas_is_no_sheet() -> None:
    """Amounts with separators in sentences make no comma-separated values."""
    text = "\n".join(
        [COVER, *["收入1,234.50万元,支出1,234.50万元,其中1,000.00万元,较上年持平。"] * 9]
    )
    assert "没有表格" in refusal(text.encode())


def test_an_error_in_an_old_workbook_is_no_blank() -> None:
    """#DIV/0! of an xls stays what it is."""
    made = xlwt.Workbook()
    sheet = made.add_sheet("表")
    for column, text in enumerate(("科目", "合计", "增减")):
        sheet.write(0, column, text)
    sheet.write(1, 0, "教育")
    sheet.write(1, 1, 1.5)
    sheet.row(1).set_cell_error(2, "#DIV/0!")
    out = io.BytesIO()
    made.save(out)
    (grid,) = document_from("d", out.getvalue()).blocks
    assert isinstance(grid, Grid)
    assert grid.rows[1].cells == ("教育", "1.5", "#DIV/0!")


@pytest.mark.parametrize("seed", range(60))
@pytest.mark.parametrize("kind", ["csv", "site"])
def test_a_damaged_file_of_these_is_read_or_refused(kind: str, seed: int) -> None:
    """Cut off anywhere, bits turned over: an error that says so, or a document."""
    rows = "\r\n".join(",".join(f'"{cell}"' for cell in row) for row in LINES)
    whole = {"csv": rows.encode("gb18030"), "site": page(MENUS + TABLE + FOOT)}[kind]
    chance = random.Random(seed)  # noqa: S311 - the same each time, and no secret
    data = bytearray(whole[: chance.randrange(1, len(whole))])
    for _ in range(chance.randrange(8)):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    with contextlib.suppress(InputRefusedError):
        assert document_from("document", bytes(data)).sha256
