"""Identity: unit, scope, year and phase from the document, weighed and checked against itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from yusuan.read.document import Block, Document, Grid, Heading, Paragraph, Place, Row
from yusuan.read.outline import heading_level
from yusuan.recognise.identity import Identity, identify
from yusuan.recognise.names import clean_name, is_organisation, region_of, same_unit
from yusuan.recognise.owner import Caption, caption_of
from yusuan.recognise.segments import segments

if TYPE_CHECKING:
    from yusuan.errors import Problem

UNIT = "石桥区文化馆"
GRID = Grid((Row(("项目", "金额"), Place(page=9)), Row(("合计", "1.00"), Place(page=9))))


def lines(*texts: str, page: int = 1) -> list[Block]:
    """Lines of a document as a reader gives them."""
    found: list[Block] = []
    for text in texts:
        level = heading_level(text)
        place = Place(page=page)
        found.append(Heading(text, level, place) if level else Paragraph(text, place))
    return found


def printed(title: str, *captions: str, page: int = 9) -> list[Block]:
    """A table with its title and the lines above it."""
    row = Row(("项目", title), Place(page=page))
    return [*lines(title, *captions, page=page), Grid((row, *GRID.rows[1:]))]


def told(*blocks: Block) -> tuple[Identity | None, list[Problem]]:
    """What a document says of itself, and what is wrong with that."""
    problems: list[Problem] = []
    document = Document("2019年别的局.pdf", "0" * 64, 1, "application/pdf", tuple(blocks))
    return identify(document, segments(blocks), problems), problems


def known(*blocks: Block) -> Identity:
    """An identity that is clear."""
    identity, problems = told(*blocks)
    assert problems == []
    assert identity is not None
    return identity


COVERS: dict[str, tuple[list[str], tuple[str, int, str, str | None]]] = {
    "name, then year and kind": (
        ["石桥区文化局", "2024年部门预算"],
        ("石桥区文化局", 2024, "budget", "department"),
    ),
    "year and kind, then name": (
        ["2024年部门预算", "石桥区文化局"],
        ("石桥区文化局", 2024, "budget", "department"),
    ),
    "one line": (
        ["石桥区文化局2024年部门预算公开"],
        ("石桥区文化局", 2024, "budget", "department"),
    ),
    "one line, the year first": (
        ["2024年石桥区文化局部门预算"],
        ("石桥区文化局", 2024, "budget", "department"),
    ),
    "the unit itself": (
        ["石桥区文化局（本级）2024年预算"],
        ("石桥区文化局（本级）", 2024, "budget", "unit"),
    ),
    "the unit itself, called a department's budget": (
        ["2024年石桥区文化局（本级）部门预算"],
        ("石桥区文化局（本级）", 2024, "budget", "unit"),
    ),
    "a single unit": (
        ["石桥区文化馆2024年单位预算"],
        ("石桥区文化馆", 2024, "budget", "unit"),
    ),
    "an explanation": (
        ["关于石桥区文化局2024年部门预算的说明"],
        ("石桥区文化局", 2024, "budget", "department"),
    ),
    "final accounts of a street": (
        ["石桥区青云街道办事处2023年度部门决算"],
        ("石桥区青云街道办事处", 2023, "final", "department"),
    ),
    "final accounts on four lines": (
        ["2023年度", "石桥区文化局", "部门决算"],
        ("石桥区文化局", 2023, "final", "department"),
    ),
    "the year in brackets": (
        ["石桥区文化局部门决算", "（2023年度）"],
        ("石桥区文化局", 2023, "final", "department"),
    ),
    "Chinese numerals": (
        ["石桥区文化局二〇二四年部门预算"],
        ("石桥区文化局", 2024, "budget", "department"),
    ),
    "Chinese numerals with a circle, and a day": (
        ["二○二四年部门预算", "石桥区文化局", "二○二四年一月"],
        ("石桥区文化局", 2024, "budget", "department"),
    ),
    "a day of another year": (
        ["石桥区文化局2023年度部门决算", "2024年9月1日"],
        ("石桥区文化局", 2023, "final", "department"),
    ),
    "a span of years beside the year": (
        ["石桥区文化局2024年部门预算", "2024—2026年中期财政规划"],
        ("石桥区文化局", 2024, "budget", "department"),
    ),
    "no word for year": (
        ["石桥区文化局2024部门预算"],
        ("石桥区文化局", 2024, "budget", "department"),
    ),
    "a labelled owner": (
        ["石桥区2024年区级部门预算", "预算主管部门：石桥区文化局"],
        ("石桥区文化局", 2024, "budget", "department"),
    ),
    "a code before the name": (
        ["2024年部门预算", "部门编码：024", "部门名称：[024]石桥区文化局"],
        ("石桥区文化局", 2024, "budget", "department"),
    ),
    "an attachment": (
        ["附件2：", "石桥区文化局2024年部门预算公开表"],
        ("石桥区文化局", 2024, "budget", "department"),
    ),
    "the seat of the site above": (
        [
            "石桥区人民政府",
            "2024年石桥区文化局部门预算",
            "发布日期：2024-02-01",
            "来源：石桥区财政局",
        ],
        ("石桥区文化局", 2024, "budget", "department"),
    ),
    "a section on the year before, without a word for contents": (
        ["石桥区文化局2024年部门预算", "一、主要职能", "二、2023年部门决算情况"],
        ("石桥区文化局", 2024, "budget", "department"),
    ),
    "a stray year beside the title": (
        ["2023年度政务公开", "石桥区文化局2024年部门预算"],
        ("石桥区文化局", 2024, "budget", "department"),
    ),
    "an overall budget": (
        ["石桥区文化局2024年部门综合预算公开说明"],
        ("石桥区文化局", 2024, "budget", "department"),
    ),
    "a title in pieces": (
        ["石桥区文化局", "2024", "年部门", "预算"],
        ("石桥区文化局", 2024, "budget", "department"),
    ),
    "a name in pieces": (
        ["石桥区社会保险", "事业管理中心2024", "年单位预算"],
        ("石桥区社会保险事业管理中心", 2024, "budget", "unit"),
    ),
    "the kind on a line of its own": (
        ["石桥区文化局2023年度", "部门决算公开"],
        ("石桥区文化局", 2023, "final", "department"),
    ),
    "budget and final accounts in a slogan": (
        ["预决算公开", "石桥区文化局2023年度部门决算"],
        ("石桥区文化局", 2023, "final", "department"),
    ),
}


@pytest.mark.parametrize("form", COVERS)
def test_a_cover_says_whose_it_is_where_no_table_does(form: str) -> None:
    """Name, year and phase stand on the cover in many ways, on one line or several."""
    cover, expected = COVERS[form]
    found = known(
        *lines(*cover), *lines("目录", "第一部分 概况"), *printed("收支总表", "单位：万元")
    )
    assert (found.unit, found.year, found.phase, found.scope) == expected
    assert found.doubts == ()


CAPTIONS: dict[str, Caption] = {
    "部门：[024001]石桥区文化局  2024年度  单位：万元": Caption(
        "石桥区文化局", None, "department", "万元", 2024
    ),
    "部门：024001-石桥区文化局（本级）": Caption("石桥区文化局（本级）", None, "department"),
    "单位名称：石桥区文化馆 单位：万元": Caption(UNIT, None, "unit", "万元"),
    "预算单位:石桥区文化馆   年度:2024": Caption(UNIT, None, "unit", None, 2024),
    "编制单位：石桥区文化馆": Caption(UNIT, None, "unit"),
    "编 制 单 位 ： 石桥区文化馆（公章）    金额单位 ： 元": Caption(UNIT, None, "unit", "元"),
    "公开01表 部门：石桥区文化局 2023年度 金额单位：万元": Caption(
        "石桥区文化局", None, "department", "万元", 2023
    ),
    "主管部门：石桥区文化局  预算单位：石桥区文化馆": Caption(UNIT, "石桥区文化局", "unit"),
    "单位（部门）名称：石桥区文化馆": Caption(UNIT),
    "部门/单位：石桥区文化馆 单位：千元": Caption(UNIT, None, None, "千元"),
    "单位代码：024001 单位名称：石桥区文化馆 单位：元": Caption(UNIT, None, "unit", "元"),
    "部门：403 石桥区120急救中心": Caption("石桥区120急救中心", None, "department"),
    "部门：120急救中心": Caption("120急救中心", None, "department"),
    "编制部门：石桥区文化馆 编制日期：2024年1月1日 单位：元": Caption(
        UNIT, None, "department", "元"
    ),
    "单位：石桥区文化馆（万元）": Caption(UNIT, None, "unit", "万元"),
    "部门：石桥区文化局部门": Caption("石桥区文化局", None, "department"),
    "单位：万元、%": Caption(money="万元"),
    "单位：台、辆、平方米": Caption(),
    "填报单位：": Caption(),
    "2023年度": Caption(year=2023),
}


@pytest.mark.parametrize("line", CAPTIONS)
def test_the_line_above_a_table_is_taken_apart(line: str) -> None:
    """Owner, unit of money and year stand on one line, with codes, seals and days around them."""
    assert caption_of(line) == CAPTIONS[line]


@pytest.mark.parametrize(
    "line",
    [
        "主要职责：编制预算",
        "2024",
        "收支总表",
        "本单位：没有。",
        "石桥区文化局单位：万元和其他情况",
    ],
)
def test_another_line_is_no_caption(line: str) -> None:
    """Sentences, titles and plain numbers tell nothing of a table's owner."""
    assert caption_of(line) is None


