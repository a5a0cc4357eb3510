"""Project forms (项目申报表): label beside value, and the small tables inside each form."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from yusuan.dictionary import TableKind, table_kinds
from yusuan.language import Bilingual, normal
from yusuan.read.personal import is_personal_label
from yusuan.recognise.labels import Labels
from yusuan.tidy.form_section import tidy_section
from yusuan.tidy.rows import DISCLOSED, TidyRow, TidyTable, Typist, numbered

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yusuan.errors import Problem
    from yusuan.read.document import Row
    from yusuan.recognise.tables import Table


@dataclass(slots=True)
class _Section:
    """Rows that belong to one part of a form: ``kind`` is ``None`` for label beside value."""

    kind: TableKind | None
    start: str | None = None
    rows: list[Row] = field(default_factory=list)


def tidy_forms(forms: list[Table], problems: list[Problem]) -> list[TidyTable]:
    """Read all forms of a disclosure into the resources of projects and their sections."""
    if not forms:
        return []
    projects = forms[0].kind
    sections = {kind.name: kind for kind in table_kinds().values() if kind.layout == "form-section"}
    rows: dict[str, list[TidyRow]] = {name: [] for name in (projects.name, *sections)}
    for number, form in enumerate(forms, 1):
        typist = Typist(projects, form.where, problems)
        project = TidyRow({"project": number}, str(form.segment.place))
        if form.segment.date:
            typist.put(project, "application_date", form.segment.date)
        for section in _sections(form, sections):
            if section.kind is None:
                _labelled(section.rows, project, typist)
                continue
            name = section.kind.name
            found = tidy_section(
                section.kind, section.start, section.rows, form.where, len(rows[name]), problems
            )
            for row in found:
                row.values["project"] = number
            rows[name].extend(found)
        _require(project, typist)
        rows[projects.name].append(project)
    money_units = {form.segment.money_unit for form in forms}
    return [
        TidyTable(
            kind,
            numbered(rows[kind.name]) if kind is not projects else rows[kind.name],
            status=DISCLOSED,
            money_unit=next(iter(money_units)) if len(money_units) == 1 else None,
            place=str(forms[0].segment.place.through(forms[-1].segment.place)),
            title=forms[0].segment.title,
        )
        for kind in (projects, *sections.values())
    ]


def _sections(form: Table, kinds: dict[str, TableKind]) -> Iterator[_Section]:
    """Cut a form where a section's title stands."""
    starts = {
        normal(label): (kind, value)
        for kind in kinds.values()
        for label, value in kind.reading["starts"].items()
    }
    goals = {normal(label) for label in form.kind.reading["goals"]}
    current = _Section(None)
    for row in form.rows:
        texts = [normal(cell) for cell in row.cells if cell.strip()]
        if not texts:
            continue
        if texts[0] in goals and len(texts) == 1:
            yield current
            current = _Section(None)
        elif texts[0] in starts and _opens(texts, starts[texts[0]][0]):
            yield current
            kind, value = starts[texts[0]]
            current = _Section(kind, value)
            if len(texts) > 1:
                current.rows.append(_without_first(row))
        elif texts[0] in starts and starts[texts[0]][0] is current.kind:
            # a label merged over the section's rows, printed again behind a page break
            current.rows.append(_without_first(row))
        else:
            current.rows.append(row)
    yield current


def _opens(texts: list[str], kind: TableKind) -> bool:
    """Say whether a section's title stands alone, or with its header to the right."""
    labels = Labels.of(kind.fields)
    return all(text in labels for text in texts[1:])


def _without_first(row: Row) -> Row:
    first = next(i for i, cell in enumerate(row.cells) if cell.strip())
    cells = tuple("" if i == first else cell for i, cell in enumerate(row.cells))
    return type(row)(cells, row.place)


def _labelled(rows: list[Row], project: TidyRow, typist: Typist) -> None:
    """Read rows of label, value, label, value …; a value may go on in the next row."""
    labels = Labels.of(typist.kind.fields)
    ignored = {normal(label) for label in typist.kind.reading["ignore"]}
    last: str | None = None
    for row in rows:
        texts = [cell for cell in row.cells if cell.strip()]
        if all(normal(text) in ignored for text in texts):
            continue
        name: str | None = None
        filled = True
        for text in texts:
            label = normal(text)
            if label in labels and (filled or name is None):
                name, filled = labels[label], False
                if name in project.values:
                    typist.problem(
                        str(row.place), Bilingual(f"“{label}”重复", f"{label} stands twice")
                    )
                typist.put(project, name, "")
            elif is_personal_label(text):
                name, filled = None, True
            elif name is not None and not filled:
                typist.put(project, name, text, row.place)
                last, filled = name, True
            elif name is not None and name in typist.kind.reading["beside"]:
                name = str(typist.kind.reading["beside"][name])
                typist.put(project, name, text, row.place)
                project.inferred.append(name)
            elif name is None and last is not None and not row.cells[0].strip():
                typist.put(project, last, project.raw.get(last, str(project.values[last])) + text)
            else:
                typist.problem(
                    str(row.place),
                    Bilingual(
                        f"不认识的标签或多出的格：“{text[:20]}”",
                        f"an unknown label or a cell too many: “{text[:20]}”",
                    ),
                    Bilingual(
                        "datapackage/schemas/projects.yaml 中的标签",
                        "a label of datapackage/schemas/projects.yaml",
                    ),
                )


def _require(project: TidyRow, typist: Typist) -> None:
    for column in typist.kind.fields:
        if column.required and project.values.get(column.name) is None:
            typist.problem(
                project.place,
                Bilingual(
                    f"项目申报表缺少“{column.title.zh}”", f"the form lacks {column.title.en}"
                ),
            )
