"""The pages made from packages, in every language: relative path below ``docs/`` → bytes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from yusuan import __version__
from yusuan.dictionary import TableKind, table_kinds
from yusuan.language import Bilingual
from yusuan.publish.audit_pages import all_audit_pages, audit_names, audit_page
from yusuan.publish.audits import AuditSummary, summarise_audit, tally
from yusuan.publish.charts import package_charts, year_charts
from yusuan.publish.findings import finding_views, unguarded
from yusuan.publish.glance import glance, total_expenditure
from yusuan.publish.measures import Measures, measures
from yusuan.publish.numbers import place_words, readable
from yusuan.publish.project_pages import project_pages
from yusuan.publish.projects import FORMS, package_projects
from yusuan.publish.stated import Stated, stated
from yusuan.publish.table import table_view
from yusuan.publish.templating import in_languages
from yusuan.publish.unit_pages import pages_of_units
from yusuan.recognise.identity import PHASE_TITLES, SCOPE_TITLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yusuan.check import Checked
    from yusuan.package.load import Package

#: Folders below the folder of a language that hold nothing but generated pages.
GENERATED = ("units", "compare", "dictionary", "findings", "checks", "classification")
STATUS_TITLES = {
    "disclosed": Bilingual("已公开", "disclosed"),
    "empty": Bilingual("空表", "empty"),
    "absent": Bilingual("未见", "absent"),
    "derived": Bilingual("推得", "derived"),
}


@dataclass(frozen=True, slots=True)
class Summary:
    """What lists of packages say of one: small enough to keep for every package."""

    slug: str
    unit: Bilingual
    region: Bilingual
    year: int
    phase_name: str
    scope: str | None
    total: Bilingual | None
    tables: int
    audit: AuditSummary
    measures: Measures
    stated: tuple[Stated, ...]

    @property
    def unit_slug(self) -> str:
        """Folder of the unit."""
        return self.slug.split("/", maxsplit=1)[0]

    @property
    def year_slug(self) -> str:
        """Folder of the package below its unit's."""
        return self.slug.split("/", maxsplit=1)[1]

    @property
    def phase(self) -> Bilingual:
        """Name of the phase."""
        return PHASE_TITLES[self.phase_name]


def summarise(package: Package, checked: Checked) -> Summary:
    """Give what lists say of a package."""
    descriptor = package.descriptor
    kinds = package_kinds(package)
    spent = total_expenditure(package)
    return Summary(
        package.slug,
        package.decisions.unit,
        package.decisions.region or Bilingual(str(descriptor.get("region") or ""), ""),
        int(descriptor["year"]),
        str(descriptor["phase"]),
        descriptor.get("scope"),
        readable(spent.money.value, spent.money.unit) if spent else None,
        sum(
            package.resources[name].descriptor["status"] in {"disclosed", "derived"}
            for name in kinds
        ),
        summarise_audit(package, checked),
        measures(package),
        stated(package),
    )


def package_kinds(package: Package) -> dict[str, TableKind]:
    """Give the table kinds that a package has, in their published order."""
    return {name: kind for name, kind in table_kinds().items() if name in package.resources}


def package_pages(package: Package, checked: Checked) -> dict[str, bytes]:
    """Make the pages of one package: the year at a glance, its audit and a page a table."""
    base = f"units/{package.slug}"
    kinds = package_kinds(package)
    findings = finding_views(package, checked)
    unchecked = unguarded(package, checked.audit)
    projects = package_projects(package)
    shared = {"package": package, "checked": checked, "descriptor": package.descriptor, **_shared()}
    shared["total"] = tally(checked.trials)
    charts = package_charts(package)
    seen = glance(package, projects)
    pages = in_languages(
        f"{base}/index.md",
        "year.md",
        **shared,
        **audit_names(),
        **seen,
        projects=projects,
        charts=year_charts(charts, seen["functions"].name if seen["functions"] else None),
        kinds=kinds,
        unchecked=sum(map(len, unchecked.values())),
        findings=findings,
    )
    pages |= audit_page(package, checked, findings, shared)
    for kind in kinds.values():
        own = [view for view in findings if view.table == kind.name]
        view = table_view(package, kind.name, own, unchecked.get(kind.name, ()))
        if kind.name == FORMS:
            own_open = unchecked.get(kind.name, ())
            context = {**shared, "kinds": kinds, "chart": charts.get(FORMS)}
            pages |= project_pages(package, projects, findings, view, own_open, context)
            continue
        pages |= in_languages(
            f"{base}/{kind.name}.md",
            "table.md",
            **shared,
            **audit_names(),
            kind=kind,
            resource=package.resources[kind.name].descriptor,
            view=view,
            kinds=kinds,
            chart=charts.get(kind.name),
            findings=own,
        )
    return pages


def _shared() -> dict[str, Any]:
    return {
        "version": __version__,
        "statuses": STATUS_TITLES,
        "phases": PHASE_TITLES,
        "scopes": SCOPE_TITLES,
        "place_words": place_words,
    }


def unit_pages(summaries: Sequence[Summary]) -> dict[str, bytes]:
    """Make the pages over packages: home, units and those of the audit."""
    shared = _shared()
    return pages_of_units(summaries, shared) | all_audit_pages(summaries, shared)
