"""Identities over several packages: a year against the year before, a unit against its department.

They need more than the package itself, and so are tried where all of a project's packages are at
hand. What they find is told with the package that states the figure, and is not part of it.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from yusuan.audit.select import fits, grouped, key_of, summed, term
from yusuan.audit.trial import Trial, compare
from yusuan.dictionary import checks
from yusuan.errors import CheckFailedError, YusuanError
from yusuan.language import normal
from yusuan.package.load import load_package

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from yusuan.identities import Identity
    from yusuan.package.load import LoadedRow, Package

#: Whose disclosure, of which year and phase.
Address = tuple[str, int, str]
_DEPARTMENT = "department"


@dataclass(frozen=True, slots=True)
class Packages:
    """Where a project's packages are: by unit, year and phase, and those of departments by year."""

    by_address: Mapping[Address, Path] = field(default_factory=dict)
    departments: Mapping[tuple[int, str], tuple[Path, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, folders: Iterable[Path]) -> Packages:
        """Look at the descriptors of packages; one that can't be read is left out."""
        found: dict[Address, Path] = {}
        departments: dict[tuple[int, str], list[Path]] = {}
        for folder in folders:
            try:
                text = (folder / "datapackage.json").read_text(encoding="utf-8")
                descriptor = json.loads(text)
                year, phase = int(descriptor["year"]), str(descriptor["phase"])
                found[normal(str(descriptor["unit_name"])), year, phase] = folder
            except (OSError, ValueError, KeyError, TypeError):
                continue  # what is wrong with it is told when it is checked itself
            if descriptor.get("scope") == _DEPARTMENT:
                departments.setdefault((year, phase), []).append(folder)
        return cls(found, {key: tuple(paths) for key, paths in departments.items()})


def audit_across(package: Package, packages: Packages) -> tuple[Trial, ...]:
    """Try a package against the others of its unit, and against its department."""
    found: list[Trial] = []
    for identity in checks().across:
        for other in _others(package, packages, identity):
            try:
                found.extend(_tried(package, other, identity))
            except Exception as error:
                raise CheckFailedError(f"across/{identity.name}", package.slug) from error
    return tuple(found)


def _others(package: Package, packages: Packages, identity: Identity) -> Iterator[Package]:
    """Give the packages that an identity compares this one with, as far as they can be loaded."""
    spec = identity.spec["other"]
    descriptor = package.descriptor
    year, phase = int(descriptor["year"]), str(descriptor["phase"])
    if spec.get("own_phase", phase) != phase:
        return
    wanted = (year + int(spec["years"]), str(spec.get("phase", phase)))
    if spec.get("scope") == _DEPARTMENT:
        folders = [f for f in packages.departments.get(wanted, ()) if f != package.folder]
    else:
        address = (normal(str(descriptor["unit_name"])), *wanted)
        folders = [packages.by_address[address]] if address in packages.by_address else []
    for folder in folders:
        try:
            yield load_package(folder)
        except YusuanError:
            continue  # told when it is checked itself


def _tried(package: Package, other: Package, identity: Identity) -> Iterator[Trial]:
    """Compare the rows of both packages that have the same key."""
    spec = identity.spec
    left, right, by = spec["left"], spec["right"], spec["by"]
    own = _rows(package, left, package, other)
    others = _rows(other, right, package, other)
    first = grouped(own, list(by), left["measure"])
    second = grouped(others, list(by.values()), right["measure"])
    name = left["resource"]
    for key, rows in first.items():
        if key not in second:
            continue
        printed = summed(
            [term(name, package.resources[name], row, left["measure"]) for row in rows]
        )
        resource = other.resources[right["resource"]]
        terms = [term(right["resource"], resource, row, right["measure"]) for row in second[key]]
        yield compare(
            identity,
            name,
            key_of(rows[0], by or None),
            left["measure"],
            printed,
            terms,
            rows[0],
            other.slug,
        )


def _rows(
    side: Package, selector: Mapping[str, Any], package: Package, other: Package
) -> list[LoadedRow]:
    """Give the rows of one side; in a pattern ``{year}`` is the other package's year."""
    resource = side.resources.get(selector["resource"])
    if resource is None or selector["measure"] not in resource.columns:
        return []
    words = {
        "{year}": str(other.descriptor["year"]),
        "{unit}": re.escape(normal(str(package.descriptor["unit_name"]))),
    }
    where = {column: _filled(wanted, words) for column, wanted in selector["where"].items()}
    return [
        row
        for row in resource.rows
        if row[selector["measure"]] is not None
        and all(fits(row.get(column), wanted) for column, wanted in where.items())
    ]


def _filled(wanted: Any, words: Mapping[str, str]) -> Any:
    """Put the other package's year and the unit's name into a pattern."""
    if not isinstance(wanted, dict):
        return wanted
    pattern = str(wanted["matches"])
    for word, text in words.items():
        pattern = pattern.replace(word, text)
    return {"matches": pattern}
