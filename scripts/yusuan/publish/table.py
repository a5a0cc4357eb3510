"""A resource as a page's table: plain data for the template."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from yusuan.audit.trial import row_number
from yusuan.classification import FILES
from yusuan.dictionary import Field, TableKind, table_kinds
from yusuan.language import Bilingual
from yusuan.publish.findings import finding_anchor, short_tolerance
from yusuan.publish.numbers import grouped, place_words
from yusuan.publish.templating import heading_column

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from yusuan.audit.trial import Cell
    from yusuan.package.load import LoadedRow, Package, Resource
    from yusuan.publish.findings import FindingView

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
#: Columns of the findings that their name, their message and the place say already.
_SAID = frozenset(
    {
        "table",
        "table_row",
        "row_key",
        "column",
        "printed_text",
        "computed_text",
        "places",
        "other_table",
        "other_places",
        "message_en",
    }
)
#: Columns whose change begins a new group of rows; the first that a table has is used.
_GROUPING = ("side", "project", "group", "section")
#: Columns of sentences, which are set wide.
_LONG = frozenset({"finding", "message"})
_NAMES = ("name", "item", "source", "kind_of_staff", "project_name")


@dataclass(frozen=True, slots=True)
class CellView:
    """A cell: its text, how it is to be set, what was printed.

    The text of a ``word`` or ``sentence`` is given in the page's own language; other texts are
    names, whose Chinese stays beside the English where the classification has one.

    ``unchecked`` is an amount that no identity was tried on.
    """

    text: Bilingual
    style: str = "text"
    raw: str = ""
    inferred: bool = False
    findings: tuple[FindingView, ...] = ()
    unchecked: bool = False
    link: str = ""


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
    has_unchecked: bool
    severities: frozenset[str]


#: Findings by the row and the column that they stand at.
Marks = dict[tuple[int | None, str], tuple["FindingView", ...]]


def table_view(
    package: Package,
    name: str,
    findings: Sequence[FindingView],
    unchecked: Collection[Cell] = (),
) -> TableView:
    """Prepare a resource for its page, with its findings and the cells nothing cross-checks."""
    resource, kind = package.resources[name], table_kinds()[name]
    grouping = next((column for column in _GROUPING if column in resource.columns), None)
    columns = tuple(
        field
        for field in kind.fields
        if field.name in resource.columns
        and field.name not in _SHAPING
        and not (kind.layout == "findings" and field.name in _SAID)
        and field.name != grouping
        and not (field.name == "measure" and "name" in resource.columns)
    )
    english = _english_titles(package)
    marked = marks(findings)
    unseen = {(row, column) for _, row, column in unchecked}
    groups: list[tuple[Any, list[RowView]]] = []
    for row in resource.rows:
        value = row[grouping] if grouping else None
        if not groups or groups[-1][0] != value:
            groups.append((value, []))
        groups[-1][1].append(_row(row, columns, english, marked, unseen))
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
        has_unchecked=any(cell.unchecked for cell in cells),
        severities=frozenset(view.severity for view in findings),
    )


def anchor(row: LoadedRow) -> str:
    """Name a row for links to it."""
    return f"r{row['row']}" if "row" in row else f"p{row['project']}"


def marks(findings: Sequence[FindingView]) -> Marks:
    """Index findings by the cell that they stand at."""
    found: Marks = {}
    for view in findings:
        if view.row is not None:
            key = (view.row, view.measure)
            found[key] = (*found.get(key, ()), view)
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
    marked: Marks,
    unseen: Collection[tuple[int | None, str]],
) -> RowView:
    number = row_number(row)
    inferred = str(row.get("inferred") or "").split()
    raw = row.get("raw") or {}
    names = [field.name for field in columns]
    head = heading_column(columns)
    cells = []
    for position, field in enumerate(columns):
        cell = _cell(
            field, row[field.name], str(raw.get(field.name, "")), _second(field, row, english)
        )
        found = marked.get((number, field.name), ())
        if position == head:  # the row's name bears what stands at columns that are not shown
            found += tuple(
                view
                for (at, column), views in marked.items()
                if at == number and column not in names
                for view in views
            )
        cells.append(
            replace(
                cell,
                inferred=field.name in inferred,
                findings=found,
                unchecked=(number, field.name) in unseen,
                link=_link(field.name, row),
            )
        )
    return RowView(
        anchor(row),
        str(row.get("role") or "item"),
        int(row.get("level") or 0),
        tuple(cells),
        place_words(str(row.get("place") or row.get("places") or "")),
    )


def _link(column: str, row: LoadedRow) -> str:
    """Give where a cell of the findings leads: to the finding beside its number, or to its check."""
    if "severity" not in row or not row[column]:
        return ""
    if column == "finding":
        return f"../{row['table']}/#{finding_anchor(row['finding'])}"
    return f"../../../../checks/{row[column]}/" if column == "check" else ""


def _second(field: Field, row: LoadedRow, english: Mapping[str, str]) -> str:
    """Give the English name beside a Chinese one, where the classification has it."""
    if field.name == "message":
        return str(row["message_en"])
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
    if isinstance(value, Decimal) and field.name == "tolerance":
        return CellView(_plain(short_tolerance(value)), "number", f"{value:f}")
    if isinstance(value, Decimal) or (field.type == "integer" and field.name == "persons"):
        return CellView(_plain(grouped(value)), "number", raw)
    if value is None and field.type == "number":
        return CellView(_plain(raw), "dash" if raw else "blank", raw)
    if value is None:
        return CellView(_plain(""), "blank", raw)
    titles = dict(field.values)
    if value in titles:
        return CellView(titles[value], "word")
    style = "code" if field.name.endswith("code") else "prose" if field.prose else "text"
    text = Bilingual(str(value), second)
    return CellView(text, "sentence" if field.name in _LONG else style, raw)


def _plain(text: str) -> Bilingual:
    return Bilingual(text, "")


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
        return Bilingual(str(name), "")
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
