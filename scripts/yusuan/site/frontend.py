"""The scripts of the pages, which ``make frontend`` makes before a site is built."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from yusuan.errors import BuildError, Problem
from yusuan.language import Bilingual

if TYPE_CHECKING:
    from pathlib import Path

#: Where the bundles lie in a project.
BUILT = "docs/theme/assets/built"
#: The file beside them that lists bundles and libraries, and the licences' whole texts.
LICENCES = "licences.json"
LICENCE_TEXTS = "LICENCES.txt"


def require_scripts(root: Path) -> None:
    """See that every script which the front end's build says it made is there.

    Raises :class:`~yusuan.errors.BuildError` naming the first that is missing.
    """
    told = root / BUILT / LICENCES
    if not told.is_file():
        raise _missing(root, told)
    names = json.loads(told.read_text(encoding="utf-8"))["bundles"]
    for path in (told.parent / name for name in (*names, LICENCE_TEXTS)):
        if not path.is_file():
            raise _missing(root, path)


def _missing(root: Path, path: Path) -> BuildError:
    return BuildError(
        Problem(
            Bilingual("页面的脚本还没有做好", "the scripts of the pages have not been made"),
            path.relative_to(root).as_posix(),
            todo=Bilingual("运行 make frontend", "run make frontend"),
        )
    )
