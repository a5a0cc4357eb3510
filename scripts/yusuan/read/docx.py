"""Word documents (docx) → blocks, opened by python-docx; places are tables and their rows."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

from yusuan.errors import InputRefusedError
from yusuan.read.archive import repacked
from yusuan.read.celltext import text_blocks
from yusuan.read.document import Block, Place, Row
from yusuan.read.docx_numbering import Numbering
from yusuan.read.layout import Line, laid_out
from yusuan.read.limits import LIMITS, Limits
from yusuan.read.refusal import Budget, damaged, refused
from yusuan.read.unread import OBJECT, PICTURE, Unread, told

if TYPE_CHECKING:
    from collections.abc import Iterator

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
#: What stands for a sign of its own in running text.
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
#: What is wrapped around text and tables and is none itself.
_WRAPPERS = {
    "sdt",
    "sdtContent",
    "ins",
    "moveTo",
    "smartTag",
    "customXml",
    "hyperlink",
    "fldSimple",
    "dir",
    "bdo",
}
#: No document nests tables deeper; a file that does was made to break its reader.
_DEEPEST = 20
#: Programs whose embedded objects are tables.
_TABLE_PROGRAM = re.compile(r"(?:Excel|ET|KET|Word|WPS)\b", re.IGNORECASE)
_PICTURES = ("word/media/", "word/embeddings/", "word/fonts/")


def read_docx(name: str, data: bytes, limits: Limits = LIMITS) -> tuple[Block, ...]:
    """Read a Word document into blocks; its headers, footers and deleted text are left out.

    Raises :class:`InputRefusedError` if it is encrypted, damaged, empty or over a limit.
    """
    budget = Budget(name, limits)
    plain = repacked(name, data, limits, _PICTURES)
    try:
        blocks = tuple(told(_Reader(plain, budget).read()))
    except InputRefusedError:
        raise
    except Exception as error:  # whatever the libraries say of a broken file
        raise damaged(name, "docx", error) from error
    if not blocks:
        raise refused(
            name,
            "文档里没有文字",
            "the document holds no text",
            "扫描件需要先做文字识别（OCR）",
            "a scan needs text recognition (OCR) first",
        )
    return blocks


class _Reader:
    """One document being read: its styles' levels, its numbering, and the tables so far."""

    def __init__(self, data: bytes, budget: Budget) -> None:
        from docx import Document  # noqa: PLC0415 - only Word documents need it

        document = Document(io.BytesIO(data))
        self._body = document.element.body
        self._budget = budget
        self._levels = dict(_style_levels(document.styles.element))
        self._numbering = Numbering(document.part)
        self._tables = 0
        self._lines = 0

    def read(self) -> Iterator[Block | Unread]:
        """Give the blocks of the body; paragraphs are counted as lines."""
        return self._blocks(self._body, 0)

    def _blocks(self, parent: Any, depth: int) -> Iterator[Block | Unread]:
        """Give the blocks of a body, a cell or a text box."""
        if depth > _DEEPEST:
            raise RecursionError
        for child in parent:
            tag = _name(child)
            self._budget.spend(0)
            if tag == "p":
                yield from self._paragraph(child, depth)
            elif tag == "tbl":
                yield from self._table(child, depth)
            elif tag in _WRAPPERS:
                yield from self._blocks(child, depth + 1)

    def _paragraph(self, paragraph: Any, depth: int) -> Iterator[Block | Unread]:
        number = self._numbering.of(paragraph)
        text = "".join(_text(paragraph))
        properties = paragraph.find(f"{_W}pPr")
        style = _value(properties, "pStyle")
        level = _outline(properties) or self._levels.get(style or "")
        self._lines += 1
        if text.strip():
            place = Place(line=self._lines)
            yield from text_blocks((number + text.strip()).split("\n"), place, level)
        boxes = list(_boxes(paragraph))
        for box in boxes:
            yield from self._blocks(box, depth + 1)
        if not boxes and (found := _pasted(paragraph)):
            yield Unread(found, Place(line=self._lines), sure=found is OBJECT)

    def _table(self, table: Any, depth: int) -> Iterator[Block | Unread]:
        """Give a table's blocks; a row that holds a table is a container, its cells are read on."""
        self._tables += 1
        number = self._tables
        lines: list[Line] = []
        for position, row in enumerate(_rows(table), 1):
            place = Place(table=number, row=position)
            cells = list(_cells(row))
            if any(cell is not None and cell.find(f".//{_W}tbl") is not None for cell, _ in cells):
                yield from laid_out(lines)
                lines = []
                for cell, _ in cells:
                    if cell is not None:
                        yield from self._blocks(cell, depth + 1)
                continue
            lines.append(self._line(cells, place))
        yield from laid_out(lines)

    def _line(self, cells: list[tuple[Any, int]], place: Place) -> Line:
        texts: list[str] = []
        spans: dict[int, int] = {}
        for cell, width in cells:
            self._budget.spend(width)
            spans[len(texts)] = width
            texts += [self._cell(cell) if cell is not None else "", *[""] * (width - 1)]
        return Line(Row(tuple(texts), place), spans)

    def _cell(self, cell: Any) -> str:
        lines = []
        for paragraph in _paragraphs(cell):
            number = self._numbering.of(paragraph)
            text = "".join(_text(paragraph))
            lines.append(number + text if text.strip() else "")
            lines += ["".join(_text(p)) for box in _boxes(paragraph) for p in _paragraphs(box)]
        return "\n".join(line for line in lines if line.strip())


