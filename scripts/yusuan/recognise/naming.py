"""Which of the names that a document prints is its unit's: weighed, and told where others differ."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from yusuan.errors import Problem
from yusuan.language import Bilingual, normal
from yusuan.recognise.evidence import Claim, Evidence, against, names_anywhere
from yusuan.recognise.names import is_organisation, same_unit

if TYPE_CHECKING:
    from collections.abc import Sequence

#: How much a name counts: said by a label on the cover, in its title, alone on it, by a part, by a table.
_LABELLED, _TITLED, _ALONE, _PART, _TABLE = 8, 6, 2, 2, 1


def unit_name(evidence: Evidence, problems: list[Problem], *, by_cover: bool) -> str | None:
    """Choose the unit by the weight of what names it; adds to ``problems`` where it is unclear."""
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
    if not groups and by_cover:
        groups = _groups(Counter(names_anywhere(evidence.document.blocks)))[:1]
        weights = dict.fromkeys(groups[0] if groups else (), _PART)
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
    titled = {name for name, weight in cover if weight > _ALONE} & set(weights)
    totals_of = {
        id(names): (bool(titled & set(names)), sum(weights[name] for name in names))
        for names in groups
    }
    ranked = sorted(groups, key=lambda names: totals_of[id(names)], reverse=True)
    totals = [totals_of[id(names)] for names in ranked]
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


def _doubt_names(evidence: Evidence, names: Sequence[str]) -> None:
    """Tell of a cover or a table that names another unit."""
    for where, claims in (("封面", evidence.cover), ("表", evidence.tables)):
        for name, places in against(
            [c for c in claims if c.labelled or (where == "封面" and (c.year or c.phase))],
            lambda claim: claim.name,
            lambda found: not is_organisation(found) or any(same_unit(found, n) for n in names),
        ):
            evidence.doubts.append(
                evidence.doubt(
                    Bilingual(
                        f"{'封面' if where == '封面' else '表前'}写的是另一个单位“{name}”，不是“{names[0]}”",
                        f"{'the cover' if where == '封面' else 'a table'} names another unit, “{name}”, not “{names[0]}”",
                    ),
                    places,
                )
            )


def _several_units(evidence: Evidence, names: Sequence[str]) -> Problem:
    shown = "、".join(sorted(names))
    return Problem(
        Bilingual(f"各表的单位名称不一致：{shown}", f"the tables name different units: {shown}"),
        evidence.document.name,
        todo=Bilingual("一个文件只放一个单位", "keep one unit in one document"),
    )
