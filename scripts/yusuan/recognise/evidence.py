"""What a document says of itself, line by line: year and phase, scope, and names of its unit.

Nothing is decided here: each claim is given with its place, and ``identity`` weighs them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from yusuan.errors import Problem
from yusuan.language import Bilingual, normal
from yusuan.read.document import Grid, Heading, Paragraph
from yusuan.recognise.names import bare, clean_name, is_organisation, region_of
from yusuan.recognise.owner import caption_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from yusuan.read.document import Block, Document, Place
    from yusuan.recognise.segments import Segment

_NUMERALS = str.maketrans("〇○零ＯOo一二三四五六七八九", "0000001" + "23456789")
_CHINESE_YEAR = re.compile(r"[二2][〇○零ＯOo0][〇○零ＯOo0一二三四五六七八九\d]{2}(?=年|-|—)")
#: A year of its own: neither a day's (2024年1月) nor an end of a span (2024—2026年).
_YEAR = re.compile(
    r"(?<![\d\-—–~至到.])(20[0-4]\d)(?:年度?(?![\d\-—–~至到])|度(?=[^\d])|(?=(?:部门|单位|预算|决算)))"
)
_DAY = re.compile(r"20\d\d年\d{1,2}月(?:\d{1,2}日)?")
#: The words 预算 and 决算 where they name something else than the phase.
_NO_PHASE = re.compile(
    r"(?:一般)?公共(?:财政)?预算|政府性基金(?:收入|支出)?预算|国有资本经营(?:收入|支出)?预算|社会保险基金预算|"
    r"财政预算|预[、/]?决算|预算(?=单位|内|外|数|执行|主管|绩效|代码|编码|管理|编制|法|科目|指标|资金|级次)|(?:预算|决算)数|决算(?=汇总|管理|法)"
)
_PHASE = re.compile("预算|决算")
_AMOUNT = re.compile(r"\d\s*(?:百万|千|万|亿)?元")
#: What a cover says of itself around the name: the kind of document and its reach.
_KIND = re.compile(
    r"(?:的)?(?:(?:省|市|州|区|县|旗|镇|乡)本?级)?(?:部门|单位)?(?:综合|收支|收入支出|财务|整体)?(?:预|决)算.*$"
)
_ABOUT = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|(?:附件|附表|附)\d*[:.、]?|\d{1,2}[.、]|关于|公布|公开|印发|批复)+"
)
_PART = re.compile(r"^第.{1,3}?(?:部分|章|篇)[:、.]?")
#: The first section begins the text where there are no parts: 一、主要职能.
_SECTION = re.compile(r"\(?[一二三四五六七八九十]{1,3}[、.)]")
#: Tables of goals may be of another unit, and of another year.
_OF_GOALS = re.compile("绩效|自评|评价|目标")
_PART_NAME = re.compile(
    r"^(.+?)(?:\((?:部门|单位)\))?(?:部门|单位)?(?:基本|主要)?(?:概况|情况|概述|简介|职能|职责).*$"
)
_SCOPES = re.compile(
    r"(部门|单位)(?:综合|收支|收入支出|财务|整体)*(?:收支|收入|支出)?(?:总表)?(?:预|决)算"
)
#: A cover has few lines, and short ones.
_MOST_LINES, LONGEST = 16, 48
#: How many places a contradiction tells.
_MOST_PLACES = 5


@dataclass(frozen=True, slots=True)
class Claim:
    """What one line says: a year, a phase, a scope, a name; ``None`` where it says nothing."""

    text: str
    place: Place
    year: int | None = None
    phase: str | None = None
    scope: str | None = None
    name: str | None = None
    #: Whether a label says that this is the owner: 预算单位：X.
    labelled: bool = False


def year_and_phase(text: str) -> tuple[int | None, str | None]:
    """Give the one year and the phase that a title names; of two years, none."""
    plain = _numerals(normal(text))
    years = set(_YEAR.findall(_DAY.sub("", plain)))
    phases = set(_PHASE.findall(_NO_PHASE.sub("", plain)))
    phase = "final" if "决算" in phases else "budget" if phases else None
    return (int(years.pop()) if len(years) == 1 else None), phase


def scope_of(text: str) -> str | None:
    """Give what a title calls its budget: a department's or a single unit's."""
    found = set(_SCOPES.findall(normal(text)))
    if len(found) != 1:
        return None
    return "department" if found == {"部门"} else "unit"


def name_in(text: str) -> str | None:
    """Give the unit that a cover's line names: X2024年部门预算, 2024年X部门预算, or X alone."""
    printed = _numerals(re.sub(r"\s+", "", text))
    printed = _PART.sub("", _ABOUT.sub("", printed))
    if caption := caption_of(printed):
        return caption.owner or caption.chief
    if re.search(r"[:：]", printed):
        return None
    pieces = [_KIND.sub("", piece).strip('“”"—-_·') for piece in _split_at_year(printed)]
    for candidate in (*pieces, "".join(pieces)):
        name = clean_name(candidate)
        if is_organisation(name) and region_of(name) != name:
            return name
    part = _PART_NAME.match(normal(printed))
    name = clean_name(part[1]) if part else ""
    return name if is_organisation(name) else None


def _split_at_year(text: str) -> list[str]:
    found = re.search(r"[(（]?20[0-4]\d(?:年度?|度)?[)）]?", text)
    return [text[: found.start()], text[found.end() :]] if found else [text]


def _numerals(text: str) -> str:
    return _CHINESE_YEAR.sub(lambda match: match[0].translate(_NUMERALS), text)


