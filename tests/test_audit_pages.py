"""The audit's pages: what they count, where they mark it, and what the filter needs of them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from lxml import html

from invented import ARCHIVES, EDUCATION, ingest, make_project, text_of
from yusuan.audit import FINDINGS, audit_package
from yusuan.audit.across import Packages
from yusuan.audit.trial import Outcome
from yusuan.check import Checked, check_package
from yusuan.decisions import Accepted
from yusuan.dictionary import checks, table_kinds
from yusuan.language import LANGUAGES, Bilingual
from yusuan.package.load import Package, load_package
from yusuan.publish.audit_pages import TOLERANCES, all_audit_pages
from yusuan.publish.audits import all_checks, summarise_audit
from yusuan.publish.classification_pages import classification_pages
from yusuan.publish.dictionary_pages import dictionary_groups, dictionary_pages
from yusuan.publish.findings import amount_cells, by_severity, finding_anchor, severities, unguarded
from yusuan.publish.ledger import Ledger
from yusuan.publish.pages import (
    package_pages,
    summarise,
    unit_pages,
)
from yusuan.publish.spending import spending

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Pages that are written by hand or made from the classification.
NOT_OF_PACKAGES = (
    "method/",
    "about/",
    "research/",
    "publish/",
    "cite/",
    "guide/",
    "glossary/",
    "classification/",
)
SCRIPT = Path(__file__).parents[1] / "docs" / "theme" / "assets" / "findings.js"
REASON = Bilingual("已对照原文件。", "Compared with the source.")


def _spoiled(package: Package) -> Package:
    """Change numbers of a package, so that checks of every sort have something to say."""
    rows = package.resources["expenditure-summary"].rows
    item = next(row for row in reversed(rows) if row["total"])
    item["total"] += Decimal("0.01")
    rows = package.resources["general-public-budget-expenditure"].rows
    next(row for row in rows if row["total"])["total"] += Decimal(100)
    absent = package.resources["revenue-summary"]
    descriptor = {**absent.descriptor, "announced": True, "status": "absent"}
    package.resources["revenue-summary"] = replace(absent, descriptor=descriptor)
    return package


@pytest.fixture(scope="module")
def audited(tmp_path_factory: pytest.TempPathFactory) -> tuple[Package, Checked]:
    """Give a package whose numbers were changed, with its audit and one finding accepted."""
    root = make_project(tmp_path_factory.mktemp("audit") / "project")
    package = _spoiled(load_package(ingest(root, text_of(EDUCATION)).folder))
    checked = Checked(package.slug, audit=audit_package(package))
    first = checked.audit.findings[0]
    checked.accepted = {first.name: Accepted(first.name, REASON, date(2026, 11, 24))}
    assert {str(one.outcome) for one in checked.audit.findings} >= {
        "rounding",
        "conflict",
        "missing",
    }
    return package, checked


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    """Each language of the site in turn."""
    return str(request.param)


@pytest.fixture(scope="module")
def pages(audited: tuple[Package, Checked], language: str) -> Mapping[str, html.HtmlElement]:
    """Give every page of one language, parsed, by its address below the language's root."""
    package, checked = audited
    made = package_pages(package, checked) | unit_pages([summarise(package, checked)])
    ledger = Ledger()
    ledger.add(spending(package))
    made |= dictionary_pages() | classification_pages(ledger)
    return _of(language, made)


def _of(language: str, made: Mapping[str, bytes]) -> dict[str, html.HtmlElement]:
    prefix = f"{language}/"
    return {
        _address(name.removeprefix(prefix)): _parsed(data)
        for name, data in made.items()
        if name.startswith(prefix)
    }


def _address(name: str) -> str:
    return name.removesuffix("index.md") if name.endswith("index.md") else f"{name[:-3]}/"


def _parsed(data: bytes) -> html.HtmlElement:
    return html.document_fromstring(data.decode().partition("\n---\n")[2])


def _ids(page: html.HtmlElement) -> set[str]:
    return {element.get("id") for element in page.iter() if element.get("id")}


