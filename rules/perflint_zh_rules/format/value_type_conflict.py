"""value-type-conflict."""

from collections.abc import Iterator

from perflint_zh.budget import Indicator, Quantity
from perflint_zh.extract.words import level2_of
from perflint_zh.knowledge import bare_name, measure_of, unit_dimension, unit_in_name
from perflint_zh.patterns import expression
from perflint_zh.rule import Flaw, NotApplicable, Outcome, rule
from perflint_zh_models.measure import forms_of

from perflint_zh_rules._figures import EFFECTS, THINGS
from perflint_zh_rules.format._units import DATE, WHOLE, is_count, is_no_unit_of_shares

DEADLINE = expression(
    r"(?:时限|时间|日期|期限|截止日|时点|截止时间|工期|周期|时长|用时|耗时|天数|年限|寿命|有效期|质保期|保修期|(?:维持|持续|保持|存续|延续|影响)时效)$"
)
WHEN_DONE = expression(r"完成(?=时|日期|期限|节点)")
"""完成 before a word for a time says what is timed, not how much is done."""
RATE = expression(r"(?:(?<![频速汇税帧码])(?<!分辨)(?<!(?<!成)功)(?<!(?<!有)效)率|比例|占比|满意度)$")
"""Names of a share; 频率, 功率 and 效率 are none."""
DONE = r"完成|及时|按时|按期|达标|合格"
COMPLETION = expression(rf"{DONE}|情况|程度")
SHARED = expression(rf"{COMPLETION.pattern}|率|比|(?<![年月季])度|准时|如期|效率|时效|进度")
"""Words of a share of what was done in time."""

SHARE_NAMED = expression(r"(?:率|比例|占比)")
"""A value that itself names the share (合格率95%以上)."""

RATIO = expression(r"之比|÷|除以|占.{2,}(?:比例|百分比|比重)")
"""A description that tells what is a share of what."""

QUALITY = expression(
    r"(?:质量|能力|(?<!素养)水平|作用|影响力|凝聚力|公信力|队伍建设|能力建设|制度建设|(?<!抽)检验|监管|日常管理|"
    r"(?:[使适可耐实]用|稳定|安全|持续|延续|连续|可靠|便利|公平|先进)性|(?:信息|数据|内容|设备)更新|慰问|节约|(?:日常|保障|领导|服务)工作)$"
)
"""Names of a quality, an ability or an activity; a bare percentage of one has no numerator (及时性, 准确性 and 完整性 are shares)."""

ATTITUDE = expression(r"(?:意识|素质|习惯|观念|风气|氛围|绿色出行|绿色环保)$")
"""Names of how people are and live, of which a bare percentage is a share only where the name asks for one."""

COUNTED = expression(r"(?:合格|达标|通过|获奖|取证|持证|上岗|返岗)[人户件台辆套份]数$")
"""Counts that look like shares."""
REACHED = expression(r"(?:受益|惠及|带动|服务|就业|接待|参观|新增|覆盖).{0,8}(?:人数|人次|户数|家数|村数|人口数)$")
"""Counts of those reached, which are no share even as an effect."""

OFTEN = expression(r"(?:频次|轮次|次数)$")
"""Names of how often something is done, whatever the category."""

AMOUNT = expression(r"(?<![质力含能余增降])量$|(?:收入|产值|税收|利润|[售易资成款]额)$")
"""Names of amounts, whatever the category."""

CHANGING = expression(r"^(?:有效|持续|不断|逐步)?(?:提高|提升|增加|带动|促进|拉动|降低|减少|压减|节约)|[增减]量$")
"""Names of an amount's change, which is a percentage."""

GROWTH = expression(r"(?:增长|增加|上升|下降)$")
"""Names of a change, which a percentage below the whole is a measure of."""

GRADED = expression(r"(?:评级|等级|星级|级别|等次|档次|排名|名次|位次)$")
"""Names of a grade or a rank."""

PRICE = expression(
    r"(?:单价|造价|租金|[水电气热油]价|(?:单[台次份个辆人车套件户场批条座站]|每[^年月]).{0,8}(?:价格?|成本|费用?|投资)|(?:人均|单位|每).{0,8}(?:成本|费用?)|[补助贴资酬费]标准)$"
)
"""Names of the cost of one."""

SCORED = expression(r"指数|评分|得分|分数|分值|级|等次|排名|名次|位次|年限|版本")
"""Names of what is a bare number."""

DEMANDED = expression(r"(?:符合|满足|达到|遵守)[^率数量]{1,14}(?:要求|标准|规定|规范)$")
"""Names of what the work must agree with."""

