"""Charts in the browser: drawn with the printed digits, walked by keys, taken away as images."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from browser.kinds import LANGUAGES
from browser.visit import visiting

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Locator, Page

    from browser.visit import Visit

PNG = b"\x89PNG\r\n\x1a\n"
FIGURES = "figure[data-chart]"


@pytest.fixture(scope="module")
def charted(site: Path, pages: dict[str, list[str]]) -> dict[str, str]:
    """The page with most charts among those that have a kind: kind → path of the Chinese page."""
    counted: dict[str, list[tuple[int, str]]] = {}
    for path in (path for paths in pages.values() for path in paths if path[:3] != "en/"):
        for part in (text := (site / path).read_text(encoding="utf-8")).split('data-chart="')[1:]:
            kind = part.split('"')[0].split(" ")[0]
            counted.setdefault(kind, []).append((text.count('data-chart="'), path))
    return {kind: max(found)[1] for kind, found in counted.items()}


def rows(figure: Locator) -> list[dict[str, str]]:
    """Give the data of a figure, as the page carries it."""
    text = json.loads(figure.locator("script.yu-chart__data").text_content() or '""')
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def first(page: Page, kind: str) -> Locator:
    """Give the first figure that is drawn in some way."""
    return page.locator(f'{FIGURES}[data-chart^="{kind}"]').first


def drawn_texts(figure: Locator) -> str:
    """Give all words of a drawing."""
    return " ".join(figure.locator(".yu-chart__picture svg text").all_text_contents())


def digits(amount: str) -> str:
    """Group an amount's digits as pages do."""
    whole, dot, part = amount.removeprefix("-").partition(".")
    return f"{int(whole):,}{dot}{part}"


def test_every_kind_of_chart_stands_somewhere(charted: dict[str, str]) -> None:
    """The site under test has each kind, so that the tests below test each."""
    assert {"bars", "flow", "pair"} <= set(charted)


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["bars", "flow", "pair"])
def test_what_is_drawn_is_what_was_disclosed(
    visit: Visit, charted: dict[str, str], kind: str, language: str, width: int
) -> None:
    """The first level's largest amounts stand in the drawing digit by digit; it fits the page."""
    visit.widen(width)
    page = visit.open(LANGUAGES[language] + charted[kind])
    figure = first(page, kind)
    picture = figure.locator(".yu-chart__picture")
    picture.locator("svg text").first.wait_for()
    given = [row for row in rows(figure) if not row.get("parent")]
    largest = max(given, key=lambda row: abs(float(row["amount"])))
    if len(given) > 1 and kind != "flow":
        assert digits(largest["amount"]) in drawn_texts(figure)
    box = picture.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert picture.get_attribute("role") == "img"
    told = " ".join(figure.locator(".yu-chart__title, .yu-chart__fact").all_text_contents())
    for word in told.split():
        assert word in (picture.get_attribute("aria-label") or "")


def test_a_table_is_folded_where_its_chart_needs_the_room(
    visit: Visit, charted: dict[str, str]
) -> None:
    """On a phone the drawing stands alone and a touch unfolds the table; elsewhere both are seen."""
    for width, seen in ((1280, True), (390, False)):
        visit.widen(width)
        page = visit.open(charted["pair"])
        figure = first(page, "pair")
        figure.locator(".yu-chart__picture svg text").first.wait_for()
        row = figure.locator(".yu-chart__table tbody tr").first
        assert row.is_visible() is seen
    figure.locator(".yu-chart__table > summary").click()
    assert row.is_visible()


def test_the_page_carries_the_very_file_that_it_offers(
    visit: Visit, charted: dict[str, str]
) -> None:
    """What is drawn is parsed from the bytes that the link beside it downloads."""
    page = visit.open(charted["bars"])
    for figure in page.locator(FIGURES).all():
        text = json.loads(figure.locator("script.yu-chart__data").text_content() or '""')
        with page.expect_download() as waited:
            figure.locator("a[download]").click()
        assert waited.value.path().read_bytes() == text.encode()


def leads_down(figure: Locator) -> list[dict[str, str]]:
    """Give the rows that hold others."""
    data = rows(figure)
    parents = {row["parent"] for row in data}
    return [row for row in data if row["row"] in parents]


def level(figure: Locator) -> list[str]:
    """Names on the way from the whole to the level shown."""
    steps: list[str] = figure.locator(".yu-chart__path li").all_text_contents()
    return steps


@pytest.mark.parametrize("way", ["bars", "treemap"])
def test_keys_go_from_item_to_item_and_through_the_levels(
    visit: Visit, charted: dict[str, str], way: str
) -> None:
    """Arrows name each item with its digits, Enter opens it, Backspace leads back to it."""
    page = visit.open(charted["bars"])
    figure = next(one for one in page.locator(FIGURES).all() if leads_down(one))
    if way == "treemap":
        figure.locator(".yu-chart__views button").nth(1).click()
    plot, said = figure.locator(".yu-chart__plot"), figure.locator("[aria-live]")
    before = level(figure)
    plot.focus()
    opening = {row["name"]: row for row in leads_down(figure)}
    for _ in range(len(rows(figure))):
        page.keyboard.press("ArrowDown")
        name, amount = (said.text_content() or "").split(" · ")[:2]
        if name in opening:
            break
    assert amount.startswith(digits(opening[name]["amount"]))
    page.keyboard.press("Enter")
    assert level(figure)[-1] == name
    page.keyboard.press("Backspace")
    assert level(figure) == before
    assert (said.text_content() or "").startswith(name)


def test_a_row_of_the_drawing_leads_to_its_row_in_the_table(
    visit: Visit, charted: dict[str, str]
) -> None:
    """Enter on an item that holds no others goes to the number's own place."""
    page = visit.open(charted["pair"])
    figure = first(page, "pair")
    wanted = rows(figure)[0]["row"]
    figure.locator(".yu-chart__plot").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**#{wanted}")
    assert page.locator(f"#{wanted}").is_visible()


def test_an_image_says_all_by_itself(visit: Visit, charted: dict[str, str]) -> None:
    """SVG and PNG carry the drawing with title, unit and source, and are sound files."""
    page = visit.open(charted["bars"])
    figure = page.locator(FIGURES).first
    with page.expect_download() as waited:
        figure.get_by_role("button", name="SVG", exact=True).click()
    text = "".join(ET.fromstring(waited.value.path().read_text(encoding="utf-8")).itertext())  # noqa: S314 - our own page made it
    for part in ("title", "unit", "source"):
        words = figure.locator(f".yu-chart__{part}").text_content() or ""
        assert "".join(words.split()) in "".join(text.split())
    top = max((row for row in rows(figure) if not row["parent"]), key=lambda r: float(r["amount"]))
    assert digits(top["amount"]) in text
    with page.expect_download() as waited:
        figure.get_by_role("button", name="PNG", exact=True).click()
    assert waited.value.path().read_bytes().startswith(PNG)


def test_the_drawing_takes_the_colours_of_the_scheme(
    chromium: Browser, served: str, charted: dict[str, str]
) -> None:
    """It is drawn in the scheme of the page, and anew where that changes."""
    fills: dict[str, set[str]] = {}
    for scheme in ("light", "dark"):
        with visiting(chromium, served, color_scheme=scheme) as visit:
            page = visit.open(charted["bars"])
            path = page.locator(f"{FIGURES} svg path[fill]")
            path.first.wait_for(state="attached")
            fills[scheme] = set(
                path.evaluate_all("(all) => all.map((one) => one.getAttribute('fill'))")
            )
    assert fills["light"] != fills["dark"]
