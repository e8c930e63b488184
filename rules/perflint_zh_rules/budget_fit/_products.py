"""Quantity times unit cost, as far as the rows of a goal table let one compute it."""

import itertools
import math
from collections.abc import Sequence

import msgspec
from perflint_zh.budget import Indicator, Project, Quantity
from perflint_zh.extract.words import level2_of
from perflint_zh.knowledge import bare_name, is_countable, measure_of, unit_dimension
from perflint_zh.patterns import expression
from perflint_zh_models.quantities.promises import promises
from perflint_zh_models.quantities.words import pairs

from perflint_zh_rules._figures import GENERAL, measured, mentions, rows_of, shown, wan
from perflint_zh_rules.budget_fit._costs import MONTHS, Cost

PER_PERIOD = {"月": 12.0, "季度": 4.0, "周": 52.0}
"""How often a year holds what a frequency is per."""

DAYS = 31.0
"""Longer spans are periods of service, by which no daily rate is multiplied."""

PART = expression(r"^\W*其中")
"""A row whose name begins so is part of the row above it."""

OCCASIONS = frozenset({"occurrences"})
SINGLE = frozenset({"occurrences", "person-times"})
"""Dimensions that count every occasion already."""

PEOPLE = frozenset({"persons", "person-times"})
THINGS = frozenset({"pieces", "equipment", "documents", "organisations"})
"""Dimensions of which one word may stand for another (台 and 套, 份 and 册, 家 and 户)."""

PRICE = expression(r"单价|均价")
"""Words for the price of one, which is of whatever the quantity counts; a standard may be paid per something unsaid."""

EXCLUDED = expression(r"(?:不含|不包[括含]|不计)[^，,。；;]*|除[^，,。；;]{1,12}外")
"""Parts of a description that say what a row is not about."""

YEARLY = expression(r"年(?!龄|鉴|级|画)度?[一-鿿]{0,4}(?:费用?|成本|价格?|补[助贴]|标准|支出|租金)$")
"""What one costs in a year, however often something is done to it."""

LESSONS = "课时"
"""The unit of what those who are paid for do, and which costs nothing beside them."""

AT_LEAST = frozenset({"≥", ">"})
"""Signs of the least time that work takes, which is no number of times it is paid for."""

COUNTED = "个"
"""The unit of anything."""

TOLD = frozenset({"count", "duration", "frequency"})
"""Kinds of figures in a goal that say how many or how often (每批5天)."""

UNCOUNTED = frozenset(
    {
        "percent",
        "permille",
        "money",
        "unit-cost",
        "time",
        "date",
        "grade",
        "score",
        "temperature",
        "multiple",
        "pollution",
    }
)
"""Dimensions of which no unit cost is paid."""


MOST_READINGS = 64
"""Ways to read a whole table beyond which its costs are not added up."""

EXPLAINED = 0.05
"""Share of the budget by which quantities and prices may miss it and still explain it."""


class Product(msgspec.Struct, frozen=True):
    """One way to read quantity × unit cost (× months or occasions) in 万元; `row` is None where the goal or the cost's description has the quantity.

    It is `borrowed` where a row of other things has the goal's figure and a row of those paid for has another.
    """

    cost: Cost
    row: Indicator | None
    printed: str
    quantity: float
    months: float
    times: float
    wan: float
    borrowed: bool = False


def counted_rows(project: Project) -> tuple[Indicator, ...]:
    """Output rows that count something money is paid for."""
    return tuple(
        row
        for row in rows_of(project)
        if level2_of(row.level2) == "数量指标" and _count(row) > 0 and not PART.match(row.name)
    )


