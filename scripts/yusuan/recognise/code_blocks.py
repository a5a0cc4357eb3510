"""Tables of codes in blocks: set beside themselves, or with economic classes as columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.read.document import Row
from yusuan.recognise.blocks import beside_itself, one_below_the_other
from yusuan.recognise.classes import CLASSES, FEWEST, classes_among
from yusuan.recognise.headers import HeaderFault, match_header
from yusuan.recognise.kind_header import header_of, ignored_of, labels_of, required_of, rows_below
from yusuan.recognise.sides import has_sides
from yusuan.recognise.tables import NotUnderstood, Table, not_understood

if TYPE_CHECKING:
    from yusuan.dictionary import TableKind
    from yusuan.recognise.segments import Segment


def understand_beside_itself(kind: TableKind, segment: Segment) -> Table | None:
    """Understand a table of codes that is set beside itself in equal blocks, or give ``None``."""
    found = beside_itself(segment.rows, labels_of(kind))
    if found is None or has_sides(segment):
        return None
    top, blocks = found
    start, end = blocks[0]
    cut = [Row(row.cells[start:end], row.place) for row in segment.rows[top:]]
    header = header_of(cut, kind)
    if isinstance(header, HeaderFault):
        return None
    amounts = frozenset(i for i, name in header.columns.items() if name in kind.amounts)
    rows = one_below_the_other(rows_below(segment, top + header.height), blocks, amounts)
    return Table(kind, segment, {"": header.columns, **header.periods}, tuple(rows))


def understand_cross_table(kind: TableKind, segment: Segment) -> Table | NotUnderstood:
    """Understand a table whose columns, but for those that name the rows, are economic classes."""
    header = match_header(
        segment.rows, labels_of(kind), required_of(kind), ignored_of(kind), keep_others=True
    )
    if isinstance(header, HeaderFault):
        return not_understood(segment, header)
    classes = classes_among(header.others)
    if len(classes) < FEWEST or not header.sound:
        return not_understood(segment, HeaderFault(tuple(header.others.values()), ()))
    others = {i: label for i, label in header.others.items() if i not in classes}
    columns = {"": header.columns, CLASSES: classes}
    rows = rows_below(segment, header.height)
    return Table(kind, segment, columns, rows, header.ignored, others)
