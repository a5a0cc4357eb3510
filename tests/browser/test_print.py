"""A table page on A4: every text and number of the table, and nothing of the screen around it."""

from __future__ import annotations

import io
import re
import unicodedata
from typing import TYPE_CHECKING

import pdfplumber
import pytest

from browser.kinds import LANGUAGES

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from browser.visit import Visit

#: Points of a sheet, upright or lying.
_A4 = (595, 842)
#: Pieces of text in the tables, as they are drawn; not what only a screen reader reads.
_PIECES = """() => [...document.querySelectorAll("article table")].flatMap((table) => {
  const found = [];
  const walk = document.createTreeWalker(table, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const around = walk.currentNode.parentElement;
    if (around.checkVisibility() && around.getBoundingClientRect().width > 1)
      found.push(walk.currentNode.data);
  }
  return found;
})"""
#: Words of what stands around a page on the screen.
_AROUND = """() => [...document.querySelectorAll("header nav a, [data-language-switch], header button")]
  .map((one) => one.textContent.replace(/\\s/g, "")).filter((text) => text.length > 1)"""
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-")
#: Radicals, which a font may give in place of the characters that look like them.
_RADICALS = "\u2e80-\u2fdf"
_OTHERS = re.compile(f"[^{_RADICALS}]+")


def plain(text: str) -> str:
    """Without white space, with one sort of dash and of letters; radicals stay what they are."""
    text = _OTHERS.sub(lambda found: unicodedata.normalize("NFKC", found.group()), text)
    return "".join(text.translate(_DASHES).split())


def lost(pieces: list[str], text: str) -> list[str]:
    """Pieces that don't stand in a text."""
    return [piece for piece in map(plain, pieces) if piece not in text and not _like(piece, text)]


def _like(piece: str, text: str) -> bool:
    pattern = "".join(
        f"[{one}{_RADICALS}]" if one.isalpha() and not one.isascii() else re.escape(one)
        for one in piece
    )
    return re.search(pattern, text) is not None


def printed(page: Page) -> str:
    """Text of a page on A4, in the order it was drawn; what sticks out of the paper is not."""
    data = page.pdf(format="A4", prefer_css_page_size=True)
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        for sheet in pdf.pages:
            assert sorted((sheet.width, sheet.height)) == pytest.approx(_A4, abs=2)
        drawn = [char for sheet in pdf.pages for char in sheet.chars]
    return plain("".join(char["text"] for char in drawn))


@pytest.fixture(scope="session")
def widest(site: Path, pages: dict[str, list[str]]) -> dict[str, str]:
    """Address of the table page with most columns, by language."""

    def columns(path: str) -> int:
        return (site / path).read_text(encoding="utf-8").partition("</thead>")[0].count("<th")

    return {
        language: max(pages[f"{language}-table"], key=columns).removesuffix("index.html")
        for language in LANGUAGES
    }


@pytest.mark.parametrize("which", ["fullest", "widest"])
@pytest.mark.parametrize("language", list(LANGUAGES))
def test_a_table_prints_whole(
    visit: Visit,
    addresses: dict[str, str],
    widest: dict[str, str],
    language: str,
    which: str,
) -> None:
    """Nothing is cut off at the paper's edge, no cell is lost, no menu is printed."""
    address = addresses[f"{language}-table"] if which == "fullest" else widest[language]
    page = visit.open(address)
    around = page.evaluate(_AROUND)
    page.emulate_media(media="print")
    pieces = page.evaluate(_PIECES)
    assert len(pieces) > 10
    assert lost(pieces, printed(page)) == []
    assert page.locator("header nav, [data-language-switch]").locator("visible=true").count() == 0
    assert around


def test_what_is_cut_off_in_print_is_seen(visit: Visit, addresses: dict[str, str]) -> None:
    """A cell that is not printed, and one that sticks out of the paper, are both told."""
    page = visit.open(addresses["zh-table"])
    page.emulate_media(media="print")
    cell = page.locator("article tbody td").first
    cell.evaluate("(one) => { one.textContent = 'onlyhere' }")
    assert lost(["onlyhere"], printed(page)) == []
    for style in ("display:none", "visibility:hidden"):
        cell.evaluate("(one, style) => { one.style.cssText = style }", style)
        assert lost(["onlyhere"], printed(page)) == ["onlyhere"]
