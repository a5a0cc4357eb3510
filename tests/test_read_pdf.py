"""The PDF reader, on small PDFs that are written here and on the amounts of real ones."""

from __future__ import annotations

import io
import random
import re
from collections import Counter
from typing import TYPE_CHECKING

import pdfplumber
import pytest
from reportlab.lib import colors, pdfencrypt
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from yusuan.errors import InputRefusedError
from yusuan.read.document import Grid, Heading, Paragraph
from yusuan.read.limits import Limits
from yusuan.read.pdf import read_pdf
from yusuan.read.pdf_page import cleaned, wrapped

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from yusuan.read.document import Block

FONT = "STSong-Light"
WIDTH, HEIGHT = 595, 842
pdfmetrics.registerFont(UnicodeCIDFont(FONT))


class Sheet:
    """A canvas measured from the top, with the things that disclosures are made of."""

    def __init__(self, **options: object) -> None:
        self.file = io.BytesIO()
        self.canvas = Canvas(self.file, pagesize=(WIDTH, HEIGHT), invariant=1, **options)

    def text(self, x: float, top: float, text: str, size: float = 10) -> None:
        """Write a line of text."""
        self.canvas.setFont(FONT, size)
        self.canvas.drawString(x, HEIGHT - top, text)

    def line(self, x0: float, top: float, x1: float, bottom: float) -> None:
        """Draw a line."""
        self.canvas.line(x0, HEIGHT - top, x1, HEIGHT - bottom)

    def table(
        self,
        top: float,
        rows: Sequence[Sequence[str | None]],
        widths: Sequence[float],
        sides: bool = True,
    ) -> None:
        """Draw a ruled table; ``None`` goes on with the cell to its left."""
        xs = [60 + sum(widths[:i]) for i in range(len(widths) + 1)]
        for number, row in enumerate(rows):
            y = top + 24 * number
            self.line(xs[0], y, xs[-1], y)
            for column, cell in enumerate(row):
                if cell is not None:
                    if column or sides:
                        self.line(xs[column], y, xs[column], y + 24)
                    for part, piece in enumerate(cell.split("\n")):
                        self.text(xs[column] + 3, y + 10 + 10 * part, piece, 9)
            if sides:
                self.line(xs[-1], y, xs[-1], y + 24)
        self.line(xs[0], top + 24 * len(rows), xs[-1], top + 24 * len(rows))

    def page(self) -> None:
        """End the page."""
        self.canvas.showPage()

    def data(self) -> bytes:
        """Give the PDF."""
        self.canvas.save()
        return self.file.getvalue()


ROWS = (
    ("科目编码", "科目名称", "合计"),
    ("201", "一般公共服务支出", "1,234.50"),
    ("20101", "人大事务", "234.50"),
)


def cells(block: Block) -> list[tuple[str, ...]]:
    """Give a grid's texts."""
    assert isinstance(block, Grid)
    return [row.cells for row in block.rows]


def read(sheet: Sheet) -> tuple[Block, ...]:
    """Read what was drawn."""
    return read_pdf("test.pdf", sheet.data())


def reason(data: bytes, limits: Limits | None = None) -> str:
    """Why a file is refused, in both languages."""
    with pytest.raises(InputRefusedError) as caught:
        read_pdf("test.pdf", data, limits or Limits())
    return str(caught.value)


def test_a_table_keeps_its_rows_and_the_lines_before_it() -> None:
    """Title, unit of money and a ruled table come out in order, each with its page."""
    sheet = Sheet()
    sheet.text(250, 80, "支出总表")
    sheet.text(60, 100, "部门：某某局")
    sheet.text(480, 100, "单位：万元")
    sheet.table(120, ROWS, (80, 200, 100))
    title, unit, money, grid = read(sheet)
    assert isinstance(title, Heading)
    assert (title.text, title.level) == ("支出总表", 3)
    assert isinstance(unit, Paragraph)
    assert isinstance(money, Paragraph)
    assert (unit.text, money.text) == ("部门：某某局", "单位：万元")
    assert cells(grid) == list(ROWS)
    assert isinstance(grid, Grid)
    assert [str(row.place) for row in grid.rows] == [f"page=1;row={n}" for n in (1, 2, 3)]


def test_a_merged_cell_has_its_text_once() -> None:
    """What a merged cell covers is blank, and no column is lost."""
    sheet = Sheet()
    sheet.table(
        100, (("收入", None, "支出", None), ("项目", "预算数", "项目", "预算数")), (90,) * 4
    )
    assert cells(read(sheet)[0])[0] == ("收入", "", "支出", "")


