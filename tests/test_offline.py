"""The site as one zip: links lead to files, same site, same bytes."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest

from yusuan.errors import BuildError
from yusuan.site.offline import (
    FOLDER,
    offline_files,
    offline_page,
    write_offline,
)

if TYPE_CHECKING:
    from pathlib import Path

FOLDERS = frozenset({"", "a", "a/b", "en", "en/a", "名 字"})


def page(body: str) -> str:
    """A page around this body."""
    return f"<html><head><title>t</title></head><body>{body}</body></html>"


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("b/", "b/index.html"),
        ("b", "b/index.html"),
        ("../", "../index.html"),
        ("..", "../index.html"),
        (".", "./index.html"),
        ("./", "./index.html"),
        ("b/#r12", "b/index.html#r12"),
        ("b/?q=1&amp;w=2#r", "b/index.html?q=1&amp;w=2#r"),
        ("../en/a/", "../en/a/index.html"),
        ("../%E5%90%8D%20%E5%AD%97/", "../%E5%90%8D%20%E5%AD%97/index.html"),
        # what leads to no folder of the site stays
        ("#r12", "#r12"),
        ("?q=1", "?q=1"),
        ("", ""),
        ("b/index.html", "b/index.html"),
        ("../data/x.csv", "../data/x.csv"),
        ("c/", "c/"),
        ("../../", "../../"),
        ("/a/", "/a/"),
        ("//other.test/a/", "//other.test/a/"),
        ("https://other.test/a/", "https://other.test/a/"),
        ("mailto:a", "mailto:a"),
    ],
)
def test_a_link_to_a_folder_leads_to_its_page(link: str, expected: str) -> None:
    """A link that holds folders only on a server is completed; every other one stays."""
    made = offline_page(
        "a/index.html", page(f'<a class="x" href="{link}" title="b/">b/</a>'), FOLDERS
    )
    assert f'<a class="x" href="{expected}" title="b/">b/</a>' in made


def test_only_what_leads_is_changed() -> None:
    """Text, scripts, comments and attributes that only look like a link stay to the letter."""
    body = (
        "<p>&lt;a href=\"b/\"&gt; 中文 &amp;</p><!-- <a href=\"b/\"> -->"
        "<script>const x = '<a href=\"b/\">';</script><div data-href=\"b/\" href=\"b/\"></div>"
        "<a data-href=\"b/\">x</a>"
    )  # fmt: skip
    assert body in offline_page("a/index.html", page(body), FOLDERS)


def test_other_ways_to_write_a_link_are_read() -> None:
    """Single quotes, none, capitals, a line break inside the tag, and a mark of its own."""
    body = (
        "<a href='b/'>1</a>\n<a\n  HREF=b/>2</a><a title='>' href=\"b/\">3</a><form action=\"b/\">"
    )
    made = offline_page("a/index.html", page(body), FOLDERS)
    assert made.count('"b/index.html"') == 4
    assert made.count("</a>") == 3


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A small built site."""
    files = {
        "index.html": page('<a href="a/">a</a>'),
        "a/index.html": page('<a href="../en/a/">en</a>'),
        "en/a/index.html": page('<a href="../../a/">zh</a>'),
        "404.html": page('<a href="/a/">a</a>'),
        "data/x.csv": "\ufeffa,b\n1,2\n",
        "search/index.js": "window.yusuanIndex={}",
        "sitemap.xml": "<x/>",
        "sitemap.xml.gz": "x",
        "assets/a.js": "1",
        "assets/a.js.map": "{}",
    }
    for name, text in files.items():
        path = tmp_path / "site" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "site"


def test_the_zip_holds_the_site_without_what_a_server_needs(site: Path) -> None:
    """Pages, data and assets are there."""
    assert [name for name, _ in offline_files(site)] == [
        "a/index.html",
        "assets/a.js",
        "data/x.csv",
        "en/a/index.html",
        "index.html",
        "search/index.js",
    ]


def test_a_download_in_the_zip_is_the_very_file(site: Path) -> None:
    """What is no page is not touched."""
    assert dict(offline_files(site))["data/x.csv"] == (site / "data" / "x.csv").read_bytes()


def test_the_same_site_gives_the_same_bytes(site: Path, tmp_path: Path) -> None:
    """Neither the clock nor the order on disk is in the zip, which unpacks into one folder."""
    first, second = tmp_path / "one.zip", tmp_path / "dist" / "two.zip"
    size = write_offline(site, first)
    for path in sorted(site.rglob("*"), reverse=True):
        if path.is_file():
            data = path.read_bytes()
            path.unlink()
            path.write_bytes(data)
    write_offline(site, second)
    assert first.read_bytes() == second.read_bytes()
    assert size == first.stat().st_size
    with zipfile.ZipFile(first) as archive:
        assert archive.testzip() is None
        assert all(name.startswith(f"{FOLDER}/") for name in archive.namelist())


def test_without_a_site_it_says_what_to_do(tmp_path: Path) -> None:
    """No empty zip is written."""
    with pytest.raises(BuildError, match="make site"):
        write_offline(tmp_path / "site", tmp_path / "x.zip")
    assert not (tmp_path / "x.zip").exists()


def test_a_link_inside_another_attribute_stays() -> None:
    """A title that is written like an attribute is no link."""
    tag = """<a title=' href="b/" ' href="b/">"""
    made = offline_page("a/index.html", page(tag), FOLDERS)
    assert """<a title=' href="b/" ' href="b/index.html">""" in made
