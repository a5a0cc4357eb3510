"""The scan for personal data in files and history: it finds what is planted."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from invented import MOBILE, PERSON, text_of
from personal_scan import history, occurrences, personal_values, tracked

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with one harmless commit."""
    git(tmp_path, "init", "--quiet")
    commit(tmp_path, "a.csv", "金额\n1.00\n")
    return tmp_path


def git(root: Path, *arguments: str) -> None:
    """Run git as nobody in particular."""
    who = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
    subprocess.run(["git", "-C", str(root), *who, *arguments], check=True, capture_output=True)


def commit(root: Path, name: str, text: str, message: str = "change") -> None:
    """Write a file and commit it."""
    (root / name).write_text(text, encoding="utf-8")
    git(root, "add", "-A")
    git(root, "commit", "--quiet", "-m", message)


def test_the_values_are_those_beside_the_labels() -> None:
    """Names and numbers are collected from beside their labels, and nothing else is."""
    assert personal_values(text_of()) == {PERSON, MOBILE}
    assert personal_values("项目负责人\t\t联系电话\t\n金额\t1.00") == set()


def test_a_clean_repository_has_none(repository: Path) -> None:
    """In a repository without the values nothing is found, though everything is looked at."""
    assert occurrences({PERSON}, tracked(repository)) == []
    assert occurrences({PERSON}, history(repository)) == []
    assert [name for name, _ in tracked(repository)] == ["a.csv"]
    assert len(list(history(repository))) == 3


@pytest.mark.parametrize("value", [PERSON, MOBILE])
def test_a_value_in_a_file_is_found_even_before_it_is_committed(
    repository: Path, value: str
) -> None:
    """A file that git would take in is looked at like one that it has."""
    (repository / "b.csv").write_text(f"x,{value}", encoding="utf-8")
    assert occurrences({value}, tracked(repository)) == ["b.csv"]


def test_a_value_that_was_removed_again_is_found_in_the_history(repository: Path) -> None:
    """What was committed once stays in the history and is found there."""
    commit(repository, "a.csv", f"{PERSON}\n")
    commit(repository, "a.csv", "1.00\n")
    assert occurrences({PERSON}, tracked(repository)) == []
    (found,) = occurrences({PERSON}, history(repository))
    assert found.startswith("blob ")


def test_a_value_on_another_branch_or_in_a_message_is_found(repository: Path) -> None:
    """Every branch is looked at, and what people wrote about a change."""
    git(repository, "checkout", "--quiet", "-b", "other")
    commit(repository, "a.csv", "2.00\n", message=f"问{PERSON}")
    git(repository, "checkout", "--quiet", "-")
    (found,) = occurrences({PERSON}, history(repository))
    assert found.startswith("commit ")
