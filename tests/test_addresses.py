"""Addresses of pages are kept: people have linked and cited them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from yusuan.language import LANGUAGES
from yusuan.site.build import folder_of

LIST = Path(__file__).parent / "addresses.txt"


def listed() -> list[str]:
    """Lines of the committed list, without its comments."""
    lines = LIST.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def built(site: Path, language: str) -> set[str]:
    """Addresses of a language's pages, below its root; the root itself is ``./``."""
    root = site / folder_of(language)
    others = {folder_of(other) for other in LANGUAGES if folder_of(other)}
    names = (path.relative_to(root).as_posix() for path in root.rglob("*.html"))
    return {
        name.removesuffix("index.html") or "./"
        for name in names
        if root != site or name.partition("/")[0] not in others
    }


def unknown(addresses: set[str]) -> set[str]:
    """Addresses that neither stand in the list nor are like a line of it."""
    patterns = [re.compile(re.escape(line).replace(r"\*", "[^/]+")) for line in listed()]
    return {one for one in addresses if not any(pattern.fullmatch(one) for pattern in patterns)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_address_that_was_given_out_is_still_there(whole_site: Path, language: str) -> None:
    """A page that stood in the list has not moved."""
    wanted = {line for line in listed() if "*" not in line}
    assert wanted - built(whole_site / "site", language) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_new_page_is_like_a_line_of_the_list(whole_site: Path, language: str) -> None:
    """A page of a new sort has its address written down before it is published."""
    assert unknown(built(whole_site / "site", language)) == set()


def test_an_address_of_no_line_is_seen() -> None:
    """The guard notices a page that the list does not foresee."""
    assert unknown({"units/a/2023-budget/", "unit/a/", "units/a/b/c/d/"}) == {
        "unit/a/",
        "units/a/b/c/d/",
    }


def test_the_list_is_sorted_and_says_nothing_twice() -> None:
    """A change of the list shows as what it is."""
    plain = [line for line in listed() if "*" not in line]
    assert plain == sorted(set(plain))
    assert len(plain) > 200
