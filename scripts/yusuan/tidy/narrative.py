"""The narrative (情况说明): every stated amount and every stated change, as figures.

The words before an amount are its subject; ``比 2021 年预算减少 3.6 万元，下降 0.46%`` is a change
of the subject before it. The sentences themselves are not kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from yusuan.amounts import NotAnAmountError, parse_amount
from yusuan.errors import Problem
from yusuan.language import Bilingual, normal
from yusuan.read.document import Heading, Paragraph
from yusuan.tidy.rows import ABSENT, DISCLOSED, TidyRow, TidyTable, numbered
from yusuan.tidy.sentences import read_sentences

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from yusuan.dictionary import TableKind
    from yusuan.read.document import Block
    from yusuan.tidy.clauses import Stated
    from yusuan.tidy.comparisons import Change
    from yusuan.tidy.subjects import Subjects

_WIDE = str.maketrans("０１２３４５６７８９％．", "0123456789%.")
_SPACE = re.compile(r"\s+")
_ORDINAL = re.compile(
    r"^(?:[(（][一二三四五六七八九十\d]+[)）]|[一二三四五六七八九十]+、|\d+[.、])"
)
_OF_SECTION = re.compile(r"(?:预算|决算|支出|安排|执行)*(?:情况)?(?:的)?(?:说明|情况)?$")
#: A heading that names a class or group whose items the paragraphs below list.
_CLASS = re.compile(r"[^()（）]+[(（]类[)）](?:[^()（）]+[(（]款[)）])?")
#: A number of projects: 3 个一级项目支出绩效目标.
_COUNT = re.compile(
    r"(?<![\d.])(?P<count>\d{1,4})个(?P<subject>[^，。、；：,;:\d个]{0,8}项目[^，。、；：,;:\d]{0,10})"
)


@dataclass(slots=True)
class _Where:
    """Where a paragraph stands: its section, the heading right above, the class being listed."""

    section: str = ""
    topic: str | None = None
    path: str = ""

    def enter(self, heading: Heading) -> None:
        """Go on below a heading."""
        name = _ORDINAL.sub("", _SPACE.sub("", heading.text))
        if heading.level <= 2:
            self.section, self.path = heading.text, ""
        self.topic = _OF_SECTION.sub("", name) or None if heading.level >= 2 else None
        if _CLASS.fullmatch(name):
            self.path = name


def tidy_narrative(
    kinds: Mapping[str, TableKind],
    blocks: Sequence[Block],
    subjects: Subjects,
    year: int,
    problems: list[Problem],
) -> list[TidyTable]:
    """Read the narrative into its resources: amounts, changes on the year before, counts.

    ``kinds`` are the table kinds by the figures they hold: ``amounts``, ``changes``, ``counts``.

    A paragraph with a number that can't be read with certainty goes to ``problems``.
    """
    amount_rows: list[TidyRow] = []
    change_rows: list[TidyRow] = []
    count_rows: list[TidyRow] = []
    printed: dict[tuple[str, str], tuple[int, int]] = {}
    places = []
    where = _Where()
    for block in blocks:
        if isinstance(block, Heading):
            where.enter(block)
        elif isinstance(block, Paragraph):
            try:
                stated, changed = _paragraph(block, where, subjects, year)
            except NotAnAmountError as error:
                problems.append(_no_number(error, where.section, block))
                continue
            if not stated and not changed and _CLASS.fullmatch(_ORDINAL.sub("", block.text)):
                where.path = _ORDINAL.sub("", block.text)
            if stated or changed:
                places.append(block.place)
                firsts = printed.setdefault(
                    (where.section, normal(block.text)),
                    (len(amount_rows) + 1, len(change_rows) + 1),
                )
                _point_back(stated, firsts[0], len(amount_rows))
                _point_back(changed, firsts[1], len(change_rows))
            amount_rows.extend(stated)
            change_rows.extend(changed)
            count_rows.extend(_counts(block, where.section))
    place = str(places[0].through(places[-1])) if places else None
    return [
        TidyTable(
            kinds[figures],
            numbered(rows),
            status=DISCLOSED if rows else ABSENT,
            money_unit=_only_unit(rows),
            place=place,
            announced=bool(rows),
        )
        for figures, rows in (
            ("amounts", amount_rows),
            ("changes", change_rows),
            ("counts", count_rows),
        )
        if rows or not kinds[figures].optional
    ]


def _point_back(rows: list[TidyRow], first: int, before: int) -> None:
    """Point each row of a paragraph that was printed before at its like there.

    ``first`` is the number of the paragraph's first row where it was printed first, ``before``
    how many rows there are so far.
    """
    for position, row in enumerate(rows):
        row.values["repeats_row"] = first + position if first <= before else None


def _counts(block: Paragraph, section: str) -> list[TidyRow]:
    """Read the numbers of projects that a paragraph counts."""
    text = _SPACE.sub("", block.text).translate(_WIDE)
    return [
        TidyRow(
            {"section": section, "subject": match["subject"], "stated_count": int(match["count"])},
            str(block.place),
        )
        for match in _COUNT.finditer(text)
    ]


def _only_unit(rows: list[TidyRow]) -> str | None:
    """Give the unit of money that all rows share, or ``None`` where they have several."""
    units = {str(row.values["money_unit"]) for row in rows if row.values.get("money_unit")}
    return units.pop() if len(units) == 1 else None


def _no_number(error: NotAnAmountError, section: str, block: Paragraph) -> Problem:
    return Problem(
        Bilingual(f"情况说明中的“{error}”不是数字", f"“{error}” in the narrative is no number"),
        f"{section} ({block.place})",
        Bilingual("如 1234.56 或 1,234.56", "such as 1234.56 or 1,234.56"),
        Bilingual("对照原文件更正这一处", "check the place against the source"),
    )


def _paragraph(
    block: Paragraph, where: _Where, subjects: Subjects, year: int
) -> tuple[list[TidyRow], list[TidyRow]]:
    text = _SPACE.sub("", block.text).translate(_WIDE)
    stated, changes = read_sentences(text, where.topic)
    place = str(block.place)
    return (
        [_amount_row(found, where, subjects, year, place) for found in stated],
        [_change_row(change, where, subjects, year, place) for change in changes],
    )


def _row(subject: str, where: _Where, subjects: Subjects, place: str) -> TidyRow:
    row = TidyRow({"section": where.section, "subject": subject or where.section}, place)
    subjects.put_codes(row, subject, where.path)
    return row


def _amount_row(found: Stated, where: _Where, subjects: Subjects, year: int, place: str) -> TidyRow:
    row = _row(found.subject, where, subjects, place)
    row.values |= {
        "year": found.year or (year - 1 if found.previous else year),
        "amount": found.value,
        "money_unit": found.unit,
        "share_percent": parse_amount(found.share).value if found.share else None,
    }
    if "," in found.number:
        row.raw["amount"] = found.number
    if found.year is None:
        row.inferred.append("year")
    return row


def _change_row(
    change: Change, where: _Where, subjects: Subjects, year: int, place: str
) -> TidyRow:
    base = change.base
    row = _row(change.subject, where, subjects, place)
    row.values["base_year"] = change.base_year or year - 1
    if change.base_year is None:
        row.inferred.append("base_year")
    row.values["amount"] = base.value if base else None
    row.values["money_unit"] = base.unit if base else change.unit if change.unit != "%" else None
    _put_change(row, change)
    _derive(row, change.previous)
    return row


def _put_change(row: TidyRow, change: Change) -> None:
    """Read direction, amount and percent; a number without its unit is kept as printed only."""
    values = row.values
    values |= {"change_amount": None, "change_percent": None}
    if change.level or change.number is None:
        values["direction"] = "level"
        return
    values["direction"] = "increase" if change.up else "decrease"
    if change.unit == "%":
        values["change_percent"] = parse_amount(change.number).value
    elif change.unit and values["money_unit"] in (None, change.unit):
        values["change_amount"] = parse_amount(change.number).value
        values["money_unit"] = change.unit
        if "," in change.number:
            row.raw["change_amount"] = change.number
    else:
        row.raw["change_amount"] = change.number + (change.unit or "")
    if change.percent and change.sign:
        values["change_percent"] = parse_amount(change.percent).value
    elif change.percent:
        row.raw["change_percent"] = change.percent


def _derive(row: TidyRow, stated: Stated | None) -> None:
    """Take the year before as stated, or work it out: exactly from the change, else about.

    An increase of just 100% is no basis: it is also what is written of a growth from nothing.
    """
    values = row.values
    amount, change, percent = (
        row.amount("amount"),
        row.amount("change_amount"),
        row.amount("change_percent"),
    )
    values |= {"previous_amount": None, "previous_basis": None}
    if amount is None:
        return
    sign = 1 if values["direction"] == "increase" else -1
    if stated is not None:
        values |= {"previous_amount": stated.value, "previous_basis": "stated"}
    elif values["direction"] == "level":
        values |= {"previous_amount": amount, "previous_basis": "level"}
    elif change is not None:
        values |= {"previous_amount": amount - sign * change, "previous_basis": "change"}
    elif percent is not None and 100 + sign * percent > 0 and sign * percent != 100:
        previous = amount * 100 / (100 + sign * percent)
        values |= {
            "previous_amount": previous.quantize(Decimal("0.01")),
            "previous_basis": "percent",
        }
