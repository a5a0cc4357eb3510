"""What a package costs on disk in bytes: its pages in every language and all its downloads.

Packages of the repository, of the invented disclosures, and of any folder of documents named
are built into one site, and each is measured. A site that is built already can be measured by
``--site``. A city of 5,000 packages has to stay below the 1 GB of GitHub Pages.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from yusuan.language import LANGUAGES
from yusuan.site.build import folder_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).resolve().parents[1]
#: Folders of generated pages, which a build makes anew.
_GENERATED = shutil.ignore_patterns(
    "units", "compare", "dictionary", "findings", "checks", "classification", "index.md"
)
#: What a whole city may take, and of how many packages it is.
LIMIT, CITY = 1_000_000_000, 5000


def kind_of_download(path: Path) -> str:
    """Say what sort of download a file is, by its place below the package's folder."""
    if path.parts[0] in {"data", "charts"}:
        return {"data": "CSV", "charts": "charts"}[path.parts[0]]
    if path.name == "datapackage.json":
        return "descriptor"
    return path.suffix.removeprefix(".") if path.suffix in {".xlsx", ".zip"} else "others"


def files_of(site: Path, slug: str) -> Iterator[tuple[str, Path]]:
    """Yield every file of a package with its kind."""
    for language in LANGUAGES:
        for path in _below(site / folder_of(language) / "units" / slug):
            yield f"pages {language}", path
    folder = site / "data" / slug
    for path in _below(folder):
        yield kind_of_download(path.relative_to(folder)), path


def _below(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def package_bytes(site: Path, slug: str) -> Counter[str]:
    """Count the bytes of a package by kind of file, and its pages, in all languages together."""
    found: Counter[str] = Counter()
    for kind, path in files_of(site, slug):
        found[kind] += path.stat().st_size
        found["number of pages"] += path.suffix == ".html"
    return found


def whole(counts: Counter[str]) -> int:
    """Give all bytes of a package."""
    return counts.total() - counts["number of pages"]


def slugs(site: Path) -> list[str]:
    """Name every package of a site."""
    found = (site / "data").glob("*/*/datapackage.json")
    return sorted("/".join(path.parent.parts[-2:]) for path in found)


def built(folder: Path, documents: Sequence[Path]) -> tuple[Path, list[str]]:
    """Build a site of the repository's packages and of documents; give it and the names of the former."""
    shutil.copytree(ROOT / "docs", folder / "docs", ignore=_GENERATED)
    shutil.copytree(ROOT / "datapackage", folder / "datapackage")
    shutil.copy(ROOT / "mkdocs.yml", folder)
    own = sorted(
        "/".join(path.parent.parts[-2:])
        for path in (folder / "datapackage").glob("*/*/datapackage.json")
    )
    yusuan = [sys.executable, "-m", "yusuan"]
    invented = sorted((ROOT / "tests" / "disclosures").glob("*/document.txt"))
    into = ["--into", str(folder / "datapackage"), "--replace"]
    command = [*yusuan, "ingest", *map(str, [*invented, *documents]), *into]
    # documents that are refused, or of a year that is there already, are left out
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    subprocess.run([*yusuan, "build", "--root", str(folder)], check=True, stdout=subprocess.DEVNULL)
    return folder / "site", own


def show(site: Path, own: Sequence[str]) -> None:
    """Print bytes by kind: the repository's packages one by one, then mean and median of all."""
    costs = {slug: package_bytes(site, slug) for slug in slugs(site)}
    kinds = sorted({kind for counts in costs.values() for kind in counts} - {"number of pages"})
    columns = [*kinds, "number of pages"]
    print(f"{'kB':<34}" + "".join(f"{name:>16}" for name in (*columns, "all")))
    for slug in own or costs:
        print(_line(slug, [costs[slug][name] for name in columns], whole(costs[slug])))
    wholes = [whole(counts) for counts in costs.values()]
    for name, of in (("mean", statistics.mean), ("median", statistics.median)):
        values = [of([counts[kind] for counts in costs.values()]) for kind in columns]
        print(_line(f"{name} of {len(costs)} packages", values, of(wholes)))
    print(f"smallest {min(wholes) / 1000:.0f} kB, largest {max(wholes) / 1000:.0f} kB")
    every = sum(path.stat().st_size for path in _below(site))
    print(
        f"the site {every / 1e6:.1f} MB, of which {(every - sum(wholes)) / 1e6:.1f} MB not in packages"
    )
    print(f"a city of {CITY}: {statistics.mean(wholes) * CITY / 1e6:.0f} MB of {LIMIT / 1e6:.0f}")


def _line(name: str, values: Sequence[float], all_of: float) -> str:
    *sizes, pages = values
    cells = [*(f"{size / 1000:.1f}" for size in sizes), f"{pages:.0f}", f"{all_of / 1000:.1f}"]
    return f"{name[-33:]:<34}" + "".join(f"{cell:>16}" for cell in cells)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print every figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("documents", type=Path, nargs="*", help="documents, or folders of them")
    parser.add_argument("--site", type=Path, help="measure this site, which is built already")
    options = parser.parse_args(arguments)
    if options.site:
        show(options.site, [])
        return
    with tempfile.TemporaryDirectory() as name:
        show(*built(Path(name), options.documents))


if __name__ == "__main__":
    main()
