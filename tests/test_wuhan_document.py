"""The real Wuhan document: what is known of it by hand, and the committed package against it.

The document is read from ``$YUSUAN_DOCUMENTS`` or ``../shared/documents`` and never copied;
where that folder is absent these tests are reported as not run, or fail if
``YUSUAN_REQUIRE_DOCUMENTS=1``.
"""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from invented import FIXED
from personal_scan import history, occurrences, personal_values, tracked
from yusuan.audit import audit_package
from yusuan.audit.trial import Outcome
from yusuan.cli import main
from yusuan.dictionary import table_kinds
from yusuan.package.load import LoadedRow, Package, load_package

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.documents

PRINTED = [
    "revenue-expenditure-summary",
    "expenditure-summary",
    "fiscal-appropriation-summary",
    "general-public-budget-expenditure",
    "basic-expenditure-by-economic-class",
    "three-public-expenses",
]
TITLES = {
    "收支总表": "revenue-expenditure-summary",
    "支出总表": "expenditure-summary",
    "财政拨款收支总表": "fiscal-appropriation-summary",
    "一般公共预算支出表": "general-public-budget-expenditure",
    "一般公共预算基本支出表": "basic-expenditure-by-economic-class",
    "一般公共预算“三公”经费支出表": "three-public-expenses",
    "政府性基金预算支出表": "government-fund-expenditure",
}
NUMBER = re.compile(r"[\d,]+(?:\.\d+)?")
AMOUNT_IN_TEXT = re.compile(r"([\d.,]+)\s*(?:亿|百万|千|万)?元")


@pytest.fixture(scope="module")
def path(documents: Path) -> Path:
    """The real document."""
    return documents / "wuhan-information-center-2022.txt"


@pytest.fixture(scope="module")
def lines(path: Path) -> list[str]:
    """Its raw lines; the line of a place ``line=n`` is ``lines[n - 1]``."""
    return path.read_text(encoding="utf-8").split("\n")


@pytest.fixture(scope="module")
def package(root: Path) -> Package:
    """The committed package."""
    return load_package(root / "datapackage" / "wuhan-information-center" / "2022-budget")


def rows(package: Package, name: str) -> list[LoadedRow]:
    """Rows of a table."""
    return package.resources[name].rows


def the(package: Package, name: str, **where: object) -> LoadedRow:
    """The one row with these values."""
    (row,) = [row for row in rows(package, name) if all(row[k] == v for k, v in where.items())]
    return row


def place_text(lines: list[str], place: str) -> str:
    """The raw lines that a place names, joined."""
    first, _, last = place.removeprefix("line=").partition("-")
    return "\n".join(lines[int(first) - 1 : int(last or first)])


def numbers(text: str) -> Counter[Decimal]:
    """Every number of a text, without separators."""
    return Counter(
        Decimal(found.replace(",", "")) for found in NUMBER.findall(text) if found.strip(",")
    )


def cells_of(lines: list[str]) -> dict[str, list[str]]:
    """Count naively: cells of tables 1 to 8 that are numbers and no codes, by the title above."""
    found: dict[str, list[str]] = {name: [] for name in TITLES.values()}
    current = None
    for line in lines:
        current = TITLES.get(line.strip(), current)
        if line.startswith(("部门项目申报表", "第三部分")):
            current = None
        if current and "\t" in line:
            cells = line.split("\t")
            coded = bool(re.fullmatch(r"\d{3,7}", cells[0]))
            found[current] += [
                cell for cell in cells[1 if coded else 0 :] if NUMBER.fullmatch(cell)
            ]
    return found


def test_the_committed_package_is_what_the_real_document_gives(
    path: Path, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """``yusuan ingest --check`` of the real document passes."""
    assert main(["ingest", str(path), "--check", "--root", str(root)]) == 0, capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("revenue-expenditure-summary", 39),
        ("revenue-summary", 0),
        ("expenditure-summary", 21),
        ("fiscal-appropriation-summary", 36),
        ("general-public-budget-expenditure", 21),
        ("basic-expenditure-by-economic-class", 32),
        ("three-public-expenses", 6),
        ("government-fund-expenditure", 0),
        ("project-expenditure", 4),
        ("projects", 4),
        ("project-funding", 28),
        ("project-costs", 12),
        ("project-procurement", 7),
        ("project-targets", 32),
        ("narrative-amounts", 52),
        ("year-on-year-changes", 15),
        ("staffing", 7),
        ("narrative-counts", 1),
        ("findings", 19),
    ],
)
def test_the_real_documents_tables_have_their_rows(
    package: Package, lines: list[str], name: str, count: int
) -> None:
    """Each table has the rows that were counted by hand."""
    assert lines
    assert len(rows(package, name)) == count
    assert package.resources[name].descriptor["rows"] == count


