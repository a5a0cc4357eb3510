"""Styles in which PDFs draw their tables: one disclosure, drawn as different producers do.

A style is a name and what it does to a table's lines, shades and cells. All of them must be
read alike: :mod:`test_pdf_styles` runs over the registry.
"""

from __future__ import annotations

import io
import itertools
import unicodedata
from dataclasses import dataclass
from typing import Any

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from formats import Table, Text, parsed
from yusuan.amounts import is_amount

FONT = "STSong-Light"
PAGE = landscape(A4)
LEFT, TOP, BOTTOM = 50.0, 60.0, 50.0
pdfmetrics.registerFont(UnicodeCIDFont(FONT))


class Drawn(Table):
    """A table whose header ends where amounts and codes begin."""

    @property
    def header(self) -> int:
        """Number of rows above the first one with a code, an amount or a column's number."""
        for position, row in enumerate(self.rows):
            if any(cell and (is_amount(cell) or cell == "**") for cell in row):
                return position if position < 4 else 0
        return min(2, len(self.rows))


@dataclass(frozen=True)
class Style:
    """How a table is drawn.

    ``rules`` is ``all`` (a full grid), ``level`` (between rows), ``three`` (around the header and
    at the end) or ``none``; ``shade`` is ``header``, ``zebra`` or ``cells``; ``line`` draws one
    rule; ``again`` prints the header on every page.
    """

    rules: str = "all"
    line: str = "stroke"
    shade: str = ""
    again: bool = False
    turned: bool = False
    form: bool = False
    stamp: bool = False
    outer: bool = True
    wrap: bool = True


STYLES: dict[str, Style] = {
    "full grid": Style(),
    "dashed lines": Style(line="dashed"),
    "dotted lines": Style(line="dotted"),
    "double lines": Style(line="double"),
    "thin rectangles": Style(line="rectangle"),
    "pictures of one pixel": Style(line="picture"),
    "no outer border": Style(outer=False),
    "cells of colour alone": Style(rules="none", shade="cells"),
    "level rules alone": Style(rules="level"),
    "level rules, header again": Style(rules="level", again=True),
    "three rules": Style(rules="three"),
    "three rules, header again": Style(rules="three", again=True),
    "a shaded header": Style(rules="none", shade="header"),
    "every second row shaded": Style(rules="none", shade="zebra"),
    "columns without a line": Style(rules="none"),
    "columns without a line, header again": Style(rules="none", again=True),
    "a turned page": Style(turned=True),
    "a turned page, three rules": Style(rules="three", turned=True),
    "inside a form": Style(form=True),
    "a stamp over it": Style(stamp=True),
}


def write(text: str, style: Style) -> bytes:
    """Write a disclosure's text as a PDF in a style."""
    page = _Page(style)
    for item in parsed(text):
        if isinstance(item, Text):
            if item.level == 1:
                page.new()
            page.text(item.text)
        else:
            page.table(Drawn(item.rows, item.breaks))
    return page.data()


