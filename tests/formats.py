"""Writers: the same invented disclosure in every format that is read.

What is written is what the text says: its lines, and its tables with their cells merged as
people merge them. Where the text breaks a table with a blank line, a format with pages breaks
the page; the header is printed again behind every second break. Numbers are numbers in a
workbook, with a format that shows the text's digits. The same bytes come out every time.
"""

from __future__ import annotations

import datetime as dt
import html
import io
import re
import zipfile
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from invented import ARCHIVES, text_of
from yusuan.read.document import Grid, Heading
from yusuan.read.text import read_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_NUMBER = re.compile(r"-?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?")
_CODE_OR_AMOUNT = re.compile(r"[\d,]+(\.\d+)?|-")
_EPOCH = dt.datetime(2022, 1, 1, tzinfo=dt.UTC).replace(tzinfo=None)
#: No number that begins so is one: 000000 is a post code.
_ZERO = re.compile(r"0\d")


@dataclass(frozen=True)
class Text:
    """A line of text, and the level of heading that it is (0 for running text)."""

    text: str
    level: int = 0


@dataclass(frozen=True)
class Table:
    """A table: its rows, all of one width, and the rows at which the text breaks it."""

    rows: tuple[tuple[str, ...], ...]
    breaks: tuple[int, ...] = ()

    @property
    def width(self) -> int:
        """Number of columns."""
        return len(self.rows[0])

    @property
    def header(self) -> int:
        """Number of rows above the first one with a code or an amount; of a form, none."""
        for position, row in enumerate(self.rows):
            if any(_CODE_OR_AMOUNT.fullmatch(cell) for cell in row) or "合计" in row[1:2]:
                return position if position < 4 else 0
        return min(2, len(self.rows))

    def merges(self) -> list[tuple[int, int, int, int]]:
        """Merged cells, each as its top, left, bottom and right; all of them inclusive."""
        found = [
            (position, 0, position, self.width - 1)
            for position, row in enumerate(self.rows)
            if row[0] and not any(row[1:]) and not self.header
        ]
        height = self.header
        taken: set[tuple[int, int]] = set()
        for top in range(height):
            for left in range(self.width):
                if self.rows[top][left] and (top, left) not in taken:
                    right = left
                    while top + 1 < height and self._over(top, right + 1):
                        right += 1
                    bottom = top
                    while bottom + 1 < height and not any(self.rows[bottom + 1][left : right + 1]):
                        bottom += 1
                    taken |= {
                        (row, column)
                        for row in range(top, bottom + 1)
                        for column in range(left, right + 1)
                    }
                    if (bottom, right) != (top, left):
                        found.append((top, left, bottom, right))
        return found

    def _over(self, top: int, column: int) -> bool:
        """Whether a blank cell of the header has a label under it, and so is part of a merge."""
        if column >= self.width or self.rows[top][column]:
            return False
        return bool(self.rows[top + 1][column])

    def pieces(self) -> list[tuple[int, int]]:
        """First row and end of each piece between page breaks."""
        ends = (*self.breaks, len(self.rows))
        return list(zip((0, *self.breaks), ends, strict=True))


@cache
def parsed(text: str) -> tuple[Text | Table, ...]:
    """Take a text apart into lines and tables."""
    items: list[Text | Table] = []
    grids: list[Grid] = []

    def close() -> None:
        if grids:
            rows = [row.cells for grid in grids for row in grid.rows]
            width = max(map(len, rows))
            breaks: list[int] = []
            for grid in grids[:-1]:
                breaks.append((breaks[-1] if breaks else 0) + len(grid.rows))
            padded = tuple((*row, *[""] * (width - len(row))) for row in rows)
            items.append(Table(padded, tuple(breaks)))
            grids.clear()

    for block in read_text(text):
        if isinstance(block, Grid):
            grids.append(block)
        else:
            close()
            items.append(Text(block.text, block.level if isinstance(block, Heading) else 0))
    close()
    return tuple(items)


def write_text(text: str) -> bytes:
    """The text itself."""
    return text.encode()


def write_html(text: str) -> bytes:
    """A web page as an office writes it: tables in a table for the layout, GB2312 declared."""
    body: list[str] = []
    for item in parsed(text):
        if isinstance(item, Text):
            tag = f"h{min(item.level + 1, 6)}" if item.level else "p"
            body.append(f"<{tag}>&nbsp;{html.escape(item.text)}</{tag}>")
        else:
            body.append(_html_table(item))
    inside = "\n".join(body)
    page = (
        '<!DOCTYPE html>\n<html><head><meta http-equiv="Content-Type" '
        'content="text/html; charset=gb2312"><title>网页标题</title>'
        "<style>td {border: 1px}</style></head><body><nav><ul><li>首页</ul></nav>"
        f'<table><tr><td>{inside}</td></tr></table><div style="display:none">看不见</div>'
        "<script>var budget = '<table>';</script></body></html>"
    )
    return page.encode("gb18030")


