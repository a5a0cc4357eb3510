"""Labels → fields: those that the dictionary spells out, and those put together from its words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from yusuan.language import normal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from yusuan.dictionary import Field, TableKind

_BESIDE = re.compile(r"^其中:|\((?:单位:)?(?:万元|元)\)$")
_YEAR = re.compile(r"^20\d\d年(?:度)?(?=.)")
#: Brackets behind a label: （万元）, （一）.
TAIL = re.compile(r"(?<=.)\([^()]*\)$")
#: What a group of columns calls its own sum.
SUMS = frozenset({"小计", "合计", "总计", "金额"})
#: Heads of groups whose columns are others than those without them, and what marks their fields.
_HEADS = (
    (re.compile(r".*(结转|结余).*"), "carried_over_"),
    (re.compile(r".*政府(预算)?(支出)?经济.*"), "government_"),
)
#: Funds: a part of one of them is no column of all money.
_FUNDS = frozenset({"general_public_budget", "government_fund", "state_capital"})


def plain_label(text: str) -> str:
    """Bring a header's label to normal form, without the year, 其中 and a unit in brackets."""
    plain = bare_label(text)
    while (bare := bare_label(_YEAR.sub("", plain))) != plain:
        plain = bare
    return plain


def bare_label(text: str) -> str:
    """Bring a header's label to normal form, without 其中 and a unit in brackets."""
    plain = normal(text)
    while (bare := _BESIDE.sub("", plain)) != plain:
        plain = bare
    return plain


def _spelled_out(printed: Iterable[tuple[str, Iterable[str]]]) -> dict[str, str]:
    """Index names by their labels: one of two rows with the slash between them and without it."""
    index: dict[str, str] = {}
    joined: dict[str, str] = {}
    for name, labels in printed:
        for label in labels:
            index["/".join(plain_label(piece) for piece in label.split("/"))] = name
            joined[plain_label(label.replace("/", ""))] = name
    return joined | index


class Labels(dict[str, str]):
    """Fields by printed label in normal form, and by what labels have in common.

    A label of two rows stands with the slash between them, and without it where no field has
    that as a label of one row: ``本年收入/合计`` and ``本年收入合计`` may mean different columns.
    """

    def __init__(self, spelled: Mapping[str, str], forms: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(spelled)
        self.forms = tuple((name, re.compile(form)) for name, form in forms)
        self.names = frozenset(spelled.values()) | {name for name, _ in forms}

    @classmethod
    def of(cls, fields: Iterable[Field]) -> Labels:
        """Give the labels of a kind's columns."""
        fields = list(fields)
        printed = [(column.name, column.labels) for column in fields]
        forms = [(column.name, column.label_pattern) for column in fields if column.label_pattern]
        return cls(_spelled_out(printed), forms)

    @classmethod
    def of_measures(cls, kind: TableKind) -> Labels:
        """Give the labels of the measures in a table of measures."""
        measures = kind.reading["measures"].items()
        forms = [(name, measure["pattern"]) for name, measure in measures if "pattern" in measure]
        return cls(_spelled_out([(name, measure["labels"]) for name, measure in measures]), forms)

    def with_larger_sum(self) -> Labels:
        """Give labels by which a bare 合计 is the sum of all measures, not of the three alone."""
        sums = {label: "with_meetings" for label in SUMS if self.get(label) == "total"}
        return self | Labels(sums)

    def __or__(self, other: object) -> Labels:  # type: ignore[override]  # labels with labels only
        """Give both; of a label that both have, the other's field."""
        if not isinstance(other, Labels):
            return NotImplemented
        both = Labels({**self, **other})
        both.forms = self.forms + other.forms
        both.names = self.names | other.names
        return both

    def find(self, path: tuple[str, ...]) -> tuple[str, int] | None:
        """Give the field that a column's labels name, and how many upper labels were left out.

        The longest label that ends the path counts: ``基本支出小计`` before ``小计``. The sum of
        a group is the group's; a head that makes other columns of those below is never left out.
        """
        if found := self._spelled(path):
            return found, 0
        if path[-1].endswith("支出") and any(piece.endswith("收入") for piece in path[:-1]):
            return None  # revenue for basic or project expenditure is no expenditure
        if len(path) > 1 and path[-1] in SUMS and (own := self.find(path[:-1])):
            return own
        head = max((i for i, piece in enumerate(path[:-1]) if _mark(piece)), default=None)
        fund = next(
            (i for i, p in enumerate(path[:-1]) if self._of_form((p,)) in _FUNDS), len(path)
        )
        for start in range(min(fund + 1, len(path) if head is None else head + 1)):
            found = self._spelled(path[start:]) or self._of_form(path[start:])
            if found:
                return found, start
        if head is None:
            return None
        below = self.find(path[head + 1 :])
        marked = f"{_mark(path[head])}{below[0]}" if below else ""
        return (marked, head) if marked.split(".", maxsplit=1)[0] in self.names else None

    def _spelled(self, path: tuple[str, ...]) -> str | None:
        return self.get("/".join(path)) or self.get("".join(path))

    def _of_form(self, path: tuple[str, ...]) -> str | None:
        """Give the one field whose labels are of this form, a remark in brackets left out."""
        label = "".join(path)
        for form in dict.fromkeys((label, TAIL.sub("", label))):
            found = [name for name, pattern in self.forms if pattern.fullmatch(form)]
            if found:
                return found[0] if len(found) == 1 else None
        return None


def _mark(piece: str) -> str:
    """Give what marks the fields below a head, empty where it changes nothing."""
    return next((mark for head, mark in _HEADS if head.fullmatch(piece)), "")
