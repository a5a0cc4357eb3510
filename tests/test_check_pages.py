"""What pages of checks and of kinds of table say: equations in words, examples, and no end of lists."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from typing import TYPE_CHECKING

import pytest
from lxml import html

from invented import ARCHIVES, EDUCATION, ingest, make_project, text_of
from yusuan.audit import audit_package
from yusuan.check import Checked
from yusuan.dictionary import table_kinds
from yusuan.identities import identity
from yusuan.language import LANGUAGES
from yusuan.package.load import Package, load_package
from yusuan.publish.audit_pages import MOST, all_audit_pages
from yusuan.publish.audits import all_checks
from yusuan.publish.dictionary_pages import dictionary_pages
from yusuan.publish.equation import equation
from yusuan.publish.holdings import MOST as HOLDERS
from yusuan.publish.holdings import Holdings
from yusuan.publish.pages import _shared, summarise

if TYPE_CHECKING:
    from typing import Any

OWNER = "expenditure-summary"
TITLE = {"zh": "名", "en": "name"}


def said(rule: str, **spec: Any) -> tuple[str, str, str, list[str]] | None:
    """Give a declared check's equation in Chinese."""
    found = equation(identity({"name": "x", "rule": rule, "title": TITLE, **spec}, OWNER))
    if found is None:
        return None
    return found.left.zh, found.sign, found.right.zh, [one.zh for one in found.scope]


def test_a_sum_along_a_row_names_its_columns() -> None:
    """Finer columns that stand in for one are said beside it."""
    assert said("row-sum", total="total", parts=["basic|personnel+operating", "business"]) == (
        "合计",
        "=",
        "基本支出（未印则为 人员经费 + 公用经费） + 事业单位经营支出",
        [],
    )


def test_a_sum_down_the_levels_says_so() -> None:
    """Of some columns, or of all."""
    assert said("tree-sum", measures=["basic", "total"]) == (
        "上一级的基本支出、合计",
        "=",
        "它下面各行的基本支出、合计之和",
        [],
    )
    every = said("tree-sum", measures="all")
    assert every is not None
    assert every[0] == "上一级的每个金额"


def test_two_tables_are_named_with_their_rows_and_conditions() -> None:
    """Rows by the titles of coded values, what is matched by what, and when it is not tried."""
    found = said(
        "match",
        by={"code": "function_code"},
        left={"where": {"level": 1, "role": ["item", "total"], "period": None}, "measure": "total"},
        right={
            "resource": "revenue-expenditure-summary",
            "where": {"item": {"matches": "^甲"}},
            "measure": "amount",
        },
        only_if_zero=[{"where": {"name": "乙"}, "except": {"code": "201"}, "measure": "basic"}],
    )
    assert found == (
        "支出总表的“合计”（层级 1，明细或总计）",
        "=",
        "收支总表的“金额”（项目合于下面的写法）",
        [
            "逐个比较，按科目编码对齐",
            "只在没有别的资金时才试，即这个数为零：支出总表的“基本支出”（名称“乙”，除去科目编码 201）",
        ],
    )


def test_a_part_is_at_most_its_whole() -> None:
    """The sign is that of the rule."""
    found = said("at-most", left={"measure": "basic"}, right={"measure": "total"})
    assert found is not None
    assert found[1] == "≤"


def test_what_compares_words_has_no_equation() -> None:
    """Nothing is made up where there are no two sides."""
    assert said("announced") is None


@pytest.mark.parametrize("address", list(all_checks()))
def test_an_equation_stands_on_its_checks_page(
    address: str, pages: dict[str, html.HtmlElement]
) -> None:
    """In the language of the page; and the declaration to the letter."""
    one = all_checks()[address]
    found = equation(one)
    for language in LANGUAGES:
        page = pages[f"{language}/checks/{address}.md"]
        shown = page.xpath("//div[@class='yu-equation']")
        assert bool(shown) == (found is not None)
        if found is not None:
            text = " ".join(shown[0].text_content().split())
            for side in (found.left, found.right, *found.scope):
                assert " ".join(side.of(language).split()) in text
        (declared,) = page.xpath("//details/pre")
        assert f"rule: {one.rule}" in declared.text_content()


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> list[Package]:
    """Give two packages, one of which does not add up."""
    root = make_project(tmp_path_factory.mktemp("checks") / "project")
    found = [load_package(ingest(root, text_of(name)).folder) for name in (EDUCATION, ARCHIVES)]
    rows = found[0].resources[OWNER].rows
    next(row for row in rows if row["total"])["total"] += 100
    return found


@pytest.fixture(scope="module")
def pages(packages: list[Package]) -> dict[str, html.HtmlElement]:
    """Give the pages of the checks, over more packages than a page names, parsed."""
    summaries = [
        summarise(package, Checked(package.slug, audit=audit_package(package)))
        for package in packages
    ]
    many = [
        replace(one, slug=f"unit-{at}/{one.year_slug}")
        for one in summaries
        for at in range(MOST + 5)
    ]
    made = all_audit_pages(many, _shared())
    return {
        name: html.document_fromstring(data.decode().partition("\n---\n")[2])
        for name, data in made.items()
    }


def test_a_checks_page_names_no_more_packages_than_it_may(
    pages: dict[str, html.HtmlElement],
) -> None:
    """Those where it did not hold, up to a number; the others are counted."""
    page = pages[f"zh/checks/{OWNER}/hierarchy.md"]
    assert len(page.xpath("//tbody/tr")) == MOST
    assert len(page.xpath("//ul[@class='yu-brief']/li")) == MOST
    text = page.text_content()
    assert "另有 5 份较早的文件也有出入" in text
    assert f"{MOST + 5} 份文件里每次都成立" in text


def test_a_kind_of_table_shows_a_real_row(packages: list[Package]) -> None:
    """Each value of the example is one of the row it links to; who has the table is counted."""
    holdings = Holdings()
    for package in packages:
        holdings.add(package)
    made = dictionary_pages(holdings)
    for name in table_kinds():
        having = [one for one in packages if name in one.resources and one.resources[name].rows]
        page = html.document_fromstring(made[f"zh/dictionary/{name}.md"].decode())
        listed = page.xpath("//ul[@class='yu-files']/li")
        assert len(listed) == len(having)
        assert bool(page.xpath("//small[text()='例']")) == bool(having)
    page = html.document_fromstring(made[f"zh/dictionary/{OWNER}.md"].decode())
    (link,) = page.xpath("//a[contains(@href, '#r')]/@href")
    shown = page.xpath("//li[@id='total']//small[text()='例']/following-sibling::code")[0].text
    slug, row = link.split("units/")[1].split(f"/{OWNER}/#r")
    package = next(one for one in packages if one.slug == slug)
    (meant,) = [one for one in package.resources[OWNER].rows if one["row"] == int(row)]
    assert shown == f"{meant['total']:f}"


def test_the_order_of_packages_does_not_matter(packages: list[Package]) -> None:
    """Whatever comes first, the same packages and the same example are kept, and not more."""
    copies = [
        replace(packages[0], folder=packages[0].folder.parent.parent / f"unit-{at}" / "2023-budget")
        for at in range(3)
    ]
    kept = set()
    for order in permutations(copies):
        holdings = Holdings()
        for package in order:
            holdings.add(package)
        kept.add(tuple(one.slug for one in holdings.latest[OWNER]))
    assert len(kept) == 1
    holdings = Holdings()
    for _ in range(HOLDERS + 3):
        holdings.add(packages[0])
    assert len(holdings.latest[OWNER]) == HOLDERS
    assert holdings.counts[OWNER] == HOLDERS + 3
