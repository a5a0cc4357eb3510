"""Read: a file's bytes → :class:`~yusuan.read.document.Document`, personal data left out.

A format is a function from name and bytes to blocks, in :data:`FORMATS`; which one a file
has is told from its bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.errors import Problem, UsageError
from yusuan.files import sha256
from yusuan.language import Bilingual
from yusuan.read.document import Block, Document
from yusuan.read.personal import without_personal
from yusuan.read.sniff import decode, sniff
from yusuan.read.text import read_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def _text(name: str, data: bytes) -> tuple[Block, ...]:
    return read_text(decode(name, data))


#: The formats: name → (media type, reader).
FORMATS: dict[str, tuple[str, Callable[[str, bytes], tuple[Block, ...]]]] = {
    "text": ("text/plain", _text),
}


def read_document(path: Path) -> Document:
    """Read a disclosure.

    Raises :class:`~yusuan.errors.UsageError` if there is no such file and
    :class:`~yusuan.errors.InputRefusedError` if its bytes can't be read.
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
    return document_from(path.name, data)


def document_from(name: str, data: bytes) -> Document:
    """Read a disclosure from its bytes; see :func:`read_document`."""
    media_type, reader = FORMATS[sniff(name, data)]
    document = Document(name, sha256(data), len(data), media_type, reader(name, data))
    return without_personal(document)
