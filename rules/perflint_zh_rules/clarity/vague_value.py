"""vague-value."""

import re
from collections.abc import Iterator

from perflint_zh.budget import Indicator
from perflint_zh.extract.words import fold, level2_of
from perflint_zh.knowledge import bare_name, squeeze
from perflint_zh.patterns import expression
from perflint_zh.rule import Flaw, NotApplicable, Outcome, rule

from perflint_zh_rules._figures import ASKS_WHEN, COSTS, EFFECTS
from perflint_zh_rules.clarity._unwritten import unwritten

LONGEST = 24
"""A longer text is an explanation, not a wording."""

DEGREE = r"有效地?|显著地?|明显地?|较为?|比较|更加?|大幅度?|大力|持续|不断|逐步|逐年|稳步|进一步|全面|切实|充分|极大|较大|积极|有所|得到|基本|长期|中长期|长效|稳定|良好|十分|非常|日益|努力|深入|平稳"
"""How much or how long, without saying how much."""

EFFECT = (
    r"提升|提高|增强|改善|改观|保障|保证|确保|促进|推动|推进|带动|拉动|优化|完善|加强|强化|加快|降低|减少|下降|增长|增加|好转|缓解|发挥|丰富|浓厚|维护|维持|提供|"
    r"满足|支撑|支持|助力|服务|巩固|扩大|拓展|遏制|防范|化解|活跃|繁荣|健全|规范|运行|运转|使用|利用|发展|落实|实施|解决|控制|引导|营造|显现|体现|凸显|上升|向好|实现|进步|作用|影响|效果|程度|到位|节约|开展|转变|提质|增效|传承|弘扬|树立|展示|夯实|延长|和谐"
)
"""What is done to the thing measured."""

GENERAL = expression(
    rf"(?:(?:{DEGREE})|(?:{EFFECT})|了|的|并|地|和|、|高|好|大|强|快|多|低|小|优|显著|明显|有效|较高|较好|一定)+"
)
"""A value made of such words alone."""

BY_DEGREE = expression(rf"(?:{DEGREE})(?!完成|建成|覆盖|公开|归档|办结)[一-鿿]{{2,4}}")
"""A value that opens with a degree and says little more (有效保护)."""

STATEMENT = expression(
    rf"^有[利助]于|(?:{DEGREE})(?:{EFFECT})|(?:{EFFECT})$|^(?:{EFFECT})|(?:显著|明显|良好|较好|较高|有效|浓厚|和谐|稳定|整洁|有序|优美|舒适|融洽|顺畅)$|稳中(?:有|趋|向)"
)
"""A value that says of something that it gets better."""

CHECKED = expression(
    r"\d|[一二三四五六七八九十两百千万]+(?:级|类|等|次|个|项|家|年|月|日|天|星|人|名|倍|成|起|份|座|场|期|批|条)|验收|复审|年审|年检|评审|评定|评估|评价|考核|等级|等次|级别|评级|合格|(?<!有效)(?<!基本)达标|国家|行业标准|国标|《|文件|清单|名单|备案|批复|合同|协议|"
    r"零|^不(?!断)|设计|规范要求|^符合.+规范|^无|无[^\W\d]{1,8}(?:事故|投诉|差错|案件|故障|污染|拖欠|泄密|事件|发生|反弹|返贫|逾期|中断)|不发生|不出现|未发生|未出现|不低于|不高于|不超过|不少于|全部|全覆盖|应.尽.|日产日清|位次|排名|第[一二三]|"
    r"[IVⅠ-Ⅻ]+类|持平|每[天日周月季年]|[前底]完成|汛期|采暖季|按[月季年]|当[日天月年]|上年|同期|基准"
)
"""What can be checked: a number, a grade, a standard, an examination, an event that must not happen, a rhythm."""

SCALE = expression(
    r"评[分级定估比]|评价(?:等|结果|得分|办法|标准|为)|得分|考核|等次|等级|分级|分档|档次|[优良好].{0,3}[、/]?[良中合].{0,8}[、/差]|[二三四五]档|不满意|为(?:优|良|显著|明显|有效|较好|达标)|视为|即为|认定|以上为|标准[为是:：]|[优良好中差][:：]|验收|达到?\d|\d+分(?!钟)"
)
"""A description that gives the standard of a graded wording."""

GRADES = frozenset("优 良 优秀 优良 良好 较好 好 中 一般 满意 较满意 比较满意 基本满意 非常满意 群众满意".split())
"""Grades, which need a scale."""

BARE = frozenset(
    "长远 深远 合规 合法合规 有序 到位 高 较高 低 较低 大 较大 强 较强 长期 中长期 长效 持续 稳定 显著 明显 较明显 有效 及时 尽快 尽早 适时 适当 合理 完善 可持续 可持续发展 正常 保障 提升 提高 改善 增强 促进 定性 满足需要 满足需求 满足要求 满足工作需要 满足工作需求 达到预期 达到预期效果 达到预期目标 符合预期 效果良好 效果明显 效果显著 成效显著 成效明显 影响长远 影响深远".split()
)
"""Wordings that nobody can check whatever they stand for."""

