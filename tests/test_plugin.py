"""The frictionless plugin: the audit for any frictionless user, by a checklist."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import pytest
from frictionless import Checklist, system
from frictionless import Package as Frictionless

from site_project import copy_project, packages, rewrite
from yusuan.audit import audit_package
from yusuan.package.load import load_package

if TYPE_CHECKING:
    from pathlib import Path

    from frictionless import Report

CHECKLIST: dict[str, Any] = {"checks": [{"type": "budget-identities"}]}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a test a committed package of its own."""
    return packages(copy_project(tmp_path / "project"))[0]


def audit(folder: Path, **options: object) -> Report:
    """Validate a package with the checklist."""
    package = Frictionless(str(folder / "datapackage.json"))
    checklist = {"checks": [{**CHECKLIST["checks"][0], **options}]}
    return cast("Report", package.validate(checklist=Checklist.from_descriptor(checklist)))


def notes(report: Report) -> list[str]:
    """Give what the check said."""
    return [error.note for task in report.tasks for error in task.errors]


def test_frictionless_finds_the_plugin_by_its_name() -> None:
    """Installed, the plugin is known to frictionless without any import of ours."""
    assert "budget" in system.plugins


def test_the_checklist_reports_the_findings_of_the_audit(folder: Path) -> None:
    """Where nothing is accepted stock frictionless reports what ``check`` does, each once."""
    (folder / "decisions.yaml").unlink()
    found = [note.split(" ", 1) for note in notes(audit(folder))]
    findings = audit_package(load_package(folder)).findings
    assert len(findings) == 19
    assert sorted(name for name, _ in found) == sorted(trial.name for trial in findings)
    messages = {trial.name: f"({trial.outcome}): {trial.message}" for trial in findings}
    assert dict(cast("list[tuple[str, str]]", found)) == messages


def test_what_was_accepted_is_not_reported_unless_it_is_asked_for(folder: Path) -> None:
    """The decisions beside the descriptor count; ``accepted: true`` reports all the same."""
    assert notes(audit(folder)) == []
    assert len(notes(audit(folder, accepted=True))) == 19


def test_the_package_is_valid_without_the_checklist(folder: Path) -> None:
    """The findings are the document's; the package itself is valid."""
    assert Frictionless(str(folder / "datapackage.json")).validate().valid


@pytest.mark.parametrize(
    ("resource", "old", "new"),
    [
        ("staffing", "退休,51,", "退休,50,"),
        ("three-public-expenses", "公务接待费,item,1,1,0.00", "公务接待费,item,1,1,1.00"),
        ("project-costs", "35.96", "35.97"),
    ],
)
def test_a_changed_digit_is_reported(folder: Path, resource: str, old: str, new: str) -> None:
    """A digit changed in any table breaks an identity, in the table or across tables."""
    before = len(notes(audit(folder)))
    rewrite(folder, resource, old, new)
    assert len(notes(audit(folder))) > before


def test_a_resource_of_no_known_kind_is_left_alone(tmp_path: Path) -> None:
    """The check says nothing of tables that are no budget's."""
    (tmp_path / "a.csv").write_text("row,total\n1,2\n", encoding="utf-8")
    package = Frictionless({"resources": [{"name": "a", "path": "a.csv"}]}, basepath=str(tmp_path))
    assert package.validate(checklist=Checklist.from_descriptor(CHECKLIST)).valid
