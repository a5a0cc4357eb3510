"""Fixtures of the browser tests: one site, one server and one Chromium for a whole run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from browser.kinds import fullest, pages_of
from browser.serving import running_chromium, serving
from browser.visit import visiting

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

    from browser.visit import Visit


@pytest.fixture(scope="session")
def site(whole_site: Path) -> Path:
    """The folder of the built site."""
    return whole_site / "site"


@pytest.fixture(scope="session")
def served(site: Path) -> Iterator[str]:
    """Address of the site, with a slash at its end."""
    with serving(site) as address:
        yield address


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser."""
    with running_chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def pages(site: Path) -> dict[str, list[str]]:
    """Paths of all built pages by ``<language>-<type>``."""
    return pages_of(site)


@pytest.fixture(scope="session")
def addresses(site: Path, pages: dict[str, list[str]]) -> dict[str, str]:
    """Address of the fullest page of each ``<language>-<type>``."""
    return {kind: fullest(site, paths) for kind, paths in pages.items()}


@pytest.fixture
def visit(chromium: Browser, served: str) -> Iterator[Visit]:
    """A window on the site; whatever goes wrong in it fails the test."""
    with visiting(chromium, served) as one:
        yield one
