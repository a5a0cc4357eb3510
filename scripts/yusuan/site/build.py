"""``yusuan build``: check everything, write the pages, run MkDocs, exchange the site."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tqdm import tqdm

from yusuan.audit.across import Packages
from yusuan.check import check_package
from yusuan.errors import BuildError, Problem
from yusuan.files import write_file, write_tree
from yusuan.language import LANGUAGES, Bilingual
from yusuan.package.load import load_package, package_folders
from yusuan.package.validate import validate_package
from yusuan.publish.charts import chart_files, package_charts
from yusuan.publish.classification_pages import classification_pages
from yusuan.publish.dictionary_pages import dictionary_pages
from yusuan.publish.downloads import package_downloads, schema_downloads
from yusuan.publish.holdings import Holdings
from yusuan.publish.ledger import Ledger
from yusuan.publish.libraries import served_libraries
from yusuan.publish.pages import (
    GENERATED,
    Summary,
    package_pages,
    summarise,
    unit_pages,
)
from yusuan.publish.spending import spending
from yusuan.publish.unit_charts import unit_charts
from yusuan.publish.unit_pages import overall_downloads, units_of
from yusuan.site.mkdocs import run_mkdocs
from yusuan.site.personal import refuse_personal
from yusuan.site.search import finish_search
from yusuan.site.swap import put_in_place, recover
from yusuan.site.words import teach

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

WORK = ".build"


@dataclass(frozen=True, slots=True)
class Built:
    """What a build made."""

    packages: int
    pages: int


def build_site(root: Path) -> Built:
    """Build ``site/`` anew; leaves the last good one whole whatever goes wrong.

    Raises :class:`~yusuan.errors.BuildError` naming every broken package or page.
    """
    site = root / "site"
    recover(site)
    libraries = served_libraries(root)  # the pages need their scripts: said before any is made
    with _work_folder(root) as work:
        summaries = write_pages(root)
        fresh, dictionary = work / "site", work / "words.txt"
        parts = teach(root, dictionary)
        for language in LANGUAGES:
            target = fresh / folder_of(language)
            run_mkdocs(root, language, target, dictionary, libraries)
            finish_search(target, parts)
        _write_downloads(root, fresh, summaries)
        refuse_personal(fresh)
        put_in_place(fresh, site)
    return Built(len(summaries), sum(1 for _ in site.rglob("*.html")))


def folder_of(language: str) -> str:
    """Folder of a language's pages in the site: the first language lies at its root."""
    return "" if language == LANGUAGES[0] else language


def write_pages(root: Path) -> list[Summary]:
    """Check every package and write the generated pages of every language into ``docs/``, only what changed.

    Package by package, so that memory does not grow with their number.
    """
    docs = root / "docs"
    folders = list(package_folders(root))
    packages = Packages.of(folders)
    problems = list(validate_package(root / "datapackage" / "classification"))
    summaries: list[Summary] = []
    ledger, holdings = Ledger(), Holdings()
    written: set[str] = set()
    for folder in tqdm(
        folders, desc="数据包 packages", unit="", disable=None, leave=False, delay=2
    ):
        checked = check_package(folder, packages)
        problems.extend(checked.problems)
        if checked.problems:
            continue
        package = load_package(folder)
        summaries.append(summarise(package, checked))
        ledger.add(spending(package))
        holdings.add(package)
        for name, data in package_pages(package, checked).items():
            written.add(name)
            write_file(docs / name, data)
    if not folders:
        problems.append(
            Problem(Bilingual("没有任何数据包", "there is no package at all"), "datapackage/")
        )
    if problems:
        raise BuildError(problems)
    rest = unit_pages(summaries) | dictionary_pages(holdings) | classification_pages(ledger)
    for name, data in rest.items():
        written.add(name)
        write_file(docs / name, data)
    for folder in (docs / language / name for language in LANGUAGES for name in GENERATED):
        inside = f"{folder.relative_to(docs).as_posix()}/"
        keep = frozenset(name.removeprefix(inside) for name in written if name.startswith(inside))
        write_tree(folder, {}, keep)
    return summaries


@contextlib.contextmanager
def _work_folder(root: Path) -> Iterator[Path]:
    """Give a folder of this build's own beside the site, cleared of what killed builds left.

    Two builds at once wait for each other where the system has file locks.
    """
    work = root / WORK
    work.mkdir(exist_ok=True)
    with (work / "lock").open("w") as lock:
        with contextlib.suppress(ImportError):
            import fcntl  # noqa: PLC0415 - not on every system

            fcntl.flock(lock, fcntl.LOCK_EX)
        for left in work.glob("run-*"):
            shutil.rmtree(left, ignore_errors=True)
        folder = Path(tempfile.mkdtemp(prefix="run-", dir=work))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _write_downloads(root: Path, target: Path, summaries: Sequence[Summary]) -> None:
    for folder in package_folders(root):
        package = load_package(folder)
        charts = package_charts(package).values()
        for name, data in (
            *package_downloads(folder, package.slug),
            *chart_files(package.slug, charts),
        ):
            write_file(target / name, data)
    for unit in units_of(summaries):
        for name, data in chart_files(unit.slug, unit_charts(unit.packages)):
            write_file(target / name, data)
    classification = root / "datapackage" / "classification"
    for name, data in (
        *schema_downloads(),
        *package_downloads(classification, "classification"),
        *overall_downloads(summaries),
    ):
        write_file(target / name, data)
