"""`perflint check`: read, extract, check, score, report."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from perflint_zh.cli.options import (
    FailOn,
    Ignore,
    Jobs,
    MemoryLimit,
    NoCache,
    Output,
    Paths,
    Preview,
    Quiet,
    Select,
    TimeLimit,
    cache_folder,
    found_documents,
    limits,
    names,
    write_out,
)

if TYPE_CHECKING:
    from perflint_zh.result import Run


class Format(StrEnum):
    """How findings are printed."""

    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command("check", help="检查文档并评分（可省略命令名：perflint 路径…）")(check)


def check(
    paths: Paths,
    select: Select = None,
    ignore: Ignore = None,
    preview: Preview = False,
    format: Annotated[Format, typer.Option("--format", "-f", help="输出格式")] = Format.TEXT,  # noqa: A002 -- the option's name
    output: Output = None,
    min_score: Annotated[
        float | None, typer.Option("--min-score", min=0, max=100, help="部门得分低于此数时退出码为1", metavar="N")
    ] = None,
    fail_on: Annotated[FailOn, typer.Option("--fail-on", help="出现此级别及以上问题时退出码为1")] = FailOn.ERROR,
    jobs: Jobs = None,
    time_limit: TimeLimit = 120.0,
    memory_limit: MemoryLimit = 4096,
    no_cache: NoCache = False,
    statistics: Annotated[bool, typer.Option("--statistics", help="另列每条规则的通过、不适用和暂缓次数")] = False,
    quiet: Quiet = False,
) -> int:
    """Run the main job and give the exit status."""
    import time

    from perflint_zh.cli.progress import shown
    from perflint_zh.engine.local import Machine
    from perflint_zh.engine.local import run as run_local
    from perflint_zh.engine.run import Job
    from perflint_zh.report.files import refuse_inputs

    started = time.monotonic()
    job = Job(select=names(select), ignore=names(ignore), preview=preview)
    found = found_documents(paths)
    refuse_inputs([output], found)
    with shown(len(found), quiet=quiet) as progress:
        run = run_local(found, job, Machine(jobs, limits(time_limit, memory_limit), cache_folder(no_cache)), progress)
    seconds = time.monotonic() - started
    write_out(_rendered(format, run, seconds, plain=output is not None, statistics=statistics), output)
    return exit_status(run, fail_on, min_score)


def _rendered(kind: Format, run: "Run", seconds: float, *, plain: bool, statistics: bool) -> str:
    from perflint_zh.report import data

    if kind is Format.JSON:
        return data.to_json(data.check_record(run, seconds))
    if kind is Format.JSONL:
        return "".join(data.to_json_line(data.finding_record(finding)) for finding in run.findings)
    from perflint_zh.report.text import rendered

    return rendered(run, statistics=statistics, plain=plain)


def exit_status(run: "Run", fail_on: FailOn, min_score: float | None) -> int:
    """2 when something could not be checked, 1 when findings or scores miss the mark, else 0."""
    from perflint_zh.rule import SEVERITIES

    if run.failures:
        return 2
    grave = SEVERITIES[: SEVERITIES.index(fail_on.value) + 1] if fail_on is not FailOn.NEVER else ()
    low = min_score is not None and any(department.score < min_score for department in run.scores.departments)
    return int(low or any(finding.severity in grave for finding in run.findings))
