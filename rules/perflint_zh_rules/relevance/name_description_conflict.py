"""name-description-conflict."""

from collections.abc import Iterator

from perflint_zh.budget import Budget, Indicator
from perflint_zh.knowledge import bare_name, canonical_unit, measure_of, squeeze, unit_dimension, unit_in_name
from perflint_zh.patterns import expression
from perflint_zh.rule import Flaw, NotApplicable, Outcome, rule
from perflint_zh_models.domain import kinds_of_text, likeliest
from perflint_zh_models.measure import FORMS, NEVER_TOLD, SURELY_TOLD, form_told, forms_of
from perflint_zh_models.quantities.words import characters, pairs

from perflint_zh_rules._figures import measured, mentions, rows_of
from perflint_zh_rules._foreign import KIN
from perflint_zh_rules.relevance._sisters import told_of_sisters

NOTE = expression(r"[(（][^()（）]{0,12}[)）]$")
TOLD_IN = 7
"""Characters from which a description says what to measure; fewer are a note (外聘教师, 每人次)."""

NOTED = expression(r"[，,；;。]|、[^、]+、|^(?:不[分论限计含]|同上|含|包[含括]|详?见|凡)|[测衡计考]量$")
"""Notes on how figures are taken, of which the last word measures nothing; only a single phrase says what is measured."""

RATIO = expression(
    r"占(?!地|用|有|道|压|补)[^，。；]{1,40}(?:比|率|%|数|量|总额|人员|对象)|之比$|(?:比例|比率|占比|比重|百分比|概率)$|除以[^，。；]+(?:数|量|人次)$"
)
"""A description that divides one thing by another."""

COUNT = r"数量|人数|次数|个数|件数|份数|期数|篇数|条数|(?<!账)户数|家数|台数|场次|人次|册数|页数|起数|(?<![款金费额])总数|面积|里程|长度|种类"
MONEY = r"费用|成本|金额|(?<!和)支出|单价|造价|价格|租金"
TIME = r"时间|日期|时限|期限"
WHEN, WHEN_NAMED = expression(TIME), expression(rf"(?:{TIME})$")
"""Words of a time, wherever they stand and at the end of a name."""

PAYMENT = expression(r"(?:发放|支付|拨付|兑付|缴纳|上缴|付清|结清)[^，。；]{0,8}$")
"""A payment, which is made at a time."""

NAMES = (
    ("满意度", expression(r"满意[度率]$")),
    ("比率", expression(r"(?:率|比例|比率|占比|比重)$")),
    ("数量", expression(rf"(?:{COUNT}|种类数|[村企业项目单位系统设备台套座处所]数)$")),
    ("金额", expression(rf"(?:{MONEY}|[售交入贷资税融]额|费|[补资薪酬费]{{0,1}}[助贴金酬价费]标准)$")),
    ("时间", expression(rf"(?:{TIME}|年限|寿命)$")),
    ("能力或影响", expression(r"(?:影响力?|能力|水平|作用|意识|形象|素质|性|效果|成效)$")),
    ("情况", expression(r"情况$")),
)
"""What a name measures, told from its ending."""

TOLD = (
    ("比率", RATIO),
    ("评价", expression(r"对.{2,24}的?(?:认可|满意|评价|反映|感受|看法)(?:情况|程度|度)?$")),
    ("数量", expression(rf"(?:{COUNT}|种类数)$")),
    ("金额", expression(rf"(?:{MONEY}|工资额|投资额|总额|(?:工资|收入|报酬|薪酬)(?:水平)?)$")),
    ("时间", expression(rf"(?:{TIME}|时点|截止日|工期|天数|年数|年限|寿命)$")),
)
"""What a description measures, told from its ending or its division."""

