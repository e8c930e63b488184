"""wrong-direction."""

import re
from collections.abc import Iterator

from perflint_zh.budget import Indicator, Project
from perflint_zh.extract.words import level2_of
from perflint_zh.knowledge import bare_name, measure_of
from perflint_zh.patterns import expression
from perflint_zh.rule import Flaw, NotApplicable, Outcome, rule
from perflint_zh_models.quantities.promises import promises
from perflint_zh_models.quantities.words import pairs

from perflint_zh_rules._figures import (
    ALONE,
    EFFECTS,
    GENERAL,
    GOOD_AMOUNT,
    GOOD_DEED,
    HARMS,
    earlier_figures,
    is_good_share,
    measured,
    rows_of,
)

FLOORS, CAPS = frozenset({"≥", ">"}), frozenset({"≤", "<"})
"""Signs of a least and of a most."""

BENEFIT = expression(
    r"节约|节省|节支|节电|节水|节能|降低|下降|减少|压减|压缩|收入|增收|产值|税收|利润|融资|投资额|带动|撬动|争取|到位资金"
)
"""Money of which more is better."""

WORST, WORSE = 0.5, 0.92
"""Shares of an earlier figure between which a floor is rather a cap with the wrong sign: nearer it is prudence, further down another figure."""

KEPT = expression(r"^(?:之?内|以内)?(?:[仍还均都]?(?:不|无|未|没有|零|免|保[持证修养]|维持|持续|完好|有效|正常))")
"""Words behind a span of time in which something is to last, or is not to happen, so that its end is no deadline (两年内不渗漏)."""

HELD = expression(r"(?:成本|费用|支出|预算|投资|经费)控制率$")
"""Shares of a budget that are spent, which are held down."""

PAID_OUT = expression(r"拨付|发放|兑付|补助|补贴|奖励|支持资金")
"""Sums that are owed and paid out; what one of them costs is a standard, not to be gone beyond."""

CHANGED = expression(r"减少|降低|下降|压减|压降|削减|缩短|增[长加幅速]|提[高升]|[升降减]幅")
"""Names of a change."""

EACH = expression(r"每|人均|户均|亩均|标准|单价")
"""Words of a rate of payment."""

CAPPED = expression(
    r"会议|公车|公务用车|车辆|接待|出国|三公|能耗|用电|用水|用气|油耗|用纸|耗材|人员编制|编外|超|负|违|误|逾|迟|差错|故障|事故|投诉|失误|损失|死亡|发病|发案|案件数|信访|上访|污染|排放|浓度|中断|停电|停水|返修|返工|泄密|流失|隐患|火灾|疫情|灾|次生|退回|积压|空置|闲置|时长|时间|天数|周期|间隔|距离|等候|响应|参会|与会"
)
"""Counts of which fewer can be better, or which a policy caps."""

BAD_CASES = expression(
    r"(?<![零无不未防避免抗])(?:争议|纠纷|信访|上访|(?:治安|刑事|盗窃|诈骗|侵财|伤害|欺凌|盗伐|滥伐|偷猎|盗猎)案件?|[病疫毒].{0,4}暴发(?:事件)?|报废|警情|误伤|走失|坠床|跌倒)(?:案件|事件|件)?(?:数|数量|起数|件数|次数|率|[一-鿿]{0,4}量)?$|"
    r"(?:贫血|近视|肥胖|超重|龋齿?|营养不良|侧弯|低体重|出生缺陷)(?:检出|发生|患病)?率$|"
    r"(?:流感|感冒|肺炎|腹泻|痢疾|中暑|过敏)(?:就诊|就医|送医|急诊|住院|罹患)(?:率|人数|人次|例数)$|"
    r"(?:疫情|病虫?害|虫害|积水|黑臭|违建|裸露|积压|毁坏|撂荒|乱[倒堆扔停建贴排丢搭葬埋]|散[埋葬]|私[埋搭]|抛荒)(?!.{0,2}(?:拆|清|整治|治理|处理|处置|查处|恢复|修复|消除|减少|下降))[一-鿿]{0,3}(?:数|数量|个数|处数|面积)$"
)
"""Cases of which an effect or a quality has few; as work to be dealt with there may be many."""

