"""The pages of the data dictionary: the list of the kinds of table, and a page a kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.dictionary import Field, TableKind, table_kinds
from yusuan.language import Bilingual
from yusuan.publish.holdings import Holdings
from yusuan.publish.templating import in_languages
from yusuan.recognise.identity import PHASE_TITLES

if TYPE_CHECKING:
    from collections.abc import Sequence

_STANDARD = Bilingual("每份文件都应有的表", "Tables that every document should have")
_PARTS_OF_FORMS = Bilingual("项目申报表的各部分", "Parts of the project forms")
_FROM_THE_TEXT = Bilingual("由文字读出的表", "Tables read from the text")
_OTHERS = Bilingual("有的文件另有的表", "Tables that some documents have besides")
_OF_OUR_OWN = Bilingual("本站做的表", "Tables made by this site")
_PRINTED = Bilingual("文件所印的列", "Columns that documents print")
_MADE = Bilingual("读取时加上的列", "Columns made on reading")
#: How the type of a column is said; money is a number in the table's unit.
TYPES = {
    "string": Bilingual("文字", "text"),
    "integer": Bilingual("整数", "whole number"),
    "number": Bilingual("数", "number"),
    "boolean": Bilingual("是或否", "yes or no"),
    "object": Bilingual("JSON", "JSON"),
    "date": Bilingual("日期", "date"),
}
#: How many printed labels of a column stand in sight.
LABELS_SHOWN = 5


def dictionary_groups() -> list[tuple[Bilingual, list[TableKind]]]:
    """Put table kinds into the groups that the dictionary shows, the standard tables first."""
    made = {
        "form-section": _PARTS_OF_FORMS,
        "narrative": _FROM_THE_TEXT,
        "staffing": _FROM_THE_TEXT,
        "findings": _OF_OUR_OWN,
    }
    found: dict[Bilingual, list[TableKind]] = {
        group: [] for group in (_STANDARD, _PARTS_OF_FORMS, _FROM_THE_TEXT, _OTHERS, _OF_OUR_OWN)
    }
    for kind in table_kinds().values():
        found[made.get(kind.layout, _OTHERS if kind.optional else _STANDARD)].append(kind)
    return list(found.items())


def dictionary_pages(holdings: Holdings | None = None) -> dict[str, bytes]:
    """Make the data dictionary from the schemas, a page a table kind, and who has such tables."""
    kinds, held = table_kinds(), holdings or Holdings()
    pages = in_languages(
        "dictionary/index.md",
        "dictionary.md",
        groups=[(title, kinds, title is _OTHERS) for title, kinds in dictionary_groups()],
        counts=held.counts,
        packages=held.packages,
    )
    for kind in kinds.values():
        holders = held.latest.get(kind.name, [])
        pages |= in_languages(
            f"dictionary/{kind.name}.md",
            "kind.md",
            kind=kind,
            kinds=kinds,
            columns=_columns(kind),
            keys={key.field: key for key in kind.foreign_keys},
            types=TYPES,
            labels_shown=LABELS_SHOWN,
            phases=PHASE_TITLES,
            holders=holders,
            count=held.counts.get(kind.name, 0),
            example=holders[0].example if holders else None,
        )
    return pages


def _columns(kind: TableKind) -> list[tuple[Bilingual, Sequence[Field]]]:
    """Give a kind's columns: those that documents print, then those that are made on reading."""
    printed = [field for field in kind.fields if field.printed]
    made = [field for field in kind.fields if not field.printed]
    return [(title, fields) for title, fields in ((_PRINTED, printed), (_MADE, made)) if fields]
