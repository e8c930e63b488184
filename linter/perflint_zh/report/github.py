"""Workflow commands of GitHub Actions, which show findings beside the changed files."""

from perflint_zh.report.inert import inert
from perflint_zh.result import Run

COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}


def github_text(run: Run) -> str:
    """One command per finding and failure."""
    lines: list[str] = []
    for finding in run.findings:
        told = [finding.message, finding.suggestion, *(p for p in (finding.project, finding.indicator) if p)]
        place = "" if finding.place.line is not None else f"{finding.place} "
        properties = {"file": finding.path, "line": str(finding.place.line or 1), "title": finding.rule}
        lines.append(_command(COMMANDS[finding.severity], properties, place + "\n".join(part for part in told if part)))
    lines += [
        _command("error", {"file": failure.path, "title": f"未能检查（{failure.stage}）"}, failure.reason)
        for failure in run.failures
    ]
    return "".join(f"{line}\n" for line in lines)


def _command(name: str, properties: dict[str, str], message: str) -> str:
    given = ",".join(
        f"{key}={_escaped(value).replace(':', '%3A').replace(',', '%2C')}" for key, value in properties.items()
    )
    return f"::{name} {given}::{_escaped(message)}"


def _escaped(text: str) -> str:
    """One line of a workflow command: every kind of line end that Unicode knows is written as %0A."""
    return "%0A".join(inert(text).replace("%", "%25").splitlines())
