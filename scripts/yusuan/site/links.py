"""Links of a built site: every one must lead somewhere, and no page may ask another host.

MkDocs checks the links of Markdown; those in the tables' HTML are checked here.
``python -m yusuan.site.links site`` prints what is broken and exits with 1.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from lxml import html

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Attributes by which a page makes the browser load something at once.
_LOADS = {
    "script": "src",
    "img": "src",
    "link": "href",
    "iframe": "src",
    "source": "src",
    "object": "data",
}
#: Relations of ``link`` that load nothing.
_NAMES = frozenset({"canonical", "prev", "next", "license", "author", "alternate"})
_CSS_URL = re.compile(r"url\(\s*['\"]?([^'\")]+)")


@dataclass(frozen=True, slots=True)
class _Page:
    """A page's ids, its links, and what it loads."""

    ids: frozenset[str]
    links: tuple[str, ...]
    loads: tuple[str, ...]


@cache
def _parsed(path: Path) -> _Page:
    tree = html.document_fromstring(path.read_text(encoding="utf-8"))
    # plain texts: lxml's own would keep the whole page with each
    told = partial(tree.xpath, smart_strings=False)
    loads = [
        element.get(_LOADS[element.tag])
        for element in tree.iter(*_LOADS)
        if element.get(_LOADS[element.tag]) is not None
        and not set(element.get("rel", "").split()) & _NAMES
    ]
    for style in told("//@style"):
        loads.extend(_CSS_URL.findall(style))
    return _Page(
        frozenset(name for name in told("//@id | //@name") if name),
        tuple(told("//a/@href")),
        tuple(loads),
    )


@lru_cache(maxsize=100_000)
def _file(folder: Path, link: str, root: Path) -> Path | None:
    """Give the file below ``root`` that a link leads to from a folder; none if it is not there."""
    target = (folder / unquote(link)).resolve()
    if target.is_dir():
        target /= "index.html"
    return target if target.is_file() and target.is_relative_to(root) else None


def broken_links(site: Path) -> Iterator[tuple[str, str]]:
    """Yield (page, link) for every link inside the site that leads nowhere."""
    root = site.resolve()
    for path in sorted(root.rglob("*.html")):
        page = _parsed(path)
        for link in (*page.links, *page.loads):
            parts = urlsplit(link)
            if parts.scheme or parts.netloc or path.name == "404.html":
                continue
            target = _file(path.parent, parts.path, root) if parts.path else path
            fragment = unquote(parts.fragment)
            if target is None or (
                fragment and target.suffix == ".html" and fragment not in _parsed(target).ids
            ):
                yield path.relative_to(root).as_posix(), link


def foreign_loads(site: Path) -> Iterator[tuple[str, str]]:
    """Yield (file, address) for everything a page or style sheet loads from another host."""
    for path in sorted(site.rglob("*.html")):
        for load in _parsed(path.resolve()).loads:
            if urlsplit(load).netloc:
                yield path.relative_to(site).as_posix(), load
    for path in sorted(site.rglob("*.css")):
        for load in _CSS_URL.findall(path.read_text(encoding="utf-8")):
            if urlsplit(load).netloc:
                yield path.relative_to(site).as_posix(), load


def main(arguments: list[str]) -> int:
    """Check the site named on the command line."""
    site = Path(arguments[0]).resolve()
    found = [*broken_links(site), *foreign_loads(site)]
    for place, link in found:
        print(f"✗ {place}: {link}")  # noqa: T201 - a command of its own
    print(f"{'✗' if found else '✓'} {len(found)} 个坏链接 broken links")  # noqa: T201
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
