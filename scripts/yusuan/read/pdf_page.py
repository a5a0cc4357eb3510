"""A page of a PDF as a reader sees it: its visible characters, cleaned, and lines of them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter
from statistics import median
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Box = tuple[float, float, float, float]

#: Radicals that fonts give in place of the characters that look like them.
_RADICALS = re.compile("[\u2e80-\u2fdf]")
#: The private range in which Windows keeps its symbol fonts.
_SYMBOLS = re.compile("[\uf020-\uf0ff]")
_NO_TEXT = re.compile(r"\(cid:\d+\)")
_BLANKS = re.compile(r"[\s\u3000]+")
_NUMERIC = re.compile(r"-?[\d,.]+%?")
_AMOUNT = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?%?|-?\d{1,3}(?:,\d{3})*,\d{0,2}")
_YEAR = re.compile(r"(?:19|20)\d\d")
#: A character of a font that does not say which character it is.
UNKNOWN = "\ufffd"
#: Two marks of the same character nearer than this are one, printed twice to look bold.
_OVERPRINT = 1.0
#: A gap of this part of the font's size is a blank, of that many sizes a new piece of text.
_BLANK, _APART = 0.35, 3.0
#: Ink lighter than the first is a watermark's, or white on white; lighter than the second, a
#: watermark's if the text is larger than the page's.
_LIGHT, _PALE = 0.82, 0.6


@dataclass(frozen=True, slots=True)
class Char:
    """A visible character; coordinates in points from the page's top left corner.

    ``turn`` is 1 for text that runs up the page, -1 for text that runs down, else 0.
    """

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    turn: int = 0

    @property
    def x(self) -> float:
        """Middle, from left to right."""
        return (self.x0 + self.x1) / 2

    @property
    def y(self) -> float:
        """Middle, from top to bottom."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Line:
    """Characters on one base line without a wide gap between them."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a ruled table: where it stands, its box and the characters in it."""

    row: int
    column: int
    box: Box
    chars: tuple[Char, ...]


@dataclass(frozen=True, slots=True)
class Ruled:
    """A table as it is printed: its rows of texts, its box, and where each row begins.

    ``tops`` is empty where rows have no lines between them, and so are ``xs``, where each
    column begins, and ``ends``, the cells at the table's top and bottom. ``moved`` is the row
    that went to its other half on the page before.
    """

    rows: tuple[tuple[str, ...], ...]
    box: Box
    tops: tuple[float, ...] = ()
    xs: tuple[float, ...] = ()
    ends: tuple[Cell, ...] = ()
    moved: int | None = None


def cleaned(text: str) -> str:
    """Give a character as text editors have it: no radicals, no private symbols."""
    if _RADICALS.search(text):
        text = unicodedata.normalize("NFKC", text)
    if _NO_TEXT.fullmatch(text):
        return UNKNOWN
    return _SYMBOLS.sub("•", text)


def visible(
    chars: Iterable[dict[str, Any]], box: Box, behind: Sequence[dict[str, Any]]
) -> list[Char]:
    """Clean a page's characters and drop what no reader sees and what is printed twice.

    ``behind`` are the filled areas and images, on which light text can be read.
    """
    found: list[Char] = []
    light: list[tuple[Char, float]] = []
    seen: dict[tuple[str, int], list[tuple[float, float]]] = {}
    lightness: dict[Any, float] = {}
    for char in chars:
        a, b = char["matrix"][:2]
        if abs(b) > 0.05 * abs(a) and abs(a) > 0.05 * abs(b):
            continue  # no text of a document runs aslant, only a stamp's or a watermark's
        x0, x1, top, bottom = char["x0"], char["x1"], char["top"], char["bottom"]
        if not (box[0] <= (x0 + x1) / 2 <= box[2] and box[1] <= (top + bottom) / 2 <= box[3]):
            continue
        text = cleaned(char["text"])
        height = round(top)
        if text.strip() and any(
            abs(x - x0) < _OVERPRINT and abs(y - top) < _OVERPRINT
            for near in (height - 1, height, height + 1)
            for x, y in seen.get((text, near), ())
        ):
            continue
        seen.setdefault((text, height), []).append((x0, top))
        turn = 0 if abs(a) >= abs(b) else 1 if b > 0 else -1
        size = char["size"] if not turn else x1 - x0
        mark = Char(text, x0, x1, top, bottom, size, turn)
        ink = char.get("non_stroking_color")
        if ink not in lightness:
            lightness[ink] = _lightness(ink)
        if lightness[ink] < _PALE:
            found.append(mark)
        else:
            light.append((mark, lightness[ink]))
    if light:
        usual = median(char.size for char in found) if found else 0
        dark = [_box(area) for area in behind if _darkens(area)]
        found.extend(
            char
            for char, ink in light
            if any(_covers(area, char) for area in dark)
            or (ink < _LIGHT and char.size <= 1.5 * usual)
        )
    return found


