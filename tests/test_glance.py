"""The page of a year: its sentences, its joins by code, and what it does not say."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from lxml import html

from invented import ARCHIVES, EDUCATION, LIBRARY, ingest, make_project, text_of
from yusuan.check import check_package
from yusuan.language import LANGUAGES, Bilingual
from yusuan.package.load import Package, load_package
from yusuan.publish.figure import Money
from yusuan.publish.glance.bars import functions, income
from yusuan.publish.glance.changes import changes, stated_for
from yusuan.publish.glance.headline import headline
from yusuan.publish.glance.splits import splits
from yusuan.publish.glance.three_public import three_public
from yusuan.publish.item_names import english_of_item
from yusuan.publish.numbers import about, share
from yusuan.publish.pages import package_pages
from yusuan.publish.projects import package_projects
from yusuan.publish.table import resource_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

FORMS = Path(__file__).parent / "forms"
FORM_NAMES = sorted(path.stem for path in FORMS.glob("*.txt"))
BUDGET_AND_ACCOUNTS = "final-accounts-budget-beside-accounts-in-yuan"
TWO_YEARS = "two-years-2024-budget"


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Make a package of every invented disclosure and form once for this module."""
    root = make_project(tmp_path_factory.mktemp("glance") / "project")
    texts = {name: text_of(name) for name in (ARCHIVES, EDUCATION, LIBRARY)}
    texts |= {name: (FORMS / f"{name}.txt").read_text("utf-8") for name in FORM_NAMES}
    return {name: ingest(root, text).folder for name, text in texts.items()}


@pytest.fixture
def archives(folders: dict[str, Path]) -> Package:
    """Give the archives' package anew, for a test to change."""
    return load_package(folders[ARCHIVES])


def sentences(package: Package, language: str = "zh") -> list[str]:
    """Give the sentences as a reader reads them, without what is in brackets behind a number."""
    found = headline(package, functions(package), package_projects(package))
    return [
        "".join(
            piece if isinstance(piece, str) else piece.text.of(language)
            for piece in one.pieces(language)
        )
        for one in found
    ]


def links(package: Package) -> Iterator[str]:
    """Give where every number and name of the sentences leads."""
    for one in headline(package, functions(package), package_projects(package)):
        yield from (piece.link for piece in one.pieces("zh") if not isinstance(piece, str))


def change(package: Package, **values: object) -> None:
    """Change what the narrative states of the total of all expenditure."""
    total = next(
        row["total"] for row in resource_rows(package, "expenditure-summary", role="total")
    )
    rows = [
        row
        for row in resource_rows(package, "year-on-year-changes")
        if row["amount"] == total and not row["function_code"]
    ]
    assert rows
    for row in rows:
        row.update(values)


def test_the_year_is_said_in_sentences_of_its_own_figures(archives: Package) -> None:
    """Total, change, largest class and largest project are those of the tables."""
    said = " ".join(sentences(archives))
    total = next(row for row in resource_rows(archives, "expenditure-summary", role="total"))
    largest = max(
        resource_rows(archives, "expenditure-summary", level=1, role="item"),
        key=lambda row: Decimal(row["total"]),
    )
    project = max(resource_rows(archives, "projects"), key=lambda row: row["current_budget"])
    for value in (total["total"], largest["total"], project["current_budget"]):
        assert f"{value:,f} 万元" in said
    assert largest["name"] in said
    assert project["project_name"] in said
    assert "原文所述" in said


@pytest.mark.parametrize(
    ("stated", "zh", "en"),
    [
        (
            {"direction": "decrease", "change_amount": Decimal("5.10"), "change_percent": None},
            "减少 5.10 万元（原文所述）。",
            "CNY 51,000 less than",
        ),
        (
            {"direction": "increase", "change_amount": None, "change_percent": Decimal("3.50")},
            "增加 3.50%（原文所述）。",
            "3.50% more than",
        ),
        (
            {"direction": "level", "change_amount": None, "change_percent": None},
            "年持平（原文所述）。",
            "the same as in",
        ),
        (
            {
                "direction": "increase",
                "change_amount": Decimal("0.00"),
                "change_percent": Decimal(0),
            },
            "年持平（原文所述）。",
            "the same as in",
        ),
    ],
)
def test_a_change_is_said_with_what_is_stated(
    archives: Package, stated: dict[str, object], zh: str, en: str
) -> None:
    """An amount alone, a percent alone, no change: each is a sentence, and nothing is made up."""
    change(archives, **stated)
    assert zh in sentences(archives)[0]
    assert en in sentences(archives, "en")[0]
    for language in LANGUAGES:
        assert not re.search(
            r"None|[ （(]0\.?0*%|[-−]0\.?0*\b(?!\.)", sentences(archives, language)[0]
        )


