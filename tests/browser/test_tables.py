"""Tables in the browser: folding, sorting, filtering, units, copying with the source, links to rows."""

from __future__ import annotations

import csv
import itertools
import re
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from browser.soundness import barriers, sticking_out
from browser.visit import visiting

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from browser.visit import Visit

#: A kind of table with levels, codes and amounts.
KIND = "general-public-budget-expenditure"
PREFIXES = {"zh": "", "en": "en/"}
#: Scripts that give what is seen of a table.
SHOWN = "[...document.querySelectorAll('.yu-data tbody tr')].filter(row => !row.hidden).map(row => row.id)"
COLUMN = "at => [...document.querySelectorAll('.yu-data tbody tr')].filter(row => !row.hidden).map(row => row.cells[at].textContent.trim())"


@pytest.fixture(scope="module")
def package(site: Path) -> str:
    """Address of a package with such a table, below a language's root."""
    found = [
        path.parent.parent.relative_to(site / "data").as_posix()
        for path in sorted((site / "data").glob(f"*/*/data/{KIND}.csv"))
        if {"1", "2", "3"} <= {row["level"] for row in _rows(path)}
    ]
    return f"units/{found[0]}/"


@pytest.fixture(params=PREFIXES)
def page(request: pytest.FixtureRequest, visit: Visit, package: str) -> Page:
    """The table in each language."""
    return visit.open(PREFIXES[request.param] + package + KIND + "/")


@pytest.fixture
def rows(site: Path, package: str) -> list[dict[str, str]]:
    """The rows of the table as they can be downloaded."""
    return _rows(site / "data" / package.removeprefix("units/") / "data" / f"{KIND}.csv")


def _rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))


def _column(page: Page, title: str) -> int:
    heads = page.locator(".yu-data thead th").all_inner_texts()
    return next(at for at, head in enumerate(heads) if title in head)


def _amounts(page: Page) -> list[int]:
    return [int(at) - 1 for at in (page.get_attribute(".yu-data", "data-amounts") or "").split()]


def test_rows_fold_with_what_is_below_them(page: Page, rows: list[dict[str, str]]) -> None:
    """A button on each row with rows below it says and changes whether they are shown."""
    parent = next(row for row in rows if row["level"] == "2")
    below = [f"r{row['row']}" for row in rows if row["parent_row"] == parent["row"]]
    toggle = page.locator(f"#r{parent['row']} .yu-toggle")
    assert set(below) <= set(page.evaluate(SHOWN))
    assert toggle.get_attribute("aria-expanded") == "true"
    toggle.focus()
    page.keyboard.press("Enter")
    assert toggle.get_attribute("aria-expanded") == "false"
    assert not set(below) & set(page.evaluate(SHOWN))
    page.keyboard.press("Enter")
    assert set(below) <= set(page.evaluate(SHOWN))


def test_a_level_shows_the_rows_down_to_it(page: Page, rows: list[dict[str, str]]) -> None:
    """The choice of a level stands in the address and is taken from there."""
    page.locator(".yu-choice button").first.click()
    expected = [f"r{row['row']}" for row in rows if int(row["level"]) <= 1]
    assert page.evaluate(SHOWN) == expected
    assert "level=1" in page.evaluate("location.search")
    page.reload()
    page.wait_for_selector(".yu-choice")
    assert page.evaluate(SHOWN) == expected


def test_sorting_keeps_the_tree_and_ends_with_the_third_click(
    page: Page, rows: list[dict[str, str]]
) -> None:
    """Classes are ordered by their amounts, each with its rows below it, and the total stays first."""
    printed = page.evaluate(SHOWN)
    at = _amounts(page)[0]
    head = page.locator(".yu-data thead th").nth(at)
    by_row = {f"r{row['row']}": row for row in rows}
    for direction, turned in (("descending", True), ("ascending", False)):
        head.locator("button").click()
        assert head.get_attribute("aria-sort") == direction
        shown = [by_row[name] for name in page.evaluate(SHOWN)]
        assert shown[0]["role"] == "total"
        classes = [Decimal(row["total"]) for row in shown if row["level"] == "1"]
        assert classes == sorted(classes, reverse=turned)
        for above, row in itertools.pairwise(shown):
            assert int(row["level"]) <= int(above["level"]) + 1
    head.locator("button").click()
    assert head.get_attribute("aria-sort") is None
    assert page.evaluate(SHOWN) == printed


def test_a_filter_keeps_what_the_found_rows_stand_under(
    page: Page, rows: list[dict[str, str]]
) -> None:
    """A code finds its row and those above it; how many there are is announced."""
    row = next(row for row in rows if row["level"] == "3")
    page.fill(".yu-tools input", row["code"])
    page.wait_for_function("location.search.includes('q=')")
    by_row = {one["row"]: one for one in rows}
    expected = {row["row"]}
    while row["parent_row"]:
        row = by_row[row["parent_row"]]
        expected.add(row["row"])
    shown = page.evaluate(SHOWN)
    assert set(shown) == {f"r{number}" for number in expected}
    status = page.locator(".yu-tools [role=status]")
    assert re.findall(r"\d+", status.inner_text()) in (
        [str(len(shown)), str(len(rows))],
        [str(len(rows)), str(len(shown))],
    )
    page.fill(".yu-tools input", "no such thing")
    page.wait_for_function(
        "document.querySelectorAll('.yu-data tbody tr:not([hidden])').length === 0"
    )
    page.locator(".yu-tools__reset").click()
    assert len(page.evaluate(SHOWN)) == len(rows)


