"""Recognising: which table is which, whose disclosure it is, what a header says."""

from __future__ import annotations

import pytest

from invented import ARCHIVES, changed, disclosed, table, text_of
from yusuan.dictionary import table_kinds
from yusuan.errors import InputRefusedError
from yusuan.read.document import Grid, Heading, Paragraph, Place, Row
from yusuan.read.text import read_text
from yusuan.recognise.headers import Header, HeaderFault, header_paths, match_header
from yusuan.recognise.labels import Labels
from yusuan.recognise.parts import missing_part, part
from yusuan.recognise.segments import segments
from yusuan.recognise.tables import NotUnderstood
from yusuan.recognise.title_lines import announced_tables, table_number
from yusuan.recognise.titles import kind_by_title
from yusuan.recognise.understand import recognise_table

TITLES = [
    (kind.name, title)
    for kind in table_kinds().values()
    for title in kind.reading.get("titles", ())
]


def rows(text: str) -> list[Row]:
    """Rows of a grid, ``|`` between the cells."""
    lines = text.strip("\n").split("\n")
    return [Row(tuple(line.split("|")), Place(line=i)) for i, line in enumerate(lines, 1)]


@pytest.mark.parametrize(("name", "title"), TITLES)
def test_a_kind_is_known_by_each_of_its_titles(name: str, title: str) -> None:
    """Each title of the dictionary names its kind: spread by blanks, with a year, continued."""
    for spelling in (
        title,
        " ".join(title),
        f"2023年{title}",
        f"2023 年度单位{title}",
        f"{title}（续）",
    ):
        kind = kind_by_title(spelling, "云溪市档案馆")
        if not spelling.startswith("2023 年度单位") or title[0] in "收支财":
            assert kind is not None, spelling
            assert kind.name == name


@pytest.mark.parametrize("title", ["", "收支", "绩效目标自评表", "支出"])
def test_another_title_names_no_kind(title: str) -> None:
    """A title that the dictionary lacks is not made to fit."""
    assert kind_by_title(title) is None


def test_a_title_may_begin_with_the_unit() -> None:
    """The unit's name before a title is not part of it."""
    kind = kind_by_title("云溪市档案馆支出总表", "云溪市档案馆")
    assert kind is not None
    assert kind.name == "expenditure-summary"


def test_a_lost_merge_gives_its_label_to_the_columns_below() -> None:
    """A blank in an upper header row takes the label to its left where a lower row has labels."""
    header = rows("科目编码|科目名称|基本支出|||项目支出\n||小计|人员经费|公用经费|")
    assert header_paths(header) == [
        ("科目编码",),
        ("科目名称",),
        ("基本支出", "小计"),
        ("基本支出", "人员经费"),
        ("基本支出", "公用经费"),
        ("项目支出",),
    ]


def test_a_header_is_as_tall_as_its_labels() -> None:
    """The header ends where the labels do, and the rows below are data."""
    labels = Labels({"编码": "code", "合计": "total", "基本支出小计": "basic"})
    header = match_header(rows("编码|合计|基本支出\n||小计\n1|2|3"), labels, ["total"])
    assert header == Header({0: "code", 1: "total", 2: "basic"}, 2)


def test_an_unknown_label_and_a_missing_column_are_named() -> None:
    """A header that is not understood says which labels are unknown and what is missing."""
    labels = Labels({"编码": "code", "合计": "total"})
    fault = match_header(rows("编码|别的\n1|2"), labels, ["total"])
    assert fault == HeaderFault(("别的",), ("total",))


@pytest.mark.parametrize("twice", ["合计|合计", "合计|支出合计"])
def test_two_columns_of_one_meaning_are_not_understood(twice: str) -> None:
    """Two labels of one column are refused, as no one can say which is meant."""
    labels = Labels({"合计": "total", "支出合计": "total"})
    assert isinstance(match_header(rows(f"{twice}\n1|2"), labels, []), HeaderFault)


def test_a_header_ends_above_the_values_even_where_a_lower_one_fits() -> None:
    """Where labels of the second row are unknown, the first row alone is not the header."""
    labels = Labels({"编码": "code", "合计": "total", "基本支出": "basic"})
    header = rows("编码|合计|基本支出|\n||甲类|乙类\n1|2|3|4")
    assert match_header(header, labels, []) == Header(
        {0: "code", 1: "total", 2: "basic"}, 1, sound=False
    )
    kept = match_header(header, labels, [], keep_others=True)
    assert kept == Header(
        {0: "code", 1: "total"}, 2, others={2: "基本支出/甲类", 3: "基本支出/乙类"}
    )


PARTS = Labels(
    {"一般公共预算": "general", "结转": "carried_over", "合计": "total", "编码": "code"},
    [
        ("general", "一般公共预算(拨款|收入|资金)*"),
        ("carried_over_general", "x"),
        ("government_code", "y"),
    ],
)


@pytest.mark.parametrize(
    ("path", "found"),
    [
        (("一般公共预算拨款收入",), ("general", 0)),
        (("本年收入", "一般公共预算(含债券)"), ("general", 1)),
        (("一般公共预算资金", "小计"), ("general", 0)),
        (("别的", "小计"), None),
        (("别的", "合计"), ("total", 1)),
        (("财政拨款结转结余", "一般公共预算"), ("carried_over_general", 0)),
        (("财政拨款结转结余", "合计"), None),
        (("政府预算经济分类", "编码"), ("government_code", 0)),
        (("一般公共服务",), None),
    ],
)
def test_labels_are_put_together_from_their_words(
    path: tuple[str, ...], found: tuple[str, int] | None
) -> None:
    """A label that no one spelled out is known by its form; a head that matters is not left out."""
    assert PARTS.find(path) == found


