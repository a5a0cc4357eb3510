"""What makes a page sound on a screen: no barrier that axe knows, nothing that sticks out."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

#: Tags of axe's rules that are not asked for, each with its reason; all other rules are.
EXCLUDED = {
    "experimental": "axe calls them so itself: they still give false alarms",
    "wcag2aaa": "level AAA, above what the project promises (AA)",
}
_AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
_RUN = """async (excluded) => {
  const rules = Object.fromEntries(
    axe.getRules().map((rule) =>
      [rule.ruleId, {enabled: !rule.tags.some((tag) => excluded.includes(tag))}]));
  const result = await axe.run({resultTypes: ["violations"], rules, preload: false});
  return result.violations.map((one) =>
    [one.id, one.nodes.length, ...one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160))]);
}"""
#: What reaches beyond the right edge. Material hides what sticks out, so that the page's own width
#: says nothing: each element's edge counts. Not those inside something that scrolls or clips by
#: itself (it is looked at instead), nor panels that wait outside the window.
_STICKING_OUT = """() => {
  const width = document.documentElement.clientWidth;
  const own = (element) => {
    for (let up = element.parentElement; up && up !== document.body; up = up.parentElement)
      if (getComputedStyle(up).overflowX !== "visible") return false;
    return true;
  };
  const waits = (element) => {
    for (let up = element; up && up !== document.body; up = up.parentElement)
      if (getComputedStyle(up).position === "fixed") {
        const edge = up.getBoundingClientRect();
        return edge.left >= width || edge.right <= 0;
      }
    return false;
  };
  const out = [...document.body.querySelectorAll("*")].filter((element) => {
    const edge = element.getBoundingClientRect();
    return edge.width > 0 && edge.height > 0 && edge.right > width + 0.5
      && element.checkVisibility({visibilityProperty: true}) && own(element) && !waits(element);
  });
  return out.slice(0, 5).map((element) =>
    `${Math.round(element.getBoundingClientRect().right)} > ${width}: `
      + element.outerHTML.slice(0, 160));
}"""


def barriers(page: Page) -> list[str]:
    """Violations of axe's rules: name, how many, and the first elements."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(_AXE)
    found: list[list[object]] = page.evaluate(_RUN, list(EXCLUDED))
    return [" · ".join(map(str, one)) for one in found]


def sticking_out(page: Page) -> list[str]:
    """Elements that reach beyond the window's right edge, at most five."""
    found: list[str] = page.evaluate(_STICKING_OUT)
    return found