def test_each_finding_stands_on_its_tables_page_and_on_the_audits(
    audited: tuple[Package, Checked], pages: Mapping[str, html.HtmlElement], language: str
) -> None:
    """Under its own anchor, in words, with both sides, the check's page and who accepted it."""
    package, checked = audited
    for trial in checked.findings:
        for where in (trial.resource, "audit"):
            page = pages[f"units/{package.slug}/{where}/"]
            (item,) = page.xpath(f"//li[@id='{finding_anchor(trial.name)}']")
            text = item.text_content()
            assert trial.identity.title.of(language) in text
            assert severities()[str(trial.outcome)].title.of(language) in text
            if trial.printed is not None:
                assert f"{trial.printed:,f}" in text
            if trial.computed_text is not None:
                assert trial.computed_text in text
            assert item.xpath(f".//a[contains(@href, 'checks/{trial.identity.address}/')]")
            assert (REASON.of(language) in text) == (trial.name in checked.accepted)


def test_a_finding_marks_its_cell(
    audited: tuple[Package, Checked], pages: Mapping[str, html.HtmlElement], language: str
) -> None:
    """The row of the number bears a mark that leads to the finding, with words for readers aloud."""
    package, checked = audited
    placed = [trial for trial in checked.audit.findings if trial.row is not None]
    assert placed
    for trial in placed:
        page = pages[f"units/{package.slug}/{trial.resource}/"]
        (row,) = page.xpath(f"//tr[@id='r{trial.row}']")
        found = row.xpath(f".//a[@href='#{finding_anchor(trial.name)}']")
        assert len(found) == 1
        assert severities()[str(trial.outcome)].title.of(language) in found[0].text_content()


def test_every_link_of_the_pages_leads_to_a_page_and_a_row(
    pages: Mapping[str, html.HtmlElement],
) -> None:
    """Places of both sides, of other tables too, are anchors that are there."""
    seen = 0
    for address, page in pages.items():
        for link in page.xpath("//a[@href]/@href"):
            parts = urlsplit(link)
            if parts.scheme or "data/" in parts.path:
                continue
            target = _resolved(address, parts.path)
            if target.startswith(NOT_OF_PACKAGES):
                continue
            assert target in pages, (address, link)
            if parts.fragment:
                assert parts.fragment in _ids(pages[target]), (address, link)
                seen += 1
    assert seen


def _resolved(address: str, path: str) -> str:
    parts = address.split("/")[:-1]
    for part in path.split("/"):
        if part == "..":
            parts.pop()
        elif part:
            parts.append(part)
    joined = "/".join(parts)
    return f"{joined}/" if joined else ""


def _counts(page: html.HtmlElement) -> list[int]:
    (facts,) = page.xpath("//ul[@class='yu-tally']")
    return [int(one.text_content()) for one in facts.xpath("./li/b")]


def _expected(checked: Checked) -> list[int]:
    counts = checked.audit.counts
    off = sum(counts[str(one)] for one in FINDINGS) - counts["rounding"]
    tried = counts["held"] + counts["rounding"] + off
    return [tried, counts["held"], counts["rounding"], off, counts["not-applicable"]]


def test_counts_shown_are_the_audits(
    audited: tuple[Package, Checked], pages: Mapping[str, html.HtmlElement]
) -> None:
    """On the audit's page and that of all findings; the year's says in words what leads there."""
    package, checked = audited
    bare = sum(map(len, unguarded(package, checked.audit).values()))
    expected = _expected(checked)
    said = [
        [int(number) for number in re.findall(r"\d+", link.text_content())]
        for link in pages[f"units/{package.slug}/"].xpath("//a[@href='audit/']")
    ]
    assert [len(checked.audit.findings), bare] in said
    assert expected[:2] in said
    assert _counts(pages[f"units/{package.slug}/audit/"]) == [*_expected(checked), bare]
    assert _counts(pages["findings/"]) == _expected(checked)


def test_tables_and_checks_of_an_audit_add_up_to_it(
    audited: tuple[Package, Checked], pages: Mapping[str, html.HtmlElement]
) -> None:
    """No trial is lost between the lists by table and by check."""
    package, checked = audited
    page = pages[f"units/{package.slug}/audit/"]
    for heading in ("tables", "checks"):
        rows = page.xpath(f"//section[@aria-labelledby='{heading}']//tbody/tr")
        cells = [
            [int(one.text) for one in row.xpath("./td")[:5]] for row in rows if row.xpath("./td")
        ]
        assert [sum(column) for column in zip(*cells, strict=True)] == _expected(checked)


