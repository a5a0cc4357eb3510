"""The score of the reader over a folder of documents, against a baseline that may only rise.

The documents are ingested as ``yusuan ingest`` does, into a temporary folder. Exit codes: 0 not
worse, 1 worse than the baseline, 2 nothing to compare.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from dataclasses import asdict, dataclass, field, fields
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tqdm import tqdm

from yusuan.errors import YusuanError
from yusuan.files import write_file
from yusuan.ingest.batch import ingest_documents
from yusuan.ingest.inputs import Input, documents_of
from yusuan.ingest.printed import summary
from yusuan.ingest.report import READ, REFUSED, SUSPECT, Outcome, report_bytes
from yusuan.ingest.units import Units

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

BASELINE = Path(__file__).resolve().parents[1] / "tests" / "corpus-baseline.json"


@dataclass(frozen=True)
class Score:
    """What a document, or all of them together, came to.

    ``listed`` counts the tables that the contents name, ``found`` those of them that were
    found, ``tables`` all that were found.
    """

    read: int = 0
    suspect: int = 0
    refused: int = 0
    listed: int = 0
    found: int = 0
    tables: int = 0
    amounts: int = 0
    tried: int = 0
    held: int = 0
    not_understood: int = 0
    findings: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, outcome: Outcome) -> Score:
        """Score one document."""
        report = outcome.report
        return cls(
            read=int(report.verdict == READ),
            suspect=int(report.verdict == SUSPECT),
            refused=int(report.verdict == REFUSED),
            listed=outcome.announced,
            found=outcome.found,
            tables=len(report.tables),
            amounts=outcome.amounts,
            tried=sum(table.identities["tried"] for table in report.tables),
            held=sum(table.identities["held"] for table in report.tables),
            not_understood=len(report.not_understood),
            findings=dict(sorted(outcome.findings.items())),
        )

    @property
    def verdict(self) -> str:
        """The verdict of a single document's score."""
        return READ if self.read else SUSPECT if self.suspect else REFUSED

    @property
    def closed(self) -> Fraction:
        """Which part of the identities tried held."""
        return Fraction(self.held, self.tried) if self.tried else Fraction(0)

    def __add__(self, other: Score) -> Score:
        total: dict[str, Any] = {}
        for name in (item.name for item in fields(Score) if item.name != "findings"):
            total[name] = getattr(self, name) + getattr(other, name)
        names = sorted({*self.findings, *other.findings})
        findings = {n: self.findings.get(n, 0) + other.findings.get(n, 0) for n in names}
        return Score(**total, findings=findings)


Scores = dict[str, Score]


def worse(now: Scores, before: Scores, refuse: Sequence[str]) -> list[str]:
    """Say in what the scores fell behind the baseline; nothing if in nothing.

    ``refuse`` names the documents that are no disclosures: reading one is a fall.
    """
    new, old = total(now), total(before)
    rise = ("read", "found", "tables", "amounts")
    lines = [
        f"{name}: {getattr(old, name)} -> {getattr(new, name)}, may only rise"
        for name in rise
        if getattr(new, name) < getattr(old, name)
    ]
    if new.closed < old.closed:
        lines.append(
            f"held of tried: {old.held}/{old.tried} -> {new.held}/{new.tried}, may only rise"
        )
    if new.suspect > old.suspect:
        lines.append(f"suspect: {old.suspect} -> {new.suspect}, may only fall")
    lines += [
        f"{name}: {now[name].verdict}, must be refused"
        for name in refuse
        if name in now and not now[name].refused
    ]
    return lines


def changes(now: Scores, before: Scores) -> list[str]:
    """Say for each document what differs from the baseline."""
    lines = []
    for name in sorted({*now, *before}):
        new, old = now.get(name), before.get(name)
        if new is None or old is None:
            lines.append(f"  {name}: {'new' if old is None else 'gone'}")
            continue
        words = [f"{old.verdict} -> {new.verdict}"] if old.verdict != new.verdict else []
        for item in ("listed", "found", "tables", "amounts", "tried", "held", "not_understood"):
            a, b = getattr(old, item), getattr(new, item)
            words += [f"{item} {a} -> {b}"] if a != b else []
        if words:
            lines.append(f"  {name}: {', '.join(words)}")
    return lines