SAME = [
    ("石桥区文化局", "石桥区文化局（本级）"),
    ("石桥区文化局", "石桥区文化局机关本级"),
    ("石桥区文化局", "文化局"),
    ("石桥区发展和改革局", "石桥区发改局"),
    ("中国共产党石桥区委员会宣传部", "中共石桥区委宣传部"),
    ("中共石桥区委办公室", "石桥区委办"),
    ("石桥区信息中心（石桥区数据中心）", "石桥区信息中心"),
    ("石桥区 文化局", "石桥区文化局"),
]
OTHER = [
    ("石桥区文化局", "石桥区文化馆"),
    ("石桥区教育局", "石桥区教育局幼儿园"),
    ("石桥区教育局", "石桥区教育局机关服务中心"),
    ("石桥区教育局", "临江区教育局"),
    ("石桥区第一中学", "石桥区第二中学"),
]


@pytest.mark.parametrize(("first", "second"), SAME)
def test_spellings_of_one_unit_are_one(first: str, second: str) -> None:
    """Brackets, a missing region, and an abbreviation make no other unit."""
    assert same_unit(first, second)
    assert same_unit(second, first)


@pytest.mark.parametrize(("first", "second"), OTHER)
def test_a_parent_and_its_unit_are_two(first: str, second: str) -> None:
    """A name that goes on with another organisation's is that one's, and a character tells apart."""
    assert not same_unit(first, second)
    assert not same_unit(second, first)


