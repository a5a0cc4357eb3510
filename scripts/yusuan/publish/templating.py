"""The templates: files with autoescape, where an undefined name is an error."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from yusuan.package.readme import markdown_text
from yusuan.publish.numbers import grouped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jinja2 import Environment
    from markupsafe import Markup

    from yusuan.dictionary import Field

#: Columns that name a row, by preference.
NAMING = (
    "name",
    "item",
    "source",
    "kind_of_staff",
    "project_name",
    "activity",
    "subject",
    "indicator_3",
)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 - light start

    environment = Environment(
        loader=PackageLoader("yusuan.publish"),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["md"] = markdown_text
    environment.filters["number"] = grouped
    environment.filters["dict"] = dict
    environment.filters["heading_column"] = heading_column
    environment.filters["yaml"] = _yaml
    return environment


def render(template: str, **context: Any) -> bytes:
    """Render a template to UTF-8, without blank lines inside its HTML.

    A blank line would end an HTML block for Markdown; templates separate Markdown from HTML
    by a line that holds only ``<!-- -->``.
    """
    text = _environment().get_template(template).render(**context)
    front, separator, body = text.partition("\n---\n")
    lines = [line.rstrip() for line in body.splitlines() if line.strip()]
    joined = "\n".join("" if line == "<!-- -->" else line for line in lines)
    return f"{front}{separator}{joined}\n".encode()


def _yaml(value: object) -> Markup:
    """Write a text as a quoted YAML scalar for a page's front matter."""
    from markupsafe import Markup  # noqa: PLC0415 - light start

    return Markup(json.dumps(str(value), ensure_ascii=False))  # noqa: S704 - front matter is YAML, not HTML


def heading_column(columns: Sequence[Field]) -> int:
    """Give the position of the column that names a row; the first if none does."""
    names = [column.name for column in columns]
    return next((names.index(name) for name in NAMING if name in names), 0)
