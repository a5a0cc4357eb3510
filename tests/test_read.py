"""Reading: bytes to blocks with places."""

from __future__ import annotations

import codecs
import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invented import text_of
from yusuan.errors import InputRefusedError, UsageError
from yusuan.read import FORMATS, document_from, read_document
from yusuan.read.document import Block, Grid, Heading, Paragraph, Place
from yusuan.read.outline import heading_level
from yusuan.read.text import read_text

if TYPE_CHECKING:
    from pathlib import Path

ENCODED = {
    "UTF-8": text_of().encode(),
    "UTF-8 with a mark": codecs.BOM_UTF8 + text_of().encode(),
    "UTF-16, little end first": codecs.BOM_UTF16_LE + text_of().encode("utf-16-le"),
    "UTF-16, big end first": codecs.BOM_UTF16_BE + text_of().encode("utf-16-be"),
    "GB18030": text_of().encode("gb18030"),
    "CRLF": text_of().replace("\n", "\r\n").encode(),
}
REFUSED = {
    "empty": b"",
    "blank": b" \n\r\n\t",
    "mark alone": codecs.BOM_UTF8,
    "random bytes": bytes(range(256)) * 8,
    "zeros": bytes(2000),
    "PNG": b"\x89PNG\r\n\x1a\n" + bytes(100),
    "PDF": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj",
    "ZIP": b"PK\x03\x04" + bytes(100),
    "old Word": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100),
    "JPEG": b"\xff\xd8\xff\xe0" + bytes(100),
    "Latin-1": "Résumé à côté, déjà vu : çà et là".encode("latin-1"),
    "Shift-JIS": "予算の執行について、これは日本語の文書です。".encode("shift-jis") * 5,
    "UTF-16 without a mark": text_of().encode("utf-16-le"),
    "UTF-16 cut in a character": codecs.BOM_UTF16_LE + text_of().encode("utf-16-le")[:-1],
    "English": b"This is no budget. " * 20,
}


@pytest.mark.parametrize("encoding", ENCODED)
def test_every_usual_encoding_gives_the_same_blocks(encoding: str) -> None:
    """UTF-8, UTF-16 with a mark and GB18030 are read, and to the same blocks."""
    assert (
        document_from("x.txt", ENCODED[encoding]).blocks
        == document_from("x.txt", ENCODED["UTF-8"]).blocks
    )


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_no_chinese_text_is_refused(kind: str) -> None:
    """Bytes that are no Chinese text are refused in both languages, with the file's name."""
    with pytest.raises(InputRefusedError) as caught:
        document_from("x.txt", REFUSED[kind])
    problem = caught.value.problems[0]
    assert problem.where == "x.txt"
    assert problem.what.zh
    assert problem.what.en
    assert problem.todo


def test_a_missing_file_is_wrong_usage(tmp_path: Path) -> None:
    """A path without a file is the caller's mistake and says which path."""
    with pytest.raises(UsageError, match=r"nowhere\.txt"):
        read_document(tmp_path / "nowhere.txt")


def test_hash_and_size_are_those_of_the_file(tmp_path: Path) -> None:
    """A document knows the size of the bytes it was read from, and its media type."""
    path = tmp_path / "document.txt"
    path.write_bytes(ENCODED["GB18030"])
    document = read_document(path)
    assert document.size == path.stat().st_size
    assert len(document.sha256) == 64
    assert document.media_type == FORMATS["text"][0]


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_has_a_media_type_and_a_reader(name: str) -> None:
    """Each format of the registry says what media type it is and can be called."""
    media_type, reader = FORMATS[name]
    assert "/" in media_type
    assert callable(reader)


def test_line_ends_are_those_that_editors_count() -> None:
    """A form feed or a line separator inside a line begins no new line, so places hold."""
    text = "第一行\n\x0c第二行\u2028还是第二行\r\n甲\t乙\r第四行甲\t乙"
    grids = [block for block in read_text(text) if isinstance(block, Grid)]
    assert [row.place.line for grid in grids for row in grid.rows] == [3, 4]


