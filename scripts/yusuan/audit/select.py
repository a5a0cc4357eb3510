"""Selecting numbers: the rows and terms that an identity's selectors pick out of a package."""

from __future__ import annotations

import re
from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from yusuan.audit.trial import Outcome, Term, Trial, row_number
from yusuan.language import Bilingual, normal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from yusuan.identities import Identity
    from yusuan.package.load import LoadedRow, Package, Resource


def term(name: str, resource: Resource, row: LoadedRow, measure: str) -> Term:
    """Give the number in a row's column, with its unit of money, place and cell."""
    unit = row.get("money_unit") or resource.descriptor.get("money_unit")
    cell = (name, row_number(row), measure)
    return Term(Decimal(row[measure]), unit, str(row.get("place", "")), cells=(cell,))


def summed(terms: Sequence[Term]) -> Term:
    """Add the numbers of one side, and how far rounding may have moved each."""
    slack = sum((one.half for one in terms if one.value), Decimal(0))
    return Term(
        sum((one.value for one in terms), Decimal(0)),
        terms[0].money_unit,
        terms[0].place,
        slack,
        tuple(cell for one in terms for cell in one.cells),
    )


def key_of(row: LoadedRow, by: Mapping[str, str] | None = None) -> str:
    """Name a row in a way that stays the same while the table does."""
    for name in by or ("code", "measure"):
        if row.get(name):
            key = f"{name}-{row[name]}" if name == "project" else str(row[name])
            return f"{key}-{row['period']}" if row.get("period") else key
    if row.get("role") in {"total", "subtotal"}:
        names = ("side", "role", "project", "period")
        return "-".join(str(row[name]) for name in names if row.get(name))
    return f"row-{row['row']}" if "row" in row else f"project-{row['project']}"


def select(
    package: Package, own: str, selector: Mapping[str, Any]
) -> tuple[list[Term], list[LoadedRow]]:
    """Give the numbers, and the rows they stand in, that a selector picks.

    Rows of another year or stage than the table's own are left out unless the selector names
    their ``period``.
    """
    name = selector.get("resource", own)
    resource = package.resources.get(name)
    measure = selector["measure"]
    if resource is None or measure not in resource.columns:
        return [], []
    where = selector.get("where", {})
    unwanted = selector.get("except", {})
    rows = [
        row
        for row in resource.rows
        if row[measure] is not None
        and all(fits(row.get(column), wanted) for column, wanted in where.items())
        and not any(fits(row.get(column), value) for column, value in unwanted.items())
        and ("period" in where or of_this_year(row, package))
    ]
    return [term(name, resource, row, measure) for row in rows], rows


def of_this_year(row: LoadedRow, package: Package) -> bool:
    """Say whether a row is of the disclosure's own year and stage."""
    period = row.get("period")
    return period is None or str(package.descriptor.get("year", "")) in str(period)


def fits(value: Any, wanted: Any) -> bool:
    """Say whether a value is the wanted one, one of a list, or fits a pattern."""
    if isinstance(wanted, dict):
        return value is not None and bool(re.search(wanted["matches"], normal(str(value))))
    return value in wanted if isinstance(wanted, list) else value == wanted


def grouped(
    rows: Sequence[LoadedRow], by: Sequence[str], measure: str
) -> dict[tuple[Any, ...], list[LoadedRow]]:
    """Group rows by the values of some columns; rows that lack one are left out."""
    groups: dict[tuple[Any, ...], list[LoadedRow]] = defaultdict(list)
    for row in rows:
        key = tuple(row.get(name) for name in by)
        if None not in key and row[measure] is not None:
            groups[key].append(row)
    return dict(groups)


def condition(package: Package, name: str, identity: Identity, measure: str) -> Trial | None:
    """Give the trial that says why an identity does not apply here, or ``None`` if it does."""
    for selector in identity.spec.get("only_if_zero", ()):
        terms, _ = select(package, name, selector)
        other = package.resources.get(selector.get("resource", name))
        if other is None or not other.rows:
            return not_applicable(
                identity,
                name,
                measure,
                "没有可据以判断资金范围的表",
                "the table that would tell which funds there are is missing",
            )
        if any(one.value for one in terms):
            return not_applicable(
                identity,
                name,
                measure,
                "另有其他资金，两表口径不同",
                "there are other funds: the tables differ in scope",
            )
    return None


def not_applicable(
    identity: Identity, name: str, measure: str, zh: str, en: str, key: str = "-"
) -> Trial:
    """Give a trial that could not be made, with the reason."""
    return Trial(identity, name, key, measure, Outcome.NOT_APPLICABLE, reason=Bilingual(zh, en))
