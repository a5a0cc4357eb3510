"""A value as a cell of a page's table: its text, how it is set, where it leads."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from yusuan.classification import FILES
from yusuan.dictionary import table_kinds
from yusuan.language import Bilingual, normal, unwrapped
from yusuan.publish.codes import code_address
from yusuan.publish.findings import finding_anchor, short_tolerance
from yusuan.publish.item_names import english_of_item
from yusuan.publish.numbers import grouped

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yusuan.dictionary import Field
    from yusuan.package.load import LoadedRow, Package
    from yusuan.publish.findings import FindingView

#: Columns of sentences, which are set wide.
LONG = frozenset({"finding", "message"})
#: Columns of whole numbers that count something; other whole numbers are names, such as years.
_COUNTS = frozenset({"persons"})
#: What rows that sum up are called where nothing says more.
_ROLES = {"total": "Total", "subtotal": "Subtotal"}
#: What a column holds → the classification whose codes those are.
_CODES = {
    "functional-classification:generic:code": "function",
    "economic-classification:generic:code": "economic",
}
_NAMES = ("name", "item", "source", "kind_of_staff", "project_name")


@dataclass(frozen=True, slots=True)
class CellView:
    """A cell: its text, how it is to be set, what was printed.

    The text of a ``word`` or ``sentence`` is given in the page's own language; other texts are
    names, whose Chinese stays beside the English where the classification has one.

    ``raw`` is what the document prints, only where that differs by more than white space.
    ``unchecked`` is an amount that no identity was tried on.
    """

    text: Bilingual
    style: str = "text"
    raw: str = ""
    inferred: bool = False
    findings: tuple[FindingView, ...] = ()
    unchecked: bool = False
    link: str = ""


def is_number(field: Field) -> bool:
    """Say whether a column is set as numbers, below each other by their last digit."""
    return field.type == "number" or field.name in _COUNTS


def cell(field: Field, row: LoadedRow, english: Mapping[str, str]) -> CellView:
    """Set a value; ``english`` has the English name of every code the package speaks of."""
    value, raw = row[field.name], str((row.get("raw") or {}).get(field.name, ""))
    if is_number(field):
        return _number(field, value, raw)
    if value is None:
        return CellView(_plain(""), "blank", raw)
    titles = dict(field.values)
    if value in titles:
        return CellView(titles[value], "word")
    if field.name in LONG:
        second = _english(field, row, english)
        return CellView(Bilingual(str(value), second), "sentence", link=_link(field, row))
    if field.prose:
        return CellView(_plain(str(value)), "prose")
    text = str(value)
    if row.get("ordinal") and field.name == "item" and raw:
        text = unwrapped(raw)  # with its number, as the document prints it
    name = Bilingual(text, _english(field, row, english))
    return CellView(
        name,
        "text",
        _differing(raw, text),
        link=_link(field, row) or _meaning(field, text, english),
    )


def _number(field: Field, value: Decimal | int | None, raw: str) -> CellView:
    if value is None:
        return CellView(_plain(raw), "dash" if raw else "blank")
    if isinstance(value, Decimal) and field.name == "tolerance":
        return CellView(_plain(short_tolerance(value)), "number", _differing(raw, f"{value:f}"))
    text = grouped(value)
    return CellView(_plain(text), "number", _differing(raw, f"{value:f}"))


def english_names(package: Package) -> dict[str, str]:
    """Give the English name of every code the package speaks of."""
    return {
        row["code"]: row["title_en"] or ""
        for name in FILES.values()
        if name in package.resources
        for row in package.resources[name].rows
    }


def _plain(text: str) -> Bilingual:
    return Bilingual(text, "")


def _differing(raw: str, text: str) -> str:
    """Give what was printed, if it is another text and not the same one with a line's wrap in it."""
    return raw if normal(raw).replace(",", "") != normal(text).replace(",", "") else ""


def _english(field: Field, row: LoadedRow, english: Mapping[str, str]) -> str:
    """Give the English name beside a Chinese one, where the classification has it."""
    if field.name == "message":
        return str(row["message_en"])
    if field.name == "name" and row.get("measure"):
        return dict(table_kinds()["three-public-expenses"].field("measure").values)[
            row["measure"]
        ].en
    if field.name in _NAMES:
        codes = (row.get(code) for code in ("code", "function_code", "economic_code"))
        code = next(filter(None, codes), None)
        if code:
            return english.get(str(code), "")
        return english_of_item(str(row[field.name])) or _ROLES.get(str(row.get("role")), "")
    if field.name == "economic_name" and row.get("economic_code"):
        return english.get(str(row["economic_code"]), "")
    return ""


def _link(field: Field, row: LoadedRow) -> str:
    """Give where a cell of the findings leads: to the finding beside its number, or to its check."""
    if "severity" not in row:
        return ""
    if field.name == "finding":
        return f"../{row['table']}/#{finding_anchor(row['finding'])}"
    return f"../../../../checks/{row['check']}/" if field.name == "check" else ""


def _meaning(field: Field, code: str, known: Mapping[str, str]) -> str:
    """Give where a code is explained; a code that no classification has is explained nowhere."""
    classification = _CODES.get(field.column_type or "")
    address = code_address(classification, code) if classification and code in known else ""
    return address and f"../../../../{address}"
