"""Whose disclosure it is: unit, scope, year and phase, from the document and checked against itself.

The cover, the headings of parts, the titles of tables and the lines of their owners each say
something. What the cover says goes first; what contradicts it is told with its place. Where
nothing outweighs the rest, the document is refused.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from yusuan.errors import Problem
from yusuan.language import Bilingual, normal
from yusuan.recognise.evidence import (
    Claim,
    cover_claims,
    line_claims,
    part_claims,
    regions,
    table_claims,
)
from yusuan.recognise.names import is_organisation, reach, region_of, same_unit

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from yusuan.read.document import Document
    from yusuan.recognise.segments import Segment

PHASE_TITLES = {"budget": Bilingual("预算", "budget"), "final": Bilingual("决算", "final accounts")}
SCOPE_TITLES = {
    "department": Bilingual("部门", "department"),
    "unit": Bilingual("单位", "unit"),
}
#: How much a name counts: said by a label on the cover, in its title, alone on it, by a part, by a table.
_LABELLED, _TITLED, _ALONE, _PART, _TABLE = 8, 6, 2, 2, 1
_MOST_PLACES = 5


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


@dataclass(slots=True)
class _Evidence:
    """All that a document says, by where it says it."""

    document: Document
    cover: list[Claim]
    parts: list[Claim]
    tables: list[Claim]
    lines: list[Claim]
    doubts: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)


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
    evidence = _Evidence(
        document,
        cover_claims(blocks),
        part_claims(blocks),
        table_claims(segments),
        line_claims(blocks),
    )
    unit = _unit(evidence, problems, by_cover=by_cover)
    year = _year(evidence, problems)
    phase = _phase(evidence, problems) if year is not None else None
    if unit is None or year is None or phase is None:
        return None
    region = region_of(unit) or regions(evidence.cover)
    scope = _scope(evidence, unit)
    return Identity(
        unit, year, phase, region, scope, tuple(evidence.doubts), tuple(evidence.remarks)
    )


def _unit(evidence: _Evidence, problems: list[Problem], *, by_cover: bool) -> str | None:
    tables = Counter(claim.name for claim in evidence.tables if claim.name)
    cover = _cover_names(evidence.cover)
    weights: dict[str, int] = {}
    for name, weight in cover:
        weights[name] = max(weights.get(name, 0), weight)
    for claim in evidence.parts:
        if claim.name:
            weights[claim.name] = weights.get(claim.name, 0) + _PART
    if not tables and not by_cover:
        weights = {}
    for name, count in tables.items():
        weights[name] = weights.get(name, 0) + count * _TABLE
    groups = _groups(weights)
    if not groups:
        problems.append(
            Problem(
                Bilingual("找不到单位名称", "no name of a unit is found"),
                evidence.document.name,
                Bilingual("表前有“单位：……”一行", "a line 单位：… before the tables"),
                Bilingual("在表前补上单位名称", "add the unit's name before the tables"),
            )
        )
        return None
    ranked = sorted(groups, key=lambda names: -sum(weights[name] for name in names))
    totals = [sum(weights[name] for name in names) for names in ranked]
    if len(ranked) > 1 and totals[0] == totals[1]:
        problems.append(_several_units(evidence, [names[0] for names in ranked]))
        return None
    _doubt_names(evidence, ranked[0])
    return _printed_name(ranked[0], cover, tables)


def _cover_names(cover: Sequence[Claim]) -> list[tuple[str, int]]:
    """Give the names on the cover with their weight; of lines of a name alone, the nearest to the title."""
    titled = [i for i, claim in enumerate(cover) if claim.year or claim.phase or claim.scope]
    found = []
    alone: list[tuple[int, str]] = []
    for position, claim in enumerate(cover):
        if not claim.name:
            continue
        if claim.labelled or position in titled:
            found.append((claim.name, _LABELLED if claim.labelled else _TITLED))
        elif titled:
            alone.append((min(abs(position - i) for i in titled), claim.name))
    if not found and alone:
        found.append((min(alone)[1], _TITLED))
    else:
        found += [(name, _ALONE) for _, name in alone if any(same_unit(name, n) for n, _ in found)]
    return found


def _groups(weights: dict[str, int]) -> list[list[str]]:
    """Put the names together that are one unit's, the heaviest first."""
    groups: list[list[str]] = []
    for name in sorted(weights, key=lambda n: (-weights[n], n)):
        group = next((g for g in groups if any(same_unit(name, other) for other in g)), None)
        if group is None:
            groups.append([name])
        else:
            group.append(name)
    return groups


