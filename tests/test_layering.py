"""Layering: data and imports go one way, stages beside each other don't know each other."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "scripts" / "yusuan"
#: Stages in the order the data goes through them.
STAGES = ["read", "recognise", "tidy", "package", "audit", "publish", "site"]
#: Modules on top, which put the stages together, and what each may use of the others.
TOP = {
    "ingest": set[str](),
    "check": set[str](),
    "cli": {"ingest", "check"},
    "__main__": {"cli"},
    "__init__": set[str](),
}
#: What a stage may use of the modules on top: the site builds on checked packages.
ALLOWED = {("site", "check"), ("publish", "check")}


def imported(source: str) -> set[str]:
    """Names of the parts of ``yusuan`` that a module imports, wherever it does."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative imports are not used here"
            module = node.module or ""
            found |= (
                {f"{module}.{alias.name}" for alias in node.names}
                if module == "yusuan"
                else {module}
            )
    return {name.split(".")[1] for name in found if name.startswith("yusuan.")}


def faults(own: str, names: set[str], base: set[str]) -> set[str]:
    """Which of the imported parts a part may not know."""
    names = names - {own, "__version__"}
    if own in STAGES:
        before = set(STAGES[: STAGES.index(own)])
        return {n for n in names if n not in base | before and (own, n) not in ALLOWED}
    if own in TOP:
        return names - base - set(STAGES) - TOP[own]
    return names - base


def parts() -> dict[str, list[Path]]:
    """Modules of each part: a stage is a folder, everything else a module."""
    found: dict[str, list[Path]] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        found.setdefault(path.relative_to(PACKAGE).parts[0].removesuffix(".py"), []).append(path)
    return found


def base_modules() -> set[str]:
    """Modules that everyone may use, and that use no stage themselves."""
    return {name for name in parts() if name not in STAGES and name not in TOP}


def test_every_stage_is_there() -> None:
    """The stages are folders, and beside them stand base modules and those on top."""
    assert set(STAGES) | set(TOP) <= set(parts())
    assert {
        "errors",
        "language",
        "amounts",
        "dictionary",
        "decisions",
        "files",
        "classification",
    } <= base_modules()


@pytest.mark.parametrize("part", parts())
def test_imports_go_one_way(part: str) -> None:
    """A stage knows the stages before it and the base; the base knows no stage."""
    for path in parts()[part]:
        found = faults(part, imported(path.read_text(encoding="utf-8")), base_modules())
        assert not found, f"{path.relative_to(PACKAGE)} may not import {sorted(found)}"


@pytest.mark.parametrize(
    ("own", "source", "found"),
    [
        ("read", "from yusuan.tidy import x", {"tidy"}),
        ("read", "import yusuan.site.build", {"site"}),
        ("read", "def f():\n    from yusuan import audit", {"audit"}),
        ("amounts", "from yusuan.read.document import Place", {"read"}),
        ("tidy", "from yusuan.ingest import write", {"ingest"}),
        ("ingest", "from yusuan.cli import main", {"cli"}),
        (
            "tidy",
            "from yusuan.recognise.tables import Table\nfrom yusuan.amounts import State",
            set(),
        ),
        ("cli", "from yusuan.site.build import x\nfrom yusuan.check import y", set()),
    ],
)
def test_the_checker_sees_a_bad_import(own: str, source: str, found: set[str]) -> None:
    """An import against the stream is found at any depth, a good one is not."""
    assert faults(own, imported(source), {"amounts", "errors"}) == found


def test_heavy_libraries_are_imported_where_they_are_used() -> None:
    """No module that the command line loads first imports a slow library at its head."""
    heavy = {"pandas", "frictionless", "jieba", "mkdocs", "jinja2"}
    for name in ("cli", "errors", "language", "files", "__init__", "__main__"):
        tree = ast.parse((PACKAGE / f"{name}.py").read_text(encoding="utf-8"))
        heads = {
            alias.name.split(".")[0]
            for node in tree.body
            if isinstance(node, ast.Import)
            for alias in node.names
        } | {
            (node.module or "").split(".")[0]
            for node in tree.body
            if isinstance(node, ast.ImportFrom)
        }
        assert not heads & heavy, name
