"""The list of all findings: each filter, words, the address, and the page without script."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from browser.kinds import LANGUAGES
from browser.visit import visiting

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from browser.visit import Visit

_SHOWN = """() => [...document.querySelectorAll("[data-finding]:not([hidden])")]
  .map((one) => ({...one.dataset, text: one.textContent}))"""


def shown(page: Page) -> list[dict[str, str]]:
    """Give the findings that are not filtered away."""
    found: list[dict[str, str]] = page.evaluate(_SHOWN)
    return found


def counted(page: Page) -> int:
    """Give the number that the filter says are shown."""
    return int(page.locator("[data-count]").text_content() or "")


def times(findings: list[dict[str, str]]) -> int:
    """Count findings, those that stand together on one line each by itself."""
    return sum(int(one.get("times", "1")) for one in findings)


@pytest.mark.parametrize("language", list(LANGUAGES))
@pytest.mark.parametrize("name", ["severity", "unit", "check", "accepted"])
def test_each_choice_shows_what_it_says(visit: Visit, language: str, name: str) -> None:
    """Every choice leaves exactly the findings that have it, counts them, and names itself."""
    page = visit.open(f"{LANGUAGES[language]}findings/")
    everything = shown(page)
    assert counted(page) == times(everything) > 10
    choices: list[str] = page.locator(f"select[name={name}] option").evaluate_all(
        "(all) => all.map((one) => one.value).filter(Boolean)"
    )
    assert choices
    parted = 0
    for value in choices:
        page.locator(f"select[name={name}]").select_option(value)
        expected = [one for one in everything if one[name] == value]
        assert shown(page) == expected
        assert counted(page) == times(expected)
        parted += times(expected)
        chosen = page.evaluate("(key) => new URLSearchParams(location.search).get(key)", name)
        assert chosen == value
    assert parted == times(everything)


def test_words_leave_what_holds_them_all(visit: Visit) -> None:
    """What a finding says is looked through; words that are nowhere leave nothing."""
    page = visit.open("findings/")
    everything = shown(page)
    for words in (everything[0]["text"].split()[0][:3], everything[-1]["check"]):
        page.locator("input[name=q]").fill(words)
        assert 0 < len(shown(page)) <= len(everything)
        assert all(words.lower() in (o["text"] + o["check"]).lower() for o in shown(page))
        groups = page.locator("section[data-group]:visible")
        assert groups.count() == len({one["unit"] for one in shown(page)})
    page.locator("input[name=q]").fill("不存在的字")
    assert shown(page) == []
    assert counted(page) == 0


def test_a_filter_stands_in_the_address_and_is_taken_from_it(visit: Visit) -> None:
    """A link with a filter shows what it showed, going back too; clearing gives everything."""
    page = visit.open("findings/")
    everything = shown(page)
    severity = everything[0]["severity"]
    page.locator("select[name=severity]").select_option(severity)
    page.locator("input[name=q]").fill(everything[0]["check"])
    left, address = shown(page), visit.address()
    assert 0 < len(left) < len(everything)
    assert f"severity={severity}" in address
    visit.open("about/")
    page.go_back()
    assert shown(page) == left
    visit.open(address)
    assert shown(page) == left
    page.locator("form[data-filter] button[type=reset]").click()
    page.wait_for_function("location.search === ''")
    assert shown(page) == everything
    visit.open("findings/?severity=nonsense&unit=")
    assert shown(page) == everything


def test_without_script_every_finding_can_be_read(chromium: Browser, served: str) -> None:
    """No script, no filter: the form is not there, and nothing is hidden."""
    with visiting(chromium, served, java_script_enabled=False) as visit:
        page = visit.open("findings/")
        assert not page.locator("form[data-filter]").is_visible()
        assert page.locator("[data-finding]").count() > 10
        assert page.locator("[data-finding][hidden], [data-group][hidden]").count() == 0
