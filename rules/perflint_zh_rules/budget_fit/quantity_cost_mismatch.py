"""quantity-cost-mismatch."""

import itertools
from collections.abc import Iterator, Sequence

from perflint_zh.budget import Indicator, Project
from perflint_zh.extract.words import level2_of
from perflint_zh.knowledge import bare_name
from perflint_zh.patterns import expression
from perflint_zh.rule import Deferred, Flaw, NotApplicable, Outcome, rule
from perflint_zh_models.quantities.words import pairs

from perflint_zh_rules._figures import shown, wan
from perflint_zh_rules.budget_fit._costs import COST_LEVELS, costs_of
from perflint_zh_rules.budget_fit._products import Product, arithmetic, can_be_added, come_to, products, unexplained

SCALE = 500.0
"""A product this many times off the budget mixes up 元 and 万元, which unit-scale-error reports."""

TENFOLD = (10.0, 100.0, 1000.0, 0.1, 0.01)
EXACT = 0.001
TELLING_DIGITS = 3
"""How a slip of the decimal point shows: the factors, the share of the budget by which amounts may be rounded, and the digits that are no chance."""

PLACES = 3
"""Decimals of a share that count."""

DIVIDED = expression(r"除以|÷|的?平均数?$|分摊到|折算到|总[价额][^，。；]{0,12}(?:折算|分摊|平均)")
"""A cost of one that is the whole divided by how many there are."""

COST_OF_ONE = expression(r"每[一-鿿]次?|[人户]均|单[价位]|标准|成本|[补津][助贴]|费用?$")

TOO_MUCH = "核对数量、单位成本和预算，哪一个写错改哪一个"

CAP = expression(r"上限|最高|最多|封顶|限额")
"""A limit of what one may get, which not everyone does."""


@rule(Project, severity="warning")
def quantity_cost_mismatch(project: Project, *, least: float = 0.5, most: float = 1.05) -> Iterator[Outcome]:
    """量价与预算不符：数量乘单位成本，只说明了一小部分预算，或者超过预算。

    数量和单价是预算的依据。两者相乘只有预算的三四成，说明还有支出没有写进目标，或者数量、单价、预算有一个错；超过预算，目标就完不成。

    写法：购置电脑10台、单价5000元、预算12万元 → 10×0.5=5万元，只占42%；补上其余支出的数量和成本，或核对三个数。

    依据：《中央部门预算绩效目标管理办法》（财预〔2015〕88号）要求绩效目标“相应匹配”，与预算确定的资金量相匹配。

    误报：按月发放的乘12个月；工资没有写明按月还是按年的，两种都算，有一种说得通就不报；表里另有没写单价的支出内容时，占比低不报；预算不明的不判断。
    """
    costs = costs_of(project)
    unit_costs = [cost for cost in costs if cost.per is not None and level2_of(cost.row.level2) in COST_LEVELS]
    if not unit_costs:
        yield NotApplicable()
        return
    if not project.budget_wan:
        yield Deferred("没有项目预算数")
        return
    budget = project.budget_wan
    known = [found for cost in unit_costs if (found := products(cost, project))]
    if not known:
        yield Deferred("表里没有与单位成本对应的数量")
        return
    if any(min(_distance(p.wan / budget) for p in found) > SCALE for found in known):
        return
    for product in map(_cheapest, known):
        if product.wan > most * budget and not _is_for_some(product, known):
            yield _flaw(product, budget, f"超过预算{wan(budget)}万元", TOO_MUCH, [product])
            return
    slip = _slip(known, sum(cost.wan for cost in costs if cost.per is None), budget)
    if slip is not None:
        product, due = slip
        yield _flaw(
            product,
            budget,
            f"预算{wan(budget)}万元里这一项应有{wan(due)}万元，差{_distance(due / product.wan):.0f}倍",
            "核对数量和单位成本，其中一个多半错了小数点",
            [product],
        )
        return
    parts = _least_in_all(known)
    total = sum(product.wan for product in parts)
    if total > most * budget:
        largest = max(parts, key=lambda product: product.wan)
        said = f"各项合计至少{wan(total)}万元，超过预算{wan(budget)}万元"
        yield _flaw(largest, budget, said, TOO_MUCH, parts)
        return
    explained = [
        max((p for p in found if p.wan <= most * budget), key=lambda p: p.wan, default=min(found, key=lambda p: p.wan))
        for found in known
    ]
    totals = sum(cost.wan for cost in costs if cost.per is None)
    used = _rows(explained)
    divided = len(costs) == 1 and DIVIDED.search(costs[0].row.description or "") is not None
    counted = len(known) == len(unit_costs) and (divided or all(product.row is not None for product in explained))
    share = (sum(product.wan for product in explained) + totals) / budget
    if not counted or round(share, PLACES) > least or (unexplained(project, used) and not divided):
        return
    best = max(explained, key=lambda product: product.wan)
    rest = f"只占预算{wan(budget)}万元的{best.wan / budget:.0%}"
    yield _flaw(best, budget, rest, "补写其余支出的数量和成本指标，或核对数量、单位成本和预算", explained)