BAD_THINGS = expression(
    r"^(?:违法|违规|超标|不合格|闲置|撂荒)[一-鿿]{0,8}(?:比例|占比)$|(?<![零无不未防避免抗])(?:差错|失误|故障|停电|停水|断电|断网|停机|事故|投诉|返修|返工|死亡|发案|逾期|超标|污染物|中断|流失|违规|违法|泄密|次品|废品|损失|重复信访|缺勤|空置|闲置|漏报|误报|延误|拥堵|返贫|渗漏|泄漏|泄露|堵塞|外溢|溢流|塌陷|断裂|伤亡|火灾|病死|退件|退回|退兵|失约|违约|脱岗|迟到|旷工|辍学|(?:申诉|投诉|举报|复议)(?:成立|属实)|改判|疫情|伤害|受伤|溺水|触电|中毒|爆燃|(?:安全|群体性|极端|突发|舆情)事件|复发|感染|败诉|流标|流拍|缺岗|离职|吸毒|酒驾|醉驾|超载|超限|偷排|盗采|非法采砂|报修|漏[雨水])(?:人员|行为|事件|案件|车辆)?(?:率|次数|件数|起数|份数|例数|处数|宗数|条数|数|数量|人数|情况|发生率|浓度|天数|时长|量)?$|(?:误差|偏差|差异|盘点差|盘亏|损耗)率$|(?<![减少低])(?:排放|污染物|颗粒物|二噁英|氨氮|总磷|总氮|粉尘|甲醛|PM2\.5|PM10)[一-鿿]{0,4}浓度$"
)


@rule(Project, severity="error", fix="unsafe")
def wrong_direction(project: Project) -> Iterator[Outcome]:
    """方向写反：成本写“≥”，产出写“≤”，差错、事故、污染写“≥”。

    成本“≥7万元”等于花得越多越好；会议“≤260次”等于一次不开也算完成。

    写法：“装备费用 ≥70000元” → “≤70000元”；“设备故障率 ≥2%” → “≤2%”。

    依据：成本指标的值不得超过支出标准（财预〔2021〕101号“预算支出标准”）。

    误报：成本降低率、节约额用“≥”、成本控制率用“≤100%”是对的；压减会议、公车、能耗的“≤”是政策要求；时间和距离用“≤”是对的；绩效目标只有写了同一件事、同一个数的上限或下限，才拿来比。
    """
    limits = [row for row in rows_of(project) if _is_limit(row)]
    if not limits:
        yield NotApplicable()
        return
    for row in limits:
        flaw = next(_alone(row), None) or _against_goal(row, project) or _against_baseline(row)
        if flaw is not None:
            yield flaw


def _is_limit(row: Indicator) -> bool:
    quantity = row.quantity
    return quantity is not None and quantity.number is not None and quantity.operator in {*FLOORS, *CAPS}


def _against_goal(row: Indicator, project: Project) -> Flaw | None:
    """A floor that the goal gives as a cap, or the other way round, for the same figure of the same thing."""
    value = measured(row)
    if value is None or value.number is None or value.operator is None:
        return None
    same = [
        promise
        for promise in promises(project.goal)
        if (promise.quantity.number, promise.quantity.unit) == (value.number, value.unit)
        and not (promise.quantity.kind == "duration" and KEPT.match(promise.after))
        and len(pairs(promise.clause) & pairs(row.name)) >= ALONE[value.unit in GENERAL]
    ]
    if len(same) != 1 or same[0].quantity.operator not in (CAPS if value.operator in FLOORS else FLOORS):
        return None
    sign = "≤" if value.operator in FLOORS else "≥"
    return _flaw(row, f"绩效目标写“{same[0].clause}”，“{row.name}”却写成“{row.value}”", sign)


