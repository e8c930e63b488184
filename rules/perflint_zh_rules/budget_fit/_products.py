"""Quantity times unit cost, as far as the rows of a goal table let one compute it."""

import msgspec
from perflint_zh.budget import Indicator, Project
from perflint_zh.extract.words import level2_of
from perflint_zh.knowledge import measure_of, unit_dimension, units_compatible
from perflint_zh_models.quantities.words import pairs

from perflint_zh_rules._figures import measured, mentions, rows_of, shown
from perflint_zh_rules.budget_fit._costs import MONTHS, Cost

PER_PERIOD = {"月": 12.0, "季度": 4.0, "周": 52.0}
"""How often a year holds what a frequency is per."""

DAYS = 31.0
"""Longer spans are periods of service, by which no daily rate is multiplied."""

OCCASIONS = frozenset({"occurrences"})
SINGLE = frozenset({"occurrences", "person-times"})
"""Dimensions that count every occasion already."""

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


class Product(msgspec.Struct, frozen=True):
    """One way to read quantity × unit cost (× months or occasions) in 万元; `row` is None where the goal's text has the quantity."""

    cost: Cost
    row: Indicator | None
    printed: str
    quantity: float
    months: float
    times: float
    wan: float


def counted_rows(project: Project) -> tuple[Indicator, ...]:
    """Output rows that count something money is paid for."""
    return tuple(row for row in rows_of(project) if level2_of(row.level2) == "数量指标" and _count(row) > 0)


def products(cost: Cost, project: Project) -> tuple[Product, ...]:
    """Every plausible reading of what a unit cost comes to; empty where neither table nor goal says how many."""
    if cost.per is None or len(cost.per) > 2:
        return ()
    rows = counted_rows(project)
    goal = [m.quantity for m in mentions(project.goal) if m.quantity.number and m.quantity.kind == "count"]
    found: list[Product] = []
    for row in _fitting(cost.per[0] if cost.per else "", cost, rows):
        others = [other for other in rows if other is not row]
        times = {1.0}
        if len(cost.per) == 2:
            times |= {_count(other) for other in others if _unit(other) == cost.per[1]}
            times |= {quantity.number for quantity in goal if quantity.unit == cost.per[1] and quantity.number}
        elif unit_dimension(_unit(row)) not in SINGLE:
            times |= {_count(other) for other in others if unit_dimension(_unit(other)) in OCCASIONS}
            times |= {
                _count(other) for other in others if unit_dimension(_unit(other)) == "time" and _count(other) <= DAYS
            }
        found += [
            Product(cost, row, shown(row), _count(row), months, time, _count(row) * cost.wan * months * time)
            for time in times
            for months in _months(cost, project)
        ]
    found += [
        Product(cost, None, f"目标{number:.15g}{quantity.unit}", number, months, 1.0, number * cost.wan * months)
        for quantity in goal
        if cost.per
        and quantity.unit in {cost.per[0], *(_unit(product.row) for product in found if product.row)}
        and (number := quantity.number)
        for months in _months(cost, project)
    ]
    return tuple(found)


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
    """Rows that count what the cost is for one of: the same unit, else a compatible one of the same thing."""
    countable = tuple(row for row in rows if unit_dimension(_unit(row)) not in UNCOUNTED)
    if not unit:
        alike = tuple(row for row in countable if _alike(cost.row, row))
        return alike or (countable if len(countable) == 1 else ())
    same = tuple(row for row in countable if _unit(row) == unit)
    if len(same) > 1:
        alike = tuple(row for row in same if _alike(cost.row, row))
        return alike or same
    if same:
        return same
    fitting = tuple(row for row in countable if not _unit(row) or units_compatible(unit, _unit(row)))
    return tuple(row for row in fitting if _alike(cost.row, row)) or (fitting if len(fitting) == 1 else ())


def _alike(one: Indicator, other: Indicator) -> bool:
    return bool(pairs(f"{one.name}。{one.description or ''}") & pairs(f"{other.name}。{other.description or ''}"))


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


def unexplained(project: Project, used: tuple[Indicator, ...]) -> bool:
    """Tell whether the table counts further things that cost money and that no cost row speaks of."""
    known = frozenset[str]().union(*(pairs(f"{row.name}。{row.description or ''}") for row in used))
    return any(
        row not in used and not known & pairs(f"{row.name}。{row.description or ''}") for row in counted_rows(project)
    )
