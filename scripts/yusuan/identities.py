"""Identities (恒等式): what a declared check needs, and what can be wrong with a declaration."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from yusuan.language import Bilingual

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

#: A part of a sum: a column, or `a|b+c`, which is a where the form prints it and else b + c.
_PART = re.compile(r"[a-z_]+")
#: Keys under which a regular expression stands.
_PATTERNS = frozenset({"say", "within", "matches", "code_sections"})
#: Rule → what its declaration must hold.
RULES: Mapping[str, frozenset[str]] = {
    "row-sum": frozenset({"total", "parts"}),
    "row-balance": frozenset({"left", "right"}),
    "tree-sum": frozenset({"measures"}),
    "equal": frozenset({"left", "right"}),
    "at-most": frozenset({"left", "right"}),
    "match": frozenset({"by", "left", "right"}),
    "stated": frozenset({"measure", "codes", "code_sections", "subjects"}),
    "share": frozenset({"amount", "wholes"}),
    "change-percent": frozenset({"amount"}),
    "year-before": frozenset(),
    "taken": frozenset({"resource"}),
    "items-sum": frozenset({"measure", "whole", "all"}),
    "parts-of": frozenset({"measure", "whole", "parts"}),
    "one-change": frozenset({"whole"}),
    "named-projects": frozenset({"projects", "amount", "title_column", "within", "not"}),
    "announced": frozenset(),
    "repeated": frozenset(),
    "said-whole": frozenset(),
    "alike": frozenset({"column"}),
    "alike-amounts": frozenset({"columns"}),
    "one-name": frozenset({"in"}),
    "classified": frozenset({"in", "classification"}),
    "counted": frozenset({"where", "of"}),
    "across": frozenset({"other", "by", "left", "right"}),
}


#: What a declaration may hold beside that: when and of which rows it is tried, and by which
#: column a row points at the one above it.
_CONDITIONS = frozenset({"where", "by", "only_if_zero", "if_alike", "parent"})


@dataclass(frozen=True, slots=True)
class Identity:
    """An equation that must hold; ``rule`` names how, ``spec`` holds what that rule needs."""

    name: str
    rule: str
    title: Bilingual
    spec: Mapping[str, Any]
    owner: str = ""

    @property
    def address(self) -> str:
        """Name among all checks: the table kind that declares it, and its own."""
        return f"{self.owner}/{self.name}"


@dataclass(frozen=True, slots=True)
class Rule:
    """What a rule demands and why, in plain words."""

    name: str
    demands: Bilingual
    why: Bilingual


def identity(item: Mapping[str, Any], owner: str) -> Identity:
    """Give the identity that a declaration holds; ``KeyError`` if it lacks name, rule or title."""
    spec = {key: value for key, value in item.items() if key not in {"name", "rule", "title"}}
    title = Bilingual(str(item["title"]["zh"]), str(item["title"]["en"]))
    return Identity(str(item["name"]), str(item["rule"]), title, spec, owner)


def resources_of(one: Identity) -> set[str]:
    """Collect the tables that an identity names besides its own."""
    found = {str(item["resource"]) for item in _selectors(one.spec) if "resource" in item}
    if one.rule == "named-projects":
        found.add(str(one.spec["projects"]))
    if one.rule == "taken":
        found.add(str(one.spec["resource"]))
    return found | set(one.spec.get("in", ()))


def faults(
    own: str, identities: Sequence[Identity], columns: Mapping[str, frozenset[str]]
) -> Iterator[Bilingual]:
    """Yield what is wrong with a table kind's identities; ``columns`` are those of every kind."""
    names = Counter(one.name for one in identities)
    for name in (name for name, count in names.items() if count > 1):
        yield Bilingual(f"恒等式 {name} 有两条", f"there are two identities {name}")
    for one in identities:
        needed = RULES.get(one.rule)
        if needed is None or needed - set(one.spec):
            yield Bilingual(
                f"恒等式 {one.name}：规则未知或缺少内容",
                f"identity {one.name}: unknown rule, or parts of it are missing ({one.rule})",
            )
            continue
        if unknown := set(one.spec) - needed - _CONDITIONS:
            yield Bilingual(
                f"恒等式 {one.name}：不认识的键 {sorted(unknown)}",
                f"identity {one.name}: unknown keys {sorted(unknown)}",
            )
        try:
            yield from _wrong_parts(own, one, columns)
        except (AttributeError, KeyError, TypeError) as error:
            yield Bilingual(
                f"恒等式 {one.name}：内容写错 {error!r}",
                f"identity {one.name}: its parts are malformed: {error!r}",
            )
            return  # what is malformed can't be looked at for circles
    yield from _circles(identities)


