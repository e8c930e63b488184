"""Findings as a table: CSV for spreadsheets and scripts, Markdown for issues and merge requests."""

import csv
import html
import io
from collections.abc import Iterator, Sequence

from perflint_zh.check import Finding
from perflint_zh.patterns import expression
from perflint_zh.report.inert import inert, one_line
from perflint_zh.result import Run
from perflint_zh.rule import SEVERITIES, SEVERITY_NAMES

HEADINGS = (
    "级别", "规则", "部门", "项目", "二级指标", "三级指标", "指标值", "位置", "问题", "修改建议", "把握", "文档", "指纹",
)  # fmt: skip

FORMULA_START = ("=", "+", "-", "@", "\t", "\r")
"""First characters by which a spreadsheet takes a text for a formula."""

MARKDOWN_MARKS = expression(r"[\\`*_{}\[\]#|~!]")


def csv_text(run: Run) -> str:
    """Findings and failures as CSV; texts that a spreadsheet would run as a formula have a ' in front."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    for finding in run.findings:
        writer.writerow([_cell(text) for text in _record(finding)])
    for failure in run.failures:
        told = ["未能检查", failure.stage, *[""] * 6, failure.reason, "", "", failure.path, ""]
        writer.writerow([_cell(text) for text in told])
    return stream.getvalue()


def _record(finding: Finding) -> Sequence[str]:
    return (
        SEVERITY_NAMES[finding.severity],
        finding.rule,
        finding.department or "",
        finding.project or "",
        finding.level2 or "",
        finding.indicator or "",
        finding.value or "",
        str(finding.place),
        finding.message,
        finding.suggestion,
        f"{finding.confidence:g}",
        finding.path,
        finding.fingerprint,
    )


def _cell(text: str) -> str:
    text = inert(text)
    return f"'{text}" if text.startswith(FORMULA_START) else text


def markdown_text(run: Run) -> str:
    """A summary, then one table per department, then what could not be checked."""
    return "\n".join(_markdown_lines(run)) + "\n"


def _markdown_lines(run: Run) -> Iterator[str]:
    counts = {severity: sum(finding.severity == severity for finding in run.findings) for severity in SEVERITIES}
    yield "## perflint 检查结果"
    yield ""
    yield (
        f"{len(run.budgets)}份文档，"
        + "、".join(f"{SEVERITY_NAMES[key]}{count}处" for key, count in counts.items())
        + "。"
    )
    if run.scores.departments:
        yield from ("", "| 部门 | 年度 | 得分 | 等级 | 项目 |", "|---|---|---:|---|---:|")
        for score in run.scores.departments:
            yield _row(score.department, str(score.year or ""), f"{score.score:.1f}", score.grade, str(score.projects))
    owner: tuple[str, str] | None = None
    for finding in run.findings:
        if owner != (finding.path, finding.department or ""):
            owner = (finding.path, finding.department or "")
            yield from ("", f"### {_text(finding.department or '（未识别部门）')} {_text(finding.path)}", "")
            yield from (
                "| 级别 | 位置 | 项目 | 指标 | 指标值 | 问题 | 修改建议 | 规则 |",
                "|---|---|---|---|---|---|---|---|",
            )
        yield _row(
            SEVERITY_NAMES[finding.severity], str(finding.place), finding.project or "", finding.indicator or "",
            finding.value or "", finding.message, finding.suggestion, finding.rule,
        )  # fmt: skip
    if run.failures:
        yield from ("", "### 未能检查", "", "| 文档 | 原因 |", "|---|---|")
        for failure in run.failures:
            yield _row(failure.path, failure.reason)


def _row(*texts: str) -> str:
    return "| " + " | ".join(map(_text, texts)) + " |"


def _text(text: str) -> str:
    """The text on one line, with nothing in it that Markdown or HTML would act upon."""
    escaped = MARKDOWN_MARKS.sub(lambda match: f"\\{match[0]}", one_line(text))
    # A bare address or @name would become a link or a message to somebody.
    return html.escape(escaped, quote=False).replace("://", "&#58;//").replace("@", "&#64;")
