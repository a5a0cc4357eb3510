"""What is printed on every page of a PDF and belongs to none: headers, footers, page numbers."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from yusuan.read.pdf_page import Line, Ruled

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_PAGE_NUMBER = re.compile(
    r"[-—–―─~·_|/ ]*(?:第?\s*\d{1,4}\s*页?|[ivxlcIVXLC]{1,6}|第[一二三四五六七八九十百]+页)[-—–―─~·_|/ ]*"
    r"(?:[,，/]?\s*(?:共|of|/)\s*\d{1,4}\s*页?)?|共\s*\d{1,4}\s*页|[Pp]age\s*\d+.*"
)
#: A table's own title, number, unit or note, however often it is printed.
_OF_A_TABLE = re.compile(
    r"表\d*(?:\([^()]*\))?$|^(?:公开|附)?表|单位|部门[:：]|金额|万元|^注|^备注"
)
_DIGIT = re.compile(r"\d+")
#: Margins hold no more lines than this, and are no higher than this part of the page.
_LINES, _PART = 3, 0.16
#: A header is on this part of the pages, and on three at least; what could be a table's own
#: line is one only if nearly all pages have it, those without tables too.
_MOST, _NEARLY_ALL, _FEWEST = 0.34, 0.7, 3


@dataclass(frozen=True, slots=True)
class PageItems:
    """What stands on a page, top to bottom."""

    number: int
    width: float
    height: float
    items: tuple[Line | Ruled, ...]


def without_margins(pages: Sequence[PageItems]) -> list[PageItems]:
    """Drop page numbers, and lines that stand at the same height of most pages."""
    seen: Counter[tuple[str, str, int]] = Counter()
    exact: Counter[tuple[str, str, int]] = Counter()
    plain = 0
    plain_seen: Counter[tuple[str, str, int]] = Counter()
    for page in pages:
        lines = list(_outer(page))
        tableless = not any(isinstance(item, Ruled) for item in page.items)
        plain += tableless
        for line, side, height in lines:
            for near in (height - 1, height, height + 1):
                seen[_key(line.text), side, near] += 1
                exact[_squeezed(line.text), side, near] += 1
                plain_seen[_squeezed(line.text), side, near] += tableless

    def runs(line: Line, side: str, height: int) -> bool:
        if _PAGE_NUMBER.fullmatch(_squeezed(line.text)):
            return True
        text = _squeezed(line.text)
        if _OF_A_TABLE.search(text):
            place = (text, side, height)
            return (
                exact[place] >= max(_FEWEST, _NEARLY_ALL * len(pages))
                and plain > 1
                and plain_seen[place] >= plain / 2
            )
        return seen[_key(line.text), side, height] >= max(_FEWEST, _MOST * len(pages))

    kept = []
    for page in pages:
        dropped = {id(line) for line, side, height in _outer(page) if runs(line, side, height)}
        items = tuple(item for item in page.items if id(item) not in dropped)
        kept.append(PageItems(page.number, page.width, page.height, items))
    return kept


def _outer(page: PageItems) -> Iterator[tuple[Line, str, int]]:
    """Give the lines in a page's margins, with the side and the height in steps."""
    for side, items in (("top", page.items), ("bottom", page.items[::-1])):
        for item in items[:_LINES]:
            if isinstance(item, Ruled):
                break
            depth = item.top if side == "top" else page.height - item.bottom
            if depth > _PART * page.height:
                break
            yield item, side, round(depth / 4)


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def _key(text: str) -> str:
    return _DIGIT.sub("#", _squeezed(text))
