"""The classification browser: every code is found, and who spends on it is said exactly."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from lxml import html

from invented import EDUCATION, ingest, make_project, text_of
from museum import museum
from yusuan.classification import FILES, reference
from yusuan.language import LANGUAGES, Bilingual
from yusuan.package.load import load_package
from yusuan.publish.classification_pages import classification_pages
from yusuan.publish.codes import code_address, linked
from yusuan.publish.ledger import MOST, Ledger
from yusuan.publish.spending import Amount, Spending, spending
from yusuan.publish.table import table_view

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from yusuan.package.load import Package

CODE = ("function", "2070205")


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Package:
    """Make the invented museum's package once for all tests of this module."""
    return museum(make_project(tmp_path_factory.mktemp("codes") / "project"), 2023)


def of(
    value: str, slug: str = "museum/2023-budget", unit: str = "万元", year: int = 2023
) -> Spending:
    """A package that spends one amount on one code."""
    return Spending(
        slug,
        Bilingual("云溪市博物馆", "Yunxi Museum"),
        year,
        Bilingual("预算", "budget"),
        {"function": ("expenditure-summary", unit)},
        {CODE: (Amount(Decimal(value), "r4", ""),)},
        {},
    )


def pages_of(items: Iterable[Spending]) -> dict[str, bytes]:
    """The pages of a site with these packages."""
    ledger = Ledger()
    for item in items:
        ledger.add(item)
    return classification_pages(ledger)


def tree(pages: dict[str, bytes], path: str) -> html.HtmlElement:
    """A page as a tree."""
    _, _, body = pages[path].decode().partition("\n---\n")
    return html.fromstring(body)


def entry(pages: dict[str, bytes], language: str, code: str = CODE[1]) -> html.HtmlElement:
    """What a page says of an item."""
    page = tree(pages, f"{language}/classification/function/{code[:3]}.md")
    return next(page.iterfind(f".//h3[@id='{code}']")).getparent().getparent()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("classification", FILES)
def test_every_code_has_its_anchor(language: str, classification: str) -> None:
    """Where a code is said to be explained there is its heading, with its note."""
    pages = pages_of([])
    trees = {path: tree(pages, path) for path in pages}
    for code in reference(classification).values():
        address, _, anchor = code_address(classification, code.code).partition("/#")
        page = trees[f"{language}/{address}.md"]
        (heading,) = page.iterfind(f".//*[@id='{anchor}']")
        assert heading.tag == f"h{code.level}"
        assert code.title.of(language) in heading.text_content()
        if code.note:
            assert code.note.of(language) in heading.getparent().text_content()


def test_amounts_are_those_of_the_package(package: Package) -> None:
    """Each code of the main table has its amount as disclosed, with a link to the very row."""
    pages = pages_of([spending(package)])
    rows = [row for row in package.resources["expenditure-summary"].rows if row["code"]]
    assert rows
    for row in rows:
        page = tree(pages, f"zh/classification/function/{row['code'][:3]}.md")
        link = f"../../../units/{package.slug}/expenditure-summary/#r{row['row']}"
        (found,) = page.iterfind(f".//a[@href='{link}']")
        assert found.getparent().findtext("b") == f"{row['total']:,f} 万元"


def test_codes_that_nobody_uses_say_so(package: Package) -> None:
    """Of every code it is said who spends on it, or that nobody does."""
    pages = pages_of([spending(package)])
    for language, words in (("zh", "尚无单位用到"), ("en", "nobody yet")):
        page = tree(pages, f"{language}/classification/function/221.md")
        text = page.text_content()
        used = len(page.findall(".//div[@class='yu-spent']"))
        assert used == 3
        codes = [code for code in reference("function") if code.startswith("221")]
        assert text.count(words) == len(codes) - used


def test_parts_of_a_department_are_named(tmp_path: Path) -> None:
    """Where the widest table is missing the next one counts, is named, and names its units."""
    folder = ingest(make_project(tmp_path / "project"), text_of(EDUCATION)).folder
    package = load_package(folder)
    del package.resources["expenditure-summary"]
    rows = package.resources["general-public-budget-expenditure"].rows
    wanted = {
        (row["code"], row["unit_name"], row["total"])
        for row in rows
        if row["code"] and row["unit_name"]
    }
    assert len(wanted) > 1
    said = spending(package)
    found = {
        (code, amount.part, amount.value)
        for (classification, code), amounts in said.codes.items()
        for amount in amounts
        if classification == "function"
    }
    assert found == wanted
    for code, part, _ in wanted:
        page = tree(pages_of([said]), f"zh/classification/function/{code[:3]}.md")
        lines = [item.text_content() for item in page.iterfind(".//div[@class='yu-spent']//li")]
        assert any(part in line and "一般公共预算支出表" in line for line in lines)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_largest_amounts_are_shown_and_the_rest_counted(language: str) -> None:
    """Of many amounts the largest twenty are listed, the rest is a number, the total is of all."""
    many = [of(f"{n}.10", f"unit-{n}/2023-budget") for n in range(1, MOST + 6)]
    said = entry(pages_of(many), language)
    amounts = [item.findtext("b") for item in said.iterfind(".//li")]
    assert len(amounts) == MOST
    largest, smallest = MOST + 5, 6
    text = said.text_content()
    if language == "zh":
        assert (amounts[0], amounts[-1]) == (f"{largest}.10 万元", f"{smallest}.10 万元")
        assert "另有 5 笔" in text
        assert "2023 年预算：25 份文件共 327.50 万元" in text
    else:
        assert (amounts[0], amounts[-1]) == ("CNY 251,000", "CNY 61,000")
        assert "5 smaller not listed" in text
        assert "2023 budget: 25 disclosures, CNY 3,275,000 in all" in text


