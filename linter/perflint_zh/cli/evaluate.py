"""`perflint evaluate`: recall and precision per rule on labelled documents."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from perflint_zh.cli.help import Command
from perflint_zh.cli.options import Jobs

if TYPE_CHECKING:
    from perflint_zh.evaluate import Counts, Labels
    from perflint_zh.result import Run


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command("evaluate", cls=Command, help="用带标注的文档衡量每条规则的查全率和准确率")(evaluate)


def evaluate(
    folder: Annotated[Path, typer.Argument(help="含 documents/ 和 labels/ 的文件夹", metavar="文件夹")],
    differences: Annotated[bool, typer.Option("--differences", help="另列每处漏报和误报")] = False,
    write: Annotated[Path | None, typer.Option("--write", help="把结果写成 Markdown", metavar="文件")] = None,
    jobs: Jobs = None,
) -> int:
    """Print the figures; the status is 1 when a rule on by default has a precision below 0.90 on errors and warnings."""
    import sys

    from perflint_zh.engine.local import Machine
    from perflint_zh.engine.local import run as run_local
    from perflint_zh.engine.run import Job
    from perflint_zh.errors import UsageError
    from perflint_zh.evaluate import evaluate as compare
    from perflint_zh.evaluate import read_all_labels
    from perflint_zh.report.files import write_text

    labels = read_all_labels(folder)
    if not labels:
        raise UsageError(f"{folder} 里没有标注文件（labels/defects/*.json）")
    paths = [str(folder / "documents" / label.file) for label in labels]
    job = Job(preview=True)
    rules = job.rules()
    run = run_local(paths, job, Machine(jobs))
    text = _markdown(run, labels, [rule.slug for rule in rules])
    sys.stdout.write(text)
    whole = compare(run.findings, labels, [rule.slug for rule in rules])
    if differences:
        for one in whole.differences:
            sys.stdout.write(
                f"{'漏报' if one.kind == 'miss' else '误报'} {one.file} {one.rule} {one.where} {one.message}\n"
            )
    if write is not None:
        write_text(write, text)
    low = [
        rule.slug
        for rule in rules
        if not rule.preview and (counts := whole.counts.get(rule.slug)) and (counts.precision or 1.0) < MIN_PRECISION
    ]
    for slug in low:
        print(f"perflint: {slug} 的准确率低于{MIN_PRECISION}", file=sys.stderr)  # noqa: T201 -- a message
    return int(bool(low))


MIN_PRECISION = 0.90
"""What a rule must reach to be on by default (RULES.md)."""


def _markdown(run: "Run", labels: list["Labels"], slugs: list[str]) -> str:
    from perflint_zh.evaluate import Counts
    from perflint_zh.evaluate import evaluate as compare

    parts = {
        "全部": compare(run.findings, labels, slugs).counts,
        "训练": compare(run.findings, [label for label in labels if label.split == "train"], slugs).counts,
        "留出": compare(run.findings, [label for label in labels if label.split == "held-out"], slugs).counts,
    }
    held = sum(label.split == "held-out" for label in labels)
    lines = [
        "# 规则在样例文档上的表现",
        "",
        f"由 `perflint evaluate corpus --write corpus/scores.md` 生成：{len(labels)}份文档，其中{held}份留出（见 corpus/README.md 对留出的说明）。",
        "查全率：标为必报（must）的缺陷中被报告的比例。准确率：报告的错误和警告中标为必报或可报（may）的比例，提示不计。括号内是处数。",
        "",
        "| 规则 | 查全率 | 准确率 | 留出查全率 | 留出准确率 |",
        "|---|---|---|---|---|",
    ]
    totals = {name: sum(counts.values(), Counts()) for name, counts in parts.items()}
    for slug in [*slugs, ""]:
        whole = parts["全部"].get(slug, Counts()) if slug else totals["全部"]
        out = parts["留出"].get(slug, Counts()) if slug else totals["留出"]
        if slug and whole == Counts():
            continue
        lines.append(
            f"| {slug or '合计'} | {_share(whole, 'recall')} | {_share(whole, 'precision')} | {_share(out, 'recall')} | {_share(out, 'precision')} |"
        )
    return "\n".join(lines) + "\n"


def _share(counts: "Counts", which: str) -> str:
    of, whole = (
        (counts.found, counts.found + counts.missed)
        if which == "recall"
        else (counts.right, counts.right + counts.alarms)
    )
    return f"{of / whole:.3f}（{of}/{whole}）" if whole else "—"
