"""Time and memory of the program as ratios to yardsticks measured in the same run.

Whole processes, each run several times in turn with its yardstick; medians are printed. No
seconds are asserted anywhere: machines differ, ratios hold.
"""

from __future__ import annotations

import json
import math
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RUNS = 5
SIZES = (1, 4, 16)
_VALIDATE = """
import sys, frictionless
for path in sys.argv[1:]:
    assert frictionless.Package(path).validate().valid
"""


@dataclass(frozen=True)
class Cost:
    """CPU seconds and peak memory, in MB, of a finished process and its children."""

    cpu: float
    memory: float


def run(command: list[str]) -> Cost:
    """Run a command to its end and give what it cost."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in {0, 1}:
        raise SystemExit(f"{command[0]} ended with {process.returncode}")
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1000)


def pair(name: str, command: list[str], yardstick: list[str], runs: int = RUNS) -> Cost:
    """Run a command and its yardstick in turn; print the medians' ratio; give the command's."""
    own, other = [], []
    for _ in range(runs):
        own.append(run(command))
        other.append(run(yardstick))
    cpu = [statistics.median(cost.cpu for cost in costs) for costs in (own, other)]
    memory = [statistics.median(cost.memory for cost in costs) for costs in (own, other)]
    print(
        f"{name:<44} CPU {cpu[0]:7.3f} s = {cpu[0] / cpu[1]:5.2f} x {cpu[1]:.3f} s"
        f"   peak {memory[0]:6.1f} MB = {memory[0] / memory[1]:4.2f} x"
    )
    return Cost(cpu[0], memory[0])


def project_of(folder: Path, count: int) -> Path:
    """Make a project with so many packages, copies of the committed ones under other names."""
    project = folder / str(count)
    (project / "datapackage").mkdir(parents=True)
    shutil.copy(ROOT / "mkdocs.yml", project)
    shutil.copytree(
        ROOT / "docs",
        project / "docs",
        ignore=shutil.ignore_patterns("units", "dictionary", "findings", "checks"),
    )
    shutil.copytree(
        ROOT / "datapackage" / "classification", project / "datapackage" / "classification"
    )
    first = sorted((ROOT / "datapackage").glob("*/*/datapackage.json"))[0].parent
    for number in range(count):
        shutil.copytree(first, project / "datapackage" / f"unit-{number:04}" / first.name)
    return project


def exponent(costs: dict[int, float]) -> float:
    """Fit cost = a + b·n^k through three sizes, the start-up a taken off by differences."""
    small, middle, large = sorted(costs)
    return (
        math.log(
            (costs[large] - costs[small])
            / (costs[middle] - costs[small])
            * (middle - small)
            / (large - small)
        )
        / math.log(large / middle)
        + 1
    )


def main() -> None:
    """Print every figure."""
    python, yusuan = sys.executable, [sys.executable, "-m", "yusuan"]
    print("median of", RUNS, "runs; ratio to the yardstick behind the name\n")
    pair("yusuan --help / python -c pass", [*yusuan, "--help"], [python, "-c", "pass"])
    checks: dict[int, float] = {}
    builds: dict[int, float] = {}
    with tempfile.TemporaryDirectory() as name:
        for count in SIZES:
            project = project_of(Path(name), count)
            descriptors = [
                str(path) for path in sorted(project.glob("datapackage/unit*/*/datapackage.json"))
            ]
            checks[count] = pair(
                f"check, {count} packages / frictionless validate",
                [*yusuan, "check", "--root", str(project)],
                [python, "-c", _VALIDATE, *descriptors],
                RUNS if count == 1 else 3,
            ).cpu
            run([*yusuan, "build", "--root", str(project)])
            bare = [
                python,
                "-m",
                "mkdocs",
                "build",
                "-q",
                "-f",
                str(project / "mkdocs.yml"),
                "-d",
                str(project / "bare"),
            ]
            builds[count] = pair(
                f"build, {count} packages / mkdocs build",
                [*yusuan, "build", "--root", str(project)],
                bare,
                RUNS if count == 1 else 3,
            ).cpu
        size = sum(path.stat().st_size for path in (project / "site").rglob("*") if path.is_file())
        per_package = sum(
            path.stat().st_size
            for part in ("units/unit-0000", "data/unit-0000")
            for path in (project / "site" / part).rglob("*")
            if path.is_file()
        )
    print(f"\ngrowth of check over {SIZES} packages: exponent {exponent(checks):.2f}")
    print(f"growth of build over {SIZES} packages: exponent {exponent(builds):.2f}")
    print(
        f"site of {SIZES[-1]} packages: {size / 1e6:.1f} MB; a package with its pages: {per_package / 1e3:.0f} kB"
    )
    rows = json.loads(
        sorted(ROOT.glob("datapackage/*/*/datapackage.json"))[0].read_text(encoding="utf-8")
    )
    print(
        f"the measured package: {len(rows['resources'])} resources, {sum(r['rows'] for r in rows['resources'])} rows"
    )


if __name__ == "__main__":
    main()
