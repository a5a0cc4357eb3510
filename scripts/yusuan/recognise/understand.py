"""Segments → tables: the kind of each by its title, else by its header."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from yusuan.dictionary import TableKind, table_kinds
from yusuan.language import Bilingual
from yusuan.read.document import Grid
from yusuan.recognise.blocks import numbers_columns, without_column_numbers
from yusuan.recognise.code_blocks import understand_beside_itself, understand_cross_table
from yusuan.recognise.headers import Header, HeaderFault
from yusuan.recognise.kind_header import foreign_codes, header_of, is_sound, rows_below
from yusuan.recognise.labels import TAIL, Labels, plain_label
from yusuan.recognise.measure_headers import understand_measures
from yusuan.recognise.sides import understand_particulars, understand_two_sided
from yusuan.recognise.tables import NotUnderstood, Table, not_understood
from yusuan.recognise.titles import alternatives, kind_by_title, kinds_fitting, printed_kind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from yusuan.recognise.segments import Segment

#: Layouts of tables that documents print.
PRINTED = frozenset(
    {
        "code-table",
        "cross-table",
        "two-sided",
        "measures",
        "list",
        "particulars",
        "form",
        "goal-form",
    }
)


def recognise_table(segment: Segment) -> Table | NotUnderstood:
    """Understand one segment, or say what of it is not understood."""
    kind = kind_by_title(segment.title, segment.unit or "")
    if kind is not None and kind.layout not in PRINTED:
        # a kind that is put together from other tables: here the document prints its own
        kind = printed_kind(segment.title)
    if kind is None:
        return (
            _best(kinds_fitting(segment.title), segment)
            or _kind_by_header(segment)
            or NotUnderstood(
                segment,
                Bilingual("不认识的表", "a table of no known kind"),
                Bilingual(
                    "把标题写进相应的 datapackage/schemas 文件，或新增一个表种",
                    "add the title to its file in datapackage/schemas, or add a kind",
                ),
            )
        )
    others = alternatives(kind)
    return (_best([*others, kind], segment) if others else None) or _as_kind(kind, segment)


def _best(kinds: Sequence[TableKind], segment: Segment) -> Table | None:
    """Give the table of the one kind whose header a segment has.

    Where more than one header fits, the one whose codes are of the kind's classification and
    that leaves the fewest columns unknown is the table's; of two that leave as many, neither can be told from the other.
    """
    tables = [table for kind in kinds if isinstance(table := _as_kind(kind, segment), Table)]
    ranks = sorted(
        (not table.sound, foreign_codes(table), len(table.others), i)
        for i, table in enumerate(tables)
    )
    if len(ranks) > 1 and ranks[0][:3] == ranks[1][:3]:
        return None
    return tables[ranks[0][3]] if ranks else None


def _kind_by_header(segment: Segment) -> Table | None:
    """Give the table that an untitled segment is, if its header fits one kind alone."""
    return _best([kind for kind in table_kinds().values() if kind.reading.get("untitled")], segment)


def _as_kind(kind: TableKind, segment: Segment) -> Table | NotUnderstood:
    if kind.layout == "form":
        return Table(kind, segment, {}, tuple(segment.rows))
    if kind.layout == "goal-form":
        return _goal_form(kind, segment)
    plain = [
        Grid(tuple(without_column_numbers(row) for row in grid.rows)) for grid in segment.grids
    ]
    table = _in_layout(kind, replace(segment, grids=plain))
    return replace(table, segment=segment)


def _in_layout(kind: TableKind, segment: Segment) -> Table | NotUnderstood:
    if understand := _OWN_WAY.get(kind.layout):
        return understand(kind, segment)
    if kind.layout == "code-table" and (table := understand_beside_itself(kind, segment)):
        return table
    header = _header(segment, kind)
    for name in kind.reading.get("anchor_else", ()) if isinstance(header, HeaderFault) else ():
        other = _header(segment, _named_by(kind, name))
        if isinstance(other, Header):
            header = other
            break
    if isinstance(header, HeaderFault):
        return not_understood(segment, header)
    rows = rows_below(segment, header.height)
    columns = {"": header.columns, **header.periods}
    return Table(kind, segment, columns, rows, header.ignored, header.others, header.sound)


def _header(segment: Segment, kind: TableKind) -> Header | HeaderFault:
    """Match a header, if need be with columns that the dictionary lacks."""
    header = header_of(segment.rows, kind)
    doubtful = isinstance(header, HeaderFault) or not header.sound
    if doubtful and "other_columns" in {f.name for f in kind.fields}:
        kept = header_of(segment.rows, kind, keep_others=True)
        if isinstance(kept, Header) and kept.sound and is_sound(segment, kept):
            return kept
    return header


def _named_by(kind: TableKind, name: str) -> TableKind:
    """Give a kind of list as a form has it whose things are named in another column."""
    anchor, labels = kind.reading["anchor"], kind.field(name).labels
    fields = (
        replace(field, labels=labels) if field.name == anchor else field
        for field in kind.fields
        if field.name != name
    )
    return replace(kind, fields=tuple(fields))


def _goal_form(kind: TableKind, segment: Segment) -> Table | NotUnderstood:
    """Understand a performance form by the labels that all of them have."""
    indicators = {
        plain_label(label): field.name
        for field in table_kinds()[str(kind.reading["indicators"])].fields
        for label in field.labels
    }
    own = Labels.of(kind.fields)
    used = tuple(row for row in segment.rows if not numbers_columns(row))
    named: set[str] = set()
    rows = 0
    for row in segment.rows:
        texts = [TAIL.sub("", plain_label(cell)) for cell in row.cells if cell.strip()]
        heads = {indicators[text] for text in texts if text in indicators}
        if "indicator_3" in heads and heads & {"indicator_1", "indicator_2", "target_value"}:
            return Table(kind, segment, {}, used)
        found = {own[text] for text in texts if text in own}
        rows += bool(found - named)
        named |= found
    if named >= {"project_name", "goal"} and rows > 2:
        return Table(kind, segment, {}, used)
    return not_understood(segment, HeaderFault((), ("三级指标",)))


#: Layouts whose headers are understood in a way of their own.
_OWN_WAY: dict[str, Callable[[TableKind, Segment], Table | NotUnderstood]] = {
    "two-sided": understand_two_sided,
    "measures": understand_measures,
    "particulars": understand_particulars,
    "cross-table": understand_cross_table,
}
