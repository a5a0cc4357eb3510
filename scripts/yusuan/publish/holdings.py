"""Which packages have a kind of table, and a row of it to show, gathered package by package.

Of every kind only the latest packages and one row are kept, so that memory does not grow.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from yusuan.dictionary import table_kinds
from yusuan.publish.findings import row_anchor
from yusuan.publish.numbers import place_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yusuan.language import Bilingual
    from yusuan.package.load import LoadedRow, Package, Resource

#: How many packages the page of a kind names.
MOST = 12
#: Longest value of an example.
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Example:
    """A row of a real table: what its columns hold, as the CSV has it, and where it stands."""

    values: Mapping[str, str]
    anchor: str
    place: Bilingual
    money_unit: str


@dataclass(frozen=True, slots=True)
class Holder:
    """A package that has a table with rows."""

    year: int
    slug: str
    unit: Bilingual
    phase: str
    rows: int
    example: Example | None

    @property
    def order(self) -> tuple[int, str]:
        """The latest first."""
        return (-self.year, self.slug)


@dataclass(slots=True)
class Holdings:
    """Of every kind of table: how many packages have it with rows, and the latest of them."""

    packages: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    latest: dict[str, list[Holder]] = field(default_factory=dict)

    def add(self, package: Package) -> None:
        """Enter a package."""
        self.packages += 1
        for name, resource in package.resources.items():
            if name not in table_kinds() or not resource.rows:
                continue  # of codes there are pages of their own
            self.counts[name] = self.counts.get(name, 0) + 1
            held = [*self.latest.get(name, ()), _holder(package, name, resource)]
            self.latest[name] = sorted(held, key=lambda one: one.order)[:MOST]


def _holder(package: Package, name: str, resource: Resource) -> Holder:
    return Holder(
        int(package.descriptor["year"]),
        package.slug,
        package.decisions.unit,
        str(package.descriptor["phase"]),
        len(resource.rows),
        _example(name, resource),
    )


def _example(name: str, resource: Resource) -> Example:
    """Take the row in which most columns are filled, the first of several."""
    row = max(resource.rows, key=lambda one: sum(value is not None for value in one.values()))
    return Example(
        {column: _text(value) for column, value in row.items() if value is not None},
        row_anchor(name, _number(row)),
        place_words(str(row.get("place") or "")),
        str(row.get("money_unit") or resource.descriptor.get("money_unit") or ""),
    )


def _number(row: LoadedRow) -> int:
    return int(row.get("row") or row.get("project") or 0)


def _text(value: Any) -> str:
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, bool | dict):
        value = json.dumps(value, ensure_ascii=False)
    text = str(value)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
