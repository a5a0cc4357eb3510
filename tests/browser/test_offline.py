"""The zip, unpacked and opened as files: every type of page, the search, charts and downloads."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pytest
from lxml import html

from browser.kinds import LANGUAGES, wanted
from browser.test_search import results
from browser.visit import visiting
from yusuan.site.links import broken_links
from yusuan.site.offline import FOLDER, write_offline

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

    from browser.visit import Visit

#: What is looked for in the search, and what must be in the title of a page that is found.
SEARCHED = {"zh": ("支出", "支出"), "en": ("expenditure", "xpenditure")}
#: Pages that only a server shows.
_SERVED = frozenset({"lost"})


@pytest.fixture(scope="session")
def unpacked(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The zip of the built site, unpacked in a folder whose name is no plain word."""
    folder = tmp_path_factory.mktemp("offline") / "离线 copy"
    folder.mkdir()
    write_offline(site, folder / "site.zip")
    with zipfile.ZipFile(folder / "site.zip") as archive:
        archive.extractall(folder)
    return folder / FOLDER


@pytest.fixture
def opened(chromium: Browser, unpacked: Path) -> Iterator[Visit]:
    """A window on the unpacked files, in which any request beyond them is a trouble."""
    with visiting(chromium, f"{unpacked.as_uri()}/") as one:
        yield one


def file_of(address: str) -> str:
    """The file that is a page, by its address on a server."""
    return f"{address}index.html" if not address or address.endswith("/") else address


def test_every_link_leads_to_a_file(unpacked: Path) -> None:
    """No link of any page leads to a folder, and none to nothing."""
    assert list(broken_links(unpacked)) == []
    seen = 0
    for path in unpacked.rglob("*.html"):
        for link in html.parse(path).xpath("//a/@href"):
            parts = urlsplit(link)
            if parts.scheme or not parts.path:
                continue
            assert (path.parent / unquote(parts.path)).is_file(), (path, link)
            seen += 1
    assert seen > 1000


@pytest.mark.parametrize(
    "kind", [kind for kind in wanted() if kind.split("-", 1)[1] not in _SERVED]
)
def test_a_page_opens_as_a_file(opened: Visit, addresses: dict[str, str], kind: str) -> None:
    """Nothing is missing, nothing is said in the console, and each chart is drawn."""
    page = opened.open(file_of(addresses[kind]))
    assert page.locator("article h1").count() == 1
    figures = page.locator("figure.yu-chart")
    for at in range(figures.count()):
        figures.nth(at).scroll_into_view_if_needed()
        figures.nth(at).locator("svg").first.wait_for()


def test_there_are_charts_to_see(unpacked: Path) -> None:
    """Else the test above would see none drawn."""
    assert any(
        "yu-chart" in path.read_text("utf-8") for path in unpacked.glob("units/*/*/index.html")
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_search_finds_and_leads_to_a_page(opened: Visit, language: str) -> None:
    """The search works without a server, and its first result opens."""
    page = opened.open(f"{LANGUAGES[language]}index.html")
    words, title = SEARCHED[language]
    page.locator("button[data-search-open]").first.click()
    (target, *_), *_ = results(page, words)
    assert target.startswith(opened.base)
    assert target != page.url
    page.locator(".yu-search__page").first.click()
    page.wait_for_url(file_of(target))
    assert title in page.locator("article").inner_text()


def test_the_other_language_is_the_same_page(opened: Visit, addresses: dict[str, str]) -> None:
    """The switch leads from a file to its twin, and back."""
    address = file_of(addresses["zh-table"])
    page = opened.open(address)
    page.locator(".yu-language").first.click()
    page.wait_for_url(f"**/en/{address}")
    page.locator(".yu-language").first.click()
    page.wait_for_url(f"{opened.base}{address}")


def test_a_download_is_the_package_s_file(
    unpacked: Path, site: Path, addresses: dict[str, str]
) -> None:
    """The CSV that a table's page leads to is there, with the bytes of the site."""
    path = unpacked / file_of(addresses["zh-table"])
    (link, *_) = html.parse(path).xpath("//a[@download]/@href[contains(., '.csv')]")
    file = (path.parent / link).resolve()
    twin = site / file.relative_to(unpacked.resolve())
    assert file.read_bytes() == twin.read_bytes() != b""
