"""Reading and writing files: whole, only when they change, and never half."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from yusuan.errors import Problem, UsageError
from yusuan.language import Bilingual

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Files by which a folder is known as a project.
_MARKS = ("mkdocs.yml", "datapackage")


def sha256(data: bytes) -> str:
    """Give the hexadecimal SHA-256 of some bytes."""
    return hashlib.sha256(data).hexdigest()


def project_root(start: Path | None = None) -> Path:
    """Find the project that ``start`` (or the working folder) lies in.

    Raises :class:`yusuan.errors.UsageError` outside a project.
    """
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if all((folder / mark).exists() for mark in _MARKS):
            return folder
    raise UsageError(
        Problem(
            Bilingual("这里不是 Yusuan 项目", "this is not a Yusuan project"),
            str(here),
            Bilingual(
                "含有 mkdocs.yml 和 datapackage/ 的文件夹",
                "a folder with mkdocs.yml and datapackage/",
            ),
            Bilingual(
                "进入项目文件夹，或用 --root 指明",
                "go to the project's folder, or name it with --root",
            ),
        )
    )


def write_file(path: Path, data: bytes) -> bool:
    """Write a file by replacing it as a whole; leave it alone where it is the same.

    Gives whether anything was written.
    """
    if path.is_file() and path.read_bytes() == data:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return True


def write_tree(
    folder: Path, files: Mapping[str, bytes], keep: frozenset[str] = frozenset()
) -> list[str]:
    """Make a folder hold exactly these files, by relative path, and those named in ``keep``.

    Gives the relative paths that were written or removed, sorted.
    """
    changed = [name for name in sorted(files) if write_file(folder / name, files[name])]
    for path in sorted(folder.rglob("*"), reverse=True):
        name = path.relative_to(folder).as_posix()
        if path.is_dir():
            if not any(path.iterdir()):
                path.rmdir()
        elif name not in files and name not in keep:
            path.unlink()
            changed.append(name)
    return sorted(changed)
