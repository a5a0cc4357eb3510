"""Segments → tables: the kind of each, its header understood, its pieces joined."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from yusuan.amounts import is_amount
from yusuan.dictionary import TableKind, table_kinds
from yusuan.errors import Problem
from yusuan.language import Bilingual, normal
from yusuan.read.document import Grid, Row
from yusuan.recognise.blocks import (
    beside_itself,
    numbers_columns,
    one_below_the_other,
    without_column_numbers,
)
from yusuan.recognise.classes import CLASSES, FEWEST, classes_among
from yusuan.recognise.headers import (
    TALLEST,
    Header,
    HeaderFault,
    match_header,
)
from yusuan.recognise.labels import Labels, plain_label
from yusuan.recognise.periods import is_period, match_periods, period_rank
from yusuan.recognise.segments import plain_title

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from yusuan.recognise.segments import Segment

_YEAR = re.compile(r"^20\d\d年(度)?")
_OWNER = re.compile(r"^(部门|单位)(?=收|支|财)")
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
#: Labels of codes split into columns, and the pieces they name.
CODE_PARTS = {"类": "code.1", "款": "code.2", "项": "code.3"}
#: What begins the label of a year's block of columns.
_PERIOD = re.compile(r"(20\d\d年|上年|本年)")
_SIDES = {
    "revenue": re.compile(
        r"(本年|财政拨款|部门|单位|预算)*收入(预算|部分|来源|情况|项目|科目|内容)*"
    ),
    "expenditure": re.compile(
        r"(本年|财政拨款|部门|单位|预算)*支出(预算|部分|去向|情况|项目|科目|内容)*"
    ),
}
#: All that an empty table holds below its header.
_EMPTY = frozenset({"合计", "总计", "无", "/", "-"})
_TAIL = re.compile(r"\([^()]*\)$")


@dataclass(frozen=True, slots=True)
class Table:
    """A printed table whose kind and header are known.

    ``columns`` maps a column's position to its field; in a two-sided table there is one such
    mapping a side, else one under ``""``. Columns of another year or stage stand under its
    printed label, in a two-sided table behind the side and an ``@``. ``rows`` are the rows
    below the header.
    """

    kind: TableKind
    segment: Segment
    columns: Mapping[str, Mapping[int, str]]
    rows: tuple[Row, ...]
    ignored: frozenset[int] = frozenset()
    others: Mapping[int, str] = field(default_factory=dict)
    sound: bool = True

    @property
    def where(self) -> str:
        """Name of the table for a message."""
        return self.segment.where


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """A printed table that could not be read: what of it, and what would help."""

    segment: Segment
    what: Bilingual
    todo: Bilingual

    @property
    def place(self) -> str:
        """Place of the table."""
        return str(self.segment.place)

    @property
    def title(self) -> str:
        """Title as printed; empty if it has none."""
        return self.segment.title

    @property
    def header(self) -> str:
        """First row as printed."""
        return " | ".join(cell for cell in self.segment.rows[0].cells if cell.strip())[:120]

    @property
    def problem(self) -> Problem:
        """Say it to people."""
        return Problem(self.what, f"{self.segment.where}: {self.header[:80]}", todo=self.todo)


def kind_by_title(title: str, unit: str = "") -> TableKind | None:
    """Give the table kind that a printed title names, or ``None``.

    A title that a kind lists word for word comes first; else the one kind whose pattern fits.
    """
    text = plain_title(title)
    bare = _OWNER.sub("", _YEAR.sub("", text).removeprefix(normal(unit)))
    if kind := _titled({text, bare, _YEAR.sub("", bare)}):
        return kind
    return _by_pattern(bare) or _titled({_TAIL.sub("", bare)})


def _by_pattern(title: str) -> TableKind | None:
    """Give the one kind with a pattern that fits a title."""
    fits = _fitting(title)
    return fits[0] if len(fits) == 1 else None


def _fitting(title: str) -> list[TableKind]:
    """Give every kind with a pattern that fits a title."""
    return [
        kind
        for kind in table_kinds().values()
        if any(re.search(pattern, title) for pattern in kind.reading.get("title_patterns", ()))
    ]


def printed_kind(title: str) -> TableKind | None:
    """Give the kind of a printed table that bears the title of a kind put together from others."""
    return _by_pattern(_YEAR.sub("", plain_title(title)))


def _titled(spellings: set[str]) -> TableKind | None:
    """Give the kind that lists one of these spellings as its title."""
    for kind in table_kinds().values():
        if spellings & {normal(label) for label in kind.reading.get("titles", ())}:
            return kind
    return None


def recognise_table(segment: Segment) -> Table | NotUnderstood:
    """Understand one segment, or say what of it is not understood."""
    kind = kind_by_title(segment.title, segment.unit or "")
    if kind is not None and kind.layout not in PRINTED:
        # a kind that is put together from other tables: here the document prints its own
        kind = printed_kind(segment.title)
    if kind is None:
        return (
            _best(_fitting(_YEAR.sub("", plain_title(segment.title))), segment)
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

    Where more than one header fits, the one that leaves the fewest columns unknown is the
    table's; of two that leave as many, neither can be told from the other.
    """
    tables = [table for kind in kinds if isinstance(table := _as_kind(kind, segment), Table)]
    ranks = sorted((not table.sound, len(table.others), i) for i, table in enumerate(tables))
    if len(ranks) > 1 and ranks[0][:2] == ranks[1][:2]:
        return None
    return tables[ranks[0][2]] if ranks else None


