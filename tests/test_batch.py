"""Ingesting many: order, places, limits; one bad document never stops the rest."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import sys
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from invented import LIBRARY, changed, put, text_of, tree
from yusuan.cli import main
from yusuan.decisions import load_decisions
from yusuan.errors import UsageError
from yusuan.ingest.batch import ingest_documents, limits_of
from yusuan.ingest.inputs import Input, documents_of
from yusuan.ingest.lanes import EndedError, Lane, Lanes, OverTimeError
from yusuan.ingest.units import Units
from yusuan.ingest.work import Setting, work
from yusuan.read.limits import LIMITS, Limits

if TYPE_CHECKING:
    from pathlib import Path

    from yusuan.ingest.report import Outcome

ARCHIVES_SLUG = "yun-xi-shi-dang-an-guan"
MUSEUM_SLUG = "yun-xi-shi-bo-wu-guan"
UNIT = "云溪市档案馆"
BAD = "2023 年的通知\n\n没有表格。\n"


def museum() -> str:
    """The archives' document as that of another unit."""
    return text_of().replace(UNIT, "云溪市博物馆")


def folder_of(folder: Path, **texts: str) -> Path:
    """Write documents into a folder; ``__`` in a name stands for a folder's separator."""
    for name, text in texts.items():
        path = folder / (name.replace("__", "/") + ".txt")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def run(*arguments: object) -> int:
    """Run the command ``ingest``."""
    return main(["ingest", *map(str, arguments)])


def reported(path: Path) -> list[dict[str, Any]]:
    """The report's content."""
    content: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return content


# what a worker is given to do in these tests; at the module's head, so that it can be sent there


def hanging(setting: Setting, number: int, item: Input) -> Outcome:
    """Never come to an end with a document called so, not even when asked to."""
    if "hangs" in item.name:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        time.sleep(600)
    return work(setting, number, item)


def dying(setting: Setting, number: int, item: Input) -> Outcome:
    """Die on a document called so, as when memory runs out."""
    if "dies" in item.name:
        os.kill(os.getpid(), signal.SIGKILL)
    return work(setting, number, item)


def failing(setting: Setting, number: int, item: Input) -> Outcome:
    """Raise what no one expects."""
    if "fails" in item.name:
        raise TimeoutError("of the document's own")
    return work(setting, number, item)


def late_first(setting: Setting, number: int, item: Input) -> Outcome:
    """Be done with the first document last."""
    time.sleep(1.0 if number == 0 else 0.0)
    return work(setting, number, item)


def pid(_: object = None) -> int:
    """Give the process that does it."""
    return os.getpid()


def leave() -> None:
    """End the process without a word."""
    os._exit(1)


def test_several_files_go_to_their_units_folders(project: Path) -> None:
    """Every document named becomes a package in the project's folder of packages."""
    folder = folder_of(project.parent / "in", a=text_of(), b=museum(), c=text_of(LIBRARY))
    assert run(*sorted(folder.iterdir()), "--root", project) == 0
    for slug, name in (
        (ARCHIVES_SLUG, "2023-budget"),
        (MUSEUM_SLUG, "2023-budget"),
        ("qing-shi-xian-tu-shu-guan", "2021-final"),
    ):
        package = project / "datapackage" / slug / name
        assert (package / "datapackage.json").is_file()
        assert (package / "decisions.yaml").is_file()


def test_a_folder_is_every_document_in_it(tmp_path: Path) -> None:
    """A folder's files in order, those in folders below too; hidden ones and READMEs are left out."""
    folder = folder_of(tmp_path / "in", b="x", a="x", c__d="x", README="x", c__readme_first="x")
    folder_of(folder, **{".hidden": "x", ".git__config": "x"})
    (folder / "void").mkdir()
    assert [item.name for item in documents_of([folder])] == ["a.txt", "b.txt", "c/d.txt"]


def test_a_document_named_twice_is_read_once(tmp_path: Path) -> None:
    """A file named by itself and through its folder is one document, where it was named first."""
    folder = folder_of(tmp_path, a="x", b="x")
    named = [folder / "b.txt", folder, folder / "a.txt"]
    assert [item.name for item in documents_of(named)] == ["b.txt", "a.txt"]


