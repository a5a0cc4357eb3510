"""Tables of measures: one printed row, one row a measure."""

from __future__ import annotations

import pytest

from invented import disclosed, table
from yusuan.errors import InputRefusedError

HEADER = "“三公”经费合计|因公出国（境）费|公务用车购置及运行费|||公务接待费\n||小计|公务用车购置费|公务用车运行费|\n"


def test_a_blank_and_a_dash_stay_apart() -> None:
    """Each measure keeps whether it was printed blank, as a dash or as zero."""
    text = table("三公经费支出表", HEADER + "3.00||3.00|0.00|3.00|--")
    rows = {
        row.values["measure"]: row for row in disclosed(text).tables["three-public-expenses"].rows
    }
    assert rows["abroad"].raw == {}
    assert rows["reception"].raw == {"amount": "--"}
    assert str(rows["vehicle_purchase"].amount("amount")) == "0.00"


def test_the_hierarchy_is_total_vehicles_and_their_parts() -> None:
    """Purchase and running add up into vehicles, and vehicles into the total."""
    text = table("三公经费支出表", HEADER + "6|1|3|1|2|2")
    rows = disclosed(text).tables["three-public-expenses"].rows
    assert [row.values["parent_row"] for row in rows] == [None, 1, 1, 3, 3, 1]


@pytest.mark.parametrize(
    ("rows", "zh"),
    [
        ("1|0|1|0|1|0\n1|0|1|0|1|0", "不止一行"),
        ("1|0|x|0|1|0", "“x”不是数字"),
        ("1|0|1|0|1", "有 5 格"),
        ("1|0|1|0|1|0|0", "有 7 格"),
    ],
)
def test_what_is_not_one_row_of_amounts_is_refused(rows: str, zh: str) -> None:
    """A second row, a word, a lost or an extra cell is refused with the table's name."""
    with pytest.raises(InputRefusedError, match=zh) as caught:
        disclosed(table("三公经费支出表", HEADER + rows))
    assert "三公经费支出表" in str(caught.value)


FUNDS = "合计|一般公共预算|政府性基金预算|国有资本经营预算"
#: The same figures as columns, as columns by fund, and as rows.
FORMS = {
    "columns": HEADER + "6|1|3|1|2|2",
    "rows": "项目|预算数\n“三公”经费合计|6\n1.因公出国（境）费用|1\n2.公务用车购置及运行维护费|3\n"
    "其中：公务用车购置费|1\n公务用车运行维护费|2\n3.公务接待费|2",
    "rows by fund": f"项目|{FUNDS}\n“三公”经费合计|6|6||\n一、因公出国（境）费|1|1||\n"
    "二、公务用车购置及运行费|3|3||\n（一）公务用车购置费|1|1||\n（二）公务用车运行费|2|2||\n"
    "三、公务接待费|2|2||",
}


@pytest.mark.parametrize("form", FORMS)
def test_every_layout_gives_the_same_measures(form: str) -> None:
    """Measures as columns or as rows, with funds or without, are the same rows in the end."""
    found = disclosed(table("“三公”经费支出预算表", FORMS[form])).tables["three-public-expenses"]
    assert [
        (row.values["measure"], str(row.amount("amount")), row.values["parent_row"])
        for row in found.rows
    ] == [
        ("total", "6", None),
        ("abroad", "1", 1),
        ("vehicles", "3", 1),
        ("vehicle_purchase", "1", 3),
        ("vehicle_operation", "2", 3),
        ("reception", "2", 1),
    ]
    assert found.columns is not None
    assert ("general_public_budget" in found.columns) is (form == "rows by fund")


def test_units_and_years_are_rows_and_funds_are_columns() -> None:
    """A row a unit and year, a column a measure and fund: one row a measure, unit and year."""
    header = (
        "预算单位|年度|“三公”经费合计||因公出国（境）费||公务接待费|\n"
        "||一般公共预算拨款|政府性基金预算拨款|一般公共预算拨款|政府性基金预算拨款|一般公共预算拨款|政府性基金预算拨款\n"
    )
    text = table("“三公”经费支出预算表", header + "甲馆|2022|3|0|1|0|2|0\n甲馆|2023|5|1|2|0|3|1")
    found = disclosed(text).tables["three-public-expenses"]
    assert [
        (r.values["period"], r.values["measure"], str(r.amount("general_public_budget")))
        for r in found.rows
    ] == [
        ("2022", "total", "3"),
        ("2022", "abroad", "1"),
        ("2022", "reception", "2"),
        ("2023", "total", "5"),
        ("2023", "abroad", "2"),
        ("2023", "reception", "3"),
    ]
    assert [r.values["parent_row"] for r in found.rows] == [None, 1, 1, None, 4, 4]
    assert {r.values["unit_name"] for r in found.rows} == {"甲馆"}
    assert found.columns is not None
    assert "amount" not in found.columns


@pytest.mark.parametrize("rows", ["公务用餐费|1", "因公出国（境）费|1\n因公出国（境）费|1"])
def test_a_measure_that_is_unknown_or_stands_twice_is_told(rows: str) -> None:
    """A row of no known measure is not passed over, and one of two is not chosen."""
    text = table("三公经费支出表", f"项目|预算数\n“三公”经费合计|1\n{rows}")
    with pytest.raises(InputRefusedError, match="不认识或重复的指标"):
        disclosed(text)


BESIDE = "合计|因公出国（境）费|公务用车购置及运行费|公务接待费|会议费|培训费\n"


@pytest.mark.parametrize(
    ("rows", "measure", "parents"),
    [
        ("9|1|3|2|1|2", "with_meetings", [None, 1, 1, 1, 1, 1]),
        ("6|1|3|2|1|2", "total", [None, 1, 1, 1, None, None]),
        ("6|1|3|2||", "total", [None, 1, 1, 1, None, None]),
        ("8|1|3|2|1|2", "total", [None, 1, 1, 1, None, None]),
    ],
)
def test_a_bare_sum_beside_conferences_is_what_its_figures_say(
    rows: str, measure: str, parents: list[int | None]
) -> None:
    """合计 with conferences and training in it is not the total of the three public expenses."""
    found = disclosed(table("三公经费、会议费、培训费支出表", BESIDE + rows)).tables
    read = found["three-public-expenses"].rows
    assert read[0].values["measure"] == measure
    assert [row.values["parent_row"] for row in read] == parents


def test_a_bare_sum_above_that_of_the_three_is_larger() -> None:
    """Listed as rows, 合计 and the sum of the three public expenses are two measures."""
    text = table(
        "三公经费、会议费、培训费支出表",
        "项目|预算数\n合计|9\n一、“三公”经费小计|6\n因公出国（境）费|1\n"
        "公务用车购置及运行费|3\n公务接待费|2\n二、会议费|1\n三、培训费|2",
    )
    rows = disclosed(text).tables["three-public-expenses"].rows
    assert [row.values["measure"] for row in rows[:3]] == ["with_meetings", "total", "abroad"]
    assert [row.values["parent_row"] for row in rows] == [None, 1, 2, 2, 2, 1, 1]


def test_measures_have_their_short_names_too() -> None:
    """共计 is the total, and 运维 the running and upkeep of vehicles."""
    text = table(
        "三公经费支出表",
        "项目|预算数\n共 计|6\n一、因公出国（境）费|1\n二、公务用车购置及运维费|3\n"
        "1.公务用车购置费|1\n2.公务用车运维费|2\n三、公务接待费|2",
    )
    rows = disclosed(text).tables["three-public-expenses"].rows
    assert [row.values["parent_row"] for row in rows] == [None, 1, 1, 3, 3, 1]
