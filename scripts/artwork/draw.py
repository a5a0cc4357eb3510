"""Draw the pictures that the site is known by elsewhere: ``python scripts/artwork/draw.py``.

Icons are drawn from the logo, the preview of links from ``card.html`` beside this file, by a
Chromium that Playwright finds or ``CHROMIUM`` names. The pictures are committed: they change
with their sources, not with each build.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ViewportSize

HERE = Path(__file__).parent
ASSETS = HERE.parents[1] / "docs/theme/assets"
CARD: ViewportSize = {"width": 1200, "height": 630}
#: Side of an icon in pixels → whether its corners are filled: a phone cuts them itself.
ICONS = {32: False, 180: True}
ICON = """<style>*{{margin:0}} body{{background:{ground}}} svg{{display:block;width:100vw;height:100vh}}</style>{svg}"""


def draw_card(browser: Browser, language: str, name: str) -> None:
    """Draw the preview of links in one language."""
    page = browser.new_page(viewport=CARD)
    page.goto((HERE / "card.html").as_uri())
    page.evaluate("language => document.documentElement.setAttribute('lang', language)", language)
    page.screenshot(path=ASSETS / f"card-{name}.png")
    page.close()


def draw_icon(browser: Browser, side: int, *, filled: bool) -> None:
    """Draw the logo as a square picture."""
    svg = (ASSETS / "logo.svg").read_text(encoding="utf-8")
    page = browser.new_page(viewport={"width": side, "height": side})
    page.set_content(ICON.format(ground="#9a3b26" if filled else "transparent", svg=svg))
    page.screenshot(path=ASSETS / f"icon-{side}.png", omit_background=True)
    page.close()


def main() -> None:
    """Draw everything."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM"), args=["--no-sandbox"]
        )
        draw_card(browser, "zh-Hans", "zh")
        draw_card(browser, "en", "en")
        for side, filled in ICONS.items():
            draw_icon(browser, side, filled=filled)
        browser.close()


if __name__ == "__main__":
    main()
