"""The project expenditure table put together from the project forms, marked as derived."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.language import normal
from yusuan.tidy.rows import DERIVED, TidyRow, TidyTable, Value, numbered

if TYPE_CHECKING:
    from yusuan.dictionary import TableKind


def derive_project_expenditure(
    kind: TableKind, projects: TidyTable, funding: TidyTable
) -> TidyTable:
    """Make one row a project from the forms' budgets and sources of funds."""
    sources = {
        normal(label): name for name, labels in kind.reading["sources"].items() for label in labels
    }
    rows = []
    for project in projects.rows:
        values: dict[str, Value] = {
            name: project.values.get(name)
            for name in ("project", "project_code", "project_name", "executing_unit")
        }
        values |= {"total": project.amount("current_budget"), "derived": True}
        values |= dict.fromkeys(kind.reading["sources"], None)
        for row in funding.rows:
            source = normal(str(row.values["source"])).removeprefix("其中:")
            if row.values["project"] == values["project"] and source in sources:
                values[sources[source]] = row.amount("amount")
        rows.append(TidyRow(values, project.place))
    return TidyTable(
        kind,
        numbered(rows),
        status=DERIVED,
        money_unit=projects.money_unit,
        place=projects.place,
        announced=False,
    )
