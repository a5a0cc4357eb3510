"""The hand-written pages: each language whole by itself, both with the same places."""

from __future__ import annotations

import json
import re
from importlib.util import find_spec
from pathlib import Path

import pytest

from yusuan.language import LANGUAGES
from yusuan.publish.frontend import BUILT, LICENCE_TEXTS, LICENCES
from yusuan.publish.libraries import INSIDE_THEME, THEME, served_libraries

DOCS = Path(__file__).parents[1] / "docs"
PAGES = (
    "about",
    "cite",
    "decisions",
    "glossary",
    "guide",
    "method",
    "publish",
    "reading",
    "research",
)
_FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`[^`\n]*`")
_LINK_TARGET = re.compile(r"\]\([^)]*\)")
_SPAN = re.compile(r'<span lang="([\w-]+)">.*?</span>')
_CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
#: Three English words after each other, as a Chinese page has them only in a marked span.
_ENGLISH = re.compile(r"[a-z]{2,} [a-z]{2,} [a-z]{2,}")


def text(language: str, page: str) -> str:
    """The source of a page."""
    return (DOCS / language / f"{page}.md").read_text(encoding="utf-8")


def words(source: str, marked: str) -> str:
    """A page's words outside code, targets of links, and what is marked as the other language."""
    kept = _LINK_TARGET.sub("]", _CODE.sub("", _FENCE.sub("", source)))
    return _SPAN.sub(lambda span: "" if span[1] == marked else span[0], kept)


def anchors(source: str) -> list[str]:
    """Ids that a page sets by hand, in order."""
    return re.findall(r"\{ ?#([\w-]+) ?\}", source)


def test_each_page_is_there_in_every_language() -> None:
    """What is written by hand is one set of names, whatever the language."""
    generated = {"index"}
    for language in LANGUAGES:
        found = {path.stem for path in (DOCS / language).glob("*.md")} - generated
        assert found == set(PAGES)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_has_the_same_places_in_both_languages(page: str) -> None:
    """A link to a section holds in either language."""
    first, second = (anchors(text(language, page)) for language in LANGUAGES)
    assert first == second
    assert len(set(first)) == len(first) > 0
    heads = [
        len(re.findall(r"^#+ ", _FENCE.sub("", text(language, page)), re.M))
        for language in LANGUAGES
    ]
    assert heads[0] == heads[1]


@pytest.mark.parametrize("page", PAGES)
def test_chinese_on_an_english_page_is_marked(page: str) -> None:
    """A screen reader and the browser know which words of an English page are Chinese."""
    lines = [
        line for line in words(text("en", page), "zh-Hans").splitlines() if _CHINESE.search(line)
    ]
    assert lines == []


@pytest.mark.parametrize("page", PAGES)
def test_no_english_sentence_on_a_chinese_page(page: str) -> None:
    """A Chinese page has English terms, marked, but speaks Chinese."""
    lines = [line for line in words(text("zh", page), "en").splitlines() if _ENGLISH.search(line)]
    assert lines == []


def test_the_checks_of_language_see_what_they_guard() -> None:
    """Unmarked Chinese, and an English sentence, are seen."""
    assert _CHINESE.search(words("A budget (预算).", "zh-Hans"))
    assert not _CHINESE.search(words('A budget (<span lang="zh-Hans">预算</span>).', "zh-Hans"))
    assert _ENGLISH.search(words("预算。 What was in fact spent.", "en"))


def test_libraries_are_those_of_the_bundles_and_of_the_theme(tmp_path: Path) -> None:
    """The front end's own list comes first, then the theme with its version and licence."""
    package = {"name": "lib", "version": "1.2", "licence": "MIT", "homepage": "https://lib.test/"}
    told = {"bundles": {"a.js": ["lib"]}, "packages": [package]}
    built = tmp_path / BUILT
    built.mkdir(parents=True)
    (built / LICENCES).write_text(json.dumps(told), encoding="utf-8")
    for name in ("a.js", LICENCE_TEXTS):
        (built / name).write_text("", encoding="utf-8")
    first, theme, *inside = served_libraries(tmp_path)
    assert first == (*package.values(), "")
    assert theme.name == THEME
    assert theme.version
    assert theme.licence
    assert theme.homepage.startswith("https://")
    assert [one.name for one in inside] == list(INSIDE_THEME)
    assert all(one.within == THEME for one in inside)


def test_what_the_installed_theme_carries_is_named() -> None:
    """A library that a new version of the theme brings in has to be listed."""
    found_at = find_spec("material")
    assert found_at is not None
    assert found_at.origin is not None
    folder = Path(found_at.origin).parent / "templates" / "assets" / "javascripts"
    found = set()
    for path in (folder / "workers").glob("*.js.map"):
        for source in json.loads(path.read_text(encoding="utf-8"))["sources"]:
            module = re.search(r"node_modules/((?:@[^/]+/)?[^/]+)", source)
            found |= {module[1]} if module else set()
    if (folder / "lunr").is_dir():
        found.add("lunr-languages")
    assert found == set(INSIDE_THEME)
