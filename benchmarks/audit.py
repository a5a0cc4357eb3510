"""What the audit of a package costs, beyond start-up, and how that grows with their number.

Each size is a process of its own. The yardstick reads the same files with ``csv`` and ``json``.
"""

from __future__ import annotations

import csv
import json
import math
import resource
import subprocess
import sys
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING

from yusuan.audit import audit_package
from yusuan.package.load import load_package

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[1]
SIZES = (10, 100, 1000)


def audited(folder: Path) -> None:
    """Load a package and audit it."""
    audit_package(load_package(folder))


def parsed(folder: Path) -> None:
    """Read a package's files and do nothing with them."""
    json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    for path in sorted((folder / "data").glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as stream:
            list(csv.reader(stream))


WORK: dict[str, Callable[[Path], None]] = {"audit": audited, "read": parsed}


def child(name: str, count: int, folder: Path) -> None:
    """Do the work so many times; print CPU seconds and peak memory in MB."""
    work = WORK[name]
    work(folder)  # the start-up: what is loaded once
    start = process_time()
    for _ in range(count):
        work(folder)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    print(json.dumps([process_time() - start, peak]))


def measured(name: str, count: int, folder: Path) -> tuple[float, float]:
    """Measure a size in a process of its own."""
    command = [sys.executable, __file__, name, str(count), str(folder)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    cpu, peak = json.loads(done.stdout)
    return cpu, peak


def main() -> None:
    """Print every figure."""
    folder = sorted(ROOT.glob("datapackage/*/*/datapackage.json"))[0].parent
    costs: dict[int, float] = {}
    for count in SIZES:
        (cpu, peak), (bare, _) = (measured(name, count, folder) for name in ("audit", "read"))
        costs[count] = cpu
        print(
            f"audit, {count:>4} packages / reading their files        {1000 * cpu / count:6.1f} ms"
            f" a package = {cpu / bare:5.2f} x   peak {peak:6.1f} MB"
        )
    small, large = SIZES[0], SIZES[-1]
    growth = math.log(costs[large] / costs[small]) / math.log(large / small)
    print(f"growth of the audit over {SIZES} packages: exponent {growth:.2f}")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        child(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
    else:
        main()