def compared(one: Identity) -> dict[str, list[str]]:
    """Give the columns that an identity speaks of, by their table kind."""
    found: dict[str, list[str]] = {}
    for resource, column in _columns(one.owner, one):
        columns = found.setdefault(resource, [])
        if column not in columns:
            columns.append(column)
    return found


def _wrong_parts(
    own: str, one: Identity, columns: Mapping[str, frozenset[str]]
) -> Iterator[Bilingual]:
    """Yield the tables, columns and patterns of an identity that are none."""
    for resource, column in _columns(own, one):
        if resource not in columns or column not in columns[resource]:
            yield Bilingual(
                f"恒等式 {one.name}：{resource} 没有字段 {column}",
                f"identity {one.name}: {resource} has no column {column}",
            )
    for resource in resources_of(one) - set(columns):
        yield Bilingual(
            f"恒等式 {one.name}：没有表 {resource}",
            f"identity {one.name}: there is no table {resource}",
        )
    for pattern in _patterns(one.spec):
        try:
            re.compile(pattern)
        except re.error as error:
            yield Bilingual(
                f"恒等式 {one.name}：正则表达式 {pattern} 写错（{error}）",
                f"identity {one.name}: the pattern {pattern} is malformed ({error})",
            )


def _circles(identities: Sequence[Identity]) -> Iterator[Bilingual]:
    """Yield sums that are, through others, a part of themselves."""
    parts: dict[str, set[str]] = {}
    for one in identities:
        if one.rule == "row-sum" and RULES["row-sum"] <= set(one.spec):
            below = {column for part in one.spec["parts"] for column in _PART.findall(part)}
            parts.setdefault(one.spec["total"], set()).update(below)
    for total, below in parts.items():
        reached, pending = set[str](), list(below)
        while pending:
            column = pending.pop()
            if column not in reached:
                reached.add(column)
                pending.extend(parts.get(column, ()))
        if total in reached:
            yield Bilingual(f"{total} 是自身的一部分", f"{total} is a part of itself")


def _columns(own: str, one: Identity) -> Iterator[tuple[str, str]]:
    """Yield every (resource, column) that an identity speaks of."""
    spec = one.spec
    if one.rule == "row-sum":
        yield own, spec["total"]
        yield from ((own, column) for part in spec["parts"] for column in _PART.findall(part))
    if one.rule == "row-balance":
        yield from ((own, column) for column in (*spec["left"], *spec["right"]))
        return
    if one.rule == "tree-sum":
        measures = [] if spec["measures"] == "all" else spec["measures"]
        parent = str(spec.get("parent", "parent_row"))
        yield from ((own, column) for column in (*measures, parent))
    for key in ("column", "amount", "measure"):
        if key in spec and one.rule != "named-projects":
            yield own, spec[key]
    for column in spec.get("columns", ()):
        yield own, column
    for side in ("where", "whole", "parts"):
        if isinstance(spec.get(side), dict):
            yield from ((own, column) for column in spec[side])
    if one.rule == "named-projects":
        yield from ((spec["projects"], spec[key]) for key in ("amount", "title_column"))
    for resource in spec.get("in", ()):
        yield from ((resource, column) for column in ("code", "name"))
    for left, right in spec.get("by", {}).items():
        yield spec["left"].get("resource", own), left
        yield spec["right"].get("resource", own), right
    for selector in _selectors(spec):
        resource = selector.get("resource", own)
        named = [selector[key] for key in ("measure", "key", "distinct") if key in selector]
        wanted = (*selector.get("where", {}), *selector.get("except", {}))
        yield from ((resource, column) for column in (*named, *wanted))


def _selectors(value: Any) -> Iterator[Mapping[str, Any]]:
    """Yield the mappings, at any depth below the top, that pick numbers of a table."""
    if isinstance(value, dict):
        below = [item for key, item in value.items() if key not in {"by", "where", "except"}]
    else:
        below = value if isinstance(value, list) else []
    for item in below:
        if isinstance(item, dict) and ("measure" in item or "distinct" in item):
            yield item
        else:
            yield from _selectors(item)


def _patterns(value: Any) -> Iterator[str]:
    """Yield every regular expression of a declaration."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key in _PATTERNS and isinstance(item, str):
                yield item
            elif key == "not" and isinstance(item, list):
                yield from map(str, item)
            else:
                yield from _patterns(item)
    elif isinstance(value, list):
        for item in value:
            yield from _patterns(item)
