"""Packages on disk: finding them, and their rows with exact types for audit and pages."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from yusuan.decisions import FILE as DECISIONS
from yusuan.decisions import Decisions, load_decisions
from yusuan.errors import PackageError, Problem
from yusuan.language import Bilingual

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from yusuan.tidy.rows import Value

#: Folders below ``datapackage/`` that are no disclosures.
_NOT_UNITS = frozenset({"schemas", "classification"})
_TYPES: dict[str, Callable[[str], Any]] = {
    "string": str,
    "integer": int,
    "number": Decimal,
    "boolean": lambda text: {"true": True, "false": False}[text],
    "object": json.loads,
    "date": dt.date.fromisoformat,
}

LoadedRow = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Resource:
    """A table of a package: its descriptor and its typed rows."""

    descriptor: Mapping[str, Any]
    rows: list[LoadedRow]

    @property
    def columns(self) -> list[str]:
        """Names of the columns, in order."""
        return [field["name"] for field in self.descriptor["schema"]["fields"]]


@dataclass(frozen=True, slots=True)
class Package:
    """A package loaded whole, from disk or as it was made."""

    folder: Path
    descriptor: Mapping[str, Any]
    decisions: Decisions
    resources: dict[str, Resource]

    @property
    def slug(self) -> str:
        """Address of the package: ``<unit>/<year>-<phase>``."""
        return "/".join(self.folder.parts[-2:])


def package_folders(root: Path) -> Iterator[Path]:
    """Yield the folder of every disclosure's package below a project, sorted."""
    return packages_in(root / "datapackage")


def packages_in(folder: Path) -> Iterator[Path]:
    """Yield the folder of every package in a folder of units, sorted; none if it is not there."""
    for unit in sorted(folder.iterdir()) if folder.is_dir() else ():
        if unit.is_dir() and unit.name not in _NOT_UNITS and not unit.name.startswith("."):
            yield from (folder for folder in sorted(unit.iterdir()) if folder.is_dir())


def load_package(folder: Path) -> Package:
    """Load a package. Raises :class:`~yusuan.errors.PackageError` naming the file and the fault."""
    descriptor, resources = _contents(folder, lambda name: (folder / name).read_bytes())
    return Package(folder, descriptor, _decisions(folder, descriptor), resources)


def made_package(folder: Path, files: Mapping[str, bytes], decisions: Decisions) -> Package:
    """Give the package that these files, not yet written, will be in that folder."""
    descriptor, resources = _contents(folder, files.__getitem__)
    return Package(folder, descriptor, decisions, resources)


def _contents(
    folder: Path, read: Callable[[str], bytes]
) -> tuple[Mapping[str, Any], dict[str, Resource]]:
    """Load the descriptor and the rows by a function that gives the bytes of a file."""
    slug = "/".join(folder.parts[-2:])
    try:
        descriptor = json.loads(read("datapackage.json").decode())
        resources = {item["name"]: _resource(read, item, slug) for item in descriptor["resources"]}
    except PackageError:
        raise
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _broken(f"{slug}/datapackage.json", error) from error
    return descriptor, resources


def _decisions(folder: Path, descriptor: Mapping[str, Any]) -> Decisions:
    """Load people's decisions; a downloaded package has none and says the unit itself."""
    if (folder / DECISIONS).exists():
        return load_decisions(folder / DECISIONS)
    unit = Bilingual(str(descriptor.get("unit_name", "")), str(descriptor.get("unit_name_en", "")))
    return Decisions(unit)


def _resource(read: Callable[[str], bytes], descriptor: Mapping[str, Any], slug: str) -> Resource:
    try:
        text = read(descriptor["path"]).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise _broken(f"{slug}/{descriptor['path']}", error) from error
    types = {field["name"]: _TYPES[field["type"]] for field in descriptor["schema"]["fields"]}
    reader = csv.reader(io.StringIO(text, newline=""))
    header = next(reader, [])
    if header != list(types):
        raise PackageError(
            Problem(
                Bilingual("列与描述文件不一致", "the columns are not those of the descriptor"),
                f"{slug}/{descriptor['path']}",
                Bilingual("、".join(types), ", ".join(types)),
                Bilingual("重新 ingest，或恢复该文件", "ingest again, or restore the file"),
            )
        )
    rows = []
    for number, cells in enumerate(reader, 2):
        try:
            rows.append(
                {
                    name: _typed(kind, cell)
                    for (name, kind), cell in zip(types.items(), cells, strict=True)
                }
            )
        except (ValueError, KeyError, ArithmeticError) as error:
            raise _broken(f"{slug}/{descriptor['path']}, row {number}", error) from error
    return Resource(descriptor, rows)


def _typed(kind: Callable[[str], Any], cell: str) -> Value | dict[str, str]:
    return kind(cell) if cell != "" else None


def _broken(where: str, error: Exception) -> PackageError:
    return PackageError(
        Problem(
            Bilingual(f"读不了：{error}", f"can't be read: {type(error).__name__}: {error}"),
            where,
            todo=Bilingual("重新 ingest，或恢复该文件", "ingest again, or restore the file"),
        )
    )
