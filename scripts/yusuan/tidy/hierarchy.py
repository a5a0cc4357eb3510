"""The hierarchy of a table of codes: units, levels and parents."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from yusuan.classification import LEVELS, parent_code
from yusuan.language import Bilingual, normal
from yusuan.tidy.codes import is_code, part_of_basic, sum_of_basic

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yusuan.tidy.rows import TidyRow, Typist, Value


@dataclass(slots=True)
class _Owner:
    """Whose codes are being read: its subtotal's row, and the codes seen since.

    ``named`` says that a code of this owner has been met, or its subtotal with its own code.
    """

    unit: int | None = None
    owner: object = None
    name: object = None
    named: bool = False
    department: int | None = None
    units: dict[str, int] = field(default_factory=dict)
    by_code: dict[str, int] = field(default_factory=dict)

    def subtotal(self, position: int, values: dict[str, Value]) -> int | None:
        """Begin a unit at the row of its subtotal; give the row above it."""
        code = str(values.get("unit_code") or "")
        self.by_code, self.unit = {}, position
        self.owner = values.get("unit_code") or values.get("unit_name")
        self.name = values.get("unit_name")
        self.named = bool(code)
        above = _unit_above(self.units, code)
        if code:
            above = above or self.department
        else:
            self.department = position  # a name without a code, above units that have theirs
        self.units[code] = position
        return above

    def item(self, values: dict[str, Value]) -> None:
        """See whether an item is another unit's, which has no row of its subtotal."""
        own = values.get("unit_code") or values.get("unit_name")
        if own and own not in (self.owner, self.name) and not _is_below(own, self.owner):
            self.unit = self.department if values.get("unit_code") else None
            if self.named:  # a class may stand before the unit's own code
                self.by_code = {}
            self.owner, self.named = own, True
            return
        again = values.get("code") in self.by_code
        if not own and self.named and "unit_code" in values and again:
            self.by_code, self.named = {}, False  # a class again: the next unit's


def place_in_hierarchy(rows: list[TidyRow], classification: str, typist: Typist) -> None:
    """Give each row its level and the row it belongs to; says what is wrong with its code."""
    total = next((i for i, row in enumerate(rows, 1) if row.values["role"] == "total"), None)
    owner = _Owner()
    codes = {str(row.values.get("code") or "") for row in rows} - {""}
    nested = any(above in codes for code in codes for above in _ancestors(code, classification))
    closing = _closed_behind(rows)
    for position, row in enumerate(rows, 1):
        values = row.values
        values |= {"parent": None, "parent_row": None}
        if values["role"] == "total":
            continue
        if values["role"] == "subtotal" and sum_of_basic(str(values.get("name") or "")):
            values["parent_row"] = total
            continue
        if values["role"] == "subtotal" and closing and _is_sum(row):
            values["parent_row"] = total
            owner = _Owner()
            continue
        if values["role"] == "subtotal":
            values["parent_row"] = owner.subtotal(position, values) or total
            continue
        owner.item(values)
        values["parent_row"] = owner.unit or total
        code = values.get("code")
        if not isinstance(code, str):
            typist.problem(row.place, Bilingual("这一行没有科目编码", "the row has no code"))
            continue
        if not is_code(code, classification):
            typist.problem(
                row.place,
                Bilingual(f"“{code}”不是科目编码", f"“{code}” is no code"),
                Bilingual("3、5 或 7 位数字", "3, 5 or 7 digits"),
            )
            continue
        values["level"] = LEVELS[classification][len(code)]
        pair = f"{code}/{values.get('government_code')}"
        again = pair in owner.by_code or not _told_apart(rows, owner.by_code.get(code), values)
        if again:
            typist.problem(
                row.place, Bilingual(f"编码 {code} 重复", f"the code {code} stands twice")
            )
        if not values.get("name"):
            typist.problem(
                row.place, Bilingual(f"编码 {code} 没有名称", f"the code {code} has no name")
            )
        owner.by_code |= {code: position, pair: position}
        parent = parent_code(classification, code)
        if parent is not None and parent in owner.by_code:
            values |= {"parent": parent, "parent_row": owner.by_code[parent]}
        elif parent is not None and nested:
            typist.problem(
                row.place,
                Bilingual(
                    f"编码 {code} 的上级 {parent} 不在前面",
                    f"the parent {parent} of the code {code} does not stand before it",
                ),
            )


