"""Contents drawn as a table: their lines are headings, not a budget's rows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from yusuan.language import normal, unwrapped
from yusuan.read.document import Block, Grid, Heading

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_TITLE = re.compile(
    r"(?:\(?[一二三四五六七八九十\d]{1,3}[、.)]\)?|(?:公开|附|附件|预算|财决)*\d*表?[\d一二三四五六七八九十]*(?:-\d+)*[、.:]?)?"
    r"[^。；:]{3,45}表(?:\([^()]{1,20}\))?[.…·\-_]*\d{0,3}"
)
#: What else stands in a line of contents: its number, its page, a form's number, a mark.
_BESIDE = re.compile(r"\D{0,8}\d{0,3}\D{0,3}|(?:公开|附|财决)*\d*表?\d*(?:-\d+)*表?|[^\d]{0,20}")


def unfolded(blocks: Iterable[Block]) -> Iterator[Block]:
    """Give the blocks, with each line of contents that is drawn as a table as a heading."""
    for block in blocks:
        if isinstance(block, Grid) and is_contents(block):
            for row in block.rows:
                for title in filter(_names_table, row.cells):
                    yield Heading(unwrapped(title), 3, row.place)
        else:
            yield block


def is_contents(grid: Grid) -> bool:
    """Say whether the rows of a grid list the titles of tables and hold no amounts."""
    titled = 0
    for row in grid.rows:
        cells = [cell for cell in row.cells if cell.strip()]
        titles = [cell for cell in cells if _names_table(cell)]
        if len(titles) > 1 or any(
            not _BESIDE.fullmatch(normal(c)) for c in cells if c not in titles
        ):
            return False
        titled += bool(titles)
    return titled >= 2 and titled * 2 >= len(grid.rows)


def _names_table(cell: str) -> bool:
    return bool(_TITLE.fullmatch(normal(cell)))