NEVER = frozenset(
    {
        ("数量", "比率"), ("数量", "金额"), ("金额", "比率"), ("金额", "数量"), ("时间", "比率"), ("时间", "金额"), ("时间", "数量"), ("比率", "金额"),
        ("能力或影响", "数量"), ("能力或影响", "金额"), ("满意度", "数量"),
    }
)  # fmt: skip
"""A name and a description of these sorts contradict each other even when they speak of one thing."""

APART = NEVER | {
    ("数量", "时间"), ("比率", "时间"), ("金额", "时间"), ("满意度", "时间"), ("满意度", "金额"), ("情况", "数量"), ("比率", "数量"),
    ("数量", "评价"), ("比率", "评价"), ("金额", "评价"), ("时间", "评价"), ("能力或影响", "评价"),
}  # fmt: skip
"""These contradict each other when they have no word in common."""

SHARE = expression("占|比例|比重|份额|之比|÷|除以")
"""Words of a share, wherever they stand."""

DIVIDED = expression("除以|之比|÷")
ONE_OF = expression("均|每(?![年月季周日天])|单位")
"""Words of an average, which divides by a number without being a share."""

TIMES = expression(r"[^/／]次数$")
"""How often something is done, which is the average of nothing."""

SURVEYED = expression(r"满意|评价|认可|好评|评分|反馈|感受|意见|投诉|认为|受访|问卷|调查|访|测评")
PUNCTUAL = expression(r"[及按准]时|按期|进度")
"""Rates that are about time."""

OTHER = "另一件事"
"""What a description is about when no sort of measure says more."""

ASKS = expression(r"满意[度率]$")
OPINION = expression(r"满意|认可|评价|好评|反映|口碑|形象|感$|知晓|社会|影响|公信|信任|投诉")
SATISFIED = expression(
    r"满意[^，。；]{0,10}(?:人|户|者|学员|群众|企业)[^，。；]{0,8}占|(?:对[^，。；]{1,16}|表示[^，。；]{0,4})满意的?(?:比例|比率|占比|程度)$"
)
HEADS_LAST = expression(r"[^的，。；]{2,16}$")
"""Those with whom a description ends."""

BEFORE_ASKED = expression(r"[^，。；满]*?(?=对|表示|满意)")
"""Those who are asked, with whom a description of satisfaction begins."""

WHOM = tuple(
    map(
        expression,
        (
            "学员|参训", "乘客|旅客", "读者", "观众", "游客", "患者|病人|就诊", "学生|在校|考生|走读生", "教师|教职工|老师", "家长", "夫妇", "老人|老年", "驾驶员|司机",
            "疗养|士兵|退役|优抚", "养殖|农牧民|[茶果菜林]农|种植", "商户|经营户", "来电", "当事人|律师", "纳税", "产妇|孕妇", "求职", "残疾",
        ),
    )
)  # fmt: skip
"""Those of whom nobody is taken for one of the others; 群众, 村民 and 用户 may be any of them."""

JUDGED = expression(r"(?:对|就|问|围绕|针对)[^占]*$")
"""A description of satisfaction that only says what is judged, of which the last word measures nothing (对技术员到田次数)."""

PLEASED = expression(r"对[^，。；]{2,24}的?满意(?:情况|程度|度|率)?$")
OBJECTIVE = expression(r"(?:知晓|合格|完成|覆盖|及时|准确|完好|达标|到位|通过|整改)率$")
"""A description of whether people are pleased, and rates that do not depend on it."""

SAVING = expression(r"节(?=[约省支能水电余])|[减降增]|控制|率")

RATES = ("率", "比例", "比率", "占比", "比重", "份额")

