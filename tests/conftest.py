"""Fixtures of all tests: the real documents, and projects made of invented ones."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from invented import ARCHIVES, accept, findings_of, ingest, make_project, text_of

ROOT = Path(__file__).parents[1]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the files that take longest come first, so that workers end at the same time."""
    items.sort(key=lambda item: "whole_site" not in getattr(item, "fixturenames", ()))


@pytest.fixture(scope="session")
def root() -> Path:
    """The project that the tests stand in."""
    return ROOT


@pytest.fixture(scope="session")
def documents() -> Path:
    """The folder of real documents; tests that need it are not run where it is absent."""
    folder = Path(os.environ.get("YUSUAN_DOCUMENTS") or ROOT.parent / "shared" / "documents")
    if not folder.is_dir():
        reason = f"NOT RUN: the real documents are not at {folder} (set YUSUAN_DOCUMENTS)"
        if os.environ.get("YUSUAN_REQUIRE_DOCUMENTS") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    return folder


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """An empty project."""
    return make_project(tmp_path / "project")


@pytest.fixture(scope="session")
def _ingested(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = make_project(tmp_path_factory.mktemp("ingested") / "project")
    folder = ingest(root, text_of(ARCHIVES)).folder
    accept(folder, *findings_of(ARCHIVES))
    return folder


@pytest.fixture
def package(_ingested: Path, tmp_path: Path) -> Path:
    """The folder of the invented archives' package, its findings accepted, in a project of its own."""
    shutil.copytree(_ingested.parents[2], tmp_path / "ingested")
    return tmp_path / "ingested" / "datapackage" / _ingested.parent.name / _ingested.name


@pytest.fixture(scope="session")
def whole_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with every kind of table and page, built; no test may change it."""
    from whole_project import built_once  # noqa: PLC0415 - slow to import

    return built_once(tmp_path_factory)
