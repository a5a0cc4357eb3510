"""The indicators of a performance form: a header with 三级指标 and the rows below it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from yusuan.language import normal
from yusuan.recognise.labels import plain_label

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from yusuan.dictionary import TableKind
    from yusuan.read.document import Row
    from yusuan.tidy.rows import TidyRow, Typist

_BRACKETS = re.compile(r"\([^()]*\)$")
#: Rows that follow the indicators and are none: what they say is kept with the form.
_AFTER = re.compile(r"(其他|有关|需要|补充)?(需要?)?说明|备注|注[::]|附件")


def indicator_labels(kind: TableKind) -> dict[str, str]:
    """Index the columns of indicators by their labels."""
    return {plain_label(label): field.name for field in kind.fields for label in field.labels}


def column_of(text: str, labels: Mapping[str, str]) -> str | None:
    """Give the column of indicators that a label names, with or without its brackets."""
    plain = plain_label(text)
    return labels.get(plain) or labels.get(_BRACKETS.sub("", plain))


def is_head(row: Row, labels: Mapping[str, str]) -> bool:
    """Say whether a row heads indicators: it names them and another column of theirs."""
    found = {column_of(cell, labels) for cell in row.cells if cell.strip()}
    return (
        "indicator_3" in found and len(found & {"indicator_1", "indicator_2", "target_value"}) > 0
    )


def blocks_of(row: Row, labels: Mapping[str, str]) -> list[dict[int, str]]:
    """Give the columns of each block that a head prints; horizons may stand side by side."""
    blocks: list[dict[int, str]] = [{}]
    named = [column_of(cell, labels) if cell.strip() else None for cell in row.cells]
    for position, cell in enumerate(row.cells):
        if not cell.strip():
            continue
        if named[position] == "indicator_3" and "indicator_1" in named[position:]:
            continue  # 绩效指标, written down the side of all levels
        name = column_of(cell, labels) or f"other:{cell.strip()}"
        if name in blocks[-1].values() and not name.startswith("other:"):
            again = name in {"indicator_1", "indicator_2", "indicator_3"}
            if again and "target_value" in blocks[-1].values():
                blocks.append({})
            else:
                name = f"other:{cell.strip()}"
        blocks[-1][position] = name
    if len(blocks) > 1 and "indicator_1" not in blocks[1].values():
        first = next((i for i, name in blocks[0].items() if name == "indicator_1"), None)
        if first is not None:
            for block in blocks[1:]:
                block[first] = "indicator_1"
    return blocks


def read_indicators(
    rows: Sequence[Row],
    block: Mapping[int, str],
    typist: Typist,
    form: int,
    horizon: str | None = None,
) -> tuple[list[TidyRow], list[Row]]:
    """Read the rows below a head; give the indicators, and rows that are none of them."""
    found: list[TidyRow] = []
    rest: list[Row] = []
    heads = {normal(name.removeprefix("other:")) for name in block.values()}
    for row in rows:
        cells = {name: _cell(row, position) for position, name in block.items()}
        filled = {name: text for name, text in cells.items() if text.strip()}
        first = next((cell for cell in row.cells if cell.strip()), "")
        if not filled or _AFTER.match(normal(first)):
            if first:
                rest.append(row)
            continue
        if set(map(normal, filled.values())) <= heads or not _names(filled):
            continue
        if "indicator_3" not in filled and found:
            _go_on(found[-1], filled, typist)
            continue
        made = typist.row({n: t for n, t in cells.items() if not n.startswith("other:")}, row.place)
        made.values |= {"form": form, "horizon_printed": horizon}
        made.others = {
            name.removeprefix("other:"): text.strip()
            for name, text in filled.items()
            if name.startswith("other:")
        }
        found.append(made)
    _carry(found, ("indicator_1", "indicator_2"))
    return [row for row in found if row.values.get("indicator_3")], rest


def _cell(row: Row, position: int) -> str:
    return row.cells[position] if position < len(row.cells) else ""


def _names(filled: Mapping[str, str]) -> bool:
    """Say whether what is filled can be of an indicator: more than a dash or a blank 无."""
    return not set(map(normal, filled.values())) <= {"无", "-", "/", "0"}


def _go_on(last: TidyRow, filled: Mapping[str, str], typist: Typist) -> None:
    """Append what a page break or a wrap has cut off from the indicator above."""
    for name, text in filled.items():
        if name.startswith("other:"):
            label = name.removeprefix("other:")
            last.others[label] = last.others.get(label, "") + text.strip()
        else:
            before = last.raw.get(name, str(last.values.get(name) or ""))
            typist.put(last, name, before + text)


def _carry(rows: list[TidyRow], names: Sequence[str]) -> None:
    """Give the rows below a merged cell its text; a new upper level begins the lower anew."""
    held: dict[str, object] = {}
    for row in rows:
        for depth, name in enumerate(names):
            value = row.values.get(name)
            if value is not None:
                held[name] = value
                for lower in names[depth + 1 :]:
                    held.pop(lower, None)
            elif name in held and name in row.values:
                row.values[name] = str(held[name])
                row.inferred.append(name)
