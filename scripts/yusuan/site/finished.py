"""Pages that are finished HTML go past Python-Markdown, which would only spend time on them.

MkDocs makes the same page without this, as Markdown leaves blocks of HTML alone: a test holds
the two against each other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs.plugins import BasePlugin

if TYPE_CHECKING:
    from mkdocs.structure.pages import Page

#: The key of a page's front matter which says that what follows is HTML alone.
KEY = "finished"


class FinishedPages(BasePlugin):  # type: ignore[type-arg,no-untyped-call] # mkdocs ships its plugin class half typed
    """Keeps the body of finished pages while MkDocs converts nothing."""

    def __init__(self) -> None:
        super().__init__()
        self._bodies: dict[str, str] = {}

    def on_page_markdown(self, markdown: str, /, *, page: Page, **_: object) -> str:
        """Lay a finished page's body aside."""
        if not page.meta.get(KEY):
            return markdown
        self._bodies[page.file.src_uri] = markdown.strip("\n")
        return ""

    def on_page_content(self, html: str, /, *, page: Page, **_: object) -> str:
        """Give it back as the content."""
        return self._bodies.pop(page.file.src_uri, html)
