"""The rules as documentation: a list of all, and a page for one with its examples."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from perflint_zh.rule import FAMILIES, SEVERITY_NAMES, Rule
from perflint_zh.testing import Example, examples_beside


def listing(rules: Iterable[Rule]) -> str:
    """All rules by family, one line each."""
    lines: list[str] = []
    rules = list(rules)
    for family, chinese in FAMILIES.items():
        members = [rule for rule in rules if rule.family == family]
        if members:
            lines.append(f"{chinese}（{family}）")
            lines += [
                f"  {rule.slug:26}{SEVERITY_NAMES[rule.severity]}{'（试行）' if rule.preview else ''}  {rule.title}"
                for rule in members
            ]
            lines.append("")
    lines.append("perflint rules 规则名 查看一条规则的道理、例子和改法")
    return "\n".join(lines) + "\n"


def page(rule: Rule) -> str:
    """One rule explained, in Markdown: what, why, wrong and right examples, settings."""
    lines = [
        f"# {rule.slug}",
        "",
        f"{FAMILIES[rule.family]} · {SEVERITY_NAMES[rule.severity]}{' · 试行' if rule.preview else ''}",
        "",
    ]
    lines += [rule.documentation, ""]
    try:
        examples = list(examples_beside(rule))
    except FileNotFoundError:
        examples = []
    for title, chosen in (
        ("应报告", [e for e in examples if e.flags]),
        ("不应报告", [e for e in examples if not e.flags]),
    ):
        if chosen:
            lines += [f"## {title}", ""]
            for example in chosen:
                lines += _example(example)
            lines.append("")
    if rule.settings:
        lines += ["## 设置", "", *(f"- `{name}`：默认 {default!r}" for name, default in rule.settings.items()), ""]
    return "\n".join(lines)


def _example(example: Example) -> Sequence[str]:
    why = f"（{example.why}）" if example.why else ""
    return [f"- {_told(example.source)}{why}"]


def _told(source: Mapping[str, Any], depth: int = 0) -> str:
    """An example's fields as text; rows of a project are indented below it."""
    own = "；".join(
        f"{key} = {value}"
        for key, value in source.items()
        if not isinstance(value, list) or not any(isinstance(v, dict) for v in value)
    )
    nested = [
        f"\n{'  ' * (depth + 1)}- {_told(entry, depth + 1)}"
        for value in source.values()
        if isinstance(value, list)
        for entry in value
        if isinstance(entry, dict)
    ]
    return (own or "…") + "".join(nested)


def record(rule: Rule) -> dict[str, Any]:
    """One rule as JSON."""
    return {
        "rule": rule.slug,
        "family": rule.family,
        "severity": rule.severity,
        "preview": rule.preview,
        "fix": rule.fix,
        "title": rule.title,
        "documentation": rule.documentation,
        "settings": dict(rule.settings),
    }
