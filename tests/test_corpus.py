"""The score over a folder of documents: it may only rise, and says in what it fell."""

from __future__ import annotations

import importlib.util
import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from invented import LIBRARY, text_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

ROOT = Path(__file__).parents[1]


def load() -> ModuleType:
    """Import the script, which lies in no package."""
    spec = importlib.util.spec_from_file_location("corpus", ROOT / "benchmarks" / "corpus.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["corpus"] = module
    spec.loader.exec_module(module)
    return module


corpus: Any = load()
GOOD = corpus.Score(
    read=1, listed=9, found=8, tables=10, amounts=100, tried=50, held=40, findings={"conflict": 10}
)


@pytest.fixture
def scores(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The scores that the next run comes to, which a test may change."""
    found: dict[str, Any] = {"a.txt": GOOD, "b.txt": GOOD, "c.txt": corpus.Score(refused=1)}
    monkeypatch.setattr(corpus, "run", lambda *_: dict(found))
    return found


def run(folder: Path, *more: str) -> int:
    """Run the script over a folder with the baseline beside it."""
    base = str(folder.parent / "base.json")
    code: int = corpus.main([str(folder), "--baseline", base, "--workers", "1", *more])
    return code


def test_the_score_is_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Documents by verdict, tables, amounts, identities, findings and speed are printed."""
    folder = tmp_path / "in"
    folder.mkdir()
    for name, text in (("a", text_of()), ("b", text_of(LIBRARY)), ("c", "通知，没有表格。")):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    assert run(folder, "--update", "--report", str(tmp_path / "report.json")) == 0
    output = capsys.readouterr().out
    assert "documents 3: read 2, suspect 0, refused 1" in output
    for words in ("tables listed", "amounts 2", "identities tried", "not understood 0", "findings"):
        assert words in output
    assert "seconds a page null" in output
    assert len(json.loads((tmp_path / "report.json").read_text("utf-8"))) == 3
    assert run(folder) == 0


def test_without_a_baseline_there_is_nothing_to_compare(
    tmp_path: Path, scores: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    """The first run asks for a baseline, whatever the score, and fails until there is one."""
    folder = tmp_path / "in"
    scores["d.txt"] = replace(GOOD, read=0, suspect=1)
    assert run(folder) == 2
    assert "UPDATE=1" in capsys.readouterr().out
    assert run(folder, "--update") == 0
    assert run(folder) == 0


def test_a_fall_fails_and_names_the_document(
    tmp_path: Path, scores: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    """A document that is no longer read fails the run, and ``--update`` keeps the baseline."""
    folder = tmp_path / "in"
    run(folder, "--update")
    before = (tmp_path / "base.json").read_bytes()
    scores["b.txt"] = corpus.Score(refused=1)
    assert run(folder) == 1
    output = capsys.readouterr().out
    assert "read: 2 -> 1, may only rise" in output
    assert "  b.txt: read -> refused" in output
    assert run(folder, "--update") == 1
    assert (tmp_path / "base.json").read_bytes() == before


def test_a_rise_is_told_and_kept_when_asked(
    tmp_path: Path, scores: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    """A better score passes; the baseline rises only with ``--update``."""
    folder, base = tmp_path / "in", tmp_path / "base.json"
    run(folder, "--update")
    before = base.read_bytes()
    scores["d.txt"] = GOOD
    assert run(folder) == 0
    assert "d.txt: new" in capsys.readouterr().out
    assert base.read_bytes() == before
    assert run(folder, "--update") == 0
    assert json.loads(base.read_text("utf-8"))["total"]["read"] == 3


def test_a_document_that_is_none_must_stay_refused(
    tmp_path: Path, scores: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    """Reading what the baseline says is no disclosure is a fall, though more was read."""
    folder, base = tmp_path / "in", tmp_path / "base.json"
    run(folder, "--update")
    content = json.loads(base.read_text("utf-8")) | {"refuse": ["c.txt"]}
    base.write_text(json.dumps(content), encoding="utf-8")
    assert run(folder, "--update") == 0
    assert json.loads(base.read_text("utf-8"))["refuse"] == ["c.txt"]
    scores["c.txt"] = GOOD
    assert run(folder) == 1
    assert "c.txt: read, must be refused" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda s: replace(s, read=0, refused=1), "read: 1 -> 0"),
        (lambda s: replace(s, found=7), "found: 8 -> 7"),
        (lambda s: replace(s, tables=9), "tables: 10 -> 9"),
        (lambda s: replace(s, amounts=99), "amounts: 100 -> 99"),
        (lambda s: replace(s, held=39), "40/50 -> 39/50"),
        (lambda s: replace(s, tried=51), "40/50 -> 40/51"),
        (lambda s: replace(s, suspect=1), "suspect: 0 -> 1"),
    ],
)
def test_each_figure_that_falls_is_said(change: Callable[[Any], Any], said: str) -> None:
    """Every figure that may only rise, and the doubts that may only fall, are watched."""
    before = {"a": GOOD}
    lines = corpus.worse({"a": change(GOOD)}, before, [])
    assert any(said in line for line in lines)
    assert corpus.worse(before, {"a": change(GOOD)}, []) == []


def test_no_change_is_not_worse() -> None:
    """The same score is neither worse nor a change; more tried in the same part is neither."""
    assert corpus.worse({"a": GOOD}, {"a": GOOD}, []) == []
    assert corpus.changes({"a": GOOD}, {"a": GOOD}) == []
    assert corpus.worse({"a": replace(GOOD, tried=100, held=80)}, {"a": GOOD}, []) == []


def test_an_empty_folder_is_no_success(tmp_path: Path) -> None:
    """Without documents there is no score."""
    assert run(tmp_path) == 2


def test_the_committed_baseline_is_whole(root: Path) -> None:
    """The baseline's total is the sum of its documents, and every document to refuse is in it."""
    scores, refuse = corpus.load(root / "tests" / "corpus-baseline.json")
    content = json.loads((root / "tests" / "corpus-baseline.json").read_text("utf-8"))
    assert corpus.Score(**content["total"]) == corpus.total(scores)
    assert refuse
    assert all(scores[name].refused for name in refuse)
