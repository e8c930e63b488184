"""`perflint fix`: repair what can be repaired, on copies."""

import os
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from perflint_zh.cli.help import Command
from perflint_zh.cli.options import (
    ConfigFile,
    Ignore,
    Jobs,
    MemoryLimit,
    Paths,
    Quiet,
    Select,
    TimeLimit,
    limits,
    names,
)
from perflint_zh.errors import UsageError, reason_of

if TYPE_CHECKING:
    from perflint_zh.config import Config
    from perflint_zh.fix import Fixed
    from perflint_zh.fixing.edit import Edit
    from perflint_zh.rule import Rule

DEFAULT_FOLDER = Path("perflint-fixed")


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command("fix", cls=Command, help="修正写法（在副本上），--diff 先看改什么")(fix)


def fix(
    paths: Paths,
    diff: Annotated[bool, typer.Option("--diff", help="只显示会改什么，不写文件；有可改的退出码为1")] = False,
    unsafe: Annotated[
        bool, typer.Option("--unsafe", help="也做可能改变意思的修改（方向、单位、年份），改后须人工核对")
    ] = False,
    output: Annotated[
        Path, typer.Option("--output", "-o", help="副本写到哪个文件夹", metavar="文件夹")
    ] = DEFAULT_FOLDER,
    in_place: Annotated[
        bool, typer.Option("--in-place", help="直接改原文件（有版本管理时用）；有改动退出码为1")
    ] = False,
    select: Select = None,
    ignore: Ignore = None,
    config: ConfigFile = None,
    jobs: Jobs = None,
    time_limit: TimeLimit = 120.0,
    memory_limit: MemoryLimit = 4096,
    quiet: Quiet = False,
) -> int:
    """Repair and tell what was done; the status is 2 when a document could not be read."""
    import sys

    from perflint_zh.cli.configured import documents, job_of, settings
    from perflint_zh.cli.progress import shown
    from perflint_zh.engine.limits import Lost
    from perflint_zh.engine.pool import answers
    from perflint_zh.report.files import refuse_inputs, write_bytes
    from perflint_zh.report.inert import inert

    chosen = settings(config, select=names(select), ignore=names(ignore), jobs=jobs).config
    # Only rules that can say how to write it right are asked; the others cost time.
    rules = [rule for rule in job_of(chosen).rules() if rule.fix is not None]
    found = documents(paths, chosen)
    targets = dict(zip(found, found if in_place else _copies(found, output), strict=True))
    if not in_place:
        refuse_inputs(map(Path, targets.values()), found)
    fixed: list[Fixed] = []
    work = partial(_work, rules=rules, config=chosen, unsafe=unsafe)
    with shown(len(found), quiet=quiet) as progress:
        workers = answers(found, work, chosen.jobs or os.cpu_count() or 1, limits(time_limit, memory_limit))
        for path, answer in zip(found, workers, strict=True):
            fixed.append(_failed(path, answer.reason) if isinstance(answer, Lost) else _decoded(answer, path))
            if progress is not None:
                progress(path)
    for one in fixed:
        if one.data is not None and not diff:
            target = Path(targets[one.path])
            if not in_place:
                _make_folder(target.parent)
            write_bytes(target, one.data)
        sys.stdout.write("".join(f"{inert(line)}\n" for line in _told(one, None if diff else targets[one.path])))
    changes = sum(len(one.edits) for one in fixed)
    if not quiet:
        sys.stdout.write(_summary(fixed, changes, diff=diff, unsafe=unsafe))
    if any(one.failure for one in fixed):
        return 2
    return int(bool(changes) and (diff or in_place))


def _work(path: str, *, rules: Sequence["Rule"], config: "Config", unsafe: bool) -> bytes:
    import msgspec

    from perflint_zh.engine.limits import shown_path
    from perflint_zh.errors import ReadError
    from perflint_zh.fix import Fixed, repair
    from perflint_zh.read import read_bytes

    file, path = Path(path), shown_path(path)
    try:
        fixed = repair(path, read_bytes(file), rules, config, unsafe=unsafe)
    except ReadError as error:
        fixed = Fixed(path, failure=str(error))
    except MemoryError:
        raise
    except RecursionError:
        fixed = Fixed(path, failure="文件结构嵌套过深，未读取")
    except Exception as error:  # noqa: BLE001 -- a crash must cost one file only
        fixed = Fixed(path, failure=f"程序出错（{type(error).__name__}: {error}），请把此文件反馈给维护者")
    # A path may hold bytes that are no text, which the encoding refuses; the receiver knows it anyway.
    return msgspec.msgpack.encode(msgspec.structs.replace(fixed, path=""))


def _decoded(answer: bytes, path: str) -> "Fixed":
    import msgspec

    from perflint_zh.fix import Fixed

    return msgspec.structs.replace(msgspec.msgpack.decode(answer, type=Fixed), path=path)


def _failed(path: str, reason: str) -> "Fixed":
    from perflint_zh.fix import Fixed

    return Fixed(path, failure=reason)


def _copies(found: Sequence[str], folder: Path) -> list[str]:
    """Where the copies go: the same names below the folder that all documents have in common."""
    parents = [os.path.dirname(os.path.abspath(path)) for path in found]  # noqa: PTH100, PTH120 -- links stay links
    try:
        root = os.path.commonpath(parents)
    except ValueError as error:
        raise UsageError("文档在不同的磁盘上，请分开处理") from error
    return [str(folder / os.path.relpath(path, root)) for path in found]


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"无法建立文件夹{folder}：{reason_of(error)}") from error


def _told(one: "Fixed", target: str | None) -> Iterator[str]:
    """What happened to one document, a line or a few for each change."""
    if one.failure:
        yield f"{one.path}：未能处理，{one.failure}"
        return
    if one.unwritable:
        yield f"{one.path}：有{len(one.refused)}处可改，但这种格式不能写回，请在原程序中改正或另存为 .docx、.xlsx、.txt"
        return
    if one.edits:
        yield f"{one.path} → {target}" if target is not None and target != one.path else one.path
        for edit in one.edits:
            yield f"  {edit.place} {_about(edit)}"
            yield f"    - {_line(edit.old)}"
            yield f"    + {_line(edit.new)}"
    for edit in one.refused:
        yield f"{one.path}：{edit.place} {_about(edit)} 要人工改为“{_line(edit.new)}”（内容分在几格、出自公式或改后仍有问题）"


def _about(edit: "Edit") -> str:
    where = "｜".join(part for part in (edit.project, edit.indicator if edit.field != "goal" else "绩效目标") if part)
    return f"{where}（{edit.rule or '书写'}）"


def _line(text: str) -> str:
    from perflint_zh.report.inert import one_line

    return one_line(text)


def _summary(fixed: Sequence["Fixed"], changes: int, *, diff: bool, unsafe: bool) -> str:
    files = sum(bool(one.edits) for one in fixed)
    if not changes:
        return "没有可以自动修正的写法\n" if unsafe else "没有可以放心修正的写法；--unsafe 还会改方向、单位和年份\n"
    return f"{'会改' if diff else '已改'}{files}份文档的{changes}处\n"
