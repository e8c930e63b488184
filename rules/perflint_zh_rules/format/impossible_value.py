"""impossible-value."""

from calendar import monthrange
from collections.abc import Iterator

from perflint_zh.budget import Indicator, Quantity
from perflint_zh.knowledge import bare_name, measure_of, squeeze
from perflint_zh.patterns import expression
from perflint_zh.rule import Flaw, NotApplicable, Outcome, rule

OVER_HUNDRED = expression(
    r"增长|增加|增幅|提高|提升|上升|同比|环比|回报|收益|产出比|翻|超额|超收|完成计划|计划完成|投入产出|保值增值|利润|增值|周转|拉动|放大|容积|负荷|入学|毛入学|恩格尔|资产负债|速动|流动|拨备|自给|投资完成"
)
"""Measures that may exceed 100 %: growth, over-fulfilment and ratios of two different things."""

SHARE = expression(r"(?:率|比例|占比|比重|(?:满意|认可|认同|好评|知晓|覆盖|郁闭|[植林绿]被)度)$")

COMPARED = expression(r"较上年|比上年|同比|环比|上年.{0,6}之比|计划数之比|与计划|超额|增长")
"""Descriptions of a comparison, which may exceed 100 % whatever the name says."""

DAY = expression(r"(?<!\d)(?:(?P<year>(?:19|20)\d\d)年)?(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})[日号])?")
LEAP_YEAR = 2024
"""Stands in for a year that is not told."""

WHOLE = 100.0
"""All, in percent or in marks."""

READ_AS_TWO = (250, 300)
"""Between which stand the shares that recognition makes when it takes ≥ for 2 (≥92% → 292%)."""

SCORE = expression(r"(?:得分|评分|分数|成绩)$")
OF_HUNDRED = expression(r"百分制|满分(?:为|是)?(?:100|一百)|100分制|[（(]满分100")
"""A score, and what says that it is one out of a hundred."""

CHANGED = expression(r"增|减|升|降|变化|差|余|涨|跌|温|压|海拔|高程|水位|盈亏|净")
"""Names of changes, differences and levels, which may be below nought."""

ALL = expression(r"^(?:应|须|要)?(?:达到?|实现)100")
"""A value that reaches all and does not ask for more."""


@rule(Indicator, severity="warning", fix="unsafe")
def impossible_value(indicator: Indicator) -> Iterator[Outcome]:
    """超出可能范围：指标值是这种指标不可能达到的数。

    合格率、满意度是部分占全体的比例，最多 100%；“≥100%”等于要求超过全部，写的人多半想写“=100%”。

    写法：“≥100%” → “=100%”；“120%” → 核对是否多打一位；“2月30日前” → “2月底前”；“292%” → 多半是“≥92%”，“≥”被认成了“2”。

    依据：指标值要合理可行（《中央部门预算绩效目标管理办法》财预〔2015〕88号“合理可行”）。

    误报：增长率、计划完成率、回报率可以超过 100%，不报；成本控制率“≤100%”正常；“达到100%”是说一个不漏，不报。
    """
    quantity = indicator.quantity
    if (day := _no_day(indicator.value)) is not None:
        yield Flaw("value", f"指标值“{indicator.value}”里的“{day}”不是日历上有的日子", suggestion="核对年月日")
        return
    if quantity is not None and quantity.unit == "分" and (quantity.number or 0.0) > WHOLE:
        told = OF_HUNDRED.search(f"{indicator.name}{indicator.description or ''}{indicator.value}")
        if told is not None and SCORE.search(bare_name(indicator.name)):
            yield Flaw(
                "value",
                f"“{indicator.name}”按“{told[0]}”打分，指标值“{indicator.value}”超过了100分",
                suggestion="核对数字，或写明满分是多少",
            )
            return
    if quantity is not None and (quantity.number or 0.0) < 0 and _is_amount(indicator, quantity):
        yield Flaw(
            "value",
            f"“{indicator.name}”不会是负数，指标值写成“{indicator.value}”",
            suggestion="核对负号，多半是多打的",
        )
        return
    if quantity is None or quantity.number is None or quantity.kind != "rate" or quantity.unit != "%":
        yield NotApplicable()
        return
    measure = measure_of(indicator.name)
    if (
        OVER_HUNDRED.search(indicator.name)
        or COMPARED.search(indicator.description or "")
        or (measure is not None and measure.slug in {"growth", "saving", "cost-control", "budget-execution"})
    ):
        return
    top = max(quantity.number, quantity.upper or 0.0)
    whole = bare_name(indicator.name)
    if quantity.operator in {None, "="} and READ_AS_TWO[0] <= top < READ_AS_TWO[1]:
        likely = f"≥{top - 200:g}%"
        yield Flaw(
            "value",
            f"“{indicator.name}”的指标值“{indicator.value}”超过了100%，多半是“{likely}”，“≥”被认成了“2”",
            suggestion=f"写成“{likely}”",
            replacement=likely,
        )
    elif top > 100 and (SHARE.search(whole) or (measure is not None and measure.ceiling is not None)):
        yield Flaw(
            "value",
            f"“{indicator.name}”是部分占全体的比例，指标值“{indicator.value}”超过了100%",
            suggestion="核对数字，比例最多为100%",
        )
    elif top == 100 and quantity.operator in {"≥", ">"} and not ALL.search(squeeze(indicator.value)):
        yield Flaw(
            "value",
            f"指标值“{indicator.value}”要求达到或超过全部，比例最多为100%",
            suggestion="写成“=100%”",
            replacement="=100%",
        )


def _is_amount(indicator: Indicator, quantity: Quantity) -> bool:
    """Whether a figure is of how many or how long, which is never less than none, and not of how it changed."""
    return quantity.kind in {"count", "duration", "frequency"} and not CHANGED.search(indicator.name)


def _no_day(value: str) -> str | None:
    """The first date of a value that no calendar has (13月31日, 2月30日)."""
    for found in DAY.finditer(squeeze(value)):
        year, month, day = (int(found[part] or 0) for part in ("year", "month", "day"))
        if not found["year"] and not found["day"]:
            continue
        if not 1 <= month <= 12 or (found["day"] and not 1 <= day <= monthrange(year or LEAP_YEAR, month)[1]):
            return found[0]
    return None
