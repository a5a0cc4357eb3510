"""The dictionary: ``datapackage/schemas``, the single truth about columns and table kinds.

``fields.yaml`` says what each column means; a file a table kind says which columns it has,
by which labels documents print them, how it is read and which identities must hold. All
else (recognition, CSV order, descriptors, audit, pages) is derived from what is loaded here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from yusuan.errors import DictionaryError, Problem
from yusuan.language import Bilingual

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FIELDS_FILE = "fields.yaml"
#: A part of a sum: a column, or `a|b+c`, which is a where the form prints it and else b + c.
_PART = re.compile(r"[a-z_]+")
_TYPES = {"string", "integer", "number", "boolean", "object", "date"}
_FIELD_KEYS = {
    "type",
    "amount",
    "prose",
    "printed",
    "title",
    "description",
    "constraints",
    "columnType",
    "values",
    "label_pattern",
}
_KIND_KEYS = {
    "order",
    "optional",
    "title",
    "description",
    "reading",
    "fields",
    "primaryKey",
    "foreignKeys",
    "identities",
}
_USE_KEYS = {"name", "labels", "required", "title", "columnType"}
_RULES = {
    "row-sum": {"total", "parts"},
    "row-balance": {"left", "right"},
    "tree-sum": {"measures"},
    "equal": {"left", "right"},
    "match": {"by", "left", "right"},
}
_LAYOUTS = {
    "code-table",
    "cross-table",
    "list",
    "two-sided",
    "measures",
    "particulars",
    "form",
    "form-section",
    "goal-form",
    "goal-indicators",
    "narrative",
    "staffing",
    "derived",
}


@dataclass(frozen=True, slots=True)
class Field:
    """A column: its meaning, its type and, in a table kind, the labels that print it."""

    name: str
    type: str
    title: Bilingual
    description: Bilingual
    amount: bool = False
    prose: bool = False
    printed: bool = True
    column_type: str | None = None
    constraints: tuple[tuple[str, Any], ...] = ()
    values: tuple[tuple[str, Bilingual], ...] = ()
    labels: tuple[str, ...] = ()
    required: bool = False
    label_pattern: str | None = None


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """A column whose values stand in another resource's column."""

    field: str
    resource: str
    key: str


@dataclass(frozen=True, slots=True)
class Identity:
    """An equation that must hold; ``rule`` names how, ``spec`` holds what that rule needs."""

    name: str
    rule: str
    title: Bilingual
    spec: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class TableKind:
    """A kind of table (表种): everything the program knows of it."""

    name: str
    order: int
    title: Bilingual
    description: Bilingual
    reading: Mapping[str, Any]
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...]
    identities: tuple[Identity, ...]
    optional: bool = False

    @property
    def layout(self) -> str:
        """Name of the layout in which the table is printed."""
        return str(self.reading["layout"])

    def field(self, name: str) -> Field:
        """Give the column of that name; ``KeyError`` if the kind has none."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(name)

    @property
    def amounts(self) -> tuple[str, ...]:
        """Names of the columns that hold amounts of money."""
        return tuple(field.name for field in self.fields if field.amount)


def schemas_folder() -> Path:
    """Find the dictionary: inside an installed package, or in the checkout beside it."""
    return _data_folder("schemas")


def classification_folder() -> Path:
    """Find the classification reference package."""
    return _data_folder("classification")


def _data_folder(name: str) -> Path:
    installed = Path(__file__).parent / "_dictionary" / name
    return installed if installed.is_dir() else Path(__file__).parents[2] / "datapackage" / name


@cache
def table_kinds() -> dict[str, TableKind]:
    """Load the project's own dictionary: table kinds by name, in their published order."""
    return load_dictionary(schemas_folder())


