"""Lists: projects, procurement and goals, with totals, units and what goes on in the next row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from invented import disclosed, table

if TYPE_CHECKING:
    from yusuan.tidy.rows import TidyTable

PROJECTS = "部门预算项目支出及其他支出预算表"


def read(rows: str, title: str = PROJECTS, kind: str = "project-list") -> TidyTable:
    """Read one list of a text."""
    return disclosed(table(title, rows)).tables[kind]


def shape(found: TidyTable) -> list[tuple[object, object]]:
    """Role and parent of each row."""
    return [(row.values["role"], row.values["parent_row"]) for row in found.rows]


def test_units_are_subtotals_of_their_projects() -> None:
    """A row that names a unit and no project is what the unit has in all."""
    found = read(
        "单位名称|项目名称|合计|一般公共预算\n合计||5|5\n甲馆||2|2\n甲馆|修缮|2|2\n乙馆||3|3\n乙馆|购书|3|3"
    )
    assert shape(found) == [
        ("total", None),
        ("subtotal", 1),
        ("item", 2),
        ("subtotal", 1),
        ("item", 4),
    ]


def test_a_unit_in_the_column_of_names_is_known_by_its_name() -> None:
    """Where units and projects share a column, the names that other tables give to units tell."""
    rows = "项目名称|合计\n合计|5\n云溪市档案馆|5\n修缮|2\n购书|3"
    found = read(rows)
    assert shape(found) == [("total", None), ("subtotal", 1), ("item", 2), ("item", 2)]
    assert found.rows[1].values["unit_name"] == "云溪市档案馆"


def test_subtotals_by_code_stand_over_their_projects() -> None:
    """Classes, groups and items of the classification are subtotals, nested by their codes."""
    found = read(
        "科目编码|科目名称|项目名称|合计\n|合计||3\n205|教育支出||3\n20502|普通教育||3\n"
        "2050202|小学教育||3\n2050202|小学教育|修缮|1\n2050202|小学教育|购书|2"
    )
    assert [row.values["parent_row"] for row in found.rows] == [None, 1, 2, 3, 4, 4]
    assert [row.values["role"] for row in found.rows] == ["total"] + ["subtotal"] * 3 + ["item"] * 2


def test_a_name_that_a_page_broke_is_put_together() -> None:
    """Texts without amounts go on with the row above and are no row of their own."""
    found = read("单位名称|项目名称|合计\n合计||2\n甲馆|教学楼屋面|2\n|防水修缮|")
    assert [row.values["project_name"] for row in found.rows][-1] == "教学楼屋面防水修缮"
    assert len(found.rows) == 2


@pytest.mark.parametrize("total", ["合计||3", "|合计|3", "总计||3"])
@pytest.mark.parametrize("last", [True, False])
def test_a_total_is_known_wherever_it_stands(total: str, last: bool) -> None:
    """Under either label, first or last, the total is no project."""
    rows = ["甲馆|修缮|1", "甲馆|购书|2"]
    rows = [*rows, total] if last else [total, *rows]
    found = read("单位名称|项目名称|合计\n" + "\n".join(rows))
    assert [row.values["role"] for row in found.rows].count("total") == 1
    assert {row.values["parent_row"] for row in found.rows if row.values["role"] == "item"} == {
        3 if last else 1
    }


def test_procurement_names_what_how_many_and_out_of_which_funds() -> None:
    """What is procured keeps its number, its form and its sources."""
    found = read(
        "采购品目名称|采购方式|数量|合计|一般公共预算\n台式计算机|集中采购|30|20.00|20.00\n合计|||20.00|20.00",
        "政府采购支出表",
        "government-purchase",
    )
    row = found.rows[0]
    assert [row.values[name] for name in ("procurement_item", "procurement_form", "role")] == [
        "台式计算机",
        "集中采购",
        "item",
    ]
    assert str(row.values["quantity"]) == "30"
    assert str(row.amount("general_public_budget")) == "20.00"


def test_goals_keep_their_words() -> None:
    """A goal is prose: its line breaks are what the document has."""
    found = read(
        "项目名称|预算数|绩效目标\n修缮|2.00|修好屋面", "项目支出绩效目标表", "performance-goals"
    )
    assert [(r.values["project_name"], r.values["goal"]) for r in found.rows] == [
        ("修缮", "修好屋面")
    ]


def test_a_list_of_nothing_is_empty() -> None:
    """无 in the first cell, or a blank total, is an empty list."""
    other = table("支出总表", "科目编码|科目名称|合计\n205|教育|1\n|合计|1")
    for row in ("无||", "合计||", "||"):
        text = other + "\n" + table("政府采购支出表", f"采购品目名称|数量|合计\n{row}")
        found = disclosed(text + "\n没有采购。\n").tables["government-purchase"]
        assert (found.status, found.rows) == ("empty", []), row


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("A 货物", "B 工程"), ["A 货物", "B 工程"]),
        (("货物", "工程"), ["货物", "工程"]),
        (("一、办公家具", "二、复印纸"), ["一、办公家具", "二、复印纸"]),
        (("办公楼维修和保养", "服务"), ["办公楼维修和保养服务"]),
    ],
)
def test_what_is_listed_alike_goes_on_with_nothing(
    names: tuple[str, str], expected: list[str]
) -> None:
    """A thing without an amount is no end of the name above it where both are listed alike."""
    rows = f"采购项目|合计\n合计|5\n{names[0]}|5\n{names[1]}|"
    found = read(rows, "政府采购预算表", "government-purchase")
    assert [row.values["procurement_item"] for row in found.rows[1:]] == expected


def test_a_form_of_procurement_may_name_classes_alone() -> None:
    """Where a form has no column of things, its classes are what is listed."""
    found = read("采购类别|金额\n合计|5\n货物|5", "政府采购预算明细表", "government-purchase")
    assert found.rows[1].values["procurement_item"] == "货物"
    assert found.rows[1].amount("total") == 5


def test_a_total_may_be_named_in_a_column_of_no_field() -> None:
    """合计 beside the amounts makes a total, whatever its column is called."""
    found = read("资金口径|项目名称|合计\n合计||5\n专项|修缮|5")
    assert shape(found) == [("total", None), ("item", 1)]


def test_procurement_may_be_listed_without_being_called_a_table() -> None:
    """政府采购预算 with 采购物品名称 under 项目来源 is a list of what is procured."""
    text = table(
        "表10 部门政府采购预算",
        "政府采购项目来源|采购物品名称|数量|政府采购金额||\n"
        "|||总计|一般公共预算拨款|基金预算拨款\n"
        "合计|||3.00|2.00|1.00\n设备更新|台式计算机|10|3.00|2.00|1.00",
    )
    row = disclosed(text).tables["government-purchase"].rows[-1]
    assert (row.values["programme"], row.values["procurement_item"]) == ("设备更新", "台式计算机")
    figures = [str(row.amount(n)) for n in ("total", "general_public_budget", "government_fund")]
    assert figures == ["3.00", "2.00", "1.00"]
