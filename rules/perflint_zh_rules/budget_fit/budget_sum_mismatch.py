"""budget-sum-mismatch."""

from collections.abc import Iterator

from perflint_zh.budget import Budget
from perflint_zh.extract.narrative import match_names
from perflint_zh.rule import Deferred, Flaw, NotApplicable, Outcome, rule

from perflint_zh_rules._figures import wan

CENT = 0.01
"""Budgets are printed in 万元 with two decimals: each may be off by half of this, the sum by a little more."""


@rule(Budget, severity="warning")
def budget_sum_mismatch(budget: Budget) -> Iterator[Outcome]:
    """预算合计不符：各项目预算数加起来不等于部门的项目支出。

    合计对不上，说明有项目没有绩效目标表，或者有金额写错。

    写法：项目支出120万元、三个项目40+50+20=110万元 → 补上差的10万元，或改正金额。

    依据：《中央部门预算绩效目标管理办法》（财预〔2015〕88号）：纳入预算的项目支出都要设定绩效目标。

    误报：每个项目允许0.01万元的四舍五入；说明里列了、没有表的项目一并相加（缺表另报）；有一个项目不知道预算数就不判断；只比年度数，不比总投资；同一项目在单位部分重复的只算一次。
    """
    projects = [project for project in budget.projects if project.unit == "department"] or list(budget.projects)
    if not projects or len({project.unit for project in projects}) > 1:
        yield NotApplicable()
        return
    stated = budget.project_expenditure_wan
    if stated is None:
        yield Deferred("没有写明项目支出")
        return
    if any(project.budget_wan is None for project in projects):
        yield Deferred("有的项目没有预算数")
        return
    amounts = list(dict.fromkeys((project.name, project.budget_wan or 0.0) for project in projects))
    listed = [entry for entry in budget.narrative_projects if entry.budget_wan]
    tabled = set(match_names([name for name, _ in amounts], [entry.name for entry in listed]).values())
    extra = [(entry.name, entry.budget_wan or 0.0) for number, entry in enumerate(listed) if number not in tabled]
    total = sum(amount for _, amount in amounts)
    tolerance = CENT * (len(amounts) + len(extra) + 1)
    sums = (total, total + sum(amount for _, amount in extra), sum(entry.budget_wan or 0.0 for entry in listed))
    if any(abs(stated - found) <= tolerance for found in sums):
        return
    nearest = min(sums[:2], key=lambda found: abs(stated - found))
    untabled = f"（含说明列出、没有表的{len(extra)}个）" if extra and nearest != total else ""
    more = "少" if nearest < stated else "多"
    yield Flaw(
        "budget_wan",
        f"{len(amounts)}个项目{untabled}预算合计{wan(nearest)}万元，比项目支出{wan(stated)}万元{more}{wan(abs(stated - nearest))}万元",
        suggestion="核对各项目金额，缺绩效目标表的补上",
        evidence={"sum_wan": round(nearest, 4), "stated_wan": stated, "projects": dict(amounts)},
    )
