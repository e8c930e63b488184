"""vague-goal."""

import re
from collections.abc import Iterator

from perflint_zh.budget import Project
from perflint_zh.extract.words import fold
from perflint_zh.patterns import expression
from perflint_zh.rule import Flaw, NotApplicable, Outcome, rule
from perflint_zh_models.domain import kinds_of_text, likeliest
from perflint_zh_models.quantities.words import pairs

from perflint_zh_rules._figures import mentions

LONGEST = 60
"""A longer goal has said something of the project."""

EMPTY = expression(
    # verbs and adverbs that fit any project
    r"更好地?|更加|发挥|作用|推动|事业|发展|改善|整洁|进一步|积极|切实|有效|不断|持续|充分|及时|按时|按期|按照|认真|扎实|全力|圆满|顺利|正常|有序|平稳|稳定|高效|安全|可靠|良好|全面|努力|大力|深入|做好|搞好|抓好|保障|保证|确保|保持|维持|维护|满足|"
    r"提供|服务|完成|落实|落到实处|开展|进行|运转|运行|工作|加强|加大|提高|提升|增强|强化|水平|能力|质量|效率|需求|需要|要求|精神|使用|支持|促进|履行|履职|尽责|再上|迈上|新的?台阶|新水平|新局面|新成效|效益|效能|弘扬|意识|快捷|细致|周到|优质|便捷|舒适|创造|营造|打造|树立|满意|行业|整体|文明|窗口|形象|健康发展|方便|观念|规范|型|全民|"
    # nouns that fit any project
    r"经济社会|社会|内部|管理|高质量|有力|支撑|支持|助力|贡献|获得感|幸福感|安全感|质效|实效|成效|成果|辖区|大局|中心工作|重点|基础|人民|百姓|居民|服务对象|民生|福祉|环境|条件|氛围|各项|各类|各种|各级|全县|全市|全区|全镇|全省|我县|我市|我区|本县|本市|单位|机关|部门|政府|党委|县委|市委|区委|县|市|区|镇|乡|局|办公室|办公|财政|领导|干部职工|干部|职工|人员|广大|公众|群众|"
    r"我[院局委办部所站校镇乡街区]|全[院局委办部所站校体]|干警|民警|同志|氛围中|过程中|得到|足额|按月|按年|权益|利益|待遇|实现|预算|主要|阶段|具体|活动|力度|落地|见效|取得|反响|统筹|全局|实事|和谐|综合|素质|上级|相关|有关|其他|其它|日常|年度|全年|年初|计划|目标|任务|职责|职能|业务|事务|项目|经费|资金|会议|现场|交办|交付|安排|部署|决策|为|的|和|与|及|等|对|给|使|让|将|把|在|以|各|由|其|甲方|乙方|方面|所需|支出|费用|按"
)
"""Words that could stand in the goal of any project of any department."""

TASK = expression(
    r"缴纳|支付|发放|购置|购买|采购|租赁|租用|改造|维修|修缮|修复|建设|新建|改建|扩建|编制|编印|编纂|编写|印制|制作|推进|举办|召开|承办|组织|检查|督查|督办|检测|监测|巡查|培训|慰问|救助|补助|资助|奖励|清运|清扫|保洁|"
    r"审核|审查|办理|受理|处置|化解|打击|防止|防范|管护|养护|种植|栽植|接待|收集|整理|征集|扫描|传递|制定|指导|调研|分析|普查|调查|征收|收缴|治理|整治|清理|扶持|引进|招商|开发|升级|更新|检修|排查|聘用|聘请|委托|偿还|还款|优化|丰富|争创|创建|宣传"
)
"""Verbs that say what will be done; a goal that has one beyond those of the project's name says something, if little."""

BUILDING = expression(r"(?:队伍|作风|能力|制度|自身|机关|思想|党风廉政|规范化|信息化)建设")
"""What every department builds."""

SMOOTHLY = expression(r"(?:顺利|正常|圆满|有序|按时|扎实|稳步)(?:召开|举办|开展|实施|进行|运转|完成|推进|落实)")
"""That the thing which the project is named for takes place; no task beside it."""

OPENING = expression(rf"(?:按要求|按时|按期|及时|全面|依法|认真|积极)*(?:{TASK.pattern}|完成|开展|实施)")

FRAME = expression(
    r"保障|保证|确保|保持|维持|维护|做好|搞好|抓好|提供|服务|完成|落实|发挥|加强|加大|提高|提升|增强|强化|改善|满足|创造|营造|支持|推动|促进|开展"
)
"""Verbs of which a vague goal has at least one; without them a short goal names its task."""

CLAUSE = expression(r"[，,。；;]")

SLOGAN = expression(
    r"(?:进一步|不断|持续|有效|切实|全面|努力|逐步|大力|积极|扎实|深入|更好地?|着力|全力|稳步|使|让|从而|以)*"
    r"(?:推进|推动|加大|加强|加快|强化|深化|优化|提升|提高|增强|改善|促进|保障|确保|保证|维护|打造|营造|树立|服务|满足|解决|兑现[^，。；]*(?:权益|承诺)|完善|健全|规范|发挥|助力|巩固|扩大|丰富|弘扬|[做抓搞办]好|支持|构建|形成|创造|夯实|激发|凝聚|为[^，。；]*(?:提供|奠定|创造|注入)[^，。；]*(?:保障|支撑|基础|条件|服务|动力))"
)
"""A clause of what will be better, or how well."""

