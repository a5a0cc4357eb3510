"""A read document → its package in memory, with the self-check of the reading."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from yusuan.audit.findings import FINDINGS_TABLE, findings_table
from yusuan.decisions import Decisions, skeleton
from yusuan.ingest.judge import Judgement, judge
from yusuan.package.load import made_package
from yusuan.package.make import package_files
from yusuan.tidy import Disclosure, tidy_document

if TYPE_CHECKING:
    from pathlib import Path

    from yusuan.ingest.units import Units
    from yusuan.read.document import Document


@dataclass(frozen=True, slots=True)
class Ingested:
    """A package made in memory: where it belongs and its files by relative path."""

    folder: Path
    files: dict[str, bytes]
    disclosure: Disclosure
    decisions: Decisions
    judgement: Judgement

    @property
    def skeleton(self) -> bytes:
        """The ``decisions.yaml`` to begin with where there is none."""
        return skeleton(self.decisions)


def make_package(document: Document, into: Path, units: Units) -> Ingested:
    """Make the package of a document for a folder of units, without writing anything.

    Raises :class:`~yusuan.errors.InputRefusedError` if it can't be read with certainty.
    """
    disclosure = tidy_document(document)
    identity = disclosure.identity
    slug, package = units.slug(identity.unit), f"{identity.year}-{identity.phase}"
    folder = into / slug / package
    decisions = units.decisions(slug, package, identity)
    name = f"{slug}-{package}"
    files = package_files(name, disclosure, decisions)
    judgement = judge(disclosure, made_package(folder, files, decisions))
    _mark(disclosure, judgement)
    disclosure.tables[FINDINGS_TABLE] = findings_table(judgement.audit)
    files = package_files(name, disclosure, decisions)
    return Ingested(folder, files, disclosure, decisions, judgement)


def _mark(disclosure: Disclosure, judgement: Judgement) -> None:
    """Mark the tables that the self-check suspects."""
    for table in disclosure.tables.values():
        table.suspect = table.suspect or table.kind.name in judgement.doubted
