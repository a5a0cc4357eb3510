"""Tables of codes (科目编码 …): each row typed, and what it is."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from yusuan.classification import parent_code, reference
from yusuan.language import normal
from yusuan.recognise.names import is_organisation
from yusuan.tidy.broken_off import refuse_broken_off
from yusuan.tidy.codes import (
    TOTALS,
    code_below,
    is_code,
    keep_pieces,
    split_merged,
    sum_of_basic,
    whole_code,
)
from yusuan.tidy.hierarchy import close_blocks, is_block_sum, place_in_hierarchy, under_sums
from yusuan.tidy.item_list import link_items
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

#: Columns of codes, which a form may split into pieces.
_CODES = frozenset({"code", "government_code"})
#: Columns of a unit, which a form may put into those of the codes.
_UNITS = ("unit_code", "unit_name")
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
    names |= {name for name in _UNITS if any(row.values.get(name) for row in rows)}
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
    if not link_items(rows, kind.amounts):
        place_in_hierarchy(rows, reading.classification, own)
        under_sums(rows)
        close_blocks(rows, kind.amounts)
    if len(problems) == seen and not period:
        refuse_broken_off(rows, kind.amounts, typist)
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
    if not code and name and is_code(texts.get("unit_name", "").strip(), reading.classification):
        code = texts.pop("unit_name").strip()  # 单位名称（科目编码）: no unit is named by digits
        texts["unit_name"] = ""
    if "unit_name" not in cells and _is_units(code, name, reading.classification):
        code, texts = "", texts | {"unit_code": code, "unit_name": name, "name": ""}
        name = ""
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


def _is_units(code: str, name: str, classification: str) -> bool:
    """Say whether a column of the classification's codes holds a unit's code: 301 | X局.

    It is none of the classification's, or that of a class with another name, and a body's name
    stands beside it.
    """
    plain = code.strip()
    if not plain.isdigit() or not is_organisation(name):
        return False
    known = reference(classification).get(plain)
    other = known is not None and known.level == 1 and normal(known.title.zh) != normal(name)
    return other or not is_code(plain, classification)


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
    if not code and any(is_block_sum(text) for text in names):
        values |= {"name": next(filter(None, names)), "role": "subtotal", "level": 0}
        values["unit_name"] = None
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
