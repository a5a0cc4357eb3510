"""The search finds what people look for, in both languages, and keeps to its language."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from browser.kinds import LANGUAGES
from browser.queries import QUERIES, Query
from browser.visit import visiting

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Locator, Page, Route

    from browser.visit import Visit

#: What a package may bring to the index of a language, in bytes: thousands of them are loaded at once.
PER_PACKAGE = 3_000
FIRST = 3


def results(page: Page, words: str) -> list[list[str]]:
    """Ask the open search; give the addresses of its results, a page's parts after the page."""
    box(page).fill(words)
    return answers(page, words)


def box(page: Page) -> Locator:
    """The box of the open search; the home page has another of its own."""
    return page.locator(".yu-search[open]").get_by_role("searchbox")


def answers(page: Page, words: str) -> list[list[str]]:
    """Wait for the answer to just these words, and give its addresses."""
    page.wait_for_function(
        "words => document.querySelector('.yu-search')?.dataset.answered === words", arg=words
    )
    found: list[list[str]] = page.eval_on_selector_all(
        ".yu-search__list li",
        "items => items.map(item => [...item.querySelectorAll('a')].map(a => a.href))",
    )
    return found


@pytest.fixture(params=list(QUERIES))
def language(request: pytest.FixtureRequest) -> str:
    """A language of the site."""
    return str(request.param)


def test_queries_find_what_they_should_and_nothing_else(
    chromium: Browser, served: str, language: str
) -> None:
    """Every query of the list leads where it must, within the first three, and nowhere it must not."""
    root = served + LANGUAGES[language]
    wrong = []
    with visiting(chromium, served) as visit:
        page = visit.open(LANGUAGES[language])
        page.locator("[data-search-open]").first.click()
        for query in QUERIES[language]:
            pages = results(page, query.words)
            fault = _fault(query, [[link.removeprefix(root) for link in one] for one in pages])
            if fault:
                wrong.append(fault)
    assert not wrong, "\n".join(wrong)


def _fault(query: Query, pages: list[list[str]]) -> str:
    first = [link for one in pages[:FIRST] for link in one]
    if query.first and not any(link.startswith(query.first) for link in first):
        return f"{query.words}: {query.first} is not among {first}"
    if query.never and any(link.startswith(query.never) for one in pages for link in one):
        return f"{query.words}: {query.never} is among {pages}"
    return ""


def test_a_lost_result_and_a_wrong_one_are_seen() -> None:
    """The judge of the queries itself notices what is missing and what is too much."""
    pages = [["a/"], ["b/#x"], ["c/"], ["d/"]]
    assert not _fault(Query("q", first="b/"), pages)
    assert _fault(Query("q", first="d/"), pages)
    assert not _fault(Query("q", never="e/"), pages)
    assert _fault(Query("q", never="d/"), pages)


def test_the_search_is_used_with_the_keyboard_alone(visit: Visit) -> None:
    """A key opens it, the arrow goes to the results, Enter follows one, Escape closes it."""
    page = visit.open("method/")
    page.keyboard.press("/")
    page.wait_for_selector("dialog[open]")
    results(page, "住房公积金")
    assert page.locator("[role=status]").last.inner_text()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.matches('.yu-search__list a')")
    page.keyboard.press("Escape")
    page.locator("dialog").wait_for(state="hidden")
    page.keyboard.press("/")
    results(page, "30201")
    page.keyboard.press("Enter")
    page.wait_for_url("**/classification/economic/302/**")


def test_what_a_name_contains_shows_as_text(visit: Visit) -> None:
    """Marks in results are marks; anything else in a query or a text stays text."""
    page = visit.open("")
    page.locator("[data-search-open]").first.click()
    results(page, "公积金")
    assert page.locator(".yu-search__list mark").first.inner_text()
    results(page, "<img src=x onerror=alert(1)>")
    assert page.locator(".yu-search img").count() == 0


def test_what_is_typed_before_the_search_is_there_is_answered(visit: Visit, language: str) -> None:
    """On a slow line the dialog opens at once, and what is typed into it waits for the script."""
    page = visit.open(LANGUAGES[language] + "method/")
    with visit.held("assets/search.js"):
        page.keyboard.press("/")
        page.keyboard.type("30201")
        assert box(page).input_value() == "30201"
        assert page.locator(".yu-search [role=status]").inner_text()
    assert "classification/economic/302/" in answers(page, "30201")[0][0]


