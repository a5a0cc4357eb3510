"""The dictionary: ``datapackage/schemas``, the single truth about columns and table kinds.

``fields.yaml`` says what each column means; a file a table kind says which columns it has,
by which labels documents print them, how it is read and which identities must hold. All
else (recognition, CSV order, descriptors, audit, pages) is derived from what is loaded here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from yusuan.errors import DictionaryError, Problem
from yusuan.identities import RULES, Identity, Rule, faults, identity
from yusuan.language import Bilingual

if TYPE_CHECKING:
    from collections.abc import Mapping

FIELDS_FILE = "fields.yaml"
CHECKS_FILE = "checks.yaml"
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
    "findings",
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


@dataclass(frozen=True, slots=True)
class Checks:
    """What ``checks.yaml`` holds: the rules in plain words, identities of whole packages and over several."""

    rules: Mapping[str, Rule]
    package: tuple[Identity, ...]
    across: tuple[Identity, ...] = ()


@cache
def checks() -> Checks:
    """Load the project's own checks."""
    return load_checks(schemas_folder(), table_kinds())


def load_checks(folder: Path, kinds: Mapping[str, TableKind]) -> Checks:
    """Load ``checks.yaml``. Raises :class:`DictionaryError` with every fault's place."""
    path, problems = folder / CHECKS_FILE, list[Problem]()
    content = _read(path, problems)
    columns = {name: frozenset(field.name for field in kind.fields) for name, kind in kinds.items()}
    try:
        rules = {
            name: Rule(name, _bilingual(entry["demands"]), _bilingual(entry["why"]))
            for name, entry in content.get("rules", {}).items()
        }
        package = tuple(identity(item, "package") for item in content.get("package", ()))
        across = tuple(identity(item, "across") for item in content.get("across", ()))
        problems.extend(_fault(path, *text) for text in faults("", (*package, *across), columns))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise DictionaryError([*problems, _malformed(path, "rules", error)]) from error
    for name in sorted(set(RULES) ^ set(rules)):
        problems.append(
            _fault(
                path, f"规则 {name} 没有说明或不存在", f"the rule {name} has no text, or is none"
            )
        )
    if problems:
        raise DictionaryError(problems)
    return Checks(rules, package, across)


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
        if path.name not in {FIELDS_FILE, CHECKS_FILE}
        and (kind := _load_kind(path, fields, problems)) is not None
    ]
    found = {kind.name: kind for kind in sorted(kinds, key=lambda kind: kind.order)}
    columns = {name: frozenset(field.name for field in kind.fields) for name, kind in found.items()}
    for name, kind in found.items():
        path = folder / f"{name}.yaml"
        problems.extend(_fault(path, *text) for text in faults(name, kind.identities, columns))
    if not found and not problems:
        problems.append(_fault(folder, "没有任何表种", "there is no table kind at all"))
    if problems:
        raise DictionaryError(problems)
    return found


def _fault(path: Path, zh: str, en: str) -> Problem:
    return Problem(Bilingual(zh, en), f"{path.parent.name}/{path.name}")


def _bilingual(value: Any) -> Bilingual:
    return Bilingual(str(value["zh"]), str(value["en"]))


class _Loader(yaml.SafeLoader):
    """A safe loader that refuses a key that stands twice, which YAML would take the last of."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        for number, (key, _) in enumerate(node.value):
            if keys[number] in keys[:number]:
                raise yaml.constructor.ConstructorError(
                    None, None, f"{keys[number]} stands twice", key.start_mark
                )
        return super().construct_mapping(node, deep)


def _read(path: Path, problems: list[Problem]) -> dict[str, Any]:
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), _Loader)  # noqa: S506 - a safe loader
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
        identities=tuple(identity(item, path.stem) for item in entry.get("identities", [])),
        optional=bool(entry.get("optional", False)),
    )


#: Classification of a kind → the word for it in labels.
_CLASS_WORDS = {"function": "功能", "economic": "经济"}


def _use(field: Field, use: Mapping[str, Any], reading: Mapping[str, Any]) -> Field:
    """Give a column as a kind uses it.

    In a list, totals leave what names a thing blank, and so does the form of a whole unit.
    """
    constraints = dict(field.constraints)
    if reading["layout"] in {"list", "goal-form"} and use.get("labels"):
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
