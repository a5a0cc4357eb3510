"""What stands beside a form's personal labels, and where in a repository it occurs.

The values are taken from a document at run time and never written down.
"""

from __future__ import annotations

import itertools
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LABELS = ("项目负责人", "联系电话")


def personal_values(text: str) -> set[str]:
    """Collect the cells to the right of the personal labels in a document's tables."""
    found = set()
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.split("\t")]
        for label, value in itertools.pairwise(cells):
            if label in LABELS and value and value not in LABELS:
                found.add(value)
    return found


def tracked(root: Path) -> Iterator[tuple[str, bytes]]:
    """Yield every file that git tracks or would take in, as it stands now."""
    names = _git(root, "ls-files", "-z", "--cached", "--others", "--exclude-standard").split(b"\0")
    for name in filter(None, names):
        path = root / name.decode()
        if path.is_file():
            yield name.decode(), path.read_bytes()


def history(root: Path) -> Iterator[tuple[str, bytes]]:
    """Yield every object of every branch and commit: files, messages and names of files."""
    hashes = [line.split()[0] for line in _git(root, "rev-list", "--objects", "--all").splitlines()]
    batch = _git(root, "cat-file", "--batch", given=b"\n".join(hashes) + b"\n")
    position = 0
    while position < len(batch):
        end = batch.index(b"\n", position)
        name, kind, size = batch[position:end].decode().split()
        data = batch[end + 1 : end + 1 + int(size)]
        position = end + 2 + int(size)
        yield f"{kind} {name}", data


def occurrences(values: set[str], where: Iterator[tuple[str, bytes]]) -> list[str]:
    """Name the files and objects in which any of the values stands, and not the value."""
    wanted = [value.encode() for value in values]
    return [name for name, data in where if any(value in data for value in wanted)]


def _git(root: Path, *arguments: str, given: bytes = b"") -> bytes:
    return subprocess.run(
        ["git", "-C", str(root), *arguments], input=given, capture_output=True, check=True
    ).stdout
