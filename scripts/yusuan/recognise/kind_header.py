"""The header of a table of a known kind, and the rows below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.amounts import is_amount
from yusuan.classification import reference
from yusuan.language import normal
from yusuan.recognise.blocks import numbers_columns
from yusuan.recognise.headers import Header, HeaderFault, match_header
from yusuan.recognise.labels import Labels, plain_label
from yusuan.recognise.periods import match_periods

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yusuan.dictionary import TableKind
    from yusuan.read.document import Row
    from yusuan.recognise.segments import Segment
    from yusuan.recognise.tables import Table

#: Labels of codes split into columns, and the pieces they name.
CODE_PARTS = {"类": "code.1", "款": "code.2", "项": "code.3"}
#: Labels of columns that only number the rows, in a table of any kind.
_ROW_NUMBERS = frozenset({"序号", "行次", "栏次"})
#: All that an empty table holds below its header.
_EMPTY = frozenset({"合计", "总计", "无", "/", "-"})


def header_of(
    rows: Sequence[Row], kind: TableKind, *, keep_others: bool = False
) -> Header | HeaderFault:
    """Match a header as it stands, else as one that prints several periods."""
    labels, required, ignored = labels_of(kind), required_of(kind), ignored_of(kind)
    header = match_header(rows, labels, required, ignored, keep_others=keep_others)
    doubtful = isinstance(header, HeaderFault) or not header.sound
    if doubtful and "period" in {field.name for field in kind.fields}:
        over = frozenset(
            plain_label(label)
            for labels_of in kind.reading.get("sides", {}).values()
            for label in labels_of
        )
        found = match_periods(
            rows,
            labels,
            required,
            frozenset(kind.amounts),
            ignored,
            over=over,
            keep_others=keep_others,
        )
        return found or header
    return header


def is_sound(segment: Segment, header: Header) -> bool:
    """Say whether a header with unknown labels ends where the rows begin.

    Below it, the first filled row must not be labels again: some column in use holds a number.
    """
    rows = [
        row for row in rows_below(segment, header.height) if any(cell.strip() for cell in row.cells)
    ]
    if all(normal(cell) in _EMPTY for row in rows for cell in row.cells if cell.strip()):
        return True
    return any(
        is_amount(cell)
        for row in rows[:2]
        for i, cell in enumerate(row.cells)
        if (i in header.columns or i in header.others) and cell.strip()
    )


def rows_below(segment: Segment, height: int) -> tuple[Row, ...]:
    """Give the rows below the header, without headers printed again and column numbers."""
    header = {tuple(normal(cell) for cell in row.cells) for row in segment.rows[:height]}
    return tuple(
        row
        for row in segment.rows[height:]
        if tuple(normal(cell) for cell in row.cells) not in header and not numbers_columns(row)
    )


def labels_of(kind: TableKind) -> Labels:
    """Give the labels of a kind's fields, and of the pieces of its codes."""
    labels = Labels.of(kind.fields)
    return labels | Labels(CODE_PARTS) if "code" in labels.names else labels


def required_of(kind: TableKind) -> list[str]:
    """Give the fields without which a header is not a kind's."""
    return [field.name for field in kind.fields if field.required]


def ignored_of(kind: TableKind) -> frozenset[str]:
    """Give the labels whose columns a kind leaves out."""
    own = frozenset(plain_label(label) for label in kind.reading.get("ignore", ()))
    return own | (_ROW_NUMBERS - Labels.of(kind.fields).keys())


def foreign_codes(table: Table) -> int:
    """Count the rows of a table whose codes begin with no class of its kind's classification."""
    classification = table.kind.reading.get("classification")
    column = next(
        (i for i, name in table.columns.get("", {}).items() if name in {"code", "code.1"}), None
    )
    if classification is None or column is None:
        return 0
    classes = (normal(row.cells[column])[:3] for row in table.rows if column < len(row.cells))
    known = reference(str(classification))
    return sum(code.isdigit() and len(code) == 3 and code not in known for code in classes)
