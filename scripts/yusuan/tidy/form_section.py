"""The small tables inside a project form: shifted cells, lost merges and broken rows put back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.classification import code_by_name, reference
from yusuan.language import Bilingual, normal
from yusuan.recognise.headers import Header, HeaderFault, match_header
from yusuan.recognise.labels import Labels
from yusuan.tidy.rows import TidyRow, Typist

if TYPE_CHECKING:
    from yusuan.dictionary import TableKind
    from yusuan.errors import Problem
    from yusuan.read.document import Row


def tidy_section(
    kind: TableKind,
    start: str | None,
    rows: list[Row],
    where: str,
    before: int,
    problems: list[Problem],
) -> list[TidyRow]:
    """Read one section of one form.

    ``start`` is what the section's title says of its rows (the horizon of targets);
    ``before`` is how many rows the resource already has, so that parents can be numbered.
    """
    typist = Typist(kind, where, problems)
    if not rows:
        return []
    required = [column.name for column in kind.fields if column.required]
    ignored = frozenset(normal(label) for label in kind.reading.get("ignore", ()))
    header = match_header(rows, Labels.of(kind.fields), required, ignored)
    if isinstance(header, HeaderFault):
        typist.problem(
            str(rows[0].place),
            Bilingual(
                f"“{kind.title.zh}”的表头没有读懂：{'、'.join(header.unknown + header.missing)}",
                f"the header of {kind.title.en} is not understood: {', '.join(header.unknown + header.missing)}",
            ),
        )
        return []
    width = len(rows[0].cells)
    found: list[TidyRow] = []
    for row in rows[header.height :]:
        cells = _assign(row, header, width, kind, typist)
        if cells is None:
            continue
        if not cells.get(kind.reading["anchor"], "").strip():
            _continue(found, cells, row, typist)
            continue
        found.append(typist.row(cells, row.place))
    _carry(found, kind.reading.get("carried", ()))
    for row_ in found:
        if "start_field" in kind.reading:
            row_.values[kind.reading["start_field"]] = start
        _classify(row_, kind)
    _link(found, kind, before)
    return found


def _assign(
    row: Row, header: Header, width: int, kind: TableKind, typist: Typist
) -> dict[str, str] | None:
    """Say which cell belongs to which field.

    A cell that stands under its label is that label's. Where a lost merge has shifted the
    row, the texts from the anchor on are taken in order, but only if there is one for each
    label or the anchor's alone: anything else could be a guess.
    """
    same = len(row.cells) == width
    filled = [
        (i, cell)
        for i, cell in enumerate(row.cells)
        if cell.strip() and not (same and i in header.ignored)
    ]
    if not filled:
        return None
    if same and all(i in header.columns for i, _ in filled):
        return {name: row.cells[i] for i, name in header.columns.items()}
    anchor = next(i for i, name in header.columns.items() if name == kind.reading["anchor"])
    left = {
        header.columns[i]: cell for i, cell in filled if same and i < anchor and i in header.columns
    }
    rest = [cell for i, cell in filled if not (same and i < anchor and i in header.columns)]
    names = [name for i, name in sorted(header.columns.items()) if i >= anchor]
    if len(rest) not in {1, len(names)}:
        typist.problem(
            str(row.place),
            Bilingual(
                f"这一行有 {len(rest)} 个值，对不上 {len(names)} 列",
                f"the row has {len(rest)} values for {len(names)} columns, and they are shifted",
            ),
            Bilingual("每列一个值，或对齐表头", "a value a column, or values below their labels"),
        )
        return None
    empty = dict.fromkeys(header.columns.values(), "")
    return empty | left | dict(zip(names, rest, strict=False))


def _continue(found: list[TidyRow], cells: dict[str, str], row: Row, typist: Typist) -> None:
    """Append the cells of a row that a page or a wrap has broken to the row above."""
    pieces = {name: text for name, text in cells.items() if text.strip()}
    amounts = [name for name in pieces if typist.kind.field(name).type == "number"]
    if not found or amounts:
        typist.problem(
            str(row.place),
            Bilingual(
                "这一行缺少名称，也接不上前一行",
                "the row has no name and does not continue the one above",
            ),
        )
        return
    last = found[-1]
    for name, text in pieces.items():
        before = last.raw.get(name, str(last.values.get(name) or ""))
        typist.put(last, name, before + text)
    start = last.place.split("-")[0]
    last.place = f"{start}-{row.place.line or row.place.row}"


def _carry(rows: list[TidyRow], names: list[str]) -> None:
    """Give rows below a merged cell its text; a merge's text may also stand at its foot."""
    for position, row in enumerate(rows):
        for depth, name in enumerate(names):
            if row.values.get(name) is not None:
                continue
            if any(
                row.values.get(upper) is not None and upper not in row.inferred
                for upper in names[:depth]
            ):
                break
            above = rows[position - 1].values.get(name) if position else None
            below = next(
                (
                    later.values[name]
                    for later in rows[position:]
                    if later.values.get(name) is not None
                ),
                None,
            )
            value = above if position else below
            if value is not None:
                row.values[name] = value
                row.inferred.append(name)


def _classify(row: TidyRow, kind: TableKind) -> None:
    if kind.reading.get("classify") != "economic":
        return
    row.values["economic_code"] = None
    printed = row.raw.get("economic_name") or row.values.get("economic_name")
    code = code_by_name("economic", str(printed), level=2) if printed else None
    if code:
        row.values["economic_code"] = code
        row.inferred.append("economic_code")
        title = reference("economic")[code].title.zh
        if normal(title) != normal(str(row.values["economic_name"])):
            # the wrap had printed the name's last piece twice; the raw text keeps it
            row.values["economic_name"] = title
            row.inferred.append("economic_name")


def _link(rows: list[TidyRow], kind: TableKind, before: int) -> None:
    """Set role, level and parent of the rows of a section that has a total."""
    if "total" not in kind.reading:
        return
    totals = {normal(label) for label in kind.reading["total"]}
    anchor = kind.reading["anchor"]
    total: int | None = None
    for position, row in enumerate(rows, before + 1):
        text = normal(str(row.values[anchor]))
        if text in totals:
            total = position
            row.values |= {"role": "total", "level": 0, "parent_row": None}
        elif any(text.startswith(normal(mark)) for mark in kind.reading["of_which"]):
            # what it is a part of can't be told from the form, so it points at no row
            row.values |= {"role": "item", "level": 2, "parent_row": None}
        else:
            row.values |= {"role": "item", "level": 1, "parent_row": total}
