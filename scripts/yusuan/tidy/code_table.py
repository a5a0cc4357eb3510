"""Tables of codes (科目编码 …): units, levels and parents, totals wherever they stand, what was cut."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from yusuan.amounts import decimals
from yusuan.classification import LEVELS, parent_code, reference
from yusuan.language import Bilingual, normal
from yusuan.tidy.codes import (
    TOTALS,
    code_below,
    is_code,
    keep_pieces,
    part_of_basic,
    split_merged,
    sum_of_basic,
    whole_code,
)
from yusuan.tidy.rows import (
    TidyRow,
    TidyTable,
    Typist,
    fills_other_blocks,
    keep_others,
    of_period,
    printed_table,
)

if TYPE_CHECKING:
    from yusuan.errors import Problem
    from yusuan.read.document import Row
    from yusuan.recognise.tables import Table
    from yusuan.tidy.rows import Value

#: Columns of codes, which a form may split into pieces.
_CODES = frozenset({"code", "government_code"})
_BESIDE = ("government_code", "government_name")
#: Where a total may be named.
_NAMES = ("name", "unit_name", "unit_code", *_BESIDE)
#: What the name of a body ends in; an item of expenditure does not.
_BODY = re.compile(
    r"(局|委|办|厅|院|校|学|园|中心|站|所|队|会|馆|处|部|社|团|机关|本级|公司|政府|街道|镇|乡|村|室|库|署|台|司|联|协|司令部|党校|大队|单位|管委|农场|林场|分局|医院|服务中心)"
    r"(\(.*\))?$"
)
#: What an empty table may hold in the place of a first row.
_NOTHING = frozenset({"无", "/", "—", "-"})


@dataclass(slots=True)
class _Reading:
    """What reading a table row by row has to remember."""

    table: Table
    period: str
    typist: Typist
    classification: str
    rows: list[TidyRow] = field(default_factory=list)
    carried: list[str] = field(default_factory=lambda: ["", "", ""])
    carried_beside: list[str] = field(default_factory=lambda: ["", "", ""])
    unit: str | None = None


def tidy_code_table(table: Table, problems: list[Problem]) -> TidyTable:
    """Type the rows of a table of codes; adds what is wrong to ``problems``."""
    rows: list[TidyRow] = []
    for period in table.columns:
        rows.extend(_block(table, period, len(rows), problems))
    names = {name.split(".")[0] for block in table.columns.values() for name in block.values()}
    return printed_table(table, rows, frozenset(names | {"code", "name"}))


def _block(table: Table, period: str, before: int, problems: list[Problem]) -> list[TidyRow]:
    """Type the rows of one period, which stand behind ``before`` others.

    What is wrong with the rows' codes is told once; and only the table's own block is taken
    for cut where its sums fall short: codes of other years may have gone.
    """
    kind = table.kind
    typist = Typist(kind, table.where, problems)
    reading = _Reading(table, period, typist, str(kind.reading["classification"]))
    for printed in table.rows:
        _read_row(reading, printed)
    rows = reading.rows
    _name_total(rows)
    seen = len(problems)
    own = typist if not period else Typist(kind, table.where, [])
    _place_in_hierarchy(rows, reading.classification, own)
    _under_sums(rows)
    if len(problems) == seen and not period:
        _refuse_cut(rows, kind.amounts, typist)
    if not any(row.amount(name) is not None for row in rows for name in kind.amounts):
        empty = period or not any(row.values.get("code") for row in rows)
        rows = [] if empty else rows
    return of_period(rows, period, before)


def _read_row(reading: _Reading, printed: Row) -> None:
    cells = {
        name: printed.cells[i] if i < len(printed.cells) else ""
        for i, name in reading.table.columns[reading.period].items()
    }
    filled = {name: text for name, text in cells.items() if text.strip()}
    elsewhere = fills_other_blocks(reading.table, reading.period, printed)
    nothing = len(filled) == 1 and normal(next(iter(filled.values()))) in _NOTHING
    if not elsewhere and (not filled or nothing):
        return
    kind, rows = reading.table.kind, reading.rows
    amounts = {name: text for name, text in filled.items() if name in kind.amounts}
    if rows and not amounts and not elsewhere and _goes_on(cells, filled, rows[-1], reading):
        rows[-1].place = f"{rows[-1].place.split('-')[0]}-{printed.place.line or printed.place.row}"
        return
    code = whole_code(cells, reading.carried)
    texts = {name: text for name, text in cells.items() if name.split(".")[0] not in _CODES}
    if beside := whole_code(cells, reading.carried_beside, "government_code"):
        texts["government_code"] = beside
    name = texts.get("name", "") or texts.get("unit_name", "")
    if not code and _names_code(texts.get("unit_code", ""), name, reading.classification):
        code = texts.pop("unit_code").strip()
        texts |= {"unit_code": "", "unit_name": "", "name": name}
    name = texts.get("name", "")
    if not code and (merged := split_merged(name)):
        code, texts["name"] = merged
    row = reading.typist.row(texts, printed.place)
    if name != texts.get("name", "") and name.strip():
        row.raw["name"] = name
    row.values["code"] = code or None
    keep_pieces(row, cells, code)
    if not reading.period:
        keep_others(row, reading.table.others, printed)
    _describe(row, code, reading)
    rows.append(row)


def _names_code(text: str, name: str, classification: str) -> bool:
    """Say whether a column of units' codes holds a code of the classification, by its name."""
    known = reference(classification).get(text.strip())
    return known is not None and normal(known.title.zh) == normal(name)