def _pasted(paragraph: Any) -> str | None:
    """Say whether a paragraph holds another program's table, or a picture and no text."""
    for element in paragraph.iter():
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag.endswith("}OLEObject") and _TABLE_PROGRAM.match(element.get("ProgID") or ""):
            return OBJECT
        if (
            tag.endswith(("}blip", "}imagedata", "}drawing"))
            and not "".join(_text(paragraph)).strip()
        ):
            return PICTURE
    return None


def _name(element: Any) -> str:
    """Give the tag of an element of Word's own; nothing for any other, or a comment."""
    tag = element.tag
    return tag.removeprefix(_W) if isinstance(tag, str) and tag.startswith(_W) else ""


def _value(properties: Any, tag: str) -> str | None:
    element = properties.find(f"{_W}{tag}") if properties is not None else None
    value = element.get(f"{_W}val") if element is not None else None
    return str(value) if value is not None else None


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else otherwise


def _outline(properties: Any) -> int | None:
    level = _number(_value(properties, "outlineLvl"), 9)
    return level + 1 if level < 9 else None


def _style_levels(styles: Any) -> Iterator[tuple[str, int]]:
    """Give the level of each style that is a heading's, by its outline or its name."""
    for style in styles.findall(f"{_W}style"):
        name = (_value(style, "name") or "").lower()
        level = _outline(style.find(f"{_W}pPr"))
        if level is None and name.startswith("heading "):
            level = _number(name.removeprefix("heading "), 0) or None
        if level is not None:
            yield str(style.get(f"{_W}styleId")), level


def _text(element: Any) -> Iterator[str]:
    """Give the pieces of a paragraph's text as they are shown; not what stands in boxes."""
    for child in element:
        tag = _name(child)
        if tag == "r":
            if not _hidden(child):
                yield from _text(child)
        elif tag == "t":
            yield child.text or ""
        elif tag in _SIGNS:
            yield _SIGNS[tag]
        elif tag == "sym":
            yield " "
        elif tag in _WRAPPERS:
            yield from _text(child)


def _hidden(run: Any) -> bool:
    properties = run.find(f"{_W}rPr")
    vanish = properties.find(f"{_W}vanish") if properties is not None else None
    return vanish is not None and vanish.get(f"{_W}val", "1") not in {"0", "false", "off"}


def _boxes(paragraph: Any) -> Iterator[Any]:
    """Give the text boxes anchored in a paragraph, one of each pair of drawings."""
    for box in paragraph.iter(f"{_W}txbxContent"):
        above = list(box.iterancestors())
        inside = any(
            _name(element) == "txbxContent" for element in above[: _depth(above, paragraph)]
        )
        fallback = any(
            isinstance(element.tag, str)
            and element.tag.endswith("}Fallback")
            and element.getparent().tag == _CHOICE
            for element in above[: _depth(above, paragraph)]
        )
        if not inside and not fallback:
            yield box


def _depth(above: list[Any], paragraph: Any) -> int:
    return next((i for i, element in enumerate(above) if element is paragraph), len(above))


def _paragraphs(parent: Any) -> Iterator[Any]:
    for child in parent:
        tag = _name(child)
        if tag == "p":
            yield child
        elif tag in _WRAPPERS:
            yield from _paragraphs(child)


def _rows(table: Any) -> Iterator[Any]:
    for child in table:
        tag = _name(child)
        if tag == "tr":
            if child.find(f"{_W}trPr/{_W}del") is None:
                yield child
        elif tag in _WRAPPERS:
            yield from _rows(child)


def _cells(row: Any) -> Iterator[tuple[Any, int]]:
    """Give each cell with its width in columns; ``None`` for one that another goes on in."""
    properties = row.find(f"{_W}trPr")
    before = _number(_value(properties, "gridBefore"), 0)
    if before:
        yield None, before

    for cell in _row_cells(row):
        own = cell.find(f"{_W}tcPr")
        width = max(1, _number(_value(own, "gridSpan"), 1))
        merge = own.find(f"{_W}vMerge") if own is not None else None
        goes_on = merge is not None and merge.get(f"{_W}val", "continue") == "continue"
        across = own.find(f"{_W}hMerge") if own is not None else None
        merged = across is not None and across.get(f"{_W}val", "continue") == "continue"
        yield (None if goes_on or merged else cell), width
    after = _number(_value(properties, "gridAfter"), 0)
    if after:
        yield None, after


def _row_cells(row: Any) -> Iterator[Any]:
    for child in row:
        tag = _name(child)
        if tag == "tc":
            yield child
        elif tag in _WRAPPERS:
            yield from _row_cells(child)
