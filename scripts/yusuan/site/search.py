"""The search of a built site: Material's index and worker, made small for the dialog of our pages.

Of Material's files the pages use the worker of the search alone; the rest is removed. The index
becomes a script, which a page opened from a disk can load too.

What a package brings to the index is bounded, as all of it is loaded by whoever searches: its
year and its projects by name. Its tables are found through these, what codes and tables are
called through the classification and the dictionary.
"""

from __future__ import annotations

import html
import json
import re
import shutil
from typing import TYPE_CHECKING, Any

from yusuan.files import write_file

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

#: Folder of the worker and what it loads, in the built site.
ASSETS = "assets/search"
INDEX = "search/index.js"
#: The parts of a name count as much as a title's words do among each other, and are not shown.
WORDS = {"boost": 10.0}
_GAP = "\u200b"
_TAG = re.compile(r"<[^>]+>")
#: A page of a package: unit, year and phase, and what comes after.
_OF_PACKAGE = re.compile(r"units/[^/]+/[^/]+/(.*)")
#: Characters of a text that are kept by the beginning of an address, the longest beginning first.
_KEPT = {"units/": 120, "checks/": 240, "dictionary/": 1200}
#: Pages that come before or after others of the same words, by the form of their address.
_BOOST = {
    re.compile(r"units/[^/]+/"): 2.0,
    re.compile(r"classification/.+/.*"): 1.5,
    re.compile(r"checks/.*|decisions/.*"): 0.2,
}
_MAP = re.compile(r"\n//# sourceMappingURL=.*\s*$")


def finish_search(target: Path, parts: Mapping[str, tuple[str, ...]]) -> None:
    """Turn Material's index and assets in the built site of one language into what pages load."""
    whole = json.loads((target / "search/search_index.json").read_text(encoding="utf-8"))
    shutil.rmtree(target / "search")
    whole["docs"] = [entry(told, parts) for told in whole["docs"] if belongs(told["location"])]
    whole["config"]["fields"]["words"] = WORDS
    text = json.dumps(whole, ensure_ascii=False, separators=(",", ":"))
    # two marks that end a line in scripts of old browsers, though not in JSON
    text = text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    write_file(target / INDEX, f"window.yusuanIndex={text}\n".encode())
    _keep_worker(target, whole["config"]["lang"])


def belongs(location: str) -> bool:
    """Say whether a place is searched for: of a package, its year and its projects as a whole."""
    found = _OF_PACKAGE.fullmatch(location)
    return not found or found[1] == "" or bool(re.fullmatch(r"projects/[^/#]+/", found[1]))


def entry(told: Mapping[str, Any], parts: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    """Give an entry as it is kept, with the parts of the long words in it."""
    location = told["location"]
    title, text = (re.sub(f"{_GAP}+", _GAP, told[key]) for key in ("title", "text"))
    text = _cut(text, location)
    # of a title the name itself comes before the dot, where it stands after
    seen = set(title.partition(" · ")[0].split(_GAP)) | set(text.split(_GAP))
    inside = sorted({part for word in seen for part in parts.get(word, ())} - seen)
    boost = next((value for form, value in _BOOST.items() if form.fullmatch(location)), None)
    return {
        "location": location,
        "title": title,
        "text": text,
        **({"words": " ".join(inside)} if inside else {}),
        **({"boost": boost} if boost else {}),
    }


def _cut(text: str, location: str) -> str:
    """Shorten a text to what is kept of such a page; of a project, that is nothing."""
    if _OF_PACKAGE.fullmatch(location) and "/projects/" in location:
        return ""
    most = next((most for start, most in _KEPT.items() if location.startswith(start)), None)
    if most is None or len(text) <= most:
        return text
    plain = html.unescape(_TAG.sub(" ", text))
    return html.escape(re.sub(r"\s+", " ", plain)[:most], quote=False)


def _keep_worker(target: Path, languages: list[str]) -> None:
    """Keep of Material's assets the worker and the languages that it loads."""
    material = target / "assets"
    (worker,) = (material / "javascripts/workers").glob("search.*.min.js")
    script = _MAP.sub("\n", worker.read_text(encoding="utf-8"))
    write_file(target / ASSETS / "workers/search.js", script.encode())
    names = ["stemmer.support", "multi", *(name for name in languages if name != "en")]
    for name in names:
        file = f"lunr/min/lunr.{name}.min.js"
        write_file(target / ASSETS / file, (material / "javascripts" / file).read_bytes())
    for folder in ("javascripts", "stylesheets", "images"):
        shutil.rmtree(material / folder)
