"""missing-baseline."""

from collections.abc import Iterator

from perflint_zh.budget import Indicator
from perflint_zh.extract.words import fold
from perflint_zh.knowledge import bare_name
from perflint_zh.patterns import expression
from perflint_zh.rule import Flaw, NotApplicable, Outcome, rule

RELATIVE = expression(
    r"(?:增长|增加|提高|提升|上升|改善|扩大|增收|增产|递增|递减|回升|回落|净增|下降|降低|减少|削减|压减|压降|缩短|缩减|节能|节电|节水|节约|节省|节油|节支)(?:率|比率|比例|幅度|百分比|百分点)$|(?:增速|增幅|降幅|涨幅|升幅)$|(?:增长|下降|减少|降低)$|同比|环比"
)
"""Names of measures that compare with an earlier state."""

EXTENT = expression(r"(?:增长|增加|提高|提升|上升|改善|下降|降低|减少|压减|缩短|节约)的?幅度")
"""Descriptions of such a measure."""

BASE = expression(
    r"比|较|同期|相对|(?<!以)上[一]?[年季月度期]|去年|前[一二两三]?年|基期|基数|基准|基线|原[有来先本定]|原(?:水平|值|基础|状|计划|价|标准|方案|设计|设备|工艺|系统|用量|[0-9])|现状|年初|期初|现有|之前|[训改建实]前|(?:19|20)\d{2}|[\d.]+%?(?:提高|提升|下降|降低|降|升|增加|减少)?[到至]|从[\d.]+|(?<!不)[低高]于|市场价|预算价|控制价|概算|定额"
)
"""What names a base: a year, an earlier state, a figure from which."""

NO_BASE = expression(
    r"比[例率重赛武选价]|[占配]比|百分比|较[大好强高快多少低轻重差]|(?:日|月底?|年底)之前|(?:[比较与同]|相比)?(?:往年|历年|往常|以往|过去|从前|先前|以前)(?:年度|同期|水平|平均)?(?:相比)?"
)
"""Shares, contests, degrees and deadlines, which compare with no earlier state, and the past in general."""


@rule(Indicator, severity="note")
def missing_baseline(indicator: Indicator) -> Iterator[Outcome]:
    """缺少基期：增长、下降、节约一类的指标，没有写同哪一年、哪个数相比。

    不知道从多少降起，“下降5%”在年底可以有几种算法，也看不出定得高还是低。

    写法：“盗窃发案下降率 ≥5%” → 描述写“比2023年下降的比例（2023年发案126起）”。

    依据：《中央部门预算绩效目标管理办法》（财预〔2015〕88号）把历史标准列为绩效标准之一；用历史标准就要写出历史数。

    误报：名称、描述或指标值里写了“比上年”“较改造前”、年份或起始数的不报；不是百分数的增减量不报。
    """
    quantity = indicator.quantity
    if quantity is None or quantity.number is None or quantity.unit not in {"%", "‰", "个百分点"}:
        yield NotApplicable()
        return
    description = fold(indicator.description or "")
    if not RELATIVE.search(bare_name(indicator.name)) and not EXTENT.search(description):
        yield NotApplicable()
        return
    told = NO_BASE.sub("", f"{fold(indicator.name)}。{description}。{fold(indicator.value)}")
    if not BASE.search(told):
        yield Flaw(
            "description",
            f"“{indicator.name} {indicator.value}”没有写同哪一年、哪个数相比",
            suggestion="在描述里写明基期和基数，如“比上年（××件）下降的比例”",
        )
