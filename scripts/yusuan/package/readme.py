"""The README of a package, from its descriptor."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jinja2 import Template


@cache
def _template() -> Template:
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 - light start

    environment = Environment(
        loader=PackageLoader("yusuan.package"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - Markdown, whose marks the filter below escapes
    )
    environment.filters["md"] = markdown_text
    return environment.get_template("README.md")


def readme(descriptor: Mapping[str, Any]) -> bytes:
    """Render the README in both languages."""
    return _template().render(package=descriptor).encode("utf-8")


def markdown_text(text: object) -> str:
    """Escape a text so that Markdown shows it as it is."""
    return str(text).replace("\n", " ").translate(_ESCAPES)


_ESCAPES = str.maketrans(
    {mark: f"\\{mark}" for mark in "\\`*_{}[]#+-!|~"} | {"<": "&lt;", ">": "&gt;", "&": "&amp;"}
)
