"""The classification browser: what each code means in plain words, and who spends on it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from decimal import Context, Decimal
from functools import reduce
from typing import TYPE_CHECKING

from yusuan.classification import FILES, LEVELS, Code, reference
from yusuan.dictionary import table_kinds
from yusuan.language import Bilingual
from yusuan.publish.numbers import grouped, in_yuan
from yusuan.publish.spending import TABLES
from yusuan.publish.templating import in_languages

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from yusuan.publish.spending import Spending

#: Wide enough that no sum is rounded.
_EXACT = Context(prec=60)
#: The most amounts that are shown of one code.
MOST = 20
TITLES = {
    "function": Bilingual("支出功能分类", "Function classification"),
    "economic": Bilingual("支出经济分类", "Economic classification"),
}
#: The codes by which the overview explains how codes are built.
EXAMPLE = ("205", "20502", "2050203")


@dataclass(frozen=True, slots=True)
class Spender:
    """An amount under a code: whose, of when, as disclosed, and the row that says so.

    ``table`` is named where it is not the one that is looked at first.
    """

    yuan: Decimal
    unit: Bilingual
    part: str
    year: int
    phase: Bilingual
    amount: Bilingual
    table: Bilingual | None
    link: str


@dataclass(frozen=True, slots=True)
class Total:
    """What all packages of a year and phase spend on a code together."""

    year: int
    phase: Bilingual
    packages: int
    amount: Bilingual


@dataclass(slots=True)
class Entry:
    """A code with those below it; ``listed`` says whether the reference classification has it."""

    code: Code
    listed: bool
    spenders: tuple[Spender, ...] = ()
    rest: int = 0
    packages: int = 0
    totals: tuple[Total, ...] = ()
    below: list[Entry] = field(default_factory=list)


Key = tuple[str, str]


def classification_pages(spendings: Sequence[Spending]) -> dict[str, bytes]:
    """Make the overview of both classifications and a page a class."""
    by_code: dict[Key, list[Spending]] = {}
    names: dict[Key, set[str]] = {}
    for item in spendings:
        for key in item.codes:
            by_code.setdefault(key, []).append(item)
        for key, name in item.names.items():
            names.setdefault(key, set()).add(name)
    classes = {name: _classes(name, by_code, names) for name in FILES}
    pages = in_languages(
        "classification/index.md",
        "classification.md",
        example={code: reference("function")[code].title for code in EXAMPLE},
        classes=classes,
        departments=[entry for entry in classes["economic"] if entry.code.code < "4"],
        governments=[entry for entry in classes["economic"] if entry.code.code > "4"],
    )
    for name, entries in classes.items():
        for entry in entries:
            pages |= in_languages(
                f"classification/{name}/{entry.code.code}.md",
                "classification_class.md",
                classification=name,
                title=TITLES[name],
                entry=entry,
                counts=_counts([entry]),
                tables=[table_kinds()[table].title for table in TABLES[name]],
            )
    return pages


def _counts(entries: Iterable[Entry]) -> Counter[int]:
    """Count codes by their level; 0 counts those that somebody spends on."""
    found: Counter[int] = Counter()
    for entry in _walk(entries):
        found[entry.code.level] += 1
        found[0] += bool(entry.packages)
    return found


def _walk(entries: Iterable[Entry]) -> Iterator[Entry]:
    for entry in entries:
        yield entry
        yield from _walk(entry.below)


def _classes(
    classification: str,
    by_code: Mapping[Key, list[Spending]],
    names: Mapping[Key, set[str]],
) -> list[Entry]:
    """Give the classes with all their codes, those of packages alone among them."""
    codes = dict(reference(classification))
    for name, code in sorted({*by_code, *names}):
        if name == classification and code not in codes:
            printed = "、".join(sorted(names.get((name, code), {code})))
            codes[code] = Code(code, None, _level(name, code), Bilingual(printed, ""), met=False)
    for code in sorted(codes):  # a class that is met through its items alone has a page too
        codes.setdefault(
            code[:3], Code(code[:3], None, 1, Bilingual(code[:3], code[:3]), met=False)
        )
    entries: dict[str, Entry] = {}
    for code in sorted(codes):
        key = (classification, code)
        entry = Entry(codes[code], code in reference(classification))
        _spend(entry, key, by_code.get(key, ()))
        entries[code] = entry
        above = next((code[:n] for n in (5, 3) if n < len(code) and code[:n] in entries), None)
        if above:
            entries[above].below.append(entry)
    return [entry for code, entry in entries.items() if len(code) == 3]


def _level(classification: str, code: str) -> int:
    return LEVELS[classification].get(len(code), max(LEVELS[classification].values()))


def _spend(entry: Entry, key: Key, spendings: Iterable[Spending]) -> None:
    """Say of a code who spends on it: the largest amounts, and totals of each year and phase."""
    spenders: list[Spender] = []
    groups: dict[tuple[int, Bilingual], list[Spending]] = {}
    for item in spendings:
        entry.packages += 1
        groups.setdefault((item.year, item.phase), []).append(item)
        spenders += _amounts(item, key)
    spenders.sort(key=lambda one: (-one.yuan, one.link))
    entry.spenders, entry.rest = tuple(spenders[:MOST]), max(0, len(spenders) - MOST)
    entry.totals = tuple(
        Total(year, phase, len(items), _total(items, key))
        for (year, phase), items in sorted(groups.items(), reverse=True)
        if len(items) > 1
    )


def _amounts(item: Spending, key: Key) -> Iterator[Spender]:
    classification = key[0]
    table, unit = item.tables[classification]
    first = table == TABLES[classification][0]
    for amount in item.codes[key]:
        yield Spender(
            in_yuan(amount.value, unit),
            item.unit,
            "" if amount.part == item.unit.zh else amount.part,
            item.year,
            item.phase,
            exact_amount(amount.value, unit),
            None if first else table_kinds()[table].title,
            f"units/{item.slug}/{table}/#{amount.row}",
        )


def _total(items: Sequence[Spending], key: Key) -> Bilingual:
    """Add what packages disclose, exactly, in their unit of money if it is one and else in yuan."""
    found = [(amount.value, item.tables[key[0]][1]) for item in items for amount in item.codes[key]]
    units = {unit for _, unit in found}
    if len(units) > 1:
        found, units = [(in_yuan(value, unit), "元") for value, unit in found], {"元"}
    return exact_amount(reduce(_EXACT.add, (value for value, _ in found)), units.pop())


def exact_amount(value: Decimal, money_unit: str) -> Bilingual:
    """Say an amount in its own unit in Chinese and in yuan in English, both exactly."""
    yuan = in_yuan(value, money_unit)
    if yuan == yuan.to_integral_value():
        yuan = yuan.to_integral_value()
    return Bilingual(f"{grouped(value)} {money_unit}".strip(), f"CNY {grouped(yuan)}")
