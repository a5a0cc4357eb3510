"""Codes as forms print them: whole, split into 类 | 款 | 项, merged with the name, or left out."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from yusuan.classification import LEVELS, reference
from yusuan.language import normal, unwrapped

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yusuan.tidy.rows import TidyRow

TOTALS = frozenset(
    {
        "合计",
        "总计",
        "共计",
        "支出合计",
        "收入合计",
        "支出总计",
        "收入总计",
        "本年支出合计",
        "本年收入合计",
        "基本支出合计",
    }
)
#: Sums of basic expenditure by what it is for, and the classes that are for people.
_SUMS_OF_BASIC = re.compile(r"(?P<people>人员)?(?:日常)?(?:公用)?(?:经费|支出)(?:合计|小计|总计)")
_FOR_PEOPLE = frozenset({"301", "303"})
_MERGED = re.compile(
    r"\s*[\[［【(（]?\s*(\d{3}(?:\d\d){0,2})\s*[\]］】)）]?\s*[-_－]?\s*(\D.*)", re.DOTALL
)
#: What a code of each classification begins with.
_FIRST_DIGITS = {"function": "2", "economic": "35"}
_PARTS = ("code.1", "code.2", "code.3")


def whole_code(cells: Mapping[str, str], carried: list[str], field: str = "code") -> str:
    """Put a code together from its columns; ``carried`` keeps what upper columns said last.

    A row may print all of its code's pieces or its own level only.
    """
    if field in cells:
        return unicodedata.normalize("NFKC", unwrapped(cells[field]))
    names = [part.replace("code", field) for part in _PARTS]
    pieces = [unicodedata.normalize("NFKC", unwrapped(cells.get(name, ""))) for name in names]
    filled = [i for i, piece in enumerate(pieces) if piece]
    if not filled:
        return ""
    own = filled[-1]
    if not all(piece.isdigit() for piece in pieces if piece):
        return pieces[own]  # a total's name in the code's place
    for i in range(own + 1):
        # a spreadsheet's number cell drops the zero of 02
        carried[i] = pieces[i].zfill(3 if i == 0 else 2) if pieces[i] else carried[i]
    carried[own + 1 :] = [""] * (len(carried) - own - 1)
    if len(pieces[own]) > (3 if own == 0 else 2):
        return pieces[own]  # the column holds whole codes
    return "".join(carried[: own + 1])


def keep_pieces(row: TidyRow, cells: Mapping[str, str], code: str) -> None:
    """Keep the printed pieces of a code that columns above or a lost zero completed."""
    pieces = [cells[part].strip() for part in _PARTS if cells.get(part, "").strip()]
    if row.values.get("code") and pieces and "".join(pieces) != code:
        row.raw["code"] = " | ".join(pieces)
        row.inferred.append("code")


def split_merged(name: str) -> tuple[str, str] | None:
    """Split ``[301]工资福利支出`` or ``301 工资福利支出`` into code and name."""
    match = _MERGED.fullmatch(name)
    return (match[1], match[2].strip()) if match else None


def sum_of_basic(name: str) -> str | None:
    """Give which part of basic expenditure a row's name sums: ``people`` or ``running``."""
    match = _SUMS_OF_BASIC.fullmatch(normal(name))
    if match is None or not re.search("人员|公用", match[0]):
        return None
    return "people" if match["people"] else "running"


def part_of_basic(code: str) -> str:
    """Give which part of basic expenditure an economic code belongs to."""
    return "people" if code[:3] in _FOR_PEOPLE else "running"


def is_code(text: str, classification: str) -> bool:
    """Say whether a text has the form of a code."""
    known = text.isascii() and text.isdigit() and len(text) in LEVELS[classification]
    return known and text[0] in _FIRST_DIGITS[classification]


def code_below(name: str, parent: str | None, classification: str) -> str | None:
    """Give the one code of that name right below ``parent`` (at the top for ``None``)."""
    wanted = normal(name)
    found = [
        code.code
        for code in reference(classification).values()
        if code.parent == parent
        and normal(code.title.zh) == wanted
        and not code.code.startswith("5")
        and (code.met or code.level == 1)
    ]
    return found[0] if len(found) == 1 else None
