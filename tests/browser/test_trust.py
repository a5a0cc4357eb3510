"""The end of a page: the citation carries the day, and the form for errors knows page and row."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from browser.kinds import LANGUAGES
from whole_project import ADDRESS, REPOSITORY
from yusuan.publish.citation import ACCESSED
from yusuan.publish.citation import ADDRESS as UNKNOWN

if TYPE_CHECKING:
    from browser.visit import Visit

#: Stops the link at the last moment and gives what it would have opened.
_WOULD_OPEN = """link => new Promise(done => {
  link.addEventListener("click", event => { event.preventDefault(); done(link.href); });
  link.click();
})"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_citation_carries_the_day_and_the_public_address(
    visit: Visit, addresses: dict[str, str], language: str
) -> None:
    """No word is left that stands for something unknown."""
    for kind in ("year", "table"):
        page = visit.open(addresses[f"{language}-{kind}"])
        said = page.locator(".yu-cite").inner_text()
        assert dt.datetime.now(tz=dt.UTC).date().strftime("%Y-") in said
        assert ACCESSED.of(language) not in said
        assert UNKNOWN.of(language) not in said
        assert ADDRESS + addresses[f"{language}-{kind}"] in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_copying_copies_what_is_shown(
    visit: Visit, addresses: dict[str, str], language: str
) -> None:
    """The button beside each form of the citation copies that form."""
    page = visit.open(addresses[f"{language}-year"])
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    for summary in page.locator(".yu-cite summary").all():
        summary.click()
    texts = page.locator(".yu-cite p, .yu-cite pre")
    buttons = page.locator(".yu-copy")
    assert texts.count() == buttons.count() == 3
    for at in range(3):
        before = buttons.nth(at).inner_text()
        buttons.nth(at).click()
        page.wait_for_function(
            "([button, before]) => button.textContent !== before",
            arg=[buttons.nth(at).element_handle(), before],
        )
        shown = (texts.nth(at).text_content() or "").strip()
        assert page.evaluate("navigator.clipboard.readText()") == shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_for_errors_knows_page_and_row(
    visit: Visit, addresses: dict[str, str], language: str
) -> None:
    """The row that the reader was led to is filled in; without one, the field is left empty."""
    address = addresses[f"{language}-table"]
    for fragment, row in (("", None), ("#r2", ["2"])):
        page = visit.open(address + fragment)
        opened = urlsplit(page.locator("a.yu-report").evaluate(_WOULD_OPEN))
        assert f"https://{opened.netloc}{opened.path}" == f"{REPOSITORY}/issues/new"
        filled = parse_qs(opened.query)
        assert filled["template"] == ["data-error.yml"]
        assert filled["page"] == [visit.base + address + fragment]
        assert filled["package"] == ["/".join(address.split("units/")[1].split("/")[:2])]
        assert filled["table"][0]
        assert filled.get("row") == row
        page.goto("about:blank")
