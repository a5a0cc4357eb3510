"""Columns that are economic classes: 工资福利支出, 商品和服务支出 and the items below them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from yusuan.classification import reference
from yusuan.language import normal
from yusuan.recognise.labels import SUMS

if TYPE_CHECKING:
    from collections.abc import Mapping

#: The block of a table's columns that are economic classes.
CLASSES = "classes"
#: With fewer columns that are classes a table is no table of classes.
FEWEST = 2


#: What forms call a class that the classification names otherwise.
_ALSO_NAMED = {"一般商品和服务支出": "商品和服务支出"}


@cache
def _names() -> frozenset[str]:
    return frozenset(normal(code.title.zh) for code in reference("economic").values())


def class_path(label: str) -> tuple[str, ...] | None:
    """Give the classes, from the upper one down, that a column's label names, or ``None``.

    The sum of a class is the class itself.
    """
    pieces = [_ALSO_NAMED.get(plain := normal(piece), plain) for piece in label.split("/")]
    while len(pieces) > 1 and pieces[-1] in SUMS:
        pieces.pop()
    path = tuple(piece for piece in pieces if piece in _names())
    return path if path and path[-1] == pieces[-1] else None


def classes_among(others: Mapping[int, str]) -> dict[int, str]:
    """Give the columns, among those that no field has, that are economic classes."""
    return {i: label for i, label in others.items() if class_path(label)}


def class_code(path: tuple[str, ...], *, of_government: bool) -> str | None:
    """Give the one code of a class in the system that a table is in, by its name and the upper's."""
    code: str | None = None
    for name in path:
        found = [
            entry.code
            for entry in reference("economic").values()
            if normal(entry.title.zh) == name
            and entry.code.startswith("5") == of_government
            and (entry.parent == code if code else entry.level == 1 or len(path) == 1)
        ]
        if len(found) != 1:
            return None
        code = found[0]
    return code
