"""The pages as text: golden pages of an invented package, and pages of odd packages."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import html

from invented import ARCHIVES, EDUCATION, disclosed, ingest, make_project, text_of
from yusuan.check import Checked, check_package
from yusuan.dictionary import table_kinds
from yusuan.language import LANGUAGES
from yusuan.package.load import Package, load_package
from yusuan.publish.dictionary_pages import dictionary_pages
from yusuan.publish.numbers import MINUS, grouped, place_words, readable, share
from yusuan.publish.pages import package_kinds, package_pages
from yusuan.publish.projects import package_projects
from yusuan.publish.table import table_view

GOLDEN = Path(__file__).parent / "golden"
STYLE = Path(__file__).parents[1] / "docs" / "theme" / "assets" / "tables.css"
#: So many columns of numbers the style sheet knows.
COLUMNS_STYLED = 40


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> tuple[Package, Checked]:
    """Make the invented archives' package once for all tests of this module."""
    root = make_project(tmp_path_factory.mktemp("pages") / "project")
    folder = ingest(root, text_of(ARCHIVES)).folder
    return load_package(folder), check_package(folder)


def goldens() -> list[str]:
    """Give the golden pages by language and name."""
    names = [
        path.relative_to(GOLDEN).with_suffix("").as_posix() for path in sorted(GOLDEN.rglob("*.md"))
    ]
    assert names
    return names


@pytest.mark.parametrize("name", goldens())
def test_a_page_is_what_it_was(archives: tuple[Package, Checked], name: str) -> None:
    """A golden page is made to the letter, but for the hash of its document."""
    package, checked = archives
    language, table = name.split("/")
    made = package_pages(package, checked)[f"{language}/units/{package.slug}/{table}.md"].decode()
    made = re.sub(r"[0-9a-f]{64}", "0" * 64, made)
    assert made == (GOLDEN / f"{name}.md").read_text(encoding="utf-8")


def test_every_dictionary_page_names_every_column() -> None:
    """The dictionary shows each column of each kind with its title in both languages."""
    pages = dictionary_pages()
    for kind in table_kinds().values():
        for language in LANGUAGES:
            page = pages[f"{language}/dictionary/{kind.name}.md"].decode()
            text = html.fromstring(page).text_content()
            for field in kind.fields:
                assert field.name in text
                assert field.title.of(language) in text
                assert field.description.of(language) in text
            assert all(identity.title.of(language) in text for identity in kind.identities)


def _without_rows(package: Package) -> None:
    for resource in package.resources.values():
        resource.rows.clear()


def _one_row(package: Package) -> None:
    for resource in package.resources.values():
        del resource.rows[1:]


def _all_zero(package: Package) -> None:
    _set_amounts(package, Decimal("0.00"))


def _all_negative(package: Package) -> None:
    _set_amounts(package, Decimal("-12.30"))


def _all_blank(package: Package) -> None:
    _set_amounts(package, None)


def _set_amounts(package: Package, value: Decimal | None) -> None:
    for kind in package_kinds(package).values():
        for row in package.resources[kind.name].rows:
            row.update({name: value for name in kind.amounts if name in row})


@pytest.mark.parametrize("name", [ARCHIVES, EDUCATION])
@pytest.mark.parametrize("change", [_without_rows, _one_row, _all_zero, _all_negative, _all_blank])
def test_pages_of_odd_packages_still_make_sense(tmp_path: Path, change: object, name: str) -> None:
    """No rows, one row, nothing but zeros, negatives or blanks: each page is made."""
    folder = ingest(make_project(tmp_path / "project"), text_of(name)).folder
    package, checked = load_package(folder), check_package(folder)
    assert callable(change)
    change(package)
    pages = package_pages(package, checked)
    beside = {"index", "audit", "findings"}  # the year, its audit, and what the audit found
    numbered = {str(project.number) for project in package_projects(package)}
    tables = set(disclosed(text_of(name)).tables)
    assert {Path(page).stem for page in pages} == beside | tables | numbered
    for data in pages.values():
        text = data.decode()
        assert "None" not in text
        assert "NaN" not in text
        assert "-0.00" not in text


@pytest.mark.parametrize(
    ("value", "unit", "zh", "en"),
    [
        ("2692.18", "万元", "2,692.18 万元", "CNY 26.92 million"),
        ("0.00", "万元", "0.00 万元", "CNY 0"),
        ("123456789012.34", "元", "123,456,789,012.34 元", "CNY 123.46 billion"),
        ("12", "万元", "12 万元", "CNY 120,000"),
        ("5", None, "5", "CNY 5"),
    ],
)
def test_headline_figures_keep_their_digits(value: str, unit: str | None, zh: str, en: str) -> None:
    """The Chinese headline prints the digits disclosed, the English one says how much it is."""
    assert readable(Decimal(value), unit) == (zh, en)


def test_grouping_changes_no_digit() -> None:
    """Separators of thousands are all that is added to an amount, and its sign is a true minus."""
    for text in ("2692.180", "0.00", "-1234567.8", "20"):
        assert grouped(Decimal(text)).replace(",", "") == text.replace("-", MINUS)


def test_a_share_of_nothing_is_nothing() -> None:
    """A share of a total of zero is zero and no error."""
    assert share(Decimal(0), Decimal(0)) == Decimal("0.00")


def test_places_are_said_in_words() -> None:
    """Places of every format read as words in both languages."""
    assert place_words("page=3;row=5-6") == ("第 3 页 第 5–6 行", "page 3, row 5–6")
    assert place_words("sheet=收支总表;row=4") == (
        "工作表 收支总表 第 4 行",
        "sheet 收支总表, row 4",
    )


def test_a_column_blank_in_every_row_is_left_out_and_named(
    archives: tuple[Package, Checked],
) -> None:
    """A narrow screen has no room for it; the note names it, and a dash is no blank."""
    package, _ = archives
    for name, kind in package_kinds(package).items():
        resource, view = package.resources[name], table_view(package, name, [])
        for field in view.left_out:
            assert all(row[field.name] is None for row in resource.rows)
            assert not any((row.get("raw") or {}).get(field.name) for row in resource.rows)
        shown = {field.name for field in view.columns}
        for amount in kind.amounts:
            printed = any(row.get(amount) is not None for row in resource.rows)
            assert amount in shown or not printed
        assert len(view.columns) <= COLUMNS_STYLED


def test_the_style_sheet_sets_as_many_columns_as_a_table_can_have() -> None:
    """Numbers align by the column's class, so there is a rule for each position."""
    style = STYLE.read_text(encoding="utf-8")
    widest = max(len(kind.fields) for kind in table_kinds().values())
    assert widest <= COLUMNS_STYLED
    for position in range(1, COLUMNS_STYLED + 1):
        assert f".n{position} tr > :nth-child({position})" in style


def test_a_long_table_comes_in_parts(archives: tuple[Package, Checked]) -> None:
    """Each row is there once, in order, and a part that goes on has no heading of its own."""
    package, _ = archives
    name = "expenditure-summary"
    resource = package.resources[name]
    rows = [dict(resource.rows[0], row=number) for number in range(1, 5001)]
    long = replace(package, resources={**package.resources, name: replace(resource, rows=rows)})
    view = table_view(long, name, [])
    assert view.long
    assert [row.anchor for group in view.groups for row in group.rows] == [
        f"r{number}" for number in range(1, 5001)
    ]
    assert [group.continued for group in view.groups] == [False] + [True] * (len(view.groups) - 1)
    assert len(view.widths.split()) == len(view.columns) + 1
    assert not table_view(package, name, []).long
