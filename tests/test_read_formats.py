"""Formats: the same disclosure in each gives the same data, and each refuses what it can't read."""

from __future__ import annotations

import contextlib
import io
import re
import struct
import time
import zipfile
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from formats import WRITERS, parsed, written
from invented import ARCHIVES, LIBRARY, text_of
from yusuan.dictionary import table_kinds
from yusuan.errors import InputRefusedError
from yusuan.language import normal
from yusuan.read import FORMATS, document_from
from yusuan.read.document import Block, Grid, Heading, Paragraph, Place
from yusuan.read.limits import LIMITS, Limits
from yusuan.read.number_format import displayed
from yusuan.tidy import Disclosure, tidy_document

if TYPE_CHECKING:
    from collections.abc import Callable

    from yusuan.tidy.rows import TidyRow, TidyTable

NOT_TEXT = [name for name in FORMATS if name != "text"]
DISCLOSURES = {"archives": ARCHIVES, "library": LIBRARY}
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
PRINTED_ALIKE = re.compile(r"[\s,]")


def blocks(data: bytes, limits: Limits = LIMITS) -> tuple[Block, ...]:
    """Blocks of a file's bytes."""
    return document_from("document", data, limits).blocks


def cells(data: bytes) -> list[list[tuple[str, ...]]]:
    """Cells of every grid of a file."""
    return [[row.cells for row in block.rows] for block in blocks(data) if isinstance(block, Grid)]


def texts(data: bytes) -> list[str]:
    """Headings and paragraphs of a file."""
    return [block.text for block in blocks(data) if not isinstance(block, Grid)]


def refusal(data: bytes, limits: Limits = LIMITS) -> str:
    """What a refusal says; it names the file, and says in both languages what to do."""
    with pytest.raises(InputRefusedError) as caught:
        document_from("document.pdf", data, limits)
    for problem in caught.value.problems:
        assert problem.where == "document.pdf"
        assert re.search(r"[一-鿿]", problem.what.zh)
        assert not re.search(r"[一-鿿]", re.sub("“.*?”", "", problem.what.en).split(" (")[0])
        assert problem.todo
        assert problem.todo.zh
        assert problem.todo.en
    return str(caught.value)


# the same package --------------------------------------------------------------------------


def test_every_format_has_a_writer() -> None:
    """A new format is tested the day it is added."""
    assert set(WRITERS) == set(FORMATS)


@cache
def disclosure(name: str, which: str) -> Disclosure:
    """An invented disclosure read from a format."""
    return tidy_document(document_from("document", WRITERS[name](text_of(DISCLOSURES[which]))))


def alike(value: object) -> object:
    """A value as it is compared: blanks that a line's end has put into a text don't count."""
    return re.sub(r"\s", "", value) if isinstance(value, str) else str(value)


def row_alike(row: TidyRow) -> dict[str, Any]:
    """A row without its place; of printed texts, those that differ in more than separators."""
    raw = {name: PRINTED_ALIKE.sub("", text) for name, text in row.raw.items()}
    return {
        "values": {name: alike(value) for name, value in row.values.items()},
        "raw": {name: text for name, text in raw.items() if text != alike(row.values[name])},
        "inferred": sorted(row.inferred),
    }


def table_alike(table: TidyTable) -> dict[str, Any]:
    """What is said of a table as a whole, but for its place."""
    return {
        "status": table.status,
        "columns": table.columns,
        "money_unit": table.money_unit,
        "title": normal(table.title or ""),
        "number": table.number,
        "note": normal(table.note or ""),
        "announced": table.announced,
    }


@pytest.mark.parametrize("which", DISCLOSURES)
@pytest.mark.parametrize("name", NOT_TEXT)
def test_a_format_gives_the_same_identity(name: str, which: str) -> None:
    """Unit, year, phase and region do not depend on the format."""
    one, other = disclosure(name, which).identity, disclosure("text", which).identity
    assert [one.unit, one.year, one.phase, one.region] == [
        other.unit,
        other.year,
        other.phase,
        other.region,
    ]


