"""What the rows of a goal table say about money: in all, or for one of something."""

from typing import Literal

import msgspec
from perflint_zh.budget import Indicator, Project, Quantity
from perflint_zh.extract.words import BRACKETS, level2_of
from perflint_zh.knowledge import half_width, measure_of, unit_at
from perflint_zh.patterns import expression

from perflint_zh_rules._figures import EFFECTS, amount_wan, each_of, measured, mentions, rows_of

COST_LEVELS = frozenset({"成本指标", "经济成本指标"})

NO_SPENDING = expression(
    r"节约|节省|节支|节电|节水|节能|降低|下降|减少|压减|压缩|挽回|避免|增收|收入|产值|税收|利润|融资|投资额|带动|撬动|贷款(?!贴息|利息)|授信|损失|市场价|原价|结余"
)
"""Amounts that are no cost of the project: savings, effects, comparisons."""

LONG_TERM = expression(
    r"总投资|概算|三年|两年|二年|四年|五年|多年|分期|分年|跨年|中长期|累计|债券|本金|规模|上级|省级|中央"
)
"""Sums of several years or several payers, which one year's budget need not reach."""

CONTRACT = expression(r"合同总|中标|签约")
"""Sums of a contract, which may run longer than the year."""

INSTALMENT = expression(
    r"续建|延续|结转|分期|分年|跨年|一次招标|服务期|首[付期批]|预付|尾款|余款|尾欠|质保金|质量保证金|进度款|[一二三四]期|往年|以前年度|[上去]年(?:度)?(?:签订|启动|开工|招标|采购)|已付|付至|支付比例"
)
"""Words of a contract that is paid over years."""

WHOLE = expression(
    r"总(?!务|工|会|局|队|站|部|体规划|台|督)|合计|全部|项目(?:预算|成本|费用|经费|支出|资金)|预算(?:控制|总|成本|额|数|金额)|年度(?:经费|费用|支出|预算)|年(?:经费|费用|支出)"
)
"""Words for the cost of the whole project."""

STANDARD = expression(
    r"(?<!高)标准(?!化)|定额|单价|均价|单位(?:成本|价格|造价|费用|投资)|价格|[人户亩次台例天篇册份件辆个日]均|限额"
)
"""Words for the cost of one, which do not always say of what."""

IN_ALL = expression(r"(?<!单位)价格|收费标准|限额")
"""Words for the price of a service as a whole, where it is paid by the year."""

WAGES = expression(r"工资|薪|报酬|生活费|岗位补贴|误工补贴|津贴")
MONTHLY = expression(r"每个?月|月(?:人?均|工资|薪|租|报酬|补助|补贴|标准|生活费|费用|租金)|[人户]均月|逐月")
MONTHS = 12.0
PERIODS = {"月": MONTHS, "季度": 4.0, "年": 1.0}
"""How often a year holds what an amount is per."""

COST_MEASURES = frozenset({"cost", "unit-cost-standard", "cost-control"})


class Cost(msgspec.Struct, frozen=True):
    """A row that states spending: `wan` in all when `per` is None, else for one of each unit in `per` (empty: of what is not said).

    `monthly` tells whether the amount is paid every month; "maybe" where wages do not say it.
    """

    row: Indicator
    wan: float
    per: tuple[str, ...] | None
    monthly: Literal["yes", "maybe", "no"]


def costs_of(project: Project) -> tuple[Cost, ...]:
    """Every row of the table that states what something costs."""
    return tuple(cost for row in rows_of(project) if (cost := _cost(row)) is not None)


def _cost(row: Indicator) -> Cost | None:
    quantity = measured(row)
    amount = amount_wan(quantity)
    if quantity is None or amount is None or amount <= 0 or NO_SPENDING.search(row.name):
        return None
    measure = measure_of(row.name)
    if level2_of(row.level2) in EFFECTS and quantity.operator in {"≥", ">"}:
        return None
    if level2_of(row.level2) not in COST_LEVELS and (measure is None or measure.slug not in COST_MEASURES):
        return None
    description = row.description or ""
    # A description that gives the price of one explains a total (2名，每人2.8万元), as does any of what the name calls one.
    explained = any(mention.quantity.kind in {"money", "unit-cost"} for mention in mentions(description))
    explained = explained or WHOLE.search(row.name) is not None
    # In brackets a description names its source (历史标准), which is no price.
    text = row.name if explained else f"{row.name}{BRACKETS.sub('', half_width(description))}"
    printed, of_how_many = _printed_per(quantity)
    per = printed or _told_per(text)
    monthly: Literal["yes", "maybe", "no"] = "no"
    if "月" in printed or (not printed and MONTHLY.search(text)):
        monthly = "yes"
    elif WAGES.search(text) and not {"年", "天", "小时", "次"} & set(printed):
        monthly = "maybe"
    if per is None:
        return Cost(row, amount, None, monthly)
    things = tuple(unit for unit in per if unit not in PERIODS)
    if not things and per and not STANDARD.search(IN_ALL.sub("", text)):
        return Cost(row, amount * max(PERIODS[unit] for unit in per), None, "no")
    return Cost(row, amount / of_how_many, things, monthly)


def _printed_per(quantity: Quantity) -> tuple[tuple[str, ...], float]:
    """What the unit says an amount is for, and how many of it (10,000 for 元/万条)."""
    units = tuple((quantity.unit or "").partition("/")[2].split("·")) if "/" in (quantity.unit or "") else ()
    read = [unit_at(unit) for unit in units]
    power = sum(found[1] for found in read if found is not None)
    return tuple(found[2] if found is not None else unit for unit, found in zip(units, read, strict=True)), 10.0**power


def _told_per(text: str) -> tuple[str, ...] | None:
    """What name and description say an amount is for one of; None for an amount in all."""
    return each_of(text) or (() if STANDARD.search(half_width(text)) else None)