def test_absent_empty_and_derived_tables_of_the_real_document_say_so(
    package: Package, lines: list[str]
) -> None:
    """Tables 2 and 9 are listed and absent, table 8 is empty with the sentence below it."""
    found = {name: package.resources[name].descriptor for name in package.resources}
    assert (found["revenue-summary"]["status"], found["revenue-summary"]["printed_number"]) == (
        "absent",
        2,
    )
    assert found["project-expenditure"]["status"] == "derived"
    empty = found["government-fund-expenditure"]
    assert empty["status"] == "empty"
    last = int(empty["place"].rpartition("-")[2])
    assert empty["reason"] == next(line for line in lines[last:] if line.strip())


@pytest.mark.parametrize("name", [*PRINTED, "government-fund-expenditure"])
def test_the_package_holds_every_amount_of_the_real_documents_tables(
    package: Package, lines: list[str], name: str
) -> None:
    """Cells that are numbers, counted naively by line, are as many and the same as in the package."""
    printed = Counter(Decimal(cell.replace(",", "")) for cell in cells_of(lines)[name])
    held = Counter(
        row[column]
        for row in rows(package, name)
        for column in table_kinds()[name].amounts
        if row.get(column) is not None
    )
    assert held == printed
    assert sum(printed.values()) > 0 or name == "government-fund-expenditure"


def test_the_package_holds_every_amount_of_the_real_documents_forms(
    package: Package, lines: list[str]
) -> None:
    """Amounts in funding, costs, procurement and budgets, found naively by their lines, are all held."""
    start = next(i for i, line in enumerate(lines) if line.startswith("部门项目申报表"))
    end = next(i for i, line in enumerate(lines) if i > start and line.startswith("第三部分"))
    section, expected = (
        "",
        dict.fromkeys(("project-funding", "project-costs", "project-procurement", "projects"), 0),
    )
    starts = {
        "项目资金来源": "project-funding",
        "项目支出明细测算": "project-costs",
        "项目采购": "project-procurement",
        "项目绩效总目标": "",
        "部门项目申报表(含绩效目标)": "",
    }
    for line in lines[start:end]:
        cells = [cell.strip() for cell in line.split("\t")]
        section = starts.get(cells[0].replace(" ", ""), section)
        found = [cell for cell in cells if re.fullmatch(r"\d+(\.\d+)?", cell)]
        if cells[0] == "项目总预算":
            expected["projects"] += len(found)
        elif section == "project-procurement":
            expected[section] += len(found) - 1 if found else 0  # the first is the quantity
        elif section:
            expected[section] += len(found)
    held = {
        name: sum(
            row[column] is not None
            for row in rows(package, name)
            for column in table_kinds()[name].amounts
        )
        for name in expected
    }
    assert (
        held
        == expected
        == {"project-funding": 12, "project-costs": 12, "project-procurement": 7, "projects": 8}
    )


def test_the_package_holds_every_amount_of_the_real_documents_narrative(
    package: Package, lines: list[str]
) -> None:
    """Amounts of money in part three, found naively, are all held as amounts or as changes."""
    start = max(i for i, line in enumerate(lines) if line.startswith("第三部分"))
    end = max(i for i, line in enumerate(lines) if line.startswith("第四部分"))
    text = "\n".join(lines[start:end])
    thresholds = len(re.findall(r"元[(（]含[)）]以上", text))
    printed = Counter(Decimal(number) for number in AMOUNT_IN_TEXT.findall(text))
    held = Counter(row["amount"] for row in rows(package, "narrative-amounts"))
    held += Counter(
        row["change_amount"]
        for row in rows(package, "year-on-year-changes")
        if row["change_amount"] is not None
    )
    assert thresholds == 1
    assert printed - held == Counter({Decimal(50): 1})
    assert not held - printed


