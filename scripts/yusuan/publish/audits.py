"""What came of the checks: by check, by table and by package, small enough to keep for all."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from yusuan.audit import WHOLE
from yusuan.audit.trial import Outcome
from yusuan.dictionary import checks, table_kinds
from yusuan.language import Bilingual
from yusuan.publish.findings import (
    amount_cells,
    by_severity,
    finding_anchor,
    row_anchor,
    sides,
    unguarded,
)
from yusuan.publish.numbers import grouped
from yusuan.publish.templating import NAMING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from yusuan.audit.trial import Cell, Trial
    from yusuan.check import Checked
    from yusuan.identities import Identity
    from yusuan.package.load import Package

#: Longest text of a side that a list of findings shows.
_LONGEST = 60
_NO_REASONS: Mapping[Bilingual, int] = MappingProxyType({})
ACROSS = "across"
ACROSS_TITLE = Bilingual("各份文件之间", "between disclosures")
WHOLE_TITLE = Bilingual("整份文件", "the disclosure as a whole")


@dataclass(slots=True)
class Tally:
    """How many trials had each outcome, and why those that could not be made were not.

    Kept for every check of every package, so it holds plain numbers, and reasons only if any.
    """

    held: int = 0
    rounding: int = 0
    conflict: int = 0
    missing: int = 0
    duplicate: int = 0
    structure: int = 0
    not_applicable: int = 0
    reasons: Mapping[Bilingual, int] = field(default_factory=lambda: _NO_REASONS)

    def add(self, trial: Trial) -> None:
        """Count a trial."""
        name = trial.outcome.replace("-", "_")
        setattr(self, name, getattr(self, name) + 1)
        if trial.outcome is Outcome.NOT_APPLICABLE and trial.reason:
            self.reasons = Counter(self.reasons) + Counter([trial.reason])

    def merge(self, other: Tally) -> None:
        """Add another tally to this one."""
        for outcome in Outcome:
            name = outcome.replace("-", "_")
            setattr(self, name, getattr(self, name) + getattr(other, name))
        if other.reasons:
            self.reasons = Counter(self.reasons) + Counter(other.reasons)

    @property
    def tried(self) -> int:
        """How many trials could be made."""
        return self.held + self.rounding + self.off

    @property
    def off(self) -> int:
        """How many were off by more than that, or in words, counts or order."""
        return self.conflict + self.missing + self.duplicate + self.structure


def tally(trials: Iterable[Trial]) -> Tally:
    """Count trials."""
    found = Tally()
    for trial in trials:
        found.add(trial)
    return found


def tallies_by_check(trials: Iterable[Trial]) -> dict[str, Tally]:
    """Count trials by the address of their check, in the order of the checks."""
    found: dict[str, Tally] = {}
    for trial in trials:
        found.setdefault(trial.identity.address, Tally()).add(trial)
    return found


@dataclass(frozen=True, slots=True)
class FindingLine:
    """A finding in the list of all: its own page says more."""

    severity: str
    check: str
    table: str
    anchor: str
    subject: str
    printed: str
    other: str
    accepted: bool


@dataclass(frozen=True, slots=True)
class AuditSummary:
    """What lists over all packages say of one package's audit.

    ``accepted_rounding`` counts, by check, the findings of rounding that someone has looked at;
    these findings stand in the package's own pages alone.
    """

    tallies: dict[str, Tally]
    lines: tuple[FindingLine, ...]
    accepted_rounding: Counter[str]
    amounts: int
    unguarded: int

    @property
    def total(self) -> Tally:
        """All checks together."""
        found = Tally()
        for one in self.tallies.values():
            found.merge(one)
        return found


def summarise_audit(package: Package, checked: Checked) -> AuditSummary:
    """Give what lists say of a package's audit."""
    accepted = checked.accepted
    return AuditSummary(
        tallies_by_check(checked.trials),
        tuple(
            _line(trial, accepted=trial.name in accepted)
            for trial in by_severity(checked.findings)
            if trial.outcome != "rounding"
        ),
        Counter(
            trial.identity.address
            for trial in checked.findings
            if trial.outcome == "rounding" and trial.name in accepted
        ),
        sum(map(len, amount_cells(package).values())),
        sum(map(len, unguarded(package, checked.audit).values())),
    )


def _line(trial: Trial, *, accepted: bool) -> FindingLine:
    unit = f" {trial.money_unit}" if trial.money_unit and trial.printed_text is None else ""
    printed, other = (_short(side) for side in sides(trial))
    return FindingLine(
        str(trial.outcome),
        trial.identity.address,
        trial.resource,
        finding_anchor(trial.name),
        "" if trial.row is None or trial.key == "-" else trial.key,
        printed + unit if printed else "",
        other + unit if other and trial.computed_text is None else other,
        accepted,
    )


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def all_checks() -> dict[str, Identity]:
    """Give every declared check by its address: those of the tables, then of the whole and of several."""
    kinds = table_kinds().values()
    declared = [identity for kind in kinds for identity in kind.identities]
    over = (*checks().package, *checks().across)
    return {identity.address: identity for identity in (*declared, *over)}


def owner_title(owner: str) -> Bilingual:
    """Title of what a check belongs to: a table kind, the disclosure as a whole, or several."""
    if owner == ACROSS:
        return ACROSS_TITLE
    return WHOLE_TITLE if owner == WHOLE else table_kinds()[owner].title


@dataclass(frozen=True, slots=True)
class TableLine:
    """One table's part of an audit; ``name`` is none for the disclosure as a whole."""

    name: str | None
    title: Bilingual
    tally: Tally
    amounts: int
    unguarded: int


@dataclass(frozen=True, slots=True)
class OpenCell:
    """An amount that nothing cross-checks: where it is, of what row and column, how much."""

    link: str
    row: str
    column: Bilingual
    amount: str


def table_lines(package: Package, checked: Checked) -> list[TableLine]:
    """Give each table's part of an audit, and that of the disclosure as a whole."""
    cells, bare = amount_cells(package), unguarded(package, checked.audit)
    by_table: dict[str, list[Trial]] = {}
    for trial in checked.trials:
        by_table.setdefault(trial.resource, []).append(trial)
    kinds = table_kinds()
    lines = [
        TableLine(
            name,
            kind.title,
            tally(by_table.get(name, ())),
            len(cells.get(name, ())),
            len(bare.get(name, ())),
        )
        for name, kind in kinds.items()
        if name in by_table or name in cells
    ]
    whole = [trials for name, trials in by_table.items() if name not in kinds]
    if whole:
        lines.append(TableLine(None, WHOLE_TITLE, tally(t for one in whole for t in one), 0, 0))
    return lines


def open_cells(package: Package, checked: Checked) -> dict[str, list[OpenCell]]:
    """Give, by table, the amounts that nothing cross-checks, for people to find them."""
    return {
        name: list(_open(package, name, cells))
        for name, cells in unguarded(package, checked.audit).items()
    }


def _open(package: Package, name: str, cells: Sequence[Cell]) -> Iterator[OpenCell]:
    kind = table_kinds()[name]
    rows: dict[Any, Any] = {
        row.get("row") or row.get("project"): row for row in package.resources[name].rows
    }
    for _, number, column in cells:
        row = rows[number]
        label = next((str(row[one]) for one in NAMING if row.get(one)), f"#{number}")
        link = f"../{name}/#{row_anchor(name, number or 0)}"
        yield OpenCell(link, label, kind.field(column).title, grouped(row[column]))
