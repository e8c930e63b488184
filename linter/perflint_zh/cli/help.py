"""Help and usage errors in Chinese: typer's own are English and count a Chinese character as one column."""

import shutil
from collections.abc import Iterable, Iterator
from typing import Any

from typer.core import TyperCommand, TyperGroup

from perflint_zh.report.wrapping import columns, wrapped

LEFT, NARROWEST, WIDEST = 24, 60, 100
"""Columns that the names of options take, and the widths between which a help page follows the terminal."""

OTHERS = "选项"
"""Heading of the options that belong to no group."""


class Command(TyperCommand):
    """A command whose help is written here."""

    def get_help(self, ctx: Any) -> str:
        """How it is called, then its arguments and options in groups."""
        parameters: list[Any] = self.get_params(ctx)
        arguments = [one.metavar for one in parameters if one.param_type_name == "argument"]
        groups: dict[str, list[tuple[str, str]]] = {}
        for one in parameters:
            if one.param_type_name == "argument":
                groups.setdefault("参数", []).append((one.metavar, one.help))
            else:
                groups.setdefault(one.rich_help_panel or OTHERS, []).append((_names(one), _told(one)))
        lines = [f"用法：{ctx.command_path} {' '.join([*arguments, '[选项]'])}", "", f"  {self.help}"]
        for heading, entries in groups.items():
            lines += ["", f"{heading}：", *_table(entries)]
        return "\n".join(lines)


class Group(TyperGroup):
    """The commands together."""

    def get_help(self, ctx: Any) -> str:
        """What the program does and its commands."""
        entries = [(name, self.commands[name].help or "") for name in self.list_commands(ctx)]
        return "\n".join(
            [
                f"用法：{ctx.command_path} 命令 [选项] 路径…",
                "",
                *(f"  {line}" for line in wrapped(self.help or "", _width() - 2)),
                "",
                "命令：",
                *_table(entries, 12),
                "",
                *(line for part in (self.epilog or "").splitlines() for line in wrapped(part, _width())),
            ]
        )


def _names(option: Any) -> str:
    """All spellings of an option with what follows it."""
    names = ", ".join(sorted(option.opts, key=len))
    follows = option.metavar or ("名称" if _choices(option) else "")
    return f"{names} {follows}".rstrip()


def _told(option: Any) -> str:
    """What an option does, what it may be and what it is when not given."""
    if option.name == "help":
        return "显示这些说明"
    told = option.help + (f"：{' '.join(_choices(option))}" if _choices(option) else "")
    default = getattr(option.default, "value", option.default)
    shown = option.show_default and not option.is_flag and isinstance(default, str | int | float)
    return f"{told}（默认 {f'{default:g}' if isinstance(default, float) else default}）" if shown else told


def _choices(parameter: Any) -> list[str]:
    return [str(getattr(one, "value", one)) for one in getattr(parameter.type, "choices", ())]


def wrong_value(parameter: Any, said: str) -> str:
    """What a value must be; `said` is typer's own words, for types that we do not use."""
    kind = parameter.type
    if _choices(parameter):
        return f"只能是 {'、'.join(_choices(parameter))}"
    least, most = getattr(kind, "min", None), getattr(kind, "max", None)
    if least is not None or most is not None:
        bounds = (f"不小于{least:g}" if least is not None else "", f"不大于{most:g}" if most is not None else "")
        return f"要写一个{'、'.join(filter(None, bounds))}的数"
    return said


def _table(entries: Iterable[tuple[str, str]], left: int = LEFT) -> Iterator[str]:
    """Two columns; a name too long for its column stands on a line of its own."""
    for name, told in entries:
        head = f"  {name}"
        first, *rest = wrapped(told, _width() - left - 2)
        if columns(head) > left:
            yield head
            yield " " * (left + 2) + first
        else:
            yield head + " " * (left + 2 - columns(head)) + first
        yield from (" " * (left + 2) + line for line in rest)


def _width() -> int:
    return min(max(shutil.get_terminal_size().columns, NARROWEST), WIDEST)
