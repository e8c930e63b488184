"""unit-conflict."""

from collections.abc import Iterator

from perflint_zh.budget import Indicator
from perflint_zh.knowledge import unit_in_name, units_compatible
from perflint_zh.rule import Flaw, NotApplicable, Outcome, rule


@rule(Indicator, severity="error")
def unit_conflict(indicator: Indicator) -> Iterator[Outcome]:
    """指标名称里的计量单位与指标值里的不一致。

    一个指标写了两个单位，验收时不知道按哪个核对。
    """
    named = unit_in_name(indicator.name)
    quantity = indicator.quantity
    if named is None or quantity is None or not quantity.unit:
        yield NotApplicable()
        return
    if not units_compatible(named, quantity.unit):
        yield Flaw("value", f"名称用“{named}”，指标值用“{quantity.raw_unit or quantity.unit}”")
