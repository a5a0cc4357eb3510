"""Web pages → blocks, by html5lib, which reads them as browsers do; places are tables and rows."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, Any

from yusuan.errors import InputRefusedError
from yusuan.read.celltext import text_blocks
from yusuan.read.document import Block, Grid, Place, Row
from yusuan.read.html_menu import documents, holds_amounts, is_menu, is_particulars
from yusuan.read.layout import Line, laid_out
from yusuan.read.limits import LIMITS, Limits
from yusuan.read.refusal import Budget, damaged, over, refused
from yusuan.read.unread import PICTURE, Unread, told

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 4, "h6": 4}
_UNSEEN = frozenset(
    [
        "head",
        "script",
        "style",
        "nav",
        "aside",
        "noscript",
        "template",
        "select",
        "option",
        "button",
        "textarea",
        "iframe",
        "object",
        "svg",
        "math",
        "audio",
        "video",
        "canvas",
        "input",
        "link",
        "meta",
        "title",
        "footer",
    ]
)
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "nobr",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
    ]
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\n\r\f]+")
_WIDE_BREAK = re.compile(r"(?<=[⺀-鿿　-〿＀-￯])[ \t\r]*\n[ \t\r\n]*(?=[⺀-鿿　-〿＀-￯])")
_DECLARED = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]+)", re.IGNORECASE)
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_CHINESE = ("gb", "x-gb", "cp936", "ms936", "936", "chinese", "csgb", "hz")
#: A page of this size takes html5lib half a minute.
_LONGEST = 20_000_000
#: Elements nested deeper than this are a broken page, or one made to break its reader.
_DEEPEST = 250
_WIDEST = 1_000
#: Names of linked documents that a refusal tells.
_MOST_LINKED = 5


def read_html(name: str, data: bytes, limits: Limits = LIMITS) -> tuple[Block, ...]:
    """Read a web page into blocks; what it hides, its scripts and its menus are left out.

    Raises :class:`InputRefusedError` if it can't be decoded, is empty or over a limit.
    """
    budget = Budget(name, limits)
    longest = min(_LONGEST, limits.expanded_bytes)
    if len(data) > longest:
        raise over(name, f"网页最多 {longest:,} 字节", f"{longest:,} bytes of a web page at most")
    try:
        tree = _tree(decode_html(name, data), budget)
        blocks = tuple(told(_Reader(budget).read(tree)))
        linked = () if holds_amounts(blocks) else tuple(documents(tree))
    except InputRefusedError:
        raise
    except Exception as error:  # whatever the parser makes of a broken page
        raise damaged(name, "HTML", error) from error
    if linked:
        raise _only_links(name, linked)
    if not blocks:
        raise refused(
            name,
            "网页里没有文字",
            "the web page holds no text",
            "下载网页所附的公开文件",
            "download the disclosure that the page links to",
        )
    return blocks


def _only_links(name: str, linked: tuple[str, ...]) -> InputRefusedError:
    shown = "、".join(f"“{file}”" for file in linked[:_MOST_LINKED])
    shown += "……" if len(linked) > _MOST_LINKED else ""
    return refused(
        name,
        f"网页里没有预算表，只有附件：{shown}",
        f"the web page holds no budget table, it only links to: {shown}",
        "下载附件再收录",
        "download what it links to and ingest that",
    )


def decode_html(name: str, data: bytes) -> str:
    """Decode a page by its mark, as UTF-8, as it declares or as GB18030, if the bytes agree.

    What a page declares is often wrong, and bytes that are UTF-8 are hardly ever something else. Raises
    :class:`InputRefusedError` if nothing fits.
    """
    mark = next((encoding for bom, encoding in _MARKS.items() if data.startswith(bom)), None)
    found = _DECLARED.search(data[:4096])
    declared = _codec(found[1].decode("ascii", "replace")) if found else None
    for encoding in dict.fromkeys((mark, "utf-8", declared, "gb18030")):
        try:
            return data.decode(encoding).removeprefix("\ufeff") if encoding else _never()
        except (UnicodeError, LookupError):
            continue
    text = data.decode(mark or declared or "utf-8", "replace")
    if text.count("\ufffd") <= len(text) // 500:
        return text.removeprefix("\ufeff")
    raise refused(
        name,
        "网页的编码读不出来",
        "the encoding of the web page can't be told",
        "用浏览器打开后另存为 UTF-8 网页",
        "open it in a browser and save it as UTF-8",
    )


def _never() -> str:
    raise LookupError


def _codec(label: str) -> str | None:
    """Give the codec of a declared charset; all Chinese national ones are parts of GB18030."""
    if label.lower().startswith(_CHINESE):
        return "gb18030"
    try:
        return codecs.lookup(label).name
    except LookupError:
        return None


def _tree(text: str, budget: Budget) -> Any:
    """Parse a page; elements are counted as the parser makes them, for the time it takes."""
    import html5lib  # noqa: PLC0415 - only web pages need it

    builder: Any = html5lib.treebuilders.getTreeBuilder("etree")

    class Guarded(builder):  # type: ignore[misc]  # html5lib has no types
        def insertElementNormal(self, token: Any) -> Any:  # noqa: N802 - html5lib's name
            budget.spend(0)
            if len(self.openElements) > 2 * _DEEPEST:
                raise RecursionError
            return super().insertElementNormal(token)

    return html5lib.HTMLParser(Guarded, namespaceHTMLElements=False).parse(text)


class _Reader:
    """One page being read: the tables so far."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._tables = 0
        self._lines = 0

    def read(self, root: Any) -> Iterator[Block | Unread]:
        """Give the blocks of the page; lines of text outside of tables are counted."""
        return self._flow(root, None, 0)

    def _text(self, pieces: list[str], level: int | None) -> Iterator[Block]:
        for line in _shown(pieces):
            if line.strip():
                self._lines += 1
                yield from text_blocks([line], Place(line=self._lines), level)

    def _flow(self, element: Any, level: int | None, depth: int) -> Iterator[Block | Unread]:
        """Give the blocks of an element: its text as far as a block or a table breaks it."""
        if depth > _DEEPEST:
            raise RecursionError
        text: list[str] = []
        for piece in self._pieces(element, depth):
            if isinstance(piece, str):
                text.append(piece)
                continue
            if piece.tag == "img" and "".join(text).strip("\0 \t\r\n\xa0"):
                continue
            yield from self._text(text, level)
            text = []
            if piece.tag == "img":
                yield Unread(PICTURE, Place(line=self._lines + 1))
                continue
            if is_menu(piece):
                continue
            if piece.tag == "table":
                yield from self._content(self._table(piece, depth + 1))
            else:
                own = _HEADINGS.get(piece.tag, level)
                yield from self._flow(piece, own, depth + 1)
        yield from self._text(text, level)

    def _content(self, blocks: Iterator[Block | Unread]) -> Iterator[Block | Unread]:
        """Leave out the card that a site puts above a page."""
        for block in blocks:
            if not (isinstance(block, Grid) and is_particulars(block)):
                yield block

    def _pieces(self, element: Any, depth: int) -> Iterator[Any]:
        """Give texts, and the elements that stand as blocks among them, in order."""
        if depth > _DEEPEST:
            raise RecursionError
        self._budget.spend(0)
        yield element.text or ""
        for child in element:
            if not isinstance(child.tag, str) or _unseen(child):
                pass
            elif child.tag == "br":
                yield "\0"
            elif _inline(child) and not _holds_blocks(child):
                yield from self._pieces(child, depth + 1)
            else:
                yield child
            yield child.tail or ""

    def _table(self, table: Any, depth: int) -> Iterator[Block | Unread]:
        """Give a table's blocks; a row that holds a table is a container, its cells are read on."""
        self._tables += 1
        number = self._tables
        lines: list[Line] = []
        down: dict[int, int] = {}
        for caption in table.findall("caption"):
            yield from self._flow(caption, 3, depth)
        for position, row in enumerate(_rows(table), 1):
            place = Place(table=number, row=position)
            cells = [cell for cell in row if cell.tag in {"td", "th"} and not _unseen(cell)]
            if any(cell.find(".//table") is not None for cell in cells):
                yield from laid_out(lines)
                lines = []
                down.clear()
                for cell in cells:
                    yield from self._flow(cell, None, depth + 1)
                continue
            lines.append(self._line(cells, down, place, depth))
        yield from laid_out(lines)

    def _line(self, cells: list[Any], down: dict[int, int], place: Place, depth: int) -> Line:
        """Lay a row's cells beside those that come down from rows above; ``down`` is kept."""
        texts: list[str] = []
        spans: dict[int, int] = {}
        begun: dict[int, int] = {}
        for cell in cells:
            while down.get(len(texts), 0):
                texts.append("")
            width = min(_number(cell.get("colspan"), 1) or 1, _WIDEST)
            height = _number(cell.get("rowspan"), 1) or 1 << 16
            self._budget.spend(width)
            spans[len(texts)] = width
            begun |= dict.fromkeys(range(len(texts), len(texts) + width), height - 1)
            texts += [self._cell(cell, depth), *[""] * (width - 1)]
        while down.get(len(texts), 0):
            texts.append("")
        for column in list(down):
            down[column] -= 1
            if down[column] <= 0:
                del down[column]
        down |= {column: height for column, height in begun.items() if height > 0}
        return Line(Row(tuple(texts), place), spans)

    def _cell(self, cell: Any, depth: int) -> str:
        lines = _shown(list(self._inside(cell, depth)))
        return "\n".join(line for line in lines if line.strip())

    def _inside(self, element: Any, depth: int) -> Iterator[str]:
        """Give the texts of a cell; a block within it is on a line of its own."""
        for piece in self._pieces(element, depth):
            if isinstance(piece, str):
                yield piece
            elif piece.tag != "img":
                yield "\0"
                yield from self._inside(piece, depth + 1)
                yield "\0"


