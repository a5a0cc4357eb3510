"""The rules by which identities are tried; a plain dict from the rule's name to its function."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from yusuan.audit.trial import Outcome, Term, Trial, compare
from yusuan.language import Bilingual

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from yusuan.dictionary import Identity
    from yusuan.package.load import LoadedRow, Package, Resource


def row_sum(package: Package, name: str, identity: Identity) -> Iterator[Trial]:
    """Within a row, the total equals the sum of its parts; blank parts count as nothing."""
    resource = package.resources[name]
    total = identity.spec["total"]
    parts = [column for part in identity.spec["parts"] for column in _printed_parts(part, resource)]
    if total not in resource.columns or not parts:
        yield _not_applicable(
            identity, name, total, "本表没有这些列", "this form of the table lacks the columns"
        )
        return
    where = identity.spec.get("where", {})
    whole = _whole_periods(resource, parts)
    for row in resource.rows:
        if not all(_fits(row.get(name), wanted) for name, wanted in where.items()):
            continue
        if row.get("period") not in whole:
            continue
        terms = [_term(resource, row, part) for part in parts if row[part] is not None]
        if row[total] is not None or terms:
            printed = _term(resource, row, total) if row[total] is not None else None
            trial = compare(identity, name, _key(row), total, printed, terms, row)
            unequal = trial.outcome in {Outcome.CONFLICT, Outcome.ROUNDING}
            if unequal and "other_columns" in resource.columns:
                yield _not_applicable(
                    identity,
                    name,
                    total,
                    "另有词典没有的列，不能核对合计",
                    "there are columns that the dictionary does not have",
                )
            else:
                yield trial


def row_balance(package: Package, name: str, identity: Identity) -> Iterator[Trial]:
    """Within a row, the columns on the left add up to those on the right."""
    resource = package.resources[name]
    left, right = identity.spec["left"], identity.spec["right"]
    if not all(column in resource.columns for column in (*left, *right)):
        yield _not_applicable(
            identity, name, left[0], "本表没有这些列", "this form of the table lacks the columns"
        )
        return
    for row in resource.rows:
        first, others = (
            [_term(resource, row, column) for column in side if row[column] is not None]
            for side in (left, right)
        )
        if first or others:
            printed = _summed(first) if first else None
            yield compare(identity, name, _key(row), left[0], printed, others, row)


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
    for measure in identity.spec["measures"]:
        if measure not in resource.columns:
            yield _not_applicable(
                identity, name, measure, "本表没有此列", "this form of the table lacks the column"
            )
            continue
        for row in resource.rows:
            below = children.get(row["row"], [])
            terms = [
                _term(resource, child, measure) for child in below if child[measure] is not None
            ]
            alone = not terms and (row[measure] is None or row.get("period"))
            if below and not alone:
                printed = _term(resource, row, measure) if row[measure] is not None else None
                yield compare(identity, name, _key(row), measure, printed, terms, row)


def equal(package: Package, name: str, identity: Identity) -> Iterator[Trial]:
    """Compare the sum of some numbers with that of others, mostly in another table."""
    left, right = identity.spec["left"], identity.spec["right"]
    measure = left["measure"]
    if (reason := _condition(package, name, identity)) is not None:
        yield reason
        return
    printed, rows = _select(package, name, left)
    others, _ = _select(package, name, right)
    other = right.get("resource", name)
    if not printed or not others:
        yield _not_applicable(
            identity, name, measure, "没有可比的数字", "there are no numbers to compare"
        )
        return
    first = _summed(printed)
    key = _key(rows[0]) if len(rows) == 1 else "sum"
    yield compare(identity, name, key, measure, first, others, rows[0], other)


def match(package: Package, name: str, identity: Identity) -> Iterator[Trial]:
    """For every key that both sides have, their numbers are equal."""
    left, right = identity.spec["left"], identity.spec["right"]
    if (reason := _condition(package, name, identity)) is not None:
        yield reason
        return
    _, own_rows = _select(package, name, left)
    _, other_rows = _select(package, name, right)
    other_name = right.get("resource", name)
    by: Mapping[str, str] = identity.spec["by"]
    own = _grouped(own_rows, list(by), left["measure"])
    others = _grouped(other_rows, list(by.values()), right["measure"])
    shared = [key for key in own if key in others]
    if not shared:
        yield _not_applicable(
            identity, name, left["measure"], "没有共同的行", "the tables share no row"
        )
    for key in shared:
        rows = own[key]
        terms = [_term(package.resources[name], row, left["measure"]) for row in rows]
        first = _summed(terms)
        other = package.resources.get(other_name)
        seconds = [_term(other, row, right["measure"]) for row in others[key]] if other else []
        yield compare(
            identity, name, _key(rows[0], by), left["measure"], first, seconds, rows[0], other_name
        )


#: Rule → function; tests run over the keys.
RULES: dict[str, Callable[[Package, str, Identity], Iterator[Trial]]] = {
    "row-sum": row_sum,
    "row-balance": row_balance,
    "tree-sum": tree_sum,
    "equal": equal,
    "match": match,
}


def _term(resource: Resource, row: LoadedRow, measure: str) -> Term:
    unit = row.get("money_unit") or resource.descriptor.get("money_unit")
    return Term(Decimal(row[measure]), unit, str(row.get("place", "")))


def _summed(terms: list[Term]) -> Term:
    """Add the numbers of one side, and how far rounding may have moved each."""
    slack = sum((term.half for term in terms if term.value), Decimal(0))
    return Term(
        sum((term.value for term in terms), Decimal(0)), terms[0].money_unit, terms[0].place, slack
    )


def _key(row: LoadedRow, by: Mapping[str, str] | None = None) -> str:
    """Name a row in a way that stays the same while the table does."""
    for name in by or ("code", "measure"):
        if row.get(name):
            key = f"{name}-{row[name]}" if name == "project" else str(row[name])
            return f"{key}-{row['period']}" if row.get("period") else key
    if row.get("role") in {"total", "subtotal"}:
        names = ("side", "role", "project", "period")
        return "-".join(str(row[name]) for name in names if row.get(name))
    return f"row-{row['row']}" if "row" in row else f"project-{row['project']}"


def _select(
    package: Package, own: str, selector: Mapping[str, Any]
) -> tuple[list[Term], list[LoadedRow]]:
    """Give the numbers, and the rows they stand in, that a selector picks.

    Rows of another year or stage are passed over unless the selector names a period.
    """
    resource = package.resources.get(selector.get("resource", own))
    if resource is None or selector["measure"] not in resource.columns:
        return [], []
    latest: dict[str, Any] = {} if "period" in selector["where"] else {"period": None}
    rows = [
        row
        for row in resource.rows
        if row[selector["measure"]] is not None
        and all(
            _fits(row.get(name), wanted) for name, wanted in {**latest, **selector["where"]}.items()
        )
        and not any(
            _fits(row.get(name), unwanted) for name, unwanted in selector.get("except", {}).items()
        )
    ]
    return [_term(resource, row, selector["measure"]) for row in rows], rows


def _fits(value: Any, wanted: Any) -> bool:
    return value in wanted if isinstance(wanted, list) else value == wanted


def _grouped(
    rows: list[LoadedRow], by: list[str], measure: str
) -> dict[tuple[Any, ...], list[LoadedRow]]:
    groups: dict[tuple[Any, ...], list[LoadedRow]] = defaultdict(list)
    for row in rows:
        key = tuple(row.get(name) for name in by)
        if None not in key and row[measure] is not None:
            groups[key].append(row)
    return dict(groups)


def _condition(package: Package, name: str, identity: Identity) -> Trial | None:
    """Give the trial that says why an identity does not apply here, or ``None`` if it does."""
    for selector in identity.spec.get("only_if_zero", ()):
        terms, _ = _select(package, name, selector)
        other = package.resources.get(selector.get("resource", name))
        if other is None or not other.rows:
            return _not_applicable(
                identity,
                name,
                identity.spec["left"]["measure"],
                "没有可据以判断资金范围的表",
                "the table that would tell which funds there are is missing",
            )
        if any(term.value for term in terms):
            return _not_applicable(
                identity,
                name,
                identity.spec["left"]["measure"],
                "另有其他资金，两表口径不同",
                "there are other funds: the tables differ in scope",
            )
    return None


def _not_applicable(identity: Identity, name: str, measure: str, zh: str, en: str) -> Trial:
    return Trial(identity, name, "-", measure, Outcome.NOT_APPLICABLE, reason=Bilingual(zh, en))
