"""Ingest: writes once, compares without writing, keeps what people decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import yaml

from invented import ARCHIVES, LIBRARY, changed, ingest, put, text_of, tree
from test_disclosures import expected
from yusuan.audit.rules import RULES
from yusuan.cli import main
from yusuan.decisions import load_decisions
from yusuan.errors import DictionaryError, PackageError
from yusuan.files import project_root, sha256, write_file, write_tree
from yusuan.ingest import prepare, unit_slug

if TYPE_CHECKING:
    from pathlib import Path


def run(*arguments: object) -> int:
    """Run the command ``ingest``."""
    return main(["ingest", *map(str, arguments)])


def decide(folder: Path, **content: Any) -> None:
    """Write decisions into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    text = yaml.safe_dump(content, allow_unicode=True)
    (folder / "decisions.yaml").write_text(text, encoding="utf-8")


@pytest.mark.parametrize("name", [ARCHIVES, LIBRARY])
def test_a_package_goes_to_the_units_folder(name: str, project: Path) -> None:
    """A unit that no decisions name gets its name in pinyin, the package its year and phase."""
    twin = expected(name)
    folder = ingest(project, text_of(name)).folder
    assert folder == project / "datapackage" / twin["slug"] / f"{twin['year']}-{twin['phase']}"
    assert (folder / "datapackage.json").is_file()
    assert load_decisions(folder / "decisions.yaml").unit.zh == twin["unit"]


