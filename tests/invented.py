"""The invented disclosures of ``tests/disclosures`` and projects made of them.

The forms' responsible persons and telephone numbers stand in the files as placeholders; what
takes their place is put together here, so that no file holds anything like personal data.
"""

from __future__ import annotations

import csv
import datetime as dt
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from yusuan.dictionary import classification_folder, table_kinds
from yusuan.ingest import Ingested, prepare, write
from yusuan.ingest.make import make_package
from yusuan.ingest.units import Units
from yusuan.read import document_from
from yusuan.tidy import Disclosure, tidy_document

if TYPE_CHECKING:
    from collections.abc import Mapping

DISCLOSURES = Path(__file__).parent / "disclosures"
ARCHIVES = "archives-2023-budget"
LIBRARY = "library-2021-final"
#: A department over two units, whose document prints every kind of table but the forms.
EDUCATION = "education-2024-budget"
#: Table kinds that every package has; the others are there if the document prints them.
FIXED = [name for name, kind in table_kinds().items() if not kind.optional]
PERSON = "甲" + "某"
MOBILE = "1" + "3" + "0" * 9
LANDLINE = "0" + "27-" + "8" + "0" * 7
LOCAL = "8" + "0" * 7
IDENTITY = "42" + "0" * 4 + "1990" + "0101" + "00" + "1X"
#: The day on which findings are accepted in tests.
ACCEPTED = dt.date(2023, 5, 1)
BOM = b"\xef\xbb\xbf"


def names() -> list[str]:
    """Names of all invented disclosures."""
    return sorted(path.parent.name for path in DISCLOSURES.glob("*/document.txt"))


def text_of(name: str = ARCHIVES) -> str:
    """Text of an invented disclosure, its placeholders filled."""
    text = (DISCLOSURES / name / "document.txt").read_text(encoding="utf-8")
    return text.replace("{{person}}", PERSON).replace("{{telephone}}", MOBILE)


def findings_of(name: str = ARCHIVES) -> list[str]:
    """Names of what is to be found in an invented disclosure, by its twin; the rest adds up."""
    twin = DISCLOSURES / name / "expected" / "findings.csv"
    if not twin.exists():
        return []
    with twin.open(encoding="utf-8", newline="") as stream:
        return [row["finding"] for row in csv.DictReader(stream)]


def changed(old: str, new: str, name: str = ARCHIVES) -> str:
    """Text of an invented disclosure with one passage replaced, which must stand in it."""
    text = text_of(name)
    assert old in text, old
    return text.replace(old, new)


def table(
    title: str, rows: str, unit: str = "单位：万元", owner: str = "单位：云溪市档案馆"
) -> str:
    """A document of one table; ``|`` stands between its cells."""
    return f"2023 年单位预算\n\n{title}\n\n{owner}\n\n{unit}\n\n" + rows.replace("|", "\t") + "\n"


def disclosed(text: str) -> Disclosure:
    """Read and tidy a text."""
    return tidy_document(document_from("document.txt", text.encode()))


def packaged(text: str) -> Disclosure:
    """Read, tidy and audit a text: a disclosure with its findings."""
    into = Path("datapackage")
    return make_package(
        document_from("document.txt", text.encode()), into, Units.of([into])
    ).disclosure


def make_project(folder: Path) -> Path:
    """Make an empty project with the classification in it."""
    (folder / "datapackage").mkdir(parents=True)
    (folder / "mkdocs.yml").touch()
    shutil.copytree(classification_folder(), folder / "datapackage" / "classification")
    return folder


def put(folder: Path, text: str) -> Path:
    """Write a document beside a project."""
    path = folder / "document.txt"
    path.write_text(text, encoding="utf-8")
    return path


def ingest(root: Path, text: str) -> Ingested:
    """Ingest a text into a project."""
    ingested = prepare(put(root.parent, text), root)
    write(ingested)
    return ingested


def accept(folder: Path, *findings: str) -> None:
    """Accept these findings, and no others, in a package's decisions."""
    path = folder / "decisions.yaml"
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    reason = {"zh": "原文如此", "en": "as printed"}
    content["accepted_findings"] = [
        {"finding": name, "reason": dict(reason), "date": ACCEPTED} for name in findings
    ]
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")


def tree(folder: Path) -> Mapping[str, bytes]:
    """Every file below a folder with its bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
