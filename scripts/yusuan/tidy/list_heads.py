"""Rows of a list that head others: a project's sum above its lines by code or source."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yusuan.tidy.rows import TidyRow

_OF_EVERY_ROW = frozenset({"role", "period", "unit_name"})


def put_below_heads(rows: Sequence[TidyRow], anchor: str) -> None:
    """Turn rows of a name alone into subtotals where they are the sum of what follows.

    What follows says more of itself (a code, a class, a remark), and the list's sums close
    better with the heads than without: two projects may have the same amount by chance.
    """
    heads = _heads(rows, anchor)
    before = {i: row.values["parent_row"] for i, row in enumerate(rows)}
    open_before = _open_sums(rows)
    for head, below in heads.items():
        for i in below:
            rows[i].values["parent_row"] = head + 1
    if _open_sums(rows) >= open_before:
        for i, parent in before.items():
            rows[i].values["parent_row"] = parent
        return
    for head in heads:
        rows[head].values |= {"role": "subtotal", "level": 0}
        rows[head].inferred.append("role")


def undo_heads(rows: Sequence[TidyRow]) -> bool:
    """Make the heads items again, so that they can be told anew; say whether there were any."""
    heads = [row for row in rows if row.values["role"] == "subtotal" and "role" in row.inferred]
    for row in heads:
        row.values |= {"role": "item", "level": 1}
        row.inferred.remove("role")
    return bool(heads)


def _heads(rows: Sequence[TidyRow], anchor: str) -> dict[int, list[int]]:
    """Give the rows that may be heads, with what stands below each: lines first, then heads."""
    bare = {i for i, row in enumerate(rows) if _is_item(row) and not _says_more(row, anchor)}
    found: dict[int, list[int]] = {}
    for i in sorted(bare):
        lines: list[int] = []
        for j in range(i + 1, len(rows)):
            if not _is_item(rows[j]) or j in bare:
                break
            lines.append(j)
        if _sums(rows, i, lines):
            found[i] = lines
    for i in sorted(bare - set(found)):
        below = {line for lines in found.values() for line in lines}
        members: list[int] = []
        for j in range(i + 1, len(rows)):
            if j in found:
                members.append(j)
            elif j not in below:
                break
        if _sums(rows, i, members):
            found[i] = members
    return found


def _is_item(row: TidyRow) -> bool:
    return row.values["role"] == "item"


def _says_more(row: TidyRow, anchor: str) -> bool:
    """Say whether a row holds more words than the name of what is listed."""
    words = (name for name, value in row.values.items() if isinstance(value, str) and value)
    return bool(row.others) or any(name != anchor and name not in _OF_EVERY_ROW for name in words)


def _sums(rows: Sequence[TidyRow], head: int, below: Sequence[int]) -> bool:
    total = rows[head].amount("total")
    parts = [rows[i].amount("total") for i in below]
    return bool(parts) and total is not None and sum(p or Decimal(0) for p in parts) == total


def _open_sums(rows: Sequence[TidyRow]) -> int:
    """Count the rows that are not the sum of those below them."""
    sums: dict[int, Decimal] = {}
    for row in rows:
        parent = row.values["parent_row"]
        if isinstance(parent, int):
            sums[parent] = sums.get(parent, Decimal(0)) + (row.amount("total") or Decimal(0))
    return sum(rows[parent - 1].amount("total") != found for parent, found in sums.items())