def _goes_on(
    cells: dict[str, str], filled: dict[str, str], last: TidyRow, reading: _Reading
) -> bool:
    """Append a row that only goes on with the texts of the row above; say whether it did."""
    texts = {name: text for name, text in filled.items() if name in {"name", "unit_name"}}
    if len(texts) != len(filled) or any(normal(text) in TOTALS for text in texts.values()):
        return False
    if not last.values.get("code") and last.values.get("role") == "item":
        return False
    for name in texts:
        if last.values.get(name) is None:
            return False
        reading.typist.put(last, name, last.raw.get(name, str(last.values[name])) + cells[name])
    return True


def _describe(row: TidyRow, code: str, reading: _Reading) -> None:
    """Say what the row is: the total, a unit's subtotal, or an item with or without a code."""
    values = row.values
    names = [str(values.get(name) or "") for name in _NAMES]
    if any(normal(text) in TOTALS for text in (*names, code)):
        values |= {"code": None, "name": values.get("name") or "合计", "role": "total", "level": 0}
        values |= {name: None for name in _BESIDE if normal(str(values.get(name) or "")) in TOTALS}
        return
    label = next((text for text in (*names, code) if sum_of_basic(text)), None)
    if label is not None and reading.classification == "economic":
        values |= {"code": None, "name": normal(label), "role": "subtotal", "level": 0}
        return
    if not code and not any(names):
        values |= {"role": "item", "level": 0}
        return
    unit = values.get("unit_name")
    if unit:
        reading.unit = str(unit)
    elif "unit_name" in reading.table.columns[reading.period].values() and reading.unit and code:
        values["unit_name"] = reading.unit
        row.inferred.append("unit_name")
    if not code and not unit and values.get("unit_code") and values.get("name"):
        values["unit_name"] = unit = reading.unit = str(values["name"])
        values["name"] = None
    if not code and unit and not values.get("name"):
        values |= {"name": unit, "role": "subtotal", "level": 0}
        return
    columns = reading.table.columns[reading.period].values()
    coded = "code" in {name.split(".")[0] for name in columns}
    if code or (coded and not _heads_codes(str(values.get("name") or ""), reading)):
        values |= {"role": "item", "level": 0}
        return
    _infer_code(row, reading)


def _name_total(rows: list[TidyRow]) -> None:
    """Name the total that a form leaves without a name: the first row, or the last one.

    An only row is the total of nothing, and then it has no amount but zeros.
    """
    if not rows or any(row.values.get("role") == "total" for row in rows):
        return
    if len(rows) == 1 and any(isinstance(v, Decimal) and v for v in rows[0].values.values()):
        return
    for row in (rows[0], rows[-1]):
        if not any(row.values.get(name) for name in ("code", *_NAMES)):
            row.values |= {"name": "合计", "role": "total", "level": 0}
            row.inferred.append("name")
            return


def _heads_codes(name: str, reading: _Reading) -> bool:
    """Say whether a row without a code, in a table of codes, heads others: a class or a unit.

    A class is one by its name; a unit's name says that it is a body and no expenditure.
    """
    if code_below(name, None, reading.classification) is not None:
        return True
    return bool(_BODY.search(normal(name)))


def _infer_code(row: TidyRow, reading: _Reading) -> None:
    """Give a row without a code the one code that its name has where it stands.

    A name that is no code's is a unit's, and what follows belongs to it.
    """
    name = str(row.values.get("name") or "")
    classification = reading.classification
    above = next(
        (str(r.values["code"]) for r in reversed(reading.rows) if r.values.get("code")), None
    )
    parent = above
    while parent is not None:
        if (code := code_below(name, parent, classification)) is not None:
            break
        parent = parent_code(classification, parent)
    else:
        code = code_below(name, None, classification)
    if code is None:
        row.values |= {"role": "subtotal", "level": 0, "unit_name": name}
        reading.unit = name
        return
    row.values |= {"code": code, "role": "item", "level": 0}
    row.inferred.append("code")


