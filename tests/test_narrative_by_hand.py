"""Narratives of real documents against figures written down by hand from their rendered pages."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from test_corpus_by_hand import disclosure

if TYPE_CHECKING:
    from yusuan.tidy.rows import TidyTable

SEEN = {
    path.stem: yaml.safe_load(path.read_text("utf-8"))
    for path in sorted((Path(__file__).parent / "by_hand" / "narrative").glob("*.yaml"))
}
RESOURCES = {"narrative-amounts": "stated", "year-on-year-changes": "changed"}

pytestmark = pytest.mark.documents


def table_of(documents: Path, name: str, resource: str) -> TidyTable:
    """A table of the narrative's figures of a real document."""
    return disclosure(documents / f"{name}.pdf").tables[resource]


def not_found(table: TidyTable, figures: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What was seen on the page and stands in no row, digit by digit."""
    rows = [
        {k: str(v) if isinstance(v, Decimal) else v for k, v in row.values.items()}
        for row in table.rows
    ]
    return [seen for seen in figures if not any(seen.items() <= row.items() for row in rows)]


@pytest.mark.parametrize("name", SEEN)
@pytest.mark.parametrize("resource", RESOURCES)
def test_the_figures_seen_in_the_narrative_are_read(
    documents: Path, name: str, resource: str
) -> None:
    """Subject, year, amount, code and change of a figure are those seen on the page."""
    figures = SEEN[name][RESOURCES[resource]]
    assert len(figures) >= 7  # enough of them to say something
    assert not_found(table_of(documents, name, resource), figures) == []


@pytest.mark.parametrize("name", [name for name, seen in SEEN.items() if "amounts" in seen])
def test_a_narrative_has_as_many_figures_as_were_counted(documents: Path, name: str) -> None:
    """No figure of a narrative counted through is lost or added."""
    assert [len(table_of(documents, name, resource).rows) for resource in RESOURCES] == [
        SEEN[name]["amounts"],
        SEEN[name]["changes"],
    ]