def test_what_is_said_of_a_part_is_not_said_of_the_whole(archives: Package) -> None:
    """A change of the general public budget is not taken for that of all expenditure."""
    change(archives, subject="一般公共预算支出")
    assert "原文所述" not in sentences(archives)[0]


def test_without_totals_nothing_is_said_of_them(archives: Package) -> None:
    """A package without a total of expenditure says no total, in no language."""
    for resource in archives.resources.values():
        resource.rows[:] = [
            row for row in resource.rows if row.get("role") not in {"total", "subtotal"}
        ]
    assert not any("年预算支出" in one for one in sentences(archives))
    assert not any("plans to spend" in one for one in sentences(archives, "en"))


def test_two_largest_projects_are_none_the_largest(archives: Package) -> None:
    """Projects of the same amount, or one without an amount: none is said to be the largest."""
    rows = resource_rows(archives, "projects")
    for row in rows:
        row["current_budget"] = Decimal(5)
    assert not any("个项目" in one for one in sentences(archives))
    rows[0]["current_budget"] = None
    assert not any("个项目" in one for one in sentences(archives))


@pytest.mark.parametrize("name", [ARCHIVES, EDUCATION, LIBRARY, *FORM_NAMES])
def test_the_page_of_any_form_makes_sense(folders: dict[str, Path], name: str) -> None:
    """Whatever is printed: no number is a word, nothing is minus zero, every link has its target."""
    folder = folders[name]
    package, checked = load_package(folder), check_package(folder)
    pages = package_pages(package, checked)
    for language in LANGUAGES:
        base = f"{language}/units/{package.slug}"
        page = html.document_fromstring(pages[f"{base}/index.md"].decode().partition("\n---\n")[2])
        text = page.text_content()
        assert not re.search(r"None|NaN|[-−]0\.0+\b|\{\d\}", text)
        anchors = set(page.xpath("//@id"))
        assert {
            one.removeprefix("#") for one in page.xpath("//nav[@class='yu-onpage']//@href")
        } <= anchors
        assert len(anchors) == len(page.xpath("//@id"))
        for link in page.xpath("//div[@class='yu-summary']//@href"):
            table, _, anchor = link.partition("/#")
            if anchor:
                target = pages[f"{base}/{table}.md"].decode()
                assert f'id="{anchor}"' in target
            elif not link.startswith("#"):
                assert f"{base}/{link.removesuffix('/')}.md" in pages


def test_every_number_of_a_sentence_leads_to_a_row(archives: Package) -> None:
    """What fills the gaps is linked, each to a row or to a project's page."""
    found = list(links(archives))
    assert found
    assert all(re.search(r"/#r\d+$|^projects/(\d+/|#p\d+)$", one) for one in found)


def test_a_change_is_joined_by_code_and_amount_alone(archives: Package) -> None:
    """Another code, another amount or a second statement that differs: nothing is joined."""
    row = next(
        row for row in resource_rows(archives, "year-on-year-changes") if row["function_code"]
    )
    unit = str(row["money_unit"])
    code, amount = str(row["function_code"]), row["amount"]
    assert stated_for(archives, code, Money(amount, unit, "x/#r1")) is row
    assert stated_for(archives, code[:3], Money(amount, unit, "x/#r1")) is None
    assert stated_for(archives, code, Money(amount + Decimal("0.01"), unit, "x/#r1")) is None
    in_yuan = Money(amount * 10_000 + 40, "元", "x/#r1")
    assert stated_for(archives, code, in_yuan) is row
    twin = {**row, "row": 99, "change_amount": Decimal("123.45")}
    archives.resources["year-on-year-changes"].rows.append(twin)
    assert stated_for(archives, code, Money(amount, unit, "x/#r1")) is None


def test_the_year_before_of_a_class_is_worked_out_only_if_all_of_it_is_stated(
    archives: Package,
) -> None:
    """The sum of what its items had before, marked as derived; one unstated item and it is gone."""
    bars = functions(archives)
    assert bars is not None
    found = [bar for bar in bars.bars if bar.then]
    assert found
    rows = resource_rows(archives, "year-on-year-changes")
    for bar in found:
        own = {
            row["row"]: row for row in rows if str(row["function_code"] or "").startswith(bar.code)
        }
        before = sum(
            {str(row["function_code"]): row["previous_amount"] for row in own.values()}.values(),
            Decimal(0),
        )
        assert bar.then is not None
        assert Decimal(bar.then.amount.replace(",", "")) == before
        assert bar.then.derived
    code = found[0].code
    archives.resources["year-on-year-changes"].rows[:] = [
        row for row in rows if not str(row["function_code"] or "").startswith(code)
    ]
    after = functions(archives)
    assert after is not None
    assert next(bar for bar in after.bars if bar.code == code).then is None


