"""``yusuan ingest``: a document → its package, or the differences from the committed one.

``prepare`` and ``write`` do one document; ``batch`` does many, each in a worker process with
a limit on its time, checked by ``judge`` and told of in a ``report``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.ingest.make import Ingested, make_package
from yusuan.ingest.place import place_package, refuse_second
from yusuan.ingest.units import Units
from yusuan.read import read_document

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Ingested", "prepare", "unit_slug", "write"]


def prepare(path: Path, root: Path, *, replace: bool = False) -> Ingested:
    """Read a document and make its package for a project, without writing anything.

    Raises :class:`~yusuan.errors.InputRefusedError` if the document can't be read with
    certainty, or if another document stands in its place already.
    """
    into = root / "datapackage"
    ingested = make_package(read_document(path), into, Units.of([into]))
    if not replace:
        document = ingested.disclosure.document
        refuse_second(ingested.folder, document.name, document.sha256)
    return ingested


def write(ingested: Ingested) -> list[str]:
    """Write a prepared package; gives the files that changed."""
    return place_package(ingested.folder, ingested.files, ingested.skeleton)


def unit_slug(unit: str, root: Path) -> str:
    """Give a unit's folder in a project: the one whose decisions name it, else its pinyin."""
    return Units.of([root / "datapackage"]).slug(unit)
