"""OLE containers: a clean one around a stream, as libraries believe what a damaged one says."""

from __future__ import annotations

import struct

_SECTOR = 4096
_FREE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
#: Sectors of the table that the header itself can name.
_NAMED = 109
_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def container(name: str, stream: bytes) -> bytes:
    """Put one stream into an OLE container of version 4.

    Raises ``ValueError`` for a stream of more than 400 MB, which the header can't hold.
    """
    data = -(-max(len(stream), _SECTOR) // _SECTOR)
    entries = _SECTOR // 4
    tables = -(-(data + 2) // (entries - 1))
    if tables > _NAMED:
        raise ValueError(name)
    # the table, the directory, a blank sector for small streams, and the stream
    used = tables + 2 + data
    table = [_TABLE] * tables + [_END, _END] + [*range(tables + 3, used), _END]
    table += [_FREE] * (tables * entries - len(table))
    header = _MAGIC + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 4, 0xFFFE, 12, 6)
    header += struct.pack("<IIIIIIIII", 1, tables, tables, 0, 4096, _END, 0, _END, 0)
    header += struct.pack(f"<{_NAMED}I", *range(tables), *[_FREE] * (_NAMED - tables))
    size = max(len(stream), _SECTOR)
    directory = _entry("Root Entry", 5, 1, tables + 1, _SECTOR)
    directory += _entry(name, 2, _FREE, tables + 2, size)
    directory += struct.pack("<68x3I48x", _FREE, _FREE, _FREE) * (_SECTOR // 128 - 2)
    body = struct.pack(f"<{len(table)}I", *table) + directory + bytes(_SECTOR)
    return header.ljust(_SECTOR, b"\0") + body + stream.ljust(data * _SECTOR, b"\0")


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    """Make a directory entry: of the root, or of its one stream."""
    text = name.encode("utf-16-le")
    return struct.pack(
        "<64sHBB3I36xIQ", text, len(text) + 2, kind, 1, _FREE, _FREE, child, start, size
    )
