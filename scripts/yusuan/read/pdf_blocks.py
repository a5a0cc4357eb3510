"""Lines and ruled tables of a PDF's pages → blocks: paragraphs go on over lines and pages."""

from __future__ import annotations

import re
from collections import defaultdict
from statistics import median
from typing import TYPE_CHECKING

from yusuan.read.document import Block, Grid, Heading, Paragraph, Place, Row
from yusuan.read.outline import heading_level
from yusuan.read.paragraphs import begins, stands_above_table
from yusuan.read.pdf_page import Line, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from yusuan.read.pdf_margins import PageItems

_FINISHED = ("。", "！", "？", "；", "：", ":", ";")
#: Of so many characters' width, a line can be one that the page's margin broke.
_LONG = 15
#: So many lines show where a page's text begins and ends; fewer, and its like pages are asked.
_ENOUGH = 4
#: Titles are set in letters larger than the text's by this.
_LARGER = 1.1
#: What a line can't end with, a word or one character, and what none can begin with.
_UNPARTED = re.compile(r"[（《“‘【]*(?:[!-~]+|.)(?:[，。、；：！？）》”’】%]+[!-~]*)?")
#: The end of a table's title, and whose table it is on the line below, at the left.
_NAMES_TABLE = re.compile(r"表(?:[（(][^（）()]*[）)])?$")
_NAMES_OWNER = re.compile(r"(?:编制|填报|填表|公开|预算)?(?:部门|单位)(?:名称)?\s*[:：]")
Margins = tuple[float, float]


def blocks_of(pages: Sequence[PageItems]) -> Iterator[Block]:
    """Give the blocks of all pages in reading order."""
    size = median([line.size for page in pages for line in _lines(page)] or [0.0])
    held: _Held | None = None
    for page, margins in zip(pages, _margins(pages), strict=True):
        row = 0
        for item in page.items:
            if isinstance(item, Line):
                title = item.size > _LARGER * size and _is_centred(item, page)
                if held is not None and held.goes_on(item, margins, page, title):
                    held.add(item, margins)
                    continue
                if held is not None:
                    yield held.block()
                held = _Held(item, page, margins, title)
                continue
            if held is not None:
                yield held.block()
                held = None
            rows = tuple(
                Row(cells, Place(page=page.number, row=row + index))
                for index, cells in enumerate(item.rows, 1)
                if index - 1 != item.moved
            )
            if rows:
                yield Grid(rows)
            row += len(item.rows)
    if held is not None:
        yield held.block()


def _lines(page: PageItems) -> list[Line]:
    return [item for item in page.items if isinstance(item, Line)]


def _margins(pages: Sequence[PageItems]) -> Iterator[Margins]:
    """Give for each page where its lines of text begin and end."""
    alike: dict[tuple[int, int], list[Line]] = defaultdict(list)
    for page in pages:
        alike[round(page.width), round(page.height)].extend(_long(_lines(page)))
    for page in pages:
        lines = _long(_lines(page))
        if len(lines) < _ENOUGH:
            lines = alike[round(page.width), round(page.height)]
        lefts, rights = sorted(line.x0 for line in lines), sorted(line.x1 for line in lines)
        # a few lines may hang out over the margins
        few = min(max(1, len(lines) // 10), len(lines) - 1)
        yield (lefts[few], rights[-1 - few]) if lines else (0.0, page.width)


def _long(lines: Iterable[Line]) -> list[Line]:
    return [line for line in lines if line.x1 - line.x0 > _LONG * line.size]


def _is_centred(line: Line, page: PageItems) -> bool:
    return abs((line.x0 + line.x1) / 2 - page.width / 2) < 1.5 * line.size


class _Held:
    """A paragraph or title as far as it has been read."""

    def __init__(self, line: Line, page: PageItems, margins: Margins, title: bool) -> None:
        self._lines = [line.text]
        self._page = page
        self._title = title
        self._indented = _indented(line, margins)
        self._last = line
        self._full = _is_full(line, margins)

    def goes_on(self, line: Line, margins: Margins, page: PageItems, title: bool) -> bool:
        """Say whether the next line goes on with this text."""
        same = page.number == self._page.number
        levels = heading_level("".join(self._lines)), heading_level(line.text)
        beside = same and line.top < self._last.bottom and line.bottom > self._last.top
        alike = same or (page.width, page.height) == (self._page.width, self._page.height)
        if 1 in levels or beside or not alike or abs(line.size - self._last.size) > 1:
            return False
        if stands_above_table(line.text) or (
            _NAMES_TABLE.search(self._lines[-1]) and _NAMES_OWNER.match(line.text)
        ):
            return False
        if self._title and title:
            near = 0 <= line.top - self._last.bottom < 0.9 * line.size
            return same and near and 2 not in levels and levels != (3, 3)
        full = self._full or _had_no_room(self._last, line, margins)
        if not full or _indented(line, margins):
            return False
        finished = self._lines[-1].endswith(_FINISHED)
        if self._indented:
            return not (finished and levels[1])
        return not (finished or begins(line.text))

    def add(self, line: Line, margins: Margins) -> None:
        """Take the next line."""
        self._lines.append(line.text)
        self._last = line
        self._full = _is_full(line, margins)

    def block(self) -> Heading | Paragraph:
        """Give what was read."""
        text = wrapped(self._lines)
        level = heading_level(text)
        place = Place(page=self._page.number)
        return Heading(text, level, place) if level else Paragraph(text, place)


def _indented(line: Line, margins: Margins) -> bool:
    return line.x0 > margins[0] + line.size


def _had_no_room(last: Line, line: Line, margins: Margins) -> bool:
    """Say whether a line is full but for what can't be parted: （项）, or an amount."""
    start = _UNPARTED.match(line.text)
    wide = sum(0.5 if char.isascii() else 1.0 for char in start[0]) if start else 1.0
    long = last.x1 - last.x0 > _LONG * last.size
    return long and last.x1 + wide * line.size > margins[1] - 0.5 * line.size


def _is_full(line: Line, margins: Margins) -> bool:
    """Say whether a line ends where the page's margin broke it."""
    return line.x1 > margins[1] - 2.2 * line.size and line.x1 - line.x0 > _LONG * line.size
