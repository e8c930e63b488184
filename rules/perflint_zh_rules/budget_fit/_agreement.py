"""When two figures say the same."""

from collections.abc import Sequence

from perflint_zh.budget import Quantity
from perflint_zh_models.quantities.promises import Promise
from perflint_zh_models.quantities.years import years

EQUAL = 1e-6


def agrees(quantity: Quantity, others: Sequence[Quantity], rounding: float = 0.0) -> bool:
    """Tell whether one of the others, or all of them together, gives the same number."""
    number = quantity.number or 0.0
    numbers = [other.number for other in others if other.number is not None]
    near = max(rounding, EQUAL * max(1.0, number))
    if any(abs(other - number) <= near for other in [*numbers, sum(numbers)] if numbers):
        return True
    return any(
        other.upper is not None and other.number is not None and other.number <= number <= other.upper
        for other in others
    )


def is_longer(value: Quantity, told: Quantity) -> bool:
    """Tell whether a limit of time is beyond the one told; a shorter one keeps it."""
    limits = value.operator in {"≤", "<"} and told.operator in {None, "≤", "<"}
    return limits and value.kind == "duration" and (value.number or 0.0) > (told.number or 0.0)


def is_earlier(promise: Promise, current: int | None) -> bool:
    """Tell whether a figure is of a year before the budget's; a span of them is what a thing dates from (2005-2018年档案)."""
    return current is not None and any(year.year == year.last < current for year in years(promise.clause))


def is_looser(value: Quantity, told: Quantity) -> bool:
    """Tell whether a share may be larger than the one told allows."""
    caps = value.operator in {"≤", "<"} and told.operator in {"≤", "<"}
    return caps and value.kind == "rate" and (value.number or 0.0) > (told.number or 0.0)


def same_digits(one: float, other: float) -> bool:
    """Tell whether two numbers are written with the same digits (2500, 5200)."""
    return sorted(f"{one:.15g}") == sorted(f"{other:.15g}")
