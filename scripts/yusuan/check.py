"""``yusuan check``: every package validated, counted and audited."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from yusuan.audit import FINDINGS, Audit, audit_package
from yusuan.audit.across import Packages, audit_across
from yusuan.audit.findings import FINDINGS_TABLE, findings_table
from yusuan.errors import CheckFailedError, Problem, YusuanError
from yusuan.language import Bilingual
from yusuan.package.load import load_package, package_folders
from yusuan.package.validate import complete, validate_package

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from yusuan.audit.trial import Trial
    from yusuan.decisions import Accepted
    from yusuan.package.load import Package


@dataclass(slots=True)
class Checked:
    """What a check found in one package.

    ``problems`` make the package unusable; ``findings`` are the document's own, and those
    ``across`` packages; those in ``accepted`` have been looked at; ``stale`` were accepted and
    no longer occur.
    """

    slug: str
    problems: list[Problem] = field(default_factory=list)
    audit: Audit = field(default_factory=lambda: Audit(()))
    accepted: dict[str, Accepted] = field(default_factory=dict)
    across: tuple[Trial, ...] = ()

    @property
    def trials(self) -> tuple[Trial, ...]:
        """Every trial: within the package, then against other packages."""
        return (*self.audit.trials, *self.across)

    @property
    def findings(self) -> list[Trial]:
        """Every finding: within the package, then against other packages."""
        return [*self.audit.findings, *(t for t in self.across if t.outcome in FINDINGS)]

    @property
    def open_findings(self) -> list[Trial]:
        """Findings that no one has accepted."""
        return [trial for trial in self.findings if trial.name not in self.accepted]

    @property
    def stale(self) -> list[str]:
        """Accepted findings that no longer occur."""
        found = {trial.name for trial in self.findings}
        return [name for name in self.accepted if name not in found]

    @property
    def passed(self) -> bool:
        """Whether the package is whole and every finding is accepted."""
        return not self.problems and not self.open_findings


def check_package(folder: Path, packages: Packages | None = None) -> Checked:
    """Validate and audit one package; never raises for what is wrong inside it.

    With ``packages`` it is tried against the others of its unit and its department as well.
    """
    checked = Checked("/".join(folder.parts[-2:]), list(validate_package(folder)))
    try:
        package = load_package(folder)
        checked.problems.extend(complete(package))
    except YusuanError as error:
        checked.problems.extend(error.problems)
        return checked
    checked.accepted = {item.finding: item for item in package.decisions.accepted}
    if not checked.problems:
        try:
            checked.audit = audit_package(package)
            if packages is not None:
                checked.across = audit_across(package, packages)
        except CheckFailedError as error:
            checked.problems.extend(error.problems)
        else:
            checked.problems.extend(_other_findings(package, checked.audit))
    return checked


def _other_findings(package: Package, audit: Audit) -> Iterator[Problem]:
    """Compare the findings that the package holds with those that its numbers give."""
    held = package.resources.get(FINDINGS_TABLE)
    table = findings_table(audit)
    columns = [field.name for field in table.kind.fields]
    rows = [tuple(row.get(column) for column in columns) for row in held.rows] if held else []
    found = [tuple(row.values.get(column) for column in columns) for row in table.rows]
    if rows == found:
        return
    name = columns.index("finding")
    differing = sorted({str(row[name]) for row in set(rows) ^ set(found)})
    yield Problem(
        Bilingual(
            f"包里的核对发现与重新核对的不同：{'、'.join(differing[:3]) or '次序'}",
            f"the findings in the package are not those of its numbers: {', '.join(differing[:3]) or 'their order'}",
        ),
        f"{package.slug}/data/{FINDINGS_TABLE}.csv",
        Bilingual(f"{len(found)} 条", f"{len(found)} rows"),
        Bilingual(
            "由原文件重新 ingest，不要手改数据",
            "ingest the document again; data is not edited by hand",
        ),
    )


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
    packages = Packages.of(folders)
    if workers > 1 and len(folders) > 1:
        with ProcessPoolExecutor(workers) as pool:
            yield from pool.map(partial(check_package, packages=packages), folders)
    else:
        yield from (check_package(folder, packages) for folder in folders)