@pytest.mark.parametrize("name", FIXED)
def test_each_amount_stands_in_the_real_documents_line_that_its_place_names(
    package: Package, lines: list[str], name: str
) -> None:
    """Every number of every row is printed in the raw line of its place, with the same digits."""
    derived = {"previous_amount"}
    numeric = [
        field.name
        for field in table_kinds()[name].fields
        if (
            field.type == "number"
            or field.name in {"persons", "start_year", "end_year", "base_year"}
        )
        and field.name not in derived
    ]
    for row in rows(package, name):
        raw = place_text(lines, row["place"])
        plain = raw.replace(",", "")
        for column in numeric:
            if row.get(column) is not None:
                assert re.search(rf"(?<![\d.]){re.escape(str(row[column]))}(?![\d.]*\d)", plain), (
                    row["place"],
                    column,
                )
        for column, text in (row.get("raw") or {}).items():
            pieces = [piece for piece in re.split(r"\s+", text) if piece]
            assert all(piece in raw for piece in pieces), (row["place"], column)


@pytest.mark.parametrize("name", PRINTED)
def test_each_line_of_the_real_documents_tables_is_used_whole(
    package: Package, lines: list[str], name: str
) -> None:
    """The numbers of each line are those of the rows that name it: none lost, none doubled."""
    by_place: dict[str, Counter[Decimal]] = {}
    for row in rows(package, name):
        held = Counter(row[c] for c in table_kinds()[name].amounts if row.get(c) is not None)
        by_place[row["place"]] = by_place.get(row["place"], Counter()) + held
    for place, held in by_place.items():
        cells = place_text(lines, place).split("\t")
        if re.fullmatch(r"\d{3,7}", cells[0]):
            cells = cells[1:]
        assert held == Counter(Decimal(c.replace(",", "")) for c in cells if NUMBER.fullmatch(c)), (
            place
        )


def test_each_name_stands_in_the_real_documents_line(package: Package, lines: list[str]) -> None:
    """Codes and names of the tables are printed in the line of their place."""
    for name in PRINTED[1:2] + PRINTED[3:5]:
        for row in rows(package, name):
            raw = place_text(lines, row["place"])
            assert row["name"] in raw
            assert row["code"] is None or raw.startswith(row["code"])


@pytest.mark.parametrize(
    ("name", "where", "column", "value"),
    [
        ("revenue-expenditure-summary", {"side": "revenue", "role": "total"}, "amount", "2692.18"),
        ("expenditure-summary", {"role": "total"}, "basic", "1331.72"),
        ("expenditure-summary", {"role": "total"}, "project_expenditure", "1360.46"),
        ("basic-expenditure-by-economic-class", {"code": "302"}, "total", "182.08"),
        ("basic-expenditure-by-economic-class", {"code": "303"}, "total", "196.42"),
        ("expenditure-summary", {"code": "2080502"}, "total", "196.43"),
        ("general-public-budget-expenditure", {"code": "2080502"}, "total", "196.43"),
        ("narrative-amounts", {"function_code": "2080505"}, "amount", "49.98"),
        ("expenditure-summary", {"code": "2080505"}, "total", "50.00"),
        ("narrative-amounts", {"subject": "政府采购预算支出合计"}, "amount", "1325.46"),
        ("year-on-year-changes", {"subject": "本年预算"}, "change_amount", "1062.57"),
        ("year-on-year-changes", {"subject": "收支总预算"}, "change_amount", "1086.37"),
        ("year-on-year-changes", {"function_code": "2101102"}, "change_percent", "44.48"),
        ("year-on-year-changes", {"function_code": "2101102"}, "change_amount", None),
        ("year-on-year-changes", {"function_code": "2080505"}, "change_percent", None),
        ("staffing", {"group": "retired", "role": "total"}, "persons", "53"),
    ],
)
def test_what_was_checked_by_hand_in_the_real_document(
    package: Package,
    lines: list[str],
    name: str,
    where: dict[str, str],
    column: str,
    value: str | None,
) -> None:
    """Figures that people read in the document stand in the package with their digits."""
    assert lines
    found = the(package, name, **where)[column]
    assert (None if found is None else str(found)) == value


