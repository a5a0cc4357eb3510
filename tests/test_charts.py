"""Charts: their data add up to what the table prints, are the bytes offered, and hide nothing."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from lxml import html

from invented import ingest, make_project, names, text_of
from site_project import ROOT
from test_forms import FOLDER, FORMS
from yusuan.audit.trial import FINDINGS
from yusuan.check import check_package
from yusuan.dictionary import table_kinds
from yusuan.language import LANGUAGES, Bilingual
from yusuan.package.load import Package, Resource, load_package, package_folders
from yusuan.publish.chart import Chart, Line, chart_csv, own_rows
from yusuan.publish.chart_flow import flow_chart
from yusuan.publish.chart_series import pair_chart, trend_chart
from yusuan.publish.chart_trees import MOST_ROWS, chart_total, tree_chart
from yusuan.publish.charts import chart_files, charted_column, package_charts, year_charts
from yusuan.publish.measures import TOTAL, Measured
from yusuan.publish.pages import Summary, package_pages
from yusuan.publish.templating import _environment

if TYPE_CHECKING:
    from pathlib import Path

TITLE = Bilingual("标题", "title")
TEXTS = {name: text_of(name) for name in names()} | {
    name: (FOLDER / f"{name}.txt").read_text(encoding="utf-8") for name in FORMS
}
COMMITTED = [folder for folder in package_folders(ROOT) if folder.is_dir()]


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The package of every invented disclosure and form, and the committed ones."""
    project = make_project(tmp_path_factory.mktemp("charts") / "project")
    made = {name: ingest(project, text).folder for name, text in TEXTS.items()}
    return made | {folder.parent.name: folder for folder in COMMITTED}


@cache
def loaded(folder: Path) -> Package:
    """Load a package once."""
    return load_package(folder)


def sums(chart: Chart) -> Decimal:
    """Add what a chart shows on its first level, from the bytes that are offered."""
    rows = csv.DictReader(io.StringIO(chart_csv(chart).decode("utf-8-sig")))
    return sum((Decimal(row["amount"]) for row in rows if not row.get("parent")), Decimal(0))


@pytest.mark.parametrize("name", [*TEXTS, *(folder.parent.name for folder in COMMITTED)])
def test_a_charts_sum_is_the_total_that_its_table_prints(
    folders: dict[str, Path], name: str
) -> None:
    """Or the table does not add up itself, and that is one of its findings."""
    package = loaded(folders[name])
    found = {
        trial.resource
        for trial in check_package(package.folder).trials
        if trial.outcome in FINDINGS
    }
    for chart in package_charts(package).values():
        column = charted_column(table_kinds()[chart.name]) if chart.name in table_kinds() else None
        if column is None:
            continue
        total = chart_total(package, chart.name, column)
        assert total is None or sums(chart) == total or chart.name in found, chart.name


def test_most_forms_have_charts_of_totals(folders: dict[str, Path]) -> None:
    """The test above compares something: many charts stand beside a printed total."""
    compared = [
        chart.name
        for folder in folders.values()
        for chart in package_charts(loaded(folder)).values()
        if chart.name in table_kinds()
        and chart_total(
            loaded(folder), chart.name, charted_column(table_kinds()[chart.name]) or "total"
        )
    ]
    assert len(compared) > len(FORMS)


@pytest.mark.parametrize("name", [*TEXTS, *(folder.parent.name for folder in COMMITTED)])
def test_every_amount_of_a_charted_table_is_in_its_chart(
    folders: dict[str, Path], name: str
) -> None:
    """No row is left out but totals and what adds up to its parts; each amount keeps its digits."""
    package = loaded(folders[name])
    for chart in package_charts(package).values():
        column = charted_column(table_kinds()[chart.name]) if chart.name in table_kinds() else None
        if column is None:
            continue
        rows = own_rows(package, chart.name)
        given = {
            f"{row[column]:f}"
            for row in rows
            if row.get("role", "item") == "item" and row.get("code") and row[column] is not None
        }
        assert given <= {record[5] for record in chart.records}


def tree(*rows: tuple[int, int | None, str, str, str | None]) -> Package:
    """Make a package with one table of codes from (row, parent row, role, code, amount)."""
    made = [
        {
            "row": number,
            "parent_row": above,
            "role": role,
            "code": code or None,
            "name": f"名{number}",
            "total": None if amount is None else Decimal(amount),
        }
        for number, above, role, code, amount in rows
    ]
    return made_of({"expenditure-summary": made})


def made_of(tables: dict[str, list[dict[str, Any]]], **descriptor: Any) -> Package:
    """Make a package of these tables."""
    resources = {
        name: Resource(
            {
                "money_unit": "万元",
                "schema": {"fields": [{"name": column} for column in (rows[0] if rows else ())]},
            },
            rows,
        )
        for name, rows in tables.items()
    }
    given = {"year": 2023, "phase": "budget", "sources": [{"title": "某文件"}], **descriptor}
    return Package(ROOT / "unit" / "2023-budget", given, None, resources)  # type: ignore[arg-type] # charts ask no decisions


