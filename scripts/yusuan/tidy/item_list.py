"""Lists of items in tables that are mostly of codes: 一、财政拨款 … 本年收入合计 … 收入总计.

Such a table has no code at all; ordinals and the names of its sums say what adds up into what.
"""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import takewhile
from typing import TYPE_CHECKING

from yusuan.language import normal
from yusuan.tidy.two_sided import split_ordinal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yusuan.tidy.rows import TidyRow

_OF_WHICH = re.compile(r"^其中[:：]?")
_SUBTOTAL = re.compile(r"^(本年|当年)?(收入|支出)(合计|小计)$")
_TOTAL = re.compile(r"^(收入|支出)?总计$")
#: So many items with ordinals make a list.
_FEWEST = 2


def link_items(rows: list[TidyRow], amounts: Sequence[str]) -> bool:
    """Point the items of a list without codes at the sums they add up into; say if it is one.

    Items without an ordinal name parts of the one above, and add up into it if their amounts do.
    """
    names = [_name(row) for row in rows]
    ordinals = [split_ordinal(name)[1] for name in names]
    totals = [i for i, name in enumerate(names, 1) if _TOTAL.match(normal(name))]
    coded = any(row.values.get("code") for row in rows)
    if coded or ordinals.count(1) < _FEWEST or len(totals) != 1:
        return False
    total = totals[0]
    sums = [i for i, name in enumerate(names, 1) if _SUBTOTAL.match(normal(name)) and i < total]
    subtotal = sums[0] if len(sums) == 1 else None
    for position, (row, name, level) in enumerate(zip(rows, names, ordinals, strict=True), 1):
        if position == total:
            role, depth, parent = "total", 0, None
        elif position == subtotal:
            role, depth, parent = "subtotal", 0, total
        elif level == 1 and not _OF_WHICH.match(normal(name)):
            behind = subtotal is None or position > subtotal
            role, depth, parent = "item", 1, total if behind else subtotal
        else:
            role, depth, parent = "item", 2, None
        if row.values.get("unit_name") == row.values.get("name"):
            row.values["unit_name"] = None  # it is no unit's name
        row.values |= {"role": role, "level": depth, "parent": None, "parent_row": parent}
    for position, row in enumerate(rows, 1):
        if row.values["level"] == 1:
            parts = list(takewhile(lambda part: part.values["level"] == 2, rows[position:]))
            if parts and all(_whole(parts, name) == (row.amount(name) or 0) for name in amounts):
                for part in parts:
                    part.values["parent_row"] = position
    return True


def _whole(parts: Sequence[TidyRow], name: str) -> Decimal:
    return sum((part.amount(name) or Decimal(0) for part in parts), Decimal(0))


def _name(row: TidyRow) -> str:
    return str(row.values.get("name") or "")
