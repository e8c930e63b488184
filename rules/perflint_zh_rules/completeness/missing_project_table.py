"""missing-project-table."""

from collections.abc import Iterator

from perflint_zh.budget import Budget
from perflint_zh.extract.narrative import match_names
from perflint_zh.extract.words import fold
from perflint_zh.patterns import expression
from perflint_zh.rule import Flaw, NotApplicable, Outcome, Related, rule

CATEGORY = expression(
    r"(?:其他|其它).{0,20}支出$|^(?:一般|其他).{0,12}(?:支出|服务)$|(?:事务|服务|保障|管理|教育|安置)支出$|^(?:机关|事业)(?:服务|运行)$|^行政运行$"
)
"""Names of functional categories of expenditure (其他退役安置支出), which are no projects."""


@rule(Budget, severity="warning")
def missing_project_table(budget: Budget) -> Iterator[Outcome]:
    """缺绩效目标表：支出说明里列了项目和金额，却没有它的绩效目标表。

    每个项目都要随预算公开绩效目标；说明里有、表里没有，等于这笔钱没有目标。

    写法：说明列“地方志编纂经费8万元” → 补一张“地方志编纂经费绩效目标表”。

    依据：《中央部门预算绩效目标管理办法》（财预〔2015〕88号）：纳入预算的项目都要设定绩效目标。

    误报：名称略有出入的（服务与服务费、一两个字之差）按同一项目对待；“其他××支出”一类的功能分类科目不是项目；没有金额的举例不算。
    """
    listed = [
        entry
        for entry in budget.narrative_projects
        if entry.budget_wan and not CATEGORY.search(fold(entry.name)) and len(entry.name) >= 3
    ]
    if not listed or not budget.projects:
        yield NotApplicable()
        return
    names = [project.name for project in budget.projects if project.unit == "department"] or [
        p.name for p in budget.projects
    ]
    tabled = set(match_names(names, [entry.name for entry in listed]).values())
    absent = [entry for number, entry in enumerate(listed) if number not in tabled and not _part_of(entry.name, names)]
    # Where most of a list has no table, the document publishes tables for chosen projects only.
    if absent and len(absent) <= len(listed) / 2:
        first = absent[0]
        total = sum(entry.budget_wan or 0.0 for entry in absent)
        more = f"等{len(absent)}个项目（合计{total:g}万元）" if len(absent) > 1 else ""
        yield Flaw(
            "projects",
            f"支出说明列有“{first.name}”{first.budget_wan:g}万元{more}，没有绩效目标表",
            suggestion="逐个项目补报绩效目标表" if more else f"补报“{first.name}”的绩效目标表",
            evidence={"projects": [{"name": entry.name, "budget_wan": entry.budget_wan} for entry in absent]},
            related=tuple(Related(project=entry.name, place=entry.place, path=budget.path) for entry in absent[1:]),
        )


def _part_of(name: str, tabled: list[str]) -> bool:
    """Whether one of two names contains the other, so that it may be the same project."""
    flat = fold(name)
    return any(flat in fold(other) or fold(other) in flat for other in tabled)
