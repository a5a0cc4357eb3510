"""Columns of several years or stages: the table's own block, and every other by its label."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from invented import table
from yusuan.read import document_from
from yusuan.recognise.periods import is_period, period_rank
from yusuan.tidy import tidy_document

if TYPE_CHECKING:
    from decimal import Decimal

    from yusuan.tidy.rows import TidyTable

CODES = ("科目编码|科目名称|", "201|一般公共服务支出|", "20101|人大事务|", "合计||")


def read(title: str, rows: str, kind: str) -> TidyTable:
    """The one table of an invented document."""
    return tidy_document(document_from("a.txt", table(title, rows).encode())).tables[kind]


def amounts(found: TidyTable, column: str) -> dict[object, list[Decimal | None]]:
    """The amounts of a column by the period of their rows."""
    by_period: dict[object, list[Decimal | None]] = {}
    for row in found.rows:
        by_period.setdefault(row.values.get("period"), []).append(row.amount(column))
    return by_period


@pytest.mark.parametrize(
    ("earlier", "own"),
    [
        ("2022年预算数", "2023年预算数"),
        ("2022年", "2023年"),
        ("上年预算数", "本年预算数"),
        ("上年执行数", "2023年预算"),
        ("2022年执行数", "2023年预算数"),
        ("年初预算数", "决算数"),
        ("年初预算数", "全年预算数"),
        ("预算数", "决算数"),
        ("2022年决算数", "2023年预算数"),
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_the_latest_block_is_the_tables_own(earlier: str, own: str, turned: bool) -> None:
    """Whichever stands first, the later year or stage has rows without a period."""
    labels, numbers = [earlier, own], ["3|5", "3|5", "3|5"]
    if turned:
        labels, numbers = labels[::-1], ["5|3"] * 3
    rows = [CODES[0] + "|".join(labels), *(a + b for a, b in zip(CODES[1:], numbers, strict=True))]
    found = read("支出总表", "\n".join(rows), "expenditure-summary")
    assert amounts(found, "total") == {None: [5] * 3, earlier: [3] * 3}
    assert [row.values["parent_row"] for row in found.rows] == [3, 1, None, 6, 4, None]


def test_a_change_is_kept_beside_the_own_rows() -> None:
    """A column that compares two years is kept by its label and is no period."""
    head = "科目编码|科目名称|2022年预算数|2023年预算数|2023年比2022年增减|\n||||增减额|增减%"
    rows = "\n".join([head, *(start + "3|5|2|66.67" for start in CODES[1:])])
    found = read("支出总表", rows, "expenditure-summary")
    assert amounts(found, "total") == {None: [5] * 3, "2022年预算数": [3] * 3}
    assert found.rows[0].others == {
        "2023年比2022年增减/增减额": "2",
        "2023年比2022年增减/增减%": "66.67",
    }
    assert found.rows[3].others == {}


def test_stages_stand_side_by_side_on_both_sides() -> None:
    """A two-sided table gives both sides of one stage, and then of the next."""
    rows = (
        "收入|||支出||\n项目|年初预算数|决算数|项目|年初预算数|决算数\n"
        "一、财政拨款收入|4|5|一、一般公共服务支出|4|5\n"
        "本年收入合计|4|5|本年支出合计|4|5\n总计|4|5|总计|4|5"
    )
    found = read("收支总表", rows, "revenue-expenditure-summary")
    assert amounts(found, "amount") == {None: [5] * 6, "年初预算数": [4] * 6}
    assert [row.values["side"] for row in found.rows] == (["revenue"] * 3 + ["expenditure"] * 3) * 2
    assert [row.values["parent_row"] for row in found.rows][6:] == [8, 9, None, 11, 12, None]


def test_a_year_before_a_table_without_one() -> None:
    """Columns under no period beside those of last year are the table's own."""
    head = CODES[0] + "2022年预算数|合计|基本支出|项目支出"
    rows = "\n".join([head, *(start + "3|5|4|1" for start in CODES[1:])])
    found = read("支出总表", rows, "expenditure-summary")
    assert amounts(found, "total") == {None: [5] * 3, "2022年预算数": [3] * 3}
    assert amounts(found, "basic") == {None: [4] * 3, "2022年预算数": [None] * 3}


@pytest.mark.parametrize(
    "label", ["本年收入", "上年结转", "本年支出", "基本支出", "合计", "增减额"]
)
def test_a_source_or_a_kind_of_money_is_no_period(label: str) -> None:
    """本年收入 and 上年结转 are funds of the same year."""
    assert not is_period(label)


def test_years_come_before_stages() -> None:
    """Last year's final accounts are earlier than this year's budget."""
    labels = ["上年决算数", "2022年决算数", "2023年年初预算数", "2023年全年预算数", "2023年决算数"]
    assert sorted(set(labels), key=period_rank) == labels
