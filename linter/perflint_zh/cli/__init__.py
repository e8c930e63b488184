"""The command line: one module per command, each importing what it needs when it runs.

Results go to standard output, progress and messages to standard error. Exit status 0 clean, 1 findings, 2 not fully checked.
"""

import io
import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NoReturn

import typer
from typer.exceptions import TyperException

from perflint_zh.cli import check, compare, evaluate, extract, fix, init, rules, score, similar, suggest
from perflint_zh.cli.help import Group, wrong_value
from perflint_zh.errors import PerflintError, reason_of
from perflint_zh.report.inert import one_line

app = typer.Typer(
    cls=Group,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="检查部门预算绩效目标表：perflint 文件夹/ 即可开始；perflint 命令 --help 查看各命令的选项。",
    epilog="退出码：0 没有达到 --fail-on 的问题；1 有；2 有文件没能检查或命令写错。\n"
    "perflint --version 显示版本；perflint --install-completion 装上命令补全（bash、zsh、fish、PowerShell）。",
)
for module in (check, extract, score, similar, fix, compare, suggest, rules, init, evaluate):
    module.add_to(app)

OWN_OPTIONS = ("--help", "--install-completion", "--show-completion")
"""Options of the program itself; any other first word is a path or an option of `check`."""

NOT_FULLY_CHECKED = 2
INTERRUPTED = 130


class _Ended(BaseException):
    """A signal asked for the end: everything is left in the way an exception leaves it, temporary files and workers included."""

    def __init__(self, number: int) -> None:
        self.number = number


def run(arguments: Sequence[str]) -> int:
    """Run one command and give its exit status; every error is one line on standard error."""
    arguments = list(arguments)
    if arguments and arguments[0] not in {*commands(), *OWN_OPTIONS}:
        meant = _command_meant(arguments[0])
        if meant is not None:
            return _fail(f"没有名为“{arguments[0]}”的命令或文件，是否想写 {meant}？")
        # `perflint PATH…` is `perflint check PATH…`.
        arguments.insert(0, "check")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # File names may hold bytes that no encoding knows, and a terminal's encoding may lack ≥.
            stream.reconfigure(errors="backslashreplace")
    try:
        with _ending_on_signals():
            status = app(arguments, prog_name="perflint", standalone_mode=False)
            sys.stdout.flush()
    except PerflintError as error:
        return _fail(str(error))
    except (KeyboardInterrupt, typer.Abort):
        return _fail("已中断，未完成的结果没有写出", INTERRUPTED)
    except _Ended as end:
        return _fail("已中断，未完成的结果没有写出", 128 + end.number)
    except TyperException as error:
        if type(error).__name__ == "NoArgsIsHelpError":
            print(error)  # noqa: T201 -- the help text
            return NOT_FULLY_CHECKED
        return _fail(_in_chinese(error))
    except BrokenPipeError:
        # The reader of a pipe (head, less) has seen enough; a second error at exit is avoided.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        return _fail(f"{reason_of(error)}：{error.filename}" if error.filename else reason_of(error))
    except Exception as error:
        if os.environ.get("PERFLINT_DEBUG"):
            raise
        return _fail(f"程序出错（{type(error).__name__}: {error}）；请反馈给维护者，设置 PERFLINT_DEBUG=1 可看详情")
    return status if isinstance(status, int) else 0


@contextmanager
def _ending_on_signals() -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def end(number: int, _frame: object) -> NoReturn:
        raise _Ended(number)

    # Whoever started us with a signal ignored (nohup) means it.
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    before = {number: handler for number, handler in before.items() if handler is not signal.SIG_IGN}
    try:
        for number in before:
            signal.signal(number, end)
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def commands() -> list[str]:
    """Names of the commands."""
    return [command.name for command in app.registered_commands if command.name]


def _command_meant(word: str) -> str | None:
    """The command that a word is nearly, when it is neither a path nor an option."""
    if word.startswith("-") or os.path.lexists(word):
        return None
    import difflib

    return next(iter(difflib.get_close_matches(word, commands(), n=1, cutoff=0.75)), None)


def _fail(message: str, status: int = NOT_FULLY_CHECKED) -> int:
    print(f"perflint: {one_line(message)}", file=sys.stderr)  # noqa: T201 -- the one line for the user
    return status


def _in_chinese(error: TyperException) -> str:
    """A usage error in one line; typer keeps the classes of its errors private, so they are told apart by name."""
    parameter: Any = getattr(error, "param", None)
    match type(error).__name__:
        case "NoSuchOption":
            near = getattr(error, "possibilities", None)
            return f"没有选项 {getattr(error, 'option_name', '')}" + (
                f"，是否想写 {near[0]}？" if near else "；--help 列出全部选项"
            )
        case "MissingParameter":
            command = getattr(getattr(error, "ctx", None), "command_path", "perflint")
            return f"缺少参数：{parameter.metavar}；{command} --help 查看用法"
        case "BadParameter" if parameter is not None:
            return f"选项 {'/'.join(parameter.opts)} 的值不对：{wrong_value(parameter, error.message)}"
        case _:
            return f"命令写错：{error.format_message()}；--help 查看用法"
