"""The documents of a run: the files named, and those in the folders named, in order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from yusuan.errors import Problem, UsageError
from yusuan.language import Bilingual

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Input:
    """A document to read: where it is, and its name in the report (from the folder named on)."""

    path: Path
    name: str


def documents_of(paths: Iterable[Path]) -> list[Input]:
    """Find every document, each once: a folder's own in order, without hidden files and READMEs.

    Raises :class:`~yusuan.errors.UsageError` for what is not there and for an empty folder.
    """
    problems: list[Problem] = []
    found: dict[Path, Input] = {}
    for path in paths:
        if path.is_dir():
            inside = list(_inside(path))
            if not inside:
                problems.append(
                    _problem(path, "文件夹里没有文件", "there is no document in the folder")
                )
        else:
            inside = [Input(path, _printable(path.name))]
            if not path.exists():
                problems.append(_problem(path, "没有这个文件", "there is no such file"))
            elif not path.is_file():
                problems.append(_problem(path, "不是文件", "this is no file"))
        for item in inside:
            found.setdefault(item.path.absolute(), item)
    if problems:
        raise UsageError(problems)
    return list(found.values())


def output_file(path: Path) -> Path:
    """Give the file to write to, made sure of before the work; raises ``UsageError`` if it can't be."""
    if path.is_dir():
        raise UsageError(_problem(path, "是文件夹，不是文件", "this is a folder, not a file"))
    if not path.parent.is_dir():
        raise UsageError(_problem(path.parent, "没有这个文件夹", "there is no such folder"))
    return path


def _inside(folder: Path) -> Iterator[Input]:
    for path in sorted(folder.rglob("*"), key=lambda path: path.relative_to(folder).parts):
        inner = path.relative_to(folder)
        hidden = any(part.startswith(".") for part in inner.parts)
        if path.is_file() and not hidden and not path.name.lower().startswith("readme"):
            yield Input(path, _printable(inner.as_posix()))


def _printable(name: str) -> str:
    """Give a file's name as text, whatever bytes the file system has in it."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _problem(path: Path, zh: str, en: str) -> Problem:
    return Problem(
        Bilingual(zh, en), _printable(str(path)), todo=Bilingual("检查路径", "check the path")
    )
