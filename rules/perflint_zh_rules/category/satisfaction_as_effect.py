"""satisfaction-as-effect."""

from collections.abc import Iterator

from perflint_zh.budget import Indicator
from perflint_zh.extract.words import level2_of
from perflint_zh.knowledge import bare_name
from perflint_zh.patterns import expression
from perflint_zh.rule import Flaw, NotApplicable, Outcome, rule

from perflint_zh_rules._figures import EFFECTS

SATISFACTION = "服务对象满意度指标"

SATISFIED = expression(r"满意(?:度|率|程度|水平|比例|占比|情况|人数占比)?$|满意.{0,4}(?:测评|评价|调查|得分|分值|指数)")
"""Names that measure whether people are satisfied."""

APPROVAL = expression(r"(?:认可|认同|好评)(?:度|率|程度|情况)$")
"""Words for satisfaction where name or description says of what; otherwise they may be standing in society."""

OF_SERVICE = expression(r"对.{2,}(?:认可|认同|好评)")

OPINION = expression(
    r"满意|认可|认同|评(?![审优选估定级奖比标卷])|[打评得给]分|打星|口碑|投诉|信访|意见|反馈|回访|感受|获得感|幸福感|安全感|归属感|问卷|调查|表扬|赞|诉求|体验|投票|举手|表决|愿意|愿再|喜[爱欢]|欢迎"
)
"""Words of what people think, which may stand under 满意度."""


@rule(Indicator, severity="warning")
def satisfaction_as_effect(indicator: Indicator) -> Iterator[Outcome]:
    """满意度放错：效益指标里放了满意度，或者满意度指标里放了效益。

    满意度回答“服务对象怎么看”，效益回答“带来了什么变化”。拿满意度充当效益，效益就没有考核。

    写法：社会效益“群众满意度 ≥90%” → 移到满意度指标，社会效益写“投诉量比上年下降15%”；满意度“创业氛围浓厚” → “创业青年满意度 ≥90%”。

    依据：《中央部门项目支出核心绩效目标和指标设置及取值指引（试行）》（财预〔2021〕101号）把效益指标和满意度指标分为两个一级指标。

    误报：投诉率、好评率、安全感等反映服务对象看法的，放在满意度里不报；效益里的“满意度提高幅度”等变化量不报。
    """
    level2 = level2_of(indicator.level2)
    name = bare_name(indicator.name)
    if level2 in EFFECTS:
        approval = APPROVAL.search(name) is not None and (
            "满意" in (indicator.description or "") or OF_SERVICE.search(name) is not None
        )
        if SATISFIED.search(name) or approval:
            yield Flaw(
                "level2",
                f"“{indicator.name}”是满意度，放在了{level2}里",
                suggestion="移到满意度指标，这里写项目带来的变化",
            )
    elif level2 == SATISFACTION:
        if name and not OPINION.search(f"{name}{indicator.description or ''}"):
            yield Flaw(
                "level2",
                f"“{indicator.name}”没有问服务对象是否满意，放在了满意度指标里",
                suggestion="移到效益指标，这里写谁的满意度",
            )
    else:
        yield NotApplicable()