QUESTION = expression(r"(?:是否|有无|能否|可否)")
"""A question of yes or no, of which there is no share."""

MOST = 80.0
"""From this share on nobody takes a percentage for a change by so much."""

ADVERB = r"(?:有效|持续|不断|进一步|切实|逐步|积极|大力|全面)?"

FURTHERED = expression(
    rf"^{ADVERB}(?:促进|推动|推进|助力|营造|弘扬|传承|丰富|激发|树立|构建|打造|发挥|维护|保护|繁荣|活跃|加强|强化|健全|完善)"
)
CHANGED = expression(
    rf"^{ADVERB}(?:提升|提高|增强|改善|改进|优化|减轻|缓解)|(?:改善|提高|提升|增强|优化|好转|繁荣|和谐|进步|振兴|增进)(?:情况|程度)?$"
)
"""Names that say what gets better: an effect furthered, of which any percentage is a share of nothing, and a change."""

THRIVING = expression(r"^[一-鿿]{2,6}(?:成长|发展|振兴|繁荣|和谐|进步)$|^(?:环境|生态)保护$")
"""Names of something good that goes on, of which there is no share."""

MEASURED = expression(
    rf"{DONE}|[率比额数值]|(?<!制)度|(?<!质)量|收入|成本|费|支出|能耗|排放|浓度|面积|时间|时长|价|投资|消费|税|利润|覆盖|到位|满意|应.尽|节约|产出|用电|用水|速"
)
"""Words of what has a number of its own, whose share or change a percentage can be."""

ON_TIME = expression(r"^(?:按时|按期|及时|准时|如期|足额|按时足额|及时足额)[一-鿿]{2,6}$")
"""A duty to be in time, which nobody counts in people or things."""

MADE = expression(
    r"^(?:制作|印制|印刷|编印|悬挂|张贴|栽植|种植|新建|修建|采购|购置|安装)(?!.*(?:[时工周]|期|天|年|月|服务|租|保险|维[护保]))"
)
"""Things made or bought, which are not counted in years."""

EXPENSE = expression(r"(?<![消收免自公])(?:费|费用)$")
PAYING = expression(r"支付|缴纳|发放|拨付|报销|结算|结清|补[助贴]|减免|收取|征收")
"""An expense as such; what is paid or levied can be counted by payments and payers."""

PAYEES = frozenset({"persons", "person-times", "organisations"})


@rule(Indicator, severity="warning")
def value_type_conflict(indicator: Indicator) -> Iterator[Outcome]:
    """值的类型不对：时限填了百分比，比率填了个数，数量填了百分比。

    “完成时限 100%”既不是时间，也说不清 100% 的什么；“促进……发展 ≥95%”“是否……95%”同样没有分子分母。

    写法：“竣工时限 100%” → “10月底前”；“办结率 ≥30件” → “≥95%”；“保护水环境 ≥95%” → “水质达标率 ≥95%”。

    依据：指标值要与指标一致（《项目支出绩效评价管理办法》财预〔2020〕10号“绩效指标明确性”）。

    误报：“完成……100%”可以理解为完成率，不报；“……情况”用百分比，各地看法不一，只在说的是变好多少时报；“提高收入 ≥5%”是增幅，不报。
    """
    quantity = indicator.quantity
    if quantity is None or quantity.kind in {"text", "grade"} or level2_of(indicator.name) is not None:
        yield NotApplicable()
        return
    name = bare_name(indicator.name)
    found = _of_share(indicator, quantity, name) if quantity.kind == "rate" else _of_number(indicator, quantity, name)
    if found is not None:
        said, suggestion = found
        yield Flaw("value", f"“{indicator.name}”{said}", suggestion=suggestion)


