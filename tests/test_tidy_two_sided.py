"""Two-sided tables: both sides in long form."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from invented import disclosed, table
from yusuan.errors import InputRefusedError
from yusuan.tidy.two_sided import split_ordinal

if TYPE_CHECKING:
    from yusuan.tidy.rows import TidyTable

HEADER = "收入||支出|\n项目|预算数|项目|预算数\n"
TOTAL = "收入总计|3|支出总计|3"


def read(rows: str) -> TidyTable:
    """Read a table of revenue and expenditure."""
    tables = disclosed(table("收支总表", HEADER + rows)).tables
    return tables["revenue-expenditure-summary"]


@pytest.mark.parametrize(
    ("label", "parts"),
    [
        ("一、教育支出", ("一", 1, "教育支出")),
        ("廿一、其他支出", ("廿一", 1, "其他支出")),
        ("（二）公共安全支出", ("（二）", 2, "公共安全支出")),
        ("(十二) 金融支出", ("(十二)", 2, "金融支出")),
        ("3. 其中", ("3", 3, "其中")),
        ("本年收入合计", (None, None, "本年收入合计")),
        ("一般公共服务支出", (None, None, "一般公共服务支出")),
        ("一、", (None, None, "一、")),
    ],
)
def test_an_ordinal_says_the_level(label: str, parts: tuple[str | None, int | None, str]) -> None:
    """一、 is level 1, （一） level 2, 1. level 3; a name that begins with 一 has no ordinal."""
    assert split_ordinal(label) == parts


def test_both_sides_come_in_long_form_with_levels() -> None:
    """Revenue stands before expenditure; a row points at the row it adds up into."""
    rows = read(
        f"一、甲收入|3|一、教育支出|3\n（一）乙|3||\n本年收入合计|3|本年支出合计|3\n{TOTAL}"
    ).rows
    found = [
        (r.values["side"], r.values["item"], r.values["level"], r.values["parent_row"])
        for r in rows
    ]
    assert found == [
        ("revenue", "甲收入", 1, 3),
        ("revenue", "乙", 2, 1),
        ("revenue", "本年收入合计", 0, 4),
        ("revenue", "收入总计", 0, None),
        ("expenditure", "教育支出", 1, 6),
        ("expenditure", "本年支出合计", 0, 7),
        ("expenditure", "支出总计", 0, None),
    ]


def test_only_expenditure_gets_a_function_code_and_it_is_marked() -> None:
    """A code put to a name is marked as inferred; revenue has none."""
    rows = read(f"一、教育支出|3|一、教育支出|3\n{TOTAL}").rows
    assert [row.values["function_code"] for row in rows] == [None, None, "205", None]
    assert rows[2].inferred == ["function_code"]


@pytest.mark.parametrize(
    ("rows", "zh", "en"),
    [
        ("一、甲|3|一、教育支出|3", "“收入”一侧没有总计行", "the side revenue has no total"),
        ("一、甲|3|一、教育支出|3\n收入总计|3||", "“支出”一侧没有总计行", "the side expenditure has no total"),
        (f"|3|一、教育支出|3\n{TOTAL}", "有金额而没有项目名称", "without the name"),
        (f"一、甲|1,23|一、教育支出|3\n{TOTAL}", "“1,23”不是数字", "is no number"),
        (f"一、甲|3|一、教育支出\n{TOTAL}", "有 3 格", "has 3 cells"),
    ],
)  # fmt: skip
def test_a_side_that_is_not_whole_is_refused(rows: str, zh: str, en: str) -> None:
    """A side without total, an amount without a name and a lost cell are told with the table."""
    with pytest.raises(InputRefusedError) as caught:
        read(rows)
    assert zh in str(caught.value)
    assert en in str(caught.value)
    assert "收支总表" in str(caught.value)


def test_a_side_that_is_missing_is_refused() -> None:
    """A table of revenue and expenditure with one side only is not understood."""
    with pytest.raises(InputRefusedError, match="表头没有读懂"):
        disclosed(table("收支总表", "收入|\n项目|预算数\n一、甲|3\n收入总计|3"))


FORMS = "收入||支出||||\n项目|预算数|项目|合计|人员经费|公用经费|项目支出\n"


def test_columns_beside_the_amount_are_read_where_the_form_prints_them() -> None:
    """Expenditure split into personnel, operating and projects; revenue has none of these."""
    text = table(
        "收支总体情况表",
        FORMS + "一、甲|6|一、教育支出|6|3|2|1\n收入总计|6|支出总计|6|3|2|1",
    )
    found = disclosed(text).tables["revenue-expenditure-summary"]
    total = found.rows[-1]
    assert [
        str(total.amount(name)) for name in ("personnel", "operating", "project_expenditure")
    ] == [
        "3",
        "2",
        "1",
    ]
    assert found.rows[0].amount("personnel") is None
    assert found.columns is not None
    assert {"personnel", "operating", "project_expenditure"} <= found.columns


def test_unnumbered_items_below_a_class_get_level_and_code_by_name() -> None:
    """A group and an item named below their class stand below it, level and code inferred."""
    rows = read(
        "一、甲收入|3|一、社会保障和就业支出|3\n||行政事业单位养老支出|3\n||事业单位离退休|3\n"
        + TOTAL
    ).rows
    found = [row for row in rows if row.values["side"] == "expenditure"]
    assert [(r.values["function_code"], r.values["level"]) for r in found] == [
        ("208", 1),
        ("20805", 2),
        ("2080502", 3),
        (None, 0),
    ]
    assert [r.values["parent_row"] for r in found] == [6, 3, 4, None]
    assert "level" in found[1].inferred
    assert "function_code" in found[1].inferred


@pytest.mark.parametrize(
    "label",
    ["上年结转", "上年结转结余", "上年度结转", "使用上年结转资金", "年初结转和结余"],
)
def test_what_is_carried_over_is_a_balance_and_no_revenue_of_the_year(label: str) -> None:
    """Carried over, in any words, adds up into the total and not into this year's revenue."""
    rows = read(
        f"一、甲收入|2|一、教育支出|3\n本年收入合计|2|本年支出合计|3\n{label}|1|结转下年|0\n{TOTAL}"
    ).rows
    carried = next(row for row in rows if row.values["item"] == label)
    assert (carried.values["role"], carried.values["parent_row"]) == ("balance", 4)
    assert next(r for r in rows if r.values["item"] == "结转下年").values["role"] == "balance"


