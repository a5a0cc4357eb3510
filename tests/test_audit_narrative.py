"""The audit of the narrative: what a text states against the tables and against itself."""

from __future__ import annotations

import copy
from typing import Any

import pytest

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
from yusuan.audit.narrative import NARRATIVE_RULES

SECTION = "三、支出情况"


def said(subject: str, amount: str | None = None, **more: Any) -> dict[str, Any]:
    """A sentence on an amount."""
    return {
        "section": SECTION,
        "subject": subject,
        "function_code": None,
        "economic_code": None,
        "year": 2023,
        "amount": amount,
        "share_percent": None,
        "repeats_row": None,
        **more,
    }


def change(
    subject: str, amount: str | None, by: str | None, percent: str | None, **more: Any
) -> dict[str, Any]:
    """A sentence on a change."""
    return {
        "section": SECTION,
        "subject": subject,
        "function_code": None,
        "amount": amount,
        "base_year": 2022,
        "direction": "increase",
        "change_amount": by,
        "change_percent": percent,
        "previous_amount": None,
        "previous_basis": None,
        "repeats_row": None,
        **more,
    }


ITEMS = [
    {"code": "205", "level": 1, "total": "30.00"},
    {"code": "2050101", "level": 3, "total": "10.00"},
    {"code": "2050102", "level": 3, "total": "20.00"},
]
CHANGED = {"previous_amount": "100.00", "previous_basis": "change"}
CASES: dict[str, Case] = {
    "stated": Case(
        {
            "measure": "amount",
            "code_sections": "支出",
            "codes": {"function_code": [{"resource": "b", "key": "code", "measure": "total"}]},
            "subjects": [
                {
                    "say": "^总额$",
                    "within": "支出",
                    "targets": [{"resource": "b", "where": {"level": 1}, "measure": "total"}],
                }
            ],
        },
        {
            "a": [said("总额", "30.00"), said("某项", "10.00", function_code="2050101")],
            "b": ITEMS,
        },
        held=2,
        found=(
            Found(("a", 0, "amount"), "31.00", "三-总额/amount", "conflict", "31.00", "30.00", "1.00", "0.01", other_places=("line=1",)),
            Found(("a", 0, "amount"), "30.01", "三-总额/amount", "rounding", "30.01", "30.00", "0.01", "0.01", other_places=("line=1",)),
            Found(("a", 1, "amount"), "10.20", "2050101/amount", "conflict", "10.20", "10.00", "0.20", "0.01", other_places=("line=2",)),
            Found(("b", 1, "total"), "10.20", "2050101/amount", "conflict", "10.00", "10.20", "-0.20", "0.01", other_places=("line=2",)),
        ),
        reason="no table has a figure",
        without={"a": [said("别的", "30.00")], "b": ITEMS},
    ),
    "share": Case(
        {"amount": "amount", "wholes": [{"resource": "b", "where": {"level": 1}, "measure": "total"}]},
        {
            "a": [said("支出", "200.00"), said("基本支出", "50.00", share_percent="25")],
            "b": [{"level": 1, "total": "900.00"}],
        },
        held=1,
        found=(
            Found(("a", 1, "share_percent"), "26", "三-基本支出/share_percent", "conflict", "26", "25.0000", "1.0000", "0.5", other_places=("line=1",)),
            Found(("a", 1, "share_percent"), "25.01", "三-基本支出/share_percent", "conflict", "25.01", "25.0000", "0.0100", "0.005", other_places=("line=1",)),
            Found(("a", 1, "amount"), "52.00", "三-基本支出/share_percent", "conflict", "25", "26.0000", "-1.0000", "0.5", other_places=("line=1",)),
        ),
        reason="the whole is not stated",
        without={"a": [said("基本支出", "50.00", share_percent="25")]},
    ),
    "change-percent": Case(
        {"amount": "change_amount"},
        {
            "a": [
                change("甲", "110.00", "10.00", "10.0"),
                change("乙", "90.00", "10.00", "10.0", direction="decrease"),
            ]
        },
        held=2,
        found=(
            Found(("a", 0, "change_percent"), "10.1", "三-甲/change_percent", "conflict", "10.1", "10.0000", "0.1000", "0.05", other_places=("line=1",)),
            Found(("a", 1, "direction"), "increase", "三-乙/change_percent", "conflict", "10.0", "12.5000", "-2.5000", "0.05", other_places=("line=2",)),
        ),
        reason="the year before is zero",
        without={"a": [change("甲", "60.10", "60.10", "100")]},
    ),
    "year-before": Case(
        {},
        {
            "a": [
                change("甲", "110.00", "10.00", None, **CHANGED),
                change("乙", "100.00", None, None, direction="level", previous_amount="100.00", previous_basis="level"),
                change("丙", "50.00", None, "60.00", direction="decrease", previous_amount="125.00", previous_basis="percent"),
            ]
        },
        held=3,
        found=(
            Found(("a", 0, "previous_amount"), "100.01", "三-甲/previous_amount", "conflict", "100.01", "100.00", "0.01", "0.005", other_places=("line=1",)),
            Found(("a", 1, "previous_amount"), "101.00", "三-乙/previous_amount", "conflict", "101.00", "100.00", "1.00", "0.005", other_places=("line=2",)),
            Found(("a", 2, "change_percent"), "50.00", "三-丙/previous_amount", "conflict", "125.00", "100.00", "25.00", "0.005", other_places=("line=3",)),
        ),
        reason="there is nothing of what it speaks of",
        without={"a": [change("甲", None, None, "10")]},
    ),
    "taken": Case(
        {"resource": "b"},
        {"a": [change("甲", "30.00", "1.00", None)], "b": [said("甲", "30.00")]},
        held=1,
        found=(
            Found(("a", 0, "amount"), "31.00", "三-甲/amount", "conflict", "31.00", "30.00", "1.00", "0.01", other_places=("line=1",)),
        ),
        reason="there is no b",
        without={"a": [change("甲", "30.00", "1.00", None)]},
    ),
    "items-sum": Case(
        {
            "measure": "amount",
            "whole": {"subject": "合计"},
            "all": {"resource": "b", "where": {"level": 3}, "measure": "total"},
        },
        {
            "a": [
                said("合计", "30.00"),
                said("子", "10.00", function_code="2050101"),
                said("丑", "20.00", function_code="2050102"),
                said("丑", "20.00", function_code="2050102", repeats_row=3),
            ],
            "b": ITEMS,
        },
        held=1,
        found=(
            Found(("a", 0, "amount"), "31.00", "三-合计/amount", "conflict", "31.00", "30.00", "1.00", "0.015", other_places=("line=2", "line=3")),
            Found(("a", 2, "amount"), "20.01", "三-合计/amount", "rounding", "30.00", "30.01", "-0.01", "0.015", other_places=("line=2", "line=3"), place="line=1"),
        ),
        reason="no section goes through all items",
        without={"a": [said("合计", "30.00"), said("子", "10.00", function_code="2050101")], "b": ITEMS},
    ),
    "parts-of": Case(
        {
            "measure": "amount",
            "whole": {"subject": {"matches": "采购"}},
            "parts": {"subject": {"matches": "^(货物|服务)"}},
        },
        {
            "a": [
                said("采购合计", "30.00", place="line=1"),
                said("货物", "10.00", place="line=1"),
                said("服务", "20.00", place="line=1"),
                said("服务", "99.00", place="line=2"),
            ]
        },
        held=1,
        found=(
            Found(("a", 0, "amount"), "31.00", "三-采购合计/amount", "conflict", "31.00", "30.00", "1.00", "0.015", other_places=("line=1",)),
            Found(("a", 1, "amount"), "10.01", "三-采购合计/amount", "rounding", "30.00", "30.01", "-0.01", "0.015", other_places=("line=1",), place="line=1"),
        ),
        reason="there is nothing of what it speaks of",
        without={"a": [said("采购合计", "30.00")]},
    ),
    "one-change": Case(
        {"whole": {"subject": ["收支总预算", "本年预算"]}},
        {"a": [change("收支总预算", "90.00", "10.00", None, direction="decrease"), change("本年预算", "90.00", "10.00", None, direction="decrease")]},
        held=1,
        found=(
            Found(("a", 1, "change_amount"), "11.00", "三-本年预算/change_amount", "conflict", "-11.00", "-10.00", "-1.00", "0.01", other_places=("line=1",)),
            Found(("a", 1, "direction"), "increase", "三-本年预算/change_amount", "conflict", "10.00", "-10.00", "20.00", "0.01", other_places=("line=1",)),
        ),
        reason="there are other funds",
        without={
            "a": [change("收支总预算", "90.00", "10.00", None), change("本年预算", "90.00", "11.00", None)],
            "c": [{"total": "5.00"}],
        },
        spec_without={"only_if_zero": [{"resource": "c", "where": {}, "measure": "total"}]},
    ),
    "named-projects": Case(
        {"projects": "b", "amount": "current_budget", "title_column": "project_name", "within": "支出", "not": ["^项目支出"]},
        {
            "a": [said("项目支出", "50.00"), said("修缮", "30.00"), said("数字化", "20.00")],
            "b": [{"project_name": "修缮", "current_budget": "30.00"}, {"project_name": "数字化", "current_budget": "20.00"}],
        },
        held=4,
        found=(
            Found(("a", 1, "amount"), "31.00", "三-修缮/amount", "conflict", "31.00", "30.00", "1.00", "0.01", other_places=("line=1",)),
            Found(("a", 1, "subject"), "修缮工程", "三-修缮工程/subject", "structure", printed_text="修缮工程", computed_text="修缮", other_places=("line=1",)),
        ),
        reason="there are no projects",
        without={"a": [said("修缮", "30.00")]},
    ),
}  # fmt: skip


