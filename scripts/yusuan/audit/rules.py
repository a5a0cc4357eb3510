"""The rules by which tables are tried; a plain dict from the rule's name to its function."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from yusuan.amounts import is_amount
from yusuan.audit.narrative import NARRATIVE_RULES
from yusuan.audit.percents import PERCENT_RULES
from yusuan.audit.select import (
    condition,
    fits,
    grouped,
    key_of,
    not_applicable,
    select,
    summed,
    term,
)
from yusuan.audit.structure import STRUCTURE_RULES
from yusuan.audit.trial import FINDINGS, Outcome, Trial, compare
from yusuan.audit.wholes import WHOLE_RULES
from yusuan.dictionary import table_kinds
from yusuan.language import Bilingual

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from yusuan.identities import Identity
    from yusuan.package.load import LoadedRow, Package, Resource


def row_sum(package: Package, name: str, identity: Identity) -> Iterator[Trial]:
    """Within a row, the total equals the sum of its parts; blank parts count as nothing."""
    resource = package.resources[name]
    total = identity.spec["total"]
    parts = [column for part in identity.spec["parts"] for column in _printed_parts(part, resource)]
    if total not in resource.columns or not parts:
        yield not_applicable(
            identity, name, total, "本表没有这些列", "this form of the table lacks the columns"
        )
        return
    where = identity.spec.get("where", {})
    whole = _whole_periods(resource, parts)
    for row in resource.rows:
        if not all(fits(row.get(name), wanted) for name, wanted in where.items()):
            continue
        if row.get("period") not in whole:
            continue
        terms = [term(name, resource, row, part) for part in parts if row[part] is not None]
        if row[total] is not None or terms:
            printed = term(name, resource, row, total) if row[total] is not None else None
            trial = compare(identity, name, key_of(row), total, printed, terms, row)
            if trial.outcome in FINDINGS and _has_other_amounts(row):
                yield not_applicable(
                    identity,
                    name,
                    total,
                    "另有词典没有的列，不能核对合计",
                    "there are columns that the dictionary does not have",
                    key_of(row),
                )
            else:
                yield trial


def _has_other_amounts(row: LoadedRow) -> bool:
    """Say whether a row has amounts in columns that the dictionary does not have."""
    others: Mapping[str, str] = row.get("other_columns") or {}
    return any(is_amount(text) and text.strip("0.- ") for text in others.values())


def row_balance(package: Package, name: str, identity: Identity) -> Iterator[Trial]:
    """Within a row, the columns on the left add up to those on the right."""
    resource = package.resources[name]
    left, right = identity.spec["left"], identity.spec["right"]
    if not all(column in resource.columns for column in (*left, *right)):
        yield not_applicable(
            identity, name, left[0], "本表没有这些列", "this form of the table lacks the columns"
        )
        return
    for row in resource.rows:
        first, others = (
            [term(name, resource, row, column) for column in side if row[column] is not None]
            for side in (left, right)
        )
        if first or others:
            printed = summed(first) if first else None
            yield compare(identity, name, key_of(row), left[0], printed, others, row)


def _whole_periods(resource: Resource, parts: list[str]) -> set[Any]:
    """Give the periods whose columns have all the parts that the table's own have.

    Of a year before, forms often print the total alone.
    """
    used: dict[Any, set[str]] = defaultdict(set)
    for row in resource.rows:
        used[row.get("period")] |= {part for part in parts if row[part] is not None}
    own = used.get(None, set())
    return {None} | {period for period, columns in used.items() if columns >= own}


def _printed_parts(part: str, resource: Resource) -> list[str]:
    """Give the columns that stand for a part: of ``a|b+c`` the first form that is printed."""
    for form in part.split("|"):
        columns = [column for column in form.split("+") if column in resource.columns]
        if columns:
            return columns
    return []


def tree_sum(package: Package, name: str, identity: Identity) -> Iterator[Trial]:
    """Down the hierarchy, a row equals the sum of the rows that point at it."""
    resource = package.resources[name]
    children: dict[int, list[LoadedRow]] = defaultdict(list)
    above = identity.spec.get("parent", "parent_row")
    for row in resource.rows:
        if row[above] is not None:
            children[row[above]].append(row)
    for measure in _measures(name, resource, identity):
        if measure not in resource.columns:
            yield not_applicable(
                identity, name, measure, "本表没有此列", "this form of the table lacks the column"
            )
            continue
        for row in resource.rows:
            below = children.get(row["row"], [])
            terms = [
                term(name, resource, child, measure)
                for child in below
                if child[measure] is not None
            ]
            alone = not terms and (row[measure] is None or row.get("period"))
            if below and not alone:
                printed = term(name, resource, row, measure) if row[measure] is not None else None
                yield compare(identity, name, key_of(row), measure, printed, terms, row)


def _measures(name: str, resource: Resource, identity: Identity) -> Sequence[str]:
    """Give the columns that must add up; ``all`` are those of amounts that the form prints."""
    measures = identity.spec["measures"]
    if measures != "all":
        return list(measures)
    return [column for column in table_kinds()[name].amounts if column in resource.columns]


def equal(package: Package, name: str, identity: Identity) -> Iterator[Trial]:
    """Compare the sum of some numbers with that of others, mostly in another table."""
    left, right = identity.spec["left"], identity.spec["right"]
    measure = left["measure"]
    if (reason := condition(package, name, identity, left["measure"])) is not None:
        yield reason
        return
    printed, rows = select(package, name, left)
    others, _ = select(package, name, right)
    other = right.get("resource", name)
    if not printed or not others:
        yield not_applicable(
            identity, name, measure, "没有可比的数字", "there are no numbers to compare"
        )
        return
    first = summed(printed)
    key = key_of(rows[0]) if len(rows) == 1 else "sum"
    yield _if_alike(compare(identity, name, key, measure, first, others, rows[0], other))


def _if_alike(trial: Trial) -> Trial:
    """Leave out a difference that rounding can't explain, where the scope of both may differ."""
    if not trial.identity.spec.get("if_alike") or trial.outcome is not Outcome.CONFLICT:
        return trial
    reason = Bilingual(
        "两边相差大于尾差，口径可能不同",
        "the two differ by more than rounding: their scope may differ",
    )
    return replace(trial, outcome=Outcome.NOT_APPLICABLE, reason=reason, cells=())


