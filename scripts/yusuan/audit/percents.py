"""Rules that try the percents of the narrative, and the changes it states, on its amounts."""

from __future__ import annotations

from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from yusuan.amounts import decimals
from yusuan.audit.narrative import subject_key
from yusuan.audit.select import not_applicable, select, term
from yusuan.audit.trial import Outcome, Term, Trial, compare, row_number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from yusuan.identities import Identity
    from yusuan.package.load import LoadedRow, Package


def share(package: Package, name: str, identity: Identity) -> Iterator[Trial]:
    """Each share is its amount's part of another amount of the same section.

    Which one, the sentence does not always say: it is the one that the share fits, be it a
    part of another itself; if it fits none, it is compared with the largest that is no part.
    """
    resource = package.resources[name]
    wholes: dict[str, list[LoadedRow]] = defaultdict(list)
    parts: dict[str, list[LoadedRow]] = defaultdict(list)
    for row in resource.rows:
        if row["amount"] is not None:
            kept = wholes if row.get("share_percent") is None else parts
            kept[row["section"] or ""].append(row)
    for row in resource.rows:
        if row.get("share_percent") is None or not row["amount"]:
            continue
        key, own = subject_key(row), row["share_percent"]
        part = term(name, resource, row, "amount")
        others, divided = (
            [whole for other in stated if (whole := term(name, resource, other, "amount")).value]
            for stated in ((*wholes[row["section"] or ""], row), parts[row["section"] or ""])
        )
        tables = [
            whole
            for selector in identity.spec["wholes"]
            for whole in select(package, name, selector)[0]
            if whole.value
        ]
        if len(others) < 2 and own != 100:
            yield not_applicable(
                identity, name, "share_percent", "没有所占的总额", "the whole is not stated", key
            )
            continue
        fitting = next((w for w in (*others, *divided, *tables) if _ratio_fits(part, w, own)), None)
        whole = fitting or max(others, key=lambda item: item.exact)
        if fitting is None and whole.exact <= part.exact and own < 100:
            yield not_applicable(
                identity, name, "share_percent", "没有所占的总额", "the whole is not stated", key
            )
            continue
        yield _percent(identity, name, key, "share_percent", row, part.exact / whole.exact, whole)


def _ratio_fits(part: Term, whole: Term, percent: Decimal) -> bool:
    return abs(part.exact / whole.exact * 100 - percent) <= percent_slack(percent)


def percent_slack(percent: Decimal) -> Decimal:
    """Give how far rounding may have moved a percent: half of its last digit."""
    return Decimal(1).scaleb(-decimals(percent)) / 2


def _percent(
    identity: Identity,
    name: str,
    key: str,
    measure: str,
    row: LoadedRow,
    ratio: Decimal,
    whole: Term,
) -> Trial:
    """Compare a stated percent with the ratio that the amounts give."""
    printed: Decimal = row[measure]
    computed = (ratio * 100).quantize(Decimal("0.0001"), ROUND_HALF_UP)
    held = abs(ratio * 100 - printed) <= percent_slack(printed)
    cell = (name, row_number(row), measure)
    return Trial(
        identity,
        name,
        key,
        measure,
        Outcome.HELD if held else Outcome.CONFLICT,
        printed,
        computed,
        percent_slack(printed),
        "%",
        str(row["place"]),
        (whole.place,),
        name,
        row=row_number(row),
        cells=(cell, (name, row_number(row), identity.spec["amount"]), *whole.cells),
    )


def change_percent(package: Package, name: str, identity: Identity) -> Iterator[Trial]:
    """Demand that each stated percent is the change's part of the year before."""
    resource = package.resources[name]
    for row in resource.rows:
        percent, amount = row["change_percent"], row["amount"]
        if percent is None:
            continue
        key, before = subject_key(row), _before(row)
        if amount is None or before is None:
            yield not_applicable(
                identity,
                name,
                "change_percent",
                "没有写出金额和增减额",
                "the amount and its change are not both stated",
                key,
            )
            continue
        if not before:
            yield not_applicable(
                identity, name, "change_percent", "上年为零", "the year before is zero", key
            )
            continue
        whole = term(name, resource, row, "amount")
        yield _percent(
            identity, name, key, "change_percent", row, abs(amount - before) / before, whole
        )


def _before(row: LoadedRow) -> Decimal | None:
    """Give the year before that the stated change implies, or that is itself stated."""
    if row["change_amount"] is not None and row["amount"] is not None:
        sign = 1 if row["direction"] == "increase" else -1
        before: Decimal = row["amount"] - sign * row["change_amount"]
        return before
    return row["previous_amount"] if row["previous_basis"] == "stated" else None


def year_before(package: Package, name: str, identity: Identity) -> Iterator[Trial]:
    """Demand that the year before is the amount less the change."""
    resource = package.resources[name]
    for row in resource.rows:
        stated_alone = row["previous_basis"] == "stated" and row["change_amount"] is None
        if row["previous_amount"] is None or row["amount"] is None or stated_alone:
            continue
        sign = 1 if row["direction"] == "increase" else -1
        change, percent = row["change_amount"], row["change_percent"]
        basis = row["previous_basis"]
        if basis == "percent" and percent is not None and 100 + sign * percent:
            before = (row["amount"] * 100 / (100 + sign * percent)).quantize(Decimal("0.01"))
        elif basis in {"change", "stated"} and change is not None:
            before = row["amount"] - sign * change
        else:
            before = row["amount"]
        own = term(name, resource, row, "previous_amount")
        cells = tuple((name, row_number(row), column) for column in ("amount", "change_amount"))
        other = Term(before, own.money_unit, own.place, Decimal(0), cells)
        yield compare(identity, name, subject_key(row), "previous_amount", own, [other], row, name)


def taken(package: Package, name: str, identity: Identity) -> Iterator[Trial]:
    """Demand that the amount a change speaks of is one that its paragraph states."""
    resource = package.resources[name]
    other_name = str(identity.spec["resource"])
    other = package.resources.get(other_name)
    if other is None:
        yield not_applicable(
            identity, name, "amount", f"没有 {other_name}", f"there is no {other_name}"
        )
        return
    amounts: dict[tuple[Any, Any], list[Term]] = defaultdict(list)
    for row in other.rows:
        if row["amount"] is not None:
            one = term(other_name, other, row, "amount")
            amounts[row["section"], row["place"]].append(one)
    for row in resource.rows:
        found = amounts.get((row["section"], row["place"]))
        if row["amount"] is None:
            continue
        if not found:
            yield not_applicable(
                identity,
                name,
                "amount",
                "这一段没有写出金额",
                "the paragraph states no amount",
                subject_key(row),
            )
            continue
        own = term(name, resource, row, "amount")
        nearest = min(found, key=lambda item: abs(item.exact - own.exact))
        yield compare(identity, name, subject_key(row), "amount", own, [nearest], row, other_name)


#: Rule → function, of those that try percents and changes.
PERCENT_RULES: dict[str, Callable[[Package, str, Identity], Iterator[Trial]]] = {
    "share": share,
    "change-percent": change_percent,
    "year-before": year_before,
    "taken": taken,
}