@pytest.mark.parametrize("rule", NARRATIVE_RULES)
def test_a_right_narrative_holds(rule: str) -> None:
    """What agrees holds in every trial that should be made."""
    check_held(rule, CASES[rule])


@pytest.mark.parametrize(
    ("rule", "found"),
    [(rule, found) for rule, case in CASES.items() for found in case.found],
    ids=lambda value: (
        value if isinstance(value, str) else "-".join(map(str, (*value.at, value.to)))
    ),
)
def test_a_changed_narrative_is_found(rule: str, found: Found) -> None:
    """A digit or word changed on either side is one finding, with exactly these figures."""
    check_found(rule, CASES[rule], found)


@pytest.mark.parametrize("rule", NARRATIVE_RULES)
def test_a_narrative_that_can_not_be_tried_says_why(rule: str) -> None:
    """What has nothing to be compared with is listed with the reason, not skipped."""
    check_not_applicable(rule, CASES[rule])


@pytest.mark.parametrize(
    ("yuan", "outcome"),
    [
        ("300000.00", "held"),
        ("300049.99", "held"),
        ("299950.00", "held"),
        ("300050.00", "rounding"),
        ("300050.01", "conflict"),
        ("299949.00", "conflict"),
    ],
)
def test_a_narrative_in_wan_over_tables_in_yuan_holds_where_it_rounds_right(
    yuan: str, outcome: str
) -> None:
    """``30.00 万元`` is right where the table's 元 round to it, half up."""
    tables = {"a": [said("总额", "30.00")], "b": [{"level": 1, "total": yuan}]}
    assert outcomes(made(tables, b="元"), "stated", **CASES["stated"].spec) == [outcome]


