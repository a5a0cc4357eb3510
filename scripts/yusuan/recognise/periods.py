"""Columns of several years or stages side by side: which block of columns is the table's own.

A table may print 上年预算数 | 本年预算数, 2023年 | 2024年 or 预算数 | 决算数 over the same columns.
Its own block is that of the latest year and, within a year, of the latest stage; every other
block is kept under its printed label.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from yusuan.recognise.headers import (
    TALLEST,
    Header,
    header_paths,
    is_ignored,
    is_label,
)
from yusuan.recognise.labels import Labels, bare_label, plain_label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yusuan.read.document import Row

_YEAR = r"20\d\d(?:年度?)?|上一?年度?|去年|本年度?|当年|今年"
#: A label that says nothing but the year or stage of the columns below it.
_PERIOD = re.compile(
    rf"(?P<year>{_YEAR})?(?P<stage>(?:部门|单位|财政拨款)?(?:年初|年末|全年|调整后?|初步|批复|最终|预计|实际)*"
    r"(?:(?:预算|决算|执行|完成|安排|支出预算|支出决算|预算执行|预计执行|预计完成)(?:数|额|金额|情况)?|实际数|实际支出数?|数))?"
    r"(?:\([^()]{1,8}\))?"
)
#: A year before a label: 2024年基本支出.
_DATED = re.compile(r"(?P<year>20\d\d年度?)(?P<rest>.+)")
#: A column that compares two periods.
_CHANGE = re.compile(
    r"增减|增长|增幅|降幅|变动|变化|同比|差异|差额|完成率|执行率|完成.*%|%$|±|(?:比|较|占|为)(?:上年|去年|20\d\d年|年初|预算|全年|调整)"
)
_EARLIER = re.compile(r"20\d\d|上|去")
#: What a column that only names its period holds.
_MAIN = ("合计", "金额")
#: A year before, no year, this year; years themselves stand between the first two.
_RELATIVE = {"上": 0, "去": 0, "": 8000, "本": 9000, "当": 9000, "今": 9000}


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of a header: its period as printed (blank if it names none), its other labels."""

    period: str
    path: tuple[str, ...]
    change: bool


def is_period(label: str) -> bool:
    """Say whether a label in normal form names nothing but a year or a stage."""
    match = _PERIOD.fullmatch(label)
    return bool(match and (match["year"] or match["stage"]))


def compares(label: str) -> bool:
    """Say whether a label in normal form compares two periods: 增减额, 完成预算%."""
    return bool(_CHANGE.search(label))


def period_rank(label: str) -> tuple[int, int]:
    """Give the order of a period: by its year, then by its stage; the greatest is the own one."""
    years = re.findall(r"20\d\d", label)
    first = next((word for word in _RELATIVE if word and label.startswith(word)), "")
    year = int(years[0]) if years else _RELATIVE[first]
    stage = (
        4
        if re.search("决算|实际", label)
        else 3
        if re.search("执行|完成", label)
        else 2
        if re.search("全年|调整|最终", label)
        else 1
    )
    return year, stage


def match_periods(
    rows: Sequence[Row],
    labels: Labels,
    required: Sequence[str],
    amounts: frozenset[str],
    ignored: frozenset[str] = frozenset(),
    *,
    over: frozenset[str] = frozenset(),
    keep_others: bool = False,
) -> Header | None:
    """Find a header that prints columns for several periods, or ``None`` if none is there.

    ``amounts`` are the names of the fields that a period has; the others name the rows. Labels
    in ``over``, such as a side's, may stand above any column.
    Columns that compare periods are kept by their labels; all other labels must be known,
    unless ``keep_others`` says to keep those too.
    """
    for height in range(min(TALLEST, len(rows)), 0, -1):
        paths = [
            tuple(label for label in path if label not in over)
            for path in header_paths(rows[:height], bare_label)
        ]
        header = _match(paths, height, labels, amounts, ignored, keep_others=keep_others)
        if header and all(name in header.columns.values() for name in required):
            return header
    return None


def _match(
    paths: list[tuple[str, ...]],
    height: int,
    labels: Labels,
    amounts: frozenset[str],
    ignored: frozenset[str],
    *,
    keep_others: bool,
) -> Header | None:
    blocks: dict[str, dict[int, str]] = {}
    others: dict[int, str] = {}
    passed: set[int] = set()
    for position, path in enumerate(paths):
        if not path:
            continue
        column = _column(path)
        name = None if column.change else _name(column, labels)
        block = blocks.setdefault(column.period, {})
        if name is not None and name not in block.values():
            block[position] = name
        elif is_ignored(column.path, ignored):
            passed.add(position)
        elif name is None and is_label(path) and (column.change or keep_others):
            others[position] = "/".join(path)
        else:
            return None
    shared = blocks.pop("", {})
    periods = {label: block for label, block in blocks.items() if block}
    values = set().union(*(block.values() for block in periods.values()))
    naming = {i: name for i, name in shared.items() if name not in amounts}
    if values & {name for name in shared.values() if name in amounts}:
        # amounts under no period are the table's own beside those of a year before
        if not all(_EARLIER.match(label) for label in periods):
            return None
        own = shared
    elif len(periods) > 1:
        own = {**shared, **periods.pop(max(periods, key=period_rank))}
    else:
        return None
    elsewhere = {label: {**naming, **block} for label, block in periods.items()}
    return Header(own, height, frozenset(passed), others, elsewhere) if periods else None


def _column(path: tuple[str, ...]) -> _Column:
    """Tell a column's period from its other labels, wherever in the header it stands."""
    periods: list[str] = []
    rest: list[str] = []
    for label in path:
        if is_period(label):
            periods.append(label)
        elif not periods and (match := _DATED.fullmatch(label)) and not compares(label):
            periods.append(match["year"])
            rest.append(match["rest"])
        else:
            rest.append(label)
    change = any(compares(label) for label in path)
    unique = list(dict.fromkeys(periods))
    return _Column("" if change else "".join(unique), tuple(rest), change)


def _name(column: _Column, labels: Labels) -> str | None:
    if column.path:
        found = labels.find(tuple(plain_label(label) for label in column.path))
        return found[0] if found else None
    return next((labels[label] for label in _MAIN if label in labels), None)
