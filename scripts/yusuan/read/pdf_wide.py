"""Tables wider than their pages: the columns that were pushed to later pages come back.

A spreadsheet prints the left columns of all rows first and then the right ones, or page by page
beside each other. Rows of one table then stand at the same heights of two pages, and the right
one names no row: that is how the pages are known, and nothing less will do.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from yusuan.amounts import is_amount
from yusuan.read.pdf_page import Line, Ruled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yusuan.read.pdf_margins import PageItems

#: Rows of two pages are the same if they begin no further apart than this.
_NEAR = 1.5
#: Rows of labels above the amounts, at most.
_LABELS = 5
#: So many of a left page's rows have a name or a code.
_NAMED = 0.8


def side_by_side(pages: Sequence[PageItems]) -> list[PageItems]:
    """Put pages of right columns behind the left ones of the same rows."""
    found = list(pages)
    index = 1
    while index < len(found):
        run = 0
        while index + run < len(found) and _right_of(found[index + run]):
            run += 1
        for count in range(min(run, index), 0, -1):
            if run % count == 0 and _fits(found, index - count, index, run, count):
                for offset in range(run):
                    left = index - count + offset % count
                    found[left] = _joined(found[left], found[index + offset])
                    found[index + offset] = replace(found[index + offset], items=())
                break
        index += max(run, 1)
    return found


def _tables(page: PageItems) -> list[Ruled]:
    return [item for item in page.items if isinstance(item, Ruled)]


def _body(table: Ruled) -> int:
    """Give the first row of amounts, behind the labels."""
    return next(
        (
            index
            for index, row in enumerate(table.rows)
            if any(cell.strip() for cell in row) and all(map(is_amount, row))
        ),
        len(table.rows),
    )


def _right_of(page: PageItems) -> bool:
    """Say whether a page can hold right columns: one table, no title, amounts without names."""
    tables = _tables(page)
    if len(tables) != 1 or len(page.items) != 1 or not tables[0].tops:
        return False
    body = _body(tables[0])
    rows = tables[0].rows[body:]
    return body <= _LABELS and len(rows) > 1 and all(all(map(is_amount, row)) for row in rows)


def _fits(pages: Sequence[PageItems], first: int, right: int, run: int, count: int) -> bool:
    """Say whether each page of a run goes on to the right of one of ``count`` pages before it."""
    return all(
        _goes_on(pages[first + offset % count], pages[right + offset]) for offset in range(run)
    )


def _goes_on(left: PageItems, right: PageItems) -> bool:
    if (left.width, left.height) != (right.width, right.height):
        return False
    tables = _tables(left)
    if len(tables) != 1 or left.items[-1] is not tables[0]:
        return False
    (one,), (other,) = tables, _tables(right)
    if len(one.tops) != len(other.tops) or any(
        abs(a - b) > _NEAR for a, b in zip(one.tops, other.tops, strict=True)
    ):
        return False
    named = [
        any(cell.strip() and not _is_plain(cell) for cell in row)
        for row, beside in zip(one.rows, other.rows, strict=True)
        if any(cell.strip() for cell in beside)
    ]
    return sum(named) >= _NAMED * len(named)


def _is_plain(cell: str) -> bool:
    """Say whether a cell holds an amount, and no code: codes have three digits or more, alone."""
    return is_amount(cell) and not (cell.isdigit() and len(cell) > 2)


def _joined(left: PageItems, right: PageItems) -> PageItems:
    (one,), (other,) = _tables(left), _tables(right)
    rows = tuple(a + b for a, b in zip(one.rows, other.rows, strict=True))
    lines: list[Line | Ruled] = [item for item in left.items if item is not one]
    return replace(left, items=(*lines, replace(one, rows=rows, xs=(), ends=())))
