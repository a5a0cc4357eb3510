"""What the values of a workbook do not tell: how far each sheet reaches and how cells look.

Workbooks keep numbers in binary; the digits that people see are in the cell's format. This
is read here from the files themselves, and before anything is unfolded, as one cell in a far
corner makes a sheet of billions.
"""

from __future__ import annotations

import posixpath
import re
import struct
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Any

from yusuan.read.number_format import BUILT_IN

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Callable, Iterator

_PLAIN = {"General", "@", ""}
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})")
#: Records of the binary workbook format (BIFF8).
_BOF, _EOF, _FILE_PASS, _SHEET, _FORMAT, _XF = 0x809, 0x0A, 0x2F, 0x85, 0x41E, 0xE0
_FORMULA, _NUMBER, _RK, _MULTIPLE_RK = 0x06, 0x203, 0x27E, 0xBD
_BOOL_OR_ERROR = 0x205
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
_STRINGS, _DIMENSIONS, _WINDOW = 0xFC, 0x200, 0x23E
#: Records of a cell of any version, each of which begins with its row and column.
_CELLS = frozenset({2, 3, 4, 5, 6, 0x203, 0x204, 0x205, 0x206, 0x406, 0x27E, 0xBD, 0xD6, 0xFD})
_BIFF8 = 0x600
#: What a sheet of this format can reach.
_ROWS, _COLUMNS = 1 << 16, 1 << 8


class EncryptedWorkbookError(ValueError):
    """The workbook opens with a password only."""


@dataclass(slots=True)
class SheetCells:
    """A sheet's extent, the formats of its numbers, and whether it shows zeros at all.

    ``faults`` are the cells whose value is an error, or that no program has worked out: the
    text of the error or of the formula, so that no one takes them for blank.
    """

    rows: int = 0
    columns: int = 0
    formats: dict[tuple[int, int], str] = field(default_factory=dict)
    faults: dict[tuple[int, int], str] = field(default_factory=dict)
    zeros: bool = True

    def see(self, row: int, column: int, code: str = "General") -> None:
        """Take note of a cell that holds something."""
        self.rows, self.columns = max(self.rows, row + 1), max(self.columns, column + 1)
        if code not in _PLAIN:
            self.formats[row, column] = code


def xlsx_cells(archive: zipfile.ZipFile, spend: Callable[[int], None]) -> dict[str, SheetCells]:
    """Survey an xlsx by sheet name; ``spend`` is told of each row's cells."""
    formats = _xlsx_formats(archive)
    return {
        name: _xlsx_sheet(archive, path, formats, spend)
        for name, path in _xlsx_sheets(archive)
        if path in archive.NameToInfo
    }


def _elements(stream: IO[bytes], *tags: str) -> Iterator[tuple[str, Any]]:
    from lxml import etree  # noqa: PLC0415 - only workbooks need it

    wanted = [f"{{*}}{tag}" for tag in tags]
    yield from etree.iterparse(
        stream, events=("start", "end"), tag=wanted, resolve_entities=False, no_network=True
    )


def _ended(archive: zipfile.ZipFile, path: str, *tags: str) -> Iterator[Any]:
    if path not in archive.NameToInfo:
        return
    with archive.open(path) as stream:
        for event, element in _elements(stream, *tags):
            if event == "end":
                yield element


