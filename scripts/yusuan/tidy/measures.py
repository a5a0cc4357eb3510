"""Tables of measures (“三公”经费): one printed row → one row a measure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.language import Bilingual
from yusuan.tidy.rows import TidyRow, TidyTable, Typist, printed_table

if TYPE_CHECKING:
    from yusuan.errors import Problem
    from yusuan.recognise.tables import Table


def tidy_measures(table: Table, problems: list[Problem]) -> TidyTable:
    """Type the one row of amounts of a table of measures."""
    kind = table.kind
    typist = Typist(kind, table.where, problems)
    printed = [row for row in table.rows if any(cell.strip() for cell in row.cells)]
    if len(printed) > 1:
        typist.problem(
            str(printed[1].place),
            Bilingual("表头下不止一行金额", "more than one row of amounts below the header"),
            Bilingual("一行", "one row"),
        )
    rows: list[TidyRow] = []
    names = set(table.columns[""].values())
    order = [name for name in kind.reading["measures"] if name in names]
    columns = {name: column for column, name in table.columns[""].items()}
    for source in printed[:1]:
        for name in order:
            measure = kind.reading["measures"][name]
            # a row too short is refused by its width
            text = source.cells[columns[name]] if columns[name] < len(source.cells) else ""
            row = typist.row({"amount": text}, source.place)
            parent = measure["parent"]
            row.values |= {
                "measure": name,
                "name": measure["name"]["zh"],
                "role": "total" if parent is None else "item",
                "level": measure["level"],
                "parent_row": order.index(parent) + 1 if parent in order else None,
            }
            rows.append(row)
    return printed_table(table, rows)
