"""Comparisons in the narrative: what grew or shrank, by how much, and against which year.

A change is kept where the text says against which year; one that is measured against the budget,
or against nothing that is named, is left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from yusuan.amounts import parse_amount
from yusuan.tidy.clauses import (
    GENERIC,
    LAST_YEAR,
    NUMBER,
    UNIT,
    Stated,
    bare,
    clause_before,
    named,
    sentence_start,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_VERB = "增加|减少|增长|下降|上升|降低|提高|压减|压缩|缩减|核减|调增|调减"
_UP = frozenset({"增加", "增长", "上升", "提高", "调增"})
_BASE = (
    rf"(?:同比|(?:比|较|与|和|同|跟)(?P<base>20\d\d年度?|{LAST_YEAR})同?期?"
    r"(?:年初|调整|全年|部门|单位|财政|批复|实际|当年|预算|决算|执行|完成|安排|支出|收入|数|金额|总额|情况|水平)*"
    rf"(?:为?(?P<before>{NUMBER})(?P<before_unit>{UNIT}))?"
    r"(?:相比较?|比较|相较|比)?[,，]?)"
)
_FIGURE = r"(?:了|额|数|为|约|达|幅度|比例|率)*"
_TAIL = (
    rf"(?:[,，。;；、(（](?:同比)?(?:{_VERB}|增幅|升幅|减幅|降幅|变动率)"
    rf"{_FIGURE}(?P<percent>{NUMBER})(?!\d|{UNIT}|[个人次辆台项])(?P<sign>%)?)?"
)
_GAP = r"(?P<gap>(?:[^,，。；;:：\d()（）]|[(（][^()（）]{1,8}[)）]){0,30}?)"
_BY = rf"(?P<word>{_VERB}){_FIGURE}(?P<number>{NUMBER})(?:(?P<unit>{UNIT}|%)|(?=[,，。；;)）]|$))"
_LEVEL = r"(?P<level>持平|相同|一致|相等|保持不变|不变|(?:无|没有|未发生)(?:增减)?变化|无增减)"
_COMPARED = re.compile(rf"{_BASE}{_GAP}(?:(?<!基本){_LEVEL}|{_BY}{_TAIL})")
_COMPARED_THING = re.compile(
    rf"{_BASE}(?P<word>{_VERB})了?(?P<gap>(?!的|[(（])[^,，。；;:：\d]{{2,40}}?)(?P<number>{NUMBER})(?P<unit>{UNIT})"
)
_ALONE = re.compile(rf"{_BY}{_TAIL}")
_OTHER_BASE = re.compile(r"(?:比|较|与|于|同)(?:年初|全年|调整|当年|本年)?(?:部门|单位)?预算")
_FILLER = re.compile(r"[各总合计预算数、]|20\d\d年度?|决算|情况")
_REASON = re.compile(r"(?:主要|变动|增减|增加|减少|变化)*(?:的)?(?:主要)?原因|主要是|主要系")
_DETAIL = re.compile(r"其中|主要|包括|用于|[(（]含")
#: How far a printed percent may be from the one worked out.
_NEAR = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Change:
    """A change as the sentence states it, with the amount it is the change of, if it is stated.

    ``previous`` is the amount of the year before where that is stated too. ``base_year`` is ``None`` where the text says 上年; ``level`` says that nothing changed.
    """

    subject: str
    base: Stated | None
    previous: Stated | None
    base_year: int | None
    level: bool
    up: bool
    number: str | None
    unit: str | None
    percent: str | None
    sign: bool


@dataclass(frozen=True, slots=True)
class Comparisons:
    """Where a paragraph speaks of changes: with the base they are measured against, and alone."""

    compared: tuple[re.Match[str], ...]
    alone: tuple[re.Match[str], ...]

    @property
    def spans(self) -> list[tuple[int, int]]:
        """From where to where each of them goes."""
        return [match.span() for match in (*self.compared, *self.alone)]


def find_comparisons(text: str) -> Comparisons:
    """Find every change that a paragraph speaks of."""
    compared = _apart([*_COMPARED.finditer(text), *_COMPARED_THING.finditer(text)])
    spans = [match.span() for match in compared]
    alone = (match for match in _ALONE.finditer(text) if not within(match.start(), spans))
    return Comparisons(tuple(compared), tuple(alone))


def read_changes(
    text: str,
    found: Comparisons,
    inside: Sequence[int],
    ends: Sequence[int],
    stated: Sequence[Stated],
    topic: str | None,
) -> Iterator[Change]:
    """Read the changes whose base year the text names, those without a base of their own last."""
    for match in found.compared:
        if not text[: match.start()].endswith("基本"):
            yield _change(text, match, match, inside, ends, stated, topic)
    for match in found.alone:
        said = _base_of(text, match, found.compared, inside)
        if said is None:
            continue
        change = _change(text, match, said, inside, ends, stated, topic)
        if change.base is None or said.end() > sentence_start(text, match.start(), inside):
            yield change


def within(position: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Say whether a place lies in one of the spans."""
    return any(start <= position < end for start, end in spans)


