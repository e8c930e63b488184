"""missing-unit."""

from collections.abc import Iterator, Sequence

from perflint_zh.budget import Indicator, Project
from perflint_zh.knowledge import bare_name, measure_of, measure_words, unit_in_name
from perflint_zh.patterns import expression
from perflint_zh.rule import Flaw, NotApplicable, Outcome, rule
from perflint_zh_models.measure import forms_of

from perflint_zh_rules._figures import rows_of, serial_date

NO_UNIT = expression(
    r"指数|郁闭度|酸碱度|[系因]数|(?:等级|级别)(?!.*数量?$)|评分|得分|分数|排名|名次|位次|PM|pH|信用|星级|比值|倍|版本|编号"
)
"""Measures that are bare numbers by nature."""

SHARE = expression(r"(?:率|比例|占比)$")
"""Names of shares, of which none is none in any unit."""


HABIT = 3
"""So many bare numbers and no other make a whole column a habit of the table."""


@rule(Project, severity="error", fix="unsafe")
def missing_unit(project: Project) -> Iterator[Outcome]:
    """缺少单位：数量、金额或比率没有计量单位。

    “≥500”是 500 人、500 次还是 500 元，验收时各说各话。

    写法：“≥500” → “≥500人”；“95” → “≥95%”。

    依据：《中央部门预算绩效目标管理办法》（财预〔2015〕88号）要求绩效目标细化量化。

    误报：单位写在名称括号里（培训人数（人））或单列单位列的不报；指数、评分、等级、排名本来就没有单位，不报；
    整张表的值都没有单位的，只报一次，其余行列在后面。
    """
    numbered = [row for row in rows_of(project) if row.quantity is not None and row.quantity.number is not None]
    bare = [row for row in numbered if _is_bare(row)]
    if not numbered:
        yield NotApplicable()
    elif len(bare) >= HABIT and len(bare) == len(numbered):
        yield _flaw(bare[0], bare[1:])
    else:
        for row in bare:
            yield _flaw(row, ())


def _is_bare(row: Indicator) -> bool:
    quantity = row.quantity
    if quantity is None or quantity.kind != "index" or quantity.unit:
        return False
    if unit_in_name(row.name) or NO_UNIT.search(row.name) or serial_date(row) is not None:
        return False
    if quantity.number == 0 and SHARE.search(bare_name(row.name)):
        return False
    guess = forms_of(row.name)
    return guess is None or not guess.forms <= {"wording"}


def _flaw(row: Indicator, others: Sequence[Indicator]) -> Flaw:
    unit = _unit_of(row)
    replacement = f"{row.value.strip()}{unit}" if unit else None
    more = f"，本表{len(others) + 1}个数都是这样" if others else ""
    return Flaw(
        "value",
        f"指标值“{row.value}”没有计量单位，“{row.name}”也没有写明{more}",
        suggestion=f"写成“{replacement}”" if replacement else f"在数字后写明计量单位{_likely(row)}",
        replacement=replacement,
        indicator=row,
        rows=tuple(others),
    )


LIKELY = {
    "area": "平方米",
    "length": "公里",
    "response-time": "小时",
    "deadline": "天",
    "lifetime": "年",
    "occasion-count": "次",
    "cost": "万元",
    "unit-cost-standard": "元/人",
    "person-count": "人",
}
"""Measure → a unit that it is often given in."""


def _likely(row: Indicator) -> str:
    """An example of a unit that fits the name."""
    measure = measure_of(row.name)
    unit = LIKELY.get(measure.slug, "") if measure is not None else ""
    unit = unit or min(measure_words(row.name) or frozenset(), key=lambda word: (len(word), word), default="")
    return f"，如“{unit}”" if unit else ""


def _unit_of(indicator: Indicator) -> str:
    """The one unit that the name leaves possible, or nothing."""
    measure = measure_of(indicator.name)
    if measure is not None and measure.kinds == {"rate"} and measure.dimensions <= {"percent"}:
        return "%"
    words = measure_words(indicator.name) or frozenset()
    if "人" in words:
        return "人"
    return next(iter(words)) if len(words) == 1 else ""
