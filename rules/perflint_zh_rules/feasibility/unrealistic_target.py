"""unrealistic-target."""

from collections.abc import Callable, Iterator

from perflint_zh.budget import Budget, Indicator, Project
from perflint_zh.extract.words import level2_of
from perflint_zh.knowledge import bare_name, measure_of
from perflint_zh.patterns import expression
from perflint_zh.rule import Flaw, NotApplicable, Outcome, rule

from perflint_zh_rules._figures import earlier_figures, measured, rows_of

PERFECT = 99.0
"""Satisfaction from which nobody may be dissatisfied; surveys normally give 85 to 98 %."""

SAVING = 30.0
"""Share that no cost can be cut by in one year; yearly changes are normally 1 to 10 %."""

CHANGE = (90.0, 100.0)
"""A rise or fall in one year between these takes a rate of achievement for a rate of change."""

CLEAN_AIR = 95.0
"""Share of days with good air that inland counties do not reach (55 to 80 % in the north)."""

COST_SAVED = expression(
    r"(?:成本|费用|经费|支出|开支|资金|能耗|用电|用水|电费|水费|油耗).{0,6}(?:节约|节省|节支|降低|下降|减少|压减)|(?:节约|节省|降低|减少|压减).{0,6}(?:成本|费用|经费|支出|开支|资金|用电|用水|能耗|电量|水量)"
)
FAULTLESS = 100.0
NATURE = expression(r"(?:成活|存活|保存|知晓|普及)率$")
"""Shares that plants, animals and the public at large never bring to 100 %."""

RAISED = expression(
    r"^(?!.*(?:收入|产值|销售|客流|交易|产量|数量|人数|营业)).*(?:水平|能力|质量|效率|素质|意识)(?:的)?(?:提升|提高|增长|增强)(?:率|情况|比例|幅度|程度)?$|^(?!.*(?:收入|产值|销售|客流|交易|产量|数量|人数|营业)).*(?:提升率|提高率|增长率|增幅|降幅|下降率|降低率)$"
)
CHANCE = expression(
    r"(?<![不未])(?:到岗|上岗|正点|准点|准时到[达站]|出勤|出席|到会|到课|参训|参会|参与|参赛|完赛|就业|成功|治愈|好转|有效|续签|留任|留用|采信|采纳|采用|在线|可用|接通|应答|入住|利用|使用|核销|掌握|达标|通过|录取|签约|履约|回收|巩固|稳定|返岗|送达|应检|接种|筛查|随访)率$"
)
"""Shares that weather, machines and other people decide, so that some are always missed."""

MISSED = 96.0
"""What such a share came to before, from which one year does not bring it to the whole."""

AIR = expression(r"(?:空气|大气).{0,6}优良|优良天数")
HANDLED = expression(r"整改|排查|处置|化解|销号|办结|治理率|消除率")

WHOLE_DEPARTMENT = 3
"""A department with fewer projects shows no habit."""


@rule(Budget, severity="note")
def unrealistic_target(budget: Budget, *, perfect: float = PERFECT) -> Iterator[Outcome]:
    """指标值偏高：高得不现实，如满意度100%、成本节约95%。

    调查里总有人不满意，花钱的项目省不下九成的钱。做不到的目标没有约束力，年底只能编数。

    写法：“服务对象满意度 100%” → “≥95%”；“成本节约率 ≥95%” → “≥3%”，或写节约金额。

    依据：《中央部门预算绩效目标管理办法》（财预〔2015〕88号）要求绩效目标“合理可行”，符合客观实际。

    误报：发放足额率、应保尽保率、验收合格率等法定或必须做到的，100%是对的，不报；一个部门所有项目的满意度都写100%时按警告，其余按提示。
    """
    if not budget.projects:
        yield NotApplicable()
        return
    surveyed = [
        project
        for project in budget.projects
        if any(_is_satisfaction(row) and _rate(row) is not None for row in rows_of(project))
    ]
    everywhere = len(surveyed) >= WHOLE_DEPARTMENT and all(
        _rows(project, lambda row: _is_perfect(row, perfect)) for project in surveyed
    )
    for project in budget.projects:
        rows = _rows(project, lambda row: _is_perfect(row, perfect))
        if rows:
            scope = f"，全部{len(surveyed)}个项目都是这样" if everywhere else ""
            yield _flaw(
                project,
                rows,
                f"“{rows[0].name}”写“{rows[0].value}”，没有留下不满意的余地{scope}",
                "满意度写“≥95%”，或按上年调查结果写",
                warning=everywhere,
            )
        for meets, verdict, suggestion in _KINDS:
            rows = _rows(project, meets)
            if rows:
                yield _flaw(project, rows, f"“{rows[0].name}”写“{rows[0].value}”，{verdict}", suggestion)


