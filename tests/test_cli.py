"""The command line: help, exit codes, light start, and no traceback for people's mistakes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from invented import FIXED, put, text_of
from yusuan import __version__
from yusuan.cli import EXIT_CODES, main
from yusuan.errors import (
    BuildError,
    DictionaryError,
    InputRefusedError,
    PackageError,
    Problem,
    UsageError,
    YusuanError,
)
from yusuan.language import Bilingual

if TYPE_CHECKING:
    from pathlib import Path

VERBS = ["ingest", "check", "build", "serve", "diff"]
HEAVY = ["pandas", "frictionless", "jieba", "mkdocs", "material", "numpy", "jinja2", "pypinyin"]


def python(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python in a process of its own, in a locale without Chinese."""
    return subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"},
    )


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_has_help_with_an_example(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    """``--help`` of a verb exits 0, shows how it is called, an example and the exit codes."""
    with pytest.raises(SystemExit) as caught:
        main([verb, "--help"])
    assert caught.value.code == 0
    output = " ".join(capsys.readouterr().out.split())
    assert f"usage: yusuan {verb}" in output
    assert f"example: yusuan {verb}" in output
    assert "3 输入被拒" in output


def test_help_names_every_verb(capsys: pytest.CaptureFixture[str]) -> None:
    """``yusuan --help`` lists the verbs, in both languages."""
    with pytest.raises(SystemExit):
        main(["--help"])
    output = capsys.readouterr().out
    assert all(f"    {verb}" in output for verb in VERBS)


def test_the_version_is_the_packages(capsys: pytest.CaptureFixture[str]) -> None:
    """``--version`` prints the version of the package."""
    with pytest.raises(SystemExit) as caught:
        main(["--version"])
    assert caught.value.code == 0
    assert capsys.readouterr().out == f"yusuan {__version__}\n"


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["eat"],
        ["ingest"],
        ["ingest", "--chek", "x"],
        ["check", "--workers", "many"],
        ["diff", "one"],
    ],
)
def test_wrong_usage_exits_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """No verb, an unknown verb or option and a missing argument exit 2 and show the usage."""
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert "usage: yusuan" in capsys.readouterr().err


def test_a_missing_file_exits_2(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A document that is not there is wrong usage, told with its path."""
    assert main(["ingest", "nowhere.txt", "--root", str(project)]) == 2
    assert "nowhere.txt" in capsys.readouterr().err


def test_a_folder_without_documents_exits_2(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder in which nothing can be read is wrong usage."""
    (project / "void").mkdir()
    assert main(["ingest", str(project / "void"), "--root", str(project)]) == 2
    assert "no document in the folder" in capsys.readouterr().err


@pytest.mark.parametrize("verb", [["check"], ["build"], ["ingest", "x.txt"]])
def test_outside_a_project_exits_2(
    verb: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Outside a project every verb that needs one says so and exits 2."""
    put(tmp_path, text_of()).rename(tmp_path / "x.txt")
    verb = [str(tmp_path / word) if word == "x.txt" else word for word in verb]
    assert main([*verb, "--root", str(tmp_path)]) == 2
    assert "not a Yusuan project" in capsys.readouterr().err


def test_a_package_that_is_not_there_exits_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """``diff`` of folders without packages tells which descriptor can't be read."""
    assert main(["diff", str(tmp_path), str(tmp_path)]) == 1
    assert "datapackage.json" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (UsageError, 2),
        (InputRefusedError, 3),
        (PackageError, 1),
        (DictionaryError, 1),
        (BuildError, 1),
    ],
)
def test_every_error_has_its_exit_code(kind: type[YusuanError], code: int) -> None:
    """Each kind of error ends the command with the code that the help explains."""
    error = kind(
        Problem(
            Bilingual("错了", "wrong"), "here", Bilingual("对", "right"), Bilingual("改", "mend")
        )
    )
    assert error.exit_code == code
    assert str(code) in EXIT_CODES
    assert str(error).split("\n") == [
        "✗ here: 错了",
        "  wrong",
        "  应为 expected: 对 / right",
        "  下一步 next: 改 / mend",
    ]


def test_ingest_says_what_became_of_each_table(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """After an ingest each table is listed with its status and its rows."""
    assert main(["ingest", str(put(project.parent, text_of())), "--root", str(project)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "  absent       0  revenue-summary" in lines
    assert "  disclosed   19  expenditure-summary" in lines
    assert [line.split()[2] for line in lines if line.startswith("  ")] == [
        *FIXED,
        "narrative-counts",
        "findings",
    ]


def test_interrupted_by_hand_it_ends_quietly(
    monkeypatch: pytest.MonkeyPatch, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Ctrl-C ends the command with the usual code and without a traceback."""

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("yusuan.ingest.work.make_package", interrupted)
    path = put(project.parent, text_of())
    assert main(["ingest", str(path), "--root", str(project)]) == 130
    assert "Traceback" not in capsys.readouterr().err


def test_a_fault_of_the_program_is_not_hidden(
    monkeypatch: pytest.MonkeyPatch, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is no mistake of the caller is the document's refusal, with its traceback."""

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("yusuan.ingest.work.make_package", broken)
    path = put(project.parent, text_of())
    assert main(["ingest", str(path), "--root", str(project)]) == 3
    assert "ZeroDivisionError" in capsys.readouterr().err


def test_the_command_starts_light() -> None:
    """Importing the command line loads none of the slow libraries."""
    code = (
        f"import sys, json, yusuan.cli; print(json.dumps([n for n in {HEAVY} if n in sys.modules]))"
    )
    done = python("-c", code)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == []


def test_help_starts_light() -> None:
    """Asking for help loads none of the slow libraries either, nor the dictionary's YAML."""
    code = (
        "import sys, yusuan.cli\n"
        "try: yusuan.cli.main(['ingest', '--help'])\n"
        f"except SystemExit: print([n for n in {[*HEAVY, 'yaml']} if n in sys.modules])"
    )
    assert python("-c", code).stdout.splitlines()[-1] == "[]"


def test_python_m_yusuan_is_the_command() -> None:
    """``python -m yusuan`` is ``yusuan``, and prints Chinese in a locale without it."""
    done = python("-m", "yusuan", "--help")
    assert done.returncode == 0
    assert "预算公开文件" in done.stdout


def test_python_m_yusuan_gives_the_exit_code(tmp_path: Path) -> None:
    """The process ends with the command's exit code and tells the fault on stderr alone."""
    path = tmp_path / "empty.txt"
    path.touch()
    (tmp_path / "datapackage").mkdir()
    (tmp_path / "mkdocs.yml").touch()
    done = python("-m", "yusuan", "ingest", str(path), "--root", str(tmp_path))
    assert done.returncode == 3
    assert done.stdout == ""
    assert "文件是空的" in done.stderr
    assert "Traceback" not in done.stderr
