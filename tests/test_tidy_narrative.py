"""The narrative: stated amounts and changes as figures, and nothing that is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from invented import changed, disclosed, text_of
from yusuan.errors import InputRefusedError

if TYPE_CHECKING:
    from decimal import Decimal

    from yusuan.tidy import Disclosure
    from yusuan.tidy.rows import TidyRow

SENTENCE = "截至 2022 年 12 月 31 日，占有使用国有资产 2310.55 万元"


def read(sentence: str) -> Disclosure:
    """Read the document with one paragraph in the place of another."""
    text = text_of()
    start = text.index(SENTENCE)
    return disclosed(text[:start] + sentence + text[text.index("\n", start) :])


def amounts(sentence: str) -> list[TidyRow]:
    """Amounts of that paragraph."""
    rows = read(sentence).tables["narrative-amounts"].rows
    return [row for row in rows if row.place == "line=359"]


def change(sentence: str) -> TidyRow:
    """The one change of that paragraph."""
    rows = read(sentence).tables["year-on-year-changes"].rows
    (row,) = [row for row in rows if row.place == "line=359"]
    return row


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("2023 年办公费 3.50 万元。", [("办公费", "3.50", "万元", 2023)]),
        ("办公费１２．５０万元。", [("办公费", "12.50", "万元", 2023)]),
        ("办公费共 1,234.50 元，占 12.5%。", [("办公费", "1234.50", "元", 2023)]),
        (
            "其中：办公费 1 万元、电费 2 万元。",
            [("办公费", "1", "万元", 2023), ("电费", "2", "万元", 2023)],
        ),
        (
            "办公费（款）水费（项）。本年支出决算 3 万元，年初预算为 2 万元。",
            [
                ("办公费（款）水费（项）本年支出决算", "3", "万元", 2023),
                ("办公费（款）水费（项）年初预算", "2", "万元", 2023),
            ],
        ),
        (
            "（1）办公费（款）水费（项）：年初预算数为 2 万元，决算数为 3 万元。",
            [
                ("办公费（款）水费（项）年初预算数", "2", "万元", 2023),
                ("办公费（款）水费（项）决算数", "3", "万元", 2023),
            ],
        ),
        (
            "1.总体情况：2023 年办公费全年预算 2 万元，支出决算 3 万元。",
            [("办公费全年预算", "2", "万元", 2023), ("办公费支出决算", "3", "万元", 2023)],
        ),
        ("截至 2022 年末，结余为 0 万元。", [("结余", "0", "万元", 2022)]),
        ("购置（含车辆、家具）费 7 亿元。", [("购置（含车辆、家具）费", "7", "亿元", 2023)]),
        ("单位价值 50 万元（含）以上设备 2 台。", []),
        ("单位价值 50 万元以上设备 2 台。", []),
        ("100 万元及以下的合同不公开。", []),
        ("房屋 2020 平方米，车辆 4 辆。", []),
    ],
)
def test_a_stated_amount_has_subject_unit_and_year(
    sentence: str, found: list[tuple[str, str, str, int]]
) -> None:
    """An amount has the words before it, its unit and its year; a threshold is no amount."""
    rows = amounts(sentence)
    assert [
        (r.values["subject"], str(r.values["amount"]), r.values["money_unit"], r.values["year"])
        for r in rows
    ] == found


@settings(deadline=None)  # a busy machine is no fault of the reading
@given(st.decimals(min_value=0, max_value=10**9, places=2), st.booleans())
def test_any_stated_amount_is_read_exactly(value: Decimal, separated: bool) -> None:
    """Whatever amount a sentence states, its digits are those of the row."""
    (row,) = amounts(
        f"2023 年办公费 {value:,f} 万元。" if separated else f"2023 年办公费 {value:f} 万元。"
    )
    assert str(row.values["amount"]) == str(value)


@pytest.mark.parametrize(
    ("sentence", "direction", "amount", "percent", "previous", "basis"),
    [
        ("办公费 8 万元，比 2022 年预算增加 3 万元，增长 60%。", "increase", "3", "60", "5", "change"),
        ("办公费 8 万元，比 2022 年预算减少 2 万元，下降 20%。", "decrease", "2", "20", "10", "change"),
        ("办公费 8 万元，和 2022 年持平。", "level", None, None, "8", "level"),
        ("办公费 8 万元，比 2022 年预算减少 20%。", "decrease", None, "20", "10.00", "percent"),
        ("办公费 8 万元，比 2022 年预算减少 2 万元，下降 0.2。", "decrease", "2", None, "10", "change"),
        ("办公费 8 万元，比 2022 年预算增加 3 万元。", "increase", "3", None, "5", "change"),
        ("办公费 8 万元。办公费比 2022 年减少 2 万元。下降 20%。", "decrease", "2", "20", "10", "change"),
        ("办公费 8 万元，较 2022 年度预算数上升了 3 万元。", "increase", "3", None, "5", "change"),
        ("办公费 8 万元，比 2022 年预算增加 3 元。", "increase", None, None, None, None),
        ("办公费比 2022 年预算增加 3 万元。", "increase", "3", None, None, None),
    ],
)  # fmt: skip
def test_a_change_has_direction_figures_and_the_year_before(
    sentence: str,
    direction: str,
    amount: str | None,
    percent: str | None,
    previous: str | None,
    basis: str | None,
) -> None:
    """The year before is worked out from the change, the percent or level, and says from which."""
    row = change(sentence)
    shown = [
        None if row.values[name] is None else str(row.values[name])
        for name in (
            "direction",
            "change_amount",
            "change_percent",
            "previous_amount",
            "previous_basis",
        )
    ]
    assert shown == [direction, amount, percent, previous, basis]
    assert row.values["base_year"] == 2022


def test_a_percent_without_sign_is_kept_as_printed_only() -> None:
    """A number that lost its sign is no percent, and its printed text survives."""
    assert change("办公费 8 万元，比 2022 年预算减少 2 万元，下降 0.2。").raw == {
        "change_percent": "0.2"
    }


@pytest.mark.parametrize("number", ["12.3.4", "1,23", "1.2,3", "12,34,567"])
@pytest.mark.parametrize(
    "form",
    ["办公费 {} 万元。", "办公费 8 万元，比 2022 年预算增加 {} 万元。", "办公费 8 万元，占 {}%。"],
)
def test_a_malformed_number_is_refused_with_its_line(form: str, number: str) -> None:
    """A number that can be read in two ways is never read in part."""
    with pytest.raises(InputRefusedError) as caught:
        read(form.format(number))
    assert number in str(caught.value)
    assert "line=359" in str(caught.value)


def test_a_paragraph_printed_twice_is_two_rows() -> None:
    """What is printed twice is disclosed twice, each with its own place."""
    rows = disclosed(text_of()).tables["year-on-year-changes"].rows
    twice = [row for row in rows if row.values["function_code"] == "2080502"]
    assert [row.place for row in twice] == ["line=337", "line=339"]


def test_a_name_with_a_character_less_finds_its_code() -> None:
    """事业单位离休 is 事业单位离退休 where only one name of its group comes near."""
    rows = disclosed(text_of()).tables["narrative-amounts"].rows
    (found,) = {r.values["function_code"] for r in rows if "离休（项）" in str(r.values["subject"])}
    assert found == "2080502"


def test_a_name_that_the_tables_lack_gets_no_code() -> None:
    """A subject that names a code of no table is left without one."""
    text = changed("档案馆（项）562.30", "档案局（项）562.30")
    rows = disclosed(text).tables["narrative-amounts"].rows
    assert (
        next(r for r in rows if "档案局" in str(r.values["subject"])).values["function_code"]
        is None
    )


def test_an_amount_in_a_listed_line_is_read_though_the_line_looks_like_a_heading() -> None:
    """A short line with an ordinal and an amount is a statement and no heading."""
    (row,) = amounts("（一）工资福利支出 615.90 万元")
    assert row.values["economic_code"] == "301"


def test_the_words_themselves_are_left_out() -> None:
    """Reasons and sentences of the narrative are in no table."""
    tables = disclosed(text_of()).tables
    texts = [
        str(value)
        for name in ("narrative-amounts", "year-on-year-changes")
        for row in tables[name].rows
        for value in row.values.values()
    ]
    assert texts
    assert not any("主要是" in text or "。" in text for text in texts)


def test_amounts_outside_the_narrative_are_not_its() -> None:
    """The explanations of terms behind the narrative give no amounts."""
    text = changed("（一）基本支出：指", "（一）基本支出 99 万元：指")
    rows = disclosed(text).tables["narrative-amounts"].rows
    assert not any(str(row.values["amount"]) == "99" for row in rows)


@pytest.mark.parametrize(
    ("sentence", "subject", "amount", "base_year", "direction", "change_amount", "percent"),
    [
        ("办公费 8 万元，比上年增加 3 万元，增长 60%。", "办公费", "8", 2022, "increase", "3", "60"),
        ("办公费 8 万元，较上年年初预算减少 2 万元，减幅 20%。", "办公费", "8", 2022, "decrease", "2", "20"),
        ("办公费 8 万元，与上年预算数相同。", "办公费", "8", 2022, "level", None, None),
        ("收入、支出总计 8 万元，与去年相比收、支总计各减少 2 万元。", "收、支总计", "8", 2022, "decrease", "2", None),
        ("办公费 8 万元。与上年相比，公务接待费减少 2 万元。", "公务接待费", None, 2022, "decrease", "2", None),
        ("车辆费 8 万元（购置费 3 万元，运行费 5 万元。）比上年增加 1 万元。", "车辆费", "8", 2022, "increase", "1", None),
        ("办公费 8 万元，主要包括：电费 5 万元，水费 3 万元。比上年减少 2 万元，下降 20%。", "办公费", "8", 2022, "decrease", "2", "20"),
        ("1.办公费。2023 年预算数 8 万元，较 2022 年增加 0 万元。", "办公费预算数", "8", 2022, "increase", "0", None),
        ("1.办公费。比上年增加 3 万元。", "办公费", None, 2022, "increase", "3", None),
        ("办公费 8 万元，同比增长 5.2%。", "办公费", "8", 2022, "increase", None, "5.2"),
        ("收入总计 8 万元、支出总计 8 万元。与 2022 年度相比，收、支总计各增加 1 万元。", "收、支总计", "8", 2022, "increase", "1", None),
        ("“三公”经费支出预算为 9 万元，支出决算为 8 万元，完成预算的 89%，较上年减少 2 万元。", "“三公”经费支出决算", "8", 2022, "decrease", "2", None),
        ("比上年增加了新建档案（库房）经费 30 万元。", "新建档案（库房）经费", None, 2022, "increase", "30", None),
    ],
)  # fmt: skip
def test_a_change_is_of_what_the_sentence_speaks_of(
    sentence: str,
    subject: str,
    amount: str | None,
    base_year: int,
    direction: str,
    change_amount: str | None,
    percent: str | None,
) -> None:
    """A change finds its subject, and its amount only where the sentence leaves no doubt."""
    row = change(sentence)
    names = ("subject", "amount", "base_year", "direction", "change_amount", "change_percent")
    assert [
        str(v) if v is not None and n not in {"base_year"} else v
        for n, v in ((n, row.values[n]) for n in names)
    ] == [subject, amount, base_year, direction, change_amount, percent]


@pytest.mark.parametrize(
    "sentence",
    [
        "办公费比上年增加 3 万元，增长 60%。",
        "主要原因是人员经费增加 5 万元。",
        "比年初预算增加 5 万元。",
        "压减会议费 3 万元。",
        "一是增加人员经费 5 万元；二是减少项目支出 2 万元。",
    ],
)
def test_the_amount_of_a_change_is_no_stated_amount(sentence: str) -> None:
    """What grew or shrank by an amount has not been given that amount."""
    assert amounts(sentence) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "办公费 8 万元，比年初预算增加 5 万元。",
        "主要原因是人员经费增加 5 万元。",
        "办公费 8 万元，与上年基本持平。",
        "办公费 8 万元，比 2022 年增加 2 人。",
        "办公费 8 万元，比 2022 年增加（减少）2 万元。",
    ],
)
def test_a_change_that_is_on_no_named_year_is_left_out(sentence: str) -> None:
    """A change on the budget, on nothing that is named, or of no amount is no change on a year."""
    rows = read(sentence).tables["year-on-year-changes"].rows
    assert [row for row in rows if row.place == "line=359"] == []


def test_the_reason_of_a_change_is_a_change_on_the_same_year() -> None:
    """主要原因是… goes on from the comparison before it, and only with a subject of its own."""
    rows = read(
        "办公费 8 万元，比 2021 年减少 4 万元。主要原因是电费减少 3 万元，一次性补助（减少 1 万元）。"
    ).tables["year-on-year-changes"]
    found = [
        (row.values["subject"], row.values["base_year"], str(row.values["change_amount"]))
        for row in rows.rows
        if row.place == "line=359"
    ]
    assert found == [("办公费", 2021, "4"), ("电费", 2021, "3")]


def test_the_year_before_is_the_stated_one_where_there_is_one() -> None:
    """A stated amount of the year before is better than one worked out from a percent."""
    row = change(
        "1.档案馆经费 3 万元。2022 年执行数为 0 万元，2023 年预算 3 万元，比 2022 年执行数增加 100%。"
    )
    assert str(row.values["previous_amount"]) == "0"
    assert row.values["previous_basis"] == "stated"
    row = change("办公费 8 万元，与 2022 年预算数 5 万元相比增加 3 万元，增长 60%。")
    assert (str(row.values["previous_amount"]), row.values["previous_basis"]) == ("5", "stated")


def test_a_growth_of_a_hundred_percent_alone_says_nothing_of_the_year_before() -> None:
    """100% is written of what doubled and of what grew from nothing."""
    assert change("办公费 8 万元，比 2022 年增加 100%。").values["previous_amount"] is None


@pytest.mark.parametrize(
    ("sentence", "year"),
    [
        ("采购经费 9 万元（含 2021 年合同尾款）；电费 5 万元。", [2023, 2023]),
        ("上年度安排了经费 5 万元。", [2022]),
        ("2023 年车辆费 8 万元（购置费 0 万元）。", [2023, 2023]),
    ],
)
def test_an_amount_is_of_the_year_that_its_own_clause_or_sentence_names(
    sentence: str, year: list[int]
) -> None:
    """A year in brackets behind another amount is not this one's."""
    assert [row.values["year"] for row in amounts(sentence)] == year


