"""The audit: identities hold on right numbers, find wrong ones, and say how wrong."""

from __future__ import annotations

import copy
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from invented import ARCHIVES, EDUCATION, LIBRARY, changed, ingest, names, text_of
from test_forms import FORMS, read
from yusuan.audit import FINDINGS, Audit, audit_package
from yusuan.audit.rules import RULES
from yusuan.audit.trial import Outcome, Trial
from yusuan.decisions import Decisions
from yusuan.dictionary import Identity, table_kinds
from yusuan.language import Bilingual
from yusuan.package.load import Package, Resource, load_package

TITLE = Bilingual("左边等于右边", "the left equals the right")
TABLES = [
    "revenue-expenditure-summary",
    "expenditure-summary",
    "fiscal-appropriation-summary",
    "general-public-budget-expenditure",
    "basic-expenditure-by-economic-class",
    "three-public-expenses",
]


def made(tables: dict[str, list[dict[str, Any]]], **money_units: str) -> Package:
    """Make a package of rows; numbers are given as text."""
    resources = {}
    for name, rows in tables.items():
        typed = [
            {"row": i, "parent_row": None, "place": f"line={i}"}
            | {
                k: Decimal(v) if isinstance(v, str) and v[0].isdigit() and k != "code" else v
                for k, v in row.items()
            }
            for i, row in enumerate(rows, 1)
        ]
        columns = [{"name": key} for key in dict.fromkeys(key for row in typed for key in row)]
        unit = money_units.get(name, "万元")
        resources[name] = Resource({"money_unit": unit, "schema": {"fields": columns}}, typed)
    return Package(Path(), {}, Decisions(Bilingual("甲", "")), resources)


def tried(package: Package, rule: str, **spec: Any) -> list[Trial]:
    """Try one identity on table ``a``."""
    return list(RULES[rule](package, "a", Identity("i", rule, TITLE, spec)))


def outcomes(package: Package, rule: str, **spec: Any) -> list[str]:
    """What came of each trial."""
    return [str(trial.outcome) for trial in tried(package, rule, **spec)]


SPECS: dict[str, dict[str, Any]] = {
    "row-sum": {"total": "total", "parts": ["x", "y"]},
    "row-balance": {"left": ["x", "y"], "right": ["total"]},
    "tree-sum": {"measures": ["total"]},
    "equal": {
        "left": {"where": {"role": "total"}, "measure": "total"},
        "right": {"resource": "b", "where": {"role": "item"}, "measure": "total"},
    },
    "match": {
        "by": {"code": "code"},
        "left": {"where": {"role": "item"}, "measure": "total"},
        "right": {"resource": "b", "where": {"role": "item"}, "measure": "total"},
    },
}
RIGHT: dict[str, list[dict[str, Any]]] = {
    "a": [
        {"code": None, "role": "total", "total": "30.00", "x": "10.00", "y": "20.00"},
        {
            "code": "201",
            "role": "item",
            "total": "30.00",
            "x": "10.00",
            "y": "20.00",
            "parent_row": 1,
        },
    ],
    "b": [{"code": "201", "role": "item", "total": "30.00"}],
}


def test_every_rule_has_a_case() -> None:
    """A new rule is tested the day it is added."""
    assert set(SPECS) == set(RULES)


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_holds_on_right_numbers(rule: str) -> None:
    """On numbers that add up every trial holds, and there is at least one."""
    found = outcomes(made(RIGHT), rule, **SPECS[rule])
    assert found
    assert set(found) == {"held"}


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize(
    ("digit", "outcome"), [("30.01", "rounding"), ("31.00", "conflict"), ("3.00", "conflict")]
)
def test_a_rule_finds_a_changed_digit(rule: str, digit: str, outcome: str) -> None:
    """A changed digit is a finding: rounding within what printed digits allow, else a conflict."""
    wrong = copy.deepcopy(RIGHT)
    wrong["a"][0 if rule == "equal" else 1]["total"] = digit
    found = outcomes(made(wrong), rule, **SPECS[rule])
    assert outcome in found
    assert set(found) <= {"held", outcome}


@pytest.mark.parametrize("rule", RULES)
def test_a_finding_says_what_where_and_how_much(rule: str) -> None:
    """A finding has a name, both numbers, their difference and both places, and no verdict."""
    wrong = copy.deepcopy(RIGHT)
    wrong["a"][0 if rule == "equal" else 1]["total"] = "31.00"
    trials = tried(made(wrong), rule, **SPECS[rule])
    trial = next(t for t in trials if t.outcome is Outcome.CONFLICT)
    assert trial.name.startswith("a/i/")
    assert trial.difference is not None
    assert abs(trial.difference) == 1
    assert trial.place.startswith("line=")
    assert trial.other_places
    assert "31.00 万元" in trial.message.zh + trial.message.en or "31" in trial.message.zh
    assert not any(word in trial.message.zh for word in ("违规", "造假", "错误", "虚假"))


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_without_its_columns_or_rows_does_not_apply(rule: str) -> None:
    """A form of a table that lacks what an identity speaks of is told apart from one that fails."""
    spec = copy.deepcopy(SPECS[rule])
    if rule == "row-sum":
        spec["parts"] = ["z"]
    elif rule == "row-balance":
        spec["left"] = ["z"]
    elif rule == "tree-sum":
        spec["measures"] = ["z"]
    else:
        spec["right"]["resource"] = "nowhere"
    (trial,) = tried(made(RIGHT), rule, **spec)
    assert trial.outcome is Outcome.NOT_APPLICABLE
    assert trial.reason is not None
    assert trial.message == trial.reason
    assert trial.reason.zh
    assert trial.reason.en


