"""Codes as forms print them: whole, in pieces, merged with the name, or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from invented import disclosed, table
from yusuan.errors import InputRefusedError
from yusuan.tidy.codes import code_below, is_code, keep_pieces, split_merged, whole_code
from yusuan.tidy.rows import TidyRow

if TYPE_CHECKING:
    from yusuan.tidy.rows import TidyTable

PIECES = ("code.1", "code.2", "code.3")


def read(title: str, rows: str, kind: str) -> TidyTable:
    """Read one table of a text."""
    return disclosed(table(title, rows)).tables[kind]


def codes(found: TidyTable) -> list[object]:
    """The codes of a table, ``None`` where a row has none."""
    return [row.values["code"] for row in found.rows]


@pytest.mark.parametrize(
    "rows",
    [
        ["205||", "205|02|", "205|02|02", "205|02|03", "208||", "208|05|", "208|05|05"],
        ["205||", "|02|", "||02", "||03", "208||", "|05|", "||05"],
        ["205||", "205|2|", "205|2|2", "205|2|3", "208||", "208|5|", "208|5|5"],
        ["205||", "205|02|", "|02|02", "||03", "208||", "208|05|", "||05"],
        ["205||", "20502||", "2050202||", "2050203||", "208||", "20805||", "2080505||"],
        ["205||", "|20502|", "||2050202", "||2050203", "208||", "|20805|", "||2080505"],
    ],
    ids=["all pieces", "own level", "zero lost", "mixed", "whole in one", "whole in its own"],
)
def test_split_codes_are_put_together(rows: list[str]) -> None:
    """However its pieces are spread over 类, 款 and 项, a code is the same."""
    carried = ["", "", ""]
    found = [whole_code(dict(zip(PIECES, row.split("|"), strict=True)), carried) for row in rows]
    assert found == ["205", "20502", "2050202", "2050203", "208", "20805", "2080505"]


def test_a_carried_piece_ends_with_the_level_above() -> None:
    """A new class drops the group that was carried: its own item has no old one in it."""
    carried = ["205", "02", "02"]
    assert whole_code({"code.1": "208", "code.2": "", "code.3": ""}, carried) == "208"
    assert carried == ["208", "", ""]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("[301]工资福利支出", ("301", "工资福利支出")),
        ("【30101】基本工资", ("30101", "基本工资")),
        ("301 工资福利支出", ("301", "工资福利支出")),
        ("2050202-小学教育", ("2050202", "小学教育")),
        ("(301)工资福利支出", ("301", "工资福利支出")),
        ("工资福利支出", None),
        ("301", None),
        ("2024年支出", None),
        ("3011 其他", None),
    ],
)
def test_a_code_is_split_from_the_name_it_is_merged_with(
    text: str, parts: tuple[str, str] | None
) -> None:
    """A code before a name is split off, and a number that is no code is left alone."""
    assert split_merged(text) == parts


@pytest.mark.parametrize(
    ("text", "classification", "known"),
    [
        ("205", "function", True),
        ("2050202", "function", True),
        ("301", "function", False),
        ("30101", "economic", True),
        ("501", "economic", True),
        ("205", "economic", False),
        ("2050", "function", False),
        ("２０５", "function", False),
    ],
)
def test_a_code_has_its_length_and_first_digit(text: str, classification: str, known: bool) -> None:
    """A code is told by how long it is and by what its classification begins with."""
    assert is_code(text, classification) is known


def test_merged_codes_keep_what_was_printed() -> None:
    """Code and name stand apart, and the text as printed survives."""
    found = read(
        "一般公共预算基本支出表",
        "经济分类科目|合计\n合计|3\n[301]工资福利支出|3\n[30101]基本工资|3",
        "basic-expenditure-by-economic-class",
    )
    assert codes(found) == [None, "301", "30101"]
    assert found.rows[2].raw == {"name": "[30101]基本工资"}
    assert found.rows[2].values["parent"] == "301"


def test_rows_without_codes_get_theirs_from_their_names() -> None:
    """Where a name has one code below the row above, it is given and marked; a unit's name has none."""
    found = read(
        "部门预算基本支出预算表",
        "支出项目类别|总计\n合计|5\n云溪市档案馆|2\n工资福利支出|2\n基本工资|2\n"
        "云溪市档案馆分馆|3\n商品和服务支出|3\n办公费|1\n电费|2",
        "unit-basic-expenditure",
    )
    assert codes(found) == [None, None, "301", "30101", None, "302", "30201", "30206"]
    assert [row.values["role"] for row in found.rows] == [
        "total",
        "subtotal",
        "item",
        "item",
        "subtotal",
        "item",
        "item",
        "item",
    ]
    assert [row.values["parent_row"] for row in found.rows] == [None, 1, 2, 3, 1, 5, 6, 6]
    assert {tuple(row.inferred) for row in found.rows if row.values["code"]} == {("code",)}