def _html_table(table: Table) -> str:
    merges = {(top, left): (bottom, right) for top, left, bottom, right in table.merges()}
    covered = _covered(table)
    rows = []
    for r, row in enumerate(table.rows):
        cells = []
        for c, cell in enumerate(row):
            if (r, c) not in covered:
                bottom, right = merges.get((r, c), (r, c))
                span = f' colspan="{right - c + 1}" rowspan="{bottom - r + 1}"'
                inner = html.escape(cell) or "&nbsp;"
                cells.append(f"<td{span if (r, c) in merges else ''}><p>{inner}</p></td>")
        rows.append("<tr>" + "\n".join(cells) + "</tr>")
    return '<table border="1">' + "".join(rows) + "</table>"


def _covered(table: Table) -> set[tuple[int, int]]:
    return {
        (row, column)
        for top, left, bottom, right in table.merges()
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
        if (row, column) != (top, left)
    }


def write_docx(text: str) -> bytes:
    """A Word document with merged cells, heading styles, page numbers and a header."""
    from docx import Document  # noqa: PLC0415 - each writer needs its own library

    document = Document()
    document.core_properties.created = document.core_properties.modified = _EPOCH
    document.sections[0].header.paragraphs[0].text = "页眉不是正文"
    document.sections[0].footer.paragraphs[0].text = "第 1 页"
    for item in parsed(text):
        if isinstance(item, Text):
            document.add_paragraph(item.text, f"Heading {item.level}" if item.level == 1 else None)
            continue
        table = document.add_table(len(item.rows), item.width, "Table Grid")
        cells = [list(row.cells) for row in table.rows]
        for r, row in enumerate(item.rows):
            for c, cell in enumerate(row):
                if cell:
                    cells[r][c].text = cell
        for top, left, bottom, right in item.merges():
            cells[top][left].merge(cells[bottom][right])
            cells[top][left].text = item.rows[top][left]
    out = io.BytesIO()
    document.save(out)
    return _same_bytes(out.getvalue())


