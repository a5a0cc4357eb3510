"""The report: what became of each document, for machines (JSON) and for the exit code."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

from yusuan.language import Bilingual
from yusuan.read.personal import find_personal
from yusuan.tidy.rows import DISCLOSED, EMPTY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from yusuan.errors import Problem
    from yusuan.ingest.make import Ingested
    from yusuan.tidy.rows import TidyTable

READ, SUSPECT, REFUSED = "read", "suspect", "refused"
#: The exit code of each verdict; the highest of a run is the command's.
EXIT_CODES = {READ: 0, SUSPECT: 1, REFUSED: 3}
#: Layouts whose resources are put together from running text, and are no tables of the document.
_PROSE = frozenset({"narrative", "staffing"})
_PAGE = re.compile(r"page=(\d+)")
_MOST_REASONS = 50


@dataclass(frozen=True, slots=True)
class TableReport:
    """A table that stands in the document, and how its arithmetic came out."""

    kind: str
    title: str
    pages: list[int]
    money_unit: str | None
    rows: int
    amounts: int
    identities: dict[str, int]


@dataclass(frozen=True, slots=True)
class Report:
    """What became of one document; its fields are those of the JSON."""

    document: str
    sha256: str | None
    unit: str | None = None
    year: int | None = None
    phase: str | None = None
    scope: str | None = None
    verdict: str = REFUSED
    reason: dict[str, str] | None = None
    package: str | None = None
    tables: list[TableReport] = field(default_factory=list)
    not_understood: list[dict[str, Any]] = field(default_factory=list)
    contradictions: list[dict[str, str]] = field(default_factory=list)
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """A report, and what people want to know besides.

    ``announced`` and ``found`` count the tables that the document's contents name, and those
    of them that it holds; ``findings`` counts the audit's outcomes that are findings;
    ``listing`` has status, rows and name of every kind; ``slug`` is the package's address;
    ``changed`` counts the files written, ``differences`` are those found instead by a check;
    ``problems`` are a refusal's; ``fault`` is the traceback where the program itself was at fault.
    """

    report: Report
    exit_code: int
    problems: tuple[Problem, ...] = ()
    announced: int = 0
    found: int = 0
    findings: Counter[str] = field(default_factory=Counter)
    listing: tuple[tuple[str, int, str], ...] = ()
    slug: str = ""
    changed: int | None = None
    differences: tuple[str, ...] = ()
    fault: str | None = None

    @property
    def amounts(self) -> int:
        """How many amounts stand in the document's tables."""
        return sum(table.amounts for table in self.report.tables)

    @property
    def reason(self) -> Bilingual:
        """The first reason of a verdict that is not ``read``, for one line."""
        reason = self.report.reason or {"zh": "", "en": ""}
        return Bilingual(reason["zh"].split("\n", 1)[0], reason["en"].split("\n", 1)[0])


def made(report: Report, ingested: Ingested, seconds: float) -> Outcome:
    """Report a document that was read."""
    disclosure, judgement = ingested.disclosure, ingested.judgement
    identity, tables = disclosure.identity, list(disclosure.tables.values())
    printed = [table for table in tables if stands(table)]
    verdict = SUSPECT if judgement.suspect else READ
    findings = Counter(str(trial.outcome) for trial in judgement.audit.findings)
    return Outcome(
        replace(
            report,
            unit=identity.unit,
            year=identity.year,
            phase=identity.phase,
            scope=identity.scope,
            verdict=verdict,
            reason=reason(judgement.reasons) if judgement.suspect else None,
            package=str(ingested.folder),
            tables=[_table(table, ingested) for table in printed],
            not_understood=list(_not_understood(getattr(disclosure, "not_understood", ()))),
            contradictions=[_contradiction(p) for p in (*identity.doubts, *identity.remarks)],
            seconds=round(seconds, 3),
        ),
        EXIT_CODES[verdict],
        announced=sum(table.announced for table in tables),
        found=sum(table.announced for table in printed),
        findings=findings,
        slug="/".join(ingested.folder.parts[-2:]),
        listing=tuple((table.status, len(table.rows), table.kind.name) for table in tables),
    )


