"""A resource as a page's table: plain data for the template."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from yusuan.classification import FILES
from yusuan.dictionary import Field, TableKind, table_kinds
from yusuan.language import Bilingual
from yusuan.publish.numbers import grouped, place_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yusuan.audit import Audit
    from yusuan.audit.trial import Trial
    from yusuan.package.load import LoadedRow, Package, Resource

#: Columns that shape the table rather than stand in it.
_SHAPING = frozenset(
    {
        "row",
        "role",
        "level",
        "parent",
        "parent_row",
        "raw",
        "inferred",
        "ordinal",
        "derived",
        "other_columns",
        "place",
    }
)
#: Columns whose change begins a new group of rows; the first that a table has is used.
_GROUPING = ("side", "project", "group", "section")
_NAMES = ("name", "item", "source", "kind_of_staff", "project_name")


@dataclass(frozen=True, slots=True)
class CellView:
    """A cell: its text in one or two languages, how it is to be set, what was printed."""

    text: str
    second: str = ""
    style: str = "text"
    raw: str = ""
    inferred: bool = False
    findings: tuple[Trial, ...] = ()


@dataclass(frozen=True, slots=True)
class RowView:
    """A row: its anchor, its role and level for indentation, its cells and its place."""

    anchor: str
    role: str
    level: int
    cells: tuple[CellView, ...]
    place: Bilingual


@dataclass(frozen=True, slots=True)
class GroupView:
    """Rows that belong together under a heading; one group without heading if there is none."""

    title: Bilingual | None
    rows: tuple[RowView, ...]


@dataclass(frozen=True, slots=True)
class TableView:
    """Everything a template needs to draw a resource."""

    kind: TableKind
    columns: tuple[Field, ...]
    groups: tuple[GroupView, ...]
    money_unit: str | None
    has_inferred: bool
    has_dash: bool


def table_view(package: Package, name: str, audit: Audit) -> TableView:
    """Prepare a resource for its page."""
    resource, kind = package.resources[name], table_kinds()[name]
    grouping = next((column for column in _GROUPING if column in resource.columns), None)
    columns = tuple(
        field
        for field in kind.fields
        if field.name in resource.columns
        and field.name not in _SHAPING
        and field.name != grouping
        and not (field.name == "measure" and "name" in resource.columns)
    )
    english = _english_titles(package)
    findings = _findings(audit, name)
    groups: list[tuple[Any, list[RowView]]] = []
    for row in resource.rows:
        value = row[grouping] if grouping else None
        if not groups or groups[-1][0] != value:
            groups.append((value, []))
        groups[-1][1].append(_row(row, columns, english, findings))
    views = tuple(
        GroupView(_group_title(package, kind, grouping, value), tuple(rows))
        for value, rows in groups
    )
    cells = [cell for group in views for row in group.rows for cell in row.cells]
    return TableView(
        kind,
        columns,
        views,
        resource.descriptor.get("money_unit"),
        has_inferred=any(cell.inferred for cell in cells),
        has_dash=any(cell.style == "dash" for cell in cells),
    )


def anchor(row: LoadedRow) -> str:
    """Name a row for links to it."""
    return f"r{row['row']}" if "row" in row else f"p{row['project']}"


def _findings(audit: Audit, name: str) -> dict[tuple[int | None, str], tuple[Trial, ...]]:
    found: dict[tuple[int | None, str], tuple[Trial, ...]] = {}
    for trial in audit.findings:
        if trial.resource == name:
            key = (trial.row, trial.measure)
            found[key] = (*found.get(key, ()), trial)
    return found


def _english_titles(package: Package) -> dict[str, str]:
    """Give the English title of every code the package speaks of."""
    return {
        row["code"]: row["title_en"] or ""
        for name in FILES.values()
        if name in package.resources
        for row in package.resources[name].rows
    }


def _row(
    row: LoadedRow,
    columns: tuple[Field, ...],
    english: Mapping[str, str],
    findings: Mapping[tuple[int | None, str], tuple[Trial, ...]],
) -> RowView:
    number = row.get("row") or row.get("project")
    inferred = str(row.get("inferred") or "").split()
    raw = row.get("raw") or {}
    cells = []
    for field in columns:
        cell = _cell(
            field, row[field.name], str(raw.get(field.name, "")), _second(field, row, english)
        )
        marks = findings.get((number, field.name), ())
        cells.append(
            CellView(cell.text, cell.second, cell.style, cell.raw, field.name in inferred, marks)
        )
    return RowView(
        anchor(row),
        str(row.get("role") or "item"),
        int(row.get("level") or 0),
        tuple(cells),
        place_words(str(row["place"])),
    )


def _second(field: Field, row: LoadedRow, english: Mapping[str, str]) -> str:
    """Give the English name beside a Chinese one, where the classification has it."""
    if field.name == "name" and row.get("measure"):
        return dict(table_kinds()["three-public-expenses"].field("measure").values)[
            row["measure"]
        ].en
    if field.name in _NAMES:
        for code in ("code", "function_code", "economic_code"):
            if row.get(code):
                return english.get(str(row[code]), "")
    if field.name == "economic_name" and row.get("economic_code"):
        return english.get(str(row["economic_code"]), "")
    return ""


def _cell(field: Field, value: Any, raw: str, second: str) -> CellView:
    if isinstance(value, Decimal) or (field.type == "integer" and field.name == "persons"):
        return CellView(grouped(value), style="number", raw=raw)
    if value is None and field.type == "number":
        return CellView(raw or "", style="dash" if raw else "blank", raw=raw)
    if value is None:
        return CellView("", style="blank", raw=raw)
    titles = dict(field.values)
    if value in titles:
        return CellView(titles[value].zh, titles[value].en)
    style = "code" if field.name.endswith("code") else "prose" if field.prose else "text"
    return CellView(str(value), second, style, raw)


def _group_title(
    package: Package, kind: TableKind, grouping: str | None, value: Any
) -> Bilingual | None:
    if grouping is None or value is None:
        return None
    if grouping == "project" and "projects" in package.resources:
        name = next(
            (
                row["project_name"]
                for row in package.resources["projects"].rows
                if row["project"] == value
            ),
            "",
        )
        return Bilingual(str(name), f"project {value}")
    titles = dict(kind.field(grouping).values)
    return titles.get(value, Bilingual(str(value), ""))


def resource_rows(package: Package, name: str, **where: Any) -> list[LoadedRow]:
    """Give a resource's rows whose columns have these values; empty if there is none such."""
    resource: Resource | None = package.resources.get(name)
    if resource is None:
        return []
    return [
        row for row in resource.rows if all(row.get(key) == value for key, value in where.items())
    ]
