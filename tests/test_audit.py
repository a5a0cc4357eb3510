"""The audit: identities hold on right numbers, find wrong ones, and say how wrong."""

from __future__ import annotations

import copy
import re
from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from invented import (
    ARCHIVES,
    EDUCATION,
    LIBRARY,
    changed,
    findings_of,
    ingest,
    names,
    text_of,
)
from test_audit_document import judged
from test_audit_document import text_of as gazetteer
from test_audit_narrative import CASES as NARRATIVE
from test_audit_structure import CASES as STRUCTURE
from test_forms import FORMS, read
from trials import (
    TITLE,
    Case,
    Found,
    Tables,
    check_found,
    check_held,
    check_not_applicable,
    made,
    outcomes,
)
from yusuan.audit import FINDINGS, Audit, audit_package
from yusuan.audit.rules import RULES
from yusuan.audit.trial import Outcome, Trial
from yusuan.dictionary import checks, table_kinds
from yusuan.errors import CheckFailedError
from yusuan.identities import RULES as DECLARED
from yusuan.identities import Identity
from yusuan.package.load import Package, load_package

if TYPE_CHECKING:
    from pathlib import Path

TABLES = [
    "revenue-expenditure-summary",
    "expenditure-summary",
    "fiscal-appropriation-summary",
    "general-public-budget-expenditure",
    "basic-expenditure-by-economic-class",
    "three-public-expenses",
]