def _against_baseline(row: Indicator) -> Flaw | None:
    """A floor somewhat below what the basis says was reached before, or a cap somewhat above it, of a measure that may be good or bad."""
    value, measure = row.quantity, measure_of(row.name)
    if value is None or not value.number or (measure is not None and measure.direction != "any"):
        return None
    if level2_of(row.level2) not in {*EFFECTS, "质量指标"} or CHANGED.search(row.name):
        return None
    floor = value.operator in FLOORS
    # Too little of what is good has the right sign, which low-target says.
    name = bare_name(row.name)
    if floor and (is_good_share(name) or GOOD_AMOUNT.search(name)):
        return None
    for number in filter(None, earlier_figures(row, row.basis)):
        share = value.number / number if floor else number / value.number
        if WORST <= share <= WORSE:
            said = f"“{row.name}”的依据写“{row.basis}”，指标值却写成“{row.value}”，比原来还{'低' if floor else '高'}"
            return _flaw(row, said, "≤" if floor else "≥")
    return None


def _alone(indicator: Indicator) -> Iterator[Flaw]:
    """What is wrong with the sign of a row as it stands."""
    quantity = indicator.quantity
    if quantity is None or quantity.number is None:
        return
    if quantity.operator == "≥" and quantity.number == 0 and quantity.kind in {"count", "rate", "frequency", "index"}:
        yield _flaw(indicator, f"“{indicator.name}”写成“{indicator.value}”，任何结果都算完成", "=")
        return
    level2 = level2_of(indicator.level2) or ""
    upward = quantity.operator in FLOORS
    measure = measure_of(indicator.name)
    plain = _plain(indicator)
    if upward and quantity.kind in {"money", "unit-cost"} and "成本" in level2:
        if (measure is not None and measure.slug in {"saving", "income"}) or (
            "成本" not in indicator.name
            and (BENEFIT.search(indicator.name) or (quantity.kind == "money" and _is_sum_paid_out(indicator)))
        ):
            return
        yield _flaw(indicator, f"成本“{indicator.name}”写成“{indicator.value}”，等于花得越多越好", "≤")
    elif upward and quantity.kind == "rate" and "成本" in level2 and HELD.search(plain):
        yield _flaw(indicator, f"“{indicator.name}”写成“{indicator.value}”，等于超支越多越好", "≤")
    elif (
        upward
        and level2 in HARMS
        and quantity.kind in {"count", "duration", "frequency"}
        # Good done is no damage at all, which wrong-category says.
        and GOOD_DEED.match(plain) is None
    ):
        yield _flaw(indicator, f"{indicator.level2}说的是负面影响，却写成“{indicator.value}”", "≤")
    elif (
        upward
        and (
            (
                quantity.kind == "duration"
                and not CHANGED.search(indicator.name)
                and (
                    (level2 == "时效指标" and SPEED.search(indicator.name))
                    or (
                        (
                            level2 in {"时效指标", "质量指标"}
                            or (level2 == "社会效益指标" and SPENT.search(indicator.name))
                        )
                        and TAKEN.search(bare_name(indicator.name))
                        and not SERVICE.search(indicator.name)
                    )
                )
            )
            or (
                measure is not None
                and measure.slug in BAD_MEASURES
                and not _is_dealt_with(indicator)
                and not WITHOUT.search(indicator.name)
                and not WANTED.search(plain)
            )
            or (BAD_EVENTS.search(plain) and not TREATED.search(plain))
            or (level2 in {*EFFECTS, "质量指标"} and BAD_CASES.search(plain) and not LESS.search(indicator.name))
            or (EMISSION.search(plain) and not LESSENED.search(plain) and not WANTED.search(plain))
            or HARM_COVERS.search(plain)
            or (level2 == "生态效益指标" and USED_UP.search(plain) and not LESSENED.search(plain))
            or (BAD_THINGS.search(plain) and not _is_dealt_with(indicator) and not WANTED.search(plain))
        )
        and not _is_meant(indicator)
    ):
        yield _flaw(indicator, f"“{indicator.name}”越少越好，却写成“{indicator.value}”", "≤")
    elif not upward and (found := _limited(indicator, level2)) is not None and not _is_meant(indicator):
        what, meaning = found
        yield _flaw(indicator, f"{what}“{indicator.name}”写成“{indicator.value}”，等于{meaning}", "≥")


