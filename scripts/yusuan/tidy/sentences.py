"""Sentences of the narrative → amounts that are stated and changes that are stated.

Two readings of ``增加 5 万元`` must never be mixed up: an amount that follows a word of change is
a change and no amount.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from yusuan.tidy.clauses import (
    GENERIC,
    LAST_YEAR,
    NUMBER,
    UNIT,
    Stated,
    bare,
    brackets,
    budgeted,
    clause_before,
    named,
    sentence_start,
    title_of,
)
from yusuan.tidy.comparisons import Change, find_comparisons, read_changes, within

if TYPE_CHECKING:
    from collections.abc import Sequence

_AMOUNT = re.compile(
    rf"(?P<number>{NUMBER})(?P<unit>{UNIT})(?!/)(?:[(（]含[)）])?+(?!及?以[上下内])"
)
#: What an amount is by another name, behind it: （即单位公用经费）.
_ALIAS = re.compile(r"[(（]即[^()（）]{2,12}[)）]")
_SHARE = re.compile(rf"[,，]?占[^,，。；;\d]{{0,20}}?(?P<share>{NUMBER})%")
#: A clause that speaks of a change, or of a base: no amount in it is simply stated.
_OF_CHANGE = re.compile(
    r"增加|减少|增长|下降|上升|降低|压减|压缩|缩减|核减|调增|调减|(?:比|较|与)(?:20\d\d年|上年|去年|年初|全年)"
)
_LEADING_YEAR = re.compile(r"^(?:其中|截至|截止|至)?[:：]?(20\d\d)年")
_YEAR_OF = re.compile(
    r"(20\d\d)年(?=度|[末底初]|预算|决算|执行|当年|财政|部门|单位|本级|安排|计划|支出|收入|一般|政府|“?三公)"
)
_PREVIOUS = re.compile(rf"(?:{LAST_YEAR})(?:已|实际)?(?:预算|决算|执行|安排|支出|完成)")
#: Says what a title or heading names, and stands for itself where there is none.
_SPENT = re.compile(r"(?:本年度?|当年|全年|实际)?支出(?:预算|决算)?(?:数|金额)?")
_ORDINAL = re.compile(r"^(?:[(（](?:[一二三四五六七八九十]+|\d{1,2})[)）]|\d{1,2}[.、])")


def read_sentences(text: str, topic: str | None) -> tuple[list[Stated], list[Change]]:
    """Read a paragraph without white space; ``topic`` is what its heading speaks of, if anything.

    Raises :class:`~yusuan.amounts.NotAnAmountError` where a number has two readings.
    """
    inside = brackets(text)
    comparisons = find_comparisons(text)
    spans = comparisons.spans
    ends = sorted([end for _, end in spans] + [m.end() for m in _AMOUNT.finditer(text)])
    stated: list[Stated] = []
    for match in _AMOUNT.finditer(text):
        if not within(match.start(), spans):
            found = _stated(text, match, inside, ends, stated, topic)
            if found is not None:
                stated.append(found)
    return stated, list(read_changes(text, comparisons, inside, ends, stated, topic))


def _stated(
    text: str,
    match: re.Match[str],
    inside: Sequence[int],
    ends: Sequence[int],
    before: Sequence[Stated],
    topic: str | None,
) -> Stated | None:
    """Read an amount, or give ``None`` where its clause speaks of a change."""
    clause = clause_before(text, match.start(), inside, ends)
    if _OF_CHANGE.search(clause):
        return None
    subject = bare(clause)
    if GENERIC.fullmatch(subject):
        subject = named(text, match.start(), before, topic) + subject
    elif _SPENT.fullmatch(subject):
        subject = (title_of(text, match.start()) or budgeted(before, subject)) + subject
    share = _SHARE.match(text, match.end())
    alias = _ALIAS.match(text, match.end())
    return Stated(
        subject + (alias[0] if alias else ""),
        match["number"],
        match["unit"],
        _year(text, match.start(), clause, inside),
        bool(_PREVIOUS.search(clause)),
        share["share"] if share else None,
        match.start(),
        match.end(),
    )


def _year(text: str, position: int, clause: str, inside: Sequence[int]) -> int | None:
    """Give the year of an amount: its clause's own, or the one its sentence begins with."""
    own = _YEAR_OF.findall(clause) or _LEADING_YEAR.findall(_ORDINAL.sub("", clause))
    if own:
        return int(own[-1])
    sentence = text[sentence_start(text, position, inside) : position]
    leading = _LEADING_YEAR.search(_ORDINAL.sub("", sentence))
    if leading is None and inside[position] >= 0:
        return _year(text, inside[position], "", inside)
    return int(leading[1]) if leading else None
