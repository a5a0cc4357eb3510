"""The types of pages, by their addresses below a language's root, and the pages built of each."""

from __future__ import annotations

import re
from pathlib import Path


def _by_hand() -> list[Path]:
    """Give the pages written by hand, each a type of its own; home is made from a template."""
    folder = Path(__file__).parents[2] / "docs" / "zh"
    return [path for path in sorted(folder.glob("*.md")) if path.stem != "index"]


#: Languages of the site → the folder in which each has its root.
LANGUAGES = {"zh": "", "en": "en/"}
#: Type → its pages below a language's root; ``*`` is one part of an address. The first that fits.
KINDS = {
    "home": "index.html",
    "lost": "404.html",
    "units": "units/index.html",
    "unit": "units/*/index.html",
    "compare": "compare/index.html",
    "year": "units/*/*/index.html",
    "year-findings": "units/*/*/findings/index.html",
    "year-audit": "units/*/*/audit/index.html",
    "year-projects": "units/*/*/projects/index.html",
    "project": "units/*/*/projects/*/index.html",
    "table": "units/*/*/*/index.html",
    "findings": "findings/index.html",
    "checks": "checks/index.html",
    "check": "checks/*/*/index.html",
    "codes": "classification/index.html",
    "codes-class": "classification/*/*/index.html",
    "dictionary": "dictionary/index.html",
    "dictionary-kind": "dictionary/*/index.html",
} | {path.stem: f"{path.stem}/index.html" for path in _by_hand()}
_PATTERNS = {
    kind: re.compile(re.escape(path).replace(r"\*", "[^/]+")) for kind, path in KINDS.items()
}


def kind_of(path: str) -> str | None:
    """Type of the page with this path below its language's root."""
    return next((kind for kind, one in _PATTERNS.items() if one.fullmatch(path)), None)


def language_of(path: str) -> str:
    """Language of the page with this path below the site's root."""
    below = [name for name, folder in LANGUAGES.items() if folder and path.startswith(folder)]
    return below[0] if below else next(iter(LANGUAGES))


def pages_of(site: Path) -> dict[str, list[str]]:
    """Give the paths of all built pages by ``<language>-<type>``; unknown ones under ``?``."""
    found: dict[str, list[str]] = {}
    for path in sorted(site.rglob("*.html")):
        name = path.relative_to(site).as_posix()
        language = language_of(name)
        kind = kind_of(name.removeprefix(LANGUAGES[language]))
        found.setdefault(f"{language}-{kind}" if kind else "?", []).append(name)
    return found


def wanted() -> list[str]:
    """Give the ``<language>-<type>`` of which there has to be a page."""
    return [f"{language}-{kind}" for language in LANGUAGES for kind in KINDS]


def fullest(site: Path, paths: list[str]) -> str:
    """Of several pages give the address of the largest, on which most can go wrong."""
    path = max(paths, key=lambda name: ((site / name).stat().st_size, name))
    return path.removesuffix("index.html")