def match(package: Package, name: str, identity: Identity) -> Iterator[Trial]:
    """For every key that both sides have, their numbers are equal."""
    left, right = identity.spec["left"], identity.spec["right"]
    if (reason := condition(package, name, identity, left["measure"])) is not None:
        yield reason
        return
    _, own_rows = select(package, name, left)
    _, other_rows = select(package, name, right)
    other_name = right.get("resource", name)
    by: Mapping[str, str] = identity.spec["by"]
    own = grouped(own_rows, list(by), left["measure"])
    others = grouped(other_rows, list(by.values()), right["measure"])
    shared = [key for key in own if key in others]
    if not shared:
        yield not_applicable(
            identity, name, left["measure"], "没有共同的行", "the tables share no row"
        )
    for key in shared:
        rows = own[key]
        terms = [term(name, package.resources[name], row, left["measure"]) for row in rows]
        first = summed(terms)
        other = package.resources.get(other_name)
        seconds = (
            [term(other_name, other, row, right["measure"]) for row in others[key]] if other else []
        )
        named = key_of(rows[0], by)
        trial = compare(identity, name, named, left["measure"], first, seconds, rows[0], other_name)
        yield _if_alike(trial)


def at_most(package: Package, name: str, identity: Identity) -> Iterator[Trial]:
    """Demand that a part is not larger than its whole, for every key of ``by``."""
    spec = identity.spec
    left, right, by = spec["left"], spec["right"], spec.get("by", {})
    other_name = right.get("resource", name)
    _, own_rows = select(package, name, left)
    _, other_rows = select(package, name, right)
    own = grouped(own_rows, list(by), left["measure"])
    others = grouped(other_rows, list(by.values()), right["measure"])
    shared = [key for key in own if key in others]
    if not shared:
        yield not_applicable(
            identity, name, left["measure"], "没有可比的数字", "there are no numbers to compare"
        )
    for key in shared:
        rows = own[key]
        printed = summed(
            [term(name, package.resources[name], row, left["measure"]) for row in rows]
        )
        other = package.resources[other_name]
        wholes = [term(other_name, other, row, right["measure"]) for row in others[key]]
        row_key = key_of(rows[0], by or None)
        trial = compare(
            identity, name, row_key, left["measure"], printed, wholes, rows[0], other_name
        )
        less = trial.difference is not None and trial.difference <= 0
        yield replace(trial, outcome=Outcome.HELD) if less else trial


#: Rule → function; tests run over the keys.
RULES: dict[str, Callable[[Package, str, Identity], Iterator[Trial]]] = {
    "row-sum": row_sum,
    "row-balance": row_balance,
    "tree-sum": tree_sum,
    "equal": equal,
    "match": match,
    "at-most": at_most,
    **NARRATIVE_RULES,
    **PERCENT_RULES,
    **WHOLE_RULES,
    **STRUCTURE_RULES,
}
