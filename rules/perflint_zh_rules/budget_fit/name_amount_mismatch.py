"""name-amount-mismatch."""

from collections.abc import Iterator

from perflint_zh.budget import Project
from perflint_zh.patterns import expression
from perflint_zh.rule import Deferred, Flaw, NotApplicable, Outcome, rule

from perflint_zh_rules._figures import amount_wan, mentions, wan

ROUNDING = 0.005
"""Share by which the name's figure may be rounded (4.5万 for 4.498万元)."""

LIMITS = expression(r"以[上下内]|超|[≥≤<>]|限额|规模|产值|贷款|债券|亩|工程|[人户家项]$|每[^年]?$")
"""Words beside an amount that make it a threshold, a programme's title or an amount for one."""


@rule(Project, severity="warning")
def name_amount_mismatch(project: Project) -> Iterator[Outcome]:
    """名称金额不符：项目名称里的金额与项目预算数不一致。

    一个项目两个金额，批复和监控时不知道以哪个为准；多半是名称沿用了上年的。

    写法：名称“网络租赁费4.5万元”、预算6.2万元 → 名称去掉金额，或改正其中一个。

    依据：《中央部门预算绩效目标管理办法》（财预〔2015〕88号）要求绩效目标与资金量“相应匹配”。

    误报：“5000万元以上企业”“千万元产业带”不是项目金额；每人、每亩的标准不是项目金额；四舍五入的差别不算；预算不明的不判断。
    """
    stated = [
        (m, amount)
        for m in mentions(project.name)
        if m.quantity.kind == "money" and (amount := amount_wan(m.quantity)) is not None
    ]
    stated = [
        (m, amount)
        for m, amount in stated
        if m.quantity.operator is None and not LIMITS.search(m.before[-2:]) and not LIMITS.match(m.after)
    ]
    if not stated:
        yield NotApplicable()
        return
    if not project.budget_wan:
        yield Deferred("没有项目预算数")
        return
    budget = project.budget_wan
    sums = {amount for _, amount in stated} | {sum(amount for _, amount in stated)}
    if all(abs(amount - budget) > ROUNDING * budget for amount in sums):
        amount = stated[0][1]
        yield Flaw(
            "name",
            f"项目名称写{wan(amount)}万元，预算是{wan(budget)}万元",
            suggestion="名称去掉金额，或改正其中一个",
            evidence={"name_wan": amount, "budget_wan": budget},
        )