def test_the_sentences_own_unit_counts_before_the_tables() -> None:
    """A sentence in 元 among others in 万元 is compared in 元."""
    row = said("总额", "300000.00", money_unit="元")
    tables = {"a": [row], "b": [{"level": 1, "total": "30.00"}]}
    assert outcomes(made(tables), "stated", **CASES["stated"].spec) == ["held"]


def test_agreeing_with_one_of_several_tables_is_enough_and_else_the_nearest_is_named() -> None:
    """Where two tables print a thing, the sentence needs one of them; neither is the nearest."""
    spec = copy.deepcopy(CASES["stated"].spec)
    spec["subjects"][0]["targets"].append({"resource": "c", "where": {}, "measure": "total"})
    tables = {
        "a": [said("总额", "30.00")],
        "b": [{"level": 1, "total": "28.00"}],
        "c": [{"total": "30.00"}],
    }
    assert outcomes(made(tables), "stated", **spec) == ["held"]
    tables["c"][0]["total"] = "31.00"
    (trial,) = attempt(made(tables), "stated", **spec)
    assert (trial.other_resource, str(trial.difference)) == ("c", "-1.00")


def test_what_a_sentence_says_of_another_year_is_not_compared() -> None:
    """A figure of 2022 in the budget of 2023 is listed as not applicable."""
    tables = {"a": [said("总额", "29.00", year=2022)], "b": ITEMS}
    (trial,) = attempt(made(tables), "stated", **CASES["stated"].spec)
    assert str(trial.outcome) == "not-applicable"
    assert trial.reason is not None
    assert "another year" in trial.reason.en