OTHER_RATES = (
    (expression("(?:实到|到场|到课|出勤|签到|上岗)[^，。；]*占"), expression("[到勤席课岗签座巡]|参[加会训]|[时期]")),
    (expression("职称|学历|学位|文凭|普通话|二级[甲乙]等"), expression("职称|学历|学位|文凭|普通话|资格|[称职证师才]|结构")),
    (expression("已(?!被|经)[^，。；]{1,8}占[^，。；]{0,8}(?:计划|应)"), expression("完成|进[度展]|[时期]|执行|覆盖|录入|扫描|发放|兑现|到位|归档|[享领]")),
    (expression("(?:价格|单价|费用|成本)[^，。；]{0,12}占"), expression("[价费本款金]|节约|控制")),
    (expression("(?:补贴|补助|工资|津贴|资金|报酬)[^，。；]{0,6}(?:发放|兑付|到位)"), expression("[发付拨领兑缴到补贴资薪酬]|覆盖|享受|准确|差错")),
    (expression("(?:结业|考试|考核)[^占，。；]{0,6}(?:合格|通过|及格)"), expression("合格|通过|及格|达标|优[良秀]|[考证学训]")),
    (expression("办结[^，。；]{0,10}占受理"), expression("[办结处解理回复应]|投诉|整改|销号")),
)  # fmt: skip
"""What a description that has no word in common with the name shares out when it is of attendance, of grades and titles, of the progress of work, of prices, of payments, of exams passed or of cases closed, each with the words of names of such rates."""

ANOTHERS_RATES = (
    (expression("(?:实到|到课|应到)的?[^，。；占]{0,8}占"), expression("[到勤席岗签座巡]|课率|课程|[开授]课|参[加会训]|[时期]")),
    (expression("(?:持有?|取得|具有|考取)[^，。；占]{0,6}(?:上岗证|资格证|执业证|从业证)[^，。；]{0,12}占|持证上岗[^，。；]{0,6}占|持有[^，。；占]{0,8}(?:许可|执照)[^，。；]{0,8}占"), expression("证|许可|执照|合[规法]|亮照|资格|执业|上岗|从业|专业|结构")),
    (expression("(?:报废更新|更新|新换|新购|换新|更换|淘汰)的?[^，。；占]{1,12}占"), expression("更[新换]|[换新]|淘汰|报废|替代|改造|[废损耗]")),
    (expression("接受(?:复查|检查|筛查|体检|随访)的[^，。；占]{1,10}占应"), expression("[查检测]|随访|覆盖|参|完成|接受|执行")),
    (expression("由[^，。；占]{2,12}(?:供应|供货|生产|种植)的[^，。；占]{1,10}占"), expression("自给|本[地土]|就[地近]|[供产]|采购")),
    (
        expression("(?<!不)(?:合格|达标)的[^，。；占]{1,10}占(?:抽[检查样测]|检[测验]|受检|送检|监测|全部|应检)"),
        expression("合格|达标|质量|通过|准确|[优良]|规范|完好|验收|[检测]|稳定|符合|符率|控制|安全|正常|足|标准|有效|一致|污染|超标|正确|清洁|卫生|发现"),
    ),
    (expression("佩戴[^，。；占]{2,10}的(?:比例|[^，。；占]{1,6}占)"), expression("[佩戴装]|防护|安全|免疫|干预|使用")),
)  # fmt: skip
"""Rates so plain that they are never another one, whatever words the name shares: attendance, certificates, replacement, follow-up, local supply, samples passed, what is worn."""

OWN_WORDS = (
    (
        expression("知晓率$"),
        expression("知|晓|懂|了解|答|说出|[说讲]得|认识|熟悉|清楚|明白|得分|分以上|测试|测评|[考问访听看记识辨背]"),
    ),
    (expression("[成存]活率$"), expression("[活死枯芽萌存绿]|长势|返青")),
    (expression("就业率$"), expression("就业|上岗|合同|社保|在岗|工作|创业|入职|录用|参保|聘|务工|签约|劳动")),
)
"""Rates of which no description does without some word of theirs: what people know, what lives, who has work."""

OF_COUNTY = expression(r"占(?:全|本)[县市区镇乡省][^，。；占]{2,14}的?(?:比[重例率]?|份额)$")
REACHED = expression(r"覆盖|普及|占比|占有")
"""A share of all that the county has, and names of such shares; others are of those the project deals with."""

