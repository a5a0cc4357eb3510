"""Sites of odd packages: hostile names do nothing, and every page still makes sense."""

from __future__ import annotations

import gzip
import re
from typing import TYPE_CHECKING

import pytest
from lxml import html

from odd import HOSTILE, MANY, ODD, add_odd
from site_project import build, copy_project, fingerprint
from test_site_build import search_index
from yusuan.language import LANGUAGES
from yusuan.package.load import load_package
from yusuan.site.links import broken_links, foreign_loads

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: What a page may hold of scripts: data, and files of the site itself.
_DATA = {"application/json", "application/ld+json", "text/csv"}
_NONSENSE = re.compile(r"\b(None|NaN|nan|undefined|Infinity)\b|[-−]0\.00\b|\{\{|\[object")


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """Build a project with every odd package once: its folder, and the packages' addresses."""
    project = copy_project(tmp_path_factory.mktemp("odd") / "project")
    slugs = add_odd(project)
    done = build(project)
    assert done.returncode == 0, done.stdout + done.stderr
    return project, slugs


def of_package(project: Path, slug: str) -> Iterator[tuple[str, Path]]:
    """Yield the pages of a package in every language."""
    for language in LANGUAGES:
        base = project / "site" / ("" if language == "zh" else language) / "units" / slug
        for path in sorted(base.rglob("index.html")):
            yield f"{language}/{path.parent.relative_to(base).as_posix()}", path


def parsed(path: Path) -> html.HtmlElement:
    """Parse a built page."""
    return html.document_fromstring(path.read_text(encoding="utf-8"))


def dangers(tree: html.HtmlElement) -> list[str]:
    """What on a page could run: scripts that are no files of the site, handlers, addresses."""
    found = []
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag in {"iframe", "object", "embed"}:
            found.append(element.tag)
        for name, value in element.attrib.items():
            if name.startswith("on") or value.strip().lower().startswith(
                ("javascript:", "data:text")
            ):
                found.append(f"{element.tag} {name}={value[:60]}")
    content = tree.find(".//article")
    for element in content.iter("script", "img"):
        if element.get("type") not in _DATA and not (element.get("src") or "").startswith(
            ("../", "assets/")
        ):
            found.append(html.tostring(element).decode()[:80])
    return found


@pytest.mark.parametrize("name", list(ODD))
def test_nothing_on_a_page_runs(odd: tuple[Path, dict[str, str]], name: str) -> None:
    """No name from a document becomes a script, a handler, a picture or an address."""
    project, slugs = odd
    pages = list(of_package(project, slugs[name]))
    assert len(pages) > 2 * 15
    for page, path in pages:
        assert dangers(parsed(path)) == [], page


def test_what_runs_is_seen() -> None:
    """The test above finds a script, a picture, a handler and an address that runs."""
    page = "<article>{}</article>"
    for code in (
        "<script>alert(1)</script>",
        "<img src=x>",
        "<p onclick='x()'>",
        "<a href=' javascript:x()'>",
        "<iframe></iframe>",
    ):
        assert dangers(html.document_fromstring(page.format(code))), code


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("name", "table", "column"),
    [
        ("hostile projects", "project-list", "project_name"),
        ("hostile items", "general-public-budget-expenditure", "name"),
    ],
)
def test_hostile_names_stay_text(
    odd: tuple[Path, dict[str, str]], name: str, table: str, column: str, language: str
) -> None:
    """Each stands on its page as the text that it is, beside its own amount."""
    project, slugs = odd
    package = load_package(project / "datapackage" / slugs[name])
    rows = [row for row in package.resources[table].rows if row["role"] == "item"]
    level = max(row["level"] for row in rows)
    names = [row[column] for row in rows if row["level"] == level]
    assert len(names) == len(HOSTILE)
    assert (
        sum(one in HOSTILE for one in names) >= len(HOSTILE) - 2
    )  # the reader takes tags' ends away
    pages = dict(of_package(project, slugs[name]))
    tree = parsed(pages[f"{language}/{table}"])
    for row in rows:
        (shown,) = tree.xpath(f"//tr[@id='r{row['row']}']")
        text = shown.text_content()
        assert row[column] in text, row[column]
        assert f"{row['total']:,f}" in text


def test_a_hostile_unit_stays_text(odd: tuple[Path, dict[str, str]]) -> None:
    """Lists, titles and breadcrumbs name the unit as it is called."""
    project, slugs = odd
    for prefix in ("", "en"):
        units = parsed(project / "site" / prefix / "units" / "index.html")
        assert dangers(units) == []
        for unit in HOSTILE[:2]:
            assert unit in units.text_content()
        home = parsed(project / "site" / prefix / "index.html")
        assert dangers(home) == []
    first = parsed(project / "site" / "units" / slugs["hostile projects"] / "index.html")
    assert HOSTILE[0] in first.find(".//title").text


def test_the_search_index_holds_no_markup(odd: tuple[Path, dict[str, str]]) -> None:
    """Names stand in the index escaped, as the search writes what it finds into the page."""
    project, _ = odd
    for prefix in ("", "en"):
        for entry in search_index(project / "site" / prefix)["docs"]:
            assert "<script" not in entry["title"] + entry["text"]
            assert "<img" not in entry["title"] + entry["text"]


@pytest.mark.parametrize("name", list(ODD))
def test_every_page_still_makes_sense(odd: tuple[Path, dict[str, str]], name: str) -> None:
    """Each has one heading and a title of its own, and prints no value that is none."""
    project, slugs = odd
    titles: dict[str, str] = {}
    for page, path in of_package(project, slugs[name]):
        tree = parsed(path)
        content = tree.find(".//article")
        assert len(content.findall(".//h1")) == 1, page
        assert content.find(".//h1").text_content().strip(), page
        for listing in content.xpath(".//pre"):  # BibTeX has braces of its own
            listing.drop_tree()
        text = re.sub(r"\{\{ config \}\}|\[x\]", "", content.text_content())
        assert not _NONSENSE.search(text), (page, _NONSENSE.search(text))
        title = tree.find(".//title").text
        assert title not in titles, (page, titles.get(title))
        titles[title] = page


def test_links_lead_somewhere_and_nowhere_else(odd: tuple[Path, dict[str, str]]) -> None:
    """Neither a hostile name nor a missing table breaks a link."""
    project, _ = odd
    assert list(broken_links(project / "site")) == []
    assert list(foreign_loads(project / "site")) == []


def test_downloads_keep_every_byte(odd: tuple[Path, dict[str, str]]) -> None:
    """What is offered of an odd package is what stands in its folder."""
    project, slugs = odd
    for slug in slugs.values():
        offered = fingerprint(project / "site" / "data" / slug)
        kept = fingerprint(project / "datapackage" / slug)
        kept.pop("decisions.yaml")
        assert kept.items() <= offered.items()


def test_a_list_of_five_thousand_is_whole_and_light(odd: tuple[Path, dict[str, str]]) -> None:
    """Every row is on the page, which weighs no more than 150 kB as it is sent."""
    project, slugs = odd
    for prefix in ("", "en"):
        base = project / "site" / prefix / "units" / slugs["many rows"]
        data = (base / "project-list" / "index.html").read_bytes()
        assert data.count(b"<tr id=") == MANY + 1
        assert len(gzip.compress(data)) <= 150_000
        year = (base / "index.html").read_bytes()
        assert len(gzip.compress(year)) <= 60_000
