"""Tables of codes that end too early."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from yusuan.amounts import decimals
from yusuan.language import Bilingual

if TYPE_CHECKING:
    from yusuan.tidy.rows import TidyRow, Typist


def refuse_broken_off(rows: list[TidyRow], amounts: tuple[str, ...], typist: Typist) -> None:
    """Refuse a table that ends too early: only the sums above its last row fall short.

    A sum that does not close elsewhere is the document's own affair and becomes a finding.
    """
    if not rows or (rows[-1].values["role"] != "item" and len(rows) > 1):
        return  # a total at the foot closes its table
    chain: set[int] = {len(rows)}
    parent = rows[-1].values["parent_row"]
    while isinstance(parent, int):
        chain.add(parent)
        parent = rows[parent - 1].values["parent_row"]
    deepest = max(int(str(row.values["level"])) for row in rows)
    for name in amounts:
        short = {
            position
            for position in range(1, len(rows) + 1)
            if _falls_short(rows, position, name, deepest)
        }
        if short and short <= chain:
            place = rows[max(short) - 1]
            typist.problem(
                rows[-1].place,
                Bilingual(
                    f"表在这里断了：“{place.values['name']}”的下级之和小于所印的 {place.values[name]}",
                    f"the table breaks off here: the rows below {place.values['name']} add up to less than the {place.values[name]} printed",
                ),
                Bilingual("表到最后一个科目为止都完整", "the table down to its last code"),
            )
            return


def _falls_short(rows: list[TidyRow], position: int, name: str, deepest: int) -> bool:
    printed = rows[position - 1].amount(name)
    if not printed:
        return False
    children = [row.amount(name) for row in rows if row.values["parent_row"] == position]
    if not children:
        # a total of nothing, or a class without groups where the others have them
        level = int(str(rows[position - 1].values["level"]))
        alone = len(rows) == 1 and rows[0].values["role"] == "total"
        return alone or (0 < level < deepest and _others_nest(rows, position))
    terms = [term for term in children if term is not None]
    unit = Decimal(1).scaleb(-max(decimals(term) for term in [printed, *terms]))
    return printed - sum(terms, Decimal(0)) > unit * (len(terms) + 1) / 2


def _others_nest(rows: list[TidyRow], position: int) -> bool:
    """Say whether every other row of this level has rows below it."""
    level = rows[position - 1].values["level"]
    parents = {row.values["parent_row"] for row in rows}
    others = [p for p, row in enumerate(rows, 1) if row.values["level"] == level and p != position]
    return bool(others) and all(p in parents for p in others)
