"""All libraries of others that pages are served with, for the about page."""

from __future__ import annotations

from importlib.metadata import metadata
from typing import TYPE_CHECKING, NamedTuple

from yusuan.publish.frontend import libraries as bundled_libraries

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

THEME = "mkdocs-material"
#: What the theme's worker of the search, all that is served of it, carries and loads, with licence
#: and home; a test holds it against the theme that is installed.
INSIDE_THEME = {
    "lunr": ("MIT", "https://lunrjs.com/"),
    "lunr-languages": ("MPL-1.1", "https://github.com/MihaiValentin/lunr-languages"),
}


class Served(NamedTuple):
    """A library in the pages: its version is empty where it comes inside ``within``."""

    name: str
    version: str
    licence: str
    homepage: str
    within: str = ""


def served_libraries(root: Path) -> list[Served]:
    """Name every library in the pages: those of our bundles, then the theme's.

    Raises :class:`~yusuan.errors.BuildError` where the bundles have not been made.
    """
    own = [
        Served(one.name, one.version, one.licence, one.homepage) for one in bundled_libraries(root)
    ]
    return [*own, *_theme()]


def _theme() -> Iterator[Served]:
    own = metadata(THEME)
    addresses = dict(line.split(", ", maxsplit=1) for line in own.get_all("Project-URL") or ())
    licence = own["License-Expression"] or own["License"]
    yield Served(THEME, own["Version"], licence, addresses.get("Documentation", ""))
    for name, (terms, homepage) in INSIDE_THEME.items():
        yield Served(name, "", terms, homepage, THEME)