def cover_claims(blocks: Sequence[Block]) -> list[Claim]:
    """Read the lines before contents, first part, first table and first sentence.

    The lines that belong to the first table are its own: its owner, and its title, unless that
    names the unit and so is the document's.
    """
    lines: list[Heading | Paragraph] = []
    for block in blocks:
        if isinstance(block, Grid):
            while lines and caption_of(lines[-1].text) is not None:
                lines.pop()
            if lines and isinstance(lines[-1], Heading) and not name_in(lines[-1].text):
                lines.pop()
            break
        if _ends_cover(block) or len(lines) == _MOST_LINES:
            break
        lines.append(block)
    claims = [_claim(line) for line in lines]
    return [*claims, *_broken_title(lines, claims)]


def _broken_title(lines: Sequence[Heading | Paragraph], claims: Sequence[Claim]) -> Iterator[Claim]:
    """Read the cover's lines as one where none of them names a year, or none a phase."""
    if lines and not (any(c.year for c in claims) and any(c.phase for c in claims)):
        free = [line.text for line in lines if caption_of(line.text) is None]
        whole = Paragraph(re.sub(r"\s+", "", "".join(free)), lines[0].place)
        if (claim := _claim(whole)).year and claim.phase:
            yield claim


def _ends_cover(block: Heading | Paragraph) -> bool:
    text = normal(block.text)
    if isinstance(block, Heading) and block.level == 1 and (_PART.match(text) or "目录" in text):
        return True
    return text.endswith("。") or len(text) > LONGEST + 20 or bool(_SECTION.match(text))


def _claim(block: Heading | Paragraph) -> Claim:
    text = normal(block.text)
    caption = caption_of(block.text)
    if caption is not None:
        owner = caption.owner or caption.chief
        return Claim(block.text, block.place, caption.year, None, caption.label, owner, bool(owner))
    year, phase = year_and_phase(text) if is_title(text) else (None, None)
    return Claim(block.text, block.place, year, phase, scope_of(text), name_in(block.text))


def is_title(text: str) -> bool:
    """Say whether a line in normal form is short and no sentence about amounts."""
    return (
        len(text) <= LONGEST
        and not text.endswith(("。", "；", "，", ":"))
        and not _AMOUNT.search(text)
    )


def part_claims(blocks: Sequence[Block]) -> list[Claim]:
    """Read the headings of parts, each once: 第二部分 X2024年部门预算表."""
    found: dict[str, Claim] = {}
    for block in blocks:
        if isinstance(block, Heading) and block.level == 1 and _PART.match(normal(block.text)):
            found.setdefault(re.sub(r"[.…·\d]+$", "", normal(block.text)), _claim(block))
    return list(found.values())


def line_claims(blocks: Sequence[Block]) -> list[Claim]:
    """Read all other short lines outside of tables, each once."""
    found: dict[str, Claim] = {}
    for block in blocks:
        if isinstance(block, (Heading, Paragraph)):
            text = normal(block.text)
            if is_title(text) and _PHASE.search(text):
                found.setdefault(text, _claim(block))
    return list(found.values())


def names_anywhere(blocks: Sequence[Block]) -> list[str]:
    """Give every name that a short line outside of tables speaks of: X主要职能."""
    lines = [block.text for block in blocks if not isinstance(block, Grid)]
    return [name for line in lines if len(line) <= LONGEST and (name := name_in(line))]


def table_claims(segments: Sequence[Segment]) -> list[Claim]:
    """Read title and owner of each table; those of goals only where there are no others."""
    others = [s for s in segments if not _OF_GOALS.search(normal(s.title))]
    return list(_of_tables(others or segments))


def _of_tables(segments: Sequence[Segment]) -> Iterator[Claim]:
    for segment in segments:
        year, phase = year_and_phase(segment.title)
        name = segment.unit or None
        yield Claim(
            segment.title,
            segment.grids[0].place,
            segment.year or year,
            phase,
            scope_of(segment.title),
            name,
            labelled=True,
        )


def regions(claims: Sequence[Claim]) -> str | None:
    """Give the region that a cover without its unit's name speaks of: X市2026年市级单位预算."""
    for claim in claims:
        plain = _ABOUT.sub("", normal(claim.text))
        if (claim.year or claim.phase) and (region := region_of(plain)):
            rest = bare(plain.removeprefix(region))
            if _YEAR.match(_numerals(rest)) or re.match(r"本?级?(?:部门|单位)", rest):
                return region
    return None


@dataclass(slots=True)
class Evidence:
    """All that a document says, by where it says it."""

    document: Document
    cover: list[Claim]
    parts: list[Claim]
    tables: list[Claim]
    lines: list[Claim]
    doubts: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)

    def doubt(self, what: Bilingual, claims: Sequence[Claim]) -> Problem:
        """Make a problem of what some claims say, with their places."""
        places = "、".join(
            f"{claim.text} ({claim.place})".strip() for claim in claims[:_MOST_PLACES]
        )
        more = f" …{len(claims)}" if len(claims) > _MOST_PLACES else ""
        return Problem(
            what,
            f"{self.document.name}: {places}{more}",
            todo=Bilingual("对照原文件", "compare with the source"),
        )


def against(
    claims: Sequence[Claim],
    value: Callable[[Claim], str | None],
    agrees: Callable[[str], bool],
) -> list[tuple[str, list[Claim]]]:
    """Collect the claims that don't agree, by what they say."""
    found: dict[str, list[Claim]] = {}
    for claim in claims:
        said = value(claim)
        if said and not agrees(said):
            found.setdefault(said, []).append(claim)
    return list(found.items())
