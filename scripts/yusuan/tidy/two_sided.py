"""Two-sided tables (收入 | 支出): each side in long form, with levels, subtotals and totals."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from yusuan.classification import LEVELS, code_by_name, parent_code, reference
from yusuan.language import Bilingual, normal
from yusuan.tidy.codes import code_below, split_merged
from yusuan.tidy.rows import TidyRow, TidyTable, Typist, keep_others, printed_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yusuan.dictionary import TableKind
    from yusuan.errors import Problem
    from yusuan.recognise.tables import Table

_NUMERAL = "[一二三四五六七八九十廿卅百]+"
#: Ordinals by the level they print.
ORDINALS: tuple[tuple[int, re.Pattern[str]], ...] = (
    (1, re.compile(rf"({_NUMERAL})\s*[、.]\s*")),
    (2, re.compile(rf"([（(]\s*{_NUMERAL}\s*[）)])\s*")),
    (3, re.compile(r"(\d+)\s*[、.．]\s*")),
    (4, re.compile(r"([（(]\s*\d+\s*[）)])\s*")),
)
#: What stands before a name and is no part of it: 加：上年结转.
_ADDED = re.compile(r"^(?:加|减)\s*[:：]\s*")
_OF_WHICH = re.compile(r"^其\s*中\s*[:：]?\s*")
#: What a side may call its total, or the sum before what is carried over is added.
_SUMS = frozenset({"收入合计", "支出合计", "合计", "收入小计", "支出小计"})
_PART_SUM = "小计"


#: Heads of sources or purposes that may be listed below them without ordinals of their own.
_HEAD = re.compile(
    r"(本年|当年)(财政拨款)?(收入|支出)|(上年|年初)(财政拨款)?(资金)?(结转|结余)[和、]?(结转|结余)?(资金)?"
)
#: All appropriations, and the funds that are their parts where neither has an ordinal.
_APPROPRIATIONS = re.compile(r"财政拨款(\(补助\)|补助|收入|资金|小计)*")
_FUND = re.compile(r"(一般公共预算|政府性基金|国有资本经营)(预算)?(财政)?(拨款|补助|资金|收入)*")
_BALANCE = re.compile(r"(结转下年|年末|年终)")


def tidy_two_sided(table: Table, problems: list[Problem]) -> TidyTable:
    """Type both sides of a table, revenue before expenditure."""
    kind = table.kind
    typist = Typist(kind, table.where, problems)
    rows: list[TidyRow] = []
    main = _main_block(table)
    for period in dict.fromkeys(_period(key) for key in table.columns):
        for side in kind.reading["sides"]:
            for block in (key for key in table.columns if _is_of(key, side, period)):
                found = _side(table, block, typist, len(rows))
                spent = side == "expenditure" and block.split("@")[0] != main
                for row in found:
                    row.values["expenditure_basis"] = _basis(table, block) if spent else None
                    row.values["period"] = period or None
                filled = any(row.amount(name) is not None for row in found for name in kind.amounts)
                if filled or not period:
                    rows.extend(found)
    if any(row.amount(name) is not None for row in rows for name in kind.amounts):
        _refuse_cut(rows, kind, typist)
    columns = {name for side in table.columns.values() for name in side.values()}
    return printed_table(table, rows, frozenset(columns))


def _period(key: str) -> str:
    """Give the period of a block; blank for the table's own."""
    return key.partition("@")[2]


def _is_of(key: str, side: str, period: str) -> bool:
    return re.split("[#@]", key, maxsplit=1)[0] == side and _period(key) == period


def _main_block(table: Table) -> str:
    """Give the block of expenditure that lists it by function; the first if none or all do."""
    blocks = [key for key in table.columns if _is_of(key, "expenditure", "")]

    def functions(block: str) -> int:
        column = next(i for i, name in table.columns[block].items() if name == "item")
        texts = (row.cells[column] for row in table.rows if column < len(row.cells))
        return sum(
            code_by_name("function", split_ordinal(t)[2], level=1) is not None for t in texts
        )

    return max(blocks, key=functions) if blocks else ""


def _basis(table: Table, block: str) -> str:
    """Give the printed label of a block's items."""
    column = next(i for i, name in table.columns[block].items() if name == "item")
    header = (row.cells[column].strip() for row in table.segment.rows[:4])
    return next((text for text in header if text), block)


def _beside(table: Table, block: str) -> dict[int, str]:
    """Give the columns without a field that stand behind a block's items, before the next ones'."""
    items = {i for names in table.columns.values() for i, name in names.items() if name == "item"}
    own = next((i for i, name in table.columns[block].items() if name == "item"), None)
    return {
        i: label
        for i, label in table.others.items()
        if max((item for item in items if item <= i), default=None) == own
    }