def test_sums_that_were_worked_out_by_hand_on_the_real_document(
    package: Package, lines: list[str]
) -> None:
    """Children of 302, procurement, stated items and stated changes add up to what README says."""
    assert lines
    economic = rows(package, "basic-expenditure-by-economic-class")
    assert sum(row["total"] for row in economic if row["parent"] == "302") == Decimal("182.09")
    assert sum(row["amount"] for row in rows(package, "project-procurement")) == Decimal("1310.46")
    items = {
        row["function_code"]: row["amount"]
        for row in rows(package, "narrative-amounts")
        if len(row["function_code"] or "") == 7
    }
    assert sum(items.values()) == Decimal("2692.16")
    changes = {
        row["function_code"]: row
        for row in rows(package, "year-on-year-changes")
        if row["function_code"]
    }
    signed = [
        (row["amount"] - row["previous_amount"]).quantize(Decimal("0.01"))
        for row in changes.values()
    ]
    assert sum(signed) == Decimal("-1086.41")
    assert len(signed) == 11


def test_what_the_real_document_prints_oddly_is_kept(package: Package, lines: list[str]) -> None:
    """A paragraph printed twice is two rows, codes of projects differ in length, a lost sign is raw."""
    assert lines
    codes = [row["project_code"] for row in rows(package, "projects")]
    assert codes == ["2022-0001", "2022-002", "2022-003", "2022-004"]
    twice = [
        row for row in rows(package, "year-on-year-changes") if row["function_code"] == "2080502"
    ]
    assert len(twice) == 2
    assert the(package, "year-on-year-changes", function_code="2080505")["raw"] == {
        "change_percent": "0.04"
    }
    assert "1 个一级项目" in "\n".join(lines)
    assert len(rows(package, "projects")) == 4


#: Every finding as it was looked up in the document: severity, then printed, computed and
#: difference, or the two texts.
FINDINGS: dict[str, tuple[str, str | None, str | None, str | None]] = {
    "basic-expenditure-by-economic-class/hierarchy/302/total": ("rounding", "182.08", "182.09", "-0.01"),
    "basic-expenditure-by-economic-class/hierarchy/302/operating": ("rounding", "182.08", "182.09", "-0.01"),
    "basic-expenditure-by-economic-class/retirement/303/total": ("rounding", "196.42", "196.43", "-0.01"),
    "projects/codes/project-1/project_code": ("structure", "2022-0001", "2022-002", None),
    "narrative-amounts/tables/2080505/amount": ("conflict", "49.98", "50.00", "-0.02"),
    "narrative-amounts/tables/十-政府采购预算支出合计/amount": ("conflict", "1325.46", "1310.46", "15.00"),
    "narrative-amounts/items/五-一般公共预算拨款/amount": ("rounding", "2692.18", "2692.16", "0.02"),
    "narrative-amounts/repeated/2080502~2/subject": (
        "duplicate",
        "社会保障和就业支出（类）行政事业单位养老支出（款）事业单位离休（项）",
        None,
        None,
    ),
    "year-on-year-changes/items/五-本年预算/change_amount": ("conflict", "-1062.57", "-1086.41", "23.84"),
    "year-on-year-changes/one-change/五-本年预算/change_amount": ("conflict", "-1062.57", "-1086.37", "23.80"),
    "year-on-year-changes/whole-statement/2080505/change_percent": ("structure", "0.04", None, None),
    "year-on-year-changes/whole-statement/2101102/change_amount": ("missing", "44.48%", None, None),
    "narrative-counts/projects/十-一级项目支出绩效目标/stated_count": ("structure", "1", "4", None),
    "revenue-summary/announced/-/status": ("missing", None, "2 收入总表", None),
    "project-expenditure/announced/-/status": ("missing", None, "9 项目支出表", None),
}  # fmt: skip
#: Projects are named otherwise in the narrative than in their forms, all four.
RENAMED = "narrative-amounts/projects/"