def _same_bytes(data: bytes) -> bytes:
    """An archive with no clock in it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            content = re.sub(
                rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ",
                b"2022-01-01T00:00:00Z",
                old.read(name),
            )
            new.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


@dataclass
class Sheet:
    """A sheet to be written: cells by row and column from 0, and its merges."""

    name: str
    cells: dict[tuple[int, int], str]
    merges: list[tuple[int, int, int, int]]


def sheets(text: str) -> list[Sheet]:
    """The disclosure as sheets: a table with its titles in the grid above it, and prose between.

    The owner and the unit of money stand in one row, as they mostly do.
    """
    found: list[Sheet] = []
    lines: list[str] = []
    for item in parsed(text):
        if isinstance(item, Text):
            lines.append(item.text)
            continue
        titles = _titles(lines)
        if lines:
            found.append(_prose(f"说明{len(found) + 1}", lines))
        found.append(_sheet(f"表{len(found) + 1}", titles, item))
        lines = []
    if lines:
        found.append(_prose(f"说明{len(found) + 1}", lines))
    return found


def _titles(lines: list[str]) -> list[str]:
    """Take the lines that belong to the table behind them off the end of ``lines``."""
    titles: list[str] = []
    while lines and len(titles) < 4 and len(lines[-1]) < 30 and not lines[-1].endswith("。"):
        titles.insert(0, lines.pop())
    return titles


def _prose(name: str, lines: Sequence[str]) -> Sheet:
    return Sheet(name, {(row, 0): line for row, line in enumerate(lines)}, [])


def _sheet(name: str, titles: list[str], table: Table) -> Sheet:
    cells: dict[tuple[int, int], str] = {}
    merges = []
    row = 0
    while titles:
        title = titles.pop(0)
        cells[row, 0] = title
        if titles and title.startswith("单位：") and titles[0].startswith("单位："):
            cells[row, table.width - 1] = titles.pop(0)
        elif not title.startswith("单位："):
            merges.append((row, 0, row, table.width - 1))
        row += 1
    for r, texts in enumerate(table.rows):
        cells |= {(row + r, c): cell for c, cell in enumerate(texts) if cell}
    merges += [(row + t, left, row + b, right) for t, left, b, right in table.merges()]
    return Sheet(name, cells, merges)


def number_and_format(text: str) -> tuple[float, str] | None:
    """The number that a text is and the format that shows it so, or ``None``."""
    if not _NUMBER.fullmatch(text) or _ZERO.match(text):
        return None
    decimals = len(text.partition(".")[2])
    whole = "#,##0" if "," in text else "0"
    return float(text.replace(",", "")), whole + ("." + "0" * decimals if decimals else "")


def write_xlsx(text: str) -> bytes:
    """A workbook of today with merged cells and an empty sheet."""
    from openpyxl import Workbook  # noqa: PLC0415 - as above

    book = Workbook()
    book.active.title = "Sheet1"
    for sheet in sheets(text):
        made = book.create_sheet(sheet.name)
        for (row, column), cell in sheet.cells.items():
            number = number_and_format(cell)
            put = made.cell(row + 1, column + 1, number[0] if number else cell)
            if number:
                put.number_format = number[1]
        for top, left, bottom, right in sheet.merges:
            if (top, left) != (bottom, right):
                made.merge_cells(None, top + 1, left + 1, bottom + 1, right + 1)
    out = io.BytesIO()
    book.save(out)
    return _same_bytes(out.getvalue())


def write_xls(text: str) -> bytes:
    """A workbook of 1997 with merged cells."""
    import xlwt  # noqa: PLC0415 - as above

    book = xlwt.Workbook(encoding="utf-8")
    styles: dict[str, Any] = {}
    for sheet in sheets(text):
        made = book.add_sheet(sheet.name)
        merged = {(top, left): (bottom, right) for top, left, bottom, right in sheet.merges}
        for (row, column), cell in sheet.cells.items():
            number = number_and_format(cell)
            code = number[1] if number else "General"
            style = styles.setdefault(code, xlwt.easyxf(num_format_str=code))
            value = number[0] if number else cell
            if (row, column) in merged:
                bottom, right = merged[row, column]
                made.write_merge(row, bottom, column, right, value, style)
            else:
                made.write(row, column, value, style)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def write_pdf(text: str) -> bytes:
    """A PDF with ruled tables, merged and wrapped cells, page breaks and page numbers."""
    from reportlab.lib.pagesizes import A4, landscape  # noqa: PLC0415 - as above
    from reportlab.lib.styles import ParagraphStyle  # noqa: PLC0415
    from reportlab.pdfbase import pdfmetrics  # noqa: PLC0415
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont  # noqa: PLC0415
    from reportlab.platypus import (  # noqa: PLC0415
        PageBreak,
        Paragraph,
        SimpleDocTemplate,
        Spacer,
    )

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    plain = ParagraphStyle(
        "plain", fontName="STSong-Light", fontSize=10, leading=14, wordWrap="CJK"
    )
    width = landscape(A4)[0] - 120
    story: list[Any] = []
    broken = 0
    for item in parsed(text):
        if isinstance(item, Text):
            if item.level == 1:
                story.append(PageBreak())
            story += [Paragraph(html.escape(item.text), plain), Spacer(1, 4)]
            continue
        for number, (first, end) in enumerate(item.pieces()):
            if number:
                story.append(PageBreak())
                broken += 1
            again = item.header if number and broken % 2 else 0
            story.append(_pdf_table(item, first, end, again, width, plain))
        story.append(Spacer(1, 8))

    def page_number(canvas: Any, document: Any) -> None:
        canvas.setFont("STSong-Light", 9)
        canvas.drawCentredString(width / 2 + 60, 30, f"— {document.page} —")

    out = io.BytesIO()
    document = SimpleDocTemplate(
        out, pagesize=landscape(A4), leftMargin=60, rightMargin=60, invariant=1
    )
    document.build(story, onFirstPage=page_number, onLaterPages=page_number)
    return out.getvalue()


def _pdf_table(table: Table, first: int, end: int, again: int, width: float, style: Any) -> Any:
    """A piece of a table, with ``again`` rows of header printed before it."""
    from reportlab.lib.colors import black  # noqa: PLC0415 - as above
    from reportlab.platypus import Paragraph  # noqa: PLC0415
    from reportlab.platypus import Table as Flowable  # noqa: PLC0415

    shown = [*range(again), *range(first, end)]
    spans = [
        ("SPAN", (left, shown.index(top)), (right, shown.index(bottom)))
        for top, left, bottom, right in table.merges()
        if top in shown and bottom in shown
    ]
    cells = [[Paragraph(html.escape(cell), style) for cell in table.rows[row]] for row in shown]
    return Flowable(
        cells,
        [width / table.width] * table.width,
        # people keep a table's header and its first row on one page
        style=[
            ("GRID", (0, 0), (-1, -1), 0.5, black),
            ("NOSPLIT", (0, 0), (-1, min(table.header, len(cells) - 1))),
            *spans,
        ],
    )


#: Format → its writer, by the names of :data:`yusuan.read.FORMATS`.
WRITERS: dict[str, Callable[[str], bytes]] = {
    "text": write_text,
    "pdf": write_pdf,
    "xlsx": write_xlsx,
    "xls": write_xls,
    "docx": write_docx,
    "html": write_html,
}


@cache
def written(name: str) -> bytes:
    """The invented archives' disclosure in a format."""
    return WRITERS[name](text_of(ARCHIVES))
