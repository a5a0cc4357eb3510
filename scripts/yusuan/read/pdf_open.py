"""Open a PDF page by page: what is drawn invisibly left out, damage and excess refused."""

from __future__ import annotations

import io
import logging
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pdfminer.ascii85 import ascii85decode
from pdfminer.layout import LTChar
from pdfminer.pdfdocument import PDFPasswordIncorrect, PDFXRefFallback
from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import (
    LITERALS_ASCII85_DECODE,
    LITERALS_FLATE_DECODE,
    PDFObjRef,
    PDFStream,
    resolve1,
)
from pdfplumber.page import Page, PDFPageAggregatorWithMarkedContent
from pdfplumber.pdf import PDF

from yusuan.errors import InputRefusedError
from yusuan.read.refusal import Budget, damaged, encrypted, over, refused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pdfminer.layout import LTPage

    from yusuan.read.limits import Limits

#: Rendering modes in which text is drawn with no ink.
_INVISIBLE = {3, 7}
_FORM = "Form"
#: pdfminer tells of every oddity that a viewer passes over.
logging.getLogger("pdfminer").setLevel(logging.ERROR)


class DamagedError(Exception):
    """A PDF's data is not all there. Turned into a refusal by this module."""


class PageBudget(Budget):
    """A budget that knows what a page may hold."""

    def __init__(self, name: str, limits: Limits) -> None:
        super().__init__(name, limits)
        self.name = name
        self.limits = limits

    def check_characters(self, page: int, count: int) -> None:
        """Refuse the document if a page holds too many characters."""
        most = self.limits.characters
        if count > most:
            raise over(
                self.name,
                f"每页最多 {most:,} 个字符（第 {page} 页）",
                f"{most:,} characters a page at most (page {page})",
            )


class _Device(PDFPageAggregatorWithMarkedContent):
    """Collects what a page draws, but for invisible text; keeps to the budget."""

    budget: PageBudget
    count = 0

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
        self.budget.spend(0)
        before = len(self.cur_item._objs)
        super().render_string(textstate, seq, ncs, graphicstate)
        self.count += len(self.cur_item._objs) - before
        self.budget.check_characters(self.pageno, self.count)
        if textstate.render in _INVISIBLE:
            del self.cur_item._objs[before:]


class VisiblePage(Page):
    """A page without its invisible text."""

    budget: PageBudget

    @property
    def layout(self) -> LTPage:
        """Give what the page draws; raises what pdfminer raises."""
        if not hasattr(self, "_layout"):
            device = _Device(self.pdf.rsrcmgr, pageno=self.page_number, laparams=None)
            device.budget = self.budget
            PDFPageInterpreter(self.pdf.rsrcmgr, device).process_page(self.page_obj)
            self._layout = device.get_result()
        return self._layout


def pages_of(name: str, data: bytes, limits: Limits) -> Iterator[VisiblePage]:
    """Give the pages one by one; each is closed when the next is asked for.

    Raises :class:`InputRefusedError`, whatever is wrong with the file.
    """
    budget = PageBudget(name, limits)
    try:
        yield from _pages(data, budget)
    except InputRefusedError:
        raise
    except Exception as error:  # a damaged file makes pdfminer raise anything at all
        if _is_password(error):
            raise encrypted(name, "PDF") from error
        if isinstance(error, DamagedError):
            raise incomplete(name, str(error)) from error
        raise damaged(name, "PDF", error) from error


def _is_password(error: BaseException | None) -> bool:
    inner = error.args[0] if error is not None and error.args else None
    return isinstance(error, PDFPasswordIncorrect) or isinstance(inner, PDFPasswordIncorrect)


def incomplete(name: str, detail: str) -> InputRefusedError:
    """Refuse a file of which something is missing; the detail says what."""
    return refused(
        name,
        f"PDF 文件已损坏或不完整（{detail}）",
        f"the PDF file is damaged or incomplete ({detail})",
        "重新下载，或从原件重新保存",
        "download it again, or save it again from the original",
    )


def _pages(data: bytes, budget: PageBudget) -> Iterator[VisiblePage]:
    pdf = PDF(io.BytesIO(data), stream_is_external=True)
    document = pdf.doc
    sound = _Soundness(budget, strict=any(isinstance(x, PDFXRefFallback) for x in document.xrefs))
    sound.check_objects(document)
    number = 0
    for number, page_obj in enumerate(PDFPage.create_pages(document), 1):
        if number > budget.limits.pages:
            most = budget.limits.pages
            raise over(budget.name, f"最多 {most:,} 页", f"{most:,} pages at most")
        sound.check_page(page_obj)
        page = _upright(VisiblePage(pdf, page_obj, number), budget)
        yield page
        page.close()
        budget.spend(0)
    announced = resolve1(resolve1(document.catalog.get("Pages")) or {}).get("Count")
    if isinstance(announced, int) and announced > number:
        raise DamagedError(f"{number} of {announced} pages")
    if not number:
        raise refused(
            budget.name, "PDF 没有页", "the PDF has no pages", "检查文件", "check the file"
        )


