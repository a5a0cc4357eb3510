"""The report and the self-check: what is said of a document, in which form, with which exit code."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import jsonschema  # type: ignore[import-untyped]  # it ships no types
import pytest

from invented import LIBRARY, MOBILE, changed, put, text_of
from yusuan.cli import main
from yusuan.dictionary import table_kinds
from yusuan.files import sha256
from yusuan.ingest.printed import summary
from yusuan.ingest.report import REFUSED, Outcome, Report, TableReport, reason, report_bytes
from yusuan.language import Bilingual
from yusuan.read.personal import find_personal
from yusuan.tidy import tidy_document
from yusuan.tidy.rows import TidyTable

if TYPE_CHECKING:
    from yusuan.read.document import Document

COUNT = {"type": "integer", "minimum": 0}
TEXT = {"type": "string", "minLength": 1}
NULL = {"type": "null"}


def exactly(**properties: Any) -> dict[str, Any]:
    """Schema of an object with these keys and no other."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def maybe(schema: dict[str, Any]) -> dict[str, Any]:
    """Schema of a thing that may be null."""
    return {"anyOf": [schema, NULL]}


TABLE = exactly(
    kind={"enum": list(table_kinds())},
    title=TEXT,
    pages={"type": "array", "items": {"type": "integer", "minimum": 1}, "uniqueItems": True},
    money_unit=maybe(TEXT),
    rows=COUNT,
    amounts=COUNT,
    identities=exactly(tried=COUNT, held=COUNT),
)
NOT_UNDERSTOOD = exactly(
    page=maybe(COUNT),
    place={"type": "string"},
    title={"type": "string"},
    header={"type": "array", "items": {"type": "string"}},
)
ITEM = exactly(
    document=TEXT,
    sha256={"type": "string", "pattern": "^[0-9a-f]{64}$"},
    unit=maybe(TEXT),
    year=maybe({"type": "integer"}),
    phase={"enum": ["budget", "final", None]},
    scope={"enum": ["department", "unit", None]},
    verdict={"enum": ["read", "suspect", "refused"]},
    reason=maybe(exactly(zh=TEXT, en=TEXT)),
    package=maybe(TEXT),
    tables={"type": "array", "items": TABLE},
    not_understood={"type": "array", "items": NOT_UNDERSTOOD},
    contradictions={"type": "array", "items": exactly(zh=TEXT, en=TEXT, place=TEXT)},
    seconds={"type": "number", "minimum": 0},
)
READ = {"properties": {"reason": NULL, "package": TEXT, "unit": TEXT, "tables": {"minItems": 1}}}
SUSPECT = {"properties": {"reason": {"type": "object"}, "package": TEXT, "unit": TEXT}}
NOT_READ = {
    "properties": {"reason": {"type": "object"}, "package": NULL, "tables": {"maxItems": 0}}
}
SCHEMA = {
    "type": "array",
    "items": {
        "allOf": [
            ITEM,
            *(
                {"if": {"properties": {"verdict": {"const": verdict}}}, "then": then}
                for verdict, then in (("read", READ), ("suspect", SUSPECT), ("refused", NOT_READ))
            ),
        ]
    },
}


def report_of(tmp_path: Path, *texts: str, code: int = 0) -> list[dict[str, Any]]:
    """Ingest texts into a folder and give the report, which must keep to the schema."""
    inside = tmp_path / "in"
    inside.mkdir(exist_ok=True)
    for number, text in enumerate(texts):
        (inside / f"{number}.txt").write_text(text, encoding="utf-8")
    report = tmp_path / "report.json"
    into = tmp_path / "out"
    assert main(["ingest", str(inside), "--into", str(into), "--report", str(report)]) == code
    content: list[dict[str, Any]] = json.loads(report.read_text(encoding="utf-8"))
    jsonschema.validate(content, SCHEMA)
    return content


def test_the_report_is_a_list_in_the_order_of_the_input(tmp_path: Path) -> None:
    """One object a document, read or refused, with the hash of its bytes."""
    texts = [text_of(LIBRARY), "没有表格的预算。", text_of()]
    found = report_of(tmp_path, *texts, code=3)
    assert [item["document"] for item in found] == ["0.txt", "1.txt", "2.txt"]
    assert [item["verdict"] for item in found] == ["read", "refused", "read"]
    assert [item["sha256"] for item in found] == [sha256(text.encode()) for text in texts]


