"""One document of a run: read, made, checked and laid aside; whatever happens is an outcome."""

from __future__ import annotations

import hashlib
import traceback
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING

from yusuan.decisions import FILE as DECISIONS
from yusuan.errors import CheckFailedError, Problem, YusuanError
from yusuan.files import write_file
from yusuan.ingest.make import Ingested, make_package
from yusuan.ingest.report import Outcome, Report, made, refused
from yusuan.language import Bilingual
from yusuan.read import read_document

if TYPE_CHECKING:
    from pathlib import Path

    from yusuan.ingest.inputs import Input
    from yusuan.ingest.units import Units
    from yusuan.read.limits import Limits


@dataclass(frozen=True, slots=True)
class Setting:
    """What every document of a run needs: where packages go, what is known, how much is read.

    ``staging`` is a folder of the run's own, where each made package waits to be placed.
    """

    into: Path
    units: Units
    limits: Limits
    staging: Path


def work(setting: Setting, number: int, item: Input) -> Outcome:
    """Make a document's package in the staging folder; never raises for what is wrong with it."""
    start = perf_counter()
    report = Report(item.name, digest(item.path))
    try:
        document = read_document(item.path, setting.limits)
        ingested = make_package(document, setting.into, setting.units)
        stage(setting.staging / str(number), ingested)
        return made(report, ingested, perf_counter() - start)
    except CheckFailedError as error:
        seconds, fault = perf_counter() - start, traceback.format_exc()
        return refused(report, error.problems, seconds, error.exit_code, fault)
    except YusuanError as error:
        return refused(report, error.problems, perf_counter() - start, error.exit_code)
    except Exception as error:  # one document never stops the rest
        return failed(report, error, perf_counter() - start)


def failed(report: Report, error: Exception, seconds: float) -> Outcome:
    """Report a document on which the program itself failed; called where that is caught."""
    name = type(error).__name__
    problem = Problem(
        Bilingual(
            f"程序在这份文件上出错（{name}）", f"the program failed on this document ({name})"
        ),
        report.document,
        todo=Bilingual("请报告这个错误", "please report this fault"),
    )
    return refused(report, (problem,), seconds, fault=traceback.format_exc())


def stage(folder: Path, ingested: Ingested) -> None:
    """Lay a made package aside."""
    for name, data in {**ingested.files, DECISIONS: ingested.skeleton}.items():
        write_file(folder / name, data)


def staged(folder: Path) -> tuple[dict[str, bytes], bytes]:
    """Give the files of a package laid aside, and its first decisions."""
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    return files, files.pop(DECISIONS)


def digest(path: Path) -> str | None:
    """Give a file's SHA-256, read in pieces; ``None`` if it can't be opened."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return None
