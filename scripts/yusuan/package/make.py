"""A disclosure → the files of its package, as bytes by relative path."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from yusuan.classification import FILES, Code, parent_code, reference
from yusuan.errors import InputRefusedError, Problem
from yusuan.language import Bilingual
from yusuan.package.csvfile import csv_bytes, tidy_cells
from yusuan.package.descriptor import (
    classification_descriptor,
    columns_of,
    json_bytes,
    package_descriptor,
    resource_descriptor,
)
from yusuan.package.readme import readme
from yusuan.read.personal import find_personal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yusuan.decisions import Decisions
    from yusuan.tidy import Disclosure
    from yusuan.tidy.rows import TidyTable

DESCRIPTOR = "datapackage.json"


def package_files(name: str, disclosure: Disclosure, decisions: Decisions) -> dict[str, bytes]:
    """Make every regenerated file of a package.

    Raises :class:`~yusuan.errors.InputRefusedError` if something that looks like a telephone
    or identity number would be written.
    """
    files: dict[str, bytes] = {}
    resources: list[dict[str, Any]] = []
    for table in disclosure.tables.values():
        columns = [field.name for field in columns_of(table)]
        data = csv_bytes(columns, (tidy_cells(row, columns) for row in table.rows))
        resources.append(resource_descriptor(table, data))
        files[f"data/{table.kind.name}.csv"] = data
    for classification, resource in FILES.items():
        codes = used_codes(classification, disclosure.tables)
        data = csv_bytes(
            ["code", "parent", "level", "title", "title_en", "source"],
            (
                [
                    code.code,
                    code.parent or "",
                    str(code.level),
                    code.title.zh,
                    code.title.en,
                    source,
                ]
                for code, source in codes
            ),
        )
        resources.append(classification_descriptor(classification, len(codes), data))
        files[f"data/{resource}.csv"] = data
    descriptor = package_descriptor(name, disclosure, decisions, resources)
    files[DESCRIPTOR] = json_bytes(descriptor)
    files["README.md"] = readme(descriptor)
    _refuse_personal(disclosure, files)
    return files


def used_codes(classification: str, tables: Mapping[str, TidyTable]) -> list[tuple[Code, str]]:
    """Collect the codes that the tables use, and their parents, each with where it is from."""
    resource = FILES[classification]
    names: dict[str, str] = {}
    for table in tables.values():
        for key in table.kind.foreign_keys:
            if key.resource != resource:
                continue
            for row in table.rows:
                code = row.values.get(key.field)
                if code:
                    names.setdefault(str(code), str(row.values.get("name") or ""))
    known = reference(classification)
    found: dict[str, tuple[Code, str]] = {}
    pending = sorted(names)
    while pending:
        code = pending.pop()
        if code in found:
            continue
        if code in known:
            found[code] = (known[code], "classification")
        else:
            parent = parent_code(classification, code)
            level = 1 if parent is None else 3 if len(code) == 7 else 2
            found[code] = (
                Code(code, parent, level, Bilingual(names.get(code) or code, "")),
                "disclosure",
            )
        if parent_ := found[code][0].parent:
            pending.append(parent_)
    return [found[code] for code in sorted(found)]


def _refuse_personal(disclosure: Disclosure, files: Mapping[str, bytes]) -> None:
    """Stop before anything is written that personal data may have slipped into."""
    problems = []
    for table in disclosure.tables.values():
        for row in table.rows:
            texts = [value for value in row.values.values() if isinstance(value, str)]
            numbers = {name for name, value in row.values.items() if not isinstance(value, str)}
            texts.extend(text for name, text in row.raw.items() if name not in numbers)
            if any(find_personal(text) for text in texts):
                problems.append(_personal(f"{table.kind.name}, {row.place}"))
    for name in (DESCRIPTOR, "README.md"):
        if find_personal(_without_hashes(files[name].decode())):
            problems.append(_personal(name))
    if problems:
        raise InputRefusedError(problems)


def _without_hashes(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if "sha256" not in line)


def _personal(where: str) -> Problem:
    return Problem(
        Bilingual(
            "有像电话或身份证号的内容，什么也没有写",
            "something like a telephone or identity number; nothing was written",
        ),
        where,
        todo=Bilingual(
            "从文件中删去后再收录，或报告误判",
            "remove it from the document, or report a false alarm",
        ),
    )
