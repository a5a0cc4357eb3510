"""The document model that every format is read into: blocks in order, each with its place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands; what a format does not have is ``None``. Counted from 1.

    A text has lines; a PDF has pages, and rows of the tables on them; a workbook has sheets
    and rows; a text processor's file and a web page have tables and rows. ``last`` is the last
    line or row of something that runs over several.
    """

    line: int | None = None
    page: int | None = None
    sheet: str | None = None
    row: int | None = None
    last: int | None = None
    table: int | None = None

    def __str__(self) -> str:
        parts = []
        for name in ("page", "sheet", "table", "line", "row"):
            value = getattr(self, name)
            if value is not None:
                runs = name in {"line", "row"} and self.last is not None and self.last != value
                parts.append(f"{name}={value}-{self.last}" if runs else f"{name}={value}")
        return ";".join(parts)

    def through(self, other: Place) -> Place:
        """Give the place that begins here and ends at ``other``."""
        end = other.last or other.line or other.row
        return (
            replace(self, last=end)
            if (self.page, self.sheet, self.table) == (other.page, other.sheet, other.table)
            else self
        )


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that names what follows; level 1 is a part, 2 a section, 3 and 4 below."""

    text: str
    level: int
    place: Place


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text, put together where a page or a line broke it."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a grid: the texts of its cells, a merged cell's text in its first cell only."""

    cells: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of cells that stand together, as far as the format shows it."""

    rows: tuple[Row, ...]

    @property
    def place(self) -> Place:
        """Place from the first row to the last."""
        return self.rows[0].place.through(self.rows[-1].place)


Block = Heading | Paragraph | Grid


@dataclass(frozen=True, slots=True)
class Document:
    """A disclosure as read: what it is called, its bytes' hash and size, and its blocks."""

    name: str
    sha256: str
    size: int
    media_type: str
    blocks: tuple[Block, ...]

    def with_blocks(self, blocks: Iterable[Block]) -> Document:
        """Give the same document with other blocks."""
        return replace(self, blocks=tuple(blocks))
