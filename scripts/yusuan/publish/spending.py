"""Who spends on which code: what one package says of each, small enough to keep for every package."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from yusuan.classification import FILES, reference
from yusuan.publish.codes import BEGINNINGS
from yusuan.publish.table import anchor, resource_rows
from yusuan.recognise.identity import PHASE_TITLES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from yusuan.language import Bilingual
    from yusuan.package.load import LoadedRow, Package

#: Classification → tables that say what is spent on its codes; the first that a package has counts.
TABLES = {
    "function": (
        "expenditure-summary",
        "general-public-budget-expenditure",
        "fiscal-appropriation-expenditure",
    ),
    "economic": (
        "unit-budget-by-economic-class",
        "general-public-budget-by-economic-class",
        "fiscal-appropriation-by-economic-class",
        "basic-expenditure-by-economic-class",
        "fiscal-appropriation-basic-expenditure",
        "unit-basic-expenditure",
    ),
}


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount as disclosed under a code: the row it is read from, and the part of the unit."""

    value: Decimal
    row: str
    part: str


@dataclass(frozen=True, slots=True)
class Spending:
    """What one package spends, by classification and code, and the table that says so.

    ``names`` are those of codes that the reference classification lacks, as printed.
    """

    slug: str
    unit: Bilingual
    year: int
    phase: Bilingual
    tables: dict[str, tuple[str, str]]
    codes: dict[tuple[str, str], tuple[Amount, ...]]
    names: dict[tuple[str, str], str]


def spending(package: Package) -> Spending:
    """Gather what a package discloses under each code in its main table of expenditure."""
    tables: dict[str, tuple[str, str]] = {}
    codes: dict[tuple[str, str], tuple[Amount, ...]] = {}
    for classification, names in TABLES.items():
        for name in names:
            rows = list(_rows(package, name, classification))
            if rows:
                unit = package.resources[name].descriptor.get("money_unit")
                tables[classification] = (name, str(unit or ""))
                break
        else:
            continue
        for row in rows:
            key = (classification, str(row["code"]))
            amount = Amount(row["total"], anchor(row), str(row.get("unit_name") or ""))
            codes[key] = (*codes.get(key, ()), amount)
    return Spending(
        package.slug,
        package.decisions.unit,
        int(package.descriptor["year"]),
        PHASE_TITLES[package.descriptor["phase"]],
        tables,
        codes,
        _unknown(package),
    )


def _rows(package: Package, name: str, classification: str) -> Iterator[LoadedRow]:
    """Yield the rows of a table that say an amount of a code for the package's own year."""
    for row in resource_rows(package, name, role="item"):
        own = row.get("total") and not row.get("period")
        if own and str(row.get("code") or "").startswith(BEGINNINGS[classification]):
            yield row


def _unknown(package: Package) -> dict[tuple[str, str], str]:
    return {
        (classification, row["code"]): row["title"]
        for classification, resource in FILES.items()
        for row in resource_rows(package, resource)
        if row["code"].startswith(BEGINNINGS[classification])
        and row["code"] not in reference(classification)
    }
