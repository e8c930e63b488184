"""wrong-category."""

import re
from collections.abc import Iterator

from perflint_zh.budget import Indicator
from perflint_zh.extract.words import level2_of
from perflint_zh.knowledge import Measure, bare_name, half_width, measure_of, unit_dimension
from perflint_zh.patterns import expression
from perflint_zh.rule import Flaw, NotApplicable, Outcome, rule

from perflint_zh_rules._figures import (
    ASKS_WHEN,
    BETTERED,
    COSTS,
    EFFECTS,
    GOOD_DEED,
    HARMS,
    THINGS,
    earlier_figures,
    few_are_good,
)
from perflint_zh_rules.category._slots import ASKED, COST_ASKED, misplaced

SATISFACTION = "服务对象满意度指标"

GAINED = expression(rf"{BETTERED.pattern}|解决|缓解|满足|保障")
"""Values that tell of good done."""

COUNTS = frozenset(
    {
        "count",
        "occasion-count",
        "person-count",
        "person-time-count",
        "benefit-count",
        "area",
        "length",
        "days",
        "case-count",
    }
)
"""Measures that only count."""

OUTPUTS = COUNTS | {
    "attendance-rate",
    "quality-rate",
    "handling-rate",
    "completion-rate",
    "timeliness-rate",
    "payout-rate",
}
"""Measures of work done, which tell nothing of what people think."""

NO_OPINION = frozenset({"deadline", "cost", "unit-cost-standard", "lifetime"})
"""Other measures that tell nothing of it."""

PRODUCED = expression(
    r"(?:编印|印制|印刷|编发|印发|制作|购置|采购|维修|检修).{0,8}(?:次数|册数|份数|期数|台数|套数|数量)$|"
    # 检查人次 may be the patients of a hospital, whom its machines are for.
    r"(?:培训|参训|参会|检查|巡查|巡检|督查|走访)(?:次数|户数|家次)$|(?:培训|参训|参会|巡查|走访)(?:人次|人数)$|"
    r"(?:宣传|培训|演练|讲座|宣讲|检查|巡查|会议|推介会?|比赛)(?:活动)?(?:次数|场次|期数|场数|期次)$|"
    r"(?:开展|举办|组织|召开|承办).{0,8}(?:活动|会议|培训|培训班|宣传|检查|演练|讲座|宣讲)(?:次数|场次|场数|期数|班次|数量)$|"
    r"(?:租用|租赁|购买|新建|改建|扩建|改造|铺设|安装|配备|处置|清运).{1,10}(?:面积|长度|里程|数量|个数|台数|套数|(?<![质能力])(?<!节[水电煤气油])量)$"
)
"""Counts of what the project itself made or did, which are output in every list."""

WORKED_ON = expression(
    r"(?:修缮|翻修|维修|更换|更新|扫描|著录|整合|采集|采样|检定|抽检|巡护|养护|保洁|清扫|清淤|除治|栽植|新购|购入|购置|采购(?!商)|安装|配备|配发|租[用赁]|运维|维护|编制|印发|印制|发放|走访|巡[逻河山]|研修|参训|聘[用请]|审查|改造|代理|审理|参审|测评|鉴定|加固|硬化|重铺|铺设|新打|升级|拍摄)"
    r"[^受惠获得后开]{0,8}(?:数|数量|面积|里程|长度|[人车]次|场次)$"
)
"""Counts of what the work was done on, or with."""

OTHERS_DO = expression(
    r"^(?:学员|参训|受训|结业|毕业|返乡|志愿者?|会员|社团|群众|居民|村民|农户|企业|合作社|市民|学生)(?!.{0,3}(?:培训|会议|座谈))"
)
"""Counts of what those do who are trained or helped."""

RECIPIENTS = expression(r"(?:商户|农户|住户|企业|单位|学校|[站所])(?:[个家户所]数|数)$")
"""Counts of those for whom the work was done."""

SERVED = expression(r"^(?:服务|保障|接待|涉及|覆盖|惠及|受益)")
"""Counts of those whom the work itself reaches."""

LIVING = frozenset({"只", "头", "羽", "尾", "株", "棵", "丛", "巢", "窝"})
"""Units of plants and animals, whatever these are called."""