@pytest.mark.parametrize("address", list(all_checks()))
def test_a_check_has_a_page(
    pages: Mapping[str, html.HtmlElement], language: str, address: str
) -> None:
    """It says what is demanded, why, how far the sides may differ, and what is compared."""
    identity = all_checks()[address]
    text = pages[f"checks/{address}/"].text_content()
    rule = checks().rules[identity.rule]
    for words in (identity.title, rule.demands, rule.why):
        assert words.of(language) in text
    assert pages["checks/"].xpath(f"//a[@href='{address}/']")
    if identity.owner in table_kinds():
        assert pages[f"dictionary/{identity.owner}/"].xpath(
            f"//a[contains(@href, 'checks/{address}/')]"
        )


def test_a_checks_page_counts_its_own_trials(
    audited: tuple[Package, Checked], pages: Mapping[str, html.HtmlElement], language: str
) -> None:
    """Over all packages and by package, with the reasons where it was not applicable."""
    _, checked = audited
    for address in all_checks():
        own = [one for one in checked.trials if one.identity.address == address]
        page = pages[f"checks/{address}/"]
        narrow = Checked("", audit=replace(checked.audit, trials=tuple(own)))
        if own:
            assert _counts(page) == _expected(narrow)
        else:  # nothing to count: it says so
            assert not page.xpath("//ul[@class='yu-tally']")
        text = page.text_content()
        for trial in own:
            if trial.outcome is Outcome.NOT_APPLICABLE and trial.reason:
                assert trial.reason.of(language) in text


def test_tolerances_are_of_rules_that_there_are() -> None:
    """What is said of a rule's tolerance belongs to a rule of the dictionary."""
    assert set(TOLERANCES) <= set(checks().rules)


def test_cells_that_nothing_cross_checks_are_marked_and_listed(
    audited: tuple[Package, Checked], pages: Mapping[str, html.HtmlElement]
) -> None:
    """Exactly the amounts that no applied trial looked at: marked in their row, linked in the list."""
    package, checked = audited
    bare = unguarded(package, checked.audit)
    looked_at = {
        cell
        for trial in checked.audit.trials
        if trial.outcome is not Outcome.NOT_APPLICABLE
        for cell in trial.cells
    }
    cells = {cell for found in amount_cells(package).values() for cell in found}
    assert {cell for found in bare.values() for cell in found} == cells - looked_at
    assert cells - looked_at
    audit = pages[f"units/{package.slug}/audit/"]
    for name in package.resources:
        if name not in table_kinds() or table_kinds()[name].layout == "form":
            continue
        page = pages[f"units/{package.slug}/{name}/"]
        marked = page.xpath("//*[contains(concat(' ', @class, ' '), ' u ')]")
        assert len(marked) == len(bare.get(name, ()))
        for _, row, _ in bare.get(name, ()):
            assert audit.xpath(f"//a[@href='../{name}/#r{row}']")
            assert page.xpath(f"//tr[@id='r{row}']//*[contains(concat(' ', @class, ' '), ' u ')]")


def test_a_table_whose_amounts_are_all_checked_has_no_such_mark(tmp_path: Path) -> None:
    """The legend speaks of cells that are not cross-checked only where there are some."""
    folder = ingest(make_project(tmp_path / "project"), text_of(ARCHIVES)).folder
    package, checked = load_package(folder), check_package(folder)
    bare = unguarded(package, checked.audit)
    made = package_pages(package, checked)
    for name in amount_cells(package):
        text = made[f"zh/units/{package.slug}/{name}.md"].decode()
        assert ("未交叉核对" in text) == (name in bare)


def test_the_list_of_all_findings_holds_what_the_filter_asks_for(
    audited: tuple[Package, Checked], pages: Mapping[str, html.HtmlElement]
) -> None:
    """Each choice of the form is a value that entries bear, and their times add up to all findings."""
    _, checked = audited
    page = pages["findings/"]
    (form,) = page.xpath("//form[@data-filter]")
    (listed,) = page.xpath(f"//*[@id='{form.get('data-filter')[1:]}']")
    entries = listed.xpath(".//*[@data-finding]")
    assert sum(int(one.get("data-times", "1")) for one in entries) == len(checked.audit.findings)
    for select in form.xpath(".//select"):
        offered = {option.get("value") for option in select.xpath("./option")} - {""}
        borne = {one.get(f"data-{select.get('name')}") for one in entries}
        assert borne <= offered, select.get("name")
    assert all(one.xpath("ancestor::*[@data-name]") for one in entries)
    assert form.get("hidden") is not None  # only the script shows it


def test_what_people_accepted_can_be_told_apart(
    audited: tuple[Package, Checked], pages: Mapping[str, html.HtmlElement]
) -> None:
    """As many findings are listed as accepted as decisions accept."""
    _, checked = audited
    entries = pages["findings/"].xpath("//*[@data-accepted='yes']")
    assert sum(int(one.get("data-times", "1")) for one in entries) == len(checked.accepted) == 1


