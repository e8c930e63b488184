"""Options that several commands share, and what they mean."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from perflint_zh.errors import UsageError

if TYPE_CHECKING:
    from perflint_zh.check import Failure
    from perflint_zh.engine.limits import Limits

RULES, OUTPUT, GATE, RUN = "哪些规则", "输出", "把关", "运行"
"""Groups of options in the help."""

Paths = Annotated[
    list[Path], typer.Argument(help="文件或文件夹（文件夹连同子文件夹）", show_default=False, metavar="路径…")
]
Select = Annotated[
    list[str] | None,
    typer.Option("--select", help="只用这些规则或类别（逗号分隔，可重复）", metavar="规则", rich_help_panel=RULES),
]
Ignore = Annotated[
    list[str] | None, typer.Option("--ignore", help="不用这些规则或类别", metavar="规则", rich_help_panel=RULES)
]
Preview = Annotated[bool, typer.Option("--preview", help="也用试行规则", rich_help_panel=RULES)]
Output = Annotated[
    Path | None, typer.Option("--output", "-o", help="写入文件而不是屏幕", metavar="文件", rich_help_panel=OUTPUT)
]
Jobs = Annotated[
    int | None,
    typer.Option("--jobs", "-j", min=1, help="并行进程数（默认按处理器数）", metavar="N", rich_help_panel=RUN),
]
NoCache = Annotated[bool, typer.Option("--no-cache", help="不用也不写缓存", rich_help_panel=RUN)]
TimeLimit = Annotated[
    float, typer.Option("--time-limit", min=0.1, help="每个文件最多处理的秒数", metavar="秒", rich_help_panel=RUN)
]
MemoryLimit = Annotated[
    int, typer.Option("--memory-limit", min=64, help="每个进程最多用的内存", metavar="MiB", rich_help_panel=RUN)
]
ConfigFile = Annotated[
    Path | None,
    typer.Option(
        "--config",
        help="设置文件（默认向上查找 perflint.toml 或 pyproject.toml）",
        metavar="文件",
        rich_help_panel=RULES,
    ),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="不显示进度和总结", rich_help_panel=OUTPUT)]


class FailOn(StrEnum):
    """From which severity on findings make the exit status 1."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"
    NEVER = "never"


def names(given: Sequence[str] | None) -> tuple[str, ...]:
    """Names from options that may be repeated or separated by commas."""
    return tuple(name.strip() for entry in given or () for name in entry.replace("，", ",").split(",") if name.strip())


def found_documents(paths: Sequence[Path]) -> list[str]:
    """Documents under the paths, as given on the command line.

    Raises:
        UsageError: a path does not exist, or there is nothing to read.

    """
    from perflint_zh.read.folder import documents

    found = [str(path) for path in documents(paths)]
    if not found:
        from perflint_zh.read import SUFFIXES

        raise UsageError(f"没有找到可检查的文档：{'、'.join(map(str, paths))}（支持 {' '.join(sorted(SUFFIXES))}）")
    return found


def limits(time_limit: float, memory_limit: int) -> "Limits":
    """Limits for one file."""
    from perflint_zh.engine.limits import Limits

    return Limits(seconds=time_limit, memory=memory_limit)


def cache_folder(no_cache: bool) -> Path | None:
    """Where results are kept between runs."""
    from perflint_zh.cache import default_folder

    return None if no_cache else default_folder()


def tell_failures(failures: "Iterable[Failure]", what: str = "检查") -> None:
    """Name on standard error what could not be read or checked, one line each whatever the file's name holds."""
    import sys

    from perflint_zh.report.inert import one_line

    for failure in failures:
        print(f"perflint: 未能{what} {one_line(f'{failure.path}：{failure.reason}')}", file=sys.stderr)  # noqa: T201 -- a message


def write_out(text: str | Iterable[str], output: Path | None) -> None:
    """Print a text or its pieces, or write it beside the file and rename, so that no half-written output is ever seen."""
    pieces = (text,) if isinstance(text, str) else text
    if output is None:
        import sys

        sys.stdout.writelines(pieces)
        return
    from perflint_zh.report.files import write_pieces

    write_pieces(output, pieces)
