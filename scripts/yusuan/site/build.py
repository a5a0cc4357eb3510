"""``yusuan build``: check everything, write the pages, run MkDocs, exchange the site."""

from __future__ import annotations

import contextlib
import logging
import os
import re
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
from yusuan.language import Bilingual
from yusuan.package.load import load_package, package_folders
from yusuan.package.validate import validate_package
from yusuan.publish.downloads import package_downloads, schema_downloads
from yusuan.publish.pages import (
    GENERATED,
    Summary,
    dictionary_pages,
    package_pages,
    summarise,
    unit_pages,
)
from yusuan.read.personal import find_personal
from yusuan.site.swap import put_in_place, recover

if TYPE_CHECKING:
    from collections.abc import Iterator

WORK = ".build"
_LONG_HEX = re.compile(r"[0-9a-f]{32,}")


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
    with _work_folder(root) as work:
        summaries = write_pages(root)
        fresh = work / "site"
        run_mkdocs(root, fresh)
        _write_downloads(root, fresh)
        _refuse_personal(fresh)
        put_in_place(fresh, site)
    return Built(len(summaries), sum(1 for _ in site.rglob("*.html")))


def write_pages(root: Path) -> list[Summary]:
    """Check every package and write the generated pages into ``docs/``, only what changed.

    Package by package, so that memory does not grow with their number.
    """
    docs = root / "docs"
    folders = list(package_folders(root))
    packages = Packages.of(folders)
    problems = list(validate_package(root / "datapackage" / "classification"))
    summaries: list[Summary] = []
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
        for name, data in package_pages(package, checked).items():
            written.add(name)
            write_file(docs / name, data)
    if not folders:
        problems.append(
            Problem(Bilingual("没有任何数据包", "there is no package at all"), "datapackage/")
        )
    if problems:
        raise BuildError(problems)
    rest = unit_pages(summaries) | dictionary_pages()
    for name, data in rest.items():
        written.add(name)
        write_file(docs / name, data)
    for generated in GENERATED:
        keep = frozenset(name.removeprefix(f"{generated}/") for name in written)
        write_tree(docs / generated, {}, keep)
    return summaries


def run_mkdocs(root: Path, target: Path) -> None:
    """Run MkDocs, strictly. Raises :class:`BuildError` with what it had to say."""
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "true")
    os.environ.setdefault("SOURCE_DATE_EPOCH", "1640995200")
    import jieba  # noqa: PLC0415 - slow to import
    from mkdocs.commands.build import build  # noqa: PLC0415 - slow to import
    from mkdocs.config import load_config  # noqa: PLC0415
    from mkdocs.exceptions import Abort, ConfigurationError, MkDocsException  # noqa: PLC0415

    said = _Said()
    logger = logging.getLogger("mkdocs")
    logger.addHandler(said)
    logger.setLevel(logging.WARNING)
    jieba.setLogLevel(logging.WARNING)
    try:
        with (root / "mkdocs.yml").open("rb") as stream:
            config = load_config(stream, site_dir=str(target), strict=True)
        build(config)
    except (Abort, ConfigurationError, MkDocsException, SystemExit) as error:
        messages = said.messages or [str(error)]
        raise BuildError(
            [
                Problem(Bilingual("MkDocs 没有建成", f"MkDocs did not build: {text}"), "mkdocs.yml")
                for text in messages
            ]
        ) from error
    finally:
        logger.removeHandler(said)


class _Said(logging.Handler):
    """Keeps the warnings and errors of a run."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


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


def _write_downloads(root: Path, target: Path) -> None:
    for folder in package_folders(root):
        for name, data in package_downloads(folder, "/".join(folder.parts[-2:])):
            write_file(target / name, data)
    classification = root / "datapackage" / "classification"
    for name, data in (*schema_downloads(), *package_downloads(classification, "classification")):
        write_file(target / name, data)


def _refuse_personal(target: Path) -> None:
    """Look through every text of the site for telephone and identity numbers."""
    problems = []
    for path in sorted(target.rglob("*")):
        if path.suffix in {".html", ".csv", ".json", ".md", ".xml", ".txt"}:
            found = find_personal(_LONG_HEX.sub("", path.read_text(encoding="utf-8")))
            if found:
                problems.append(
                    Problem(
                        Bilingual(
                            "有像电话或身份证号的内容",
                            "something like a telephone or identity number",
                        ),
                        path.relative_to(target).as_posix(),
                        todo=Bilingual("从数据中删去", "remove it from the data"),
                    )
                )
    if problems:
        raise BuildError(problems)