def test_a_table_of_two_years_gives_the_year_before_as_printed(folders: dict[str, Path]) -> None:
    """Both years of one table are joined by code, and nothing about them is derived."""
    package = load_package(folders[TWO_YEARS])
    bars = functions(package)
    assert bars is not None
    name = "general-public-budget-expenditure"
    before = {
        row["code"]: row["total"] for row in resource_rows(package, name) if row.get("period")
    }
    for bar in bars.bars:
        assert bar.then is not None
        assert not bar.then.derived
        assert Decimal(bar.then.amount.replace(",", "")) == before[bar.code]
    assert "2023 年为" in sentences(package)[0]


def test_final_accounts_say_the_budget_beside_them(folders: dict[str, Path]) -> None:
    """Where both are printed, the sentence and each class have the budget, under its own label."""
    package = load_package(folders[BUDGET_AND_ACCOUNTS])
    bars = functions(package)
    assert bars is not None
    assert "年初预算数为" in sentences(package)[0]
    assert bars.planned_label == "年初预算数"
    planned = {
        row["function_code"]: row["amount"]
        for row in resource_rows(package, "revenue-expenditure-summary", period="年初预算数")
        if row["function_code"]
    }
    assert {bar.code: Decimal(bar.planned.replace(",", "")) for bar in bars.bars} == planned
    found = three_public(package)
    assert found is not None
    assert found.labels == ("年初预算数", "全年预算数")


@pytest.mark.parametrize("name", [ARCHIVES, EDUCATION, LIBRARY, *FORM_NAMES])
def test_bars_add_up_to_what_they_claim(folders: dict[str, Path], name: str) -> None:
    """Bars and the rest are the total that is printed beside them, within rounding of the table."""
    package = load_package(folders[name])
    for bars in (functions(package), income(package)):
        if bars is None:
            continue
        shown = sum((bar.money.value for bar in bars.bars), Decimal(0))
        total = Decimal(bars.total.replace(",", ""))
        assert abs(shown + Decimal(bars.rest_amount.replace(",", "")) - total) <= Decimal("0.05")
        codes = [bar.code for bar in bars.bars if bar.code]
        assert len(codes) == len(set(codes))


@pytest.mark.parametrize("name", [ARCHIVES, EDUCATION, LIBRARY, *FORM_NAMES])
def test_parts_of_a_split_are_printed_beside_each_other(
    folders: dict[str, Path], name: str
) -> None:
    """The shares of the parts are a hundred per cent together, and no split has one part alone."""
    for split in splits(load_package(folders[name])):
        assert len(split.parts) > 1
        assert abs(sum((part.share for part in split.parts), Decimal(-100))) <= Decimal("0.02")


def test_a_change_of_nothing_is_level(archives: Package) -> None:
    """An increase of zero is said as no change, without sign and without percent."""
    change(archives, direction="increase", change_amount=Decimal("0.00"), change_percent=None)
    subjects = [one for one in changes(archives) if one.direction == "level"]
    assert any(one.change == "" and one.percent == "" for one in subjects)


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        ("155723.39", "万元", Bilingual("15.57 亿元", "CNY 1.56 billion")),
        ("9999.99", "万元", Bilingual("9,999.99 万元", "CNY 100.00 million")),
        ("156211123", "元", Bilingual("1.56 亿元", "CNY 156.21 million")),
        ("65300.00", "元", Bilingual("6.53 万元", "CNY 65,300")),
        ("9999", "元", Bilingual("9,999 元", "CNY 9,999")),
        ("-20000.00", "万元", Bilingual("−2.00 亿元", "CNY −200.00 million")),
        ("0.00", "元", Bilingual("0.00 元", "CNY 0")),
    ],
)
def test_large_amounts_are_said_in_a_unit_that_can_be_pictured(
    value: str, unit: str, said: Bilingual
) -> None:
    """From a hundred million yuan on in 亿元; amounts in 元 in 万元; small ones as they are."""
    assert about(Decimal(value), unit) == said


def test_no_share_is_minus_zero() -> None:
    """Nothing of something negative is nothing."""
    assert str(share(Decimal(0), Decimal(-5))) == "0.00"
    assert str(share(Decimal("-0.001"), Decimal(500))) == "0.00"


def test_items_of_income_are_named_in_both_languages(folders: dict[str, Path]) -> None:
    """Every source of income and balance of the invented disclosures has its English name."""
    name = "revenue-expenditure-summary"
    unnamed = {
        str(row["item"])
        for folder in folders.values()
        for row in resource_rows(load_package(folder), name, side="revenue")
        if not english_of_item(str(row["item"]))
    }
    assert not unnamed, sorted(unnamed)
    bars = [found for folder in folders.values() if (found := income(load_package(folder)))]
    assert bars
    assert any(bar.title.en for one in bars for bar in one.bars)


def test_an_unknown_item_keeps_its_name() -> None:
    """What the dictionary does not know is not given another name."""
    assert english_of_item("某项特别收入") == ""
    assert english_of_item("事 业 收 入") == english_of_item("事业收入") == "Operating revenue"