@pytest.mark.parametrize(
    ("lines", "whole"),
    [
        (("1682.7", "6"), "1682.76"),
        (("2,543", ".10"), "2,543.10"),
        (("471,452,", "100"), "471,452,100"),
        (("1,234,5", "67.00"), "1,234,567.00"),
        (("20805", "02"), "2080502"),
        (("100.00", "200.00"), "100.00 200.00"),
        (("1,234", "567"), "1,234 567"),
        (("2023", "2024"), "2023 2024"),
        (("Budget", "Office"), "Budget Office"),
        (("三公", "经费"), "三公经费"),
    ],
)
def test_lines_of_a_cell_join_unless_they_are_two(lines: tuple[str, ...], whole: str) -> None:
    """What a narrow cell broke is put together; two amounts over each other stay two."""
    assert wrapped(lines) == whole


def test_what_is_wrapped_in_a_cell_is_put_together() -> None:
    """Lines of one cell join without a blank, an amount's digits too."""
    sheet = Sheet()
    sheet.table(
        100, (("机关事业单位基本\n养老保险缴费", "1682.7\n6"), ("合计", "2,543\n.10")), (120, 60)
    )
    assert cells(read(sheet)[0]) == [
        ("机关事业单位基本养老保险缴费", "1682.76"),
        ("合计", "2,543.10"),
    ]


@pytest.mark.parametrize("sides", [True, False])
def test_open_sides_lose_no_column(sides: bool) -> None:
    """A table without border lines at its sides keeps its first and last column."""
    sheet = Sheet()
    sheet.table(100, ROWS, (80, 200, 100), sides=sides)
    assert cells(read(sheet)[0]) == list(ROWS)


def test_whose_a_table_is_does_not_go_on_with_its_long_title() -> None:
    """A title as wide as its table ends where a printed line would, but it is whole."""
    sheet = Sheet()
    prose = "支出预算比上年增加，主要原因是新增设备购置和房屋修缮两个项目，其余与上年持平。"
    for top in (40, 60, 80):
        sheet.text(50, top, prose)
    sheet.text(130, 110, "财政拨款（含一般公共预算和政府性基金预算）“三公”经费支出表")
    sheet.text(60, 126, "部门名称：青溪县水务局")
    sheet.table(140, [["年度", "合计"], ["2025年", "1.00"]], (60, 60))
    assert [block.text for block in read(sheet) if not isinstance(block, Grid)] == [
        *[prose] * 3,
        "财政拨款（含一般公共预算和政府性基金预算）“三公”经费支出表",
        "部门名称：青溪县水务局",
    ]


def test_two_tables_on_a_page_stay_apart() -> None:
    """Two tables are two grids, their rows counted over the page."""
    sheet = Sheet()
    sheet.table(100, ROWS, (80, 200, 100))
    sheet.text(250, 300, "收入总表")
    sheet.table(320, ROWS[1:], (80, 200, 100))
    first, title, second = read(sheet)
    assert isinstance(title, Heading)
    assert len(cells(first)) == 3
    assert isinstance(second, Grid)
    assert str(second.place) == "page=1;row=4-5"


def booklet(draw: Callable[[Sheet, int], None], pages: int = 4) -> Sheet:
    """Draw pages with a running header and page numbers."""
    sheet = Sheet()
    for number in range(1, pages + 1):
        sheet.text(180, 40, "某某局2026年度部门预算公开", 9)
        draw(sheet, number)
        sheet.text(290, 820, f"— {number} —", 9)
        sheet.page()
    return sheet


def test_running_headers_and_page_numbers_are_dropped() -> None:
    """A table that goes on over pages is grids with nothing between them."""
    blocks = read(booklet(lambda sheet, _: sheet.table(80, ROWS[1:], (80, 200, 100))))
    assert [type(block) for block in blocks] == [Grid] * 4


def test_one_row_at_the_head_of_a_page_is_a_table() -> None:
    """The single row that a page break left over is a grid, however little of it is filled."""
    sheet = Sheet()
    sheet.table(600, ROWS, (80, 200, 100))
    sheet.page()
    sheet.table(60, (("", "的其他支出", ""),), (80, 200, 100))
    assert [type(block) for block in read(sheet)] == [Grid, Grid]


def test_titles_that_are_repeated_stay() -> None:
    """A table's title and unit of money are no running header, though every page has them."""

    def draw(sheet: Sheet, _: int) -> None:
        sheet.text(60, 70, "表3")
        sheet.text(250, 90, "支出总表")
        sheet.text(480, 110, "单位：万元")
        sheet.table(130, ROWS, (80, 200, 100))

    texts = [block.text for block in read(booklet(draw)) if not isinstance(block, Grid)]
    assert texts == ["表3", "支出总表", "单位：万元"] * 4