@pytest.mark.parametrize("workers", [1, 2])
def test_one_bad_document_among_good_ones(
    project: Path, capsys: pytest.CaptureFixture[str], workers: int
) -> None:
    """The bad one is refused in one line with its reason in both languages, the rest is written."""
    folder = folder_of(project.parent / "in", a=text_of(), b=BAD, c=museum())
    assert run(folder, "--root", project, "--workers", workers) == 3
    shown = capsys.readouterr()
    assert [line for line in shown.err.splitlines() if line.startswith("✗ b.txt: ")] == (
        shown.err.splitlines()
    )
    assert "文件里没有表格" in shown.err
    assert "no table" in shown.err
    units = {path.name for path in (project / "datapackage").iterdir()}
    assert units == {"classification", ARCHIVES_SLUG, MUSEUM_SLUG}


def test_the_table_at_the_end_has_a_line_for_each_document(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The table is in the order of the input, with unit, year, phase, counts and verdict."""
    folder = folder_of(project.parent / "in", a=museum(), b=BAD, c=text_of(LIBRARY))
    run(folder, "--root", project)
    lines = capsys.readouterr().out.splitlines()[-5:]
    assert lines[0].split()[0] == "文件"
    assert lines[1].split() == [
        "document",
        "unit",
        "year",
        "phase",
        "tables",
        "listed",
        "unclear",
        "amounts",
        "findings",
        "verdict",
        "seconds",
    ]
    assert [line.split()[0] for line in lines[2:]] == ["a.txt", "b.txt", "c.txt"]
    assert lines[2].split()[1:4] == ["云溪市博物馆", "2023", "budget"]
    assert [line.split()[-2] for line in lines[2:]] == ["read", "refused", "read"]


def test_packages_go_into_any_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """``--into`` needs no project, makes the folder, and writes nowhere else."""
    monkeypatch.chdir(tmp_path)
    path = put(tmp_path, text_of())
    assert run(path, "--into", "out/deep") == 0
    assert {p.name for p in tmp_path.iterdir()} == {"out", "document.txt"}
    assert (tmp_path / "out" / "deep" / ARCHIVES_SLUG / "2023-budget" / "README.md").is_file()


def test_a_slug_is_taken_from_the_project_or_the_folder(project: Path, tmp_path: Path) -> None:
    """A unit that the project's decisions or those of the folder name keeps its slug and names."""
    folder_of(
        project / "datapackage" / "archives" / "2022-budget",
        decisions=f"unit: {{name: {{zh: {UNIT}, en: Yunxi Archives}}}}\naccepted_findings: []\n",
    )
    made = project / "datapackage" / "archives" / "2022-budget"
    (made / "decisions.txt").rename(made / "decisions.yaml")
    path = put(tmp_path, text_of())
    assert run(path, "--root", project, "--into", tmp_path / "out") == 0
    package = tmp_path / "out" / "archives" / "2023-budget"
    assert load_decisions(package / "decisions.yaml").unit.en == "Yunxi Archives"
    package.parent.rename(tmp_path / "out" / "own")
    assert run(path, "--root", project, "--into", tmp_path / "out") == 0
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["own"]


def test_two_units_of_one_sound_get_two_folders(project: Path) -> None:
    """A unit whose name in pinyin is taken by another one's gets a number, in a later run."""
    other = text_of().replace(UNIT, "云西市档案馆")
    folder = folder_of(project.parent / "in", a=text_of(), b=other)
    assert run(folder, "--root", project) == 3
    assert run(folder / "b.txt", "--root", project) == 0
    made = load_decisions(
        project / "datapackage" / f"{ARCHIVES_SLUG}-2" / "2023-budget" / "decisions.yaml"
    )
    assert made.unit.zh == "云西市档案馆"
    assert run(folder, "--root", project) == 0


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("do", [work, late_first])
def test_the_second_document_of_a_year_is_refused(
    project: Path, workers: int, do: Any, tmp_path: Path
) -> None:
    """Of two documents for the same unit, year and phase the first by name stands, always."""
    second = changed("扫描总量\t\t三百万页", "扫描总量\t\t四百万页")
    folder = folder_of(tmp_path / "in", a=text_of(), b=second)
    into = project / "datapackage"
    first, other = ingest_documents(
        documents_of([folder]), into, Units.of([into]), workers=workers, do=do
    )
    assert (first.report.verdict, other.report.verdict) == ("read", "refused")
    assert other.report.unit == UNIT
    assert other.report.package is None
    assert "a.txt" in str(other.problems[0].expected)
    descriptor = (into / ARCHIVES_SLUG / "2023-budget" / "datapackage.json").read_text("utf-8")
    assert json.loads(descriptor)["sources"][0]["filename"] == "a.txt"


@pytest.mark.parametrize("workers", [1, 2])
def test_with_replace_the_last_document_of_a_year_stands(
    project: Path, workers: int, tmp_path: Path
) -> None:
    """With ``--replace`` a later document takes an earlier one's place, within a run too."""
    second = changed("扫描总量\t\t三百万页", "扫描总量\t\t四百万页")
    folder = folder_of(tmp_path / "in", a=second, b=text_of())
    assert run(folder, "--root", project, "--workers", workers, "--replace") == 0
    made = project / "datapackage" / ARCHIVES_SLUG / "2023-budget"
    descriptor = json.loads((made / "datapackage.json").read_text("utf-8"))
    assert descriptor["sources"][0]["filename"] == "b.txt"
    assert "三百万页" in (made / "data" / "project-targets.csv").read_text("utf-8")


def test_another_document_of_an_earlier_run_is_not_replaced(project: Path, tmp_path: Path) -> None:
    """A package that stands is left as it is, and the document that came later refused."""
    folder = folder_of(tmp_path / "in", a=text_of(), b=museum())
    assert run(folder, "--root", project) == 0
    before = tree(project)
    second = changed("扫描总量\t\t三百万页", "扫描总量\t\t四百万页")
    folder_of(folder, a=second)
    assert run(folder, "--root", project) == 3
    assert tree(project) == before


def test_one_and_two_workers_write_the_same_bytes(tmp_path: Path) -> None:
    """Packages and report are the same however many work, but for the seconds."""
    texts = {"a": text_of(), "b": museum(), "c": BAD, "d": text_of(LIBRARY), "e": ""}
    texts["f"] = text_of(LIBRARY).replace("青石县", "清河县")
    folder = folder_of(tmp_path / "in", **texts)
    trees, reports = [], []
    for workers in (1, 2):
        into = tmp_path / "out"
        report = tmp_path / "report.json"
        assert run(folder, "--into", into, "--workers", workers, "--report", report) == 3
        trees.append(tree(into))
        reports.append([item | {"seconds": 0} for item in reported(report)])
        into.rename(tmp_path / f"done-{workers}")
    assert trees[0] == trees[1]
    assert reports[0] == reports[1]
    assert len(reports[0]) == 6


def test_refused_documents_write_nothing(project: Path, tmp_path: Path) -> None:
    """Where every document is refused no file and no folder comes into being."""
    folder = folder_of(tmp_path / "in", a=BAD, b="", c="\0\0")
    before = tree(project)
    assert run(folder, "--root", project) == 3
    assert run(folder, "--into", tmp_path / "out") == 3
    assert tree(project) == before
    assert not (tmp_path / "out").exists()


def test_a_single_refused_document_tells_every_problem(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One document's problems are printed in full, with what to do, and no table."""
    text = text_of().replace("\t562.30\t0.00\t", "\t5.6.2\t0,0\t")
    assert run(put(project.parent, text), "--root", project) == 3
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.count("下一步 next") > 1


def test_check_of_several_tells_each(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """``--check`` of a folder compares each document, writes nothing, and exits 1 for a difference."""
    folder = folder_of(project.parent / "in", a=text_of(), b=museum())
    assert run(folder, "--root", project) == 0
    capsys.readouterr()
    assert run(folder, "--root", project, "--check", "--workers", 2) == 0
    assert capsys.readouterr().out.count("matches the document") == 2
    changed_file = project / "datapackage" / MUSEUM_SLUG / "2023-budget" / "README.md"
    changed_file.write_text("x")
    before = tree(project)
    assert run(folder, "--root", project, "--check") == 1
    output = capsys.readouterr().out
    assert f"✓ {ARCHIVES_SLUG}/2023-budget" in output
    assert f"✗ {MUSEUM_SLUG}/2023-budget" in output
    assert tree(project) == before


@pytest.mark.parametrize(
    "arguments",
    [["nowhere.txt"], ["void"], ["a.txt", "nowhere.txt"], ["a.txt", "--limit", "years=3"],
     ["a.txt", "--limit", "seconds=soon"], ["a.txt", "--limit", "pages=0"],
     ["a.txt", "--report", "void"], ["a.txt", "--report", "no/where.json"]],
)  # fmt: skip
def test_wrong_usage_exits_2_before_any_work(
    project: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
) -> None:
    """What is not there, an empty folder or a limit unknown is told at once; nothing is written."""
    monkeypatch.chdir(project)
    folder_of(project, a=text_of())
    (project / "void").mkdir()
    before = tree(project)
    assert run(*arguments) == 2
    assert "✗" in capsys.readouterr().err
    assert tree(project) == before


@pytest.mark.parametrize("workers", ["0", "-1", "many", "²"])
def test_workers_are_counted_from_one(workers: str, capsys: pytest.CaptureFixture[str]) -> None:
    """No number of workers below one, and nothing but a number, is taken."""
    with pytest.raises(SystemExit) as caught:
        run("a.txt", "--workers", workers)
    assert caught.value.code == 2
    assert "--workers" in capsys.readouterr().err


def test_limits_are_set_by_name() -> None:
    """Each limit can be set; the others stay as they are."""
    assert limits_of([]) == LIMITS
    assert limits_of(["seconds=1.5", "pages=3"]) == replace(LIMITS, seconds=1.5, pages=3)
    for wrong in ("seconds", "seconds=inf", "seconds=nan", "pages=1.5", "=3"):
        with pytest.raises(UsageError, match="--limit"):
            limits_of([wrong])


def test_no_progress_where_there_is_no_terminal(
    project: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """With standard error going to a file no bar is drawn, however long it takes."""
    folder = folder_of(project.parent / "in", a=text_of(), b=museum())
    into = project / "datapackage"
    list(ingest_documents(documents_of([folder]), into, Units(), do=late_first))
    assert run(folder, "--root", project) == 0
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("workers", [1, 2])
def test_a_document_that_hangs_is_stopped(tmp_path: Path, workers: int) -> None:
    """Over its time a document is refused with the limit that it met; the next ones are read."""
    folder = folder_of(tmp_path / "in", a_hangs="x", b=text_of(), c_hangs="x", d=museum())
    inputs, into = documents_of([folder]), tmp_path / "out"
    limits = Limits(seconds=8)  # a busy machine reads the others within it
    start = time.monotonic()
    outcomes = list(
        ingest_documents(inputs, into, Units(), workers=workers, limits=limits, do=hanging)
    )
    assert time.monotonic() - start < 60
    assert [o.report.verdict for o in outcomes] == ["refused", "read", "refused", "read"]
    assert "8 秒" in outcomes[0].reason.zh
    assert "8 seconds" in outcomes[0].reason.en
    assert outcomes[0].report.sha256 is not None
    assert outcomes[0].report.seconds >= 8
    assert "--limit" in str(outcomes[0].problems[0].todo)
    assert not multiprocessing.active_children()


def test_a_single_document_that_hangs_is_stopped(tmp_path: Path) -> None:
    """A document alone is read in a worker, too, and stopped, unless it is a text."""
    (tmp_path / "hangs.pdf").write_bytes(b"%PDF-1.7 x")
    inputs = documents_of([tmp_path / "hangs.pdf"])
    [outcome] = ingest_documents(
        inputs, tmp_path / "out", Units(), limits=Limits(seconds=1), do=hanging
    )
    assert outcome.exit_code == 3
    assert "1 seconds" in outcome.reason.en


def test_a_text_alone_is_read_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A single text starts no process."""
    monkeypatch.setattr("yusuan.ingest.batch.Lanes", None)
    assert run(put(tmp_path, text_of()), "--into", tmp_path / "out") == 0


@pytest.mark.parametrize("workers", [1, 2])
def test_a_worker_that_is_killed_is_reported(tmp_path: Path, workers: int) -> None:
    """A worker that dies takes no other document with it."""
    folder = folder_of(tmp_path / "in", a=text_of(), b_dies="x", c=museum(), d_dies="x")
    outcomes = list(
        ingest_documents(
            documents_of([folder]), tmp_path / "out", Units(), workers=workers, do=dying
        )
    )
    assert [o.report.verdict for o in outcomes] == ["read", "refused", "read", "refused"]
    assert "意外结束" in outcomes[1].reason.zh
    assert "memory" in outcomes[1].reason.en


def test_a_fault_of_the_program_stops_no_other(tmp_path: Path) -> None:
    """An exception that no one expects is the document's refusal, with the fault kept."""
    folder = folder_of(tmp_path / "in", a_fails="x", b=text_of())
    fault, good = ingest_documents(
        documents_of([folder]), tmp_path / "out", Units(), workers=1, do=failing
    )
    assert "TimeoutError" in fault.reason.en
    assert "of the document's own" in (fault.fault or "")
    assert good.report.verdict == "read"


def test_a_fault_on_a_document_alone_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A fault of the program on one document exits 3 and is not hidden."""

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("yusuan.ingest.work.make_package", broken)
    assert run(put(tmp_path, text_of()), "--into", tmp_path / "out") == 3
    assert "Traceback" in capsys.readouterr().err


def test_leaving_a_run_ends_its_workers(tmp_path: Path) -> None:
    """A run that is left before its end leaves no process and no file behind."""
    folder = folder_of(tmp_path / "in", a=text_of(), b_hangs="x", c=museum())
    begun = ingest_documents(
        documents_of([folder]), tmp_path / "out", Units(), workers=2, do=hanging
    )
    assert next(begun).report.verdict == "read"
    start = time.monotonic()
    begun.close()
    assert time.monotonic() - start < 30
    assert not multiprocessing.active_children()


def test_a_lane_begins_again() -> None:
    """After a worker was ended or died the lane goes on with another one."""
    lane = Lane()
    try:
        first = lane.call(30, pid)
        assert lane.call(30, pid) == first != os.getpid()
        with pytest.raises(OverTimeError):
            lane.call(0.2, time.sleep, 600)
        second = lane.call(30, pid)
        with pytest.raises(EndedError):
            lane.call(30, leave)
        assert len({first, second, lane.call(30, pid)}) == 3
    finally:
        lane.stop()
    with pytest.raises(EndedError):
        lane.call(30, pid)


def test_lanes_work_beside_each_other(tmp_path: Path) -> None:
    """Two lanes are two processes, and results come in the order of the items."""
    lanes: Lanes[int, tuple[int, int]] = Lanes(
        2, lambda lane, item: (item, lane.call(300, _pid_beside_another, tmp_path))
    )
    found = list(lanes.map(range(6)))
    assert [item for item, _ in found] == list(range(6))
    assert len({process for _, process in found}) == 2


def _pid_beside_another(folder: Path) -> int:
    """Give the process once another one is at work too, however late that begins."""
    (folder / str(os.getpid())).touch()
    while len(list(folder.iterdir())) < 2:
        time.sleep(0.02)
    return os.getpid()


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such names there")
def test_a_name_that_is_no_text_stops_nothing(tmp_path: Path) -> None:
    """A file whose name is in another encoding is read or refused like any other."""
    folder = folder_of(tmp_path / "in", a=text_of())
    (folder / os.fsdecode(b"\xd4\xa4.txt")).write_text(BAD, encoding="utf-8")
    report = tmp_path / "report.json"
    assert run(folder, "--into", tmp_path / "out", "--report", report) == 3
    assert [item["verdict"] for item in reported(report)] == ["read", "refused"]