def load_dictionary(folder: Path) -> dict[str, TableKind]:
    """Load and check a dictionary. Raises :class:`DictionaryError` with every fault's place."""
    problems: list[Problem] = []
    fields = _load_fields(folder / FIELDS_FILE, problems)
    kinds = [
        kind
        for path in sorted(folder.glob("*.yaml"))
        if path.name != FIELDS_FILE and (kind := _load_kind(path, fields, problems)) is not None
    ]
    found = {kind.name: kind for kind in sorted(kinds, key=lambda kind: kind.order)}
    for kind in found.values():
        problems.extend(_identity_faults(kind, found, folder))
    if not found and not problems:
        problems.append(_fault(folder, "没有任何表种", "there is no table kind at all"))
    if problems:
        raise DictionaryError(problems)
    return found


def _fault(path: Path, zh: str, en: str) -> Problem:
    return Problem(Bilingual(zh, en), f"{path.parent.name}/{path.name}")


def _bilingual(value: Any) -> Bilingual:
    return Bilingual(str(value["zh"]), str(value["en"]))


def _read(path: Path, problems: list[Problem]) -> dict[str, Any]:
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        problems.append(_fault(path, f"不能读取：{error}", f"can't be read: {error}"))
        return {}
    if not isinstance(content, dict):
        problems.append(_fault(path, "应为键值表", "a mapping was expected"))
        return {}
    return content


def _load_fields(path: Path, problems: list[Problem]) -> dict[str, Field]:
    fields = {}
    for name, entry in _read(path, problems).items():
        try:
            fields[name] = _field(name, entry)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            problems.append(_malformed(path, name, error))
    return fields


def _field(name: str, entry: Mapping[str, Any]) -> Field:
    if unknown := set(entry) - _FIELD_KEYS:
        raise ValueError(f"unknown keys {sorted(unknown)}")
    if entry["type"] not in _TYPES:
        raise ValueError(f"unknown type {entry['type']}")
    return Field(
        name=name,
        type=entry["type"],
        title=_bilingual(entry["title"]),
        description=_bilingual(entry["description"]),
        amount=bool(entry.get("amount", False)),
        prose=bool(entry.get("prose", False)),
        printed=bool(entry.get("printed", True)),
        column_type=entry.get("columnType"),
        constraints=tuple(_constraints(entry).items()),
        values=tuple((code, _bilingual(title)) for code, title in entry.get("values", {}).items()),
        label_pattern=entry.get("label_pattern"),
    )


