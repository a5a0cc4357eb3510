"""The projects of a package, each with everything the package says of it.

Where the document holds project forms, each form is a project and keeps the form's number.
Elsewhere projects are put together from the lists that name them: rows with exactly the same
name are one project, numbered in the order in which the names first appear, table by table.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from yusuan.dictionary import Field, TableKind, table_kinds
from yusuan.publish.figure import Money
from yusuan.publish.table import SHAPING, anchor, resource_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yusuan.language import Bilingual
    from yusuan.package.load import LoadedRow, Package

FORMS = "projects"
#: Tables with parts of the project forms, in the order in which a project's page shows them.
SECTIONS = ("project-targets", "project-funding", "project-costs", "project-procurement")
#: Tables that list projects, or their goals, by name.
LISTS = (
    "project-list",
    "general-public-budget-projects",
    "superior-subsidy-projects",
    "transfers-to-lower-levels",
    "medium-term-plan",
    "performance-goals",
    "performance-forms",
)
#: Those of them that say what a project aims at, and its amount only besides.
GOALS = frozenset({"performance-goals", "performance-forms"})
#: The table of indicators; its rows belong to a row of the goal forms.
INDICATORS = ("performance-indicators", "performance-forms")
#: The most columns of a table that stands on a page without a box to scroll in.
_MOST_COLUMNS = 6
#: Columns that an indicator's own line is made of.
_NAMING = frozenset(
    {
        "indicator_1",
        "indicator_2",
        "indicator_3",
        "indicator_nature",
        "target_value",
        "measure_unit",
    }
)
#: Columns that place a row or say what the page's heading says already.
_SAID = SHAPING | {
    "project",
    "project_code",
    "project_name",
    "scope",
    "form",
    "horizon",
}


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of one table that are about a project, under a heading where a table has several.

    ``same`` are the columns which say the same in every row, with what they say; they are not
    among ``columns``.
    """

    kind: TableKind
    money_unit: str
    title: Bilingual | None
    columns: tuple[Field, ...]
    rows: tuple[LoadedRow, ...]
    same: tuple[tuple[Field, Any], ...] = ()

    @property
    def blank(self) -> tuple[LoadedRow, ...]:
        """The rows of which the document prints nothing but the name."""
        names = [field.name for field in self.columns[1:]]
        return tuple(row for row in self.rows if names and all(row[name] is None for name in names))

    @property
    def told(self) -> tuple[LoadedRow, ...]:
        """The other rows."""
        blank = self.blank
        return tuple(row for row in self.rows if row not in blank)

    @property
    def behind(self) -> tuple[Field, ...]:
        """The columns behind what an indicator's own line is made of."""
        return tuple(field for field in self.columns if field.name not in _NAMING)

    @property
    def numbers(self) -> int:
        """How many columns behind the first hold numbers."""
        return sum(field.type == "number" for field in self.columns[1:])

    @property
    def wide(self) -> bool:
        """Whether the table has more columns than a page of middling width shows at once."""
        return len(self.columns) > _MOST_COLUMNS

    @property
    def link(self) -> str:
        """Where the table is, from the folder of the package."""
        return f"{self.kind.name}/#{anchor(self.rows[0])}"


@dataclass(frozen=True, slots=True)
class Project:
    """A project: its number, name and code, its amounts, and all rows about it."""

    number: int
    name: str
    code: str
    amount: Money | None
    whole: Money | None
    form: LoadedRow | None
    parts: tuple[Part, ...]

    @property
    def link(self) -> str:
        """Where its page is, from the folder of the package."""
        return f"{FORMS}/{self.number}/"

    @property
    def cells(self) -> frozenset[tuple[str, int]]:
        """Tables and numbers of the rows that are about it."""
        own = {(FORMS, int(self.form["project"]))} if self.form else set()
        return frozenset(
            own | {(part.kind.name, int(row["row"])) for part in self.parts for row in part.rows}
        )

    @property
    def places(self) -> tuple[str, ...]:
        """Places in the document, each once, in order."""
        rows = [self.form] if self.form else [row for part in self.parts for row in part.rows]
        return tuple(dict.fromkeys(str(row["place"]) for row in rows if row.get("place")))