def test_the_schema_of_these_tests_sees_faults() -> None:
    """A key too many, a key too few and a refused document with a package are no report."""
    item = json.loads(report_bytes([Report("a", "0" * 64, reason={"zh": "甲", "en": "a"})]))[0]
    jsonschema.validate([item], SCHEMA)
    for wrong in (
        item | {"more": 1},
        {key: value for key, value in item.items() if key != "seconds"},
        item | {"package": "x/y"},
        item | {"verdict": "read"},
        item | {"reason": None},
    ):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate([wrong], SCHEMA)


def test_a_document_that_was_read_is_told_table_by_table(tmp_path: Path) -> None:
    """Unit, year, phase, package, and each printed table with title, unit, rows and amounts."""
    [item] = report_of(tmp_path, text_of())
    assert (item["unit"], item["year"], item["phase"]) == ("云溪市档案馆", 2023, "budget")
    assert (item["scope"], item["contradictions"]) == ("unit", [])
    assert (tmp_path / "out" / "yun-xi-shi-dang-an-guan" / "2023-budget") == (
        tmp_path.joinpath(item["package"])
    )
    tables = {table["kind"]: table for table in item["tables"]}
    expenditure = tables["expenditure-summary"]
    assert expenditure["title"] == "支出总表"
    assert expenditure["money_unit"] == "万元"
    assert expenditure["rows"] == 19
    # total and basic expenditure in every row, project expenditure too, the other columns blank
    assert expenditure["amounts"] == 57
    assert expenditure["pages"] == []
    assert expenditure["identities"]["held"] > 20
    assert not {"revenue-summary", "project-expenditure", "narrative-amounts"} & set(tables)


def test_a_finding_of_the_document_is_no_doubt(tmp_path: Path) -> None:
    """One sum that does not close lowers what held, and the document is read all the same."""
    text = changed(
        "2210202\t提租补贴\t6.30\t6.30\t0.00\t\t\t\n\n公开表 4",
        "2210202\t提租补贴\t9.30\t9.30\t0.00\t\t\t\n\n公开表 4",
    )
    [item] = report_of(tmp_path, text)
    [table] = [table for table in item["tables"] if table["kind"] == "expenditure-summary"]
    assert item["verdict"] == "read"
    assert 0 < table["identities"]["tried"] - table["identities"]["held"] < 5


def misread(text: str) -> str:
    """A document whose third table has lost the amounts of one column."""
    head, rest = text.split("科目编码\t科目名称\t合计\t基本支出", 1)
    rows, tail = rest.split("公开表 4", 1)
    lines = [line.split("\t") for line in rows.split("\n")]
    for cells in lines[1:]:
        if len(cells) > 4:
            cells[3] = "1.00"
    rows = "\n".join("\t".join(cells) for cells in lines)
    return f"{head}科目编码\t科目名称\t合计\t基本支出{rows}公开表 4{tail}"