UNCHECKED_COST = expression(
    r"^(?:符合|按照?|依照|参照|遵照|执行)?(?:相关|有关|政府采购|财政|市场|国家|上级)*(?:规定|要求|标准|价格|政府采购|市场价)(?:执行|支付|列支)?$|^(?:(?:合理|节约|适中|适当|经济|较低|偏低|低廉|可控)+|不超(?:预算|标准?|支)|据实.{0,4}|控制在(?:合理|预算|预算内)?(?:范围)?(?:以?内)?)$"
)
"""Cost values without any amount."""

UNNAMED = expression(
    r"(?:严格|认真|全面|切实)?(?:执行|按照?|依照|依据|遵照|遵守|遵循|参照|符合|根据|满足|达到|落实)"
    r"(?=.*(?:相关|有关|各项|上级|制度|政策|文件))(?:相关|有关|各项|现行|上级|主管|单位|部门|本|各|国家|省|市|县|区|财政|财务|资金|管理|工作|项目|使用|政策|文件|制度|规定|要求|标准|办法|规范|规章|法律|法规|流程|程序|精神|内容|[、和及的等])+"
    r"(?:来|进行)?(?:执行|办理|落实|实施|支付|列支|操作|管理|使用|发放|完成|到位)?"
)
"""A value that refers to rules without naming any (符合相关文件要求)."""

WELL_DONE = expression(
    r"(?:按质按量|保质保量|按时保质|保质|高质量|高标准|高效率?|圆满|顺利|较好|优质|认真|有序|扎实)地?(?:完成|开展|推进|实施|进行|落实|组织|举办)[^\W\d]{0,6}"
)
"""A value that says how well the work is done (按质按量完成)."""

ANSWERS = frozenset({"是", "否", "有", "无", "能", "可以"})
ASKED = expression(r".*(?:是否|有无|能否)")
BETTERED = expression(
    rf"(?:{DEGREE})(?:{EFFECT})|提升|提高|增强|改善|促进|推动|带动|优化|好转|缓解|加强|满足|保障|确保|有利于|得到|明显|显著|有效"
)
"""What a name says or asks whether it is, which nobody can answer with yes or no."""

GRADED = expression(r"等级|等次|级别|评级|类别|结论|结果")
"""A name that asks for one of several grades, whatever they are called."""

INTENDED = expression(r"(?:按照?|依照|依据|根据|遵照|本着|严格|坚持|通过|利用|加大)[^，,。]{3,}")
"""A value that tells how the work is to be done."""

CHOICES = expression(
    r"(?:高|中|低|优秀?|良好?|差|好|较好|较差|一般|及格|不及格|满意|基本满意|不满意|是|否|[/、,或和]){3,}"
)
"""Grades all listed and none chosen (高中低, 优/良/中/差)."""

TOP_GRADES = expression(r"(?:(?:[优良]|优秀|优良|良好)(?:[/、,或和]|$)){2,}")
"""The grades that will do, which a description may define: there are lower ones (优秀/良好)."""

OR_BETTER = expression(r"(?:及|或)?以上$")

IN_TIME = expression(
    r"(?:(?:按时|按期|如期|准时|及时|按计划|按进度|尽快|尽早)(?:足额)?(?:完成|实施|开展|支付|支出|拨付|发放|到位|推进|办理|办结|上报|报送|交付|响应|处理|召回|送达|修复|整改|反馈|公布|更新|[清收]运)?)+"
)
"""The answer, where a time is asked for, that it will be kept."""

UNCOUNTED = expression(
    r"[多数几][台套个辆件名人次场期批项家户处座条篇只]|(?:数量|总量|规模)?(?:若干|少量|适量|足量|大量|较多|很多|多次|多人|多场|多项|充足|足够|充裕|充沛|适中|不限)(?:[一-鿿]|数量)?|(?:有|达到)?一定(?:数量|规模|比例)"
)
"""Amounts that nobody has counted."""

MEANT = expression(r"(?:尽量|尽力|尽可能|力争|力求|争取|努力|尽心)(?!.*\d)[一-鿿]{0,8}")
"""A value that says what is tried."""

EXCELLENT = expression(
    r"(?:保持|实现|达到|做到)?(?:高质量|高标准|高水平|高品质|高效率?|优质|一流|越来越[一-鿿]{1,2}|[一-鿿]{0,4}(?:成效|效果|成果|成绩|作用|效益)(?:突出|斐然|可观|喜人|凸显|十分[一-鿿]{2}|非常[一-鿿]{2}))(?:水平|标准|服务|完成)?"
)
"""Praise that names no grade."""

