"""What stands beside or below the labels of a performance form."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from yusuan.amounts import is_amount
from yusuan.language import normal
from yusuan.read.personal import is_personal_label
from yusuan.recognise.labels import plain_label
from yusuan.tidy.indicators import indicator_labels

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yusuan.dictionary import TableKind
    from yusuan.read.document import Row
    from yusuan.tidy.rows import TidyRow, Typist

_MARKS = re.compile(
    r"^(?:其中[::]?|[一二三四五六七八九十]+[、.]|[(]?\d+[)、.]|[(][一二三四五六七八九十]+[)])+|[::]$"
)
_BRACKETS = re.compile(r"\([^()]*\)$")
_UNIT = re.compile(r"\(?(?:单位[::])?(元|千元|万元|百万元|亿元)\)?")
#: A label and its value in one cell.
_LABEL_AND_VALUE = re.compile(r"([^::]{2,16})[::](.*)", re.DOTALL)

#: What heads the goal where a self-evaluation sets it beside what was done.
_EXPECTED = re.compile(r"(预期|年初设定|年初|预定|设定)(绩效|总体)?目标(情况)?")


class GoalLabels:
    """The labels of a form's values and of its indicators."""

    def __init__(self, kind: TableKind, indicators: TableKind) -> None:
        self.kind = kind
        self.form = {
            plain_label(label): field.name for field in kind.fields for label in field.labels
        }
        self.indicators = indicator_labels(indicators)

    def name(self, text: str) -> str | None:
        """Give the field that a text is the label of."""
        plain = _MARKS.sub("", plain_label(text))
        return self.form.get(plain) or self.form.get(_BRACKETS.sub("", plain))


def read_labelled(rows: Sequence[Row], labels: GoalLabels, typist: Typist, form: TidyRow) -> None:
    """Read rows of label, value, label, value …, or of labels above a row of values."""
    skip: set[int] = set()
    for position, row in enumerate(rows):
        if position in skip:
            continue
        below = rows[position + 1] if position + 1 < len(rows) else None
        if below is not None and _put_below_expected(row, below, labels, typist, form):
            skip.add(position + 1)
            continue
        if below is not None and (columns := _heads_amounts(row, below, labels)):
            for column, name in columns.items():
                put_value(form, name, below.cells[column], typist)
            skip.add(position + 1)
            continue
        _read_row(row, labels, typist, form)


def _put_below_expected(
    row: Row, below: Row, labels: GoalLabels, typist: Typist, form: TidyRow
) -> bool:
    """Read the goal that stands below 预期目标, and beside it what was done; say if it is so."""
    heads = {i: cell.strip() for i, cell in enumerate(row.cells) if cell.strip()}
    expected = next((i for i, text in heads.items() if _EXPECTED.fullmatch(normal(text))), None)
    named = {i: labels.name(text) for i, text in heads.items()}
    goal = next((i for i, name in named.items() if name == "goal"), None)
    if expected is None or goal is None or goal >= expected or not _at(below, expected):
        return False
    put_value(form, "goal", _at(below, expected), typist)
    for column, head in heads.items():
        if column not in {goal, expected} and _at(below, column):
            form.others[head] = _at(below, column)
    return True


def _at(row: Row, column: int) -> str:
    """Give the text in a column of a row, blank behind its end."""
    return row.cells[column].strip() if column < len(row.cells) else ""


def _heads_amounts(row: Row, below: Row, labels: GoalLabels) -> dict[int, str]:
    """Give the columns of a row of labels whose values stand below: 资金总额 | 财政拨款 | ….

    A label before them all may name the whole.
    """
    named = {
        i: name for i, cell in enumerate(row.cells) if cell.strip() and (name := labels.name(cell))
    }
    money = {i: name for i, name in named.items() if labels.kind.field(name).amount}
    values = [i for i, cell in enumerate(below.cells) if cell.strip()]
    if len(money) < 2 or not values:
        return {}
    if any(is_amount(row.cells[i]) and row.cells[i].strip() for i in range(len(row.cells))):
        return {}
    if not all(is_amount(below.cells[i]) for i in values) or not set(values) <= set(money):
        return {}
    return {i: name for i, name in money.items() if i in values}


def _read_row(row: Row, labels: GoalLabels, typist: Typist, form: TidyRow) -> None:
    """Read label, value, label, value …; what no label explains is kept as printed."""
    label: str | None = None
    name: str | None = None
    left: list[str] = []
    named = [labels.name(cell) for cell in row.cells if cell.strip()]
    # the same source of money for the year and for all years: which is which is not printed
    twice = {n for n in named if n and named.count(n) > 1 and n != "total"} - {"unit_name"}
    for cell in row.cells:
        text = cell.strip()
        if not text or _UNIT.fullmatch(normal(text)):
            continue
        if is_personal_label(text):
            label, name = None, "personal"
            continue
        found = labels.name(text)
        inside = None if found else _LABEL_AND_VALUE.fullmatch(text)
        within = labels.name(inside[1]) if inside else None
        if within and inside and (inside[2].strip() or labels.kind.field(within).amount):
            put_value(form, within, inside[2].strip(), typist)
            label = name = None
        elif found and (name is None or _is_new(found, name, labels)):
            label, name = text, found
        elif name == "personal":
            name = None
        elif name is not None and label is not None:
            if name not in twice and put_value(form, name, text, typist):
                label = name = None
            else:
                left += [label, text]
                label = name = None
        else:
            left.append(text)
    if left:
        key = left[0] if len(left) > 1 else "-"
        value = " | ".join(left[1:] if len(left) > 1 else left)
        while key in form.others:
            key += "′"
        form.others[key] = value


def _is_new(found: str, before: str, labels: GoalLabels) -> bool:
    """Say whether a label behind another is a label too, and not the other's value."""
    amounts = labels.kind.field(found).amount
    return before == "personal" or amounts or found != before


def put_value(form: TidyRow, name: str, text: str, typist: Typist) -> bool:
    """Put a value into its field; say whether it could be that field's."""
    field = typist.kind.field(name)
    plain = _UNIT.sub("", normal(text)) if field.amount else text
    if field.amount and not is_amount(plain):
        return False
    if form.values.get(name) is not None:
        return False
    typist.put(form, name, plain)
    return True
