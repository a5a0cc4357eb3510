"""What a table page costs at first view, compressed as GitHub Pages compresses it."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

from browser.kinds import LANGUAGES
from browser.visit import visiting

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Response

#: Bytes a table page may cost, without charts and with them.
WITHOUT, WITH = 150_000, 500_000
_COMPRESSED = ("text/", "application/javascript", "application/json", "image/svg+xml")


def first_view(chromium: Browser, served: str, address: str) -> tuple[dict[str, int], bool]:
    """Bytes of each file that a page loads by itself, and whether it has charts."""
    answers: list[Response] = []

    def keep(answer: Response) -> None:
        answers.append(answer)

    with visiting(chromium, served) as visit:
        visit.page.context.on("response", keep)
        page = visit.open(address)
        page.wait_for_load_state("networkidle")
        costs = {one.url.removeprefix(served): cost(one) for one in answers}
        return costs, page.locator("figure.yu-chart").count() > 0


def cost(answer: Response) -> int:
    """Bytes of one file on its way."""
    body = answer.body()
    packs = answer.headers.get("content-type", "").startswith(_COMPRESSED)
    return len(gzip.compress(body, 6)) if packs else len(body)


@pytest.mark.parametrize("kind", ["table", "year", "home"])
@pytest.mark.parametrize("language", list(LANGUAGES))
def test_a_page_costs_little_at_first_view(
    chromium: Browser, served: str, addresses: dict[str, str], language: str, kind: str
) -> None:
    """Even the fullest page keeps to its budget, and the search's index waits to be asked for."""
    costs, charts = first_view(chromium, served, addresses[f"{language}-{kind}"])
    assert sum(costs.values()) <= (WITH if charts else WITHOUT), costs
    assert not [path for path in costs if "search/" in path]


def test_what_a_page_loads_is_counted(chromium: Browser, served: str) -> None:
    """Style, script and page are among the costs, so that none goes uncounted."""
    costs, _ = first_view(chromium, served, "")
    assert {path.rpartition(".")[2] for path in costs} >= {"", "css", "js"}
    assert all(costs.values())