def shape(package: Package) -> list[tuple[str, str, str]] | None:
    """Give row, parent and amount of a tree chart's records."""
    chart = tree_chart(package, "expenditure-summary", TITLE, "total")
    return [(one[0], one[1], one[5]) for one in chart.records] if chart else None


def test_amounts_below_a_blank_move_up() -> None:
    """What stands in a row without an amount is drawn where there is one."""
    package = tree(
        (1, None, "total", "", "9"),
        (2, 1, "item", "201", "4"),
        (3, 1, "item", "205", None),
        (4, 3, "item", "20501", "5"),
    )
    assert shape(package) == [("r2", "", "4"), ("r4", "", "5")]


def test_the_only_unit_and_subtotals_make_room_for_what_stands_in_them() -> None:
    """The first level shows classes, not what holds them together; it still adds up."""
    package = tree(
        (1, None, "total", "", "9"),
        (2, 1, "item", "", "9"),
        (3, 2, "subtotal", "", "9"),
        (4, 3, "item", "201", "4"),
        (5, 3, "item", "205", "5"),
    )
    assert shape(package) == [("r4", "", "4"), ("r5", "", "5")]


def test_a_subtotal_that_does_not_add_up_stays() -> None:
    """Nothing that was printed and differs is left out."""
    package = tree(
        (1, None, "total", "", "9"),
        (2, 1, "subtotal", "", "9"),
        (3, 2, "item", "201", "4"),
        (4, 2, "item", "205", "4"),
    )
    assert shape(package) == [("r2", "", "9"), ("r3", "r2", "4"), ("r4", "r2", "4")]


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [(1, None, "total", "", "4"), (2, 1, "item", "201", "4")],
        [(1, None, "total", "", "0"), (2, 1, "item", "201", "0"), (3, 1, "item", "205", "0.00")],
        [(1, None, "total", "", "4"), (2, 1, "item", "201", "4"), (3, 2, "item", "20101", "4")],
    ],
)
def test_there_is_no_chart_where_a_sentence_says_it(rows: list[Any]) -> None:
    """One amount alone, and nothing but noughts, are no picture."""
    assert shape(tree(*rows)) is None


def test_negative_amounts_have_bars_and_no_shares() -> None:
    """A part that is negative is no part of a whole."""
    chart = tree_chart(
        tree((1, None, "item", "201", "-4.50"), (2, None, "item", "205", "-5")),
        "expenditure-summary",
        TITLE,
        "total",
    )
    assert chart is not None
    assert chart.kinds == ("bars",)
    assert "%" not in chart.fact.zh
    assert [line.cells for line in chart.lines] == [("−4.50",), ("−5",)]


def test_of_a_long_list_the_smallest_are_put_together() -> None:
    """They are one row which says how many they are, so that the sum stays."""
    rows = [(number, None, "item", str(number), str(number)) for number in range(1, 1001)]
    chart = tree_chart(tree(*rows), "expenditure-summary", TITLE, "total")
    assert chart is not None
    assert len(chart.records) == MOST_ROWS
    assert chart.records[-1][3] == f"其余 {1001 - MOST_ROWS} 项"
    assert sums(chart) == sum(range(1, 1001))


def by_funds(*cells: tuple[str, str | None, str | None]) -> Package:
    """Make a package whose table of expenditure prints two funds, from (total, fund, fund)."""
    rows = [
        {
            "row": number,
            "parent_row": None,
            "role": "item",
            "code": f"20{number}",
            "name": f"名{number}",
            "total": Decimal(total),
            "general_public_budget": None if one is None else Decimal(one),
            "unit_funds": None if other is None else Decimal(other),
        }
        for number, (total, one, other) in enumerate(cells, 1)
    ]
    return made_of({"expenditure-summary": rows})


def test_columns_of_funds_say_what_paid_for_what() -> None:
    """Each cell is a stream, if they add up to their row."""
    chart = flow_chart(by_funds(("6", "4", "2"), ("3", "3", None)))
    assert chart is not None
    kind = table_kinds()["expenditure-summary"]
    assert {record[1] for record in chart.records} == {
        kind.field("general_public_budget").title.zh,
        kind.field("unit_funds").title.zh,
    }
    assert sums(chart) == Decimal(9)
    assert flow_chart(by_funds(("6", "4", "1"), ("3", "3", None))) is None
    assert flow_chart(by_funds(("6", "8", "-2"), ("3", "3", None))) is None


