"""SARIF 2.1.0, as code hosts and editors read it."""

import urllib.parse
from collections.abc import Iterable, Mapping
from typing import Any

from perflint_zh import __version__
from perflint_zh.check import Finding
from perflint_zh.document import Place
from perflint_zh.report.inert import inert
from perflint_zh.result import Run
from perflint_zh.rule import FAMILIES, Rule, Severity

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS: Mapping[Severity, str] = {"error": "error", "warning": "warning", "note": "note"}
FINGERPRINT = "perflintFingerprint/v1"


def sarif_record(run: Run, rules: Iterable[Rule]) -> dict[str, Any]:
    """One SARIF log with one run; `rules` are those that ran."""
    listed = sorted(rules, key=lambda rule: rule.slug)
    numbers = {rule.slug: number for number, rule in enumerate(listed)}
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "perflint",
                        "version": __version__,
                        "semanticVersion": __version__,
                        "language": "zh-CN",
                        "rules": [_rule(rule) for rule in listed],
                    }
                },
                # Readers of documents count characters as people do, not as UTF-16 does.
                "columnKind": "unicodeCodePoints",
                "invocations": [
                    {
                        "executionSuccessful": not run.failures,
                        "toolExecutionNotifications": [
                            {
                                "level": "error",
                                "message": {"text": inert(failure.reason)},
                                "locations": [_location(failure.path)],
                                "properties": {"stage": failure.stage},
                            }
                            for failure in run.failures
                        ],
                    }
                ],
                "results": [_result(finding, numbers) for finding in run.findings],
            }
        ],
    }


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.slug,
        "shortDescription": {"text": inert(rule.title) or rule.slug},
        "fullDescription": {"text": inert(rule.title) or rule.slug},
        "help": {"text": inert(rule.documentation) or rule.slug, "markdown": inert(rule.documentation) or rule.slug},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "properties": {"tags": [rule.family, FAMILIES[rule.family]], "preview": rule.preview},
    }


def _result(finding: Finding, numbers: Mapping[str, int]) -> dict[str, Any]:
    text = f"{finding.message}。建议：{finding.suggestion}" if finding.suggestion else finding.message
    if finding.place.line is None:
        text = f"{finding.place}：{text}"
    record: dict[str, Any] = {
        "ruleId": finding.rule,
        "level": LEVELS[finding.severity],
        "rank": round(100.0 * finding.confidence, 1),
        "message": {"text": inert(text) or finding.rule},
        "locations": [_location(finding.path, finding.place, finding.value, _owner(finding))],
        "partialFingerprints": {FINGERPRINT: finding.fingerprint},
        "properties": {
            key: inert(value)
            for key, value in (
                ("department", finding.department),
                ("project", finding.project),
                ("level2", finding.level2),
                ("indicator", finding.indicator),
                ("value", finding.value),
                ("field", finding.field),
            )
            if value is not None
        },
    }
    if finding.rule in numbers:
        record["ruleIndex"] = numbers[finding.rule]
    related = [
        {
            "id": number,
            **_location(other.path or finding.path, other.place, other.value),
            "message": {
                "text": inert("｜".join(p for p in (other.project, other.indicator, other.value) if p)) or "另见"
            },
        }
        for number, other in enumerate(finding.related, start=1)
    ]
    return {**record, "relatedLocations": related} if related else record


def _owner(finding: Finding) -> str:
    return "/".join(part for part in (finding.department, finding.project, finding.indicator) if part)


def _location(
    path: str, place: Place | None = None, snippet: str | None = None, owner: str | None = None
) -> dict[str, Any]:
    """Where it is: a line in text files; in others the first line and the place as people say it."""
    line = place.line if place is not None else None
    # Code hosts refuse a result without a line.
    region: dict[str, Any] = {"startLine": line or 1}
    if line is not None and snippet:
        region["snippet"] = {"text": inert(snippet)}
    physical = {"artifactLocation": {"uri": uri(path)}, "region": region}
    record: dict[str, Any] = {"physicalLocation": physical}
    if place is not None and (owner or line is None):
        record["logicalLocations"] = [{"fullyQualifiedName": inert(f"{owner or path}（{place}）"), "kind": "member"}]
    return record


def uri(path: str) -> str:
    """A path as a relative reference, or as file: when it is absolute."""
    quoted = urllib.parse.quote(path.replace("\\", "/").encode("utf-8", "surrogateescape"))
    return f"file://{quoted}" if quoted.startswith("/") else quoted