def _is_meant(indicator: Indicator) -> bool:
    """Whether a description gives an earlier figure on the far side of the limit, from which the value is to rise or fall; or the basis one far above a cap."""
    value = indicator.quantity
    # What a change is measured from says nothing of how far it is to go.
    if value is None or value.number is None or CHANGED.search(indicator.name):
        return False
    rises = value.operator in FLOORS
    earlier = earlier_figures(indicator, indicator.description)
    if any(number < value.number if rises else number > value.number for number in earlier):
        return True
    # A basis gives the earlier figure of good things too, of which a prudent floor is a little less but not the half.
    good = rises or PRIZED.search(indicator.name) or SERVED.search(indicator.name.replace("新增", ""))
    told = () if good else earlier_figures(indicator, indicator.basis)
    return any(value.number < WORST * number for number in told)


def _is_sum_paid_out(indicator: Indicator) -> bool:
    """Whether a row gives all that is to be paid to people, of which more is better, and not what each of them gets."""
    return PAID_OUT.search(indicator.name) is not None and not EACH.search(
        f"{indicator.name}{indicator.description or ''}"
    )


def _limited(indicator: Indicator, level2: str) -> tuple[str, str] | None:
    """What has an upper limit though more of it is better, and what the limit comes to."""
    quantity = indicator.quantity
    if quantity is None or quantity.number is None:
        return None
    measure = measure_of(indicator.name)
    name, text = bare_name(indicator.name), f"{indicator.name}{indicator.description or ''}"
    bad = BAD_CASES.search(name) or BAD_THINGS.search(name)
    if HARM_COVERS.search(name):
        return None
    if level2 == "数量指标" and quantity.kind in {"count", "frequency"} and _output(indicator):
        return "产出", "一点不做也算完成"
    if level2 in EFFECTS:
        served = measure is not None and measure.slug in REACHED and SERVED.search(indicator.name) is not None
        grows = measure is not None and (measure.slug in GAINS or served)
        blamed = indicator.name if measure is not None and measure.slug == "emission-cut" else text
        if (
            grows
            and not bad
            and not NEW_HARM.search(name)
            and not UNWANTED.search(SERVED_SIZE.sub("", blamed) if served else blamed)
        ):
            return "效益", "没有效益也算完成"
    if quantity.kind == "rate" and quantity.number < ALL and is_good_share(name) and not bad:
        return "", "越低越好"
    if quantity.unit == "分" and SCORE.search(name) and not DEDUCTED.search(text):
        return "", "得分越低越好"
    if _should_last(indicator, level2):
        return "", "越短越好"
    if level2 in {*EFFECTS, "质量指标"} and TREASURED.search(name):
        return "", "越少越好"
    if level2 in EFFECTS and quantity.kind == "money" and SAVED.search(name):
        return "效益", "没有效益也算完成"
    if level2 in EFFECTS and quantity.kind == "count" and _is_gain(indicator):
        return "效益", "没有效益也算完成"
    if level2 in EFFECTS and CUT.search(_plain(indicator)) and not GOOD.search(_plain(indicator)):
        return "效益", "一点不减也算完成"
    if quantity.kind != "rate":
        return None
    share = measure is not None and measure.direction == "≥" and measure.ceiling is not None
    if share and not UNWANTED.search(text):
        return "", "越低越好"
    if OPINION.search(indicator.name) and "不满意" not in indicator.name:
        return "满意度", "越低越好"
    return None


def _plain(indicator: Indicator) -> str:
    """The name before its bracket."""
    return indicator.name.split("（")[0].split("(")[0]


GAINS = frozenset(
    {
        "income",
        "growth",
        "benefit-count",
        "employment-rate",
        "use-rate",
        "ecology-rate",
        "emission-cut",
        "good-days",
        "lifetime",
    }
)
"""Measures of effects of which more is better."""

REACHED = frozenset({"benefit-count", "person-count", "person-time-count", "count", "occasion-count"})
SERVED = expression(
    r"受益|惠及|(?<!零)就业|报名|参[与加观]|接待|服务|观众|读者|游客|培养|带动|采纳|采用|签约|入驻|新增|受保护|外借|借阅|阅览|使用"
)
"""Counts of those who were reached, of which more is better too."""