def products(cost: Cost, project: Project) -> tuple[Product, ...]:
    """Every plausible reading of what a unit cost comes to; empty where neither table nor goal says how many."""
    if cost.per is None or len(cost.per) > 2:
        return ()
    rows = counted_rows(project)
    goal = [m.quantity for m in mentions(project.goal) if m.quantity.number and m.quantity.kind in TOLD]
    # For how many days, months or visits the price is due may stand beside it (按300天计).
    goal += [
        m.quantity
        for m in mentions(cost.row.description)
        if m.quantity.number and m.quantity.kind in TOLD and m.quantity.unit in cost.per[1:]
    ]
    spans = _months(cost, project)
    # 560人·天 are already as many as a price in 元/人·天 is paid for.
    whole = [row for row in rows if len(cost.per) > 1 and _unit(row) == "·".join(cost.per)]
    if whole:
        return tuple(_product(cost, row, shown(row), _count(row), 1.0, 1.0) for row in whole)
    fitting = _fitting(cost.per[0] if cost.per else "", cost, rows)
    found = [
        _product(cost, row, shown(row), _count(row), months, time)
        for row in fitting
        for time in _times(cost, row, rows, goal)
        for months in spans
    ]
    if len(fitting) > 1:
        together = "、".join(map(shown, fitting))
        found += [
            _product(cost, fitting[0], together, sum(map(_count, fitting)), months, time)
            for time in (_second(cost, rows, goal) if len(cost.per) == 2 else {1.0})
            for months in spans
        ]
    if cost.per:
        units = {cost.per[0], *map(_unit, fitting)}
        # Who is paid may be told beside the price alone (3名医师，按天计).
        own = [promise.quantity for promise in promises(cost.row.description) if promise.whole]
        # A figure of the goal that another row counts is of other things, where some row counts those paid for.
        others = {_count(row) for row in rows if row not in fitting} - {_count(row) for row in fitting}
        taken = others if cost.per[0] in map(_unit, fitting) else set[float]()
        found += [
            msgspec.structs.replace(
                _product(cost, None, f"{where}{number:.15g}{quantity.unit}", number, months, time),
                borrowed=where == "目标" and number in taken,
            )
            for where, told in (("目标", goal), ("描述", own))
            for quantity in told
            if quantity.unit in units and (number := quantity.number)
            for time in (_second(cost, rows, goal) if len(cost.per) == 2 else {1.0})
            for months in spans
        ]
        # Posts are paid to those who hold them (公益岗位10个, 公益岗位补贴 800元/人).
        found += [
            _product(cost, None, f"目标{promise.clause}", promise.quantity.number or 0.0, months, 1.0)
            for promise in promises(project.goal)
            if cost.per == ("人",) and promise.quantity.unit == "个" and _is_called(promise.before, cost.row)
            for months in spans
        ]
    return tuple(found)


def _is_called(before: str, row: Indicator) -> bool:
    """Tell whether the words before a figure end with those that a row's name begins with."""
    name = bare_name(row.name)
    return any(before.endswith(name[:length]) for length in range(CALLED, len(name)))


def _times(cost: Cost, row: Indicator, rows: tuple[Indicator, ...], goal: list[Quantity]) -> set[float]:
    """How often the cost may fall due for each that a row counts: per occasion or day of other rows."""
    others = tuple(other for other in rows if other is not row)
    second = cost.per[1] if cost.per is not None and len(cost.per) == 2 else ""
    if unit_dimension(_unit(row)) in SINGLE and unit_dimension(second) in {None, *OCCASIONS}:
        return {1.0}
    if second:
        return _second(cost, others, goal)
    if YEARLY.search(cost.row.name):
        return {1.0}
    occasions = {_count(other) for other in others if unit_dimension(_unit(other)) in OCCASIONS}
    days = {_count(other) for other in others if _counts_days(other)}
    return {1.0} | occasions | days


def _counts_days(row: Indicator) -> bool:
    """Tell whether a row says on how many days a daily cost falls due."""
    quantity = measured(row)
    sign = quantity.operator if quantity is not None else None
    return unit_dimension(_unit(row)) == "time" and _count(row) <= DAYS and sign not in AT_LEAST


def _second(cost: Cost, rows: tuple[Indicator, ...], goal: list[Quantity]) -> set[float]:
    """How many of the second thing a cost is per (天 of 元/人·天); it comes to nothing known before they are."""
    unit = cost.per[1] if cost.per else ""
    counted = {_count(row) for row in rows if _unit(row) == unit}
    told = {quantity.number for quantity in goal if (quantity.unit or "").partition("/")[0] == unit and quantity.number}
    return counted | told


def can_be_added(known: Sequence[Sequence[Product]]) -> bool:
    """Tell whether the costs of a table can be read in few enough ways."""
    return math.prod(map(len, known)) <= MOST_READINGS


def come_to(known: Sequence[Sequence[Product]], totals: float, budget: float) -> bool:
    """Tell whether the costs, read in one way or another, and other costs in all explain the budget."""
    sums = (totals + sum(product.wan for product in reading) for reading in itertools.product(*known))
    return any(abs(found - budget) <= EXPLAINED * budget for found in sums)


def arithmetic(product: Product) -> str:
    """The product as messages show it: 10×0.5万元×12个月=60万元."""
    cost = product.cost.wan
    factors = [f"{product.quantity:.15g}", f"{wan(cost)}万元" if cost >= 0.01 else f"{cost * 10000:.6g}元"]
    factors += [f"{product.times:g}{_second_unit(product.cost)}"] if product.times != 1 else []
    factors += [f"{product.months:g}个月"] if product.months != 1 else []
    return f"“{product.printed}”×“{shown(product.cost.row)}”：{'×'.join(factors)}={wan(product.wan)}万元"


def _second_unit(cost: Cost) -> str:
    """The word for how often a cost falls due (天 of 元/人·天)."""
    return cost.per[1] if cost.per is not None and len(cost.per) == 2 else "次"


