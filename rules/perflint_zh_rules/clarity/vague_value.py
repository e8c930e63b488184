"""vague-value."""

import re
from collections.abc import Iterator

from perflint_zh.budget import Indicator
from perflint_zh.extract.words import fold
from perflint_zh.rule import Flaw, NotApplicable, Outcome, rule

DEGREE = r"(?:有效|显著|明显|进一步|不断|逐步|持续|长期|稳步|切实|大力|全面|充分|较大|较好|更好|极大|大幅|积极|良好|较高|稳定|基本|有所|加强|不同程度|稳中|深入|广泛|优化|良性)"
ACTION = r"(?:保障|提升|提高|改善|促进|推动|带动|增强|加强|发挥|运行|运转|维护|优化|完善|发展|推进|落实|实现|降低|减少|提供|增加|缓解|解决|保护|支持|服务|规范|稳定|好转|向好|开展|有序|满足|到位|执行|影响|提质|增效|扩大|巩固|健全|达到|完成|丰富|浓厚|活跃|繁荣|和谐|改观|凝聚|振兴|提档|加快)"
VAGUE = re.compile(
    rf"(?:{DEGREE}(?:地)?{ACTION}?|{ACTION}|{DEGREE}{{1,2}})(?:{ACTION}|水平|能力|效果|作用|程度|情况|了|等|中|好|高|强)*"
)
LEVELS = frozenset(
    "高 较高 好 较好 很好 良好 一般 强 较强 大 较大 明显 显著 是 有 有所提高 正常 及时 优 良 可持续 长期 中长期 持续 合理 规范 完善 健全 到位 满意 较满意 提高 提升 改善 稳定 无 零 不断 逐年 逐步".split()
)
"""Single words that say how much without saying how to tell."""

STANDARD = re.compile(
    r"验收|评审|复核|测评|评定|考核|认证|标准|等级|以上|通过|达到.{0,6}(?:级|类|标准|要求|规范)|[一二三四五ⅠⅡⅢⅣⅤ甲乙丙ABC]级|[ⅠⅡⅢ]类|优秀|合格|达标|不下调|不发生|未发生|零发生|签订|建成|投入使用|完工|竣工|公开|备案"
)
"""Words of a check that can be carried out."""

GRADED = re.compile(
    r"优[、/（(].*良|好[、/（(].*(?:较好|一般|差)|[≥>]\s*\d+.{0,6}为|分为|评分|得分|按.{0,12}(?:评定|分级|打分)|指.{0,30}(?:次|件|起|%|小时|天)"
)
"""A description that states how the grades are told apart."""


@rule(Indicator, severity="warning")
def vague_value(indicator: Indicator) -> Iterator[Outcome]:
    """指标值是“有效保障”“显著提升”一类的套话，没有可核对的标准。

    定性指标也要能分出好坏；谁也说不清怎样才算“有效”，年底必然都是完成。

    写法：“有效保障” → “停机次数≤2次”或“通过年度验收”；“显著提升” → “较上年提高5个百分点”。

    依据：《中央部门预算绩效目标管理办法》（财预〔2015〕88号）要求绩效目标细化量化，不能量化的要用可衡量的分级分档表述。

    误报：写明了检验办法的不报，如“通过省级验收”“达到二级标准”“优秀”；描述里说明怎样分档的也不报。
    """
    quantity = indicator.quantity
    value = fold(indicator.value).strip("。.，,；;≥≤=>< ")
    if (
        not value
        or quantity is None
        or quantity.kind not in {"grade", "text"}
        or any(character.isdigit() for character in value)
    ):
        yield NotApplicable()
        return
    if STANDARD.search(value) or GRADED.search(indicator.description or ""):
        return
    if value in LEVELS or VAGUE.fullmatch(value):
        yield Flaw(
            "value", f"“{indicator.name}”的指标值“{indicator.value}”没有可核对的标准", suggestion=_suggested(indicator)
        )


def _suggested(indicator: Indicator) -> str:
    if "满意" in indicator.level2:
        return "写成满意度百分比，如“≥90%”"
    if "经济" in indicator.level2:
        return "写成金额、增长率或户数，如“带动增收≥50万元”"
    if "持续" in indicator.level2:
        return "写成使用年限、续存率或制度名称，如“使用年限≥5年”"
    return "写成数量或比率；不能量化的写明检验办法，如“通过年度考核验收”"
