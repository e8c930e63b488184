"""missing-unit."""

from collections.abc import Iterator

from perflint_zh.budget import Indicator
from perflint_zh.knowledge import measure_of, measure_words, unit_in_name
from perflint_zh.patterns import expression
from perflint_zh.rule import Flaw, NotApplicable, Outcome, rule
from perflint_zh_models.measure import forms_of

NO_UNIT = expression(r"指数|系数|等级|级别|评分|得分|分数|排名|名次|位次|PM|pH|信用|星级|比值|倍|版本|编号")
"""Measures that are bare numbers by nature."""


@rule(Indicator, severity="error", fix="unsafe")
def missing_unit(indicator: Indicator) -> Iterator[Outcome]:
    """缺少单位：数量、金额或比率没有计量单位。

    “≥500”是 500 人、500 次还是 500 元，验收时各说各话。

    写法：“≥500” → “≥500人”；“95” → “≥95%”。

    依据：《中央部门预算绩效目标管理办法》（财预〔2015〕88号）要求绩效目标细化量化。

    误报：单位写在名称括号里（培训人数（人））或单列单位列的不报；指数、评分、等级、排名本来就没有单位，不报。
    """
    quantity = indicator.quantity
    if quantity is None or quantity.number is None or quantity.kind != "index":
        yield NotApplicable()
        return
    if quantity.unit or unit_in_name(indicator.name) or NO_UNIT.search(indicator.name):
        return
    unit = _unit_of(indicator)
    guess = forms_of(indicator.name)
    if guess is not None and guess.forms <= {"wording"}:
        yield NotApplicable()
        return
    replacement = f"{indicator.value.strip()}{unit}" if unit else None
    suggestion = f"写成“{replacement}”" if replacement else "在数字后写明计量单位"
    yield Flaw(
        "value",
        f"指标值“{indicator.value}”没有计量单位，“{indicator.name}”也没有写明",
        suggestion=suggestion,
        replacement=replacement,
    )


def _unit_of(indicator: Indicator) -> str:
    """The one unit that the name leaves possible, or nothing."""
    measure = measure_of(indicator.name)
    if measure is not None and measure.kinds == {"rate"} and measure.dimensions <= {"percent"}:
        return "%"
    words = measure_words(indicator.name) or frozenset()
    if "人" in words:
        return "人"
    return next(iter(words)) if len(words) == 1 else ""
