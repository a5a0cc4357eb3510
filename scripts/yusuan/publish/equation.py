"""A check's equation, in words: which numbers stand on its two sides, of which rows, and when."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from yusuan.dictionary import table_kinds
from yusuan.language import Bilingual

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from yusuan.identities import Identity

_SIGNS = {"at-most": "≤"}
_EACH_AMOUNT = (
    Bilingual("上一级的每个金额", "each amount of a row"),
    Bilingual("它下面各行同一列之和", "the sum of its column over the rows below"),
)
_YEARS = {
    -1: Bilingual("上一年度的", "of the year before, "),
    0: Bilingual("同一年度的", "of the same year, "),
}
_OTHERS = {
    "budget": Bilingual("预算", "the budget"),
    "final": Bilingual("决算", "the final accounts"),
    "department": Bilingual("部门文件", "the department's document"),
}
_ALIKE = Bilingual(
    "相差超过尾差时不算不符：两边口径可能不同",
    "a difference beyond rounding is no conflict here: the scope of the two may differ",
)


@dataclass(frozen=True, slots=True)
class Equation:
    """Two sides and the sign between them; ``scope`` says for what and when it is tried."""

    left: Bilingual
    sign: str
    right: Bilingual
    scope: tuple[Bilingual, ...]


def equation(one: Identity) -> Equation | None:
    """Give the equation of a check; ``None`` where it compares words, counts or sentences."""
    sides = _sides(one)
    if sides is None:
        return None
    return Equation(sides[0], _SIGNS.get(one.rule, "="), sides[1], tuple(_scope(one)))


def _sides(one: Identity) -> tuple[Bilingual, Bilingual] | None:
    spec, own = one.spec, one.owner
    if one.rule == "row-sum":
        return _title(own, spec["total"]), _joined(
            (_part(own, part) for part in spec["parts"]), " + ", " + "
        )
    if one.rule == "row-balance":
        return _sum(own, spec["left"]), _sum(own, spec["right"])
    if one.rule == "tree-sum":
        if spec["measures"] == "all":
            return _EACH_AMOUNT
        columns = _joined((_title(own, name) for name in spec["measures"]), "、", ", ")
        return (
            _filled("上一级的{}", "{} of a row", columns),
            _filled("它下面各行的{}之和", "the sum of {} over the rows below it", columns),
        )
    if one.rule in {"equal", "at-most", "match", "across"}:
        return _selected(own, spec["left"]), _selected(own, spec["right"])
    return None


def _scope(one: Identity) -> Iterator[Bilingual]:
    spec = one.spec
    if "other" in spec:
        yield _filled("右边取自{}", "the right side is {}", _other(spec["other"]))
    if spec.get("by"):
        left = spec["left"].get("resource", one.owner)
        keys = _joined((_title(left, name) for name in spec["by"]), "、", ", ")
        yield _filled("逐个比较，按{}对齐", "compared one by one, matched by {}", keys)
    if rows := _conditions(one.owner, spec.get("where", {})):
        yield _filled("只试这些行：{}", "of these rows only: {}", _joined(rows, "，", ", "))
    if spec.get("if_alike"):
        yield _ALIKE
    zero = [_selected(one.owner, selector) for selector in spec.get("only_if_zero", ())]
    if zero:
        yield _filled(
            "只在没有别的资金时才试，即这个数为零：{}",
            "tried only without other funds, which is where this is zero: {}",
            _joined(zero, "；", "; "),
        )


def _other(other: Mapping[str, Any]) -> Bilingual:
    what = _OTHERS[str(other.get("phase") or other.get("scope"))]
    when = _YEARS[int(other["years"])]
    return Bilingual(when.zh + what.zh, f"{what.en} {when.en.rstrip(', ')}")


def _selected(own: str, selector: Mapping[str, Any]) -> Bilingual:
    """Say which number a selector picks: the table's column and, in brackets, of which rows."""
    resource = str(selector.get("resource", own))
    column = _title(resource, selector["measure"])
    table = table_kinds()[resource].title
    rows = _conditions(resource, selector.get("where", {}))
    left_out = _conditions(resource, selector.get("except", {}))
    rows += [_filled("除去{}", "without {}", one) for one in left_out]
    text = _filled("{}的“{}”", "{1} in “{0}”", table, column)
    return _filled("{}（{}）", "{} ({})", text, _joined(rows, "，", ", ")) if rows else text


def _conditions(resource: str, where: Mapping[str, Any]) -> list[Bilingual]:
    """Say which rows are meant; that a column is blank goes without saying, the declaration shows it."""
    return [
        _condition(resource, column, wanted)
        for column, wanted in where.items()
        if wanted is not None
    ]


def _condition(resource: str, column: str, wanted: Any) -> Bilingual:
    field = table_kinds()[resource].field(column)
    if isinstance(wanted, dict):
        return _filled("{}合于下面的写法", "{} as spelt below", field.title)
    titles = dict(field.values)
    values = [str(value) for value in (wanted if isinstance(wanted, list) else [wanted])]
    if all(value in titles for value in values):
        return _joined((titles[value] for value in values), "或", " or ")
    quoted = [f" {value} " if value.isascii() else f"“{value}”" for value in values]
    said = Bilingual("或".join(quoted).rstrip(), " or ".join(map(str.strip, quoted)))
    return _filled("{}{}", "{} {}", field.title, said)


def _part(own: str, part: str) -> Bilingual:
    """Say a part of a sum: ``a|b+c`` is a where the form prints it and else b + c."""
    whole, *finer = [_sum(own, re.findall(r"[a-z_]+", one)) for one in part.split("|")]
    if not finer:
        return whole
    return _filled(
        "{}（未印则为 {}）", "{} (if not printed: {})", whole, _joined(finer, " 或 ", " or ")
    )


def _sum(own: str, columns: Iterable[str]) -> Bilingual:
    return _joined((_title(own, column) for column in columns), " + ", " + ")


def _title(resource: str, column: str) -> Bilingual:
    return table_kinds()[resource].field(column).title


def _filled(zh: str, en: str, *parts: Bilingual) -> Bilingual:
    return Bilingual(
        zh.format(*(part.zh for part in parts)), en.format(*(part.en for part in parts))
    )


def _joined(parts: Iterable[Bilingual], zh: str, en: str) -> Bilingual:
    every = list(parts)
    return Bilingual(zh.join(part.zh for part in every), en.join(part.en for part in every))
