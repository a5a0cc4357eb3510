"""Read: a file's bytes → :class:`~yusuan.read.document.Document`, personal data left out.

A format is a function from name, bytes and limits to blocks, in :data:`FORMATS`; which one a
file has is told from its bytes. Readers are imported when a file of their format comes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.errors import Problem, UsageError
from yusuan.files import sha256
from yusuan.language import Bilingual
from yusuan.read.document import Block, Document, Grid
from yusuan.read.limits import LIMITS, Limits
from yusuan.read.personal import without_personal
from yusuan.read.refusal import refused
from yusuan.read.sniff import decode, sniff
from yusuan.read.text import read_text
from yusuan.read.text_tables import aligned_by_blanks

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def _text(name: str, data: bytes, _limits: Limits) -> tuple[Block, ...]:
    text = decode(name, data)
    blocks = read_text(text)
    if not any(isinstance(block, Grid) for block in blocks) and aligned_by_blanks(text.split("\n")):
        raise refused(
            name,
            "表格各列只用空格对齐，分不清空白的格",
            "columns of the tables are only aligned by blanks, so blank cells can't be told",
            "收录原来的 PDF，或改用制表符分列",
            "ingest the PDF that it was taken from, or separate the cells by tabs",
        )
    return blocks


def _pdf(name: str, data: bytes, limits: Limits) -> tuple[Block, ...]:
    from yusuan.read.pdf import read_pdf  # noqa: PLC0415 - its libraries are slow to import

    return read_pdf(name, data, limits)


def _workbook(name: str, data: bytes, limits: Limits) -> tuple[Block, ...]:
    from yusuan.read.workbook import read_workbook  # noqa: PLC0415 - as above

    return read_workbook(name, data, limits)


def _docx(name: str, data: bytes, limits: Limits) -> tuple[Block, ...]:
    from yusuan.read.docx import read_docx  # noqa: PLC0415 - as above

    return read_docx(name, data, limits)


def _html(name: str, data: bytes, limits: Limits) -> tuple[Block, ...]:
    from yusuan.read.html import read_html  # noqa: PLC0415 - as above

    return read_html(name, data, limits)


_OFFICE = "application/vnd.openxmlformats-officedocument"
#: The formats: name → (media type, reader).
FORMATS: dict[str, tuple[str, Callable[[str, bytes, Limits], tuple[Block, ...]]]] = {
    "text": ("text/plain", _text),
    "pdf": ("application/pdf", _pdf),
    "xlsx": (f"{_OFFICE}.spreadsheetml.sheet", _workbook),
    "xls": ("application/vnd.ms-excel", _workbook),
    "docx": (f"{_OFFICE}.wordprocessingml.document", _docx),
    "html": ("text/html", _html),
}


def read_document(path: Path, limits: Limits = LIMITS) -> Document:
    """Read a disclosure.

    Raises :class:`~yusuan.errors.UsageError` if there is no such file and
    :class:`~yusuan.errors.InputRefusedError` if its bytes can't be read, or only by going over
    a limit.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(
            Problem(
                Bilingual("打不开文件", f"the file can't be opened ({error.strerror})"),
                str(path),
                todo=Bilingual("检查路径", "check the path"),
            )
        ) from error
    return document_from(path.name, data, limits)


def document_from(name: str, data: bytes, limits: Limits = LIMITS) -> Document:
    """Read a disclosure from its bytes; see :func:`read_document`."""
    media_type, reader = FORMATS[sniff(name, data, limits)]
    document = Document(name, sha256(data), len(data), media_type, reader(name, data, limits))
    return without_personal(document)
