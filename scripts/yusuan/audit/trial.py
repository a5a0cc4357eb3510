"""A trial: one identity on one number or text, with both sides and where they are printed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from yusuan.amounts import MONEY_UNITS, decimals, format_amount
from yusuan.dictionary import table_kinds
from yusuan.language import Bilingual

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from yusuan.identities import Identity


class Outcome(StrEnum):
    """What came of a trial."""

    HELD = "held"
    ROUNDING = "rounding"
    CONFLICT = "conflict"
    MISSING = "missing"
    DUPLICATE = "duplicate"
    STRUCTURE = "structure"
    NOT_APPLICABLE = "not-applicable"


#: Outcomes that are findings, from what rounding explains to what the text itself has twice.
FINDINGS = frozenset(
    {
        Outcome.ROUNDING,
        Outcome.CONFLICT,
        Outcome.MISSING,
        Outcome.DUPLICATE,
        Outcome.STRUCTURE,
    }
)
#: A number's cell: its resource, its row and its column.
Cell = tuple[str, int | None, str]


@dataclass(frozen=True, slots=True)
class Term:
    """A number on one side: its value, its unit of money, and where it is printed.

    ``slack`` is how far rounding may have moved a sum of several numbers, in yuan; ``cells``
    are the cells that the number stands in, several for a sum.
    """

    value: Decimal
    money_unit: str | None
    place: str
    slack: Decimal | None = None
    cells: tuple[Cell, ...] = ()

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
    says why an identity is not applicable. A check of texts has ``printed_text`` and
    ``computed_text`` in place of numbers. ``cells`` are the cells that the trial guards.
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
    printed_text: str | None = None
    computed_text: str | None = None
    cells: tuple[Cell, ...] = ()

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
        kind = table_kinds().get(self.resource)
        names = {field.name: field.title for field in kind.fields} if kind else {}
        return names.get(self.measure, Bilingual(self.measure, self.measure))

    @property
    def message(self) -> Bilingual:
        """Say what differs from what, and not why."""
        if self.reason:
            return self.reason
        if self.printed_text is not None or self.computed_text is not None:
            return self._text_message()
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

    def _text_message(self) -> Bilingual:
        title, printed, other = self.identity.title, self.printed_text, self.computed_text
        first = "" if printed is None else f"：印为“{printed}”"
        first_en = "" if printed is None else f": printed “{printed}”"
        rest = "" if other is None else f"，另一处为“{other}”"
        rest_en = "" if other is None else f", elsewhere “{other}”"
        return Bilingual(f"{title.zh}{first}{rest}", f"{title.en}{first_en}{rest_en}")


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
        row=row_number(row),
        cells=(
            *(printed.cells if printed else ()),
            *(cell for term in others for cell in term.cells),
        ),
    )


def row_number(row: Mapping[str, Any]) -> int | None:
    """Give the number by which a row is known in its resource."""
    return row.get("row") or row.get("project")


def _plain(value: Decimal, least: int) -> Decimal:
    """Drop the zeros that a change of unit leaves behind the last digit, but keep ``least``."""
    trimmed = value.normalize()
    exponent = trimmed.as_tuple().exponent
    digits = max(-exponent if isinstance(exponent, int) else 0, least)
    return trimmed.quantize(Decimal(1).scaleb(-digits))
