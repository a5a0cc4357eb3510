"""Packages made of rows, and cases for the rules of the audit: what holds, what is found, what is not tried."""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from yusuan.audit import tried
from yusuan.decisions import Decisions
from yusuan.identities import Identity
from yusuan.language import Bilingual
from yusuan.package.load import Package, Resource

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yusuan.audit.trial import Trial

Tables = dict[str, list[dict[str, Any]]]
TITLE = Bilingual("左边等于右边", "the left equals the right")
#: The year of every package that is made here.
YEAR = 2023
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


def made(
    tables: Tables, descriptors: Mapping[str, Mapping[str, Any]] | None = None, **money_units: str
) -> Package:
    """Make a package of rows; numbers are given as text, codes end in ``code``."""
    resources = {}
    for name, rows in tables.items():
        typed = [
            {"row": i, "parent_row": None, "place": f"line={i}"}
            | {key: _typed(key, value) for key, value in row.items()}
            for i, row in enumerate(rows, 1)
        ]
        columns = [{"name": key} for key in dict.fromkeys(key for row in typed for key in row)]
        descriptor = {
            "money_unit": money_units.get(name, "万元"),
            "schema": {"fields": columns},
            **(descriptors or {}).get(name, {}),
        }
        resources[name] = Resource(descriptor, typed)
    return Package(Path(), {"year": YEAR}, Decisions(Bilingual("甲", "")), resources)


def _typed(key: str, value: Any) -> Any:
    number = isinstance(value, str) and _NUMBER.fullmatch(value) and not key.endswith("code")
    return Decimal(value) if number else value


def attempt(package: Package, rule: str, **spec: Any) -> list[Trial]:
    """Try one identity on table ``a``."""
    return list(tried(package, "a", Identity("i", rule, TITLE, spec)))


def outcomes(package: Package, rule: str, **spec: Any) -> list[str]:
    """What came of each trial."""
    return [str(trial.outcome) for trial in attempt(package, rule, **spec)]


@dataclass(frozen=True)
class Found:
    """What is found where one thing of a right case is changed; numbers are given as text.

    ``at`` is table, position of the row and column; ``name`` is the finding's name behind the
    identity's, or the whole of it; ``place`` is its place where that is not the changed row's.
    """

    at: tuple[str, int, str]
    to: Any
    name: str
    outcome: str
    printed: str | None = None
    computed: str | None = None
    difference: str | None = None
    tolerance: str | None = None
    printed_text: str | None = None
    computed_text: str | None = None
    other_places: tuple[str, ...] = ()
    place: str | None = None


@dataclass(frozen=True)
class Case:
    """A rule on tables that are right, what is found in wrong ones, and where it can't be tried.

    ``without`` are tables on which it can't be, or ``spec_without`` what an identity would
    speak of that is not there; ``reason`` is part of why, in English.
    """

    spec: dict[str, Any]
    tables: Tables
    held: int
    found: tuple[Found, ...]
    reason: str
    without: Tables | None = None
    spec_without: dict[str, Any] = field(default_factory=dict)
    descriptors: dict[str, dict[str, Any]] = field(default_factory=dict)

    def wrong(self, found: Found) -> Package:
        """Give the package with that one thing changed."""
        tables = copy.deepcopy(self.tables)
        name, position, column = found.at
        tables[name][position][column] = found.to
        return made(tables, self.descriptors)


def check_held(rule: str, case: Case) -> None:
    """On what is right every trial holds, as many as there should be."""
    found = outcomes(made(copy.deepcopy(case.tables), case.descriptors), rule, **case.spec)
    assert found == ["held"] * case.held


def check_found(rule: str, case: Case, found: Found) -> None:
    """What was changed is one finding, with name, severity, figures and places, and no verdict."""
    trials = attempt(case.wrong(found), rule, **case.spec)
    (trial,) = [one for one in trials if str(one.outcome) not in {"held", "not-applicable"}]
    assert trial.name in {f"a/i/{found.name}", found.name}
    assert str(trial.outcome) == found.outcome
    for name in ("printed", "computed", "difference", "tolerance"):
        number, wanted = getattr(trial, name), getattr(found, name)
        assert (None if number is None else str(number)) == wanted, name
    assert (trial.printed_text, trial.computed_text) == (found.printed_text, found.computed_text)
    assert trial.place == (found.place or f"line={found.at[1] + 1}")
    assert trial.other_places == found.other_places
    message = trial.message
    for text in (found.printed, found.printed_text, found.computed_text):
        assert text is None or (text in message.zh and text in message.en)
    assert not any(word in message.zh for word in ("违规", "造假", "错误", "虚假"))


def check_not_applicable(rule: str, case: Case) -> None:
    """What can't be tried says so, once, with the reason in both languages."""
    package = made(copy.deepcopy(case.tables if case.without is None else case.without))
    (trial,) = attempt(package, rule, **{**case.spec, **case.spec_without})
    assert str(trial.outcome) == "not-applicable"
    assert trial.reason is not None
    assert trial.reason.zh
    assert case.reason in trial.reason.en
    assert trial.message == trial.reason
    assert trial.cells == ()