def test_an_item_below_the_heading_of_its_class_finds_its_code() -> None:
    """The class stands in the heading above, only group and item in the line below."""
    text = text_of()
    start = text.index(SENTENCE)
    end = text.index("\n", start)
    codes = {
        str(row.values["code"]): str(row.values["name"])
        for row in disclosed(text).tables["expenditure-summary"].rows
        if row.values["code"]
    }
    item = next(code for code in codes if len(code) == 7)
    listed = (
        f"（二）{codes[item[:3]]}（类）\n1.{codes[item[:5]]}（款）{codes[item]}（项）支出 7 万元。"
    )
    rows = disclosed(text[:start] + listed + text[end:]).tables["narrative-amounts"].rows
    (found,) = [row for row in rows if str(row.values["amount"]) == "7"]
    assert found.values["function_code"] == item


def test_a_narrative_whose_parts_have_other_names_is_read() -> None:
    """The narrative is what is no glossary and no description of the unit, by whatever name."""
    text = text_of()
    old = next(line for line in text.splitlines() if line.endswith("情况说明") and "第" in line)
    rows = disclosed(text.replace(old, old.replace("情况说明", "收支具体情况"))).tables
    assert len(rows["narrative-amounts"].rows) == len(
        disclosed(text).tables["narrative-amounts"].rows
    )