def test_expenditure_listed_again_by_another_class_stands_apart() -> None:
    """Blocks beside the functions are rows of their own, told by the label above them."""
    text = table(
        "收支总表",
        "收入||支出|||\n项目|预算数|项目（按功能分类）|预算数|项目（按支出性质）|预算数\n"
        "一、甲|3|一、教育支出|3|一、基本支出|2\n||||二、项目支出|1\n"
        "收入总计|3|支出总计|3|支出总计|3",
    )
    rows = disclosed(text).tables["revenue-expenditure-summary"].rows
    spent = [row for row in rows if row.values["side"] == "expenditure"]
    assert [row.values["expenditure_basis"] for row in spent] == [None] * 2 + [
        "项目（按支出性质）"
    ] * 3
    assert next(row.values["function_code"] for row in spent) == "205"
    assert len({row.values["parent_row"] for row in spent}) == 3


def test_sides_that_no_header_names_are_told_by_their_items_or_not_at_all() -> None:
    """Where one block alone says 收入 and the other alone 支出 they are the sides; else none is guessed."""
    head = "项目|预算数|项目|预算数\n"
    sound = head + f"一、财政拨款收入|3|一、教育支出|3\n{TOTAL}"
    rows = disclosed(table("收支总表", sound)).tables["revenue-expenditure-summary"].rows
    assert [row.values["side"] for row in rows] == ["revenue", "revenue"] + ["expenditure"] * 2
    with pytest.raises(InputRefusedError):
        disclosed(table("收支总表", head + "一、甲收入|3|一、乙支出|3\n二、丙支出|3|二、丁收入|3"))


def test_an_item_may_print_its_code_before_its_name() -> None:
    """A code is taken off where it bears the name behind it; a number of other meaning stays."""
    found = read("财政拨款|5|201一般公共服务支出|2\n||208工程二期|3\n收入总计|5|支出总计|5")
    spent = [row.values for row in found.rows if row.values["side"] == "expenditure"]
    assert [row["item"] for row in spent] == ["一般公共服务支出", "208工程二期", "支出总计"]
    assert [row["function_code"] for row in spent] == ["201", None, None]


def test_funds_below_the_appropriation_are_its_parts() -> None:
    """Without ordinals, funds listed below 财政拨款 add up into it; 小计 closes the year."""
    found = read(
        "财政拨款|5|教育支出|6\n一般公共预算|3||\n政府性基金预算|2||\n其他收入|1||\n"
        "小计|6|小计|6\n上年结余||结转下年|\n收入总计|6|支出总计|6"
    )
    rows = [row.values for row in found.rows if row.values["side"] == "revenue"]
    assert [row["parent_row"] for row in rows] == [5, 1, 1, 5, 7, 7, None]
    assert rows[4]["role"] == "subtotal"
