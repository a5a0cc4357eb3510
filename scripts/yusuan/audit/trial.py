"""A trial: one identity on one number, with both sides and where they are printed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from yusuan.amounts import MONEY_UNITS, decimals, format_amount
from yusuan.dictionary import table_kinds
from yusuan.language import Bilingual

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yusuan.dictionary import Identity


class Outcome(StrEnum):
    """What came of a trial."""

    HELD = "held"
    ROUNDING = "rounding"
    CONFLICT = "conflict"
    MISSING = "missing"
    NOT_APPLICABLE = "not-applicable"


@dataclass(frozen=True, slots=True)
class Term:
    """A number on one side: its value, its unit of money, and where it is printed.

    ``slack`` is how far rounding may have moved a sum of several numbers, in yuan.
    """

    value: Decimal
    money_unit: str | None
    place: str
    slack: Decimal | None = None

    @property
    def exact(self) -> Decimal:
        """The value in yuan, or as it is where it is no money."""
        return self.value * MONEY_UNITS.get(self.money_unit or "", Decimal(1))

    @property
    def half(self) -> Decimal:
        """Half of the last printed digit: how far rounding may have moved the number."""
        if self.slack is not None:
            return self.slack
        unit = MONEY_UNITS.get(self.money_unit or "", Decimal(1))
        return Decimal(1).scaleb(-decimals(self.value)) * unit / 2


@dataclass(frozen=True, slots=True)
class Trial:
    """One identity tried on one row and measure; amounts in ``money_unit``.

    ``tolerance`` is what rounding of all printed numbers together can explain. ``reason``
    says why an identity is not applicable.
    """

    identity: Identity
    resource: str
    key: str
    measure: str
    outcome: Outcome
    printed: Decimal | None = None
    computed: Decimal | None = None
    tolerance: Decimal | None = None
    money_unit: str | None = None
    place: str = ""
    other_places: tuple[str, ...] = ()
    other_resource: str | None = None
    reason: Bilingual | None = None
    row: int | None = None

    @property
    def name(self) -> str:
        """Stable name of the trial, by which ``decisions.yaml`` accepts a finding."""
        return f"{self.resource}/{self.identity.name}/{self.key}/{self.measure}"

    @property
    def difference(self) -> Decimal | None:
        """Printed less computed."""
        if self.printed is None or self.computed is None:
            return None
        return self.printed - self.computed

    @property
    def measure_title(self) -> Bilingual:
        """Title of the column whose number was tried."""
        return table_kinds()[self.resource].field(self.measure).title

    @property
    def message(self) -> Bilingual:
        """Say what differs from what, and not why."""
        if self.reason:
            return self.reason
        unit = self.money_unit or ""
        printed = (
            "空白" if self.printed is None else f"{format_amount(self.printed)} {unit}".strip()
        )
        printed_en = "blank" if self.printed is None else printed
        computed = f"{format_amount(self.computed or Decimal(0))} {unit}".strip()
        return Bilingual(
            f"{self.identity.title.zh}：印为 {printed}，核对得 {computed}",
            f"{self.identity.title.en}: printed {printed_en}, worked out {computed}",
        )


def compare(
    identity: Identity,
    resource: str,
    key: str,
    measure: str,
    printed: Term | None,
    others: Sequence[Term],
    row: dict[str, Any],
    other_resource: str | None = None,
) -> Trial:
    """Compare a printed number with the sum of others, both in yuan, exactly."""
    total = sum((term.exact for term in others), Decimal(0))
    unit = printed.money_unit if printed else others[0].money_unit if others else None
    factor = MONEY_UNITS.get(unit or "", Decimal(1))
    tolerance = sum(
        (term.half for term in others if term.value), printed.half if printed else Decimal(0)
    )
    if printed is None:
        outcome = Outcome.MISSING if total else Outcome.HELD
    else:
        gap = abs(printed.exact - total)
        outcome = (
            Outcome.HELD if not gap else Outcome.ROUNDING if gap <= tolerance else Outcome.CONFLICT
        )
    return Trial(
        identity,
        resource,
        key,
        measure,
        outcome,
        printed.value if printed else None,
        _plain(total / factor, decimals(printed.value) if printed else 0),
        _plain(tolerance / factor, 0),
        unit,
        str(row.get("place", "")),
        tuple(dict.fromkeys(term.place for term in others if term.value)),
        other_resource,
        row=row.get("row") or row.get("project"),
    )


def _plain(value: Decimal, least: int) -> Decimal:
    """Drop the zeros that a change of unit leaves behind the last digit, but keep ``least``."""
    trimmed = value.normalize()
    exponent = trimmed.as_tuple().exponent
    digits = max(-exponent if isinstance(exponent, int) else 0, least)
    return trimmed.quantize(Decimal(1).scaleb(-digits))
