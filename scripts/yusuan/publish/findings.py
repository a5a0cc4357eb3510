"""Findings as pages show them: what differs, where both sides stand, and who has looked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_UP, Decimal
from typing import TYPE_CHECKING

from yusuan.amounts import MONEY_UNITS, decimals
from yusuan.audit.findings import FINDINGS_TABLE
from yusuan.audit.trial import row_number
from yusuan.dictionary import table_kinds
from yusuan.language import Bilingual
from yusuan.publish.numbers import grouped, in_yuan, place_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from yusuan.audit import Audit
    from yusuan.audit.trial import Cell, Trial
    from yusuan.check import Checked
    from yusuan.decisions import Accepted
    from yusuan.package.load import Package

#: So many places of a side are shown at once; more are folded.
PLACES_SHOWN = 4
#: So many digits behind the point a tolerance is shown with.
_DECIMALS = 4
#: What an address's fragment takes as it is.
_UNSAFE = re.compile(r"[^\w.~-]+")
_WHOLE_TABLE = Bilingual("整张表", "the whole table")


@dataclass(frozen=True, slots=True)
class Severity:
    """A sort of finding: its name, the sign that marks it beside a number, what it means."""

    name: str
    title: Bilingual
    mark: str
    meaning: Bilingual


_MARKS: Mapping[str, tuple[str, Bilingual]] = {
    "conflict": (
        "≠",
        Bilingual("两方之差超出尾差限度", "the two sides differ by more than the tolerance"),
    ),
    "missing": (
        "∅",
        Bilingual("一方有，另一方没有印出", "one side has it, the other does not print it"),
    ),
    "duplicate": ("×2", Bilingual("同样的内容印了两遍", "the same is printed twice")),
    "structure": (
        "¶",
        Bilingual("文字、编号、个数或名称不同", "words, numbering, counts or names differ"),
    ),
    "rounding": (
        "≈",
        Bilingual(
            "两方之差在四舍五入能造成的限度以内",
            "the two sides differ by no more than rounding can",
        ),
    ),
}


def severities() -> dict[str, Severity]:
    """Give every severity by name, titled as in the dictionary, rounding last."""
    titles = dict(table_kinds()[FINDINGS_TABLE].field("severity").values)
    return {
        name: Severity(name, titles[name], mark, meaning)
        for name, (mark, meaning) in _MARKS.items()
    }


@dataclass(frozen=True, slots=True)
class PlaceLink:
    """A place in the document, and the row of a page that was read from it, if there is one.

    Links, here and in a finding, lead from the folder of the package.
    """

    words: Bilingual
    link: str | None
    table: Bilingual | None


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding for a template: both sides, their difference and places, who looked at it."""

    name: str
    anchor: str
    severity: str
    check: str
    title: Bilingual
    subject: str
    column: Bilingual
    table: str
    row: int | None
    measure: str
    link: str
    printed: str
    other: str
    difference: str
    tolerance: str
    texts: bool
    places: tuple[PlaceLink, ...]
    other_places: tuple[PlaceLink, ...]
    accepted: Accepted | None


def finding_anchor(name: str) -> str:
    """Name a finding for links to it."""
    return "f-" + _UNSAFE.sub("-", name)


def row_anchor(name: str, number: int) -> str:
    """Name the row of a resource for links to it."""
    return f"p{number}" if table_kinds()[name].layout == "form" else f"r{number}"


def by_severity(trials: Iterable[Trial]) -> list[Trial]:
    """Order findings for reading: what rounding explains comes last, the largest difference first."""
    order = list(_MARKS)
    return sorted(trials, key=lambda trial: (order.index(str(trial.outcome)), -_size(trial)))


def _size(trial: Trial) -> Decimal:
    """Say how large a difference of money is, in yuan; nothing for one of words, counts or percents."""
    if trial.difference is None or trial.money_unit not in MONEY_UNITS:
        return Decimal(0)
    return abs(in_yuan(trial.difference, trial.money_unit))


def finding_views(package: Package, checked: Checked) -> list[FindingView]:
    """Give the findings of a package, what rounding explains last."""
    rows = _Rows(package)
    return [_view(trial, checked, rows) for trial in by_severity(checked.findings)]


def amount_cells(package: Package) -> dict[str, list[Cell]]:
    """Give the cells of a package that hold an amount, by resource."""
    found: dict[str, list[Cell]] = {}
    for name, kind in table_kinds().items():
        if name in package.resources:
            resource = package.resources[name]
            columns = [column for column in kind.amounts if column in resource.columns]
            found[name] = [
                (name, row_number(row), column)
                for row in resource.rows
                for column in columns
                if row[column] is not None
            ]
    return {name: cells for name, cells in found.items() if cells}