SAME_MEASURE = expression(r"(?:用时|耗时|人次|频次)$")
DEED_SAID, DEED_NAMED = 12, 3
"""Endings by which name and description measure one sort of thing, and the characters from which a description says enough of what it is, and a name, to have one in common where they are about one deed."""

WHO_NAMED = expression(r"^(?:受(?![理灾])|惠|服务|覆盖|参与|参加)|[人员户众民生年童者工师医属]$")
"""A name that only says who they are, whom other words may call as well (受益青年人次)."""

THINGS = expression(
    r"设备|系统|工程|房屋|车辆|宣传品|物资|家具|软件|产品|灯具|器材|管网|道路|路面|仪器|显示屏|教材|药品"
)
TESTED = expression(r"(?:样|水质|试块|试件|产品|批次|焊缝|路面|混凝土)[一-鿿]{0,4}合格率$")
"""The share of samples that pass, which no share of people is."""

PASSED = expression(r"(?:图像|图件|设备|物资|产品|样品|教材|宣传品|家具|药品|器材|档案|材料)[一-鿿]{0,4}合格率$")
OF_DAYS = expression(r"(?:天数|时长|小时数)(?:的?占|的?比)")
OF_PEOPLE = expression(r"(?:人数|人次|户数|学员|学生|考生)[^占，。；]{0,6}占")
PEOPLE = expression(r"[人户员]|学生|考生")
HEADS_AT_END = expression(
    r"(?:人员|学员|学生|教师|干部|民警|职工|群众|居民|村民|市民|农户|患者|老人|儿童|青年|毕业生|劳动者|志愿者|军人|家庭|对象)$"
)
"""A description that ends with those who are counted."""

HEADS_COUNTED = expression(r"(?:人数|[员生师]数)$")
WHO = expression(
    rf"(?:{HEADS_AT_END.pattern.removesuffix('$')}|成员|大户|骨干|代表|会员|村民|农民|专家|医[师生]|党员)$"
)
"""Names that count people, and descriptions that end with who they are."""

COUNTED = (
    ("人", expression(r"(?:人数|人次|人员数量?|学员数|名额)$")),
    ("事", expression(r"(?:次数|场次|场数|期数|班次|批次|起数)$")),
    ("件", expression(r"(?:件数|案件数|份数|篇数|条数|册数|页数)$")),
    (
        "物",
        expression(
            r"(?:[村镇社区企业单位站所校院点座处台套辆部块张]数|(?:项目|企业|课题|合同|平台)数|(?:行政村|设备|系统|房屋|宣传品|报告|档案)(?:数量|个数))$"
        ),
    ),
    ("面积或长度", expression(r"(?:面积|里程|长度|亩数)$")),
    ("重量", expression(r"(?:吨数|重量|产量)$")),
)
"""What sort of thing a count counts, told from its ending."""

THINGS_COUNTED = frozenset({"equipment", "documents", "area", "length", "weight", "volume", "kinds"})
"""Dimensions of values that count no people."""

BULK = frozenset({"area", "length", "weight", "volume"})
MONEYS = frozenset({"money", "unit-cost"})
THINGS_AND_TIMES = frozenset({"occurrences", "pieces", "places", "organisations", "kinds"})
HEADS = frozenset({"persons", "person-times"})
VALUED = BULK | MONEYS | HEADS | THINGS_AND_TIMES | THINGS_COUNTED

