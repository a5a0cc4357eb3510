"""Charts of flows from income to use, drawn only where the document itself says what paid for what.

It does so where the table of expenditure prints for each class how much comes of each fund, and
these add up to the class: the streams are those cells. With several sources and no columns of funds
nobody can tell which paid for what; and what has one source alone is told better by a sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from yusuan.dictionary import table_kinds
from yusuan.language import Bilingual
from yusuan.publish.chart import (
    Chart,
    Line,
    english_titles,
    money_unit,
    own_rows,
    plain,
    source_words,
)
from yusuan.publish.numbers import grouped
from yusuan.publish.table import anchor

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from yusuan.package.load import LoadedRow, Package

NAME = "flow"
COLUMNS = ("row", "source", "source_en", "target", "target_en", "amount", "money_unit")
BY_FUNDS = "expenditure-summary"
TITLE = Bilingual("钱从哪里来、用到哪里去", "Where the money comes from and what it is for")
#: The fewest sources that are worth drawing.
_FEWEST = 2
_COLUMN = re.compile(r"[a-z_]+")


@dataclass(frozen=True, slots=True)
class Stream:
    """An amount from a source to a use, and the row in which it was disclosed."""

    source: Bilingual
    target: Bilingual
    amount: Decimal
    row: str


def flow_chart(package: Package) -> Chart | None:
    """Chart where the money comes from and goes to, where that is known and no sentence says it."""
    streams = _by_funds(package)
    sources = {stream.source for stream in streams}
    if len(sources) < _FEWEST or not all(stream.amount > 0 for stream in streams):
        return None
    return _chart(package, streams)


def _by_funds(package: Package) -> list[Stream]:
    """Give a stream for each fund of each class; none where they don't add up to the class."""
    kind = table_kinds()[BY_FUNDS]
    resource = package.resources.get(BY_FUNDS)
    if resource is None:
        return []
    parts = next(one for one in kind.identities if one.name == "funds").spec["parts"]
    columns = [name for part in parts for name in _COLUMN.findall(part) if name in resource.columns]
    english = english_titles(package)
    found: list[Stream] = []
    for row in _classes(own_rows(package, BY_FUNDS)):
        given = [(name, row[name]) for name in columns if row[name]]
        if row["total"] and sum(amount for _, amount in given) != row["total"]:
            return []
        target = Bilingual(row["name"] or row["code"] or "", english.get(row["code"] or "", ""))
        found += [
            Stream(kind.field(name).title, target, amount, anchor(row)) for name, amount in given
        ]
    return found


def _classes(rows: Sequence[LoadedRow]) -> list[LoadedRow]:
    """Give the rows that stand in no other row but a total."""
    numbers = {row["row"]: row for row in rows}

    def first(row: LoadedRow) -> bool:
        above = numbers.get(row["parent_row"])
        return row["role"] != "total" and (above is None or above["role"] == "total")

    return [row for row in rows if first(row)]


def _chart(package: Package, streams: Sequence[Stream]) -> Chart:
    unit = money_unit(package, BY_FUNDS)
    sources = {stream.source for stream in streams}
    uses = {stream.target for stream in streams}
    return Chart(
        name=NAME,
        kinds=("flow",),
        title=TITLE,
        fact=Bilingual(
            f"{len(sources)} 项来源用到 {len(uses)} 类支出，金额都是表中所印。",
            f"{len(sources)} sources pay for {len(uses)} classes, each amount as printed.",
        ),
        source=source_words(package, table_kinds()[BY_FUNDS].title),
        money_unit=unit,
        link=f"{BY_FUNDS}/",
        columns=COLUMNS,
        records=tuple(
            (one.row, *one.source, *one.target, plain(one.amount), unit) for one in streams
        ),
        heads=(Bilingual("来源 → 用途", "Source → use"), Bilingual("金额", "Amount")),
        lines=tuple(
            Line(_both(one), (grouped(one.amount),), f"{BY_FUNDS}/#{one.row}") for one in streams
        ),
    )


def _both(one: Stream) -> Bilingual:
    return Bilingual(
        f"{one.source.zh} → {one.target.zh}",
        f"{one.source.en or one.source.zh} → {one.target.en or one.target.zh}",
    )
