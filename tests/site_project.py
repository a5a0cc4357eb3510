"""A copy of the project that tests may build, break and kill."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
GENERATED = shutil.ignore_patterns(
    "units", "compare", "dictionary", "findings", "checks", "classification", "index.md"
)


def copy_project(folder: Path) -> Path:
    """Copy what a build starts from: configuration, hand-written pages and packages."""
    shutil.copytree(ROOT / "docs", folder / "docs", ignore=GENERATED)
    shutil.copytree(ROOT / "datapackage", folder / "datapackage")
    shutil.copy(ROOT / "mkdocs.yml", folder)
    return folder


def build(project: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run ``yusuan build`` on a project in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "yusuan", "build", "--root", str(project)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, **environment},
        check=False,
    )


def fingerprint(folder: Path) -> dict[str, str]:
    """Give the hash of every file below a folder, by relative path."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def packages(project: Path) -> list[Path]:
    """Give the folders of a project's packages."""
    return [path.parent for path in sorted(project.glob("datapackage/*/*/datapackage.json"))]


def rewrite(package: Path, resource: str, old: str, new: str, *, mend_hash: bool = True) -> None:
    """Change a resource's CSV, and by default its size and hash in the descriptor too."""
    path = package / "data" / f"{resource}.csv"
    data = path.read_bytes()
    assert old.encode() in data
    data = data.replace(old.encode(), new.encode(), 1)
    path.write_bytes(data)
    if mend_hash:
        descriptor = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
        for item in descriptor["resources"]:
            if item["name"] == resource:
                item["bytes"] = len(data)
                item["hash"] = f"sha256:{hashlib.sha256(data).hexdigest()}"
        text = json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n"
        (package / "datapackage.json").write_text(text, encoding="utf-8")
