"""The judgement over Lighthouse's scores: the middle run counts, and a low score is told."""

from __future__ import annotations

import gzip
import importlib.util
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(__file__).parents[1]


def load() -> ModuleType:
    """Import the script, which lies in no package."""
    path = ROOT / "benchmarks" / "lighthouse.py"
    spec = importlib.util.spec_from_file_location("lighthouse", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["lighthouse"] = module
    spec.loader.exec_module(module)
    return module


lighthouse: Any = load()


def report(**scores: float) -> dict[str, Any]:
    """A report in the form of Lighthouse."""
    names = dict.fromkeys(lighthouse.CATEGORIES, 1.0) | scores
    return {
        "categories": {name.replace("_", "-"): {"score": score} for name, score in names.items()},
        "audits": {"total-byte-weight": {"numericValue": 81234.0}},
    }


def test_the_middle_run_counts() -> None:
    """One slow run and one fast one decide nothing."""
    runs = [lighthouse.read(report(performance=score)) for score in (0.4, 1.0, 0.96)]
    assert lighthouse.median(runs).scores["performance"] == 96
    assert lighthouse.median(runs).bytes == 81234


@pytest.mark.parametrize("name", lighthouse.CATEGORIES)
def test_a_low_score_is_told(name: str) -> None:
    """Each of the four has to reach its least."""
    good = lighthouse.read(report())
    low = lighthouse.read(report(**{name: 0.94}))
    assert lighthouse.too_low({"home": good}) == []
    assert lighthouse.too_low({"home": good, "year": low}) == [f"year: {name} 94 < 95"]


def test_a_run_that_failed_is_no_score() -> None:
    """Where Lighthouse could not measure, it says so."""
    with pytest.raises(ValueError, match="no page"):
        lighthouse.read({"runtimeError": {"message": "no page"}})


def test_files_are_sent_as_github_pages_does(tmp_path: Path) -> None:
    """Texts are compressed, pictures are not, and what is not there is not found."""
    (tmp_path / "index.html").write_text("<p>预算</p>", encoding="utf-8")
    (tmp_path / "a.png").write_bytes(b"png")
    with lighthouse.serving(tmp_path) as base:
        with urlopen(Request(base)) as answer:  # noqa: S310 - an address of this machine
            assert answer.headers["Content-Encoding"] == "gzip"
            assert gzip.decompress(answer.read()).decode() == "<p>预算</p>"
        with urlopen(base + "a.png") as answer:  # noqa: S310 - an address of this machine
            assert answer.headers["Content-Encoding"] is None
            assert answer.read() == b"png"
        with pytest.raises(HTTPError, match="404"):
            urlopen(base + "lost.css")  # noqa: S310 - an address of this machine


def test_pages_are_found_in_any_site(tmp_path: Path) -> None:
    """Home, a year and its largest table, in both languages, whatever units there are."""
    for name, text in {"small": "x", "large": "xxxx", "no-table": "xxxxxxxx"}.items():
        page = tmp_path / "units" / "some-unit" / "2023-budget" / name / "index.html"
        page.parent.mkdir(parents=True)
        page.write_text(text, encoding="utf-8")
    data = tmp_path / "data" / "some-unit" / "2023-budget"
    (data / "data").mkdir(parents=True)
    (data / "datapackage.json").touch()
    for name in ("small", "large"):
        (data / "data" / f"{name}.csv").touch()
    found = lighthouse.pages(tmp_path)
    assert found["zh table"] == "units/some-unit/2023-budget/large/"
    assert found["en year"] == "en/units/some-unit/2023-budget/"
    assert found["zh home"] == ""
