"""Tables of codes: hierarchy, totals, wraps, and what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from invented import disclosed, table
from yusuan.errors import InputRefusedError

if TYPE_CHECKING:
    from yusuan.tidy.rows import TidyTable

HEADER = "科目编码|科目名称|合计|基本支出|项目支出\n"


def read(rows: str) -> TidyTable:
    """Read an expenditure table."""
    return disclosed(table("支出总表", HEADER + rows)).tables["expenditure-summary"]


def refused(rows: str) -> str:
    """Why an expenditure table is refused."""
    with pytest.raises(InputRefusedError) as caught:
        read(rows)
    return str(caught.value)


def test_codes_give_level_and_parent() -> None:
    """The digits of a code say its level, and its parent is the code they begin with."""
    rows = read("|合计|3|3|0\n201|甲|3|3|0\n20101|乙|3|3|0\n2010101|丙|3|3|0").rows
    assert [row.values["level"] for row in rows] == [0, 1, 2, 3]
    assert [row.values["parent"] for row in rows] == [None, None, "201", "20101"]
    assert [row.values["parent_row"] for row in rows] == [None, 1, 2, 3]


@pytest.mark.parametrize(
    "total", ["|合计|3|3|0", "合计||3|3|0", "| 总 计 |3|3|0", "|支出合计|3|3|0"]
)
def test_a_total_may_stand_at_head_or_foot(total: str) -> None:
    """A total is known by its name in either column, wherever it stands."""
    item = "201|甲|3|3|0"
    for rows in (f"{total}\n{item}", f"{item}\n{total}"):
        found = {str(row.values["role"]): row for row in read(rows).rows}
        assert found["item"].values["parent_row"] == found["total"].values["row"]
        assert found["total"].values["code"] is None


def test_a_name_that_goes_on_in_the_next_row_is_put_together() -> None:
    """A row with nothing but a name goes on with the name above, and the place covers both."""
    rows = read("201|一般公共|3|3|0\n|服务支出|||\n|合计|3|3|0").rows
    assert rows[0].values["name"] == "一般公共服务支出"
    assert rows[0].place == "line=10-11"
    assert len(rows) == 2


def test_a_row_with_an_amount_in_a_column_of_no_field_is_a_row_of_its_own() -> None:
    """A name goes on only where nothing else is printed: an amount beside it is not lost."""
    head = "科目编码|科目名称|合计|代管资金\n"
    rows = "201|甲|3|\n20101|乙|3|\n|丙局||5\n|合计|3|5"
    read = disclosed(table("支出总表", head + rows)).tables["expenditure-summary"].rows
    assert [row.others for row in read] == [{}, {}, {"代管资金": "5"}, {"代管资金": "5"}]
    assert read[1].values["name"] == "乙"


def test_classes_alone_need_no_parents() -> None:
    """A table that prints items only, as some cities do, has no hierarchy to break."""
    rows = read("2010101|甲|1|1|0\n2010102|乙|2|2|0\n|合计|3|3|0").rows
    assert [row.values["parent"] for row in rows] == [None, None, None]


@pytest.mark.parametrize(
    ("rows", "zh", "en", "line"),
    [
        ("201|甲|3|3|0\n201|乙|3|3|0\n|合计|3|3|0", "编码 201 重复", "stands twice", "line=11"),
        ("201|甲|3|3|0\n20101|乙|3|3|0\n2080101|丙|3|3|0\n|合计|3|3|0", "的上级 20801 不在", "parent 20801", "line=12"),
        ("20101|乙|3|3|0\n201|甲|3|3|0\n|合计|3|3|0", "的上级 201 不在", "parent 201", "line=10"),
        ("2O1|甲|3|3|0\n|合计|3|3|0", "不是科目编码", "is no code", "line=10"),
        ("2011|甲|3|3|0\n|合计|3|3|0", "不是科目编码", "is no code", "line=10"),
        ("201||3|3|0\n|合计|3|3|0", "没有名称", "has no name", "line=10"),
        ("|甲|3|3|0\n|合计|3|3|0", "没有科目编码", "has no code", "line=10"),
        ("201|甲|3|3|0|9\n|合计|3|3|0", "有 6 格", "has 6 cells", "line=10"),
        ("201|甲|3|3\n|合计|3|3|0", "有 4 格", "has 4 cells", "line=10"),
        ("201|甲|12.3.4|3|0\n|合计|3|3|0", "“12.3.4”不是数字", "is no number", "line=10"),
        ("201|甲|3|1,23|0\n|合计|3|3|0", "“1,23”不是数字", "column Basic expenditure", "line=10"),
    ],
)  # fmt: skip
def test_a_row_that_can_be_read_in_two_ways_is_refused(
    rows: str, zh: str, en: str, line: str
) -> None:
    """Each fault is told in both languages, with table and line."""
    message = refused(rows)
    assert zh in message
    assert en in message
    assert line in message
    assert "支出总表" in message


def test_a_code_stands_again_only_for_another_code_of_the_governments_own() -> None:
    """One economic code may stand for two of the government's; the same two together may not."""
    head = "科目编码|科目名称|政府预算支出经济分类科目编码|合计\n"
    rows = ["30101|基本工资|50101|3", "30101|基本工资|50501|2", "30101|基本工资|50101|1"]
    title = "一般公共预算基本支出表"
    found = disclosed(table(title, head + "\n".join(rows[:2]) + "\n|合计||5"))
    codes = [
        row.values.get("government_code")
        for row in found.tables["basic-expenditure-by-economic-class"].rows
    ]
    assert codes == ["50101", "50501", None]
    with pytest.raises(InputRefusedError, match="编码 30101 重复"):
        disclosed(table(title, head + "\n".join(rows) + "\n|合计||6"))


