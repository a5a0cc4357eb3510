"""The descriptor of a package: Data Package v2, derived from the dictionary and the tables."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from yusuan.classification import FILES
from yusuan.files import sha256
from yusuan.language import Bilingual
from yusuan.recognise.identity import PHASE_TITLES
from yusuan.tidy.rows import ABSENT, DERIVED, EMPTY

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from yusuan.decisions import Decisions
    from yusuan.dictionary import Field, TableKind
    from yusuan.tidy import Disclosure
    from yusuan.tidy.rows import TidyTable

PROFILES = "https://datapackage.org/profiles/2.0"
LICENSE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0 International",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
SOURCE_LICENSE = Bilingual(
    "原文件由公开单位依法公开，未注明许可；本包的许可只及于整理后的数据。",
    "The source was published by the unit as the law demands and states no licence; the licence of this package covers the data as arranged here.",
)
REASONS = {
    "announced": Bilingual(
        "文件的表格目录列有此表，正文中没有。",
        "The document's list of tables names it, but the document does not contain it.",
    ),
    "not-announced": Bilingual("文件没有此表。", "The document has no such table."),
    DERIVED: Bilingual(
        "文件中没有此表；由各项目申报表汇成，每行标明为推得。",
        "The document does not contain it; put together from the project forms, each row marked as derived.",
    ),
}


def package_title(unit: Bilingual, year: int, phase: str) -> Bilingual:
    """Give the title of a disclosure in both languages."""
    name = PHASE_TITLES[phase]
    return Bilingual(f"{unit.zh} {year} 年{name.zh}", f"{unit.en or unit.zh}: {year} {name.en}")


#: Columns that a resource has only if one of its rows does.
SELDOM = frozenset(
    {"other_columns", "expenditure_basis", "period", "count", "count_unit", "repeats_row"}
)


def _used(table: TidyTable, name: str) -> bool:
    if name == "other_columns":
        return any(row.others for row in table.rows)
    return any(row.values.get(name) is not None for row in table.rows)


def columns_of(table: TidyTable) -> list[Field]:
    """Give the columns a resource has: those of its kind that this form of the table prints.

    A table that the document does not have prints none; its resource keeps those of the key.
    """
    if table.status == ABSENT:
        return [field for field in table.kind.fields if field.name in table.kind.primary_key]
    columns = table.columns
    return [
        field
        for field in table.kind.fields
        if (columns is None or not field.labels or field.name in columns)
        and (field.name not in SELDOM or _used(table, field.name))
    ]


def table_schema(kind: TableKind, columns: Sequence[Field]) -> dict[str, Any]:
    """Give the Table Schema of some columns of a kind, with keys and titles in both languages."""
    names = {field.name for field in columns}
    foreign: list[dict[str, Any]] = [
        {"fields": [key.field], "reference": {"resource": key.resource, "fields": [key.key]}}
        for key in kind.foreign_keys
        if key.field in names
    ]
    if "parent_row" in names:
        foreign.append({"fields": ["parent_row"], "reference": {"resource": "", "fields": ["row"]}})
    schema: dict[str, Any] = {
        "fields": [field_descriptor(field) for field in columns],
        "primaryKey": list(kind.primary_key),
    }
    if foreign:
        schema["foreignKeys"] = foreign
    return schema


def field_descriptor(field: Field) -> dict[str, Any]:
    """Give one field of a Table Schema; what its values mean stands in the schema of its kind."""
    found: dict[str, Any] = {
        "name": field.name,
        "type": field.type,
        "title": field.title.zh,
        "title_en": field.title.en,
    }
    if field.column_type:
        found["columnType"] = field.column_type
    if field.constraints:
        found["constraints"] = dict(field.constraints)
    return found


def kind_schema(kind: TableKind) -> dict[str, Any]:
    """Give the Table Schema of a kind, whole: all its columns, and what they and their table mean."""
    schema = table_schema(kind, kind.fields)
    for told, field in zip(schema["fields"], kind.fields, strict=True):
        told |= {"description": field.description.zh, "description_en": field.description.en}
    return {
        "$schema": f"{PROFILES}/tableschema.json",
        "title": kind.title.zh,
        "title_en": kind.title.en,
        "description": kind.description.zh,
        "description_en": kind.description.en,
        **schema,
        "missingValues": [""],
    }


def resource_descriptor(table: TidyTable, data: bytes) -> dict[str, Any]:
    """Describe one resource: file, meaning, what became of the table, and its schema."""
    kind = table.kind
    found: dict[str, Any] = {
        "name": kind.name,
        "path": f"data/{kind.name}.csv",
        "type": "table",
        "title": kind.title.zh,
        "title_en": kind.title.en,
        "kind": kind.name,
        "status": table.status,
        "rows": len(table.rows),
        "money_unit": table.money_unit,
        "place": table.place,
        "printed_title": table.title,
        "printed_number": table.number,
        "announced": table.announced or None,
        "suspect": table.suspect or None,
        # taken from the table with the very same total, as this one prints none
        "money_unit_inferred": table.unit_inferred or None,
    }
    reason = _reason(table)
    if reason:
        found |= {"reason": reason.zh, "reason_en": reason.en}
    always = {"money_unit", "place"}  # null where the table has none
    return {key: value for key, value in found.items() if value is not None or key in always} | {
        **_file(data),
        "schema": table_schema(kind, columns_of(table)),
    }


def _reason(table: TidyTable) -> Bilingual | None:
    """Say why a table has no rows, or rows that are not printed."""
    if table.status == ABSENT:
        return REASONS["announced" if table.announced else "not-announced"]
    if table.status == EMPTY:
        return Bilingual(table.note, "") if table.note else None
    if table.kind.layout == "findings":
        return None
    return REASONS.get(table.status)


def classification_descriptor(classification: str, rows: int, data: bytes) -> dict[str, Any]:
    """Describe the resource that holds the codes a package speaks of."""
    title = {
        "function": Bilingual("支出功能分类科目", "Functional classification"),
        "economic": Bilingual("支出经济分类科目", "Economic classification"),
    }[classification]
    name = FILES[classification]
    fields: list[dict[str, Any]] = [
        _code_field("code", "科目编码", "Code", required=True),
        _code_field("parent", "上级编码", "Parent code"),
        {
            "name": "level",
            "type": "integer",
            "title": "层级",
            "title_en": "Level",
            "constraints": {"required": True},
        },
        _text_field("title", "名称", "Name", required=True),
        _text_field("title_en", "英文名称", "English name"),
        _text_field("source", "来源", "Source", required=True),
    ]
    fields[-1]["constraints"]["enum"] = ["classification", "disclosure"]
    return {
        "name": name,
        "path": f"data/{name}.csv",
        "type": "table",
        "title": title.zh,
        "title_en": title.en,
        "description": "本包所及的科目及其上级，取自 datapackage/classification；其中没有的取自文件本身。",
        "description_en": "The codes of this package and their parents, out of datapackage/classification; one that it lacks is taken from the document.",
        "kind": name,
        "rows": rows,
        "money_unit": None,
        "place": None,
        **_file(data),
        "schema": {
            "fields": fields,
            "primaryKey": ["code"],
            "foreignKeys": [
                {"fields": ["parent"], "reference": {"resource": "", "fields": ["code"]}}
            ],
        },
    }


def _code_field(name: str, zh: str, en: str, *, required: bool = False) -> dict[str, Any]:
    field = _text_field(name, zh, en, required=required)
    field["constraints"]["pattern"] = "[0-9]{3,7}"
    return field


def _text_field(name: str, zh: str, en: str, *, required: bool = False) -> dict[str, Any]:
    return {
        "name": name,
        "type": "string",
        "title": zh,
        "title_en": en,
        "constraints": {"required": True} if required else {},
    }


def _file(data: bytes) -> dict[str, Any]:
    return {
        "bytes": len(data),
        "hash": f"sha256:{sha256(data)}",
    }


def package_descriptor(
    name: str, disclosure: Disclosure, decisions: Decisions, resources: list[dict[str, Any]]
) -> dict[str, Any]:
    """Describe a package: whose disclosure, from which source, under which licences."""
    identity, document = disclosure.identity, disclosure.document
    title = package_title(decisions.unit, identity.year, identity.phase)
    publisher = decisions.publisher or decisions.unit
    region = decisions.region.zh if decisions.region else identity.region
    descriptor: dict[str, Any] = {
        "$schema": f"{PROFILES}/datapackage.json",
        "name": name,
        "title": title.zh,
        "title_en": title.en,
        "description": f"{title.zh}公开文件中的全部表格和情况说明中的数字，按原文收录，逐行注明出处。",
        "description_en": f"All tables of the disclosure “{title.en}” and the figures of its narrative, as disclosed, each row with its place in the document.",
        "version": decisions.version,
        "unit_name": decisions.unit.zh,
        "unit_name_en": decisions.unit.en,
        "year": identity.year,
        "phase": identity.phase,
        "scope": identity.scope,
        "region": region,
        "region_en": decisions.region.en if decisions.region else None,
        "keywords": list(
            dict.fromkeys(["预算", "财政公开", "budget", identity.phase, region or "预算"])
        ),
        "sources": [
            {
                "title": title.zh,
                "publisher": publisher.zh,
                "filename": document.name,
                "sha256": document.sha256,
                "bytes": document.size,
                "mediatype": document.media_type,
            }
            | ({"published": decisions.published.isoformat()} if decisions.published else {})
        ],
        "licenses": [LICENSE],
        "source_license": SOURCE_LICENSE.zh,
        "source_license_en": SOURCE_LICENSE.en,
        "contributors": [
            {"title": publisher.zh, "roles": ["publisher"]},
            {"title": "Yusuan contributors", "roles": ["wrangler"]},
        ],
        "resources": resources,
    }
    return {key: value for key, value in descriptor.items() if value not in (None, "")}


def json_bytes(content: Mapping[str, Any]) -> bytes:
    """Write JSON the one way this project does: as few bytes as lines that show what changed allow.

    What is told of a thing stands on lines of its own where it holds a list of things; a thing
    that holds none, such as a field, is one line.
    """
    return (_written(content, "") + "\n").encode("utf-8")


def _written(value: Any, indent: str) -> str:
    inner = f"{indent} "
    if isinstance(value, dict) and any(map(_lists_things, value.values())):
        lines = [f"{_line(key)}: {_written(one, inner)}" for key, one in value.items()]
        return _block("{", lines, "}", indent)
    if isinstance(value, list) and any(isinstance(one, dict) for one in value):
        return _block("[", [_written(one, inner) for one in value], "]", indent)
    return _line(value)


def _lists_things(value: Any) -> bool:
    if isinstance(value, dict):
        return any(map(_lists_things, value.values()))
    return isinstance(value, list) and any(isinstance(one, dict) for one in value)


def _block(start: str, lines: Sequence[str], end: str, indent: str) -> str:
    inside = ",\n".join(f"{indent} {line}" for line in lines)
    return f"{start}\n{inside}\n{indent}{end}"


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
