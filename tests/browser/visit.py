"""A visit to the site: one window, and everything that goes wrong in it."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import (
        Browser,
        BrowserContext,
        ConsoleMessage,
        Page,
        Request,
        Response,
        Route,
    )

#: Nothing takes longer, however busy the machine; what does is missing.
_PATIENCE_MS = 60_000
_STEP_MS = 20
WIDE = 1280
HEIGHT = 800
#: Addresses that ask no host.
_LOCAL = frozenset({"data", "blob", "about"})


@dataclass
class Visit:
    """A page of the site in a window of its own, and the troubles seen there."""

    page: Page
    base: str
    scripted: bool = True
    troubles: list[str] = field(default_factory=list)
    allowed: set[str] = field(default_factory=set)

    def open(self, address: str, *, scripts: bool = True) -> Page:
        """Go to an address below the site's root; wait until it is loaded, or for its words alone."""
        self.page.goto(self.base + address, wait_until="load" if scripts else "commit")
        if not scripts:
            self.page.locator("footer").wait_for()
        return self.page

    def address(self) -> str:
        """Give the page's address as the page has it now; ``page.url`` hears of changes later."""
        return str(self.page.evaluate("location.href")).removeprefix(self.base)

    @contextlib.contextmanager
    def held(self, file: str) -> Iterator[None]:
        """Keep a file of the site on its way until the block is done, as a slow connection does."""
        waiting: list[Route] = []
        arrived = False

        def keep(route: Route) -> None:
            # one that is asked for while the others are let go must not be kept for ever
            if arrived:
                route.continue_()
            else:
                waiting.append(route)

        self.page.route(f"**/{file}", keep)
        yield
        self.until(lambda: bool(waiting), f"{file} is not asked for")
        arrived = True
        for one in waiting:
            one.continue_()

    def until(self, happened: Callable[[], bool], otherwise: str) -> None:
        """Wait, and let the browser go on, until something has happened."""
        last = monotonic() + _PATIENCE_MS / 1000
        while not happened():
            assert monotonic() < last, otherwise
            self.page.wait_for_timeout(_STEP_MS)

    def widen(self, width: int) -> None:
        """Make the window wider or narrower."""
        self.page.set_viewport_size({"width": width, "height": HEIGHT})

    def settle(self) -> list[str]:
        """Wait until what happened so far has been told; give the troubles."""
        # without script no timer ever fires
        self.page.evaluate("new Promise(done => setTimeout(done))" if self.scripted else "0")
        return [one for one in self.troubles if not any(part in one for part in self.allowed)]

    def watch(self, context: BrowserContext) -> None:
        """Note errors, failed requests and requests to other hosts."""
        context.on("request", self._asked)
        context.on("requestfailed", self._failed)
        context.on("response", self._answered)
        context.on("console", self._said)
        context.on("weberror", lambda error: self.troubles.append(f"error: {error.error}"))

    def _asked(self, request: Request) -> None:
        if urlsplit(request.url).scheme not in _LOCAL and not request.url.startswith(self.base):
            self.troubles.append(f"another host: {request.url}")

    def _failed(self, request: Request) -> None:
        # a page that is left, and a download, end requests without any fault
        if request.failure != "net::ERR_ABORTED":
            self.troubles.append(f"failed: {request.url} {request.failure}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400:
            self.troubles.append(f"{response.status}: {response.url}")

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.troubles.append(f"console: {message.text}")


@contextlib.contextmanager
def visiting(browser: Browser, base: str, **options: Any) -> Iterator[Visit]:
    """Open a window on the site, and fail at the end if anything went wrong in it."""
    settings = {"viewport": {"width": WIDE, "height": HEIGHT}, "reduced_motion": "reduce"}
    context = browser.new_context(**(settings | options))
    try:
        context.set_default_timeout(_PATIENCE_MS)
        visit = Visit(context.new_page(), base, options.get("java_script_enabled", True))
        visit.watch(context)
        yield visit
        troubles = visit.settle()
        if troubles:
            raise AssertionError("\n".join([visit.page.url, *troubles]))
    finally:
        context.close()
