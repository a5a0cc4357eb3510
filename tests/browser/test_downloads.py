"""What a click on a download saves is the file of the package, to the byte."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pytest

from browser.kinds import LANGUAGES

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from browser.visit import Visit


#: Chromium silently drops what a page downloads beyond so many within a second of the first.
_BURST = 10
_BURST_ENDS_MS = 1_100


def saved(page: Page) -> dict[str, bytes]:
    """Click every download of a page; gives what was saved by path on the server."""
    found = {}
    links = page.locator("a[download]")
    for at in range(links.count()):
        if at and at % _BURST == 0:
            page.wait_for_timeout(_BURST_ENDS_MS)
        link = links.nth(at)
        path = unquote(urlsplit(str(link.evaluate("(one) => one.href"))).path).lstrip("/")
        link.evaluate("(one) => one.closest('details')?.setAttribute('open', '')")
        with page.expect_download() as download:
            link.click()
        found[path] = Path(download.value.path()).read_bytes()
    return found


@pytest.mark.parametrize("kind", ["year", "table"])
@pytest.mark.parametrize("language", list(LANGUAGES))
def test_downloads_are_the_bytes_of_the_package(
    visit: Visit, whole_site: Path, addresses: dict[str, str], language: str, kind: str
) -> None:
    """Tables and descriptors are saved as they stand in the repository, in either language."""
    address = addresses[f"{language}-{kind}"]
    slug = "/".join(address.removeprefix(LANGUAGES[language]).split("/")[1:3])
    found = saved(visit.open(address))
    own = {path: data for path, data in found.items() if path.startswith(f"data/{slug}/data/")}
    assert own
    for path, data in own.items():
        assert data == (whole_site / "datapackage" / path.removeprefix("data/")).read_bytes(), path
    for path, data in found.items():
        assert data == (whole_site / "site" / path).read_bytes(), path