@dataclass(slots=True)
class _Owner:
    """Whose codes are being read: its subtotal's row, and the codes seen since.

    ``named`` says that a code of this owner has been met, or its subtotal with its own code.
    """

    unit: int | None = None
    owner: object = None
    named: bool = False
    department: int | None = None
    units: dict[str, int] = field(default_factory=dict)
    by_code: dict[str, int] = field(default_factory=dict)

    def subtotal(self, position: int, values: dict[str, Value]) -> int | None:
        """Begin a unit at the row of its subtotal; give the row above it."""
        code = str(values.get("unit_code") or "")
        self.by_code, self.unit = {}, position
        self.owner = values.get("unit_code") or values.get("unit_name")
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
        if own and own != self.owner and not _is_below(own, self.owner):
            self.unit = self.department if values.get("unit_code") else None
            if self.named:  # a class may stand before the unit's own code
                self.by_code = {}
            self.owner, self.named = own, True
            return
        again = values.get("code") in self.by_code
        if not own and self.named and "unit_code" in values and again:
            self.by_code, self.named = {}, False  # a class again: the next unit's


def _place_in_hierarchy(rows: list[TidyRow], classification: str, typist: Typist) -> None:
    total = next((i for i, row in enumerate(rows, 1) if row.values["role"] == "total"), None)
    owner = _Owner()
    codes = {str(row.values.get("code") or "") for row in rows} - {""}
    nested = any(above in codes for code in codes for above in _ancestors(code, classification))
    for position, row in enumerate(rows, 1):
        values = row.values
        values |= {"parent": None, "parent_row": None}
        if values["role"] == "total":
            continue
        if values["role"] == "subtotal" and sum_of_basic(str(values.get("name") or "")):
            values["parent_row"] = total
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
        if code in owner.by_code and not _told_apart(rows, owner.by_code[code], values):
            typist.problem(
                row.place, Bilingual(f"编码 {code} 重复", f"the code {code} stands twice")
            )
        if not values.get("name"):
            typist.problem(
                row.place, Bilingual(f"编码 {code} 没有名称", f"the code {code} has no name")
            )
        owner.by_code[code] = position
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


def _under_sums(rows: list[TidyRow]) -> None:
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


def _is_below(own: object, owner: object) -> bool:
    """Say whether a unit's code is that of a unit below another: 115001 below 115."""
    codes = (str(own), str(owner))
    return all(code.isdigit() for code in codes) and codes[0].startswith(codes[1])


def _told_apart(rows: list[TidyRow], position: int, values: dict[str, Value]) -> bool:
    """Say whether a code stands again for another code of the government's own classification."""
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


def _refuse_cut(rows: list[TidyRow], amounts: tuple[str, ...], typist: Typist) -> None:
    """Refuse a table that ends too early: only the sums above its last row fall short.

    A sum that does not close elsewhere is the document's own affair and becomes a finding.
    """
    if not rows or (rows[-1].values["role"] != "item" and len(rows) > 1):
        return  # a total at the foot closes its table
    chain: set[int] = {len(rows)}
    parent = rows[-1].values["parent_row"]
    while isinstance(parent, int):
        chain.add(parent)
        parent = rows[parent - 1].values["parent_row"]
    deepest = max(int(str(row.values["level"])) for row in rows)
    for name in amounts:
        short = {
            position
            for position in range(1, len(rows) + 1)
            if _falls_short(rows, position, name, deepest)
        }
        if short and short <= chain:
            place = rows[max(short) - 1]
            typist.problem(
                rows[-1].place,
                Bilingual(
                    f"表在这里断了：“{place.values['name']}”的下级之和小于所印的 {place.values[name]}",
                    f"the table breaks off here: the rows below {place.values['name']} add up to less than the {place.values[name]} printed",
                ),
                Bilingual("表到最后一个科目为止都完整", "the table down to its last code"),
            )
            return


def _falls_short(rows: list[TidyRow], position: int, name: str, deepest: int) -> bool:
    printed = rows[position - 1].amount(name)
    if not printed:
        return False
    children = [row.amount(name) for row in rows if row.values["parent_row"] == position]
    if not children:
        # a total of nothing, or a class without groups where the others have them
        level = int(str(rows[position - 1].values["level"]))
        alone = len(rows) == 1 and rows[0].values["role"] == "total"
        return alone or (0 < level < deepest and _others_nest(rows, position))
    terms = [term for term in children if term is not None]
    unit = Decimal(1).scaleb(-max(decimals(term) for term in [printed, *terms]))
    return printed - sum(terms, Decimal(0)) > unit * (len(terms) + 1) / 2


def _others_nest(rows: list[TidyRow], position: int) -> bool:
    """Say whether every other row of this level has rows below it."""
    level = rows[position - 1].values["level"]
    parents = {row.values["parent_row"] for row in rows}
    others = [p for p, row in enumerate(rows, 1) if row.values["level"] == level and p != position]
    return bool(others) and all(p in parents for p in others)
