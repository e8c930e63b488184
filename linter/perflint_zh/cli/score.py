"""`perflint score`: a quality score per department or project."""

from enum import StrEnum
from typing import Annotated

import typer

from perflint_zh.cli.help import Command
from perflint_zh.cli.options import (
    OUTPUT,
    ConfigFile,
    Ignore,
    Jobs,
    MemoryLimit,
    NoCache,
    Output,
    Paths,
    Quiet,
    Select,
    TimeLimit,
    cache_folder,
    limits,
    names,
    tell_failures,
    write_out,
)
from perflint_zh.errors import UsageError

BYTE_ORDER_MARK = "\ufeff"


class By(StrEnum):
    """What is scored."""

    DEPARTMENT = "department"
    PROJECT = "project"


class Format(StrEnum):
    """How scores are printed."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"
    HTML = "html"


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command("score", cls=Command, help="给部门（或项目）的绩效目标质量打分")(score)


def score(
    paths: Paths,
    by: Annotated[By, typer.Option("--by", help="按部门或按项目")] = By.DEPARTMENT,
    select: Select = None,
    ignore: Ignore = None,
    format: Annotated[Format, typer.Option("--format", "-f", help="输出格式", rich_help_panel=OUTPUT)] = Format.TEXT,  # noqa: A002 -- the option's name
    output: Output = None,
    config: ConfigFile = None,
    jobs: Jobs = None,
    time_limit: TimeLimit = 120.0,
    memory_limit: MemoryLimit = 4096,
    no_cache: NoCache = False,
    quiet: Quiet = False,
) -> int:
    """Print the scores; the status is 2 when a document could not be read."""
    from perflint_zh.cli.configured import documents, run_documents, settings
    from perflint_zh.engine.local import Machine
    from perflint_zh.report import data
    from perflint_zh.report.files import refuse_inputs

    if format is Format.XLSX and output is None:
        raise UsageError("--format xlsx 要和 --output 文件 一起用")
    chosen = settings(config, select=names(select), ignore=names(ignore), jobs=jobs).config
    found = documents(paths, chosen)
    refuse_inputs([output], found)
    machine = Machine(chosen.jobs, limits(time_limit, memory_limit), cache_folder(no_cache))
    run = run_documents(found, chosen, machine, quiet=quiet)
    tell_failures(run.failures)
    if format is Format.XLSX and output is not None:
        from perflint_zh.plugins import load_rules
        from perflint_zh.report.files import write_bytes
        from perflint_zh.report.workbook import write_scores

        write_bytes(output, write_scores(run, load_rules(chosen.plugins, chosen.rules)))
        return 2 if run.failures else 0
    if format is Format.HTML:
        from perflint_zh.plugins import load_rules
        from perflint_zh.report.html import render_html

        # The scores are the first page of the report; what was deducted for is one click away.
        ran = [rule for rule in load_rules(chosen.plugins, chosen.rules) if rule.slug in run.outcomes]
        text = render_html(run, ran)
    elif format is Format.CSV:
        from perflint_zh.report.scores import departments_csv, projects_csv

        # Without the mark Excel takes a UTF-8 file for one in the system's own encoding.
        text = (
            f"{BYTE_ORDER_MARK if output else ''}{departments_csv(run) if by is By.DEPARTMENT else projects_csv(run)}"
        )
    elif format is Format.JSON:
        text = data.to_json(run.scores)
    else:
        from perflint_zh.report.text import project_table, rendered_table, score_table

        text = rendered_table(score_table(run) if by is By.DEPARTMENT else project_table(run), plain=output is not None)
    write_out(text, output)
    return 2 if run.failures else 0
