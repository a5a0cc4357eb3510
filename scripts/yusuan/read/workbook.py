"""Workbooks (xlsx, xls) → blocks, by python-calamine; places are sheets and rows."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import TYPE_CHECKING, Any

from yusuan.errors import InputRefusedError
from yusuan.read.archive import repacked
from yusuan.read.document import Block, Place, Row
from yusuan.read.layout import Line, laid_out
from yusuan.read.limits import LIMITS, Limits
from yusuan.read.number_format import displayed
from yusuan.read.ole import container
from yusuan.read.refusal import Budget, damaged, encrypted, over, refused
from yusuan.read.sheet_cells import EncryptedWorkbookError, SheetCells, xls_cells, xlsx_cells

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Parts of a workbook that hold no cells.
_PICTURES = ("xl/media/", "xl/drawings/", "xl/embeddings/", "xl/charts/", "xl/printerSettings/")
_DAY = dt.time()


def read_workbook(name: str, data: bytes, limits: Limits = LIMITS) -> tuple[Block, ...]:
    """Read a workbook into blocks, hidden sheets too, if they hold anything.

    Raises :class:`InputRefusedError` if it is encrypted, damaged, empty or over a limit.
    """
    budget = Budget(name, limits)
    kind = "xlsx" if data.startswith(b"PK") else "xls"
    try:
        if kind == "xlsx":
            cells, data = _surveyed_xlsx(name, data, limits, budget)
        else:
            cells, data = _surveyed_xls(data, budget)
        _refuse_large(name, cells, limits)
        blocks = tuple(_blocks(data, cells, budget))
    except InputRefusedError:
        raise
    except EncryptedWorkbookError as error:
        raise encrypted(name, kind) from error
    except Exception as error:  # whatever the libraries say of a broken file
        raise damaged(name, kind, error) from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # calamine's, which is no Exception
            raise damaged(name, kind, error) from None
        raise
    if not blocks:
        raise refused(
            name,
            "工作簿是空的",
            "the workbook is empty",
            "检查是否选对了文件",
            "check that it is the right file",
        )
    return blocks


def _surveyed_xlsx(
    name: str, data: bytes, limits: Limits, budget: Budget
) -> tuple[dict[str, SheetCells], bytes]:
    """Survey an xlsx, and pack it again with what was unpacked within the limits."""
    plain = repacked(name, data, limits, _PICTURES)
    with zipfile.ZipFile(io.BytesIO(plain)) as archive:
        return xlsx_cells(archive, budget.spend), plain


def _surveyed_xls(data: bytes, budget: Budget) -> tuple[dict[str, SheetCells], bytes]:
    """Survey an xls, and put its workbook into a clean container."""
    import olefile  # noqa: PLC0415 - only old workbooks need it

    with olefile.OleFileIO(io.BytesIO(data)) as file:
        name = "Workbook" if file.exists("Workbook") else "Book"
        stream = file.openstream(name).read()
    return xls_cells(stream, budget.spend), container(name, stream)


def _refuse_large(name: str, cells: dict[str, SheetCells], limits: Limits) -> None:
    for sheet, found in cells.items():
        if found.rows * found.columns > limits.cells:
            reach = f"{found.rows:,} × {found.columns:,}"
            raise over(
                name,
                f"最多 {limits.cells:,} 个单元格，工作表“{sheet}”有 {reach}",
                f"{limits.cells:,} cells at most, sheet “{sheet}” has {reach}",
            )


def _blocks(data: bytes, cells: dict[str, SheetCells], budget: Budget) -> Iterator[Block]:
    from python_calamine import CalamineWorkbook, SheetTypeEnum  # noqa: PLC0415 - as above

    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
        for index, meta in enumerate(workbook.sheets_metadata):
            if meta.typ == SheetTypeEnum.WorkSheet:
                sheet = workbook.get_sheet_by_index(index)
                known = cells.get(meta.name, SheetCells())
                yield from laid_out(list(_lines(sheet, meta.name, known, budget)))


def _lines(sheet: Any, name: str, known: SheetCells, budget: Budget) -> Iterator[Line]:
    """Give the rows of a sheet with what each cell shows; only a merge's first cell has text."""
    spans: dict[int, dict[int, int]] = {}
    inside: set[tuple[int, int]] = set()
    used_rows, used_columns = sheet.total_height, sheet.total_width
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        spans.setdefault(top, {})[left] = right - left + 1
        rows = range(top, min(bottom + 1, used_rows))
        columns = range(left, min(right + 1, used_columns))
        budget.spend(len(rows) * len(columns))
        inside |= {(row, column) for row in rows for column in columns} - {(top, left)}
    for row, values in enumerate(sheet.to_python(skip_empty_area=False)):
        budget.spend(len(values))
        texts = tuple(
            ""
            if (row, column) in inside
            else _shown(value, known, (row, column)) or known.faults.get((row, column), "")
            for column, value in enumerate(values)
        )
        yield Line(Row(texts, Place(sheet=name, row=row + 1)), spans.get(row, {}))


def _shown(value: Any, known: SheetCells, at: tuple[int, int]) -> str:  # noqa: PLR0911 - a type, a line
    """Give a cell's text as it is shown."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, (int, float)):
        if value == 0 and not known.zeros:
            return ""
        return displayed(value, known.formats.get(at, "General"))
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == _DAY else value.isoformat(" ")
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    return str(value)
