"""Amounts of another year or stage that a document states itself, beside its own.

A budget says how much more or less this is than the year before; a table may print two years
side by side. Both stand in one document, so they are shown as it states them, never joined
with what another document prints for that year.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from yusuan.amounts import MONEY_UNITS
from yusuan.classification import FILES, reference
from yusuan.language import Bilingual
from yusuan.publish.item_names import english_of_item
from yusuan.publish.measures import BY_FUNCTION
from yusuan.publish.numbers import in_yuan
from yusuan.publish.table import resource_rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from yusuan.package.load import LoadedRow, Package

#: The most statements that are kept of a package, the largest ones.
MOST = 12
CHANGES = "year-on-year-changes"


class Stated(NamedTuple):
    """What a document states of one subject: another period's amount beside its own.

    ``approximate`` is an amount worked out from a printed percent.
    """

    title: Bilingual
    period: str
    before: Decimal
    own: Decimal
    money_unit: str
    approximate: bool
    table: str
    row: int

    @property
    def link(self) -> str:
        """Where its row stands, seen from the page of the year."""
        return f"{self.table}/#r{self.row}"


def stated(package: Package) -> tuple[Stated, ...]:
    """Give what a package's document states of other periods, the largest amounts first."""
    found: dict[tuple[str, str, Decimal], Stated] = {}
    for one in (*_periods(package), *_changes(package)):
        found.setdefault((one.title.zh, one.period, one.own), one)
    largest = sorted(
        found.values(), key=lambda one: (-in_yuan(one.own, one.money_unit), one.table, one.row)
    )
    return tuple(largest[:MOST])


def _changes(package: Package) -> Iterator[Stated]:
    """Yield the sentences that say how an amount changed, each once."""
    for row in resource_rows(package, CHANGES):
        before, own, unit = row["previous_amount"], row["amount"], row["money_unit"]
        if before is None or own is None or unit not in MONEY_UNITS or row.get("repeats_row"):
            continue
        yield Stated(
            _title(row),
            str(row["base_year"]),
            before,
            own,
            unit,
            row["previous_basis"] == "percent",
            CHANGES,
            int(row["row"]),
        )


def _title(row: LoadedRow) -> Bilingual:
    """Name what a statement is of: its code's own title, not the way down to it that is printed."""
    for classification in FILES:
        for code in (row["function_code"], row["economic_code"]):
            known = reference(classification).get(str(code or ""))
            if known:
                return known.title
    subject = str(row["subject"])
    return Bilingual(subject, english_of_item(subject))


def _periods(package: Package) -> Iterator[Stated]:
    """Yield the totals that a table of expenditure prints for other periods beside its own."""
    for table in BY_FUNCTION:
        totals = resource_rows(package, table, role="total")
        own = next((row for row in totals if not row.get("period")), None)
        unit = package.resources[table].descriptor.get("money_unit") if totals else None
        if own is None or own["total"] is None or unit not in MONEY_UNITS:
            continue
        for row in totals:
            if row.get("period") and row["total"] is not None:
                name = str(own.get("name") or "")
                period = str(row["period"])
                yield Stated(
                    Bilingual(name, english_of_item(name)),
                    period,
                    row["total"],
                    own["total"],
                    unit,
                    False,
                    table,
                    int(row["row"]),
                )
