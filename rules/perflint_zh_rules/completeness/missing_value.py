"""missing-value."""

from collections.abc import Iterator

from perflint_zh.budget import Indicator
from perflint_zh.knowledge import bare_name
from perflint_zh.rule import Flaw, NotApplicable, Outcome, rule

NOTHING = " 　-—/、.。"
"""What stands in a cell that is left empty."""


@rule(Indicator, severity="error")
def missing_value(indicator: Indicator) -> Iterator[Outcome]:
    """缺少指标值：指标值是空的。

    没有指标值就没有要达到的水平，年底无法判断完成没有完成。

    写法：空白 → “≥4期”“95%以上”“10月底前”。

    依据：《中央部门预算绩效目标管理办法》（财预〔2015〕88号）要求绩效目标细化量化。

    误报：“无”“暂无”“待定”一类的字样归 placeholder-text 管；泄密事件“0起”这样的零值是值；样表里只印着“指标2：”、名称和值都空着的行不算指标。
    """
    if not bare_name(indicator.name).strip(NOTHING) and not indicator.value.strip(NOTHING):
        yield NotApplicable()
    elif not indicator.value.strip(NOTHING):
        yield Flaw("value", f"“{indicator.name}”没有填写指标值", suggestion="填写要达到的数量、比例或时限")
