"""unit-scale-error."""

from collections.abc import Iterator

from perflint_zh.budget import Indicator, Project
from perflint_zh.extract.words import level2_of
from perflint_zh.knowledge import unit_dimension
from perflint_zh.patterns import expression
from perflint_zh.rule import Deferred, Flaw, NotApplicable, Outcome, rule
from perflint_zh_models.quantities.promises import promises

from perflint_zh_rules._figures import EFFECTS, each_of, measured, rows_of, shown, wan
from perflint_zh_rules.budget_fit._costs import Cost, costs_of
from perflint_zh_rules.budget_fit._products import arithmetic
from perflint_zh_rules.budget_fit._scale import implausible, misscaled

FEW = 1000.0
"""元 below which nobody states what a whole project earns, saves or moves."""

OF_ONE = expression(r"均|每|单|价|标准")
"""Words in the name of a sum that is for one of something, and may be small."""

WHOLE = frozenset({"persons", "person-times", "organisations", "documents", "equipment"})
AVERAGE = expression(r"均|每|单|比|率|密度|指数|系数|折|人年|工时|标准")
"""Dimensions of what comes only whole, and words of what is worked out."""

EARNERS = expression(r"(?:农民|牧民|群众|居民|村民|职工|农户|牧户|脱贫户|[户员])[一-鿿]{0,4}(?:增收|收入)")
"""Names of what people earn, which is told per head."""


@rule(Project, severity="error", fix="unsafe")
def unit_scale_error(project: Project) -> Iterator[Outcome]:
    """元和万元写混：成本指标与预算差一万倍。

    数字没有错，单位错了，按字面执行就是几万亿或几块钱。

    写法：预算19万元、“电费支出 ≤190000万元” → “≤190000元”；预算9万元、“运维费用 ≤9元” → “≤9万元”；“节约采购资金 ≥60元” → “≥60万元”。

    依据：《中央部门预算绩效目标管理办法》（财预〔2015〕88号）要求绩效目标“细化量化”“相应匹配”。

    误报：单位成本先乘数量再比；只有换了单位正好与预算相符，或者大到预算的一千倍以上才报；预算不明的，只报一人、一处、一台不可能有的价；效益的金额只在不足千元又不是按人按户算的，或与目标里的数相同而单位不同时报。
    """
    costs, effects, broken = costs_of(project), tuple(_effects(project)), tuple(_broken(project))
    if not costs and not effects and not broken:
        yield NotApplicable()
        return
    for row, unit in broken:
        yield Flaw(
            "value",
            f"“{shown(row)}”：{unit}不会有小数，多半漏了“万”",
            suggestion=f"核对是不是“万{unit}”",
            indicator=row,
        )
    for row, number in effects:
        yield from _effect(row, number, project)
    if not costs:
        return
    for cost in costs:
        yield from _of_cost(cost, project)
    if not project.budget_wan:
        yield Deferred("没有项目预算数")


def _of_cost(cost: Cost, project: Project) -> Iterator[Flaw]:
    """What is wrong with a cost's unit, by the budget where it is known, else by what nothing costs."""
    found = misscaled(cost, project)
    if found is not None:
        told = f"“{shown(cost.row)}”" if found.product is None else f"{arithmetic(found.product)}，"
        said = f"{told}与项目预算{wan(project.budget_wan or 0.0)}万元差约一万倍，"
        yield _flaw(cost, said, project.budget_wan, found.factor)
    elif (factor := implausible(cost)) is not None and cost.per:
        yield _flaw(cost, f"“{shown(cost.row)}”：一{cost.per[0]}不会是这个价，", None, factor)


def _flaw(cost: Cost, said: str, budget_wan: float | None, factor: float) -> Flaw:
    quantity = measured(cost.row)
    money = ((quantity.unit or "") if quantity else "").partition("/")[0]
    right = {"万元": "元", "元": "万元"}.get(money)
    return Flaw(
        "value",
        f"{said}元和万元写混了",
        suggestion=f"单位应为“{right}”" if right else "核对单位",
        evidence={"cost_wan": cost.wan, "budget_wan": budget_wan, "factor": factor},
        indicator=cost.row,
        replacement=_rewritten(cost.row.value, money, right) if right else None,
    )


def _broken(project: Project) -> Iterator[tuple[Indicator, str]]:
    """Rows that count what comes only whole in fractions, with the unit; averages and figures for one of something may have them."""
    for row in rows_of(project):
        quantity = measured(row)
        if quantity is None or quantity.number is None or quantity.number.is_integer():
            continue
        unit = quantity.raw_unit or ""
        whole = unit == quantity.unit and unit_dimension(unit) in WHOLE and quantity.operator != "~"
        if whole and not AVERAGE.search(f"{row.name}{row.description or ''}"):
            yield row, unit


def _effects(project: Project) -> Iterator[tuple[Indicator, float]]:
    """Rows that say how much money the project earns, saves or moves in all, with their number of 元."""
    for row in rows_of(project):
        quantity = measured(row)
        if (
            quantity is None
            or (quantity.kind, quantity.unit) != ("money", "元")
            or level2_of(row.level2) not in EFFECTS
        ):
            continue
        said = f"{row.name}。{row.description or ''}"
        # What people earn more is so much for each of them.
        if quantity.number and not each_of(said) and not OF_ONE.search(row.name) and not EARNERS.search(row.name):
            yield row, quantity.number


def _effect(row: Indicator, number: float, project: Project) -> Iterator[Flaw]:
    told = [one for one in promises(project.goal) if one.quantity.unit == "万元" and one.quantity.number == number]
    if not told and number >= FEW:
        return
    why = f"绩效目标写的是“{told[0].clause}”" if told else "整个项目的效益不会只有这么多"
    yield Flaw(
        "value",
        f"“{shown(row)}”：{why}，元和万元写混了",
        suggestion="单位应为“万元”",
        indicator=row,
        replacement=_rewritten(row.value, "元", "万元"),
    )


def _rewritten(value: str, wrong: str, right: str) -> str | None:
    """The value with the right unit, None where it is not plain which one to put right."""
    return value.replace(wrong, right) if value.count(wrong) == 1 else None
