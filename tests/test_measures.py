"""Measures: the few amounts that packages are listed and compared by, each with its row."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from invented import ingest, table
from museum import museum
from yusuan.amounts import MONEY_UNITS
from yusuan.package.load import load_package, package_folders
from yusuan.publish.measures import (
    GROUPS,
    TOTAL,
    headlines,
    in_order,
    measure_group,
    measure_title,
    measures,
)
from yusuan.publish.numbers import shifted
from yusuan.publish.stated import stated

if TYPE_CHECKING:
    from pathlib import Path


def test_a_measure_is_an_amount_of_the_row_that_it_names(root: Path) -> None:
    """Of every published package, each measure is found again at the row that it is said to be of."""
    for folder in package_folders(root):
        package = load_package(folder)
        found = measures(package)
        assert TOTAL in found
        for name, measured in found.items():
            rows = {row["row"]: row for row in package.resources[measured.table].rows}
            assert measured.value in rows[measured.row].values(), name
            assert measure_title(name).zh
            assert measure_group(name) in GROUPS


def test_headlines_and_classes_are_read(project: Path) -> None:
    """Totals, their split, the three public expenses and the classes stand under their names."""
    found = measures(museum(project, 2023))
    values = {name: measured.value for name, measured in found.items()}
    assert values["total"] == 900
    assert values["basic"] == 600
    assert values["project"] == 300
    assert values["three-public"] == 5
    assert values["vehicle-operation"] == 3
    assert values["function/207"] == 800
    assert values["function/221"] == 100
    assert not any(len(name.partition("/")[2]) > 3 for name in values)
    assert found["total"].yuan == 9_000_000


def test_a_total_that_is_printed_only_for_each_unit_is_not_made_up(project: Path) -> None:
    """Two units' rows of one code are neither added up nor one taken for the other."""
    rows = (
        "单位编码|单位名称|科目编码|科目名称|合计|基本支出|项目支出\n"
        "101|云溪市甲馆|207|文化旅游体育与传媒支出|3|3|0\n"
        "102|云溪市乙馆|207|文化旅游体育与传媒支出|4|4|0\n"
        "|合计|||7|7|0\n"
    )
    package = load_package(ingest(project, table("支出总表", rows)).folder)
    found = measures(package)
    assert package.resources["expenditure-summary"].rows
    assert "function/207" not in found
    assert found["total"].value == 7


def test_an_amount_without_a_known_unit_of_money_is_no_measure(project: Path) -> None:
    """What can't be brought to yuan can't be compared."""
    package = museum(project, 2023)
    descriptor = dict(package.resources["expenditure-summary"].descriptor, money_unit=None)
    package.resources["expenditure-summary"] = type(package.resources["expenditure-summary"])(
        descriptor, package.resources["expenditure-summary"].rows
    )
    assert "total" not in measures(package)
    assert "three-public" in measures(package)


def test_what_a_document_states_of_the_year_before_is_kept_with_its_row(project: Path) -> None:
    """A sentence on a change gives the year before as it states it; the document's own is beside."""
    sentence = (
        "第三部分 云溪市博物馆 2023 年预算情况说明\n\n一、收支预算总体安排情况\n\n"
        "2023 年收支总预算 900 万元。比 2022 年预算减少 100 万元，下降 10%。\n"
    )
    (one, *rest) = stated(museum(project, 2023, before=sentence))
    assert not rest
    assert (one.period, one.before, one.own) == ("2022", Decimal(1000), Decimal(900))
    assert one.table == "year-on-year-changes"


@pytest.mark.parametrize("target", list(MONEY_UNITS))
@pytest.mark.parametrize("unit", list(MONEY_UNITS))
@pytest.mark.parametrize("text", ["0", "0.00", "2692.18", "-12345.6789", "9" * 25 + ".01"])
def test_another_unit_of_money_is_the_same_amount(text: str, unit: str, target: str) -> None:
    """Moving the point loses nothing, however long the number, and leaves no zeros behind."""
    value = Decimal(text)
    moved = shifted(value, unit, target)
    assert moved * MONEY_UNITS[target] == value * MONEY_UNITS[unit]
    assert "E" not in f"{moved:f}"
    if unit == target:
        assert f"{moved:f}" == text


def test_every_headline_has_a_group_and_comes_before_the_classes() -> None:
    """The order in which measures are shown is fixed: by group, then as declared, then by code."""
    names = {*headlines(), "function/221", "function/207", "economic/301"}
    ordered = list(in_order(names))
    assert [name for name in ordered if name.startswith("function/")] == [
        "function/207",
        "function/221",
    ]
    groups = list(dict.fromkeys(measure_group(name) for name in ordered))
    assert groups == list(GROUPS)


BOTH_SIDES = (
    "收入||支出|\n项目|预算数|项目|预算数\n"
    "一、一般公共预算拨款收入|100.00|一、一般公共服务支出|{spent}\n"
    "{own}上年结转|{carried}|年终结转|0.00\n收入总计|{whole}|支出总计|{whole}\n"
)


@pytest.mark.parametrize(
    ("own", "carried", "revenue"),
    [
        ("本年收入合计|100.00|本年支出合计|{spent}\n", "20.00", 100),
        ("", "20.00", None),  # only a total that holds last year's money as well
        ("", "0.00", 100),
    ],
)
def test_last_years_money_is_no_revenue_of_the_year(
    project: Path, own: str, carried: str, revenue: int | None
) -> None:
    """One document's total with, another's without what was carried over would be no comparison."""
    whole = f"{Decimal(100) + Decimal(carried):.2f}"
    rows = BOTH_SIDES.format(own=own.format(spent=whole), carried=carried, whole=whole, spent=whole)
    package = load_package(ingest(project, table("收支总表", rows)).folder)
    assert package.resources["revenue-expenditure-summary"].rows
    found = measures(package).get("revenue")
    assert (found and found.value) == revenue


@pytest.mark.parametrize(("carried", "revenue"), [("0.00", 120), ("20.00", None)])
def test_a_table_of_revenue_counts_only_without_last_years_money(
    project: Path, carried: str, revenue: int | None
) -> None:
    """Its total holds what was carried over; where there is none, the total is the year's."""
    rows = (
        "科目编码|科目名称|合计|一般公共预算拨款收入|上年结转\n"
        f"|合计|120.00|{Decimal(120) - Decimal(carried)}|{carried}\n"
        f"201|一般公共服务支出|120.00|{Decimal(120) - Decimal(carried)}|{carried}\n"
    )
    package = load_package(ingest(project, table("收入总表", rows)).folder)
    assert "carried_over" in package.resources["revenue-summary"].columns
    found = measures(package).get("revenue")
    assert (found and found.value) == revenue
