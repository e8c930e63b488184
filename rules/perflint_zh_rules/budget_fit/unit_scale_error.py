"""unit-scale-error."""

from collections.abc import Iterator

from perflint_zh.budget import Project
from perflint_zh.rule import Deferred, Flaw, NotApplicable, Outcome, rule

from perflint_zh_rules._figures import measured, shown, wan
from perflint_zh_rules.budget_fit._costs import costs_of
from perflint_zh_rules.budget_fit._products import arithmetic
from perflint_zh_rules.budget_fit._scale import misscaled


@rule(Project, severity="error", fix="unsafe")
def unit_scale_error(project: Project) -> Iterator[Outcome]:
    """元和万元写混：成本指标与预算差一万倍。

    数字没有错，单位错了，按字面执行就是几万亿或几块钱。

    写法：预算19万元、“电费支出 ≤190000万元” → “≤190000元”；预算9万元、“运维费用 ≤9元” → “≤9万元”。

    依据：《中央部门预算绩效目标管理办法》（财预〔2015〕88号）要求绩效目标“细化量化”“相应匹配”。

    误报：单位成本先乘数量再比；只有换了单位正好与预算相符，或者大到预算的一千倍以上才报；预算不明的不判断。
    """
    costs = costs_of(project)
    if not costs:
        yield NotApplicable()
        return
    if not project.budget_wan:
        yield Deferred("没有项目预算数")
        return
    for cost in costs:
        found = misscaled(cost, project)
        if found is None:
            continue
        quantity = measured(cost.row)
        unit = (quantity.unit or "") if quantity else ""
        money = unit.partition("/")[0]
        right = {"万元": "元", "元": "万元"}.get(money)
        told = f"“{shown(cost.row)}”" if found.product is None else f"{arithmetic(found.product)}，"
        replacement = cost.row.value.replace(money, right, 1) if right and cost.row.value.count(money) == 1 else None
        yield Flaw(
            "value",
            f"{told}与项目预算{wan(project.budget_wan)}万元差约一万倍，元和万元写混了",
            suggestion=f"单位应为“{right}”" if right else "核对单位",
            evidence={"cost_wan": cost.wan, "budget_wan": project.budget_wan, "factor": found.factor},
            indicator=cost.row,
            replacement=replacement,
        )
