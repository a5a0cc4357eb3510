"""Disclosures of one invented unit over years and stages, as small as a comparison needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invented import ingest
from yusuan.package.load import load_package

if TYPE_CHECKING:
    from pathlib import Path

    from yusuan.package.load import Package

NAME = "云溪市博物馆"
WORDS = {"budget": "预算", "final": "决算"}


def disclosure(
    year: int,
    phase: str = "budget",
    *,
    total: int = 900,
    project: int = 300,
    reception: int = 2,
    unit: str = "万元",
    name: str = NAME,
    before: str = "",
) -> str:
    """Text of a disclosure: all expenditure by function, and the three public expenses."""
    word = WORDS[phase]
    culture = total - 100
    rows = (
        f"科目编码\t科目名称\t合计\t基本支出\t项目支出\n"
        f"\t合计\t{total}\t{total - project}\t{project}\n"
        f"207\t文化旅游体育与传媒支出\t{culture}\t{culture - project}\t{project}\n"
        f"20702\t文物\t{culture}\t{culture - project}\t{project}\n"
        f"2070205\t博物馆\t{culture}\t{culture - project}\t{project}\n"
        f"221\t住房保障支出\t100\t100\t0\n"
        f"22102\t住房改革支出\t100\t100\t0\n"
        f"2210201\t住房公积金\t100\t100\t0\n"
    )
    three = (
        "合计\t因公出国（境）费\t公务用车购置及运行费\t\t\t公务接待费\n"
        "\t\t小计\t公务用车购置费\t公务用车运行费\t\n"
        f"{reception + 3}\t0\t3\t0\t3\t{reception}\n"
    )
    return (
        f"{name}\n\n{year} 年单位{word}\n\n"
        f"支出总表\n\n单位：{name}\n\n单位：{unit}\n\n{rows}\n"
        f"一般公共预算“三公”经费支出表\n\n单位：{name}\n\n单位：{unit}\n\n{three}\n{before}"
    )


def museum(root: Path, year: int, phase: str = "budget", **varied: object) -> Package:
    """Ingest a disclosure into a project, and load its package."""
    return load_package(ingest(root, disclosure(year, phase, **varied)).folder)  # type: ignore[arg-type] # what varies is named by each test
