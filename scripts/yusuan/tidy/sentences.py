"""Sentences of the narrative → amounts that are stated and changes that are stated.

Two readings of ``增加 5 万元`` must never be mixed up: an amount that follows a word of change is
a change and no amount. A change is kept where the text says against which year; one that is
measured against the budget, or against nothing that is named, is neither and is left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from yusuan.amounts import parse_amount

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: Anything that looks like a number, so that ``12.3.4`` is refused and not read as ``3.4``.
_NUMBER = r"\d(?:[\d,.]*\d)?"
_UNIT = r"亿元|百万元|万元|千元|元"
_VERB = "增加|减少|增长|下降|上升|降低|提高|压减|压缩|缩减|核减|调增|调减"
_UP = frozenset({"增加", "增长", "上升", "提高", "调增"})
_AMOUNT = re.compile(
    rf"(?P<number>{_NUMBER})(?P<unit>{_UNIT})(?!/)(?:[(（]含[)）])?+(?!及?以[上下内])"
)
_SHARE = re.compile(rf"[,，]?占[^,，。；;\d]{{0,20}}?(?P<share>{_NUMBER})%")
_LAST_YEAR = r"上年度?|去年度?|上一年度?|前一年度?"
_BASE = (
    rf"(?:同比|(?:比|较|与|和|同|跟)(?P<base>20\d\d年度?|{_LAST_YEAR})同?期?"
    r"(?:年初|调整|全年|部门|单位|财政|批复|实际|当年|预算|决算|执行|完成|安排|支出|收入|数|金额|总额|情况|水平)*"
    rf"(?:为?(?P<before>{_NUMBER})(?P<before_unit>{_UNIT}))?"
    r"(?:相比较?|比较|相较|比)?[,，]?)"
)
_FIGURE = r"(?:了|额|数|为|约|达|幅度|比例|率)*"
_TAIL = (
    rf"(?:[,，。;；、(（](?:同比)?(?:{_VERB}|增幅|升幅|减幅|降幅|变动率)"
    rf"{_FIGURE}(?P<percent>{_NUMBER})(?!\d|{_UNIT}|[个人次辆台项])(?P<sign>%)?)?"
)
_GAP = r"(?P<gap>(?:[^,，。；;:：\d()（）]|[(（][^()（）]{1,8}[)）]){0,30}?)"
_BY = rf"(?P<word>{_VERB}){_FIGURE}(?P<number>{_NUMBER})(?:(?P<unit>{_UNIT}|%)|(?=[,，。；;)）]|$))"
_LEVEL = r"(?P<level>持平|相同|一致|相等|保持不变|不变|(?:无|没有|未发生)(?:增减)?变化|无增减)"
_COMPARED = re.compile(rf"{_BASE}{_GAP}(?:(?<!基本){_LEVEL}|{_BY}{_TAIL})")
_COMPARED_THING = re.compile(
    rf"{_BASE}(?P<word>{_VERB})了?(?P<gap>(?!的|[(（])[^,，。；;:：\d]{{2,40}}?)(?P<number>{_NUMBER})(?P<unit>{_UNIT})"
)
_ALONE = re.compile(rf"{_BY}{_TAIL}")
#: A clause that speaks of a change, or of a base: no amount in it is simply stated.
_OF_CHANGE = re.compile(
    r"增加|减少|增长|下降|上升|降低|压减|压缩|缩减|核减|调增|调减|(?:比|较|与)(?:20\d\d年|上年|去年|年初|全年)"
)
_OTHER_BASE = re.compile(r"(?:比|较|与|于|同)(?:年初|全年|调整|当年|本年)?(?:部门|单位)?预算")
_LEADING_YEAR = re.compile(r"^(?:其中|截至|截止|至)?[:：]?(20\d\d)年")
_YEAR_OF = re.compile(
    r"(20\d\d)年(?=度|[末底初]|预算|决算|执行|当年|财政|部门|单位|本级|安排|计划|支出|收入|一般|政府|“?三公)"
)
_PREVIOUS = re.compile(rf"(?:{_LAST_YEAR})(?:已|实际)?(?:预算|决算|执行|安排|支出|完成)")
_LEAD = re.compile(
    r"^(?:[(（](?:[一二三四五六七八九十]+|\d+)[)）]|\d+[.、]|[①-⑳])?"
    r"(?:[一二三四五六七八九]是|其中|包括|另|分别为|主要用于|主要包括|主要为|主要是|主要原因是|主要原因为|原因是|由于|以及|及|共|安排|含)*[:：]?(?:20\d\d年(?:度)?)?"
)
_TRAIL = re.compile(r"(?:为|共计|共有|共|约|均|各)+$")
_GENERIC = re.compile(
    r"(?:当年|年初|全年|上年|去年|预算|决算|执行|安排|拨款|数|金额|总额|合计|总计|经费)*"
)
#: Says what a title or heading names, and stands for itself where there is none.
_SPENT = re.compile(r"支出(?:预算|决算)?(?:数|金额)?")
_GENERIC_END = re.compile(r"(?:当年|年初)?(?:预算|决算|执行|安排)+(?:数|金额)?$")
_ORDINAL = re.compile(r"^(?:[(（](?:[一二三四五六七八九十]+|\d{1,2})[)）]|\d{1,2}[.、])")
_BUDGET = re.compile(r"(.{2,}?)(?:支出)?(?:年初|全年)?预算数?")
_BREAK = re.compile(r"[,，;；:：]|\d(?:[亿万千]|百万)?元")
_FILLER = re.compile(r"[各总合计预算数、]|20\d\d年度?|决算|情况")
_REASON = re.compile(r"(?:主要|变动|增减|增加|减少|变化)*(?:的)?(?:主要)?原因|主要是|主要系")
_DETAIL = re.compile(r"其中|主要|包括|用于|[(（]含")
_COUNTED = re.compile(r"(.{2,}?)\d+(?:辆|台|套|个|项|次)(?:[(（].[)）])?、$")
_BOUNDARIES = frozenset(",，。；;：:、")
_OPENING, _CLOSING = "(（", ")）"
_LEADING_BRACKETS = re.compile(r"^(?:[(（][^()（）]*(?:[(（][^()（）]*[)）][^()（）]*)*[)）])+")
#: How far a printed percent may be from the one worked out.
_NEAR = Decimal("0.1")
#: A sentence longer than this names no topic for what follows.
_LONGEST_TOPIC = 30


@dataclass(frozen=True, slots=True)
class Stated:
    """An amount as the sentence states it; ``year`` is ``None`` where none is named."""

    subject: str
    number: str
    unit: str
    year: int | None
    previous: bool
    share: str | None
    start: int
    end: int

    @property
    def value(self) -> Decimal | None:
        """The amount, exactly as printed. Raises :class:`~yusuan.amounts.NotAnAmountError`."""
        return parse_amount(self.number).value


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


def read_sentences(text: str, topic: str | None) -> tuple[list[Stated], list[Change]]:
    """Read a paragraph without white space; ``topic`` is what its heading speaks of, if anything."""
    inside = _brackets(text)
    compared = _apart([*_COMPARED.finditer(text), *_COMPARED_THING.finditer(text)])
    spans = [match.span() for match in compared]
    alone = [match for match in _ALONE.finditer(text) if not _within(match.start(), spans)]
    spans += [match.span() for match in alone]
    ends = sorted([end for _, end in spans] + [m.end() for m in _AMOUNT.finditer(text)])
    stated: list[Stated] = []
    for match in _AMOUNT.finditer(text):
        if not _within(match.start(), spans):
            found = _stated(text, match, inside, ends, stated, topic)
            if found is not None:
                stated.append(found)
    changes = [
        _change(text, match, match, inside, ends, stated, topic)
        for match in compared
        if not text[: match.start()].endswith("基本")
    ]
    for match in alone:
        said = _base_of(text, match, compared, inside)
        if said is None:
            continue
        change = _change(text, match, said, inside, ends, stated, topic)
        if change.base is None or said.end() > _sentence_start(text, match.start(), inside):
            changes.append(change)
    return stated, changes


def _apart(matches: Sequence[re.Match[str]]) -> list[re.Match[str]]:
    """Give the matches in their order, of those that overlap the one that begins first."""
    kept: list[re.Match[str]] = []
    for match in sorted(matches, key=lambda m: (m.start(), m.end())):
        if not kept or match.start() >= kept[-1].end():
            kept.append(match)
    return kept


def _within(position: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= position < end for start, end in spans)


def _brackets(text: str) -> list[int]:
    """Give for each character where the innermost bracket around it opens, -1 for none."""
    stack = [-1]
    inside = []
    for position, character in enumerate(text):
        if character in _CLOSING and len(stack) > 1:
            stack.pop()
        inside.append(stack[-1])
        if character in _OPENING:
            stack.append(position)
    return inside


def _clause(text: str, position: int, inside: Sequence[int], ends: Sequence[int]) -> str:
    """Give the words before a position, back to a mark or figure outside brackets and quotes."""
    own = inside[position]
    start = max([end for end in ends if end <= position and inside[end - 1] == own], default=0)
    quoted = False
    for place in range(position - 1, max(start, own + 1) - 1, -1):
        character = text[place]
        if character in "“”":
            quoted = character == "”"
        if inside[place] == own and character in _BOUNDARIES and not quoted:
            if character == "、" and text[place - 1] not in "元%":
                continue  # it stands inside a name: 收、支总预算
            start = place + 1
            break
    clause = text[max(start, own + 1) : position]
    after_figure = any(end == max(start, own + 1) for end in ends)
    return _LEADING_BRACKETS.sub("", clause) if after_figure else clause


def _sentence_start(text: str, position: int, inside: Sequence[int]) -> int:
    own = inside[position]
    for place in range(position - 1, own, -1):
        if text[place] == "。" and inside[place] == own:
            return place + 1
    return own + 1


def _bare(clause: str) -> str:
    """Give a clause without its ordinal, its year and what only leads to the figure."""
    counted = _COUNTED.fullmatch(clause)
    return _TRAIL.sub("", _LEAD.sub("", (counted[1] if counted else clause).lstrip("、")))


def _stated(
    text: str,
    match: re.Match[str],
    inside: Sequence[int],
    ends: Sequence[int],
    before: Sequence[Stated],
    topic: str | None,
) -> Stated | None:
    """Read an amount, or give ``None`` where its clause speaks of a change."""
    clause = _clause(text, match.start(), inside, ends)
    if _OF_CHANGE.search(clause):
        return None
    subject = _bare(clause)
    if _GENERIC.fullmatch(subject):
        subject = _named(text, match.start(), before, topic) + subject
    elif _SPENT.fullmatch(subject):
        subject = (_title(text, match.start()) or _budgeted(before, subject)) + subject
    share = _SHARE.match(text, match.end())
    return Stated(
        subject,
        match["number"],
        match["unit"],
        _year(text, match.start(), clause, inside),
        bool(_PREVIOUS.search(clause)),
        share["share"] if share else None,
        match.start(),
        match.end(),
    )


def _named(text: str, position: int, before: Sequence[Stated], topic: str | None) -> str:
    """Give what a clause speaks of that says no more than 预算数 or nothing at all."""
    if before and not _title(text, position):
        return _GENERIC_END.sub("", before[0].subject)
    return _title(text, position) or topic or ""


def _budgeted(before: Sequence[Stated], subject: str) -> str:
    """Give what 支出决算 is of, where the sentence has just named it with its budget."""
    whole = _BUDGET.fullmatch(before[-1].subject) if before and "决算" in subject else None
    return whole[1] if whole else ""


def _title(text: str, position: int) -> str:
    """Give the words that a paragraph begins with as with a title: ``1.公务接待费。``."""
    first = text.split("。", maxsplit=1)[0]
    title = len(first) <= _LONGEST_TOPIC or "款" in first
    return _bare(first) if title and len(first) < position and not _BREAK.search(first) else ""


def _year(text: str, position: int, clause: str, inside: Sequence[int]) -> int | None:
    """Give the year of an amount: its clause's own, or the one its sentence begins with."""
    own = _YEAR_OF.findall(clause) or _LEADING_YEAR.findall(_ORDINAL.sub("", clause))
    if own:
        return int(own[-1])
    sentence = text[_sentence_start(text, position, inside) : position]
    leading = _LEADING_YEAR.search(_ORDINAL.sub("", sentence))
    if leading is None and inside[position] >= 0:
        return _year(text, inside[position], "", inside)
    return int(leading[1]) if leading else None


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
    own = _bare(_clause(text, match.start(), inside, ends))
    gap = _bare(groups.get("gap") or "")
    candidates = _candidates(text, match.start(), inside, stated)
    last = _agreeing(candidates, groups) or (candidates[-1] if candidates else None)
    if groups.get("gap") and match.re is _COMPARED_THING:
        subject, base = gap, None
    elif own and not _GENERIC.fullmatch(own):
        of_own = [found for found in candidates if own in found.subject]
        subject, base = own, (of_own[-1] if of_own else None)
    elif gap and not _GENERIC.fullmatch(gap):
        named = last.subject if last else ""
        twin = candidates[-2] if len(candidates) > 1 and last is candidates[-1] else None
        if last and twin and (twin.value, twin.unit) == (last.value, last.unit):
            named = twin.subject + named  # 收入总计与支出总计相等
        subject, base = gap, (last if last and _same(gap, named) else None)
    else:
        base = last
        subject = last.subject if last else _named(text, match.start(), stated, topic)
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
    sentence = _sentence_start(text, position, inside)
    if not found or found[-1].start >= sentence:
        return found
    begin = _sentence_start(text, found[-1].start, inside)
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
    start = _sentence_start(text, match.start(), inside)
    if _OTHER_BASE.search(text[start : match.start()]):
        return None
    if start and _REASON.match(text, start):
        start = _sentence_start(text, start - 1, inside)
    same = [
        other
        for other in compared
        if start <= other.start() < match.start() and inside[other.start()] == inside[match.start()]
    ]
    return same[-1] if same else None
