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


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("编制 25 名，实有在职人员 23 人，退休 11 人。", [("posts", 25, "total"), ("serving", 23, "total"), ("retired", 11, "total")]),
        ("行政编制 10 名、事业编制 15 名。", [("posts", 10, "total"), ("posts", 15, "total")]),
        ("编制 25 名，其中行政编制 10 名、事业编制 15 名，在职 23 人。", [("posts", 25, "total"), ("posts", 10, "item"), ("posts", 15, "item"), ("serving", 23, "total")]),
        ("实有 34 人，其中：在职 23 人，退休 11 人。", [("serving", 34, "total"), ("serving", 23, "item"), ("serving", 11, "item")]),
        ("实有人数 41 人，其中：在职 29 人，减少 1 人；退休 12 人，增加 1 人；离休 0 人。", [("serving", 41, "total"), ("serving", 29, "item"), ("serving", 12, "item"), ("serving", 0, "item")]),
        ("编制 25 名，其中行政编制 25 名；实有在编人员 20 人，其中女性 8 人；离退休 11 人。", [("posts", 25, "total"), ("posts", 25, "item"), ("serving", 20, "total"), ("serving", 8, "item"), ("retired", 11, "total")]),
        ("在职人员 23 人，其中男性 10 人、女性 13 人，离退休 11 人。", [("serving", 23, "total"), ("serving", 10, "item"), ("serving", 13, "item"), ("retired", 11, "total")]),
    ],
)  # fmt: skip
def test_what_stands_beside_a_head_is_no_part_of_it(
    sentence: str, found: list[tuple[str, int, str]]
) -> None:
    """Posts, who serves and who has retired are heads each, unless the sentence divides them."""
    rows = disclosed(changed(OLD, sentence)).tables["staffing"].rows
    assert [
        (row.values["group"], row.values["persons"], row.values["role"])
        for row in rows
        if row.place == "line=40"
    ] == found