@pytest.mark.parametrize(
    ("name", "region"),
    [
        ("云溪市民政局", "云溪市"),
        ("云溪市市场监督管理局", "云溪市"),
        ("云溪市政府办公室", "云溪市"),
        ("文化市场综合执法队", None),
        ("城市管理局", None),
        ("望江区城市管理局", "望江区"),
        ("东城市北山区城市管理局", "东城市北山区"),
        ("中共石桥区委宣传部", "石桥区"),
        ("江北省云溪市石桥区文化馆", "江北省云溪市石桥区"),
        ("云溪市经济技术开发区管理委员会", "云溪市"),
        ("某某自治区青石县图书馆", "某某自治区青石县"),
    ],
)
def test_a_region_is_one_of_the_administration(name: str, region: str | None) -> None:
    """Markets, cities' affairs and development zones are no regions."""
    assert region_of(name) == region


def test_a_region_stands_on_the_cover_where_the_name_has_none() -> None:
    """云溪市2026年市级单位预算 of a unit whose name begins otherwise."""
    found = known(*lines("云溪市2026年市级单位预算", "预算单位：海洋研究所"), *printed("收支总表"))
    assert (found.unit, found.region, found.scope) == ("海洋研究所", "云溪市", "unit")


def test_the_file_name_is_not_believed() -> None:
    """Without a title inside, the year in the file's name is none."""
    identity, problems = told(*printed("收支总表", f"单位：{UNIT}"))
    assert identity is None
    assert "找不到年度" in problems[0].what.zh


