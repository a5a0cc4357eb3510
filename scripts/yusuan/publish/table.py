"""A resource as a page's table: plain data for the template."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from yusuan.audit.trial import row_number
from yusuan.dictionary import Field, TableKind, table_kinds
from yusuan.language import Bilingual
from yusuan.publish.cells import LONG, CellView, cell, english_names, is_number
from yusuan.publish.numbers import place_words
from yusuan.publish.templating import heading_column

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from yusuan.audit.trial import Cell
    from yusuan.package.load import LoadedRow, Package, Resource
    from yusuan.publish.findings import FindingView

#: Columns that shape the table rather than stand in it.
SHAPING = frozenset(
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

#: A table of more rows comes in parts of so many, which a page lays out as they are scrolled to.
_LONG, _PART = 500, 50
#: Columns that say the unit of money row by row; the table then has not one unit for all.
_OWN_UNITS = frozenset({"money_unit", "measured_in"})
#: Roles of rows that sum others up → the class of the row.
_SUMS = {"total": "t", "subtotal": "s"}
#: Findings by the row and the column that they stand at.
Marks = dict[tuple[int | None, str], tuple["FindingView", ...]]


@dataclass(frozen=True, slots=True)
class RowView:
    """A row: its anchor, its classes, its cells and its place."""

    anchor: str
    classes: str
    cells: tuple[CellView, ...]
    place: Bilingual


@dataclass(frozen=True, slots=True)
class GroupView:
    """Rows that belong together under a heading; one group without heading if there is none.

    A long group comes in parts, of which all but the first are ``continued`` without a heading.
    """

    title: Bilingual | None
    rows: tuple[RowView, ...]
    continued: bool = False


@dataclass(frozen=True, slots=True)
class TableView:
    """Everything a template needs to draw a resource.

    ``left_out`` are columns in which the document prints nothing in any row. ``amounts`` are
    the positions, from 1, of the columns in the table's one unit of money.
    """

    kind: TableKind
    columns: tuple[Field, ...]
    left_out: tuple[Field, ...]
    groups: tuple[GroupView, ...]
    money_unit: str | None
    amounts: tuple[int, ...]
    has_inferred: bool
    has_dash: bool
    has_unchecked: bool
    severities: frozenset[str]

    @property
    def classes(self) -> str:
        """Say how the columns are set, so that no cell has to: ``n3`` is a column of numbers."""
        found = []
        for position, field in enumerate(self.columns, 1):
            if is_number(field):
                found.append(f"n{position}")
            elif field.prose or field.name in LONG:
                found.append(f"w{position}")
            elif field.name.endswith("code"):
                found.append(f"c{position}")
        return " ".join(found)

    @property
    def long(self) -> bool:
        """Say whether the table comes in parts, as it has too many rows to lay out at once."""
        return any(group.continued for group in self.groups)

    @property
    def widths(self) -> str:
        """Give the widths of the columns, which a long table can't find from all its rows."""
        head = heading_column(self.columns)
        widths = [
            "minmax(10rem,3fr)" if at == head else _width(field)
            for at, field in enumerate(self.columns)
        ]
        return " ".join([*widths, "minmax(5rem,1fr)"])


