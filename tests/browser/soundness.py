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
#: Tag of the rules that look at colours; whatever else axe judges is words, marks and places.
_COLOURS = "cat.color"
_RUN = """async ([excluded, only]) => {
  const rules = Object.fromEntries(
    axe.getRules().map((rule) =>
      [rule.ruleId, {enabled: !rule.tags.some((tag) => excluded.includes(tag))
        && (!only || rule.tags.includes(only))}]));
  const result = await axe.run({resultTypes: ["violations"], rules, preload: false});
  return result.violations.map((one) =>
    [one.id, one.nodes.length, ...one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160))]);
}"""
#: Every element with its words, its marks and its place; drawings and the name of the scheme
#: are left out, which change with the colours alone and are none of axe's other rules' concern.
_STRUCTURE = """() => {
  const own = new Set(["data-md-color-scheme", "style", "aria-pressed"]);
  const told = [];
  const walk = (element) => {
    const {x, y, width, height} = element.getBoundingClientRect();
    told.push(element.tagName, x + scrollX, y + scrollY, width, height,
      getComputedStyle(element).visibility);
    for (const {name, value} of element.attributes) if (!own.has(name)) told.push(name, value);
    if (element.tagName.toLowerCase() === "svg") return;
    for (const child of element.childNodes)
      if (child.nodeType === 1) walk(child);
      else if (child.nodeType === 3) told.push(child.data);
  };
  walk(document.body);
  return told.join("\\n");
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


def structure(page: Page) -> str:
    """All of a page but its colours; where it is the same, only rules about colours can differ."""
    return str(page.evaluate(_STRUCTURE))


def barriers(page: Page, *, colours_only: bool = False) -> list[str]:
    """Violations of axe's rules, or of those about colours: name, how many, the first elements."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(_AXE)
    found: list[list[object]] = page.evaluate(
        _RUN, [list(EXCLUDED), _COLOURS if colours_only else ""]
    )
    return [" · ".join(map(str, one)) for one in found]


def sticking_out(page: Page) -> list[str]:
    """Elements that reach beyond the window's right edge, at most five."""
    found: list[str] = page.evaluate(_STICKING_OUT)
    return found
