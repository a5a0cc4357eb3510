"""Titles as cities print them: each names one kind, by its words or by its pattern."""

from __future__ import annotations

import re

import pytest

from yusuan.dictionary import table_kinds
from yusuan.language import normal
from yusuan.recognise.titles import alternatives, kind_by_title, printed_kind

#: Titles of budgets and of final accounts, as documents print them or may.
TITLES = {
    "state-assets": ["国有资产占有使用情况表", "国有资产占用情况表"],
    "non-tax-revenue": ["非税收入征收计划表", "行政事业性收费情况表", "政府非税收入预算表"],
    "basic-expenditure-parts": ["公用经费预算表", "日常公用经费支出预算表", "人员经费预算表"],
    "other-expenditure": ["债务支出预算表", "社会保险基金预算支出表", "单位资金支出表"],
    "purchased-services": [
        "政府购买服务支出表",
        "政府购买服务预算表",
        "政府购买服务预算财政拨款明细表",
        "2024年部门政府购买服务预算表",
    ],
    "transfers-to-lower-levels": ["市对下转移支付预算表", "部门管理转移支付表"],
    "medium-term-plan": ["部门项目中期规划预算表", "部门项目支出中期规划预算表"],
    "superior-subsidy-projects": ["上级补助项目支出预算表", "上级转移支付补助项目支出预算表"],
    "fiscal-appropriation-by-economic-class": ["财政拨款支出预算表（部门经济分类科目）"],
    "government-fund-three-public-expenses": ["政府性基金预算“三公”经费支出预算表"],
    "revenue-expenditure-summary": [
        "收支总体情况表",
        "2026年预算单位财务收支预算总表",
        "部门收支总体情况表",
        "部门收支总表",
        "收入支出决算总表",
        "收支预算总表",
        "部门（单位）收支总表",
        "部门预算收支总表",
        "收入支出总表",
        "收入支出总体情况表",
    ],
    "revenue-summary": [
        "收入总体情况表",
        "2026年预算单位收入预算总表",
        "部门收入总表",
        "收入决算表",
        "收入预算总表",
        "单位收入总体情况表",
        "部门收入预算情况表",
        "部门预算收入总表",
    ],
    "expenditure-summary": [
        "本年支出总体情况表",
        "支出总体情况表",
        "2026年预算单位支出预算总表",
        "部门支出总表",
        "支出决算表",
        "支出预算总表",
        "单位支出总体情况表",
        "部门支出总体情况表（按功能分类科目）",
        "部门支出预算情况表",
        "部门预算支出总表",
    ],
    "fiscal-appropriation-summary": [
        "财政拨款收支总体情况表",
        "财政拨款收支总表",
        "财政拨款收支预算总表",
        "财政拨款收入支出决算总表",
        "财政拨款收入支出总表",
    ],
    "general-public-budget-expenditure": [
        "一般公共预算支出情况表（按功能分类科目）",
        "一般公共预算支出情况表",
        "2026年预算单位一般公共预算支出功能分类预算表",
        "一般公共预算财政拨款支出表",
        "一般公共预算财政拨款支出决算表",
        "一般公共预算支出预算表",
        "一般公共预算当年拨款支出表",
        "一般公共预算拨款支出表",
    ],
    "basic-expenditure-by-economic-class": [
        "一般公共预算基本支出情况表（按经济分类科目）",
        "一般公共预算基本支出情况表",
        "一般公共预算财政拨款基本支出表",
        "一般公共预算财政拨款基本支出决算表",
        "一般公共预算财政拨款基本支出决算明细表",
        "一般公共预算基本支出预算表",
        "一般公共预算基本支出明细表",
    ],
    "general-public-budget-projects-by-economic-class": [
        "一般公共预算项目支出情况表（按经济分类科目）",
        "一般公共预算财政拨款项目支出决算表",
    ],
    "three-public-expenses": [
        "财政拨款安排的行政经费及“三公”经费预算表",
        "一般公共预算“三公”经费支出情况表",
        "“三公”经费支出预算表",
        "一般公共预算“三公”经费、会议费、培训费支出表",
        "财政拨款“三公”经费支出决算表",
        "一般公共预算财政拨款“三公”经费支出决算表",
    ],
    "state-capital-expenditure": [
        "国有资本经营预算支出情况表",
        "国有资本经营预算财政拨款支出表",
        "国有资本经营预算支出表",
        "国有资本经营预算财政拨款支出决算表",
        "国有资本经营预算财政拨款收入支出决算表",
        "国有资本经营预算收支预算表",
    ],
    "government-fund-expenditure": [
        "部门预算政府基金预算财政拨款支出表",
        "政府性基金预算支出情况表",
        "政府性基金预算财政拨款支出表",
        "政府性基金预算财政拨款收入支出决算表",
        "政府性基金预算支出表",
        "政府性基金支出预算表",
        "政府性基金预算收支表",
    ],
    "unit-basic-expenditure": [
        "部门预算基本支出预算表",
    ],
    "project-list": [
        "部门预算项目支出及其他支出预算表",
        "项目支出明细表",
        "部门项目支出预算表",
    ],
    "special-account-expenditure": ["财政专户管理资金支出表", "财政专户管理资金预算支出表"],
    "new-assets": ["新增资产配置表", "新增资产配置预算表"],
    "general-public-budget-by-economic-class": [
        "一般公共预算支出表（按经济分类）",
    ],
    "fiscal-appropriation-expenditure": [
        "财政拨款支出表（功能科目）",
        "财政拨款预算明细表",
        "财政拨款支出预算明细表",
    ],
    "fiscal-appropriation-basic-expenditure": [
        "财政拨款基本支出表（经济科目）",
    ],
    "agency-operating-expenses": [
        "一般公共预算机关运行经费支出预算表",
        "机关运行经费预算表",
        "一般公共预算机关运行经费",
    ],
    "government-purchase": [
        "政府采购支出表",
        "政府采购预算表",
        "政府采购预算明细表",
        "部门政府采购预算表",
    ],
    "performance-goals": [
        "项目支出绩效目标表",
        "项目支出绩效目标申报表",
        "部门整体支出绩效目标表",
        "绩效目标申报表",
    ],
}
PAIRS = [(kind, title) for kind, titles in TITLES.items() for title in titles]
#: Titles that stand in disclosures too and are of no known kind.
OTHERS = [
    "绩效目标自评表",
    "会议费支出表",
    "转移支付支出绩效评价表",
    "差旅费支出预算表",
    "附属单位基本情况表",
    "目录",
    "部门整体绩效自评表",
    "单位预算公开表",
    "预算公开情况表",
    "项目支出绩效自评表",
    "重点项目绩效评价表",
    "部门职责表",
    "培训费支出表",
]