def _printed_name(
    names: Sequence[str], cover: Sequence[tuple[str, int]], tables: Counter[str]
) -> str:
    """Choose among the spellings of one unit: the tables' most frequent, or a fuller one on the cover."""
    titled = [name for name, weight in cover if name in names and weight > _ALONE]
    printed = [name for name, _ in tables.most_common() if name in names]
    if not printed:
        return titled[0] if titled else names[0]
    first = str(printed[0])
    return next((name for name in titled if len(normal(name)) > len(normal(first))), first)


def _doubt_names(evidence: _Evidence, names: Sequence[str]) -> None:
    """Tell of a cover or a table that names another unit."""
    for where, claims in (("封面", evidence.cover), ("表", evidence.tables)):
        for name, places in _against(
            [c for c in claims if c.labelled or (where == "封面" and (c.year or c.phase))],
            lambda claim: claim.name,
            lambda found: not is_organisation(found) or any(same_unit(found, n) for n in names),
        ):
            evidence.doubts.append(
                _doubt(
                    evidence,
                    Bilingual(
                        f"{'封面' if where == '封面' else '表前'}写的是另一个单位“{name}”，不是“{names[0]}”",
                        f"{'the cover' if where == '封面' else 'a table'} names another unit, “{name}”, not “{names[0]}”",
                    ),
                    places,
                )
            )


def _against(
    claims: Sequence[Claim],
    value: Callable[[Claim], str | None],
    agrees: Callable[[str], bool],
) -> list[tuple[str, list[Claim]]]:
    found: dict[str, list[Claim]] = {}
    for claim in claims:
        said = value(claim)
        if said and not agrees(said):
            found.setdefault(said, []).append(claim)
    return list(found.items())


def _doubt(evidence: _Evidence, what: Bilingual, claims: Sequence[Claim]) -> Problem:
    places = "、".join(f"{claim.text} ({claim.place})".strip() for claim in claims[:_MOST_PLACES])
    more = f" …{len(claims)}" if len(claims) > _MOST_PLACES else ""
    return Problem(
        what,
        f"{evidence.document.name}: {places}{more}",
        todo=Bilingual("对照原文件", "compare with the source"),
    )


def _several_units(evidence: _Evidence, names: Sequence[str]) -> Problem:
    shown = "、".join(sorted(names))
    return Problem(
        Bilingual(f"各表的单位名称不一致：{shown}", f"the tables name different units: {shown}"),
        evidence.document.name,
        todo=Bilingual("一个文件只放一个单位", "keep one unit in one document"),
    )


def _year(evidence: _Evidence, problems: list[Problem]) -> int | None:
    found = _decided(evidence, problems, lambda claim: claim.year)
    if found is not None:
        year = int(found)
        for other, claims in _against(
            evidence.tables,
            lambda claim: str(claim.year) if claim.year else None,
            lambda said: said == str(year),
        ):
            what = Bilingual(
                f"表的年度是 {other}，文件是 {year}", f"a table of {other} in a document of {year}"
            )
            evidence.doubts.append(_doubt(evidence, what, claims))
        return year
    return None


def _phase(evidence: _Evidence, problems: list[Problem]) -> str | None:
    found = _decided(evidence, problems, lambda claim: claim.phase)
    if found is None:
        return None
    for other, claims in _against(
        evidence.tables, lambda claim: claim.phase, lambda said: said == found
    ):
        title, own = PHASE_TITLES[other], PHASE_TITLES[str(found)]
        what = Bilingual(
            f"{own.zh}文件里有{title.zh}表",
            f"a table of the {title.en} in a document of the {own.en}",
        )
        evidence.doubts.append(_doubt(evidence, what, claims))
    return str(found)


def _decided(
    evidence: _Evidence,
    problems: list[Problem],
    value: Callable[[Claim], int | str | None],
) -> int | str | None:
    """Decide by the cover, unless most tables or parts say otherwise; without one, by the rest."""
    cover = [said for claim in evidence.cover if (said := value(claim))]
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


def _contradiction(evidence: _Evidence, first: int | str, second: int | str) -> Problem:
    zh, en = zip(*(PHASE_TITLES.get(str(x), Bilingual(str(x), str(x))) for x in (first, second)), strict=True)  # fmt: skip
    return Problem(
        Bilingual(
            f"年度或阶段互相矛盾：{zh[0]} 与 {zh[1]}",
            f"the titles name different years or phases: {en[0]}, {en[1]}",
        ),
        evidence.document.name,
        todo=Bilingual("一个文件只放一个年度", "keep one year in one document"),
    )


def _no_title(evidence: _Evidence) -> Problem:
    return Problem(
        Bilingual(
            "找不到年度或预算/决算字样",
            "neither a year nor the word budget or final is found",
        ),
        evidence.document.name,
        Bilingual("标题如“2022年单位预算”", "a title such as 2022年单位预算"),
        Bilingual("在文件开头补上标题", "add the title at the head of the document"),
    )


def _scope(evidence: _Evidence, unit: str) -> str | None:
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
            _doubt(
                evidence,
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