QUALITY_COUNT = expression(
    r"每[百千万]+|通过|采用|采纳|选用|录用|刊[用登发]|收录|入围|存活|成活|留存|合格|达标|优秀|获奖|奖|验收|转化|入选|发表|被|等级|重复|引用|获评|认证|修改|上访|批示|表彰|示范|精品|取得|考取|证书|掌握|学会|考核|抽[查检]|复核|评审|判[定为]"
)
"""Counts of what passed an examination or was found good: public lists put them under 质量 too."""

DIMENSION = expression(r"(?:宽|厚|深|高|径|间距|坡|密)度?$|^每.{1,3}[装含容净重]量$")
"""How wide, thick or full something is to be is a standard of the work."""

CONTENT = expression(r"(?:含量|浓度)(?:值|均值)?$|^每(?:餐|份|袋|包|盒|瓶|日餐|人份)[一-鿿]{2,8}量$")
"""What is in something."""

PORTION = expression(r"\d\s*(?:微克|毫克|千?克|公斤|毫?升|[千大]卡|千焦)/(?!小时|[天日月年周时分秒])")
"""Values that give an amount for one of something."""

REACHED = expression(
    r"受益|惠及|服务|带动|新增|就业|观众|读者|借阅|参观|接待|利用|查阅|点击|浏览|下载|辐射|覆盖|救助|帮扶|解决|化解|减少|降低|消除|发生|发案|吸引|游客|咨询|查询|访问|办件|使用|影响|签约|入驻|采用|采纳|转载|报道|示范|"
    r"转化|挽回|避免|创业|脱贫|培育|志愿|留存|落地|引进|上市|增加|参与|督促|促使|公布|公开|公示|免费|到会|参展"
)
EVIDENCE = {
    "社会效益指标": REACHED,
    "生态效益指标": expression(
        r"绿|林|树|水|气|污|垃圾|排放|国[四五六]|新能源|减排|节[能约水电煤气油]|天数|生态|环境|环保|治理|清|草|湿地|物种|种群|栖息|目击|长势|候鸟|鸟|豚|鹤|鲟|秸秆|达标|超标|火|野生|动物|鱼|矿|耕地|土"
    ),
    "经济效益指标": expression(
        r"企业|就业|游客|带动|销售|产值|入驻|签约|创业|增收|贷款|市场|主体|农户|订单|交易|收入|投资|招商|消费|旅客|客流|产量|商户|经营|合作社|采购|技术|专利|成果|产业"
    ),
    "可持续影响指标": expression(
        r"年限|寿命|长效|持续|后续|续|机制|制度|留存|巩固|长期|稳定|传承|储备|人才|队伍|培养|促进|建立|复用|再用|沿用|藏|完好|保存|成活|运行|有效期|周期|更新|动态|管护"
    ),
}
"""Effect → words that make a count evidence of it."""

STEADY = expression(r"稳定程度|[可得]以?持续|长期|长效|后续|留任|流失")
"""What a description says a count is evidence of in the long run."""

DECISION = expression(r"决策|政府.{0,4}活动")
"""Taking part in decisions brings no income, whatever 活动 or 次数 stand beside it."""

STANDARD = expression(r"标准|价格|定额|限额")
"""Rates by which a standard or price is kept stand under 成本 in public lists."""

CHANGE = expression(
    r"(?:消除|减少|少(?=[用排烧占跑])|免(?!费)|替代|恢复|避免|挽回|保护|改善|治愈|新增)(?!.{0,6}(?:会议|活动|培训|宣传))"
)
"""Names that begin with what changes."""

HARM = expression(
    r"死亡|漏|差错|失误|渗|损|误|故障|投诉|逾期|超标|污染|事故|事件|隐患|问题|缺陷|菌|违|泄密|停[电水]|中断|返工|整改|案件|退件|病|火|疫|纠纷|扰民|占用|影响"
)
"""Counts of what went wrong: few of them is quality or effect."""

DEALT_WITH = expression(r"(?:受理|处理|办理|处置|调处|接听|登记|转办)(?!.*率$)")
"""Complaints or accidents that are the work itself."""

SPANLESS = frozenset({"数量指标", "可持续影响指标", "经济效益指标", "生态效益指标"})
"""Categories that do not ask how fast work is done."""

