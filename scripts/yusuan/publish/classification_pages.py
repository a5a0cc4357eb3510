"""The classification browser: what each code means in plain words, and who spends on it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from yusuan.classification import FILES, LEVELS, Code, reference
from yusuan.dictionary import table_kinds
from yusuan.language import Bilingual
from yusuan.publish.ledger import Account
from yusuan.publish.spending import TABLES
from yusuan.publish.templating import in_languages

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from yusuan.publish.ledger import Ledger

TITLES = {
    "function": Bilingual("支出功能分类", "Function classification"),
    "economic": Bilingual("支出经济分类", "Economic classification"),
}
#: The codes by which the overview explains how codes are built.
EXAMPLE = ("205", "20502", "2050203")


@dataclass(frozen=True, slots=True)
class Entry:
    """A code with what is spent on it and those below it.

    ``listed`` says whether the reference classification has it.
    """

    code: Code
    listed: bool
    account: Account
    below: list[Entry] = field(default_factory=list)


def classification_pages(ledger: Ledger) -> dict[str, bytes]:
    """Make the overview of both classifications and a page a class."""
    classes = {name: _classes(name, ledger) for name in FILES}
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
        found[0] += bool(entry.account.packages)
    return found


def _walk(entries: Iterable[Entry]) -> Iterator[Entry]:
    for entry in entries:
        yield entry
        yield from _walk(entry.below)


def _classes(classification: str, ledger: Ledger) -> list[Entry]:
    """Give the classes with all their codes, those of packages alone among them."""
    known = reference(classification)
    codes = dict(known)
    for name, code in sorted({*ledger.accounts, *ledger.names}):
        if name == classification and code not in codes:
            printed = "、".join(sorted(ledger.names.get((name, code), {code})))
            codes[code] = Code(code, None, _level(name, code), Bilingual(printed, ""), met=False)
    for code in sorted(codes):  # a class that is met through its items alone has a page too
        codes.setdefault(
            code[:3], Code(code[:3], None, 1, Bilingual(code[:3], code[:3]), met=False)
        )
    entries: dict[str, Entry] = {}
    for code in sorted(codes):
        account = ledger.accounts.get((classification, code)) or Account()
        entries[code] = entry = Entry(codes[code], code in known, account)
        above = next((code[:n] for n in (5, 3) if n < len(code) and code[:n] in entries), None)
        if above:
            entries[above].below.append(entry)
    return [entry for code, entry in entries.items() if len(code) == 3]


def _level(classification: str, code: str) -> int:
    return LEVELS[classification].get(len(code), max(LEVELS[classification].values()))
