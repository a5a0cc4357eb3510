"""A project with every kind of table and page, and its site, built once for a whole run."""

from __future__ import annotations

import contextlib
import fcntl
import os
from typing import TYPE_CHECKING

from invented import EDUCATION, ingest, text_of
from museum import disclosure
from site_project import build, copy_project
from test_forms import FOLDER, FORMS
from yusuan.dictionary import table_kinds

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pytest


#: Where the site would be published; a page that asks it for anything asks another host.
ADDRESS = "https://budgets.example/"
#: Where errors would be reported.
REPOSITORY = "https://code.example/owner/name"
#: What the workflow that publishes says of both.
PUBLIC = {"YUSUAN_SITE_URL": ADDRESS, "YUSUAN_REPOSITORY": REPOSITORY}


def forms_too() -> list[str]:
    """Texts of forms that together print every kind of table, as few as come first."""
    wanted = {name for name, kind in table_kinds().items() if kind.layout != "findings"}
    found: list[str] = []
    for name, twin in FORMS.items():
        kinds = set(twin["tables"]) & wanted
        if kinds:
            found.append((FOLDER / f"{name}.txt").read_text(encoding="utf-8"))
            wanted -= kinds
    return found


def years_too() -> list[str]:
    """Texts of a unit with two budgets and one year's final accounts, for what stands over years."""
    return [
        disclosure(2022),
        disclosure(2022, "final", total=870, project=260),
        disclosure(2023, total=990, project=350, reception=1),
    ]


def whole_project(folder: Path) -> Path:
    """Copy the project, and add packages until every kind of table and of comparison is there."""
    project = copy_project(folder)
    for text in (text_of(EDUCATION), *forms_too(), *years_too()):
        ingest(project, text)
    return project


def built_once(factory: pytest.TempPathFactory) -> Path:
    """Give the whole project with its site; of several workers the first builds it for all."""
    shared = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    project, done = shared / "whole" / "project", shared / "whole.done"
    with _alone(shared / "whole.lock"):
        if not done.exists():
            whole_project(project)
            built = build(project, **PUBLIC)
            assert built.returncode == 0, built.stdout + built.stderr
            done.touch()
    return project


@contextlib.contextmanager
def _alone(path: Path) -> Iterator[None]:
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
