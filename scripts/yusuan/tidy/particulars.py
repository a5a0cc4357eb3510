"""Tables of single facts (机构运行信息表): amounts and counts by item, in blocks side by side."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from yusuan.language import normal
from yusuan.tidy.rows import TidyRow, TidyTable, Typist, keep_others, printed_table
from yusuan.tidy.two_sided import split_ordinal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yusuan.errors import Problem
    from yusuan.recognise.tables import Table

#: What is counted, in brackets behind the item: 公务用车保有量（辆）.
_COUNTED = re.compile(
    r"\((?:个|人|人次|批|批次|次|辆|台|套|件|艘|架|栋|户|家|项|平方米|[台套件辆艘架、,,/]+)\)$"
)
#: Items that are counts though no unit is printed.
_COUNTS = re.compile(
    r".*(?:数量|团组数|人次数?|人数|批次数?|购置数|保有量|辆数)(?:合计)?$|"
    r"单(?:价|位价值)\d+万元.*设备(?:\(不含车辆\))?$"
)
#: Heads of sections that hold counts, and the ends of items that are money all the same.
_SECTION_OF_COUNTS = re.compile(r".*(?:统计数|资产|车辆|设备)")
_MONEY = re.compile(r".*(?:费|费用|经费|支出|金额|价值|原值|净值)(?:合计)?(?:\((?:万|千)?元\))?$")
_OF_WHICH = re.compile(r"其中\s*[:：]?\s*")


def counted(item: str) -> str | None:
    """Give the unit in which an item is counted, empty if it is not printed, ``None`` for money."""
    plain = normal(item)
    if match := _COUNTED.search(plain):
        return match[0].strip("()")
    return "" if _COUNTS.fullmatch(plain) else None


def tidy_particulars(table: Table, problems: list[Problem]) -> TidyTable:
    """Type the items of every block in turn, each with its amount or its count.

    An item adds up into the one above it that has a figure of the same sort; 其中 names a part
    that need not be the whole.
    """
    typist = Typist(table.kind, table.where, problems)
    rows: list[TidyRow] = []
    for period in dict.fromkeys(key.partition("@")[2] for key in table.columns):
        for key in (key for key in table.columns if key.partition("@")[2] == period):
            rows.extend(_block(table, key, typist, len(rows)))
    if not any(_figure(row) is not None for row in rows):
        rows = []
    columns = {name for block in table.columns.values() for name in block.values()}
    return printed_table(table, rows, frozenset(columns | {"count", "count_unit"}))


def _block(table: Table, key: str, typist: Typist, before: int) -> list[TidyRow]:
    rows: list[TidyRow] = []
    above: dict[int, int] = {}
    counts: dict[int, bool] = {}
    for printed in table.rows:
        cells = {
            name: printed.cells[i] if i < len(printed.cells) else ""
            for i, name in table.columns[key].items()
        }
        if not any(text.strip() for text in cells.values()):
            continue
        row, partial = _row(cells, typist, typist.row({}, printed.place), counts)
        row.values["period"] = key.partition("@")[2] or None
        if not key:
            keep_others(row, table.others, printed)
        level = int(str(row.values["level"]))
        upper = max((found for found in above if found < level), default=None)
        parent = above[upper] if upper is not None else None
        alike = parent is not None and _sort(rows[parent - before - 1]) == _sort(row)
        row.values["parent_row"] = parent if alike and not partial else None
        above = {found: place for found, place in above.items() if found < level}
        rows.append(row)
        above[level] = before + len(rows)
    return rows


def _row(
    cells: Mapping[str, str], typist: Typist, row: TidyRow, counts: dict[int, bool]
) -> tuple[TidyRow, bool]:
    """Type one item; say too whether it is only a part of the one above.

    ``counts`` says for each level above whether it counts things: what stands below such an
    item, and names no money, is counted too, though no unit is printed again.
    """
    label = cells["item"].strip()
    match = _OF_WHICH.match(label)
    ordinal, level, name = split_ordinal(label[match.end() :] if match else label)
    depth = 5 if match else 1 if level is None else level
    for deeper in [found for found in counts if found >= depth]:
        del counts[deeper]
    unit = counted(name)
    if unit is None and counts.get(max(counts, default=0)) and not _MONEY.fullmatch(normal(name)):
        unit = ""
    counts[depth] = unit is not None or bool(_SECTION_OF_COUNTS.fullmatch(normal(name)))
    typist.put(row, "item", name)
    typist.put(row, "amount", "" if unit is not None else cells["amount"])
    typist.put(row, "count", cells["amount"] if unit is not None else "")
    row.values |= {
        "ordinal": ordinal,
        "level": min(depth, 4),
        "count_unit": unit or None,
    }
    if unit == "":
        row.inferred.append("count")
    if name != label:
        row.raw["item"] = label
    return row, bool(match)


def _figure(row: TidyRow) -> object:
    return row.amount("amount") if row.amount("amount") is not None else row.amount("count")


def _sort(row: TidyRow) -> str | None:
    """Say whether a row has an amount or a count; ``None`` for the head of a section."""
    return next((name for name in ("amount", "count") if row.amount(name) is not None), None)