def test_the_script_asks_for_what_the_page_has(pages: Mapping[str, html.HtmlElement]) -> None:
    """Every data attribute and every field that the filter reads is on the page, and no other host."""
    script, page = SCRIPT.read_text(encoding="utf-8"), pages["findings/"]
    declared = re.search(r"const names = \[(.*?)\]", script)
    assert declared
    names = re.findall(r'"(\w+)"', declared[1])
    fields = set(page.xpath("//form[@data-filter]//*[@name]/@name"))
    assert {*names, "q"} == fields
    assert set(names) <= {
        key.removeprefix("data-")
        for entry in page.xpath("//*[@data-finding]")
        for key in entry.attrib
    }
    for attribute in set(re.findall(r"\[(data-[a-z]+)\]", script)):
        assert page.xpath(f"//*[@{attribute}]"), attribute
    assert "//" not in re.sub(r"^\s*//.*|// .*$", "", script, flags=re.M)
    assert [one.get("src") for one in page.xpath("//script")] == ["../assets/findings.js"]


def test_rounding_is_counted_and_not_listed_one_by_one(audited: tuple[Package, Checked]) -> None:
    """What lists keep of a package does not grow with its findings of rounding."""
    package, checked = audited
    summary = summarise_audit(package, checked)
    assert all(line.severity != "rounding" for line in summary.lines)
    many = [one for one in checked.audit.findings if one.outcome is Outcome.ROUNDING] * 500
    grown = Checked("", audit=replace(checked.audit, trials=(*checked.audit.trials, *many)))
    again = summarise_audit(package, grown)
    assert len(again.lines) == len(summary.lines)
    assert again.total.rounding == summary.total.rounding + len(many)


def test_pages_over_no_packages_are_made() -> None:
    """A project whose packages are all gone still has its list of checks."""
    made = all_audit_pages([], {"version": "", "place_words": None})
    assert "没有出入" in made["zh/findings/index.md"].decode()


def test_a_finding_between_disclosures_leads_to_the_other_package(tmp_path: Path) -> None:
    """Where a stated change gives another year before than last year's document prints."""
    root = make_project(tmp_path / "project")
    this = text_of(ARCHIVES)
    last = this.replace("2022", "2021").replace("2023", "2022")
    folders = [ingest(root, text).folder for text in (last, this)]
    known = Packages.of(folders)
    made, summaries = dict[str, bytes](), []
    for folder in folders:
        package, checked = load_package(folder), check_package(folder, known)
        assert not checked.problems
        made |= package_pages(package, checked)
        summaries.append(summarise(package, checked))
    between = [trial for trial in checked.findings if trial.identity.rule == "across"]
    assert between
    pages = _of("zh", made | unit_pages(summaries))
    here = f"units/{package.slug}/{between[0].resource}/"
    (item,) = pages[here].xpath(f"//li[@id='{finding_anchor(between[0].name)}']")
    links = [link for link in item.xpath(".//dd//a/@href") if load_package(folders[0]).slug in link]
    assert links
    for link in links:
        parts = urlsplit(link)
        target = pages[_resolved(here, parts.path)]
        assert parts.fragment in _ids(target)
        (row,) = target.xpath(f"//tr[@id='{parts.fragment}']")
        assert f"{between[0].computed:,f}" in row.text_content()
    assert sum(one.audit.total.off for one in summaries) >= len(between)


def test_of_one_severity_the_largest_difference_comes_first(
    audited: tuple[Package, Checked],
) -> None:
    """A reader with ten minutes meets the largest differences of money first."""
    one = next(trial for trial in audited[1].audit.findings if trial.difference)
    assert one.computed is not None
    small = replace(one, money_unit="万元", printed=one.computed + 1)
    large = replace(one, money_unit="万元", printed=one.computed - 100)
    yuan = replace(one, money_unit="元", printed=one.computed + 500)
    assert by_severity([yuan, small, large]) == [large, small, yuan]


def test_the_dictionary_names_every_kind_of_table_in_one_group() -> None:
    """The groups of the dictionary leave nothing out and show nothing twice."""
    shown = [kind.name for _, kinds in dictionary_groups() for kind in kinds]
    assert sorted(shown) == sorted(table_kinds())
    assert all(kinds for _, kinds in dictionary_groups())