@pytest.mark.parametrize("kind", table_kinds())
@pytest.mark.parametrize("which", DISCLOSURES)
@pytest.mark.parametrize("name", NOT_TEXT)
def test_a_format_gives_the_same_table(name: str, which: str, kind: str) -> None:
    """Every value of every table is the text's, digit for digit; only places differ."""
    one = disclosure(name, which).tables.get(kind)
    other = disclosure("text", which).tables.get(kind)
    assert (one is None) == (other is None)
    if one is not None and other is not None:
        assert [row_alike(row) for row in one.rows] == [row_alike(row) for row in other.rows]
        assert table_alike(one) == table_alike(other)


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_knows_its_places(name: str) -> None:
    """Each row of each table says where it stands, in the words of its format."""
    words = {
        "text": r"line=\d+(-\d+)?",
        "pdf": r"page=\d+;row=\d+(-\d+)?",
        "xlsx": r"sheet=表\d+;row=\d+(-\d+)?",
        "xls": r"sheet=表\d+;row=\d+(-\d+)?",
        "docx": r"table=\d+;row=\d+(-\d+)?",
        "html": r"table=\d+;row=\d+(-\d+)?",
    }
    places = [
        str(row.place)
        for block in document_from("x", written(name)).blocks
        if isinstance(block, Grid)
        for row in block.rows
    ]
    assert len(places) > 100
    assert len(set(places)) == len(places)
    assert [place for place in places if not re.fullmatch(words[name], place)] == []


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_is_told_by_its_content(name: str) -> None:
    """A file's name says nothing of its format."""
    for other in FORMATS:
        document = document_from(f"document.{other}", written(name))
        assert document.media_type == FORMATS[name][0]


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_is_written_the_same_each_time(name: str) -> None:
    """Fuzzing damages the same bytes every time."""
    assert WRITERS[name](text_of(LIBRARY)) == WRITERS[name](text_of(LIBRARY))


def test_the_invented_disclosure_has_merges_and_breaks() -> None:
    """What the formats are tested with holds what they could get wrong."""
    tables = [item for item in parsed(text_of()) if not hasattr(item, "text")]
    merges = [merge for table in tables for merge in table.merges()]
    assert sum(bottom > top for top, _, bottom, _ in merges) >= 8
    assert sum(right > left for _, left, _, right in merges) >= 8
    assert sum(len(table.breaks) for table in tables) >= 6


# workbooks ---------------------------------------------------------------------------------


def xlsx(fill: Callable[[Any], None]) -> bytes:
    """A workbook whose first sheet is filled by a function."""
    from openpyxl import Workbook  # noqa: PLC0415 - only here

    book = Workbook()
    fill(book.active)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sheet_of(*rows: tuple[Any, ...], merges: tuple[str, ...] = ()) -> bytes:
    """A workbook of one sheet."""

    def fill(sheet: Any) -> None:
        for row in rows:
            sheet.append(row)
        for merge in merges:
            sheet.merge_cells(merge)

    return xlsx(fill)


