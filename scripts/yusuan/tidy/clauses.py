"""Clauses of a sentence: what stands before a figure, and what it speaks of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from yusuan.amounts import parse_amount

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

#: Anything that looks like a number, so that ``12.3.4`` is refused and not read as ``3.4``.
NUMBER = r"\d(?:[\d,.]*\d)?"
UNIT = r"亿元|百万元|万元|千元|元"
LAST_YEAR = r"上年度?|去年度?|上一年度?|前一年度?"
_LEAD = re.compile(
    r"^(?:[(（](?:[一二三四五六七八九十]+|\d+)[)）]|\d+[.、]|[①-⑳])?"
    r"(?:[一二三四五六七八九]是|其中|包括|另|分别为|主要用于|主要包括|主要为|主要是|主要原因是|主要原因为|原因是|由于|以及|及|共|安排|含(?!20))*[:：]?(?:20\d\d年(?:度)?)?"
)
_TRAIL = re.compile(r"(?:为|共计|共有|共|约|均|各)+$")
GENERIC = re.compile(
    r"(?:当年|年初|全年|上年|去年|预算|决算|执行|安排|拨款|数|金额|总额|合计|总计|经费)*"
)
_GENERIC_END = re.compile(r"(?:当年|年初)?(?:预算|决算|执行|安排)+(?:数|金额)?$")
_BUDGET = re.compile(r"(.{2,}?)(?:支出)?(?:年初|全年)?预算数?")
_BREAK = re.compile(r"[,，;；:：]|\d(?:[亿万千]|百万)?元")
#: What a paragraph's title ends with; and titles that lead to what follows and name nothing.
_TITLE_END = re.compile(r"[。:：]")
_LEADS = re.compile(r"(?:其中|如下|以下|包括|方面|原因|说明|情况)[:：]?$")
_COUNTED = re.compile(r"(.{2,}?)\d+(?:辆|台|套|个|项|次)(?:[(（].[)）])?、$")
_BOUNDARIES = frozenset(",，。；;：:、")
_OPENING = "(（"
_CLOSING = ")）"
_LEADING_BRACKETS = re.compile(r"^(?:[(（][^()（）]*(?:[(（][^()（）]*[)）][^()（）]*)*[)）])+")
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


def brackets(text: str) -> list[int]:
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


def clause_before(text: str, position: int, inside: Sequence[int], ends: Sequence[int]) -> str:
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


def sentence_start(text: str, position: int, inside: Sequence[int]) -> int:
    """Give where the sentence around a position begins; one in brackets is its own."""
    own = inside[position]
    for place in range(position - 1, own, -1):
        if text[place] == "。" and inside[place] == own:
            return place + 1
    return own + 1


def bare(clause: str) -> str:
    """Give a clause without its ordinal, its year and what only leads to the figure."""
    counted = _COUNTED.fullmatch(clause)
    return _TRAIL.sub("", _LEAD.sub("", (counted[1] if counted else clause).lstrip("、")))


def named(text: str, position: int, before: Sequence[Stated], topic: str | None) -> str:
    """Give what a clause speaks of that says no more than 预算数 or nothing at all."""
    if before and not title_of(text, position):
        return _GENERIC_END.sub("", before[0].subject)
    return title_of(text, position) or topic or ""


def budgeted(before: Sequence[Stated], subject: str) -> str:
    """Give what 支出决算 is of, where the sentence has just named it with its budget."""
    whole = _BUDGET.fullmatch(before[-1].subject) if before and "决算" in subject else None
    return whole[1] if whole else ""


def title_of(text: str, position: int) -> str:
    """Give the words a paragraph begins with as a title: ``1.公务接待费。``, ``公务接待费：``."""
    first = _TITLE_END.split(text, maxsplit=1)[0]
    if _LEADS.search(first):
        return ""
    title = len(first) <= _LONGEST_TOPIC or "款" in first
    return bare(first) if title and len(first) < position and not _BREAK.search(first) else ""