def _constraints(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Give a column's constraints; a coded column takes its coded values only."""
    enum = {"enum": list(entry["values"])} if "values" in entry else {}
    return {**entry.get("constraints", {}), **enum}


def _load_kind(
    path: Path, fields: Mapping[str, Field], problems: list[Problem]
) -> TableKind | None:
    entry = _read(path, problems)
    if not entry:
        return None
    try:
        return _kind(path, entry, fields, problems)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        problems.append(_malformed(path, path.stem, error))
        return None


def _malformed(path: Path, name: str, error: Exception) -> Problem:
    return _fault(path, f"{name}：缺少或写错 {error!r}", f"{name}: missing or malformed: {error!r}")


def _kind(
    path: Path, entry: Mapping[str, Any], fields: Mapping[str, Field], problems: list[Problem]
) -> TableKind | None:
    if unknown := set(entry) - _KIND_KEYS:
        problems.append(
            _fault(path, f"不认识的键 {sorted(unknown)}", f"unknown keys {sorted(unknown)}")
        )
        return None
    if entry["reading"].get("layout") not in _LAYOUTS:
        problems.append(
            _fault(path, "版式未知", f"unknown layout {entry['reading'].get('layout')}")
        )
        return None
    used = []
    for use in entry["fields"]:
        entry_use = {"name": use} if isinstance(use, str) else use
        name = str(entry_use["name"])
        if name not in fields or set(entry_use) - _USE_KEYS:
            problems.append(
                _fault(
                    path, f"字段 {name} 不在 fields.yaml 中", f"field {name} is not in fields.yaml"
                )
            )
            continue
        used.append(_use(fields[name], entry_use, entry["reading"]))
    return TableKind(
        name=path.stem,
        order=int(entry["order"]),
        title=_bilingual(entry["title"]),
        description=_bilingual(entry["description"]),
        reading=entry["reading"],
        fields=tuple(used),
        primary_key=tuple(entry.get("primaryKey", ["row"])),
        foreign_keys=tuple(ForeignKey(**key) for key in entry.get("foreignKeys", [])),
        identities=tuple(_identity(item) for item in entry.get("identities", [])),
        optional=bool(entry.get("optional", False)),
    )


#: Classification of a kind → the word for it in labels.
_CLASS_WORDS = {"function": "功能", "economic": "经济"}


def _use(field: Field, use: Mapping[str, Any], reading: Mapping[str, Any]) -> Field:
    """Give a column as a kind uses it; in a list, totals leave what names a thing blank."""
    constraints = dict(field.constraints)
    if reading["layout"] == "list" and use.get("labels"):
        constraints.pop("required", None)
    pattern = field.label_pattern if use.get("labels") else None
    word = _CLASS_WORDS.get(str(reading.get("classification")), "功能")
    return replace(
        field,
        constraints=tuple(constraints.items()),
        labels=tuple(use.get("labels", ())),
        required=bool(use.get("required", False)),
        title=_bilingual(use["title"]) if "title" in use else field.title,
        column_type=use.get("columnType", field.column_type),
        label_pattern=pattern.replace("{class}", word) if pattern else None,
    )


def _identity(item: Mapping[str, Any]) -> Identity:
    spec = {key: value for key, value in item.items() if key not in {"name", "rule", "title"}}
    return Identity(str(item["name"]), str(item["rule"]), _bilingual(item["title"]), spec)


def _identity_faults(
    kind: TableKind, kinds: Mapping[str, TableKind], folder: Path
) -> Iterator[Problem]:
    path = folder / f"{kind.name}.yaml"
    for identity in kind.identities:
        if identity.rule not in _RULES or _RULES[identity.rule] - set(identity.spec):
            yield _fault(
                path,
                f"恒等式 {identity.name}：规则未知或缺少内容",
                f"identity {identity.name}: unknown rule, or parts of it are missing ({identity.rule})",
            )
            continue
        for resource, column in _columns(kind.name, identity):
            if resource not in kinds or column not in {
                field.name for field in kinds[resource].fields
            }:
                yield _fault(
                    path,
                    f"恒等式 {identity.name}：{resource} 没有字段 {column}",
                    f"identity {identity.name}: {resource} has no column {column}",
                )
        if identity.rule == "row-sum" and identity.spec["total"] in identity.spec["parts"]:
            yield _fault(
                path,
                f"恒等式 {identity.name}：{identity.spec['total']} 是自身的一部分",
                f"identity {identity.name}: {identity.spec['total']} is a part of itself",
            )


def _columns(own: str, identity: Identity) -> Iterator[tuple[str, str]]:
    """Yield every (resource, column) that an identity speaks of."""
    spec = identity.spec
    if identity.rule == "row-sum":
        yield own, spec["total"]
        yield from ((own, column) for part in spec["parts"] for column in _PART.findall(part))
    if identity.rule == "row-balance":
        yield from ((own, column) for column in (*spec["left"], *spec["right"]))
        return
    if identity.rule == "tree-sum":
        parent = str(spec.get("parent", "parent_row"))
        yield from ((own, column) for column in (*spec["measures"], parent))
    for selector in (spec.get("left"), spec.get("right"), *spec.get("only_if_zero", ())):
        if selector:
            resource = selector.get("resource", own)
            columns = (selector["measure"], *selector["where"], *selector.get("except", {}))
            yield from ((resource, column) for column in columns)
    for left, right in spec.get("by", {}).items():
        yield own, left
        yield spec["right"].get("resource", own), right
