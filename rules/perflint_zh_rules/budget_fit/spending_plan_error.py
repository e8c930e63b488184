"""spending-plan-error."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from perflint_zh.budget import Project
from perflint_zh.rule import Flaw, NotApplicable, Outcome, rule

from perflint_zh_rules._figures import wan

ROUNDING = 0.011
"""Two decimals are printed."""


@rule(Project, severity="warning")
def spending_plan_error(project: Project) -> Iterator[Outcome]:
    """支出计划填错：比例栏填了金额，累计数下降，或者年底不到100%。

    支出计划是监控预算执行的尺子，填成金额或没有到100%，执行进度就没法比。

    写法：预算60万元，“资金支出计划（%）”填“30、60” → 填“50、100”。

    依据：预算管理一体化的绩效目标表“资金支出计划（%）”按累计比例填报，年底为100%。

    误报：表头是万元的，与预算数比；没有填的月份不算；预算恰好100万元的不当成金额；四舍五入的小数不算。
    """
    plan = project.spending_plan
    filled = [(head, number) for head, number in (plan or {}).items() if number is not None]
    if not plan or not filled:
        yield NotApplicable()
        return
    in_percent = "%" in (project.spending_plan_unit or "%").replace("％", "%")
    numbers = [number for _, number in filled]
    final = 100.0 if in_percent else project.budget_wan
    printed = "、".join(f"{head}{wan(number)}" for head, number in filled)
    problem, suggestion = _problem(
        numbers, final, project.budget_wan, in_percent=in_percent, last_month=plan[list(plan)[-1]] is not None
    )
    if problem:
        yield Flaw(
            "spending_plan",
            f"资金支出计划（{'%' if in_percent else '万元'}）填“{printed}”，{problem}",
            suggestion=suggestion,
            evidence={"plan": dict(plan), "budget_wan": project.budget_wan},
        )


def _problem(
    numbers: Sequence[float], final: float | None, budget: float | None, *, in_percent: bool, last_month: bool
) -> tuple[str, str]:
    last = numbers[-1]
    if in_percent and budget and abs(last - budget) <= ROUNDING and abs(budget - 100) > ROUNDING:
        shares = "、".join(f"{number / budget * 100:.4g}" for number in numbers)
        return f"最后一个数等于预算{wan(budget)}万元，填的是金额不是比例", f"改为占预算的累计比例“{shares}”"
    if in_percent and budget and abs(sum(numbers) - budget) <= ROUNDING and abs(budget - 100) > ROUNDING:
        return f"加起来等于预算{wan(budget)}万元，填的是各期金额不是累计比例", "改为占预算的累计比例，年底为100"
    if final is not None and len(numbers) > 1 and abs(sum(numbers) - final) <= ROUNDING:
        return "填的是各期数，不是累计数", f"改为累计数，年底为{wan(final)}"
    if any(later < earlier for earlier, later in pairwise(numbers)):
        return "累计数越来越小", "按累计数填写，后一期不小于前一期"
    if in_percent and last > 100 + ROUNDING:
        return f"最后一个数{wan(last)}大于100", "年底填100"
    if final is not None and last_month and abs(last - final) > ROUNDING:
        return (
            f"年底{wan(last)}，不到{wan(final)}" if last < final else f"年底{wan(last)}，超过{wan(final)}",
            f"年底填{wan(final)}",
        )
    if not last_month:
        return "年底没有填", f"年底填{wan(final)}" if final is not None else "补填年底数"
    return "", ""
