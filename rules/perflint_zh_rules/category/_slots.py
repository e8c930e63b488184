"""What a category asks for, and rows that say nothing of it and plainly something else.

A row is told by its words alone: it is misplaced where neither its name nor its description has one word that the category asks
for, while the name speaks of a known topic with another home.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from perflint_zh.budget import Indicator
from perflint_zh.knowledge import bare_name, half_width
from perflint_zh.patterns import expression

from perflint_zh_rules._figures import COSTS, HARMS


class Misplaced(NamedTuple):
    """What a row says instead (`topic`), what its category asks for, and where it belongs."""

    topic: str
    asked: str
    home: str


class Asked(NamedTuple):
    """What a category is about, and the words of which one must be there."""

    what: str
    words: re.Pattern[str]


MONEY = r"成本|费|支出|开支|价|标准|节|控制|预算|金|造价|投[资入]|经费|元|[补贴]|额|花|采购|薪|租|税|款|[概决结]算|财政|用[量电水油]|耗|损|负担"

ASKED: Mapping[str, Asked] = {
    "生态效益指标": Asked(
        "生态环境",
        expression(
            r"绿|林|树|花|苗|草|木|水(?!平)|河|湖|海|湿地|气|污|垃圾|废|渣|粪|排放|减[排量]|碳|节|环[境保卫]|卫生|洁|净|美(?!誉)|(?<!社会)(?<!基层)治理(?!能力|体系|效能)|清|物种|植物|动物|生[态物]|鱼|鸟|虫|秸秆|超标|达标天数|火|矿|[耕土田农]|化肥|农药|资源|能[源耗效]|电|[燃石柴汽]油|煤|尘|霾|噪|"
            r"空气|自然|景|可持续|无纸|灾|病虫|疫|山|沙|砂|粮|种[植子]|养殖|循环|回收|再生|降解|辐射|射线|剂量|耗|浪费|公园|供暖|采暖|供热|厕|公害|乱[丢倒排搭堆]|扰民|PM|COD|氨氮|浓度"
        ),
    ),
    "经济效益指标": Asked(
        "经济",
        expression(
            rf"{MONEY}|经济|企业|就业|创业|行业|[产农工商林渔牧副专]业|营[业收销商]|业态|财产|物业|游|带动|拉动|撬动|销|产[值品量出能销]|[增减生投]产|资产|入驻|签约|收|贷|市场|主体|户|订单|交易|引资|招商|外资|资[金本源]|融资|消费|客|商|经营|"
            r"合作社|技术|专利|成果|利[润益率用]|效[率益]|贫|富|增[加长值量速幅]|减|债|挽回|GDP|岗|粮|回报|保险|赔|房|物流|运输|竞争|繁荣|开发|项目|建设|用工|生活|通行|出行|人才|落户|有效使用|需求"
        ),
    ),
    "时效指标": Asked(
        "时间",
        expression(
            r"[时期日天年月季周旬早晚快慢久前后延拖超]|按|进[度展程行]|完[成工毕]|速|效率|频|次|率|节点|截|到[位达]|[拨支]付|发放|竣工|开[工始放通]|阶段|当|限|立即|响应|启动|分钟|落实|执行|实施|下达|兑现|投[用产]|上线|交付|通车"
        ),
    ),
}
"""Category → what it asks for. The words are many: one that could be meant so is enough to leave a row where it stands."""

COST_ASKED: Mapping[str, Asked] = {
    "成本指标": Asked("花多少钱", expression(MONEY)),
    "经济成本指标": Asked("花多少钱", expression(MONEY)),
    "社会成本指标": Asked(
        "对社会的损害",
        expression(
            rf"{MONEY}|死|伤|漏|差错|失误|渗|误|故障|投诉|信访|舆情|逾期|污|事故|事件|隐患|问题|违|泄|停|中断|返工|纠纷|扰|占用|负面|不良|[破损]坏|排放|噪|尘|降低|减少|避免|防[止范]|风险|代价|拥堵|绕行|消极|不利"
        ),
    ),
    "生态环境成本指标": Asked(
        "对环境的损害",
        expression(
            rf"{MONEY}|死|毒|漏|渗|超标|污|事故|事件|隐患|问题|违|泄|扰|占用|负面|不良|[破损]坏|流失|退化|排放|排污|噪|尘|废|渣|粪|垃圾|碳|降低|减少|避免|防[止范]|风险|代价|不利|浓度|剂量|辐射|修复|恢复|治理"
        ),
    ),
}
"""The same for what is spent and what is harmed."""

TOPICS: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    ("成本", "成本指标", expression(r"成本|造价|经费|费用|预算|开支")),
    ("经济", "经济效益指标", expression(r"经济|增收|产业|企业|投资|消费|税收|产值|市场|销售")),
    (
        "安全和秩序",
        "社会效益指标",
        expression(r"安全(?!性)|伤亡|事故|稳定|和谐|治安|秩序|平安|纠纷|度汛|安心|信访|舆情"),
    ),
    (
        "单位运转",
        "社会效益指标",
        expression(r"运转|(?:正常|高效|平稳|有序)(?:地)?(?:运行|开展|办公|工作|履职)|日常(?:工作|办公)"),
    ),
    (
        "生态",
        "生态效益指标",
        expression(r"绿化|生态|(?:人居|自然|水|周边)环境|环境(?:质量|卫生|保护|治理)|环保|空气质量|水质|污染"),
    ),
    (
        "教育和文化",
        "社会效益指标",
        expression(r"教育|教学|办学|学习|学生|师资|教师|文化|文物|传承|文明|体育|健身|科普|阅读"),
    ),
    (
        "公共服务",
        "社会效益指标",
        expression(
            r"服务(?:水平|能力|质量|功能)|公共服务|政务服务|医疗|就医|健康|民生|福祉|养老|救助|安置|权益|公平|正义|法治|司法|办案|案件"
        ),
    ),
    (
        "社会影响",
        "社会效益指标",
        expression(
            r"知名度|美誉度|影响力|公信力|凝聚力|战斗力|形象|素质|素养|知晓|意识|积极性|责任感|幸福感|获得感|归属感|党[建员性风组]|作风|管理水平"
        ),
    ),
)
"""What names may speak of, each with the category where it belongs."""

GAIN = expression(
    r"提升|提高|改善|改进|促进|推动|推进|增强|优化|传承|弘扬|营造|维护|带动|助力|受益|保障|加强|完善|规范|安心|丰富|满足|树立|巩固|发展|水平|能力|作用|和谐|稳定"
)
"""Words for what gets better, which is no cost."""

LASTING = expression(
    r"长[远期效]|持续|永久|显著|明显|有效|良好|较好|优良|提升|提高|改善|增强|促进|积极|正面|正向|深远|满意"
)
"""Values of what gets better: a harm is 无, 较小 or 可控."""

ON_TIME = expression(
    r"(?:是否|能否)?(?:按时|按期|及时|准时|如期)(?!.{0,4}足额)[^，,、率质]{0,8}|(?:按时|按期|及时|准时|如期)完成率|完成及时率"
)
"""Names that say nothing but that something is done in time."""

IN_TIME = expression(r"及时|按[时期]|准时|如期")
"""A value that says when something is done, if not how soon."""

OPINION = expression(r"满意|认可|好评")
"""satisfaction-as-effect speaks of these."""


def misplaced(row: Indicator, level2: str) -> Misplaced | None:
    """Tell what a row speaks of, where its category asks for something else; None where it may stand or says nothing known."""
    name = bare_name(row.name)
    if level2 == "质量指标" and ON_TIME.fullmatch(name):
        return Misplaced("时间", "质量", "时效指标")
    asked = ASKED.get(level2) or COST_ASKED.get(level2)
    if asked is None or OPINION.search(name) or _has_asked_value(row, level2):
        return None
    if asked.words.search(f"{name}{half_width(row.description or '')}"):
        return None
    if level2 in COSTS and not (GAIN.search(name) or LASTING.search(row.value)):
        return None
    topics = [(topic, home) for topic, home, words in TOPICS if home != level2 and words.search(name)]
    if not topics and level2 in COSTS and GAIN.search(name):
        topics = [("效益", "社会效益指标")]
    return Misplaced(topics[0][0], asked.what, topics[0][1]) if topics else None


def _has_asked_value(row: Indicator, level2: str) -> bool:
    """Whether the value is an amount where money is asked for, or a time where time is."""
    kind = row.quantity.kind if row.quantity is not None else None
    if level2 in COSTS:
        return kind in {"money", "unit-cost"} or (level2 in HARMS and kind in {"count", "duration", "index"})
    return level2 == "时效指标" and (kind in {"date", "duration", "frequency"} or IN_TIME.search(row.value) is not None)