def test_what_is_typed_at_home_is_typed_on_in_the_search(visit: Visit, language: str) -> None:
    """Words of the home page's box go along, and those typed after them stand behind them."""
    page = visit.open(LANGUAGES[language])
    with visit.held("search/index.js"):
        page.locator("form[data-search-open] input").fill("住房")
        page.keyboard.press("Enter")
        page.keyboard.type("公积金")
        assert box(page).input_value() == "住房公积金"
    assert "classification/function/221/" in answers(page, "住房公积金")[0][0]


def test_what_is_sent_before_any_script_is_there_is_answered(visit: Visit, language: str) -> None:
    """The words stand in the address of the page that comes then, and the search takes them up."""
    with visit.held("assets/site.js"):
        page = visit.open(LANGUAGES[language], scripts=False)
        page.locator("form[data-search-open] input").fill("住房公积金")
        page.keyboard.press("Enter")
        page.wait_for_url(f"{served_root(visit, language)}?q=*", wait_until="commit")
    assert "classification/function/221/" in answers(page, "住房公积金")[0][0]
    assert page.locator("form[data-search-open] input").input_value() == "住房公积金"


def served_root(visit: Visit, language: str) -> str:
    """Address of a language's home page."""
    return visit.base + LANGUAGES[language]


#: What makes the search's worker answer late, as a slow machine does.
_LATE = """const tell = self.postMessage.bind(self);
self.postMessage = (message) => setTimeout(() => tell(message), message.type === 3 ? 700 : 0);
"""


def test_an_answer_that_comes_late_is_not_taken_for_a_later_one(visit: Visit) -> None:
    """Where another question was asked meanwhile only its own answer is shown."""

    def slow(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=_LATE + answer.text())

    visit.page.context.route("**/workers/search.js", slow)
    page = visit.open("")
    page.evaluate("""() => {
      const ask = Worker.prototype.postMessage;
      window.asked = 0;
      Worker.prototype.postMessage = function (message) { window.asked += 1; ask.call(this, message); };
    }""")
    page.locator("[data-search-open]").first.click()
    page.wait_for_function("window.asked === 1")
    box(page).fill("住房公积金")
    page.wait_for_function("window.asked === 2")
    assert "classification/economic/302/" in results(page, "30201")[0][0]
    box(page).fill("住房公积金")
    page.wait_for_function("window.asked === 4")
    box(page).fill("")
    page.wait_for_timeout(1_000)
    assert page.locator(".yu-search__list li").count() == 0


@pytest.mark.parametrize("file", ["assets/search.js", "search/index.js", "workers/search.js"])
def test_a_search_that_can_not_load_says_so(visit: Visit, file: str) -> None:
    """Whatever does not arrive, the reader is told, and the words stay in the box."""
    visit.page.context.route(f"**/{file}", lambda route: route.abort())
    visit.allowed = {"net::ERR_FAILED"}
    page = visit.open("en/")
    page.locator("[data-search-open]").first.click()
    box(page).fill("housing")
    page.get_by_text("please reload").wait_for()
    assert box(page).input_value() == "housing"


def test_the_index_stays_small_with_many_packages(site: Path) -> None:
    """A package brings its unit, its year and its projects; tables and audits stay out."""
    for folder in LANGUAGES.values():
        script = (site / folder / "search/index.js").read_text(encoding="utf-8")
        docs = json.loads(script.removeprefix("window.yusuanIndex="))["docs"]
        sizes: dict[str, int] = {}
        for entry in docs:
            parts = entry["location"].split("/")
            if parts[0] == "units" and len(parts) > 3:
                assert len(parts) == 4 or parts[3] == "projects", entry["location"]
                size = len(json.dumps(entry, ensure_ascii=False).encode())
                sizes["/".join(parts[1:3])] = sizes.get("/".join(parts[1:3]), 0) + size
        assert sizes
        assert max(sizes.values()) < PER_PACKAGE, sizes
