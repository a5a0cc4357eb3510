"""The audit on a whole document that adds up: what is changed in its text is what is found."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from invented import MOBILE, PERSON, packaged
from yusuan.audit.trial import Outcome
from yusuan.ingest.make import make_package
from yusuan.ingest.units import Units
from yusuan.read import document_from

if TYPE_CHECKING:
    from yusuan.ingest.judge import Judgement

DOCUMENT = Path(__file__).parent / "audited" / "gazetteer-library-2025-budget.txt"


def text_of() -> str:
    """Text of the document, its placeholders filled."""
    text = DOCUMENT.read_text(encoding="utf-8")
    return text.replace("{{person}}", PERSON).replace("{{telephone}}", MOBILE)


def judged(text: str) -> Judgement:
    """What the self-check says of a text."""
    into = Path("datapackage")
    return make_package(
        document_from("document.txt", text.encode()), into, Units.of([into])
    ).judgement


def test_a_document_that_adds_up_has_no_findings() -> None:
    """Three projects, a narrative through every item: all of it holds, and much is tried."""
    found = judged(text_of())
    assert found.reasons == ()
    assert found.audit.findings == []
    assert found.audit.tried > 150
    assert {trial.outcome for trial in found.audit.trials} == {
        Outcome.HELD,
        Outcome.NOT_APPLICABLE,
    }


NARRATIVE, CHANGES = "narrative-amounts", "year-on-year-changes"
ARCHIVES_ITEM = "一般公共服务支出（类）档案事务（款）档案馆（项）"
PARAGRAPH = f"{ARCHIVES_ITEM}60.00 万元，比 2024 年预算增加 3.00 万元，增长 5.26%。\n\n"
#: What is changed → each finding: severity, printed, computed, tolerance, as counted by hand.
EDITS: dict[str, tuple[str, str, dict[str, tuple[str, str, str, str]]]] = {
    "a digit of an item in the narrative": (
        f"{ARCHIVES_ITEM}60.00",
        f"{ARCHIVES_ITEM}60.10",
        {
            f"{NARRATIVE}/tables/2012604/amount": ("conflict", "60.10", "60.00", "0.01"),
            f"{NARRATIVE}/items/二-一般公共预算拨款/amount": ("conflict", "100.00", "100.10", "0.02"),
            f"{CHANGES}/percents/2012604/change_percent": ("conflict", "5.26", "5.2539", "0.005"),
        },
    ),
    "the last digit of an item in the narrative": (
        "住房公积金（项）10.00",
        "住房公积金（项）10.01",
        {
            f"{NARRATIVE}/tables/2210201/amount": ("rounding", "10.01", "10.00", "0.01"),
            f"{NARRATIVE}/items/二-一般公共预算拨款/amount": ("rounding", "100.00", "100.01", "0.02"),
            f"{CHANGES}/percents/2210201/change_percent": ("conflict", "9.09", "9.0827", "0.005"),
        },
    ),
    "a change of the whole": (
        "收支总预算 100.00 万元，比 2024 年预算增加 4.00",
        "收支总预算 100.00 万元，比 2024 年预算增加 5.00",
        {
            f"{CHANGES}/percents/一-收支总预算/change_percent": ("conflict", "4.17", "5.2632", "0.005"),
            f"{CHANGES}/one-change/二-本年预算/change_amount": ("conflict", "4.00", "5.00", "0.01"),
        },
    ),
    "a change of an item": (
        "减少 1.00 万元，下降 9.09%",
        "减少 1.50 万元，下降 13.04%",
        {f"{CHANGES}/items/二-本年预算/change_amount": ("conflict", "4.00", "3.50", "0.02")},
    ),
    "a code of a project": (
        "2025-002",
        "2025-0002",
        {"projects/codes/project-2/project_code": ("structure", "2025-0002", "2025-001", "None")},
    ),
    "a total budget of a project": (
        "项目总预算\t10.00",
        "项目总预算\t12.00",
        {"projects/total-budget/project-2/total_budget": ("structure", "12.00", "10.00", "None")},
    ),
    "a project's name in the narrative": (
        "书库维护 10.00 万元，",
        "书库修缮 10.00 万元，",
        {f"{NARRATIVE}/projects/三-书库修缮/subject": ("structure", "书库修缮", "书库维护", "None")},
    ),
    "a count in words": (
        "编报 3 个",
        "编报 2 个",
        {"narrative-counts/projects/四-项目支出绩效目标/stated_count": ("structure", "2", "3", "None")},
    ),
    "a part of the procurement": (
        "服务类 11.00",
        "服务类 11.10",
        {f"{NARRATIVE}/goods-and-services/四-政府采购预算支出合计/amount": ("conflict", "15.00", "15.10", "0.015")},
    ),
    "what a project procures": (
        "除湿机\t\t1\t\t4.00",
        "除湿机\t\t1\t\t14.00",
        {
            "project-procurement/budget/project-2/amount": ("conflict", "14.00", "10.00", "0.01"),
            f"{NARRATIVE}/tables/四-政府采购预算支出合计/amount": ("conflict", "15.00", "25.00", "0.02"),
        },
    ),
    "travel abroad": (
        "5.50\t2.00",
        "3.80\t0.30",
        {"basic-expenditure-by-economic-class/travel-abroad/30212/total": ("conflict", "1.00", "0.30", "0.01")},
    ),
    "a paragraph printed twice": (
        PARAGRAPH,
        PARAGRAPH * 2,
        {f"{NARRATIVE}/repeated/2012604~2/subject": ("duplicate", ARCHIVES_ITEM, "None", "None")},
    ),
    "a change without its amount": (
        "减少 1.00 万元，下降 9.09%",
        "减少 9.09%",
        {f"{CHANGES}/whole-statement/2210201/change_amount": ("missing", "9.09%", "None", "None")},
    ),
    "a percent without its sign": (
        "下降 9.09%",
        "下降 9.09",
        {f"{CHANGES}/whole-statement/2210201/change_percent": ("structure", "9.09", "None", "None")},
    ),
}  # fmt: skip


@pytest.mark.parametrize("edit", EDITS)
def test_what_is_changed_is_found_with_its_figures_and_nothing_else(edit: str) -> None:
    """Each finding that a change brings is named with severity, both sides and tolerance."""
    old, new, wanted = EDITS[edit]
    text = text_of()
    assert text.count(old) == 1
    findings = judged(text.replace(old, new)).audit.findings
    found = {
        trial.name: (
            str(trial.outcome),
            str(trial.printed_text if trial.printed is None else trial.printed),
            str(trial.computed_text if trial.computed is None else trial.computed),
            str(trial.tolerance),
        )
        for trial in findings
    }
    assert found == wanted


def test_a_finding_is_a_row_of_the_package_with_both_sides() -> None:
    """The resource holds check, severity, where, figures, places of both sides and the message."""
    text = text_of().replace("5.50\t2.00", "3.80\t0.30")
    (row,) = packaged(text).tables["findings"].rows
    lines = text.split("\n")
    place = f"line={next(i for i, line in enumerate(lines, 1) if line.startswith('30212'))}"
    other = f"line={next(i for i, line in enumerate(lines, 1) if line.startswith('3.80'))}"
    assert {key: None if value is None else str(value) for key, value in row.values.items()} == {
        "row": "1",
        "finding": "basic-expenditure-by-economic-class/travel-abroad/30212/total",
        "check": "basic-expenditure-by-economic-class/travel-abroad",
        "severity": "conflict",
        "table": "basic-expenditure-by-economic-class",
        "table_row": "7",
        "row_key": "30212",
        "column": "total",
        "printed": "1.00",
        "computed": "0.30",
        "difference": "0.70",
        "tolerance": "0.01",
        "measured_in": "万元",
        "printed_text": None,
        "computed_text": None,
        "places": place,
        "other_table": "three-public-expenses",
        "other_places": other,
        "message": "基本支出中的因公出国（境）费用不大于“三公”经费表：印为 1.00 万元，核对得 0.30 万元",
        "message_en": "Travel abroad in basic expenditure is at most that of the three public expenses: printed 1.00 万元, worked out 0.30 万元",
    }


def test_the_same_text_in_yuan_has_no_findings() -> None:
    """Tables in 元 under a narrative in 万元 hold: what a sentence rounds to is right."""
    head, tail = text_of().split("公开表 5", 1)
    body, rest = tail.split("公开表 6", 1)
    lines = [
        "\t".join(_in_yuan(cell, column) for column, cell in enumerate(line.split("\t")))
        if "\t" in line
        else line.replace("单位：万元", "单位：元")
        for line in body.split("\n")
    ]
    text = f"{head}公开表 5" + "\n".join(lines) + "公开表 6" + rest
    found = judged(text)
    table = packaged(text).tables["general-public-budget-expenditure"]
    assert table.money_unit == "元"
    assert str(table.rows[0].values["total"]) == "1000000"
    assert found.audit.findings == []
    assert found.audit.tried > 150


def _in_yuan(cell: str, column: int) -> str:
    return cell.replace(".", "") + "00" if column > 1 and "." in cell else cell
