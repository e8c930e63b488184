"""`perflint similar`: projects whose sets of indicators are nearly the same, with their rows side by side."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from perflint_zh.cli.help import Command
from perflint_zh.cli.options import (
    OUTPUT,
    ConfigFile,
    Jobs,
    MemoryLimit,
    Output,
    Paths,
    Quiet,
    TimeLimit,
    limits,
    tell_failures,
    write_out,
)

MODEL = "perflint_zh_models.reuse"
"""Imported by name: the engine knows no model."""


class Format(StrEnum):
    """How the comparison is printed."""

    TEXT = "text"
    JSON = "json"


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command("similar", cls=Command, help="找出指标雷同的项目，逐行对照")(similar)


def similar(
    paths: Paths,
    threshold: Annotated[
        float | None,
        typer.Option(
            "--threshold", min=0.01, max=1, help="相同指标占两套指标的比例达到多少算雷同（默认0.6）", metavar="比例"
        ),
    ] = None,
    template: Annotated[
        list[Path] | None, typer.Option("--template", help="模板文件：其中的指标不算照搬（可重复）", metavar="文件")
    ] = None,
    format: Annotated[Format, typer.Option("--format", "-f", help="输出格式", rich_help_panel=OUTPUT)] = Format.TEXT,  # noqa: A002 -- the option's name
    output: Output = None,
    config: ConfigFile = None,
    jobs: Jobs = None,
    time_limit: TimeLimit = 120.0,
    memory_limit: MemoryLimit = 4096,
    quiet: Quiet = False,
) -> int:
    """Print the clusters; the status is 2 when a document could not be read."""
    import importlib

    from perflint_zh.cli.configured import documents, settings
    from perflint_zh.cli.progress import shown
    from perflint_zh.engine.local import Machine, extract_all
    from perflint_zh.engine.run import first_of_each, read_templates
    from perflint_zh.report import data
    from perflint_zh.report import similar as report
    from perflint_zh.report.files import refuse_inputs

    chosen = settings(config, jobs=jobs).config
    found = documents(paths, chosen)
    templates = [*chosen.templates, *map(str, template or ())]
    refuse_inputs([output], [*found, *templates])
    declared = read_templates(templates)
    with shown(len(found), quiet=quiet) as progress:
        seen = first_of_each(extract_all(found, Machine(chosen.jobs, limits(time_limit, memory_limit)), progress))[0]
    failures = [failure for one in seen for failure in one.checked.failures]
    tell_failures(failures)
    budgets = [one.budget for one in seen if one.budget is not None]
    record = importlib.import_module(MODEL).compare(budgets, declared, threshold)
    write_out(
        data.to_json(record) if format is Format.JSON else report.rendered(record, plain=output is not None), output
    )
    return 2 if failures else 0
