"""Measure reading PDFs against bare pdfplumber: time of the same pages, and peak memory.

``python benchmarks/pdf.py FILE.pdf…`` prints a line a file and the ratio over all. Both sides
run in a process of their own, in turns, so that neither warms the other up; memory is the
process's peak over what the imports take. With ``--workers`` it also ingests all files with one
worker and with two, and prints how much sooner two are done.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

#: The most that reading may take, as a multiple of bare table extraction, and in megabytes.
RATIO, PEAK = 1.3, 400.0


def bare(path: Path) -> tuple[float, float, int]:
    """Take the tables out of every page with pdfplumber alone; give seconds, MB and pages."""
    import pdfplumber  # noqa: PLC0415 - each process loads one side only

    start = time.process_time()
    with pdfplumber.open(path) as pdf:
        count = len(pdf.pages)
        for page in pdf.pages:
            page.extract_tables()
            page.close()
    return time.process_time() - start, _peak(), count


def yusuan(path: Path) -> tuple[float, float, int]:
    """Read the file into blocks; give seconds, MB and the pages that have blocks."""
    import pdfplumber  # noqa: F401, PLC0415 - loading is not reading

    from yusuan.read.document import Grid  # noqa: PLC0415
    from yusuan.read.pdf import read_pdf  # noqa: PLC0415

    start = time.process_time()
    blocks = read_pdf(path.name, path.read_bytes())
    seconds = time.process_time() - start
    pages = {b.rows[0].place.page if isinstance(b, Grid) else b.place.page for b in blocks}
    return seconds, _peak(), len(pages)


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def ingested(paths: list[Path], workers: int) -> float:
    """Ingest files with so many workers; give the seconds by the clock."""
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as into:
        subprocess.run(
            [
                *(sys.executable, "-m", "yusuan", "ingest", *map(str, paths)),
                *("--into", into, "--workers", str(workers)),
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )
    return time.perf_counter() - start


def main() -> int:
    """Print the measures; 1 if one of the two limits is passed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--workers", action="store_true", help="one worker against two as well")
    arguments = parser.parse_args()
    total = [0.0, 0.0]
    highest = 0.0
    for path in arguments.files:
        best = [float("inf"), float("inf")]
        peaks = [0.0, 0.0]
        pages = 0
        for _ in range(arguments.repeats):
            for side, measure in enumerate((bare, yusuan)):
                with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
                    seconds, peak, count = pool.submit(measure, path).result()
                best[side] = min(best[side], seconds)
                peaks[side] = max(peaks[side], peak)
                pages = max(pages, count)
        total = [whole + one for whole, one in zip(total, best, strict=True)]
        highest = max(highest, peaks[1])
        print(
            f"{path.name}: {pages} pages, bare {best[0]:.2f} s {peaks[0]:.0f} MB, "
            f"yusuan {best[1]:.2f} s {peaks[1]:.0f} MB, time x{best[1] / best[0]:.2f}, "
            f"memory x{peaks[1] / peaks[0]:.2f}"
        )
    ratio = total[1] / total[0]
    print(f"all: time x{ratio:.2f} (at most {RATIO}), peak {highest:.0f} MB (at most {PEAK:.0f})")
    if arguments.workers:
        alone, two = (ingested(arguments.files, workers) for workers in (1, 2))
        print(f"ingest: 1 worker {alone:.1f} s, 2 workers {two:.1f} s, x{alone / two:.2f} sooner")
    return int(ratio > RATIO or highest > PEAK)


if __name__ == "__main__":
    raise SystemExit(main())