def test_a_table_that_does_not_close_is_suspect(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where more than a third of a table's own sums conflict the reading is doubted, and kept."""
    [item] = report_of(tmp_path, misread(text_of()), code=1)
    assert item["verdict"] == "suspect"
    assert "支出总表" in item["reason"]["zh"]
    assert "sums within the table" in item["reason"]["en"]
    assert (tmp_path.joinpath(item["package"]) / "datapackage.json").is_file()
    assert "! 可能" not in capsys.readouterr().out


def test_a_suspect_document_among_refused_ones_exits_3(tmp_path: Path) -> None:
    """Refused is graver than suspect, suspect graver than read."""
    found = report_of(tmp_path, misread(text_of()), "无", text_of(LIBRARY), code=3)
    assert [item["verdict"] for item in found] == ["suspect", "refused", "read"]


def test_tables_not_understood_make_a_document_suspect(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was not understood is told with page, title and header, and never dropped in silence."""
    unknown = (
        SimpleNamespace(place="page=7;row=1-9", title="某新表", header=("项目", "金额")),
        SimpleNamespace(place="line=9", title=None, header=None),
    )

    def tidy(document: Document) -> SimpleNamespace:
        found = tidy_document(document)
        return SimpleNamespace(
            document=found.document,
            identity=found.identity,
            tables=found.tables,
            not_understood=unknown,
        )

    monkeypatch.setattr("yusuan.ingest.make.tidy_document", tidy)
    [item] = report_of(tmp_path, text_of(), code=1)
    assert item["verdict"] == "suspect"
    assert item["not_understood"] == [
        {"page": 7, "place": "page=7;row=1-9", "title": "某新表", "header": ["项目", "金额"]},
        {"page": None, "place": "line=9", "title": "", "header": []},
    ]
    assert "某新表" in item["reason"]["zh"].splitlines()[0]
    assert "某新表" in capsys.readouterr().err


class Doubted(TidyTable):
    """A table that tidying doubts, whatever it has for that."""

    suspect = True


def test_a_table_that_tidying_doubts_makes_a_document_suspect(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A table marked as suspect is a reason, and named."""

    def tidy(document: Document) -> Any:
        found = tidy_document(document)
        table = found.tables["staffing"]
        doubted = Doubted(**{field.name: getattr(table, field.name) for field in fields(table)})
        doubted.suspect = True
        found.tables["staffing"] = doubted
        return found

    monkeypatch.setattr("yusuan.ingest.make.tidy_document", tidy)
    [item] = report_of(tmp_path, text_of(), code=1)
    title = table_kinds()["staffing"].title
    assert title.zh in item["reason"]["zh"]
    assert title.en in item["reason"]["en"]


def test_every_problem_of_a_refused_document_is_in_the_report(tmp_path: Path) -> None:
    """The reason's first line is the first problem's, and the others follow with their places."""
    text = text_of().replace("\t562.30\t0.00\t", "\t5.6.2\t0,0\t")
    [item] = report_of(tmp_path, text, code=3)
    lines = {language: item["reason"][language].splitlines() for language in ("zh", "en")}
    assert len(lines["zh"]) == len(lines["en"]) > 1
    assert "5.6.2" in lines["zh"][0]
    assert "line=79" in lines["en"][0]


def test_reasons_are_not_without_end() -> None:
    """After fifty reasons their number is told instead."""
    found = reason(Bilingual(f"甲{n}", f"a{n}") for n in range(60))
    assert len(found["zh"].splitlines()) == 51
    assert found["en"].endswith("10 more")


def test_no_personal_data_in_the_report() -> None:
    """A telephone number that a reason or a title quotes is left out."""
    found = reason([Bilingual(f"“{MOBILE}”不是数字", f"“{MOBILE}” is no number")])
    assert find_personal(found["zh"] + found["en"]) is None
    assert "不是数字" in found["zh"]


def test_a_report_is_written_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If the disk fails the report of the run before stays as it was, and nothing else is left."""
    path = put(tmp_path, text_of())
    report = tmp_path / "report.json"
    report.write_text("[]")
    arguments = ["ingest", str(path), "--into", str(tmp_path / "out"), "--report", str(report)]
    replace = Path.replace

    def fail(self: Path, target: Path) -> Path:
        if target == report:
            raise OSError("no space left")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="no space left"):
        main(arguments)
    assert report.read_text() == "[]"
    assert {item.name for item in tmp_path.iterdir()} == {"document.txt", "report.json", "out"}


def test_a_report_is_the_same_but_for_the_time(tmp_path: Path) -> None:
    """A second run over the same documents says the same."""
    found = [report_of(tmp_path, text_of(), text_of(LIBRARY)) for _ in range(2)]
    for items in found:
        for item in items:
            item["seconds"] = 0
    assert found[0] == found[1]


def test_pages_are_those_of_the_rows() -> None:
    """A table that runs over pages names each of them once."""
    table = TableReport("k", "t", [3, 4], None, 1, 1, {"tried": 0, "held": 0})
    assert json.loads(report_bytes([Report("a", None, tables=[table])]))[0]["tables"][0][
        "pages"
    ] == [3, 4]


def test_the_table_stands_in_columns() -> None:
    """Columns line up where Chinese characters are twice as wide, and long names are cut."""
    names = ["短.pdf", "长" * 60 + ".pdf", "with\nline\tends.pdf"]
    lines = summary(Outcome(Report(name, None, verdict=REFUSED), 3) for name in names)
    assert len(lines) == 5
    wide = [
        sum(2 if ord(c) > 0x2E80 else 1 for c in line.split("refused")[0]) for line in lines[2:]
    ]
    assert len(set(wide)) == 1
    assert "…" in lines[3]