def test_tags_and_entities_go_and_signs_stay() -> None:
    """Mark-up left from a PDF is dropped; ``>95%`` and ``<`` are what they are."""
    (grid,) = read_text('<p>甲</p>\t<ol style="x">乙\t>95%\t&lt;3&nbsp;天\ta<b')
    assert isinstance(grid, Grid)
    assert grid.rows[0].cells == ("甲", "乙", ">95%", "<3\xa0天", "a<b")


def test_a_paragraph_cut_by_a_page_is_one_paragraph() -> None:
    """A line that is full and ends in no mark goes on in the next one, blank lines or not."""
    first = "住房保障支出（类）住房改革支出（款）住房公积金（项）60.10万元，比上年增加，"
    (paragraph,) = read_text(f"{first}\n\n主要是补缴。")
    assert paragraph == Paragraph(first + "主要是补缴。", Place(line=1, last=3))


@pytest.mark.parametrize("second", ["1. 其中", "（一）其中", "单位：万元", "- 其中"])
def test_a_list_or_a_label_begins_a_paragraph_of_its_own(second: str) -> None:
    """An item of a list and a label with its value never go on with the line above."""
    first = "这一行有二十四个字以上而且没有句号所以看上去还没有写完呢"
    assert len(read_text(f"{first}\n{second}")) == 2


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("第三部分 云溪市档案馆 2023 年预算情况说明", 1),
        ("目 录", 1),
        ("一、主要职责", 2),
        ("（一）公开联系方式", 3),
        ("公开表 3", 3),
        ("- 表 10. 项目申报表（含绩效目标）", 3),
        ("支出总表", 3),
        ("（一）工资福利支出 615.90 万元", None),
        ("本馆没有政府性基金预算安排的支出。", None),
        ("一、二、三都是数，不是标题", None),
        ("", None),
    ],
)
def test_headings_have_levels(line: str, level: int | None) -> None:
    """Parts, sections and tables are headings; a sentence or a stated amount is not."""
    assert heading_level(line) == level


CELLS = st.text("甲乙丙1,.- ", min_size=0, max_size=4)
GRIDS = st.integers(2, 5).flatmap(
    lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=8)
)


@given(GRIDS, st.data())
def test_blank_lines_in_a_table_change_no_row(grid: list[list[str]], data: st.DataObject) -> None:
    """However blank lines cut a table, its rows and their cells are the same."""
    gaps = data.draw(st.lists(st.integers(0, 2), min_size=len(grid), max_size=len(grid)))
    lines = ["\t".join(row) for row in grid]
    whole = read_text("\n".join(lines))
    cut = read_text("\n".join("\n" * gap + line for gap, line in zip(gaps, lines, strict=True)))
    assert _cells(cut) == _cells(whole)
    assert len(_cells(whole)) == len(grid)


@given(GRIDS)
def test_places_lead_back_to_the_line(grid: list[list[str]]) -> None:
    """The place of each row is the line it was read from."""
    lines = ["\t".join(row) for row in grid]
    for block in read_text("\n".join(lines)):
        assert isinstance(block, Grid)
        for row in block.rows:
            assert lines[(row.place.line or 0) - 1].split("\t")[0].strip() == row.cells[0]


@given(st.binary(max_size=400))
def test_no_bytes_crash_the_reader(data: bytes) -> None:
    """Any bytes are read or refused; nothing else can happen."""
    try:
        document = document_from("x", data)
    except InputRefusedError:
        return
    assert document.size == len(data)


def test_places_print_in_one_way() -> None:
    """A place prints the parts that its format has, and a range where it runs on."""
    assert str(Place(line=3)) == "line=3"
    assert str(Place(line=3).through(Place(line=5))) == "line=3-5"
    assert str(Place(page=2, row=4)) == "page=2;row=4"
    assert str(Place(page=1, row=4).through(Place(page=2, row=1))) == "page=1;row=4"
    assert str(Place(sheet="表1", row=2)) == "sheet=表1;row=2"


def test_random_bytes_of_the_machine_are_refused() -> None:
    """Bytes without meaning never pass for a text."""
    with pytest.raises(InputRefusedError):
        document_from("x", os.urandom(4096))


def _cells(blocks: tuple[Block, ...]) -> list[tuple[str, ...]]:
    assert not any(isinstance(block, (Heading, Paragraph)) for block in blocks)
    return [row.cells for block in blocks if isinstance(block, Grid) for row in block.rows]
