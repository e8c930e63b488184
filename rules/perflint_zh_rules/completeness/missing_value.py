"""missing-value."""

from collections.abc import Iterator

from perflint_zh.budget import Indicator
from perflint_zh.knowledge import bare_name, read_unit, squeeze, unit_dimension
from perflint_zh.patterns import expression
from perflint_zh.rule import Flaw, NotApplicable, Outcome, rule

NOTHING = " 　-—/、.。"
"""What stands in a cell that is left empty."""

SIGN = expression(r"^[≥≤><=]+")
ANSWERS = frozenset({"time", "date", "grade"})
"""Units that are values by themselves: 季度 tells how often, 级 what is awarded."""


@rule(Indicator, severity="error")
def missing_value(indicator: Indicator) -> Iterator[Outcome]:
    """缺少指标值：指标值是空的。

    没有指标值就没有要达到的水平，年底无法判断完成没有完成。

    写法：空白 → “≥4期”“95%以上”“10月底前”；只有单位“公里” → “12公里”。

    依据：《中央部门预算绩效目标管理办法》（财预〔2015〕88号）要求绩效目标细化量化。

    误报：“季度”这样说明多久一次的不报；“无”“暂无”“待定”一类的字样归 placeholder-text 管；泄密事件“0起”这样的零值是值；样表里只印着“指标2：”、名称和值都空着的行不算指标。
    """
    if not bare_name(indicator.name).strip(NOTHING) and not indicator.value.strip(NOTHING):
        yield NotApplicable()
    elif not indicator.value.strip(NOTHING):
        yield Flaw("value", f"“{indicator.name}”没有填写指标值", suggestion="填写要达到的数量、比例或时限")
    elif unit := _unit_alone(indicator.value):
        yield Flaw("value", f"“{indicator.name}”只写了单位“{unit}”，没有写多少", suggestion=f"在“{unit}”前写明数字")


def _unit_alone(value: str) -> str:
    """The unit of a value that has nothing before it but a sign."""
    shown = squeeze(value)
    unit = SIGN.sub("", shown)
    if read_unit(unit) is None or (unit == shown and unit_dimension(unit) in ANSWERS):
        return ""
    return unit
