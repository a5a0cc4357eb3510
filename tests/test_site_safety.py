"""Whatever goes wrong, the last good site stays whole, and nothing hostile gets through."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from typing import TYPE_CHECKING

import pytest

from invented import MOBILE
from site_project import build, copy_project, fingerprint, packages, rewrite
from yusuan.errors import BuildError
from yusuan.site import swap
from yusuan.site.personal import refuse_personal

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a project that tests copy before they break it."""
    project = copy_project(tmp_path_factory.mktemp("good"))
    done = build(project)
    assert done.returncode == 0, done.stdout + done.stderr
    return project


@pytest.fixture
def project(good: Path, tmp_path: Path) -> Path:
    """Give a test a built project of its own."""
    return shutil.copytree(good, tmp_path / "project")


def _change_digit(package: Path) -> None:
    rewrite(package, "expenditure-summary", "2692.18", "2692.19", mend_hash=False)


def _drop_column(package: Path) -> None:
    rewrite(package, "staffing", "kind_of_staff,", "")


def _spoil_hash(package: Path) -> None:
    path = package / "datapackage.json"
    path.write_text(
        path.read_text(encoding="utf-8").replace("sha256:", "sha256:0", 1), encoding="utf-8"
    )


def _spoil_json(package: Path) -> None:
    (package / "datapackage.json").write_text("{", encoding="utf-8")


def _drop_file(package: Path) -> None:
    (package / "data" / "projects.csv").unlink()


def _plant_number(package: Path) -> None:
    rewrite(package, "staffing", "总编制人数", "总编制人数1" + "39" + "0" * 8)


BREAKS = {
    "a digit changed": _change_digit,
    "a column missing": _drop_column,
    "a bad hash": _spoil_hash,
    "a broken descriptor": _spoil_json,
    "a missing file": _drop_file,
    "a telephone number": _plant_number,
}


@pytest.mark.parametrize("name", list(BREAKS))
def test_a_broken_package_stops_the_build_and_leaves_the_site(project: Path, name: str) -> None:
    """The build exits with 1, names the package, and the last good site keeps every byte."""
    before = fingerprint(project / "site")
    package = packages(project)[0]
    BREAKS[name](package)
    done = build(project)
    assert done.returncode == 1
    assert package.parent.name in done.stderr
    assert "Traceback" not in done.stderr
    assert fingerprint(project / "site") == before


def test_a_page_that_mkdocs_refuses_leaves_the_site(project: Path) -> None:
    """A broken link in a hand-written page is an error with its name, and the site stays."""
    before = fingerprint(project / "site")
    about = project / "docs" / "zh" / "about.md"
    about.write_text(about.read_text(encoding="utf-8") + "\n[x](lost.md)\n", encoding="utf-8")
    done = build(project)
    assert done.returncode == 1
    assert "lost.md" in done.stderr
    assert "Traceback" not in done.stderr
    assert fingerprint(project / "site") == before


def test_a_number_in_a_page_stops_the_build(project: Path) -> None:
    """A telephone number in a hand-written page is found in the built site and stops it."""
    before = fingerprint(project / "site")
    about = project / "docs" / "zh" / "about.md"
    about.write_text(
        about.read_text(encoding="utf-8") + "\n1" + "39" + "0" * 8 + "\n", encoding="utf-8"
    )
    done = build(project)
    assert done.returncode == 1
    assert "about/index.html" in done.stderr
    assert fingerprint(project / "site") == before


@pytest.mark.parametrize(
    "name",
    [
        "search/index.js",
        "en/search/index.js",
        "data/packages.js",
        "data/u/compare.js",
        "a/index.html",
    ],
)
def test_a_number_in_any_text_of_a_site_is_found(tmp_path: Path, name: str) -> None:
    """The scripts that carry data are looked through like the pages, each named if it holds one."""
    path = tmp_path / name
    path.parent.mkdir(parents=True)
    path.write_text('x={"text":"2692.18"}', encoding="utf-8")
    refuse_personal(tmp_path)
    path.write_text('x={"text":"' + MOBILE + '"}', encoding="utf-8")
    with pytest.raises(BuildError) as caught:
        refuse_personal(tmp_path)
    assert name in str(caught.value)


