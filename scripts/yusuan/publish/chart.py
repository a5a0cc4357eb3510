"""A chart: what it shows, its data as the CSV that is offered, its table."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from yusuan.audit.select import of_this_year
from yusuan.classification import FILES
from yusuan.language import Bilingual

if TYPE_CHECKING:
    from decimal import Decimal

    from markupsafe import Markup

    from yusuan.package.load import LoadedRow, Package

#: The most rows that the table of a chart repeats; beyond, it shows the first level alone.
MOST_LINES = 12
#: Signs that would end a script element, or be lost on the way through a template or a reader.
_DANGEROUS = re.compile("[<>&\x7f-\x9f\u2028\u2029\ufeff\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a chart's table: what it is of, its cells, its row in the table it comes from."""

    title: Bilingual
    cells: tuple[str, ...]
    link: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of one table: everything that its figure, its download and its image say.

    ``kinds`` are the ways to draw it, the first one first; ``columns`` and ``records`` the CSV;
    ``heads`` and ``lines`` its table. ``link`` leads from the folder of the package, or of the
    unit, to the whole table; the address of a line begins there too.
    """

    name: str
    kinds: tuple[str, ...]
    title: Bilingual
    fact: Bilingual
    source: Bilingual
    money_unit: str
    link: str
    columns: tuple[str, ...]
    records: tuple[tuple[str, ...], ...]
    heads: tuple[Bilingual, ...]
    lines: tuple[Line, ...]

    @property
    def shown_lines(self) -> tuple[Line, ...]:
        """The lines of its table: all, or where they are many those of the first level."""
        if len(self.lines) <= MOST_LINES:
            return self.lines
        return tuple(line for line in self.lines if line.level == 1)


def chart_csv(chart: Chart) -> bytes:
    """Give the data of a chart as the file that is offered: UTF-8 with BOM, as all our CSV."""
    return ("\ufeff" + _text(chart)).encode()


def embedded(chart: Chart) -> Markup:
    """Give the very text of that file as a JSON string which can stand in a script element.

    Whatever a name contains, it can't end the element: ``<`` is written as an escape of JSON.
    """
    from markupsafe import Markup  # noqa: PLC0415 - light start

    text = json.dumps("\ufeff" + _text(chart), ensure_ascii=False)
    return Markup(_DANGEROUS.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text))  # noqa: S704 - escaped for where it stands


def _text(chart: Chart) -> str:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(chart.columns)
    writer.writerows(chart.records)
    return stream.getvalue()


def own_rows(package: Package, name: str) -> list[LoadedRow]:
    """Give the rows of a table that are of the disclosure's own year and stage.

    A table that prints another year or the budget beside has those in a period of their own.
    """
    resource = package.resources.get(name)
    if resource is None:
        return []
    rows = [row for row in resource.rows if of_this_year(row, package)]
    unnamed = [row for row in rows if row.get("period") is None]
    return unnamed or rows


def money_unit(package: Package, name: str) -> str:
    """Give the unit of money that a table declares."""
    return str(package.resources[name].descriptor.get("money_unit") or "")


def plain(amount: Decimal) -> str:
    """Write an amount with exactly its own digits."""
    return f"{amount:f}"


def english_titles(package: Package) -> dict[str, str]:
    """Give the English title of every code the package speaks of."""
    return {
        row["code"]: row["title_en"] or ""
        for name in FILES.values()
        if name in package.resources
        for row in package.resources[name].rows
    }


def source_words(package: Package, table: Bilingual) -> Bilingual:
    """Name where a chart's figures stand: the document, then the table."""
    title = str(package.descriptor["sources"][0]["title"])
    # The document has no English title of its own; the package's says the same of unit and year.
    title_en = str(package.descriptor.get("title_en") or title)
    return Bilingual(f"{title}：{table.zh}", f"{title_en}, {table.en or table.zh}")
