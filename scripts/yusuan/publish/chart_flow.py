"""Charts of flows from income to use, drawn only where the document itself says what paid for what.

It does so in two cases. The table of expenditure prints for each class how much comes of each
fund, and these add up to the class: then the streams are those cells. Or the unit has but one
source of income, which then paid for everything, and what it is used for adds up to it. In all
other cases there is no flow: with several sources and no columns of funds nobody can tell which
paid for what.
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
SUMMARY = "revenue-expenditure-summary"
BY_FUNDS = "expenditure-summary"
TITLE = Bilingual("钱从哪里来、用到哪里去", "Where the money comes from and what it is for")
#: The fewest streams that are worth drawing.
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
    """Chart where the money comes from and goes to, where that is known."""
    for table, streams in (
        (BY_FUNDS, _by_funds(package)),
        (SUMMARY, _of_one_source(package)),
    ):
        if len(streams) >= _FEWEST and all(stream.amount > 0 for stream in streams):
            return _chart(package, table, streams)
    return None


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


def _of_one_source(package: Package) -> list[Stream]:
    """Give a stream for each use of the only source of income; none where there are several."""
    rows = [row for row in own_rows(package, SUMMARY) if row.get("expenditure_basis") is None]
    sources = _leaves(rows, "revenue")
    uses = _leaves(rows, "expenditure")
    if len(sources) != 1 or sum(row["amount"] for row in uses) != sources[0]["amount"]:
        return []
    english = english_titles(package)
    source = Bilingual(sources[0]["item"], "")
    return [
        Stream(
            source,
            Bilingual(row["item"], english.get(row["function_code"] or "", "")),
            row["amount"],
            anchor(row),
        )
        for row in uses
    ]


def _leaves(rows: Sequence[LoadedRow], side: str) -> list[LoadedRow]:
    """Give the amounts of one side that no others stand below."""
    given = [
        row
        for row in rows
        if row["side"] == side and row["role"] in {"item", "balance"} and row["amount"]
    ]
    above = {row["parent_row"] for row in given}
    return [row for row in given if row["row"] not in above]


def _chart(package: Package, table: str, streams: Sequence[Stream]) -> Chart:
    unit = money_unit(package, table)
    sources = list(dict.fromkeys(stream.source for stream in streams))
    uses = list(dict.fromkeys(stream.target for stream in streams))
    several = len(sources) > 1
    return Chart(
        name=NAME,
        kinds=("flow",),
        title=TITLE,
        fact=Bilingual(
            f"{len(sources)} 项来源用到 {len(uses)} 类支出，金额都是表中所印。"
            if several
            else f"全部来自{sources[0].zh}，用到 {len(uses)} 类支出。",
            f"{len(sources)} sources pay for {len(uses)} classes, each amount as printed."
            if several
            else f"All of it comes from {sources[0].en or sources[0].zh}, for {len(uses)} uses.",
        ),
        source=source_words(package, table_kinds()[table].title),
        money_unit=unit,
        link=f"{table}/",
        columns=COLUMNS,
        records=tuple(
            (one.row, *one.source, *one.target, plain(one.amount), unit) for one in streams
        ),
        heads=(
            Bilingual("用途", "Use") if not several else Bilingual("来源 → 用途", "Source → use"),
            Bilingual("金额", "Amount"),
        ),
        lines=tuple(
            Line(
                _both(one) if several else one.target,
                (grouped(one.amount),),
                f"{table}/#{one.row}",
            )
            for one in streams
        ),
    )


def _both(one: Stream) -> Bilingual:
    return Bilingual(
        f"{one.source.zh} → {one.target.zh}",
        f"{one.source.en or one.source.zh} → {one.target.en or one.target.zh}",
    )
