"""`perflint check`: read, extract, check, score, report."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from perflint_zh.cli.help import Command
from perflint_zh.cli.options import (
    GATE,
    OUTPUT,
    RULES,
    RUN,
    ConfigFile,
    FailOn,
    Ignore,
    Jobs,
    MemoryLimit,
    NoCache,
    Output,
    Preview,
    Quiet,
    Select,
    TimeLimit,
    cache_folder,
    limits,
    names,
    write_out,
)
from perflint_zh.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from perflint_zh.config import Config
    from perflint_zh.engine.cluster import Cluster
    from perflint_zh.engine.limits import Limits
    from perflint_zh.engine.local import Machine
    from perflint_zh.result import Run
    from perflint_zh.rule import Rule
    from perflint_zh.waivers import Waiver


class Format(StrEnum):
    """How findings are printed."""

    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"
    SARIF = "sarif"
    JUNIT = "junit"
    GITHUB = "github"
    CSV = "csv"
    MARKDOWN = "markdown"


class Engine(StrEnum):
    """Where documents are looked at."""

    LOCAL = "local"
    DASK = "dask"


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command("check", cls=Command, help="检查文档并评分（可省略命令名：perflint 路径…）")(check)


def check(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="文件或文件夹（文件夹连同子文件夹）", metavar="路径…")
    ] = None,
    select: Select = None,
    ignore: Ignore = None,
    preview: Preview = False,
    format: Annotated[Format, typer.Option("--format", "-f", help="输出格式", rich_help_panel=OUTPUT)] = Format.TEXT,  # noqa: A002 -- the option's name
    output: Output = None,
    html: Annotated[
        Path | None, typer.Option("--html", help="另写一个可离线打开的HTML报告", metavar="文件", rich_help_panel=OUTPUT)
    ] = None,
    anonymise: Annotated[
        bool, typer.Option("--anonymise", help="HTML报告里隐去部门、项目、文件和地名", rich_help_panel=OUTPUT)
    ] = False,
    xlsx: Annotated[
        Path | None,
        typer.Option("--xlsx", help="另写一个Excel工作簿，可填处理意见", metavar="文件", rich_help_panel=OUTPUT),
    ] = None,
    parquet: Annotated[
        Path | None,
        typer.Option(
            "--parquet",
            help="另把指标、问题和部门得分写成这个文件夹里的Parquet",
            metavar="文件夹",
            rich_help_panel=OUTPUT,
        ),
    ] = None,
    annotate: Annotated[
        Path | None,
        typer.Option("--annotate", help="把带批注的文档副本写到这个文件夹", metavar="文件夹", rich_help_panel=OUTPUT),
    ] = None,
    min_score: Annotated[
        float | None,
        typer.Option(
            "--min-score", min=0, max=100, help="部门得分低于此数时退出码为1", metavar="N", rich_help_panel=GATE
        ),
    ] = None,
    fail_on: Annotated[
        FailOn | None, typer.Option("--fail-on", help="出现哪一级问题时退出码为1，默认 error", rich_help_panel=GATE)
    ] = None,
    config: ConfigFile = None,
    show_settings: Annotated[
        bool, typer.Option("--show-settings", help="只显示生效的设置及其来处", rich_help_panel=RULES)
    ] = False,
    baseline: Annotated[
        Path | None,
        typer.Option("--baseline", help="基线文件：其中已有的问题不再报告", metavar="文件", rich_help_panel=GATE),
    ] = None,
    update_baseline: Annotated[
        bool,
        typer.Option(
            "--update-baseline", help="写基线文件：没有时记入全部问题，已有时只删去改好的", rich_help_panel=GATE
        ),
    ] = False,
    waivers: Annotated[
        list[Path] | None,
        typer.Option(
            "--waivers",
            help="豁免清单.toml或填好处理意见的工作簿，其中不采纳的不再报告",
            metavar="文件",
            rich_help_panel=GATE,
        ),
    ] = None,
    against: Annotated[
        list[Path] | None,
        typer.Option("--against", help="与这里的文档比对雷同，但不报告它们", metavar="文件夹", rich_help_panel=RULES),
    ] = None,
    jobs: Jobs = None,
    time_limit: TimeLimit = 120.0,
    memory_limit: MemoryLimit = 4096,
    no_cache: NoCache = False,
    engine: Annotated[
        Engine,
        typer.Option(
            "--engine", help="在本机检查，或在 dask 集群上（需安装 perflint-zh[cluster]）", rich_help_panel=RUN
        ),
    ] = Engine.LOCAL,
    scheduler: Annotated[
        str | None,
        typer.Option(
            "--scheduler", help="集群调度器的地址（不给时在本机临时启动一个）", metavar="地址", rich_help_panel=RUN
        ),
    ] = None,
    statistics: Annotated[
        bool,
        typer.Option(
            "--statistics", help="另列每条规则的通过、不适用和暂缓次数，以及用了多少内存", rich_help_panel=OUTPUT
        ),
    ] = False,
    quiet: Quiet = False,
) -> int:
    """Run the main job and give the exit status."""
    import gc
    import time

    from perflint_zh.cli.configured import documents, run_documents, settings
    from perflint_zh.report.files import refuse_inputs

    started = time.monotonic()
    source = settings(
        config,
        select=names(select),
        ignore=names(ignore),
        preview=preview,
        fail_on=fail_on,
        min_score=min_score,
        baseline=str(baseline) if baseline is not None else None,
        jobs=jobs,
    )
    chosen = source.config
    if show_settings:
        from perflint_zh.cli.init import shown_settings

        write_out(shown_settings(source), output)
        return 0
    if not paths:
        raise UsageError("缺少参数：请给出文件或文件夹，例如 perflint 预算文件/")
    if update_baseline and chosen.baseline is None:
        raise UsageError("--update-baseline 要和 --baseline 文件 一起用（或在设置里写 baseline）")
    if anonymise and html is None:
        raise UsageError("--anonymise 要和 --html 文件 一起用")
    found = documents(paths, chosen)
    if xlsx is not None:
        _refuse_filled(xlsx)
    # Read before the check: whoever mistyped a file should not wait for it.
    waived = _waivers(waivers or ([Path(chosen.waivers)] if chosen.waivers else []))
    beside = documents(against, chosen) if against else []
    settled = [source.path, *(waivers or ()), *chosen.templates, *chosen.rules]
    taken = [*found, *beside, *(str(path) for path in settled if path is not None)]
    refuse_inputs([output, html, xlsx, parquet, Path(chosen.baseline) if chosen.baseline else None], taken)
    machine = _machine(engine, scheduler, chosen.jobs, limits(time_limit, memory_limit), no_cache=no_cache)
    run = run_documents(found, chosen, machine, against=against or (), quiet=quiet)
    if waived:
        run = _without_waived(run, waived)
    if chosen.baseline is not None:
        run = _new_only(run, Path(chosen.baseline), update=update_baseline)
    seconds = time.monotonic() - started
    # What the run holds is needed to the end: looking through it again and again while reports are made would free nothing.
    gc.freeze()
    if html is not None:
        _write_html(html, run, chosen, anonymise=anonymise)
    if xlsx is not None:
        _write_workbook(xlsx, run, chosen)
    if parquet is not None:
        _write_parquet(parquet, run)
    if annotate is not None:
        from perflint_zh.cli.copies import write_copies

        for sentence in write_copies(
            run, found, annotate, _ran(run, chosen), chosen.jobs, limits(time_limit, memory_limit)
        ):
            told(sentence)
    text = _rendered(format, run, chosen, seconds, plain=output is not None, statistics=statistics, closing=not quiet)
    write_out(text, output)
    if statistics and engine is Engine.LOCAL:
        _tell_memory(memory_limit)
    return exit_status(run, chosen)


def _tell_memory(limit: int) -> None:
    from perflint_zh.engine.limits import most_memory

    used = most_memory()
    if used is not None:
        workers = f"每个工作进程最多{used[1]} MiB（上限{limit} MiB）" if used[1] else "没有用工作进程"
        told(f"内存：主进程最多{used[0]} MiB，{workers}")


def _machine(
    engine: Engine, scheduler: str | None, jobs: int | None, given: "Limits", *, no_cache: bool
) -> "Machine | Cluster":
    """Where the options say that documents are looked at; a cluster keeps no cache."""
    if engine is Engine.DASK:
        from perflint_zh.engine.cluster import Cluster

        return Cluster(scheduler, jobs or 2, given)
    if scheduler is not None:
        raise UsageError("--scheduler 要和 --engine dask 一起用")
    from perflint_zh.engine.local import Machine

    return Machine(jobs, given, cache_folder(no_cache))


def _new_only(run: "Run", path: Path, *, update: bool) -> "Run":
    """The run with new findings only; its scores are those of the documents as they are."""
    import msgspec

    from perflint_zh import baseline
    from perflint_zh.report.files import write_text

    folder = path.parent
    # A copy is reported with its original; it must be known when it is checked alone.
    copied = [
        msgspec.structs.replace(finding, path=copy)
        for copy, original in run.copies.items()
        for finding in run.findings
        if finding.path == original
    ]
    everything = [*run.findings, *copied]
    if update and not path.exists():
        entries = [entry for _, entry in baseline.entries_of(everything, folder)]
        write_text(path, baseline.to_text(entries))
        told(f"已写基线文件{path}：记入{len(entries)}处问题，以后只报新增的")
        return msgspec.structs.replace(run, findings=())
    known = baseline.read_baseline(path)
    checked = [*(budget.path for budget in run.budgets), *run.copies]
    comparison = baseline.compared(everything, known, folder, checked, run.outcomes)
    for entry in comparison.stale:
        told(f"基线中的问题已改好：{entry.path} {entry.rule} {entry.project or ''} {entry.indicator or ''}".rstrip())
    if update and set(comparison.kept) != set(known.findings):
        write_text(path, baseline.to_text(comparison.kept))
        told(f"已更新基线文件{path}：删去{len(comparison.stale)}处改好的问题；新问题不会记入")
    elif comparison.stale:
        told("用 --update-baseline 从基线文件中删去改好的问题")
    new = tuple(finding for finding in comparison.new if finding.path not in run.copies)
    return msgspec.structs.replace(run, findings=new)


def _refuse_filled(path: Path) -> None:
    """Stop before a workbook that officers have filled in is written over."""
    if not path.exists():
        return
    from perflint_zh.report.workbook import read_decisions

    try:
        filled = len(read_decisions(path))
    except UsageError:
        return
    if filled:
        raise UsageError(f"{path} 里已填了{filled}条处理意见，不会覆盖；请换一个文件名，或先用 --waivers 读入")


def _waivers(files: "Sequence[Path]") -> "tuple[Waiver, ...]":
    from perflint_zh.waivers import read_waivers

    return tuple(waiver for file in files for waiver in read_waivers(file))


def _without_waived(run: "Run", waivers: "Sequence[Waiver]") -> "Run":
    """The run without the findings put up with; what has not been found does not cost points either."""
    from datetime import date

    from perflint_zh.engine.run import rescored
    from perflint_zh.waivers import apply

    applied = apply(run.findings, waivers, date.today())  # noqa: DTZ011 -- the day on the office's own calendar
    for waiver in applied.expired:
        told(f"豁免已过期（{waiver.expires}），不再生效：{waiver.rule or '规则'} {waiver.fingerprint} {waiver.reason}")
    for waiver in applied.unused:
        told(f"豁免没有用上，可从清单中删去：{waiver.rule or '规则'} {waiver.fingerprint} {waiver.reason}")
    if applied.waived:
        told(f"按豁免清单略去{len(applied.waived)}处问题")
    return rescored(run, applied.kept)


def _ran(run: "Run", config: "Config") -> "list[Rule]":
    from perflint_zh.plugins import load_rules

    return [rule for rule in load_rules(config.plugins, config.rules) if rule.slug in run.outcomes]


def _write_workbook(path: Path, run: "Run", config: "Config") -> None:
    from perflint_zh.report.files import write_bytes
    from perflint_zh.report.workbook import write_workbook

    write_bytes(path, write_workbook(run, _ran(run, config)))


def _write_parquet(folder: Path, run: "Run") -> None:
    from perflint_zh.report.files import write_bytes
    from perflint_zh.report.parquet import run_files

    folder.mkdir(parents=True, exist_ok=True)
    for name, content in run_files(run).items():
        write_bytes(folder / name, content)


def _write_html(path: Path, run: "Run", config: "Config", *, anonymise: bool) -> None:
    from perflint_zh.plugins import load_rules
    from perflint_zh.report.files import write_text
    from perflint_zh.report.html import render_html

    ran = [rule for rule in load_rules(config.plugins, config.rules) if rule.slug in run.outcomes]
    write_text(path, render_html(run, ran, anonymise=anonymise))


def told(message: str) -> None:
    """One line on standard error."""
    import sys

    print(f"perflint: {message}", file=sys.stderr)  # noqa: T201 -- a message


def _rendered(
    kind: Format, run: "Run", config: "Config", seconds: float, *, plain: bool, statistics: bool, closing: bool
) -> "str | Iterable[str]":
    from perflint_zh.report import data

    match kind:
        case Format.JSON:
            return data.check_text(run, seconds)
        case Format.JSONL:
            return (data.to_json_line(data.finding_record(finding)) for finding in run.findings)
        case Format.SARIF:
            from perflint_zh.report.sarif import sarif_record

            return data.to_json(sarif_record(run, _ran(run, config)))
        case Format.JUNIT:
            from perflint_zh.report.junit import junit_text

            return junit_text(run)
        case Format.GITHUB:
            from perflint_zh.report.github import github_text

            return github_text(run)
        case Format.CSV:
            from perflint_zh.report.table import csv_text

            # Without the mark Excel takes a UTF-8 file for one in the system's own encoding.
            return f"{BYTE_ORDER_MARK if plain else ''}{csv_text(run)}"
        case Format.MARKDOWN:
            from perflint_zh.report.table import markdown_text

            return markdown_text(run)
        case Format.TEXT:
            from perflint_zh.report.text import rendered

            return rendered(run, _ran(run, config), statistics=statistics, closing=closing, plain=plain)


BYTE_ORDER_MARK = "\ufeff"


def exit_status(run: "Run", config: "Config") -> int:
    """2 when something could not be checked, 1 when findings or scores miss the mark, else 0."""
    from perflint_zh.policy import missed_gates
    from perflint_zh.rule import SEVERITIES

    missed = missed_gates(config.gates, run.findings, run.scores)
    for sentence in missed:
        told(f"未达到质量门槛：{sentence}")
    if run.failures:
        return 2
    grave = SEVERITIES[: SEVERITIES.index(config.fail_on) + 1] if config.fail_on != "never" else ()
    least = config.min_score
    low = least is not None and any(department.score < least for department in run.scores.departments)
    return int(bool(missed) or low or any(finding.severity in grave for finding in run.findings))
