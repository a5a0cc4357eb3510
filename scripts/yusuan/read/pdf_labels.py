"""Labels above columns that no lines part: which column each stands over, and which spans many."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from yusuan.read.pdf_columns import Column, UncertainError, is_value
from yusuan.read.pdf_page import Line, wrapped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    #: How far a label is from the middle of some others; ``None`` if it can't span them.
    Off = Callable[["Label", Sequence["Label"]], float | None]

#: Lines of one label are nearer than this part of a letter's size.
_TIGHT = 0.6
#: A label's middle is that of what it spans to this part of a column, or of a letter's size.
_MIDDLE, _LETTER = 0.22, 0.7
#: Labels are spanned by another if they stand lower than this part of the way to the lowest.
_LOWER = 0.7
#: More ways to match labels and columns than this, and none is certain.
_WAYS = 2000
#: A way is the right one if it is better than any other by this many letters' size.
_CLEARLY = 1.0

#: How many labels are spanned, how far off the middles are, and the part of each that spans.
Share = tuple[int, float, list[tuple[int, int]]]
#: A level rule: its height on the page, and where it begins and ends.
Rule = tuple[float, float, float]


@dataclass(slots=True, eq=False)
class Label:
    """A label; ``parts`` are the labels that it spans, and none for one over a single column."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    parts: list[Label] = field(default_factory=list)

    @property
    def middle(self) -> float:
        """Middle, from left to right."""
        return (self.x0 + self.x1) / 2

    @property
    def height(self) -> float:
        """Middle, from top to bottom."""
        return (self.top + self.bottom) / 2

    def over(self, other: Label | Column) -> bool:
        """Say whether two stand above each other."""
        return self.x0 < other.x1 and other.x0 < self.x1


def header(
    head: Sequence[Sequence[Line]], body: Sequence[Column], rules: Sequence[Rule], size: float
) -> tuple[list[Column], list[tuple[str, ...]]]:
    """Give the columns and the rows of labels above them. Raises :class:`UncertainError`."""
    labels = _stacked([[_label(piece) for piece in row] for row in head], rules, size)
    spanning = [label for label in labels if _spans(label, labels, body, size)]
    leaves = sorted((x for x in labels if x not in spanning), key=lambda x: x.middle)
    if len(leaves) < 2:
        raise UncertainError
    columns = matched(leaves, body, size)
    roots = _rooted(leaves, spanning, columns, rules, size)
    if len(roots) == 1:
        roots = roots[0].parts  # a title, or a label that says nothing of its columns
    rows = [[""] * len(leaves) for _ in range(max(map(_height, roots)))]
    for label, depth in _walk(roots, 0):
        rows[depth][leaves.index(_first(label))] = label.text
    return columns, [tuple(row) for row in rows]


def _label(piece: Line) -> Label:
    if is_value(piece.text):
        raise UncertainError
    return Label(piece.text, piece.x0, piece.x1, piece.top, piece.bottom)


def _height(label: Label) -> int:
    return 1 + max(map(_height, label.parts), default=0)


def _first(label: Label) -> Label:
    return _first(label.parts[0]) if label.parts else label


def _walk(labels: Sequence[Label], depth: int) -> Iterator[tuple[Label, int]]:
    for label in labels:
        yield label, depth
        yield from _walk(label.parts, depth + 1)


def _stacked(rows: list[list[Label]], rules: Sequence[Rule], size: float) -> list[Label]:
    """Put the lines of wrapped labels together."""
    labels: list[Label] = []
    for row in rows:
        above = [label for label in labels if -size < row[0].top - label.bottom < _TIGHT * size]
        bare = [not any(map(label.over, above)) for label in row]
        for label in row:
            upper = [other for other in above if other.over(label)]
            if len(upper) == 1 and _wraps(upper[0], label, row, bare, size, rules):
                (whole,) = upper
                whole.text = wrapped([whole.text, label.text])
                whole.x0, whole.x1 = min(whole.x0, label.x0), max(whole.x1, label.x1)
                whole.bottom = label.bottom
            else:
                labels.append(label)
    return labels


