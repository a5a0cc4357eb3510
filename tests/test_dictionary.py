"""The dictionary: one truth, complete in both languages, and refused where it is malformed."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from yusuan.audit.rules import RULES
from yusuan.classification import FILES, LEVELS, code_by_name, parent_code, reference
from yusuan.cli import main
from yusuan.dictionary import (
    CHECKS_FILE,
    FIELDS_FILE,
    checks,
    load_checks,
    load_dictionary,
    schemas_folder,
    table_kinds,
)
from yusuan.errors import DictionaryError
from yusuan.language import normal, unwrapped
from yusuan.package.descriptor import kind_schema
from yusuan.tidy.printed import LAYOUTS

if TYPE_CHECKING:
    from collections.abc import Callable

KINDS = list(table_kinds())
#: Layouts that are read from more than one table at a time.
OTHER_LAYOUTS = {
    "form",
    "form-section",
    "goal-form",
    "goal-indicators",
    "narrative",
    "staffing",
    "derived",
    "findings",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the dictionary to break."""
    return Path(shutil.copytree(schemas_folder(), tmp_path / "schemas"))


def alter(folder: Path, name: str, **content: Any) -> None:
    """Change keys of one file of a dictionary; ``None`` removes a key."""
    path = folder / name
    entry = yaml.safe_load(path.read_text(encoding="utf-8")) | content
    entry = {key: value for key, value in entry.items() if value is not None}
    path.write_text(yaml.safe_dump(entry, allow_unicode=True), encoding="utf-8")


def test_all_kinds_load_in_their_order() -> None:
    """Every file of the folder is a kind, and their order is one of its own each."""
    files = {path.stem for path in schemas_folder().glob("*.yaml")} - {
        Path(FIELDS_FILE).stem,
        Path(CHECKS_FILE).stem,
    }
    assert set(KINDS) == files
    orders = [kind.order for kind in table_kinds().values()]
    assert orders == sorted(set(orders))


@pytest.mark.parametrize("name", KINDS)
def test_a_kind_speaks_both_languages(name: str) -> None:
    """Kind, columns, coded values and identities have titles in Chinese and in English."""
    kind = table_kinds()[name]
    texts = [kind.title, kind.description, *(identity.title for identity in kind.identities)]
    for field in kind.fields:
        texts += [field.title, field.description, *(title for _, title in field.values)]
    for text in texts:
        assert text.zh.strip()
        assert text.en.strip()
        assert text.en.isascii() or any(c in text.en for c in "“”’≤≥项款类一（）—–…"), text.en


@pytest.mark.parametrize("name", KINDS)
def test_the_labels_of_a_kind_are_unique(name: str) -> None:
    """No label names two columns of one kind."""
    labels = Counter(
        normal(label) for field in table_kinds()[name].fields for label in set(field.labels)
    )
    assert [label for label, count in labels.items() if count > 1] == []


def test_no_title_names_two_kinds() -> None:
    """No printed title names two kinds."""
    titles = Counter(
        normal(title)
        for kind in table_kinds().values()
        for title in set(kind.reading.get("titles", ()))
    )
    assert [title for title, count in titles.items() if count > 1] == []


@pytest.mark.parametrize("name", KINDS)
def test_the_columns_of_a_kind_are_those_of_the_fields(name: str) -> None:
    """Columns are not named twice, keys are columns, and foreign keys lead to something."""
    kind = table_kinds()[name]
    names = [field.name for field in kind.fields]
    assert len(names) == len(set(names))
    assert set(kind.primary_key) <= set(names)
    assert "place" in names or kind.layout == "findings"  # which has places of both sides
    for key in kind.foreign_keys:
        assert key.field in names
        assert key.resource in {*KINDS, *FILES.values()}


@pytest.mark.parametrize("name", KINDS)
def test_amounts_are_numbers_and_coded_columns_list_their_values(name: str) -> None:
    """Amounts are of type number; a column of codes allows the values that it explains."""
    for field in table_kinds()[name].fields:
        if field.amount:
            assert field.type == "number"
        if field.values:
            assert dict(field.constraints)["enum"] == [code for code, _ in field.values]


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_has_a_layout_and_rules_that_exist(name: str) -> None:
    """What the dictionary names there is code for."""
    kind = table_kinds()[name]
    assert kind.layout in {*LAYOUTS, *OTHER_LAYOUTS}
    assert {identity.rule for identity in kind.identities} <= set(RULES)
    names = [identity.name for identity in kind.identities]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_is_used(layout: str) -> None:
    """No layout stays in the registry that no kind has."""
    assert layout in {kind.layout for kind in table_kinds().values()}


