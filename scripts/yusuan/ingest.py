"""``yusuan ingest``: a document → its package, or the differences from the committed one."""

from __future__ import annotations

import difflib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from yusuan.decisions import FILE as DECISIONS
from yusuan.decisions import Decisions, load_decisions, skeleton
from yusuan.errors import InputRefusedError, PackageError, Problem
from yusuan.files import write_file, write_tree
from yusuan.language import Bilingual, normal
from yusuan.package.load import package_folders
from yusuan.package.make import DESCRIPTOR, package_files
from yusuan.read import read_document
from yusuan.tidy import Disclosure, tidy_document

if TYPE_CHECKING:
    from pathlib import Path

_LONGEST_DIFF = 40


@dataclass(frozen=True, slots=True)
class Ingested:
    """A package made in memory: where it belongs and its files by relative path."""

    folder: Path
    files: dict[str, bytes]
    disclosure: Disclosure
    decisions: Decisions


def prepare(path: Path, root: Path, *, replace: bool = False) -> Ingested:
    """Read a document and make its package without writing anything.

    Raises :class:`~yusuan.errors.InputRefusedError` if the document can't be read with
    certainty, or if another document stands in its place already.
    """
    disclosure = tidy_document(read_document(path))
    identity = disclosure.identity
    slug = unit_slug(identity.unit, root)
    folder = root / "datapackage" / slug / f"{identity.year}-{identity.phase}"
    if not replace:
        _refuse_second(folder, disclosure)
    decisions = _decisions(folder, disclosure)
    name = f"{slug}-{identity.year}-{identity.phase}"
    return Ingested(folder, package_files(name, disclosure, decisions), disclosure, decisions)


def write(ingested: Ingested) -> list[str]:
    """Write a prepared package; gives the files that changed."""
    folder = ingested.folder
    changed = []
    if not (folder / DECISIONS).exists():
        write_file(folder / DECISIONS, skeleton(ingested.decisions))
        changed.append(DECISIONS)
    return changed + write_tree(folder, ingested.files, keep=frozenset({DECISIONS}))


def differences(ingested: Ingested) -> list[str]:
    """Compare a prepared package with the one on disk, as lines for a person."""
    lines: list[str] = []
    folder = ingested.folder
    on_disk = {
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
    } - {DECISIONS}
    for name in sorted(on_disk | set(ingested.files)):
        before = (folder / name).read_bytes() if name in on_disk else b""
        after = ingested.files.get(name, b"")
        if before != after:
            found = difflib.unified_diff(
                before.decode("utf-8", "replace").splitlines(),
                after.decode("utf-8", "replace").splitlines(),
                f"{folder.parent.name}/{folder.name}/{name}",
                "from the document",
                lineterm="",
                n=1,
            )
            shown = list(found)
            lines += shown[:_LONGEST_DIFF] or [
                f"{folder.parent.name}/{folder.name}/{name}: 换行符不同 other line ends"
            ]
            if len(shown) > _LONGEST_DIFF:
                lines.append(f"… {len(shown) - _LONGEST_DIFF} more lines")
    return lines


def unit_slug(unit: str, root: Path) -> str:
    """Give a unit's folder: the one whose decisions name it, else its name in pinyin."""
    for folder in package_folders(root):
        path = folder / DECISIONS
        if path.is_file() and normal(load_decisions(path).unit.zh) == normal(unit):
            return folder.parent.name
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - slow to import

    words = "".join(character if character.isalnum() else " " for character in unit)
    pieces = (
        "".join(c for c in word.lower() if c.isascii() and c.isalnum())
        for word in lazy_pinyin(words)
    )
    slug = "-".join(piece for piece in pieces if piece)
    return slug or "unit"


def _decisions(folder: Path, disclosure: Disclosure) -> Decisions:
    path = folder / DECISIONS
    if path.exists():
        return load_decisions(path)
    others = sorted(folder.parent.glob(f"*/{DECISIONS}"))
    if others:
        known = load_decisions(others[-1])
        return Decisions(known.unit, known.region, known.publisher)
    region = disclosure.identity.region
    return Decisions(
        Bilingual(disclosure.identity.unit, ""), Bilingual(region, "") if region else None
    )


def _refuse_second(folder: Path, disclosure: Disclosure) -> None:
    path = folder / DESCRIPTOR
    if not path.is_file():
        return
    try:
        before = json.loads(path.read_text(encoding="utf-8"))["sources"][0]["sha256"]
    except (ValueError, LookupError, TypeError) as error:
        raise PackageError(
            Problem(
                Bilingual("读不了", f"can't be read ({type(error).__name__})"),
                f"{folder.parent.name}/{folder.name}/{DESCRIPTOR}",
                todo=Bilingual("恢复该文件，或加 --replace", "restore the file, or add --replace"),
            )
        ) from error
    if before != disclosure.document.sha256:
        raise InputRefusedError(
            Problem(
                Bilingual(
                    "这个单位、年度和阶段已有另一份文件的数据包",
                    "the package of this unit, year and phase was made from another document",
                ),
                f"{disclosure.document.name} → {folder.parent.name}/{folder.name}",
                Bilingual(f"SHA-256 {before[:12]}…", f"the document of SHA-256 {before[:12]}…"),
                Bilingual(
                    "确认要替换时加 --replace", "add --replace if it is meant to take its place"
                ),
            )
        )
