"""The audit over several packages: a year against the year before, a unit in its department."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from invented import accept, ingest
from test_audit_document import text_of
from test_audit_narrative import change
from trials import Tables, made
from yusuan.audit.across import Packages, audit_across
from yusuan.check import check_package, check_project
from yusuan.dictionary import checks
from yusuan.errors import CheckFailedError

if TYPE_CHECKING:
    from yusuan.package.load import Package

GENERAL, PUBLIC = "general-public-budget-expenditure", "three-public-expenses"
UNIT = "云溪市档案馆"


def item(total: str, period: str | None = None) -> dict[str, Any]:
    """A row of a code in a table of expenditure."""
    return {"code": "205", "role": "item", "total": total, "period": period}


def measure(name: str, amount: str, period: str | None = None) -> dict[str, Any]:
    """A row of the three public expenses."""
    return {"measure": name, "amount": amount, "period": period}


#: Package by folder: year, phase, scope, unit and tables.
PACKAGES: dict[str, tuple[int, str, str, str, Tables]] = {
    "archives/2023-budget": (
        2023,
        "budget",
        "unit",
        UNIT,
        {
            GENERAL: [item("10.00"), item("9.00", "2022年预算数"), item("8.50", "上年决算数")],
            PUBLIC: [
                measure("abroad", "2.00"),
                measure("abroad", "1.00", "上年预算数"),
                measure("reception", "3.00", "2022年"),
            ],
            "year-on-year-changes": [
                change("教育（项）", "10.00", "1.00", None, function_code="205", previous_amount="9.00", previous_basis="change"),
                change("教育总计", "99.00", "1.00", None, function_code="205", previous_amount="98.00", previous_basis="change"),
            ],
            "expenditure-summary": [{"role": "total", "total": "50.00", "period": None}],
        },
    ),
    "archives/2022-budget": (
        2022,
        "budget",
        "unit",
        UNIT,
        {
            GENERAL: [item("9.00")],
            PUBLIC: [measure("abroad", "1.00"), measure("reception", "3.00", "2022年预算数")],
        },
    ),
    "archives/2022-final": (
        2022,
        "final",
        "unit",
        UNIT,
        {GENERAL: [item("8.50"), item("9.00", "年初预算数")]},
    ),
    "bureau/2023-budget": (
        2023,
        "budget",
        "department",
        "云溪市档案局",
        {
            "revenue-summary": [
                {"unit_name": "云溪市档案馆", "code": None, "total": "50.00", "period": None},
                {"unit_name": "云溪市档案馆分馆", "code": None, "total": "7.00", "period": None},
            ]
        },
    ),
}  # fmt: skip
OWN, EARLIER = "archives/2023-budget", "archives/2022-budget"
FINAL, BUREAU = "archives/2022-final", "bureau/2023-budget"


@pytest.fixture
def packages(monkeypatch: pytest.MonkeyPatch) -> dict[str, Package]:
    """The packages by folder, as the audit loads them."""
    found = {}
    for folder, (year, phase, scope, unit, tables) in PACKAGES.items():
        about = {"year": year, "phase": phase, "scope": scope, "unit_name": unit}
        found[folder] = replace(made(tables), folder=Path(folder), descriptor=about)
    monkeypatch.setattr("yusuan.audit.across.load_package", lambda f: found[f.as_posix()])
    return found


def addresses(packages: dict[str, Package]) -> Packages:
    """Where these packages are."""
    by_address = {
        (str(p.descriptor["unit_name"]), p.descriptor["year"], str(p.descriptor["phase"])): p.folder
        for p in packages.values()
    }
    return Packages(by_address, {(2023, "budget"): (Path(BUREAU),)})


def outcomes(packages: dict[str, Package], folder: str) -> dict[str, str]:
    """What came of each trial of a package against the others, by name."""
    trials = audit_across(packages[folder], addresses(packages))
    assert len({trial.name for trial in trials}) == len(trials)
    return {trial.name: str(trial.outcome) for trial in trials}


HELD = {
    OWN: [
        f"{GENERAL}/last-year-budget/205-2022年预算数/total",
        f"{GENERAL}/last-year-final/205-上年决算数/total",
        f"{PUBLIC}/last-year-three-public/reception-2022年/amount",
        f"{PUBLIC}/last-year-three-public-alone/abroad-上年预算数/amount",
        "year-on-year-changes/last-year-stated/205/previous_amount",
        "expenditure-summary/in-department/total/total",
    ],
    FINAL: [f"{GENERAL}/initial-budget/205-年初预算数/total"],
    EARLIER: [],
    BUREAU: [],
}


@pytest.mark.parametrize("folder", HELD)
def test_packages_that_agree_hold(folder: str, packages: dict[str, Package]) -> None:
    """Every figure that another package prints too is compared with it, and no other is."""
    assert outcomes(packages, folder) == dict.fromkeys(HELD[folder], "held")


def test_every_identity_across_packages_has_a_case() -> None:
    """An identity that is added is tried here the day it is added."""
    tried = {name.split("/")[1] for names in HELD.values() for name in names}
    assert tried == {identity.name for identity in checks().across}


@pytest.mark.parametrize(
    ("folder", "table", "row", "column", "to", "name", "figures"),
    [
        (EARLIER, GENERAL, 0, "total", "9.50", f"{GENERAL}/last-year-budget/205-2022年预算数/total", ("9.00", "9.50")),
        (FINAL, GENERAL, 0, "total", "8.60", f"{GENERAL}/last-year-final/205-上年决算数/total", ("8.50", "8.60")),
        (EARLIER, PUBLIC, 0, "amount", "1.20", f"{PUBLIC}/last-year-three-public-alone/abroad-上年预算数/amount", ("1.00", "1.20")),
        (EARLIER, PUBLIC, 1, "amount", "3.30", f"{PUBLIC}/last-year-three-public/reception-2022年/amount", ("3.00", "3.30")),
        (OWN, "year-on-year-changes", 0, "previous_amount", "9.40", "year-on-year-changes/last-year-stated/205/previous_amount", ("9.40", "9.00")),
        (BUREAU, "revenue-summary", 0, "total", "51.00", "expenditure-summary/in-department/total/total", ("50.00", "51.00")),
    ],
)  # fmt: skip
def test_a_figure_that_another_package_prints_otherwise_is_found(
    folder: str,
    table: str,
    row: int,
    column: str,
    to: str,
    name: str,
    figures: tuple[str, str],
    packages: dict[str, Package],
) -> None:
    """It is a conflict of the package that states it, with both figures and the other's name."""
    packages[folder].resources[table].rows[row][column] = Decimal(to)
    trials = audit_across(packages[OWN], addresses(packages))
    found = [trial for trial in trials if str(trial.outcome) != "held"]
    assert name in {trial.name for trial in found}
    for trial in found:
        assert str(trial.outcome) == "conflict"
        assert (str(trial.printed), str(trial.computed)) == figures
        assert trial.other_resource in PACKAGES