def _upright(page: VisiblePage, budget: PageBudget) -> VisiblePage:
    """Give the page turned so that most of its text is upright."""
    page.budget = budget
    turns = [_turn(item.matrix) for item in page.layout._objs if isinstance(item, LTChar)]
    most = max(set(turns), key=turns.count) if turns else 0
    if not most or 2 * turns.count(most) <= len(turns):
        return page
    page.page_obj.rotate = (page.page_obj.rotate + most) % 360
    page.page_obj.attrs["Rotate"] = page.page_obj.rotate
    turned = VisiblePage(page.pdf, page.page_obj, page.page_number)
    turned.budget = budget
    return turned


def _turn(matrix: tuple[float, ...]) -> int:
    """Give how far text must be turned clockwise to stand upright."""
    a, b = matrix[:2]
    if abs(b) > abs(a):
        return 90 if b > 0 else 270
    return 0 if a >= 0 else 180


@dataclass(slots=True)
class _Soundness:
    """Looks whether the streams that hold text are whole: pdfminer drops what is not.

    ``strict`` says that the file's own index of objects is broken, so that nothing that is
    referred to may be missing.
    """

    budget: PageBudget
    strict: bool
    seen: set[int] = field(default_factory=set)

    def check_objects(self, document: Any) -> None:
        """Check the streams that hold other objects."""
        for xref in document.xrefs:
            holders = (
                {xref.get_pos(objid)[0] for objid in xref.get_objids()}
                if not isinstance(xref, PDFXRefFallback)
                else set()
            )
            for holder in holders - {None}:
                self._check(document.getobj(holder))

    def check_page(self, page: PDFPage) -> None:
        """Check a page's content and what its fonts and forms need."""
        contents = resolve1(page.attrs.get("Contents"))
        for item in contents if isinstance(contents, list) else [contents]:
            self._check(item)
        self._resources(page.resources, 0)

    def _resources(self, resources: Any, depth: int) -> None:
        resources = self._resolved(resources)
        if not isinstance(resources, dict) or depth > 10:
            return
        for font in (self._resolved(resources.get("Font")) or {}).values():
            inner = self._resolved(font)
            if isinstance(inner, dict):
                self._check(inner.get("ToUnicode"))
        for item in (self._resolved(resources.get("XObject")) or {}).values():
            if isinstance(item, PDFObjRef) and item.objid in self.seen:
                continue
            form = self._resolved(item)
            if isinstance(form, PDFStream) and getattr(form.get("Subtype"), "name", "") == _FORM:
                self._check(item)
                self._resources(form.get("Resources"), depth + 1)

    def _resolved(self, item: Any) -> Any:
        found = resolve1(item)
        if found is None and isinstance(item, PDFObjRef) and self.strict:
            raise DamagedError(f"object {item.objid} is missing")
        return found

    def _check(self, item: Any) -> None:
        if isinstance(item, PDFObjRef):
            if item.objid in self.seen:
                return
            self.seen.add(item.objid)
        stream = self._resolved(item)
        if not isinstance(stream, PDFStream) or stream.rawdata is None or stream.decipher:
            return
        data = stream.rawdata
        for kind, _ in stream.get_filters():
            if kind in LITERALS_ASCII85_DECODE:
                data = ascii85decode(data)
            elif kind in LITERALS_FLATE_DECODE:
                data = self._inflated(data, stream.objid)
            else:
                return

    def _inflated(self, data: bytes, objid: int | None) -> bytes:
        most = self.budget.limits.expanded_bytes
        inflater = zlib.decompressobj()
        try:
            expanded = inflater.decompress(data, most)
        except zlib.error as error:
            raise DamagedError(f"object {objid}: {error}") from error
        if len(expanded) >= most:
            raise over(
                self.budget.name,
                f"展开后最多 {most:,} 字节",
                f"{most:,} bytes at most once expanded",
            )
        if not inflater.eof and not _only_unchecked(data, most):
            raise DamagedError(f"object {objid} is cut off")
        return expanded


def _only_unchecked(data: bytes, most: int) -> bool:
    """Say whether deflated data is whole but for the check sum at its end."""
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        inflater.decompress(data[2:], most)
    except zlib.error:
        return False
    return inflater.eof