def test_a_subject_is_only_known_within_its_section() -> None:
    """The same words in a section on something else speak of something else."""
    tables = {"a": [said("总额", "29.00", section="二、收入情况")], "b": ITEMS}
    assert outcomes(made(tables), "stated", **CASES["stated"].spec) == ["not-applicable"]


def test_a_bare_name_speaks_of_its_code_only_in_a_section_on_codes() -> None:
    """Elsewhere a figure that differs is not compared, unless it names class, group and item."""
    row = said("住房公积金", "11.00", function_code="2050101", section="六、其他事项")
    spec = CASES["stated"].spec
    (trial,) = attempt(made({"a": [row], "b": ITEMS}), "stated", **spec)
    assert trial.reason is not None
    assert "something else" in trial.reason.en
    row["subject"] = "住房保障支出（类）住房公积金（项）"
    assert outcomes(made({"a": [row], "b": ITEMS}), "stated", **spec) == ["conflict"]
    row["amount"] = "10.00"
    assert outcomes(made({"a": [row], "b": ITEMS}), "stated", **spec) == ["held"]


def test_a_share_may_be_of_a_whole_that_only_a_table_prints() -> None:
    """A share that fits the table's total holds though the section states another amount."""
    rows = [said("其他", "60.00"), said("基本支出", "225.00", share_percent="25.00")]
    tables = {"a": rows, "b": [{"level": 1, "total": "900.00"}]}
    assert outcomes(made(tables), "share", **CASES["share"].spec) == ["held"]
    tables["b"][0]["total"] = "901.00"
    assert outcomes(made(tables), "share", **CASES["share"].spec) == ["not-applicable"]


def test_a_share_may_be_of_what_is_a_part_itself() -> None:
    """Contracts with the small, as a share of those with the medium-sized, of all procurement."""
    rows = [
        said("采购", "80.00"),
        said("授予中小企业", "60.00", share_percent="75.00"),
        said("授予小微企业", "30.00", share_percent="50.00"),
    ]
    assert outcomes(made({"a": rows}), "share", **CASES["share"].spec) == ["held", "held"]
    rows[2]["share_percent"] = "51.00"
    assert outcomes(made({"a": rows}), "share", **CASES["share"].spec) == ["held", "conflict"]


def test_a_whole_share_needs_no_whole() -> None:
    """100 % of itself holds."""
    tables = {"a": [said("拨款", "50.00", share_percent="100")]}
    assert outcomes(made(tables), "share", **CASES["share"].spec) == ["held"]


