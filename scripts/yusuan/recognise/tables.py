"""Tables as recognised: of which kind and with which columns, or what of them is not understood."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from yusuan.errors import Problem
from yusuan.language import Bilingual

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yusuan.dictionary import TableKind
    from yusuan.read.document import Row
    from yusuan.recognise.headers import HeaderFault
    from yusuan.recognise.segments import Segment


@dataclass(frozen=True, slots=True)
class Table:
    """A printed table whose kind and header are known.

    ``columns`` maps a column's position to its field; in a two-sided table there is one such
    mapping a side, else one under ``""``. Columns of another year or stage stand under its
    printed label, in a two-sided table behind the side and an ``@``. ``rows`` are the rows
    below the header.
    """

    kind: TableKind
    segment: Segment
    columns: Mapping[str, Mapping[int, str]]
    rows: tuple[Row, ...]
    ignored: frozenset[int] = frozenset()
    others: Mapping[int, str] = field(default_factory=dict)
    sound: bool = True

    @property
    def where(self) -> str:
        """Name of the table for a message."""
        return self.segment.where


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """A printed table that could not be read: what of it, and what would help."""

    segment: Segment
    what: Bilingual
    todo: Bilingual

    @property
    def place(self) -> str:
        """Place of the table."""
        return str(self.segment.place)

    @property
    def title(self) -> str:
        """Title as printed; empty if it has none."""
        return self.segment.title

    @property
    def header(self) -> str:
        """First row as printed."""
        return " | ".join(cell for cell in self.segment.rows[0].cells if cell.strip())[:120]

    @property
    def problem(self) -> Problem:
        """Say it to people."""
        return Problem(self.what, f"{self.segment.where}: {self.header[:80]}", todo=self.todo)


def not_understood(segment: Segment, fault: HeaderFault) -> NotUnderstood:
    """Say of a table that its header is not understood, and what of it is unknown or missing."""
    unknown, missing = "、".join(fault.unknown), "、".join(fault.missing)
    return NotUnderstood(
        segment,
        Bilingual(
            f"表头没有读懂：不认识 [{unknown}]，缺少 [{missing}]",
            f"the header is not understood: unknown [{unknown}], missing [{missing}]",
        ),
        Bilingual(
            "把标签写进 datapackage/schemas 的相应字段",
            "add the labels to the field in datapackage/schemas",
        ),
    )
