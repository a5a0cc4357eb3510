"""What the packages that stand already say of their units: folders, names, publishers.

It is read once, before a run: what one document of a run writes never changes what another
of them gets, whichever is done first.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from yusuan.decisions import FILE as DECISIONS
from yusuan.decisions import Decisions, load_decisions
from yusuan.language import Bilingual, normal
from yusuan.package.load import packages_in

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from yusuan.recognise.identity import Identity


@dataclass(frozen=True, slots=True)
class Units:
    """Decisions by unit's folder and package's folder; those that may be taken as they stand.

    ``own`` are those of the folder that is written to, ``known`` those of every folder.
    """

    own: dict[str, dict[str, Decisions]] = field(default_factory=dict)
    known: dict[str, dict[str, Decisions]] = field(default_factory=dict)

    @classmethod
    def of(cls, folders: Iterable[Path]) -> Units:
        """Read the decisions in folders of units; the first is the one to be written to.

        Raises :class:`~yusuan.errors.DictionaryError` for decisions that can't be used.
        """
        found = [_decisions_in(folder) for folder in folders]
        known: dict[str, dict[str, Decisions]] = {}
        for units in found:
            for slug, packages in units.items():
                known[slug] = packages | known.get(slug, {})
        return cls(found[0] if found else {}, known)

    def slug(self, unit: str) -> str:
        """Give a unit's folder: the one whose decisions name it, else its name in pinyin.

        A folder that another unit of the same pinyin has is left to it.
        """
        for slug in self.known:
            if self._names(slug, unit):
                return slug
        plain = slug = pinyin(unit)
        number = 1
        while any(pinyin(d.unit.zh) == plain for d in self.known.get(slug, {}).values()):
            number += 1
            slug = f"{plain}-{number}"
        return slug

    def decisions(self, slug: str, package: str, identity: Identity) -> Decisions:
        """Give a package's decisions: its own, else names out of its unit's latest, else none."""
        if (own := self.own.get(slug, {}).get(package)) is not None:
            return own
        if others := self.known.get(slug):
            known = others[max(others)]
            return Decisions(known.unit, known.region, known.publisher)
        region = identity.region
        return Decisions(Bilingual(identity.unit, ""), Bilingual(region, "") if region else None)

    def _names(self, slug: str, unit: str) -> bool:
        return any(normal(d.unit.zh) == normal(unit) for d in self.known[slug].values())


def pinyin(unit: str) -> str:
    """Write a unit's name as a folder's: pinyin, letters and digits between hyphens."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - slow to import

    words = "".join(character if character.isalnum() else " " for character in unit)
    pieces = (
        "".join(c for c in word.lower() if c.isascii() and c.isalnum())
        for word in lazy_pinyin(words)
    )
    return "-".join(piece for piece in pieces if piece) or "unit"


def _decisions_in(folder: Path) -> dict[str, dict[str, Decisions]]:
    found: dict[str, dict[str, Decisions]] = {}
    for package in packages_in(folder):
        path = package / DECISIONS
        if path.is_file():
            found.setdefault(package.parent.name, {})[package.name] = load_decisions(path)
    return found
