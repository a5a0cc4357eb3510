"""The English of items that no code names: sources of income, balances, sums."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from yusuan.dictionary import table_kinds
from yusuan.language import normal

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Titles of columns that say nothing of what a row is about.
_GENERAL = frozenset({"Total", "Amount"})


def english_of_item(name: str) -> str:
    """Give the English of an item by the name that is printed; empty where the dictionary has none."""
    return _known().get(normal(name), "")


@cache
def _known() -> Mapping[str, str]:
    """Gather what the dictionary calls items, and labels of columns that are called one thing alone."""
    found: dict[str, set[str]] = {}
    for kind in table_kinds().values():
        for field in kind.fields:
            for label in field.labels if field.amount and field.title.en not in _GENERAL else ():
                found.setdefault(normal(label.rsplit("/", maxsplit=1)[-1]), set()).add(
                    field.title.en
                )
    alone = {label: titles.pop() for label, titles in found.items() if len(titles) == 1}
    named = (kind.reading.get("item_names", {}) for kind in table_kinds().values())
    return alone | {normal(zh): en for names in named for zh, en in names.items()}
