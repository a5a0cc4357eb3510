"""Charts of tables whose rows stand in one another: classes, groups and items; or in a plain list."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
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
from yusuan.publish.numbers import grouped, money_unit_words, share
from yusuan.publish.table import anchor

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from yusuan.package.load import LoadedRow, Package

COLUMNS = ("row", "parent", "code", "name", "name_en", "amount", "money_unit")
#: Columns that name a row, by preference.
NAMES = ("project_name", "name", "item", "unit_name", "code", "unit_code")
#: The most rows that a chart carries: beyond, the deepest levels stay in their table alone, and
#: of a list the smallest are put together in one row that says how many they are.
MOST_ROWS = 300


@dataclass(frozen=True, slots=True)
class Node:
    """A row of a tree with an amount; ``parent`` is the anchor of the row it stands in."""

    anchor: str
    parent: str
    level: int
    code: str
    title: Bilingual
    amount: Decimal
    role: str = "item"


def tree_chart(package: Package, name: str, title: Bilingual, measure: str) -> Chart | None:
    """Chart a table by the amounts of one column; nothing where a sentence says it better.

    That is so where no level has two amounts to compare.
    """
    nodes = _nodes(own_rows(package, name), measure, english_titles(package))
    nodes = _within_bounds(_unwrapped(nodes))
    if not _comparable(nodes):
        return None
    unit = money_unit(package, name)
    tops = [node for node in nodes if not node.parent]
    whole = sum((node.amount for node in tops), Decimal(0))
    shares = all(node.amount >= 0 for node in nodes) and whole > 0
    kind = table_kinds()[name]
    return Chart(
        name=name,
        kinds=("bars", "treemap") if any(node.amount > 0 for node in nodes) else ("bars",),
        title=title,
        fact=_fact(tops, whole, unit, shares=shares),
        source=source_words(package, kind.title),
        money_unit=unit,
        link=f"{name}/",
        columns=COLUMNS,
        records=tuple(_record(node, unit) for node in nodes),
        heads=(Bilingual("名称", "Name"), Bilingual("金额", "Amount"))
        + ((Bilingual("占合计", "Share"),) if shares else ()),
        lines=tuple(
            Line(
                node.title,
                (grouped(node.amount), f"{share(node.amount, whole)}%")
                if shares
                else (grouped(node.amount),),
                f"{name}/#{node.anchor}" if node.anchor else f"{name}/",
                node.level,
            )
            for node in nodes
        ),
    )


def chart_total(package: Package, name: str, measure: str) -> Decimal | None:
    """Give the total that a table prints for what its chart shows on its first level."""
    totals = [
        row[measure]
        for row in own_rows(package, name)
        if row.get("role") == "total" and row[measure] is not None
    ]
    return sum(totals, Decimal(0)) if totals else None


def _nodes(rows: Sequence[LoadedRow], measure: str, english: Mapping[str, str]) -> list[Node]:
    """Give the rows with an amount that are no total, each below the nearest such row above it.

    An amount that stands below a blank is not lost: it moves up to where there is one.
    """
    by_number = {row["row"]: row for row in rows if "row" in row}
    drawn = {
        anchor(row) for row in rows if row.get("role") != "total" and row.get(measure) is not None
    }
    levels: dict[str, int] = {}
    found = []
    for row in rows:
        own = anchor(row)
        if own not in drawn:
            continue
        above = by_number.get(row.get("parent_row"))
        while above is not None and anchor(above) not in drawn:
            above = by_number.get(above.get("parent_row"))
        parent = anchor(above) if above is not None else ""
        levels[own] = levels.get(parent, 0) + 1
        code = str(row.get("code") or "")
        column = next((column for column in NAMES if row.get(column)), None)
        named = Bilingual(
            str(row[column]) if column else own, english.get(code, "") if column == "name" else ""
        )
        role = str(row.get("role") or "item")
        found.append(Node(own, parent, levels[own], code, named, row[measure], role))
    return found


def _unwrapped(nodes: list[Node]) -> list[Node]:
    """Leave out what only holds others together, and adds up to them: subtotals, the one unit of a table.

    What stood in it takes its place, so that the first level shows what can be compared.
    """
    found = nodes
    while wrapper := next((node for node in found if _wraps(node, found)), None):
        inside = {node.anchor for node in _below(wrapper, found)}
        found = [
            replace(
                node,
                parent=wrapper.parent if node.parent == wrapper.anchor else node.parent,
                level=node.level - (node.anchor in inside),
            )
            for node in found
            if node is not wrapper
        ]
    return found


def _wraps(node: Node, nodes: Sequence[Node]) -> bool:
    parts = [other.amount for other in nodes if other.parent == node.anchor]
    alone = not node.code and [other for other in nodes if not other.parent] == [node]
    return (node.role == "subtotal" or alone) and bool(parts) and sum(parts) == node.amount


def _below(top: Node, nodes: Sequence[Node]) -> Iterator[Node]:
    for node in nodes:
        if node.parent == top.anchor:
            yield node
            yield from _below(node, nodes)


def _within_bounds(nodes: list[Node]) -> list[Node]:
    deepest = max((node.level for node in nodes), default=0)
    while len(nodes) > MOST_ROWS and deepest > 1:
        deepest -= 1
        nodes = [node for node in nodes if node.level <= deepest]
    if len(nodes) <= MOST_ROWS:
        return nodes
    ordered = sorted(nodes, key=lambda node: -node.amount)
    kept, rest = {node.anchor for node in ordered[: MOST_ROWS - 1]}, ordered[MOST_ROWS - 1 :]
    title = Bilingual(f"其余 {len(rest)} 项", f"{len(rest)} others")
    together = Node("", "", 1, "", title, sum((node.amount for node in rest), Decimal(0)))
    return [*(node for node in nodes if node.anchor in kept), together]


def _comparable(nodes: Sequence[Node]) -> bool:
    """Say whether some level has two amounts that are not nought."""
    seen: set[str] = set()
    for node in nodes:
        if node.amount:
            if node.parent in seen:
                return True
            seen.add(node.parent)
    return False


def _fact(tops: Sequence[Node], whole: Decimal, unit: str, *, shares: bool) -> Bilingual:
    """Say the main fact in a sentence: the largest, and its part of the whole."""
    largest = max(tops, key=lambda node: node.amount)
    words = money_unit_words(unit)
    name = Bilingual(largest.title.zh, largest.title.en or largest.title.zh)
    amount = Bilingual(
        f"{grouped(largest.amount)} {words.zh}".strip(),
        f"{grouped(largest.amount)} ({words.en or words.zh})" if unit else grouped(largest.amount),
    )
    if shares and len([node for node in tops if node.amount]) == 1:
        return Bilingual(f"全部是{name.zh}，{amount.zh}。", f"All of it is {name.en}: {amount.en}.")
    if shares:
        part = share(largest.amount, whole)
        return Bilingual(
            f"{name.zh}最多，{amount.zh}，占 {part}%。",
            f"The largest is {name.en}: {amount.en}, {part}% of the whole.",
        )
    return Bilingual(f"{name.zh}最多，{amount.zh}。", f"The largest is {name.en}: {amount.en}.")


def _record(node: Node, unit: str) -> tuple[str, ...]:
    return (
        node.anchor,
        node.parent,
        node.code,
        node.title.zh,
        node.title.en,
        plain(node.amount),
        unit,
    )
