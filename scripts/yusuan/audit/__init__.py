"""Audit: the identities that the dictionary declares, tried on a package's own numbers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from yusuan.audit.rules import RULES
from yusuan.audit.trial import Outcome, Trial
from yusuan.dictionary import table_kinds

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from yusuan.dictionary import TableKind
    from yusuan.package.load import Package

#: Outcomes that are findings.
FINDINGS = frozenset({Outcome.ROUNDING, Outcome.CONFLICT, Outcome.MISSING})


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
    def tried(self) -> int:
        """How many trials could be made."""
        return sum(trial.outcome is not Outcome.NOT_APPLICABLE for trial in self.trials)


def audit_package(package: Package, kinds: Mapping[str, TableKind] | None = None) -> Audit:
    """Try every identity on a package. An exception in a rule is a fault of the program."""
    return Audit(tuple(_trials(package, kinds or table_kinds())))


def _trials(package: Package, kinds: Mapping[str, TableKind]) -> Iterator[Trial]:
    for kind in kinds.values():
        if kind.name in package.resources:
            for identity in kind.identities:
                yield from RULES[identity.rule](package, kind.name, identity)