def package_projects(package: Package) -> list[Project]:
    """Give the projects of a package by their numbers: of its forms, else of its lists."""
    if forms := resource_rows(package, FORMS):
        return [_of_form(package, row) for row in forms]
    return [
        _of_rows(package, number, name, rows)
        for number, (name, rows) in enumerate(_named(package).items(), 1)
    ]


def _of_form(package: Package, row: LoadedRow) -> Project:
    parts: list[Part] = []
    for name in SECTIONS:
        rows = resource_rows(package, name, project=row["project"])
        parts += _by_horizon(package, name, rows)
    return Project(
        int(row["project"]),
        str(row["project_name"]),
        str(row["project_code"] or ""),
        Money.of(package, FORMS, row, "current_budget"),
        Money.of(package, FORMS, row, "total_budget"),
        row,
        tuple(parts),
    )


def _named(package: Package) -> dict[str, list[tuple[str, LoadedRow]]]:
    """Gather the rows that name a project, by exact name, in order of first appearance."""
    found: dict[str, list[tuple[str, LoadedRow]]] = {}
    for name in LISTS:
        for row in resource_rows(package, name):
            is_one = row.get("role", "item") == "item" and row.get("scope", "project") == "project"
            if is_one and row.get("project_name"):
                found.setdefault(str(row["project_name"]), []).append((name, row))
    return found


def _of_rows(
    package: Package, number: int, name: str, rows: list[tuple[str, LoadedRow]]
) -> Project:
    tables: dict[str, list[LoadedRow]] = {}
    for table, row in rows:
        tables.setdefault(table, []).append(row)
    parts = [part for table, own in tables.items() for part in _by_horizon(package, table, own)]
    indicators, forms = INDICATORS
    numbers = {row["row"] for row in tables.get(forms, ())}
    aimed = [row for row in resource_rows(package, indicators) if row["form"] in numbers]
    amounts = (_amount(package, table, own) for table, own in tables.items())
    codes = (str(row["project_code"]) for _, row in rows if row.get("project_code"))
    return Project(
        number,
        name,
        next(codes, ""),
        next((amount for amount in amounts if amount is not None), None),
        None,
        None,
        (*_by_horizon(package, indicators, aimed), *parts),
    )


def _amount(package: Package, table: str, rows: list[LoadedRow]) -> Money | None:
    """Add up a project's rows; forms of goals may repeat an amount, and are not added up."""
    if table not in GOALS:
        return Money.sum(package, table, rows, "total")
    printed = [row for row in rows if row.get("total") is not None]
    same = len({row["total"] for row in printed}) == 1
    return Money.of(package, table, printed[0], "total") if same else None


def _by_horizon(package: Package, name: str, rows: list[LoadedRow]) -> Iterator[Part]:
    """Make the parts of a table: targets of several years and of this year stand apart."""
    kind = table_kinds()[name]
    titles = {title: words for field in kind.fields for title, words in field.values}
    for horizon in sorted({str(row.get("horizon") or "") for row in rows}):  # annual comes first
        own = tuple(row for row in rows if str(row.get("horizon") or "") == horizon)
        fields = [
            field
            for field in kind.fields
            if field.name not in _SAID and any(row.get(field.name) is not None for row in own)
        ]
        same = [field for field in fields[1:] if _says_the_same(field, own)]
        # what names the row, then its amounts, so that a phone shows both at once
        others = [field for field in fields[1:] if field not in same]
        columns = (*fields[:1], *sorted(others, key=lambda field: field.type != "number"))
        unit = str(package.resources[name].descriptor.get("money_unit") or "")
        said = tuple((field, own[0][field.name]) for field in same)
        yield Part(kind, unit, titles.get(horizon), columns, own, said)


def _says_the_same(field: Field, rows: Sequence[LoadedRow]) -> bool:
    """Say whether a column of words needs saying once only; what was inferred stays at its row."""
    if len(rows) == 1 or field.type == "number" or field.name in _NAMING:
        return False
    inferred = any(field.name in str(row.get("inferred") or "").split() for row in rows)
    return not inferred and len({row[field.name] for row in rows}) == 1