def alternatives(kind: TableKind) -> list[TableKind]:
    """Give the kinds whose tables bear the same titles as a kind's and have other columns."""
    return [table_kinds()[name] for name in kind.reading.get("alternatives", ())]


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
    if kind.layout == "code-table" and (table := _beside_itself(kind, segment)):
        return table
    header = _header(segment.rows, kind)
    doubtful = isinstance(header, HeaderFault) or not header.sound
    if doubtful and "other_columns" in {f.name for f in kind.fields}:
        kept = _header(segment.rows, kind, keep_others=True)
        if isinstance(kept, Header) and kept.sound and _sound(segment, kept):
            header = kept
    if isinstance(header, HeaderFault):
        return _header_fault(segment, header)
    rows = _below(segment, header.height)
    columns = {"": header.columns, **header.periods}
    return Table(kind, segment, columns, rows, header.ignored, header.others, header.sound)


def _cross_table(kind: TableKind, segment: Segment) -> Table | NotUnderstood:
    """Understand a table whose columns, but for those that name the rows, are economic classes."""
    header = match_header(
        segment.rows, _labels(kind), _required(kind), _ignored(kind), keep_others=True
    )
    if isinstance(header, HeaderFault):
        return _header_fault(segment, header)
    classes = classes_among(header.others)
    if len(classes) < FEWEST or not header.sound:
        return _header_fault(segment, HeaderFault(tuple(header.others.values()), ()))
    others = {i: label for i, label in header.others.items() if i not in classes}
    columns = {"": header.columns, CLASSES: classes}
    rows = _below(segment, header.height)
    return Table(kind, segment, columns, rows, header.ignored, others)


def _beside_itself(kind: TableKind, segment: Segment) -> Table | None:
    """Understand a table of codes that is set beside itself in equal blocks, or give ``None``."""
    found = beside_itself(segment.rows, _labels(kind))
    if found is None or _has_sides(segment):
        return None
    top, blocks = found
    start, end = blocks[0]
    cut = [Row(row.cells[start:end], row.place) for row in segment.rows[top:]]
    header = _header(cut, kind)
    if isinstance(header, HeaderFault):
        return None
    amounts = frozenset(i for i, name in header.columns.items() if name in kind.amounts)
    rows = one_below_the_other(_below(segment, top + header.height), blocks, amounts)
    return Table(kind, segment, {"": header.columns, **header.periods}, tuple(rows))


