"""Invented disclosures and their twins: every table as written down by hand beside its document."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from invented import (
    ARCHIVES,
    DISCLOSURES,
    EDUCATION,
    FIXED,
    disclosed,
    names,
    packaged,
    table,
    text_of,
)
from yusuan.dictionary import table_kinds
from yusuan.package.csvfile import BOM, csv_bytes, tidy_cells
from yusuan.package.descriptor import columns_of

TWINS = [(path.parents[1].name, path.stem) for path in sorted(DISCLOSURES.glob("*/expected/*.csv"))]


def expected(name: str) -> dict[str, Any]:
    """What a disclosure's own twin says of it as a whole."""
    path = DISCLOSURES / name / "expected" / "disclosure.json"
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def test_there_are_disclosures_with_twins() -> None:
    """The folder is not empty, and every disclosure has twins."""
    assert len(names()) >= 2
    assert {name for name, _ in TWINS} == set(names())


@pytest.mark.parametrize(("name", "resource"), TWINS)
def test_a_table_is_its_twin(name: str, resource: str) -> None:
    """Each row, value, raw text and place of a table is what its twin says."""
    table = packaged(text_of(name)).tables[resource]
    columns = [field.name for field in columns_of(table)]
    made = csv_bytes(columns, (tidy_cells(row, columns) for row in table.rows))
    twin = (DISCLOSURES / name / "expected" / f"{resource}.csv").read_text(encoding="utf-8")
    assert _rows(made.removeprefix(BOM).decode()) == _rows(twin)


@pytest.mark.parametrize("name", names())
def test_a_table_without_a_twin_has_no_rows(name: str) -> None:
    """Nothing is read that no twin speaks of."""
    with_rows = {kind for kind, table in packaged(text_of(name)).tables.items() if table.rows}
    assert with_rows == {resource for twin, resource in TWINS if twin == name}


@pytest.mark.parametrize("name", names())
def test_a_disclosure_knows_whose_it_is(name: str) -> None:
    """Unit, year, phase and region are what the twin says."""
    identity, twin = disclosed(text_of(name)).identity, expected(name)
    assert [
        identity.unit,
        identity.year,
        identity.phase,
        identity.scope,
        identity.region,
    ] == [twin[key] for key in ("unit", "year", "phase", "scope", "region")]


@pytest.mark.parametrize(
    ("name", "resource"), [(name, kind) for name in names() for kind in expected(name)["tables"]]
)
def test_what_became_of_each_kind_of_table(name: str, resource: str) -> None:
    """Disclosed, empty, absent or derived; number, unit of money, place and note as in the twin."""
    table = disclosed(text_of(name)).tables[resource]
    for key, value in expected(name)["tables"][resource].items():
        assert getattr(table, key) == value, key


def test_the_kinds_come_in_their_published_order() -> None:
    """The fixed kinds are always there, the others where they are printed, in the order of all."""
    archives = list(packaged(text_of(ARCHIVES)).tables)
    assert archives == [*FIXED, "narrative-counts", "findings"]
    found = list(packaged(text_of(EDUCATION)).tables)
    assert found == [kind for kind in table_kinds() if kind in found]
    forms = (Path(__file__).parent / "forms").glob("*.yaml")
    elsewhere = {
        kind for path in forms for kind in yaml.safe_load(path.read_text("utf-8"))["tables"]
    }
    assert set(table_kinds()) == set(found) | set(archives) | elsewhere


@pytest.mark.parametrize("name", names())
def test_the_twin_speaks_of_every_table(name: str) -> None:
    """No table of a disclosure goes without a word in its twin, and the fixed ones are there."""
    assert list(disclosed(text_of(name)).tables) == list(expected(name)["tables"])
    assert set(FIXED) <= set(expected(name)["tables"])


def test_blank_dash_zero_and_absent_are_four_things() -> None:
    """A blank has no value and no raw text, a dash has raw text, a zero is a number."""
    rows = {
        str(row.values["item"]): row
        for row in disclosed(text_of()).tables["revenue-expenditure-summary"].rows
        if row.values["side"] == "revenue"
    }
    blank, dash, zero = rows["其他收入"], rows["事业收入"], rows["政府性基金预算拨款收入"]
    assert (blank.amount("amount"), blank.raw.get("amount")) == (None, None)
    assert (dash.amount("amount"), dash.raw.get("amount")) == (None, "-")
    assert str(zero.amount("amount")) == "0.00"
    assert "revenue-summary" in disclosed(text_of()).tables


def test_a_printed_table_of_projects_is_the_one_the_contents_announce() -> None:
    """Where 项目支出表 is announced and printed, no other table is said to be missing for it."""
    contents = "表 1 支出总表\n\n表 2 项目支出表\n\n"
    first = table("支出总表", "科目编码|科目名称|合计\n205|教育支出|3.00\n|合计|3.00")
    rows = "项目名称|合计\n合计|3.00\n校舍维修|3.00"
    second = table("项目支出表", rows).split("\n\n", 1)[1]
    found = disclosed(first.replace("\n\n", f"\n\n{contents}", 1) + "\n" + second).tables
    printed, derived = found["project-list"], found["project-expenditure"]
    assert (printed.status, printed.announced, printed.number) == ("disclosed", True, 2)
    assert (derived.status, derived.announced, derived.number) == ("absent", False, None)


def _rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))