RATE = expression(r"(?:率|比例|比率|占比)$")
LEVEL = expression(
    r"(?:达到?|处于|保持(?:在)?|有)?(?:了)?(?:较高|很高|较低|很低|低|较好|良好|优良|一定|先进|领先|正常|合理|理想|上年|往年|同等|一流|新的?)(?:的)?(?:水平|程度|范围|比例|状态|台阶)?"
)
"""A rate, and a grade or level given where it needs a figure, whatever is said of how it is graded."""

COUNT = expression(r"[一-鿿]{2}数量?$")
ALL = expression(r"(?:全部|所有|全体)(?:完成|[一-鿿]{0,2})?")
"""A count, and what nobody can count given for it."""

CLAUSE = expression(r"[,，。；;]")

KEPT = frozenset({"长期", "永久"})
KEEPING = expression(r"(?:保存|保管)(?:年限|期限|期)$")
"""Files are kept for ten or thirty years, long or for ever: grades of the archives' own."""


@rule(Indicator, severity="warning")
def vague_value(indicator: Indicator) -> Iterator[Outcome]:
    """指标值空泛：只有“有效保障”“显著提升”一类的说法，无法核对是否达到。

    年底谁都可以说“有效”，也谁都可以说“无效”：没有数字、等级或凭据的指标值不能评分。

    写法：“营商环境改善情况 有效改善” → “企业开办平均用时 ≤1个工作日”；确实不能量化的写分级：“用户评价 良好及以上”，并在描述里写明良好的标准。

    依据：《中央部门预算绩效目标管理办法》（财预〔2015〕88号）要求绩效目标细化量化，不能以量化形式表述的，可采用定性的分级分档形式表述。

    误报：“通过验收”“达到二级”“零事故”“应保尽保”可以核对，不报；优、良、好在描述或名称里有评定办法的不报；空的指标值归 missing-value 管，“待定”归 placeholder-text 管。
    """
    quantity = indicator.quantity
    value = squeeze(indicator.value).strip("。.；;，,")
    if not value or (quantity is not None and (quantity.number is not None or quantity.kind == "date")):
        yield NotApplicable()
        return
    value = re.sub(r"^(?:定性[:：]?|[=≥≤><])", "", value) or value
    if _is_vague(value, indicator):
        yield Flaw(
            "value",
            f"“{indicator.name}”的指标值“{indicator.value}”没有数字、等级或凭据，无法核对是否达到",
            suggestion="换成可以统计的数字，或写分级标准（如“评价良好及以上”并说明良好的标准）",
        )


def _is_vague(value: str, row: Indicator) -> bool:
    told = f"{row.name}。{row.description or ''}"
    name = squeeze(row.name)
    graded = any(standard[0] not in name for standard in SCALE.finditer(squeeze(row.description or "")))
    rate = RATE.search(bare_name(row.name)) is not None
    if CHOICES.fullmatch(value) and not (graded and TOP_GRADES.fullmatch(value)):
        return True
    if rate and (LEVEL.fullmatch(value) or IN_TIME.fullmatch(value)):
        return True
    if COUNT.search(bare_name(row.name)) and ALL.fullmatch(value):
        return True
    if graded:
        return False
    if value in ANSWERS:
        asked = level2_of(name) is not None or BETTERED.search(ASKED.sub("", name)) is not None
        return asked and not CHECKED.search(name)
    if value in KEPT and KEEPING.search(row.name):
        return False
    if OR_BETTER.sub("", value) in GRADES:
        return not SCALE.search(squeeze(told))
    if value in BARE or UNNAMED.fullmatch(value) or WELL_DONE.fullmatch(value):
        return True
    if UNCOUNTED.fullmatch(value) or MEANT.fullmatch(value) or EXCELLENT.fullmatch(value):
        return True
    timed = level2_of(row.level2) == "时效指标" or ASKS_WHEN.search(bare_name(row.name)) is not None
    if timed and IN_TIME.fullmatch(value):
        return True
    if level2_of(row.level2) in COSTS and UNCHECKED_COST.search(value):
        return True
    if CHECKED.search(value) or GRADED.search(name):
        return False
    if unwritten(fold(row.value)):
        return False
    if level2_of(row.level2) in EFFECTS or INTENDED.match(value):
        return True
    if len(value) > 2 and value in name and not CHECKED.search(name):
        return True
    if len(value) > LONGEST:
        return all(_is_statement(clause) for clause in CLAUSE.split(value) if clause)
    return value == bare_name(row.name) or _is_statement(value)


def _is_statement(text: str) -> bool:
    """Whether a text is made of degrees and effects, or says of something that it gets better."""
    return (
        GENERAL.fullmatch(text) is not None
        or BY_DEGREE.fullmatch(text) is not None
        or STATEMENT.search(text) is not None
    )
