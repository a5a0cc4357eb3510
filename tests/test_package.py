"""The package: valid for anyone's frictionless, complete, and true to the printed digits."""

from __future__ import annotations

import csv
import io
import json
import warnings
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from frictionless import Package

import yusuan
from invented import ARCHIVES, BOM, FIXED, ingest, text_of, tree
from yusuan.amounts import DASHES
from yusuan.check import check_package
from yusuan.cli import main
from yusuan.decisions import load_decisions
from yusuan.dictionary import table_kinds
from yusuan.errors import DictionaryError
from yusuan.files import sha256
from yusuan.package.compare import compare_packages
from yusuan.package.load import load_package, package_folders
from yusuan.package.readme import markdown_text
from yusuan.package.validate import validate_package
from yusuan.publish.pages import package_pages

if TYPE_CHECKING:
    from pathlib import Path

NAMES = [
    "revenue-expenditure-summary",
    "revenue-summary",
    "expenditure-summary",
    "fiscal-appropriation-summary",
    "general-public-budget-expenditure",
    "basic-expenditure-by-economic-class",
    "three-public-expenses",
    "government-fund-expenditure",
    "project-expenditure",
    "projects",
    "project-funding",
    "project-costs",
    "project-procurement",
    "project-targets",
    "narrative-amounts",
    "year-on-year-changes",
    "staffing",
    "narrative-counts",
    "findings",
]
REFERENCES = ["function-classification", "economic-classification"]


@pytest.fixture
def descriptor(package: Path) -> dict[str, Any]:
    """The descriptor of the invented archives' package."""
    found: dict[str, Any] = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
    return found


