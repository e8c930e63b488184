"""What the rows of a goal table say about money: in all, or for one of something."""

import re
from typing import Literal

import msgspec
from perflint_zh.budget import Indicator, Project
from perflint_zh.extract.words import level2_of
from perflint_zh.knowledge import half_width, measure_of, unit_at, unit_dimension

from perflint_zh_rules._figures import amount_wan, measured, per_of, rows_of

COST_LEVELS = frozenset({"成本指标", "经济成本指标"})

NO_SPENDING = re.compile(
    r"节约|节省|节支|节电|节水|节能|降低|下降|减少|压减|压缩|挽回|避免|增收|收入|产值|税收|利润|融资|投资额|带动|撬动|贷款|授信|损失|市场价|原价|结余"
)
"""Amounts that are no cost of the project: savings, effects, comparisons."""

LONG_TERM = re.compile(
    r"总投资|概算|总造价|合同总|中标|签约|三年|两年|二年|四年|五年|多年|分期|分年|跨年|中长期|累计|工程造价|建安|债券|本金|规模|上级|省级|中央"
)
"""Sums of several years or several payers, which one year's budget need not reach."""

WHOLE = re.compile(
    r"总(?!务|工|会|局|队|站|部|体规划|台|督)|合计|全部|项目(?:预算|成本|费用|经费|支出|资金)|预算(?:控制|总|成本|额|数|金额)|年度(?:经费|费用|支出|预算)|年(?:经费|费用|支出)"
)
"""Words for the cost of the whole project."""

STANDARD = re.compile(
    r"标准|定额|单价|均价|单位(?:成本|价格|造价|费用|投资)|价格|[人户亩次台例天篇册份件辆个日]均|限额"
)
"""Words for the cost of one, which do not always say of what."""

EACH = re.compile(r"每(?:[一1]个?)?(?=[^年])|单(?=[台次份个辆人车期套篇册件张户间场批块幅项条亩座处所公平米])")
AVERAGE = re.compile(r"([^平月年日均、，,。；（(])均")
AVERAGED = {
    "案": "件",
    "生": "人",
    "校": "所",
    "院": "家",
    "队": "支",
    "师": "人",
    "车": "辆",
    "机": "台",
    "班": "班",
    "镇": "乡镇",
}
"""Averages whose character is not the unit itself."""
WAGES = re.compile(r"工资|薪|报酬|生活费|岗位补贴|误工补贴|津贴")
MONTHLY = re.compile(r"每个?月|月(?:人?均|工资|薪|租|报酬|补助|补贴|标准|生活费|费用|租金)|[人户]均月|逐月")
MONTHS = 12.0


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
    slug = measure.slug if measure else ""
    if level2_of(row.level2) not in COST_LEVELS and slug not in {"cost", "unit-cost-standard", "cost-control"}:
        return None
    text = f"{row.name}{row.description or ''}"
    per = _per(quantity.unit or "", per_of(quantity), text)
    monthly: Literal["yes", "maybe", "no"] = "no"
    if "月" in per_of(quantity) or (not per_of(quantity) and MONTHLY.search(text)):
        monthly = "yes"
    elif WAGES.search(text) and "年" not in per_of(quantity) and not {"天", "小时", "次"} & set(per_of(quantity)):
        monthly = "maybe"
    things = None if per is None else tuple(unit for unit in per if unit not in {"月", "年", "季度"})
    if things == () and per and not STANDARD.search(text):
        return Cost(row, amount * (MONTHS if "月" in per else 4.0 if "季度" in per else 1.0), None, "no")
    return Cost(row, amount, things, monthly)


def _per(unit: str, printed: tuple[str, ...], text: str) -> tuple[str, ...] | None:
    """What an amount is for one of; None for an amount in all."""
    if printed:
        return printed
    plain = half_width(text)
    found: list[str] = []
    for match in EACH.finditer(plain):
        read = unit_at(plain, match.end())
        thing = read[2].partition("/")[0] if read is not None and read[1] == 0 else ""
        if thing and unit_dimension(thing) not in {"money", "percent", "time"}:
            found.append(thing)
    found += [
        AVERAGED.get(match[1], match[1])
        for match in AVERAGE.finditer(plain)
        if match[1] in AVERAGED or unit_dimension(match[1])
    ]
    if found:
        return tuple(dict.fromkeys(found))
    return () if STANDARD.search(plain) and unit else None