def unguarded(package: Package, audit: Audit) -> dict[str, list[Cell]]:
    """Give, by resource, the cells with an amount that no trial of an identity looked at."""
    guarded = audit.guarded
    found = {
        name: [cell for cell in cells if cell not in guarded]
        for name, cells in amount_cells(package).items()
    }
    return {name: cells for name, cells in found.items() if cells}


def _view(trial: Trial, checked: Checked, rows: _Rows) -> FindingView:
    texts = trial.printed_text is not None or trial.computed_text is not None
    unit = f" {trial.money_unit}" if trial.money_unit and not texts else ""
    anchor = row_anchor(trial.resource, trial.row) if trial.row is not None else "findings"
    printed, other = sides(trial)
    own = {trial.place: (trial.resource, trial.row)} if trial.row is not None else {}
    return FindingView(
        trial.name,
        finding_anchor(trial.name),
        str(trial.outcome),
        trial.identity.address,
        trial.identity.title,
        subject(trial),
        _WHOLE_TABLE if trial.row is None else trial.measure_title,
        trial.resource,
        trial.row,
        trial.measure,
        f"{trial.resource}/#{anchor}",
        printed + unit if printed else "",
        other + unit if other else "",
        "" if trial.difference is None else grouped(trial.difference) + unit,
        "" if trial.tolerance is None else short_tolerance(trial.tolerance) + unit,
        texts,
        tuple(rows.link(place, own, []) for place in _split(trial.place)),
        _other_places(trial, rows),
        checked.accepted.get(trial.name),
    )


def _other_places(trial: Trial, rows: _Rows) -> tuple[PlaceLink, ...]:
    """Link the places of the other side, in this package or in another one."""
    if trial.identity.rule != "across":
        known, preferred = rows.of(trial), [trial.other_resource, trial.resource]
        return tuple(rows.link(place, known, preferred) for place in trial.other_places)
    slug, name = str(trial.other_resource), str(trial.identity.spec["right"]["resource"])
    title = table_kinds()[name].title
    words = Bilingual(*(f"{slug.rsplit('/', maxsplit=1)[-1]} {text}" for text in title))
    link = f"../../{slug}/{name}/"
    number = trial.cells[-1][1] if trial.cells else None
    if len(trial.other_places) == 1 and number is not None:
        link += f"#{row_anchor(name, number)}"
    return tuple(PlaceLink(place_words(place), link, words) for place in trial.other_places)


def subject(trial: Trial) -> str:
    """Name what a trial is about: its row by key, or the table where no row is meant."""
    if trial.row is None and trial.resource in table_kinds():
        return table_kinds()[trial.resource].title.zh
    return "" if trial.key == "-" else trial.key


def short_tolerance(tolerance: Decimal) -> str:
    """Print a tolerance; one that was worked out from a percent has no end of digits."""
    if decimals(tolerance) <= _DECIMALS:
        return grouped(tolerance)
    return grouped(tolerance.quantize(Decimal(1).scaleb(-_DECIMALS), ROUND_UP))


def sides(trial: Trial) -> tuple[str, str]:
    """Give both sides as text, blank where a side has none."""
    if trial.printed_text is not None or trial.computed_text is not None:
        return trial.printed_text or "", trial.computed_text or ""
    printed = "" if trial.printed is None else grouped(trial.printed)
    return printed, "" if trial.computed is None else grouped(trial.computed)


def _split(place: str) -> tuple[str, ...]:
    return tuple(part for part in place.split("|") if part)


class _Rows:
    """Rows of a package by their places in the document, and places by rows."""

    def __init__(self, package: Package) -> None:
        self._at: dict[str, dict[str, int]] = {}
        self._place: dict[tuple[str, int], str] = {}
        for name in table_kinds():
            for row in package.resources[name].rows if name in package.resources else ():
                number, place = row_number(row), row.get("place")
                if number is not None and place:
                    self._at.setdefault(str(place), {}).setdefault(name, number)
                    self._place[name, number] = str(place)

    def of(self, trial: Trial) -> dict[str, tuple[str, int | None]]:
        """Give, by place, the rows that a trial's numbers stand in, but for its own row."""
        found: dict[str, tuple[str, int | None]] = {}
        for name, number, _ in trial.cells:
            if number is not None and (name, number) != (trial.resource, trial.row):
                found.setdefault(self._place.get((name, number), ""), (name, number))
        return found

    def link(
        self,
        place: str,
        known: Mapping[str, tuple[str, int | None]],
        preferred: Sequence[str | None],
    ) -> PlaceLink:
        """Link a place to the row known to stand there, else to one of the tables preferred."""
        at = self._at.get(place, {})
        other = next((one for one in preferred if one in at), next(iter(at), None))
        name, number = known.get(place, (other, at[other] if other else None))
        if name is None or number is None:
            return PlaceLink(place_words(place), None, None)
        link = f"{name}/#{row_anchor(name, number)}"
        return PlaceLink(place_words(place), link, table_kinds()[name].title)