def table_view(
    package: Package,
    name: str,
    findings: Sequence[FindingView],
    unchecked: Collection[Cell] = (),
) -> TableView:
    """Prepare a resource for its page, with its findings and the cells nothing cross-checks."""
    resource, kind = package.resources[name], table_kinds()[name]
    grouping = next((column for column in _GROUPING if column in resource.columns), None)
    columns, left_out = _columns(resource, kind, grouping)
    english = english_names(package)
    marked = _by_row(findings)
    unseen = {(row, column) for _, row, column in unchecked}
    groups: list[tuple[Any, list[RowView]]] = []
    for row in resource.rows:
        value = row[grouping] if grouping else None
        if not groups or groups[-1][0] != value:
            groups.append((value, []))
        groups[-1][1].append(_row(row, columns, english, marked, unseen))
    in_parts = len(resource.rows) > _LONG
    views = tuple(
        part
        for value, rows in groups
        for part in _parts(
            _group_title(package, kind, grouping, value), rows, _PART if in_parts else len(rows)
        )
    )
    cells = [cell for group in views for row in group.rows for cell in row.cells]
    unit = resource.descriptor.get("money_unit")
    one_unit = unit and not _OWN_UNITS & set(resource.columns)
    return TableView(
        kind,
        columns,
        left_out,
        views,
        unit if kind.amounts else None,
        tuple(at for at, field in enumerate(columns, 1) if field.amount and one_unit),
        has_inferred=any(cell.inferred for cell in cells),
        has_dash=any(cell.style == "dash" for cell in cells),
        has_unchecked=any(cell.unchecked for cell in cells),
        severities=frozenset(view.severity for view in findings),
    )


def _parts(title: Bilingual | None, rows: Sequence[RowView], size: int) -> Iterator[GroupView]:
    for start in range(0, len(rows), size):
        part = tuple(rows[start : start + size])
        yield GroupView(None if start else title, part, continued=start > 0)


def _width(field: Field) -> str:
    if field.prose or field.name in LONG:
        return "16rem"
    return "minmax(6rem,1fr)" if is_number(field) else "minmax(5rem,1fr)"


def _columns(
    resource: Resource, kind: TableKind, grouping: str | None
) -> tuple[tuple[Field, ...], tuple[Field, ...]]:
    """Give the columns that stand in the table, and those left out as they are blank throughout."""
    found = [
        field
        for field in kind.fields
        if field.name in resource.columns
        and field.name not in SHAPING
        and not (kind.layout == "findings" and field.name in _SAID)
        and field.name != grouping
        and not (field.name == "measure" and "name" in resource.columns)
    ]
    head = heading_column(found)
    blank = [
        field
        for at, field in enumerate(found)
        if at != head and resource.rows and not any(_printed(row, field) for row in resource.rows)
    ]
    return tuple(field for field in found if field not in blank), tuple(blank)


def _printed(row: LoadedRow, field: Field) -> bool:
    """Say whether a row has anything in a column, be it only a dash."""
    return row[field.name] is not None or bool((row.get("raw") or {}).get(field.name))


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


def _by_row(findings: Sequence[FindingView]) -> dict[int, dict[str, tuple[FindingView, ...]]]:
    """Index findings by row, and there by column."""
    found: dict[int, dict[str, tuple[FindingView, ...]]] = {}
    for (row, column), views in marks(findings).items():
        if row is not None:
            found.setdefault(row, {})[column] = views
    return found


def _row(
    row: LoadedRow,
    columns: tuple[Field, ...],
    english: Mapping[str, str],
    marked: Mapping[int, Mapping[str, tuple[FindingView, ...]]],
    unseen: Collection[tuple[int | None, str]],
) -> RowView:
    number = row_number(row)
    inferred = str(row.get("inferred") or "").split()
    here = dict(marked.get(number, {})) if number is not None else {}
    cells = [
        replace(
            cell(field, row, english),
            inferred=field.name in inferred,
            findings=here.pop(field.name, ()),
            unchecked=(number, field.name) in unseen,
        )
        for field in columns
    ]
    if here:  # the row's name bears what stands at columns that are not shown
        head = heading_column(columns)
        rest = tuple(view for views in here.values() for view in views)
        cells[head] = replace(cells[head], findings=cells[head].findings + rest)
    return RowView(
        anchor(row),
        _classes(str(row.get("role") or ""), int(row.get("level") or 0)),
        tuple(cells),
        place_words(str(row.get("place") or row.get("places") or "")),
    )


def _classes(role: str, level: int) -> str:
    """Say by classes what a row is: ``l2`` for its level, ``t`` and ``s`` for rows that sum up."""
    return " ".join(filter(None, [_SUMS.get(role), f"l{level}" if level else None]))


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
