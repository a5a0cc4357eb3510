"""The mutation score: what it counts, what it leaves unseen, and that it falls with the audit."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from test_audit_narrative import said
from trials import made
from yusuan.audit import audit_package
from yusuan.dictionary import table_kinds
from yusuan.package.load import Resource, load_package

if TYPE_CHECKING:
    from types import ModuleType

    from yusuan.package.load import Package

ROOT = Path(__file__).parents[1]


def load() -> ModuleType:
    """Import the script, which lies in no package."""
    spec = importlib.util.spec_from_file_location("mutate", ROOT / "benchmarks" / "mutate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["mutate"] = module
    spec.loader.exec_module(module)
    return module


mutate: Any = load()
EXPENDITURE, NARRATIVE = "expenditure-summary", "narrative-amounts"


def _row(code: str | None, total: str, basic: str, project: str) -> dict[str, Any]:
    return {
        "code": code,
        "name": "合计" if code is None else {"205": "教育支出", "208": "社会保障和就业支出"}[code],
        "role": "total" if code is None else "item",
        "level": None if code is None else 1,
        "parent_row": None if code is None else 1,
        "total": total,
        "basic": basic,
        "project_expenditure": project,
    }


@pytest.fixture
def package() -> Package:
    """A table that adds up both ways, a sentence on its total, and one that nothing checks.

    Its digits: 33 in the table, 4 in ``30.00`` of the first sentence, 3 in ``5.00`` of the other.
    """
    return made(
        {
            EXPENDITURE: [
                _row(None, "30.00", "12.00", "18.00"),
                _row("205", "10.00", "4.00", "6.00"),
                _row("208", "20.00", "8.00", "12.00"),
            ],
            NARRATIVE: [said("支出总计", "30.00"), said("占有使用国有资产", "5.00", year=2022)],
        }
    )


def test_a_digit_is_changed_at_every_position() -> None:
    """Each position gets another digit, the sign and the number of decimals stay."""
    changed = [str(value) for value in mutate.other_digits(Decimal("-19.05"))]
    assert changed == ["-29.05", "-10.05", "-19.15", "-19.06"]
    assert [str(value) for value in mutate.other_digits(Decimal("0.00"))] == ["0.01"]


def test_the_score_counts_each_kind_of_change_by_resource(package: Package) -> None:
    """Digits, points, signs, rows and columns are made and caught as counted by hand."""
    assert audit_package(package).findings == []
    found = mutate.score(package)
    counts = {key: (one.made, one.caught) for key, one in found.items()}
    assert counts == {
        (EXPENDITURE, "digit"): (33, 33),
        (EXPENDITURE, "point"): (9, 9),
        (EXPENDITURE, "sign"): (9, 9),
        # a total that is lost leaves no sum behind it, but the sentence has no table then
        (EXPENDITURE, "row"): (3, 2),
        # basic and project expenditure changed for each other add up as before
        (EXPENDITURE, "columns"): (3, 2),
        (NARRATIVE, "digit"): (7, 4),
        (NARRATIVE, "point"): (2, 1),
        (NARRATIVE, "sign"): (2, 1),
        (NARRATIVE, "row"): (2, 0),
    }


def test_cells_that_nothing_guards_are_named(package: Package) -> None:
    """A cell of which no digit is caught is unseen, and ``Audit.guarded`` agrees."""
    found = mutate.score(package)
    assert found[EXPENDITURE, "digit"].unseen == []
    assert found[NARRATIVE, "digit"].unseen == [f"{NARRATIVE}/2/amount"]
    assert found[NARRATIVE, "digit"].cells == 2
    guarded = audit_package(package).guarded
    assert (NARRATIVE, 1, "amount") in guarded
    assert (NARRATIVE, 2, "amount") not in guarded
    assert {(EXPENDITURE, row, "basic") for row in (1, 2, 3)} <= guarded


@pytest.mark.parametrize(
    ("resource", "removed", "digits"),
    [
        (NARRATIVE, {"tables"}, 33),
        (EXPENDITURE, {"parts"}, 37),
        (EXPENDITURE, {"parts", "hierarchy"}, 8),
    ],
)
def test_without_an_identity_the_score_falls(
    resource: str,
    removed: set[str],
    digits: int,
    package: Package,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The gate can fail: what only one identity guards is not caught without it."""
    kind = table_kinds()[resource]
    fewer = replace(kind, identities=tuple(i for i in kind.identities if i.name not in removed))
    kinds = {**table_kinds(), resource: fewer}
    assert len(fewer.identities) == len(kind.identities) - len(removed)
    monkeypatch.setattr("yusuan.audit.table_kinds", lambda: kinds)
    found = mutate.score(package)
    own = mutate.together([one for (_, change), one in found.items() if change == "digit"])
    assert (own.made, own.caught) == (40, digits)


