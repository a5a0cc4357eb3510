"""Where a made package goes: written, compared with what stands there, or refused."""

from __future__ import annotations

import difflib
import json
from typing import TYPE_CHECKING

from yusuan.decisions import FILE as DECISIONS
from yusuan.errors import InputRefusedError, PackageError, Problem
from yusuan.files import write_file, write_tree
from yusuan.language import Bilingual
from yusuan.package.make import DESCRIPTOR

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_LONGEST_DIFF = 40


def place_package(folder: Path, files: Mapping[str, bytes], skeleton: bytes) -> list[str]:
    """Write a package, and its first decisions if it has none; gives the files that changed."""
    changed = []
    if not (folder / DECISIONS).exists():
        write_file(folder / DECISIONS, skeleton)
        changed.append(DECISIONS)
    return changed + write_tree(folder, files, keep=frozenset({DECISIONS}))


def differences(folder: Path, files: Mapping[str, bytes]) -> list[str]:
    """Compare a package's files with the folder on disk, as lines for a person."""
    lines: list[str] = []
    on_disk = {
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
    } - {DECISIONS}
    for name in sorted(on_disk | set(files)):
        before = (folder / name).read_bytes() if name in on_disk else b""
        after = files.get(name, b"")
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


def refuse_second(folder: Path, name: str, sha256: str) -> None:
    """Raise :class:`InputRefusedError` if the package there was made from another document.

    Raises :class:`~yusuan.errors.PackageError` if that can't be told.
    """
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
    if before != sha256:
        raise second(folder, name, f"SHA-256 {before[:12]}…")


def second(folder: Path, name: str, first: str) -> InputRefusedError:
    """Give the refusal of a document whose place another one has; ``first`` names that one."""
    return InputRefusedError(
        Problem(
            Bilingual(
                "这个单位、年度和阶段已有另一份文件的数据包",
                "the package of this unit, year and phase was made from another document",
            ),
            f"{name} → {folder.parent.name}/{folder.name}",
            Bilingual(first, f"the document {first}"),
            Bilingual("确认要替换时加 --replace", "add --replace if it is meant to take its place"),
        )
    )


def homophone(folder: Path, name: str, units: tuple[str, str]) -> InputRefusedError:
    """Give the refusal of a unit whose name in pinyin is that of another unit of the same run."""
    return InputRefusedError(
        Problem(
            Bilingual(
                f"“{units[0]}”与“{units[1]}”的拼音相同，文件夹重名",
                f"“{units[0]}” and “{units[1]}” have the same name in pinyin, and so the same folder",
            ),
            f"{name} → {folder.parent.name}",
            todo=Bilingual(
                "再收录一次这份文件，它会得到自己的文件夹",
                "ingest this document once more; it will get a folder of its own",
            ),
        )
    )
