"""Personal data is dropped here, before anything else sees the document.

Names of responsible persons and their telephone and identity numbers are blanked by their
labels; numbers of that form are blanked anywhere in text. ``find_personal`` is the scan that
guards every output.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from yusuan.language import normal
from yusuan.read.document import Block, Document, Grid, Heading, Paragraph, Row

if TYPE_CHECKING:
    from collections.abc import Iterator

_PERSON = r"(?:项目|单位|部门|财务|业务)?(?:负责人|联系人|经办人|填报人|填表人|制表人|制表|审核人|审批人|主管领导|法定代表人|法人)(?:姓名|签字|签章)?"
_NUMBER = r"(?:联系|办公|固定|移动|手机|负责人|联系人)*(?:电话|手机|号码|传真|联系方式)(?:号码)?|身份证号?码?|电子邮箱|邮箱"
_LABEL = re.compile(rf"(?:{_PERSON}|{_NUMBER})(?:及(?:{_PERSON}|{_NUMBER}))*[::]?")
_IN_TEXT = re.compile(rf"((?:{_PERSON}|{_NUMBER})\s*[:：]\s*)([^\s，。；、）)]+)")
_MARKED_NUMBER = re.compile(
    r"(?<![0-9.])1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?![0-9.])"  # mobile
    r"|(?<![0-9.])0\d{2,3}[-—– ]\d{7,8}(?![0-9.])"
    r"|(?<![0-9.])\(0\d{2,3}\) ?\d{7,8}(?![0-9.])"
    r"|(?<![0-9.])[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[0-9Xx](?![0-9.])"  # identity
)
_AFTER_WORD = re.compile(r"(?:电话|手机|传真|联系方式)[^0-9]{0,6}\d{7,8}(?!\d)")
#: Longest name of a person, or of two, that a cell under a label may hold.
_LONGEST_NAME = 12


def without_personal(document: Document) -> Document:
    """Give the document with every personal datum blanked."""
    return document.with_blocks(_blank(block) for block in document.blocks)


def find_personal(text: str) -> str | None:
    """Give what looks like a telephone or identity number in a text, or ``None``."""
    match = _MARKED_NUMBER.search(text) or _AFTER_WORD.search(text)
    return match[0] if match else None


def _blank(block: Block) -> Block:
    if isinstance(block, Grid):
        return Grid(tuple(_blank_rows(block.rows)))
    if isinstance(block, Paragraph):
        return replace(block, text=_blank_text(block.text))
    return replace(block, text=_blank_text(block.text)) if isinstance(block, Heading) else block


def _blank_text(text: str) -> str:
    return _AFTER_WORD.sub("", _MARKED_NUMBER.sub("", _IN_TEXT.sub(r"\1", text)))


def _blank_rows(rows: tuple[Row, ...]) -> Iterator[Row]:
    """Blank the value beside a personal label; under it, where the label heads a column."""
    columns: set[int] = set()
    for row in rows:
        cells = list(row.cells)
        labels = [index for index, cell in enumerate(cells) if _LABEL.fullmatch(normal(cell))]
        for index in labels:
            value = next((i for i in range(index + 1, len(cells)) if cells[i].strip()), None)
            if value is not None and value not in labels and _personal_value(cells[value]):
                cells[value] = ""
            else:
                columns.add(index)
        for index in columns - set(labels):
            if index < len(cells) and _personal_value(cells[index]):
                cells[index] = ""
        yield Row(tuple(_blank_text(cell) for cell in cells), row.place)


def _personal_value(text: str) -> bool:
    """Say whether a cell can hold a name or a number rather than another label or a sentence."""
    plain = normal(text)
    return len(plain) <= _LONGEST_NAME or bool(_MARKED_NUMBER.search(plain))


def is_personal_label(text: str) -> bool:
    """Say whether a cell is the label of a personal datum."""
    return bool(_LABEL.fullmatch(normal(text)))