DONE_WITHIN = {
    False: ASKS_WHEN,
    True: expression(
        r"(?:响应|修复|维修|修补|抢修|到场|处置|处理|恢复|排除|送达|配送|完成|交付|出具|上报|到位)(?:时间|时限|期限)$|(?<!停[课水电业])施工(?:天数|时间|时长|工期)$"
    ),
}
"""Names of how soon the work is done; among effects, where users' time counts (停机时间, 等候时间), only of what the project itself does."""

PRICED = expression(r"(?:价格?|造价|收费标准)$")
OWN_PRICE = expression(
    r"^单[台套个件只块张份册辆把组盏座根支](?!.*(?:供应|销售|收购|零售|市场|自付|优惠|交易|成交)).*(?:价格?|造价)$"
)
PAID_RATE = expression(r"(?:[补津助奖][助贴学励金].{0,2}|救助|资助|慰问|供养|优待|抚恤|工资|报酬|薪酬)标准$")
"""Prices, those of single things that the project itself buys, and rates at which people are paid."""

EXAMINED = expression(
    r"(?:验收|鉴定|评审)(?:评定)?(?:结论|结果|等级)$|(?:月度|年度|季度|合同|履约)考核(?:平均)?(?:得分|分数|等次)$"
)
"""What an examination of the project's own work came to."""

ACCEPTANCE = expression(
    r"(?<!环保)(?:验收|竣工|施工(?!.{0,4}扬尘)|工程质量|到货|采购|印刷|安装|维修|修缮|加工)(?!后).{0,6}(?:合格|通过|达标)率$|"
    r"(?:故障|报修|维修|抢修).{0,4}(?:响应|修复|到场|处置|恢复)(?:时间|时长|时限)$"
)
"""How well and how fast the project's own work is done, which is no effect."""

GOODS = expression(r"(?:合格|优良|准确|正确|通过|到报|采纳|合规|入库|一致|发送成功|亮灯|可用|出勤|到课|参训)率$")
"""Rates of how good the delivered work is; what lasts or is kept up (达标, 完整, 完好) they do not say."""

NOT_OUTPUT_COUNT = expression(
    r"(?<!时[间限点])(?:合格|达标|优良|优秀|准确|正确|完好|成活|存活|保存|治愈|好转|返修|差错|故障|不合格|规范[一-鿿]{0,2}|亮灯|可用|在线|通过|一致|合规|真实|完整|齐全|成功|安全行车|扑灭|知晓|就业|持证)率$|知晓度$"
)
"""Rates that say how good the work is; how much of it there was and when they do not say."""


UNTIMED = expression(
    r"(?:发芽|出苗|复购|复发|感染|患病|检出|中标|采信|好评|近视|破损|空置|失业|升学|抗体阳性|溶血|着床|受胎)率$"
)
"""Rates of what becomes of things and people, of which no day or hour is told."""

PEOPLE_HURT = expression(r"(?:死亡|伤亡|受伤|轻伤|重伤|走失|失踪|溺水|中毒|失学|辍学|轻生)(?:人员)?(?:人数|人次)$")
"""Counts of people to whom harm came, of which no money is made or lost."""

IN_TIME = expression(r"按[时期]|及时|时限|当[日天月]|限时|准时|\d+(?:小时|天|秒|分钟)")
"""Rates of what was done well in time."""

BURDEN = expression(r"运费|物流|自付|自费|自理|负担|个人|患者|药费|次均|^(?:家庭|家长|居民|农户|用户|商户)")
"""What people still pay themselves, of which an effect is to have little."""

USED_UP = expression(r"[能电水油气煤热药肥纸]")
"""What a cost is of that nature gains by, where less of it is paid for."""

WASTE = expression(
    r"(?:废|渣|污[水泥]|垃圾|弃[土料]|粪|泥浆|残[液膜]|余料)[一-鿿]{0,8}(?:处[置理]|回收|清运|收集|转运|利用|达标|无害化)[一-鿿]{0,3}率$"
)
"""What becomes of a project's own waste, which is its cost to nature."""

OF_SAMPLES = expression(r"(?:标本|玻片|涂片|样[本品]|图像|影像)[一-鿿]{0,2}满意")
"""Samples that are satisfactory to a laboratory, which nobody is asked about."""

