"""Texts in both languages of the project, and the cleaning of printed Chinese text."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

_SPACE = re.compile(r"\s+")
#: A break between two Chinese characters or marks is a line wrap, never a word's end.
_WRAP = re.compile(r"(?<=[⺀-鿿豈-﫿、-〿（）：；，。！？])\s+(?=[⺀-鿿豈-﫿、-〿（）：；，。！？])")
_QUOTES = re.compile(r"[“”\"'‘’「」『』《》]")


#: Languages of the site; the first one lies at its root, the others below their own name.
LANGUAGES = ("zh", "en")


class Bilingual(NamedTuple):
    """One text in Chinese and in English."""

    zh: str
    en: str

    def of(self, language: str) -> str:
        """Give the text in one language; the Chinese one where there is no English."""
        return self.en or self.zh if language == "en" else self.zh

    def __str__(self) -> str:
        return f"{self.zh} / {self.en}"


def normal(text: str) -> str:
    """Bring a printed label to the form in which labels are compared.

    Full-width letters become plain, white space and quotation marks go, so that
    ``支 出 总 计`` and ``“三公”经费`` equal their dictionary labels.
    """
    return _QUOTES.sub("", _SPACE.sub("", unicodedata.normalize("NFKC", text)))


def unwrapped(text: str) -> str:
    """Give a cell's text without the white space that only a line wrap put there."""
    return _WRAP.sub("", text.strip())
