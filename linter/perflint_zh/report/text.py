"""The terminal report: findings by department and project, then scores and what to do next."""

import io
from collections import Counter
from collections.abc import Iterable, Mapping

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from perflint_zh.check import Failure, Finding
from perflint_zh.report.inert import inert, one_line
from perflint_zh.report.wrapping import wrapped
from perflint_zh.result import Run
from perflint_zh.rule import FAMILIES, SEVERITIES, SEVERITY_NAMES, Rule, Severity

STYLES: Mapping[Severity, str] = {"error": "bold red", "warning": "yellow", "note": "cyan"}
GRADE_STYLES = {"优": "green", "良": "cyan", "中": "yellow", "差": "bold red"}
MOST_NAMED = 3
"""Kinds of finding named in the summary."""

MAX_RELATED = 5
"""Further rows listed under a finding; the rest are counted."""


def rendered(
    run: Run, rules: Iterable[Rule] = (), *, statistics: bool = False, closing: bool = True, plain: bool = False
) -> str:
    """The report as text: coloured for a terminal, plain for a pipe or a file; `rules` are those that ran, for their names."""
    console = _console(plain=plain)
    known = {rule.slug: rule for rule in rules}
    with console.capture() as captured:
        print_report(run, known, console, statistics=statistics, closing=closing)
    return _without_trailing_blanks(captured.get())


def _console(*, plain: bool) -> Console:
    terminal = Console()
    if plain or not terminal.is_terminal:
        return Console(file=io.StringIO(), width=100, no_color=True, force_terminal=False)
    return terminal


def _without_trailing_blanks(text: str) -> str:
    """The text as it is kept in a file; wrapped lines come padded to the width."""
    return "".join(f"{line.rstrip(' ')}\n" for line in text.splitlines())


def print_report(
    run: Run, rules: Mapping[str, Rule], console: Console, *, statistics: bool = False, closing: bool = True
) -> None:
    """Write the whole report to the console; `closing` adds what was checked and what to do next."""
    owner: tuple[str, ...] | None = None
    project: tuple[str | None, ...] | None = None
    for finding in run.findings:
        if owner != (finding.path, finding.department or ""):
            owner, project = (finding.path, finding.department or ""), None
            console.print()
            console.print(
                Text.assemble(
                    (one_line(finding.department or "（未识别部门）"), "bold"), "  ", (one_line(finding.path), "dim")
                )
            )
        if project != (finding.unit, finding.project):
            project = (finding.unit, finding.project)
            part = f"（{finding.unit}）" if finding.unit != "department" else ""
            console.print(
                Text.assemble(
                    "  ", (one_line(f"{finding.project}{part}") if finding.project else "文档整体", "bold blue")
                )
            )
        _print_finding(finding, rules, console)
    _print_empty(run, console)
    _print_failures(run.failures, console)
    if run.scores.departments:
        console.print()
        console.print(score_table(run))
    if statistics:
        console.print()
        console.print(statistics_table(run, rules))
    if closing:
        console.print()
        console.print(summary(run))
        for line in next_steps(run, rules):
            console.print(Text.assemble("  ", line), soft_wrap=True)


def _print_finding(finding: Finding, rules: Mapping[str, Rule], console: Console) -> None:
    """One finding: severity, place and rule; then what is wrong, the text itself, further rows and what to write instead."""
    name = rules[finding.rule].short if finding.rule in rules else ""
    console.print(
        Text.assemble(
            "    ", (SEVERITY_NAMES[finding.severity], STYLES[finding.severity]), f" {finding.place} ", (f"{name} ", "bold"),
            (finding.rule, "dim"),
        )
    )  # fmt: skip
    _indented(console, finding.message)
    if finding.indicator is not None:
        _indented(console, f"{finding.level2}｜{finding.indicator}｜{finding.value or '（空）'}", "原文 ", "dim")
    for related in finding.related[:MAX_RELATED]:
        own = related.project == finding.project
        parts = [part for part in (None if own else related.project, related.indicator, related.value) if part]
        place = f"  {related.place}" if related.place else ""
        _indented(console, "｜".join(parts) + place, "同上 " if own else "另见 ", "dim")
    if len(finding.related) > MAX_RELATED:
        _indented(console, f"共{len(finding.related)}处", "…… ", "dim")
    if finding.suggestion:
        _indented(console, finding.suggestion, "建议 ", "green")


def _indented(console: Console, text: str, head: str = "", style: str = "") -> None:
    """A paragraph set in by eight columns, so that long Chinese lines wrap under each other."""
    first, *rest = [
        line for part in f"{head}{inert(text)}".expandtabs().splitlines() for line in wrapped(part, console.width - 8)
    ] or [""]
    console.print(Text.assemble(" " * 8, (first[: len(head)], style), first[len(head) :]))
    for line in rest:
        console.print(Text(" " * 8 + line))


def _print_empty(run: Run, console: Console) -> None:
    for budget in run.budgets:
        if not budget.projects and not budget.unread:
            console.print()
            console.print(Text.assemble((one_line(budget.path), "bold"), "：没有绩效目标表"))
        for note in budget.notes:
            console.print(Text.assemble((f"{one_line(budget.path)}：", "dim"), one_line(note)))
    for copy, original in run.copies.items():
        console.print(Text(one_line(f"{copy}：与{original}内容相同，只报告一次"), style="dim"))


