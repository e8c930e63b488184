"""missing-basis."""

from collections.abc import Iterator

from perflint_zh.budget import Indicator
from perflint_zh.rule import Flaw, NotApplicable, Outcome, rule


@rule(Indicator, severity="warning")
def missing_basis(indicator: Indicator) -> Iterator[Outcome]:
    """缺少依据：表里有“指标值确定依据”一列，这一行却是空的。

    没有依据，审核时看不出指标值是测算来的还是随手填的。

    写法：空白 → “采购合同”“2024年度工作计划”“近三年平均值”“问卷调查”。

    依据：《中央部门预算绩效目标管理办法》（财预〔2015〕88号）列出历史标准、行业标准、计划标准等绩效标准。

    误报：没有这一列的表样不适用。
    """
    if indicator.basis is None:
        yield NotApplicable()
    elif not indicator.basis.strip(" 　-—/、.。"):
        yield Flaw("basis", f"“{indicator.name}”没有填写指标值确定依据", suggestion=_suggested(indicator.level2))


def _suggested(level2: str) -> str:
    if "满意" in level2:
        return "满意度一般填“问卷调查”"
    if "成本" in level2:
        return "填写支出标准、合同或测算文件的名称"
    return "填写计划、合同、批复、行业标准或历史数据的名称"
