"""Pages over packages: nothing is mixed that may not be, every figure is a row's, pages stay small."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from lxml import html

from museum import museum
from yusuan.check import check_package
from yusuan.language import LANGUAGES, Bilingual
from yusuan.publish.compare import compare_data
from yusuan.publish.pages import Summary, summarise, unit_pages
from yusuan.publish.trends import change, newest_total, pairs, trends
from yusuan.publish.unit_pages import (
    LIST,
    NEWEST,
    UNITS_A_PAGE,
    overall_downloads,
    overviews,
    units_of,
)
from yusuan.recognise.identity import SCOPE_TITLES

if TYPE_CHECKING:
    from pathlib import Path

    from yusuan.package.load import Package

#: The largest page over packages, in bytes.
LARGEST = 150_000


def summary(package: Package) -> Summary:
    """What lists say of a package."""
    return summarise(package, check_package(package.folder))


@pytest.fixture
def years(project: Path) -> list[Summary]:
    """Three budgets and one year's final accounts of a unit."""
    made = [
        museum(project, 2021, total=800),
        museum(project, 2022),
        museum(project, 2023, total=990),
    ]
    return [summary(package) for package in (*made, museum(project, 2022, "final", total=870))]


def page(pages: dict[str, bytes], path: str) -> html.HtmlElement:
    """Parse a page."""
    return html.document_fromstring(pages[path].decode().partition("\n---\n")[2])


def test_a_trend_is_of_one_stage_and_scope(years: list[Summary]) -> None:
    """Final accounts never stand in a line of budgets, nor a department's figures in a unit's."""
    other = replace(years[0], slug="museum/2024-budget", year=2024, scope="department")
    found = trends([*years, other])
    for trend in found:
        assert len({(one.phase_name, one.scope) for one in trend.packages}) == 1
        assert [one.year for one in trend.packages] == sorted(one.year for one in trend.packages)
    assert sorted(len(trend.packages) for trend in found) == [1, 1, 3]


def test_a_change_is_of_the_last_year_on_the_one_before(years: list[Summary]) -> None:
    """Amounts are subtracted exactly; the percent has a decimal."""
    (budgets, *_) = trends(years)
    total = next(row for row in budgets.rows if row.name == "total")
    assert total.change is not None
    assert (total.change.amount, total.change.percent) == ("+90.00", "+10.0%")


@pytest.mark.parametrize(
    ("before", "after", "amount", "percent"),
    [
        ("10000", "9999.99", "−0.000001", "0.0%"),
        ("0", "10000", "+1.00", ""),
        ("-10000", "10000", "+2.00", ""),
        ("30000", "20000", "−1.00", "−33.3%"),
        ("10000", "10000", "0.00", "0.0%"),
    ],
)
def test_a_percent_is_only_said_where_it_has_a_sense(
    before: str, after: str, amount: str, percent: str
) -> None:
    """Nothing is divided by zero or by less, and what rounds to nothing bears no sign."""
    found = change(Decimal(before), Decimal(after))
    assert (found.amount, found.percent) == (amount, percent)


def test_budget_and_final_accounts_of_one_year_are_a_pair(years: list[Summary]) -> None:
    """They stand beside each other only if of the same scope."""
    (pair,) = pairs(years)
    assert (pair.year, [one.phase_name for one in pair.packages]) == (2022, ["budget", "final"])
    assert pairs([replace(years[-1], scope="department"), *years[:-1]]) == []
    shown = {one.slug for trend in trends(years, [pair]) for one in trend.packages}
    assert years[-1].slug not in shown  # the pair shows it


def test_the_newest_total_is_of_the_latest_year(years: list[Summary]) -> None:
    """Of one year the budget's is taken, as most years have only that."""
    found = newest_total(years)
    assert found is not None
    assert found[0].year == 2023
    assert newest_total([replace(years[0], measures={})]) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_of_a_units_page_links_to_its_row(years: list[Summary], language: str) -> None:
    """The amount that is shown is that of the measure whose row the link names."""
    pages = unit_pages(years)
    slug = years[0].unit_slug
    tree = page(pages, f"{language}/units/{slug}/index.md")
    links = {
        (anchor.get("href"), anchor.text_content()) for anchor in tree.findall(".//table//td/a")
    }
    for one in years:
        measured = one.measures["total"]
        assert (f"{one.year_slug}/{measured.link}", f"{measured.value:,f}") in links


