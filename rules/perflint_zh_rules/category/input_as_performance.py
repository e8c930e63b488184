"""input-as-performance."""

from collections.abc import Iterator

from perflint_zh.budget import Indicator, Project
from perflint_zh.extract.words import level2_of
from perflint_zh.knowledge import bare_name, measure_of, unit_dimension
from perflint_zh.patterns import expression
from perflint_zh.rule import Flaw, NotApplicable, Outcome, rule
from perflint_zh_models.quantities.promises import promises

from perflint_zh_rules._figures import amount_wan, measured, rows_of, shown

OUTPUTS = frozenset({"数量指标", "质量指标", "时效指标"})

SPENT = expression(
    r"(?:投入|支出|支付|发放|拨付|安排|使用|下达|补[助贴]|购置|采购|印刷|维修|聘用|缴纳|工资|薪酬|保费|奖励|慰问|会议|培训|宣传|办公|运转|运行|活动|工作|项目|资金|经费).{0,16}(?:资金|经费|费用?|总?金?额度?|总额|工资|支出|投入|投资|数)$|(?:资金|经费|费用|支出|工资)(?:总?金?额度?|总数|数额?|规模)?$|^(?:投入|支出|安排|拨付|发放).{0,12}(?:资金|经费|金额)|^(?:支付|付给|付清|结算).{0,12}款项?$"
)
"""Names of money that the project spends."""

RESULT = expression(
    r"贷款|融资|授信|税|产值|销售|营业|收入|交易|成交|引[资进]|招商|外资|到位|签约|担保|还[本款]|付息|偿还|利息|债|挽回|追[缴回]|追赃|核减|审减|节[约省支]|募集|捐|送审|审定|报审|消费|拉动|带动|撬动|增收|收益|清欠|化解|罚没|执行到位|报销|参保|基金|储备|理赔|保额|征收|收缴"
)
"""Amounts that are what the project brings about, or that it is there to repay."""

EMPLOYED = expression(
    r"^(?:本年度?|全年)?(?:实有|现有)?(?:单位|机关)?(?:聘用|雇[用佣]|临聘|招聘|抽[调借]|借调|在职|在编|编外|编内)(?![^，。]{0,8}(?:体检|培训|慰问|考核|满意))[^，。]{0,10}(?:人数|人员数量?|人员|数量|名数|数)$"
)
"""Names that count who works for the unit, or is lent to it."""

PAYS_STAFF = expression(
    r"工资|薪|酬|劳务|聘|派遣|报酬|辅警|协管|协警|(?<!运[营行转])补[助贴]|社会?保险|社保|保安|护[林河路]|网格员|公益性?岗|岗位|司勤|驾驶|志愿者|招录|引进|就业|用工|人才|临时工|特岗|教师|村医|书记员|津贴|派驻|选派|驻村|驻点|值班"
)
"""Projects that are there to have people work, by their names; goals tell of everybody who helps."""

BUYS_WORK = expression(r"购买服务|保洁|管护")
"""Projects that buy work: who does it may be what was ordered, unless the contractor brings them."""

CONTRACTOR = expression(
    r"(?:承接|承包|中标|供应|外包|物业|服务|编制|设计|监理|施工|测评|检测|运维|养护|维护|评估|咨询|技术|保安|家政|劳务|第三|受托|律师|会计师)(?:单位|方|商|公司|企业|机构|事务所)?[^，。；]{0,8}(?:雇[用佣]|聘[用请]?|投入|派出(?!所)|派驻|[指选委调]派|派遣|配备|安排|组织)|(?:律所|设计院|乙方)[^，。；]{0,8}(?:投入|派出(?!所)|派驻|[指选委调]派|派遣|配备|安排)"
)
"""Descriptions that say the people are the contractor's, an input of his."""

BROUGHT = expression(
    r"^(?:本年度?|全年)?(?:投入|聘请|雇[用佣]|聘用|派出(?!所)|派驻|[指选委调]派|派遣|安排|配备)[^，。]{0,10}(?:人数|人员数量?|人员|数量|名数|数)$|(?:人员|力量|队伍|[员师工手])(?:配备|投入|派驻|派遣|安排|聘用|派出)(?:数量?|人数|情况)?$|"
    r"(?:工作|管理|作业|施工|养护|维护|保洁|演职|测绘|检测|检验|摄制|讲解|驻场|项目组?|课题组|摄制组|团队)(?:人员|成员|工人|工程师)?(?:数量?|人数|总数)$"
)
"""Names that count the people who do the work."""

