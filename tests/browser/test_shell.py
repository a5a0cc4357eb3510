"""What every page has around it: the other language, light and dark, the menu, and the way by keys."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from lxml import html

from browser.kinds import LANGUAGES, wanted

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from browser.visit import Visit

#: Pages whose other language is checked by its file alone; the lost page has no other.
SWITCHED = [kind for kind in wanted() if not kind.endswith("-lost")]


def focused(page: Page, attribute: str) -> str:
    """Give an attribute of the element that has the focus."""
    found = page.evaluate("name => document.activeElement.getAttribute(name)", attribute)
    return str(found or "")


def other(address: str) -> str:
    """Address of the same page in the other language."""
    return address.removeprefix("en/") if address.startswith("en/") else f"en/{address}"


@pytest.mark.parametrize("kind", SWITCHED)
def test_the_switch_leads_to_the_same_page(
    addresses: dict[str, str], site: Path, kind: str
) -> None:
    """The link to the other language is that of this very page, and works without script."""
    address = addresses[kind]
    tree = html.document_fromstring((site / address / "index.html").read_text(encoding="utf-8"))
    (link,) = tree.xpath("//a[@data-language-switch]/@href")
    target = (site / address / link / "index.html").resolve()
    assert target == (site / other(address) / "index.html").resolve()
    assert target.is_file()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_switch_keeps_the_place_and_the_choice(
    visit: Visit, addresses: dict[str, str], language: str
) -> None:
    """Row and query go along into the other language and back."""
    address = addresses[f"{language}-table"]
    page = visit.open(f"{address}?sort=-3#r2")
    page.locator("[data-language-switch]").click()
    page.wait_for_url(lambda url: url.startswith(f"{visit.base}{other(address)}?"))
    parts = urlsplit(visit.address())
    assert parts.fragment == "r2"
    assert "sort=-3" in parts.query
    assert (page.locator("html").get_attribute("lang") or "").startswith(
        "en" if language == "zh" else "zh"
    )
    page.locator("[data-language-switch]").click()
    page.wait_for_url(lambda url: url.startswith(f"{visit.base}{address}?"))
    assert urlsplit(visit.address()).fragment == "r2"


def test_light_or_dark_is_kept_from_page_to_page(visit: Visit, addresses: dict[str, str]) -> None:
    """What a reader chose stands on the next page and after loading again, until chosen otherwise."""
    page = visit.open(addresses["zh-home"])
    shown = "getComputedStyle(document.body).color"
    light = page.evaluate(shown)
    page.locator("[data-scheme]").click()
    dark = page.evaluate(shown)
    assert dark != light
    for address in (addresses["zh-year"], addresses["en-table"]):
        visit.open(address)
        assert page.evaluate(shown) == dark
        assert page.locator("[data-scheme]").get_attribute("aria-pressed") == "true"
    page.reload()
    assert page.evaluate(shown) == dark
    page.locator("[data-scheme]").click()
    visit.open(addresses["zh-home"])
    assert page.evaluate(shown) == light


def test_the_system_decides_until_the_reader_does(visit: Visit, addresses: dict[str, str]) -> None:
    """A system that turns dark turns the page dark."""
    page = visit.open(addresses["en-home"])
    shown = "getComputedStyle(document.body).color"
    light = page.evaluate(shown)
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(f"light => {shown} !== light", arg=light)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_key_leads_past_the_header(
    visit: Visit, addresses: dict[str, str], language: str
) -> None:
    """Tab, Enter: the focus is in the content, on any page."""
    for kind in ("home", "table", "method"):
        page = visit.open(addresses[f"{language}-{kind}"])
        page.keyboard.press("Tab")
        assert focused(page, "href") == "#main"
        assert page.locator(".yu-skip").bounding_box() is not None
        page.keyboard.press("Enter")
        page.wait_for_function("document.activeElement.id === 'main'")


def test_a_walk_by_keys_alone(visit: Visit, addresses: dict[str, str]) -> None:
    """Search with a slash, go to a result, and from the year to a row of its table."""
    page = visit.open(addresses["zh-home"])
    page.keyboard.press("/")
    page.locator("dialog.yu-search[open]").wait_for()
    page.keyboard.press("Escape")
    page.locator("dialog.yu-search").wait_for(state="hidden")
    page = visit.open(addresses["zh-year"])
    for _ in range(60):
        page.keyboard.press("Tab")
        if "#r" in focused(page, "href"):
            break
    link = focused(page, "href")
    assert "#r" in link
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{link.rpartition('/')[2]}")
    assert page.locator(f"#{urlsplit(link).fragment}").is_visible()


def test_the_menu_of_a_phone(visit: Visit, addresses: dict[str, str]) -> None:
    """Closed at first, opened by its button, closed by Escape, which gives the focus back."""
    visit.widen(390)
    page = visit.open(addresses["en-home"])
    menu = page.locator("#menu a").first
    assert not menu.is_visible()
    page.locator("[data-menu]").click()
    assert menu.is_visible()
    page.keyboard.press("Escape")
    assert not menu.is_visible()
    assert page.evaluate("document.activeElement.hasAttribute('data-menu')")