def _rows(project: Project, meets: Callable[[Indicator], bool]) -> list[Indicator]:
    return [row for row in rows_of(project) if meets(row)]


def _rate(row: Indicator) -> float | None:
    """A share that is to be reached."""
    quantity = measured(row)
    if quantity is None or quantity.kind != "rate" or quantity.unit != "%" or quantity.operator in {"≤", "<"}:
        return None
    return quantity.number


def _is_satisfaction(row: Indicator) -> bool:
    return "满意" in row.name or level2_of(row.level2) == "服务对象满意度指标"


def _is_perfect(row: Indicator, perfect: float) -> bool:
    rate = _rate(row)
    return rate is not None and perfect <= rate <= 100 and _is_satisfaction(row) and "不满意" not in row.name


def _is_saving(row: Indicator) -> bool:
    rate, name = _rate(row), bare_name(row.name)
    measure = measure_of(row.name)
    saving = COST_SAVED.search(name) is not None or (measure is not None and measure.slug == "saving")
    return rate is not None and rate >= SAVING and saving and not HANDLED.search(name)


def _is_change(row: Indicator) -> bool:
    rate, name = _rate(row), bare_name(row.name)
    return (
        rate is not None
        and CHANGE[0] <= rate <= CHANGE[1]
        and RAISED.search(name) is not None
        and not HANDLED.search(name)
        and not _is_saving(row)
    )


def _is_faultless(row: Indicator) -> bool:
    rate = _rate(row)
    return rate is not None and rate == FAULTLESS and NATURE.search(bare_name(row.name)) is not None


def _is_leap(row: Indicator) -> bool:
    """Whether nobody is to be missed of a share that depends on others, and of which the basis says that it was well below before."""
    if _rate(row) != FAULTLESS or CHANCE.search(bare_name(row.name)) is None:
        return False
    return any(number <= MISSED for number in earlier_figures(row, row.basis))


def _is_clean_air(row: Indicator) -> bool:
    rate = _rate(row)
    return rate is not None and rate >= CLEAN_AIR and AIR.search(row.name) is not None


_KINDS = (
    (_is_saving, "花钱的项目节约不了这么多", "写节约金额，或按实际写“≥3%”一类的幅度"),
    (_is_change, "一年里变化不了这么多，像是把完成率写成了变化率", "按实际写提升或下降的幅度，并写明基数"),
    (_is_faultless, "总会有少数例外，做不到一个不差", "按行业标准或上年实际写，如“≥95%”"),
    (_is_leap, "比依据里往年的实际高得多，一次例外也没有做不到", "按往年实际略作提高"),
    (_is_clean_air, "高于内陆县多年的优良天数比率", "按上级下达的目标或上年实际写"),
)
"""Kinds of excess besides satisfaction: test, verdict, suggestion."""


def _flaw(project: Project, rows: list[Indicator], message: str, suggestion: str, *, warning: bool = False) -> Flaw:
    return Flaw(
        "value",
        message,
        suggestion=suggestion,
        severity="warning" if warning else None,
        project=project,
        indicator=rows[0],
        rows=tuple(rows[1:]),
    )
