"""The mutation score: which part of numbers changed one by one the audit notices.

For every amount of a package each digit is changed, the point moved, the sign turned; each row
with amounts is dropped; each two columns of amounts are swapped. A mutant is caught if the audit
gives other findings than it gives for the package itself. Exit codes: 0 the share of single
digits is at least what ``--least`` demands, 1 it is not, 2 there is nothing to score.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tqdm import tqdm

from yusuan.audit import Audit, audit_package
from yusuan.dictionary import table_kinds
from yusuan.errors import YusuanError
from yusuan.package.load import Package, Resource, load_package, packages_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Change = tuple[str, list[dict[str, Any]]]
DIGIT, POINT, SIGN, ROW, COLUMNS = "digit", "point", "sign", "row", "columns"
KINDS = (DIGIT, POINT, SIGN, ROW, COLUMNS)


@dataclass(frozen=True)
class Mutant:
    """A package's resource changed in one way; ``cell`` names what was changed."""

    kind: str
    resource: str
    cell: str
    rows: list[dict[str, Any]]


@dataclass
class Score:
    """How many mutants were made and caught, and the cells whose digits are guarded by nothing."""

    made: int = 0
    caught: int = 0
    cells: int = 0
    unseen: list[str] = field(default_factory=list)

    @property
    def share(self) -> Fraction:
        """Part of the mutants that was caught."""
        return Fraction(self.caught, self.made) if self.made else Fraction(1)


def amounts_of(package: Package, name: str) -> list[str]:
    """Columns of a resource that hold amounts."""
    kind = table_kinds().get(name)
    columns = package.resources[name].columns
    return [column for column in kind.amounts if column in columns] if kind else []


def other_digits(value: Decimal) -> Iterator[Decimal]:
    """Each number that differs in one digit, one a position."""
    sign, digits, exponent = value.as_tuple()
    assert isinstance(exponent, int)  # noqa: S101 - an amount is a finite number
    for position, digit in enumerate(digits):
        changed = (*digits[:position], (digit + 1) % 10, *digits[position + 1 :])
        yield Decimal((sign, changed, exponent))


def mutants(package: Package, name: str) -> Iterator[Mutant]:
    """Every mutant of a resource."""
    rows, columns = package.resources[name].rows, amounts_of(package, name)
    for position, row in enumerate(rows):
        held = [column for column in columns if row[column] is not None]
        for column in held:
            value, cell = row[column], f"{name}/{row.get('row', row.get('project'))}/{column}"

            def put(new: Decimal, at: int = position, where: str = column) -> list[dict[str, Any]]:
                return [*rows[:at], {**rows[at], where: new}, *rows[at + 1 :]]

            for new in other_digits(value):
                yield Mutant(DIGIT, name, cell, put(new))
            if value:
                yield Mutant(POINT, name, cell, put(value.scaleb(1)))
                yield Mutant(SIGN, name, cell, put(-value))
        if held:
            yield Mutant(
                ROW, name, f"{name}/{position + 1}", [*rows[:position], *rows[position + 1 :]]
            )
    for first, second in combinations(columns, 2):
        swapped = [{**row, first: row[second], second: row[first]} for row in rows]
        if swapped != rows:
            yield Mutant(COLUMNS, name, f"{name}/{first}~{second}", swapped)


def signature(audit: Audit) -> frozenset[tuple[Any, ...]]:
    """Give what an audit says, so that two can be told apart."""
    return frozenset(
        (t.name, t.outcome, t.difference, t.printed_text, t.computed_text) for t in audit.findings
    )


def score(package: Package, sample: int = 0) -> dict[tuple[str, str], Score]:
    """Score a package: by resource and kind of change; ``sample`` is how many mutants at most.

    A sample takes mutants evenly spaced over all of them, the same each time.
    """
    base = signature(audit_package(package))
    found: dict[tuple[str, str], Score] = defaultdict(Score)
    made = sum(1 for name in package.resources for _ in mutants(package, name)) if sample else 0
    step, number = max(1, -(-made // sample)) if sample else 1, -1
    for name in package.resources:
        missed: dict[str, int] = defaultdict(int)
        total: dict[str, int] = defaultdict(int)
        for mutant in mutants(package, name):
            number += 1
            if number % step:
                continue
            resource = Resource(package.resources[name].descriptor, mutant.rows)
            changed = replace(package, resources={**package.resources, name: resource})
            caught = signature(audit_package(changed)) != base
            one = found[name, mutant.kind]
            one.made += 1
            one.caught += caught
            if mutant.kind == DIGIT:
                total[mutant.cell] += 1
                missed[mutant.cell] += not caught
        if total:
            digits = found[name, DIGIT]
            digits.cells = len(total)
            digits.unseen = [cell for cell, count in missed.items() if count == total[cell]]
    return found


def together(scores: Sequence[Score]) -> Score:
    """Add scores up."""
    return Score(
        sum(s.made for s in scores),
        sum(s.caught for s in scores),
        sum(s.cells for s in scores),
        [cell for s in scores for cell in s.unseen],
    )


def lines(found: dict[tuple[str, str], Score]) -> Iterator[str]:
    """Give a package's score as text: a line a resource, then all of them."""
    yield f"{'':44}" + "".join(f"{kind:>16}" for kind in KINDS)
    for name in dict.fromkeys(name for name, _ in found):
        yield f"{name:44}" + "".join(_share(found.get((name, kind))) for kind in KINDS)
    sums = {kind: together([s for (_, k), s in found.items() if k == kind]) for kind in KINDS}
    yield f"{'all':44}" + "".join(_share(sums[kind]) for kind in KINDS)
    unseen = sums[DIGIT].unseen
    yield f"cells {sums[DIGIT].cells}, guarded by nothing {len(unseen)}: {' '.join(unseen[:40])}"


def _share(one: Score | None) -> str:
    if one is None or not one.made:
        return f"{'-':>16}"
    return f"{one.caught}/{one.made} {float(one.share):.1%}".rjust(16)


def main(argv: Sequence[str] | None = None) -> int:
    """Score the packages of a folder of units, or one package."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="a package, or a folder of units")
    parser.add_argument("--least", type=Fraction, default=Fraction(0), help="least share of digits")
    parser.add_argument("--sample", type=int, default=0, help="mutants of a package at most")
    parser.add_argument("--most", type=int, default=0, help="score so many packages only")
    options = parser.parse_args(argv)
    one = (options.folder / "datapackage.json").is_file()
    folders = [options.folder] if one else list(packages_in(options.folder))
    folders = folders[: options.most or None]
    if not folders:
        print(f"没有数据包 no package in {options.folder}", file=sys.stderr)
        return 2
    worst = Fraction(1)
    digits: list[Score] = []
    for folder in tqdm(folders, desc="变异 mutants", unit="", disable=None, leave=False):
        try:
            found = score(load_package(folder), options.sample)
        except YusuanError as error:
            print(error, file=sys.stderr)
            return 2
        own = together([s for (_, kind), s in found.items() if kind == DIGIT])
        digits.append(own)
        worst = min(worst, own.share)
        print("/".join(folder.parts[-2:]))
        print("\n".join(f"  {line}" for line in lines(found)))
    every = together(digits)
    print(
        f"digits caught {every.caught} of {every.made} ({float(every.share):.2%}) in {len(folders)} packages"
    )
    return 0 if worst >= options.least else 1


if __name__ == "__main__":
    sys.exit(main())
