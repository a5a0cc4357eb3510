"""What stands over several years: the trend, a budget beside its final accounts, and the comparison."""

from __future__ import annotations

import csv
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from browser.kinds import LANGUAGES
from browser.test_charts import drawn_texts, first, rows
from browser.visit import visiting
from museum import NAME

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Locator, Page

    from browser.visit import Visit

#: The unit that ``whole_project`` gives two budgets and one year's final accounts.
UNIT = "yun-xi-shi-bo-wu-guan"
BUDGET, FINAL, NEXT = "2022-budget", "2022-final", "2023-budget"
#: Its whole expenditure, as its documents print it, in CNY 10,000.
TOTALS = {BUDGET: Decimal(900), FINAL: Decimal(870), NEXT: Decimal(990)}
#: How the reader asks for both packages of a year, and what the totals differ by.
ASKED, DIFFERENCE, PERCENT = f"{NAME} 2022", Decimal(-30), Decimal("-3.3")


def number(text: str) -> Decimal:
    """Give a printed number."""
    return Decimal(text.translate({0x2212: "-"}).replace(",", "").removeprefix("+").strip())


def total_in(site: Path, package: str) -> Decimal:
    """Give the whole of a package's expenditure as it can be downloaded."""
    path = site / "data" / UNIT / package / "data" / "expenditure-summary.csv"
    (row,) = (
        row
        for row in csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines())
        if row["role"] == "total"
    )
    return Decimal(row["total"])


def total_rows(page: Page) -> list[list[str]]:
    """Give the cells of each row of totals on a unit's page: the trend's, then the pair's."""
    found: list[list[str]] = page.locator("table.yu-trend tr.yu-total").evaluate_all(
        "(all) => all.map((row) => [...row.querySelectorAll('td')].map((one) => one.textContent.trim()))"
    )
    return found


def test_the_documents_hold_what_is_looked_for(site: Path) -> None:
    """The totals below are those of the packages that the site offers."""
    assert {package: total_in(site, package) for package in TOTALS} == TOTALS


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_trend_is_drawn_with_the_years_own_amounts(
    visit: Visit, language: str, width: int
) -> None:
    """Each year and stage stands in the drawing with the digits of its document."""
    visit.widen(width)
    page = visit.open(f"{LANGUAGES[language]}units/{UNIT}/")
    figure = first(page, "trend")
    figure.locator(".yu-chart__picture svg text").first.wait_for()
    given = {(row["year"], row["series_en"]): Decimal(row["amount"]) for row in rows(figure)}
    assert given == {
        ("2022", "budget"): TOTALS[BUDGET],
        ("2022", "final accounts"): TOTALS[FINAL],
        ("2023", "budget"): TOTALS[NEXT],
    }
    drawn = drawn_texts(figure)
    for year, amount in (("2022", TOTALS[BUDGET]), ("2023", TOTALS[NEXT])):
        assert year in drawn
        assert str(amount) in drawn


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("language", LANGUAGES)
def test_years_and_stages_stand_side_by_side(
    chromium: Browser, served: str, language: str, script: bool
) -> None:
    """Budgets over the years, and the budget beside its accounts, with what they differ by."""
    with visiting(chromium, served, java_script_enabled=script) as visit:
        page = visit.open(f"{LANGUAGES[language]}units/{UNIT}/")
        trend, pair = total_rows(page)
        assert [number(text) for text in trend[:3]] == [TOTALS[BUDGET], TOTALS[NEXT], Decimal(90)]
        assert trend[3] == "+10.0%"
        assert [number(text) for text in pair[:3]] == [TOTALS[BUDGET], TOTALS[FINAL], DIFFERENCE]
        assert number(pair[3].removesuffix("%")) == PERCENT
        link = page.locator("table.yu-trend tr.yu-total").last.locator("td a").last
        link.click()
        page.wait_for_url(f"**/{UNIT}/{FINAL}/expenditure-summary/#r*")
        row = page.locator("tr:target")
        assert str(TOTALS[FINAL]) in row.inner_text()


def compared(page: Page) -> Locator:
    """Give the row of totals of the comparison that the reader put together."""
    return page.locator("[data-table] tr.yu-total").first


def differences(page: Page) -> list[Decimal]:
    """Give the numbers of that row: the first, the second, what they differ by, and in percent."""
    texts = " ".join(compared(page).locator("td").all_inner_texts())
    return [number(text.strip("()%")) for text in texts.split()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_packages_are_chosen_and_compared(visit: Visit, site: Path, language: str) -> None:
    """Found by words, taken by clicks; numbers are the packages', and the address keeps it all."""
    page = visit.open(f"{LANGUAGES[language]}compare/")
    page.locator("input[name=find]").fill(ASKED)
    # of one year the accounts are listed first; the budget is to be the base
    for taken, at in enumerate((1, 0)):
        page.locator("[data-found] button").nth(1).wait_for()
        page.locator("[data-found] button").nth(at).click()
        page.locator("[data-chosen] .yu-chip").nth(taken).wait_for()
    page.locator("input[name=diff]").check()
    wanted = [total_in(site, BUDGET), total_in(site, FINAL), DIFFERENCE, PERCENT]
    page.locator("[data-table] thead th").nth(3).wait_for()
    assert differences(page) == wanted
    address = visit.address()
    assert f"p={UNIT}/{BUDGET},{UNIT}/{FINAL}" in address
    assert "diff=1" in address
    page = visit.open("about/")
    page = visit.open(address)
    page.locator("[data-table] thead th").nth(3).wait_for()
    assert differences(page) == wanted
    compared(page).locator("td a").nth(1).click()
    page.wait_for_url(f"**/{UNIT}/{FINAL}/expenditure-summary/#r*")
    assert str(wanted[1]) in page.locator("tr:target").inner_text()


def test_words_taken_back_while_the_list_is_on_its_way_find_nothing(visit: Visit) -> None:
    """On a slow line the reader sees what stands in the box now, not what stood there."""
    page = visit.open("compare/")
    with visit.held("data/packages.js"):
        page.locator("input[name=find]").fill("云溪")
        page.locator("input[name=find]").fill("")
    page.wait_for_function("window.yusuanPackages")
    page.evaluate("new Promise((done) => setTimeout(done))")
    assert page.locator("[data-found] button").count() == 0
    page.locator("input[name=find]").fill(ASKED)
    page.locator("[data-found] button").nth(1).wait_for()
    assert page.locator("[data-found] button").count() == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_script_the_newest_are_compared(
    chromium: Browser, served: str, language: str
) -> None:
    """The page's own table has each package's total, which leads to its row."""
    with visiting(chromium, served, java_script_enabled=False) as visit:
        page = visit.open(f"{LANGUAGES[language]}compare/")
        for package, total in TOTALS.items():
            link = page.locator(f"td a[href*='{UNIT}/{package}/expenditure-summary/#r']").first
            assert number(link.inner_text()) == total
        assert page.locator("#choose").is_hidden()
