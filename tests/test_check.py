"""Check: a whole package passes, a broken one is named with its file, findings need acceptance."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from invented import (
    IDENTITY,
    LANDLINE,
    MOBILE,
    accept,
    changed,
    findings_of,
    ingest,
    tree,
)
from yusuan.audit.rules import RULES
from yusuan.check import check_package, check_project
from yusuan.cli import main
from yusuan.files import sha256

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SLUG = "yun-xi-shi-dang-an-guan/2023-budget"
CSV = "data/expenditure-summary.csv"


def run(folder: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """Run ``yusuan check`` on the project of a package; nothing may be written."""
    before = tree(folder.parents[2])
    code = main(["check", "--root", str(folder.parents[2])])
    assert tree(folder.parents[2]) == before
    shown = capsys.readouterr()
    assert "Traceback" not in shown.err
    return code, shown.out + shown.err


def edit(folder: Path, file: str, old: bytes, new: bytes, *, mend: bool = False) -> None:
    """Replace bytes in a file; ``mend`` makes its hash and size right again."""
    data = (folder / file).read_bytes()
    assert old in data
    (folder / file).write_bytes(data.replace(old, new, 1))
    if mend:
        remake(folder, lambda descriptor: _mend(folder, descriptor))


def remake(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Change the descriptor."""
    path = folder / "datapackage.json"
    descriptor = json.loads(path.read_text(encoding="utf-8"))
    change(descriptor)
    path.write_text(json.dumps(descriptor, ensure_ascii=False), encoding="utf-8")


def _mend(folder: Path, descriptor: dict[str, Any]) -> None:
    for resource in descriptor["resources"]:
        data = (folder / resource["path"]).read_bytes()
        resource |= {"hash": f"sha256:{sha256(data)}", "bytes": len(data)}


