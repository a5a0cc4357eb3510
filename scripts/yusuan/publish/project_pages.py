"""The list of a package's projects and a page a project, in every language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from yusuan.dictionary import table_kinds
from yusuan.publish.audit_pages import audit_names
from yusuan.publish.projects import FORMS, INDICATORS, LISTS, Part, Project
from yusuan.publish.table import Marks, TableView, marks
from yusuan.publish.templating import in_languages

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence, Set

    from yusuan.audit.trial import Cell
    from yusuan.dictionary import Field
    from yusuan.package.load import Package
    from yusuan.publish.findings import FindingView

#: Columns of a form that the head of a project's page says.
_IN_HEAD = frozenset(
    {"project_code", "project_name", "current_budget", "total_budget", "start_year", "end_year"}
)
#: Columns of a form that say what is aimed at, that of the year first.
_GOALS = ("annual_goal", "long_term_goal")


def project_pages(
    package: Package,
    projects: Sequence[Project],
    findings: Sequence[FindingView],
    view: TableView,
    unchecked: Sequence[Cell],
    shared: Mapping[str, Any],
) -> dict[str, bytes]:
    """Make the list of projects, which is also the page of the project forms, and their pages."""
    base = f"units/{package.slug}"
    kinds = table_kinds()
    own = [one for one in findings if one.table == FORMS]
    context = {
        **shared,
        **audit_names(),
        "tables": [kinds[name] for name in _tables(projects)],
        "kind": kinds[FORMS],
        "lists": LISTS,
        "forms": INDICATORS,
        "count": len(projects),
    }
    same = _same_whole(
        projects, {column for _, column in marks(own)} | {one[2] for one in unchecked}
    )
    units = {project.amount.unit for project in projects if project.amount}
    pages = in_languages(
        f"{base}/{FORMS}.md",
        "projects.md",
        **context,
        resource=package.resources[FORMS].descriptor,
        view=view,
        unseen={(row, column) for _, row, column in unchecked},
        findings=own,
        marks=marks(own),
        unit=units.pop() if len(units) == 1 else "",
        projects=projects,
        by_form=any(project.form for project in projects),
        has_whole=any(project.whole for project in projects) and not same,
        same_whole=same,
        has_sums=any(project.amount and project.amount.terms > 1 for project in projects),
    )
    ranks = _ranks(projects)
    for at, project in enumerate(projects):
        pages |= in_languages(
            f"{base}/{FORMS}/{project.number}.md",
            "project.md",
            **context,
            project=project,
            rank=ranks.get(project.number),
            **_told(project),
            sections=_sections(project),
            before=projects[at - 1] if at else None,
            after=projects[at + 1] if at + 1 < len(projects) else None,
            **_found(project, findings),
        )
    return pages


def _tables(projects: Sequence[Project]) -> list[str]:
    """Name the tables that projects were put together from, in the order of their reading."""
    used = {part.kind.name for project in projects for part in project.parts}
    return [name for name in LISTS if name in used]


def _found(project: Project, findings: Sequence[FindingView]) -> dict[str, Any]:
    """Give the findings that stand at a project's rows, and by table the cells they mark."""
    own = [one for one in findings if (one.table, one.row) in project.cells]
    tables = dict.fromkeys(one.table for one in own)
    by_table: dict[str, Marks] = {
        name: marks([one for one in own if one.table == name]) for name in tables
    }
    return {"findings": own, "marks": by_table}


def _sections(project: Project) -> dict[str, list[Part]]:
    sections: dict[str, list[Part]] = {}
    for part in project.parts:
        sections.setdefault(part.kind.name, []).append(part)
    return sections


def _told(project: Project) -> dict[str, tuple[Field, ...]]:
    """Give the columns of a form below the head: short ones, goals, and the reasons."""
    form = project.form
    own = [
        field
        for field in table_kinds()[FORMS].fields
        if form and field.labels and field.name not in _IN_HEAD and form[field.name] is not None
    ]
    return {
        "about": tuple(field for field in own if not field.prose),
        "goals": tuple(own_goal for name in _GOALS for own_goal in own if own_goal.name == name),
        "reasons": tuple(field for field in own if field.prose and field.name not in _GOALS),
    }


def _same_whole(projects: Sequence[Project], marked: Set[str]) -> bool:
    """Say whether the list needs no column of total budgets: they are the year's, and none is marked."""
    both = [(project.amount, project.whole) for project in projects]
    return "total_budget" not in marked and all(
        amount and whole and (amount.value, amount.unit) == (whole.value, whole.unit)
        for amount, whole in both
    )


def _ranks(projects: Sequence[Project]) -> dict[int, int]:
    """Say how large each project is among all; none where one has no amount or two are equal."""
    amounts = [project.amount for project in projects]
    sizes = [amount.yuan for amount in amounts if amount is not None]
    if len(projects) == 1 or len(set(sizes)) < len(projects):
        return {}
    order = sorted(projects, key=lambda one: one.amount.yuan if one.amount else 0, reverse=True)
    return {project.number: rank for rank, project in enumerate(order, 1)}
