"""The command ``yusuan``: verbs, their options, and what they print."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from yusuan import __version__
from yusuan.errors import YusuanError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from yusuan.audit.trial import Trial
    from yusuan.check import Checked
    from yusuan.ingest.report import Outcome

EXIT_CODES = "退出码 exit codes: 0 正常 fine · 1 有发现、存疑或检查未过 findings, doubts or failed checks · 2 用法不对 wrong usage · 3 输入被拒 input refused"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; gives the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")  # Chinese prints in every locale
    options = _parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = options.run
    try:
        return run(options)
    except YusuanError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        print("已中断 interrupted", file=sys.stderr)
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="yusuan",
        description="预算公开文件 → 经核对、可引用的开放数据和网站 · published budgets → audited, citable open data and a site",
        epilog=EXIT_CODES,
    )
    parser.add_argument("--version", action="version", version=f"yusuan {__version__}")
    verbs = parser.add_subparsers(title="命令 verbs", required=True, metavar="VERB")
    ingest = _verb(
        verbs,
        "ingest",
        _ingest,
        "把公开文件读成数据包 read disclosures into packages",
        "yusuan ingest documents/ --into packages/ --workers 4 --report report.json",
    )
    ingest.add_argument(
        "documents",
        type=Path,
        nargs="+",
        metavar="FILE|FOLDER",
        help="公开文件，或放着它们的文件夹 disclosures, or folders of them",
    )
    ingest.add_argument(
        "--into",
        type=Path,
        metavar="DIR",
        help="数据包放到哪里 where packages go (datapackage/ of the project)",
    )
    ingest.add_argument(
        "--workers", type=_count, default=1, metavar="N", help="并行数 documents read at a time"
    )
    ingest.add_argument(
        "--report", type=Path, metavar="FILE", help="JSON 报告 a report for machines, as JSON"
    )
    ingest.add_argument(
        "--limit",
        action="append",
        default=[],
        metavar="NAME=N",
        help="一份文件的上限 a limit for one document: seconds, pages, cells, … (--limit seconds=300)",
    )
    ingest.add_argument(
        "--check",
        action="store_true",
        help="不写，只比较 write nothing, compare with what is committed",
    )
    ingest.add_argument(
        "--replace",
        action="store_true",
        help="替换同一单位年度的另一份文件 take another document's place",
    )
    check = _verb(
        verbs,
        "check",
        _check,
        "校验并核对所有数据包 validate and audit all packages",
        "yusuan check",
    )
    check.add_argument(
        "--workers", type=_count, default=1, metavar="N", help="并行数 packages checked at a time"
    )
    _verb(verbs, "build", _build, "生成网站 build the site", "yusuan build")
    serve = _verb(
        verbs,
        "serve",
        _serve,
        "本机浏览，随改随建 look at it here, rebuilt on change",
        "yusuan serve --port 8000",
    )
    serve.add_argument("--port", type=int, default=8000, help="端口 port (8000)")
    offline = _verb(
        verbs,
        "offline",
        _offline,
        "把建成的网站打成一个离线可用的 zip pack the built site into a zip that works without a server",
        "yusuan offline --output yusuan-offline.zip",
    )
    offline.add_argument(
        "--output",
        type=Path,
        metavar="FILE",
        help="写到哪里 where it goes (dist/yusuan-offline.zip of the project)",
    )
    diff = _verb(verbs, "diff", _diff, "比较两个数据包 compare two packages", "yusuan diff OLD NEW")
    diff.add_argument("old", type=Path, help="旧包的文件夹 folder of the old package")
    diff.add_argument("new", type=Path, help="新包的文件夹 folder of the new package")
    return parser


def _verb(
    verbs: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    run: Callable[[argparse.Namespace], int],
    text: str,
    example: str,
) -> argparse.ArgumentParser:
    verb = verbs.add_parser(
        name, help=text, description=text, epilog=f"例 example: {example} · {EXIT_CODES}"
    )
    verb.add_argument(
        "--root", type=Path, help="项目文件夹 the project's folder (found from here upwards)"
    )
    verb.set_defaults(run=run)
    return verb


def _root(options: argparse.Namespace) -> Path:
    from yusuan.files import project_root  # noqa: PLC0415 - light start

    return project_root(options.root)


def _count(text: str) -> int:
    """Read a number of workers, from 1."""
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"要从 1 起的整数 not a whole number from 1: {text}")
    return int(text)


def _ingest(options: argparse.Namespace) -> int:
    from yusuan.files import write_file  # noqa: PLC0415 - light start
    from yusuan.ingest.batch import ingest_documents, limits_of  # noqa: PLC0415
    from yusuan.ingest.inputs import documents_of, output_file  # noqa: PLC0415
    from yusuan.ingest.printed import summary  # noqa: PLC0415
    from yusuan.ingest.report import exit_code, report_bytes  # noqa: PLC0415
    from yusuan.ingest.units import Units  # noqa: PLC0415

    inputs = documents_of(options.documents)
    limits = limits_of(options.limit)
    into, folders = _packages(options)
    report = output_file(options.report) if options.report else None
    run = ingest_documents(
        inputs,
        into,
        Units.of(folders),
        workers=options.workers,
        limits=limits,
        replace_others=options.replace,
        check=options.check,
    )
    outcomes = list(_with_progress(run, len(inputs)))
    if report:
        write_file(report, report_bytes(outcome.report for outcome in outcomes))
    alone = len(outcomes) == 1
    for outcome in outcomes:
        (_print_alone if alone else _print_one_of_many)(outcome, check=options.check)
    if not (alone and (options.check or not outcomes[0].report.package)):
        print("\n" + "\n".join(summary(outcomes)))
    return exit_code(outcomes)


def _packages(options: argparse.Namespace) -> tuple[Path, list[Path]]:
    """Give the folder that packages go to, and the folders whose decisions are known."""
    from yusuan.errors import UsageError  # noqa: PLC0415 - light start

    if options.into is None:
        own = _root(options) / "datapackage"
        return own, [own]
    try:
        project = _root(options) / "datapackage"
    except UsageError:
        if options.root is not None:
            raise
        return options.into, [options.into]
    return options.into, [options.into, project]


def _with_progress(run: Iterator[Outcome], total: int) -> Iterator[Outcome]:
    """Show a bar on a terminal, if it takes longer than two seconds."""
    from tqdm import tqdm  # noqa: PLC0415 - light start

    yield from tqdm(run, total=total, unit="份", delay=2, disable=None, leave=False)


def _print_alone(outcome: Outcome, *, check: bool) -> None:
    report = outcome.report
    if report.verdict == "refused":
        print("\n".join(line for p in outcome.problems for line in p.lines()), file=sys.stderr)
        if outcome.fault:
            print(outcome.fault, file=sys.stderr)
        return
    if check:
        _print_compared(outcome)
    else:
        print(f"✓ {outcome.slug}: {outcome.changed} 个文件有变 files changed")
        for status, rows, name in outcome.listing:
            print(f"  {status:<9} {rows:>4}  {name}")
    if report.reason:
        lines = zip(report.reason["zh"].split("\n"), report.reason["en"].split("\n"), strict=False)
        for zh, en in lines:
            print(f"! {zh}\n  {en}", file=sys.stderr)


def _print_one_of_many(outcome: Outcome, *, check: bool) -> None:
    if outcome.reason.zh:
        mark = "✗" if outcome.report.verdict == "refused" else "!"
        print(f"{mark} {outcome.report.document}: {outcome.reason}", file=sys.stderr)
    if check and outcome.report.verdict != "refused":
        _print_compared(outcome)


def _print_compared(outcome: Outcome) -> None:
    if outcome.differences:
        print("\n".join(outcome.differences))
        print(
            f"✗ {outcome.slug}: 与文件不一致 differs from the document; yusuan ingest {outcome.report.document}"
        )
    else:
        print(f"✓ {outcome.slug}: 与文件一致 matches the document")


def _check(options: argparse.Namespace) -> int:
    from yusuan.check import check_project  # noqa: PLC0415 - light start

    passed = True
    for checked in check_project(_root(options), options.workers):
        _print_checked(checked)
        passed &= checked.passed
    return 0 if passed else 1


def _print_checked(checked: Checked) -> None:
    audit = checked.audit
    mark = "✓" if checked.passed else "✗"
    summary = ""
    if audit.tried:
        counts = audit.counts
        summary = (
            f": 恒等式 identities {audit.tried} 次 tried, {counts['held']} 成立 held, "
            f"{counts['rounding']} 尾差 rounding, {counts['conflict']} 不符 conflict, {counts['missing']} 缺失 missing, "
            f"{counts['duplicate']} 重复 duplicate, {counts['structure']} 结构 structure"
        )
    print(f"{mark} {checked.slug}{summary}")
    for problem in checked.problems:
        print("  " + "\n  ".join(problem.lines()))
    for trial in checked.findings:
        _print_finding(trial, checked)
    for name in checked.stale:
        print(f"  ! 已接受的发现不再出现 accepted, no longer found: {name}")


def _print_finding(trial: Trial, checked: Checked) -> None:
    accepted = checked.accepted.get(trial.name)
    state = f"已接受 accepted {accepted.date}" if accepted else "未接受 open"
    print(f"  {'·' if accepted else '✗'} [{trial.outcome}, {state}] {trial.name} ({trial.place})")
    print(f"    {trial.message.zh}\n    {trial.message.en}")
    if not accepted:
        print(
            "    下一步 next: 对照原文件；确属原文如此，写入 decisions.yaml · look at the source; if it stands there, accept it in decisions.yaml"
        )


def _build(options: argparse.Namespace) -> int:
    from yusuan.site.build import build_site  # noqa: PLC0415 - light start

    root = _root(options)
    built = build_site(root)
    print(f"✓ site/ · {built.pages} 页 pages · {built.packages} 个数据包 packages")
    print("  看网站 look at it: make serve (http://127.0.0.1:8000/)")
    return 0


def _serve(options: argparse.Namespace) -> int:
    from yusuan.site.serve import serve  # noqa: PLC0415 - light start

    return serve(_root(options), options.port)


def _offline(options: argparse.Namespace) -> int:
    from yusuan.site.offline import write_offline  # noqa: PLC0415 - light start

    root = _root(options)
    target = options.output or root / "dist" / "yusuan-offline.zip"
    size = write_offline(root / "site", target)
    print(f"✓ {target} · {size / 1_000_000:.1f} MB")
    print("  解压后打开 unpack it and open: yusuan/index.html")
    return 0


def _diff(options: argparse.Namespace) -> int:
    from yusuan.package.compare import compare_packages  # noqa: PLC0415 - light start

    lines = compare_packages(options.old, options.new)
    print("\n".join(lines) if lines else "✓ 没有差别 no difference")
    return 1 if lines else 0
