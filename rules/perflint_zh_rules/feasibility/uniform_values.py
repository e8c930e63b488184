"""uniform-values."""

from collections.abc import Iterator

from perflint_zh.budget import Project
from perflint_zh.rule import Flaw, NotApplicable, Outcome, rule

from perflint_zh_rules._figures import few_are_good, measured, rows_of


@rule(Project, severity="note")
def uniform_values(project: Project, *, least: int = 3) -> Iterator[Outcome]:
    """比率都一样：一个项目里所有比率都是同一个数。

    质量、时效、满意度的难易不同，不会都是95%或100%；一个数填到底，说明没有逐项测算。

    写法：合格率、及时率、满意度都写“≥95%” → 合格率按验收标准、及时率按合同、满意度按上年调查分别写。

    依据：《中央部门项目支出核心绩效目标和指标设置及取值指引（试行）》（财预〔2021〕101号）：指标值按计划、行业、历史等标准确定。

    误报：比率少于三个的不报；都应当做到100%的法定事项可以相同，所以只作提示。
    """
    rates = [
        (row, quantity)
        for row in rows_of(project)
        if (quantity := measured(row)) is not None
        and quantity.kind == "rate"
        and quantity.number is not None
        # Shares that are to be small have their own measure.
        and not few_are_good(row)
    ]
    if len(rates) < least:
        yield NotApplicable()
        return
    if len({quantity.number for _, quantity in rates}) == 1:
        first, quantity = rates[0]
        yield Flaw(
            "value",
            f"{len(rates)}个比率指标都是{quantity.number:g}%，没有按各自的标准定值",
            suggestion="逐项按合同、标准或上年实际确定",
            evidence={"value": quantity.number, "rates": len(rates)},
            indicator=first,
            rows=tuple(row for row, _ in rates[1:]),
        )