def total(scores: Mapping[str, Score]) -> Score:
    """Add all documents' scores."""
    return sum(scores.values(), Score())


def load(path: Path) -> tuple[Scores, list[str]]:
    """Read the baseline: the scores, and the names of documents that must be refused."""
    if not path.is_file():
        return {}, []
    content = json.loads(path.read_text(encoding="utf-8"))
    scores = {name: Score(**score) for name, score in content["documents"].items()}
    return scores, content["refuse"]


def save(path: Path, scores: Scores, refuse: Sequence[str]) -> None:
    """Write the baseline."""
    content = {
        "refuse": list(refuse),
        "total": asdict(total(scores)),
        "documents": {name: asdict(score) for name, score in sorted(scores.items())},
    }
    write_file(path, (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode())


def pages_of(item: Input) -> int | None:
    """Count a PDF's pages; ``None`` for what is no PDF or can't be opened as one."""
    import pdfplumber  # noqa: PLC0415 - slow to import

    try:
        with pdfplumber.open(item.path) as pdf:
            return len(pdf.pages)
    except Exception:  # a broken document has no pages to count
        return None


def show(outcomes: Sequence[Outcome], inputs: Sequence[Input], scores: Scores) -> None:
    """Print every document and the score."""
    print("\n".join(summary(outcomes)))
    for outcome in outcomes:
        if outcome.reason.zh:
            print(f"{outcome.report.verdict:<8} {outcome.report.document}: {outcome.reason}")
    sum_of = total(scores)
    paged = [(o.report.seconds, pages_of(i)) for o, i in zip(outcomes, inputs, strict=True)]
    seconds = sum(second for second, pages in paged if pages)
    pages = sum(pages for _, pages in paged if pages)
    speed = f"{seconds / pages:.3f} over {pages} pages" if pages else "null"
    print(
        f"\ndocuments {len(scores)}: read {sum_of.read}, suspect {sum_of.suspect}, refused {sum_of.refused}"
        f"\ntables listed in contents {sum_of.listed}, of these found {sum_of.found}; found in all {sum_of.tables}"
        f"\namounts {sum_of.amounts}"
        f"\nidentities tried {sum_of.tried}, held {sum_of.held} ({float(sum_of.closed):.2%})"
        f"\nnot understood {sum_of.not_understood}"
        f"\nfindings {', '.join(f'{n} {c}' for n, c in sum_of.findings.items()) or 'none'}"
        f"\nseconds a page {speed}"
    )


def run(folder: Path, workers: int, report: Path | None) -> Scores:
    """Ingest every document, print what came of it, and give the scores."""
    inputs = documents_of([folder])
    with tempfile.TemporaryDirectory() as name:
        into = Path(name)
        found = ingest_documents(inputs, into, Units.of([into]), workers=workers)
        outcomes = list(tqdm(found, total=len(inputs), delay=2, disable=None, leave=False))
    if report:
        write_file(report, report_bytes(outcome.report for outcome in outcomes))
    scores = {outcome.report.document: Score.of(outcome) for outcome in outcomes}
    show(outcomes, inputs, scores)
    return scores


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the score and compare it; gives the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("documents", type=Path, help="folder of documents")
    parser.add_argument("--baseline", type=Path, default=BASELINE)
    parser.add_argument("--report", type=Path, help="write the JSON report there as well")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--update", action="store_true", help="make it the baseline if not worse")
    options = parser.parse_args(arguments)
    try:
        now = run(options.documents, options.workers, options.report)
    except YusuanError as error:
        print(error, file=sys.stderr)
        return 2
    before, refuse = load(options.baseline)
    fallen = worse(now, before, refuse) if before else []
    moved = changes(now, before)
    if fallen:
        print("\nWORSE than the baseline:", *fallen, "by document:", *moved, sep="\n")
        return 1
    if options.update:
        save(options.baseline, now, refuse)
        print("\nbaseline rewritten; by document:", *(moved or ["  no change"]), sep="\n")
    elif not before:
        print(f"\nno baseline at {options.baseline}: make one with make corpus UPDATE=1")
        return 2
    elif moved:
        print("\nnot worse; make corpus UPDATE=1 keeps what rose:", *moved, sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