def test_a_package_alone_is_compared_with_none(packages: dict[str, Package]) -> None:
    """Where no other package of the unit or its department is there, nothing is tried."""
    alone = {OWN: packages[OWN]}
    assert audit_across(packages[OWN], replace(addresses(alone), departments={})) == ()


def test_a_fault_across_packages_is_one_of_the_program(
    packages: dict[str, Package], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An exception while packages are compared names the check and is no finding."""

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("yusuan.audit.across.compare", broken)
    with pytest.raises(CheckFailedError, match="across/last-year-budget"):
        audit_across(packages[OWN], addresses(packages))


EARLIER_TEXT = (
    ("2024", "2023"),
    ("2025", "2024"),
    ("档案馆\t60.00", "档案馆\t57.00"),
    ("其他档案事务支出\t30.00", "其他档案事务支出\t28.00"),
    ("住房公积金\t10.00\t10.00\t10.00\t0.00", "住房公积金\t11.00\t10.00\t10.00\t0.00"),
)


def _ingested(project: Path, *edits: tuple[str, str]) -> tuple[Path, Path]:
    text = text_of()
    for old, new in (*EARLIER_TEXT, *edits):
        assert old in text
        text = text.replace(old, new)
    return ingest(project, text_of()).folder, ingest(project, text).folder


STATED = "year-on-year-changes/last-year-stated"


def test_check_compares_a_projects_packages(project: Path) -> None:
    """``check`` tries this year's stated changes on the package of the year before."""
    _ingested(project)
    _, before, own = check_project(project)
    assert (before.slug[-11:], own.slug[-11:]) == ("2024-budget", "2025-budget")
    assert {trial.name: str(trial.outcome) for trial in own.across} == {
        f"{STATED}/{code}/previous_amount": "held" for code in ("2012604", "2012699", "2210201")
    }
    assert before.across == ()
    assert own.passed


def test_what_differs_between_years_is_a_finding_to_accept(project: Path) -> None:
    """It fails until it is accepted, is not part of the package, and is stale once it is gone."""
    folder, earlier = _ingested(project, ("档案馆\t57.00", "档案馆\t57.50"))
    name = f"{STATED}/2012604/previous_amount"
    own = list(check_project(project))[2]
    assert own.problems == []
    assert [trial.name for trial in own.open_findings] == [name]
    assert not own.passed
    accept(folder, name)
    assert list(check_project(project))[2].passed
    assert check_package(folder, Packages.of([folder])).stale == [name]
    assert check_package(folder, Packages.of([folder, earlier])).stale == []
