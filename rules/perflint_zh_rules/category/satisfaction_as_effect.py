"""satisfaction-as-effect."""

import re
from collections.abc import Iterator

from perflint_zh.budget import Indicator
from perflint_zh.extract.words import level2_of
from perflint_zh.rule import Flaw, NotApplicable, Outcome, rule

SATISFIED = re.compile(r"满意(?:度|率|程度|情况)?$|认可度$|好评率$")
ASKED = re.compile(
    r"满意|认可|好评|投诉|评价|测评|获得感|口碑|反馈|意见|信任|表扬|赞|点赞|支持率|幸福感|安全感|认同|评议"
)
EFFECTS = frozenset({"经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标"})


@rule(Indicator, severity="warning")
def satisfaction_as_effect(indicator: Indicator) -> Iterator[Outcome]:
    """效益指标里填了满意度，或满意度指标里填了效果。

    满意是服务对象的评价，效益是事情的变化；用满意度顶替效益，说明没有想清楚项目有什么用。

    写法：社会效益“群众满意度 ≥95%” → 移到满意度指标，社会效益改填“受益群众1.2万人”。

    依据：财预〔2015〕88号、财预〔2021〕101号都把满意度单列为一级指标。

    误报：投诉率、表扬次数放在满意度下可以，不报。
    """
    level2 = level2_of(indicator.level2)
    name = re.sub(r"[（(][^（()）]*[)）]$", "", indicator.name.strip())
    if level2 in EFFECTS:
        if SATISFIED.search(name):
            yield Flaw(
                "level2",
                f"“{indicator.name}”是满意度，却填在{indicator.level2}",
                suggestion="移到满意度指标；效益改填项目带来的变化",
            )
    elif level2 == "服务对象满意度指标":
        if not ASKED.search(f"{indicator.name}{indicator.description or ''}"):
            yield Flaw(
                "level2",
                f"满意度指标填的是“{indicator.name}”，不是服务对象的评价",
                suggestion="写明谁对什么的满意度，如“参训学员满意度”",
            )
    else:
        yield NotApplicable()
