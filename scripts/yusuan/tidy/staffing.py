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
_SENTENCE = re.compile(r"[^。]+")
_CLAUSES = re.compile(r"[；;]")
#: Between a head and its parts: 其中, a colon, a bracket.
_PARTS = re.compile(r"其中|包括|分别|[:：(（]")
#: A kind of posts or persons, which is no total of the others.
_KIND = re.compile(r"行政|事业|工勤|参公|参照|聘|离休|(?<!离)退休")
#: All persons there are, in service or not.
_ALL = re.compile(r"(?:现|年末)?实有(?:总?人[数员])?(?:总数|合计)?")
#: A count that says how many more or fewer there are than before.
_CHANGE = re.compile(r"增加|减少|新增|净增|持平|[较比]上年")
_LEAD = re.compile(r"^(其中|包括|另有|以及|和|及|均为)[:：]?")


def tidy_staffing(kind: TableKind, blocks: Sequence[Block], unit: str) -> TidyTable:
    """Read each sentence that counts posts or persons: its head is a total, the rest its kinds.

    A semicolon ends a sentence, unless all persons there are have just been divided.
    """
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
        led = ""
        heads_end = 0
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
            if _CLAUSES.search(sentence, heads_end, match.start()) and not _ALL.fullmatch(led):
                head = group = None
            if _CHANGE.search(label) or (own is None and group is None):
                continue
            position += 1
            between = sentence[heads_end : match.end(1)]
            total = head is None or _stands_beside((own, label), (group, led), between)
            if total:
                group, led, heads_end = own, label, match.end()
            row = TidyRow(
                {
                    "group": group,
                    "kind_of_staff": label,
                    "persons": int(match[2]),
                    "role": "total" if total else "item",
                    "parent_row": None if total else head,
                },
                str(block.place),
            )
            head = position if total else head
            yield row


def _stands_beside(own: tuple[str | None, str], head: tuple[str | None, str], between: str) -> bool:
    """Say whether a count is no part of its sentence's head: 编制 25 名，在职 23 人，退休 11 人.

    Each is a group and a label. Posts hold no persons; persons are parts of all there are, and
    kinds, as 行政编制 and 事业编制, are parts of what is none, where the sentence divides it.
    """
    (group, label), (head_group, led) = own, head
    if group is None:
        return False
    said = bool(_PARTS.search(between))
    if group == head_group:
        return not said and bool(_KIND.search(led))
    whole = _KIND.search(label) if group == "posts" else _ALL.fullmatch(led)
    return not (said and whole)