@pytest.mark.parametrize(("name", "title"), PAIRS)
def test_a_printed_title_names_its_kind(name: str, title: str) -> None:
    """With a year, the unit's name or （续） around it, a title names the same kind."""
    unit = "云溪市档案馆"
    for spelling in (
        title,
        " ".join(title),
        f"2025年{title}",
        f"2025 年度{title}",
        f"{unit}{title}",
        f"{title}（续）",
        f"{title}（续表）",
    ):
        kind = kind_by_title(spelling, unit)
        assert kind is not None, spelling
        assert kind.name == name, spelling


@pytest.mark.parametrize(("name", "title"), PAIRS)
def test_no_title_fits_two_kinds(name: str, title: str) -> None:
    """No pattern of another kind fits a title: which kind it is never hangs on their order."""
    fits = {
        kind.name
        for kind in table_kinds().values()
        if any(
            re.search(pattern, normal(title)) for pattern in kind.reading.get("title_patterns", ())
        )
    }
    assert fits <= {name}


def test_titles_that_kinds_list_are_listed_once() -> None:
    """No two kinds list the same title."""
    titles = [
        normal(title) for kind in table_kinds().values() for title in kind.reading.get("titles", ())
    ]
    assert len(titles) == len(set(titles))


@pytest.mark.parametrize("kind", list(table_kinds()))
def test_a_kinds_own_title_is_never_anothers(kind: str) -> None:
    """The title by which the site shows a kind is not taken for another kind."""
    found = kind_by_title(table_kinds()[kind].title.zh)
    same = {found.name, *(other.name for other in alternatives(found))} if found else {kind}
    assert kind in same or table_kinds()[kind].layout == "derived"


@pytest.mark.parametrize("title", OTHERS)
def test_a_title_of_no_kind_is_not_made_to_fit(title: str) -> None:
    """Tables that the dictionary does not have stay unknown, and so are told."""
    assert kind_by_title(title) is None


@pytest.mark.parametrize("title", ["项目支出表", "项目支出预算表", "2024 年项目支出表（续）"])
def test_a_printed_table_of_projects_is_no_derived_one(title: str) -> None:
    """What is put together from forms bears the title too; a printed table is its own kind."""
    kind, printed = kind_by_title(title), printed_kind(title)
    assert kind is not None
    assert (kind.name, kind.layout) == ("project-expenditure", "derived")
    assert printed is not None
    assert printed.name == "project-list"