AGAINST = (
    ("时间", expression(rf"(?:{TIME}|时点|时长|工期|年限|小时数|分钟数|天数|月数|年数|寿命|用时)$"), expression(r"[时期频]|[日天年月周](?:[限数内次份]|$)|进度"), VALUED | {"percent", "energy"}),
    ("年龄", expression(r"年龄$"), expression(r"[龄岁老]"), VALUED | {"time", "date", "percent"}),
    (
        "金额",
        expression(rf"(?:{MONEY}|工资|补助|补贴|奖金|津贴|投资|租金|[^免缴]费)$"),
        expression(r"[费价款金资贷债税薪酬额]|成本|补|支出|投入|标准|预算|收入|产值"),
        VALUED - MONEYS | {"time", "date"},
    ),
    ("满意的占比", SATISFIED, OPINION, VALUED | {"time", "date"}),
    ("比率", RATIO, expression(r"[率比度占]"), VALUED | {"time", "date"}),
    ("距离", expression(r"^(?!.*[到达]).*(?:距离|[坝楼墙树身]高|[高深宽厚]度)$"), expression(r"[距高深宽厚长米程]"), VALUED - {"length"} | {"percent", "time", "date"}),
    ("总量", expression(r"总[和量]$"), expression(r"[量数额值和]"), frozenset({"percent", "time", "date"})),
    ("变化幅度", expression(r"(?:下降|增长|提高|降低|减少|上升)的?(?:幅度|百分点)$"), expression(r"[幅增降减提升]"), VALUED | {"time", "date"}),
    (
        "人数",
        expression(r"(?:人数|人次)$"),
        expression(r"[人员户生师民工]|干部|代表|儿童|妇|对象|患|老|客|者|名额|流量|受益|例"),
        BULK | MONEYS | THINGS_COUNTED | {"time", "date", "pieces", "places", "organisations", "occurrences"},
    ),
    (
        "面积",
        expression(r"面积$"),
        expression(r"面积|地|田|亩|林|房|场|覆盖|规模"),
        VALUED - {"area", "pieces", "places"} | {"time", "date"},
    ),
)  # fmt: skip
"""What a description measures by its ending, words of names that may be so described, and the dimensions of values that never measure it."""

NEVER_HEADS = BULK | THINGS_COUNTED

OF_GOODS = expression(r"(?:完好|完整|合规|可用|在线|亮灯|成活|保存|畅通|正常运行|运行正常)率$")
BY_HEADS = expression(
    r"人数(?:的)?占|(?:占|除以)[^，。；]{1,12}(?:人数|人次)(?:的|之)?比|人数占比$"
    r"|(?P<who>人员|学生|教师|村民|居民|群众|职工|民警|患者|老人|老年人)占[^，。；]{1,14}(?P=who)的比例$"
)
"""A rate of how good things are, and a description that divides people."""

CERTAIN, FOREIGN = 0.95, 0.05
"""Probabilities of the domain model from which a name and a description are each sure of another kind of project."""


TALKATIVE = 6
"""Pairs of characters from which a description says enough to be about a kind of project."""


@rule(Budget, severity="warning")
def name_description_conflict(budget: Budget) -> Iterator[Outcome]:
    """名称描述不符：指标名称和描述说的不是同一种量，或者描述说的是别的项目的事。

    名称是种类数，描述却是比率，填“≥5类”还是“≥95%”都说得过去，考核时没法取数。

    写法：“业务覆盖种类（类）”的描述“覆盖范围占应覆盖范围的比率” → “系统覆盖的业务种类数量”；“社会影响力”的描述“带动企业个数” → 名称改为“带动企业个数”；救护车项目“交付时限”的描述“义诊结束后上报总结的时间” → “签订合同到车辆交付的天数”。

    依据：《中央部门项目支出核心绩效目标和指标设置及取值指引（试行）》（财预〔2021〕101号）要求指标量化易评、口径清楚。

    误报：描述照抄名称、只写做法、写得笼统的不报；用自己的话说怎样取数、由谁取、从哪里取的不报；率的描述写成“……情况”不报；平均数除以个数不是比率；有一个词相同的，只报量的种类明显不同的，和分的明显是别的率（出勤、持证、更新）的；描述里有一个词本项目的表里也有的，不算别的项目的。
    """
    rows = [(project, row) for project in budget.projects for row in rows_of(project)]
    if not rows:
        yield NotApplicable()
        return
    sisters = {id(row): sister for _, row, sister in told_of_sisters(budget)}
    for project, row in rows:
        said = _conflict(row)
        if said is None and id(row) in sisters:
            said = f"“{row.name}”的描述“{row.description}”说的是项目“{sisters[id(row)].name}”的事"
        if said is not None:
            yield Flaw(
                "description",
                said,
                suggestion=f"描述改写“{row.name}”怎样取数，或把名称改成描述说的量",
                project=project,
                indicator=row,
            )


