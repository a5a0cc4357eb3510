"""The libraries of others that pages are served with, for the about page."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib.metadata import metadata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: Where the front end's build says what its bundles are made of, below ``docs/theme``.
LICENCES = "assets/built/licences.json"
THEME = "mkdocs-material"
#: What the theme's own scripts carry inside them, with licence and home; a test holds it
#: against the theme that is installed.
INSIDE_THEME = {
    "clipboard": ("MIT", "https://clipboardjs.com/"),
    "escape-html": ("MIT", "https://github.com/component/escape-html"),
    "focus-visible": ("W3C", "https://github.com/WICG/focus-visible"),
    "lunr": ("MIT", "https://lunrjs.com/"),
    "lunr-languages": ("MPL-1.1", "https://github.com/MihaiValentin/lunr-languages"),
    "rxjs": ("Apache-2.0", "https://rxjs.dev/"),
    "tslib": ("0BSD", "https://www.typescriptlang.org/"),
}


@dataclass(frozen=True, slots=True)
class Library:
    """One library.

    The version is empty where it comes inside ``within``; ``bundled`` ones are in our bundles.
    """

    name: str
    version: str
    licence: str
    homepage: str
    within: str = ""
    bundled: bool = False


def libraries(theme_folder: Path) -> list[Library]:
    """Name every library in the pages: those of the front end's build, then the theme's."""
    return [*_front_end(theme_folder / LICENCES), *_theme()]


def _front_end(path: Path) -> Iterator[Library]:
    """Yield what the front end's build bundled; nothing where it has not been built."""
    if not path.exists():
        return
    for package in json.loads(path.read_text(encoding="utf-8"))["packages"]:
        yield Library(
            package["name"],
            package["version"],
            package["licence"],
            package["homepage"],
            bundled=True,
        )


def _theme() -> Iterator[Library]:
    own = metadata(THEME)
    addresses = dict(line.split(", ", maxsplit=1) for line in own.get_all("Project-URL") or ())
    licence = own["License-Expression"] or own["License"]
    yield Library(THEME, own["Version"], licence, addresses.get("Documentation", ""))
    for name, (terms, homepage) in INSIDE_THEME.items():
        yield Library(name, "", terms, homepage, THEME)
