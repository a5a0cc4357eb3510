"""``yusuan offline``: the built site as one zip that works from a folder, without a server.

A browser that opens a file asks no server what a folder's page is, so links to folders lead to
their ``index.html``. Everything else is the site, byte by byte: its scripts know by themselves
when they are read from a disk.
"""

from __future__ import annotations

import html
import io
import posixpath
import re
import zipfile
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import unquote

from yusuan.errors import BuildError, Problem
from yusuan.files import write_file
from yusuan.language import Bilingual

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: The folder inside the zip, so that unpacking scatters nothing.
FOLDER = "yusuan"
_INDEX = "index.html"
#: What only a server or a search engine uses.
_LEFT_OUT = re.compile(r"(^|/)(404\.html|sitemap\.xml(\.gz)?)$|\.map$")
#: Attributes by which a tag leads to a page.
_LEADS = {"a": "href", "area": "href", "link": "href", "form": "action"}
#: An attribute with its value; values are consumed whole, so that none inside another is seen.
_ATTRIBUTE = re.compile(
    r"""(?<=\s)(?P<name>[^\s"'<>/=]+)\s*=\s*(?P<value>"[^"]*"|'[^']*'|[^\s"'>]+)"""
)
_DATE = (1980, 1, 1, 0, 0, 0)


def write_offline(site: Path, target: Path) -> int:
    """Write the zip of a built site; gives its size in bytes.

    The same site gives the same bytes. Raises :class:`~yusuan.errors.BuildError` where there
    is no site.
    """
    if not (site / _INDEX).is_file():
        raise _not_built(site.name)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in offline_files(site):
            entry = zipfile.ZipInfo(f"{FOLDER}/{name}", _DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)
    data = packed.getvalue()
    write_file(target, data)
    return len(data)


def offline_files(site: Path) -> Iterator[tuple[str, bytes]]:
    """Yield each file of the zip by its name below the site's root, sorted."""
    names = sorted(path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file())
    folders = frozenset(posixpath.dirname(name) for name in names if _is_index(name))
    for name in names:
        if _LEFT_OUT.search(name):
            continue
        data = (site / name).read_bytes()
        if name.endswith(".html"):
            yield name, offline_page(name, data.decode("utf-8"), folders).encode()
        else:
            yield name, data


def offline_page(name: str, text: str, folders: frozenset[str]) -> str:
    """Give a page whose links lead to files; ``folders`` are those that hold a page."""
    tags = _Tags(text)
    pieces, at = [], 0
    for start, tag, raw in tags.found:
        pieces += [text[at:start], _leading(raw, _LEADS[tag], posixpath.dirname(name), folders)]
        at = start + len(raw)
    return "".join([*pieces, text[at:]])


class _Tags(HTMLParser):
    """Finds the opening tags that may lead to a page: offset, name, and the tag as written."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[int, str, str]] = []
        self._lines = [0]
        for line in text.split("\n"):
            self._lines.append(self._lines[-1] + len(line) + 1)
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _LEADS and any(name == _LEADS[tag] for name, _ in attrs):
            line, column = self.getpos()
            raw = self.get_starttag_text() or ""
            self.found.append((self._lines[line - 1] + column, tag, raw))


def _leading(raw: str, attribute: str, here: str, folders: frozenset[str]) -> str:
    """Give a tag whose link to a folder leads to the folder's page."""

    def mended(match: re.Match[str]) -> str:
        if match["name"].lower() != attribute:
            return match[0]
        link = html.unescape(match["value"].strip("\"'"))
        return f'{match["name"]}="{html.escape(_to_file(link, here, folders))}"'

    return _ATTRIBUTE.sub(mended, raw)


def _to_file(link: str, here: str, folders: frozenset[str]) -> str:
    path, rest = re.fullmatch(r"([^?#]*)(.*)", link, re.DOTALL).groups()  # type: ignore[union-attr] # it fits any text
    if not path or path.startswith("/") or ":" in path.split("/", maxsplit=1)[0]:
        return link
    target = posixpath.normpath(posixpath.join(here, unquote(path)))
    if ("" if target == "." else target) not in folders:
        return link
    return f"{path.rstrip('/') or '.'}/{_INDEX}{rest}"


def _is_index(name: str) -> bool:
    return posixpath.basename(name) == _INDEX


def _not_built(folder: str) -> BuildError:
    return BuildError(
        [
            Problem(
                Bilingual("还没有建成的网站", "there is no built site"),
                f"{folder}/",
                todo=Bilingual("先运行 make site", "run make site first"),
            )
        ]
    )
