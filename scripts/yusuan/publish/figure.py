"""An amount of a package as pages say it: exact, readable, and linked to where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from yusuan.publish.numbers import about, grouped, in_yuan
from yusuan.publish.table import anchor

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from yusuan.language import Bilingual
    from yusuan.package.load import LoadedRow, Package


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in its unit of money, with the row that it is read from.

    ``terms`` counts the rows that were added up where the document prints no sum.
    """

    value: Decimal
    unit: str
    link: str
    terms: int = 1

    @classmethod
    def of(cls, package: Package, name: str, row: LoadedRow, column: str) -> Money | None:
        """Give the amount of a row, none where the cell has no number."""
        return cls.sum(package, name, [row], column)

    @classmethod
    def sum(
        cls, package: Package, name: str, rows: Sequence[LoadedRow], column: str
    ) -> Money | None:
        """Add up a column over rows of one table, none where no cell has a number."""
        found = [row for row in rows if row.get(column) is not None]
        if not found:
            return None
        unit = str(found[0].get("money_unit") or package.resources[name].descriptor["money_unit"])
        total = sum((row[column] for row in found[1:]), found[0][column])
        return cls(total, unit, f"{name}/#{anchor(found[0])}", len(found))

    @property
    def yuan(self) -> Decimal:
        """The amount in yuan, exactly."""
        return in_yuan(self.value, self.unit)

    @property
    def digits(self) -> str:
        """The digits as disclosed, grouped."""
        return grouped(self.value)

    @property
    def exact(self) -> str:
        """The digits as disclosed with the unit of money, in Chinese."""
        return f"{self.digits} {self.unit}"

    @property
    def said(self) -> Bilingual:
        """The amount in the unit that reads best, rounded where the digits are many."""
        return about(self.value, self.unit)

    @property
    def rounded(self) -> bool:
        """Whether the Chinese for the reader says less than the exact digits."""
        return self.said.zh != self.exact
