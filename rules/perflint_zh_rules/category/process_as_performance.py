"""process-as-performance."""

import re
from collections.abc import Iterator

from perflint_zh.budget import Project
from perflint_zh.knowledge import measure_of
from perflint_zh.rule import Flaw, NotApplicable, Outcome, rule

MONEY = frozenset(
    {"budget-execution", "funds-payment", "funds-arrival", "funds-compliance", "funds-efficiency", "procurement-share"}
)
DUTY = re.compile(
    r"制度(?:健全|完善)(?:性|率|情况|程度)?$|科目调整次数|政府采购率|采购(?:程序)?(?:合规|规范)(?:率|性)$|档案(?:资料)?(?:完整|归档)(?:率|性)$|财务制度"
)
TRANSFER = re.compile(
    r"补助|补贴|工资|薪|津贴|奖励|奖补|救助|抚恤|低保|特困|养老|慰问|资助|助学|贴息|还本付息|债券|劳务派遣|聘用|临时工|发放|转移支付|社保|医保|保险|抚养|供养|待遇"
)
"""Projects of which paying on time is the heart."""


@rule(Project, severity="note")
def process_as_performance(project: Project) -> Iterator[Outcome]:
    """把资金管理或日常管理的要求当作产出、成本或效果。

    预算执行率、资金拨付及时率说的是钱怎么花，不是花钱办成了什么。

    写法：时效指标“资金拨付及时率” → “设备到货时间 6月底前”。

    依据：《中央部门项目支出核心绩效目标和指标设置及取值指引（试行）》（财预〔2021〕101号）“高度关联”原则：常规性的项目管理要求不作为绩效指标。

    误报：补助、工资、救助、还本付息一类项目，按时足额发放就是产出，不报。
    """
    if TRANSFER.search(project.name):
        yield NotApplicable()
        return
    rows = [row for row in project.indicators if not row.duplicate_row and _is_process(row.name)]
    if rows:
        first, *others = rows
        more = f"等{len(rows)}项" if others else ""
        yield Flaw(
            "name",
            f"“{first.name}”{more}说的是资金或日常管理，不是项目的产出或效果",
            suggestion="换成反映办成了什么的指标",
            indicator=first,
            rows=tuple(others),
        )


def _is_process(name: str) -> bool:
    measure = measure_of(name)
    return (measure is not None and measure.slug in MONEY) or DUTY.search(name) is not None