def test_funds_and_numbers_name_no_phase() -> None:
    """一般公共预算 in the title of final accounts is a fund, and 预算数 a column."""
    tables = [
        *printed("2023年度一般公共预算财政拨款支出决算表", f"部门：{UNIT}"),
        *printed("2023年度政府性基金预算收入支出决算表", f"部门：{UNIT}"),
    ]
    found = known(*lines(f"{UNIT}", "2023年度部门决算"), *tables)
    assert (found.phase, found.doubts) == ("final", ())


def test_tables_alone_tell_year_and_phase() -> None:
    """A workbook without a cover: the titles and captions of its tables say it all."""
    found = known(
        *printed("收入支出决算总表", f"部门：{UNIT}  2023年度  单位：万元"),
        *printed("收入决算表", f"部门：{UNIT}  2023年度  单位：万元"),
    )
    assert (found.unit, found.year, found.phase) == (UNIT, 2023, "final")


def test_last_year_in_the_narrative_is_no_contradiction() -> None:
    """Headings and sentences that speak of the year before leave the year as it is."""
    text = ["一、2023年预算执行情况", "二、2023年部门决算情况", "2023年部门预算减少。"]
    found = known(
        *lines("石桥区文化局2024年部门预算"), *lines(*text), *printed("2024年部门收支预算总表")
    )
    assert (found.year, found.phase, found.doubts) == (2024, "budget", ())


def test_a_table_of_another_year_is_told_with_its_place() -> None:
    """A table of last year that was left in the document is a doubt, and no secret."""
    found = known(
        *lines("石桥区文化局2024年部门预算"),
        *printed("2024年部门收入预算总表", page=4),
        *printed("2024年部门支出预算总表", page=5),
        *printed("2023年财政拨款收支预算总表", page=6),
    )
    assert found.year == 2024
    (doubt,) = found.doubts
    assert "2023" in doubt.what.zh
    assert "2023年财政拨款收支预算总表 (page=6" in doubt.where


def test_a_year_beside_the_owner_contradicts_too() -> None:
    """The year may stand in the line of the owner."""
    found = known(
        *lines("石桥区文化局2024年部门预算"),
        *printed("收入总表", "部门：石桥区文化局  2024年  单位：万元", page=4),
        *printed("支出总表", "部门：石桥区文化局  2023年  单位：万元", page=5),
    )
    assert [("2023" in d.what.zh, "page=5" in d.where) for d in found.doubts] == [(True, True)]


def test_a_table_of_final_accounts_in_a_budget_is_told() -> None:
    """The phase of each table's title is compared with the document's."""
    found = known(
        *lines("石桥区文化局2024年部门预算"),
        *printed("部门收入预算总表"),
        *printed("部门支出预算总表"),
        *printed("收入支出决算总表"),
    )
    assert found.phase == "budget"
    assert ["决算" in doubt.what.zh for doubt in found.doubts] == [True]


def test_a_cover_that_most_tables_contradict_is_refused() -> None:
    """Last year's cover before this year's tables: no one can say which is right."""
    identity, problems = told(
        *lines("石桥区文化局2023年部门预算"),
        *printed("2024年部门收入预算总表"),
        *printed("2024年部门支出预算总表"),
    )
    assert identity is None
    assert "2023 与 2024" in problems[0].what.zh


def test_the_names_of_parent_and_unit_are_weighed() -> None:
    """The cover names the department, one table a unit of it: the department's, with a doubt."""
    found = known(
        *lines("石桥区文化局2024年部门预算"),
        *printed("收入总表", "部门：石桥区文化局"),
        *printed("支出总表", "部门：石桥区文化局"),
        *printed("财政拨款收支总表", f"单位：{UNIT}", page=12),
    )
    assert found.unit == "石桥区文化局"
    (doubt,) = found.doubts
    assert UNIT in doubt.what.zh
    assert "page=12" in doubt.where


def test_two_names_of_equal_weight_are_refused() -> None:
    """Without a cover, one table each is no majority."""
    identity, problems = told(
        *lines("2024年部门预算"),
        *printed("收入总表", "部门：石桥区文化局"),
        *printed("支出总表", f"单位：{UNIT}"),
    )
    assert identity is None
    assert "石桥区文化局、石桥区文化馆" in problems[0].what.zh