#: Number, its format, and what a person sees.
DISPLAYED = [
    (2692.1800000000003, "General", "2692.18"),
    (1086.4, "#,##0.00", "1086.40"),
    (1086.4, "#,##0.00_ ;[Red]-#,##0.00", "1086.40"),
    (2012604.0, "General", "2012604"),
    (5.0, "00", "05"),
    (0.005, "0.00", "0.01"),
    (0.3, "0.00%", "30.00%"),
    (1.5, "0.0##", "1.5"),
    (-3.5, "#,##0.00_);(#,##0.00)", "-3.50"),
    (0.0, '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-"),
    (0.0, "0.00;-0.00;;@", ""),
    (-0.001, "0.00", "0.00"),
    (12345.0, "0!.0000", "1.2345"),
    (1234567.0, "#,##0.00,", "1234.57"),
    (2023.0, '0"年"', "2023年"),
    (1e-7, "General", "0.0000001"),
    (1e21, "General", "1000000000000000000000"),
    (1.0, "0." + "0" * 30, "1"),
    (3.5, "# ?/?", "3.5"),
    (3.14159, "[<0]0.0;0.00", "3.14"),
]


@pytest.mark.parametrize(("value", "code", "shown"), DISPLAYED)
def test_a_number_has_the_digits_that_its_cell_shows(value: float, code: str, shown: str) -> None:
    """The disclosed digits are those that people see, and never a binary number's tail."""
    assert displayed(value, code) == shown


@pytest.mark.parametrize("number", [0, 1, 2, 3, 4, 9, 10, 37, 41, 43, 44, 49])
def test_built_in_formats_are_known(number: int) -> None:
    """Formats that files name by number alone show the digits that Excel shows."""
    from yusuan.read.number_format import BUILT_IN  # noqa: PLC0415 - only here

    assert re.fullmatch(r"-?[\d.]+%?", displayed(1234.5, BUILT_IN[number]))


def test_a_sheet_that_shows_no_zeros_has_blanks() -> None:
    """Zero and blank are two things, and the sheet says which one people see."""

    def fill(sheet: Any) -> None:
        sheet.sheet_view.showZeros = False
        sheet.append(("科目", "合计", "项目"))
        sheet.append(("教育", 0, 5))

    assert cells(xlsx(fill)) == [[("科目", "合计", "项目"), ("教育", "", "5")]]


def test_titles_and_units_inside_the_grid_come_out_of_it() -> None:
    """A row alone above the header is a title; owner and unit of money in one row are two."""
    data = sheet_of(
        ("公开01表", None, None),
        ("收支总表", None, None),
        ("部门：云溪市档案馆", None, "单位：万元"),
        ("项目", "合计", "基本支出"),
        ("教育支出", 1.5, None),
        ("注：本表含上年结转。", None, None),
        merges=("A2:C2",),
    )
    found = blocks(data)
    assert texts(data) == [
        "公开01表",
        "收支总表",
        "部门：云溪市档案馆",
        "单位：万元",
        "注：本表含上年结转。",
    ]
    assert [type(block) for block in found] == [
        Heading,
        Heading,
        Paragraph,
        Paragraph,
        Grid,
        Paragraph,
    ]
    assert cells(data) == [[("项目", "合计", "基本支出"), ("教育支出", "1.5", "")]]
    assert [str(block.place) for block in found][2:5] == [
        "sheet=Sheet;row=3",
        "sheet=Sheet;row=3",
        "sheet=Sheet;row=4-5",
    ]


def test_a_label_over_some_columns_is_the_header_and_no_title() -> None:
    """A first row with one label merged over part of the table is its header's first row."""
    data = sheet_of(
        ("收支总表", None, None),
        (None, "预算数", None),
        ("项目", "合计", "基本支出"),
        ("教育支出", 1, 1),
        merges=("A1:C1", "B2:C2"),
    )
    assert cells(data)[0][0] == ("", "预算数", "")


def test_two_tables_on_one_sheet_are_two_grids() -> None:
    """A title with its unit of money behind a table begins another one."""
    rows: list[tuple[Any, ...]] = []
    for title in ("收入总表", "支出总表"):
        rows += [
            (title, None, None),
            ("部门：甲", None, "单位：元"),
            ("项目", "合计", "教育"),
            ("合计", 1, 1),
            ("四、其他收入", None, None),
            (None, None, None),
            ("总计", 1, 1),
            (None, None, None),
        ]
    data = sheet_of(*rows)
    assert [len(grid) for grid in cells(data)] == [4, 4]
    assert [text for text in texts(data) if text.endswith("总表")] == ["收入总表", "支出总表"]


def test_a_code_keeps_its_zeros_and_a_date_is_a_day() -> None:
    """Codes are texts or padded numbers; days are written as ISO 8601 says."""
    import datetime as dt  # noqa: PLC0415 - only here

    def fill(sheet: Any) -> None:
        sheet.append(("类", "款", "日期"))
        sheet.append(("05", 5, dt.date(2023, 2, 1)))
        sheet["B2"].number_format = "00"

    assert cells(xlsx(fill))[0][1] == ("05", "05", "2023-02-01")


def test_a_hidden_sheet_is_read() -> None:
    """What is published is read; hiding a sheet does not take its table back."""
    from openpyxl import Workbook  # noqa: PLC0415 - as above

    book = Workbook()
    hidden = book.create_sheet("隐藏")
    hidden.append(("项目", "合计"))
    hidden.append(("教育", 1))
    hidden.sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    assert cells(out.getvalue()) == [[("项目", "合计"), ("教育", "1")]]


def test_a_cell_in_a_far_corner_is_refused() -> None:
    """One cell at the end of a sheet would unfold to billions; the limit is stated."""

    def fill(sheet: Any) -> None:
        sheet["XFD1048576"] = 1

    assert f"{LIMITS.cells:,}" in refusal(xlsx(fill))


def test_an_archive_that_expands_too_far_is_refused() -> None:
    """A zip bomb is refused by its directory, before it is unpacked."""
    assert "1,000" in refusal(written("xlsx"), Limits(expanded_bytes=1000))
    assert "1,000" in refusal(written("docx"), Limits(expanded_bytes=1000))


def test_an_archive_that_lies_about_its_size_is_refused() -> None:
    """A member that is larger than the directory says is not unpacked beyond that."""
    data = bytearray(written("xlsx"))
    place = data.rfind(b"PK\x01\x02")
    struct.pack_into("<I", data, place + 24, 10)
    refusal(bytes(data))


@pytest.mark.parametrize("name", ["xlsx", "xls", "docx", "html"])
def test_too_many_cells_are_refused(name: str) -> None:
    """The number of cells is limited, and the limit stated when it is hit."""
    assert "20" in refusal(written(name), Limits(cells=20))


@pytest.mark.parametrize("name", NOT_TEXT)
def test_too_long_a_time_is_refused(name: str) -> None:
    """Time is limited, and the limit stated when it is hit."""
    assert "0" in refusal(written(name), Limits(seconds=0))


# Word --------------------------------------------------------------------------------------


def docx(body: str) -> bytes:
    """A Word document with this inside its body."""
    from docx import Document  # noqa: PLC0415 - only here

    made = io.BytesIO()
    Document().save(made)
    out = io.BytesIO()
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "word/document.xml":
                content = re.sub(rb"<w:body>.*</w:body>", _body(body), content, flags=re.DOTALL)
            new.writestr(name, content)
    return out.getvalue()


def _body(body: str) -> bytes:
    return f"<w:body>{body}</w:body>".encode()


def p(text: str, properties: str = "") -> str:
    """A paragraph of Word's."""
    own = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f'<w:p>{own}<w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def tc(text: str, properties: str = "") -> str:
    """A cell of Word's."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"


def tr(*found: str) -> str:
    """A row of Word's."""
    return f"<w:tr>{''.join(found)}</w:tr>"


def tbl(*rows: str) -> str:
    """A table of Word's."""
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def test_merged_cells_of_word_have_their_text_once() -> None:
    """A cell over columns or rows has its text in the first one, the others are blank."""
    wide, down = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>'
    data = docx(
        tbl(
            tr(tc("项目", down), tc("支出", wide)),
            tr(tc("看不见", "<w:vMerge/>"), tc("合计"), tc("基本")),
            tr("<w:trPr><w:gridBefore w:val='1'/></w:trPr>", tc("1"), tc("2")),
        )
    )
    assert cells(data) == [[("项目", "支出", ""), ("", "合计", "基本"), ("", "1", "2")]]


def test_deleted_and_hidden_text_of_word_is_left_out_and_inserted_text_is_read() -> None:
    """A document is read as it is shown with its changes accepted."""
    data = docx(
        p("一").replace("<w:r>", "<w:r><w:rPr><w:vanish/></w:rPr>")
        + "<w:p><w:del><w:r><w:delText>旧</w:delText></w:r></w:del>"
        + "<w:ins><w:r><w:t>新</w:t></w:r></w:ins></w:p>"
        + tbl(tr(tc("甲"), tc("乙")))
    )
    assert texts(data) == ["新"]


def test_a_table_in_a_table_is_read_where_it_stands() -> None:
    """A row that holds a table is a container; rows before and behind stay a table."""
    inner = tbl(tr(tc("甲"), tc("乙")), tr(tc("1"), tc("2")))
    container = f"<w:tc>{p('说明')}{inner}{p('')}</w:tc>"
    data = docx(tbl(tr(tc("前"), tc("3")), tr(container, tc("旁")), tr(tc("后"), tc("4"))))
    assert cells(data) == [[("前", "3")], [("甲", "乙"), ("1", "2")], [("后", "4")]]
    assert texts(data) == ["说明", "旁"]
    assert [str(block.place) for block in blocks(data) if isinstance(block, Grid)] == [
        "table=1;row=1",
        "table=2;row=1-2",
        "table=1;row=3",
    ]


def test_a_text_box_is_read_once() -> None:
    """A box is drawn twice in the file, for new and old programs, and is one text."""
    mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    box = f"<w:txbxContent>{p('框内')}</w:txbxContent>"
    drawn = (
        f'<mc:AlternateContent xmlns:mc="{mc}"><mc:Choice Requires="wps">{box}</mc:Choice>'
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent>"
    )
    data = docx(f"<w:p><w:r><w:t>正文</w:t></w:r><w:r>{drawn}</w:r></w:p>")
    assert texts(data) == ["正文", "框内"]


def test_styles_and_numbers_of_word_make_headings() -> None:
    """A style's level makes a heading, and a number that Word draws belongs to the text."""
    from docx import Document  # noqa: PLC0415 - as above

    document = Document()
    document.add_paragraph("概况", "Heading 2")
    document.add_paragraph("甲项", "List Number")
    document.add_paragraph("乙项", "List Number")
    document.add_paragraph("圆点", "List Bullet")
    out = io.BytesIO()
    document.save(out)
    found = blocks(out.getvalue())
    assert isinstance(found[0], Heading)
    assert found[0].level == 2
    assert texts(out.getvalue()) == ["概况", "1.甲项", "2.乙项", "圆点"]


def test_lines_in_a_cell_are_one_text() -> None:
    """Lines of a cell are put together, without a blank between Chinese characters."""
    lines = f"<w:tc>{p('公务用车')}{p('购置费')}</w:tc>"
    amount = f"<w:tc>{p('1682.7')}{p('6')}</w:tc>"
    years = f"<w:tc>{p('2023')}{p('2024')}</w:tc>"
    assert cells(docx(tbl(tr(lines, amount, years)))) == [
        [("公务用车购置费", "1682.76", "2023 2024")]
    ]


# web pages ---------------------------------------------------------------------------------


def page(body: str, encoding: str = "utf-8", declared: str = "") -> bytes:
    """A web page."""
    head = f'<meta charset="{declared}">' if declared else ""
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode(encoding)


def test_spans_of_a_page_have_their_text_once() -> None:
    """Cells over columns and rows have their text in the first one, the others are blank."""
    data = page(
        "<table><tr><th rowspan=2>项目<th colspan=2>支出<tr><th>合计<th>基本"
        "<tr><td>教育&nbsp;<td>&nbsp;<td>1&#46;5</table>"
    )
    assert cells(data) == [[("项目", "支出", ""), ("", "合计", "基本"), ("教育", "", "1.5")]]


def test_a_layout_table_is_no_grid() -> None:
    """A table that holds tables is the page's frame; what it holds is read in order."""
    data = page(
        "<table><tr><td>标题行<table><tr><td>甲<td>乙<tr><td>1<td>2</table>尾行</td></tr></table>"
    )
    assert texts(data) == ["标题行", "尾行"]
    assert cells(data) == [[("甲", "乙"), ("1", "2")]]


def test_what_a_page_hides_is_left_out() -> None:
    """Scripts, styles, menus and hidden elements are no part of the document."""
    data = page(
        "<nav>菜单</nav><script>'脚本'</script><style>样式</style><p hidden>藏</p>"
        "<p style='DISPLAY : none'>藏</p><!-- 注 --><p>看得见</p><noscript>无</noscript>"
    )
    assert texts(data) == ["看得见"]


def test_inline_elements_and_line_ends_of_a_page_break_no_sentence() -> None:
    """Bold type and the source's line ends are none of the text; ``<br>`` ends a line."""
    data = page(
        "<p>收入<b>预算</b>为\n  <span>1,086.40</span> 万元。<br>其中：</p><h2>一、概况</h2>"
    )
    assert texts(data) == ["收入预算为 1,086.40 万元。", "其中：", "一、概况"]


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", "utf-8"),
        ("utf-8", ""),
        ("utf-8", "gb2312"),
        ("gb18030", "gb2312"),
        ("gb18030", "GBK"),
        ("gb18030", ""),
        ("gb18030", "nonsense"),
        ("utf-8-sig", ""),
        ("utf-16", ""),
        ("big5", "big5"),
    ],
)
def test_a_page_is_decoded_by_mark_declaration_and_bytes(encoding: str, declared: str) -> None:
    """What a page declares counts if its bytes agree; GB2312 stands for all of GB18030."""
    text = "收入，中文" if encoding == "big5" else "收入，镕"
    assert texts(page(f"<p>{text}</p>", encoding, declared)) == [text]


