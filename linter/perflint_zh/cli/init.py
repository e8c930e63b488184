"""`perflint init`: a commented settings file; and the settings in force, shown as one."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from perflint_zh.cli.help import Command
from perflint_zh.config import FILE_NAME, Found
from perflint_zh.errors import UsageError, reason_of

TEMPLATE = """\
# perflint 的设置。去掉行首的“# ”即生效；命令行选项优先于本文件。
# perflint check --show-settings 显示实际生效的设置。路径从本文件所在的文件夹算起。

# 规则：只用这些、不用这些（规则名或类别，perflint rules 列出全部）；是否也用试行规则
# select = ["format", "completeness"]
# ignore = ["value-in-name"]
# preview = false

# 出现哪一级问题时退出码为 1：error、warning、note、never；部门得分的下限
# fail-on = "error"
# min-score = 60

# 不读的文档；并行进程数
# exclude = ["旧文件/", "*.tmp.docx"]
# jobs = 4

# 自己的规则文件、已安装的规则插件、文字可以照抄的模板文件
# rules = ["本单位规则.toml"]
# plugins = ["my-office"]
# templates = ["模板/样表.docx"]

# 允许的说法：引用它的问题不再报告
# allow = ["按需"]

# "template" 用于模板库：写明待填的占位（【待填】、{{名称}}、×××、____）不算问题
# profile = "budget"

# 已知问题的基线、豁免清单
# baseline = "perflint-baseline.json"
# waivers = "perflint-waivers.toml"

# 改变规则或类别的级别
# [severity]
# missing-basis = "note"

# 规则自己的设置（perflint rules 规则名 列出）
# [settings.uncovered-goal]

# 只对一部分文档或部门
# [[overrides]]
# files = ["历史/*.txt"]
# departments = ["*镇人民政府"]
# ignore = ["stale-year"]
# severity = { missing-basis = "note" }

# 质量门槛；departments 不写即全部部门
# [[gates]]
# departments = ["*局"]
# min-score = 70
# max-errors = 0
# max-share-poor = 0.2
"""


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command("init", cls=Command, help="在当前文件夹写一份带说明的 perflint.toml")(init)


def init(
    folder: Annotated[Path, typer.Argument(help="写到哪个文件夹", metavar="[文件夹]", show_default=False)] = Path(),
) -> int:
    """Write the file, never over another one."""
    import sys

    target = folder / FILE_NAME
    try:
        with target.open("x", encoding="utf-8") as stream:
            stream.write(TEMPLATE)
    except FileExistsError as error:
        raise UsageError(f"{target} 已经存在，不会覆盖；直接编辑它，或先改名") from error
    except OSError as error:
        raise UsageError(f"无法写入{target}：{reason_of(error)}") from error
    sys.stdout.write(f"已写{target}；每一项都注明了用法，去掉行首的“# ”即生效\n")
    return 0


def shown_settings(found: Found) -> str:
    """The settings in force as TOML that reads the same."""
    origin = f"来自 {found.path}" if found.path is not None else "没有设置文件，全部为默认值"
    config = msgspec.to_builtins(found.config)
    return f"# {origin}；命令行选项已计入\n" + "\n".join(_toml_lines(config)) + "\n"


def _toml_lines(config: Mapping[str, Any]) -> Iterator[str]:
    """Plain keys first, then tables, as TOML demands; what is not set is shown as a comment."""
    tables = {"severity", "settings", "overrides", "gates"}
    for name, value in config.items():
        if name not in tables:
            yield f"{name} = {_value(value)}" if value is not None else f"# {name} 未设"
    for name in ("severity", "settings"):
        if config[name]:
            yield f"{name} = {_value(config[name])}"
    for name in ("overrides", "gates"):
        for entry in config[name]:
            yield f"\n[[{name}]]"
            yield from (f"{key} = {_value(value)}" for key, value in entry.items() if value is not None)


def _value(value: Any) -> str:
    """A value as TOML; its strings are escaped as in JSON."""
    if isinstance(value, Mapping):
        return (
            "{ " + ", ".join(f"{json.dumps(str(k), ensure_ascii=False)} = {_value(v)}" for k, v in value.items()) + " }"
        )
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_value, value)) + "]"
    return json.dumps(value, ensure_ascii=False)