@pytest.mark.parametrize("name", KINDS)
def test_a_schema_is_made_of_the_kind(name: str) -> None:
    """The Table Schema has the kind's columns in order, its key, and every constraint."""
    kind = table_kinds()[name]
    schema = kind_schema(kind)
    assert [field["name"] for field in schema["fields"]] == [field.name for field in kind.fields]
    assert schema["primaryKey"] == list(kind.primary_key)
    assert schema["missingValues"] == [""]
    assert all(told[key] for told in (schema, *schema["fields"]) for key in ("title", "title_en"))
    assert all(schema[key] for key in ("description", "description_en"))
    assert [field["description"] for field in schema["fields"]] == [
        field.description.zh for field in kind.fields
    ]


IDENTITY = {"name": "x", "rule": "row-sum", "title": {"zh": "甲", "en": "a"}}
FAULTS: dict[str, tuple[str, dict[str, Any], str]] = {
    "unknown key": ("staffing.yaml", {"lables": []}, "lables"),
    "unknown layout": ("staffing.yaml", {"reading": {"layout": "circular"}}, "circular"),
    "unknown field": ("staffing.yaml", {"fields": ["row", "colour"]}, "colour"),
    "unknown key of a field": ("staffing.yaml", {"fields": [{"name": "row", "lable": []}]}, "row"),
    "unknown rule": ("staffing.yaml", {"identities": [IDENTITY | {"rule": "magic"}]}, "magic"),
    "a rule without its parts": ("staffing.yaml", {"identities": [IDENTITY | {"total": "persons"}]}, "row-sum"),
    "unknown column in an identity": (
        "staffing.yaml",
        {"identities": [IDENTITY | {"total": "persons", "parts": ["soldiers"]}]},
        "soldiers",
    ),
    "unknown column of another table": (
        "staffing.yaml",
        {
            "identities": [
                IDENTITY
                | {
                    "rule": "equal",
                    "left": {"where": {}, "measure": "persons"},
                    "right": {"resource": "projects", "where": {}, "measure": "soldiers"},
                }
            ]
        },
        "soldiers",
    ),
    "a total that is a part of itself": (
        "staffing.yaml",
        {"identities": [IDENTITY | {"total": "persons", "parts": ["persons"]}]},
        "part of itself",
    ),
    "a total that is a part of its parts": (
        "expenditure-summary.yaml",
        {
            "identities": [
                IDENTITY | {"total": "total", "parts": ["basic", "project_expenditure"]},
                IDENTITY | {"name": "y", "total": "basic", "parts": ["personnel|total+operating"]},
            ]
        },
        "total is a part of itself",
    ),
    "a hierarchy by an unknown column": (
        "staffing.yaml",
        {"identities": [IDENTITY | {"rule": "tree-sum", "measures": ["persons"], "parent": "rank"}]},
        "staffing has no column rank",
    ),
    "a table that is none": (
        "staffing.yaml",
        {"identities": [IDENTITY | {"rule": "taken", "resource": "soldiers"}]},
        "soldiers",
    ),
    "a table that is none in a selector": (
        "staffing.yaml",
        {"identities": [IDENTITY | {"total": "persons", "parts": ["persons"], "only_if_zero": [{"resource": "soldiers", "measure": "persons"}]}]},
        "soldiers has no column persons",
    ),
    "an unknown column to select by": (
        "staffing.yaml",
        {"identities": [IDENTITY | {"rule": "equal", "left": {"where": {"rank": 1}, "measure": "persons"}, "right": {"measure": "persons"}}]},
        "staffing has no column rank",
    ),
    "an unknown column of a narrative's target": (
        "narrative-amounts.yaml",
        {"identities": [IDENTITY | {"rule": "stated", "measure": "amount", "code_sections": "", "codes": {"function_code": [{"resource": "expenditure-summary", "key": "soldiers", "measure": "total"}]}, "subjects": []}]},
        "expenditure-summary has no column soldiers",
    ),
    "a malformed pattern": (
        "narrative-amounts.yaml",
        {"identities": [IDENTITY | {"rule": "stated", "measure": "amount", "code_sections": "", "codes": {}, "subjects": [{"say": "^(总额", "targets": []}]}]},
        "the pattern ^(总额 is malformed",
    ),
    "a malformed pattern to select by": (
        "narrative-counts.yaml",
        {"identities": [IDENTITY | {"rule": "counted", "where": {"subject": {"matches": "[项目"}}, "of": []}]},
        "the pattern [项目 is malformed",
    ),
    "a condition that is misspelt": (
        "staffing.yaml",
        {"identities": [IDENTITY | {"total": "persons", "parts": [], "only_if_zreo": []}]},
        "unknown keys ['only_if_zreo']",
    ),
    "parts that are no list": (
        "staffing.yaml",
        {"identities": [IDENTITY | {"total": "persons", "parts": 3}]},
        "its parts are malformed",
    ),
    "a side that is a word": (
        "staffing.yaml",
        {"identities": [IDENTITY | {"rule": "match", "by": {"group": "group"}, "left": "persons", "right": "persons"}]},
        "its parts are malformed",
    ),
    "two identities of one name": (
        "staffing.yaml",
        {"identities": [IDENTITY | {"total": "persons", "parts": []}] * 2},
        "two identities x",
    ),
    "an identity without a title": (
        "staffing.yaml",
        {"identities": [{"name": "x", "rule": "row-sum", "total": "persons", "parts": []}]},
        "title",
    ),
    "no title": ("staffing.yaml", {"title": None}, "title"),
    "a title in one language": ("staffing.yaml", {"title": {"zh": "人员"}}, "en"),
    "no reading": ("staffing.yaml", {"reading": None}, "reading"),
    "no fields": ("staffing.yaml", {"fields": None}, "fields"),
    "an order that is no number": ("staffing.yaml", {"order": "last"}, "last"),
    "unknown key of a column": (FIELDS_FILE, {"row": {"type": "integer", "lable": 1}}, "lable"),
    "unknown type of a column": (FIELDS_FILE, {"row": {"type": "money"}}, "money"),
    "a column without title": (FIELDS_FILE, {"row": {"type": "integer"}}, "title"),
    "a column that is a word": (FIELDS_FILE, {"row": "integer"}, "row"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_malformed_dictionary_is_refused_with_the_files_name(fault: str, folder: Path) -> None:
    """Whatever is wrong in a file of the dictionary, the message names the file and the fault."""
    name, content, word = FAULTS[fault]
    alter(folder, name, **content)
    with pytest.raises(DictionaryError) as caught:
        load_dictionary(folder)
    assert f"schemas/{name}" in str(caught.value)
    assert word in str(caught.value)


def _checks(folder: Path) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((folder / CHECKS_FILE).read_text(encoding="utf-8"))
    return content


CHECK_FAULTS: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "a rule without text": (lambda c: c["rules"].pop("tree-sum"), "the rule tree-sum has no text"),
    "a text without a rule": (lambda c: c["rules"].update(magic=c["rules"]["match"]), "the rule magic has no text, or is none"),
    "a text in one language": (lambda c: c["rules"]["match"]["why"].pop("en"), "'en'"),
    "a rule that says no why": (lambda c: c["rules"]["match"].pop("why"), "'why'"),
    "rules that are no mapping": (lambda c: c.update(rules=[]), "malformed"),
    "an unknown rule": (lambda c: c["package"][0].update(rule="magic"), "magic"),
    "an unknown table": (lambda c: c["package"][1].update({"in": ["soldiers"]}), "soldiers has no column code"),
    "an identity without a title": (lambda c: c["package"][0].pop("title"), "'title'"),
}  # fmt: skip


@pytest.mark.parametrize("fault", CHECK_FAULTS)
def test_malformed_checks_are_refused_with_the_files_name(fault: str, folder: Path) -> None:
    """A rule without a text, a text without a rule, and whatever else is wrong in the checks."""
    change, word = CHECK_FAULTS[fault]
    content = _checks(folder)
    change(content)
    (folder / CHECKS_FILE).write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    with pytest.raises(DictionaryError) as caught:
        load_checks(folder, table_kinds())
    assert f"schemas/{CHECKS_FILE}" in str(caught.value)
    assert word in str(caught.value)


def test_the_checks_load_as_they_stand(folder: Path) -> None:
    """The copy that the faults are put into is right by itself."""
    assert load_checks(folder, table_kinds()) == checks()


def test_a_condition_is_no_unknown_key(folder: Path) -> None:
    """When an identity is tried, and of which rows, may be said of every rule."""
    more = {"where": {"group": "retired"}, "only_if_zero": [], "if_alike": True}
    alter(folder, "staffing.yaml", identities=[IDENTITY | {"total": "persons", "parts": []} | more])
    assert load_dictionary(folder)["staffing"].identities[0].spec["if_alike"] is True


@pytest.mark.parametrize("text", ["", "- a", "{", "\x00"])
def test_a_file_that_is_no_mapping_is_refused(text: str, folder: Path) -> None:
    """An empty file, a list and broken YAML are named."""
    (folder / "new-kind.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(DictionaryError, match=r"schemas/new-kind\.yaml"):
        load_dictionary(folder)


def test_all_faults_are_told_together(folder: Path) -> None:
    """Two broken files are both named."""
    alter(folder, "staffing.yaml", lables=[])
    alter(folder, "projects.yaml", lables=[])
    with pytest.raises(DictionaryError) as caught:
        load_dictionary(folder)
    assert len(caught.value.problems) >= 2


def test_an_empty_dictionary_is_refused(tmp_path: Path) -> None:
    """A folder without kinds is no dictionary."""
    (tmp_path / FIELDS_FILE).write_text(
        "row: {type: integer, title: {zh: 行, en: Row}, description: {zh: 行, en: Row}}"
    )
    with pytest.raises(DictionaryError, match="no table kind"):
        load_dictionary(tmp_path)


def test_a_new_kind_is_a_new_file(folder: Path) -> None:
    """A file put into the folder is a kind, in its order, with nothing else changed."""
    shutil.copy(folder / "staffing.yaml", folder / "visitors.yaml")
    alter(folder, "visitors.yaml", order=99)
    assert list(load_dictionary(folder)) == [*KINDS, "visitors"]


@pytest.mark.parametrize("classification", FILES)
def test_the_classification_is_a_whole_tree(classification: str) -> None:
    """Every code has its level's digits, a parent that exists, and names in both languages."""
    codes = reference(classification)
    assert len(codes) > 100
    for code in codes.values():
        assert code.level == LEVELS[classification][len(code.code)]
        assert code.parent == parent_code(classification, code.code)
        assert code.parent is None or code.parent in codes
        assert code.title.zh
        assert code.title.en


def test_a_name_with_one_code_has_it_and_one_with_several_has_none() -> None:
    """A name gives a code only where there is one answer."""
    assert code_by_name("function", "教育支出", level=1) == "205"
    assert code_by_name("economic", "委托业务费", level=2) == "30227"
    assert code_by_name("function", "行政运行") is None
    assert code_by_name("function", "没有这个科目") is None


@pytest.mark.parametrize(
    "printed", ["委托业务费 费", "委托 业务费", "委托业务 业务费", "委 托 业 务 费"]
)
def test_a_name_that_a_wrap_has_broken_is_put_together(printed: str) -> None:
    """Pieces of a wrapped name are joined, and laid over each other where they repeat."""
    assert code_by_name("economic", printed, level=2) == "30227"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("收 入 总 计", "收入总计"),
        ("“三公”经费", "三公经费"),
        ("维修(护)费", "维修（护）费"),
        ("Ａ１", "A1"),
    ],
)
def test_labels_are_compared_without_space_width_and_quotes(first: str, second: str) -> None:
    """Two spellings of one label are the same label."""
    assert normal(first) == normal(second)


def test_a_wrap_is_no_blank_and_a_blank_between_words_stays() -> None:
    """A blank between two Chinese characters goes; one beside Latin letters and digits stays."""
    assert unwrapped("云溪市档 案局（二 楼）") == "云溪市档案局（二楼）"
    assert unwrapped("文渊路 8 号 A 座") == "文渊路 8 号 A 座"


def test_a_broken_dictionary_ends_the_command_without_traceback(
    folder: Path, project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command tells of a malformed dictionary and exits 1."""
    alter(folder, "staffing.yaml", lables=[])
    monkeypatch.setattr("yusuan.dictionary.schemas_folder", lambda: folder)
    document = project / "document.txt"
    document.write_text("单位：云溪市档案馆\n\n2023 年单位预算\n\n甲\t乙\n", encoding="utf-8")
    table_kinds.cache_clear()
    try:
        assert main(["ingest", str(document), "--root", str(project)]) == 1
    finally:
        monkeypatch.undo()
        table_kinds.cache_clear()
    message = capsys.readouterr().err
    assert "schemas/staffing.yaml" in message
    assert "Traceback" not in message