def _cheapest(found: Sequence[Product]) -> Product:
    """The reading of a unit cost that comes to least, of the things paid for if a row counts them."""
    return min([product for product in found if not product.borrowed] or found, key=lambda product: product.wan)


def _named(found: Sequence[Product]) -> Product:
    """The reading with what the name of a unit cost shares most with, of several the one that comes to least."""
    return min(found, key=lambda product: (-_named_in_common(product), product.wan))


def _least_in_all(known: Sequence[Sequence[Product]]) -> list[Product]:
    """The least that each thing paid for comes to, of several prices of one thing the largest; nothing where a price is not paid for all of them."""
    if any(_is_for_some(_named(found), known) for found in known):
        return []
    by_thing = {_named(found).quantity: found for found in sorted(known, key=lambda found: _cheapest(found).wan)}
    return [_cheapest(found) for found in by_thing.values()]


def _is_for_some(product: Product, known: Sequence[Sequence[Product]]) -> bool:
    """Tell whether not all that are counted get what a cost says: it is the most that one may get, or others get another."""
    return CAP.search(shown(product.cost.row)) is not None or _divided(product, known)


def _divided(product: Product, known: Sequence[Sequence[Product]]) -> bool:
    """Tell whether another cost of the same sort is for one of the same things too: some of them are had for the one, some for the other (首次认定, 重新认定)."""
    return any(
        other.row is product.row
        and other.cost.per == product.cost.per
        and other.cost.wan < product.cost.wan
        and _sort(other) & _sort(product)
        and _named_in_common(other) == max(map(_named_in_common, found))
        for found in known
        for other in found
    )


def _named_in_common(product: Product) -> int:
    """How much the names of a cost and of what is counted share; a cost is for one of what it shares most with."""
    return len(_sort(product) & pairs(product.row.name)) if product.row is not None else 0


def _sort(product: Product) -> frozenset[str]:
    """What a cost is paid for, without the words for the cost of one."""
    return pairs(COST_OF_ONE.sub("，", bare_name(product.cost.row.name)))


def _slip(known: Sequence[Sequence[Product]], totals: float, budget: float) -> tuple[Product, float] | None:
    """The one product that ten times or a tenth (or more such steps) of itself makes all of them come to the budget, with what it should come to.

    Round sums meet by chance, so what it should come to must have three digits.
    """
    if not can_be_added(known) or come_to(known, totals, budget):
        return None
    for at, readings in enumerate(known):
        for others in itertools.product(*(found for other, found in enumerate(known) if other != at)):
            rest = budget - totals - sum(product.wan for product in others)
            for product in readings:
                exact = any(abs(rest - product.wan * times) <= EXACT * budget for times in TENFOLD)
                if rest > 0 and exact and len(wan(rest).replace(".", "").strip("0")) >= TELLING_DIGITS:
                    return product, rest
    return None


def _rows(parts: Sequence[Product]) -> tuple[Indicator, ...]:
    return tuple({id(row): row for part in parts for row in (part.row, part.cost.row) if row is not None}.values())


def _distance(ratio: float) -> float:
    """How many times two numbers differ, whichever is larger."""
    return max(ratio, 1 / ratio) if ratio > 0 else float("inf")


def _flaw(product: Product, budget: float, verdict: str, suggestion: str, parts: Sequence[Product]) -> Flaw:
    return Flaw(
        "value",
        f"{arithmetic(product)}，{verdict}",
        suggestion=suggestion,
        evidence={
            "quantity": product.quantity,
            "unit_cost": round(product.cost.wan * 10000, 4),
            "months": product.months,
            "times": product.times,
            "product_wan": round(product.wan, 4),
            "budget_wan": budget,
            "share": round(product.wan / budget, 4),
        },
        indicator=product.cost.row,
        rows=tuple(row for row in _rows(parts) if row is not product.cost.row),
    )
