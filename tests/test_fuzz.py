"""Fuzzing: a cut or damaged file of any format is read or refused, in time, with nothing written."""

from __future__ import annotations

import io
import os
import random
import signal
import tempfile
import zipfile
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

import pytest

from formats import WRITERS
from invented import LIBRARY, text_of, tree
from yusuan.errors import InputRefusedError
from yusuan.read import FORMATS, document_from
from yusuan.tidy import tidy_document

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from yusuan.errors import Problem

#: How many damaged files of each format; more are tried where the variable says so.
SEEDS = range(int(os.environ.get("YUSUAN_FUZZ_SEEDS", "60")))
#: Seconds that one file of a few kilobytes may take, on the slowest of machines.
LONGEST = 20


@cache
def whole(name: str) -> bytes:
    """A short disclosure in a format."""
    return WRITERS[name](text_of(LIBRARY))


def cut(data: bytes, chance: random.Random) -> bytes:
    """The file as a broken download leaves it."""
    return data[: chance.randrange(1, len(data))]


def flipped(data: bytes, chance: random.Random) -> bytes:
    """The file with one to some hundred bits turned over."""
    broken = bytearray(data)
    for _ in range(chance.choice((1, 4, 16, 128))):
        broken[chance.randrange(len(broken))] ^= 1 << chance.randrange(8)
    return bytes(broken)


def flipped_inside(data: bytes, chance: random.Random) -> bytes:
    """An archive whose checksums hold and one of whose files does not; else bits turned over."""
    if not data.startswith(b"PK"):
        return flipped(data, chance)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        victim = chance.choice([name for name in old.namelist() if old.read(name)])
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, flipped(content, chance) if name == victim else content)
    return out.getvalue()


DAMAGES = (cut, flipped, flipped_inside)


@contextmanager
def time_limit(seconds: int) -> Iterator[None]:
    """Fail what takes longer, wherever it hangs."""

    def stop(_signal: int, _frame: object) -> None:
        pytest.fail(f"not done within {seconds} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def refused(data: bytes) -> tuple[Problem, ...]:
    """Why a file is refused; nothing if it is read."""
    try:
        tidy_document(document_from("damaged", data))
    except InputRefusedError as error:
        return error.problems
    return ()


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", FORMATS)
def test_a_damaged_file_is_read_or_refused(
    name: str, seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cut or flipped, a file gives data or a refusal with its reason, and leaves no file behind."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    chance = random.Random(f"{name} {seed}")  # noqa: S311 - the same damage every time
    data = DAMAGES[seed % len(DAMAGES)](whole(name), chance)
    with time_limit(LONGEST):
        problems = refused(data)
    assert all(problem.what.zh and problem.what.en for problem in problems)
    assert tree(tmp_path) == {}


@pytest.mark.parametrize("name", FORMATS)
def test_the_whole_file_is_read(name: str) -> None:
    """What is damaged here is read while it is whole."""
    assert document_from("whole", whole(name)).media_type == FORMATS[name][0]