def test_a_percent_without_its_amount_is_listed() -> None:
    """A change of which only the percent is stated can't be tried, and says so."""
    (trial,) = attempt(
        made({"a": [change("甲", "50.00", None, "12.5")]}), "change-percent", amount="change_amount"
    )
    assert trial.reason is not None
    assert "not both stated" in trial.reason.en


def test_a_change_in_a_paragraph_without_amounts_is_listed() -> None:
    """A change whose paragraph states no amount can't be tied to one, and says so."""
    tables = {
        "a": [change("甲", "30.00", "1.00", None)],
        "b": [said("甲", "30.00", place="line=7")],
    }
    (trial,) = attempt(made(tables), "taken", resource="b")
    assert trial.reason is not None
    assert "no amount" in trial.reason.en


def test_a_change_known_by_its_percent_alone_widens_the_tolerance() -> None:
    """An item's change worked out from a percent brings the percent's own rounding with it."""
    spec = CASES["items-sum"].spec | {"measure": "change_amount"}
    rows = [
        change("合计", "30.00", "5.00", None),
        change("子", "10.00", "1.00", None, function_code="2050101", previous_amount="9.00", previous_basis="change"),
        change("丑", "20.00", None, "25", function_code="2050102", previous_amount="16.00", previous_basis="percent"),
    ]  # fmt: skip
    (trial,) = attempt(made({"a": rows, "b": ITEMS}), "items-sum", **spec)
    assert str(trial.outcome) == "held"
    # 0.005 of the total, 0.005 of the item, 16.00 × 0.5 ÷ 125 of the percent
    assert trial.tolerance is not None
    assert str(trial.tolerance) == "0.074"
    for total, outcome in (("5.07", "rounding"), ("5.08", "conflict")):
        rows[0]["change_amount"] = total
        assert outcomes(made({"a": rows, "b": ITEMS}), "items-sum", **spec) == [outcome]


def test_a_tolerance_from_a_percent_ends_at_the_last_fen() -> None:
    """What rounding of a percent may have moved is given to a hundredth of a yuan, rounded up."""
    spec = CASES["items-sum"].spec | {"measure": "change_amount"}
    rows = [
        change("合计", "30.00", "5.70", None),
        change("子", "10.00", "1.00", None, function_code="2050101", previous_amount="9.00", previous_basis="change"),
        change("丑", "20.00", None, "30", function_code="2050102", previous_amount="15.38", previous_basis="percent"),
    ]  # fmt: skip
    (trial,) = attempt(made({"a": rows, "b": ITEMS}), "items-sum", **spec)
    # 15.38 × 0.5 ÷ 130 = 0.0591538…, and twice 0.005
    assert str(trial.tolerance) == "0.069154"


def test_items_of_which_one_change_is_unknown_are_not_added() -> None:
    """Where the text does not say how an item changed, nothing can be demanded of the whole."""
    spec = CASES["items-sum"].spec | {"measure": "change_amount"}
    rows = [
        change("合计", "30.00", "5.00", None),
        change("子", "10.00", "1.00", None, function_code="2050101"),
        change("丑", "20.00", None, None, function_code="2050102"),
    ]
    assert outcomes(made({"a": rows, "b": ITEMS}), "items-sum", **spec) == ["not-applicable"]


def test_changes_of_different_wholes_are_not_compared() -> None:
    """Two sentences on totals that differ, or on other years, need not state the same change."""
    rows = [
        change("收支总预算", "90.00", "10.00", None),
        change("本年预算", "80.00", "11.00", None),
    ]
    spec = CASES["one-change"].spec
    assert outcomes(made({"a": rows}), "one-change", **spec) == ["not-applicable"]
    rows[1] |= {"amount": "90.00", "base_year": 2021}
    assert outcomes(made({"a": rows}), "one-change", **spec) == ["not-applicable"]
