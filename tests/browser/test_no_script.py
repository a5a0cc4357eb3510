"""With JavaScript switched off every page still says everything and leads everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from browser.kinds import LANGUAGES, wanted
from browser.visit import visiting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from browser.visit import Visit

#: What a page without script may not have, as a list of what it has of it.
_FAULTS = """() => {
  const shown = (one) => one.checkVisibility({visibilityProperty: true, opacityProperty: true})
    && one.getBoundingClientRect().height > 0;
  const say = (why, one) => `${why}: ${one.outerHTML.slice(0, 160)}`;
  const faults = [];
  for (const folded of document.querySelectorAll("article details")) folded.open = true;
  for (const row of document.querySelectorAll("article tr"))
    if (!shown(row)) faults.push(say("row not shown", row));
  for (const one of document.querySelectorAll("button, select, input, form, canvas, dialog"))
    if (shown(one) && one.getBoundingClientRect().width > 1) faults.push(say("does nothing", one));
  for (const chart of document.querySelectorAll("figure.yu-chart")) {
    // a chart that brings no table stands below the page's own, which has the same rows
    const tables = chart.matches(".yu-chart--beside") ? chart : document.querySelector("article");
    const rows = [...tables.querySelectorAll("table tbody tr")].filter(shown);
    if (!rows.length) faults.push(say("no table", chart));
    const printed = rows.map((row) => row.textContent).join(" ").replaceAll(",", "");
    const data = JSON.parse(chart.querySelector(".yu-chart__data").textContent).trim().split("\\n");
    const amount = data[0].split(",").indexOf("amount");
    if (!chart.matches(".yu-chart--beside"))
      for (const line of data.slice(1)) {
        const value = line.match(/(?:"(?:[^"]|"")*"|[^,]*)(?:,|$)/g)[amount].replace(",", "");
        if (!printed.includes(value)) faults.push(say(`${value} stands in no table`, chart));
      }
    for (const part of chart.querySelectorAll("*"))
      if (shown(part) && !part.textContent.trim() && part.getBoundingClientRect().height > 24)
        faults.push(say("empty box", part));
  }
  return faults.slice(0, 5);
}"""


@pytest.fixture
def bare(chromium: Browser, served: str) -> Iterator[Visit]:
    """A window without JavaScript."""
    with visiting(chromium, served, java_script_enabled=False) as one:
        yield one


@pytest.mark.parametrize("kind", wanted())
def test_a_page_is_whole_without_script(bare: Visit, addresses: dict[str, str], kind: str) -> None:
    """All rows, no empty chart, no dead control; nothing that a script alone would show."""
    if kind.endswith("-lost"):
        bare.allowed = {"404"}
    page = bare.open(addresses[kind])
    assert page.locator("h1").count() == 1
    assert page.evaluate(_FAULTS) == []
    for width in (390, 1280):
        bare.widen(width)
        links = page.locator("header a[href], nav a[href]")
        seen = [one for one in links.all() if one.is_visible()]
        assert len(seen) > 3, f"the menu can't be reached at {width}"


@pytest.mark.parametrize("language", list(LANGUAGES))
def test_a_reader_without_script_gets_from_home_to_a_table(bare: Visit, language: str) -> None:
    """Home, a unit, a year, a table, by links alone."""
    page = bare.open(LANGUAGES[language])
    for part in ("units/", "units/*/", "units/*/*/", "units/*/*/*/"):
        depth = part.count("/")
        target = f"{bare.base}{LANGUAGES[language]}units/"
        found = page.evaluate(
            """([target, depth]) => [...document.querySelectorAll("article a, nav a")].findIndex(
                (one) => one.href.startsWith(target) && !one.hash
                  && one.href.slice(target.length).split("/").length === depth
                  && one.checkVisibility())""",
            [target, depth],
        )
        assert found >= 0, f"{page.url} leads to no {part}"
        with page.expect_navigation():
            page.locator("article a, nav a").nth(found).click()
    assert page.locator("article table tbody tr").count() > 0