def test_a_second_run_changes_no_byte(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same document gives the same bytes, and the second run says that nothing changed."""
    path = put(project.parent, text_of())
    assert run(path, "--root", project) == 0
    before = tree(project)
    capsys.readouterr()
    assert run(path, "--root", project) == 0
    assert ": 0 个文件有变" in capsys.readouterr().out
    assert tree(project) == before


def test_the_same_document_gives_the_same_bytes_in_another_project(tmp_path: Path) -> None:
    """No path, clock or order of files goes into a package."""
    trees = []
    for name in ("one", "two"):
        (tmp_path / name / "datapackage").mkdir(parents=True)
        trees.append(ingest(tmp_path / name, text_of()).files)
    assert trees[0] == trees[1]


def test_check_of_what_matches_passes(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """``--check`` exits 0 where what is committed is what the document gives."""
    path = put(project.parent, text_of())
    run(path, "--root", project)
    before = tree(project)
    assert run(path, "--root", project, "--check") == 0
    assert "✓" in capsys.readouterr().out
    assert tree(project) == before


@pytest.mark.parametrize(
    ("file", "old", "new", "shown"),
    [
        ("data/expenditure-summary.csv", b"562.30", b"562.31", ["-4,", "562.31", "+4,", "562.30"]),
        ("datapackage.json", b'"year": 2023', b'"year": 2024', ['- "year": 2024', '+ "year": 2023']),
        ("data/expenditure-summary.csv", b"\n", b"\r\n", ["line ends"]),
        ("README.md", b"# ", b"## ", ["README.md"]),
        ("data/staffing.csv", None, None, ["staffing.csv", "+1,posts"]),
        ("data/extra.csv", b"", b"a,b\n", ["extra.csv", "-a,b"]),
    ],
)  # fmt: skip
def test_check_of_what_differs_fails_and_shows_it(
    project: Path,
    capsys: pytest.CaptureFixture[str],
    file: str,
    old: bytes | None,
    new: bytes | None,
    shown: list[str],
) -> None:
    """``--check`` exits 1 for a change of any byte, shows which, and writes nothing."""
    folder = ingest(project, text_of()).folder
    path = folder / file
    if old is None or new is None:
        path.unlink()
    else:
        path.write_bytes(path.read_bytes().replace(old, new) if path.exists() else new)
    before = tree(project)
    assert run(project.parent / "document.txt", "--root", project, "--check") == 1
    output = capsys.readouterr().out
    assert all(word in output for word in [*shown, "differs from the document"])
    assert tree(project) == before


def test_check_of_a_package_that_is_not_there_fails(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """``--check`` of a document that was never ingested exits 1 and writes nothing."""
    path = put(project.parent, text_of())
    before = tree(project)
    assert run(path, "--root", project, "--check") == 1
    assert "datapackage.json" in capsys.readouterr().out
    assert tree(project) == before


def test_a_long_difference_is_cut(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A difference of hundreds of lines shows its head and how many more there are."""
    path = put(project.parent, text_of())
    assert run(path, "--root", project, "--check") == 1
    assert "more lines" in capsys.readouterr().out


def test_decisions_are_kept(project: Path) -> None:
    """What people wrote is never touched, and its names go into the descriptor."""
    folder = ingest(project, text_of()).folder
    decide(folder, unit={"name": {"zh": "云溪市档案馆", "en": "Yunxi Archives"}}, version="2.0.0")
    decisions = (folder / "decisions.yaml").read_bytes()
    again = ingest(project, text_of())
    assert (folder / "decisions.yaml").read_bytes() == decisions
    assert b'"unit_name_en": "Yunxi Archives"' in again.files["datapackage.json"]
    assert b'"version": "2.0.0"' in again.files["datapackage.json"]


def test_the_slug_is_the_folder_whose_decisions_name_the_unit(project: Path) -> None:
    """A unit that decisions name goes to their folder, however its name is spaced."""
    decide(
        project / "datapackage" / "archives" / "2022-budget", unit={"name": {"zh": "云溪市档案馆"}}
    )
    assert unit_slug("云溪市 档案馆", project) == "archives"
    assert ingest(project, text_of()).folder.parent.name == "archives"


def test_another_year_takes_over_the_units_names(project: Path) -> None:
    """A unit's second package starts from the decisions of its first, and stays as it was made."""
    decide(
        project / "datapackage" / "archives" / "2022-budget",
        unit={"name": {"zh": "云溪市档案馆", "en": "Yunxi Archives"}},
        publisher={"zh": "云溪市财政局", "en": "Yunxi Finance Bureau"},
        accepted_findings=[],
    )
    folder = ingest(project, text_of()).folder
    decisions = load_decisions(folder / "decisions.yaml")
    assert decisions.unit.en == "Yunxi Archives"
    assert decisions.publisher is not None
    assert run(project.parent / "document.txt", "--root", project, "--check") == 0


def test_the_slug_of_any_name_is_a_folders_name(project: Path) -> None:
    """Brackets and Latin letters in a name leave only letters, digits and hyphens."""
    assert unit_slug("云溪市（A2）档案馆", project) == "yun-xi-shi-a2-dang-an-guan"
    assert unit_slug("（）", project) == "unit"


def test_files_that_no_longer_belong_are_removed(project: Path) -> None:
    """What an earlier version wrote and this one does not is gone after the next run."""
    folder = ingest(project, text_of()).folder
    (folder / "data" / "old.csv").write_text("x")
    (folder / "old" / "deep").mkdir(parents=True)
    (folder / "old" / "deep" / "file").write_text("x")
    again = ingest(project, text_of())
    assert set(tree(folder)) == {*again.files, "decisions.yaml"}
    assert not (folder / "old").exists()


def test_broken_decisions_are_told_and_nothing_written(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Decisions that can't be used stop the run and are named."""
    folder = ingest(project, text_of()).folder
    decide(folder, unit={"name": {"zh": "云溪市档案馆"}}, unti="x")
    before = tree(project)
    capsys.readouterr()
    assert run(project.parent / "document.txt", "--root", project) == 1
    message = capsys.readouterr().err
    assert "2023-budget/decisions.yaml" in message
    assert "unti" in message
    assert tree(project) == before


@pytest.mark.parametrize(
    "content",
    [
        "[",
        "just words",
        "unit: 云溪市档案馆",
        "unit: {name: {en: x}}",
        "{unit: {name: {zh: 甲}}, accepted_findings: [x]}",
        "{unit: {name: {zh: 甲}}, accepted_findings: [{finding: a}]}",
        "{unit: {name: {zh: 甲}}, accepted_findings: [{finding: a, reason: {zh: ''}, date: 2023-01-01}]}",
        "{unit: {name: {zh: 甲}}, accepted_findings: [{finding: a, reason: {zh: 乙}, date: yesterday}]}",
        "{unit: {name: {zh: 甲}}, accepted: []}",
    ],
)
def test_malformed_decisions_are_refused(tmp_path: Path, content: str) -> None:
    """Decisions without a unit, with an unknown key or an acceptance without reason are refused."""
    path = tmp_path / "decisions.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(DictionaryError, match=r"decisions\.yaml"):
        load_decisions(path)


def test_a_package_that_cannot_be_read_is_not_overwritten(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where the standing descriptor is broken, the run stops and says how to go on."""
    folder = ingest(project, text_of()).folder
    (folder / "datapackage.json").write_text("{")
    capsys.readouterr()
    with pytest.raises(PackageError, match=r"2023-budget/datapackage\.json"):
        prepare(project.parent / "document.txt", project)
    assert run(project.parent / "document.txt", "--root", project) == 1
    assert "--replace" in capsys.readouterr().err
    assert run(project.parent / "document.txt", "--root", project, "--replace") == 0


def test_a_changed_document_changes_only_what_differs(project: Path) -> None:
    """A digit in one table changes that table, the descriptor and the README, and nothing else."""
    first = ingest(project, text_of())
    text = changed("扫描总量\t\t三百万页", "扫描总量\t\t四百万页")
    second = prepare(put(project.parent, text), project, replace=True)
    differing = {name for name in first.files if first.files[name] != second.files[name]}
    assert differing == {"data/project-targets.csv", "datapackage.json", "README.md"}


def test_a_file_that_is_the_same_is_left_alone(tmp_path: Path) -> None:
    """A file is written only when its bytes change."""
    path = tmp_path / "a" / "b.txt"
    assert write_file(path, b"x") is True
    before = path.stat().st_mtime_ns
    assert write_file(path, b"x") is False
    assert path.stat().st_mtime_ns == before
    assert write_file(path, b"y") is True
    assert path.read_bytes() == b"y"


@pytest.mark.parametrize("fails_in", ["fdopen", "replace"])
def test_a_failing_write_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails_in: str
) -> None:
    """If the disk fails at any moment the old file stays whole and nothing else is left."""
    path = tmp_path / "a.txt"
    write_file(path, b"old")

    def fail(*_: object, **__: object) -> None:
        raise OSError("no space left")

    if fails_in == "fdopen":
        monkeypatch.setattr("os.fdopen", fail)
    else:
        monkeypatch.setattr("pathlib.Path.replace", fail)
    with pytest.raises(OSError, match="no space left"):
        write_file(path, b"new")
    monkeypatch.undo()
    assert tree(tmp_path) == {"a.txt": b"old"}


def test_a_tree_holds_exactly_the_files_given(tmp_path: Path) -> None:
    """A tree is brought to the given files; it says what was written or removed."""
    write_tree(tmp_path, {"a": b"1", "b/c": b"2"})
    (tmp_path / "kept").write_bytes(b"k")
    changed_names = write_tree(tmp_path, {"a": b"1", "d": b"3"}, keep=frozenset({"kept"}))
    assert changed_names == ["b/c", "d"]
    assert tree(tmp_path) == {"a": b"1", "d": b"3", "kept": b"k"}


def test_the_project_is_found_from_below(project: Path) -> None:
    """From any folder of a project its root is found."""
    assert project_root(project / "datapackage" / "classification") == project.resolve()


def test_a_folder_outside_a_project_is_wrong_usage(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Outside a project the command exits 2 and says what a project is."""
    path = put(tmp_path, text_of())
    assert run(path, "--root", tmp_path) == 2
    assert "mkdocs.yml" in capsys.readouterr().err


def test_hashes_are_sha256() -> None:
    """The hash of nothing is the one that everyone knows."""
    assert sha256(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_a_check_that_fails_is_no_finding_of_the_document(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An exception inside a check ends ``ingest`` as a named fault of the program; nothing is written."""

    def broken(*_: object) -> None:
        raise ZeroDivisionError("inside a check")

    monkeypatch.setitem(RULES, "tree-sum", broken)
    before = tree(project)
    path = put(project.parent, text_of())
    assert main(["ingest", str(path), "--root", str(project)]) == 1
    assert tree(project) == before
    shown = capsys.readouterr()
    told = shown.out + shown.err
    assert "failed in the check revenue-expenditure-summary/hierarchy" in told
    assert "no fault of the data" in told
    assert "ZeroDivisionError: inside a check" in told
