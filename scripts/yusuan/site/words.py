"""The words that the segmenter of the search is told: names of units, codes, tables and projects.

jieba would cut 住房公积金 in two. Told the name, it keeps it whole; what it would have found
inside stays searchable as the word's parts (see ``search.py``).
"""

from __future__ import annotations

import csv
import json
import logging
import re
from typing import TYPE_CHECKING

from yusuan.classification import FILES, reference
from yusuan.dictionary import table_kinds
from yusuan.files import write_file
from yusuan.package.load import package_folders

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

#: What is searched for as a unit in itself: longer names are sentences, shorter ones are known.
_NAME = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]{3,16}")
#: The column that names projects, in whatever table.
_PROJECT = "project_name"


def names(root: Path) -> Iterator[str]:
    """Yield every name of a project's data, package by package."""
    for kind in table_kinds().values():
        yield kind.title.zh
        yield from (field.title.zh for field in kind.fields)
    for classification in FILES:
        yield from (code.title.zh for code in reference(classification).values())
    for folder in package_folders(root):
        descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
        yield descriptor["sources"][0].get("publisher", "")
        yield descriptor["title"]
        for path in sorted(folder.glob("data/*.csv")):
            with path.open(encoding="utf-8-sig", newline="") as stream:
                rows = csv.DictReader(stream)
                if _PROJECT in (rows.fieldnames or ()):
                    yield from (row[_PROJECT] for row in rows)


def words(texts: Iterable[str]) -> list[str]:
    """Give the Chinese words of names, in an order that is always the same."""
    return sorted({word for text in texts for word in _NAME.findall(text)})


def teach(root: Path, target: Path) -> Mapping[str, tuple[str, ...]]:
    """Write jieba's user dictionary; give each word with the shorter words inside it.

    The segmenter is set back first, as it may know the words of an earlier build.
    """
    import jieba  # noqa: PLC0415 - slow to import

    jieba.setLogLevel(logging.WARNING)
    jieba.dt.initialized = False
    jieba.dt.user_word_tag_tab.clear()
    jieba.initialize()
    found = words(names(root))
    parts = {
        word: tuple(sorted({part for part in jieba.cut_for_search(word) if len(part) > 1} - {word}))
        for word in found
    }
    write_file(target, "".join(f"{word}\n" for word in found).encode())
    return parts
