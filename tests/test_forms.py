"""Forms in which disclosures are published: invented ones, each with a twin written by hand.

``forms/<name>.txt`` is a disclosure of an invented unit in a form that occurs; the twin
``<name>.yaml`` says whose it is, and for each kind how many rows and amounts were counted in it
and some of its values. Every form is written in every format, and all must be read alike.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from formats import WRITERS
from test_corpus_by_hand import differences
from yusuan.dictionary import table_kinds
from yusuan.ingest.make import make_package
from yusuan.ingest.units import Units
from yusuan.read import document_from

if TYPE_CHECKING:
    from yusuan.ingest.judge import Judgement
    from yusuan.tidy import Disclosure

FOLDER = Path(__file__).parent / "forms"
FORMS = {
    path.stem: yaml.safe_load(path.with_suffix(".yaml").read_text("utf-8"))
    for path in sorted(FOLDER.glob("*.txt"))
}
TABLES = [(name, kind) for name, twin in FORMS.items() for kind in twin["tables"]]
#: Layouts of what is put together from other places of a document; its twin is optional.
NOT_PRINTED = {"narrative", "staffing", "derived", "findings"}


@cache
def read(name: str, written: str) -> tuple[Disclosure, Judgement]:
    """A form as data and what the self-check says of it."""
    data = WRITERS[written]((FOLDER / f"{name}.txt").read_text("utf-8"))
    into = Path("datapackage")
    made = make_package(document_from(f"document.{written}", data), into, Units.of([into]))
    return made.disclosure, made.judgement


def test_there_are_forms_with_twins() -> None:
    """The folder is not empty, and no twin is without its form."""
    assert FORMS
    assert {path.stem for path in FOLDER.glob("*.yaml")} == set(FORMS)


@pytest.mark.parametrize("written", WRITERS)
@pytest.mark.parametrize("name", FORMS)
def test_a_form_is_read_whole(name: str, written: str) -> None:
    """Its owner, year and phase are known, no table is left out, and nothing is suspect."""
    disclosure, judgement = read(name, written)
    identity, twin = disclosure.identity, FORMS[name]
    assert [f"{item.place} {item.title}: {item.what}" for item in disclosure.not_understood] == []
    assert (identity.unit, identity.year, identity.phase) == (
        twin["unit"],
        twin["year"],
        twin["phase"],
    )
    assert judgement.reasons == ()
    printed = {
        kind
        for kind, table in disclosure.tables.items()
        if table.rows and table.kind.layout not in NOT_PRINTED
    }
    assert printed == {
        kind
        for kind, seen in twin["tables"].items()
        if seen["rows"] and table_kinds()[kind].layout not in NOT_PRINTED
    }


@pytest.mark.parametrize("written", WRITERS)
@pytest.mark.parametrize("name", FORMS)
def test_the_identities_of_a_form_hold(name: str, written: str) -> None:
    """The invented figures add up: what does not is the twin's ``findings``, or misread."""
    audit = read(name, written)[1].audit
    assert sorted(finding.name for finding in audit.findings) == sorted(
        FORMS[name].get("findings", [])
    )


@pytest.mark.parametrize("written", WRITERS)
@pytest.mark.parametrize(("name", "kind"), TABLES)
def test_a_table_of_a_form_is_as_counted(name: str, kind: str, written: str) -> None:
    """Rows, amounts, unit of money and values are those that the twin counted by hand."""
    table, twin = read(name, written)[0].tables[kind], FORMS[name]["tables"][kind]
    amounts = sum(
        row.amount(column) is not None for row in table.rows for column in table.kind.amounts
    )
    seen: list[dict[str, Any]] = twin.get("values", [])
    assert (len(table.rows), amounts) == (twin["rows"], twin["amounts"])
    assert table.money_unit == twin.get("money_unit", table.money_unit)
    assert differences(table, seen) == []