@pytest.mark.parametrize("rule", ["equal", "match"])
@pytest.mark.parametrize(
    ("left", "right", "outcome"),
    [
        ("300000.00", "30.00", "held"),
        ("300001.00", "30.00", "rounding"),
        ("300050.00", "30.00", "rounding"),
        ("300051.00", "30.00", "conflict"),
    ],
)
def test_units_of_money_are_converted_exactly(
    rule: str, left: str, right: str, outcome: str
) -> None:
    """Yuan against 万元: equal amounts hold, half of the coarser last digit is rounding."""
    tables = copy.deepcopy(RIGHT)
    for row in tables["a"]:
        row["total"] = left
    tables["b"][0]["total"] = right
    assert outcomes(made(tables, a="元"), rule, **SPECS[rule]) == [outcome]


def test_rounding_grows_with_the_numbers_added() -> None:
    """Ten printed numbers may be off by ten halves of a last digit and one more for the total."""
    parts = [{"total": "1.00", "parent_row": 1} for _ in range(10)]
    for total, outcome in (("10.05", "rounding"), ("10.06", "conflict")):
        found = outcomes(made({"a": [{"total": total}, *parts]}), "tree-sum", measures=["total"])
        assert found == [outcome]


def test_a_total_left_blank_above_numbers_is_missing() -> None:
    """A blank total over numbers is a finding of its own kind; over nothing it is none."""
    assert outcomes(
        made({"a": [{"total": None, "x": "1"}]}), "row-sum", total="total", parts=["x"]
    ) == ["missing"]
    assert outcomes(
        made({"a": [{"total": None, "x": "0.00"}]}), "row-sum", total="total", parts=["x"]
    ) == ["held"]
    assert (
        outcomes(made({"a": [{"total": None, "x": None}]}), "row-sum", total="total", parts=["x"])
        == []
    )


def test_an_identity_with_a_condition_waits_for_it() -> None:
    """Tables of different scope are only compared where the other funds are zero."""
    spec = SPECS["equal"] | {
        "only_if_zero": [{"resource": "c", "where": {"name": "fund"}, "measure": "total"}]
    }
    for fund, outcome in (("0.00", "held"), ("5.00", "not-applicable")):
        tables = RIGHT | {"c": [{"name": "fund", "total": fund}]}
        assert outcomes(made(copy.deepcopy(tables)), "equal", **spec) == [outcome]


def test_a_fault_in_a_rule_is_a_fault_of_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    """An exception inside a rule comes out; it is never told as a finding about the document."""

    def broken(*_: object) -> Any:
        raise ZeroDivisionError("in a rule")

    for rule in RULES:
        monkeypatch.setitem(RULES, rule, broken)
    with pytest.raises(ZeroDivisionError, match="in a rule"):
        audit_package(made({TABLES[0]: []}))


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> Package:
    """The invented archives' package, loaded."""
    return load_package(ingested(tmp_path_factory.mktemp("archives"), text_of(ARCHIVES)))


def ingested(folder: Path, text: str) -> Path:
    """Ingest a text into a project of its own."""
    (folder / "project" / "datapackage").mkdir(parents=True)
    return ingest(folder / "project", text).folder


@pytest.mark.parametrize("name", names())
def test_the_invented_disclosures_add_up(name: str, tmp_path: Path) -> None:
    """On documents made to add up many identities are tried and all hold."""
    audit = audit_package(load_package(ingested(tmp_path, text_of(name))))
    assert [trial.name for trial in audit.findings] == []
    assert audit.tried == audit.counts["held"]
    assert audit.tried > (10 if name == LIBRARY else 150)


@pytest.mark.parametrize("kind", [name for name, kind in table_kinds().items() if kind.identities])
def test_every_identity_of_the_dictionary_is_tried(
    kind: str, archives: Package, tmp_path: Path
) -> None:
    """Each identity is tried, or not applicable with a reason, on an invented package or form."""
    audits = [audit_package(archives)]
    for name in (LIBRARY, EDUCATION):
        audits.append(audit_package(load_package(ingested(tmp_path / name, text_of(name)))))
    audits += [read(name, "text")[1].audit for name in FORMS]
    for identity in table_kinds()[kind].identities:
        found = [
            trial
            for audit in audits
            for trial in audit.trials
            if trial.resource == kind and trial.identity.name == identity.name
        ]
        assert any(trial.outcome is Outcome.HELD for trial in found), identity.name


