"""The CSV files of a package: UTF-8 with BOM, LF, amounts with the digits of the document."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from decimal import Decimal
from typing import TYPE_CHECKING

from yusuan.amounts import format_amount

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from yusuan.tidy.rows import TidyRow, Value

BOM = b"\xef\xbb\xbf"


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Write a CSV with the header and rows given as text."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return BOM + stream.getvalue().encode("utf-8")


def tidy_cells(row: TidyRow, columns: Sequence[str]) -> list[str]:
    """Give a tidy row's cells as the CSV has them."""
    extra: Mapping[str, str] = {
        "place": row.place,
        "raw": json.dumps(row.raw, ensure_ascii=False, sort_keys=True) if row.raw else "",
        "other_columns": json.dumps(row.others, ensure_ascii=False, sort_keys=True)
        if row.others
        else "",
        "inferred": " ".join(sorted(row.inferred)),
    }
    return [extra[name] if name in extra else cell_text(row.values.get(name)) for name in columns]


def cell_text(value: Value) -> str:
    """Give a typed value as a CSV cell; nothing is an empty cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format_amount(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value)
