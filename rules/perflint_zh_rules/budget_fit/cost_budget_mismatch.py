"""cost-budget-mismatch."""

from collections.abc import Iterator, Sequence

from perflint_zh.budget import Project
from perflint_zh.extract.words import level2_of
from perflint_zh.knowledge import squeeze
from perflint_zh.patterns import expression
from perflint_zh.rule import Deferred, Flaw, NotApplicable, Outcome, rule
from perflint_zh_models.quantities.words import pairs

from perflint_zh_rules._figures import mentions, shown, wan
from perflint_zh_rules.budget_fit._costs import CONTRACT, COST_LEVELS, INSTALMENT, LONG_TERM, WHOLE, Cost, costs_of
from perflint_zh_rules.budget_fit._products import can_be_added, come_to, products
from perflint_zh_rules.budget_fit._scale import misscaled

ROUNDING = 0.02
"""Share of the budget by which amounts may differ because one is rounded; budgets are printed with two decimals of 万元."""

WORKS = expression(r"造价|建安")
WORKS_PROJECT = expression(r"工程|施工|建设|新建|扩建|改造|修缮|整治")
"""Projects of building, whose contracts are settled after the year."""

TRANCHE = 2.0
"""The cost of works may be paid over years; a budget of less than half of it is taken for one year's part."""

SAME_THING = 0.6
"""From this share of its wording found in the project's name on, a cost row speaks of the project as a whole (网络租赁费用 of 公务内网网络租赁费)."""

TOTAL = expression(r"总(?:费用|经费|支出|成本|投资|投入|造价|价|金?额)$")
"""Endings of the name of what the whole work costs."""

JOINED = expression(r"以?及|[和与、]")
MONEY = expression(r"(?:工作)?(?:费用?|经费|支出|资金|项目|成本)+$")


@rule(Project, severity="error")
def cost_budget_mismatch(project: Project, *, least: float = 0.8) -> Iterator[Outcome]:
    """成本与预算不符：总成本指标超过项目预算，或者与预算相差很大。

    成本指标是花钱的上限。总成本比预算还高，等于允许超支；比预算低得多，多出来的预算没有去处。

    写法：预算20万元、“维修总费用 ≤30万元” → “≤20万元”；预算6万元、“办公费用 5万元”是项目唯一的支出 → “≤6万元”，或写明另外1万元用在哪里。

    依据：《中央部门项目支出核心绩效目标和指标设置及取值指引（试行）》（财预〔2021〕101号）：绩效目标包括相应的成本控制要求。

    误报：单价、人均、标准是单位成本，不与总预算比；几个成本指标各写一部分的，只看有没有超过预算；总投资、概算可以跨年度，不比；合同总价只在目标写明当年交付、又不分期付款时才比；节约额不是成本。
    """
    costs = costs_of(project)
    totals = [cost for cost in costs if _is_total(cost, project) or _is_known_total(cost, costs, project)]
    if not totals:
        yield NotApplicable()
        return
    if not project.budget_wan:
        yield Deferred("没有项目预算数")
        return
    budget = project.budget_wan
    totals = [cost for cost in totals if not misscaled(cost, project)]
    above = [cost for cost in totals if cost.wan > budget * (1 + ROUNDING)]
    for cost in above:
        yield _flaw(cost, f"“{shown(cost.row)}”合{wan(cost.wan)}万元，超过项目预算{wan(budget)}万元", budget)
    if above or not totals:
        return
    together = sum(cost.wan for cost in totals)
    largest = max(totals, key=lambda cost: cost.wan)
    # One row may be the sum of the others.
    if (
        together > budget * (1 + ROUNDING)
        and abs(together - 2 * largest.wan) > largest.wan * ROUNDING
        and largest.wan < budget * (1 - ROUNDING)
    ):
        parts = "+".join(wan(cost.wan) for cost in totals)
        yield _flaw(
            largest, f"各成本指标相加{parts}={wan(together)}万元，超过项目预算{wan(budget)}万元", budget, totals
        )
    elif (
        len(totals) == 1
        and largest.wan < least * budget
        and ((len(costs) == 1 and _covers(largest, project)) or _is_known_total(largest, costs, project))
    ):
        share = f"只有项目预算{wan(budget)}万元的{largest.wan / budget:.0%}"
        yield _flaw(largest, f"“{shown(largest.row)}”合{wan(largest.wan)}万元，{share}", budget)


def _is_total(cost: Cost, project: Project) -> bool:
    """Tell a cost of this year in all from unit costs, sums of several years and amounts that are no limit of cost."""
    text = f"{cost.row.name}{cost.row.description or ''}"
    if (
        cost.per is not None
        or cost.monthly == "yes"
        or level2_of(cost.row.level2) not in COST_LEVELS
        or LONG_TERM.search(text)
        or (CONTRACT.search(text) and not _is_delivered(project, text))
    ):
        return False
    return WORKS.search(text) is None or cost.wan <= TRANCHE * (project.budget_wan or 0.0)


def _is_known_total(cost: Cost, costs: Sequence[Cost], project: Project) -> bool:
    """Tell whether a cost by its name is that of all the work, while quantities and prices of the table come to the budget."""
    text = f"{cost.row.name}{cost.row.description or ''}"
    others = [other for other in costs if other is not cost]
    if cost.per is not None or TOTAL.search(cost.row.name) is None or not others:
        return False
    if INSTALMENT.search(f"{project.name}。{project.goal or ''}。{text}") or LONG_TERM.search(
        text.replace("总投资", "")
    ):
        return False
    if any(other.per is None for other in others):
        return False
    readings = [found for other in others if (found := products(other, project))]
    if len(readings) < len(others) or not can_be_added(readings):
        return False
    return come_to(readings, 0.0, project.budget_wan or 0.0)


def _is_delivered(project: Project, text: str) -> bool:
    """Tell whether what a contract is for comes within the year: the goal has a day for it, and nothing is paid by instalments."""
    told = f"{project.name}。{project.goal or ''}。{text}"
    if WORKS_PROJECT.search(project.name) or INSTALMENT.search(told):
        return False
    return any(m.quantity.kind == "date" and m.quantity.operator == "≤" for m in mentions(project.goal))


def _covers(cost: Cost, project: Project) -> bool:
    """Tell whether the row names the project's whole cost."""
    text = f"{cost.row.name}{cost.row.description or ''}"
    if WHOLE.search(text):
        return True
    named = pairs(cost.row.name)
    if not named or len(named & pairs(project.name)) < SAME_THING * len(named):
        return False
    # 路灯电费 is only a part of 路灯电费及维护.
    parts = [MONEY.sub("", part) for part in JOINED.split(squeeze(project.name).replace("水电", "水、电"))]
    return len(parts) == 1 or all(part[-2:] in text for part in parts)


def _flaw(cost: Cost, message: str, budget: float, parts: list[Cost] | None = None) -> Flaw:
    return Flaw(
        "value",
        message,
        suggestion=f"总成本写成“≤{wan(budget)}万元”，或核对预算" if parts is None else "各部分成本之和控制在预算以内",
        evidence={"cost_wan": round(sum(part.wan for part in parts or [cost]), 4), "budget_wan": budget},
        indicator=cost.row,
        rows=tuple(part.row for part in parts or () if part is not cost),
    )
