"""Final accounts: whose and of what year they are, though they speak of budgets everywhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from yusuan.read import document_from
from yusuan.tidy import tidy_document

FORM = Path(__file__).parent / "forms" / "final-accounts-split-codes-parallel-blocks.txt"
COVER = "青溪县水务局\n\n2023年度部门决算\n"
COVERS = [
    "2023年度青溪县水务局部门决算",
    "青溪县水务局2023年度部门决算公开报告",
    "青溪县水务局2023年部门决算公开说明",
    "青溪县水务局（本级）2023年度单位决算",
    "2023年度\n\n青溪县水务局部门决算",
    "2023年度青溪县水务局决算公开",
    "青溪县水务局\n\n2023年度部门决算信息公开",
    "青溪县水务局2023年度部门决算公开\n\n2024年9月",
    "关于青溪县水务局2023年度部门决算的公开说明",
    "2023年度部门决算\n\n（青溪县水务局）",
    "部门决算公开\n\n（2023年度）\n\n青溪县水务局",
    "青溪县水务局\n\n部 门 决 算\n\n二〇二三年度",
]
SPEAKS_OF_BUDGETS = """（一）2023年度部门预算执行情况

按照2023年部门预算公开口径编制。

（二）2022年度部门决算与2023年部门预算对比

2024年部门预算另行公开。

"""


@pytest.mark.parametrize("cover", COVERS)
def test_final_accounts_that_speak_of_budgets_are_final_accounts(cover: str) -> None:
    """However the cover words it, unit, year and phase are its own, without a doubt."""
    text = FORM.read_text("utf-8")
    point = "一、收入支出决算总体情况说明\n\n"
    assert text.startswith(COVER)
    assert point in text
    text = text.replace(COVER, cover + "\n").replace(point, point + SPEAKS_OF_BUDGETS)
    identity = tidy_document(document_from("a.txt", text.encode())).identity
    assert identity.unit.startswith("青溪县水务局")
    assert (identity.year, identity.phase, identity.doubts) == (2023, "final", ())