SERVED_SIZE = expression(r"人口|面积")
"""In what size those who were reached are counted; as such it may be one that is not to grow."""

UNWANTED = expression(
    r"费|成本|支出|价|债|赤字|人口|面积|发生|消耗|用量|控制|不超|以内|上限|不合格|检出|阳性|占用|能耗|超|负|违|误|逾|迟|差错|故障|事故|投诉|损失|死亡|发病|发案|案件|信访|上访|污染|排放|浓度|中断|返修|泄密|流失|隐患|火灾|疫情|灾|退回|积压|空置|闲置|等候|响应"
)
"""Things that are not to grow."""

NEW_HARM = expression(
    r"新[增发][^，。；]{0,6}(?:病(?![床房区历案])|虫|枯|死|坟|乱|散[埋葬]|私[搭埋建]|吸|贫困|返贫|失业|抛荒|撂荒|裸露|欠|债|缺口|危房|黑点|盲点)"
)
"""Harm that is added, of which few is good."""

TREASURED = expression(r"(?:溶解氧|溶氧|负氧?离子|有机质|有效成分|总养分)(?:浓度|含量)$")
"""Contents that nobody caps."""

ALL = 100.0
SCORE = expression(r"(?:得分|评分|分数|均分|平均分)$")
DEDUCTED = expression(r"扣分|失分|记分|风险|难度|负面|违")
"""Scores, and those of which less is better."""

LASTING = expression(r"(?:年限|寿命|[质保][保修]期限?|保护期限?|间隔|有效期限?)$")
OPEN_DAYS = expression(
    r"(?:开放|供餐|供暖|供热|巡护|值守|值班|运行|服务|营业|在岗)(?:天数|日数|时长)$|(?:授课|教学|培训|学习)(?:学时|课时)数?$"
)
"""Spans that should last, in the long run and over the year."""

DISTURBED = expression(r"影响|中断|暂停|占用|耽误|耽搁|损失|挤占|缩短|减少")
"""Words of open days and hours that the work takes away."""

PRIZED = expression(
    r"(?:实事|采用|批示|获奖|互认|赠阅|破案|出证|受益|惠及|追回|挽回|播种|粮食|阅览|外借|覆盖|受保护|诊疗|拍片|门诊|检查人)[^不未无]{0,6}(?:数|数量|面积|人口|人次|册次|件数|篇数|服务量|次)$"
)
"""Counts that are good whatever is said of them."""

AWAY = expression(r"转[上外省市诊院出往]|外转|外流|[县市省域]外")
"""What people go elsewhere for, which is to become less."""

USED_UP = expression(r"(?:[用耗][电水气煤油能热纸药肥]|[能电水油气煤热]耗|消耗|用地|占地)量?$")
"""What is used up, whatever it is used for (空调用电量)."""

GAIN = expression(
    r"诊疗|就餐|送餐|上门|提供|查档|学习|承担|协助|查证|配齐|改善|消除|民生|实事|采用|获奖|床位|用电天数|服务|保障|支撑|带动|惠及|受益|破案|取证|出证|开放|供养|接入|(?<!空)调用|共享|脱困|脱贫|出列|办件|证书|创建|建成|达标|村数|单位数|部门数|家数|户数"
)
SHRINKS = expression(
    r"费|成本|价|债|人口|发生|消耗|用量|控制|占用|超|负|违|误|逾|迟|差错|故障|事故|投诉|损失|死亡|伤|发病|发案|案件(?!.{0,4}(?:破|办|结|侦))|信访|上访|污染|排放|浓度|中断|返修|泄密|流失|隐患|火|疫|灾|退回|积压|空置|"
    r"闲置|等候|响应|漏|病|诉|缺|失业|返贫|辍学|拥堵|贫困|纠纷|矛盾|舆情|事件|险情|溺|盗|骗|犯罪|跑|断|停|低收入|零就业|未|无|不|撂荒|纸质|人工|往返|重复|毁|报警|裸露|黑臭|散乱|直排|偷排|变形|塌|空心|会议|文件|检查|简报"
)
"""Counts in an effect of which more is better, and things that are to become fewer."""

