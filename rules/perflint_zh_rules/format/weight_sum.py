"""weight-sum."""

from collections.abc import Iterator

from perflint_zh.budget import Project
from perflint_zh.extract.value import parse_value
from perflint_zh.rule import Flaw, NotApplicable, Outcome, rule

SUMS = (100.0, 90.0)
"""100, or 90 where 预算执行率 (10 points) is scored apart from the table."""

TOLERANCE = 0.05


@rule(Project, severity="warning")
def weight_sum(project: Project) -> Iterator[Outcome]:
    """权重合计不对：各指标的权重（分值）加起来不是满分。

    权重合计不对，自评和评价的总分就算不出来。

    写法：合计 95 → 调整到 100（预算执行率另计 10 分的表样为 90）。

    依据：财政部《项目支出绩效评价管理办法》（财预〔2020〕10号）：预算执行率 10 分，其余指标 90 分。

    误报：没有权重或分值一列的表样不适用；有一行权重空着时不作判断。
    """
    rows = [row for row in project.indicators if not row.duplicate_row]
    quantities = [parse_value(row.weight) if row.weight else None for row in rows]
    numbers = [quantity.number for quantity in quantities if quantity is not None and quantity.number is not None]
    if not rows or len(numbers) != len(rows):
        yield NotApplicable()
        return
    total = sum(numbers)
    if total <= 1.5:
        # Shares of one instead of points.
        total *= 100.0
    if not any(abs(total - whole) <= TOLERANCE for whole in SUMS):
        shown = "＋".join(f"{number:g}" for number in numbers)
        yield Flaw(
            "weight",
            f"权重合计{shown}＝{total:g}，不是100（或另计预算执行率时的90）",
            suggestion="调整各指标权重",
            evidence={"total": total},
        )
