"""wrong-category."""

from collections.abc import Iterator

from perflint_zh.budget import Indicator
from perflint_zh.extract.words import level2_of
from perflint_zh.knowledge import measure_of
from perflint_zh.rule import Flaw, NotApplicable, Outcome, rule

SATISFACTION = "服务对象满意度指标"
EFFECTS = frozenset({"经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标"})
INPUTS = frozenset({"cost"})
"""Money counted as output belongs to input-as-performance."""


@rule(Indicator, severity="warning")
def wrong_category(indicator: Indicator) -> Iterator[Outcome]:
    """指标放错了二级类别，它考核的东西不属于这一类。

    类别错了，这一类该考核的内容就空着：质量指标里放人数，质量就没有人考核；自评打分时权重也算错。

    写法：质量指标“培训人次 ≥300人次” → 改放数量指标，质量指标写“培训考核合格率”。

    依据：《中央部门预算绩效目标管理办法》（财预〔2015〕88号）和《中央部门项目支出核心绩效目标和指标设置及取值指引（试行）》（财预〔2021〕101号）的指标分类。

    误报：各地指标库说法不一的（完成率、覆盖率、补助标准、采纳数等）不报；满意度与效益互相放错归 satisfaction-as-effect 管，把花的钱当数量归 input-as-performance 管。
    """
    level2 = level2_of(indicator.level2)
    measure = measure_of(indicator.name)
    if level2 is None or measure is None or not measure.level2:
        yield NotApplicable()
        return
    if level2 in measure.level2 or level2 == SATISFACTION:
        return
    if measure.slug == "satisfaction" and level2 in EFFECTS:
        return
    if measure.slug in INPUTS and level2 == "数量指标":
        return
    better = [name for name in ORDER if name in measure.level2]
    yield Flaw(
        "level2",
        f"“{indicator.name}”考核的是{_kind(better[0])}，放在了{level2}",
        suggestion=f"改放{'或'.join(better[:2])}",
    )


ORDER = (
    "数量指标 质量指标 时效指标 成本指标 经济成本指标 经济效益指标 社会效益指标 生态效益指标 可持续影响指标 服务对象满意度指标 社会成本指标 生态环境成本指标"
).split()
"""The categories, the likelier home of a measure first."""


def _kind(level2: str) -> str:
    return level2.removesuffix("指标").removeprefix("服务对象")