def _wraps(
    upper: Label,
    label: Label,
    row: Sequence[Label],
    bare: Sequence[bool],
    size: float,
    rules: Sequence[Rule],
) -> bool:
    """Say whether a label goes on with the one above it, and is no column among others below it."""
    if sum(map(upper.over, row)) != 1 or label.top < upper.bottom - _TIGHT * size:
        return False
    if any(upper.bottom - 3 < y < label.top + 3 and x0 < label.middle < x1 for y, x0, x1 in rules):
        return False
    position = row.index(label)
    beside = [bare[i] for i in (position - 1, position + 1) if 0 <= i < len(row)]
    if abs(upper.middle - label.middle) < _LETTER * size:
        return not (len(beside) == 2 and all(beside))
    if abs(upper.x0 - label.x0) < _LETTER * size:
        if any(beside):
            raise UncertainError
        return True
    return False


def _spans(label: Label, labels: Sequence[Label], body: Sequence[Column], size: float) -> bool:
    """Say whether a label stands over other labels, and not over a column of its own."""
    below = [other for other in labels if other.top > label.bottom - _TIGHT * size]
    if any(map(label.over, below)):
        return True
    left = max((x for x in labels if x.x1 <= label.x0), key=lambda x: x.x1, default=None)
    right = min((x for x in labels if x.x0 >= label.x1), key=lambda x: x.x0, default=None)
    if left is None or right is None or left not in below or right not in below:
        return False
    under = [column for column in body if label.over(column)]
    if under:
        return all(left.over(column) or right.over(column) for column in under)
    middle = (left.middle + right.middle) / 2
    return abs(middle - label.middle) < _MIDDLE * (right.middle - left.middle) + _LETTER * size


def matched(leaves: Sequence[Label], body: Sequence[Column], size: float) -> list[Column]:
    """Give each label's column: the figures and names that stand under it, and itself.

    A label may have nothing under it; nothing may be without its label.
    """
    body = _mended(leaves, body)
    ways: list[tuple[float, list[Column]]] = []
    for way in _ways(leaves, body, float("-inf")):
        ways.append(way)
        if len(ways) > _WAYS:
            raise UncertainError
    ways.sort(key=lambda way: way[0])
    if not ways or (len(ways) > 1 and ways[1][0] - ways[0][0] < _CLEARLY * size):
        raise UncertainError
    return ways[0][1]


def _mended(leaves: Sequence[Label], body: Sequence[Column]) -> list[Column]:
    """Join what one label alone stands over: words in a column that end and begin alike."""
    joined: list[Column] = []
    for column in body:
        if joined and any(x.over(joined[-1]) and x.over(column) for x in leaves):
            joined[-1] = joined[-1].with_(column)
        else:
            joined.append(column)
    return joined


def _ways(
    leaves: Sequence[Label], body: Sequence[Column], right: float
) -> Iterator[tuple[float, list[Column]]]:
    """Give every way to put labels over columns in order, with the distance that lies between."""
    if not leaves:
        if not body:
            yield 0.0, []
        return
    label = leaves[0]
    own = Column(label.x0, label.x1)
    if len(leaves) > len(body) and own.x0 > right:
        for far, rest in _ways(leaves[1:], body, own.x1):
            yield far, [own, *rest]
    if body:
        whole = body[0].with_(own)
        if whole.x0 > right and all(other.x0 >= whole.x1 for other in leaves[1:2]):
            away = max(0.0, body[0].x0 - own.x1, own.x0 - body[0].x1)
            for far, rest in _ways(leaves[1:], body[1:], whole.x1):
                yield away + far, [whole, *rest]


def _rooted(
    leaves: Sequence[Label],
    spanning: Sequence[Label],
    columns: Sequence[Column],
    rules: Sequence[Rule],
    size: float,
) -> list[Label]:
    """Put spanning labels over what they span, the lowest first; give what nothing spans."""
    extent = dict(zip(leaves, columns, strict=True))
    nodes = list(leaves)
    for level in _levels(spanning, size):
        for run, parents in _runs(nodes, level, size):
            for parent, (start, end) in zip(
                parents, _shared(run, parents, extent, rules, size), strict=True
            ):
                parent.parts = run[start:end]
                extent[parent] = extent[run[start]].with_(extent[run[end - 1]])
                nodes[nodes.index(run[start])] = parent
                nodes = [node for node in nodes if node not in run[start:end]]
        if not all(label.parts for label in level):
            raise UncertainError
    return nodes


