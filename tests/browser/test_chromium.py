"""Finding Chromium: the tests use the one that is there, get one, or fail and say what to do."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from browser.serving import ROOT

BASH = shutil.which("bash") or "bash"
#: A command that works, whatever it is told.
WORKS = "exit 0"


def command(folder: Path, name: str, does: str) -> None:
    """Put a command into a folder."""
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(f"#!{BASH}\n{does}\n", encoding="utf-8")
    path.chmod(0o755)


def run(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the script where only the commands of one folder are known."""
    folder.mkdir(exist_ok=True)
    return subprocess.run(
        [BASH, str(ROOT / ".ci" / "chromium"), *arguments, str(folder)],
        capture_output=True,
        text=True,
        env={"PATH": str(folder), **environment},
        check=False,
    )


@pytest.mark.parametrize("name", ["chromium", "chromium-browser", "google-chrome"])
def test_one_that_is_there_is_used(tmp_path: Path, name: str) -> None:
    """Whatever it is called, as long as it runs; one that does not is passed over."""
    command(tmp_path, "chromium", "exit 1")
    command(tmp_path, name, WORKS)
    assert run(tmp_path, "--install").stdout == f"{tmp_path / name}\n"


def test_the_one_that_is_named_is_used(tmp_path: Path) -> None:
    """A path in the environment goes before all others, and is never silently passed over."""
    command(tmp_path, "chromium", WORKS)
    command(tmp_path, "own", WORKS)
    assert run(tmp_path, YUSUAN_CHROMIUM=str(tmp_path / "own")).stdout == f"{tmp_path / 'own'}\n"
    lost = run(tmp_path, YUSUAN_CHROMIUM=str(tmp_path / "lost"))
    assert lost.returncode == 1
    assert lost.stdout == ""
    assert "does not run" in lost.stderr
    assert "不能运行" in lost.stderr


def test_root_gets_the_package_of_debian(tmp_path: Path) -> None:
    """As root the system's package is installed, and then found."""
    command(tmp_path, "id", "echo 0")
    body = f"printf '#!{BASH}\\nexit 0\\n' > {tmp_path}/chromium; {shutil.which('chmod')} +x {tmp_path}/chromium"
    command(tmp_path, "apt-get", f'[ "$1" = update ] || {{ [ "${{!#}}" = chromium ] && {body}; }}')
    assert run(tmp_path).returncode == 1  # nothing is installed unasked
    assert run(tmp_path, "--install").stdout == f"{tmp_path / 'chromium'}\n"


@pytest.mark.parametrize("user", ["0", "1000"])
def test_otherwise_it_comes_from_playwright(tmp_path: Path, user: str) -> None:
    """Who is not root, or whose system has no such package, gets Playwright's own."""
    command(tmp_path, "id", f"echo {user}")
    own = tmp_path / "own"
    made = f"printf '#!{BASH}\\nexit 0\\n' > {own}; {shutil.which('chmod')} +x {own}"
    command(tmp_path, "python", f'[ "$1" = -c ] && echo {own} || {{ {made}; }}')
    if user == "0":
        command(tmp_path, "apt-get", "exit 100")
    assert run(tmp_path, "--install").stdout == f"{own}\n"


@pytest.mark.parametrize("arguments", [(), ("--install",)])
def test_without_any_it_fails_and_says_what_to_do(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    """There is no silent skip: the failure names what to install, in both languages."""
    command(tmp_path, "id", "echo 1000")
    done = run(tmp_path, *arguments)
    assert done.returncode == 1
    assert done.stdout == ""
    assert "请安装 chromium" in done.stderr
    assert "apt-get install chromium" in done.stderr
    assert "The browser tests need Chromium" in done.stderr


def test_tests_fail_where_there_is_none(tmp_path: Path) -> None:
    """A browser test in a place without Chromium is a failure that carries the message."""
    (tmp_path / "test_one.py").write_text(
        "import pytest\nfrom browser.serving import running_chromium\n"
        "def test_one():\n    with running_chromium():\n        pass\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "."],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env={
            "PATH": str(Path(BASH).parent),
            "PYTHONPATH": str(ROOT / "tests"),
            "YUSUAN_CHROMIUM": str(tmp_path / "lost"),
        },
        check=False,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    assert "1 failed" in done.stdout
    assert "does not run" in done.stdout