def _conflict(indicator: Indicator) -> str | None:
    """What is wrong with a row's description, by the two texts and the value alone."""
    description = NOTE.sub("", squeeze(indicator.description or "")).rstrip("。;；,，.")
    name = bare_name(indicator.name)
    note = not description or description == name or len(description) < TOLD_IN or NOTED.search(description)
    judged = ASKS.search(name) and JUDGED.match(description)
    # 按合同约定的时间支付租金 says when, whatever its last word is.
    timed = (
        WHEN_NAMED.search(name)
        and (WHEN.search(description) or PAYMENT.search(description))
        and not SHARE.search(description)
    )
    # A count may be described by the counts that make it up.
    unit = indicator.quantity.unit if indicator.quantity else None
    itemised = unit is not None and sum(one.quantity.unit == unit for one in mentions(indicator.description)) > 1
    if not name or note or judged or timed or itemised:
        return None
    percent = canonical_unit(unit_in_name(indicator.name) or "") == "%"
    dimension = unit_dimension(indicator.quantity.unit) if indicator.quantity and indicator.quantity.unit else None
    apart = _apart(name, description)
    conflict = (
        _against_value(name, description, indicator, apart=apart)
        or _sorts(name, description, percent=percent, apart=apart)
        or _other_rate(name, description, apart=apart)
        or _other_deed(name, description)
        or _subjects(name, description, dimension, apart=apart)
        or _told(name, description, indicator)
        or _others_asked(name, description)
        or _others_counted(name, description)
    )
    if conflict is None:
        return None
    named, told = conflict
    if told == OTHER:
        return f"“{indicator.name}”和它的描述“{indicator.description}”说的不是一件事"
    return f"“{indicator.name}”说的是{named}，描述“{indicator.description}”说的是{told}"


def _against_value(name: str, description: str, indicator: Indicator, *, apart: bool) -> tuple[str, str] | None:
    """What the value measures, which the name allows, and what the description measures instead."""
    quantity = indicator.quantity
    if (OF_GOODS.search(name) or TESTED.search(name)) and BY_HEADS.search(description) and not PEOPLE.search(name):
        return "东西的比率", "人的比率"
    if quantity is None or DIVIDED.search(description):
        return None
    if quantity.kind == "date":
        dimension, unit = "date", "日期"
    elif quantity.number is not None and quantity.unit:
        dimension, unit = unit_dimension(quantity.unit) or "", f"以“{quantity.raw_unit}”计的数"
    else:
        return None
    if dimension == "percent" and SHARE.search(description):
        return None
    for sort, told, kin, never in AGAINST:
        if told.search(description):
            return (unit, sort) if dimension in never and not kin.search(name) else None
    if apart and dimension in NEVER_HEADS and HEADS_AT_END.search(description):
        return None if PEOPLE.search(name) else (unit, "人数")
    return None


def _sorts(name: str, description: str, *, percent: bool, apart: bool) -> tuple[str, str] | None:
    """The sorts of measure of name and description where they contradict each other."""
    told = next((sort for sort, ending in TOLD if ending.search(description)), "")
    if not told and not SATISFIED.search(description):
        return None
    named = next((sort for sort, ending in NAMES if ending.search(name)), "")
    if named == "比率" and PLEASED.search(description) and OBJECTIVE.search(name):
        return "比率", "满意度"
    if (named, told) not in (APART if apart else NEVER) or (percent and told == "比率"):
        return (
            ("比率", "满意度")
            if named == "比率" and SATISFIED.search(description) and not OPINION.search(name)
            else None
        )
    if (named == "满意度" and SURVEYED.search(description)) or (told == "时间" and PUNCTUAL.search(name)):
        return None
    if told == "评价" and OPINION.search(name):
        return None
    if (SHARE if named == "比率" else DIVIDED).search(description) and told != "评价":
        return None
    averaged = ONE_OF.search(name) and not TIMES.search(description)
    if not apart and (averaged or (ONE_OF.search(description) and told != "金额")):
        return None
    if named == "金额" and SAVING.search(name):
        return None
    return named, told


