"""Whose disclosure it is: unit, year and phase, from the document and checked against itself."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from yusuan.errors import Problem
from yusuan.language import Bilingual, normal
from yusuan.read.document import Grid, Heading, Paragraph

if TYPE_CHECKING:
    from yusuan.read.document import Document
    from yusuan.recognise.segments import Segment

_TITLE = re.compile(r"(20\d\d)年(?:度)?(.{0,30}?)(部门|单位)?(预算|决算)")
_REGION = re.compile(
    r"(.{2,7}?(?:省|自治区))?(.{1,8}?(?:市|自治州|地区|盟))?(.{1,6}?(?:区|县|旗))?"
)
_COVER = re.compile(
    r"^(?P<unit>.*?)20\d\d年度?(?P<after>.*?)(?:部门|单位)?(?:预算|决算)(?:公开)?(?:说明|报告|文本)?$"
)
_NAME = re.compile(r"[一-鿿（）()·“”]{4,40}")
_PHASES = {"预算": "budget", "决算": "final"}
PHASE_TITLES = {"budget": Bilingual("预算", "budget"), "final": Bilingual("决算", "final accounts")}


@dataclass(frozen=True, slots=True)
class Identity:
    """Unit, year, phase (``budget`` or ``final``) and region, each as printed."""

    unit: str
    year: int
    phase: str
    region: str | None


def identify(
    document: Document,
    segments: list[Segment],
    problems: list[Problem],
    *,
    by_cover: bool = False,
) -> Identity | None:
    """Find whose disclosure this is; adds to ``problems`` and gives ``None`` where it is unclear.

    ``by_cover`` lets the title name the unit where no table does.
    """
    unit = _unit(document, segments, problems, by_cover=by_cover)
    title = _title(document, problems)
    if unit is None or title is None:
        return None
    return Identity(unit, title[0], title[1], _region(unit))


def _unit(
    document: Document, segments: list[Segment], problems: list[Problem], *, by_cover: bool
) -> str | None:
    named = Counter(segment.unit for segment in segments if segment.unit)
    if len(named) == 1:
        return next(iter(named))
    if named and (same := _one_name(named)):
        return same
    if not named and by_cover and (cover := _cover_unit(document)):
        return cover
    if not named:
        problems.append(
            Problem(
                Bilingual("找不到单位名称", "no name of a unit is found"),
                document.name,
                Bilingual("表前有“单位：……”一行", "a line 单位：… before the tables"),
                Bilingual("在表前补上单位名称", "add the unit's name before the tables"),
            )
        )
        return None
    names = "、".join(sorted(named))
    problems.append(
        Problem(
            Bilingual(
                f"各表的单位名称不一致：{names}", f"the tables name different units: {names}"
            ),
            document.name,
            todo=Bilingual("一个文件只放一个单位", "keep one unit in one document"),
        )
    )
    return None


def _one_name(named: Counter[str]) -> str | None:
    """Give the most frequent name if all others are parts of it, or it of them: X and X（本级）."""
    first = named.most_common(1)[0][0]
    plain = normal(first)
    return first if all(normal(n) in plain or plain in normal(n) for n in named) else None


def _cover_unit(document: Document) -> str | None:
    """Give the unit that the title names: X 2024年部门预算, on one line or two."""
    before = ""
    for block in document.blocks:
        if isinstance(block, Grid):
            break
        text = normal(block.text)
        match = _COVER.search(text)
        if match and not text.endswith("。"):
            name = match["unit"] or match["after"] or (before if _NAME.fullmatch(before) else "")
            if _NAME.fullmatch(name):
                return name
        before = text
    return None


def _title(document: Document, problems: list[Problem]) -> tuple[int, str] | None:
    """Find year and phase in headings and short lines: the most frequent pair, named first too."""
    found: Counter[tuple[int, str]] = Counter()
    for block in document.blocks:
        if isinstance(block, Grid):
            continue
        text = normal(block.text)
        short = isinstance(block, Heading) or (isinstance(block, Paragraph) and len(text) <= 40)
        match = _TITLE.search(text) if short else None
        if match and not text.endswith("。"):
            found[int(match[1]), _PHASES[match[4]]] += 1
    if not found:
        problems.append(
            Problem(
                Bilingual(
                    "找不到年度或预算/决算字样",
                    "neither a year nor the word budget or final is found",
                ),
                document.name,
                Bilingual("标题如“2022年单位预算”", "a title such as 2022年单位预算"),
                Bilingual("在文件开头补上标题", "add the title at the head of the document"),
            )
        )
        return None
    cover, ranked = next(iter(found)), found.most_common(2)
    if cover != ranked[0][0] or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
        first, second = (f"{year} {PHASE_TITLES[phase].zh}" for year, phase in list(found)[:2])
        problems.append(
            Problem(
                Bilingual(
                    f"年度或阶段互相矛盾：{first} 与 {second}",
                    f"the titles name different years or phases: {first}, {second}",
                ),
                document.name,
                todo=Bilingual("一个文件只放一个年度", "keep one year in one document"),
            )
        )
        return None
    return ranked[0][0]


def _region(unit: str) -> str | None:
    match = _REGION.match(unit)
    return match[0] if match and match[0] else None
