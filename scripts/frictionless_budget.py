"""A frictionless plugin: the audit of budget packages as a check for any frictionless user.

Installed with ``yusuan`` and found by its name. A checklist asks for it by its type::

    # checklist.yaml
    checks:
      - type: budget-identities

    frictionless validate datapackage.json --checklist checklist.yaml

The check looks at resources whose descriptor names a table kind under ``kind`` and leaves all
others alone. Within a package it tries the identities across tables too; on a single resource
only those within it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import attrs
from frictionless import Check, Plugin, errors

from yusuan.audit import FINDINGS
from yusuan.audit.rules import RULES
from yusuan.decisions import Decisions
from yusuan.dictionary import TableKind, table_kinds
from yusuan.language import Bilingual
from yusuan.package.load import Package, Resource

if TYPE_CHECKING:
    from collections.abc import Iterable

    from frictionless import Error, Row
    from frictionless import Resource as FrictionlessResource
    from frictionless.resources import TableResource


class BudgetIdentityError(errors.TableError):
    """Two numbers that must agree do not."""

    type = "budget-identity"
    title = "Budget Identity Error"
    description = "Numbers that must agree by the table's own arithmetic or across tables differ."
    template = "{note}"


@attrs.define(kw_only=True, repr=False)
class budget_identities(Check):  # noqa: N801 - frictionless names checks so
    """Try every identity that the dictionary declares for the resource's kind."""

    type = "budget-identities"
    Errors = [BudgetIdentityError]  # noqa: RUF012 - the base declares it so

    _rows: list[dict[str, Any]] = attrs.field(factory=list, init=False)

    def validate_start(self) -> Iterable[Error]:
        """Begin with no rows: frictionless uses one check for all resources of a package."""
        self._rows = []
        yield from ()

    def validate_row(self, row: Row) -> Iterable[Error]:
        """Keep the row; identities need them all."""
        self._rows.append(row.to_dict())
        yield from ()

    def validate_end(self) -> Iterable[Error]:
        """Try the identities of the table's kind, and yield an error for each that fails."""
        kind = _kind(self.resource)
        if kind is None:
            return
        resources = {kind.name: Resource(self.resource.to_descriptor(), self._rows)}
        if self.resource.package is not None:
            resources |= _others(self.resource, _named(kind))
        package = Package(Path(), {}, Decisions(Bilingual("", "")), resources)
        for identity in kind.identities:
            for trial in RULES[identity.rule](package, kind.name, identity):
                if trial.outcome in FINDINGS:
                    note = f"{trial.name} ({trial.outcome}): {trial.message}"
                    yield BudgetIdentityError(note=note)


def _kind(resource: FrictionlessResource) -> TableKind | None:
    return table_kinds().get(str(resource.custom.get("kind")))


def _named(kind: TableKind) -> set[str]:
    """Collect the other tables that a kind's identities speak of."""
    selectors = [
        selector
        for identity in kind.identities
        for selector in (identity.spec.get("right"), *identity.spec.get("only_if_zero", ()))
        if selector
    ]
    return {str(selector.get("resource", kind.name)) for selector in selectors} - {kind.name}


def _others(resource: FrictionlessResource, names: set[str]) -> dict[str, Resource]:
    """Read other tables of the package, exactly: ``read_rows`` keeps decimals."""
    found = {}
    for other in resource.package.resources if resource.package else ():
        kind = _kind(other)
        if kind is not None and kind.name in names:
            table = cast("TableResource", other.to_copy())
            rows = [row.to_dict() for row in table.read_rows()]
            found[kind.name] = Resource(other.to_descriptor(), rows)
    return found


class BudgetPlugin(Plugin):
    """Makes the check known to frictionless by its type."""

    def select_check_class(self, type: str | None = None) -> type[Check] | None:  # noqa: A002 - the base's name
        """Give the check's class for its type."""
        return budget_identities if type == budget_identities.type else None