def _header(
    rows: Sequence[Row], kind: TableKind, *, keep_others: bool = False
) -> Header | HeaderFault:
    """Match a header as it stands, else as one that prints several periods."""
    labels, required, ignored = _labels(kind), _required(kind), _ignored(kind)
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
        texts = [_TAIL.sub("", plain_label(cell)) for cell in row.cells if cell.strip()]
        heads = {indicators[text] for text in texts if text in indicators}
        if "indicator_3" in heads and heads & {"indicator_1", "indicator_2", "target_value"}:
            return Table(kind, segment, {}, used)
        found = {own[text] for text in texts if text in own}
        rows += bool(found - named)
        named |= found
    if named >= {"project_name", "goal"} and rows > 2:
        return Table(kind, segment, {}, used)
    return _header_fault(segment, HeaderFault((), ("三级指标",)))


def _sound(segment: Segment, header: Header) -> bool:
    """Say whether a header with unknown labels ends where the rows begin.

    Below it, the first filled row must not be labels again: some column in use holds a number.
    """
    rows = [
        row for row in _below(segment, header.height) if any(cell.strip() for cell in row.cells)
    ]
    if all(normal(cell) in _EMPTY for row in rows for cell in row.cells if cell.strip()):
        return True
    return any(
        is_amount(cell)
        for row in rows[:2]
        for i, cell in enumerate(row.cells)
        if (i in header.columns or i in header.others) and cell.strip()
    )


def _ignored(kind: TableKind) -> frozenset[str]:
    return frozenset(plain_label(label) for label in kind.reading.get("ignore", ()))


def _below(segment: Segment, height: int) -> tuple[Row, ...]:
    """Give the rows below the header, without headers printed again and column numbers."""
    header = {tuple(normal(cell) for cell in row.cells) for row in segment.rows[:height]}
    return tuple(
        row
        for row in segment.rows[height:]
        if tuple(normal(cell) for cell in row.cells) not in header and not numbers_columns(row)
    )


def _labels(kind: TableKind) -> Labels:
    labels = Labels.of(kind.fields)
    return labels | Labels(CODE_PARTS) if "code" in labels.names else labels


def _required(kind: TableKind) -> list[str]:
    return [field.name for field in kind.fields if field.required]


def _measures(kind: TableKind, segment: Segment) -> Table | NotUnderstood:
    """Understand a table of measures by the form that fits: columns, columns by fund, or rows."""
    measures = Labels.of_measures(kind)
    where = {"unit_code", "unit_name", "period"}
    places = Labels.of(field for field in kind.fields if field.name in where)
    funds = Labels.of(field for field in kind.fields if field.amount and field.name != "amount")
    by_fund = Labels(
        {
            label + fund: f"{measure}@{name}"
            for label, measure in measures.items()
            for fund, name in funds.items()
        }
    )
    rows = Labels.of(field for field in kind.fields if field.name not in where)
    forms: list[tuple[Labels, list[str]]] = [
        (by_fund | places, ["total@general_public_budget"]),
        (measures | places, ["total"]),
        (rows, ["name", "amount"]),
    ]
    fault: HeaderFault | None = None
    for labels, required in forms:
        header = match_header(segment.rows, labels, required, _ignored(kind))
        if isinstance(header, Header):
            below = _below(segment, header.height)
            return Table(kind, segment, {"": header.columns}, below, header.ignored)
        fault = fault or header
    both = match_periods(
        segment.rows, rows, ["name", "amount"], frozenset(kind.amounts), _ignored(kind)
    )
    if both is not None:
        below, named = _below(segment, both.height), {"": both.columns, **both.periods}
        return Table(kind, segment, named, below, both.ignored, both.others)
    return _periods(kind, segment, measures, places) or _header_fault(
        segment, fault or HeaderFault((), ())
    )