@pytest.mark.parametrize("resource", TABLES)
def test_no_amount_of_a_table_can_change_unnoticed(resource: str, archives: Package) -> None:
    """Whichever amount of a main table changes by one, some identity finds it, and names it."""
    amounts = [
        (row, name)
        for row in archives.resources[resource].rows
        for name in table_kinds()[resource].amounts
        if row.get(name) is not None
    ]
    assert amounts
    for row, name in amounts:
        row[name] += 1
        findings = audit_package(archives).findings
        row[name] -= 1
        assert findings, (resource, row["place"], name)
        assert any(row["place"] in (trial.place, *trial.other_places) for trial in findings)


def test_a_class_against_its_groups_is_told_as_rounding(tmp_path: Path) -> None:
    """A class that is off by one last digit is one finding in each measure, labelled rounding."""
    text = changed(
        "302\t商品和服务支出\t130.50\t0.00\t130.50", "302\t商品和服务支出\t130.49\t0.00\t130.49"
    )
    audit = audit_package(load_package(ingested(tmp_path, text)))
    own = [trial for trial in audit.findings if trial.key == "302"]
    assert {trial.name for trial in own} == {
        "basic-expenditure-by-economic-class/hierarchy/302/total",
        "basic-expenditure-by-economic-class/hierarchy/302/operating",
    }
    assert {trial.outcome for trial in audit.findings} == {Outcome.ROUNDING}
    assert all(trial.difference == Decimal("-0.01") for trial in own)


def test_findings_are_counted_apart_from_what_does_not_apply() -> None:
    """Only rounding, conflict and missing are findings; what does not apply was not tried."""
    identity = Identity("i", "equal", TITLE, {})
    trials = tuple(Trial(identity, "a", str(outcome), "m", outcome) for outcome in Outcome)
    audit = Audit(trials)
    assert (
        {trial.outcome for trial in audit.findings}
        == FINDINGS
        == {Outcome.ROUNDING, Outcome.CONFLICT, Outcome.MISSING}
    )
    assert audit.tried == len(Outcome) - 1


def test_a_part_takes_the_first_form_whose_columns_are_printed() -> None:
    """``a|b+c`` is a where the table prints it, else b and c; what is neither is nothing."""
    spec = {"total": "total", "parts": ["x|y+z", "w"]}
    for row in (
        {"total": "6", "x": "5", "y": "9", "z": "9", "w": "1"},
        {"total": "6", "y": "2", "z": "3", "w": "1"},
        {"total": "5", "z": "5"},
    ):
        assert outcomes(made({"a": [dict(row)]}), "row-sum", **spec) == ["held"]
    assert outcomes(made({"a": [{"total": "6", "x": "4", "y": "2"}]}), "row-sum", **spec) == [
        "conflict"
    ]


def test_a_sum_is_tried_on_the_rows_it_speaks_of() -> None:
    """``where`` leaves the other side of a table alone."""
    rows = [
        {"side": "revenue", "total": "9", "x": "1"},
        {"side": "expenditure", "total": "9", "x": "9"},
    ]
    spec = {"total": "total", "parts": ["x"], "where": {"side": "expenditure"}}
    assert outcomes(made({"a": rows}), "row-sum", **spec) == ["held"]


def test_a_total_over_columns_that_are_not_known_is_not_tried() -> None:
    """Where a table has columns that the dictionary lacks, parts that fall short prove nothing."""
    row = {"total": "6", "x": "5", "other_columns": {"别的": "1"}}
    assert outcomes(made({"a": [row]}), "row-sum", total="total", parts=["x"]) == ["not-applicable"]
    exact = row | {"x": "6"}
    assert outcomes(made({"a": [exact]}), "row-sum", total="total", parts=["x"]) == ["held"]


def test_another_year_is_compared_only_where_it_is_named() -> None:
    """Rows of another period are passed over between tables, and are summed within their own."""
    rows = copy.deepcopy(RIGHT)
    rows["b"] += [{"code": "201", "role": "item", "total": "7.00", "period": "上年"}]
    rows["a"] += [{"code": None, "role": "total", "total": "7.00", "period": "上年"}]
    for rule in ("equal", "match"):
        assert set(outcomes(made(rows), rule, **SPECS[rule])) == {"held"}
    named = {"where": {"role": "total", "period": "上年"}, "measure": "total"}
    assert outcomes(made(rows), "equal", **{**SPECS["equal"], "left": named}) == ["conflict"]


def test_a_total_of_another_year_without_its_parts_is_not_tried() -> None:
    """Of a year before, forms print the total alone; with all its parts it is tried."""
    rows = copy.deepcopy(RIGHT)
    rows["a"] += [{"code": None, "role": "total", "total": "7.00", "period": "上年"}]
    for row in rows["a"][:2]:
        row["period"] = None
    for row in rows["a"][2:]:
        row |= {"x": None, "y": None}
    assert outcomes(made(rows), "row-sum", **SPECS["row-sum"]) == ["held", "held"]
    rows["a"][2] |= {"x": "3.00", "y": "3.00"}
    assert outcomes(made(rows), "row-sum", **SPECS["row-sum"])[2] == "conflict"
