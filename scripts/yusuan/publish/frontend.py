"""The scripts of the pages, which ``make frontend`` makes, and the libraries inside them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from yusuan.errors import BuildError, Problem
from yusuan.language import Bilingual

if TYPE_CHECKING:
    from pathlib import Path

#: Where the bundles lie in a project.
BUILT = "docs/theme/assets/built"
#: Where they say what they are made of, and the licences' whole texts.
LICENCES = "licences.json"
LICENCE_TEXTS = "LICENCES.txt"


@dataclass(frozen=True, slots=True)
class Library:
    """A library that lies inside a bundle; its licence is an SPDX expression."""

    name: str
    version: str
    licence: str
    homepage: str


def libraries(root: Path) -> tuple[Library, ...]:
    """Give the libraries inside the bundles of a project, by name.

    Raises :class:`~yusuan.errors.BuildError` where a bundle is missing.
    """
    built = root / BUILT
    try:
        told: dict[str, Any] = json.loads((built / LICENCES).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise _missing(LICENCES) from None
    for name in (*told["bundles"], LICENCE_TEXTS):
        if not (built / name).is_file():
            raise _missing(name)
    return tuple(Library(**package) for package in told["packages"])


def _missing(name: str) -> BuildError:
    return BuildError(
        [
            Problem(
                Bilingual("页面的脚本还没有做好", "the scripts of the pages have not been made"),
                f"{BUILT}/{name}",
                todo=Bilingual("运行 make frontend", "run make frontend"),
            )
        ]
    )
