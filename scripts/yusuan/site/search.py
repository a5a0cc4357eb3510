"""The search of a built site: Material's index and worker, made small for the dialog of our pages.

Of Material's files the pages use the worker of the search alone; the rest is removed. The index
becomes a script, which a page opened from a disk can load too.
"""

from __future__ import annotations

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
_MAP = re.compile(r"\n//# sourceMappingURL=.*\s*$")


def finish_search(target: Path, parts: Mapping[str, tuple[str, ...]]) -> None:
    """Turn Material's index and assets in the built site of one language into what pages load."""
    whole = json.loads((target / "search/search_index.json").read_text(encoding="utf-8"))
    shutil.rmtree(target / "search")
    whole["docs"] = [_entry(entry, parts) for entry in whole["docs"]]
    whole["config"]["fields"]["words"] = WORDS
    text = json.dumps(whole, ensure_ascii=False, separators=(",", ":"))
    # two marks that end a line in scripts of old browsers, though not in JSON
    text = text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    write_file(target / INDEX, f"window.yusuanIndex={text}\n".encode())
    _keep_worker(target, whole["config"]["lang"])


def _entry(entry: dict[str, Any], parts: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    """Give an entry with the parts of the long words in it."""
    title, text = (re.sub(f"{_GAP}+", _GAP, entry[key]) for key in ("title", "text"))
    seen = set(title.split(_GAP)) | set(text.split(_GAP))
    inside = sorted({part for word in seen for part in parts.get(word, ())} - seen)
    made = {"location": entry["location"], "title": title, "text": text}
    return made | ({"words": " ".join(inside)} if inside else {}) | _boost(entry)


def _boost(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {"boost": entry["boost"]} if "boost" in entry else {}


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
