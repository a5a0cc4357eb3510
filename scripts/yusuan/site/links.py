"""Links of a built site: every one must lead somewhere, and no page may ask another host.

MkDocs checks the links of Markdown; those in the tables' HTML are checked here.
``python -m yusuan.site.links site`` prints what is broken and exits with 1.
"""

from __future__ import annotations

import re
import sys
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

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


class _Page(HTMLParser):
    """Collects a page's ids, its links, and what it loads."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.loads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.ids.update(found[name] for name in ("id", "name") if found.get(name))
        if tag == "a" and "href" in found:
            self.links.append(found["href"])
        loads = tag in _LOADS and _LOADS[tag] in found
        if loads and not set(found.get("rel", "").split()) & _NAMES:
            self.loads.append(found[_LOADS[tag]])
        if "style" in found:
            self.loads.extend(_CSS_URL.findall(found["style"]))


@cache
def _parsed(path: Path) -> _Page:
    page = _Page()
    page.feed(path.read_text(encoding="utf-8"))
    return page


def broken_links(site: Path) -> Iterator[tuple[str, str]]:
    """Yield (page, link) for every link inside the site that leads nowhere."""
    root = site.resolve()
    for path in sorted(root.rglob("*.html")):
        page = _parsed(path)
        for link in (*page.links, *page.loads):
            parts = urlsplit(link)
            if parts.scheme or parts.netloc or path.name == "404.html":
                continue
            target = path if not parts.path else (path.parent / unquote(parts.path)).resolve()
            if target.is_dir():
                target /= "index.html"
            fragment = unquote(parts.fragment)
            lost = not target.is_file() or not target.is_relative_to(root)
            if lost or (
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
