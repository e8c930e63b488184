"""input-as-performance."""

import re
from collections.abc import Iterator

from perflint_zh.budget import Project
from perflint_zh.extract.words import level2_of
from perflint_zh.rule import Flaw, NotApplicable, Outcome, rule

TRANSFER = re.compile(
    r"补助|补贴|工资|薪|津贴|奖励|奖补|救助|抚恤|低保|特困|养老|慰问|资助|助学|贴息|还本|付息|债|劳务|聘用|临时工|发放|人员|司勤|辅警|护林员|公益岗|社保|医保|保险|担保|贷款|待遇"
)
SPENT = re.compile(r"投入|支出|安排|经费|费用|预算|工资|资金|花费|金额|总额|开支")
PAID_OUT = re.compile(
    r"补助|补贴|发放|救助|奖励|融资|贷款|授信|还款|还本|付息|兑付|签约|到位资金|引资|募集|征收|收入|税|减免|贴息|担保|追回|挽回|交易额|销售"
)
STAFF = re.compile(
    r"(?:投入|聘用|配备|使用|参与|安排|雇用|雇佣)(?:的)?.{0,8}(?:工作人员|人员|职工|管理人员|后勤人员)(?:数|人数|数量)?$"
)


@rule(Project, severity="warning")
def input_as_performance(project: Project) -> Iterator[Outcome]:
    """把投入的资金或人员当作产出数量。

    花了多少钱、用了多少人是代价，不是成果。

    写法：数量指标“投入宣传经费 12万元” → “开展宣传活动24场”，经费放到成本指标并用“≤”。

    依据：《中央部门项目支出核心绩效目标和指标设置及取值指引（试行）》（财预〔2021〕101号）：产出指标反映提供的公共产品和服务，成本另列。

    误报：发放补助、贷款、还本付息的金额是这类项目的产出，不报；聘用人员、劳务派遣项目的人数是产出，不报。
    """
    if TRANSFER.search(project.name):
        yield NotApplicable()
        return
    for row in project.indicators:
        if row.duplicate_row or level2_of(row.level2) not in {"数量指标", "质量指标"} or row.quantity is None:
            continue
        if (
            row.quantity.kind == "money"
            and SPENT.search(row.name)
            and not PAID_OUT.search(f"{row.name}{row.description or ''}")
        ):
            yield Flaw(
                "name",
                f"“{row.name}”是投入的资金（{row.value}），不是产出",
                suggestion="改成资金办成的事；金额放到成本指标并用“≤”",
                indicator=row,
            )
        elif row.quantity.kind == "count" and STAFF.search(re.sub(r"[（(][^（()）]*[)）]$", "", row.name)):
            yield Flaw(
                "name",
                f"“{row.name}”是投入的人力（{row.value}），不是产出",
                suggestion="改成这些人员完成的工作量",
                indicator=row,
            )