def _of_share(indicator: Indicator, quantity: Quantity, name: str) -> tuple[str, str] | None:
    """What a name is, of which there is no share, and what to write."""
    value = f"“{indicator.value}”"
    if SHARE_NAMED.search(indicator.value):
        return None
    level2 = level2_of(indicator.level2)
    measure = measure_of(indicator.name)
    slug = measure.slug if measure is not None else ""
    bare = unit_in_name(indicator.name) is None
    told = RATIO.search(indicator.description or "") is not None
    if QUESTION.search(name):
        return f"是一个是非问题，{value}没有说明是什么占什么的比例", "改成比率，如“足额发放率”，并在描述里写明分子分母"
    grows = GROWTH.search(name) is not None and (quantity.number or 0.0) < MOST
    state = (
        QUALITY.search(name)
        or (bare and ATTITUDE.search(name))
        or (slug == "statement" and not (grows or COMPLETION.search(name)))
    )
    if state and slug != "rate" and not told:
        return f"是一种状态，{value}没有说明是什么占什么的比例", "改成比率，如“验收合格率”，并在描述里写明分子分母"
    if DEADLINE.search(name) and not COMPLETION.search(WHEN_DONE.sub("", name[-6:])):
        return f"要的是时间，指标值却是{value}", "写明日期或天数，如“10月底前”“≤30天”"
    if GRADED.search(name):
        return f"是一个等级或名次，指标值却是{value}", "写明等级或名次，如“三级及以上”"
    if (AMOUNT.search(name) or PRICE.search(name)) and bare and not CHANGING.search(name):
        return f"是一个数额，指标值却是{value}", "写明数额和计量单位，或把名称改成增减的幅度"
    if measure is None and level2 == "时效指标" and not SHARED.search(name):
        return f"放在时效指标里，{value}没有说什么时候做完", "写明日期或时长，如“1月底前”"
    if OFTEN.search(name) and bare and not told and (quantity.number or 0.0) >= MOST:
        return f"是多久做一次，指标值却是{value}", "写明次数，如“每月1次”"
    counted = level2 == "数量指标" or COUNTED.search(name) or (level2 in EFFECTS and REACHED.search(name))
    # What unit-conflict says of more than the whole is that the unit is wrong.
    if is_count(name) and bare and counted and (quantity.number or 0.0) <= WHOLE:
        return f"是数量，指标值却是{value}", "写明多少，带上计量单位"
    if _is_bettered(quantity, name, level2):
        return f"说的是变好，{value}没有说明是什么占什么的比例", "换成可以统计的比率，如“达标率”，并写明分子分母"
    return None


def _is_bettered(quantity: Quantity, name: str, level2: str | None) -> bool:
    """Whether a name only says that something without a number is furthered or gets better."""
    if MEASURED.search(name):
        return False
    if FURTHERED.search(name) or THRIVING.search(name):
        return level2 in EFFECTS
    return CHANGED.search(name) is not None and (quantity.number or 0.0) >= MOST


def _is_score(indicator: Indicator, quantity: Quantity) -> bool:
    """Whether a bare number stands where only a wording can, as when the column of points is copied into that of values."""
    if quantity.kind != "index" or (quantity.number or 0) <= 1 or unit_in_name(indicator.name) is not None:
        return False
    if SCORED.search(indicator.name):
        return False
    guess = forms_of(indicator.name)
    name = bare_name(indicator.name)
    wording = guess is not None and guess.forms <= {"wording"}
    return wording or ON_TIME.search(name) is not None or DEMANDED.search(name) is not None


def _of_number(indicator: Indicator, quantity: Quantity, name: str) -> tuple[str, str] | None:
    """What a name is, that is not given as such a number, and what to write."""
    value = f"“{indicator.value}”"
    level2 = level2_of(indicator.level2)
    dimension = unit_dimension(quantity.unit or "")
    counted = quantity.kind in {"count", "frequency"}
    if _is_score(indicator, quantity):
        return f"是一种状态，指标值却只有一个数{value}", "写明怎样算做到，如“通过验收”，或改成比率，如“验收合格率 ≥95%”"
    if (DEADLINE.search(name) and quantity.kind in {"money", "unit-cost"}) or (
        DATE.search(name) and dimension in THINGS
    ):
        return f"要的是时间，指标值却是{value}", "写明日期或时长，如“≤30分钟”"
    if (
        RATE.search(name)
        and quantity.kind in {"count", "date", "duration", "frequency", "money"}
        and unit_in_name(indicator.name) is None
        and "/" not in (quantity.unit or "")
    ):
        measure = measure_of(indicator.name)
        growth = measure is not None and measure.slug == "growth"
        unit = quantity.unit or ""
        if not growth and unit not in {"‰", "分", "倍", "人/10万", "例/10万"} and not is_no_unit_of_shares(name, unit):
            return f"是比率，指标值却是{value}", "写成百分比，或改用数量类的名称"
    if counted and ON_TIME.search(name) and level2 in {"质量指标", "时效指标"} and "次" not in (quantity.unit or ""):
        return f"要的是按时，指标值却是{value}", "写明日期，或改成比率，如“按时发放率 ≥98%”"
    if quantity.kind == "duration" and MADE.search(name) and level2 == "数量指标":
        return f"是数量，指标值却是{value}", "写明多少，带上计量单位"
    expense = EXPENSE.search(name) is not None and not PAYING.search(name)
    if counted and expense and level2 == "数量指标" and dimension not in PAYEES:
        return f"是一笔钱，指标值却是{value}", "写明金额，或把名称改成所数的事物"
    return None
