"""round-number."""

from collections.abc import Iterator

from perflint_zh.budget import Indicator
from perflint_zh.rule import Flaw, NotApplicable, Outcome, rule


@rule(Indicator, severity="note")
def round_number(indicator: Indicator, *, least: int = 1000) -> Iterator[Outcome]:
    """数量太整：整千的大数像是估计的。

    测算过的数量很少正好是整千。

    写法：“≥5000人” → 按名册、台账写实际的数，并写明依据。

    依据：本县绩效目标编审要求。

    误报：小于 1000 的数、金额和比率不看。
    """
    quantity = indicator.quantity
    if quantity is None or quantity.kind != "count" or quantity.number is None:
        yield NotApplicable()
        return
    if quantity.number >= least and quantity.number % 1000 == 0:
        yield Flaw("value", f"“{indicator.name}”的指标值“{indicator.value}”是整千的数", suggestion="按台账核实")