def test_every_fault_of_a_document_is_told_at_once() -> None:
    """A document with several faults names them all."""
    message = refused("201|甲|x|3|0\n201|乙|3|y|0\n|合计|3|3|0")
    assert all(word in message for word in ("“x”", "“y”", "重复"))


@pytest.mark.parametrize(
    "rows",
    [
        "|合计|3|3|0",
        "|合计|3|3|0\n201|甲|1|1|0",
        "|合计|3|3|0\n201|甲|3|3|0\n20101|乙|1|1|0",
        "|合计|3|3|0\n201|甲|1|1|0\n20101|乙|1|1|0\n208|丙|2|2|0",
        "|合计|3|3|0\n201|甲|1|1|0\n20101|乙|1|1|0\n2010101|丙|1|1|0\n208|丁|2|2|0\n20801|戊|2|2|0",
        "201|甲|1|1|0\n20101|乙|1|1|0",
    ],
)
def test_a_table_that_ends_too_early_is_refused(rows: str) -> None:
    """A table whose last sums fall short, or whose total never comes, was cut."""
    message = refused(rows)
    assert "断了" in message
    assert "breaks off" in message


def test_sums_that_fall_short_elsewhere_are_the_documents_affair() -> None:
    """A sum that does not close above a complete end is a finding for the audit, not a refusal."""
    rows = "|合计|9|9|0\n201|甲|5|5|0\n20101|乙|4|4|0\n208|丙|4|4|0\n20801|丁|4|4|0"
    assert len(read(rows).rows) == 5


@pytest.mark.parametrize("printed", ["0.3", "0.30"])
def test_a_rounding_difference_at_the_end_is_no_cut(printed: str) -> None:
    """What rounding of the printed digits explains is not taken for a table cut short."""
    rows = f"|合计|{printed}|{printed}|0\n201|甲|{printed}|{printed}|0\n20101|乙|0.1|0.1|0\n20102|丙|0.2|0.2|0"
    assert len(read(rows).rows) == 4


def test_codes_below_their_units_stand_in_the_column_of_the_units() -> None:
    """单位名称（科目编码） holds units and codes: neither is lost, and units sum up their codes."""
    text = table(
        "支出总表",
        "单位代码|单位名称（科目编码）|科目名称|合计|基本支出|项目支出\n"
        "合计|||3|3|0\n101|甲局||1|1|0\n|2010301|行政运行|1|1|0\n"
        "102|乙馆||2|2|0\n|2010301|行政运行|2|2|0",
    )
    rows = disclosed(text).tables["expenditure-summary"].rows
    assert [row.values["code"] for row in rows] == [None, None, "2010301", None, "2010301"]
    assert [row.values["parent_row"] for row in rows] == [None, 1, 2, 1, 4]
    assert [row.values["unit_name"] for row in rows[1:]] == ["甲局", "甲局", "乙馆", "乙馆"]


def test_names_of_items_may_stand_below_the_units_names() -> None:
    """单位名称（功能分类科目名称） beside codes names items, and units by their codes."""
    text = table(
        "支出总表",
        "科目编码|单位代码|单位名称（功能分类科目名称）|合计|基本支出|项目支出\n"
        "||合计|1|1|0\n|101|甲局|1|1|0\n2010301||行政运行|1|1|0",
    )
    rows = disclosed(text).tables["expenditure-summary"].rows
    assert [row.values["name"] for row in rows] == ["合计", "甲局", "行政运行"]
    assert [row.values["parent_row"] for row in rows] == [None, 1, 2]
