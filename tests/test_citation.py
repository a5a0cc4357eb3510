"""Citations: whatever a title holds, each form stays one entry that says the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from invented import ARCHIVES, ingest, make_project, text_of
from yusuan.language import LANGUAGES, Bilingual
from yusuan.package.load import Package, load_package
from yusuan.publish.citation import ACCESSED, ADDRESS, FORMS, Cited, bibtex, cited, ris, sentence

DOCS = Path(__file__).parents[1] / "docs"
PACKAGE = Cited(
    package="qing-he-shi-shi-li-zhong-xin-2023-budget",
    publisher=Bilingual("青河市示例中心", "Qinghe Example Centre"),
    arranged_by=("Yusuan contributors",),
    title=Bilingual("青河市示例中心 2023 年预算", "Qinghe Example Centre: 2023 budget"),
    year=2023,
    version="1.0.0",
    licence="CC-BY-4.0",
)
HOSTILE = [
    "{", "}", "}}", "{{ }}", "\\", "a & b", "100%", "$1", "#1", "a_b", "~", "^", '"quoted"',
    "“三公”经费", "\\input{x}", "a and b", "line\nbreak", "line\r\nER  - ", "\u2028AU  - x",
    "@misc{x,", "《书名》", "x" * 500,
]  # fmt: skip


def named(title: str) -> Cited:
    """A table whose titles, and whose publisher, are this text."""
    return Cited(
        "unit-2023-budget",
        Bilingual(title, title),
        ("Yusuan contributors",),
        Bilingual(title, title),
        2023,
        "1.0.0",
        "CC-BY-4.0",
        Bilingual(title, title),
        "expenditure-summary",
    )


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> Package:
    """Make the invented archives' package once."""
    root = make_project(tmp_path_factory.mktemp("citation") / "project")
    return load_package(ingest(root, text_of(ARCHIVES)).folder)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", FORMS)
def test_a_form_names_what_a_reader_needs(archives: Package, form: str, language: str) -> None:
    """Publisher, title, year, version, address, day and licence are in every form."""
    descriptor = archives.descriptor
    for resource in ("", "expenditure-summary"):
        said = FORMS[form](cited(archives, resource), language, "https://site.test/x/")
        title = "title" if language == "zh" else "title_en"
        expected = [
            archives.decisions.unit.of(language),
            "Yusuan contributors",
            descriptor[title],
            str(descriptor["year"]),
            descriptor["version"],
            descriptor["name"],
            "https://site.test/x/",
            ACCESSED.of(language),
            "CC-BY-4.0",
        ]
        if resource:
            expected += [archives.resources[resource].descriptor[title], resource]
        for word in expected:
            assert str(word) in said


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", FORMS)
def test_an_unknown_address_is_left_to_the_reader(form: str, language: str) -> None:
    """Where the build knows no address, a word in the reader's language stands in its place."""
    assert ADDRESS.of(language) in FORMS[form](PACKAGE, language, "")
    assert ADDRESS.of(language) not in FORMS[form](PACKAGE, language, "https://site.test/")


@pytest.mark.parametrize("title", HOSTILE)
def test_bibtex_stays_one_entry(title: str) -> None:
    """Braces balance, no mark is left bare, and as many fields stand there as were written."""
    made = bibtex(named(title), "zh", "https://site.test/")
    depth = 0
    for at, character in enumerate(made):
        depth += {"{": 1, "}": -1}.get(character, 0)
        assert depth > 0 or at < made.index("{") or made[at:].strip() in {"}", ""}
    assert depth == 0
    fields = re.findall(r"^  (\w+) = \{.*\},?$", made, re.MULTILINE)
    assert fields == [
        "author", "title", "booktitle", "year", "version", "howpublished", "url", "urldate", "note",
    ]  # fmt: skip
    assert len(made.splitlines()) == len(fields) + 2
    written = next(line for line in made.splitlines() if line.startswith("  title"))
    assert not re.search(r"(?<!\\)[&%$#_]", written)
    assert not re.search(r"[~^]", written)
    commands = re.findall(r"\\([A-Za-z]+)", written)
    assert set(commands) <= {
        "textbackslash", "textbraceleft", "textbraceright", "textasciitilde", "textasciicircum",
    }  # fmt: skip


@pytest.mark.parametrize("title", HOSTILE)
def test_ris_has_a_line_a_field(title: str) -> None:
    """No title opens a field of its own or ends the record."""
    made = ris(named(title), "en", "https://site.test/")
    tags = [line[:6] for line in made.splitlines()]
    assert tags == [
        f"{tag}  - "
        for tag in ("TY", "AU", "AU", "TI", "T2", "PY", "ET", "ID", "UR", "Y2", "C1", "ER")
    ]
    assert made.count("\n") == len(tags)


@pytest.mark.parametrize("title", HOSTILE)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_is_one_line(title: str, language: str) -> None:
    """A line break in a title does not break the sentence."""
    assert len(sentence(named(title), language).splitlines()) == 1


def test_an_address_keeps_to_its_field() -> None:
    """What could end a field of BibTeX is written as an escape of the address."""
    assert "https://site.test/%7Bx%7D/%5C?a=1&b=%20" in bibtex(
        PACKAGE, "en", "https://site.test/{x}/\\?a=1&b=%20"
    )


def test_without_an_english_name_the_chinese_stands() -> None:
    """A name that has no English is given as it is."""
    assert "云溪市档案馆" in sentence(
        Cited("a", Bilingual("云溪市档案馆", ""), (), Bilingual("标题", ""), 2023, "1", "CC0"), "en"
    )


def test_who_arranged_it_is_named_only_if_someone_did() -> None:
    """A package without an arranger has its publisher alone."""
    alone = Cited("a", Bilingual("甲", "A"), (), Bilingual("乙", "B"), 2023, "1", "CC0")
    assert sentence(alone, "zh").startswith("甲。《乙》")
    assert sentence(alone, "en").startswith("A. B, version 1.")
    assert ris(alone, "en").count("AU  - ") == 1


def test_the_script_fills_in_the_words_that_stand_there() -> None:
    """The page's script looks for the very words that citations hold."""
    script = (DOCS / "theme" / "assets" / "trust.js").read_text(encoding="utf-8")
    for language in LANGUAGES:
        words = next(
            line for line in script.splitlines() if line.strip().startswith(f"{language}:")
        )
        assert f'address: "{ADDRESS.of(language)}"' in words
        assert f'accessed: "{ACCESSED.of(language)}"' in words


def test_keys_differ_between_package_and_tables(archives: Package) -> None:
    """Entries of all tables can stand in one file."""
    keys = [cited(archives, name).key for name in ("", *archives.resources)]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_on_citing_shows_what_is_made(language: str) -> None:
    """The examples of the hand-written page are these functions' own words."""
    page = (DOCS / language / "cite.md").read_text(encoding="utf-8")
    address = (
        f"https://example.org/units/{PACKAGE.package.removesuffix('-2023-budget')}/2023-budget/"
    )
    table = Cited(
        **{name: getattr(PACKAGE, name) for name in PACKAGE.__slots__}
        | {"part": Bilingual("支出总表", "Expenditure"), "resource": "expenditure-summary"}
    )
    assert f"> {sentence(PACKAGE, language, address)}\n" in page
    assert f"```bibtex\n{bibtex(PACKAGE, language, address)}```" in page
    assert f"{ris(PACKAGE, language, address)}```" in page
    assert f"> {sentence(table, language, address + 'expenditure-summary/')}\n" in page
