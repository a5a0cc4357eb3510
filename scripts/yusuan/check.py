"""``yusuan check``: every package validated, counted and audited."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from yusuan.audit import Audit, audit_package
from yusuan.errors import Problem, YusuanError
from yusuan.language import Bilingual
from yusuan.package.load import load_package, package_folders
from yusuan.package.validate import complete, validate_package

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from yusuan.audit.trial import Trial
    from yusuan.decisions import Accepted


@dataclass(slots=True)
class Checked:
    """What a check found in one package.

    ``problems`` make the package unusable; ``findings`` are the document's own; those in
    ``accepted`` have been looked at; ``stale`` were accepted and no longer occur.
    """

    slug: str
    problems: list[Problem] = field(default_factory=list)
    audit: Audit = field(default_factory=lambda: Audit(()))
    accepted: dict[str, Accepted] = field(default_factory=dict)

    @property
    def open_findings(self) -> list[Trial]:
        """Findings that no one has accepted."""
        return [trial for trial in self.audit.findings if trial.name not in self.accepted]

    @property
    def stale(self) -> list[str]:
        """Accepted findings that no longer occur."""
        found = {trial.name for trial in self.audit.findings}
        return [name for name in self.accepted if name not in found]

    @property
    def passed(self) -> bool:
        """Whether the package is whole and every finding is accepted."""
        return not self.problems and not self.open_findings


def check_package(folder: Path) -> Checked:
    """Validate and audit one package; never raises for what is wrong inside it."""
    checked = Checked("/".join(folder.parts[-2:]), list(validate_package(folder)))
    try:
        package = load_package(folder)
        checked.problems.extend(complete(package))
    except YusuanError as error:
        checked.problems.extend(error.problems)
        return checked
    checked.accepted = {item.finding: item for item in package.decisions.accepted}
    if not checked.problems:
        checked.audit = audit_package(package)
    return checked


def check_project(root: Path, workers: int = 1) -> Iterator[Checked]:
    """Check the classification and every package of a project, one after the other."""
    classification = root / "datapackage" / "classification"
    yield Checked("datapackage/classification", list(validate_package(classification)))
    folders = list(package_folders(root))
    if not folders:
        yield Checked(
            "datapackage",
            [
                Problem(
                    Bilingual("没有任何数据包", "there is no package at all"),
                    "datapackage/",
                    todo=Bilingual("先 yusuan ingest 一份文件", "ingest a document first"),
                )
            ],
        )
    if workers > 1 and len(folders) > 1:
        with ProcessPoolExecutor(workers) as pool:
            yield from pool.map(check_package, folders)
    else:
        yield from map(check_package, folders)