def test_a_name_in_the_pages_language_is_found(page: Page, rows: list[dict[str, str]]) -> None:
    """Chinese names on both pages, English ones on the English."""
    row = next(row for row in rows if row["level"] == "3")
    words = [row["name"]]
    english = page.evaluate(f"document.querySelector('#r{row['row']} th').firstChild.textContent")
    if page.url.find("/en/") >= 0:
        words.append(english.strip())
    for text in words:
        page.fill(".yu-tools input", text)
        page.wait_for_function(
            "text => new URLSearchParams(location.search).get('q')?.toLowerCase() === text",
            arg=text.lower(),
        )
        assert page.locator(".yu-data tr[hidden]").count() > 0
        assert f"r{row['row']}" in page.evaluate(SHOWN)


@pytest.mark.parametrize(("name", "factor"), [("yuan", 1), ("wan", 10**4), ("yi", 10**8)])
def test_units_change_the_point_and_no_digit(page: Page, name: str, factor: int) -> None:
    """Every amount is exactly the printed one in the other unit, and the caption says so."""
    at = _amounts(page)[0]
    printed = page.evaluate(COLUMN, at)
    own = {"元": 1, "万元": 10**4, "亿元": 10**8}[page.get_attribute(".yu-data", "data-unit") or ""]
    caption = page.locator(".yu-data caption .yu-unit")
    noted = caption.inner_text()
    page.goto(f"{page.url}?unit={name}")
    page.wait_for_selector(".yu-choice")
    for before, after in zip(printed, page.evaluate(COLUMN, at), strict=True):
        if before:
            exact = Decimal(before.replace(",", "")) * own / factor
            assert Decimal(after.replace(",", "")) == exact
    assert (caption.inner_text() == noted) == (own == factor)


def test_a_number_is_copied_with_its_source(
    chromium: Browser, served: str, package: str, rows: list[dict[str, str]]
) -> None:
    """By keyboard alone: the value with row, column, place, document, hash and a link to the row."""
    for prefix in PREFIXES.values():
        with visiting(chromium, served, permissions=["clipboard-read", "clipboard-write"]) as visit:
            page = visit.open(prefix + package + KIND + "/")
            page.wait_for_selector(".yu-choice")
            cell = page.locator(".yu-data td[tabindex='0']")
            cell.focus()
            page.keyboard.press("ArrowDown")
            assert page.locator(".yu-data td[tabindex='0']").count() == 1
            page.keyboard.press("Enter")
            page.keyboard.press("Enter")
            row = rows[1]
            page.wait_for_function(
                "code => navigator.clipboard.readText().then((text) => text.includes(code))",
                arg=row["code"],
            )
            assert page.locator(".yu-figure [role=status]").inner_text()
            copied = page.evaluate("navigator.clipboard.readText()")
            assert f"{Decimal(row['total']):,f}" in copied
            assert row["name"] in copied
            assert row["code"] in copied
            assert copied.count(f"{KIND}/#r{row['row']}") == 1
            assert page.get_attribute(".yu-data", "data-sha256") in copied
            place = page.locator(f"#r{row['row']} td").last.inner_text()
            assert place in copied
            page.keyboard.press("Escape")
            assert page.locator(".yu-figure").is_hidden()
            assert page.evaluate("document.activeElement.tagName") == "TD"


def test_a_link_to_a_row_shows_it_whatever_hides_it(page: Page, rows: list[dict[str, str]]) -> None:
    """A fold and a filter give way to the row that the address names."""
    row = next(row for row in rows if row["level"] == "3")
    for query in ("level=1", "q=nothing"):
        address = page.url.split("?")[0].split("#")[0]
        page.goto(f"{address}?{query}#r{row['row']}")
        page.wait_for_selector(".yu-choice")
        assert f"r{row['row']}" in page.evaluate(SHOWN)
        assert page.locator(f"#r{row['row']}:target").count() == 1


def test_without_script_the_whole_table_is_there(
    chromium: Browser, served: str, package: str, rows: list[dict[str, str]]
) -> None:
    """Every row is visible, no tool is, and a place leads to its row."""
    context = chromium.new_context(java_script_enabled=False)
    try:
        page = context.new_page()
        page.goto(served + package + KIND + "/")
        assert page.locator(".yu-data tbody tr:visible").count() == len(rows)
        assert page.locator(".yu-tools > *").count() == 0
        page.locator("#r2 td a").last.click()
        page.wait_for_url("**/#r2")
    finally:
        context.close()


@pytest.mark.parametrize("width", [390, 1280])
def test_a_table_in_use_has_no_barrier(page: Page, width: int) -> None:
    """Sorted, in another unit and with a number's tools open, axe finds nothing and nothing sticks out."""
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(f"{page.url}?unit=yuan&sort=-3")
    page.wait_for_selector(".yu-choice")
    page.locator(".yu-data td[tabindex='0']").click()
    assert page.locator(".yu-figure").is_visible()
    assert barriers(page) == []
    assert sticking_out(page) == []


def test_a_printed_table_shows_no_tools(page: Page) -> None:
    """On paper there are no buttons, and the head of the table comes again on each page."""
    page.emulate_media(media="print")
    assert page.locator(".yu-tools").is_hidden()
    assert page.locator(".yu-toggle").first.is_hidden()
    head = "getComputedStyle(document.querySelector('.yu-data thead')).display"
    assert page.evaluate(head) == "table-header-group"
