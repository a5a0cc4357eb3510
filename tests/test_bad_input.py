"""Bad input: refused with exit code 3, its place and both languages, and nothing written."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from invented import ARCHIVES, LIBRARY, changed, put, text_of, tree
from test_read import ENCODED, REFUSED
from yusuan.cli import main
from yusuan.errors import InputRefusedError
from yusuan.package.load import load_package
from yusuan.read import document_from
from yusuan.tidy import Disclosure, tidy_document

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

LINES = text_of().split("\n")
TABLE_LINES = [number for number, line in enumerate(LINES, 1) if "\t" in line]
ROW = "2012604\t档案馆\t562.30\t562.30\t0.00\t\t\t"
OWNER = "单位：云溪市档案馆"
EXPENDITURE = f"支出总表\n\n{OWNER}\n\n单位：万元"


def one(text: str) -> Callable[[], str]:
    """A text, made when the test runs."""
    return lambda: text


def edited(old: str, new: str) -> Callable[[], str]:
    """The archives' document with one passage replaced."""
    return lambda: changed(old, new, ARCHIVES)


#: What is wrong → the document, and what the message must name.
BAD: dict[str, tuple[Callable[[], str], list[str]]] = {
    "a cell too many": (edited(ROW, ROW + "\t9"), ["支出总表", "line=79", "有 9 格", "9 cells"]),
    "a cell too few": (edited(ROW, ROW[:-1]), ["支出总表", "line=79", "有 7 格", "7 cells"]),
    "two points": (
        edited(ROW, ROW.replace("562.30\t0", "12.3.4\t0")),
        ["支出总表", "line=79", "12.3.4", "列“基本支出”", "column Basic expenditure"],
    ),
    "a broken group": (
        edited(ROW, ROW.replace("562.30\t0", "1,23\t0")),
        ["支出总表", "line=79", "1,23", "列“基本支出”", "column Basic expenditure"],
    ),
    "a word for a number": (
        edited("五、住房保障支出\t66.40", "五、住房保障支出\t若干"),
        ["收支总表", "line=59", "若干", "列“金额”", "column Amount"],
    ),
    "a malformed number in the narrative": (
        edited("300 万元，比", "3.0.0 万元，比"),
        ["line=335", "3.0.0", "narrative"],
    ),
    "a duplicate code": (
        edited("2012699\t其他档案事务支出\t300.00\t0.00\t300.00\t\t", "2012604\t其他\t300.00\t0.00\t300.00\t\t"),
        ["支出总表", "line=80", "编码 2012604 重复", "stands twice"],
    ),
    "a code without its parent": (
        edited("20805\t行政事业单位养老支出\t118.00\t118.00\t0.00\t\t\t\n", ""),
        ["支出总表", "line=82", "2080502", "20805", "parent"],
    ),
    "no unit": (
        lambda: text_of().replace(OWNER, "").replace("云溪市档案馆\n\n2023", "2023"),
        ["document.txt", "找不到单位名称", "no name of a unit"],
    ),
    "two units": (
        edited(EXPENDITURE, EXPENDITURE.replace("档案馆", "图书馆")),
        ["支出总表 (line=75-83)", "云溪市档案馆", "云溪市图书馆", "another unit"],
    ),
    "no year": (
        lambda: re.sub(r"20\d\d ?年", "", text_of()),
        ["document.txt", "找不到年度", "neither a year"],
    ),
    "two years, one as often as the other": (
        one("2022 年单位预算\n\n" + text_of(LIBRARY).replace("2021 年度单位决算", "2021 年单位预算")),
        ["2022 与 2021", "different years"],
    ),
    "another year on the cover": (
        edited("云溪市档案馆\n\n2023 年单位预算\n", "云溪市档案馆\n\n2022 年单位预算\n"),
        ["2022 与 2023", "different years"],
    ),
    "budget and final accounts": (
        one("2021 年单位预算\n\n" + text_of(LIBRARY)),
        ["预算 与 决算", "different years or phases"],
    ),
    "a label that is missing": (
        edited("上缴上级支出\t对附属单位补助支出\n\t合计\t1086.40\t786.40\t300.00\t\t", "\t对附属单位补助支出\n\t合计\t1086.40\t786.40\t300.00\t\t5"),
        ["支出总表", "line=76", "第 7 列没有表头", "column 7 has no label"],
    ),
    "no unit of money": (
        lambda: text_of().replace("\n\n单位：万元", ""),
        ["支出总表", "没有金额单位", "no unit of money"],
    ),
    "an unknown unit of money": (
        edited(EXPENDITURE, EXPENDITURE.replace("万元", "万美元")),
        ["支出总表 (line=75-95)", "没有金额单位", "no unit of money"],
    ),
    "the same table twice": (
        lambda: text_of(LIBRARY) + "\n\n" + text_of(LIBRARY).split("\n", 4)[-1],
        ["收支总表", "line=41", "出现两次", "twice"],
    ),
    "no table at all": (
        one("2023 年单位预算\n\n单位：云溪市档案馆\n\n本馆没有表格。\n"),
        ["document.txt", "没有表格", "no table"],
    ),
    "no budget at all": (
        one("春游通知\n\n时间\t地点\n周六\t东湖\n\n请大家准时到单位集合。\n"),
        ["不是预算公开文件", "no budget", "时间 | 地点", "line=3-4", "no known kind"],
    ),
    "a blank form": (
        lambda: re.sub(r"(?<=\t)[0-9０-９][0-9.,０-９．，]*(?=[\t\n]|$)", "", text_of(LIBRARY)),
        ["document.txt", "表格是空白的", "the form is blank"],
    ),
    "a table without its total": (
        lambda: text_of(LIBRARY).rstrip("\n").rsplit("\n", 1)[0],
        ["政府性基金预算支出表", "line=34", "没有合计行", "breaks off"],
    ),
    "a date that is none": (
        edited("申报日期：2022 年 11 月 8 日", "申报日期：2022 年 2 月 30 日"),
        ["项目申报表", "2022-02-30", "is no date"],
    ),
}  # fmt: skip


