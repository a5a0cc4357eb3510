"""Real documents against figures written down by hand from their rendered pages."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from yusuan.read import read_document
from yusuan.tidy import Disclosure, tidy_document

if TYPE_CHECKING:
    from yusuan.tidy.rows import TidyRow, TidyTable

BY_HAND = {
    path.stem: yaml.safe_load(path.read_text("utf-8"))
    for path in sorted((Path(__file__).parent / "by_hand").glob("*.yaml"))
}
TABLES = [(name, kind) for name, content in BY_HAND.items() for kind in content["tables"]]

pytestmark = pytest.mark.documents


@cache
def disclosure(path: Path) -> Disclosure:
    """A real document as data, read once in a session."""
    return tidy_document(read_document(path))


def table_of(documents: Path, name: str, kind: str) -> TidyTable:
    """A table of a real document."""
    return disclosure(documents / f"{name}.pdf").tables[kind]


def rows_at(table: TidyTable, at: dict[str, Any]) -> list[TidyRow]:
    """The rows that stand where the hand-written figure was seen; lines count from one."""
    return [
        row
        for line, row in enumerate(table.rows, start=1)
        if all((line if key == "line" else row.values.get(key)) == at[key] for key in at)
    ]


def differences(table: TidyTable, seen: list[dict[str, Any]]) -> list[str]:
    """What a table says otherwise than was seen, digit by digit; ``None`` is an empty cell."""
    found: list[str] = []
    for figures in seen:
        at = figures["at"]
        rows = rows_at(table, at)
        if len(rows) != 1:
            found.append(f"{at}: {len(rows)} rows")
            continue
        for column, printed in figures.items():
            value = rows[0].values.get(column)
            if column == "at":
                continue
            is_printed = table.kind.field(column).printed
            if table.columns is not None and column not in table.columns and is_printed:
                found.append(f"{at} {column}: no such column")
            elif (str(value) if isinstance(value, Decimal) else value) != printed:
                found.append(f"{at} {column}: {printed} is read as {value}")
    return found


@pytest.mark.parametrize("name", BY_HAND)
def test_real_documents_say_whose_they_are_as_seen_on_the_page(documents: Path, name: str) -> None:
    """Unit, year and phase of a real document are those seen on its pages."""
    identity = disclosure(documents / f"{name}.pdf").identity
    seen = BY_HAND[name]
    assert (identity.unit, identity.year, identity.phase) == (
        seen["unit"],
        seen["year"],
        seen["phase"],
    )


@pytest.mark.parametrize(("name", "kind"), TABLES)
def test_real_documents_have_the_lines_and_unit_of_money_seen_on_the_page(
    documents: Path, name: str, kind: str
) -> None:
    """No line of a real document's table is lost, added or given another unit of money."""
    seen = BY_HAND[name]["tables"][kind]
    table = table_of(documents, name, kind)
    assert (len(table.rows), table.money_unit) == (seen["rows"], seen["money_unit"])


@pytest.mark.parametrize(("name", "kind"), TABLES)
def test_real_documents_have_the_totals_seen_on_the_page(
    documents: Path, name: str, kind: str
) -> None:
    """The total, or the line of the unit that stands in its place, has the digits seen."""
    seen: list[dict[str, Any]] = BY_HAND[name]["tables"][kind]["totals"]
    total = [
        {
            **figures,
            "at": figures["at"] if "line" in figures["at"] else {**figures["at"], "role": "total"},
        }
        for figures in seen
    ]
    assert differences(table_of(documents, name, kind), total) == []


@pytest.mark.parametrize(("name", "kind"), TABLES)
def test_real_documents_have_the_values_seen_on_the_page(
    documents: Path, name: str, kind: str
) -> None:
    """Values from the middle and the ends of a real document's table are those seen."""
    seen = BY_HAND[name]["tables"][kind]["values"]
    assert differences(table_of(documents, name, kind), seen) == []