OWN_FAULT = expression(
    r"(?:文字|编校|编目|扫描|著录|打印|印刷|登[簿记]|录入|数据|渗漏|制作)[一-鿿]{0,4}(?:差错|返修|返工|误差)率$"
)
"""Faults in the project's own work, which are no effect."""


@rule(Indicator, severity="warning")
def wrong_category(indicator: Indicator) -> Iterator[Outcome]:
    """类别放错：指标考核的东西不属于它所在的二级类别。

    类别错了，这一类该考核的内容就空着：质量指标里放人数，质量就没有人考核；自评打分时权重也算错。

    写法：质量指标“培训人次 ≥300人次” → 改放数量指标，质量指标写“培训考核合格率”；社会成本指标“提升居民文明素养” → 改放社会效益指标，社会成本指标写“施工占道天数”。

    依据：《中央部门预算绩效目标管理办法》（财预〔2015〕88号）和《中央部门项目支出核心绩效目标和指标设置及取值指引（试行）》（财预〔2021〕101号）的指标分类。

    误报：各地指标库说法不一的（完成率、覆盖率、补助标准、采纳数、受益人数等）不报；差错数、死亡株数等“越少越好”的数放质量或效益是对的；写法空泛、名称里有一个字说到这一类的（生态效益“改善办公环境”）不报；满意度与效益互相放错归 satisfaction-as-effect 管，把花的钱当数量归 input-as-performance 管。
    """
    level2 = level2_of(indicator.level2)
    measure = measure_of(indicator.name)
    if level2 is None:
        yield NotApplicable()
        return
    by_value = _by_value(indicator, level2, measure)
    if by_value is not None:
        said, home = by_value
        yield Flaw("level2", f"“{indicator.name} {indicator.value}”{said}，放在了{level2}", suggestion=f"改放{home}")
        return
    known = measure if measure is not None and measure.level2 else None
    if known is None or _belongs(indicator, level2, known):
        elsewhere = misplaced(indicator, level2)
        if elsewhere is not None:
            yield Flaw(
                "level2",
                f"“{indicator.name}”说的是{elsewhere.topic}，没有说到{elsewhere.asked}，放在了{level2}",
                suggestion=f"改放{elsewhere.home}，{level2}没有可写的就不设",
            )
        elif known is None:
            yield NotApplicable()
        return
    better = _better(level2, known)
    yield Flaw(
        "level2",
        f"“{indicator.name}”考核的是{_kind(better[0])}，放在了{level2}",
        suggestion=f"改放{'或'.join(better[:2])}",
    )


def _by_value(row: Indicator, level2: str, measure: Measure | None) -> tuple[str, str] | None:
    """What a row is by its name and value together, where its category asks for something else, and its home."""
    name = bare_name(row.name)
    kind = row.quantity.kind if row.quantity is not None else None
    if kind == "date" and level2 != "时效指标" and ASKS_WHEN.search(name):
        return "说的是哪天做完", "时效指标"
    if kind == "duration" and level2 in SPANLESS and few_are_good(row) and DONE_WITHIN[level2 in EFFECTS].search(name):
        return "说的是多快做完", "时效指标"
    if kind == "count" and _counts_something(row, level2, measure):
        return "是数量", "数量指标"
    if kind == "unit-cost" and level2 not in COSTS | {"经济效益指标", "社会效益指标"} and PRICED.search(name):
        return "是价格", "成本指标"
    if kind == "unit-cost" and level2 in EFFECTS and OWN_PRICE.search(name):
        return "是采购的价格", "成本指标"
    if kind == "unit-cost" and level2 in EFFECTS | {"质量指标", "时效指标"} and PAID_RATE.search(name):
        return "是发放的标准", "成本指标"
    if kind == "rate" and level2 == "时效指标" and not ASKED[level2].words.search(f"{name}{row.description or ''}"):
        return "没有说到时间", "质量指标或效益指标"
    if level2 in HARMS and (GAINED.search(row.value) or (_at_least(row) and GOOD_DEED.match(name))):
        return "说的是变好", "效益指标"
    if kind == "rate" and level2 in COSTS and not few_are_good(row) and not WASTE.search(name):
        asked = COST_ASKED[level2]
        if not asked.words.search(f"{name}{row.description or ''}"):
            return f"没有说到{asked.what}", "质量指标或效益指标"
    if level2 == "数量指标" and kind == "rate" and name.endswith("质量"):
        return "说的是好坏", "质量指标"
    if level2 == "经济效益指标" and kind == "count" and few_are_good(row) and PEOPLE_HURT.search(name):
        return "说的是人的安危", "社会效益指标"
    if level2 == "时效指标" and kind == "rate" and UNTIMED.search(name) and not IN_TIME.search(row.description or ""):
        return "没有说到时间", "质量指标或效益指标"
    if level2 != "质量指标" and EXAMINED.search(name):
        return "是验收、考核的结果", "质量指标"
    return None