@pytest.mark.parametrize("number", ["3", "- 3 -", "— 3 —", "第 3 页 共 9 页", "第3页", "3 / 9"])
def test_page_numbers_of_every_form_are_dropped(number: str) -> None:
    """A page number is no text, whatever its form."""
    sheet = Sheet()
    sheet.text(60, 100, "本单位没有政府性基金预算。")
    sheet.text(280, 815, number)
    assert len(read(sheet)) == 1


def test_a_watermark_is_no_text() -> None:
    """Text that runs aslant, is hardly darker than the paper or without ink is left out."""
    sheet = Sheet()
    sheet.canvas.saveState()
    sheet.canvas.translate(300, 500)
    sheet.canvas.rotate(45)
    sheet.canvas.setFont(FONT, 60)
    sheet.canvas.drawCentredString(0, 0, "内部资料")
    sheet.canvas.restoreState()
    sheet.canvas.setFillColor(colors.Color(0.9, 0.9, 0.9))
    sheet.text(100, 140, "水印", 40)
    sheet.canvas.setFillColor(colors.black)
    sheet.canvas.saveState()
    hidden = sheet.canvas.beginText(70, HEIGHT - 135)
    hidden.setFont(FONT, 9)
    hidden.setTextRenderMode(3)
    hidden.textOut("看不见")
    sheet.canvas.drawText(hidden)
    sheet.canvas.restoreState()
    sheet.text(60, 900, "页外")
    sheet.table(100, ROWS, (80, 200, 100))
    assert [cells(block) for block in read(sheet)] == [list(ROWS)]


def test_white_text_on_a_dark_header_is_read() -> None:
    """Light text counts where a dark area lies behind it."""
    sheet = Sheet()
    sheet.canvas.setFillColor(colors.darkblue)
    sheet.canvas.rect(60, HEIGHT - 124, 380, 24, fill=1)
    sheet.canvas.setFillColor(colors.white)
    sheet.table(100, ROWS[:1], (80, 200, 100))
    sheet.canvas.setFillColor(colors.black)
    sheet.table(124, ROWS[1:], (80, 200, 100))
    assert cells(read(sheet)[0]) == list(ROWS)


def test_text_printed_twice_is_read_once() -> None:
    """Bold made by printing a text over itself does not double it."""
    sheet = Sheet()
    sheet.text(60, 100, "支出总表 1,234.50")
    sheet.text(60.3, 100, "支出总表 1,234.50")
    (block,) = read(sheet)
    assert not isinstance(block, Grid)
    assert block.text == "支出总表 1,234.50"


@pytest.mark.parametrize("rotation", [90, 270])
def test_a_turned_table_is_read(rotation: int) -> None:
    """A table drawn sideways is read alike, whether or not the page says that it is turned."""
    sheet = Sheet()
    if rotation == 90:
        sheet.canvas.translate(WIDTH, 0)
        sheet.canvas.rotate(90)
    else:
        sheet.canvas.translate(0, HEIGHT)
        sheet.canvas.rotate(270)
    sheet.canvas.translate(0, WIDTH - HEIGHT)
    sheet.table(100, ROWS, (80, 200, 100))
    assert cells(read(sheet)[0]) == list(ROWS)


def test_radicals_become_characters() -> None:
    """A font's Kangxi radical is read as the character that it looks like."""
    assert cleaned("⼀") + cleaned("⼈") == "一人"


def test_boxed_text_is_no_table() -> None:
    """A boxed phrase, a boxed glossary and a ruled list of contents are text."""
    sheet = Sheet()
    sheet.table(60, (("第一部分 单位概况",),), (300,))
    sheet.table(
        120, (("财政拨款收入：指本级财政拨付的资金。",), ("其他收入：指上述以外的收入。",)), (400,)
    )
    contents = (("一、收入总表", "3"), ("二、支出总表", "4"), ("三、财政拨款收支总表", "5"))
    sheet.table(240, contents, (300, 60))
    blocks = read(sheet)
    assert not any(isinstance(block, Grid) for block in blocks)
    text = "".join(block.text for block in blocks if not isinstance(block, Grid))
    assert "其他收入：指上述以外的收入。" in text
    assert "三、财政拨款收支总表" in text


def test_paragraphs_go_on_over_lines_and_pages() -> None:
    """A paragraph that a margin and a page break cut is one; an indented line begins another."""
    sentence = (
        "本单位深入贯彻落实各项决策部署统筹推进各项重点工作确保完成全年目标任务并持续提高资金"
    )
    sheet = Sheet()
    for top in (700, 720, 740):
        sheet.text(60 if top > 700 else 80, top, sentence[: 43 if top > 700 else 41])
    sheet.page()
    sheet.text(60, 80, "使用效益。")
    sheet.text(80, 100, "第二段。")
    blocks = read(sheet)
    assert [block.place.page for block in blocks] == [1, 2]
    first = blocks[0]
    assert isinstance(first, Paragraph)
    assert first.text.endswith("使用效益。")


