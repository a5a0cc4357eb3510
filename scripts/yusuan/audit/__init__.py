"""Audit: the identities that the dictionary declares, tried on a package's own numbers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from yusuan.audit.rules import RULES
from yusuan.audit.select import not_applicable
from yusuan.audit.trial import FINDINGS, Cell, Outcome, Trial
from yusuan.dictionary import checks, table_kinds
from yusuan.errors import CheckFailedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from yusuan.dictionary import TableKind
    from yusuan.identities import Identity
    from yusuan.package.load import Package

__all__ = ["FINDINGS", "WHOLE", "Audit", "audit_package", "named_apart", "tried"]

#: The resource that a check of the whole disclosure belongs to.
WHOLE = "package"


@dataclass(frozen=True, slots=True)
class Audit:
    """Every trial of every identity on one package, in the dictionary's order."""

    trials: tuple[Trial, ...]

    @property
    def findings(self) -> list[Trial]:
        """The trials whose two sides differ."""
        return [trial for trial in self.trials if trial.outcome in FINDINGS]

    @property
    def counts(self) -> Counter[str]:
        """How many trials had each outcome."""
        return Counter(str(trial.outcome) for trial in self.trials)

    @property
    def guarded(self) -> frozenset[Cell]:
        """The cells of numbers that at least one trial looked at."""
        return frozenset(
            cell
            for trial in self.trials
            if trial.outcome is not Outcome.NOT_APPLICABLE
            for cell in trial.cells
        )

    @property
    def tried(self) -> int:
        """How many trials could be made."""
        return sum(trial.outcome is not Outcome.NOT_APPLICABLE for trial in self.trials)


def audit_package(package: Package, kinds: Mapping[str, TableKind] | None = None) -> Audit:
    """Try every identity on a package. An exception in a rule is a fault of the program.

    Raises :class:`~yusuan.errors.CheckFailedError`, naming the check, where a rule fails on it.
    """
    return Audit(tuple(named_apart(_trials(package, kinds or table_kinds()))))


def _trials(package: Package, kinds: Mapping[str, TableKind]) -> Iterator[Trial]:
    for kind in kinds.values():
        if kind.name in package.resources:
            for identity in kind.identities:
                yield from tried(package, kind.name, identity)
    for identity in checks().package:
        yield from tried(package, WHOLE, identity)


def tried(package: Package, name: str, identity: Identity) -> Iterator[Trial]:
    """Try one identity; where nothing is there that it speaks of, it says that it can't be."""
    nothing = True
    try:
        for trial in RULES[identity.rule](package, name, identity):
            nothing = False
            yield trial
    except Exception as error:
        raise CheckFailedError(f"{name}/{identity.name}", package.slug) from error
    if nothing:
        yield not_applicable(
            identity,
            name,
            "-",
            "没有它所说的内容",
            "there is nothing of what it speaks of",
        )


def named_apart(trials: Iterable[Trial]) -> Iterator[Trial]:
    """Give trials of the same name, of rows that nothing tells apart, numbers behind their keys."""
    seen: Counter[str] = Counter()
    for trial in trials:
        seen[trial.name] += 1
        again = seen[trial.name]
        yield replace(trial, key=f"{trial.key}~{again}") if again > 1 else trial
