"""Every type of page is sound in every language, scheme and width."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from browser.kinds import wanted
from browser.soundness import EXCLUDED, barriers, sticking_out, structure
from browser.visit import visiting

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from browser.visit import Visit

SCHEMES = {"light": "default", "dark": "slate"}
WIDTHS = (1280, 390)


def test_every_page_is_of_a_type_and_every_type_has_a_page(pages: dict[str, list[str]]) -> None:
    """A new page joins these tests by its type; a type without a page would test nothing."""
    assert pages.get("?", []) == []
    assert set(pages) == set(wanted())


@pytest.mark.parametrize("kind", wanted())
def test_a_page_is_sound(
    chromium: Browser, served: str, addresses: dict[str, str], kind: str
) -> None:
    """No barrier, no error, no other host, nothing that sticks out; one heading, one scheme."""
    found: dict[str, list[str]] = {}
    light: dict[int, str] = {}
    for scheme, expected in SCHEMES.items():
        with visiting(chromium, served, color_scheme=scheme) as visit:
            visit.allowed = {"404"} if kind.endswith("-lost") else set()
            page = visit.open(addresses[kind])
            assert page.locator("body").get_attribute("data-md-color-scheme") == expected
            assert page.locator("h1").count() == 1
            for width in WIDTHS:
                visit.widen(width)
                built = structure(page)
                same = light.setdefault(width, built) == built and scheme != "light"
                troubles = [*barriers(page, colours_only=same), *sticking_out(page)]
                if troubles:
                    found[f"{addresses[kind]} {scheme} {width}"] = troubles
    assert not found, json.dumps(found, ensure_ascii=False, indent=1)


#: What is broken in a page → the end of what must be seen of it.
BROKEN = {
    "const i = new Image(); i.src = 'data:image/gif;base64,R0lGODlhAQABAAAAACw='; article.append(i)": "image-alt",
    "article.insertAdjacentHTML('beforeend', '<p style=\"color:#bbb;background:#fff\">faint</p>')": (
        "color-contrast"
    ),
    "article.insertAdjacentHTML('beforeend', '<h5>deep</h5>')": "heading-order",
    "article.insertAdjacentHTML('beforeend', '<div style=\"width:5000px\">wide</div>')": "5000px",
}


@pytest.mark.parametrize("script", list(BROKEN))
def test_an_unsound_page_is_seen(visit: Visit, addresses: dict[str, str], script: str) -> None:
    """A picture without words, faint text, a skipped heading and a wide box are each told."""
    page = visit.open(addresses["zh-about"])
    assert BROKEN[script] not in " ".join([*barriers(page), *sticking_out(page)])
    page.evaluate(f"() => {{ const article = document.querySelector('article'); {script} }}")
    assert BROKEN[script] in " ".join([*barriers(page), *sticking_out(page)])


def test_a_page_built_otherwise_in_the_dark_is_judged_whole(visit: Visit) -> None:
    """Words, marks and places make a difference, colours none; faint text is told by colours alone."""
    page = visit.open("about/")
    before = structure(page)
    page.evaluate("document.body.style.setProperty('background', 'black')")
    page.evaluate("document.body.dataset.mdColorScheme = 'slate'")
    assert structure(page) == before
    changes = (
        "article.append('more')",
        "article.querySelector('a').setAttribute('aria-label', 'more')",
        "article.style.paddingTop = '3px'",
        "article.querySelector('h1').hidden = true",
    )
    for change in changes:
        page.evaluate(f"() => {{ const article = document.querySelector('article'); {change} }}")
        assert structure(page) != before, change
        before = structure(page)
    page.evaluate(
        "document.querySelector('article').insertAdjacentHTML('beforeend',"
        " '<p style=\"color:#bbb;background:#fff\">faint</p>')"
    )
    assert "color-contrast" in " ".join(barriers(page, colours_only=True))


def test_every_exclusion_excludes_rules_of_axe(visit: Visit) -> None:
    """An exclusion that excludes nothing is removed."""
    page = visit.open("")
    barriers(page)
    tags = page.evaluate("axe.getRules().flatMap((rule) => rule.tags)")
    assert set(EXCLUDED) <= set(tags)


@pytest.mark.parametrize(
    ("script", "told"),
    [
        ("console.error('broken')", "console: broken"),
        ("setTimeout(() => { throw new Error('thrown') })", "error: "),
        ("fetch('lost.json')", "404: "),
        ("fetch('http://other.example/').catch(() => 0)", "another host: http://other.example/"),
        (
            "document.body.append(Object.assign(new Image(), {src: '//other.example/x.png'}))",
            "another host",
        ),
    ],
)
def test_what_goes_wrong_in_a_page_fails_the_visit(
    chromium: Browser, served: str, script: str, told: str
) -> None:
    """An error, a lost file and a request to another host are not overlooked."""

    def look() -> None:
        with visiting(chromium, served) as visit:
            visit.open("").evaluate(f"() => {{ {script} }}")
            visit.until(lambda: bool(visit.troubles), "nothing was told")

    with pytest.raises(AssertionError, match=re.escape(told)):
        look()