def rows(package: Path, name: str) -> list[dict[str, str]]:
    """Rows of a CSV as text."""
    text = (package / "data" / f"{name}.csv").read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_stock_frictionless_finds_it_valid(package: Path) -> None:
    """Frictionless alone validates the package: types, keys, hashes and sizes."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        report = Package(str(package / "datapackage.json")).validate()
    assert report.valid, report.flatten(["code", "message"])
    assert len(report.tasks) == len(NAMES) + len(REFERENCES)


def test_the_resources_have_their_fixed_names_in_order(descriptor: dict[str, Any]) -> None:
    """Others rely on the names of the resources and on their order."""
    assert [resource["name"] for resource in descriptor["resources"]] == NAMES + REFERENCES
    assert [*FIXED, "narrative-counts", "findings"] == NAMES


def test_the_descriptor_says_whose_from_where_and_under_which_licence(
    descriptor: dict[str, Any],
) -> None:
    """Version 2 of the standard, one source with its hash, licences of data and source apart."""
    assert descriptor["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert descriptor["name"] == "yun-xi-shi-dang-an-guan-2023-budget"
    assert [descriptor[key] for key in ("unit_name", "year", "phase", "scope", "region")] == [
        "云溪市档案馆",
        2023,
        "budget",
        "unit",
        "云溪市",
    ]
    (source,) = descriptor["sources"]
    data = text_of().encode()
    assert (source["sha256"], source["bytes"]) == (sha256(data), len(data))
    assert source["filename"] == "document.txt"
    assert {"title", "publisher", "mediatype"} <= set(source)
    assert not {"path", "email"} & set(source)
    assert [licence["name"] for licence in descriptor["licenses"]] == ["CC-BY-4.0"]
    assert descriptor["source_license"]
    assert descriptor["source_license_en"]
    assert {role for who in descriptor["contributors"] for role in who["roles"]} == {
        "publisher",
        "wrangler",
    }
    assert len(set(descriptor["keywords"])) == len(descriptor["keywords"])
    for key in ("title", "title_en", "description", "description_en", "version"):
        assert descriptor[key]


@pytest.mark.parametrize("name", NAMES + REFERENCES)
def test_each_resource_describes_its_file(
    name: str, package: Path, descriptor: dict[str, Any]
) -> None:
    """Hash, size, rows, kind and titles of each resource are those of its file."""
    (found,) = [item for item in descriptor["resources"] if item["name"] == name]
    data = (package / found["path"]).read_bytes()
    assert found["hash"] == f"sha256:{sha256(data)}"
    assert found["bytes"] == len(data)
    assert found["rows"] == len(rows(package, name))
    assert found["kind"] == name
    for key in ("title", "title_en"):
        assert found[key]
    header = data.decode("utf-8-sig").split("\n", 1)[0]
    assert header.split(",") == [field["name"] for field in found["schema"]["fields"]]
    for field in found["schema"]["fields"]:
        assert field["title"]
        assert field["title_en"]


def test_the_descriptor_has_a_line_a_field(package: Path, descriptor: dict[str, Any]) -> None:
    """What changes in a field shows as one line, and nothing else is spent on it."""
    lines = (package / "datapackage.json").read_text(encoding="utf-8").splitlines()
    told = [line.strip(" ,") for line in lines if line.startswith("     {")]
    fields = [field for item in descriptor["resources"] for field in item["schema"]["fields"]]
    keys = [
        key for item in descriptor["resources"] for key in item["schema"].get("foreignKeys", [])
    ]
    assert len(told) == len(fields) + len(keys) > 100
    assert all(json.loads(line) in [*fields, *keys] for line in told)


def test_a_table_that_is_not_there_has_the_columns_of_its_key(descriptor: dict[str, Any]) -> None:
    """An absent table prints no columns, so none are said of it but the key that it would have."""
    absent = [item for item in descriptor["resources"] if item.get("status") == "absent"]
    assert absent
    for item in absent:
        names = [field["name"] for field in item["schema"]["fields"]]
        assert names == item["schema"]["primaryKey"]


@pytest.mark.parametrize("name", NAMES)
def test_each_table_says_what_became_of_it(name: str, descriptor: dict[str, Any]) -> None:
    """Disclosed tables have a place and a unit of money; others say why they have no rows."""
    (found,) = [item for item in descriptor["resources"] if item["name"] == name]
    assert found["status"] in {"disclosed", "empty", "absent", "derived"}
    if found["status"] == "disclosed":
        assert found["place"].startswith("line=")
    elif name == "findings":
        assert found["status"] == "derived"  # from every table, as its description says
    else:
        assert found["reason"]
    kind = table_kinds()[name]
    printed = kind.layout not in {"narrative", "staffing"} and kind.amounts
    if printed and found["status"] != "absent":
        assert found["money_unit"] == "万元"


def test_the_reasons_tell_announced_empty_and_derived_apart(descriptor: dict[str, Any]) -> None:
    """An announced table that is absent, an empty one and a derived one have each their reason."""
    reasons = {item["name"]: item.get("reason", "") for item in descriptor["resources"]}
    assert "目录列有此表" in reasons["revenue-summary"]
    assert reasons["government-fund-expenditure"] == "本馆 2023 年没有政府性基金预算安排的支出。"
    assert "推得" in reasons["project-expenditure"]


@pytest.mark.parametrize("name", NAMES + REFERENCES)
def test_each_csv_opens_in_excel_and_diffs_in_git(name: str, package: Path) -> None:
    """UTF-8 with a mark, lines that end in LF, nothing after the last."""
    data = (package / "data" / f"{name}.csv").read_bytes()
    assert data.startswith(BOM)
    assert b"\r" not in data
    assert data.endswith(b"\n")
    assert not data.endswith(b"\n\n")


def test_all_files_are_text_with_lf(package: Path) -> None:
    """Descriptor and README end their lines with LF and the file with one."""
    for name, data in tree(package).items():
        assert b"\r" not in data, name
        assert data.endswith(b"\n"), name


def test_codes_lead_to_the_classification(package: Path, descriptor: dict[str, Any]) -> None:
    """Each table with codes has a foreign key, and what it names with its parents is there."""
    keys = {
        (item["name"], key["fields"][0], key["reference"]["resource"])
        for item in descriptor["resources"]
        for key in item["schema"].get("foreignKeys", [])
        if key["reference"]["resource"] in REFERENCES
    }
    assert ("expenditure-summary", "code", "function-classification") in keys
    assert ("basic-expenditure-by-economic-class", "code", "economic-classification") in keys
    assert ("narrative-amounts", "function_code", "function-classification") in keys
    assert ("project-costs", "economic_code", "economic-classification") in keys
    assert len(keys) >= 9
    for name, field, reference in keys:
        known = {row["code"] for row in rows(package, reference)}
        assert {row[field] for row in rows(package, name)} - {""} <= known, name
    for reference in REFERENCES:
        known = {row["code"] for row in rows(package, reference)}
        assert {row["parent"] for row in rows(package, reference)} - {""} <= known
        assert all(row["title_en"] for row in rows(package, reference))


def test_blank_dash_and_zero_stay_apart_in_the_file(package: Path) -> None:
    """An empty cell without raw text was blank, with a dash in raw a dash; a zero is printed."""
    found = {row["item"]: row for row in rows(package, "revenue-expenditure-summary")}
    assert (found["其他收入"]["amount"], "amount" in found["其他收入"]["raw"]) == ("", False)
    assert found["事业收入"]["amount"] == ""
    assert json.loads(found["事业收入"]["raw"])["amount"] in DASHES
    assert found["公共安全支出"]["amount"] == "0.00"
    assert rows(package, "revenue-summary") == []


def test_raw_holds_what_typing_changed(package: Path) -> None:
    """Separators, ordinals, wraps and doubled pieces survive as printed, and nothing else does."""
    total = rows(package, "general-public-budget-expenditure")[0]
    assert total["total"] == "1086.40"
    assert json.loads(total["raw"]) == {"total": "1,086.40"}
    cost = rows(package, "project-costs")[0]
    assert (cost["economic_name"], json.loads(cost["raw"])) == (
        "委托业务费",
        {"economic_name": "委托业务费 费"},
    )
    assert rows(package, "staffing")[0]["raw"] == ""


def test_load_gives_exact_decimals(package: Path) -> None:
    """``yusuan.load`` gives frames with Decimals, codes as text and blanks as None."""
    frames = yusuan.load(package / "datapackage.json")
    assert list(frames) == NAMES + REFERENCES
    table = frames["general-public-budget-expenditure"]
    total = table.loc[table["role"] == "total", "total"].iloc[0]
    assert (type(total), str(total)) == (Decimal, "1086.40")
    assert table["code"].iloc[0] is None
    assert table["code"].iloc[1] == "201"
    amounts = frames["revenue-expenditure-summary"]["amount"]
    assert all(value is None or type(value) is Decimal for value in amounts)


def test_every_package_of_a_project_is_found(package: Path) -> None:
    """The dictionary and the classification are no packages of a disclosure."""
    root = package.parents[2]
    (root / "datapackage" / "schemas").mkdir()
    (root / "datapackage" / ".hidden" / "x").mkdir(parents=True)
    assert list(package_folders(root)) == [package]


def test_loading_gives_every_row_its_type(package: Path) -> None:
    """Loaded rows are as many as in the file, typed as the descriptor says."""
    resources = load_package(package).resources
    row = resources["projects"].rows[0]
    assert str(row["application_date"]) == "2022-11-08"
    assert row["start_year"] == 2023
    assert resources["project-expenditure"].rows[0]["derived"] is True
    assert resources["general-public-budget-expenditure"].rows[0]["raw"] == {"total": "1,086.40"}


def test_the_readme_names_every_resource(package: Path) -> None:
    """The README lists all resources with their status, the source's hash and the licence."""
    text = (package / "README.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in text for name in NAMES + REFERENCES)
    assert sha256(text_of().encode()) in text
    assert "CC-BY" in text or "Creative Commons" in text


def test_text_in_the_readme_is_text() -> None:
    """Marks of Markdown and HTML in a name are shown, not obeyed."""
    assert markdown_text("*a* <b> [c] | d\ne") == "\\*a\\* &lt;b&gt; \\[c\\] \\| d e"


def test_the_same_package_has_no_difference(
    package: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """``diff`` of a package with itself exits 0."""
    assert main(["diff", str(package), str(package)]) == 0
    assert "no difference" in capsys.readouterr().out


def test_a_changed_cell_is_named_by_table_row_and_column(
    package: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """``diff`` exits 1 and names table, row, column, the old and the new value."""
    other = tmp_path / "other" / "2023-budget"
    for name, data in tree(package).items():
        (other / name).parent.mkdir(parents=True, exist_ok=True)
        (other / name).write_bytes(data.replace(b"45.25", b"45.26"))
    assert main(["diff", str(package), str(other)]) == 1
    assert (
        "~ basic-expenditure-by-economic-class/12/total: 45.25 → 45.26" in capsys.readouterr().out
    )
    (other / "data" / "staffing.csv").write_bytes(
        (package / "data" / "staffing.csv").read_bytes().rsplit(b"9,", 1)[0]
    )
    assert "- staffing/9" in compare_packages(package, other)


def test_a_day_of_publication_reaches_the_package_and_its_pages(package: Path) -> None:
    """What people wrote in their decisions stands in the source; pages say it in their language."""
    assert "未注明" in trust_of(package, "zh")
    assert "date not stated" in trust_of(package, "en")
    path = package / "decisions.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "published: 2023-02-05\n", encoding="utf-8")
    ingest(package.parents[2], text_of(ARCHIVES))
    source = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))["sources"][0]
    assert source["published"] == "2023-02-05"
    assert "2023 年 2 月 5 日" in trust_of(package, "zh")
    assert "5 February 2023" in trust_of(package, "en")
    assert not list(validate_package(package))


def trust_of(package: Path, language: str) -> str:
    """Give the part of the year's page which says where its numbers are from."""
    made = package_pages(load_package(package), check_package(package))
    slug = "/".join(package.parts[-2:])
    return made[f"{language}/units/{slug}/index.md"].decode().partition('id="trust"')[2]


@pytest.mark.parametrize("day", ["2023", "2023-02-05 10:00:00", "about February", "2023-02-31"])
def test_what_is_no_whole_day_is_refused(package: Path, day: str) -> None:
    """A year, a time, words or a day that is none: told with the file, never guessed at."""
    path = package / "decisions.yaml"
    path.write_text(path.read_text(encoding="utf-8") + f"published: {day}\n", encoding="utf-8")
    with pytest.raises(DictionaryError) as caught:
        load_decisions(path)
    assert "decisions.yaml" in str(caught.value)