HIRED = expression(
    r"^(?!.*(?:持证|资格|职称|高级|保洁|管护|护[林河路]|[校村]医|教师|网格|协管|巡[查护])).*(?:配备|配齐|聘用|雇[用佣]|招用)[^，。]{0,14}(?:[员工师]|主任|厨师|保安|司机|[民辅交]警|医生|护士|教练|会计|出纳|人员)(?:总?人数|总?数量?|名额)$|(?<![训习学教])(?<!保洁)(?<!护林)(?<!网格)(?<!管护)[员工师]配[备齐](?:人数|数量?)$"
)
"""Names that say of the people that they are employed, wherever (厨房配备厨师人数)."""

BROUGHT_BY = expression(r"[^，。；]{2,}(?:聘[用请]|雇[用请]|派出|派驻|派遣|委派|投入|配备|组成)(?:的|了)[^，。；]{2,}$")
"""Descriptions that tell by whom the people were brought."""

STAFF = expression(r"(?:(?:现场|活动|项目|会务)?工作|管理)人员(?:数量?|人数|总数)")
"""Names that count the staff, and nobody else."""


BEYOND = 2.0
"""Times the budget from which an amount is none of the project's; less may be a sum of several years or a slip."""


@rule(Project, severity="warning")
def input_as_performance(project: Project) -> Iterator[Outcome]:
    """投入当产出：把花出去的钱、雇用的人当成了产出数量。

    花多少钱、用多少人是投入；用投入考核投入，钱花完就得满分，做成什么没有人问。

    写法：数量指标“投入宣传经费 ≥12万元” → “宣传活动场次 ≥24场”，金额放到成本指标并写“≤12万元”。

    依据：《中央部门预算绩效目标管理办法》（财预〔2015〕88号）的产出指标反映预期提供的公共产品和服务，不是投入。

    误报：贷款、税收、引资、还本付息等本身就是成果或任务的金额不报；补助标准等单价不报；以工资、劳务、聘用人员为内容的项目，人数正是它的产出，不报。
    """
    rows = [row for row in rows_of(project) if level2_of(row.level2) in OUTPUTS]
    if not rows:
        yield NotApplicable()
        return
    pays_staff = PAYS_STAFF.search(project.name) is not None
    buys_work = BUYS_WORK.search(project.name) is not None
    for row in rows:
        hired = not pays_staff and (_is_brought(row) or (not buys_work and (_is_staff(row) or _is_hired(row, project))))
        what = "花出去的钱" if _is_spending(row, project.budget_wan) else "雇用的人" if hired else ""
        if what:
            yield Flaw(
                "name",
                f"“{shown(row)}”是{what}，属于投入，不是产出",
                suggestion="金额改放成本指标并用“≤”；数量指标写做成的事"
                if "钱" in what
                else "数量指标写这些人做成的事",
                indicator=row,
            )


def _is_spending(row: Indicator, budget_wan: float | None) -> bool:
    """Whether an amount is the project's own money; one beyond its whole budget is somebody else's."""
    quantity = measured(row)
    if quantity is None or quantity.unit is None or quantity.kind != "money":
        return False
    if budget_wan and (amount_wan(quantity) or 0.0) > BEYOND * budget_wan:
        return False
    name = bare_name(row.name)
    measure = measure_of(name)
    spent = SPENT.search(name) is not None or (measure is not None and measure.slug == "cost")
    return spent and not RESULT.search(name)


def _is_staff(row: Indicator) -> bool:
    name = bare_name(row.name)
    return _counts_people(row) and (EMPLOYED.search(name) or STAFF.fullmatch(name)) is not None


def _is_hired(row: Indicator, project: Project) -> bool:
    """Whether a row counts people employed whom the goal does not promise to employ."""
    quantity = measured(row)
    if quantity is None or not _counts_people(row) or not HIRED.search(bare_name(row.name)):
        return False
    return all(
        promise.quantity.number != quantity.number or promise.quantity.kind != "count"
        for promise in promises(project.goal)
    )


def _is_brought(row: Indicator) -> bool:
    return (
        _counts_people(row)
        and BROUGHT.search(bare_name(row.name)) is not None
        and (CONTRACTOR.search(row.description or "") or BROUGHT_BY.search(row.description or "")) is not None
    )


def _counts_people(row: Indicator) -> bool:
    quantity = measured(row)
    return quantity is not None and quantity.unit is not None and unit_dimension(quantity.unit) == "persons"
