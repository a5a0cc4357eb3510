"""Validation: frictionless is the judge; that every table is there is counted here."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

from yusuan.classification import FILES, reference
from yusuan.decisions import FILE as DECISIONS
from yusuan.dictionary import table_kinds
from yusuan.errors import Problem
from yusuan.language import Bilingual
from yusuan.read.personal import find_personal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from yusuan.package.load import Package

_TODO = Bilingual("重新 ingest，或恢复该文件", "ingest again, or restore the file")


def validate_package(folder: Path) -> Iterator[Problem]:
    """Yield everything that frictionless finds wrong with a package."""
    from frictionless import Package as Frictionless  # noqa: PLC0415 - slow to import

    slug = "/".join(folder.parts[-2:])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        report = Frictionless.validate_descriptor(str(folder / "datapackage.json"))
        if report.valid:
            report = Frictionless(str(folder / "datapackage.json")).validate()
    for error in report.errors:
        yield Problem(Bilingual(error.title, error.message), f"{slug}/datapackage.json", todo=_TODO)
    for task in report.tasks:
        for found in task.errors:
            yield Problem(Bilingual(found.title, found.message), f"{slug}/{task.place}", todo=_TODO)


def complete(package: Package) -> Iterator[Problem]:
    """Yield what a valid descriptor may still lack: tables, rows, true codes; and personal data."""
    kinds = (kind.name for kind in table_kinds().values() if not kind.optional)
    expected = [*kinds, *FILES.values()]
    missing = [name for name in expected if name not in package.resources]
    if missing or not any(resource.rows for resource in package.resources.values()):
        yield Problem(
            Bilingual(
                f"缺少的表：{'、'.join(missing) or '全部为空'}",
                f"tables missing: {', '.join(missing) or 'all are empty'}",
            ),
            package.slug,
            Bilingual(f"{len(expected)} 个资源", f"{len(expected)} resources"),
            _TODO,
        )
    if not (package.folder / DECISIONS).is_file():
        yield Problem(
            Bilingual("缺少 decisions.yaml", "decisions.yaml is missing"),
            f"{package.slug}/{DECISIONS}",
            todo=Bilingual("恢复该文件，或重新 ingest", "restore the file, or ingest again"),
        )
    for name, resource in package.resources.items():
        if resource.descriptor.get("rows") != len(resource.rows):
            yield Problem(
                Bilingual(
                    f"{name} 有 {len(resource.rows)} 行", f"{name} has {len(resource.rows)} rows"
                ),
                package.slug,
                Bilingual(
                    f"{resource.descriptor.get('rows')} 行",
                    f"{resource.descriptor.get('rows')} as described",
                ),
                _TODO,
            )
        yield from _personal(package, name)
    for classification, name in FILES.items():
        if name in package.resources:
            yield from _codes(package, classification, name)


def _codes(package: Package, classification: str, name: str) -> Iterator[Problem]:
    """Compare the package's codes with the reference they were taken from."""
    known = reference(classification)
    for row in package.resources[name].rows:
        code = known.get(row["code"])
        if row["source"] == "classification" and (code is None or code.title.zh != row["title"]):
            yield Problem(
                Bilingual(
                    f"科目 {row['code']} 与分类参考包不一致",
                    f"the code {row['code']} differs from the reference",
                ),
                f"{package.slug}/data/{name}.csv",
                Bilingual(
                    code.title.zh if code else "分类中有此科目",
                    code.title.zh if code else "a code of the reference",
                ),
                _TODO,
            )


def _personal(package: Package, name: str) -> Iterator[Problem]:
    for row in package.resources[name].rows:
        raw = row.get("raw") or {}
        texts = [value for key, value in row.items() if isinstance(value, str) and key != "place"]
        texts += [text for key, text in raw.items() if not isinstance(row.get(key), int)]
        if any(find_personal(text) for text in texts):
            yield Problem(
                Bilingual(
                    "有像电话或身份证号的内容", "something like a telephone or identity number"
                ),
                f"{package.slug}/data/{name}.csv, {row.get('place', '')}",
                todo=Bilingual("从数据中删去", "remove it from the data"),
            )
