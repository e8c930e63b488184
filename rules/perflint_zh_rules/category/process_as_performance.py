"""process-as-performance."""

from collections.abc import Iterator

from perflint_zh.budget import Indicator, Project
from perflint_zh.knowledge import bare_name, measure_of
from perflint_zh.patterns import expression
from perflint_zh.rule import Flaw, NotApplicable, Outcome, rule

from perflint_zh_rules._figures import rows_of, shown

HANDLING = frozenset(
    {"budget-execution", "funds-payment", "funds-arrival", "funds-compliance", "funds-efficiency", "procurement-share"}
)
"""Measures of how money is handled, whatever it is spent on."""

DUTY = expression(
    r"科目调整|预算调整|预算编制|决算编报|预决算公开|资金管理|资金监管|财务管理|财务制度|资金使用(?:情况|管理|范围|安全)|绩效自评|绩效目标(?:填报|完成|申报)|自评覆盖|资金分配|项目管理制度|内控制度|账务处理|三公经费控制|(?:采购|招标|招投标|资金审批|(?:资金|经费|款项?)(?:支付|拨付)|支付)(?:程序|流程|手续|过程)?(?:的)?(?:合规|规范|合法)(?:率|性|度)?$"
)
"""Duties of management that the law lays on every unit."""

PAPERS = expression(
    r"(?:报销|报账|付款|支付|拨付|款项?|审批|采购|招标|招投标|财务|会计|账务|费用?|经费|资金)(?:单据?|审批)?(?:的)?(?:手续|程序|流程|凭证|票据|单据|发票|资料|档案)(?:完备|齐全|齐备|完整|规范|真实|合规|合法)(?:率|性|度|程度|情况)?$|报[销账]单?(?:合规|规范|合格|完备|准确)(?:率|性|度)?$"
)
"""Whether the papers of paying are in order."""

ACCOUNTING = expression(r"记账|会计|核算|报账|审计|国库|医保|医疗|参保|门诊|住院|生育")
"""Projects whose work the papers are: keeping the books of others, or insurance that is claimed."""

PAYING = frozenset({"funds-payment", "funds-arrival"})

TRANSFER = expression(
    r"补[助贴偿]|奖补|奖励|奖金|救助|救济|抚恤|优抚|津贴|低保|特困|供养|助学|资助|慰问|贴息|还本|付息|偿债|转移支付|养老金|退休|遗属|生活费|工资|薪酬|报酬|劳务|社会?保险|公积金|医保|(?<!维)保费|工龄|抚养|赔偿|安置|丧葬|困难|扶贫|衔接资金|惠农|直补|发放|兑[现付]"
)
"""Projects whose work is to pay: money in time and in full is what they are for."""


@rule(Project, severity="note")
def process_as_performance(project: Project) -> Iterator[Outcome]:
    """过程当绩效：把管钱的要求（预算执行率、资金拨付及时率、资金使用合规率）当成了产出、成本或效益。

    钱花出去了、花得合规，是每笔支出都要做到的；它不说明项目做成了什么。这类指标占了位置，真正的产出和效益就没有考核。

    写法：“预算执行率 ≥95%”（成本指标） → “每场演出成本 ≤1.2万元”；“资金支付及时率” → “设备到货时间 9月底前”。

    依据：《中央部门项目支出核心绩效目标和指标设置及取值指引（试行）》（财预〔2021〕101号）的高度关联原则；预算执行率在自评表里另有10分，不用重复设置。

    误报：补助、工资、救助、奖励等以发放为任务的项目，资金及时率、到位率正是它的产出，不报；每个项目只报一次。
    """
    rows = rows_of(project)
    if not rows:
        yield NotApplicable()
        return
    transfer = TRANSFER.search(project.name) is not None or TRANSFER.search(project.goal or "") is not None
    papers = ACCOUNTING.search(project.name) is None
    found = [
        row
        for row in rows
        if _is_handling(row, transfer=transfer) or (papers and PAPERS.search(bare_name(row.name)) is not None)
    ]
    if found:
        first, *rest = found
        more = f"，本表共{len(found)}行如此" if rest else ""
        yield Flaw(
            "name",
            f"“{shown(first)}”是管钱的要求，不是项目做成的事{more}",
            suggestion="换成项目本身的产出、成本或效益",
            indicator=first,
            rows=tuple(rest),
        )


def _is_handling(row: Indicator, *, transfer: bool) -> bool:
    measure = measure_of(row.name)
    if measure is not None and measure.slug in HANDLING:
        return not (measure.slug in PAYING and (transfer or TRANSFER.search(row.name)))
    return DUTY.search(bare_name(row.name)) is not None