def test_a_whole_package_passes(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A package that is whole and adds up exits 0 and says how many identities were tried."""
    code, output = run(package, capsys)
    assert code == 0
    assert f"✓ {SLUG}" in output
    assert "✓ datapackage/classification" in output
    assert "tried" in output


def _lose_row(folder: Path) -> None:
    path = folder / "data" / "staffing.csv"
    path.write_bytes(b"\n".join(path.read_bytes().split(b"\n")[:-2]) + b"\n")
    remake(folder, lambda descriptor: _mend(folder, descriptor))


BROKEN: dict[str, tuple[Callable[[Path], object], list[str]]] = {
    "a digit changed": (lambda f: edit(f, CSV, b"562.30", b"562.31"), [CSV]),
    "a digit changed, hash mended": (
        lambda f: edit(f, CSV, b"562.30", b"572.30", mend=True),
        ["expenditure-summary/hierarchy/201/basic", "conflict", "line=77"],
    ),
    "a row lost, hash mended": (
        _lose_row,
        ["staffing has 8 rows", "9 as described"],
    ),
    "a column missing": (lambda f: edit(f, CSV, b"row,code,name", b"row,name", mend=True), [CSV]),
    "a cell missing": (lambda f: edit(f, CSV, b"1086.40,786.40", b"1086.40", mend=True), [CSV]),
    "a bad hash": (
        lambda f: remake(f, lambda d: d["resources"][2].update(hash="sha256:" + "0" * 64)),
        [CSV],
    ),
    "a bad size": (lambda f: remake(f, lambda d: d["resources"][2].update(bytes=1)), [CSV]),
    "a missing resource": (
        lambda f: remake(f, lambda d: d["resources"].pop(6)),
        [SLUG, "three-public-expenses"],
    ),
    "an empty package": (lambda f: remake(f, lambda d: d["resources"].clear()), [SLUG, "tables missing"]),
    "no list of resources": (lambda f: remake(f, lambda d: d.pop("resources")), ["datapackage.json"]),
    "invalid JSON": (lambda f: (f / "datapackage.json").write_text("{"), ["datapackage.json"]),
    "JSON that is no object": (lambda f: (f / "datapackage.json").write_text("[]"), ["datapackage.json"]),
    "no descriptor": (lambda f: (f / "datapackage.json").unlink(), ["datapackage.json"]),
    "a missing file": (lambda f: (f / CSV).unlink(), [CSV]),
    "a file that is no text": (lambda f: (f / CSV).write_bytes(b"\xff\xfe\x00"), [CSV]),
    "an empty file": (lambda f: (f / CSV).write_bytes(b""), [CSV]),
    "a word for an amount": (lambda f: edit(f, CSV, b"562.30", b"viel", mend=True), [CSV]),
    "a required value missing": (lambda f: edit(f, CSV, ",档案馆,".encode(), b",,", mend=True), [CSV]),
    "a code that is none": (lambda f: edit(f, CSV, b",2012604,", b",2012605,", mend=True), [CSV]),
    "a row twice": (lambda f: edit(f, CSV, b"\n4,", b"\n3,", mend=True), [CSV]),
    "a value outside its list": (lambda f: edit(f, CSV, b",item,", b",thing,", mend=True), [CSV]),
    "a code renamed": (
        lambda f: edit(f, "data/function-classification.csv", ",档案馆,".encode(), ",档案局,".encode(), mend=True),
        ["function-classification.csv", "2012604", "differs from the reference"],
    ),
    "no decisions": (lambda f: (f / "decisions.yaml").unlink(), ["decisions.yaml"]),
    "broken decisions": (lambda f: (f / "decisions.yaml").write_text("["), ["decisions.yaml"]),
    "a mobile number": (lambda f: _plant(f, MOBILE), ["projects.csv", "telephone"]),
    "a landline number": (lambda f: _plant(f, LANDLINE), ["projects.csv", "telephone"]),
    "an identity number": (lambda f: _plant(f, IDENTITY), ["projects.csv", "telephone"]),
}  # fmt: skip


def _plant(folder: Path, number: str) -> None:
    edit(
        folder,
        "data/projects.csv",
        ",云溪市文渊路 8 号,".encode(),
        f",文渊路 {number},".encode(),
        mend=True,
    )


@pytest.mark.parametrize("fault", BROKEN)
def test_a_broken_package_fails_and_is_named(
    fault: str, package: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever breaks a package, ``check`` exits 1 and names the package and the file."""
    breaking, named = BROKEN[fault]
    breaking(package)
    code, output = run(package, capsys)
    assert code == 1
    assert f"✗ {SLUG}" in output
    for word in named:
        assert word in output, f"{word!r} is not in\n{output}"


def test_the_other_packages_are_still_checked(
    package: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One broken package does not hide another that is whole."""
    other = package.parent / "2022-budget"
    other.mkdir()
    (other / "datapackage.json").write_text("{")
    code, output = run(package, capsys)
    assert code == 1
    assert "✗ yun-xi-shi-dang-an-guan/2022-budget" in output
    assert f"✓ {SLUG}" in output


def test_a_broken_classification_fails(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The reference package is checked as the others are."""
    root = package.parents[2]
    path = root / "datapackage" / "classification" / "data" / "function-classification.csv"
    path.write_bytes(path.read_bytes().replace(b"201,,1", b"201,,9", 1))
    code, output = run(package, capsys)
    assert code == 1
    assert "✗ datapackage/classification" in output


def test_a_project_without_packages_fails(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing to check is an error, so that a lost folder is not taken for success."""
    assert main(["check", "--root", str(project)]) == 1
    assert "no package at all" in capsys.readouterr().out


@pytest.fixture
def rounded(project: Path) -> Path:
    """A package with two findings that no one accepted: 302 against its groups."""
    text = changed("30201\t办公费\t45.25\t0.00\t45.25", "30201\t办公费\t45.26\t0.00\t45.26")
    folder = ingest(project, text).folder
    accept(folder, *findings_of())
    return folder


FINDINGS = [
    f"basic-expenditure-by-economic-class/hierarchy/302/{name}" for name in ("total", "operating")
]


def test_an_open_finding_fails_and_is_told(
    rounded: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A finding that no one accepted exits 1, with both numbers, the place and what to do."""
    code, output = run(rounded, capsys)
    assert code == 1
    for name in FINDINGS:
        assert f"✗ [rounding, 未接受 open] {name}" in output
    assert "130.50 万元" in output
    assert "130.51 万元" in output
    assert "decisions.yaml" in output
    assert [trial.name for trial in check_package(rounded).open_findings] == FINDINGS


def test_an_accepted_finding_passes_and_is_still_told(
    rounded: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A finding accepted with reason and date no longer fails, and is shown as accepted."""
    accept(rounded, *findings_of(), *FINDINGS)
    code, output = run(rounded, capsys)
    assert code == 0
    assert "已接受 accepted 2023-05-01" in output


def test_one_accepted_finding_does_not_accept_another(
    rounded: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Acceptance is by name."""
    accept(rounded, *findings_of(), FINDINGS[0])
    assert run(rounded, capsys)[0] == 1


def test_an_acceptance_that_no_longer_occurs_is_told(
    package: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An accepted finding that is gone is pointed out and does not fail."""
    accept(package, *findings_of(), FINDINGS[0])
    code, output = run(package, capsys)
    assert code == 0
    assert f"no longer found: {FINDINGS[0]}" in output
    assert check_package(package).stale == [FINDINGS[0]]


def test_a_broken_package_is_not_audited(package: Path) -> None:
    """Numbers that can't be trusted are not compared: the fault is told, not its consequences."""
    edit(package, CSV, b"562.30", b"572.30")
    checked = check_package(package)
    assert checked.problems
    assert checked.audit.trials == ()
    assert not checked.passed


def test_workers_find_what_one_finds(package: Path) -> None:
    """Checked in parallel the packages come in the same order with the same findings."""
    root = package.parents[2]
    for year in ("2021", "2022"):
        (package.parent / f"{year}-budget").mkdir()
    one = [(c.slug, c.passed, len(c.problems)) for c in check_project(root)]
    two = [(c.slug, c.passed, len(c.problems)) for c in check_project(root, workers=2)]
    assert one == two
    assert len(one) == 4


FINDINGS_CSV = "data/findings.csv"
EDITS: dict[str, tuple[bytes, bytes]] = {
    "another severity": (b",rounding,", b",conflict,"),
    "another printed figure": (b",130.50,130.51,", b",130.51,130.51,"),
    "another difference": (b",-0.01,", b",-0.02,"),
    "another tolerance": (b",0.03,", b",0.3,"),
    "another place": (b",line=169,", b",line=168,"),
    "another name": (b"/hierarchy/302/total,", b"/hierarchy/301/total,"),
    "another message": ("核对得".encode(), "应为".encode()),
    "another message in English": (b"worked out", b"should be"),
}


@pytest.mark.parametrize("edited", EDITS)
def test_findings_that_were_edited_are_found(
    edited: str, rounded: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever is changed in ``findings.csv``, with its hash mended, the audit says otherwise."""
    accept(rounded, *findings_of(), *FINDINGS)
    assert check_package(rounded).passed
    edit(rounded, FINDINGS_CSV, *EDITS[edited], mend=True)
    code, output = run(rounded, capsys)
    assert code == 1
    assert f"{SLUG}/{FINDINGS_CSV}" in output
    assert "not those of its numbers" in output
    assert "302/total" in output


def test_a_finding_that_was_removed_is_found(
    rounded: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A row taken out of ``findings.csv``, and the row count mended, is missed."""
    accept(rounded, *findings_of(), *FINDINGS)
    path = rounded / FINDINGS_CSV
    rows = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(rows[:-1]))
    remake(rounded, lambda descriptor: _mend(rounded, descriptor))
    remake(rounded, lambda descriptor: _rows_of(descriptor, "findings", len(rows) - 2))
    code, output = run(rounded, capsys)
    assert code == 1
    assert "not those of its numbers: project-expenditure/announced/-/status" in output


def test_findings_that_were_removed_as_a_whole_are_found(
    rounded: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A package without its resource of findings does not pass for one without findings."""
    accept(rounded, *findings_of(), *FINDINGS)
    remake(
        rounded,
        lambda d: d.update(resources=[r for r in d["resources"] if r["name"] != "findings"]),
    )
    (rounded / FINDINGS_CSV).unlink()
    code, output = run(rounded, capsys)
    assert code == 1
    assert f"{SLUG}/{FINDINGS_CSV}" in output


def test_a_number_that_was_mended_leaves_findings_that_are_not_its_own(rounded: Path) -> None:
    """A figure edited so that it adds up, hash and all, is told by the findings left behind."""
    accept(rounded, *findings_of(), *FINDINGS)
    csv = "data/basic-expenditure-by-economic-class.csv"
    edit(rounded, csv, b"45.26,0.00,45.26", b"45.25,0.00,45.25", mend=True)
    (problem,) = check_package(rounded).problems
    assert "302/operating" in problem.what.en


def _rows_of(descriptor: dict[str, Any], name: str, count: int) -> None:
    (resource,) = [item for item in descriptor["resources"] if item["name"] == name]
    resource["rows"] = count


def test_a_check_that_fails_is_named_and_is_no_finding(
    package: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An exception inside a check is told as a fault of the program, with the check's name."""

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setitem(RULES, "tree-sum", broken)
    checked = check_package(package)
    assert not checked.passed
    assert checked.open_findings == []
    (problem,) = checked.problems
    assert "failed in the check revenue-expenditure-summary/hierarchy" in problem.what.en
    assert "no fault of the data" in problem.what.en
    code, output = run(package, capsys)
    assert code == 1
    assert "程序在核对" in output
    assert "rounding, 未接受" not in output


def test_a_fault_of_the_program_is_no_finding(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An exception in the audit comes out of ``check``; it is not told about the package."""

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("yusuan.check.audit_package", broken)
    with pytest.raises(ZeroDivisionError):
        check_package(package)