def _side(table: Table, side: str, typist: Typist, before: int) -> list[TidyRow]:
    rows: list[TidyRow] = []
    for printed in table.rows:
        cells = {
            name: printed.cells[i] if i < len(printed.cells) else ""
            for i, name in table.columns[side].items()
        }
        if not any(text.strip() for text in cells.values()):
            continue
        row = typist.row(cells, printed.place)
        if not _period(side):
            keep_others(row, _beside(table, side), printed)
        label = cells["item"]
        if not label.strip():
            typist.problem(
                row.place,
                Bilingual("有金额而没有项目名称", "an amount without the name of its item"),
            )
            continue
        _describe(row, re.split("[#@]", side, maxsplit=1)[0], label, table.kind)
        rows.append(row)
    _put_below_heads(rows)
    _put_below_sums(rows, table.kind)
    _settle_sums(rows)
    _split_balances(rows)
    _classify(rows, table.kind)
    _link(rows, before)
    return rows


def split_ordinal(label: str) -> tuple[str | None, int | None, str]:
    """Split ``（二）公共安全支出`` into its ordinal, the level that prints, and the name."""
    text = _ADDED.sub("", label.strip())
    text = _OF_WHICH.sub("", text) or text
    for level, pattern in ORDINALS:
        match = pattern.match(text)
        if match and match.end() < len(text):
            return match[1], level, text[match.end() :]
    return None, None, text


def _describe(row: TidyRow, side: str, label: str, kind: TableKind) -> None:
    ordinal, level, name = split_ordinal(label)
    role = next(
        (
            role
            for role, labels in kind.reading["roles"].items()
            if normal(name) in {normal(text) for text in labels}
        ),
        "item",
    )
    if role == "item":
        patterns = kind.reading.get("role_patterns", {})
        role = next(
            (
                role
                for role, found in patterns.items()
                if any(re.match(p, normal(name)) for p in found)
            ),
            role,
        )
    if role in {"subtotal", "total"}:
        name, level = normal(name), 0
    row.values |= {
        "side": side,
        "ordinal": ordinal,
        "item": name,
        "role": role,
        "level": 1 if level is None else level,
    }
    if name != label:
        row.raw["item"] = label
    else:
        row.raw.pop("item", None)
    row.values["function_code"] = None


def _split_balances(rows: list[TidyRow]) -> None:
    """Put what stands between a balance and the total one level below the balance.

    Behind the sum of the year's own items, the balance may be split by fund.
    """
    summed, balance, split = False, False, False
    for row in rows:
        role, ordinal = row.values["role"], row.values["ordinal"]
        summed = summed or role == "subtotal"
        split = role == "item" and summed and balance and (split or ordinal in {None, "一"})
        if split:
            row.values["level"] = 2
        elif role != "item" or not summed:
            balance = role == "balance"


def _settle_sums(rows: list[TidyRow]) -> None:
    """Say which of a side's sums is its total: one so named, else the last one."""
    named = any(row.values["role"] == "total" for row in rows)
    if [normal(str(row.values["item"])) for row in rows].count(_PART_SUM) == 1:
        sums = _SUMS | {_PART_SUM}  # printed once, it is no group's
    else:
        sums = _SUMS
    for row in reversed(rows):
        if row.values["role"] == "item" and normal(str(row.values["item"])) in sums:
            row.values |= {"role": "subtotal", "level": 0, "item": normal(str(row.values["item"]))}
        if row.values["role"] == "subtotal" and not named:
            row.values["role"], named = "total", True


def _of_which(rows: list[TidyRow]) -> set[int]:
    """Give the rows that name only a part of the row above, and put them below it.

    They go on until an ordinal of that row's level, or above, or a sum.
    """
    found: set[int] = set()
    base: int | None = None
    for position, row in enumerate(rows):
        level, ordinal = int(str(row.values["level"])), row.values["ordinal"]
        if _OF_WHICH.match(row.raw.get("item", "")):
            above = next(
                (r for i, r in reversed(list(enumerate(rows[:position]))) if i not in found), None
            )
            base = int(str(above.values["level"])) if above is not None else None
        elif row.values["role"] != "item" or (
            ordinal is not None and base is not None and level <= base
        ):
            base = None
        if base is not None:
            found.add(position)
            row.values["level"] = min(max(base + 1, level if ordinal else 0), 4)
    return found