SHOWN = {"satisfaction": "满意度", "rate": "比率", "count": "数量", "money": "金额", "time": "时间"}
"""What rows measure and descriptions tell, as messages call it; that a description tells of 情况 contradicts nothing."""

LOOSE = expression(r"(?:情况|读数|[中众]位?数|平均数|[款金费额]总数)$")
SPELLS = expression(r"课时|学时|[天月年]数$")
"""Names of time that is counted in lessons, days or months."""

SPAN = expression(r"[^，。；]{2,}(?:[到至]|之后|以后|后)[^，。；]{2,}")
"""From one event to another, which is a span of time whatever the second is about (报送考勤到支付服务费)."""

NUMBER = expression(r"(?<!账户)(?<![参系基指倍读传])数$")
"""A description that ends with a number of things (盏数)."""


def _told(name: str, description: str, indicator: Indicator) -> tuple[str, str] | None:
    """What the row measures by name and value, and what the description surely tells to measure instead."""
    if set(name) <= set(description) or LOOSE.search(description) or len(pairs(description)) < 2:
        return None
    # Only a description that ends with a measure says for sure what to measure; others tell how, from what or when figures are taken.
    head = measure_of(description)
    ends = {FORMS[kind] for kind in head.kinds} if head is not None else set()
    if NUMBER.search(description):
        ends.add("count")
    asked = _asked(name, indicator) if ends else frozenset()
    others = (ends & SHOWN.keys()) - asked
    if not asked or not others:
        return None
    if ("rate" in asked and SHARE.search(description)) or ("time" in asked and SPAN.search(description)):
        return None
    told = form_told(description)
    surely = max(told, key=lambda form: told[form])
    if surely not in others or told[surely] < SURELY_TOLD:
        return None
    if any(told[form] >= NEVER_TOLD for form in asked):
        return None
    return next(SHOWN[form] for form in SHOWN if form in asked), SHOWN[surely]


def _asked(name: str, indicator: Indicator) -> frozenset[str]:
    """What a row measures by its name and by its value, empty where either may be told in words."""
    if ASKS.search(name):
        return frozenset({"satisfaction", "rate"})
    guess, quantity = forms_of(name), measured(indicator)
    asked: set[str] = set(guess.forms) if guess is not None else set()
    if quantity is not None and quantity.kind != "index":
        form = FORMS[quantity.kind]
        # The value decides between the forms that its name allows; against the name it may be what is wrong.
        asked = {form} if form in asked else asked | {form}
    if OPINION.search(name):
        asked.add("satisfaction")
    if PUNCTUAL.search(name):
        asked.add("time")
    if name.endswith(RATES):
        asked.add("rate")
    if SPELLS.search(name):
        asked.add("count")
    return frozenset() if "wording" in asked else frozenset(asked)


def _others_asked(name: str, description: str) -> tuple[str, str] | None:
    """Whose satisfaction the name asks for, and the others whom the description asks instead."""
    asked = BEFORE_ASKED.match(description) if ASKS.search(name) else None
    if asked is None or pairs(asked[0]) & pairs(name):
        return None
    return ("一些人的满意度", OTHER) if _are_others(name, asked[0]) else None


def _others_counted(name: str, description: str) -> tuple[str, str] | None:
    """Whom the name counts, and the others with whom the description ends."""
    last = HEADS_LAST.search(description) if HEADS_COUNTED.search(name) else None
    return ("一些人的数", OTHER) if last is not None and _are_others(name, last[0]) else None