def test_a_long_title_does_not_take_the_line_of_the_unit_in() -> None:
    """A title that reaches the margin ends before whose table it is: 单位名称：…."""
    name = "一般公共预算基本支出情况表（按支出经济分类科目）"
    sheet = Sheet()
    sheet.text(220, 60, name)
    sheet.text(60, 80, "单位名称：甲单位")
    for top in (100, 120, 140, 160):
        sheet.text(60, top, "各" * 40)
    heading, owner = read(sheet)[:2]
    assert isinstance(heading, Heading)
    assert isinstance(owner, Paragraph)
    assert (heading.text, owner.text) == (name, "单位名称：甲单位")


def test_an_encrypted_file_is_refused() -> None:
    """A file that asks for a password is refused as encrypted."""
    sheet = Sheet(encrypt=pdfencrypt.StandardEncryption("secret"))
    sheet.text(60, 100, "支出总表")
    assert "已加密" in reason(sheet.data())


def sample() -> bytes:
    """Give a sound PDF of four pages."""
    return booklet(lambda sheet, _: sheet.table(80, ROWS, (80, 200, 100))).data()


@pytest.mark.parametrize("part", [0.1, 0.3, 0.5, 0.7, 0.9, 0.97])
def test_a_truncated_file_is_refused(part: float) -> None:
    """A file that breaks off is refused as damaged, wherever it breaks off."""
    data = sample()
    assert "damaged" in reason(data[: int(part * len(data))])


@pytest.mark.parametrize("seed", range(12))
def test_flipped_bits_never_crash(seed: int) -> None:
    """A damaged file is read or refused; nothing else comes out."""
    dice = random.Random(seed)  # noqa: S311 - no secret
    data = bytearray(sample())
    for _ in range(dice.randint(1, 40)):
        data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    try:
        blocks = read_pdf("test.pdf", bytes(data))
    except InputRefusedError as error:
        assert "test.pdf" in str(error)  # noqa: PT017 - both outcomes are right
    else:
        assert isinstance(blocks, tuple)


def test_a_scanned_page_is_refused_by_number() -> None:
    """A page that is a picture without text is refused, with its number and what to do."""
    from PIL import Image  # noqa: PLC0415 - comes with pdfplumber

    sheet = Sheet()
    for number in range(1, 5):
        if number in {2, 3}:
            picture = ImageReader(Image.new("RGB", (60, 80), "white"))
            sheet.canvas.drawImage(picture, 0, 0, WIDTH, HEIGHT)
        else:
            sheet.text(60, 100, "本单位没有政府性基金预算。")
        sheet.page()
    told = reason(sheet.data())
    assert "2–3" in told
    assert "OCR" in told


@pytest.mark.parametrize(
    ("limits", "told"),
    [
        (Limits(pages=3), "3 pages at most"),
        (Limits(characters=20), "20 characters a page"),
        (Limits(cells=10), "10 cells at most"),
        (Limits(seconds=0), "0 seconds a document"),
        (Limits(expanded_bytes=100), "100 bytes at most"),
    ],
)
def test_limits_are_stated_when_hit(limits: Limits, told: str) -> None:
    """A document over a limit is refused, and the refusal says which limit it is."""
    assert told in reason(sample(), limits)


def test_no_page_is_refused() -> None:
    """A PDF without pages is no document."""
    data = sample().replace(b"/Type /Page\n", b"/Type /Pige\n")
    assert "test.pdf" in reason(data)


_AMOUNT = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+")


@pytest.mark.documents
@pytest.mark.parametrize(
    "name", ["guangzhou-05", "putuo-01", "shanghai-07", "shenzhen-02", "suzhou-02"]
)
def test_every_amount_of_a_document_is_read_once(documents: Path, name: str) -> None:
    """Every amount that a page's words hold is in one block: nothing lost, nothing twice."""
    path = documents / f"{name}.pdf"
    printed: Counter[str] = Counter()
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            for word in page.extract_words(x_tolerance_ratio=0.35):
                printed.update(_AMOUNT.findall(word["text"]))
            page.close()
    found: Counter[str] = Counter()
    for block in read_pdf(path.name, path.read_bytes()):
        texts = (
            [c for r in block.rows for c in r.cells] if isinstance(block, Grid) else [block.text]
        )
        for text in texts:
            found.update(_AMOUNT.findall(re.sub(r"(?<=\d)[.．、] ?20\d\d年", "", text)))
    assert {a: (n, found[a]) for a, n in printed.items() if found[a] != n} == {}
    assert sum(found.values()) > 200
