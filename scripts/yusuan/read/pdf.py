"""PDF with a text layer → blocks, by pdfplumber; places are pages, and rows of their tables."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from yusuan.read.limits import LIMITS, Limits
from yusuan.read.pdf_blocks import blocks_of
from yusuan.read.pdf_broken import gone_on
from yusuan.read.pdf_margins import PageItems, without_margins
from yusuan.read.pdf_page import UNKNOWN, Line, Ruled, lines_of, visible
from yusuan.read.pdf_wide import side_by_side
from yusuan.read.refusal import over, refused

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from yusuan.errors import InputRefusedError
    from yusuan.read.document import Block

#: A picture of this part of the page, without text, is a scan; so are so many drawn outlines.
_SCANNED, _OUTLINES = 0.5, 400
#: All the text of a scanned page, if it has any: — 3 —, 第 3 页 共 9 页.
_PAGE_NUMBER = re.compile(r"[\s\d\-—–－_·.,/第共页]*")
#: More characters than this without a meaning, and the text can't be read.
_UNREADABLE = 0.1


def read_pdf(name: str, data: bytes, limits: Limits = LIMITS) -> tuple[Block, ...]:
    """Read a PDF into blocks.

    Raises :class:`~yusuan.errors.InputRefusedError` if the PDF is encrypted, damaged, scanned,
    without pages, over a limit, or in fonts that don't say which characters they show.
    """
    # pdfplumber takes longer to load than --help may; only who reads a PDF waits for it
    from yusuan.read.pdf_open import pages_of  # noqa: PLC0415
    from yusuan.read.pdf_tables import DrawingError, PageEnd, tables_of  # noqa: PLC0415

    pages: list[PageItems] = []
    scanned: list[int] = []
    unknown = known = 0
    before = PageEnd()
    for page in pages_of(name, data, limits):
        chars = visible(page.chars, page.bbox, (*page.rects, *page.images))
        if _PAGE_NUMBER.fullmatch("".join(char.text for char in chars)) and _is_picture(page):
            scanned.append(page.page_number)
        unknown += sum(char.text == UNKNOWN for char in chars)
        known += len(chars)
        try:
            tables, rest, before = tables_of(page, chars, before)
        except DrawingError:
            number = page.page_number
            raise over(
                name, f"第 {number} 页的线条过多", f"too many lines on page {number}"
            ) from None
        items: list[Line | Ruled] = sorted((*lines_of(rest), *tables), key=_top)
        page.budget.spend(sum(len(table.rows) * len(table.rows[0]) for table in tables))
        pages.append(PageItems(page.page_number, page.width, page.height, tuple(items)))
    _check_text(name, pages, scanned)
    if unknown > _UNREADABLE * known:
        raise _unreadable(name)
    return tuple(blocks_of(gone_on(side_by_side(without_margins(pages)))))


def _top(item: Line | Ruled) -> tuple[float, float]:
    return (item.top, item.x0) if isinstance(item, Line) else (item.box[1], item.box[0])


def _is_picture(page: Any) -> bool:
    """Say whether a page without text shows a picture of it, scanned or drawn."""
    area = sum(image["width"] * image["height"] for image in page.images)
    return bool(area > _SCANNED * page.width * page.height or len(page.curves) > _OUTLINES)


def _check_text(name: str, pages: Sequence[PageItems], scanned: Sequence[int]) -> None:
    """Refuse a document if pages that could hold tables are pictures; a cover may be one."""
    if not any(page.items for page in pages) or any(number > 1 for number in scanned):
        listed = _listed(scanned or [page.number for page in pages])
        raise refused(
            name,
            f"第 {listed} 页是扫描图像，没有文字",
            f"pages {listed} are scanned pictures without text",
            "先做文字识别（OCR）并校对，或向公开单位索取原文件",
            "run OCR and proofread it, or ask the publisher for the original file",
        )


def _listed(numbers: Sequence[int]) -> str:
    """Write page numbers as ranges: ``1–3, 7``."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs)


def _unreadable(name: str) -> InputRefusedError:
    return refused(
        name,
        "字体没有说明所显示的是哪些字，文字无法读出",
        "its fonts don't say which characters they show, so that its text can't be read",
        "从原件重新导出 PDF，或先做文字识别（OCR）",
        "export it again from the original, or run OCR",
    )
