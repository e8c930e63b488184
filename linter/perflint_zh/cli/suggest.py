"""`perflint suggest`: indicators that would fit each project."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Annotated, Any

import typer

from perflint_zh.cli.help import Command
from perflint_zh.cli.options import ConfigFile, Jobs, MemoryLimit, Output, Paths, Quiet, TimeLimit, limits, write_out

MODEL = "perflint_zh_models.suggest"
"""Imported by name: the linter does not depend on models."""


class Format(StrEnum):
    """How suggestions are printed."""

    TEXT = "text"
    JSON = "json"


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command("suggest", cls=Command, help="从指标库为每个项目推荐指标，先补缺的类别")(suggest)


def suggest(
    paths: Paths,
    each: Annotated[int, typer.Option("--each", min=1, max=20, help="每个缺的类别最多推荐几条", metavar="N")] = 2,
    format: Annotated[Format, typer.Option("--format", "-f", help="输出格式")] = Format.TEXT,  # noqa: A002 -- the option's name
    output: Output = None,
    config: ConfigFile = None,
    jobs: Jobs = None,
    time_limit: TimeLimit = 120.0,
    memory_limit: MemoryLimit = 4096,
    quiet: Quiet = False,
) -> int:
    """Print suggestions; the status is 2 when a document could not be read."""
    import importlib
    import sys

    import msgspec

    from perflint_zh.cli.configured import documents, settings
    from perflint_zh.cli.progress import shown
    from perflint_zh.engine.local import Machine, extract_all
    from perflint_zh.report import data
    from perflint_zh.report.files import refuse_inputs
    from perflint_zh.report.inert import inert

    chosen = settings(config, jobs=jobs).config
    found = documents(paths, chosen)
    refuse_inputs([output], found)
    with shown(len(found), quiet=quiet) as progress:
        seen = list(extract_all(found, Machine(chosen.jobs, limits(time_limit, memory_limit)), progress))
    failures = [failure for one in seen for failure in one.checked.failures]
    for failure in failures:
        print(f"perflint: 未能读取 {failure.path}：{failure.reason}", file=sys.stderr)  # noqa: T201 -- a message
    advise = importlib.import_module(MODEL).advice
    advice = [told for one in seen if one.budget is not None for told in advise(one.budget, each=each)]
    if format is Format.JSON:
        text = data.to_json([msgspec.to_builtins(told) for told in advice])
    else:
        text = inert("".join(f"{line}\n" for line in _lines(advice)))
    write_out(text, output)
    return 2 if failures else 0


def _lines(advice: Sequence[Any]) -> Iterator[str]:
    owner = None
    for told in advice:
        if owner != (told.path, told.department):
            owner = (told.path, told.department)
            yield f"{told.department or '（未识别部门）'}  {told.path}"
        unit = f"（{told.unit}）" if told.unit != "department" else ""
        yield f"  {told.project}{unit}  类型：{'、'.join(told.kinds) or '未能判断'}"
        if told.missing:
            yield f"    这类项目常有而本表没有：{'、'.join(told.missing)}"
        for entry in told.suggestions:
            mark = "补" if entry.missing else "可加"
            yield f"    {mark} {entry.level2}｜{entry.name}｜{entry.value}（{entry.kind}）"
            yield f"       {entry.description}；依据：{entry.basis}"
    if advice:
        yield "数值只是样例，按本项目的工作计划和标准改写；没有对应工作的指标不要照搬。"
    else:
        yield "没有找到绩效目标表。"