def _levels(labels: Sequence[Label], size: float) -> list[list[Label]]:
    """Group labels by their height on the page, the lowest first, each from left to right."""
    levels: list[list[Label]] = []
    for label in sorted(labels, key=lambda x: -x.top):
        if levels and levels[-1][0].top - label.top < _TIGHT * size:
            levels[-1].append(label)
        else:
            levels.append([label])
    return [sorted(level, key=lambda x: x.middle) for level in levels]


def _runs(
    nodes: Sequence[Label], level: Sequence[Label], size: float
) -> Iterator[tuple[list[Label], list[Label]]]:
    """Give each run of labels that all stand lower than a level's, and those of it above the run."""
    low = max(label.height for label in level)
    below = [n.height for n in nodes if n.height > low and any(map(n.over, level))]
    below = below or [n.height for n in nodes if n.height > low + _TIGHT * size]
    # a label over one column only stands half way between those over many and theirs
    least = low + _LOWER * (max(below, default=low) - low)
    run: list[Label] = []
    for node in [*nodes, None]:
        if node is not None and below and node.height > least:
            run.append(node)
            continue
        if run:
            parents = [x for x in level if run[0].x0 - size < x.middle < run[-1].x1 + size]
            if parents:
                yield run, parents
        run = []


def _shared(
    run: Sequence[Label],
    parents: Sequence[Label],
    extent: dict[Label, Column],
    rules: Sequence[Rule],
    size: float,
) -> list[tuple[int, int]]:
    """Share a run of labels among those that span it. Raises :class:`UncertainError`."""
    ways = sorted(
        _shares(run, parents, 0, lambda parent, part: _off(parent, part, extent, rules, size)),
        key=lambda way: (-way[0], way[1]),
    )
    if not ways:
        raise UncertainError
    alike = max(x.height for x in run) - min(x.height for x in run) < _TIGHT * size
    best = [way for way in ways if way[0] == ways[0][0]] if alike else sorted(ways, key=_far)
    if len(best) > 1 and best[1][1] - best[0][1] < _CLEARLY * size:
        raise UncertainError
    return best[0][2]


def _far(way: Share) -> float:
    return way[1]


def _shares(
    run: Sequence[Label], parents: Sequence[Label], start: int, off: Off
) -> Iterator[Share]:
    """Give every way to share: how many labels are spanned, how far off the middles are, parts."""
    if not parents:
        yield 0, 0.0, []
        return
    for first in range(start, len(run)):
        for end in range(first + 1, len(run) + 1):
            away = off(parents[0], run[first:end])
            if away is None:
                continue
            for count, far, rest in _shares(run, parents[1:], end, off):
                yield count + end - first, away + far, [(first, end), *rest]


def _off(
    parent: Label,
    part: Sequence[Label],
    extent: dict[Label, Column],
    rules: Sequence[Rule],
    size: float,
) -> float | None:
    """Give how far a label is from the middle of what it might span; ``None`` if too far."""
    left, right = extent[part[0]], extent[part[-1]]
    if not (left.x0 - size < parent.middle < right.x1 + size):
        return None
    under = [
        (x0, x1)
        for y, x0, x1 in rules
        if parent.bottom - 3 < y < max(x.top for x in part) + 3 and x0 < parent.middle < x1
    ]
    for x0, x1 in under:
        if not (x0 < part[0].middle < x1 and x0 < part[-1].middle < x1):
            return None
    by_label = (part[0].middle + part[-1].middle) / 2
    by_extent = (left.x0 + right.x1) / 2
    away = min(abs(by_label - parent.middle), abs(by_extent - parent.middle))
    step = (right.x1 - left.x0) / len(part)
    return away if away < max(_MIDDLE * step, _LETTER * size) else None