def test_findings_that_a_package_has_are_not_taken_for_caught(package: Package) -> None:
    """Only what an audit says more, or less, than of the package itself is caught."""
    rows = [*package.resources[NARRATIVE].rows]
    rows[0] = {**rows[0], "amount": Decimal("31.00")}
    wrong = replace(
        package,
        resources={
            **package.resources,
            NARRATIVE: Resource(package.resources[NARRATIVE].descriptor, rows),
        },
    )
    assert len(audit_package(wrong).findings) == 1
    assert mutate.score(wrong)[NARRATIVE, "digit"].unseen == [f"{NARRATIVE}/2/amount"]


@pytest.mark.parametrize("sample", [1, 7, 20, 69, 70, 1000])
def test_a_sample_is_a_part_of_all_the_changes_and_the_same_each_time(
    sample: int, package: Package
) -> None:
    """At most so many are made, spread over all; from all of them on, the sample is the whole."""
    found = mutate.score(package, sample)
    assert found == mutate.score(package, sample)
    whole = mutate.score(package)
    every = mutate.together(list(whole.values())).made
    made_of = mutate.together(list(found.values())).made
    assert 0 < made_of <= sample
    assert made_of >= min(sample, every) / 2
    assert (found == whole) == (sample >= every)


@pytest.mark.parametrize(
    ("least", "share", "code"),
    [
        ("0.99", Fraction(99, 100), 0),
        ("0.99", Fraction(989, 1000), 1),
        ("1", Fraction(999, 1000), 1),
        ("1", Fraction(1), 0),
        (None, Fraction(0), 0),
    ],
)
def test_less_than_the_least_share_of_digits_fails(
    least: str | None,
    share: Fraction,
    code: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """``--least`` is compared exactly with the digits' share; other kinds of change don't count."""
    digits = mutate.Score(share.denominator, share.numerator, 1, ["x/1/amount"])
    rows = mutate.Score(10, 0)
    monkeypatch.setattr(mutate, "load_package", lambda folder: folder)
    monkeypatch.setattr(mutate, "score", lambda *_: {("x", "digit"): digits, ("x", "row"): rows})
    (tmp_path / "datapackage.json").touch()
    options = [] if least is None else ["--least", least]
    assert mutate.main([str(tmp_path), *options]) == code
    shown = capsys.readouterr().out
    assert f"digits caught {share.numerator} of {share.denominator}" in shown
    assert "guarded by nothing 1: x/1/amount" in shown
    assert "0/10 0.0%" in shown


def test_the_worst_of_several_packages_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A package below the least share fails the run, however well the others do."""
    shares = {"a": mutate.Score(100, 100), "b": mutate.Score(100, 90)}
    for name in shares:
        (tmp_path / name / "2023-budget").mkdir(parents=True)
    monkeypatch.setattr(mutate, "load_package", lambda folder: folder)
    monkeypatch.setattr(mutate, "score", lambda f, *_: {("x", "digit"): shares[f.parent.name]})
    assert mutate.main([str(tmp_path), "--least", "0.9"]) == 0
    assert mutate.main([str(tmp_path), "--least", "0.95"]) == 1
    assert mutate.main([str(tmp_path), "--least", "0.95", "--most", "1"]) == 0


def test_nothing_to_score_exits_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder without packages, and a package that can't be read, are no success."""
    assert mutate.main([str(tmp_path)]) == 2
    assert "no package" in capsys.readouterr().err
    (tmp_path / "datapackage.json").write_text("{")
    assert mutate.main([str(tmp_path)]) == 2
    assert "datapackage.json" in capsys.readouterr().err


@pytest.mark.documents
def test_nearly_every_digit_of_the_real_document_is_caught(documents: Path) -> None:
    """Of four hundred changes spread over the Wuhan package at least 99 % of digits are caught.

    The sample keeps the test short and is the same each time; ``make mutate`` makes them all.
    """
    assert documents
    package = load_package(ROOT / "datapackage" / "wuhan-information-center" / "2022-budget")
    found = mutate.score(package, 400)
    digits = mutate.together([one for (_, change), one in found.items() if change == "digit"])
    assert digits.made > 200
    assert len({name for name, change in found if change == "digit"}) >= 10
    assert digits.share >= Fraction(99, 100), digits.unseen
    missed = {name for (name, change), one in found.items() if change == "digit" and one.share < 1}
    assert missed <= {NARRATIVE}
