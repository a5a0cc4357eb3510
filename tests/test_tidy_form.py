"""Project forms: what lost merges, wraps and page breaks left of them, put back together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from invented import changed, disclosed, text_of
from yusuan.errors import InputRefusedError

if TYPE_CHECKING:
    from yusuan.tidy.rows import TidyTable

CODE = "项目名称\t馆藏档案数字化加工\t\t2023-0001"
COST = "人工著录\t为图像编写目录\t劳务费\t59.5\t\t"


def read(old: str, new: str) -> dict[str, TidyTable]:
    """Tables of the invented document with one passage changed."""
    return disclosed(changed(old, new)).tables


def refused(old: str, new: str) -> str:
    """Why the invented document with one passage changed is refused."""
    with pytest.raises(InputRefusedError) as caught:
        read(old, new)
    return str(caught.value)


def test_a_value_beside_a_lost_label_is_the_labels() -> None:
    """A code whose label was lost is known by its place, and marked as inferred."""
    row = disclosed(text_of()).tables["projects"].rows[0]
    assert row.values["project_code"] == "2023-0001"
    assert row.inferred == ["project_code"]


def test_a_value_in_its_own_place_is_not_inferred() -> None:
    """With its label printed the code is what the form says."""
    row = read(CODE, CODE.replace("\t\t", "\t项目编码\t"))["projects"].rows[0]
    assert row.values["project_code"] == "2023-0001"
    assert row.inferred == []


def test_a_shifted_row_is_put_under_its_labels() -> None:
    """A row whose lost merge moved its cells is read in order, if there is one for each label."""
    row = disclosed(text_of()).tables["project-targets"].rows[1]
    assert row.values["target_value"] == "不低于 99%"
    assert row.values["indicator_1"] == "产出指标"


@pytest.mark.parametrize(
    ("old", "new", "word", "place"),
    [
        ("\t\t质量指标\t图像合格率\t不低于 99%\t计划数据\t\t", "\t\t质量指标\t图像合格率\t不低于 99%\t\t\t", "对不上", "line=247"),
        (COST, "人工著录\t为图像编写目录\t劳务费\t5,9.5\t\t", "不是数字", "line=235"),
        (COST, "\t为图像编写目录\t劳务费\t59.5\t\t", "缺少名称", "line=235"),
        ("项目属性\t持续性项目\t\t", "项目属性\t持续性项目\t多出\t", "多出的格", "line=215"),
        ("项目属性\t持续性项目\t\t", "项目性质\t持续性项目\t\t", "不认识的标签", "line=215"),
        ("项目属性\t持续性项目\t\t", "起始年度\t2023\t\t", "重复", "line=217"),
        ("项目总预算\t540\t项目当年预算\t180", "项目总预算\t540\t\t", "缺少“项目当年预算”", "line=211"),
        ("项目总预算\t540\t项目当年预算\t180", "项目总预算\t540\t项目当年预算\t一百八", "不是数字", "line=220"),
        ("起始年度\t2023\t终止年度\t2025", "起始年度\t2023.5\t终止年度\t2025", "不是数字", "line=217"),
        ("品名\t\t数量\t\t金额\t", "品名\t\t数量\t\t价钱\t", "表头没有读懂", "line=237"),
        ("申报日期：2022 年 11 月 8 日\n\n单位：万元\n\n项目名称\t馆藏", "申报日期：2022 年 13 月 8 日\n\n单位：万元\n\n项目名称\t馆藏", "不是日期", "line=211"),
    ],
)  # fmt: skip
def test_a_form_that_can_be_read_in_two_ways_is_refused(
    old: str, new: str, word: str, place: str
) -> None:
    """An extra cell, an unknown label, a lost name: each is told with its line."""
    message = refused(old, new)
    assert word in message
    assert place in message


def test_a_date_in_words_is_a_date() -> None:
    """The date before the form is a day of the calendar."""
    row = disclosed(changed("2022 年 11 月 8 日", "2022 年 1 月 28 日")).tables["projects"].rows[0]
    assert str(row.values["application_date"]) == "2022-01-28"


def test_a_funding_table_of_another_width_goes_on_after_a_break() -> None:
    """After a page break the sources stand in another column and are the same sources."""
    rows = disclosed(text_of()).tables["project-funding"].rows
    first = [row.values["source"] for row in rows if row.values["project"] == 1]
    second = [row.values["source"] for row in rows if row.values["project"] == 2]
    assert first == second
    assert [str(row.values["amount"]) for row in rows[7:9]] == ["120", "120"]


def test_two_forms_in_different_units_of_money_are_refused() -> None:
    """The forms share one table: 元 beside 万元 in it would be read wrongly."""
    old = "单位：万元\n\n项目名称\t馆藏"
    assert "没有金额单位" in refused(old, old.replace("万元", "元"))


def test_a_name_in_prose_keeps_its_words() -> None:
    """Prose keeps its wraps; names lose the blanks that a wrap left and keep them in raw."""
    row = disclosed(text_of()).tables["projects"].rows[1]
    assert row.values["project_name"] == "档案库房恒温恒湿维护"
    assert row.raw["project_name"] == "档案库房 恒温恒湿维护"


def test_project_expenditure_is_put_together_and_marked() -> None:
    """The table that the document lacks is made of the forms, each row marked as derived."""
    table = disclosed(changed("\t单位资金\t\t\n", "\t单位资金\t\t-\n")).tables[
        "project-expenditure"
    ]
    assert table.status == "derived"
    assert [str(row.values["total"]) for row in table.rows] == ["180", "120"]
    assert all(row.values["derived"] is True for row in table.rows)
