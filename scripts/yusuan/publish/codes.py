"""Where a code of the classification is explained on the site."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from yusuan.classification import FILES, reference

if TYPE_CHECKING:
    from markupsafe import Markup

#: Classification → what its codes begin with; other codes (of revenue) have no page.
BEGINNINGS = {"function": ("2",), "economic": ("3", "5")}
#: A code inside a sentence.
_CODE = re.compile(r"(?<!\d)([235]\d{2}(?:\d{2}){0,2})(?!\d)")


def code_address(classification: str, code: str) -> str:
    """Give where a code is explained, below the root of a language; empty for other codes."""
    if not code.startswith(BEGINNINGS[classification]):
        return ""
    return f"classification/{classification}/{code[:3]}/#{code}"


def linked(text: str, root: str, here: str = "") -> Markup:
    """Make the codes that a sentence names links to their explanations.

    ``here`` is the class on whose page the sentence stands: its own codes are on the same page.
    """
    from markupsafe import Markup, escape  # noqa: PLC0415 - light start

    link = Markup('<a href="{}">{}</a>').format
    pieces = _CODE.split(text)
    return Markup("").join(
        link(address, piece) if at % 2 and (address := _found(piece, root, here)) else escape(piece)
        for at, piece in enumerate(pieces)
    )


def _found(code: str, root: str, here: str) -> str:
    for classification in FILES:
        if code in reference(classification):
            same = here and code.startswith(here)
            return f"#{code}" if same else f"{root}{code_address(classification, code)}"
    return ""
