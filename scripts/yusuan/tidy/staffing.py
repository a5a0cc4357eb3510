"""Staffing (人员构成): posts and persons from the sentences that count them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from yusuan.language import normal
from yusuan.read.document import Paragraph
from yusuan.tidy.rows import ABSENT, DISCLOSED, TidyRow, TidyTable, numbered

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yusuan.dictionary import TableKind
    from yusuan.read.document import Block

_COUNT = re.compile(r"([^，。；：、:,;\d]{2,30}?)(?:为|共计|共|(?<!实)有)?(\d+)(?:人|名)")
_SENTENCE = re.compile(r"[^。；;]+[。；;]?")
_LEAD = re.compile(r"^(其中|包括|另有|以及|和|及|均为)[:：]?")


def tidy_staffing(kind: TableKind, blocks: Sequence[Block], unit: str) -> TidyTable:
    """Read each sentence that counts posts or persons: its head is a total, the rest its kinds."""
    rows: list[TidyRow] = []
    places = []
    for block in blocks:
        if isinstance(block, Paragraph) and any(word in block.text for word in _words(kind)):
            found = list(_paragraph(kind, block, unit, len(rows)))
            if found:
                places.append(block.place)
            rows.extend(found)
    status = DISCLOSED if rows else ABSENT
    place = str(places[0].through(places[-1])) if places else None
    return TidyTable(kind, numbered(rows), status=status, place=place, announced=bool(rows))


def _words(kind: TableKind) -> list[str]:
    return [word for words in kind.reading["groups"].values() for word in words]


def _paragraph(kind: TableKind, block: Paragraph, unit: str, before: int) -> Iterator[TidyRow]:
    position = before
    for sentence in _SENTENCE.findall(normal(block.text)):
        head: int | None = None
        group: str | None = None
        for match in _COUNT.finditer(sentence):
            label = _LEAD.sub("", match[1]).removeprefix(normal(unit))
            own = next(
                (
                    g
                    for g, words in kind.reading["groups"].items()
                    if any(w in label for w in words)
                ),
                None,
            )
            if own is None and group is None:
                continue
            position += 1
            total = head is None
            group = own if total else group
            row = TidyRow(
                {
                    "group": group,
                    "kind_of_staff": label,
                    "persons": int(match[2]),
                    "role": "total" if total else "item",
                    "parent_row": head,
                },
                str(block.place),
            )
            head = position if total else head
            yield row
