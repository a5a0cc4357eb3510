"""Segments → tables: the kind of each, its header understood, its pieces joined."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from yusuan.dictionary import TableKind, table_kinds
from yusuan.errors import Problem
from yusuan.language import Bilingual, normal
from yusuan.read.document import Row
from yusuan.recognise.headers import Header, HeaderFault, label_index, match_header

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from yusuan.recognise.segments import Segment

_YEAR = re.compile(r"^20\d\d年(度)?")
_OWNER = re.compile(r"^(部门|单位)(?=收|支|财)")
_TAIL = re.compile(r"\([^()]*\)$")


@dataclass(frozen=True, slots=True)
class Table:
    """A printed table whose kind and header are known.

    ``columns`` maps a column's position to its field; in a two-sided table there is one such
    mapping a side, else one under ``""``. ``rows`` are the rows below the header.
    """

    kind: TableKind
    segment: Segment
    columns: Mapping[str, Mapping[int, str]]
    rows: tuple[Row, ...]

    @property
    def where(self) -> str:
        """Name of the table for a message."""
        return self.segment.where


def kind_by_title(title: str, unit: str = "") -> TableKind | None:
    """Give the table kind that a printed title names, or ``None``."""
    text = normal(title)
    bare = _OWNER.sub("", _YEAR.sub("", text).removeprefix(normal(unit)))
    spellings = {text, bare, _TAIL.sub("", bare), _YEAR.sub("", bare)}
    for kind in table_kinds().values():
        if spellings & {normal(label) for label in kind.reading.get("titles", ())}:
            return kind
    return None


def recognise_table(segment: Segment, problems: list[Problem]) -> Table | None:
    """Understand one segment; adds to ``problems`` and gives ``None`` where it can't be."""
    kind = kind_by_title(segment.title, segment.unit or "")
    if kind is None:
        problems.append(
            Problem(
                Bilingual("不认识的表", "a table of no known kind"),
                f"{segment.where}: {' | '.join(segment.rows[0].cells)[:80]}",
                Bilingual("标题为已知表种之一", "the title of a known kind of table"),
                Bilingual(
                    "把标题写进相应的 datapackage/schemas 文件，或新增一个表种",
                    "add the title to its file in datapackage/schemas, or add a kind",
                ),
            )
        )
        return None
    if kind.layout == "form":
        return Table(kind, segment, {}, tuple(segment.rows))
    _check_widths(segment, problems)
    if kind.layout == "two-sided":
        return _two_sided(kind, segment, problems)
    header = match_header(segment.rows, _labels(kind), _required(kind))
    if isinstance(header, HeaderFault):
        problems.append(_header_problem(segment, header))
        return None
    rows = tuple(segment.rows[header.height :])
    _check_labelled(segment, rows, set(header.columns), problems)
    return Table(kind, segment, {"": header.columns}, rows)


def _labels(kind: TableKind) -> dict[str, str]:
    if kind.layout == "measures":
        return {
            normal(label.replace("/", "")): name
            for name, measure in kind.reading["measures"].items()
            for label in measure["labels"]
        }
    return label_index(kind.fields)


def _required(kind: TableKind) -> list[str]:
    return (
        ["total"]
        if kind.layout == "measures"
        else [field.name for field in kind.fields if field.required]
    )


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


def _two_sided(kind: TableKind, segment: Segment, problems: list[Problem]) -> Table | None:
    rows = segment.rows
    names = {
        normal(label): side for side, labels in kind.reading["sides"].items() for label in labels
    }
    starts = {
        names[normal(cell)]: i for i, cell in enumerate(rows[0].cells) if normal(cell) in names
    }
    if len(starts) != len(kind.reading["sides"]):
        problems.append(_header_problem(segment, HeaderFault((), tuple(kind.reading["sides"]))))
        return None
    columns: dict[str, Mapping[int, str]] = {}
    height = 0
    for side, start in starts.items():
        end = min((other for other in starts.values() if other > start), default=len(rows[0].cells))
        header = _side(rows, start, end, kind)
        if isinstance(header, HeaderFault):
            problems.append(_header_problem(segment, header))
            return None
        columns[side] = {start + column: name for column, name in header.columns.items()}
        height = max(height, header.height)
    below = tuple(rows[height:])
    _check_labelled(segment, below, {i for side in columns.values() for i in side}, problems)
    return Table(kind, segment, columns, below)


def _side(rows: Sequence[Row], start: int, end: int, kind: TableKind) -> Header | HeaderFault:
    cut = [Row(row.cells[start:end], row.place) for row in rows]
    return match_header(cut, _labels(kind), _required(kind))


def _header_problem(segment: Segment, fault: HeaderFault) -> Problem:
    unknown, missing = "、".join(fault.unknown), "、".join(fault.missing)
    return Problem(
        Bilingual(
            f"表头没有读懂：不认识 [{unknown}]，缺少 [{missing}]",
            f"the header is not understood: unknown [{unknown}], missing [{missing}]",
        ),
        segment.where,
        todo=Bilingual(
            "把标签写进 datapackage/schemas 的相应字段",
            "add the labels to the field in datapackage/schemas",
        ),
    )
