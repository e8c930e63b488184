"""`perflint extract`: the indicator records alone."""

from enum import StrEnum
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
from perflint_zh.errors import UsageError


class Format(StrEnum):
    """How records are printed."""

    JSON = "json"
    JSONL = "jsonl"
    PARQUET = "parquet"


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command("extract", cls=Command, help="只抽取指标记录，不检查")(extract)


def extract(
    paths: Paths,
    format: Annotated[Format, typer.Option("--format", "-f", help="输出格式", rich_help_panel=OUTPUT)] = Format.JSON,  # noqa: A002 -- the option's name
    output: Output = None,
    config: ConfigFile = None,
    jobs: Jobs = None,
    time_limit: TimeLimit = 120.0,
    memory_limit: MemoryLimit = 4096,
    quiet: Quiet = False,
) -> int:
    """Print one record per document; documents that cannot be read are named on standard error."""
    from perflint_zh.cli.configured import documents, settings
    from perflint_zh.cli.progress import shown
    from perflint_zh.engine.local import Machine, extract_all
    from perflint_zh.report import data
    from perflint_zh.report.files import refuse_inputs, write_bytes

    if format is Format.PARQUET and output is None:
        raise UsageError("--format parquet 要和 --output 文件 一起用")
    chosen = settings(config, jobs=jobs).config
    found = documents(paths, chosen)
    refuse_inputs([output], found)
    with shown(len(found), quiet=quiet) as progress:
        seen = list(extract_all(found, Machine(chosen.jobs, limits(time_limit, memory_limit)), progress))
    tell_failures((failure for one in seen for failure in one.checked.failures), what="读取")
    budgets = tuple(one.budget for one in seen if one.budget is not None)
    if format is Format.PARQUET and output is not None:
        from perflint_zh.report.parquet import parquet_bytes

        write_bytes(output, parquet_bytes(budgets))
    else:
        records = list(data.extract_records(budgets))
        text = data.to_json(records) if format is Format.JSON else "".join(map(data.to_json_line, records))
        write_out(text, output)
    return 2 if any(one.checked.failures for one in seen) else 0