def _put_below_heads(rows: list[TidyRow]) -> None:
    """Put items without an ordinal below the head that has one: 一、本年收入, 二、上年结转."""
    headed = appropriated = False
    for row in rows:
        name = normal(str(row.values["item"]))
        bare = row.values["ordinal"] is None and not headed
        appropriated = bare and bool(
            _APPROPRIATIONS.fullmatch(name) or (appropriated and _FUND.fullmatch(name))
        )
        if appropriated and not _APPROPRIATIONS.fullmatch(name):
            row.values["level"] = 2
            row.inferred.append("level")
        elif row.values["role"] in {"subtotal", "total"}:
            headed = False
        elif row.values["ordinal"] is not None:
            headed = row.values["level"] == 1 and bool(
                _HEAD.fullmatch(normal(str(row.values["item"])))
            )
        elif headed and not _BALANCE.match(normal(str(row.values["item"]))):
            row.values |= {"level": 2, "role": "item"}
            row.inferred.append("level")


def _printed_code(name: str) -> tuple[str, str] | None:
    """Split an item that prints its code, 213农林水支出, where the code bears that name."""
    merged = split_merged(name)
    known = reference("function").get(merged[0]) if merged else None
    return merged if merged and known and normal(known.title.zh) == normal(merged[1]) else None


def _put_below_sums(rows: list[TidyRow], kind: TableKind) -> None:
    """Put items without an ordinal below the one with an ordinal above them that is their sum.

    Forms set them in by blanks alone, which few formats keep; that they add up tells.
    """
    for position, row in enumerate(rows):
        if row.values["ordinal"] is None or row.values["level"] != 1:
            continue
        below: list[TidyRow] = []
        for other in rows[position + 1 :]:
            if other.values["ordinal"] is not None or other.values["role"] != "item":
                break
            below.append(other)
        if below and any(_adds_up(row, below, name) for name in kind.amounts):
            for part in below:
                if part.values["level"] == 1:
                    part.values["level"] = 2
                    part.inferred.append("level")


def _adds_up(row: TidyRow, parts: Sequence[TidyRow], name: str) -> bool:
    """Say whether an amount that is not zero is the sum of some parts' amounts."""
    whole = row.amount(name)
    found = [amount for part in parts if (amount := part.amount(name)) is not None]
    return bool(whole) and bool(found) and sum(found, Decimal(0)) == whole


def _classify(rows: list[TidyRow], kind: TableKind) -> None:
    """Give the items of the expenditure side their codes and, where no ordinal tells, levels.

    An item without an ordinal below a class is the group or item of that name in it.
    """
    if kind.reading.get("classify") != "function":
        return
    above: str | None = None
    code: str | None
    for row in rows:
        if row.values["side"] != "expenditure" or row.values["role"] != "item":
            above = above if row.values["role"] == "item" else None
            continue
        name = str(row.values["item"])
        if printed := _printed_code(name):
            row.raw.setdefault("item", name)
            code, row.values["item"] = printed
            row.values |= {"function_code": code, "level": LEVELS["function"][len(code)]}
            above = code
            continue
        code = None
        if row.values["ordinal"] is None and above is not None:
            parent: str | None = above
            while parent is not None and code is None:
                code = code_below(name, parent, "function")
                parent = parent_code("function", parent)
            if code:
                row.values["level"] = LEVELS["function"][len(code)]
                row.inferred.append("level")
        code = code or code_by_name("function", name, level=1)
        above = code or above
        if code:
            row.values["function_code"] = code
            row.inferred.append("function_code")


def _link(rows: list[TidyRow], before: int) -> None:
    """Point each row of a side at the row it adds up into."""
    position = {id(row): before + i for i, row in enumerate(rows, 1)}
    by_role = {
        str(row.values["role"]): position[id(row)] for row in rows if row.values["level"] == 0
    }
    total, subtotal = by_role.get("total"), by_role.get("subtotal")
    first = next((position[id(row)] for row in rows if row.values["role"] == "item"), 0)
    above: dict[int, int] = {}
    parts = _of_which(rows)
    for number, row in enumerate(rows):
        level, role = int(str(row.values["level"])), row.values["role"]
        if role == "total":
            parent = None
        elif role == "subtotal":
            parent = total
        elif level == 1:
            behind = subtotal is not None and first < subtotal < position[id(row)]
            parent = total if role == "balance" or behind else subtotal or total
        else:
            parent = next(
                (above[upper] for upper in sorted(above, reverse=True) if upper < level), None
            )
        above = {upper: place for upper, place in above.items() if upper < level}
        above[level] = position[id(row)]
        row.values["parent_row"] = None if number in parts else parent


def _refuse_cut(rows: list[TidyRow], kind: TableKind, typist: Typist) -> None:
    for side, labels in kind.reading["sides"].items():
        if not any(row.values["side"] == side and row.values["role"] == "total" for row in rows):
            typist.problem(
                rows[-1].place,
                Bilingual(
                    f"“{labels[0]}”一侧没有总计行，表不完整",
                    f"the side {side} has no total: the table is cut",
                ),
                Bilingual("、".join(kind.reading["roles"]["total"]), "a row of the total"),
            )