def test_a_project_without_packages_is_an_error(project: Path) -> None:
    """An empty project is not built into an empty site."""
    shutil.rmtree(packages(project)[0].parent)
    assert build(project).returncode == 1


def test_a_killed_build_leaves_the_site_whole(project: Path) -> None:
    """Killed at any moment, the site is the old one or the new one, never a part of either."""
    old = fingerprint(project / "site")
    about = project / "docs" / "zh" / "about.md"
    about.write_text(about.read_text(encoding="utf-8") + "\n改过 changed\n", encoding="utf-8")
    twin = shutil.copytree(project, project.with_name("twin"))
    start = time.monotonic()
    assert build(twin).returncode == 0
    length = time.monotonic() - start
    new = fingerprint(twin / "site")
    assert new != old
    chance = random.Random(2022)  # noqa: S311 - moments to kill at, no secret
    for moment in [0.1, 0.5, 0.8, 0.9, 0.95, 1.0, *(chance.random() for _ in range(4))]:
        process = subprocess.Popen(
            [sys.executable, "-m", "yusuan", "build", "--root", str(project)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(length * moment)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert fingerprint(project / "site") in (old, new)
    assert build(project).returncode == 0
    assert fingerprint(project / "site") == new
    assert [path.name for path in (project / ".build").iterdir()] == ["lock"]


def test_the_exchange_needs_no_moment_without_a_site(tmp_path: Path) -> None:
    """On this system folders are exchanged by the kernel in one step."""
    new, site = tmp_path / "new", tmp_path / "site"
    for folder in (new, site):
        folder.mkdir()
        (folder / "page").write_text(folder.name, encoding="utf-8")
    swap.put_in_place(new, site)
    assert (site / "page").read_text(encoding="utf-8") == "new"
    assert not new.exists()


def test_where_folders_can_not_be_exchanged_a_killed_swap_is_recovered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed between its two steps, the fallback is put right by the next build."""
    monkeypatch.setattr(swap, "_exchange", lambda *_: False)
    new, site = tmp_path / "new", tmp_path / "site"
    new.mkdir()
    site.mkdir()
    (site / "page").write_text("old", encoding="utf-8")
    site.rename(tmp_path / ".site.last")  # what a kill after the first step leaves
    swap.recover(site)
    assert (site / "page").read_text(encoding="utf-8") == "old"
    (new / "page").write_text("new", encoding="utf-8")
    swap.put_in_place(new, site)
    assert (site / "page").read_text(encoding="utf-8") == "new"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["site"]


def test_serve_rebuilds_what_changed(project: Path) -> None:
    """The served page is the new one soon after a source changes, and a failure keeps the old."""
    process = subprocess.Popen(
        [sys.executable, "-m", "yusuan", "serve", "--port", "0", "--root", str(project)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    try:
        assert process.stdout is not None
        address = next(line for line in process.stdout if line.startswith("http")).split()[0]
        assert address.startswith("http://127.0.0.1:")
        about = project / "docs" / "zh" / "about.md"
        about.write_text(about.read_text(encoding="utf-8") + "\n改过一次\n", encoding="utf-8")
        assert _appears(f"{address}about/", "改过一次")
        about.write_text("[x](lost.md) 改过两次", encoding="utf-8")
        assert any("lost.md" in line for line in process.stdout)
        assert _appears(f"{address}about/", "改过一次")
    finally:
        process.kill()
        process.wait()


def _appears(address: str, text: str) -> bool:
    """Ask for a page until it holds the text, five minutes at most: the machine may be busy."""
    for _ in range(1200):
        with urllib.request.urlopen(address) as answer:  # noqa: S310 - this machine's own server
            if text in answer.read().decode():
                return True
        time.sleep(0.25)
    return False
