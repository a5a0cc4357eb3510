"""The comparison of years and units: a table of the newest packages, and the data of each for the script."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from yusuan.language import LANGUAGES
from yusuan.publish.measures import GROUPS, in_order, measure_group, measure_title
from yusuan.publish.templating import in_languages
from yusuan.publish.trends import MONEY_UNIT, amount_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from yusuan.publish.pages import Summary

#: How many packages the table of the page without scripts shows, the newest.
MOST = 50
#: Columns of the first table.
HEADLINES = ("total", "basic", "project", "personnel", "operating", "three-public")
#: What amounts can be shown in.
SHOWN_IN = ("元", "万元", "亿元")
SCRIPT = "compare.js"


def compare_pages(
    newest: Sequence[Summary], shared: Mapping[str, Any], address: str
) -> dict[str, bytes]:
    """Make the page; ``address`` is that of the list of all packages below the site's root."""
    shown = newest[:MOST]
    classes = [
        name
        for name in in_order({name for one in shown for name in one.measures})
        if measure_group(name) == "function"
    ]
    return in_languages(
        "compare/index.md",
        "compare.md",
        **shared,
        packages=shown,
        count=len(newest),
        headlines={name: measure_title(name) for name in HEADLINES},
        classes={name: measure_title(name) for name in classes},
        money_unit=MONEY_UNIT,
        money_units=SHOWN_IN,
        amount_words=amount_words,
        groups=GROUPS,
        titles={language: _titles(newest, language) for language in LANGUAGES},
        list_of_all=address,
    )


def _titles(summaries: Iterable[Summary], language: str) -> list[list[str]]:
    """Give name, group and title, in the page's language, of the measures that any package has."""
    names = in_order({name for one in summaries for name in one.measures})
    return [[name, measure_group(name), measure_title(name).of(language)] for name in names]


def compare_data(summaries: Iterable[Summary]) -> Iterator[tuple[str, bytes]]:
    """Yield the measures of each package as a script file, which a page loads when it is chosen."""
    for one in summaries:
        told = {
            "name": [one.unit.zh, one.unit.en],
            "year": one.year,
            "phase": one.phase_name,
            "scope": one.scope or "",
            "measures": {
                name: [f"{measured.value:f}", measured.money_unit, measured.table, measured.row]
                for name, measured in one.measures.items()
            },
        }
        text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
        slug = json.dumps(one.slug, ensure_ascii=False)
        yield (
            f"data/{one.slug}/{SCRIPT}",
            f"(window.yusuanCompared??={{}})[{slug}]={text};\n".encode(),
        )
