"""The build from packages to a site: same bytes, nothing lost, nothing broken, nothing foreign."""

from __future__ import annotations

import functools
import json
import re
import shutil
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest
from frictionless import Package as Frictionless
from lxml import html

from invented import FIXED
from site_project import GENERATED, build, copy_project, fingerprint, packages
from whole_project import PUBLIC
from yusuan.dictionary import table_kinds
from yusuan.package.load import Package, load_package
from yusuan.publish.pages import package_kinds
from yusuan.site.links import broken_links, foreign_loads

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def project(whole_site: Path) -> Path:
    """The project that the tests of this module look at."""
    return whole_site


def page(project: Path, *parts: str) -> html.HtmlElement:
    """Parse a built page."""
    text = (project.joinpath("site", *parts) / "index.html").read_text(encoding="utf-8")
    return html.document_fromstring(text)


def slug(project: Path) -> str:
    """Address of the first package that has a table of expenditure."""
    return next(p.slug for p in loaded(project) if p.resources["expenditure-summary"].rows)


def loaded(project: Path) -> list[Package]:
    """Give every package of a project."""
    return [load_package(folder) for folder in packages(project)]


def test_every_table_of_every_package_has_a_page(project: Path) -> None:
    """Each package has a year page and one page a table; nothing is left out."""
    for folder in packages(project):
        base = project / "site" / "units" / "/".join(folder.parts[-2:])
        assert (base / "index.html").is_file()
        kinds = package_kinds(load_package(folder))
        assert set(FIXED) <= set(kinds)
        assert all((base / name / "index.html").is_file() for name in kinds)


@pytest.mark.parametrize("name", list(table_kinds()))
def test_a_table_page_shows_every_row_with_anchor_and_place(project: Path, name: str) -> None:
    """Each row of a resource stands on its page under its own anchor, or the page says why none."""
    shown = [package for package in loaded(project) if name in package.resources]
    assert shown
    for package in shown:
        tree = page(project, "units", package.slug, name)
        rows = package.resources[name].rows
        anchors = {element.get("id") for element in tree.iter() if element.get("id")}
        names = {f"r{row['row']}" if "row" in row else f"p{row['project']}" for row in rows}
        assert names <= anchors
        if not rows and package.resources[name].descriptor["status"] != "disclosed":
            said = package.resources[name].descriptor.get("reason", "没有出入")
            assert said in tree.text_content()


def test_a_table_is_accessible(project: Path) -> None:
    """A table has a caption, scoped headers, right-aligned amounts and the place of each row."""
    tree = page(project, "units", slug(project), "expenditure-summary")
    table = tree.find(".//table[@data-unit]")
    assert table.find("caption").text_content().strip()
    assert all(cell.get("scope") == "col" for cell in table.findall("thead/tr/th"))
    for row in table.findall("tbody/tr"):
        assert [cell.get("scope") for cell in row.findall("th")] == ["row"]
        assert "第" in row.findall("td")[-1].text_content()
    for position in table.get("data-amounts").split():
        assert f"n{position}" in table.get("class").split()
        assert table.xpath(f"./tbody/tr/td[{position}]/text() | ./tbody/tr/*[{position}]/text()")


def test_every_amount_of_a_package_is_on_its_page(project: Path) -> None:
    """A page prints each amount of its resource with exactly the digits of the package."""
    for package in loaded(project):
        for name, kind in package_kinds(package).items():
            text = page(project, "units", package.slug, name).text_content()
            for row in package.resources[name].rows:
                for column in kind.amounts:
                    if row.get(column) is not None:
                        assert f"{row[column]:,f}" in text, (name, row["place"], column)


def test_every_link_and_anchor_leads_somewhere(project: Path) -> None:
    """No link inside the site is broken, be it from Markdown or from a table's HTML."""
    assert list(broken_links(project / "site")) == []


def test_a_broken_link_is_seen(project: Path, tmp_path: Path) -> None:
    """The checker of links finds a lost page, a lost anchor and a link out of the site."""
    site = tmp_path / "site"
    shutil.copytree(project / "site" / "units", site / "units")
    (site / "a.html").write_text(
        '<a href="lost/">x</a><a href="units/#lost">x</a><a href="../x">x</a><img src="lost.png">',
        encoding="utf-8",
    )
    found = [link for place, link in broken_links(site) if place == "a.html"]
    assert found == ["lost/", "units/#lost", "../x", "lost.png"]