FIGURE = expression(r"\d+")
OTHER_TASKS = expression(
    r"完成(?:上级|领导|县委|市委|县政府|政府|党委|局里)?[^，。；]{0,6}(?:交办|安排|下达|交给)的(?:其[他它]|各项)[^，。；]{0,4}(?:任务|工作|事项)"
)
"""A clause that stands for whatever else there may be; in a goal without a figure nothing is promised."""

NAMED_TASK = 4
"""Characters of an object (改造老旧卫生间) with which a clause names a task, though without numbers."""

SPECIFIC = 2
"""Characters left over that may still be a name of the department (改革, 企业); three and more are about something."""

FEW, KNOWN = 8, 0.5
"""Pairs of characters left over up to which a goal says little, and the probability from which it is of some kind of project."""

FIELD = expression(
    r"(?:水利|教育|体育|卫生|健康|医疗|医保|公安|司法|审判|检察|民政|农业|农村|林业|畜牧|交通|公路|住建|城建|城管|城市管理|文化|旅游|文旅|广电|科技|商务|工业|经济|统计|审计|自然资源|国土|生态|应急|信访|档案|党史|宣传|统战|组织|机构编制|街道|社区|乡村振兴|市场监管|退役军人|人社|就业|残联|妇联|工会|团|园区|开发区)(?:各项|各类|相关|方面|领域|系统|战线)?(?:的)?(?=工作|事业|业务|任务|各项|[局院厅委办](?![^，。；]{0,2}(?:舍|楼|房|公)))"
)
"""The department's field before a word for its work or for itself (水利各项工作, 林业局): true of each of its projects."""


@rule(Project, severity="warning")
def vague_goal(project: Project) -> Iterator[Outcome]:
    """目标空泛：绩效目标没有说到这个项目的任何内容，换到哪个项目都能用。

    “保障单位正常运转”不说花这笔钱做什么、做多少、做到什么程度，指标无从分解，也无法判断目标是否实现。

    写法：信访接待场所物业项目写“保障机关正常运转” → “全年为860平方米接访场所提供保洁和安保，卫生检查达标率95%以上”。

    依据：《中央部门预算绩效目标管理办法》（财预〔2015〕88号）要求绩效目标指向明确、细化量化。

    误报：目标虽短但写明了做什么（“按月缴纳电费”）、有数量或日期的不报；只比项目名称多出保障、做好、正常运转等字样的才报。空的目标归 missing-goal 管。
    """
    goal = re.sub(r"^(?:\d{1,2}|[一二三四五六七八九十])[.、．)）]", "", fold(project.goal or ""))
    if not goal:
        yield NotApplicable()
        return
    # The number of a hotline is part of what the project is called.
    figures = FIGURE.sub(lambda found: "" if found[0] in project.name else found[0], goal)
    if len(goal) > LONGEST or re.search(r"\d|《", figures) or mentions(figures):
        return
    said = SMOOTHLY.sub("", BUILDING.sub("", FIELD.sub("", goal)))
    clauses = CLAUSE.split(said)
    if any(_names_task(clause) for clause in clauses) and not OTHER_TASKS.search(goal):
        return
    left = specific(said, project.name)
    frame = (
        FRAME.search(said)
        and len(frozenset(left)) <= SPECIFIC
        and not any(verb not in project.name for clause in clauses for verb in _tasks(clause))
    )
    if frame or OTHER_TASKS.search(goal) or _is_of_anything(said, project) or _is_all_slogans(goal):
        yield Flaw(
            "goal",
            f"绩效目标“{goal}”没有说到“{project.name}”要做什么、做多少、做到什么程度",
            suggestion="写明今年做的事、数量和要求",
        )


def _is_all_slogans(goal: str) -> bool:
    """Whether each of several clauses opens with what will be better, and none with what will be done."""
    clauses = [clause for clause in CLAUSE.split(goal) if clause]
    return len(clauses) > 1 and all(map(SLOGAN.match, clauses))


def _is_of_anything(said: str, project: Project) -> bool:
    """Whether a goal says little beyond words that fit anywhere, nothing of it in the project's name and rows, and is of no kind of project."""
    own = pairs(EMPTY.sub("，", said))
    if not own or not project.indicators:
        return not own
    told = "。".join([project.name, *(f"{row.name}。{row.description or ''}" for row in project.indicators)])
    return len(own) <= FEW and not own & pairs(told) and likeliest(kinds_of_text(said))[1] < KNOWN


def _names_task(clause: str) -> bool:
    """Whether a clause opens with what will be done and to what."""
    opening = OPENING.match(clause)
    return opening is not None and len(EMPTY.sub("", clause[opening.end() :])) >= NAMED_TASK


def _tasks(clause: str) -> list[str]:
    """Verbs of work in a clause, none where they are all it says (按时足额发放 tells not what)."""
    return TASK.findall(clause) if EMPTY.sub("", TASK.sub("", clause)) else []


def specific(goal: str, name: str) -> str:
    """What a goal says beyond words that fit anywhere and the words of the project's name."""
    named = set(fold(name))
    return "".join(sign for sign in EMPTY.sub("", goal) if sign.isalnum() and sign not in named)