def test_every_known_discrepancy_of_the_real_document_is_found_with_its_figures(
    package: Package, lines: list[str]
) -> None:
    """What people found in the document by hand the audit finds, with exactly these figures."""
    assert lines
    found = {trial.name: trial for trial in audit_package(package).findings}
    for name, (outcome, printed, computed, difference) in FINDINGS.items():
        trial = found[name]
        assert str(trial.outcome) == outcome, name
        if trial.printed is None and trial.computed is None:
            assert (trial.printed_text, trial.computed_text) == (printed, computed), name
        else:
            assert (str(trial.printed), str(trial.computed)) == (printed, computed), name
            assert str(trial.difference) == difference, name
            assert trial.tolerance is not None
            assert (abs(trial.difference or Decimal(0)) <= trial.tolerance) == (
                outcome == "rounding"
            )


def test_nothing_is_found_in_the_real_document_beside_what_is_known(
    package: Package, lines: list[str]
) -> None:
    """The findings are these and no others, each accepted by name, and the package holds them."""
    assert lines
    names = [trial.name for trial in audit_package(package).findings]
    renamed = [name for name in names if name.startswith(RENAMED)]
    assert sorted(set(names) - set(renamed)) == sorted(FINDINGS)
    assert len(renamed) == 4
    assert len(names) == len(set(names)) == 19
    assert {item.finding for item in package.decisions.accepted} == set(names)
    assert [row["finding"] for row in rows(package, "findings")] == names


def test_the_projects_of_the_real_document_bear_other_names_in_their_forms(
    package: Package, lines: list[str]
) -> None:
    """Each of the four is a finding with the name of the narrative and that of the form."""
    renamed = [t for t in audit_package(package).findings if t.name.startswith(RENAMED)]
    stated = [row for row in rows(package, "narrative-amounts") if row["section"][:1] == "九"][2:]
    forms = {row["project_name"]: row["current_budget"] for row in rows(package, "projects")}
    assert {trial.outcome for trial in renamed} == {Outcome.STRUCTURE}
    assert [trial.printed_text for trial in renamed] == [row["subject"] for row in stated]
    assert {trial.computed_text for trial in renamed} == set(forms)
    for trial, row in zip(renamed, stated, strict=True):
        sides = (trial.printed_text, trial.place), (trial.computed_text, trial.other_places[0])
        for text, place in sides:
            assert str(text) in re.sub(r"\s+", "", place_text(lines, place)), trial.name
        assert forms[str(trial.computed_text)] == row["amount"]
        assert trial.printed_text not in forms


def test_each_figure_of_a_finding_stands_in_the_real_documents_line(
    package: Package, lines: list[str]
) -> None:
    """What a finding calls printed is printed at its place, and the other side at its places."""
    for trial in audit_package(package).findings:
        if trial.place:
            raw = place_text(lines, trial.place)
            shown = trial.printed_text if trial.printed is None else str(abs(trial.printed))
            assert shown is not None
            assert shown in re.sub(r"\s+", "", raw), trial.name
        for place in trial.other_places:
            assert place_text(lines, place).strip(), trial.name


def test_only_state_owned_assets_of_the_real_document_are_guarded_by_nothing(
    package: Package, lines: list[str]
) -> None:
    """Every amount is looked at by some check, but for what the narrative says of state assets."""
    assert lines
    guarded = audit_package(package).guarded
    unguarded = {
        (name, row.get("row", row.get("project")), column)
        for name, resource in package.resources.items()
        if name in table_kinds()
        for row in resource.rows
        for column in table_kinds()[name].amounts
        if row.get(column) is not None
    } - guarded
    assert {name for name, _, _ in unguarded} == {"narrative-amounts"}
    subjects = [row["subject"] for row in rows(package, "narrative-amounts") if ("narrative-amounts", row["row"], "amount") in unguarded]  # fmt: skip
    assert subjects == ["占有使用国有资产", "新增国有资产"]


def test_no_personal_datum_of_the_real_document_is_in_any_file(
    lines: list[str], root: Path
) -> None:
    """What stands beside the forms' personal labels occurs in no file of the project."""
    values = personal_values("\n".join(lines))
    assert len(values) >= 4
    assert occurrences(values, tracked(root)) == []


def test_no_personal_datum_of_the_real_document_is_in_the_history(
    lines: list[str], root: Path
) -> None:
    """Nor in any object of the repository's history, on any branch."""
    values = personal_values("\n".join(lines))
    objects = list(history(root))
    assert len(objects) > 10
    assert occurrences(values, iter(objects)) == []