def _change(
    text: str,
    match: re.Match[str],
    said: re.Match[str],
    inside: Sequence[int],
    ends: Sequence[int],
    stated: Sequence[Stated],
    topic: str | None,
) -> Change:
    """Read a change; ``said`` is the match that names its base year."""
    groups = match.groupdict()
    own = bare(clause_before(text, match.start(), inside, ends))
    gap = bare(groups.get("gap") or "")
    candidates = _candidates(text, match.start(), inside, stated)
    last = _agreeing(candidates, groups) or (candidates[-1] if candidates else None)
    if groups.get("gap") and match.re is _COMPARED_THING:
        subject, base = gap, None
    elif own and not GENERIC.fullmatch(own):
        of_own = [found for found in candidates if own in found.subject]
        subject, base = own, (of_own[-1] if of_own else None)
    elif gap and not GENERIC.fullmatch(gap):
        whole = last.subject if last else ""
        twin = candidates[-2] if len(candidates) > 1 and last is candidates[-1] else None
        if last and twin and (twin.value, twin.unit) == (last.value, last.unit):
            whole = twin.subject + whole  # 收入总计与支出总计相等
        subject, base = gap, (last if last and _same(gap, whole) else None)
    else:
        base = last
        subject = last.subject if last else named(text, match.start(), stated, topic)
    year = re.match(r"\d{4}", said["base"] or "")
    word, unit = groups.get("word"), groups.get("unit")
    return Change(
        subject,
        base,
        _printed_before(match) or _previous(candidates, base, year),
        int(year[0]) if year else None,
        level=bool(groups.get("level")),
        up=word in _UP,
        number=groups.get("number"),
        unit=unit,
        percent=groups.get("percent"),
        sign=bool(groups.get("sign")),
    )


def _agreeing(candidates: Sequence[Stated], said: Mapping[str, str | None]) -> Stated | None:
    """Give the nearest amount that goes with the change and the percent that are both stated."""
    number, unit, percent = said.get("number"), said.get("unit"), said.get("percent")
    if not number or not percent or not said.get("sign") or unit == "%":
        return None
    change, share = parse_amount(number).value, parse_amount(percent).value
    sign = 1 if said.get("word") in _UP else -1
    for found in reversed(candidates):
        before = (found.value or Decimal(0)) - sign * (change or Decimal(0))
        if found.unit != unit or before <= 0 or change is None or share is None:
            continue
        if abs(change * 100 / before - share) <= _NEAR:
            return found
    return None


def _printed_before(match: re.Match[str]) -> Stated | None:
    """Give the amount of the base year that the comparison itself states."""
    number, unit = match.groupdict().get("before"), match.groupdict().get("before_unit")
    if number is None or unit is None:
        return None
    return Stated("", number, unit, None, False, None, match.start("before"), match.end())


def _previous(
    candidates: Sequence[Stated], base: Stated | None, said: re.Match[str] | None
) -> Stated | None:
    """Give the amount of the base year that is stated right before the amount compared with it."""
    if base is None or said is None:
        return None
    place, year = candidates.index(base), int(said[0])
    before = candidates[place - 1] if place else None
    same = before is not None and before.year == year != base.year and before.unit == base.unit
    return before if same else None


def _candidates(
    text: str, position: int, inside: Sequence[int], stated: Sequence[Stated]
) -> list[Stated]:
    """Give the amounts that a change may be the change of.

    They stand in the same brackets, or before them; the likeliest comes last. A sentence that
    begins with the change speaks of what the one before is about, not of the details behind
    其中 or 主要; where details fill several sentences, of what the paragraph is about.
    """
    own = inside[position]
    found = [item for item in stated if item.end <= position and inside[item.start] == own]
    if not found and own >= 0:
        outer = inside[own]
        found = [item for item in stated if item.end <= own and inside[item.start] == outer]
    sentence = sentence_start(text, position, inside)
    if not found or found[-1].start >= sentence:
        return found
    begin = sentence_start(text, found[-1].start, inside)
    heads = [
        item
        for item in found
        if item.start >= begin and not _DETAIL.search(text[begin : item.start])
    ]
    if heads and not _DETAIL.search(text[:begin]):
        return heads
    return found[1:] + found[:1] if len(found) > 1 else found


def _same(short: str, long: str) -> bool:
    """Say whether a name is another's in short: 收、支预算总计 and 收入、支出预算总计."""
    rest = iter(_FILLER.sub("", long))
    return all(character in rest for character in _FILLER.sub("", short))


def _base_of(
    text: str, match: re.Match[str], compared: Sequence[re.Match[str]], inside: Sequence[int]
) -> re.Match[str] | None:
    """Give the comparison that a change without a base of its own goes on from.

    It stands in the same sentence, or in the one before if this one says why.
    """
    start = sentence_start(text, match.start(), inside)
    if _OTHER_BASE.search(text[start : match.start()]):
        return None
    if start and _REASON.match(text, start):
        start = sentence_start(text, start - 1, inside)
    same = [
        other
        for other in compared
        if start <= other.start() < match.start() and inside[other.start()] == inside[match.start()]
    ]
    return same[-1] if same else None


def _apart(matches: Sequence[re.Match[str]]) -> list[re.Match[str]]:
    """Give the matches in their order, of those that overlap the one that begins first."""
    kept: list[re.Match[str]] = []
    for match in sorted(matches, key=lambda m: (m.start(), m.end())):
        if not kept or match.start() >= kept[-1].end():
            kept.append(match)
    return kept
