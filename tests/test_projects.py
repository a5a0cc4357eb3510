"""The pages of projects: every project has one, whatever its document calls it."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from lxml import html

from invented import ARCHIVES, EDUCATION, ingest, make_project, text_of
from odd import HOSTILE
from yusuan.check import Checked, check_package
from yusuan.language import LANGUAGES
from yusuan.package.load import LoadedRow, Package, load_package
from yusuan.publish.pages import package_pages
from yusuan.publish.projects import GOALS, LISTS, package_projects
from yusuan.publish.table import resource_rows

FORMS = Path(__file__).parent / "forms"
FORM_NAMES = sorted(path.stem for path in FORMS.glob("*.txt"))
TWICE = "performance-forms-of-projects-and-unit-2024-budget"
LISTED = "by-numbered-sheets-and-catalogue-2024-budget"


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Make a package of every invented disclosure and form once for this module."""
    root = make_project(tmp_path_factory.mktemp("projects") / "project")
    texts = {name: text_of(name) for name in (ARCHIVES, EDUCATION)}
    texts |= {name: (FORMS / f"{name}.txt").read_text("utf-8") for name in FORM_NAMES}
    return {name: ingest(root, text).folder for name, text in texts.items()}


@cache
def checked(folder: Path) -> Checked:
    """Audit a package once."""
    return check_package(folder)


def pages_of(package: Package) -> dict[str, dict[str, html.HtmlElement]]:
    """Give the parsed pages of a package by language and by address below its folder."""
    made = package_pages(package, checked(package.folder))
    found: dict[str, dict[str, html.HtmlElement]] = {language: {} for language in LANGUAGES}
    for path, data in made.items():
        language, _, below = path.partition(f"/units/{package.slug}/")
        body = data.decode().partition("\n---\n")[2]
        found[language][below.removesuffix(".md")] = html.document_fromstring(body)
    return found


def items(package: Package) -> dict[str, list[tuple[str, LoadedRow]]]:
    """Give the rows that name a project in the lists of a package, by the name they print."""
    found: dict[str, list[tuple[str, LoadedRow]]] = {}
    for table in LISTS:
        for row in resource_rows(package, table):
            one = row.get("role", "item") == "item" and row.get("scope", "project") == "project"
            if one and row["project_name"]:
                found.setdefault(row["project_name"], []).append((table, row))
    return found


@pytest.mark.parametrize("name", [ARCHIVES, EDUCATION, *FORM_NAMES])
def test_every_project_has_a_page_and_every_page_a_project(
    folders: dict[str, Path], name: str
) -> None:
    """The list links each project, each has its page, and there is no page of none."""
    package = load_package(folders[name])
    projects = package_projects(package)
    forms = resource_rows(package, "projects")
    names = [row["project_name"] for row in forms] if forms else list(items(package))
    assert [project.name for project in projects] == names
    numbers = [str(project.number) for project in projects]
    for pages in pages_of(package).values():
        assert [path for path in pages if path.startswith("projects/")] == [
            f"projects/{number}" for number in numbers
        ]
        rows = pages["projects"].xpath("//tr[starts-with(@id, 'p')]")
        assert [row.get("id") for row in rows] == [f"p{number}" for number in numbers]
        assert [row.xpath(".//th//a/@href")[0] for row in rows] == [
            f"{number}/" for number in numbers
        ]
        for project in projects:
            page = pages[f"projects/{project.number}"]
            assert page.xpath("string(//h1)").strip() == project.name
            for link in page.xpath("//table//th/a/@href"):
                table, _, anchor = link.removeprefix("../../").partition("/#")
                assert pages[table].xpath(f"//*[@id='{anchor}']")


def test_a_project_of_a_form_has_every_row_of_its_sections(folders: dict[str, Path]) -> None:
    """Targets, funding, costs and procurement of the form stand on its page, and no other's."""
    package = load_package(folders[ARCHIVES])
    for project in package_projects(package):
        for table in ("project-targets", "project-funding", "project-costs", "project-procurement"):
            own = {row["row"] for row in resource_rows(package, table, project=project.number)}
            assert {row for name, row in project.cells if name == table} == own