def _inline(element: Any) -> bool:
    """Say whether an element stands within a line; so do all of Office's own, as ``o:p``."""
    return element.tag in _INLINE or ":" in element.tag


def _holds_blocks(element: Any) -> bool:
    return any(
        isinstance(inner.tag, str) and not _inline(inner) and inner.tag != "br"
        for inner in element.iter()
        if inner is not element
    )


def _unseen(element: Any) -> bool:
    return (
        element.tag in _UNSEEN
        or element.get("hidden") is not None
        or bool(_HIDDEN.search(element.get("style") or ""))
    )


def _rows(table: Any) -> Iterator[Any]:
    for child in table:
        if child.tag == "tr" and not _unseen(child):
            yield child
        elif child.tag in {"thead", "tbody", "tfoot"} and not _unseen(child):
            yield from (row for row in child if row.tag == "tr" and not _unseen(row))


def _number(text: str | None, otherwise: int) -> int:
    plain = (text or "").strip()
    if not plain.isascii() or not plain.isdigit() or len(plain) > 5:
        return otherwise
    return int(plain)


def _shown(pieces: list[str]) -> list[str]:
    """Give the lines that pieces of text make: white space is one blank, ``<br>`` ends a line."""
    whole = _WIDE_BREAK.sub("", "".join(pieces))
    return [_SPACE.sub(" ", line) for line in whole.split("\0")]
