"""The reference classification: function codes (支出功能分类) and economic codes (支出经济分类)."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from yusuan.dictionary import classification_folder
from yusuan.language import Bilingual, normal, unwrapped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: Classification → file in the reference package; also the resource's name in every package.
FILES = {"function": "function-classification", "economic": "economic-classification"}
#: Classification → level by the number of digits of a code.
LEVELS: dict[str, dict[int, int]] = {"function": {3: 1, 5: 2, 7: 3}, "economic": {3: 1, 5: 2}}


@dataclass(frozen=True, slots=True)
class Code:
    """A code of the classification with its place in the hierarchy and its names.

    ``met`` says whether code and name were checked in a published document. ``note`` says in
    plain words what its money pays for, in our own words; ``None`` where we are not sure.
    """

    code: str
    parent: str | None
    level: int
    title: Bilingual
    met: bool = True
    former: bool = False
    note: Bilingual | None = None


@cache
def reference(classification: str) -> dict[str, Code]:
    """Load one classification's codes, by code."""
    path = classification_folder() / "data" / f"{FILES[classification]}.csv"
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return {
            row["code"]: Code(
                row["code"],
                row["parent"] or None,
                int(row["level"]),
                Bilingual(row["title"], row["title_en"]),
                row["met"] == "true",
                row.get("status") == "former",
                Bilingual(row["note"], row["note_en"]) if row["note"] else None,
            )
            for row in csv.DictReader(stream)
        }


def parent_code(classification: str, code: str) -> str | None:
    """Give the code one level up by the number of digits, or ``None`` at the top."""
    level = LEVELS[classification].get(len(code), 1)
    lengths = {level: length for length, level in LEVELS[classification].items()}
    return code[: lengths[level - 1]] if level > 1 else None


@cache
def _by_name(classification: str, level: int | None) -> Mapping[str, tuple[str, ...]]:
    names: dict[str, tuple[str, ...]] = {}
    for code in reference(classification).values():
        # only names that were checked in published documents, and the classes (类), may give a code
        if (level is None or code.level == level) and (code.met or code.level == 1):
            # the government's own economic classes (5..) repeat the departments' names (3..)
            if code.code.startswith("5"):
                continue
            key = normal(code.title.zh)
            names[key] = (*names.get(key, ()), code.code)
    return names


def code_by_name(classification: str, name: str, level: int | None = None) -> str | None:
    """Give the one code of that name, put together where a cell's wrap broke it.

    ``None`` where the name has no code, or more than one.
    """
    known = _by_name(classification, level)
    for spelling in _spellings(name):
        codes = known.get(normal(spelling), ())
        if codes:
            return codes[0] if len(codes) == 1 else None
    return None


def _spellings(name: str) -> Iterator[str]:
    """Yield the name, then the name with its wrapped pieces laid over each other.

    ``委托业务费 费`` is ``委托业务费``: the second piece repeats the end of the first.
    """
    yield unwrapped(name)
    pieces = name.split()
    if len(pieces) > 1:
        whole = pieces[0]
        for piece in pieces[1:]:
            overlap = max(
                (n for n in range(len(piece) + 1) if whole.endswith(piece[:n])), default=0
            )
            whole += piece[overlap:]
        yield whole