def _print_failures(failures: Iterable[Failure], console: Console) -> None:
    for failure in failures:
        console.print()
        console.print(Text.assemble(("未能检查 ", "bold red"), one_line(f"{failure.path}：{failure.reason}")))


def score_table(run: Run) -> Table:
    """Departments from best to worst with their blocks."""
    table = Table(title="部门得分", title_justify="left", box=None, pad_edge=False)
    table.add_column("部门", overflow="fold")
    table.add_column("年度")
    for heading in ("得分", "等级", "项目", "完整性", "相关性", "适当性", "可行性"):
        table.add_column(heading, justify="right")
    for score in run.scores.departments:
        table.add_row(
            escape(one_line(score.department)),
            str(score.year or ""),
            f"{score.score:.1f}",
            f"[{GRADE_STYLES[score.grade]}]{score.grade}[/]",
            str(score.projects),
            *(f"{points:.1f}" for points in score.blocks.values()),
        )
    return table


def project_table(run: Run) -> Table:
    """Projects in document order with their blocks."""
    table = Table(title="项目得分", title_justify="left", box=None, pad_edge=False)
    table.add_column("部门", overflow="fold")
    table.add_column("项目", overflow="fold")
    for heading in ("得分", "等级", "完整性", "相关性", "适当性", "可行性"):
        table.add_column(heading, justify="right")
    for score in run.scores.projects:
        table.add_row(
            escape(one_line(score.department or score.path)),
            escape(one_line(score.project)),
            f"{score.score:.1f}",
            f"[{GRADE_STYLES[score.grade]}]{score.grade}[/]",
            *(f"{points:.1f}" for points in score.blocks.values()),
        )
    return table


def rendered_table(table: Table, *, plain: bool) -> str:
    """A table as text."""
    console = _console(plain=plain)
    with console.capture() as captured:
        console.print(table)
    return _without_trailing_blanks(captured.get())


def statistics_table(run: Run, rules: Mapping[str, Rule]) -> Table:
    """Per rule: parts with findings, passed, not applicable and deferred, so that silence is not taken for a pass."""
    table = Table(title="规则统计（按检查对象计数）", title_justify="left", box=None, pad_edge=False)
    for heading in ("规则", "名称", "类别"):
        table.add_column(heading)
    for heading in ("有问题", "通过", "不适用", "暂缓"):
        table.add_column(heading, justify="right")
    for slug, counts in sorted(run.outcomes.items(), key=lambda entry: (-entry[1].found, entry[0])):
        table.add_row(
            slug,
            rules[slug].short if slug in rules else "",
            FAMILIES[rules[slug].family] if slug in rules else "",
            *map(str, (counts.found, counts.passed, counts.not_applicable, counts.deferred)),
        )
    return table


def summary(run: Run) -> Text:
    """What was checked and what was found."""
    counts = {severity: sum(finding.severity == severity for finding in run.findings) for severity in SEVERITIES}
    rows = sum(len(project.indicators) for budget in run.budgets for project in budget.projects)
    text = Text(f"检查了{len(run.budgets)}份文档、{sum(len(b.projects) for b in run.budgets)}个项目、{rows}条指标：")
    text.append("、".join(f"{SEVERITY_NAMES[severity]}{count}处" for severity, count in counts.items()))
    if run.failures:
        text.append(f"；{len(run.failures)}处未能检查", style="bold red")
    text.append("。")
    return text


def next_steps(run: Run, rules: Mapping[str, Rule]) -> list[Text]:
    """What a reader does next, the gravest first."""
    if not run.findings:
        return []
    told: list[Text] = []
    gravest = next(severity for severity in SEVERITIES if any(one.severity == severity for one in run.findings))
    of_rule = Counter(finding.rule for finding in run.findings if finding.severity == gravest)
    names = "、".join(
        f"{rules[slug].short if slug in rules else slug}{count}处" for slug, count in of_rule.most_common(MOST_NAMED)
    )
    told.append(
        Text.assemble(
            (f"先看{SEVERITY_NAMES[gravest]}", STYLES[gravest]),
            f"：{names}{'等' if len(of_rule) > MOST_NAMED else ''}。",
        )
    )
    lowest = min(run.scores.departments, key=lambda one: one.score, default=None)
    if lowest is not None and len(run.scores.departments) > 1:
        told.append(Text(f"得分最低：{one_line(lowest.department)}，{lowest.score:.1f}分。"))
    mendable = sum(finding.safe and finding.replacement is not None for finding in run.findings)
    if mendable:
        told.append(Text.assemble(f"{mendable}处写法可以自动改，先看会改什么：", ("perflint fix 路径 --diff", "bold")))
    worst = of_rule.most_common(1)[0][0]
    told.append(Text.assemble("一条规则的道理、例子和改法：", (f"perflint rules {worst}", "bold")))
    told.append(
        Text.assemble(
            "交给别人：网页报告 ", ("--html 报告.html", "bold"), "，工作簿 ", ("--xlsx 问题清单.xlsx", "bold"),
            "，批注 ", ("--annotate 文件夹", "bold"),
        )
    )  # fmt: skip
    return told