def test_a_name_with_two_codes_is_given_none() -> None:
    """A name that stands below two parents needs its parent to have a code."""
    assert code_below("办公费", "302", "economic") == "30201"
    assert code_below("办公费", None, "economic") is None
    assert code_below("没有这个科目", "302", "economic") is None


BY_UNIT = "单位编码|单位名称|科目编码|科目名称|合计\n"


def test_a_department_stands_over_its_units_and_they_over_their_codes() -> None:
    """Units are subtotals; their codes repeat, and each adds up into its own unit."""
    found = read(
        "一般公共预算支出表",
        BY_UNIT
        + "|合计|||5\n101|云溪市文化局|||5\n101001|甲馆|||2\n101001|甲馆|207|文化|2\n"
        + "101001|甲馆|20701|文化和旅游|2\n101002|乙馆|||3\n101002|乙馆|207|文化|3\n"
        + "101002|乙馆|20701|文化和旅游|3",
        "general-public-budget-expenditure",
    )
    assert [row.values["role"] for row in found.rows][:3] == ["total", "subtotal", "subtotal"]
    assert [row.values["parent_row"] for row in found.rows] == [None, 1, 2, 3, 4, 2, 6, 7]
    assert codes(found)[3:] == ["207", "20701", None, "207", "20701"]


def test_units_without_subtotals_keep_their_codes_apart() -> None:
    """The same code of two units is no duplicate, and each finds its parent in its own unit."""
    found = read(
        "一般公共预算支出表",
        BY_UNIT
        + "101001|甲馆|207|文化|2\n101001|甲馆|20701|文化和旅游|2\n"
        + "101002|乙馆|207|文化|3\n101002|乙馆|20701|文化和旅游|3\n|合计|||5",
        "general-public-budget-expenditure",
    )
    assert [row.values["parent_row"] for row in found.rows] == [5, 1, 5, 3, None]


def test_a_unit_that_is_printed_once_is_carried_to_its_rows() -> None:
    """A unit's name in a merged cell holds for the rows below, marked as inferred."""
    found = read(
        "一般公共预算支出表",
        "单位名称|科目编码|科目名称|合计\n合计|||3\n甲馆|207|文化|3\n|20701|文化和旅游|3",
        "general-public-budget-expenditure",
    )
    assert [row.values["unit_name"] for row in found.rows][1:] == ["甲馆", "甲馆"]
    assert found.rows[2].inferred == ["unit_name"]


def test_the_same_code_twice_in_one_unit_is_refused() -> None:
    """Within one unit a code stands once."""
    rows = BY_UNIT + "101001|甲馆|207|文化|2\n101001|甲馆|207|文化|1\n|合计|||3"
    with pytest.raises(InputRefusedError, match="编码 207 重复"):
        disclosed(table("一般公共预算支出表", rows))


def test_a_level_that_is_lost_between_two_is_refused() -> None:
    """An item below its class without the group between them lacks its parent."""
    rows = "科目编码|科目名称|合计\n205|教育支出|3\n2050202|小学教育|3\n|合计|3"
    with pytest.raises(InputRefusedError, match="的上级 20502 不在前面"):
        disclosed(table("支出总表", rows))


@pytest.mark.parametrize("row", ["|合计|", "|合计|0.00", "无||", "||", "合计||-"])
def test_an_empty_table_is_empty_however_it_says_so(row: str) -> None:
    """A blank, a zero or a dash as total, 无, or nothing at all: no rows but a total's zero."""
    other = table("支出总表", "科目编码|科目名称|合计\n205|教育|1\n|合计|1")
    text = table("政府性基金预算支出表", f"科目编码|科目名称|合计\n{row}") + "\n没有政府性基金。\n"
    found = disclosed(other + "\n" + text).tables["government-fund-expenditure"]
    assert found.status == ("disclosed" if "0.00" in row else "empty")
    assert [str(r.amount("total")) for r in found.rows] == (["0.00"] if "0.00" in row else [])


def test_a_code_completed_from_above_keeps_what_was_printed() -> None:
    """A code put together from the columns above is marked, and its own pieces are kept."""
    row = TidyRow({"code": "2080502"}, "page=1;row=3")
    keep_pieces(row, {"code.1": "", "code.2": "", "code.3": "2"}, "2080502")
    assert row.raw == {"code": "2"}
    assert row.inferred == ["code"]


def test_a_code_printed_whole_is_not_marked() -> None:
    """Pieces that are the whole code leave no mark."""
    row = TidyRow({"code": "2080502"}, "page=1;row=3")
    keep_pieces(row, {"code.1": "208", "code.2": "05", "code.3": "02"}, "2080502")
    assert row.raw == {}
    assert row.inferred == []
