"""Typed rows: the one way from printed text to values, which keeps what was printed."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from yusuan.amounts import NotAnAmountError, parse_amount
from yusuan.errors import Problem
from yusuan.language import Bilingual, unwrapped

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yusuan.dictionary import Field, TableKind
    from yusuan.read.document import Place, Row
    from yusuan.recognise.tables import Table

Value = str | int | Decimal | bool | dt.date | None
_DATE = re.compile(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?")

#: What became of a table kind in a disclosure.
DISCLOSED, EMPTY, ABSENT, DERIVED = "disclosed", "empty", "absent", "derived"


class NotADateError(ValueError):
    """The text is no day of the calendar."""


@dataclass(slots=True)
class TidyRow:
    """A row of a resource: typed values by field, the printed text where typing changed it."""

    values: dict[str, Value]
    place: str
    raw: dict[str, str] = field(default_factory=dict)
    inferred: list[str] = field(default_factory=list)
    others: dict[str, str] = field(default_factory=dict)

    def amount(self, name: str) -> Decimal | None:
        """Give a value that is a number, or ``None``."""
        value = self.values.get(name)
        return value if isinstance(value, Decimal) else None


@dataclass(slots=True)
class TidyTable:
    """A resource before it is written.

    ``status`` is one of ``disclosed``, ``empty``, ``absent`` and ``derived``; ``columns`` are
    the fields that this form of the table has (all of them where there is no form); ``note``
    is the printed reason of an empty table. ``suspect`` says that its own arithmetic leaves a
    doubt whether it was read right.
    """

    kind: TableKind
    rows: list[TidyRow]
    status: str = DISCLOSED
    columns: frozenset[str] | None = None
    money_unit: str | None = None
    place: str | None = None
    title: str | None = None
    number: int | None = None
    note: str | None = None
    announced: bool = True
    suspect: bool = False
    unit_inferred: bool = False


@dataclass(slots=True)
class Typist:
    """Types the cells of one table; collects what can't be typed."""

    kind: TableKind
    where: str
    problems: list[Problem]

    def row(self, cells: Mapping[str, str], place: Place) -> TidyRow:
        """Type the texts of a row's fields."""
        row = TidyRow({}, str(place))
        for name, text in cells.items():
            self.put(row, name, text)
        return row

    def put(self, row: TidyRow, name: str, text: str, place: Place | None = None) -> None:
        """Type one text into a row; ``place`` is its own, where the row has several."""
        column = self.kind.field(name)
        try:
            value = _typed(column, text)
        except NotADateError:
            row.values[name] = None
            self.problem(
                str(place or row.place),
                Bilingual(
                    f"列“{column.title.zh}”：“{text}”不是日期",
                    f"column {column.title.en}: “{text}” is no date",
                ),
                Bilingual("年-月-日", "a day of the calendar"),
            )
            return
        except NotAnAmountError:
            row.values[name] = None
            self.problem(
                str(place or row.place),
                Bilingual(
                    f"列“{column.title.zh}”：“{text}”不是数字",
                    f"column {column.title.en}: “{text}” is no number",
                ),
                Bilingual(
                    "如 1234.56、1,234.56、空白或横线", "such as 1234.56, 1,234.56, blank or a dash"
                ),
            )
            return
        row.values[name] = value
        if _printed(value) != text:
            row.raw[name] = text

    def problem(self, place: str, what: Bilingual, expected: Bilingual | None = None) -> None:
        """Note something that can't be read with certainty."""
        self.problems.append(
            Problem(
                what,
                f"{self.where}, {place}",
                expected,
                Bilingual("对照原文件更正这一处", "check the place against the source"),
            )
        )


def _typed(column: Field, text: str) -> Value:
    if column.type == "number":
        return parse_amount(text).value
    if column.type == "integer":
        value = parse_amount(text).value
        if value is not None and value != value.to_integral_value():
            raise NotAnAmountError(text)
        return None if value is None else int(value)
    if column.type == "date":
        return _date(text)
    if column.prose:
        return text.strip() or None
    plain = unwrapped(text)
    if column.name.endswith("code"):
        plain = unicodedata.normalize("NFKC", plain)
    return plain or None


def _date(text: str) -> dt.date | None:
    plain = "".join(text.split())
    if not plain:
        return None
    match = _DATE.fullmatch(plain)
    if match is None:
        raise NotADateError(text)
    try:
        return dt.date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError as error:
        raise NotADateError(text) from error


def _printed(value: Value) -> str:
    if value is None:
        return ""
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def numbered(rows: list[TidyRow]) -> list[TidyRow]:
    """Give the rows of a resource their numbers, from 1."""
    for position, row in enumerate(rows, 1):
        row.values["row"] = position
    return rows


#: Columns that hold the number of another row.
_POINTERS = ("parent_row", "class_row")


def behind(first: TidyTable, second: TidyTable) -> TidyTable:
    """Give two tables of one kind as one, the rows of the second behind those of the first."""
    before = len(first.rows)
    for row in second.rows:
        for pointer in _POINTERS:
            if isinstance(number := row.values.get(pointer), int):
                row.values[pointer] = number + before
    rows = numbered([*first.rows, *second.rows])
    filled = first if first.rows else second
    columns = (
        None if first.columns is None or second.columns is None else first.columns | second.columns
    )
    return replace(filled, rows=rows, columns=columns, status=DISCLOSED if rows else EMPTY)


def keep_others(row: TidyRow, others: Mapping[int, str], printed: Row) -> None:
    """Keep the texts of columns that the dictionary does not have, by their printed labels."""
    if others:
        row.others = {
            label: printed.cells[i].strip()
            for i, label in others.items()
            if i < len(printed.cells) and printed.cells[i].strip()
        }


def fills_other_blocks(table: Table, block: str, printed: Row) -> bool:
    """Say whether a row has something in the columns of another period or of no field."""
    own = table.columns[block]
    other = {i for columns in table.columns.values() for i in columns} | set(table.others)
    return any(printed.cells[i].strip() for i in other if i not in own and i < len(printed.cells))


def of_period(rows: list[TidyRow], period: str, before: int) -> list[TidyRow]:
    """Say of which period rows are, and shift what they add up into by the rows before them."""
    for row in rows:
        row.values["period"] = period or None
        if isinstance(parent := row.values.get("parent_row"), int):
            row.values["parent_row"] = parent + before
    return rows


def printed_table(
    table: Table, rows: list[TidyRow], columns: frozenset[str] | None = None
) -> TidyTable:
    """Make the resource of a table that stands in the document, with or without rows."""
    segment = table.segment
    return TidyTable(
        table.kind,
        numbered(rows),
        status=DISCLOSED if rows else EMPTY,
        columns=columns,
        money_unit=segment.money_unit,
        place=str(segment.place),
        title=segment.title,
        number=segment.number,
        note=None if rows else " ".join(note.text for note in segment.notes) or None,
    )