def test_indicators_follow_the_form_of_their_project(folders: dict[str, Path]) -> None:
    """The indicators of a project's goal forms are its own; those of the unit are no project's."""
    package = load_package(folders[LISTED])
    found = {project.name: project for project in package_projects(package)}
    of_projects: set[int] = set()
    for form in resource_rows(package, "performance-forms", scope="project"):
        own = {
            row["row"] for row in resource_rows(package, "performance-indicators", form=form["row"])
        }
        cells = found[form["project_name"]].cells
        assert own
        assert {row for name, row in cells if name == "performance-indicators"} == own
        of_projects |= own
    assert of_projects < {row["row"] for row in resource_rows(package, "performance-indicators")}


def test_rows_of_one_name_are_one_project_and_add_up(folders: dict[str, Path]) -> None:
    """Several rows of a list are added up and say so; what only looks alike stays apart."""
    package = load_package(folders[LISTED])
    rows = [row for row in resource_rows(package, "project-list", role="item") if row["total"]]
    first = rows[0]
    package.resources["project-list"].rows.append({**first, "row": 98, "total": Decimal("1.25")})
    package.resources["project-list"].rows.append(
        {**first, "row": 99, "project_name": f"{first['project_name']} ", "total": Decimal(7)}
    )
    found = {project.name: project for project in package_projects(package)}
    amount = found[first["project_name"]].amount
    assert amount is not None
    assert (amount.value, amount.terms) == (first["total"] + Decimal("1.25"), 2)
    other = found[f"{first['project_name']} "].amount
    assert other is not None
    assert other.value == 7
    page = pages_of(package)["zh"][found[first["project_name"]].link.rstrip("/")]
    assert "2 行相加" in page.text_content()


def test_goals_that_repeat_an_amount_are_not_added_up(folders: dict[str, Path]) -> None:
    """Two forms of goals for one project print its amount twice; where they differ there is none."""
    package = load_package(folders[TWICE])
    named = items(package)
    twice = next(rows for rows in named.values() if len(rows) > 1)
    assert {table for table, _ in twice} <= GOALS
    name, printed = twice[0][1]["project_name"], twice[0][1]["total"]
    found = {project.name: project.amount for project in package_projects(package)}
    amount = found[name]
    assert amount is not None
    assert amount.value == printed
    twice[0][1]["total"] = printed + 1
    assert {project.name: project.amount for project in package_projects(package)}[name] is None


@pytest.mark.parametrize("name", [ARCHIVES, LISTED])
def test_hostile_names_stay_text_and_stay_apart(folders: dict[str, Path], name: str) -> None:
    """On each page a name is text inside an element of its own, which no mark in it leaves."""
    package = load_package(folders[name])
    key, table = ("project", "projects") if name == ARCHIVES else ("row", "project-list")
    rows = package.resources[table].rows
    first = next(row for row in rows if row.get("role", "item") == "item")
    others = [row for row in rows if row is not first]
    hostile_rows = [{**first, key: at, "project_name": one} for at, one in enumerate(HOSTILE, 101)]
    rows[:] = [*others, *hostile_rows]
    numbers = {one.name: one.number for one in package_projects(package)}
    assert set(HOSTILE) <= set(numbers)
    for pages in pages_of(package).values():
        for hostile in HOSTILE:
            for path in ("projects", f"projects/{numbers[hostile]}", "index"):
                page = pages[path]
                names = [one for one in page.iter("bdi") if one.text_content() == hostile]
                assert names or path == "index"  # the largest ten stand there
                marks = [part.tag for one in names for part in one]
                assert set(marks) <= {"span"}
                links = [a.get("href") or "" for a in page.iter("a")]
                assert not [link for link in links if link.startswith("javascript")]
                assert not page.xpath("//img | //script[not(@src) and not(@type)]")


def test_findings_at_a_projects_rows_stand_on_its_page(folders: dict[str, Path]) -> None:
    """A finding of a section or a form is on the page of the project, marked at its cell."""
    package = load_package(folders[ARCHIVES])
    found = [
        finding
        for finding in checked(package.folder).findings
        if any((finding.resource, finding.row) in one.cells for one in package_projects(package))
    ]
    pages = pages_of(package)["zh"]
    for finding in found:
        project = next(
            one for one in package_projects(package) if (finding.resource, finding.row) in one.cells
        )
        page = pages[f"projects/{project.number}"]
        shown = page.xpath("//li[contains(@class, 'yu-finding')]/@id")
        assert shown
        marks = page.xpath("//a[contains(@class, 'yu-mark')]/@href")
        assert {mark.removeprefix("#") for mark in marks} <= set(shown)