def test_there_is_no_flow_where_a_sentence_says_it() -> None:
    """One fund that paid for everything is no picture, nor is a table without columns of funds."""
    assert flow_chart(by_funds(("6", "6", None), ("3", "3", None))) is None
    assert flow_chart(by_funds(("6", None, None), ("3", None, None))) is None


def summary(year: int, phase: str, amount: str, unit: str) -> Summary:
    """Make what lists say of a package, with its whole expenditure."""
    return Summary(
        f"unit/{year}-{phase}", TITLE, TITLE, year, phase, None, None, 0, None,  # type: ignore[arg-type] # a trend asks no audit
        {TOTAL: Measured(Decimal(amount), unit, "expenditure-summary", 1)}, (),
    )  # fmt: skip


def test_a_trend_has_two_years_and_one_unit_of_money() -> None:
    """Amounts in other units are shifted to that of the newest, to the digit."""
    years = [summary(2023, "budget", "123.45", "万元"), summary(2022, "final", "1000000.5", "元")]
    chart = trend_chart(years)
    assert chart is not None
    assert [(record[0], record[3], record[4]) for record in chart.records] == [
        ("2022", "100.00005", "万元"),
        ("2023", "123.45", "万元"),
    ]
    assert trend_chart(years[:1]) is None
    assert trend_chart([years[0], summary(2023, "final", "1", "万元")]) is None
    assert trend_chart([]) is None


def test_a_final_account_that_prints_its_budget_has_both_beside_each_other(
    folders: dict[str, Path],
) -> None:
    """For each class the printed budget and the account; a document without one has no pair."""
    package = loaded(folders["final-accounts-budget-beside-accounts-in-yuan"])
    chart = pair_chart(package)
    assert chart is not None
    rows = list(csv.DictReader(io.StringIO(chart_csv(chart).decode("utf-8-sig"))))
    assert len(rows) == 2 * len(chart.lines)
    by_row = {f"r{row['row']}": row for row in package.resources[chart.link[:-1]].rows}
    for row in rows:
        assert f"{by_row[row['row']]['amount']:f}" == row["amount"]
        assert ("预算" in str(by_row[row["row"]]["period"])) == ("预算" in row["series"])
    assert pair_chart(loaded(folders["final-accounts-with-counts-and-facts"])) is None


HOSTILE = '</script><script>alert(1)</script><!-- ]]> &amp; "引号", 逗号\u2028\u202e\ufeff{{ x }}'


def test_whatever_a_name_holds_the_page_carries_the_very_bytes_of_the_download() -> None:
    """No name ends the element it stands in; what the page's script reads is the file offered."""
    chart = Chart(
        "x", ("bars",), TITLE, TITLE, TITLE, "万元", "x/", ("row", "name"), (("r1", HOSTILE),),
        (TITLE,), (Line(Bilingual(HOSTILE, HOSTILE), ("1",), "x/#r1"),),
    )  # fmt: skip
    offered = dict(chart_files("unit/2023-budget", [chart]))["data/unit/2023-budget/charts/x.csv"]
    assert offered.startswith(b"\xef\xbb\xbf")
    template = _environment("zh").from_string(
        '{% import "charts.html" as charted with context %}{{ charted.figure(chart, "", "u/p", "") }}'
    )
    page = html.document_fromstring(template.render(chart=chart))
    assert len(page.xpath("//script")) == 1
    assert json.loads(page.xpath("//script")[0].text).encode() == offered


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_chart_of_a_page_has_its_words_its_table_and_its_data(
    language: str,
) -> None:
    """Title, main fact, unit, source, a table with links and the download stand in the page's HTML."""
    folder = COMMITTED[0]
    package, checked = loaded(folder), check_package(folder)
    pages = package_pages(package, checked)
    page = pages[f"{language}/units/{package.slug}/index.md"].decode().partition("\n---\n")[2]
    figures = html.document_fromstring(page).xpath("//figure[@data-chart]")
    charts = package_charts(package)
    drawn = year_charts(charts, None)
    expected = [*filter(None, [drawn.functions]), *drawn.others]
    assert expected
    assert [figure.get("id") for figure in figures] == [f"chart-{one.name}" for one in expected]
    for figure in figures:
        chart = charts[figure.get("id").removeprefix("chart-")]
        words = {
            part: figure.xpath(f"string(.//*[@class='yu-chart__{part}'])").strip()
            for part in ("title", "unit", "source")
        }
        assert all(words.values())
        links = figure.xpath(".//tbody//th/a[1]/@href")
        assert set(links) == {line.link for line in chart.lines if line.level == 1}
        assert figure.xpath(".//a[@download]/@href")[0].endswith(f"charts/{chart.name}.csv")
        data = figure.xpath(".//script[@type='application/json']")[0].text
        assert json.loads(data).encode() == chart_csv(chart)
