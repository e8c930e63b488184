"""What an office's settings make of the findings: other severities, exceptions by document, allowed phrases, the quality gate."""

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import PurePath
from typing import Any

import msgspec

from perflint_zh.check import Finding
from perflint_zh.config import Config, Gate, Override
from perflint_zh.errors import UsageError
from perflint_zh.patterns import expression
from perflint_zh.rule import FAMILIES, Rule, Severity
from perflint_zh.score import Scores

QUOTED = expression(r"“([^”]*)”")
"""What a message quotes from the document."""

DECLARED_PLACEHOLDER = expression(r"【[^】]+】|\{\{?[^}]+\}?\}|<[^>]+>|＜[^＞]+＞|[×xXＸ]{2,}|_{2,}|＿{2,}|…{2,}|□+")
"""How a template says that a text is to be filled in."""


def settled(findings: Iterable[Finding], config: Config) -> tuple[Finding, ...]:
    """Findings as the settings want them, in the same order."""
    return tuple(kept for finding in findings if (kept := _settled(finding, config)) is not None)


def _settled(finding: Finding, config: Config) -> Finding | None:
    if config.profile == "template" and _declared_placeholder(finding):
        return None
    if config.allow and not set(config.allow).isdisjoint(_quoted(finding)):
        return None
    severity = _looked_up(config.severity, finding) or finding.severity
    for override in config.overrides:
        if _applies(override, finding):
            if finding.rule in override.ignore or finding.family in override.ignore:
                return None
            severity = _looked_up(override.severity, finding) or severity
    return finding if severity == finding.severity else msgspec.structs.replace(finding, severity=severity)


def _looked_up(severities: Mapping[str, Severity], finding: Finding) -> Severity | None:
    """The severity set for the rule, else for its family."""
    return severities.get(finding.rule) or severities.get(finding.family)


def _applies(override: Override, finding: Finding) -> bool:
    by_file = not override.files or any(matches(finding.path, pattern) for pattern in override.files)
    by_department = not override.departments or any(
        fnmatchcase(finding.department or "", pattern) for pattern in override.departments
    )
    return by_file and by_department


def matches(path: str, pattern: str) -> bool:
    """Whether a file pattern (`模板/*.docx`, `*.txt`, `旧文件/`) means this path; a pattern without / means any folder."""
    name = PurePath(path).as_posix()
    pattern = f"{pattern}*" if pattern.endswith("/") else pattern
    tails = [name, *(name[at + 1 :] for at, letter in enumerate(name) if letter == "/")]
    return any(fnmatchcase(tail, pattern) for tail in tails)


def _quoted(finding: Finding) -> Iterator[str]:
    """Texts that a finding gives as the fault: what its message quotes and the strings of its evidence."""
    yield from QUOTED.findall(finding.message)
    for value in finding.evidence.values():
        yield from (text for text in (value if isinstance(value, list | tuple) else [value]) if isinstance(text, str))


def _declared_placeholder(finding: Finding) -> bool:
    if finding.rule != "placeholder-text":
        return False
    return any(DECLARED_PLACEHOLDER.search(text) for text in QUOTED.findall(finding.message))


def check_settings(config: Config, rules: Sequence[Rule]) -> None:
    """Refuse settings that name no rule, no family or no setting of the rule.

    Raises:
        UsageError: a name is wrong; the message gives the nearest right one.

    """
    by_slug = {rule.slug: rule for rule in rules}
    names = {*by_slug, *FAMILIES}
    for name in config.severity:
        _known(name, names, "severity 里")
    for override in config.overrides:
        for name in [*override.ignore, *override.severity]:
            _known(name, names, "overrides 里")
    for slug, settings in config.settings.items():
        _known(slug, set(by_slug), "settings 里")
        own: Mapping[str, Any] = by_slug[slug].settings
        for name, value in settings.items():
            _known(name, set(own), f"settings.{slug} 里")
            if own[name] is not None and not isinstance(value, _kind(own[name])):
                raise UsageError(f"设置 settings.{slug}.{name} 的值不对：{value!r}；默认 {own[name]!r}")


def _kind(default: object) -> type | tuple[type, ...]:
    """Types that a setting of this default may have."""
    if isinstance(default, bool):
        return bool
    if isinstance(default, int | float):
        return (int, float)
    return (list, tuple) if isinstance(default, list | tuple | set | frozenset) else type(default)


def _known(name: str, names: set[str], where: str) -> None:
    if name not in names:
        near = difflib.get_close_matches(name, sorted(names), n=1)
        hint = f"，是否想写“{near[0]}”？" if near else f"；可用：{'、'.join(sorted(names)) or '无'}"
        raise UsageError(f"设置文件的{where}没有“{name}”{hint}")


def missed_gates(gates: Iterable[Gate], findings: Sequence[Finding], scores: Scores) -> tuple[str, ...]:
    """What keeps the run from passing the quality gate, one Chinese sentence per department and condition."""
    said: list[str] = []
    for gate in gates:
        for department in scores.departments:
            name = department.department
            if gate.departments and not any(fnmatchcase(name, pattern) for pattern in gate.departments):
                continue
            errors = sum(f.severity == "error" and (f.department or f.path) == name for f in findings)
            poor = department.grades.get("差", 0) / max(1, department.projects)
            if department.score < gate.min_score:
                said.append(f"{name}得分{department.score:g}，低于{gate.min_score:g}")
            if gate.max_errors is not None and errors > gate.max_errors:
                said.append(f"{name}有{errors}处错误，超过{gate.max_errors}处")
            if gate.max_share_poor is not None and poor > gate.max_share_poor:
                said.append(f"{name}有{poor:.0%}的项目为差，超过{gate.max_share_poor:.0%}")
    return tuple(said)
