"""Performance forms (绩效目标表): what stands beside the labels, and the indicators below.

Forms differ from place to place in everything but this: labels stand before or above their
values, and the indicators have a head that names them. What no label of the dictionary
explains is kept as it is printed, never taken for an amount.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from yusuan.amounts import is_amount
from yusuan.dictionary import TableKind, table_kinds
from yusuan.language import normal
from yusuan.read.personal import is_personal_label
from yusuan.tidy.goal_values import GoalLabels, read_labelled
from yusuan.tidy.indicators import blocks_of, column_of, is_head, read_indicators
from yusuan.tidy.rows import DISCLOSED, EMPTY, TidyRow, TidyTable, Typist, numbered

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from yusuan.errors import Problem
    from yusuan.read.document import Row
    from yusuan.recognise.tables import Table

_UNIT_IN_LABEL = re.compile(r"[((](?:单位[::])?(元|千元|万元|百万元|亿元)[))]")
#: A label is no longer than this.
_LONGEST_LABEL = 14


def tidy_goals(
    tables: Sequence[Table], indicators: TableKind, unit: str, problems: list[Problem]
) -> list[TidyTable]:
    """Read all performance forms of a disclosure into their two resources."""
    kind = tables[0].kind
    forms: list[TidyRow] = []
    found: list[TidyRow] = []
    labels = GoalLabels(kind, indicators)
    units: set[str] = set()
    for table in tables:
        overall = bool(re.search(kind.reading["overall"], normal(table.segment.title)))
        typist = Typist(kind, table.where, problems)
        money = table.segment.money_unit or _money_unit(table)
        if money:
            units.add(money)
        for rows in _apart(table.rows, labels):
            head = next((i for i, row in enumerate(rows) if is_head(row, labels.indicators)), None)
            lists = head is not None and _lists_projects(rows, head, labels)
            if lists and head is not None:
                _read_list(rows, head, labels, typist, forms, found)
            else:
                _read_form(rows, head, labels, typist, forms, found, overall=overall)
    for row in forms:
        if row.values["scope"] == "unit" and not row.values.get("unit_name"):
            row.values["unit_name"] = unit
            row.inferred.append("unit_name")
    common = {
        "money_unit": next(iter(units)) if len(units) == 1 else None,
        "place": str(tables[0].segment.place.through(tables[-1].segment.place)),
        "title": tables[0].segment.title,
    }
    return [
        TidyTable(
            kind,
            numbered(forms),
            status=DISCLOSED if forms else EMPTY,
            number=tables[0].segment.number,
            note=None if forms else " ".join(note.text for note in tables[0].segment.notes) or None,
            **common,  # type: ignore[arg-type]  # texts or None, as the fields are
        ),
        TidyTable(
            indicators,
            numbered(found),
            status=DISCLOSED if found else EMPTY,
            announced=False,
            **common,  # type: ignore[arg-type]  # as above
        ),
    ]


def _money_unit(table: Table) -> str | None:
    """Give the one unit of money that labels of the form name: 项目资金（万元）."""
    units = {
        match[1]
        for row in table.rows
        for cell in row.cells
        if len(cell) < 30 and (match := _UNIT_IN_LABEL.search(normal(cell)))
    }
    return units.pop() if len(units) == 1 else None


def _apart(rows: Sequence[Row], labels: GoalLabels) -> Iterator[list[Row]]:
    """Cut forms that stand in one grid: the label that begins the first begins each."""
    rows = [row for row in rows if any(cell.strip() for cell in row.cells)]
    if not rows:
        return
    begins = normal(next(cell for cell in rows[0].cells if cell.strip()))
    cut, headed = [], False
    start = 0
    if labels.name(begins) in {"project_name", "unit_name", "department"}:
        for position, row in enumerate(rows):
            first = normal(next(cell for cell in row.cells if cell.strip()))
            if position and headed and first == begins and not is_head(row, labels.indicators):
                cut.append(rows[start:position])
                start, headed = position, False
            headed = headed or is_head(row, labels.indicators)
    cut.append(rows[start:])
    yield from cut


def _lists_projects(rows: Sequence[Row], head: int, labels: GoalLabels) -> bool:
    """Say whether the head has columns of projects and not of indicators alone."""
    named = {
        labels.name(cell)
        for row in rows[max(0, head - 2) : head + 1]
        for cell in row.cells
        if cell.strip() and column_of(cell, labels.indicators) in {None, "measure_unit"}
    }
    above = rows[: max(0, head - 2)]
    return head <= 2 and "project_name" in named and not above and _all_labels(rows[:head], labels)


def _all_labels(rows: Sequence[Row], labels: GoalLabels) -> bool:
    """Say whether rows above the head hold labels and no values."""
    texts = [cell for row in rows for cell in row.cells if cell.strip()]
    texts = [text for text in texts if not normal(text).endswith("绩效指标")]
    if any(len(normal(text)) > _LONGEST_LABEL or is_amount(text) for text in texts):
        return False
    return not texts or 2 * sum(labels.name(text) is not None for text in texts) > len(texts)


def _read_list(
    rows: Sequence[Row],
    head: int,
    labels: GoalLabels,
    typist: Typist,
    forms: list[TidyRow],
    found: list[TidyRow],
) -> None:
    """Read a table with a row an indicator and its project in merged cells before it."""
    width = max(len(row.cells) for row in rows)
    printed = [
        next(
            (
                row.cells[column]
                for row in reversed(rows[: head + 1])
                if column < len(row.cells) and row.cells[column].strip()
            ),
            "",
        )
        for column in range(width)
    ]
    own: dict[int, str] = {}
    block: dict[int, str] = {}
    for column, label in enumerate(printed):
        if not label.strip():
            continue
        indicator = column_of(label, labels.indicators)
        name = labels.name(label)
        if (
            indicator
            and indicator not in block.values()
            and ("indicator_3" in block.values() or name is None or indicator != "measure_unit")
        ):
            block[column] = indicator
        elif name and name not in own.values():
            own[column] = name
        elif is_personal_label(label):
            continue
        else:
            block[column] = f"other:{label.strip()}"
    form: TidyRow | None = None
    body: list[Row] = []
    for row in rows[head + 1 :]:
        cells = {name: row.cells[i] for i, name in own.items() if i < len(row.cells)}
        texts = {name: text for name, text in cells.items() if text.strip()}
        begins = texts.get("project_name") or (form is None and texts.get("unit_name"))
        indicated = any(
            row.cells[i].strip()
            for i, name in block.items()
            if i < len(row.cells) and not name.startswith("other:")
        )
        if set(map(normal, texts.values())) <= {"无", "-", "/", "合计"} and not indicated:
            continue
        if begins and not indicated and set(texts) <= {"project_name", "unit_name"}:
            continue  # a unit's name alone in its row heads what follows
        if begins:
            _close(body, block, typist, form, forms, found)
            body = []
            form = typist.row(cells, row.place)
            form.values["scope"] = "project"
            forms.append(form)
        elif form is not None and texts:
            for name, text in texts.items():
                before = form.raw.get(name, str(form.values.get(name) or ""))
                typist.put(form, name, before + text)
        body.append(row)
    _close(body, block, typist, form, forms, found)


def _close(
    body: Sequence[Row],
    block: Mapping[int, str],
    typist: Typist,
    form: TidyRow | None,
    forms: Sequence[TidyRow],
    found: list[TidyRow],
) -> None:
    if form is None or not body:
        return
    kind = _indicator_kind()
    own = Typist(kind, typist.where, typist.problems)
    found.extend(read_indicators(body, block, own, len(forms))[0])


def _read_form(
    rows: Sequence[Row],
    head: int | None,
    labels: GoalLabels,
    typist: Typist,
    forms: list[TidyRow],
    found: list[TidyRow],
    *,
    overall: bool,
) -> None:
    """Read one form: labels beside or above their values, then the indicators."""
    form = TidyRow({}, str(rows[0].place))
    end = len(rows) if head is None else head
    blocks = [] if head is None else blocks_of(rows[head], labels.indicators)
    above = end
    horizons: list[str | None] = [None] * len(blocks)
    if len(blocks) > 1 and end:
        horizons = [_above(rows[end - 1], block) for block in blocks]
        above = end - 1 if all(horizons) else end
    read_labelled(rows[:above], labels, typist, form)
    number = len(forms) + 1
    own = Typist(_indicator_kind(), typist.where, typist.problems)
    made: list[TidyRow] = []
    if head is not None:
        for block, horizon in zip(blocks, horizons, strict=True):
            got, rest = read_indicators(rows[head + 1 :], block, own, number, horizon)
            made.extend(got)
        read_labelled(rest, labels, typist, form)
    if not made and not any(value is not None for value in form.values.values()):
        return
    form.values["scope"] = "unit" if overall or not form.values.get("project_name") else "project"
    forms.append(form)
    found.extend(made)


def _above(row: Row, block: Mapping[int, str]) -> str | None:
    """Give the label above a block, at or before its first column of its own."""
    own = [column for column, name in block.items() if name != "indicator_1"]
    texts = [cell.strip() for cell in row.cells[: min(own) + 1] if cell.strip()]
    return texts[-1] if texts else None


def _indicator_kind() -> TableKind:

    return table_kinds()["performance-indicators"]
