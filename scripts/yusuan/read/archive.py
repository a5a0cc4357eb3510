"""Zip archives (xlsx, docx), opened only if what they hold once unpacked is within the limit."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from yusuan.errors import InputRefusedError
from yusuan.read.refusal import damaged, encrypted, over

if TYPE_CHECKING:
    from yusuan.read.limits import Limits

_ENCRYPTED = 0x1
_MOST_MEMBERS = 10_000
#: Read in pieces, a member is unpacked no further than it is read.
_CHUNK = 1 << 16


def opened(name: str, data: bytes, limits: Limits) -> zipfile.ZipFile:
    """Open an archive.

    Raises :class:`~yusuan.errors.InputRefusedError` if it is damaged, encrypted or too large.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError, OSError) as error:
        raise damaged(name, "ZIP (xlsx, docx)", error) from error
    members = archive.infolist()
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise encrypted(name, "ZIP")
    size = sum(member.file_size for member in members)
    if size > limits.expanded_bytes:
        most = limits.expanded_bytes
        raise over(
            name,
            f"解压后最多 {most:,} 字节，此文件有 {size:,}",
            f"{most:,} bytes once unpacked at most, the file has {size:,}",
        )
    if len(members) > _MOST_MEMBERS:
        raise over(
            name,
            f"压缩包内最多 {_MOST_MEMBERS:,} 个文件",
            f"{_MOST_MEMBERS:,} files in an archive at most",
        )
    return archive


def repacked(name: str, data: bytes, limits: Limits, without: tuple[str, ...]) -> bytes:
    """Pack an archive again, its members as large as its directory says and no larger.

    A directory can lie, and libraries believe it; here no more is unpacked than it says.
    ``without`` are the beginnings of paths that are not wanted. Raises as :func:`opened` does.
    """
    plain = io.BytesIO()
    try:
        with opened(name, data, limits) as archive, zipfile.ZipFile(plain, "w") as packed:
            for member in archive.infolist():
                if not member.is_dir() and not member.filename.startswith(without):
                    packed.writestr(zipfile.ZipInfo(member.filename), _unpacked(archive, member))
    except InputRefusedError:
        raise
    except Exception as error:  # zipfile raises what it finds: zlib's, struct's, its own
        raise damaged(name, "ZIP (xlsx, docx)", error) from error
    return plain.getvalue()


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    with archive.open(member) as stream:
        return b"".join(iter(lambda: stream.read(_CHUNK), b""))
