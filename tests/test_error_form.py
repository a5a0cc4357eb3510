"""The way to report an error: a form with what is known filled in, or a page that says what to send."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml

from yusuan.language import LANGUAGES
from yusuan.publish.report import (
    FORM,
    REPOSITORY,
    SITE,
    WITHOUT_FORM,
    page_address,
    report_address,
    served_path,
)

ROOT = Path(__file__).parents[1]
FILLED = {
    "page": "https://site.test/a/",
    "package": "u/2023-budget",
    "table": "支出总表",
    "row": "3",
}


def test_the_form_opens_with_what_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each known field is in the query once, and nothing else."""
    monkeypatch.setenv(REPOSITORY, "https://code.test/owner/name")
    parts = urlsplit(report_address("../", **FILLED))
    assert (parts.scheme, parts.netloc, parts.path) == (
        "https",
        "code.test",
        "/owner/name/issues/new",
    )
    expected = {"template": FORM} | FILLED
    assert parse_qs(parts.query) == {name: [value] for name, value in expected.items()}


def test_what_is_filled_in_are_fields_of_the_form() -> None:
    """The names in the query are the ids of the form's inputs."""
    form = yaml.safe_load((ROOT / ".github" / "ISSUE_TEMPLATE" / FORM).read_text(encoding="utf-8"))
    assert set(FILLED) <= {item["id"] for item in form["body"] if item["type"] == "input"}


@pytest.mark.parametrize("value", ["&template=x", "a#b", "支出 ‘总’表", '"><script>', "%26", "+"])
def test_a_value_stays_in_its_field(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    """No name of a unit or table can add a field or end the address."""
    monkeypatch.setenv(REPOSITORY, "https://code.test/owner/name/")
    parts = urlsplit(report_address("", table=value))
    assert parse_qs(parts.query) == {"template": [FORM], "table": [value]}
    assert parts.fragment == ""
    assert parts.path == "/owner/name/issues/new"


@pytest.mark.parametrize("repository", ["", "javascript:alert(1)", "/", "http://code.test/a/b"])
def test_without_a_repository_the_about_page_says_what_to_send(
    monkeypatch: pytest.MonkeyPatch, repository: str
) -> None:
    """The link leads inside the site, in the reader's language."""
    monkeypatch.setenv(REPOSITORY, repository)
    assert report_address("../../", **FILLED) == f"../../{WITHOUT_FORM}"
    for language in LANGUAGES:
        page = (ROOT / "docs" / language / "about.md").read_text(encoding="utf-8")
        assert "{ #errors }" in page


def test_the_address_of_a_page_is_known_only_with_that_of_the_site(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The first language lies at the root, the other below its name."""
    monkeypatch.delenv(SITE, raising=False)
    assert page_address("zh", "units/index.md") == ""
    monkeypatch.setenv(SITE, "https://site.test/budgets/")
    assert page_address("zh", "units/a/2023-budget/index.md") == (
        "https://site.test/budgets/units/a/2023-budget/"
    )
    assert page_address("en", "units/a/2023-budget/projects.md") == (
        "https://site.test/budgets/en/units/a/2023-budget/projects/"
    )


def test_files_are_served_as_folders() -> None:
    """A file that only ends like an index is none."""
    assert served_path("index.md") == ""
    assert served_path("a/index.md") == "a/"
    assert served_path("a/b.md") == "a/b/"
    assert served_path("a/subindex.md") == "a/subindex/"


def test_the_workflow_tells_both_addresses() -> None:
    """What the environment has to say is said where the site is published."""
    workflow = yaml.safe_load((ROOT / ".github/workflows/pages.yml").read_text(encoding="utf-8"))
    steps = workflow["jobs"]["build"]["steps"]
    environment = next(step["env"] for step in steps if step.get("run") == "make site")
    assert {SITE, REPOSITORY} <= set(environment)
