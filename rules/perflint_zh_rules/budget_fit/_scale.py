"""Amounts that make sense only after taking 元 for 万元 or the reverse."""

import itertools
import math

import msgspec
from perflint_zh.budget import Project
from perflint_zh.knowledge import is_countable, unit_dimension
from perflint_zh.patterns import expression

from perflint_zh_rules._figures import measured
from perflint_zh_rules.budget_fit._costs import Cost, costs_of
from perflint_zh_rules.budget_fit._products import MOST_READINGS, Product, products

SCALE = 1e4
"""元 in 万元."""

FIT = (0.85, 1.18)
"""Share of the budget that an amount must come to once its unit is put right, so that chance is no likelier explanation."""

PARTLY = 0.3
"""The same for a unit cost times its quantity, which other expenses may stand beside."""

TOGETHER = 0.02
"""Share of the budget by which costs that make it up may miss it, as amounts are rounded."""

LARGE = 1e3
"""No cost is this many times the budget unless its unit is wrong."""

MANY = 1e2
"""Nor is a cost in all that many times the budget which its unit put right brings under it; sums of several years come to less."""

GIVEN_AWAY = 0.002
"""万元 below which a thing is given away rather than sold."""

NEVER_CHEAP = frozenset(
    {"场", "期", "班", "台", "套", "部", "座", "处", "所", "家", "支", "支队", "公顷", "乡镇", "村", "社区"}
)
SMALL = 0.02
"""万元 below which nobody holds one of these, buys it or keeps it up; and the share of the budget that it may then be."""

CHEAP = frozenset({"册", "张", "页", "千瓦时", "公斤", "平方米"})
"""Things of which one costs no 万元; a 平方米 for a month does not either."""


LONG = frozenset({"公里", "亩", "公顷"})
"""Measures of which one costs more than a few 元, as one of most counted things does."""


HEADS = frozenset({"人", "人次", "户", "名", "生"})
HEAD_AT_MOST, YEARLY_AT_MOST = 100.0, 1000.0
"""万元 beyond which nobody is paid as one person or household, and nothing is kept up as one place or machine."""

MACHINES = frozenset({"台", "部", "座"})
"""Units of things that nobody buys for a few 元."""

PENNIES = 1e-4
PAID_OUT = expression(r"补[助贴]|救助|慰问|资助|奖[励补]|津贴|抚恤")
"""万元 below which nobody is given anything, and words of what is given."""

UPKEEP = expression(r"维护|维修|运维|维保|保养|养护|管护|保洁|检测|检定|年检|巡检|考核|租[金赁]|[补津][助贴]|水费|电费")
BOUGHT = expression(r"单价|价格|造价|采购价|购置价")
"""Words of what is paid for a thing year by year, and of what it is bought for."""


def implausible(cost: Cost) -> float | None:
    """The factor that puts right the unit of what one costs, where its sum is past belief whatever the budget."""
    thing = cost.per[0] if cost.per else ""
    text = f"{cost.row.name}{cost.row.description or ''}"
    if thing in HEADS and cost.wan >= HEAD_AT_MOST:
        return 1 / SCALE
    if thing in NEVER_CHEAP and cost.wan >= YEARLY_AT_MOST and UPKEEP.search(text):
        return 1 / SCALE
    if thing in HEADS and cost.wan < PENNIES and PAID_OUT.search(text):
        return SCALE
    if thing in MACHINES and cost.wan < GIVEN_AWAY and cost.monthly == "no" and BOUGHT.search(text):
        return SCALE
    return None


class Misscaled(msgspec.Struct, frozen=True):
    """The factor that puts a cost's unit right (1/10000 or 10000), with the product that shows it where a quantity is known."""

    factor: float
    product: Product | None


def misscaled(cost: Cost, project: Project) -> Misscaled | None:
    """What is wrong with a cost's unit, None where it may stand."""
    if not project.budget_wan:
        return None
    known = products(cost, project) if cost.per is not None else ()
    least, most = min(known, key=_wan, default=None), max(known, key=_wan, default=None)
    low, high = least.wan if least else cost.wan, most.wan if most else cost.wan
    fits = least is not None and low <= FIT[1] * project.budget_wan
    many = cost.per is None and MANY * project.budget_wan < low <= SCALE * project.budget_wan
    alone = cost.per is not None and not known and project.budget_wan < cost.wan <= SCALE * project.budget_wan
    # One of them costs more than the whole budget, and all of them fit it once the unit is put right.
    each = bool(known) and cost.wan > project.budget_wan and low > MANY * project.budget_wan
    fitting = each and low <= SCALE * FIT[1] * project.budget_wan
    if low > LARGE * project.budget_wan or many or ((alone or fitting) and _in_wan(cost)) or (_dear(cost) and not fits):
        return Misscaled(1 / SCALE, least)
    if high >= project.budget_wan / LARGE or (cost.per is not None and most is None):
        return None
    fit = (PARTLY if most else FIT[0], FIT[1])
    right = [
        p
        for p in known
        if _dearly_paid(cost)
        and (
            fit[0] <= p.wan * SCALE / project.budget_wan <= fit[1]
            or _completes(p.wan * SCALE, cost, project)
            or (_given_away(cost) and SMALL <= p.wan * SCALE / project.budget_wan <= fit[1])
        )
    ]
    if right or (cost.per is None and fit[0] <= cost.wan * SCALE / project.budget_wan <= fit[1]):
        return Misscaled(SCALE, right[0] if right else None)
    return None


def _completes(wan: float, cost: Cost, project: Project) -> bool:
    """Tell whether an amount and what the table's other costs come to are the budget together."""
    others = [
        [other.wan] if other.per is None else [product.wan for product in products(other, project)]
        for other in costs_of(project)
        if other.row is not cost.row
    ]
    if not others or math.prod(map(len, others)) > MOST_READINGS:
        return False
    budget = project.budget_wan or 0.0
    return any(abs(sum(rest) + wan - budget) <= TOGETHER * budget for rest in itertools.product(*others))


def _wan(product: Product) -> float:
    return product.wan


def _dearly_paid(cost: Cost) -> bool:
    """Tell whether nobody gets one of the thing for a few 元; of cheaper things the quantity may be wrong as well."""
    unit = cost.per[0] if cost.per else ""
    return not unit or unit in LONG or (is_countable(unit) and unit_dimension(unit) != "documents")


def _given_away(cost: Cost) -> bool:
    """Tell whether a thing is priced at a few 元 of which one costs hundreds at least."""
    return cost.wan < GIVEN_AWAY and bool(cost.per) and cost.monthly == "no" and (cost.per or ("",))[0] in NEVER_CHEAP


def _in_wan(cost: Cost) -> bool:
    quantity = measured(cost.row)
    return quantity is not None and (quantity.unit or "").startswith("万元")


def _dear(cost: Cost) -> bool:
    """Tell whether a thing is priced in 万元 of which one costs a few 元."""
    if not _in_wan(cost) or not cost.per:
        return False
    return cost.per[0] in CHEAP and (cost.per[0] != "平方米" or cost.monthly == "yes")
