"""``yusuan diff``: what changed between two versions of a package, by table, row and cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.package.load import LoadedRow, Resource, load_package

if TYPE_CHECKING:
    from pathlib import Path

#: Columns that tell where a number stands, not what it is.
_PLACES = frozenset({"place"})


def compare_packages(old: Path, new: Path) -> list[str]:
    """Give the differences as lines; empty if both hold the same data."""
    before, after = load_package(old.resolve()).resources, load_package(new.resolve()).resources
    lines = [f"- {name}" for name in before if name not in after]
    lines += [f"+ {name}" for name in after if name not in before]
    for name in before:
        if name in after:
            lines += _tables(name, before[name], after[name])
    return lines


def _tables(name: str, before: Resource, after: Resource) -> list[str]:
    old, new = _by_key(before), _by_key(after)
    lines = [f"- {name}/{key}" for key in old if key not in new]
    lines += [f"+ {name}/{key}" for key in new if key not in old]
    for key, row in old.items():
        if key in new:
            lines += [
                f"~ {name}/{key}/{column}: {row.get(column)} → {new[key].get(column)}"
                for column in dict.fromkeys([*before.columns, *after.columns])
                if column not in _PLACES and row.get(column) != new[key].get(column)
            ]
    return lines


def _by_key(resource: Resource) -> dict[str, LoadedRow]:
    keys = resource.descriptor["schema"]["primaryKey"]
    return {"-".join(str(row[key]) for key in keys): row for row in resource.rows}
