"""The downloads: each package as it stands in the repository, and the schemas as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.dictionary import table_kinds
from yusuan.package.descriptor import json_bytes, kind_schema

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: What people decide and what is for people in the repository is no download.
_NOT_PUBLISHED = frozenset({"decisions.yaml"})


def package_downloads(folder: Path, slug: str) -> Iterator[tuple[str, bytes]]:
    """Yield a package's files, the same bytes as in the repository, below ``data/``."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name not in _NOT_PUBLISHED:
            yield f"data/{slug}/{path.relative_to(folder).as_posix()}", path.read_bytes()


def schema_downloads() -> Iterator[tuple[str, bytes]]:
    """Yield the Table Schema of every table kind, complete with all its columns."""
    for kind in table_kinds().values():
        yield f"data/schemas/{kind.name}.json", json_bytes(kind_schema(kind))
