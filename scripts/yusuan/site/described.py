"""A description for every page: what search engines and previews of links say of it.

A page whose front matter has none is described by its title and its first paragraph.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from mkdocs.plugins import BasePlugin

if TYPE_CHECKING:
    from mkdocs.structure.pages import Page
    from mkdocs.utils.templates import TemplateContext

#: Characters that a result of a search engine shows of a description.
_MOST = 160
_PARAGRAPH = re.compile(r"<p(?: [^>]*)?>(.*?)</p>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


class DescribedPages(BasePlugin):  # type: ignore[type-arg,no-untyped-call] # mkdocs ships its plugin class half typed
    """Gives each page its description before it is put into the theme."""

    def on_page_context(
        self, context: TemplateContext, /, *, page: Page, **_: object
    ) -> TemplateContext:
        """Describe a page that does not describe itself."""
        title = str(page.meta.get("title") or html.unescape(_TAG.sub("", str(page.title or ""))))
        if page.is_homepage:
            return context
        page.meta.setdefault("description", description(title, page.content or ""))
        return context


def description(title: str, content: str) -> str:
    """Join a title and the words of the first paragraph, as far as they are shown."""
    found = (
        re.sub(r"\s+", " ", html.unescape(_TAG.sub("", paragraph))).strip()
        for paragraph in _PARAGRAPH.findall(content)
    )
    whole = " – ".join(filter(None, (title, next(filter(None, found), ""))))
    return whole if len(whole) <= _MOST else f"{whole[: _MOST - 1].rstrip()}…"