CUT = expression(
    r"(?:减少|降低|下降|压减|削减|挽回|减损|节约|节省)[一-鿿]{0,2}[额量数率]$|(?:减少|降低|下降)(?:幅度|比例|金额)$|减少[^至到为]{2,10}(?:排放|使用|施用|消耗|流失)量$"
)
SAVED = expression(r"节约|节省|追回|挽回|增收|减损")
"""Money kept, brought back or earned."""

GOOD = expression(
    r"收入|产[量值]|效益|面积|人口|覆盖|税|客流|游客|水位|质量|客单|就业|价格|满意|库容|合格|优良|完好|准确|成活"
)
"""A cut of harm, of which more is better, and things that are not to be cut."""

OPINION = expression(r"满意|安全感|幸福感|获得感")

TAKEN = expression(
    r"(?:施工|停[课水电业]|封闭|占道)天数$|(?:时间|时限|时长|用时|工期|期限)$|平均.{0,6}(?:审理|办理|办结|结案|审批|处理|处置|住院|等待|等候|候诊)天数$"
)
"""Names of a time that something takes."""

SPENT = expression(
    r"等候|等待|排队|预约|候诊|办[理结]|审[批理]|响应|反应|到[场达]|用时|耗时|处[置理]|修复|恢复|抢修|平均|往返|通行|出行|停[电水机运]|中断|封闭|占道|拥堵|滞留"
)
"""Time that people lose, of which an effect is to have little."""

BAD_MEASURES = frozenset({"failure-rate", "failure-count", "pollution"})
"""Measures of harm, of which less is better."""

SERVICE = expression(
    r"[质保]保|保[修质存管]|管护|服务|有效|公示|开放|供[暖热水餐电]|[培集]训|训练|康复|疗程|巡[查护逻河]|学[习时]|使用|授课|教学|课堂|讲解|值[班守]|在[岗线]|运行|演出|播[出放]时长|展[出览]|持续|连续|续|活动|锻炼|志愿|见习|实习|借阅|合同|租|聘|试运|缺陷责任|间隔|提前"
)
"""Spans that should last."""

LESS = expression(
    r"降低|下降|减少|排除|处理|处置|整改|化解|挽回|追回|避免|削减|减排|消除|纠正|解决|排查|查处|侦[破办]|调解|救[助治援]|抢[修救]|受理"
)
"""Words of harm that is dealt with."""

TREATED = expression(r"审[结理]|破获|调[解处]|查处|侦[破办]|裁决|认定|鉴定|赔付|理赔|报告|演练")
"""Names of the work that harm makes; a description may only say who found the harm."""

WITHOUT = expression(r"[零无防避]|待机|节[电能]|进[水气]|[不未](?!及时|按|如期|准时|合格|达标)|监测|检测|覆盖")
"""Names of harm that does not happen (零差错率) or is watched."""

SPEED = expression(r"响应|修复|抢通|到场|恢复|办理时|处理时|处置时|等候|等待|用时|审批时|出警时|整改时|回复时|反馈时")
EMISSION = expression(
    r"^(?!.*进[水气]).*(?:[能油电水气煤]耗|(?:人均|单位面积|每平方米)用[电水气能]量|排放浓度|排放量|污染物浓度|噪声|浓度)(?:值|均值|平均值)?$"
)
"""What may stand in the air or water at most."""

LESSENED = expression(r"减少|降低|削减|压减|压降|减排|节约|避免|少[排用耗烧]")
"""Words before an emission or a use of which the row has the fall."""

WANTED = expression(
    r"(?:溶解氧|溶氧|血氧|氧气|负氧?离子|有效成分|有效氯|余氯|有机质|养分|营养素?|维生素|蛋白质?|氨基酸|黄酮|多糖|硒)(?:浓度|含量)(?:值|均值|平均值)?$|"
    r"(?:化肥|尿素|复合肥|有机肥|肥料?|磷酸二铵)[一-鿿]{0,3}(?:总氮|总磷|氮|磷|钾|养分|有机质)(?:的)?(?:质量)?(?:浓度|含量)$"
)
"""Contents of which more is better, in water, air, soil or food, or as the strength of what was bought."""