class _Page:
    """A canvas measured from the top, which begins the next page when one is full."""

    def __init__(self, style: Style) -> None:
        self.style = style
        self.file = io.BytesIO()
        width, height = PAGE
        self.canvas = Canvas(
            self.file, pagesize=(height, width) if style.turned else PAGE, invariant=1
        )
        self.number = 1
        self.forms = itertools.count()
        self._begin()

    def _begin(self) -> None:
        self.y = TOP
        if self.style.turned:
            self.canvas.translate(PAGE[1], 0)
            self.canvas.rotate(90)

    def new(self) -> None:
        if self.y > TOP:
            self.put(PAGE[0] / 2, PAGE[1] - 25, f"— {self.number} —", 9, "middle")
            self.canvas.showPage()
            self.number += 1
            self._begin()

    def data(self) -> bytes:
        self.canvas.save()
        return self.file.getvalue()

    def put(self, x: float, top: float, text: str, size: float, side: str) -> None:
        """Write a text whose left end, middle or right end stands at ``x``, base line at top."""
        self.canvas.setFont(FONT, size)
        width = pdfmetrics.stringWidth(text, FONT, size)
        x -= {"left": 0.0, "middle": width / 2, "right": width}[side]
        self.canvas.drawString(x, PAGE[1] - top, text)

    def text(self, text: str) -> None:
        """Write running text, broken at the margin."""
        line, lines = "", []
        for char in text:
            if pdfmetrics.stringWidth(line + char, FONT, 10) > PAGE[0] - 2 * LEFT:
                lines.append(line)
                line = ""
            line += char
        for piece in [*lines, line]:
            if self.y > PAGE[1] - BOTTOM:
                self.new()
            self.put(LEFT, self.y + 10, piece, 10, "left")
            self.y += 20

    def table(self, table: Table) -> None:
        """Draw a table, in as many pieces as its text says and its pages need."""
        layout = _Layout(table, PAGE[0] - 2 * LEFT, self.style)
        first = True
        for start, end in table.pieces():
            if not first:
                self.new()
            rows = list(range(start, end))
            repeated = table.rows[start : start + table.header] == table.rows[: table.header]
            if not first and repeated:
                rows = [*range(table.header), *rows[table.header :]]
            elif not first and self.style.again:
                rows = [*range(table.header), *rows]
            while rows:
                room = PAGE[1] - BOTTOM - self.y
                count = layout.fit(rows, room)
                if count <= (table.header if start == 0 and first else 0) and self.y > TOP:
                    self.new()
                    continue
                self._piece(layout, rows[: max(count, 1)])
                rows = rows[max(count, 1) :]
                if rows:
                    self.new()
                    if self.style.again:
                        rows = [*range(table.header), *rows]
            first = False
        self.y += 12

    def _piece(self, layout: _Layout, rows: list[int]) -> None:
        top = self.y
        if self.style.form:
            name = f"form{next(self.forms)}"
            self.canvas.beginForm(name, 0, 0, *PAGE)
            layout.draw(self, rows, top)
            self.canvas.endForm()
            self.canvas.doForm(name)
        else:
            layout.draw(self, rows, top)
        self.y = top + sum(layout.heights[row] for row in rows)
        if self.style.stamp:
            self.canvas.saveState()
            self.canvas.setStrokeColor(colors.red)
            self.canvas.circle(300, PAGE[1] - top - 30, 40)
            self.canvas.setFillColor(colors.red)
            self.canvas.translate(300, PAGE[1] - top - 30)
            self.canvas.rotate(30)
            self.canvas.setFont(FONT, 12)
            self.canvas.drawCentredString(0, 0, "公章")
            self.canvas.restoreState()

    def rule(self, x0: float, top: float, x1: float, bottom: float) -> None:
        """Draw a line of the table as the style does."""
        canvas, height = self.canvas, PAGE[1]
        kind = self.style.line
        if kind == "rectangle":
            canvas.rect(x0, height - bottom - 0.5, x1 - x0 + 0.5, bottom - top + 0.5, 0, 1)
            return
        if kind == "picture":
            canvas.drawImage(_pixel(), x0, height - bottom, x1 - x0 + 0.5, bottom - top + 0.5)
            return
        canvas.setDash({"dashed": (3, 2), "dotted": (0.5, 1.5)}.get(kind, ()))
        for shift in (0, 1.5) if kind == "double" else (0,):
            down, right = (shift, 0) if top == bottom else (0, shift)
            canvas.line(x0 + right, height - top - down, x1 + right, height - bottom - down)
        canvas.setDash()


def _pixel() -> Any:
    from PIL import Image  # noqa: PLC0415 - comes with pdfplumber
    from reportlab.lib.utils import ImageReader  # noqa: PLC0415

    return ImageReader(Image.new("RGB", (1, 1), "black"))


