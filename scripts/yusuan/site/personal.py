"""The last look before a site is published: no text of it holds anything like personal data."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from yusuan.errors import BuildError, Problem
from yusuan.language import Bilingual
from yusuan.read.personal import find_personal

if TYPE_CHECKING:
    from pathlib import Path

_LONG_HEX = re.compile(r"[0-9a-f]{32,}")
_TEXTS = frozenset({".html", ".csv", ".json", ".js", ".md", ".svg", ".xml", ".txt", ".webmanifest"})
#: Code of the site and of its libraries, which holds no data, and numbers of its own.
CODE = frozenset({"assets"})


def refuse_personal(site: Path) -> None:
    """Look through every text for telephone and identity numbers.

    Scripts that carry data, the index of the search among them, are texts too. Raises
    :class:`~yusuan.errors.BuildError` naming each file that holds one.
    """
    problems = []
    for path in sorted(site.rglob("*")):
        name = path.relative_to(site)
        if path.suffix not in _TEXTS or (path.suffix == ".js" and CODE & set(name.parts[:2])):
            continue
        if find_personal(_LONG_HEX.sub("", path.read_text(encoding="utf-8"))):
            problems.append(
                Problem(
                    Bilingual(
                        "有像电话或身份证号的内容", "something like a telephone or identity number"
                    ),
                    name.as_posix(),
                    todo=Bilingual("从数据中删去", "remove it from the data"),
                )
            )
    if problems:
        raise BuildError(problems)