def _periods(kind: TableKind, segment: Segment, measures: Labels, places: Labels) -> Table | None:
    """Understand measures of several years side by side: a block of columns a year."""
    top = segment.rows[0].cells
    starts = [
        i
        for i, cell in enumerate(top)
        if _PERIOD.match(normal(cell)) or is_period(plain_label(cell))
    ]
    if len(starts) < 2:
        return None
    columns: dict[str, Mapping[int, str]] = {}
    height = 0
    for start, end in zip(starts, [*starts[1:], len(top)], strict=True):
        cut = [Row(row.cells[start:end], row.place) for row in segment.rows]
        header = match_header(cut, measures, ["total"])
        if isinstance(header, HeaderFault):
            return None
        columns[top[start].strip()] = {start + i: name for i, name in header.columns.items()}
        height = max(height, header.height)
    before = match_header(
        [Row(row.cells[: starts[0]], row.place) for row in segment.rows[:height]], places, []
    )
    if starts[0] and isinstance(before, HeaderFault):
        return None
    own = before.columns if isinstance(before, Header) else {}
    named = {period: {**own, **found} for period, found in columns.items()}
    latest = max(named, key=lambda period: period_rank(normal(period)))
    blocks = {"": named.pop(latest), **named}
    return Table(kind, segment, blocks, _below(segment, height))


def _two_sided(kind: TableKind, segment: Segment) -> Table | NotUnderstood:
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
        return _header_fault(segment, HeaderFault((), tuple(kind.reading["sides"])))
    columns: dict[str, Mapping[int, str]] = {}
    ignored: set[int] = set()
    others: dict[int, str] = {}
    height = 0
    for side, start in starts.items():
        end = min((other for other in starts.values() if other > start), default=len(rows[0].cells))
        for number, (left, right) in enumerate(_blocks(rows[first:], start, end, kind)):
            header = _side(rows[first:], left, right, kind)
            if isinstance(header, HeaderFault):
                return _header_fault(segment, header)
            key = f"{side}#{number}" if number else side
            columns |= _block(header, key, left)
            ignored |= {left + column for column in header.ignored}
            others |= _shifted(header.others, left)
            height = max(height, first + header.height)
    return Table(kind, segment, columns, _below(segment, height), frozenset(ignored), others)


def _has_sides(segment: Segment) -> bool:
    """Say whether one row of the header names both revenue and expenditure."""
    tops = ({_side_of(plain_label(cell)) for cell in row.cells} for row in segment.rows[:2])
    return any(set(_SIDES) <= top for top in tops)


def _side_of(label: str) -> str | None:
    """Give the side that a label heads: 本年收入, 支出预算, 收入项目."""
    return next((side for side, form in _SIDES.items() if form.fullmatch(label)), None)


def _particulars(kind: TableKind, segment: Segment) -> Table | NotUnderstood:
    """Understand a table of single facts, whose items may be listed in several blocks."""
    rows = segment.rows
    columns: dict[str, Mapping[int, str]] = {}
    ignored: set[int] = set()
    others: dict[int, str] = {}
    height = 0
    for number, (left, right) in enumerate(_blocks(rows, 0, len(rows[0].cells), kind)):
        header = _side(rows, left, right, kind)
        if isinstance(header, HeaderFault):
            return _header_fault(segment, header)
        columns |= _block(header, f"#{number}" if number else "", left)
        ignored |= {left + column for column in header.ignored}
        others |= _shifted(header.others, left)
        height = max(height, header.height)
    return Table(kind, segment, columns, _below(segment, height), frozenset(ignored), others)


def _block(header: Header, key: str, left: int) -> dict[str, Mapping[int, str]]:
    """Give the columns of a block that begins at ``left``, and those of its other periods."""
    own: dict[str, Mapping[int, str]] = {key: _shifted(header.columns, left)}
    return own | {f"{key}@{period}": _shifted(b, left) for period, b in header.periods.items()}