def refused(
    report: Report,
    problems: tuple[Problem, ...],
    seconds: float,
    exit_code: int = EXIT_CODES[REFUSED],
    fault: str | None = None,
) -> Outcome:
    """Report a document that can't be read, or whose package can't be placed."""
    return Outcome(
        Report(
            report.document,
            report.sha256,
            report.unit,
            report.year,
            report.phase,
            report.scope,
            reason=reason(_of(problem, report.document) for problem in problems),
            seconds=round(seconds, 3),
        ),
        exit_code,
        problems,
        fault=fault,
    )


def stands(table: TidyTable) -> bool:
    """Say whether a resource is a table that stands in the document."""
    return table.status in {DISCLOSED, EMPTY} and table.kind.layout not in _PROSE


def reason(texts: Iterable[Bilingual]) -> dict[str, str]:
    """Give every reason, one a line, the first first; without personal data."""
    shown = list(texts)
    if len(shown) > _MOST_REASONS:
        more = len(shown) - _MOST_REASONS
        shown = [*shown[:_MOST_REASONS], Bilingual(f"……另有 {more} 处", f"… {more} more")]
    return {
        "zh": "\n".join(_plain(text.zh) for text in shown),
        "en": "\n".join(_plain(text.en) for text in shown),
    }


def exit_code(outcomes: Sequence[Outcome]) -> int:
    """Give the command's exit code: the gravest of all; a single document's error has its own."""
    if len(outcomes) == 1:
        return outcomes[0].exit_code
    return max(
        (EXIT_CODES[o.report.verdict] or min(o.exit_code, 1) for o in outcomes),
        default=0,
    )


def report_bytes(reports: Iterable[Report]) -> bytes:
    """Write the reports as JSON, the list that machines read."""
    content = [asdict(report) for report in reports]
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace")


def _of(problem: Problem, document: str) -> Bilingual:
    """Give a problem as a reason: what, and where in the document."""
    name = document.rsplit("/", 1)[-1]
    where = problem.where.removeprefix(name).removeprefix(": ")
    inside = f" ({where})" if where else ""
    return Bilingual(f"{problem.what.zh}{inside}", f"{problem.what.en}{inside}")


def _table(table: TidyTable, ingested: Ingested) -> TableReport:
    name = table.kind.name
    amounts = sum(row.values.get(field) is not None for row in table.rows for field in table.kind.amounts)  # fmt: skip
    return TableReport(
        kind=name,
        title=_plain(table.title or table.kind.title.zh),
        pages=_pages([table.place or "", *(row.place for row in table.rows)]),
        money_unit=table.money_unit,
        rows=len(table.rows),
        amounts=amounts,
        identities={
            "tried": ingested.judgement.tried(name),
            "held": ingested.judgement.held(name),
        },
    )


def _not_understood(items: Iterable[object]) -> Iterator[dict[str, Any]]:
    for item in items:
        place = str(getattr(item, "place", "") or "")
        header = getattr(item, "header", None) or ()
        cells = [header] if isinstance(header, str) else [str(cell) for cell in header]
        yield {
            "page": next(iter(_pages([place])), None),
            "place": place,
            "title": _plain(str(getattr(item, "title", None) or "")),
            "header": [_plain(cell) for cell in cells],
        }


def _contradiction(problem: Problem) -> dict[str, str]:
    """Give what a document says against its own unit, year, phase or scope, and where."""
    return {
        "zh": _plain(problem.what.zh),
        "en": _plain(problem.what.en),
        "place": _plain(problem.where),
    }


def _pages(places: Iterable[str]) -> list[int]:
    """Give the pages that places name; none for a format without pages."""
    return sorted({int(number) for place in places for number in _PAGE.findall(place)})


def _plain(text: str) -> str:
    """Give a text without personal data, as the report is an output like every other."""
    while (found := find_personal(text)) is not None:
        text = text.replace(found, "…")
    return text.encode("utf-8", "replace").decode()
