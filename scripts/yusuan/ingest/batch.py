"""A run over documents: each read in a worker, its package placed in the order of the input."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import closing
from dataclasses import fields, replace
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from yusuan.errors import InputRefusedError, Problem, UsageError, YusuanError
from yusuan.ingest.lanes import EndedError, Lane, Lanes, OverTimeError
from yusuan.ingest.place import differences, homophone, place_package, refuse_second, second
from yusuan.ingest.report import REFUSED, Outcome, Report, refused
from yusuan.ingest.work import Setting, digest, failed, staged, work
from yusuan.language import Bilingual, normal
from yusuan.package.make import DESCRIPTOR
from yusuan.read.limits import LIMITS, Limits
from yusuan.read.sniff import sniff

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence

    from yusuan.ingest.inputs import Input
    from yusuan.ingest.units import Units

    Work = Callable[[Setting, int, Input], Outcome]

#: A reader refuses at its own limit and says where it was; the worker is ended only after that.
_GRACE = 1.1
#: A text up to this size is read at once, and needs no worker.
_SMALL = 4_000_000


def limits_of(settings: Sequence[str]) -> Limits:
    """Give the limits with those changed that ``NAME=N`` names.

    Raises :class:`~yusuan.errors.UsageError` for another name and for what is no number above 0.
    """
    names = [field.name for field in fields(Limits)]
    changed: dict[str, Any] = {}
    for setting in settings:
        name, _, text = setting.partition("=")
        kind = float if name == "seconds" else int
        try:
            changed[name] = kind(text)
        except ValueError:
            changed[name] = 0
        if name not in names or not 0 < changed[name] < float("inf"):
            raise UsageError(
                Problem(
                    Bilingual("不认识的上限", "no such limit"),
                    f"--limit {setting}",
                    Bilingual(
                        f"{'、'.join(names)} 之一=大于零的数",
                        f"one of {', '.join(names)} = a number above 0",
                    ),
                )
            )
    return replace(LIMITS, **changed)


def ingest_documents(
    inputs: Sequence[Input],
    into: Path,
    units: Units,
    *,
    workers: int = 1,
    limits: Limits = LIMITS,
    replace_others: bool = False,
    check: bool = False,
    do: Work = work,
) -> Generator[Outcome]:
    """Ingest documents into a folder of units; yields what became of each, in order.

    Nothing about a document raises. With ``check`` nothing is written but the differences
    from what stands there are told. ``do`` is what a worker does with a document.
    """
    with tempfile.TemporaryDirectory(prefix="yusuan-") as name:
        setting = Setting(into, units, limits, Path(name))
        placer = _Placer(setting, replace_others=replace_others, check=check)
        if len(inputs) == 1 and _is_small_text(inputs[0].path, limits):
            yield placer.settle(0, do(setting, 0, inputs[0]))
            return

        def run(lane: Lane, task: tuple[int, Input]) -> Outcome:
            return _run(lane, setting, task, do)

        lanes = Lanes(max(1, min(workers, len(inputs))), run)
        with closing(lanes.map(enumerate(inputs))) as outcomes:
            for number, outcome in enumerate(outcomes):
                yield placer.settle(number, outcome)


class _Placer:
    """Places made packages one after the other, and refuses what has no place of its own."""

    def __init__(self, setting: Setting, *, replace_others: bool, check: bool) -> None:
        self._setting = setting
        self._replace = replace_others
        self._check = check
        self._documents: dict[Path, Report] = {}
        self._units: dict[Path, str] = {}

    def settle(self, number: int, outcome: Outcome) -> Outcome:
        """Place the package of an outcome, or compare it; gives what came of that."""
        laid = self._setting.staging / str(number)
        report = outcome.report
        try:
            if report.verdict == REFUSED or report.package is None:
                return outcome
            folder = Path(report.package)
            files, skeleton = staged(laid)
            if self._check:
                found = differences(folder, files)
                stands = (folder / DESCRIPTOR).is_file()
                return replace(
                    outcome,
                    report=report if stands else replace(report, package=None),
                    differences=tuple(found),
                    exit_code=max(outcome.exit_code, 1 if found else 0),
                )
            self._refuse(folder, report)
            return replace(outcome, changed=len(place_package(folder, files, skeleton)))
        except YusuanError as error:
            return refused(report, error.problems, report.seconds, error.exit_code)
        finally:
            shutil.rmtree(laid, ignore_errors=True)

    def _refuse(self, folder: Path, report: Report) -> None:
        unit = report.unit or ""
        other = self._units.setdefault(folder.parent, unit)
        if normal(other) != normal(unit):
            raise homophone(folder, report.document, (other, unit))
        first = self._documents.setdefault(folder, report)
        if self._replace:
            return
        if first.sha256 != report.sha256:
            raise second(folder, report.document, first.document)
        refuse_second(folder, report.document, report.sha256 or "")


def _run(lane: Lane, setting: Setting, task: tuple[int, Input], do: Work) -> Outcome:
    """Have a lane's worker do a document; a worker that hangs or dies is the document's refusal."""
    number, item = task
    start = perf_counter()
    try:
        return lane.call(setting.limits.seconds * _GRACE, do, setting, number, item)
    except OverTimeError:
        problem = Problem(
            Bilingual(
                f"{setting.limits.seconds:g} 秒内没有读完，已停止",
                f"not read within {setting.limits.seconds:g} seconds; stopped",
            ),
            item.name,
            todo=Bilingual(
                "确认文件没有损坏；确需更久，用 --limit seconds=秒数",
                "check that the file is whole; if it needs longer, use --limit seconds=N",
            ),
        )
    except EndedError:
        problem = Problem(
            Bilingual(
                "读这份文件的进程意外结束（可能内存不足）",
                "the process that read this document came to an end (memory may have run out)",
            ),
            item.name,
            todo=Bilingual(
                "确认文件没有损坏，减少 --workers 再试",
                "check that the file is whole, and try again with fewer --workers",
            ),
        )
    except Exception as error:  # one document never stops the rest
        return failed(Report(item.name, digest(item.path)), error, perf_counter() - start)
    return refused(Report(item.name, digest(item.path)), (problem,), perf_counter() - start)


def _is_small_text(path: Path, limits: Limits) -> bool:
    """Say whether a file is read, or refused, in no time."""
    try:
        small = path.stat().st_size <= _SMALL
        return small and sniff(path.name, path.read_bytes(), limits) == "text"
    except (InputRefusedError, OSError):
        return True