def under_sums(rows: list[TidyRow]) -> None:
    """Put classes below 人员经费合计 and 公用经费合计, where a table prints these."""
    sums = {
        part: position
        for position, row in enumerate(rows, 1)
        if row.values["role"] == "subtotal" and (part := sum_of_basic(str(row.values["name"])))
    }
    for row in rows:
        code = row.values.get("code")
        if row.values["level"] == 1 and isinstance(code, str) and row.values["parent"] is None:
            parent = row.values["parent_row"]
            if parent is None or rows[int(str(parent)) - 1].values["role"] == "total":
                row.values["parent_row"] = sums.get(part_of_basic(code), parent)


def close_blocks(rows: list[TidyRow], amounts: Sequence[str]) -> None:
    """Put the rows that a 小计 behind them adds up below it.

    It closes the rows since the last sum that stand on its own level, if their amounts are its
    own in every column; else nothing is certain, and it stays where it is.
    """
    if not _closed_behind(rows):
        return
    open_rows: list[int] = []
    for position, row in enumerate(rows, 1):
        above = row.values["parent_row"]
        if row.values["role"] == "item":
            if above is None or rows[int(str(above)) - 1].values["role"] == "total":
                open_rows.append(position)
            continue
        if (
            row.values["role"] == "subtotal"
            and _is_sum(row)
            and _adds_up(rows, open_rows, row, amounts)
        ):
            for number in open_rows:
                rows[number - 1].values["parent_row"] = position
        open_rows = []


def is_block_sum(name: str) -> bool:
    """Say whether a row's name is that of a sum over a block of rows: 小计, 本级小计."""
    return normal(name).endswith("小计")


def _is_sum(row: TidyRow) -> bool:
    return is_block_sum(str(row.values.get("name") or ""))


def _closed_behind(rows: list[TidyRow]) -> bool:
    """Say whether a table has its 小计 behind the rows they add up, not before them."""
    for row in rows:
        if row.values["role"] == "item":
            return any(row.values["role"] == "subtotal" and _is_sum(row) for row in rows)
        if row.values["role"] == "subtotal":
            return False
    return False


def _adds_up(
    rows: list[TidyRow], numbers: Sequence[int], whole: TidyRow, amounts: Sequence[str]
) -> bool:
    """Say whether the rows of these numbers are a row's amounts in all columns."""
    return bool(numbers) and all(
        sum((rows[number - 1].amount(name) or Decimal(0) for number in numbers), Decimal(0))
        == (whole.amount(name) or Decimal(0))
        for name in amounts
    )


def _is_below(own: object, owner: object) -> bool:
    """Say whether a unit's code is that of a unit below another: 115001 below 115."""
    codes = (str(own), str(owner))
    return all(code.isdigit() for code in codes) and codes[0].startswith(codes[1])


def _told_apart(rows: list[TidyRow], position: int | None, values: dict[str, Value]) -> bool:
    """Say whether a code is new, or stands again for another code of the government's own."""
    if position is None:
        return True
    other = rows[position - 1].values.get("government_code")
    return other is not None and other != values.get("government_code")


def _ancestors(code: str, classification: str) -> list[str]:
    """Give the codes above a code, nearest first."""
    found: list[str] = []
    above = parent_code(classification, code)
    while above is not None:
        found.append(above)
        above = parent_code(classification, above)
    return found


def _unit_above(units: dict[str, int], code: str) -> int | None:
    """Give the row of the department whose code begins a unit's code."""
    above = [known for known in units if known and code.startswith(known) and known != code]
    return units[max(above, key=len)] if above else None
