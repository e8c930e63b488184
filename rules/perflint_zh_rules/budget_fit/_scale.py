"""Amounts that make sense only after taking 元 for 万元 or the reverse."""

from perflint_zh.budget import Project

from perflint_zh_rules.budget_fit._costs import Cost
from perflint_zh_rules.budget_fit._products import products

SCALE = 1e4
"""元 in 万元."""

FIT = (0.85, 1.18)
"""Share of the budget that an amount must come to once its unit is put right, so that chance is no likelier explanation."""

LARGE = 1e3
"""No cost is this many times the budget unless its unit is wrong."""


def misscaled(cost: Cost, project: Project) -> float | None:
    """The factor that puts a cost's unit right (1/10000 or 10000), None where the unit may stand."""
    if not project.budget_wan:
        return None
    amounts = [cost.wan] if cost.per is None else [product.wan for product in products(cost, project)] or [cost.wan]
    shares = [amount / project.budget_wan for amount in amounts]
    if min(shares) > LARGE:
        return 1 / SCALE
    if cost.per is None and max(shares) < 1 / LARGE and any(FIT[0] <= share * SCALE <= FIT[1] for share in shares):
        return SCALE
    return None