def _shifted(columns: Mapping[int, str], by: int) -> dict[int, str]:
    return {by + column: name for column, name in columns.items()}


def _blocks(rows: Sequence[Row], start: int, end: int, kind: TableKind) -> list[tuple[int, int]]:
    """Cut a side where its items are listed again: by function | by nature | by economic class."""
    items = {plain_label(label) for label in kind.field("item").labels}
    for row in rows[:TALLEST]:
        cells = row.cells[:end]
        begins = [
            i for i in range(start, len(cells)) if _TAIL.sub("", plain_label(cells[i])) in items
        ]
        if len(begins) > 1:
            return list(zip([start, *begins[1:]], [*begins[1:], end], strict=True))
    return [(start, end)]


def _side(rows: Sequence[Row], start: int, end: int, kind: TableKind) -> Header | HeaderFault:
    cut = [Row(row.cells[start:end], row.place) for row in rows]
    header = _header(cut, kind)
    if isinstance(header, HeaderFault) or not header.sound:
        kept = _header(cut, kind, keep_others=True)
        header = kept if isinstance(kept, Header) and kept.sound else header
    return header


#: Layouts whose headers are understood in a way of their own.
_OWN_WAY: dict[str, Callable[[TableKind, Segment], Table | NotUnderstood]] = {
    "two-sided": _two_sided,
    "measures": _measures,
    "particulars": _particulars,
    "cross-table": _cross_table,
}


def _header_fault(segment: Segment, fault: HeaderFault) -> NotUnderstood:
    unknown, missing = "、".join(fault.unknown), "、".join(fault.missing)
    return NotUnderstood(
        segment,
        Bilingual(
            f"表头没有读懂：不认识 [{unknown}]，缺少 [{missing}]",
            f"the header is not understood: unknown [{unknown}], missing [{missing}]",
        ),
        Bilingual(
            "把标签写进 datapackage/schemas 的相应字段",
            "add the labels to the field in datapackage/schemas",
        ),
    )


def form_faults(table: Table) -> list[Problem]:
    """Give what is wrong with the form of a table: rows of another width, unlabelled values."""
    problems: list[Problem] = []
    if table.columns:
        labelled = (
            {i for side in table.columns.values() for i in side} | table.ignored | set(table.others)
        )
        _check_widths(table.segment, problems)
        _check_labelled(table.segment, table.rows, labelled, problems)
    return problems


def _check_widths(segment: Segment, problems: list[Problem]) -> None:
    rows = segment.rows
    width = len(rows[0].cells)
    for row in rows:
        if len(row.cells) != width:
            problems.append(
                Problem(
                    Bilingual(
                        f"这一行有 {len(row.cells)} 格", f"the row has {len(row.cells)} cells"
                    ),
                    f"{segment.title} {row.place}: {' | '.join(row.cells)[:60]}",
                    Bilingual(f"{width} 格，与表头相同", f"{width}, as many as the header"),
                    Bilingual("对照原文件补齐或合并这一行", "mend the row after the source"),
                )
            )


def _check_labelled(
    segment: Segment, rows: Sequence[Row], columns: set[int], problems: list[Problem]
) -> None:
    """Refuse a value that stands under no label: it can't be said what it is."""
    for row in rows:
        for i, cell in enumerate(row.cells):
            if cell.strip() and i not in columns and i < len(segment.rows[0].cells):
                problems.append(
                    Problem(
                        Bilingual(
                            f"第 {i + 1} 列没有表头，却有“{cell[:20]}”",
                            f"column {i + 1} has no label and yet holds “{cell[:20]}”",
                        ),
                        f"{segment.title} {row.place}",
                        Bilingual("每个有值的列都有表头", "a label above every column in use"),
                        Bilingual("对照原文件补上表头", "add the label after the source"),
                    )
                )