def _lightness(ink: Any) -> float:
    """Give how light a colour is, from 0 for black to 1 for white; patterns count as black."""
    values = ink if isinstance(ink, tuple) else (ink,)
    if not values or not all(isinstance(value, int | float) for value in values):
        return 0.0
    if len(values) == 4:
        return float((1 - values[3]) * (1 - sum(values[:3]) / 3))
    return float(sum(values) / len(values)) if len(values) in {1, 3} else 0.0


def _darkens(area: dict[str, Any]) -> bool:
    if area["object_type"] == "image":
        return True
    return bool(area.get("fill")) and _lightness(area.get("non_stroking_color")) < _LIGHT


def _box(area: dict[str, Any]) -> Box:
    return area["x0"], area["top"], area["x1"], area["bottom"]


def _covers(area: Box, char: Char) -> bool:
    return area[0] <= char.x <= area[2] and area[1] <= char.y <= area[3]


def in_lines(chars: Sequence[Char]) -> list[list[Char]]:
    """Group characters by base line, top to bottom, each line from left to right."""
    lines: list[list[Char]] = []
    middle = height = 0.0
    for char in sorted(chars, key=attrgetter("y")):
        tall = min(char.bottom - char.top, 1.2 * char.size)
        if lines and char.y - middle < 0.5 * min(tall, height):
            lines[-1].append(char)
        else:
            lines.append([char])
            middle, height = char.y, tall
    return [sorted(line, key=attrgetter("x0")) for line in lines]


def text_of(line: Sequence[Char]) -> str:
    """Give a line's text, with a blank where a gap is as wide as one."""
    pieces = [line[0].text]
    for before, char in pairwise(line):
        if char.x0 - before.x1 > _BLANK * max(before.size, char.size):
            pieces.append(" ")
        pieces.append(char.text)
    return _BLANKS.sub(" ", "".join(pieces)).strip()


def lines_of(chars: Sequence[Char]) -> Iterator[Line]:
    """Give the lines of text in reading order; pieces far apart are lines of their own."""
    for line in in_lines([char for char in chars if not char.turn]):
        for piece in _pieces(line):
            text = text_of(piece)
            if text:
                inked = [char for char in piece if char.text.strip()]
                yield Line(
                    text,
                    inked[0].x0,
                    inked[-1].x1,
                    min(char.top for char in inked),
                    max(char.bottom for char in inked),
                    median(char.size for char in inked),
                )


def _pieces(line: Sequence[Char]) -> Iterator[list[Char]]:
    """Cut a line where nothing but blanks stands for a while."""
    piece: list[Char] = []
    end = 0.0
    for char in line:
        if char.text.strip():
            if piece and char.x0 - end > _APART * char.size:
                yield piece
                piece = []
            end = char.x1
        piece.append(char)
    if piece:
        yield piece


def turned_text(chars: Sequence[Char]) -> str:
    """Give the text of characters that run up or down the page."""
    turn = chars[0].turn
    columns: list[list[Char]] = []
    for char in sorted(chars, key=lambda char: char.x * turn):
        if columns and abs(char.x - columns[-1][0].x) < 0.5 * char.size:
            columns[-1].append(char)
        else:
            columns.append([char])
    return "".join(
        char.text.strip()
        for column in columns
        for char in sorted(column, key=lambda char: -char.y * turn)
    )


def wrapped(lines: Iterable[str]) -> str:
    """Put the lines of one text together: a blank only between Latin words or two amounts."""
    text = ""
    for line in lines:
        text += f" {line}" if text and line and _are_two(text, line) else line
    return text


def _are_two(text: str, line: str) -> bool:
    """Say whether a line begins another word or amount than the one the text ends with."""
    if _NUMERIC.fullmatch(text) and _NUMERIC.fullmatch(line):
        years = _YEAR.fullmatch(text) and _YEAR.fullmatch(line)
        return bool(years) or not _AMOUNT.fullmatch(text + line)
    return text[-1].isascii() and line[0].isascii() and (text[-1] + line[0]).isalpha()