def _at_least(row: Indicator) -> bool:
    return row.quantity is not None and row.quantity.operator in {"≥", ">"}


def _counts_something(row: Indicator, level2: str, measure: Measure | None) -> bool:
    """Whether a value counts things in a category that asks for time, money or nature, and the name does not speak of it."""
    name = bare_name(row.name)
    dimension = unit_dimension(row.quantity.unit or "") if row.quantity is not None else None
    if level2 == "时效指标":
        fault = measure is not None and measure.slug == "failure-count"
        counted = dimension in THINGS | ({"occurrences"} if fault else {"kinds", "volume", "weight"})
        return counted and (measure is None or fault) and TIMED.search(name) is None
    if level2 == "质量指标":
        written = dimension == "documents" and measure is None
        done = dimension == "occurrences" and ACTIVITY.search(name) is not None
        return (
            (written or done)
            and not few_are_good(row)
            and QUALITY_COUNT.search(f"{name}{row.description or ''}") is None
        )
    if level2 in {"成本指标", "经济成本指标"}:
        return measure is None and dimension in THINGS and COST_ASKED[level2].words.search(name) is None
    if level2 == "生态效益指标":
        natural = row.quantity is not None and row.quantity.raw_unit in LIVING
        natural = natural or CHANGE.match(name) is not None or ASKED[level2].words.search(name) is not None
        return measure is None and dimension in THINGS - PEOPLE and not natural
    return False


def _belongs(row: Indicator, level2: str, measure: Measure) -> bool:
    """Whether the row may stand where it stands; in doubt it may."""
    name = bare_name(row.name)
    if level2 == SATISFACTION:
        opinion = re.search(r"满意|评价|认可|好评|投诉", f"{name}{row.description or ''}")
        return measure.slug not in OUTPUTS | NO_OPINION or opinion is not None
    if (
        measure.slug in COUNTS | {"volume"}
        and level2 in EFFECTS
        and PRODUCED.search(name)
        and not RECIPIENTS.search(name)
    ):
        return REACHED.search(name) is not None or OTHERS_DO.match(name) is not None
    if measure.slug in COUNTS | {"volume"} and level2 in EFFECTS and _is_each_ones(row, name):
        return True
    if measure.slug in COUNTS and level2 in EFFECTS and WORKED_ON.search(name) and not RECIPIENTS.search(name):
        return REACHED.search(name) is not None or EVIDENCE[level2].search(name) is not None or few_are_good(row)
    if level2 in EFFECTS and ACCEPTANCE.search(name):
        return False
    if level2 == "数量指标" and DEALT_WITH.match(name):
        return True
    if level2 in {"数量指标", "时效指标"} and NOT_OUTPUT_COUNT.search(name) and not IN_TIME.search(name):
        return False
    if level2 in EFFECTS and OWN_FAULT.search(name):
        return False
    if level2 in {"生态效益指标", "可持续影响指标"} and (measure.slug == "attendance-rate" or GOODS.search(name)):
        return EVIDENCE[level2].search(f"{name}{row.description or ''}") is not None
    priced = row.quantity is not None and row.quantity.kind in {"money", "unit-cost"}
    if level2 in COSTS and (priced or STANDARD.search(name)):
        return True
    if level2 in measure.level2 or (level2 in COSTS and measure.level2 & COSTS):
        return True
    if level2 in HARMS and (HARM.search(name) or few_are_good(row)):
        return True
    if level2 == "时效指标" and few_are_good(row) and row.quantity is not None and row.quantity.kind == "duration":
        return True
    if level2 == "生态环境成本指标" and WASTE.search(name):
        return True
    if measure.slug == "satisfaction":
        return level2 in EFFECTS or OF_SAMPLES.search(name) is not None
    if measure.slug == "cost" and level2 in {"社会效益指标", "经济效益指标"} and BURDEN.search(name):
        return True
    if measure.slug == "cost" and level2 in EFFECTS and few_are_good(row) and _is_cheaper(row):
        return True
    if measure.slug == "cost" and level2 == "生态效益指标" and few_are_good(row) and USED_UP.search(name):
        return True
    if measure.slug == "cost" and level2 == "经济效益指标":
        # What is to be at least so much is rent taken in or a fee saved.
        return _at_least(row)
    if measure.slug == "cost":
        return level2 == "数量指标" and (row.quantity is None or row.quantity.kind != "unit-cost")
    if measure.slug == "timeliness":
        return level2 == "社会效益指标"
    return measure.slug in COUNTS | {"volume"} and _counts_as(row, level2, name, measure)


