"""wrong-category."""

import re
from collections.abc import Iterator

from perflint_zh.budget import Indicator
from perflint_zh.extract.words import level2_of
from perflint_zh.knowledge import Measure, measure_of, unit_dimension
from perflint_zh.rule import Flaw, NotApplicable, Outcome, rule

COUNTS = frozenset({"count", "occasion-count", "person-count", "person-time-count", "benefit-count", "area", "length"})
"""Measures that only count what was produced."""

EFFECTS = frozenset({"经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标"})
QUALITY_OF_COUNT = re.compile(
    r"通过|采用|采纳|合格|达标|优秀|获奖|验收|转化|入选|发表|事故|故障|差错|投诉|失误|缺陷|返工|违规|泄密|停电|中断|事件|问题|隐患|整改|被|等级|案件|死亡|逾期|退件|重复|引用|获评|认证|修改|上访"
)
REACHED = re.compile(
    r"受益|惠及|服务|带动|新增|就业|观众|读者|借阅|参观|接待|利用|查阅|点击|浏览|下载|辐射|覆盖|救助|帮扶|解决|化解|减少|降低|增加|事故|火灾|发生|发案|案件|投诉|死亡|吸引|游客|咨询|查询|访问|办件|使用|影响|签约|入驻|获奖|采用|采纳|转载|报道|示范|转化|挽回|避免|创业|脱贫|企业|培育|志愿|参与|留存"
)
EVIDENCE = {
    "社会效益指标": REACHED,
    "生态效益指标": re.compile(
        r"绿|林|树|水|气|污|垃圾|减排|节|天数|生态|环境|环保|治理|清|草|湿地|物种|秸秆|达标|超标|火灾|野生|动物|鱼"
    ),
    "经济效益指标": re.compile(
        r"企业|就业|游客|带动|销售|产值|入驻|签约|创业|增收|贷款|市场|主体|农户|订单|交易|收入|投资|招商|消费|旅客|客流|产量|商户|经营|合作社|采购|技术|专利|成果"
    ),
    "可持续影响指标": re.compile(
        r"年限|寿命|长效|持续|后续|续|机制|制度|留存|巩固|长期|稳定|传承|保护|储备|人才|队伍|培养|影响|发展|促进|建立|复用|沿用|完好|有效期|周期"
    ),
}
"""Effect → words that make a count evidence of it."""


@rule(Indicator, severity="warning")
def wrong_category(indicator: Indicator) -> Iterator[Outcome]:
    """指标放错了类别：它衡量的东西不属于这个二级指标。

    数量说做了多少，质量说做得怎样，时效说何时完成，效益说有什么用。放错了类别，权重和评分都会错。

    写法：质量指标“支持企业数量” → 移到数量指标；时效指标“参观人次” → 移到数量指标；质量指标“资金到位率” → 属于过程管理，可删去。

    依据：《中央部门项目支出核心绩效目标和指标设置及取值指引（试行）》（财预〔2021〕101号）对各级指标的界定。

    误报：各地公开的指标库对完成率、覆盖率、补助标准放在哪里看法不一，这些不报；“通过评审的数量”放在质量也有先例，不报；受益人数、就业人数可以是效益。
    """
    level2 = level2_of(indicator.level2)
    measure = measure_of(indicator.name)
    if level2 is None or measure is None or not measure.level2:
        yield NotApplicable()
        return
    if level2 in measure.level2 or ("成本" in level2 and any("成本" in allowed for allowed in measure.level2)):
        return
    better = _better(measure, indicator)
    if better is None:
        return
    yield Flaw(
        "level2",
        f"“{indicator.name}”衡量的是{_what(measure)}，不属于{indicator.level2}",
        suggestion=f"移到{better}" if better else "属于资金管理过程，可删去或换成反映产出、效果的指标",
    )


def _better(measure: Measure, indicator: Indicator) -> str | None:
    """The category that the measure belongs to, None when practice is divided here."""
    level2 = level2_of(indicator.level2)
    text = f"{indicator.name}{indicator.description or ''}"
    if measure.slug in COUNTS:
        if level2 == "质量指标" and QUALITY_OF_COUNT.search(text):
            return None
        if level2 in EFFECTS and EVIDENCE[level2].search(text):
            return None
        if level2 == "服务对象满意度指标":
            return None
        if (
            level2 == "时效指标"
            and indicator.quantity is not None
            and indicator.quantity.kind in {"duration", "date", "frequency"}
        ):
            return None
        if "成本" in (level2 or ""):
            return (
                None
                if indicator.quantity is not None
                and unit_dimension(indicator.quantity.unit or "") in {"money", "unit-cost"}
                else "数量指标"
            )
        return "数量指标"
    if measure.slug == "satisfaction":
        # Under an effect satisfaction-as-effect says it.
        return None if level2 in EFFECTS else "满意度指标"
    if measure.slug == "funds-arrival" and level2 in {"质量指标", "数量指标"}:
        return ""
    if measure.slug == "timeliness":
        return "时效指标" if level2 in {"质量指标", "数量指标"} else None
    if measure.slug in {"deadline", "date"}:
        return "时效指标" if level2 in {"数量指标", "质量指标"} else None
    if measure.slug == "public-service" and level2 == "经济效益指标":
        return "社会效益指标"
    if measure.slug == "employment-rate" and level2 == "生态效益指标":
        return "社会效益指标"
    if (
        measure.slug == "cost"
        and level2 in {"数量指标", "质量指标", "时效指标"}
        and indicator.quantity is not None
        and indicator.quantity.kind in {"money", "unit-cost"}
    ):
        return None  # input-as-performance says it
    if measure.slug in {"quality-rate", "failure-rate"} and level2 in {"成本指标", "生态效益指标"}:
        return "质量指标"
    if measure.slug in {"response-time", "duration"} and "成本" in (level2 or ""):
        return "时效指标"
    return None


def _what(measure: Measure) -> str:
    if measure.slug in COUNTS:
        return "数量"
    return {
        "timeliness": "是否及时",
        "deadline": "时间",
        "funds-arrival": "资金是否到位",
        "public-service": "公共服务水平",
        "employment-rate": "就业安置",
    }.get(measure.slug, f"“{measure.head}”")
