"""JUnit XML: one suite per document, one case per rule that ran, so that CI systems show findings as failed tests."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from perflint_zh.check import Finding
from perflint_zh.report.inert import inert, one_line
from perflint_zh.result import Run
from perflint_zh.rule import SEVERITY_NAMES


def junit_text(run: Run) -> str:
    """The report; notes are told in a case that passes, failures to read are errors."""
    found: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in run.findings:
        found[finding.path, finding.rule].append(finding)
    slugs = sorted({*run.outcomes, *(finding.rule for finding in run.findings)})
    suites = [_suite(budget.path, slugs, found) for budget in run.budgets]
    suites += [
        _tag("testsuite", {"name": failure.path, "tests": 1, "failures": 0, "errors": 1}, [
            _tag("testcase", {"classname": failure.path, "name": failure.stage}, [
                _tag("error", {"message": failure.reason}, [])])])
        for failure in run.failures
    ]  # fmt: skip
    graves = sum(finding.severity != "note" for finding in run.findings)
    body = _tag("testsuites", {"name": "perflint", "failures": graves, "errors": len(run.failures)}, suites)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'


def _suite(path: str, slugs: Sequence[str], found: dict[tuple[str, str], list[Finding]]) -> str:
    cases: list[str] = []
    failures = 0
    for slug in slugs:
        findings = found.get((path, slug), [])
        if not findings:
            cases.append(_tag("testcase", {"classname": path, "name": slug}, []))
        for number, finding in enumerate(findings, start=1):
            name = slug if len(findings) == 1 else f"{slug} #{number}"
            attributes = {"classname": path, "name": name}
            told = f"{finding.place} {'｜'.join(p for p in (finding.project, finding.indicator, finding.value) if p)}"
            text = f"{told}\n{finding.suggestion}"
            if finding.severity == "note":
                inner = _tag("system-out", {}, [escape(inert(f"{finding.message}\n{text}"))])
            else:
                failures += 1
                inner = _tag(
                    "failure", {"type": finding.severity, "message": f"{SEVERITY_NAMES[finding.severity]}：{finding.message}"},
                    [escape(inert(text))],
                )  # fmt: skip
            cases.append(_tag("testcase", attributes, [inner]))
    return _tag("testsuite", {"name": path, "tests": len(cases), "failures": failures, "errors": 0}, cases)


def _tag(name: str, attributes: Mapping[str, object], inner: Sequence[str]) -> str:
    start = name + "".join(f" {key}={quoteattr(one_line(str(value)))}" for key, value in attributes.items())
    return f"<{start}>{''.join(inner)}</{name}>" if inner else f"<{start}/>"