ROWS: Tables = {
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
SIDES: dict[str, Any] = {
    "left": {"where": {"role": "item"}, "measure": "total"},
    "right": {"resource": "b", "where": {"role": "item"}, "measure": "total"},
}
CASES: dict[str, Case] = {
    "row-sum": Case(
        {"total": "total", "parts": ["x", "y"]},
        ROWS,
        held=2,
        found=(
            Found(("a", 1, "total"), "31.00", "201/total", "conflict", "31.00", "30.00", "1.00", "0.015", other_places=("line=2",)),
            Found(("a", 1, "total"), "30.01", "201/total", "rounding", "30.01", "30.00", "0.01", "0.015", other_places=("line=2",)),
            Found(("a", 1, "x"), "1.00", "201/total", "conflict", "30.00", "21.00", "9.00", "0.015", other_places=("line=2",)),
            Found(("a", 0, "total"), "3.00", "total/total", "conflict", "3.00", "30.00", "-27.00", "0.015", other_places=("line=1",)),
            Found(("a", 0, "total"), None, "total/total", "missing", None, "30", None, "0.01", other_places=("line=1",)),
        ),
        reason="lacks the columns",
        spec_without={"parts": ["z"]},
    ),
    "row-balance": Case(
        {"left": ["x", "y"], "right": ["total"]},
        ROWS,
        held=2,
        found=(
            Found(("a", 1, "total"), "31.00", "201/x", "conflict", "30.00", "31.00", "-1.00", "0.015", other_places=("line=2",)),
            Found(("a", 0, "y"), "20.01", "total/x", "rounding", "30.01", "30.00", "0.01", "0.015", other_places=("line=1",)),
        ),
        reason="lacks the columns",
        spec_without={"left": ["z"]},
    ),
    "tree-sum": Case(
        {"measures": ["total"]},
        ROWS,
        held=1,
        found=(
            Found(("a", 1, "total"), "31.00", "total/total", "conflict", "30.00", "31.00", "-1.00", "0.01", other_places=("line=2",), place="line=1"),
            Found(("a", 0, "total"), "30.01", "total/total", "rounding", "30.01", "30.00", "0.01", "0.01", other_places=("line=2",)),
        ),
        reason="lacks the column",
        spec_without={"measures": ["z"]},
    ),
    "equal": Case(
        {**SIDES, "left": {"where": {"role": "total"}, "measure": "total"}},
        ROWS,
        held=1,
        found=(
            Found(("a", 0, "total"), "31.00", "total/total", "conflict", "31.00", "30.00", "1.00", "0.01", other_places=("line=1",)),
            Found(("a", 0, "total"), "30.01", "total/total", "rounding", "30.01", "30.00", "0.01", "0.01", other_places=("line=1",)),
            Found(("b", 0, "total"), "3.00", "total/total", "conflict", "30.00", "3.00", "27.00", "0.01", other_places=("line=1",)),
        ),
        reason="no numbers to compare",
        without={"a": ROWS["a"]},
    ),
    "match": Case(
        {**SIDES, "by": {"code": "code"}},
        ROWS,
        held=1,
        found=(
            Found(("a", 1, "total"), "31.00", "201/total", "conflict", "31.00", "30.00", "1.00", "0.01", other_places=("line=1",)),
            Found(("b", 0, "total"), "30.01", "201/total", "rounding", "30.00", "30.01", "-0.01", "0.01", other_places=("line=1",), place="line=2"),
        ),
        reason="share no row",
        without={"a": ROWS["a"]},
    ),
    "at-most": Case(
        {**SIDES, "by": {"code": "code"}},
        ROWS,
        held=1,
        found=(
            Found(("a", 1, "total"), "31.00", "201/total", "conflict", "31.00", "30.00", "1.00", "0.01", other_places=("line=1",)),
            Found(("b", 0, "total"), "29.99", "201/total", "rounding", "30.00", "29.99", "0.01", "0.01", other_places=("line=1",), place="line=2"),
        ),
        reason="no numbers to compare",
        without={"a": ROWS["a"]},
    ),
}  # fmt: skip


def test_every_rule_has_a_case() -> None:
    """A new rule is tested the day it is added: with tables, the narrative or the structure."""
    assert set(CASES) | set(NARRATIVE) | set(STRUCTURE) == set(RULES)
    assert len(CASES) + len(NARRATIVE) + len(STRUCTURE) == len(RULES)
    for cases in (CASES, NARRATIVE, STRUCTURE):
        assert all(case.found or rule == "announced" for rule, case in cases.items())


def test_every_rule_is_declared_told_and_used() -> None:
    """Each rule has what it needs declared, a text in plain words, and an identity that uses it."""
    kinds = [identity for kind in table_kinds().values() for identity in kind.identities]
    assert {identity.rule for identity in checks().across} == {"across"}
    assert set(DECLARED) == set(checks().rules) == {*RULES, "across"}
    assert {identity.rule for identity in (*kinds, *checks().package)} == set(RULES)
    for rule in checks().rules.values():
        for text in (rule.demands, rule.why):
            assert text.zh.endswith("。")
            assert text.en.endswith(".")


@pytest.mark.parametrize("rule", CASES)
def test_a_rule_holds_on_right_numbers(rule: str) -> None:
    """On numbers that add up every trial holds, as many as there should be."""
    check_held(rule, CASES[rule])


@pytest.mark.parametrize(
    ("rule", "found"),
    [(rule, found) for rule, case in CASES.items() for found in case.found],
    ids=lambda value: (
        value if isinstance(value, str) else "-".join(map(str, (*value.at, value.to)))
    ),
)
def test_a_rule_finds_a_changed_digit(rule: str, found: Found) -> None:
    """A changed digit is rounding within what printed digits allow, else a conflict, with figures."""
    check_found(rule, CASES[rule], found)


@pytest.mark.parametrize("rule", CASES)
def test_a_rule_without_its_columns_or_rows_does_not_apply(rule: str) -> None:
    """A form of a table that lacks what an identity speaks of is told apart from one that fails."""
    check_not_applicable(rule, CASES[rule])


def test_a_hierarchy_may_go_by_another_column() -> None:
    """``parent`` names the column in which a row points at the one above it."""
    rows: list[dict[str, Any]] = [
        {"total": "30.00", "above": None},
        {"total": "10.00", "above": 1},
        {"total": "20.00", "above": 1},
    ]
    spec = {"measures": ["total"], "parent": "above"}
    assert outcomes(made({"a": rows}), "tree-sum", **spec) == ["held"]
    rows[1]["total"] = "11.00"
    assert outcomes(made({"a": rows}), "tree-sum", **spec) == ["conflict"]


def test_a_part_is_no_larger_than_its_whole() -> None:
    """A part that is smaller holds, and so does one that is the whole."""
    tables = copy.deepcopy(ROWS)
    for total in ("29.00", "30.00"):
        tables["a"][1]["total"] = total
        assert outcomes(made(tables), "at-most", **CASES["at-most"].spec) == ["held"]


def test_what_may_differ_in_scope_is_only_tried_where_it_is_alike() -> None:
    """With ``if_alike`` rounding is found, and more than rounding is another scope, not a finding."""
    for rule in ("equal", "match"):
        spec = CASES[rule].spec | {"if_alike": True}
        for total, outcome in (
            ("30.00", "held"),
            ("30.01", "rounding"),
            ("31.00", "not-applicable"),
        ):
            tables = copy.deepcopy(ROWS)
            tables["b"][0]["total"] = total
            assert outcomes(made(tables), rule, **spec) == [outcome]


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
    tables = copy.deepcopy(ROWS)
    for row in tables["a"]:
        row["total"] = left
    tables["b"][0]["total"] = right
    assert outcomes(made(tables, a="元"), rule, **CASES[rule].spec) == [outcome]


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
    assert outcomes(
        made({"a": [{"total": None, "x": None}]}), "row-sum", total="total", parts=["x"]
    ) == ["not-applicable"]


def test_an_identity_with_a_condition_waits_for_it() -> None:
    """Tables of different scope are only compared where the other funds are zero."""
    spec = CASES["equal"].spec | {
        "only_if_zero": [{"resource": "c", "where": {"name": "fund"}, "measure": "total"}]
    }
    for fund, outcome in (("0.00", "held"), ("5.00", "not-applicable")):
        tables = ROWS | {"c": [{"name": "fund", "total": fund}]}
        assert outcomes(made(copy.deepcopy(tables)), "equal", **spec) == [outcome]


@pytest.mark.parametrize("rule", RULES)
def test_a_fault_in_a_rule_is_a_fault_of_the_program(
    rule: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An exception inside a rule names the check and is never told as a finding."""

    def broken(*_: object) -> Any:
        raise ZeroDivisionError("in a rule")

    monkeypatch.setitem(RULES, rule, broken)
    user = next(
        (
            (kind.name, identity)
            for kind in table_kinds().values()
            for identity in kind.identities
            if identity.rule == rule
        ),
        None,
    )
    name = f"{user[0]}/{user[1].name}" if user else f"package/{_of_the_whole(rule)}"
    with pytest.raises(CheckFailedError, match=re.escape(name)) as caught:
        audit_package(made({user[0] if user else TABLES[0]: []}))
    assert isinstance(caught.value.__cause__, ZeroDivisionError)
    assert "no fault of the data" in str(caught.value)


def _of_the_whole(rule: str) -> str:
    return next(identity.name for identity in checks().package if identity.rule == rule)


def test_an_exception_in_the_midst_of_a_rule_is_one_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule that fails after its first trial fails the audit; the trial before is not kept."""
    whole = RULES["tree-sum"]

    def broken(*given: Any) -> Any:
        yield from whole(*given)
        raise KeyError("parent")

    monkeypatch.setitem(RULES, "tree-sum", broken)
    with pytest.raises(CheckFailedError, match="hierarchy"):
        audit_package(made({"expenditure-summary": [{"total": "1.00"}]}))


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
    """On documents made to add up many identities hold; what is found is what was put in."""
    audit = audit_package(load_package(ingested(tmp_path, text_of(name))))
    assert [trial.name for trial in audit.findings] == findings_of(name)
    assert audit.tried == audit.counts["held"] + len(audit.findings)
    assert audit.tried > (10 if name == LIBRARY else 150)


@pytest.mark.parametrize("name", names())
def test_no_two_trials_have_one_name(name: str, tmp_path: Path) -> None:
    """A finding is accepted by its name, so no other may have it, made or not made."""
    audit = audit_package(load_package(ingested(tmp_path, text_of(name))))
    twice = [one for one, count in Counter(t.name for t in audit.trials).items() if count > 1]
    assert twice == []


def test_rows_that_nothing_tells_apart_are_numbered(archives: Package) -> None:
    """The paragraph that is printed twice is told from its like by a number behind its key."""
    names = [t.name for t in audit_package(archives).trials if t.key.startswith("2080502")]
    assert "narrative-amounts/tables/2080502/amount" in names
    assert "narrative-amounts/tables/2080502~2/amount" in names


def test_every_identity_says_something_of_every_table(archives: Package) -> None:
    """An identity of a table that is there is tried, or says why not; none is silent."""
    said = {(t.identity.owner, t.identity.name) for t in audit_package(archives).trials}
    demanded = {
        (kind.name, identity.name)
        for kind in table_kinds().values()
        if kind.name in archives.resources
        for identity in kind.identities
    } | {("package", identity.name) for identity in checks().package}
    assert said == demanded
    for trial in audit_package(archives).trials:
        if trial.outcome is Outcome.NOT_APPLICABLE:
            assert trial.reason
            assert trial.reason.zh
            assert trial.reason.en


@pytest.mark.parametrize("kind", [name for name, kind in table_kinds().items() if kind.identities])
def test_every_identity_of_the_dictionary_is_tried(
    kind: str, archives: Package, tmp_path: Path
) -> None:
    """Each identity is tried, or not applicable with a reason, on an invented package or form."""
    audits = [audit_package(archives)]
    for name in (LIBRARY, EDUCATION):
        audits.append(audit_package(load_package(ingested(tmp_path / name, text_of(name)))))
    audits += [read(name, "text")[1].audit for name in FORMS]
    audits.append(judged(gazetteer()).audit)
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
    others = [trial for trial in audit.findings if trial.name not in findings_of()]
    assert {trial.outcome for trial in others} == {Outcome.ROUNDING}
    assert all(trial.difference == Decimal("-0.01") for trial in own)


def test_findings_are_counted_apart_from_what_does_not_apply() -> None:
    """All but what held and what does not apply are findings; the latter was not tried."""
    identity = Identity("i", "equal", TITLE, {})
    trials = tuple(Trial(identity, "a", str(outcome), "m", outcome) for outcome in Outcome)
    audit = Audit(trials)
    assert {trial.outcome for trial in audit.findings} == FINDINGS
    assert set(Outcome) - FINDINGS == {Outcome.HELD, Outcome.NOT_APPLICABLE}
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
    rows = copy.deepcopy(ROWS)
    rows["b"] += [{"code": "201", "role": "item", "total": "7.00", "period": "上年"}]
    rows["a"] += [{"code": None, "role": "total", "total": "7.00", "period": "上年"}]
    for rule in ("equal", "match"):
        assert set(outcomes(made(rows), rule, **CASES[rule].spec)) == {"held"}
    named = {"where": {"role": "total", "period": "上年"}, "measure": "total"}
    assert outcomes(made(rows), "equal", **{**CASES["equal"].spec, "left": named}) == ["conflict"]


def test_a_total_of_another_year_without_its_parts_is_not_tried() -> None:
    """Of a year before, forms print the total alone; with all its parts it is tried."""
    rows = copy.deepcopy(ROWS)
    rows["a"] += [{"code": None, "role": "total", "total": "7.00", "period": "上年"}]
    for row in rows["a"][:2]:
        row["period"] = None
    for row in rows["a"][2:]:
        row |= {"x": None, "y": None}
    assert outcomes(made(rows), "row-sum", **CASES["row-sum"].spec) == ["held", "held"]
    rows["a"][2] |= {"x": "3.00", "y": "3.00"}
    assert outcomes(made(rows), "row-sum", **CASES["row-sum"].spec)[2] == "conflict"
