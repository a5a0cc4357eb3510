"""Tables with economic classes as columns: a row for each code or unit and each class of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from yusuan.language import normal
from yusuan.recognise.classes import CLASSES, class_code, class_path
from yusuan.tidy.code_table import tidy_code_table
from yusuan.tidy.rows import TidyRow, TidyTable, Typist, printed_table

if TYPE_CHECKING:
    from yusuan.errors import Problem
    from yusuan.recognise.tables import Table

_KEPT = ("unit_code", "unit_name", "code", "name", "role", "level", "parent")


def tidy_cross_table(table: Table, problems: list[Problem]) -> TidyTable:
    """Type a table of codes, and behind each of its rows the amounts of its classes.

    A class that is blank has no row. ``class_row`` is the row that a class is a part of: the
    upper class's where that has a column of its own, else the code's.
    """
    own = tidy_code_table(replace(table, columns={"": table.columns[""]}), problems)
    typist = Typist(table.kind, table.where, problems)
    by_place = {str(printed.place): printed for printed in table.rows}
    paths = {i: class_path(label) or () for i, label in table.columns[CLASSES].items()}
    of_government = "政府" in normal(f"{table.segment.title}{''.join(table.segment.rows[0].cells)}")
    rows: list[TidyRow] = []
    moved: dict[int, int] = {}
    for number, row in enumerate(own.rows, 1):
        rows.append(row)
        moved[number] = len(rows)
        row.values |= {"table_title": table.segment.title, "class_row": None}
        row.values |= {"economic_code": None, "economic_name": None}
        above: dict[tuple[str, ...], int] = {(): len(rows)}
        printed = by_place.get(row.place)
        for i, path in sorted(paths.items(), key=lambda item: (item[1][:1], len(item[1]), item[0])):
            text = printed.cells[i] if printed and i < len(printed.cells) else ""
            if not text.strip():
                continue
            part = TidyRow({name: row.values.get(name) for name in _KEPT}, row.place)
            typist.put(part, "total", text)
            code = class_code(path, of_government=of_government)
            part.values |= {
                "economic_name": path[-1],
                "economic_code": code,
                "table_title": table.segment.title,
                "class_row": above.get(path[:-1], above[()]),
                "parent_row": None,
            }
            part.inferred += ["economic_code"] if code else []
            rows.append(part)
            above[path] = len(rows)
    for row in rows:
        parent = row.values.get("parent_row")
        row.values["parent_row"] = moved[parent] if isinstance(parent, int) else None
    used = frozenset(own.columns or ()) | {"economic_code", "economic_name", "class_row"}
    return printed_table(table, rows, used | {"table_title"})
