"""Personal data is dropped here, before anything else sees the document.

Names of responsible persons and their telephone and identity numbers are blanked by their
labels; numbers of that form are blanked anywhere in text. ``find_personal`` is the scan that
guards every output.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from yusuan.dictionary import table_kinds
from yusuan.language import normal
from yusuan.read.document import Block, Document, Grid, Row

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_PERSON = r"(?:项目|单位|部门|财务|业务)?(?:负责人|责任人|联系人|联络人|经办人|填报人|填表人|制表人|制表|审核人|审批人|主管领导|法定代表人|法人)(?:姓名|签字|签章)?"
_NUMBER = r"(?:联系|办公|固定|移动|手机|负责人|联系人)*(?:电话|手机|号码|传真|联系方式)(?:号码)?|身份证号?码?|电子邮箱|邮箱"
_LABEL = re.compile(rf"(?:{_PERSON}|{_NUMBER})(?:及(?:{_PERSON}|{_NUMBER}))*[::]?")
#: What follows a label in running text; a name of two characters may be spread by a blank.
_IN_TEXT = re.compile(
    rf"((?:{_PERSON}|{_NUMBER})\s*[:：]\s*)([一-鿿]\s+[一-鿿](?![一-鿿:：])|[^\s，。；）)]+)"
)
#: Digits or letters of a hash beside a number make it no telephone's.
_ALONE = r"(?<![0-9a-f.])", r"(?![0-9a-f.])"
_MARKED_NUMBER = re.compile(
    "|".join(
        f"{_ALONE[0]}{number}{_ALONE[1]}"
        for number in (
            r"1[3-9]\d[ -]?\d{4}[ -]?\d{4}",  # mobile
            r"0\d{2,3}[-—– ]\d{7,8}",
            r"\(0\d{2,3}\) ?\d{7,8}",
            r"[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[0-9Xx]",  # identity
        )
    )
)
_AFTER_WORD = re.compile(r"(?:电话|手机|传真|联系方式)[^0-9]{0,6}\d{7,8}(?!\d)")
#: A row of digits as long as a local telephone number.
_LONG_NUMBER = re.compile(r"\d{7}")
#: Names and numbers of a few persons are shorter than this, and no sentence.
_LONGEST_VALUE = 40
_SENTENCE = re.compile("[。；]")


def without_personal(document: Document) -> Document:
    """Give the document with every personal datum blanked."""
    return document.with_blocks(_blanked(document.blocks))


def find_personal(text: str) -> str | None:
    """Give what looks like a telephone or identity number in a text, or ``None``."""
    match = _MARKED_NUMBER.search(text) or _AFTER_WORD.search(text)
    return match[0] if match else None


def _blanked(blocks: Iterable[Block]) -> Iterator[Block]:
    """Blank block by block; a table that a page break cut keeps its header's columns."""
    columns: set[int] = set()
    for block in blocks:
        if isinstance(block, Grid):
            yield Grid(tuple(_blank_rows(block.rows, columns)))
        else:
            columns = set()
            yield replace(block, text=_blank_text(block.text))


def _blank_text(text: str) -> str:
    return _AFTER_WORD.sub("", _MARKED_NUMBER.sub("", _IN_TEXT.sub(r"\1", text)))


def _blank_rows(rows: tuple[Row, ...], columns: set[int]) -> Iterator[Row]:
    """Blank the value beside a personal label; under it, where the label heads a column.

    A label heads a column if another label, or the row's end, follows it at once; a blank cell
    behind it is a form's value that was left out. ``columns`` are those met so far.
    """
    for row in rows:
        cells = list(row.cells)
        labels = [index for index, cell in enumerate(cells) if is_personal_label(cell)]
        for index in labels:
            value = next((i for i in range(index + 1, len(cells)) if cells[i].strip()), len(cells))
            if value == len(cells) or value in labels or normal(cells[value]) in _other_labels():
                columns.update({index} if value == index + 1 else ())
            elif _personal_value(cells[value]):
                cells[value] = ""
        for index in columns - set(labels):
            if index < len(cells) and _personal_value(cells[index]):
                cells[index] = ""
        yield Row(tuple(map(_blank_cell, cells)), row.place)


def _blank_cell(cell: str) -> str:
    """Blank numbers in a cell's text, but keep a cell that is one number.

    Eleven digits under no personal label may be an amount in yuan, which must not be lost
    without a word. If it is a telephone's after all, the scan of what is written stops it, as
    no column of amounts would take it.
    """
    return cell if cell.strip().isdigit() else _blank_text(cell)


def _personal_value(text: str) -> bool:
    """Say whether a cell can hold names or numbers rather than a sentence."""
    plain = normal(text)
    names = len(plain) <= _LONGEST_VALUE and not _SENTENCE.search(plain)
    return names or bool(_LONG_NUMBER.search(plain) or _MARKED_NUMBER.search(plain))


@cache
def _other_labels() -> frozenset[str]:
    """Give the labels of the dictionary, none of which is a person's name."""
    return frozenset(
        normal(piece)
        for kind in table_kinds().values()
        for field in kind.fields
        for label in field.labels
        for piece in label.split("/")
    )


def is_personal_label(text: str) -> bool:
    """Say whether a cell is the label of a personal datum."""
    return bool(_LABEL.fullmatch(normal(text)))
