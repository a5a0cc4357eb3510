"""A frictionless plugin: the audit of budget packages as a check for any frictionless user.

Installed with ``yusuan`` and found by its name. A checklist asks for it by its type::

    # checklist.yaml
    checks:
      - type: budget-identities

    frictionless validate datapackage.json --checklist checklist.yaml

The check looks at resources whose descriptor names a table kind under ``kind`` and leaves all
others alone. Within a package it tries the identities across tables too, and those of the whole
disclosure with its first table; on a single resource only those within it. Findings that the
``decisions.yaml`` beside a descriptor accepts are left out, unless ``accepted: true`` asks for
them.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import attrs
from frictionless import Check, Plugin, errors

from yusuan.audit import FINDINGS, WHOLE, named_apart
from yusuan.audit.rules import RULES
from yusuan.decisions import FILE as DECISIONS
from yusuan.decisions import Decisions, load_decisions
from yusuan.dictionary import TableKind, checks, table_kinds
from yusuan.errors import YusuanError
from yusuan.identities import Identity, resources_of
from yusuan.language import Bilingual
from yusuan.package.load import Package, Resource

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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

    accepted: bool = False
    _rows: list[dict[str, Any]] = attrs.field(factory=list, init=False)

    metadata_profile_patch = {"properties": {"accepted": {"type": "boolean"}}}  # noqa: RUF012 - as above

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
        first = self.resource.package is not None and _is_first(self.resource)
        if self.resource.package is not None:
            resources |= _others(self.resource, None if first else _named(kind))
        descriptor = self.resource.package.custom if self.resource.package else {}
        package = Package(Path(), descriptor, Decisions(Bilingual("", "")), resources)
        known = set() if self.accepted else _accepted(self.resource)
        trials = (
            trial
            for name, identity in _identities(kind, whole=first)
            for trial in RULES[identity.rule](package, name, identity)
        )
        for trial in named_apart(trials):
            if trial.outcome in FINDINGS and trial.name not in known:
                note = f"{trial.name} ({trial.outcome}): {trial.message}"
                yield BudgetIdentityError(note=note)


def _is_first(resource: FrictionlessResource) -> bool:
    """Say whether a resource is the first of its package that is a table kind."""
    resources = resource.package.resources if resource.package else []
    names = [other.name for other in resources if _kind(other) is not None]
    return bool(names) and names[0] == resource.name


def _identities(kind: TableKind, *, whole: bool) -> Iterator[tuple[str, Identity]]:
    """Yield a kind's identities, and with ``whole`` those of the disclosure."""
    yield from ((kind.name, identity) for identity in kind.identities)
    if whole:
        yield from ((WHOLE, identity) for identity in checks().package)


def _accepted(resource: FrictionlessResource) -> set[str]:
    """Give the findings that the decisions beside a package's descriptor accept."""
    base = resource.package.basepath if resource.package else None
    path = Path(base or ".") / DECISIONS
    if resource.package is None or not path.is_file():
        return set()
    try:
        return {item.finding for item in load_decisions(path).accepted}
    except YusuanError:
        return set()  # a broken file of decisions accepts nothing


def _kind(resource: FrictionlessResource) -> TableKind | None:
    return table_kinds().get(str(resource.custom.get("kind")))


def _named(kind: TableKind) -> set[str]:
    """Collect the other tables that a kind's identities speak of."""
    found = {resource for identity in kind.identities for resource in resources_of(identity)}
    return found - {kind.name}


def _others(resource: FrictionlessResource, names: set[str] | None) -> dict[str, Resource]:
    """Read other tables of the package, all without ``names``, exactly: decimals are kept."""
    found = {}
    for other in resource.package.resources if resource.package else ():
        kind = _kind(other)
        if kind is None or other.name == resource.name:
            continue
        if names is None or kind.name in names:
            table = cast("TableResource", other.to_copy())
            rows = [row.to_dict() for row in table.read_rows()]
            found[kind.name] = Resource(other.to_descriptor(), rows)
    return found


class BudgetPlugin(Plugin):
    """Makes the check known to frictionless by its type."""

    def select_check_class(self, type: str | None = None) -> type[Check] | None:  # noqa: A002 - the base's name
        """Give the check's class for its type."""
        return budget_identities if type == budget_identities.type else None
