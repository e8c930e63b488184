"""Settings from perflint.toml or `[tool.perflint]` in pyproject.toml, found upwards from where perflint runs.

A file that lies inside the checked folder below the working directory is never looked for: configuration can name rule files and plug-ins, and a
folder of documents of unknown origin must not.
"""

import difflib
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, get_args

import msgspec

from perflint_zh.errors import UsageError, reason_of
from perflint_zh.rule import Severity

FILE_NAME = "perflint.toml"


class Override(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """Settings for some documents: rules not used, or used with another severity, where path and department match."""

    files: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = {}


class Gate(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """A condition of the quality gate; `departments` empty means all."""

    departments: tuple[str, ...] = ()
    min_score: float = 0.0
    max_errors: int | None = None
    max_share_poor: float | None = None


class Config(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """Every setting with its default; names in the file are written with hyphens.

    select, ignore: slugs or families of rules. preview: also rules on trial. severity: slug → severity. settings: slug → setting → value.
    rules: TOML files with own term and pattern rules. plugins: names of installed rule plug-ins. templates: files whose texts are legitimate.
    allow: phrases that no finding may quote as a fault. profile: "template" allows declared placeholders.
    fail_on, min_score, gates: when the exit status is 1. baseline, waivers: side files. exclude: file patterns not read. jobs: processes.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    preview: bool = False
    severity: Mapping[str, Severity] = {}
    settings: Mapping[str, Mapping[str, Any]] = {}
    rules: tuple[str, ...] = ()
    plugins: tuple[str, ...] = ()
    templates: tuple[str, ...] = ()
    allow: tuple[str, ...] = ()
    profile: Literal["budget", "template"] = "budget"
    fail_on: Literal["error", "warning", "note", "never"] = "error"
    min_score: float | None = None
    gates: tuple[Gate, ...] = ()
    overrides: tuple[Override, ...] = ()
    exclude: tuple[str, ...] = ()
    baseline: str | None = None
    waivers: str | None = None
    jobs: int | None = None


class Found(msgspec.Struct, frozen=True):
    """A configuration and the file it came from (None: defaults)."""

    config: Config
    path: Path | None


CHOICES: Mapping[str, tuple[str, ...]] = {
    name: get_args(Config.__annotations__[name]) for name in ("profile", "fail_on")
}
KINDS = {
    "array": '列表，如 ["a", "b"]',
    "object": '表，如 { a = "b" }',
    "str": "带引号的文字",
    "int": "整数",
    "float": "数",
    "bool": "true 或 false",
}
"""What a value is called in TOML's own terms → how a message says it."""


def find_config(start: Path) -> Found:
    """Settings of the nearest perflint.toml or pyproject.toml with a perflint table, from `start` upwards."""
    for folder in (start, *start.parents):
        own = folder / FILE_NAME
        if own.is_file():
            return Found(read_config(own), own)
        project = folder / "pyproject.toml"
        if project.is_file() and "perflint" in _toml(project).get("tool", {}):
            return Found(read_config(project), project)
    return Found(Config(), None)


def read_config(path: Path) -> Config:
    """Settings of one file; paths in it are taken from the file's folder.

    Raises:
        UsageError: the file is missing or not TOML, or a key or value is wrong; the message names it and the nearest right one.

    """
    data = _toml(path)
    table = data.get("tool", {}).get("perflint", {}) if path.name == "pyproject.toml" else data
    _check_keys(table, Config, path, "")
    for name, kind in (("overrides", Override), ("gates", Gate)):
        for entry in table.get(name, ()):
            if isinstance(entry, dict):
                _check_keys(entry, kind, path, f"{name} 里的")
    try:
        config = msgspec.convert(table, Config)
    except msgspec.ValidationError as error:
        raise UsageError(f"{path}：{_told(str(error))}") from error
    base = path.parent

    def here(names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(str(base / name) for name in names)

    return msgspec.structs.replace(
        config,
        rules=here(config.rules),
        templates=here(config.templates),
        baseline=str(base / config.baseline) if config.baseline else None,
        waivers=str(base / config.waivers) if config.waivers else None,
    )


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        raise UsageError(f"没有设置文件：{path}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        at = re.search(r"line (\d+), column (\d+)", str(error))
        where = f"第{at[1]}行第{at[2]}个字附近" if at else "结尾处"
        raise UsageError(f"{path} 不是正确的 TOML，{where}写错（文字要加英文引号，列表写在方括号里）") from error
    except OSError as error:
        raise UsageError(f"无法读取设置文件{path}：{reason_of(error)}") from error


def _told(error: str) -> str:
    """What msgspec says of a wrong value, in Chinese with the setting's name."""
    said, _, at = error.partition(" - at `$.")
    name = re.sub(
        r"\[(\d+)\]\.?", lambda found: f" 第{int(found[1]) + 1}段 ", at.rstrip("`").replace("[...]", "")
    ).strip()
    wrong = re.fullmatch(r"Invalid enum value '(.*)'", said)
    if wrong:
        choices = CHOICES.get(name.replace("-", "_"), get_args(Severity))
        near = difflib.get_close_matches(wrong[1], choices, n=1)
        hint = f"，是否想写“{near[0]}”？" if near else f"；可用：{'、'.join(choices)}"
        return f"设置 {name} 不能是“{wrong[1]}”{hint}"
    kinds = re.fullmatch(r"Expected `(\w+)[^`]*`, got `(\w+)`", said)
    return f"设置 {name} 要写{KINDS.get(kinds[1], kinds[1])}" if kinds else f"设置 {name} 的值不对（{said}）"


def _check_keys(table: Mapping[str, Any], kind: type[msgspec.Struct], path: Path, where: str) -> None:
    known = kind.__struct_encode_fields__
    for key in table:
        if key not in known:
            near = difflib.get_close_matches(key, known, n=1)
            hint = f"，是否想写“{near[0]}”？" if near else f"；可用：{'、'.join(known)}"
            raise UsageError(f"{path}：没有{where}设置“{key}”{hint}")