def refuse(project: Path, data: bytes, capsys: pytest.CaptureFixture[str]) -> str:
    """Ingest some bytes, see them refused with nothing written, and give the message."""
    path = put(project.parent, "")
    path.write_bytes(data)
    before = tree(project.parent)
    assert main(["ingest", str(path), "--root", str(project)]) == 3
    assert tree(project.parent) == before
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "Traceback" not in shown.err
    assert shown.err.startswith("✗ ")
    return shown.err


@pytest.mark.parametrize("kind", BAD)
def test_bad_input_is_refused_and_nothing_written(
    kind: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each fault ends in exit code 3, names its place in both languages and writes nothing."""
    text, named = BAD[kind]
    message = refuse(project, text().encode(), capsys)
    for word in named:
        assert word in message, f"{word!r} is not in\n{message}"


#: What is not understood → the document, and what is said of it beside the package.
DOUBTED: dict[str, tuple[Callable[[], str], list[str]]] = {
    "an unknown table": (
        edited(EXPENDITURE, EXPENDITURE.replace("支出总表", "结余去向表")),
        ["结余去向表", "line=75-95", "not understood"],
    ),
    "a column that must be there": (
        edited("科目编码\t科目名称\t合计\t基本支出\t项目支出\t事业", "科目编码\t科目名称\t甲\t基本支出\t项目支出\t事业"),
        ["支出总表", "line=75-95", "not understood"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", DOUBTED)
def test_a_table_that_is_not_understood_is_told_and_the_rest_is_written(
    kind: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The package of what is certain is written, what is not is named with its place: exit 1."""
    text, named = DOUBTED[kind]
    report = project.parent / "report.json"
    path = put(project.parent, text())
    assert main(["ingest", str(path), "--root", str(project), "--report", str(report)]) == 1
    message = capsys.readouterr().err
    for word in named:
        assert word in message, f"{word!r} is not in\n{message}"
    (found,) = json.loads(report.read_text(encoding="utf-8"))
    assert found["verdict"] == "suspect"
    (item,) = found["not_understood"]
    assert item["title"] == named[0]
    assert named[1] in str(item.values())
    assert "基本支出" in str(item.values())  # the header
    reason = next(line for line in found["reason"]["zh"].splitlines() if named[0] in line)
    assert item["place"] in reason
    assert item["header"][0] in reason
    (package,) = (project / "datapackage").glob("*/2023-budget")
    rows = (package / "data" / "expenditure-summary.csv").read_text(encoding="utf-8-sig")
    assert len(rows.splitlines()) == 1
    whole = (package / "data" / "general-public-budget-expenditure.csv").read_bytes()
    assert whole.count(b"\n") > 10


def test_a_column_that_the_dictionary_lacks_is_kept_as_printed(project: Path) -> None:
    """An unknown label beside known ones loses nothing: its texts stand under it, as printed."""
    row = "2012604\t档案馆\t562.30\t562.30\t0.00\t\t\t"
    text = changed("上缴上级支出\t", "上缴别处支出\t").replace(row, row[:-1] + "0.00\t")
    assert main(["ingest", str(put(project.parent, text)), "--root", str(project)]) == 0
    (package,) = (project / "datapackage").glob("*/2023-budget")
    (found,) = [
        item
        for item in load_package(package).resources["expenditure-summary"].rows
        if item["code"] == "2012604"
    ]
    assert found["other_columns"] == {"上缴别处支出": "0.00"}
    assert str(found["total"]) == "562.30"
    assert "paid_to_superior" not in found


@pytest.mark.parametrize("kind", REFUSED)
def test_bytes_that_are_no_text_are_refused_and_nothing_written(
    kind: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Empty, binary and wrongly encoded files are refused by the command, by their name."""
    assert "document.txt" in refuse(project, REFUSED[kind], capsys)


@pytest.mark.parametrize("encoding", ENCODED)
def test_every_usual_encoding_gives_the_same_package(encoding: str, project: Path) -> None:
    """A document in another encoding gives the same package but for its own hash and size."""
    packages = {}
    for name, data in (("first", ENCODED["UTF-8"]), ("second", ENCODED[encoding])):
        path = put(project.parent, "")
        path.write_bytes(data)
        assert main(["ingest", str(path), "--root", str(project), "--replace"]) == 0
        packages[name] = {
            file: re.sub(
                rb"\d+ bytes|[0-9a-f]{64}|\"bytes\":\d+,\"mediatype\":\"text/plain\"",
                b"",
                data,
            )
            if file.endswith(("json", "md"))
            else data
            for file, data in tree(project / "datapackage").items()
        }
    assert packages["first"] == packages["second"]


def test_full_width_digits_are_read(project: Path) -> None:
    """Amounts in full-width digits are amounts."""
    wide = ROW.replace("562.30", "５６２．３０")
    path = put(project.parent, changed(ROW, wide))
    assert main(["ingest", str(path), "--root", str(project)]) == 0


def test_a_second_document_is_refused_unless_it_is_meant(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Another document of the same unit, year and phase needs ``--replace`` to take its place."""
    path = put(project.parent, text_of())
    assert main(["ingest", str(path), "--root", str(project)]) == 0
    capsys.readouterr()
    message = refuse(project, (text_of() + "\n").encode(), capsys)
    assert "--replace" in message
    assert "another document" in message
    put(project.parent, text_of() + "\n")
    assert main(["ingest", str(path), "--root", str(project), "--replace"]) == 0


@pytest.fixture(scope="module")
def whole() -> dict[str, Disclosure]:
    """Both documents read whole: with a table of contents, and the tables alone."""
    return {"with contents": read(text_of()), "without contents": read(without_contents(LINES))}


def read(text: str) -> Disclosure:
    """Read and tidy a text."""
    return tidy_document(document_from("document.txt", text.encode()))


def without_contents(lines: list[str]) -> str:
    """A document whose table of contents is gone, its lines still counted as before."""
    return "\n".join("" if 5 < number < 30 else line for number, line in enumerate(lines, 1))


@pytest.mark.parametrize("number", TABLE_LINES)
def test_a_document_that_ends_in_a_table_is_refused(number: int) -> None:
    """Cut at any line of any table, a document whose contents list later parts is refused."""
    with pytest.raises(InputRefusedError) as caught:
        read("\n".join(LINES[:number]))
    assert "line=" in str(caught.value)


@pytest.mark.parametrize("number", TABLE_LINES)
def test_a_cut_document_without_contents_yields_whole_rows_only(
    number: int, whole: dict[str, Disclosure]
) -> None:
    """Without contents to tell by, a cut document is refused or gives whole tables.

    Of a project form each row is whole, as no one can know how many there should be.
    """
    try:
        found = read(without_contents(LINES[:number])).tables
    except InputRefusedError:
        return
    for name, table in whole["without contents"].tables.items():
        if name not in found:  # an optional kind stands only where the document has it
            assert (table.kind.optional, table.kind.layout) == (True, "narrative")
            continue
        rows = [row.values | {"place": row.place} for row in table.rows]
        cut = [row.values | {"place": row.place} for row in found[name].rows]
        if table.kind.layout in {"code-table", "two-sided", "measures"}:
            assert cut in ([], rows)
            assert found[name].status in {table.status, "absent"}
        elif name in {"project-funding", "project-costs", "project-procurement"}:
            assert [row for row in cut if row not in rows] == []


@pytest.mark.parametrize("number", [n for n in TABLE_LINES if n < 202])
def test_a_table_cut_inside_a_row_is_refused(number: int) -> None:
    """A row that lost its last cell is refused, with or without contents to tell by."""
    cut = [*LINES[: number - 1], LINES[number - 1].rsplit("\t", 1)[0]]
    for text in ("\n".join(cut), without_contents(cut)):
        with pytest.raises(InputRefusedError, match=f"{number}"):
            read(text)


@pytest.mark.parametrize("number", [n for n in TABLE_LINES if n < 202])
def test_a_row_lost_from_the_middle_is_refused_or_leaves_the_others_alone(
    number: int, whole: dict[str, Disclosure]
) -> None:
    """A lost line is refused, or every other row is what it was: nothing slides into its place."""
    lines = ["" if n == number else line for n, line in enumerate(LINES, 1)]
    try:
        tables = read("\n".join(lines)).tables
    except InputRefusedError:
        return
    for name, table in whole["with contents"].tables.items():
        if table.kind.amounts and table.kind.layout in {"code-table", "two-sided"}:
            before = {
                (row.place, str(row.values.get("code", row.values.get("item")))): _amounts(
                    row.values
                )
                for row in table.rows
            }
            for row in tables[name].rows:
                key = (row.place, str(row.values.get("code", row.values.get("item"))))
                assert _amounts(row.values) == before[key]


def _amounts(values: Mapping[str, object]) -> dict[str, str]:
    return {
        name: str(value)
        for name, value in values.items()
        if name not in {"row", "parent_row", "parent", "level", "role"}
    }
