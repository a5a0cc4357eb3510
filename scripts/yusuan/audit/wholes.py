"""Rules that try what the narrative goes through item by item on the whole it states."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_CEILING, Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from yusuan.amounts import MONEY_UNITS
from yusuan.audit.narrative import subject_key
from yusuan.audit.percents import percent_slack
from yusuan.audit.select import condition, fits, not_applicable, select, term
from yusuan.audit.trial import Term, Trial, compare, row_number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from yusuan.identities import Identity
    from yusuan.package.load import LoadedRow, Package

#: A code of this length is an item (项); what has one adds up to the whole.
_ITEM = 7
#: How a year before was worked out that is measured against the budget, as changes are.
_WORKED_OUT = frozenset({"change", "percent", "level"})


def _items(package: Package, name: str, section: str | None) -> list[LoadedRow]:
    """Give a section's sentences on items (项) of the year, the first on each."""
    items: dict[str, LoadedRow] = {}
    for row in package.resources[name].rows:
        code = row.get("function_code") or ""
        own_year = row.get("year") in (None, package.descriptor.get("year"))
        if (
            row["section"] == section
            and len(code) == _ITEM
            and own_year
            and row["amount"] is not None
        ):
            items.setdefault(code, row)
    return list(items.values())


def items_sum(package: Package, name: str, identity: Identity) -> Iterator[Trial]:
    """Where a section goes through every item (项), the items add up to the section's whole."""
    resource, measure = package.resources[name], str(identity.spec["measure"])
    if (reason := condition(package, name, identity, measure)) is not None:
        yield reason
        return
    tried: set[tuple[str | None, Decimal]] = set()
    for row in resource.rows:
        if row[measure] is None or not _is_whole(row, identity):
            continue
        if (row["section"], row[measure]) in tried:
            continue  # the same whole, said again
        items = _items(package, name, row["section"])
        if len(items) < 2 or not _complete(package, items, identity):
            continue
        if any(
            item[measure] is None and item.get("previous_basis") not in _WORKED_OUT
            for item in items
        ):
            continue
        tried.add((row["section"], row[measure]))
        own = replace(term(name, resource, row, measure), value=_signed(row, row[measure], measure))
        terms = [_item_term(package, name, item, measure) for item in items]
        yield compare(identity, name, subject_key(row), measure, own, terms, row, name)
    if not tried:
        yield not_applicable(
            identity,
            name,
            measure,
            "没有逐项列全的章节",
            "no section goes through all items",
        )


def _is_whole(row: LoadedRow, identity: Identity) -> bool:
    """Say whether a sentence is on the whole of its section."""
    return all(fits(row.get(column), wanted) for column, wanted in identity.spec["whole"].items())


def _complete(package: Package, items: Sequence[LoadedRow], identity: Identity) -> bool:
    """Say whether the items are all that the table has: the same codes."""
    selector = identity.spec["all"]
    _, rows = select(package, "", selector)
    codes = {row["code"] for row in rows if row[selector["measure"]]}
    return bool(codes) and codes == {row["function_code"] for row in items}


def _signed(row: LoadedRow, value: Decimal, measure: str) -> Decimal:
    """Give a change its sign; an amount has none to give."""
    down = measure == "change_amount" and row["direction"] == "decrease"
    return -value if down else value


def _item_term(package: Package, name: str, row: LoadedRow, measure: str) -> Term:
    """Give an item's number; a change that is not stated is worked out from the year before."""
    resource = package.resources[name]
    if row[measure] is not None:
        own = term(name, resource, row, measure)
        return replace(own, value=_signed(row, own.value, measure))
    amount = term(name, resource, row, "amount")
    before: Decimal = row["previous_amount"]
    slack = Decimal(0)
    if row["previous_basis"] == "percent":
        percent = row["change_percent"]
        sign = 1 if row["direction"] == "increase" else -1
        unit = MONEY_UNITS.get(amount.money_unit or "", Decimal(1))
        moved = before * percent_slack(percent) / abs(100 + sign * percent) * unit
        slack = moved.quantize(Decimal("0.01"), ROUND_CEILING)
    cells = tuple((name, row_number(row), column) for column in ("amount", "previous_amount"))
    return Term(amount.value - before, amount.money_unit, amount.place, slack, cells)


def parts_of(package: Package, name: str, identity: Identity) -> Iterator[Trial]:
    """Demand that the parts a paragraph names add up to the whole it states."""
    resource, measure, spec = package.resources[name], identity.spec["measure"], identity.spec
    for row in resource.rows:
        if row[measure] is None or not _is_whole(row, identity):
            continue
        parts = [
            term(name, resource, other, measure)
            for other in resource.rows
            if other["place"] == row["place"]
            and other is not row
            and other[measure] is not None
            and all(fits(other.get(column), wanted) for column, wanted in spec["parts"].items())
        ]
        if parts:
            own = term(name, resource, row, measure)
            yield compare(identity, name, subject_key(row), measure, own, parts, row, name)


def one_change(package: Package, name: str, identity: Identity) -> Iterator[Trial]:
    """Two sentences on the same whole state the same change."""
    resource = package.resources[name]
    if (reason := condition(package, name, identity, "change_amount")) is not None:
        yield reason
        return
    wholes = [
        row
        for row in resource.rows
        if row["change_amount"] is not None
        and row["amount"] is not None
        and _is_whole(row, identity)
    ]
    for first, second in pairwise(wholes):
        if first["amount"] != second["amount"] or first["base_year"] != second["base_year"]:
            continue
        own, other = (
            replace(
                term(name, resource, row, "change_amount"),
                value=_signed(row, row["change_amount"], "change_amount"),
            )
            for row in (second, first)
        )
        yield compare(
            identity, name, subject_key(second), "change_amount", own, [other], second, name
        )


#: Rule → function, of those that try items on their whole.
WHOLE_RULES: dict[str, Callable[[Package, str, Identity], Iterator[Trial]]] = {
    "items-sum": items_sum,
    "parts-of": parts_of,
    "one-change": one_change,
}