HARM_COVERS = expression(
    r"(?<!防治)(?<!清除)(?:漂浮物|浮萍|水葫芦|凤眼莲|水浮莲|藻类?|水华|[杂恶害]草|米草|一枝黄花|薇甘菊|外来物种|入侵物种|油膜|青苔|病斑|裸土)(?:的)?覆盖(?:率|度|比例|面积)$"
)
"""What covers a surface and should not be there."""

BAD_EVENTS = expression(
    r"(?<![零无不未防避免抗降低减少])(?:停电|停水|中断|困人|伤亡|吸毒|上访|聚集|溺水|坠落|中毒|侵权|拖欠|影响(?!力|面|程度)).{0,8}(?:次数|起数|天数|件数|占比)$"
)


def _should_last(indicator: Indicator, level2: str) -> bool:
    """Whether a span is the longer the better: how long a thing serves, or on how many days it is open."""
    quantity = indicator.quantity
    if quantity is None or quantity.kind != "duration":
        return False
    name = bare_name(indicator.name)
    if level2 == "可持续影响指标" and LASTING.search(name):
        return True
    return OPEN_DAYS.search(name) is not None and DISTURBED.search(name) is None


def _is_gain(indicator: Indicator) -> bool:
    """Whether an effect counts what should grow, and nothing in it should shrink."""
    if AWAY.search(indicator.name) or USED_UP.search(indicator.name):
        return False
    if PRIZED.search(indicator.name):
        return True
    text = f"{indicator.name}{indicator.description or ''}"
    return GAIN.search(indicator.name) is not None and SHRINKS.search(text) is None


def _is_dealt_with(indicator: Indicator) -> bool:
    """Whether the harm that a row names is what the work is done about."""
    return (
        LESS.search(f"{indicator.name}{indicator.description or ''}") is not None
        or TREATED.search(indicator.name) is not None
    )


def _output(indicator: Indicator) -> bool:
    """Whether more of the counted thing is better, and nothing says that it is to be capped."""
    measure = measure_of(indicator.name)
    worked = measure is None or measure.slug in {"volume", "case-count"}
    if measure is not None and measure.direction not in {"≥", "="} and not worked:
        return False
    if worked and not WORKED.search(indicator.name):
        return False
    if not CAPPED.search(CASES_DEALT_WITH.sub("", indicator.name)):
        return not CAP.search(indicator.description or "")
    # A cap on meetings or cars is policy; a cap far above any policy is a slip of the sign.
    number = indicator.quantity.number if indicator.quantity is not None else None
    return (
        EVENTS.search(indicator.name) is not None
        and number is not None
        and number > NO_POLICY
        and not CAP.search(indicator.description or "")
    )


WORKED = expression(
    r"完成|打捞|清运|清淤|清理|处理|处置|审理|审结|办理|办结|受理|查处|检测|监测|采集|采样|授课|走访|供餐|助餐|救助|整治|修复|疏浚|栽植|种植|补植|印发|发布|推送|采购|购置|扫描|整理|养护|护送|接待|讲解|巡查|演出|放映|调解|印制"
)
"""Work, of which a volume or number of cases is to be done."""

CASES_DEALT_WITH = expression(r"(?:审理|审结|办理|办结|查处|侦破|代理|侦办).{0,6}(?:案件|违法|违规).{0,2}数$")

CAP = expression(r"控制|不超|压减|上限|以内|不得|限额|减少")
EVENTS = expression(r"会议|车辆")
NO_POLICY = 50
"""More meetings or cars than a unit's cap would name."""


def _flaw(indicator: Indicator, message: str, sign: str) -> Flaw:
    replacement = re.sub(r"^\s*(?:[≥≤＞＜><]=?|[≧≦]|[=＝])", sign, indicator.value, count=1)
    usable = replacement != indicator.value
    return Flaw(
        "value",
        message,
        suggestion=f"写成“{replacement}”" if usable else f"改用“{sign}”",
        replacement=replacement if usable else None,
        indicator=indicator,
    )
