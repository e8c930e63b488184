"""Which rules a run has: our own package, installed plug-ins that the configuration names, and rule files."""

import difflib
import importlib
from collections.abc import Iterable, Sequence

from perflint_zh.errors import UsageError
from perflint_zh.rule import FAMILIES, Rule

DEFAULT_PACKAGE = "perflint_zh_rules"
"""Named here and imported by name: the engine knows no rule."""

ENTRY_POINTS = "perflint.rules"


def load_rules(plugins: Sequence[str] = (), files: Sequence[str] = ()) -> tuple[Rule, ...]:
    """All rules: the default package's, those of the named entry points, those of the named TOML files, sorted by slug.

    Raises:
        UsageError: a plug-in is not installed, a rule file is wrong, or two rules share a slug.

    """
    rules: list[Rule] = list(importlib.import_module(DEFAULT_PACKAGE).rules())
    for name in plugins:
        rules += _from_entry_point(name)
    if files:
        from perflint_zh.terms import read_rules

        for file in files:
            rules += read_rules(file)
    seen: dict[str, Rule] = {}
    for rule in rules:
        if rule.slug in seen:
            raise UsageError(f"两条规则同名：{rule.slug}；请在插件或规则文件中改名")
        seen[rule.slug] = rule
    return tuple(sorted(rules, key=lambda rule: rule.slug))


def _from_entry_point(name: str) -> Iterable[Rule]:
    from importlib.metadata import entry_points

    found = entry_points(group=ENTRY_POINTS, name=name)
    if not found:
        known = "、".join(sorted(point.name for point in entry_points(group=ENTRY_POINTS))) or "无"
        raise UsageError(f"没有安装规则插件“{name}”（已安装：{known}）")
    rules: Iterable[Rule] = next(iter(found)).load().rules()
    return rules


def select_rules(
    rules: Iterable[Rule], select: Sequence[str] = (), ignore: Sequence[str] = (), *, preview: bool = False
) -> tuple[Rule, ...]:
    """The rules asked for by slug or family; preview rules only with `preview` or by their own slug.

    Raises:
        UsageError: a name is neither a rule nor a family.

    """
    rules = tuple(rules)
    known = {rule.slug for rule in rules} | set(FAMILIES)
    for name in [*select, *ignore]:
        if name not in known:
            near = difflib.get_close_matches(name, sorted(known), n=1)
            hint = f"，是否想写“{near[0]}”？" if near else "；perflint rules 列出全部规则"
            raise UsageError(f"没有名为“{name}”的规则或类别{hint}")
    return tuple(
        rule
        for rule in rules
        if (not select or rule.slug in select or rule.family in select)
        and rule.slug not in ignore
        and rule.family not in ignore
        and (not rule.preview or preview or rule.slug in select)
    )
