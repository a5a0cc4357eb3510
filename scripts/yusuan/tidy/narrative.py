"""The narrative (情况说明): every stated amount and every stated change, as figures.

A sentence is searched for amounts (``783.16 万元``). The text before an amount, back to the
nearest mark outside brackets, is its subject; ``比 2021 年预算减少 3.6 万元，下降 0.46%`` is a
change of the subject before it. The sentences themselves are not kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from yusuan.amounts import NotAnAmountError, parse_amount
from yusuan.errors import Problem
from yusuan.language import Bilingual
from yusuan.read.document import Heading, Paragraph
from yusuan.tidy.rows import ABSENT, DISCLOSED, TidyRow, TidyTable, numbered

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yusuan.dictionary import TableKind
    from yusuan.read.document import Block
    from yusuan.tidy.subjects import Subjects

#: Anything that looks like a number, so that ``12.3.4`` is refused and not read as ``3.4``.
_NUMBER = r"\d(?:[\d,.]*\d)?"
_UNIT = r"亿元|百万元|万元|千元|元"
_AMOUNT = re.compile(rf"(?P<number>{_NUMBER})(?P<unit>{_UNIT})(?:[(（]含[)）])?+(?!及?以[上下内])")
_SHARE = re.compile(rf"[,，]?占[^,，。；;\d]{{0,20}}?(?P<share>{_NUMBER})%")
_CHANGE = re.compile(
    rf"(?:比|较|与|和)(?P<base>20\d\d)年(?:度)?(?:年初)?(?:预算|决算|执行)?(?:数)?(?:相比)?[,，]?"
    rf"(?:(?P<level>持平)|(?P<word>增加|减少|增长|下降|上升|降低)(?:了)?(?P<number>{_NUMBER})(?P<unit>{_UNIT}|%)?)"
    rf"(?:[,，。;；](?:同比)?(?:增加|减少|增长|下降|上升|降低)(?:了)?(?P<percent>{_NUMBER})(?P<sign>%)?)?"
)
_YEAR = re.compile(r"(20\d\d)年(?:度)?")
_BASE_YEAR = re.compile(r"(?:比|较|与|和)20\d\d年")
_LEAD = re.compile(
    r"^(?:[(（][一二三四五六七八九十]+[)）]|\d+[.、])?(?:其中|包括|另|分别为|主要为|主要是|以及|及|共|安排)*[:：]?(?:20\d\d年(?:度)?)?"
)
_TRAIL = re.compile(r"(?:为|共计|共|约)$")
_BOUNDARIES = frozenset(",，。；;：:、")
_OPENING, _CLOSING = "(（", ")）"
_WIDE = str.maketrans("０１２３４５６７８９％．", "0123456789%.")
_SPACE = re.compile(r"\s+")
_UP = frozenset({"增加", "增长", "上升"})


@dataclass(frozen=True, slots=True)
class _Stated:
    """An amount as the sentence states it, and where in the paragraph it ends."""

    subject: str
    number: str
    unit: str
    year: int | None
    share: str | None
    end: int

    @property
    def value(self) -> Decimal | None:
        return parse_amount(self.number).value


def tidy_narrative(
    amounts: TableKind,
    changes: TableKind,
    blocks: Sequence[Block],
    subjects: Subjects,
    year: int,
    problems: list[Problem],
) -> list[TidyTable]:
    """Read the narrative into its two resources: amounts, and changes on the year before.

    A paragraph with a number that can't be read with certainty goes to ``problems``.
    """
    amount_rows: list[TidyRow] = []
    change_rows: list[TidyRow] = []
    places = []
    section = ""
    for block in blocks:
        if isinstance(block, Heading):
            section = block.text if block.level == 2 else section
        elif isinstance(block, Paragraph):
            try:
                stated, changed = _paragraph(block, section, subjects, year)
            except NotAnAmountError as error:
                problems.append(_no_number(error, section, block))
                continue
            if stated or changed:
                places.append(block.place)
            amount_rows.extend(stated)
            change_rows.extend(changed)
    place = str(places[0].through(places[-1])) if places else None
    return [
        TidyTable(
            kind,
            numbered(rows),
            status=DISCLOSED if rows else ABSENT,
            money_unit=_only_unit(rows),
            place=place,
            announced=bool(rows),
        )
        for kind, rows in ((amounts, amount_rows), (changes, change_rows))
    ]


def _only_unit(rows: list[TidyRow]) -> str | None:
    """Give the unit of money that all rows share, or ``None`` where they have several."""
    units = {str(row.values["money_unit"]) for row in rows if row.values["money_unit"]}
    return units.pop() if len(units) == 1 else None


def _no_number(error: NotAnAmountError, section: str, block: Paragraph) -> Problem:
    return Problem(
        Bilingual(f"情况说明中的“{error}”不是数字", f"“{error}” in the narrative is no number"),
        f"{section} ({block.place})",
        Bilingual("如 1234.56 或 1,234.56", "such as 1234.56 or 1,234.56"),
        Bilingual("对照原文件更正这一处", "check the place against the source"),
    )


def _paragraph(
    block: Paragraph, section: str, subjects: Subjects, year: int
) -> tuple[list[TidyRow], list[TidyRow]]:
    text = _SPACE.sub("", block.text).translate(_WIDE)
    changes = list(_CHANGE.finditer(text))
    spans = [match.span() for match in changes]
    stated = [
        _stated(text, match, spans)
        for match in _AMOUNT.finditer(text)
        if not any(start <= match.start() < end for start, end in spans)
    ]
    place = str(block.place)
    return (
        [_amount_row(found, section, subjects, year, place) for found in stated],
        [_change_row(text, match, stated, section, subjects, place) for match in changes],
    )


def _stated(text: str, match: re.Match[str], changes: list[tuple[int, int]]) -> _Stated:
    start = max([end for _, end in changes if end <= match.start()], default=0)
    clause = _clause(text[start : match.start()])
    share = _SHARE.match(text, match.end())
    sentence = text[text.rfind("。", 0, match.start()) + 1 : match.start()]
    years = _YEAR.findall(_BASE_YEAR.sub("", sentence))
    return _Stated(
        _TRAIL.sub("", _LEAD.sub("", clause)),
        match["number"],
        match["unit"],
        int(years[-1]) if years else None,
        share["share"] if share else None,
        match.end(),
    )


def _clause(text: str) -> str:
    """Give the end of a text back to the nearest mark that stands outside brackets."""
    depth = 0
    for position in range(len(text) - 1, -1, -1):
        character = text[position]
        if character in _CLOSING:
            depth += 1
        elif character in _OPENING:
            if depth == 0:
                return text[position + 1 :]
            depth -= 1
        elif character in _BOUNDARIES and depth == 0:
            return text[position + 1 :]
    return text


def _amount_row(found: _Stated, section: str, subjects: Subjects, year: int, place: str) -> TidyRow:
    row = TidyRow({"section": section, "subject": found.subject, "year": found.year or year}, place)
    subjects.put_codes(row, found.subject)
    row.values |= {
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
    text: str,
    match: re.Match[str],
    stated: list[_Stated],
    section: str,
    subjects: Subjects,
    place: str,
) -> TidyRow:
    own = _TRAIL.sub("", _LEAD.sub("", _clause(text[: match.start()])))
    before = [found for found in stated if found.end <= match.start()]
    if own:
        of_own = [found for found in before if own in found.subject]
        base = of_own[-1] if of_own else None
        subject = own
    else:
        base = before[-1] if before else None
        subject = base.subject if base else section
    row = TidyRow({"section": section, "subject": subject, "base_year": int(match["base"])}, place)
    subjects.put_codes(row, subject)
    row.values["amount"] = base.value if base else None
    row.values["money_unit"] = (
        base.unit if base else match["unit"] if match["unit"] != "%" else None
    )
    _put_change(row, match)
    _derive(row)
    return row


def _put_change(row: TidyRow, match: re.Match[str]) -> None:
    """Read direction, amount and percent; a number without its unit is kept as printed only."""
    values = row.values
    values |= {"change_amount": None, "change_percent": None}
    if match["level"]:
        values["direction"] = "level"
        return
    values["direction"] = "increase" if match["word"] in _UP else "decrease"
    if match["unit"] == "%":
        values["change_percent"] = parse_amount(match["number"]).value
    elif match["unit"] and values["money_unit"] in (None, match["unit"]):
        values["change_amount"] = parse_amount(match["number"]).value
        values["money_unit"] = match["unit"]
    else:
        row.raw["change_amount"] = match["number"] + (match["unit"] or "")
    if match["percent"] and match["sign"]:
        values["change_percent"] = parse_amount(match["percent"]).value
    elif match["percent"]:
        row.raw["change_percent"] = match["percent"]


def _derive(row: TidyRow) -> None:
    """Work out the year before, exactly from the change, about from the percent."""
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
    if values["direction"] == "level":
        values |= {"previous_amount": amount, "previous_basis": "level"}
    elif change is not None:
        values |= {"previous_amount": amount - sign * change, "previous_basis": "change"}
    elif percent is not None and 100 + sign * percent > 0:
        previous = amount * 100 / (100 + sign * percent)
        values |= {
            "previous_amount": previous.quantize(Decimal("0.01")),
            "previous_basis": "percent",
        }
