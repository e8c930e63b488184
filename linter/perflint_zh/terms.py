"""Rules that are only a list of terms or patterns, written as TOML, so that an office adds its own without programming.

    [[rule]]
    slug = "forbidden-wording"
    family = "clarity"                      # a family of the catalogue
    severity = "warning"
    field = "value"                         # name, description, value, basis or goal
    terms = ["按需", "视情况"]                 # or pattern = "…" (a regular expression)
    unless = "附件"                          # optional: no finding where this is found in the same text
    level2 = ["质量指标"]                     # optional: only under these 二级指标
    message = "指标值“{text}”含有“{match}”，没有可核对的标准"
    suggestion = "写出数量或验收标准"
    documentation = "为什么有这条规则"

    [[rule.bad]]
    value = "按需提供"
    [[rule.good]]
    value = "≥95%"

`bad` and `good` are tested by `perflint rules --test FILE`.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, get_args

import msgspec

from perflint_zh.budget import Indicator, Project
from perflint_zh.errors import UsageError
from perflint_zh.rule import FAMILIES, SEVERITIES, Check, Flaw, Outcome, Rule, Severity
from perflint_zh.written import check_keys, read_toml, told


class TermRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One entry of a rule file, as described above."""

    slug: str
    family: str
    field: Literal["name", "description", "value", "basis", "goal"]
    message: str
    severity: Severity = "warning"
    terms: tuple[str, ...] = ()
    pattern: str = ""
    unless: str = ""
    level2: tuple[str, ...] = ()
    suggestion: str = ""
    documentation: str = ""
    bad: tuple[Mapping[str, Any], ...] = ()
    good: tuple[Mapping[str, Any], ...] = ()


class RuleFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A whole rule file."""

    rule: tuple[TermRule, ...]


FIELDS: tuple[str, ...] = get_args(TermRule.__annotations__["field"])
CHOICES: Mapping[str, tuple[str, ...]] = {"field": FIELDS, "severity": SEVERITIES}


def read_term_rules(path: str) -> tuple[TermRule, ...]:
    """Entries of a rule file.

    Raises:
        UsageError: the file is missing, not TOML, or an entry is wrong; the message says which.

    """
    data = read_toml(Path(path), "规则文件")
    check_keys(data, RuleFile, f"规则文件{path}：规则写成 [[rule]]，没有")
    tables = data.get("rule", [])
    for number, table in enumerate(tables if isinstance(tables, list) else [], 1):
        if isinstance(table, dict):
            check_keys(table, TermRule, f"规则文件{path}：第{number}条规则没有字段")
    try:
        entries = msgspec.convert(data, RuleFile).rule
    except msgspec.ValidationError as error:
        raise UsageError(f"规则文件{path}：{told(error, CHOICES)}") from error
    for entry in entries:
        _check_entry(entry, path)
    return entries


def _check_entry(entry: TermRule, path: str) -> None:
    where = f"规则文件{path}的{entry.slug}"
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", entry.slug):
        raise UsageError(f"{where}：规则名只用小写字母、数字和连字符")
    if entry.family not in FAMILIES:
        raise UsageError(
            f"{where}：没有类别“{entry.family}”，可用：{'、'.join(f'{slug}（{name}）' for slug, name in FAMILIES.items())}"
        )
    if bool(entry.terms) == bool(entry.pattern):
        raise UsageError(f"{where}：terms 和 pattern 要有且只有一个")
    for text in (entry.pattern, entry.unless):
        try:
            re.compile(text)
        except re.error as error:
            raise UsageError(f"{where}：正则表达式“{text}”有误（{error}）") from error
    try:
        entry.message.format(text="", match="")
    except (KeyError, IndexError, ValueError) as error:
        raise UsageError(f"{where}：message 里只能用 {{text}} 和 {{match}}") from error


def read_rules(path: str) -> tuple[Rule, ...]:
    """The rules of a file, ready to run; errors as for `read_term_rules`."""
    return tuple(make_rule(entry) for entry in read_term_rules(path))


def make_rule(entry: TermRule) -> Rule:
    """A rule of its entry."""
    title = (entry.documentation or entry.message).partition("\n")[0]
    return Rule(
        slug=entry.slug,
        family=entry.family,
        part=Project if entry.field == "goal" else Indicator,
        severity=entry.severity,
        check=_check_of(entry),
        title=title,
        documentation=entry.documentation or title,
    )


def _check_of(entry: TermRule) -> Check:
    found = re.compile(entry.pattern or "|".join(map(re.escape, sorted(entry.terms, key=len, reverse=True))))
    unless = re.compile(entry.unless) if entry.unless else None

    def check(part: Indicator | Project) -> Iterator[Outcome]:
        text = getattr(part, entry.field) or ""
        if isinstance(part, Indicator) and entry.level2 and part.level2 not in entry.level2:
            return
        match = found.search(text)
        if match is not None and not (unless is not None and unless.search(text)):
            yield Flaw(entry.field, entry.message.format(text=text, match=match[0]), suggestion=entry.suggestion)

    return check
