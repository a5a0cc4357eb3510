"""Personal data: blanked on reading, found wherever it would be written."""

from __future__ import annotations

from decimal import Decimal

import pytest

from invented import (
    ARCHIVES,
    IDENTITY,
    LANDLINE,
    LOCAL,
    MOBILE,
    PERSON,
    changed,
    disclosed,
    names,
    table,
    text_of,
)
from yusuan.decisions import Decisions
from yusuan.errors import InputRefusedError
from yusuan.files import sha256
from yusuan.language import Bilingual
from yusuan.package.make import package_files
from yusuan.read import document_from
from yusuan.read.document import Grid
from yusuan.read.personal import find_personal, is_personal_label

PERSONAL = {
    "person": PERSON,
    "mobile": MOBILE,
    "landline": LANDLINE,
    "identity": IDENTITY,
}
NUMBERS = {
    "mobile": MOBILE,
    "spaced mobile": f"{MOBILE[:3]} {MOBILE[3:7]} {MOBILE[7:]}",
    "mobile in a sentence": f"请致电{MOBILE}咨询",
    "landline": LANDLINE,
    "landline in brackets": f"({LANDLINE[:3]}){LOCAL}",
    "local number behind its word": f"电话：{LOCAL}",
    "identity": IDENTITY,
}
HARMLESS = [
    "2,692.18",
    "1234567.89",
    "100000000.00",
    "13000000.00",
    "2023-11-08",
    "2022 年 11 月 8 日",
    "20230101",
    "2080505",
    "2210201",
    "430000",
    "2023-0001",
    "2019-2020 年",
    "7x24 小时",
    "line=13000-13999",
    "109 个接入点、16 个区",
    "",
]


def read(text: str) -> str:
    """Everything that reading leaves of a text."""
    blocks = document_from("x.txt", text.encode()).blocks
    return "\n".join(
        "\n".join("\t".join(row.cells) for row in block.rows)
        if isinstance(block, Grid)
        else block.text
        for block in blocks
    )


@pytest.mark.parametrize("kind", PERSONAL)
@pytest.mark.parametrize(
    "form",
    [
        "项目名称\t甲乙\n项目负责人\t{}\t项目属性\t新增项目",
        "项目名称\t甲乙\n联系电话\t\t{}\t项目属性",
        "联系人姓名\t{}\n预算\t1",
        "经办人\t{}、{}\n预算\t1",
        "项目名称\t联系人\n甲乙\t{}\n丙丁\t{}",
        "项目名称\t联系电话\t金额\n甲乙\t{}\t3.00",
        "项目名称\t联系电话\n甲乙\t\n\n丙丁\t{}",
        "项目预算\t联系人：{}",
        "本馆预算的联系人：{}，欢迎来访。",
        "本馆预算 联系人:{} 电话:{}",
        "本馆预算（责任人：{}、{}）。",
    ],
)
def test_a_value_beside_below_or_behind_its_label_is_blanked(form: str, kind: str) -> None:
    """What stands beside, below or behind the label of a personal datum is gone after reading."""
    value = PERSONAL[kind]
    assert value not in read(form.replace("{}", value))


@pytest.mark.parametrize("kind", NUMBERS)
@pytest.mark.parametrize("form", ["说明\t见 {}\n预算\t1", "预算说明{}。", "一、预算{}"])
def test_a_number_is_blanked_wherever_it_stands(form: str, kind: str) -> None:
    """Telephone and identity numbers go from cells, sentences and headings, label or not."""
    text = read(form.replace("{}", NUMBERS[kind]))
    assert find_personal(text) is None
    assert LOCAL not in text


def test_a_name_spread_by_a_blank_is_blanked_whole() -> None:
    """A name of two characters with a blank between them leaves neither behind."""
    text = read(f"预算联系人：{PERSON[0]} {PERSON[1]} 电话：{LOCAL}")
    assert PERSON[0] not in text
    assert PERSON[1] not in text


def test_labels_and_their_neighbours_stay() -> None:
    """Only values go: the labels, the other cells and the column of a left-out value stay."""
    form = f"项目负责人\t\t联系电话\t\n起始年度\t2023\t终止年度\t2025\n项目负责人\t{PERSON}\t属性\t新增"
    assert read(form) == form.replace(PERSON, "")


