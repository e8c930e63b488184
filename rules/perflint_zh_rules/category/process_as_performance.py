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
    r"科目调整|(?:预算|绩效)(?:调整|编制|监控|公开)|预决算公开|决算(?:编报|公开)|资金(?:管理|监管|分配|挪用|截留)|财务(?:管理|制度)|财经纪律|资金使用(?:情况|管理|范围|安全)|违规(?:使用|支出)资金|绩效(?:自评|目标(?:填报|完成|申报|审核))|自评覆盖|"
    r"项目管理制度|内控制度|账务处理|专[账户](?:管理|核算)|三公经费(?:控制|变动)|审计(?:发现)?问题(?:发生|个?数)|(?:采购|中标|付款)合同(?:备案|公[示开])"
)
"""Duties of management that the law lays on every unit."""

ORDERLY = expression(
    r"(?:资金|经费|费用?|款项?|支付|拨付|付款|报[销账]|审批(?=手续|单)|(?:资金|用款|报销)审批|采购|招标|招投标|财务|会计|账务|记账|发票|票据|凭证|单据)(?:支付|拨付|审批|核算)?(?:的)?(?:单据?|手续|程序|流程|过程|凭证|票据|发票|资料|档案)?(?:的)?"
    r"(?:装订|归档|填制|编制|录入)?(?:的)?(?:完备|齐全|齐备|完整|规范|真实|合规|合法|合格|准确|及时)(?:率|性|度|程度|情况)?$"
)
"""Whether money is paid, and its papers kept, in order."""

SPENT = expression(
    r"(?:资金|经费|预算|支出|用款|付款)(?:计划|资金)?(?:支出|使用|执行|结余|均衡|进度|拨付进度)[一-鿿]{0,3}(?:率|度)$|(?:支出|支付|拨付|用款)进度[一-鿿]{0,3}率?$|结余(?:资金)?率$|[款费](?:支付|结算|拨付)(?:的)?及时(?:率|性)$"
)
"""How much is spent, and how soon."""

ACCOUNTING = expression(r"记账|会计|财务|监管|核算|报账|审计|国库|医保|医疗|参保|门诊|住院|生育")
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
    accounting = ACCOUNTING.search(project.name) is not None
    found = [row for row in rows if _is_handling(row, transfer=transfer, accounting=accounting)]
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


def _is_handling(row: Indicator, *, transfer: bool, accounting: bool) -> bool:
    measure, name = measure_of(row.name), bare_name(row.name)
    if measure is not None and measure.slug in HANDLING:
        return not (measure.slug in PAYING and (transfer or TRANSFER.search(row.name)))
    if SPENT.search(name):
        return not (transfer or accounting or TRANSFER.search(row.name))
    return not accounting and (DUTY.search(name) or ORDERLY.search(name)) is not None
