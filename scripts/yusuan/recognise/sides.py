"""Headers of two sides, and of items listed in several blocks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from yusuan.language import normal
from yusuan.read.document import Row
from yusuan.recognise.headers import TALLEST, Header, HeaderFault, header_paths, is_ignored
from yusuan.recognise.kind_header import header_of, ignored_of, rows_below
from yusuan.recognise.labels import TAIL, Labels, plain_label
from yusuan.recognise.tables import NotUnderstood, Table, not_understood

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from yusuan.dictionary import TableKind
    from yusuan.recognise.segments import Segment

_SIDES = {
    "revenue": re.compile(
        r"(本年|财政拨款|部门|单位|预算)*收入(预算|部分|来源|情况|项目|科目|内容)*"
    ),
    "expenditure": re.compile(
        r"(本年|财政拨款|部门|单位|预算)*支出(预算|部分|去向|情况|项目|科目|内容)*"
    ),
}


def understand_two_sided(kind: TableKind, segment: Segment) -> Table | NotUnderstood:
    """Understand a table of revenue beside expenditure: where a side begins, and its columns."""
    rows = segment.rows
    names = {
        plain_label(label): side
        for side, labels in kind.reading["sides"].items()
        for label in labels
    }
    tops = [[plain_label(cell) for cell in row.cells] for row in rows[:2]]
    sides = [[names.get(cell) or _side_of(cell) for cell in top] for top in tops]
    first = next((i for i, top in enumerate(sides) if set(kind.reading["sides"]) <= set(top)), 0)
    starts = {
        side: sides[first].index(side) for side in kind.reading["sides"] if side in sides[first]
    }
    if len(starts) != len(kind.reading["sides"]):
        first, starts = 0, _starts_by_items(rows, kind)
    if not starts:
        return not_understood(segment, HeaderFault((), tuple(kind.reading["sides"])))
    columns: dict[str, Mapping[int, str]] = {}
    ignored: set[int] = set()
    others: dict[int, str] = {}
    height = 0
    for side, start in starts.items():
        end = min((other for other in starts.values() if other > start), default=len(rows[0].cells))
        for number, (left, right) in enumerate(_blocks(rows[first:], start, end, kind)):
            header = _side(rows[first:], left, right, kind)
            if isinstance(header, HeaderFault):
                return not_understood(segment, header)
            key = f"{side}#{number}" if number else side
            columns |= _block(header, key, left)
            ignored |= {left + column for column in header.ignored}
            others |= _shifted(header.others, left)
            height = max(height, first + header.height)
    ignored |= _before(rows[:height], min(starts.values()), kind)
    return Table(kind, segment, columns, rows_below(segment, height), frozenset(ignored), others)


def _starts_by_items(rows: Sequence[Row], kind: TableKind) -> dict[str, int]:
    """Give where the sides begin under a header that names none: 项目 | 金额 | 项目 | 金额.

    Their items tell them apart: all that say 收入 stand in one block, all that say 支出 in the
    other. Where one block says both or neither, no side is guessed.
    """
    blocks = _blocks(rows, 0, len(rows[0].cells), kind)
    words = {"revenue": "收入", "expenditure": "支出"}
    if len(blocks) != len(words) or set(kind.reading["sides"]) != set(words):
        return {}
    starts: dict[str, int] = {}
    for left, right in blocks:
        texts = [normal(cell) for row in rows for cell in row.cells[left:right]]
        said = [side for side, word in words.items() if any(word in text for text in texts)]
        if len(said) != 1:
            return {}
        starts[said[0]] = left
    return starts if len(starts) == len(words) else {}


def _before(rows: Sequence[Row], start: int, kind: TableKind) -> set[int]:
    """Give the columns before the first side that only number the rows: 序号, 行次."""
    paths = header_paths(rows)[:start]
    return {i for i, path in enumerate(paths) if path and is_ignored(path, ignored_of(kind))}


def has_sides(segment: Segment) -> bool:
    """Say whether one row of the header names both revenue and expenditure."""
    tops = ({_side_of(plain_label(cell)) for cell in row.cells} for row in segment.rows[:2])
    return any(set(_SIDES) <= top for top in tops)


def _side_of(label: str) -> str | None:
    """Give the side that a label heads: 本年收入, 支出预算, 收入项目."""
    return next((side for side, form in _SIDES.items() if form.fullmatch(label)), None)


def understand_particulars(kind: TableKind, segment: Segment) -> Table | NotUnderstood:
    """Understand a table of single facts, whose items may be listed in several blocks."""
    rows = segment.rows
    columns: dict[str, Mapping[int, str]] = {}
    ignored: set[int] = set()
    others: dict[int, str] = {}
    height = 0
    for number, (left, right) in enumerate(_blocks(rows, 0, len(rows[0].cells), kind)):
        header = _side(rows, left, right, kind)
        if isinstance(header, HeaderFault):
            return not_understood(segment, header)
        columns |= _block(header, f"#{number}" if number else "", left)
        ignored |= {left + column for column in header.ignored}
        others |= _shifted(header.others, left)
        height = max(height, header.height)
    return Table(kind, segment, columns, rows_below(segment, height), frozenset(ignored), others)


def _block(header: Header, key: str, left: int) -> dict[str, Mapping[int, str]]:
    """Give the columns of a block that begins at ``left``, and those of its other periods."""
    own: dict[str, Mapping[int, str]] = {key: _shifted(header.columns, left)}
    return own | {f"{key}@{period}": _shifted(b, left) for period, b in header.periods.items()}


def _shifted(columns: Mapping[int, str], by: int) -> dict[int, str]:
    return {by + column: name for column, name in columns.items()}


def _blocks(rows: Sequence[Row], start: int, end: int, kind: TableKind) -> list[tuple[int, int]]:
    """Cut a side where its items are listed again: by function | by nature | by economic class."""
    items = Labels.of([kind.field("item")])
    for row in rows[:TALLEST]:
        cells = row.cells[:end]
        begins = [
            i
            for i in range(start, len(cells))
            if items.find((TAIL.sub("", plain_label(cells[i])),)) is not None
        ]
        if len(begins) > 1:
            return list(zip([start, *begins[1:]], [*begins[1:], end], strict=True))
    return [(start, end)]


def _side(rows: Sequence[Row], start: int, end: int, kind: TableKind) -> Header | HeaderFault:
    cut = [Row(row.cells[start:end], row.place) for row in rows]
    header = header_of(cut, kind)
    if isinstance(header, HeaderFault) or not header.sound:
        kept = header_of(cut, kind, keep_others=True)
        header = kept if isinstance(kept, Header) and kept.sound else header
    return header
