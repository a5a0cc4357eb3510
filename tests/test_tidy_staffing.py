"""Staffing: posts and persons out of the sentences that count them."""

from __future__ import annotations

import pytest

from invented import changed, disclosed

OLD = "离退休人员 12 人，其中：离休 1 人，退休 11 人。"


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("云溪市档案馆总编制人数 5 人，其中：事业编制 5 人。", [("posts", "总编制人数", 5), ("posts", "事业编制", 5)]),
        ("在职实有 3 人。", [("serving", "在职实有", 3)]),
        ("编制共 3 名；退休人员为 4 名。", [("posts", "编制", 3), ("retired", "退休人员", 4)]),
        ("本馆有窗口 8 个，每天接待 90 人。", []),
    ],
)  # fmt: skip
def test_a_sentence_that_counts_gives_its_group(
    sentence: str, found: list[tuple[str, str, int]]
) -> None:
    """The head of a sentence is the total of its group; visitors are no staff."""
    rows = disclosed(changed(OLD, sentence)).tables["staffing"].rows
    assert [
        (row.values["group"], row.values["kind_of_staff"], row.values["persons"])
        for row in rows
        if row.place == "line=40"
    ] == found
