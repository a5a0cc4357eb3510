"""The audit of how a disclosure is put together: announced, repeated, named, counted."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from test_audit_narrative import change, said
from trials import (
    Case,
    Found,
    attempt,
    check_found,
    check_held,
    check_not_applicable,
    made,
    outcomes,
)
from yusuan.audit.structure import STRUCTURE_RULES


def form(code: str, total: str, current: str) -> dict[str, Any]:
    """A project's form."""
    return {"project_code": code, "total_budget": total, "current_budget": current}


FORMS = [form("2023-001", "9.00", "9.00"), form("2023-002", "8.00", "8.00"), form("2023-003", "7.00", "7.00")]  # fmt: skip
LISTED = {"announced": True, "status": "disclosed", "printed_number": 2, "title": "收入总表"}
CASES: dict[str, Case] = {
    "announced": Case(
        {},
        {"a": [], "b": []},
        held=1,
        found=(),
        reason="there is no list of tables",
        without={"a": [], "b": []},
        descriptors={"a": LISTED},
    ),
    "repeated": Case(
        {},
        {"a": [said("甲", "1.00", place="line=1"), said("乙", "2.00", place="line=1"), said("甲", "1.00")]},
        held=2,
        found=(
            Found(("a", 2, "repeats_row"), 1, "三-甲/subject", "duplicate", printed_text="甲", other_places=("line=1",)),
        ),
        reason="there is nothing of what it speaks of",
        without={"a": []},
    ),
    "said-whole": Case(
        {},
        {"a": [change("甲", "9.00", "1.00", "12.5", raw=None), change("乙", "9.00", None, None, direction="level", raw=None)]},
        held=1,
        found=(
            Found(("a", 0, "change_amount"), None, "三-甲/change_amount", "missing", printed_text="12.5%"),
            Found(("a", 1, "raw"), {"change_percent": "0.04"}, "三-乙/change_percent", "structure", printed_text="0.04"),
        ),
        reason="there is nothing of what it speaks of",
        without={"a": []},
    ),
    "alike": Case(
        {"column": "project_code"},
        {"a": FORMS},
        held=3,
        found=(
            Found(("a", 0, "project_code"), "2023-0001", "row-1/project_code", "structure", printed_text="2023-0001", computed_text="2023-002"),
            Found(("a", 2, "project_code"), "2023–003", "row-3/project_code", "structure", printed_text="2023–003", computed_text="2023-001"),
        ),
        reason="too few rows",
        without={"a": FORMS[:2]},
    ),
    "alike-amounts": Case(
        {"columns": ["total_budget", "current_budget"]},
        {"a": FORMS},
        held=3,
        found=(
            Found(("a", 1, "total_budget"), "8.01", "row-2/total_budget", "structure", "8.01", "8.00", "0.01"),
        ),
        reason="no such pattern",
        without={"a": [form("1", "9.00", "9.00"), form("2", "8.00", "5.00"), form("3", "7.00", "5.00")]},
    ),
    "one-name": Case(
        {"in": ["b", "c"]},
        {"b": [{"code": "205", "name": "教育支出"}], "c": [{"code": "205", "name": "教育 支出"}], "a": []},
        held=1,
        found=(
            Found(("c", 0, "name"), "教育经费", "c/i/205/name", "structure", printed_text="教育经费", computed_text="教育支出", other_places=("line=1",)),
        ),
        reason="there is nothing of what it speaks of",
        without={"a": []},
    ),
    "classified": Case(
        {"classification": "function", "in": ["b"]},
        {"b": [{"code": "205", "name": "教育 支出"}, {"code": "2059998", "name": "新的科目"}], "a": []},
        held=1,
        found=(
            Found(("b", 0, "name"), "教育经费", "b/i/205/name", "structure", printed_text="教育经费", computed_text="教育支出"),
        ),
        reason="there is nothing of what it speaks of",
        without={"a": []},
    ),
    "counted": Case(
        {"where": {"subject": {"matches": "绩效目标"}}, "of": [{"resource": "b", "distinct": "project"}]},
        {
            "a": [{"section": "三、其他", "subject": "绩效目标", "stated_count": 2}, {"section": "三、其他", "subject": "车辆", "stated_count": 7}],
            "b": [{"project": 1}, {"project": 2}, {"project": 2}],
        },
        held=1,
        found=(
            Found(("a", 0, "stated_count"), 1, "三-绩效目标/stated_count", "structure", printed_text="1", computed_text="2"),
            Found(("b", 2, "project"), 3, "三-绩效目标/stated_count", "structure", printed_text="2", computed_text="3", place="line=1"),
        ),
        reason="no table to count",
        without={"a": [{"section": "三、其他", "subject": "绩效目标", "stated_count": 2}], "b": []},
    ),
}  # fmt: skip


@pytest.mark.parametrize("rule", STRUCTURE_RULES)
def test_a_right_structure_holds(rule: str) -> None:
    """What is put together right holds in every trial that should be made."""
    check_held(rule, CASES[rule])


@pytest.mark.parametrize(
    ("rule", "found"),
    [(rule, found) for rule, case in CASES.items() for found in case.found],
    ids=lambda value: value if isinstance(value, str) else "-".join(map(str, value.at)),
)
def test_a_changed_structure_is_found(rule: str, found: Found) -> None:
    """A word, a code or a count that is changed is one finding, with both texts."""
    check_found(rule, CASES[rule], found)


@pytest.mark.parametrize("rule", STRUCTURE_RULES)
def test_a_structure_that_can_not_be_tried_says_why(rule: str) -> None:
    """What shows no pattern, or is not there, is listed with the reason."""
    check_not_applicable(rule, CASES[rule])


@pytest.mark.parametrize(
    ("status", "outcome"),
    [("disclosed", "held"), ("empty", "held"), ("absent", "missing"), ("derived", "missing")],
)
def test_a_table_that_is_listed_has_to_be_there(status: str, outcome: str) -> None:
    """Printed with rows or empty it is there; absent, or derived from others, it is missing."""
    tables = made({"a": [], "b": []}, {"a": LISTED | {"status": status}})
    (trial,) = attempt(tables, "announced")
    assert (trial.name, str(trial.outcome)) == ("a/i/-/status", outcome)
    assert trial.computed_text == "2 收入总表"
    assert "收入总表" in trial.message.zh
    unnumbered = made({"a": []}, {"a": LISTED | {"status": status, "printed_number": None}})
    assert attempt(unnumbered, "announced")[0].computed_text == "收入总表"


def test_two_rows_that_break_a_pattern_are_none() -> None:
    """Where two of four codes differ from the others, no way of writing is the usual one."""
    rows = [*copy.deepcopy(FORMS), form("2023-0004", "6.00", "6.00")]
    rows[0]["project_code"] = "2023-0001"
    assert outcomes(made({"a": rows}), "alike", column="project_code") == ["not-applicable"]


def test_a_name_with_other_brackets_or_blanks_is_the_same() -> None:
    """Marks and widths are no difference between names."""
    rows = {
        "a": [],
        "b": [{"code": "2010350", "name": "政府办公厅（室）事务"}],
        "c": [{"code": "2010350", "name": "政府办公厅(室) 事务"}],
    }
    assert outcomes(made(rows), "one-name", **{"in": ["b", "c"]}) == ["held"]