def test_no_page_loads_anything_from_another_host(project: Path) -> None:
    """Fonts, scripts, styles and pictures all come from the site itself."""
    assert list(foreign_loads(project / "site")) == []


def test_a_foreign_load_is_seen(tmp_path: Path) -> None:
    """The checker finds scripts, pictures and fonts of other hosts."""
    (tmp_path / "a.html").write_text(
        '<script src="//other.example/x.js"></script>', encoding="utf-8"
    )
    (tmp_path / "a.css").write_text(
        "@font-face{src:url(https://other.example/x)}", encoding="utf-8"
    )
    assert len(list(foreign_loads(tmp_path))) == 2


def test_downloads_are_the_bytes_of_the_repository(project: Path) -> None:
    """Each file of a package is offered as it stands, but people's decisions are not."""
    for folder in packages(project):
        offered = project / "site" / "data" / "/".join(folder.parts[-2:])
        expected = fingerprint(folder)
        expected.pop("decisions.yaml")
        found = fingerprint(offered)
        made = {name for name in found if name == "compare.js" or name.startswith("charts/")}
        assert {name: found[name] for name in set(found) - made} == expected


@pytest.fixture
def address(project: Path) -> Iterator[str]:
    """Serve the built site on this machine for one test."""
    handler = functools.partial(SimpleHTTPRequestHandler, directory=str(project / "site"))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


def test_a_package_validates_when_fetched_over_http(project: Path, address: str) -> None:
    """Stock frictionless accepts the published descriptor at its address."""
    for package in loaded(project):
        report = Frictionless(f"{address}/data/{package.slug}/datapackage.json").validate()
        assert report.valid, report.flatten(["title", "message"])


def search_index(site: Path) -> dict[str, Any]:
    """Read the index of a built site of one language."""
    script = (site / "search" / "index.js").read_text(encoding="utf-8")
    index: dict[str, Any] = json.loads(script.removeprefix("window.yusuanIndex="))
    return index


def test_search_index_is_segmented_for_chinese_and_leaves_tables_out(project: Path) -> None:
    """Chinese text is cut into words, which fails silently without the segmenter."""
    index = search_index(project / "site")
    texts = " ".join(entry["title"] + entry["text"] for entry in index["docs"])
    words = set(re.split(r"[\s\u200b]+", texts))
    assert "一般公共预算支出表" in words  # a name in the data is one word
    assert "一般公共预算支出表怎样读" not in words
    assert "预算" in words
    assert "783.16" not in texts  # an amount that stands in tables only


@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONHASHSEED": "1", "TZ": "Asia/Shanghai", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "2", "TZ": "America/New_York", "LC_ALL": "C.UTF-8"},
    ],
)
def test_building_again_gives_the_same_bytes(
    project: Path, tmp_path: Path, environment: dict[str, str]
) -> None:
    """A second build, elsewhere and in another locale, time zone and hash seed, differs in nothing."""
    again = tmp_path / "again"
    shutil.copytree(project / "docs", again / "docs", ignore=GENERATED)
    shutil.copytree(project / "datapackage", again / "datapackage")
    shutil.copy(project / "mkdocs.yml", again)
    done = build(again, **PUBLIC, **environment)
    assert done.returncode == 0, done.stdout + done.stderr
    assert fingerprint(again / "site") == fingerprint(project / "site")


def test_pages_of_a_package_that_is_gone_are_gone(tmp_path: Path) -> None:
    """Generated pages that no longer belong are removed, from docs and from the site."""
    project = copy_project(tmp_path / "project")
    first = packages(project)[0]
    other = project / "datapackage" / "zz-other" / first.name
    shutil.copytree(first, other)
    assert build(project).returncode == 0
    assert (project / "site" / "units" / "zz-other" / first.name / "index.html").is_file()
    shutil.rmtree(other.parent)
    assert build(project).returncode == 0
    assert not (project / "site" / "units" / "zz-other").exists()
    assert not (project / "docs" / "units" / "zz-other").exists()