def _xlsx_sheets(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Give each sheet's name and the path of its part."""
    targets = {
        element.get("Id"): element.get("Target", "")
        for element in _ended(archive, "xl/_rels/workbook.xml.rels", "Relationship")
    }
    for element in _ended(archive, "xl/workbook.xml", "sheet"):
        relation = next((v for k, v in element.attrib.items() if k.endswith("}id")), None)
        target = targets.get(relation, "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)
        yield element.get("name", ""), posixpath.normpath(path)


def _xlsx_formats(archive: zipfile.ZipFile) -> list[str]:
    """Give the number format of each style of cells."""
    own: dict[str, str] = {}
    formats: list[str] = []
    for element in _ended(archive, "xl/styles.xml", "numFmt", "cellXfs"):
        if element.tag.endswith("}numFmt"):
            own[element.get("numFmtId", "")] = element.get("formatCode", "")
        else:
            for style in element:
                number = style.get("numFmtId", "0")
                known = BUILT_IN.get(int(number), "General") if number.isdigit() else "General"
                formats.append(own.get(number, known))
    return formats


def _xlsx_sheet(
    archive: zipfile.ZipFile, path: str, formats: list[str], spend: Callable[[int], None]
) -> SheetCells:
    cells = SheetCells()
    row = column = -1
    with archive.open(path) as stream:
        for event, element in _elements(stream, "sheetView", "row", "c"):
            tag = element.tag.rpartition("}")[2]
            if tag == "row" and event == "start":
                given = element.get("r", "")
                row, column = int(given) - 1 if given.isdigit() else row + 1, -1
            elif tag == "row":
                spend(column + 1 if column < 100 else 100)
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
            elif tag == "c" and event == "end":
                row, column = _position(element.get("r", ""), row, column + 1)
                if len(element):
                    style = element.get("s", "0")
                    code = (
                        formats[int(style)] if style.isdigit() and int(style) < len(formats) else ""
                    )
                    cells.see(row, column, code if element.get("t", "n") == "n" else "")
                    if fault := _xlsx_fault(element):
                        cells.faults[row, column] = fault
            elif tag == "sheetView":
                cells.zeros = element.get("showZeros", "1") not in {"0", "false"}
    return cells


def _xlsx_fault(cell: Any) -> str | None:
    """Give the error that a cell shows, or its formula if it has no value at all."""
    value, formula = cell.find("{*}v"), cell.find("{*}f")
    if cell.get("t") == "e":
        return (value.text if value is not None else None) or "#VALUE!"
    worked_out = value is not None and (value.text or cell.get("t", "n") != "n")
    if formula is not None and not worked_out and cell.find("{*}is") is None:
        return "=" + (formula.text or "?")
    return None


def _position(reference: str, row: int, column: int) -> tuple[int, int]:
    """Give row and column of a cell from 0; of one that does not say, those it stands at."""
    if not reference:
        return row, column
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        raise ValueError(reference)
    number = 0
    for letter in match[1].upper():
        number = number * 26 + ord(letter) - 64
    return int(match[2]) - 1, number - 1


def xls_cells(stream: bytes, spend: Callable[[int], None]) -> dict[str, SheetCells]:
    """Survey the workbook stream of an xls by sheet name.

    Raises :class:`EncryptedWorkbookError`; ``ValueError`` or ``struct.error`` if the stream is
    damaged.
    """
    own: dict[int, str] = {}
    styles: list[int] = []
    sheets: list[tuple[str, int]] = []
    flags = 1
    for kind, data, _ in _records(stream, 0):
        if kind == _BOF:
            flags = int(struct.unpack_from("<H", data)[0] == _BIFF8)
        elif kind == _FILE_PASS:
            raise EncryptedWorkbookError
        elif kind == _STRINGS:
            _refuse_more(struct.unpack_from("<II", data)[1], len(stream))
        elif kind == _FORMAT and flags:
            number, length = struct.unpack_from("<HH", data)
            own[number] = _characters(data[4:], length, flags)
        elif kind == _FORMAT:
            number, length = struct.unpack_from("<HB", data)
            own[number] = _characters(data[3:], length, flags)
        elif kind == _XF:
            styles.append(struct.unpack_from("<HH", data)[1])
        elif kind == _SHEET:
            start, _, length = struct.unpack_from("<IHB", data)
            sheets.append((_characters(data[7:], length, flags), start))
    formats = [own.get(number, BUILT_IN.get(number, "General")) for number in styles]
    return {name: _xls_sheet(stream, start, formats, spend) for name, start in sheets}


def _xls_error(kind: int, data: bytes) -> str | None:
    """Give the error that a cell of an xls shows, or ``None``."""
    if kind == _FORMULA:
        result, mark = data[6], struct.unpack_from("<H", data, 12)[0]
        return _ERRORS.get(data[8], "#VALUE!") if (mark, result) == (0xFFFF, 2) else None
    return _ERRORS.get(data[6], "#VALUE!") if data[7] else None


def _refuse_more(count: int, most: int) -> None:
    """Refuse a count that can't be true; calamine would make room for it."""
    if count > most:
        raise ValueError(count)


def _records(stream: bytes, start: int) -> Iterator[tuple[int, bytes, int]]:
    """Give the records of one substream, and how deep each is in it: charts are deeper."""
    position, depth = start, 0
    while position + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, position)
        position += 4
        depth += kind == _BOF
        yield kind, stream[position : position + length], depth
        depth -= kind == _EOF
        position += length
        if depth <= 0:
            return


def _characters(data: bytes, length: int, flags: int) -> str:
    """Decode a text; those of 97 and later have a byte before them that says how."""
    if not flags:
        return data[:length].decode("gb18030", "replace")
    if data[0] & 1:
        return data[1 : 2 * length + 1].decode("utf-16-le", "replace")
    return data[1 : length + 1].decode("latin-1")


def _xls_sheet(
    stream: bytes, start: int, formats: list[str], spend: Callable[[int], None]
) -> SheetCells:
    cells = SheetCells()

    def see(row: int, column: int, style: int, depth: int) -> None:
        code = formats[style] if depth == 1 and style < len(formats) else ""
        cells.see(row, column, code)

    for kind, data, depth in _records(stream, start):
        if kind in _CELLS:
            spend(1)
            row, column = struct.unpack_from("<HH", data)
            cells.see(row, column)
        if kind in {_NUMBER, _RK, _FORMULA}:
            see(row, column, struct.unpack_from("<H", data, 4)[0], depth)
        elif kind == _MULTIPLE_RK:
            for index in range((len(data) - 6) // 6):
                style = struct.unpack_from("<H", data, 4 + 6 * index)[0]
                see(row, column + index, style, depth)
            cells.see(row, struct.unpack_from("<H", data, len(data) - 2)[0])
        if kind in {_FORMULA, _BOOL_OR_ERROR}:
            if (error := _xls_error(kind, data)) is not None:
                cells.faults[struct.unpack_from("<HH", data)] = error
        elif kind == _DIMENSIONS:
            wide = len(data) >= 14
            top, rows, left, columns = struct.unpack_from("<IIHH" if wide else "<HHHH", data)
            for count, most in ((rows, _ROWS), (columns, _COLUMNS), (top, rows), (left, columns)):
                _refuse_more(count, most)
        elif kind == _WINDOW and depth == 1:
            cells.zeros = bool(struct.unpack_from("<H", data)[0] & 0x10)
    return cells
