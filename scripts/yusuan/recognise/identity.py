"""Whose disclosure it is: unit, scope, year and phase, from the document and checked against itself.

The cover, the headings of parts, the titles of tables and the lines of their owners each say
something. What the cover says goes first; what contradicts it is told with its place. Where
nothing outweighs the rest, the document is refused.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from yusuan.errors import Problem
from yusuan.language import Bilingual
from yusuan.recognise.evidence import (
    Claim,
    Evidence,
    against,
    cover_claims,
    line_claims,
    part_claims,
    regions,
    table_claims,
)
from yusuan.recognise.names import reach, region_of
from yusuan.recognise.naming import unit_name

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from yusuan.read.document import Document
    from yusuan.recognise.segments import Segment

PHASE_TITLES = {"budget": Bilingual("预算", "budget"), "final": Bilingual("决算", "final accounts")}
SCOPE_TITLES = {
    "department": Bilingual("部门", "department"),
    "unit": Bilingual("单位", "unit"),
}


@dataclass(frozen=True, slots=True)
class Identity:
    """Unit, year, phase (``budget`` or ``final``) and region, each as printed.

    ``scope`` is ``department`` where the figures are those of a department with its units,
    ``unit`` where they are a single unit's, ``None`` where the document does not say.
    ``doubts`` are what it says against this; ``remarks`` are contradictions about the scope,
    which leave the figures right.
    """

    unit: str
    year: int
    phase: str
    region: str | None
    scope: str | None = None
    doubts: tuple[Problem, ...] = ()
    remarks: tuple[Problem, ...] = ()


def identify(
    document: Document,
    segments: Sequence[Segment],
    problems: list[Problem],
    *,
    by_cover: bool = True,
) -> Identity | None:
    """Find whose disclosure this is; adds to ``problems`` and gives ``None`` where it is unclear.

    ``by_cover`` lets the title name the unit where no table does.
    """
    blocks = document.blocks
    evidence = Evidence(
        document,
        cover_claims(blocks),
        part_claims(blocks),
        table_claims(segments),
        line_claims(blocks),
    )
    unit = unit_name(evidence, problems, by_cover=by_cover)
    year = _year(evidence, problems)
    phase = _phase(evidence, problems) if year is not None else None
    if unit is None or year is None or phase is None:
        return None
    region = region_of(unit) or regions(evidence.cover)
    scope = _scope(evidence, unit)
    return Identity(
        unit, year, phase, region, scope, tuple(evidence.doubts), tuple(evidence.remarks)
    )


def _year(evidence: Evidence, problems: list[Problem]) -> int | None:
    found = _decided(evidence, problems, lambda claim: claim.year)
    if found is not None:
        year = int(found)
        for other, claims in against(
            evidence.tables,
            lambda claim: str(claim.year) if claim.year else None,
            lambda said: said == str(year),
        ):
            what = Bilingual(
                f"表的年度是 {other}，文件是 {year}", f"a table of {other} in a document of {year}"
            )
            evidence.doubts.append(evidence.doubt(what, claims))
        return year
    return None


def _phase(evidence: Evidence, problems: list[Problem]) -> str | None:
    found = _decided(evidence, problems, lambda claim: claim.phase)
    if found is None:
        return None
    for other, claims in against(
        evidence.tables, lambda claim: claim.phase, lambda said: said == found
    ):
        title, own = PHASE_TITLES[other], PHASE_TITLES[str(found)]
        what = Bilingual(
            f"{own.zh}文件里有{title.zh}表",
            f"a table of the {title.en} in a document of the {own.en}",
        )
        evidence.doubts.append(evidence.doubt(what, claims))
    return str(found)


def _decided(
    evidence: Evidence,
    problems: list[Problem],
    value: Callable[[Claim], int | str | None],
) -> int | str | None:
    """Decide by the cover, unless most tables or parts say otherwise; without one, by the rest."""
    titles = [claim for claim in evidence.cover if claim.year and claim.phase]
    cover = [said for claim in titles or evidence.cover if (said := value(claim))]
    inside = Counter(
        said for claim in (*evidence.parts, *evidence.tables) if (said := value(claim))
    )
    lines = Counter(said for claim in evidence.lines if (said := value(claim)))
    ranked = (inside or lines).most_common(2)
    if cover:
        several = len(set(cover)) > 1 and not inside[cover[0]]
        outvoted = bool(inside) and inside[cover[0]] * 2 < sum(inside.values())
        if not inside and lines.most_common(1):
            outvoted = lines[cover[0]] * 2 < lines.most_common(1)[0][1]
        if not several and not outvoted:
            return cover[0]
        others = [said for said in (*cover, *inside, *lines) if said != cover[0]]
        problems.append(_contradiction(evidence, cover[0], others[0]))
        return None
    if not ranked:
        problems.append(_no_title(evidence))
        return None
    if len(ranked) == 2 and ranked[0][1] == ranked[1][1]:
        problems.append(_contradiction(evidence, ranked[0][0], ranked[1][0]))
        return None
    return ranked[0][0]


def _contradiction(evidence: Evidence, first: int | str, second: int | str) -> Problem:
    zh, en = zip(*(PHASE_TITLES.get(str(x), Bilingual(str(x), str(x))) for x in (first, second)), strict=True)  # fmt: skip
    return Problem(
        Bilingual(
            f"年度或阶段互相矛盾：{zh[0]} 与 {zh[1]}",
            f"the titles name different years or phases: {en[0]}, {en[1]}",
        ),
        evidence.document.name,
        todo=Bilingual("一个文件只放一个年度", "keep one year in one document"),
    )


def _no_title(evidence: Evidence) -> Problem:
    return Problem(
        Bilingual(
            "找不到年度或预算/决算字样",
            "neither a year nor the word budget or final is found",
        ),
        evidence.document.name,
        Bilingual("标题如“2022年单位预算”", "a title such as 2022年单位预算"),
        Bilingual("在文件开头补上标题", "add the title at the head of the document"),
    )


def _scope(evidence: Evidence, unit: str) -> str | None:
    """Decide by the name itself, then the cover, the parts, the tables and their owners' labels."""
    tables = evidence.tables
    named = [replace(claim, scope=reach(claim.name)) for claim in tables if claim.name]
    ways = (
        [reach(unit)],
        [claim.scope for claim in evidence.cover if not claim.labelled],
        [claim.scope for claim in evidence.parts],
        [claim.scope for claim in named],
        [claim.scope for claim in tables],
    )
    decided = next((said for way in ways if (said := _most(way))), None)
    against = [
        claim
        for claim in [*evidence.cover, *evidence.parts, *named]
        if claim.scope and decided and claim.scope != decided and not claim.labelled
    ]
    against += [claim for claim in named if claim.scope and claim.scope != decided]
    if against and not (
        reach(unit) and all(c in evidence.cover or c in evidence.parts for c in against)
    ):
        own = SCOPE_TITLES[str(decided)]
        evidence.remarks.append(
            evidence.doubt(
                Bilingual(
                    f"口径不一：按{own.zh}收录",
                    f"the scope is told in two ways; taken as a {own.en}'s",
                ),
                list(dict.fromkeys(against)),
            )
        )
    return decided


def _most(said: Sequence[str | None]) -> str | None:
    counted = Counter(scope for scope in said if scope).most_common(2)
    if not counted or (len(counted) == 2 and counted[0][1] == counted[1][1]):
        return None
    return counted[0][0]