def test_a_header_of_labels_keeps_its_other_labels() -> None:
    """In a header the label beside a personal one is no value: the amounts below keep theirs."""
    assert (
        read(f"项目名称\t负责人\t金额\n甲乙\t{PERSON}\t3.00")
        == "项目名称\t负责人\t金额\n甲乙\t\t3.00"
    )


@pytest.mark.parametrize(
    "label", ["项目负责人", "负 责 人：", "联系电话", "联系人及电话", "手机号码"]
)
def test_personal_labels_are_known_in_any_spelling(label: str) -> None:
    """Labels are known with blanks and colons in them, and two joined into one."""
    assert is_personal_label(label)


@pytest.mark.parametrize(
    "label", ["项目名称", "邮政编码", "单位地址", "人员经费", "负责全市档案", "电话费"]
)
def test_other_labels_are_not_personal(label: str) -> None:
    """A label that only shares a character with a personal one is none."""
    assert not is_personal_label(label)


@pytest.mark.parametrize("kind", NUMBERS)
def test_the_scan_finds_every_kind_of_number(kind: str) -> None:
    """The scan that guards every output finds each kind of number."""
    assert find_personal(f"甲{NUMBERS[kind]}乙")


@pytest.mark.parametrize("text", HARMLESS)
def test_the_scan_takes_no_figure_for_a_number(text: str) -> None:
    """Amounts, dates, codes, postal codes and places are no false alarm."""
    assert find_personal(text) is None


def test_the_scan_takes_no_hash_for_a_number() -> None:
    """A thousand hashes hold nothing that looks like a telephone number by itself."""
    found = [
        digest
        for digest in (sha256(str(i).encode()) for i in range(1000))
        if find_personal(f"sha256:{digest}")
    ]
    assert not found


@pytest.mark.parametrize("name", names())
def test_no_personal_datum_of_a_disclosure_reaches_its_tables(name: str) -> None:
    """Neither name nor number of a form stands in any value or raw text of its tables."""
    tables = disclosed(text_of(name)).tables.values()
    texts = [
        str(text)
        for table in tables
        for row in table.rows
        for text in (*row.values.values(), *row.raw.values())
    ]
    assert texts
    assert not any(PERSON in text or MOBILE in text for text in texts)


def test_a_package_with_a_planted_number_is_not_made() -> None:
    """A number that got as far as a table stops the package, naming table and place."""
    disclosure = disclosed(text_of())
    disclosure.tables["project-costs"].rows[1].values["basis"] = f"问{MOBILE}"
    with pytest.raises(InputRefusedError, match="project-costs, line=235"):
        package_files("x", disclosure, Decisions(Bilingual("甲", "")))


def test_a_package_with_a_number_in_its_decisions_is_not_made() -> None:
    """A number that people wrote into decisions stops the package as well."""
    publisher = Bilingual(f"甲 {LANDLINE}", "")
    with pytest.raises(InputRefusedError, match=r"datapackage\.json"):
        package_files(
            "x", disclosed(text_of()), Decisions(Bilingual("甲", ""), publisher=publisher)
        )


def test_an_unlabelled_telephone_in_a_form_is_left_out_and_the_form_still_read() -> None:
    """A form whose telephone and person were left blank loses none of its other values."""
    text = changed(
        f"项目负责人\t{PERSON}\t联系电话\t{MOBILE}", "项目负责人\t\t联系电话\t", ARCHIVES
    )
    assert (
        disclosed(text).tables["projects"].rows[0].values
        == disclosed(text_of()).tables["projects"].rows[0].values
    )


def test_an_amount_of_eleven_digits_is_not_lost() -> None:
    """A whole-yuan amount that looks like a mobile number stays where no label says otherwise."""
    amount = "1" + "38" + "0" * 7 + "1"
    rows = f"科目编码|科目名称|合计\n|合计|{amount}\n201|一般公共服务支出|{amount}"
    found = disclosed(table("政府性基金预算支出表", rows, unit="单位：元"))
    kept = [row.values["total"] for row in found.tables["government-fund-expenditure"].rows]
    assert kept == [Decimal(amount)] * 2