def _is_each_ones(row: Indicator, name: str) -> bool:
    """Whether a row counts what each person has or does."""
    per = (row.quantity.unit or "").partition("/")[2] if row.quantity is not None else ""
    return "人均" in name or unit_dimension(per) == "persons"


def _is_content(row: Indicator, name: str) -> bool:
    """Whether a row says how much of something is in, or goes to, one portion, piece or measure (26克/餐), which is a standard of the work."""
    return PORTION.search(half_width(row.value)) is not None or CONTENT.search(name) is not None


def _is_cheaper(row: Indicator) -> bool:
    """Whether a row's description says how much more it was before, which is an effect."""
    limit = row.quantity.number if row.quantity is not None else None
    return limit is not None and any(number > limit for number in earlier_figures(row, row.description))


def _counts_as(row: Indicator, level2: str, name: str, measure: Measure) -> bool:
    """Whether a count can be what this category asks for."""
    own_work = measure.slug in OCCASIONS or PRODUCED.search(name) or WORKED_ON.search(name)
    if level2 in EFFECTS | {"质量指标"} and (HARM.search(name) or few_are_good(row)):
        return True
    if row.quantity is not None and row.quantity.kind == "rate":
        return True
    if level2 == "质量指标":
        return (
            DIMENSION.search(name) is not None
            or _is_content(row, name)
            or QUALITY_COUNT.search(f"{name}{row.description or ''}") is not None
        )
    if level2 == "时效指标":
        return row.quantity is not None and row.quantity.kind in {"duration", "date", "frequency"}
    if level2 in EFFECTS and CHANGE.match(name):
        return True
    if level2 not in EVIDENCE or DECISION.search(name):
        return False
    # What people can do or have got, and things that stay, are effects of any project; only nature is a subject of its own.
    if level2 != "生态效益指标" and not own_work and not SERVED.search(name):
        return True
    lasting = level2 == "可持续影响指标" and STEADY.search(row.description or "") is not None
    return lasting or EVIDENCE[level2].search(name) is not None


ACTIVITY = expression(
    r"(?:培训|讲座|宣传|宣讲|演练|会议|维护|维修|保养|检修|巡检|巡查|检查|清洗|消毒|消杀|清扫|保洁|监测|检测|走访|慰问)(?:活动|工作)?$"
)
"""Names of work that is done so many times."""

OCCASIONS = frozenset({"occasion-count", "person-time-count"})
"""Counts of how often something was done, or someone came."""

PEOPLE = frozenset({"persons", "person-times"})
TIMED = expression(r"[时期日天年月季周延误欠]|频|及时|按|进度|完成|中断")

ORDER = (
    "数量指标 质量指标 时效指标 成本指标 经济成本指标 经济效益指标 社会效益指标 生态效益指标 可持续影响指标 服务对象满意度指标 社会成本指标 生态环境成本指标"
).split()
"""The categories, the likelier home of a measure first."""


def _better(level2: str, measure: Measure) -> list[str]:
    if measure.slug in COUNTS | {"volume"}:
        return ["数量指标"]
    if measure.slug in {"quality-rate", "attendance-rate"}:
        return ["质量指标"]
    return [name for name in ORDER if name in measure.level2 and name != level2]


def _kind(level2: str) -> str:
    return level2.removesuffix("指标").removeprefix("服务对象")
