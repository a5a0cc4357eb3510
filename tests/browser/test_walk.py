"""A reader on a phone who does not know the site answers five questions by tapping alone.

What the answers are is read from the package's own files, not from the pages.
"""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pytest

from browser.kinds import LANGUAGES
from browser.visit import visiting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Locator

WIDTH = 390
PHONE = {"viewport": {"width": WIDTH, "height": 844}, "has_touch": True, "is_mobile": True}
#: The class of housing, and how long the code of an item below a class is.
HOUSING, ITEM = "221", 7


class Answers:
    """What a package says: housing, the year before, the largest project, what differs."""

    def __init__(self, folder: Path) -> None:
        """Read the files of a package."""
        self.slug = "/".join(folder.parts[-2:])
        self.csv = folder / "data" / "expenditure-summary.csv"
        spent = {row["code"]: row["total"] for row in _rows(self.csv) if not row.get("period")}
        self.housing = Decimal(spent.get(HOUSING) or 0)
        changes = [
            row
            for row in _rows(folder / "data" / "year-on-year-changes.csv")
            if row.get("function_code", "").startswith(HOUSING)
            and len(row.get("function_code", "")) == ITEM
            and row.get("previous_amount")
            and not row.get("repeats_row")
        ]
        said = sum((Decimal(row["amount"] or 0) for row in changes), Decimal(0))
        #: what was spent on housing the year before, if the narrative goes through all of it
        self.before = (
            sum((Decimal(row["previous_amount"]) for row in changes), Decimal(0))
            if changes and said == self.housing
            else None
        )
        projects = _rows(folder / "data" / "projects.csv")
        budgets = [
            (Decimal(row["current_budget"]), row["project_name"])
            for row in projects
            if row.get("current_budget")
        ]
        self.project = max(budgets, default=None)
        self.differing = len(_rows(folder / "data" / "findings.csv"))

    @property
    def whole(self) -> bool:
        """Whether every question has an answer."""
        return bool(self.housing and self.before is not None and self.project and self.differing)


def _rows(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def answered(project: Path) -> Answers:
    """Give the answers of the first package that has them all."""
    folders = sorted(path.parent for path in project.glob("datapackage/*/*/datapackage.json"))
    found: Iterator[Answers] = (
        one
        for folder in folders
        if "year" in json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
        and (one := Answers(folder)).whole
    )
    return next(found)


def _seen(one: Locator) -> str:
    """Scroll to a part of the page and give what stands there; nothing of it lies off the screen."""
    one.scroll_into_view_if_needed()
    box = one.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= WIDTH
    return one.inner_text()


@pytest.mark.parametrize("language", LANGUAGES)
def test_five_questions_are_answered_by_tapping(
    chromium: Browser, served: str, whole_site: Path, language: str
) -> None:
    """From home, or the list of units, to the year, which answers four, one in a fold; one tap more saves the CSV."""
    answers = answered(whole_site)
    with visiting(chromium, served, **PHONE) as visit:
        page = visit.open(LANGUAGES[language])
        link = f"a[href$='{answers.slug}/']"
        if not page.locator(link).count():  # not among the newest
            page.locator(".yu-more a").first.tap()
            page.wait_for_url("**/units/")
        page.locator(link).first.tap()
        page.wait_for_url(f"**/{answers.slug}/")

        figure = page.locator("figure.yu-chart", has=page.locator("#functions"))
        picture = figure.locator(".yu-chart__picture svg")
        picture.get_by_text(f"{answers.housing:,f}").first.wait_for()
        figure.locator("summary").tap()  # the same as a table, with the year before
        housing = figure.locator("tbody tr", has=page.locator(f"code:text-is('{HOUSING}')"))
        said = _seen(housing)
        assert f"{answers.housing:,f}" in said
        assert f"{answers.before:,f}" in said

        assert answers.project is not None
        amount, name = answers.project
        summary = page.locator(".yu-summary")
        for part in (name, f"{amount.normalize():,f}", str(answers.differing)):
            assert part in _seen(summary), part

        csv_link = page.locator("figure:has(#functions) ~ .yu-more a[download]").first
        with page.expect_download() as download:
            csv_link.tap()
        assert Path(download.value.path()).read_bytes() == answers.csv.read_bytes()
        assert unquote(urlsplit(download.value.url).path).endswith("/expenditure-summary.csv")
