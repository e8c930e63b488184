"""Settings from perflint.toml or `[tool.perflint]` in pyproject.toml, found upwards from where perflint runs.

A file that lies inside the checked folder below the working directory is never looked for: configuration can name rule files and plug-ins, and a
folder of documents of unknown origin must not.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, get_args

import msgspec

from perflint_zh.errors import UsageError
from perflint_zh.rule import SEVERITIES, Severity
from perflint_zh.written import check_keys, read_toml, told

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
    **{name: get_args(Config.__annotations__[name]) for name in ("profile", "fail_on")},
    "severity": SEVERITIES,
}
WHAT = "设置文件"


def find_config(start: Path) -> Found:
    """Settings of the nearest perflint.toml or pyproject.toml with a perflint table, from `start` upwards."""
    for folder in (start, *start.parents):
        own = folder / FILE_NAME
        if own.is_file():
            return Found(read_config(own), own)
        project = folder / "pyproject.toml"
        if project.is_file() and "perflint" in read_toml(project, WHAT).get("tool", {}):
            return Found(read_config(project), project)
    return Found(Config(), None)


def read_config(path: Path) -> Config:
    """Settings of one file; paths in it are taken from the file's folder.

    Raises:
        UsageError: the file is missing or not TOML, or a key or value is wrong; the message names it and the nearest right one.

    """
    data = read_toml(path, WHAT)
    table = data.get("tool", {}).get("perflint", {}) if path.name == "pyproject.toml" else data
    check_keys(table, Config, f"{path}：没有设置")
    for name, kind in (("overrides", Override), ("gates", Gate)):
        for entry in table.get(name, ()):
            if isinstance(entry, dict):
                check_keys(entry, kind, f"{path}：没有{name} 里的设置")
    try:
        config = msgspec.convert(table, Config)
    except msgspec.ValidationError as error:
        raise UsageError(f"{path}：设置 {told(error, CHOICES)}") from error
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
