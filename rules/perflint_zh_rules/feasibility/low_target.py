"""low-target."""

from collections.abc import Iterator

from perflint_zh.budget import Indicator
from perflint_zh.extract.value import parse_value
from perflint_zh.extract.words import level2_of
from perflint_zh.knowledge import bare_name, measure_of
from perflint_zh.patterns import expression
from perflint_zh.rule import Flaw, NotApplicable, Outcome, rule

from perflint_zh_rules._figures import EFFECTS, GOOD_AMOUNT, earlier_figures, is_good_share, measured

FLOORS = (
    (expression(r"满意[度率]$"), 80.0, "满意度一般在85%至98%"),
    (
        expression(r"(?:验收|工程|设备|采购|购置|产品|质量).{0,6}(?:合格|达标|通过)率$"),
        90.0,
        "验收和质量合格率一般在95%以上",
    ),
    (
        expression(r"^(?!.*(?:抗体|免疫|分类)).*(?:合格|准确|正确|完好|规范|完整|齐全)率$"),
        75.0,
        "合格率、准确率、规范率一般在90%以上",
    ),
    (expression(r"(?:亮灯|[室水]温达标|通电|通水)率$"), 80.0, "这类率一般在95%以上"),
    (
        expression(
            r"(?:工资|报酬|补贴|补助|津贴|救助|资助|抚恤|慰问|低保|待遇|奖励|保险|养老|报销|结算).{0,10}(?:发放|兑付|支付|拨付|结算|到位)?.{0,4}(?:及时率|足额率|足额发放率|发放率|到位率|兑付率|兑现率)$"
        ),
        90.0,
        "应发的钱要按时足额发到",
    ),
    (
        expression(
            r"(?:应保尽保|符合条件|应助尽助|应救尽救|应补尽补|低保|特困|救助|资助|津贴|补贴|补助).{0,10}覆盖率$|应保尽保率$"
        ),
        95.0,
        "符合条件的都应当覆盖",
    ),
    (expression(r"(?:办结|回复|答复|整改|结案)率$"), 70.0, "办结、回复、整改一般在90%以上"),
    (expression(r"(?:出勤|到岗|到课|参训|到会)率$"), 80.0, "出勤率一般在90%以上"),
    (expression(r"(?:扑灭|救治|抢救成功|救援成功)率$"), 70.0, "处置和救治的成功率一般在90%以上"),
    (expression(r"(?:知晓)率$"), 60.0, "知晓率一般在80%以上"),
    (expression(r"(?:持证上岗|在岗|巡[护查]到位|到庭|到报)率$"), 70.0, "这类率一般在90%以上"),
    (
        expression(r"(?:系统|网络|设备|平台|线路).{0,6}(?:可用|正常运行|运行正常|在线|完好)率$"),
        90.0,
        "设备和系统的可用率一般在98%以上",
    ),
)
"""Names of rates, the least that is usual for them, and why; from the plausible ranges of DOMAIN 4.6, kept well below the normal range."""

FAR_BELOW = 0.5
"""Share of an earlier figure below which a target is no prudence; somewhat below it the sign is rather wrong (wrong-direction)."""

BELOW = 0.85
"""The same for what is plainly good; sound tables stay within a tenth of what was reached."""

SPENT = expression(r"支出|成本|投入|费|补")
"""Words of other money in a basis."""

RELATIVE = expression(r"提升|提高|增长|下降|降低|增加|减少|幅度|新增")


@rule(Indicator, severity="note")
def low_target(indicator: Indicator) -> Iterator[Outcome]:
    """指标值偏低：低于法律、标准或本单位往年的水平。

    补贴发放率写75%，等于允许四分之一的人拿不到；目标定低，超额完成也说明不了什么。

    写法：“救助资金发放及时率 ≥60%” → “=100%”；“验收合格率 ≥75%” → “≥95%”；上年92%、本年“≥85%” → “≥92%”。

    依据：《项目支出绩效评价管理办法》（财预〔2020〕10号）：实际大幅超过目标值的，要看目标是否偏低。

    误报：提升、下降的幅度不按下限比；起步阶段的普及率、参与率没有下限；有上年值的只比同一单位的数。
    """
    quantity = measured(indicator)
    if quantity is None or quantity.number is None or quantity.operator in {"≤", "<", "~", "±"}:
        yield NotApplicable()
        return
    name = bare_name(indicator.name)
    before = parse_value(indicator.history) if indicator.history else None
    measure = measure_of(indicator.name)
    if (
        before is not None
        and before.number is not None
        and before.unit == quantity.unit
        and measure is not None
        and measure.direction == "≥"
        and quantity.number < before.number
    ):
        yield Flaw(
            "value",
            f"“{indicator.name}”本年写“{indicator.value}”，低于上年的“{indicator.history}”",
            suggestion=f"不低于上年的“{indicator.history}”，或说明下调的原因",
            evidence={"value": quantity.number, "history": before.number},
        )
        return
    if RELATIVE.search(name):
        return
    share = quantity.unit == "%"
    if share or _is_counted_effect(indicator):
        good = not share or (measure is not None and measure.direction == "≥") or is_good_share(name)
        least = BELOW if good else FAR_BELOW
        told = [number for number in earlier_figures(indicator, indicator.basis) if quantity.number < least * number]
        if told:
            yield Flaw(
                "value",
                f"“{indicator.name}”写“{indicator.value}”，依据里的“{indicator.basis}”比它高得多",
                suggestion=f"不低于{max(told):.15g}{quantity.raw_unit or ''}，或在依据里写明为什么定这么低",
                evidence={"value": quantity.number, "history": max(told)},
            )
            return
    if not share:
        return
    for named, floor, reason in FLOORS:
        if named.search(name):
            if quantity.number < floor:
                yield Flaw(
                    "value",
                    f"“{indicator.name}”写“{indicator.value}”偏低，{reason}",
                    suggestion="按标准、合同或上年实际提高，或在依据里写明为什么只能定这么低",
                    evidence={"value": quantity.number, "floor": floor},
                )
            return


def _is_counted_effect(row: Indicator) -> bool:
    """Whether a row is a least number of people, things or occasions as an effect, of which more is better: what a project reaches does not depend on what it buys."""
    quantity, measure, name = row.quantity, measure_of(row.name), bare_name(row.name)
    return (
        quantity is not None
        and quantity.operator in {"≥", ">"}
        and level2_of(row.level2) in EFFECTS
        and (
            (quantity.kind in {"count", "duration"} and measure is not None and measure.direction == "≥")
            or (GOOD_AMOUNT.search(name) is not None and not SPENT.search(row.basis or ""))
        )
    )