def many(one: Summary, count: int) -> list[Summary]:
    """As many units with long names, each in one of three regions."""
    return [
        replace(
            one,
            slug=f"yun-xi-shi-{number:05}-dao-ban-shi-chu-{'gong-' * 8}/2023-budget",
            unit=Bilingual(f"云溪市第{number}街道办事处", f"Subdistrict office {number} of Yunxi"),
            region=Bilingual(f"云溪市{number % 3}区", f"Yunxi {number % 3}"),
        )
        for number in range(count)
    ]


def test_pages_over_many_packages_stay_small(years: list[Summary]) -> None:
    """With thousands of units no list grows beyond what a phone loads; every unit is in one."""
    summaries = many(years[0], 5000)
    pages = overviews(summaries, {"scopes": SCOPE_TITLES})
    for path, data in pages.items():
        assert len(data) < LARGEST, path
    lists = [path for path in pages if re.fullmatch(r"zh/units/(page-\d+/)?index\.md", path)]
    assert len(lists) == 5000 / UNITS_A_PAGE
    linked = {
        anchor.get("href").removeprefix("../")
        for path in lists
        for anchor in page(pages, path).findall(".//tbody//th/a")
    }
    assert linked == {f"{one.unit_slug}/" for one in summaries}
    cards = page(pages, "zh/index.md").findall(".//a[@class='yu-card']")
    assert len([card for card in cards if card.get("href").startswith("units/yun")]) == NEWEST


def test_a_region_leads_to_the_place_where_its_units_begin(years: list[Summary]) -> None:
    """The chip of a region opens the right page at the right place."""
    pages = overviews(many(years[0], UNITS_A_PAGE * 2), {"scopes": SCOPE_TITLES})
    for chip in page(pages, "zh/units/index.md").findall(".//a[@class='yu-chip']"):
        address, _, fragment = chip.get("href").partition("#")
        if not fragment:
            continue
        target = page(pages, f"zh/units/{address}index.md")
        name = chip.text_content().split()[0]
        assert name in target.get_element_by_id(fragment).text_content()


def loaded(data: bytes) -> Any:
    """What a script file assigns."""
    return json.loads(data.decode().partition("=")[2].rpartition(";")[0].lstrip("="))


def test_what_scripts_compare_is_what_packages_disclose(years: list[Summary]) -> None:
    """Amounts go into the script files with the digits and the unit of money of the document."""
    files = dict(compare_data(years))
    for one in years:
        text = files[f"data/{one.slug}/compare.js"].decode()
        assert text.startswith(f'(window.yusuanCompared??={{}})["{one.slug}"]=')
        told = json.loads(text.partition("]=")[2].removesuffix(";\n"))
        assert set(told["measures"]) == set(one.measures)
        for name, measured in one.measures.items():
            assert told["measures"][name] == [
                f"{measured.value:f}",
                measured.money_unit,
                measured.table,
                measured.row,
            ]


def test_the_list_for_scripts_names_every_package(years: list[Summary]) -> None:
    """The search for units and years to compare knows all of them."""
    rows = loaded(dict(overall_downloads(years))[LIST])
    assert [row[0] for row in rows] == [unit.slug for unit in units_of(years)]
    assert {f"{row[0]}/{item[3]}" for row in rows for item in row[5]} == {one.slug for one in years}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_comparison_has_every_figure_without_scripts(
    years: list[Summary], language: str
) -> None:
    """The table of the page links each amount to its row."""
    tree = page(unit_pages(years), f"{language}/compare/index.md")
    links = {anchor.get("href") for anchor in tree.findall(".//td/a")}
    for one in years:
        for name in ("total", "basic", "project", "three-public", "function/207"):
            assert f"../units/{one.slug}/{one.measures[name].link}" in {
                link.replace("../../", "../") for link in links
            }


def test_a_name_can_not_end_the_block_of_data(years: list[Summary]) -> None:
    """What stands in the page's JSON is escaped; the hostile name stays text."""
    hostile = replace(years[0], unit=Bilingual("</script><script>alert(1)</script>", ""))
    pages = unit_pages([hostile])
    for path, data in pages.items():
        assert b"<script>alert" not in data, path


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_package_makes_a_whole_home_page(years: list[Summary], language: str) -> None:
    """With a single package the page still has its parts, and shows more of it."""
    tree = page(unit_pages(years[:1]), f"{language}/index.md")
    assert [heading.get("id") for heading in tree.findall(".//h2")] == [
        "newest",
        "first",
        "ways",
        "why",
    ]
    assert "850" not in tree.text_content()
    assert f"{years[0].measures['basic'].value:f}" in tree.text_content()
