"""Lighthouse's four scores of home, year and table page in both languages, and their bytes.

Serves the built site as GitHub Pages does (gzip, HTTP/1.1, ten minutes' cache), measures each page
several times and takes the run of median performance; exit 1 if a score is below 95.
``make lighthouse`` brings what it needs; ``site`` must have been built.
"""

from __future__ import annotations

import functools
import gzip
import json
import os
import subprocess
import sys
import tempfile
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROOT = Path(__file__).resolve().parents[1]
LIGHTHOUSE = ROOT / "scripts" / "frontend" / "lighthouse" / "node_modules" / "lighthouse" / "cli"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
#: What every score has to reach, of 100.
LEAST = 95
RUNS = 3
HOST = "127.0.0.1"
_TEXTS = frozenset({".html", ".css", ".js", ".json", ".svg", ".xml", ".txt", ".csv", ".md"})
_FLAGS = "--headless --no-sandbox --disable-gpu --disable-background-networking"


@dataclass(frozen=True, slots=True)
class Measured:
    """What one run says: scores of 100 and bytes sent."""

    scores: Mapping[str, int]
    bytes: int


class Pages(SimpleHTTPRequestHandler):
    """Serves files in the way of GitHub Pages."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Send a file, compressed if it is a text."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        found = path.is_file()
        body = path.read_bytes() if found else b""
        self.send_response(200 if found else 404)
        if path.suffix in _TEXTS:
            body = gzip.compress(body, 6, mtime=0)
            self.send_header("Content-Encoding", "gzip")
            self.send_header("Vary", "Accept-Encoding")
        kind = self.guess_type(str(path))
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if "text/" in kind else kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=600")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        """Print nothing for each request."""


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve a folder; gives the address, with a slash at its end."""
    server = ThreadingHTTPServer((HOST, 0), functools.partial(Pages, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://{HOST}:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def pages(site: Path) -> dict[str, str]:
    """Addresses below the site's root: home, a year, and the largest of its tables, in each language."""
    year = min(path.parent for path in (site / "data").glob("*/*/datapackage.json"))
    slug = year.relative_to(site / "data").as_posix()
    tables = [path.stem for path in (year / "data").glob("*.csv")]
    built = [site / "units" / slug / name / "index.html" for name in sorted(tables)]
    largest = max((path for path in built if path.is_file()), key=lambda path: path.stat().st_size)
    paths = {"home": "", "year": f"units/{slug}/", "table": f"units/{slug}/{largest.parent.name}/"}
    return {
        f"{language} {name}": folder + path
        for language, folder in (("zh", ""), ("en", "en/"))
        for name, path in paths.items()
    }


def measure(address: str, chromium: str) -> Measured:
    """Run Lighthouse on a page once."""
    with tempfile.TemporaryDirectory() as profile:
        command = [
            "node", str(LIGHTHOUSE / "index.js"), address, "--quiet", "--output=json",
            f"--only-categories={','.join(CATEGORIES)}",
            f"--chrome-flags={_FLAGS} --user-data-dir={profile}",
        ]  # fmt: skip
        done = subprocess.run(
            command, check=True, capture_output=True, env={**os.environ, "CHROME_PATH": chromium}
        )
    return read(json.loads(done.stdout))


def read(report: Mapping[str, Any]) -> Measured:
    """Take from a report of Lighthouse what counts here. A run that failed has no scores."""
    if "runtimeError" in report:
        raise ValueError(report["runtimeError"]["message"])
    scores = {name: round(100 * report["categories"][name]["score"]) for name in CATEGORIES}
    return Measured(scores, round(report["audits"]["total-byte-weight"]["numericValue"]))


def median(runs: list[Measured]) -> Measured:
    """Take the run in the middle, by performance."""
    return sorted(runs, key=lambda run: run.scores["performance"])[len(runs) // 2]


def too_low(measured: Mapping[str, Measured]) -> list[str]:
    """Name every score that does not reach the least."""
    return [
        f"{page}: {name} {score} < {LEAST}"
        for page, one in measured.items()
        for name, score in one.scores.items()
        if score < LEAST
    ]


def main(site: Path, chromium: str) -> int:
    """Measure, print a line a page, and say whether all is well."""
    measured = {}
    print(f"{'':10}" + "".join(f"{name:>16}" for name in CATEGORIES) + f"{'kB':>8}")
    with serving(site) as base:
        for name, path in pages(site).items():
            measured[name] = median([measure(base + path, chromium) for _ in range(RUNS)])
            line = "".join(f"{score:>16}" for score in measured[name].scores.values())
            print(f"{name:10}{line}{measured[name].bytes / 1000:>8.1f}", flush=True)
    low = too_low(measured)
    print("\n".join(low) or f"✓ ≥ {LEAST}")
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