@pytest.mark.parametrize(
    "body",
    ["<div>" * 100_000, "<table><tr><td>" * 5_000, "<b><i><p>" * 3_000, "<font a=%d>" * 20_000],
    ids=["div", "table", "inline", "formatting"],
)
def test_a_page_without_end_is_done_with_in_time(body: str) -> None:
    """Elements opened by the thousand, made to keep a parser busy, are refused, or read soon."""
    before = time.process_time()  # what others do on the machine is no fault of the reader
    with contextlib.suppress(InputRefusedError):
        assert texts(page(body + "终"))[-1].endswith("终")
    assert time.process_time() - before < 10


# refusals ----------------------------------------------------------------------------------


def zipped(*names: str) -> bytes:
    """An archive with files of these names."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


def ole(stream: str) -> bytes:
    """An OLE file with one stream: an old workbook whose stream is given another name."""
    old, new = "Workbook".encode("utf-16-le"), stream.encode("utf-16-le")
    data = bytearray(WRITERS["xls"](text_of(LIBRARY)))
    place = data.rfind(old)
    data[place : place + 64] = new.ljust(64, b"\0")
    struct.pack_into("<H", data, place + 64, len(new) + 2)
    return bytes(data)


#: What is refused → its bytes, and words of the reason.
REFUSED: dict[str, tuple[Callable[[], bytes], list[str]]] = {
    "encrypted workbook": (lambda: ole("EncryptedPackage"), ["已加密", "encrypted"]),
    "old Word": (lambda: ole("WordDocument"), ["docx", "doc"]),
    "another OLE file": (lambda: ole("PowerPoint Document"), ["OLE"]),
    "cut OLE file": (lambda: written("xls")[:700], ["损坏", "damaged"]),
    "cut xlsx": (lambda: written("xlsx")[:-3000], ["损坏", "damaged"]),
    "cut docx": (lambda: written("docx")[:3000], ["损坏", "damaged"]),
    "another zip": (lambda: zipped("a.txt"), ["ZIP", "neither xlsx nor docx"]),
    "OFD": (lambda: zipped("OFD.xml", "Doc_0/Document.xml"), ["OFD", "PDF"]),
    "OpenDocument": (lambda: zipped("mimetype", "content.xml"), ["OpenDocument", "xlsx"]),
    "xlsb": (lambda: zipped("xl/workbook.bin"), ["xlsb"]),
    "xlsx without a workbook": (lambda: zipped("xl/styles.xml"), ["xlsx", "damaged"]),
    "xlsx of nonsense": (lambda: zipped("xl/workbook.xml"), ["xlsx", "damaged"]),
    "docx of nonsense": (lambda: zipped("word/document.xml"), ["docx", "damaged"]),
    "empty workbook": (sheet_of, ["空", "empty"]),
    "empty docx": (lambda: docx(""), ["没有文字", "no text"]),
    "empty page": (lambda: page("<p>&nbsp;</p>"), ["没有文字", "no text"]),
    "PNG": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(99), ["PNG", "OCR"]),
    "TIFF": (lambda: b"II*\0" + bytes(99), ["TIFF", "OCR"]),
    "gzip": (lambda: b"\x1f\x8b\x08" + bytes(99), ["gzip", "unpack"]),
    "RAR": (lambda: b"Rar!\x1a\x07\x01\0" + bytes(99), ["RAR", "unpack"]),
    "7z": (lambda: b"7z\xbc\xaf\x27\x1c" + bytes(99), ["7z", "unpack"]),
    "RTF": (lambda: rb"{\rtf1\ansi " + bytes(99), ["RTF", "docx"]),
    "MHTML": (lambda: b"MIME-Version: 1.0\r\nContent-Type: multipart/related", ["MHTML"]),
    "XML of 2003": (
        lambda: b'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?><Workbook/>',
        ["XML 2003"],
    ),
    "cut PDF": (lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", ["PDF"]),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_can_not_be_read_is_refused_with_its_reason(kind: str) -> None:
    """Encrypted, damaged, empty and foreign files are refused, and it is said what they are."""
    data, words = REFUSED[kind]
    message = refusal(data())
    for word in words:
        assert word in message


@pytest.mark.parametrize(
    "data",
    [
        lambda: docx(p("2023年部门预算") + p("本单位没有表格。")),
        lambda: page("<p>2023年部门预算</p>"),
        lambda: sheet_of(("2023年部门预算",), ("没有表格",)),
    ],
    ids=["docx", "html", "xlsx"],
)
def test_a_document_without_tables_is_refused(data: Callable[[], bytes]) -> None:
    """A narrative alone is no disclosure that can be read."""
    with pytest.raises(InputRefusedError) as caught:
        tidy_document(document_from("document", data()))
    assert "没有表格" in str(caught.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("before", ["", "\n  \t", "<!-- 公开 -->\n", '<?xml version="1.0"?>'])
def test_a_web_page_is_one_whatever_it_is_called(encoding: str, before: str) -> None:
    """A page saved as something else is a page, also behind a mark, blanks or a comment."""
    data = (before + "<html><body><p>2023年部门预算公开</p></body></html>").encode(encoding)
    assert document_from("budget.pdf", data).media_type == "text/html"


def test_a_pdf_may_begin_with_other_bytes() -> None:
    """The mark of a PDF counts within the first 1024 bytes."""
    data = b"\r\n\r\n" + written("pdf")
    assert document_from("x", data).media_type == FORMATS["pdf"][0]


def test_a_table_is_part_of_a_place() -> None:
    """A place names page, sheet, table, line and row, in this order."""
    assert str(Place(table=2, row=5)) == "table=2;row=5"
    assert str(Place(sheet="甲", table=1, line=3, row=4, page=9)) == (
        "page=9;sheet=甲;table=1;line=3;row=4"
    )
    assert Place(table=1, row=2).through(Place(table=2, row=3)) == Place(table=1, row=2)
    assert str(Place(table=1, row=2).through(Place(table=1, row=3))) == "table=1;row=2-3"
