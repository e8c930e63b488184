"""value-type-conflict."""

import re
from collections.abc import Iterator

from perflint_zh.budget import Indicator
from perflint_zh.extract.words import level2_of
from perflint_zh.knowledge import measure_of, unit_in_name
from perflint_zh.patterns import expression
from perflint_zh.rule import Flaw, NotApplicable, Outcome, rule

DEADLINE = expression(
    r"(?:时限|时间|日期|期限|截止日|时点|截止时间|工期|周期|时长|天数|年限|寿命|有效期|质保期|保修期)$"
)
WHEN_DONE = expression(r"完成(?=时|日期|期限|节点)")
"""完成 before a word for a time says what is timed, not how much is done."""
RATE = expression(r"(?:率|比例|占比|满意度)$")
COMPLETION = expression(r"完成|及时|按时|按期|情况|程度|达标|合格")
SHARED = expression(rf"{COMPLETION.pattern}|率|比|度|准时|如期|效率|时效|进度")
"""Words of a share of what was done in time."""

QUALITY = expression(
    r"(?:质量|能力|(?<!素养)水平|作用|影响力|凝聚力|公信力|队伍建设|能力建设|制度建设|(?<!抽)检验|监管|日常管理|"
    r"(?:[使适可耐实]用|稳定|安全|持续|延续|连续|可靠|便利|公平|先进)性|(?:信息|数据|内容|设备)更新|慰问|节约|(?:日常|保障|领导|服务)工作)$"
)
"""Names of a quality, an ability or an activity; a bare percentage of one has no numerator (及时性, 准确性 and 完整性 are shares)."""

ENTITY = expression(r"(?:面积|里程|长度|(?<![指系分倍基参])数|数量|人次|批次|班次|场次)$")
AMOUNT = expression(r"(?<![质力含能余增降])量$|(?:收入|产值|税收|利润|[售易资成款]额)$")
"""Names of amounts, whatever the category."""

PRICE = expression(r"(?:单价|造价|租金|(?:人均|单位|每).{0,8}(?:成本|费用?)|[补助贴资酬费]标准)$")
"""Names of the cost of one."""


@rule(Indicator, severity="warning")
def value_type_conflict(indicator: Indicator) -> Iterator[Outcome]:
    """值的类型不对：时限填了百分比，比率填了个数，数量填了百分比。

    “完成时限 100%”既不是时间，也说不清 100% 的什么。

    写法：“竣工时限 100%” → “10月底前”；“办结率 ≥30件” → “≥95%”。

    依据：指标值要与指标一致（《项目支出绩效评价管理办法》财预〔2020〕10号“绩效指标明确性”）。

    误报：“完成……100%”可以理解为完成率，不报；“……情况”用百分比，各地看法不一，不报。
    """
    quantity = indicator.quantity
    if quantity is None or quantity.kind in {"text", "grade"}:
        yield NotApplicable()
        return
    name = re.sub(r"[（(][^（()）]*[)）]$", "", indicator.name.strip())
    measure = measure_of(indicator.name)
    slug = measure.slug if measure is not None else ""
    if DEADLINE.search(name) and quantity.kind in {"money", "unit-cost"}:
        yield Flaw(
            "value",
            f"“{indicator.name}”要的是时间，指标值却是“{indicator.value}”",
            suggestion="写明日期或时长，如“≤30分钟”",
        )
    elif (
        (QUALITY.search(name) or (slug == "statement" and not COMPLETION.search(name)))
        and quantity.kind == "rate"
        and slug != "rate"
    ):
        yield Flaw(
            "value",
            f"“{indicator.name}”是一种状态，“{indicator.value}”没有说明是什么占什么的比例",
            suggestion="改成比率，如“验收合格率”，并在描述里写明分子分母",
        )
    elif DEADLINE.search(name) and quantity.kind == "rate" and not COMPLETION.search(WHEN_DONE.sub("", name[-6:])):
        yield Flaw(
            "value",
            f"“{indicator.name}”要的是时间，指标值却是“{indicator.value}”",
            suggestion="写明日期或天数，如“10月底前”“≤30天”",
        )
    elif (
        RATE.search(name)
        and quantity.kind in {"count", "date", "duration"}
        and unit_in_name(indicator.name) is None
        and slug != "growth"
    ):
        if quantity.unit not in {"‰", "分", "倍", "人/10万", "例/10万"}:
            yield Flaw(
                "value",
                f"“{indicator.name}”是比率，指标值却是“{indicator.value}”",
                suggestion="写成百分比，或改用数量类的名称",
            )
    elif (
        (AMOUNT.search(name) or PRICE.search(name)) and quantity.kind == "rate" and unit_in_name(indicator.name) is None
    ):
        yield Flaw(
            "value",
            f"“{indicator.name}”是一个数额，指标值却是“{indicator.value}”",
            suggestion="写明数额和计量单位，或把名称改成增减的幅度",
        )
    elif (
        quantity.kind == "rate"
        and measure is None
        and level2_of(indicator.level2) == "时效指标"
        and not SHARED.search(name)
    ):
        yield Flaw(
            "value",
            f"“{indicator.name}”放在时效指标里，“{indicator.value}”没有说什么时候做完",
            suggestion="写明日期或时长，如“1月底前”",
        )
    elif (
        ENTITY.search(name)
        and quantity.kind == "rate"
        and unit_in_name(indicator.name) is None
        and level2_of(indicator.level2) == "数量指标"
        and not re.search(r"增|降|减|提升|占", name)
    ):
        yield Flaw(
            "value", f"“{indicator.name}”是数量，指标值却是“{indicator.value}”", suggestion="写明多少，带上计量单位"
        )