def _are_others(name: str, text: str) -> bool:
    """Whether a text speaks of people, and of none who could be those of the name."""
    meant, others = (frozenset(who for who in WHOM if who.search(part)) for part in (name, text))
    return bool(meant and others) and meant.isdisjoint(others)


def _other_rate(name: str, description: str, *, apart: bool) -> tuple[str, str] | None:
    """A rate whose description shares out what only another sort of rate does (涂片合格率 told by attendance)."""
    if not name.endswith(RATES) or not any(told.search(description) for told in (SHARE, RATIO, LOOSE)):
        return None
    if any(named.search(name) and not own.search(description) for named, own in OWN_WORDS):
        return "一件事的比率", OTHER
    if apart and OF_COUNTY.search(description) and not REACHED.search(name):
        return "一件事的比率", OTHER
    # What the rate is of stands in the description: the rest says of which things.
    others = () if name[-3:-1] in description else ANOTHERS_RATES
    others = (*others, *OTHER_RATES) if apart else others
    other = any(told.search(description) and not named.search(name) for told, named in others)
    return ("一件事的比率", OTHER) if other else None


def _other_deed(name: str, description: str) -> tuple[str, str] | None:
    """A deed told by another one, measured alike, in which not a character of it is."""
    measure = SAME_MEASURE.search(name)
    if measure is None or not description.endswith(measure[0]) or len(description) < DEED_SAID:
        return None
    if WHO_NAMED.search(name.removesuffix(measure[0])):
        return None
    deed = characters(name.removesuffix(measure[0]))
    told_of = characters(description.removesuffix(measure[0]))
    apart = len(deed) >= DEED_NAMED and deed.isdisjoint(told_of) and len(pairs(description)) >= TALKATIVE
    return ("一件事", OTHER) if apart else None


def _subjects(name: str, description: str, dimension: str | None, *, apart: bool) -> tuple[str, str] | None:
    """What name and description are about where they have no word in common and cannot be about one thing."""
    counted = [next((sort for sort, ending in COUNTED if ending.search(text)), "") for text in (name, description)]
    # What is divided by a number of people is no such number.
    if DIVIDED.search(description):
        return None
    if counted == ["事", "物"]:
        return "事的数", "物的数"
    if not apart and dimension not in THINGS_COUNTED:
        return None
    if counted[1] == "人" and counted[0] != "人" and dimension in THINGS_COUNTED:
        return "东西的数", "人的数"
    if not apart:
        return None
    if all(counted) and counted[0] != counted[1] and not name.endswith("人次"):
        return f"{counted[0]}的数", f"{counted[1]}的数"
    if THINGS.search(name) and OF_PEOPLE.search(description) and not PEOPLE.search(name):
        return "东西的比率", "人的比率"
    if PASSED.search(name) and OF_DAYS.search(description):
        return "东西的比率", "时间的比率"
    # Who they are may be told in the words of any field.
    if HEADS_COUNTED.search(name) and WHO.search(description):
        return None
    both_ask = OPINION.search(name) and OPINION.search(description)
    same_measure = name[-2:] == description[-2:]
    if both_ask or same_measure or len(pairs(name)) < 2 or len(pairs(description)) < TALKATIVE:
        return None
    of_name = kinds_of_text(name)
    one, named = likeliest(of_name)
    if named < CERTAIN:
        return None
    of_description = kinds_of_text(description)
    other, told = likeliest(of_description)
    kin = any({one, other} <= kinds for kinds in KIN)
    foreign = not kin and of_name[other] <= FOREIGN and of_description[one] <= FOREIGN
    return ("一件事", OTHER) if told >= CERTAIN and foreign else None


def _apart(name: str, description: str) -> bool:
    """Tell whether a description says something and has no word in common with the name."""
    named, told = pairs(name), pairs(description)
    return bool(named) and len(told) > 1 and not named & told