def _product(cost: Cost, row: Indicator | None, printed: str, quantity: float, months: float, times: float) -> Product:
    return Product(cost, row, printed, quantity, months, times, quantity * cost.wan * months * times)


COUNTED_BY_NAME = {"person-count": "人", "person-time-count": "人次"}
"""Measures whose unit goes without saying."""


def _unit(row: Indicator) -> str:
    quantity = measured(row)
    if quantity is not None and quantity.unit:
        return quantity.unit.partition("/")[0]
    measure = measure_of(row.name)
    return COUNTED_BY_NAME.get(measure.slug, "") if measure is not None else ""


def _count(row: Indicator) -> float:
    """How many in a year, 0 where the row counts nothing."""
    quantity = measured(row)
    if (
        quantity is None
        or quantity.number is None
        or quantity.kind in {"rate", "money", "unit-cost", "date", "grade", "text"}
    ):
        return 0.0
    number = quantity.upper if quantity.operator == "~" and quantity.upper is not None else quantity.number
    return number * PER_PERIOD.get((quantity.unit or "").partition("/")[2], 1.0)


def _fitting(unit: str, cost: Cost, rows: tuple[Indicator, ...]) -> tuple[Indicator, ...]:
    """Rows that count what the cost is for one of: in its unit and of the same thing; the only row in the unit, or in one that means the same, may name it otherwise.

    Where the cost does not say of what, only things that are counted singly are multiplied by it.
    """
    countable = tuple(row for row in rows if unit_dimension(_unit(row)) not in UNCOUNTED)
    priced = PRICE.search(cost.row.name)
    fitting = tuple(
        row for row in countable if (_counts(unit, row) if unit else priced or is_countable(_unit(row) or COUNTED))
    )
    alike = tuple(row for row in fitting if _alike(cost.row, row))
    same = tuple(row for row in alike if unit and _unit(row) == unit)
    exact = tuple(row for row in fitting if _unit(row) == unit and unit not in GENERAL)
    only = exact if len(exact) == 1 else fitting
    alone = len(only) == 1 and unit and _unit(only[0]) and {unit, _unit(only[0])} != {"人", "人次"}
    return same or alike or (only if alone else ())


def _counts(unit: str, row: Indicator) -> bool:
    """Tell whether a row counts in a unit or without any, or in another word for a thing of the same sort (份 and 册, 个 and 村)."""
    other = _unit(row)
    dimensions = {unit_dimension(unit), unit_dimension(other)}
    return (
        other in {unit, f"{unit}次"}
        or not other
        or (other == COUNTED and unit in row.name)
        or dimensions <= PEOPLE
        or (len(dimensions) == 1 and bool(dimensions & THINGS))
    )


def _alike(one: Indicator, other: Indicator) -> bool:
    return bool(_about(one) & _about(other))


def _about(row: Indicator) -> frozenset[str]:
    return pairs(f"{row.name}。{EXCLUDED.sub('', row.description or '')}")


def _months(cost: Cost, project: Project) -> set[float]:
    if cost.monthly == "no":
        return {1.0}
    texts = [project.goal, cost.row.description, cost.row.name]
    figures = [mention.quantity for text in texts for mention in mentions(text)] + [*map(measured, rows_of(project))]
    stated = {
        quantity.number
        for quantity in figures
        if quantity is not None
        and quantity.unit == "月"
        and quantity.kind == "duration"
        and quantity.number
        and quantity.number <= MONTHS
    }
    return stated | {MONTHS} | ({1.0} if cost.monthly == "maybe" else set())


CALLED = 3
"""Characters by which a name says what is paid for."""

ROUTINE = expression(r"巡[查检护视逻]|检查|保[养洁]|清扫|值[班守]|考核")
"""Rounds that are part of the upkeep of an area or of a road, and paid with it."""

MEASURED = frozenset({"area", "length"})
CONSUMERS = frozenset({"places", "organisations", "persons"})
"""Dimensions of those that use power, which is paid by what the meters show."""


def unexplained(project: Project, used: tuple[Indicator, ...]) -> bool:
    """Tell whether the table counts further things that cost money and that no cost row speaks of; what is counted in the same unit is another reading of how many."""
    units = {_unit(row) for row in used} - {""}
    dimensions = {unit_dimension(unit) for unit in units}
    known = frozenset[str]().union(*(pairs(f"{row.name}。{row.description or ''}") for row in used))
    return any(
        row not in used
        and _unit(row) not in units
        and _unit(row) != LESSONS
        and not (MEASURED & dimensions and unit_dimension(_unit(row)) in OCCASIONS and ROUTINE.search(row.name))
        and not ("energy" in dimensions and unit_dimension(_unit(row)) in CONSUMERS)
        and not known & pairs(f"{row.name}。{row.description or ''}")
        for row in counted_rows(project)
    )