def test_an_unknown_table_is_told_with_its_place() -> None:
    """A table of no known kind is named with its title, its line and its first cells."""
    (segment,) = segments(read_text("绩效自评表\n甲\t乙\n1\t2"))
    found = recognise_table(segment)
    assert isinstance(found, NotUnderstood)
    assert (found.title, found.place, found.header) == ("绩效自评表", "line=2-3", "甲 | 乙")
    assert "绩效自评表 (line=2-3)" in found.problem.where
    assert "甲 | 乙" in found.problem.where
    assert found.what.zh == "不认识的表"


def test_pieces_with_nothing_between_them_are_one_table() -> None:
    """Blank lines join, titles and sentences part; a sentence behind a table is its note."""
    found = segments(read_text("收支总表\n甲\t乙\n\n1\t2\n\n没有其他收入。\n支出总表\n丙\t丁"))
    assert [(segment.title, len(segment.rows)) for segment in found] == [
        ("收支总表", 2),
        ("支出总表", 1),
    ]
    assert [note.text for note in found[0].notes] == ["没有其他收入。"]
    assert found[0].breaks == {1}


def test_the_lines_before_a_table_say_whose_it_is() -> None:
    """Number, title, unit, unit of money and date are taken from the lines before a table."""
    text = "公开表 5\n\n支出总表\n\n编制单位：青石县图书馆\n\n金额单位：元\n\n申报日期：2022年1月2日\n\n甲\t乙"
    (segment,) = segments(read_text(text))
    assert (segment.number, segment.title, segment.unit) == (5, "支出总表", "青石县图书馆")
    assert (segment.money_unit, segment.date) == ("元", "2022-01-02")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("表 3. 支出总体表", (3, "支出总体表")),
        ("公开表 12", (12, "")),
        ("附表1：收支总表", (1, "收支总表")),
        ("支出总表", None),
        ("表达", None),
    ],
)
def test_a_table_number_is_split_from_its_title(text: str, found: tuple[int, str] | None) -> None:
    """A numbered heading gives number and title, another heading nothing."""
    assert table_number(text) == found


def test_announced_tables_are_those_of_the_lists() -> None:
    """The lists of tables announce ten tables, in the archives' own words."""
    announced = announced_tables(read_text(text_of()))
    assert sorted(number or 0 for number in announced.values()) == list(range(1, 11))
    assert announced["项目支出表"] == 9


def test_a_part_is_the_last_heading_of_its_name() -> None:
    """The contents name every part first: the part itself is the one with text in it."""
    prose = part(read_text(text_of()), ["情况说明"])
    assert isinstance(prose[1], Heading)
    assert prose[1].text == "一、收支预算总体安排情况"
    assert not part(read_text(text_of()), ["没有这一部分"])


def test_a_part_that_only_the_contents_list_is_missing() -> None:
    """A part that is listed and never begins is named; without contents nothing is missing."""
    text = text_of()
    assert missing_part(read_text(text)) is None
    assert missing_part(read_text(text[: text.index("第三部分 云溪市档案馆\n")])) == "第三部分"
    assert missing_part(read_text("第一部分 概况\n甲。\n第二部分 表\n乙。")) is None


@pytest.mark.parametrize(
    ("title", "year", "phase"),
    [
        ("2023 年单位预算", 2023, "budget"),
        ("2021 年度部门决算", 2021, "final"),
        ("云溪市档案馆2020年部门预算公开", 2020, "budget"),
    ],
)
def test_year_and_phase_are_in_the_title(title: str, year: int, phase: str) -> None:
    """The title says which year and whether budget or final accounts."""
    rest = table("政府性基金预算支出表", "科目编码|科目名称|合计\n229|其他支出|1.00\n|合计|1.00")
    identity = disclosed(rest.replace("2023 年单位预算", title)).identity
    assert (identity.year, identity.phase) == (year, phase)


@pytest.mark.parametrize(
    ("unit", "region"),
    [
        ("云溪市档案馆", "云溪市"),
        ("云溪市北山区图书馆", "云溪市北山区"),
        ("某某省云溪市档案馆", "某某省云溪市"),
        ("青石县图书馆", "青石县"),
        ("海洋研究所", None),
    ],
)
def test_the_region_is_read_from_the_units_name(unit: str, region: str | None) -> None:
    """Province, city and county at the head of the unit's name are its region."""
    assert disclosed(text_of().replace("云溪市档案馆", unit)).identity.region == region


def test_a_sentence_about_another_year_is_no_title() -> None:
    """Long lines and sentences that speak of other years do not make the year unclear."""
    text = changed("收集、保管全市档案", "2019 年预算很少。\n\n收集、保管全市档案", ARCHIVES)
    assert disclosed(text).identity.year == 2023


def test_a_value_below_no_label_is_refused() -> None:
    """A column without a label that holds values is not passed over."""
    text = table(
        "支出总表", "科目编码|科目名称|合计||项目支出\n201|甲|3.00|1.00|2.00\n|合计|3.00|1.00|2.00"
    )
    with pytest.raises(InputRefusedError, match=r"第 4 列没有表头.*\n.*column 4 has no label"):
        disclosed(text)


def test_a_column_without_label_and_values_is_a_gap() -> None:
    """A column that holds nothing at all is only a gap in the printed table."""
    text = table(
        "支出总表", "科目编码|科目名称|合计||项目支出\n201|甲|2.00||2.00\n|合计|2.00||2.00"
    )
    assert len(disclosed(text).tables["expenditure-summary"].rows) == 2


def test_the_contents_are_no_paragraphs_of_a_table() -> None:
    """Grids, headings and paragraphs of the invented document are all told apart."""
    kinds = {type(block) for block in read_text(text_of())}
    assert kinds == {Grid, Heading, Paragraph}
