"""The self-check: a table's own arithmetic, tried before anything is written, is the judge.

What a document itself has wrong are findings; a table in which much does not add up was
probably misread, and makes the reading suspect.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from yusuan.audit import Audit, audit_package
from yusuan.audit.trial import Outcome
from yusuan.language import Bilingual

if TYPE_CHECKING:
    from yusuan.errors import Problem
    from yusuan.package.load import Package
    from yusuan.tidy import Disclosure

#: Rules that try a table on itself: a column or row that was misread breaks them.
WITHIN = frozenset({"row-sum", "tree-sum"})
#: With fewer trials one misprint of the document would be a large part of them.
_FEWEST = 3
#: Where a larger part than one in so many conflicts, the table was misread.
_ONE_IN = 3


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the self-check says: the audit, the tables it doubts by name, and every reason."""

    audit: Audit
    doubted: frozenset[str]
    reasons: tuple[Bilingual, ...]

    @property
    def suspect(self) -> bool:
        """Whether the reading can't be trusted as a whole."""
        return bool(self.reasons)

    def tried(self, name: str) -> int:
        """Count the identities that could be tried on a table."""
        return sum(
            t.resource == name and t.outcome is not Outcome.NOT_APPLICABLE
            for t in self.audit.trials
        )

    def held(self, name: str) -> int:
        """Count the identities that held on a table, to the last digit."""
        return sum(t.resource == name and t.outcome is Outcome.HELD for t in self.audit.trials)


def judge(disclosure: Disclosure, package: Package) -> Judgement:
    """Try a reading on its own numbers."""
    audit = audit_package(package)
    reasons = [_doubted(problem) for problem in getattr(disclosure, "doubts", ())]
    reasons += [_not_understood(item) for item in getattr(disclosure, "not_understood", ())]
    doubted = set()
    for table in disclosure.tables.values():
        if getattr(table, "suspect", False):
            doubted.add(table.kind.name)
            title = table.kind.title
            reasons.append(
                Bilingual(f"“{title.zh}”可能读错", f"“{title.en}” may have been misread")
            )
    tried, conflicts = _within(audit)
    for name, table in disclosure.tables.items():
        if tried[name] >= _FEWEST and conflicts[name] * _ONE_IN > tried[name]:
            doubted.add(name)
            reasons.append(_unclosed(table.kind.title, conflicts[name], tried[name]))
    return Judgement(audit, frozenset(doubted), tuple(dict.fromkeys(reasons)))


def _within(audit: Audit) -> tuple[Counter[str], Counter[str]]:
    """Count the trials of each table on itself, and the conflicts among them."""
    own = [
        trial
        for trial in audit.trials
        if trial.identity.rule in WITHIN and trial.outcome is not Outcome.NOT_APPLICABLE
    ]
    return (
        Counter(trial.resource for trial in own),
        Counter(trial.resource for trial in own if trial.outcome is Outcome.CONFLICT),
    )


def _unclosed(title: Bilingual, conflicts: int, tried: int) -> Bilingual:
    return Bilingual(
        f"“{title.zh}”：表内 {tried} 条加总关系有 {conflicts} 条不符，可能读错",
        f"“{title.en}”: {conflicts} of {tried} sums within the table don't close; it may have been misread",
    )


def _doubted(problem: Problem) -> Bilingual:
    """Say where the document contradicts the unit, year or phase that it was taken for."""
    return Bilingual(
        f"{problem.what.zh}（{problem.where}）", f"{problem.what.en} ({problem.where})"
    )


def _not_understood(item: object) -> Bilingual:
    """Name a table so that a person finds it and can decide: title, place, what of it, header."""
    title, place = getattr(item, "title", None) or "", getattr(item, "place", "")
    header, what = getattr(item, "header", None) or "", getattr(item, "what", None)
    cells = header if isinstance(header, str) else " | ".join(str(cell) for cell in header)
    zh = f"没有读懂的表“{title or '无标题'}”（{place}）"
    en = f"a table that is not understood: “{title or 'untitled'}” ({place})"
    if isinstance(what, Bilingual):
        zh, en = f"{zh}：{what.zh}", f"{en}: {what.en}"
    return (
        Bilingual(f"{zh}，首行：{cells}", f"{en}, first row: {cells}")
        if cells
        else Bilingual(zh, en)
    )
