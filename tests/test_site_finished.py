"""Finished pages go past Markdown, and come out as they would have through it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lxml import html
from mkdocs.commands.build import build
from mkdocs.config import load_config

from invented import ARCHIVES, ingest, make_project, text_of
from yusuan.check import check_package
from yusuan.package.load import load_package
from yusuan.publish.pages import package_pages
from yusuan.site.finished import KEY
from yusuan.site.mkdocs import run_mkdocs

if TYPE_CHECKING:
    from pathlib import Path

CONFIG = "site_name: x\ntheme: {name: material, font: false}\ndocs_dir: docs\nplugins: [search]\nmarkdown_extensions: [attr_list, md_in_html, tables, toc]\n"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small project: a package's pages and one page in Markdown."""
    root = tmp_path_factory.mktemp("finished")
    folder = ingest(make_project(root / "packages"), text_of(ARCHIVES)).folder
    for name, data in package_pages(load_package(folder), check_package(folder)).items():
        language, _, rest = name.partition("/")
        if language == "zh":
            path = root / "docs" / rest
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    (root / "docs" / "index.md").write_text("# By *hand*\n", encoding="utf-8")
    (root / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    return root


def articles(site: Path) -> dict[str, str]:
    """Give the content of every page by its address."""
    found = {}
    for path in sorted(site.rglob("index.html")):
        tree = html.document_fromstring(path.read_text(encoding="utf-8"))
        found[path.relative_to(site).as_posix()] = html.tostring(tree.find(".//article")).decode()
    return found


def test_finished_pages_are_what_markdown_makes_of_them(project: Path) -> None:
    """The short way and MkDocs alone give the same content, of pages written by hand too."""
    run_mkdocs(project, "zh", project / "short")
    with (project / "mkdocs.yml").open("rb") as stream:
        build(load_config(stream, site_dir=str(project / "long")))
    short, long = articles(project / "short"), articles(project / "long")
    assert len(short) > 20
    assert "<em>hand</em>" in short["index.html"]
    assert short == long


def test_every_generated_page_is_marked(project: Path) -> None:
    """Each page from a template says in its front matter that it is finished."""
    pages = list((project / "docs" / "units").rglob("*.md"))
    assert pages
    assert all(f"\n{KEY}: true\n---\n" in page.read_text(encoding="utf-8") for page in pages)