class _Layout:
    """Where a table's cells stand: columns as wide as they need, cells merged as people do."""

    SIZE = 9.0
    STEP = 11.0

    def __init__(self, table: Table, room: float, style: Style) -> None:
        self.table, self.style = table, style
        self.size = self.SIZE
        merged = table.merges()
        self.end = {(top, left): (bottom, right) for top, left, bottom, right in merged}
        self.covered = {
            (row, column)
            for top, left, bottom, right in merged
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
            if (row, column) != (top, left)
        }
        wanted = [self._wanted(column) for column in range(table.width)]
        scale = min(1.0, room / sum(wanted))
        self.widths = [width * scale for width in wanted]
        self.xs = [LEFT + sum(self.widths[:n]) for n in range(table.width + 1)]
        self.lines = {
            (r, c): self._broken(r, c)
            for r, row in enumerate(table.rows)
            for c, cell in enumerate(row)
            if cell
        }
        self.heights = [
            10 + self.STEP * max([1, *(self._tall(r, c) for c in range(table.width))])
            for r in range(len(table.rows))
        ]

    def _wanted(self, column: int) -> float:
        texts = [
            row[column]
            for r, row in enumerate(self.table.rows)
            if (r, column) not in self.end or self.end[r, column][1] == column
        ]
        widest = max((pdfmetrics.stringWidth(text, FONT, self.SIZE) for text in texts), default=0)
        return min(widest, 130.0) + 14

    def _broken(self, row: int, column: int) -> list[str]:
        """Break a cell's text to its width; an amount never."""
        _, right = self.end.get((row, column), (row, column))
        width = self.xs[right + 1] - self.xs[column] - 8
        lines, line = [], ""
        text = self.table.rows[row][column]
        if is_amount(text):
            return [text]
        for char in text:
            if line and pdfmetrics.stringWidth(line + char, FONT, self.size) > width:
                lines.append(line)
                line = ""
            line += char
        return [*lines, line]

    def _tall(self, row: int, column: int) -> int:
        bottom, _ = self.end.get((row, column), (row, column))
        lines = len(self.lines.get((row, column), ()))
        return lines if bottom == row else -(-lines // (bottom - row + 1))

    def fit(self, rows: list[int], room: float) -> int:
        """Count the rows that fit in a height."""
        count, used = 0, 0.0
        for row in rows:
            used += self.heights[row]
            if used > room:
                break
            count += 1
        return count

    def draw(self, page: _Page, rows: list[int], top: float) -> None:
        """Draw some rows."""
        tops = [top + sum(self.heights[row] for row in rows[:n]) for n in range(len(rows) + 1)]
        for n, row in enumerate(rows):
            for column in range(self.table.width):
                if (row, column) in self.covered:
                    continue
                bottom, right = self.end.get((row, column), (row, column))
                last = max(i for i, other in enumerate(rows) if row <= other <= bottom)
                box = (self.xs[column], tops[n], self.xs[right + 1], tops[last + 1])
                self._shade(page, row, box)
                self._cell(page, (row, column), box)
        self._rules(page, rows, tops)

    def _shade(self, page: _Page, row: int, box: tuple[float, ...]) -> None:
        header = row < self.table.header
        shade = self.style.shade
        if shade == "cells" or (shade == "header" and header) or (shade == "zebra" and row % 2):
            canvas = page.canvas
            canvas.saveState()
            tone = 0.8 if header else 0.9 if row % 2 else 0.95
            canvas.setFillColorRGB(tone, tone, tone)
            canvas.rect(box[0], PAGE[1] - box[3], box[2] - box[0], box[3] - box[1], 0, 1)
            canvas.restoreState()

    def _cell(self, page: _Page, at: tuple[int, int], box: tuple[float, ...]) -> None:
        lines = self.lines.get(at, [])
        side = "left"
        if at[0] < self.table.header:
            side = "middle"
        elif lines and is_amount(lines[0]) and not self._is_code(at[1]):
            side = "right"
        x = {"left": box[0] + 4, "middle": (box[0] + box[2]) / 2, "right": box[2] - 4}[side]
        base = (box[1] + box[3]) / 2 - self.STEP * (len(lines) - 1) / 2 + 0.35 * self.size
        for number, line in enumerate(lines):
            page.put(x, base + self.STEP * number, line, self.size, side)

    def _is_code(self, column: int) -> bool:
        labels = "".join(row[column] for row in self.table.rows[: self.table.header])
        return unicodedata.normalize("NFKC", labels).endswith(
            ("编码", "代码", "类", "款", "项", "号")
        )

    def _rules(self, page: _Page, rows: list[int], tops: list[float]) -> None:
        draw = {"all": self._grid, "level": self._level, "three": self._three}
        if self.style.rules in draw:
            draw[self.style.rules](page, rows, tops)

    def _grid(self, page: _Page, rows: list[int], tops: list[float]) -> None:
        for n, row in enumerate(rows):
            for column in range(self.table.width):
                if (row, column) in self.covered:
                    continue
                bottom, last = self.end.get((row, column), (row, column))
                end = max(i for i, other in enumerate(rows) if row <= other <= bottom)
                x0, x1 = self.xs[column], self.xs[last + 1]
                y0, y1 = tops[n], tops[end + 1]
                page.rule(x0, y0, x1, y0)
                page.rule(x0, y1, x1, y1)
                if column or self.style.outer:
                    page.rule(x0, y0, x0, y1)
                if last + 1 < self.table.width or self.style.outer:
                    page.rule(x1, y0, x1, y1)

    def _level(self, page: _Page, rows: list[int], tops: list[float]) -> None:
        page.rule(self.xs[0], tops[-1], self.xs[-1], tops[-1])
        for n, row in enumerate(rows):
            for column in range(self.table.width):
                if (row, column) not in self.covered:
                    _, last = self.end.get((row, column), (row, column))
                    page.rule(self.xs[column], tops[n], self.xs[last + 1], tops[n])

    def _three(self, page: _Page, rows: list[int], tops: list[float]) -> None:
        left, right = self.xs[0], self.xs[-1]
        page.rule(left, tops[0], right, tops[0])
        page.rule(left, tops[-1], right, tops[-1])
        header = sum(row < self.table.header for row in rows)
        if header:
            page.rule(left, tops[header], right, tops[header])
            self._under_spans(page, rows[:header], tops)

    def _under_spans(self, page: _Page, rows: list[int], tops: list[float]) -> None:
        """Draw the short rule under a label over several others."""
        for (row, column), (bottom, last) in self.end.items():
            if row in rows and last > column and bottom + 1 < len(rows):
                page.rule(
                    self.xs[column] + 3, tops[bottom + 1], self.xs[last + 1] - 3, tops[bottom + 1]
                )