def test_goals_of_a_unit_or_of_another_year_are_no_contradiction() -> None:
    """A department prints the goals of its units, and what became of last year's."""
    found = known(
        *lines("石桥区文化局2024年部门预算"),
        *printed("收入总表", "部门：石桥区文化局"),
        *printed("2023年部门预算项目绩效自评表", f"填报单位：{UNIT}"),
    )
    assert (found.unit, found.year, found.doubts) == ("石桥区文化局", 2024, ())


def test_the_title_goes_before_the_tables() -> None:
    """A unit whose tables all print its department is the unit of the title, with a doubt."""
    found = known(
        *lines(f"{UNIT}2024年单位预算"),
        *printed("收入总表", "部门：石桥区文化局", page=3),
        *printed("支出总表", "部门：石桥区文化局", page=4),
        *(block for n in range(9) for block in printed(f"表{n}", "部门：石桥区文化局")),
    )
    assert (found.unit, found.scope) == (UNIT, "unit")
    assert ["page=3" in doubt.where for doubt in found.doubts] == [True]


def test_a_heading_in_the_text_names_the_unit_at_last() -> None:
    """Where cover, parts and tables are silent, X主要职能 tells."""
    found = known(
        *lines("2024年部门预算"), *lines("一、石桥区文化局主要职能"), *printed("收入总表")
    )
    assert found.unit == "石桥区文化局"


def test_the_fuller_name_is_taken() -> None:
    """The cover spells out what the line above the tables abbreviates."""
    found = known(
        *lines("石桥区发展和改革局2024年部门预算"), *printed("收入总表", "部门：石桥区发改局")
    )
    assert (found.unit, found.doubts) == ("石桥区发展和改革局", ())


def test_department_and_unit_mixed_is_remarked() -> None:
    """部门：X on one table and 单位：X（本级） on another: the scope is told, and the contradiction."""
    found = known(
        *lines("石桥区文化局2024年部门预算"),
        *printed("收入总表", "部门：石桥区文化局"),
        *printed("支出总表", "部门：石桥区文化局"),
        *printed("财政拨款收支总表", "单位：石桥区文化局（本级）", page=12),
    )
    assert (found.unit, found.scope, found.doubts) == ("石桥区文化局", "department", ())
    assert ["page=12" in remark.where for remark in found.remarks] == [True]


def test_parts_name_the_unit_where_nothing_else_does() -> None:
    """第一部分 X概况 is the last that tells the name."""
    found = known(
        *lines(
            "2024年部门预算", "目录", f"第一部分 {UNIT}概况", f"第二部分 {UNIT}2024年单位预算表"
        ),
        *printed("收支总表"),
    )
    assert found.unit == UNIT


def test_the_owner_stands_in_a_grid_over_two_cells() -> None:
    """部门： | X局 | 单位：万元 as the first row of the table's own grid."""
    rows = [
        ("部门：", "石桥区文化局", "", "单位：万元"),
        ("项目", "2023年", "2024年", "合计"),
        ("甲", "1.00", "2.00", "3.00"),
    ]
    grid = Grid(tuple(Row(row, Place(page=3, row=i)) for i, row in enumerate(rows, 1)))
    (segment,) = segments([*lines("收支总表"), grid])
    assert (segment.unit, segment.money_unit) == ("石桥区文化局", "万元")
    assert segment.rows[0].cells[0] == "项目"


def test_a_header_of_years_is_no_caption() -> None:
    """2023年 | 2024年 over two columns are the header, not the year of the table."""
    rows = [("2023年", "2024年"), ("1.00", "2.00")]
    grid = Grid(tuple(Row(row, Place(page=3, row=i)) for i, row in enumerate(rows, 1)))
    (segment,) = segments([*lines("收支总表"), grid])
    assert segment.rows[0].cells == ("2023年", "2024年")


@pytest.mark.parametrize(
    "text", ["2024年部门预算", "第一部分", "部门概况", "石桥区政府门户网站", "预算公开目录", "万元"]
)
def test_what_is_no_unit_has_no_name(text: str) -> None:
    """Titles and menus do not end as units' names do, or say that they are something else."""
    assert not is_organisation(clean_name(text))
