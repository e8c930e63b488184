"""`perflint compare`: what a resubmission repaired, kept and broke."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from perflint_zh.cli.help import Command
from perflint_zh.cli.options import (
    OUTPUT,
    ConfigFile,
    Jobs,
    MemoryLimit,
    NoCache,
    Output,
    Quiet,
    TimeLimit,
    cache_folder,
    limits,
    write_out,
)

if TYPE_CHECKING:
    from perflint_zh.compare import Report
    from perflint_zh.config import Config
    from perflint_zh.engine.local import Machine


class Format(StrEnum):
    """How the comparison is printed."""

    TEXT = "text"
    JSON = "json"


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command("compare", cls=Command, help="比较两次报送：改好的、仍有的和新增的问题，得分变化")(compare)


def compare(
    old: Annotated[Path, typer.Argument(help="原来的文件、文件夹，或 check --format json 的结果", metavar="原来")],
    new: Annotated[Path, typer.Argument(help="新的，同上", metavar="新的")],
    format: Annotated[Format, typer.Option("--format", "-f", help="输出格式", rich_help_panel=OUTPUT)] = Format.TEXT,  # noqa: A002 -- the option's name
    output: Output = None,
    config: ConfigFile = None,
    jobs: Jobs = None,
    time_limit: TimeLimit = 120.0,
    memory_limit: MemoryLimit = 4096,
    no_cache: NoCache = False,
    quiet: Quiet = False,
) -> int:
    """Print the comparison; the status is 1 when there is a new error, 2 when a document could not be checked."""
    import msgspec

    from perflint_zh.cli.configured import documents, settings
    from perflint_zh.compare import as_text, compared
    from perflint_zh.engine.local import Machine
    from perflint_zh.report import data
    from perflint_zh.report.files import refuse_inputs
    from perflint_zh.report.inert import inert

    chosen = settings(config, jobs=jobs).config
    below = documents([path for path in (old, new) if path.is_dir()] or [old], chosen)
    refuse_inputs([output], [str(old), str(new), *below])
    machine = Machine(chosen.jobs, limits(time_limit, memory_limit), cache_folder(no_cache))
    comparison = compared(*(_report(path, chosen, machine, quiet=quiet) for path in (old, new)))
    text = data.to_json(msgspec.to_builtins(comparison)) if format is Format.JSON else inert(as_text(comparison))
    write_out(text, output)
    if comparison.failures:
        return 2
    changes = [change for department in comparison.departments for change in department.changes]
    return int(any(defect.severity == "error" for change in changes for defect in change.new))


def _report(path: Path, config: "Config", machine: "Machine", *, quiet: bool) -> "Report":
    """An earlier run's report, or one of a run made now."""
    from perflint_zh.cli.configured import documents, run_documents
    from perflint_zh.compare import read_report, report_of
    from perflint_zh.report.data import check_record

    if path.suffix.lower() == ".json":
        return read_report(path)
    run = run_documents(documents([path], config), config, machine, quiet=quiet)
    return report_of(check_record(run, 0.0))