def test_great_sums_are_exact() -> None:
    """A total has every digit, however great it is, and is in yuan where units of money differ."""
    great = "123456789012345678901234567890.12"
    pages = pages_of([of(great, "a/2023-budget"), of("0.01", "b/2023-budget")])
    assert "共 123,456,789,012,345,678,901,234,567,890.13 万元" in entry(pages, "zh").text_content()
    pages = pages_of([of("1.23", "a/2023-budget"), of("4.56", "b/2023-budget", "元")])
    assert "共 12,304.56 元" in entry(pages, "zh").text_content()


def test_years_are_not_added_up() -> None:
    """Each year and phase has a total of its own, and one amount alone needs none."""
    text = entry(
        pages_of(
            [
                of("1", "a/2022-budget", year=2022),
                of("2", "a/2023-budget"),
                of("3", "b/2023-budget"),
            ]
        ),
        "zh",
    ).text_content()
    assert "2023 年预算：2 份文件共 5 万元" in text
    assert "2022 年预算：" not in text


HOSTILE = "<script>alert(1)</script>](javascript:x){{ 7 * 7 }}"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", ["2070288", "2995501", "205021", "20502031"])
def test_codes_of_packages_alone_are_listed_with_their_printed_names(
    language: str, code: str
) -> None:
    """A code that the reference lacks stands in its class, new or odd ones too, name as text."""
    key = ("function", code)
    odd = replace(of("5"), codes={key: of("5").codes[CODE]}, names={key: HOSTILE})
    pages = pages_of([odd])
    page = tree(pages, f"{language}/classification/function/{code[:3]}.md")
    (heading,) = page.iterfind(f".//*[@id='{code}']")
    assert HOSTILE in heading.text_content()
    assert not page.findall(".//script")
    assert "expenditure-summary/#r4" in html.tostring(page).decode()
    assert f"{code[:3]}/" in pages[f"{language}/classification/index.md"].decode()


def test_english_pages_mark_their_chinese(package: Package) -> None:
    """On an English page every Chinese character stands in an element of that language."""
    pages = pages_of([spending(package), of("5", "a/2023-budget")])
    for path in pages:
        if not path.startswith("en/"):
            continue
        for element in tree(pages, path).iter():
            parts = [(element, element.text)]
            if element.getparent() is not None:
                parts.append((element.getparent(), element.tail))
            for holder, text in parts:
                if text and re.search(r"[㐀-鿿]", text):
                    assert holder.xpath("ancestor-or-self::*[@lang='zh-Hans']"), (path, text)


def test_blanks_zeros_and_other_years_are_not_spent(package: Package) -> None:
    """A row that says nothing, zero, or an amount of another year makes nobody a spender."""
    resource = package.resources["expenditure-summary"]
    rows = [dict(row) for row in resource.rows]
    for change in ({"total": None}, {"total": Decimal("0.00")}, {"period": "上年预算数"}):
        odd = replace(resource, rows=[row | change for row in rows])
        said = spending(
            replace(package, resources=package.resources | {resource.descriptor["name"]: odd})
        )
        assert not said.codes, change


@pytest.mark.parametrize(
    ("table", "classification"),
    [
        ("expenditure-summary", "function"),
        ("basic-expenditure-by-economic-class", "economic"),
        ("revenue-expenditure-summary", "function"),
    ],
)
def test_codes_of_tables_lead_to_what_they_mean(
    tmp_path: Path, table: str, classification: str
) -> None:
    """Each code in a table is a link to its explanation; codes of revenue have none."""
    folder = ingest(make_project(tmp_path / "project"), text_of(EDUCATION)).folder
    package = load_package(folder)
    pages = pages_of([spending(package)])
    view = table_view(package, table, [])
    at = next(n for n, field in enumerate(view.columns) if field.name.endswith("code"))
    cells = [row.cells[at] for group in view.groups for row in group.rows]
    codes = [cell for cell in cells if cell.text.zh]
    assert codes
    for cell in codes:
        address = code_address(classification, cell.text.zh)
        assert cell.link == (f"../../../../{address}" if address else "")
        if address:
            page, _, anchor = address.partition("/#")
            assert tree(pages, f"zh/{page}.md").get_element_by_id(anchor) is not None


@pytest.mark.parametrize("language", LANGUAGES)
def test_codes_named_in_a_note_are_links(language: str) -> None:
    """A reader who is sent to another code gets there with one click."""
    pages = pages_of([])
    page = tree(pages, f"{language}/classification/economic/302.md")
    links = {link.get("href") for link in page.iterfind(".//p/a")}
    assert "../../../classification/economic/310/#31002" in links
    assert "#30227" in links


def test_only_codes_become_links_and_the_rest_stays_text() -> None:
    """Years, other numbers and marks of HTML are not touched."""
    text = "1949 年 <b> 20802 与 2080299 但 999 与 20809999"
    assert str(linked(text, "../")) == (
        "1949 年 &lt;b&gt; "
        '<a href="../classification/function/208/#20802">20802</a> 与 '
        '<a href="../classification/function/208/#2080299">2080299</a> 但 999 与 20809999'
    )


def test_memory_grows_with_codes_and_not_with_packages() -> None:
    """However many packages are entered, of each code only the largest amounts are kept."""
    ledger = Ledger()
    for n in range(10 * MOST):
        ledger.add(of(f"{n}", f"unit-{n}/2023-budget"))
    (account,) = ledger.accounts.values()
    assert (account.packages, account.rest) == (10 * MOST, 9 * MOST)
    assert len(account.largest) == MOST
    assert len(account.sums) == 1
