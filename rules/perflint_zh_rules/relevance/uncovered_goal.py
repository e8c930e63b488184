"""uncovered-goal."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from itertools import chain

from perflint_zh.budget import Budget, Indicator, Project, Quantity
from perflint_zh.extract.value import find_quantities
from perflint_zh.extract.words import level2_of
from perflint_zh.knowledge import bare_name, unit_dimension
from perflint_zh.patterns import expression
from perflint_zh.rule import Flaw, NotApplicable, Outcome, rule
from perflint_zh_models.quantities.promises import CLAUSE_ENDS, ORDINAL, Promise, entries, promises
from perflint_zh_models.quantities.words import characters, clips, pairs, unspaced

from perflint_zh_rules._figures import COSTS, NAMING_UNITS, measured, rows_of
from perflint_zh_rules._goals import copied_sentences
from perflint_zh_rules.budget_fit._agreement import is_earlier

TASK = expression(
    r"^(?:定期|及时|按时|认真|全面|深入|积极|切实|完成|组织|承担|负责|开展|做好|抓好|继续|依法|统一|按月|按季|全年|年内|并|对[^，]{2,20}?(?:进行|开展|实施|予以)?|为[^，]{2,20}?(?:提供|进行|开展|办理|配备|配发)?|向[^，]{2,12}?)*"
    r"(?:完成|承担|制定|指导|组织|编写|编发|编印|编制|编纂|印发|印制|开展|布置|检查|考核|督促|督查|督导|传递|发布|分析|办理|举办|召开|承办|调研|审查|代理|监测|巡查|"
    r"处置|化解|检测|创建|争创|评选|复查|表彰|普查|登记|接待|收集|整理|征集|征订|订阅|出版|扫描|演练|培育|栽植|修建|新建|扩建|安装|调试|开发|购置|采购|更新|维修|改造|清运|租赁|聘用|聘请|资助|救助|慰问|还款)"
)
"""A clause that begins with what will be done."""

EFFECT = expression(
    r"^(?:进一步|不断|持续|有效|切实|全面|努力|逐步|大力|更好地?|使|让|从而|以|实现|推进|推动)*"
    r"(?:保障|确保|保证|提高|提升|改善|优化|促进|增强|加强|加大|落实|节约|完善|强化|健全|发挥|营造|加快|满足|减少|降低|助力|服务|打造|树立|巩固|扩大|丰富|创造|维护|防止|避免|建立健全)"
    r"|^为[^，]{2,20}提供[^，]{0,8}(?:数据|依据|支撑|支持|参考|保障|条件|基础|环境)$"
)
"""A clause that says what will be better."""

PURPOSE = expression(r"推进|推动|做好|抓好|搞好|实施")
WELL = expression(r"[做抓搞]好")
"""A clause that says how the work will be done, and not what."""

SPECIFIC = 4
"""Pairs of characters from which a clause says what it is about."""

SPOKEN_OF = 3
"""Pairs that a row shares with the words beside a figure when it speaks of the same thing in other terms."""

COVERED = 0.2
"""Share of a clause's pairs that rows must have to cover it; one word in common is chance."""

MANY_EFFECTS = 4
"""That many uncovered effects make the table miss what the project is for."""

RATE = expression(r"([一-鿿]{1,3}率)(?:[^，。；]{0,4})$")
SHORT = 2
"""Characters of a rate's name that are too few to tell it from others (率 and one before)."""

EARNED = expression(r"拉动|带动|撬动|增收|销售|产值|税收|融资|引资|到位|投资|贷款|收入|交易|成交|挽回")
"""Words that make an amount a promised effect, not the project's own money."""

SERVED = expression(r"(?:保障|确保|保证|维护|服务|满足|方便)")
"""A figure behind these words says for whom or what, not how much will be done."""

OCCASIONS = frozenset({"occurrences"})
FEW = 2
"""One meeting or two batches are manner rather than amount, where any row speaks of them."""

DATED = expression(r"[0-9]{1,2}月")

FACT = expression(
    r"人口|户籍|常住|在册|全长|总长|[桥路渠坝]长|河长$|宽度?|厚度?|时速|坡度|跨径|占地|辖|位于|距离?|海拔|注册资本|现有|预[计估测]|估计|抽[查检样]比例|(?:配备|配发|发放|分配|投放|下发)到"
)
"""Words before a figure that state how things are, or where what is bought will go."""

WHERE = expression(r"^[一-鿿]{1,8}?[里内上中](?:的|[0-9])")
"""Words behind a figure of the place where something stands (200平方米展厅里的灯)."""

BENEFIT = expression(r"受益|惠及")
"""Words before a figure of those who will be better off, which is promised even where the same figure states how things are."""

ACTIVITY = expression(
    r"^(?:进一步|不断|持续|切实|深入|全面|大力|继续)*(?:加强|加大|强化|深化)[^，]{2,}?"
    r"(?:宣传|培训|巡查|巡逻|检查|监测|检测|执法|整治|打击|排查|演练|普查|调研|督查|救助|养护|保洁|抽检|抽查|普法)$"
)
"""A clause of more of some work, which is work and no effect."""

HOW_MUCH = expression(r"的?(?:力度|工作)$")

MADE = expression(
    r"(?:并|同时|全年|年内|计划)?(?:抢救|录制|拍摄|摄制|制作|绘制|编排|排演|创作|新编|复制|修复|刻录|加装|安装|铺设|敷设|布设|布置|更换|更新|购置|配备|引进|建成|新建|搭建|挖掘|疏浚|复壮|移植|开设|打造)"
    r"(?P<thing>[一-鿿A-Za-z]{3,})(?P<figure>(?P<number>[0-9]+(?:\.[0-9]+)?)[一-鿿]{1,2})"
)
"""A clause of how much of something will be made or set up."""

NAMED_RATE = expression(r"([一-鿿]{2,}(?<![效频概利税速汇比功几])率)等?$")
"""A rate that the goal names without a figure."""

IN_TIME = expression(r"(?:及时|按[时期]|如期|准时)率(?:达到?|为|不低于|保持在?)?$")
CHANGED_BY = expression(r"(?:减少|降低|下降|压减|增长|增加|提高|提升|上升)$")
"""Words before a share of what is done in time, and before a share by which something changes."""

SATISFIED = expression(r"满意(?!的|地)")
ASKED = expression(r"满意|好评|认可|测评|评价|投诉|意见")
"""What a goal says of people's satisfaction, and rows that ask for it."""

OBJECT = expression(r"^(?:对|为|向|给|在|沿|围绕|面向|覆盖|惠及)")
"""A clause that begins so gives a figure of those it is done to; a row about the deed or about them covers it."""

WHOSE = expression(r"[^和与及、]{1,10}?的")
"""Words behind a figure with which a clause begins, where it is of those whose things the work is done on (22家机构的器械)."""

PEOPLE = frozenset({"persons", "person-times"})

THING = 3
"""Characters right beside a figure that name what is counted."""

GIVEN = expression(r"(?:安装|加装|适配|配备|配发|配置|购置|购买|添置|赠送|建设|新建|搭建|修建)(?P<thing>[一-鿿]{2,})")
"""What is given to those whose number stands before it (为40户安装扶手)."""

NEAR = 10
"""Characters beside a figure that say what it is a figure of."""


@rule(Budget, severity="warning")
def uncovered_goal(budget: Budget) -> Iterator[Outcome]:
    """目标没有指标：绩效目标里承诺的具体事项，没有指标对应。

    目标写了、指标没有，年底无人考核这件事；承诺落空也看不出来。

    写法：目标“印制宣传品1万份，结案率96%以上”，指标只有宣传场次 → 补“宣传品印制数量 ≥1万份”“结案率 ≥96%”。

    依据：《中央部门项目支出核心绩效目标和指标设置及取值指引（试行）》（财预〔2021〕101号）：绩效指标由绩效目标分解、细化而来。

    误报：数字写在指标的描述里、换了单位或写成合计的，算有对应；“人民满意的”一类修饰语不算承诺；每人、每场的数和往年的数不算承诺；“保障正常运转”一类没有具体内容的目标归 vague-goal 管。
    """
    projects = [project for project in budget.projects if project.goal and rows_of(project)]
    if not projects:
        yield NotApplicable()
        return
    for project in projects:
        # residue-text reports a goal copied from another project.
        if next(copied_sentences(project, budget.projects), None) is None:
            yield from _uncovered(project, budget.year)


def _uncovered(project: Project, current: int | None) -> Iterator[Flaw]:
    rows = rows_of(project)
    about = [pairs(f"{row.name}。{row.description or ''}") for row in rows]
    figures = promises(project.goal)
    facts = {promise.quantity.number for promise in figures if FACT.search(promise.before)}
    told = [
        promise
        for promise in figures
        if promise.whole
        and not is_earlier(promise, current)
        and not WHERE.match(promise.after)
        and (promise.quantity.number not in facts or BENEFIT.search(promise.before))
        and _is_promise(promise, project, about)
    ]
    counts, shares = _counts_and_shares(rows)
    kept = {
        promise.clause
        for promise in told
        if any(_covers(row, promise) and not _is_taken(row, promise, figures) for row in rows)
        or _is_share(promise, counts, shares)
    } | _summed(figures, rows)
    missing = list(dict.fromkeys(promise.clause for promise in told if promise.clause not in kept))
    # A figure that stands in a row as it does in the goal says what is done there too.
    matched = {promise.clause for promise in figures if any(_same(row, promise) for row in rows)}
    tasks = [clause for clause in _tasks(project, kept) if clause not in matched]
    for clause in (*tasks, *_unread(project), *_measures(project), *_subjects(project)):
        if clause not in missing and clause not in kept:
            missing.append(clause)
    if missing:
        quoted = "、".join(f"“{clause}”" for clause in missing[:3])
        yield Flaw(
            "goal",
            f"绩效目标里的{quoted}没有对应的指标",
            suggestion=_suggestion(missing, told),
            evidence={"uncovered": missing},
            project=project,
        )


def _suggestion(missing: Sequence[str], told: Sequence[Promise]) -> str:
    """What to add for the first promise; a figure becomes the value of the new row."""
    first = next((promise.quantity for promise in told if promise.clause == missing[0]), None)
    value = f"，指标值按目标写“{first.number:.15g}{first.unit}”" if first and first.number and first.unit else ""
    return f"给“{missing[0]}”补一条指标{value}" + ("，其余逐项补齐" if len(missing) > 1 else "")


MEANS = expression("^(?:组织|委托|聘请|抽调|依托|通过|利用)")
"""A clause of who or what does the work; the next clause says what is done for whom."""


def _tasks(project: Project, kept: Collection[str]) -> list[str]:
    """Clauses of the goal about work that no row speaks of; effects only where many are missing. `kept` are the clauses with a figure that a row has."""
    pieces = _clauses(project)
    told = frozenset[str]().union(
        *(
            pairs(f"{row.name}。{row.description or ''}")
            for row in rows_of(project)
            if level2_of(row.level2) not in COSTS
        )
    )
    measured_by = [pairs(row.name) for row in rows_of(project) if level2_of(row.level2) == "数量指标"]
    tasks: list[str] = []
    effects: list[str] = []
    for piece, following in zip(pieces, (*pieces[1:], ""), strict=True):
        if MEANS.search(piece) and OBJECT.search(following) and following in kept:
            continue
        clause = ORDINAL.sub("", piece)
        more = HOW_MUCH.sub("", clause)
        if ACTIVITY.search(more):
            clause = more
        about = pairs(clause)
        # The last word says what a list is about (电焊、家政等工种培训).
        if len(about) < SPECIFIC or len(about & told) >= COVERED * len(about) or _last_words(clause) & told:
            continue
        # 维修面积 measures whatever is repaired.
        if any(len(words) == 1 and clause.startswith(tuple(words)) for words in measured_by):
            continue
        named = pairs(project.name)
        # The date of the project as a whole is no task of its own.
        if DATED.search(clause) and named and named <= about and len(about - named) <= SPECIFIC:
            continue
        own = _is_half(about, named)
        # What a goal begins with mostly says in other words what the project is, of which some row speaks.
        if piece is pieces[0] and named & told and (own or (about & named and OBJECT.search(clause))):
            continue
        if EFFECT.search(clause) and not ACTIVITY.search(clause):
            effects.append(clause)
        # A goal that only says it will do the project's work well is vague-goal's.
        elif (
            TASK.search(clause)
            or ACTIVITY.search(clause)
            or (own and (len(pieces) > 1 or not WELL.search(clause)) and PURPOSE.search(clause))
        ):
            tasks.append(clause)
    return tasks or (effects if len(effects) >= MANY_EFFECTS else [])


def _unread(project: Project) -> list[str]:
    """Clauses of what will be made, of which there is a number in a unit that no value is read in (摄制纪录片2集), and no row has either."""
    rows = rows_of(project)
    told = frozenset[str]().union(*(pairs(f"{row.name}。{row.description or ''}") for row in rows))
    texts = [f"{row.name}。{row.description or ''}。{row.value}" for row in rows]
    figures = promises(project.goal)
    known = {promise.clause for promise in figures}
    values = {value.number for row in rows if (value := measured(row)) is not None}
    # A value that is no other figure of the goal's may be this one, whatever the row calls it.
    free = values - {promise.quantity.number for promise in figures}
    missing: list[str] = []
    for piece in _clauses(project):
        clause = ORDINAL.sub("", piece)
        if clause in known or not any(map(str.isdigit, clause)) or find_quantities(clause):
            continue
        made = MADE.fullmatch(clause)
        if made is None:
            continue
        about = pairs(made["thing"])
        spoken = len(about & told) * 2 >= len(about) or bool(_last_pair(made["thing"]) & told)
        written = any(made["figure"] in text for text in (*texts, project.name)) or float(made["number"]) in free
        if about and not spoken and not written:
            missing.append(clause)
    return missing


def _clauses(project: Project) -> list[str]:
    return [piece for piece in re.split(f"[{CLAUSE_ENDS}]", entries(unspaced(project.goal))) if piece]


def _measures(project: Project) -> list[str]:
    """Rates that the goal names without a figure and no row has, and satisfaction that no row asks for."""
    texts = [f"{row.name}。{row.description or ''}" for row in rows_of(project)]
    missing = [
        clause
        for clause in _clauses(project)
        if SATISFIED.search(clause) and not any(ASKED.search(text) for text in texts)
    ][:1]
    for clause in _clauses(project):
        for part in JOINED.split(clause):
            named = NAMED_RATE.search(part)
            if named is None or "满意" in named[1]:
                continue
            rate = EFFECT.sub("", named[1])
            about = pairs(rate)
            if not any(rate[-3:] in text or len(about & pairs(text)) >= RATE_SPOKEN_OF * len(about) for text in texts):
                missing.append(rate)
    return missing


def _subjects(project: Project) -> list[str]:
    """Parts of a project's name (办案补助及互联网专线) that the goal speaks of, in clauses of which no row has anything."""
    told = frozenset[str]().union(*(pairs(f"{row.name}。{row.description or ''}") for row in rows_of(project)))
    untold = [about for clause in _clauses(project) if not (about := pairs(clause)) & told]
    lists = [parts for piece in BRACKET.split(project.name) if len(parts := JOINED.split(piece)) > 1]
    return [
        part
        for parts in lists
        for part in parts
        if len(about := pairs(part)) >= OWN_SUBJECT
        and not about & told
        and any(len(about & clause) > 1 for clause in untold)
    ]


JOINED = expression(r"以?及|[和与、]")
BRACKET = expression(r"[()（）]")

RATE_SPOKEN_OF = 0.3
"""Share of a named rate's pairs from which a row speaks of it in other words."""

OWN_SUBJECT = 3
"""Pairs from which a part of a name is a subject of its own."""


def _is_half(about: frozenset[str], named: frozenset[str]) -> bool:
    """Whether half of what a clause says, or more, is in the project's name."""
    return len(about & named) * 2 >= len(about)


def _last_words(clause: str) -> frozenset[str]:
    """The last pair of a clause, and the verb before it with its end (施肥 of 准施化肥), as names put it."""
    return _last_pair(clause) | pairs(clause[-3:-2] + clause[-1:])


def _last_pair(clause: str) -> frozenset[str]:
    """The last pair of characters that carries meaning."""
    return next(
        (found for end in range(len(clause), 1, -1) if (found := pairs(clause[max(0, end - 2) : end]))), frozenset()
    )


def _is_promise(promise: Promise, project: Project, about: Sequence[frozenset[str]]) -> bool:
    quantity = promise.quantity
    # A figure for each occasion (1200册/期) is a part.
    if (
        quantity.number is None
        or "/" in (quantity.unit or "")
        or quantity.operator in {"≤", "<"}
        or SERVED.match(promise.clause)
    ):
        return False
    if quantity.kind == "money":
        return EARNED.search(promise.before) is not None
    if quantity.kind not in {"count", "rate"}:
        return False
    if entries(unspaced(project.goal))[promise.start : promise.end] in unspaced(project.name):
        # 六次 of 第十届六次会议 is part of what the project is called.
        return False
    if quantity.number == 1:
        clause, named = pairs(promise.clause), pairs(project.name)
        if _is_half(clause, named) or any(len(clause & spoken) >= SPOKEN_OF for spoken in (named, *about)):
            # 举办一期焊工培训班 only says what a project for 焊工培训 is.
            return False
        thing = _last_pair(promise.before) | _last_pair(promise.after)
        return (
            bool(thing)
            and TASK.search(promise.clause) is not None
            and not any(thing & spoken for spoken in (pairs(project.name), *about))
        )
    if quantity.number > FEW or unit_dimension(quantity.unit or "") not in OCCASIONS:
        return True
    thing = pairs(promise.before[-THING:]) | pairs(promise.after[:THING])
    return bool(thing) and TASK.search(promise.clause) is not None and not any(thing & spoken for spoken in about)


def _same(row: Indicator, promise: Promise) -> bool:
    """Whether a row has the very figure of a goal, and a word of its clause."""
    told, value = promise.quantity, measured(row)
    same = value is not None and (value.number, value.unit) == (told.number, told.unit)
    return same and told.number is not None and bool(pairs(promise.clause) & pairs(row.name))


def _covers(row: Indicator, promise: Promise) -> bool:
    """Tell whether a row measures what a figure in the goal promises."""
    told, value = promise.quantity, measured(row)
    text = f"{row.name}。{row.description or ''}"
    spoken = len(pairs(promise.clause) & pairs(text))
    # A value that is a number counts below.
    written = (row.name, row.description, "" if value is not None and value.number is not None else row.value)
    if _same(row, promise) or any(
        other.quantity.number == told.number
        and (other.quantity.unit == told.unit or (other.quantity.kind == told.kind and spoken >= SPOKEN_OF))
        for other in chain.from_iterable(map(promises, written))
    ):
        return True
    if OBJECT.search(promise.clause) or (not promise.before and WHOSE.match(promise.after)):
        given = GIVEN.search(promise.after)
        if given is not None:
            return bool(pairs(given["thing"]) & pairs(text))
        if pairs(promise.clause) & pairs(text):
            return True
    thing = pairs(promise.before[-NEAR:]) | pairs(promise.after[:NEAR])
    named = len(thing & pairs(row.name))
    if told.kind == "money":
        return value is not None and value.kind == "money" and level2_of(row.level2) not in COSTS
    if told.kind == "rate":
        return _covers_rate(row, value, promise, named, len(thing & pairs(text)))
    if value is None or value.kind == "text":
        return named > 0
    # Of the same figure in another unit other rules speak; a word may be cut in two (办理新证800张, 车上办证的村民800人).
    common = characters(promise.clause) & characters(text)
    if value.number == told.number and (named > 0 or len(common) >= SPOKEN_OF):
        return True
    if value.kind in {"rate", "money", "unit-cost", "duration"} or value.number is None:
        # A row may speak of the thing in other terms (its yield in 元).
        effect = value.kind == "money" and level2_of(row.level2) == "经济效益指标"
        return effect and len(thing & pairs(text)) >= SPOKEN_OF
    if value.unit is None or value.unit == told.unit:
        return named > 0 or value.number == told.number or len(thing & pairs(text)) >= SPOKEN_OF
    if told.unit in NAMING_UNITS and told.unit in row.name:
        return True
    # In another unit (件 and 册) it must be the very thing (手册).
    people = {unit_dimension(told.unit or ""), unit_dimension(value.unit)} <= PEOPLE
    beside = [words for words in (promise.before[-2:], promise.after[:2]) if words]
    return named > 1 and (people or any(words in text for words in beside))


def _is_taken(row: Indicator, promise: Promise, figures: Sequence[Promise]) -> bool:
    """Whether a row has the very figure of another clause in the same unit, and no word of this clause that the other has not (接入电梯3000台 of 安全评估150台)."""
    told, value = promise.quantity, measured(row)
    if value is None or value.kind != "count" or value.unit != told.unit or value.number == told.number:
        return False
    spoken = pairs(promise.clause) & pairs(f"{row.name}。{row.description or ''}")
    return any(
        other.clause != promise.clause and _same(row, other) and spoken <= pairs(other.clause) for other in figures
    )


def _counts_and_shares(rows: Sequence[Indicator]) -> tuple[list[Quantity], list[float]]:
    values = [value for row in rows if (value := measured(row)) is not None and value.number is not None]
    return [value for value in values if value.kind == "count"], [
        value.number for value in values if value.unit == "%" and value.number is not None
    ]


def _is_share(promise: Promise, counts: Sequence[Quantity], shares: Sequence[float]) -> bool:
    """Tell whether a count in the goal is a row's count times a row's share (150 of 200 are to pass: ≥75%)."""
    told = promise.quantity
    return told.kind == "count" and any(
        count.unit == told.unit and count.number is not None and told.number == count.number * share / 100
        for count in counts
        for share in shares
        if share < 100
    )


def _summed(figures: Sequence[Promise], rows: Sequence[Indicator]) -> set[str]:
    """Clauses whose counts, in whatever units, a row adds up (彩超2台、胃肠镜1套: 设备 3台（套）); several in its own unit need no word in common."""
    parts: dict[str, list[Quantity]] = defaultdict(list)
    for promise in figures:
        if promise.quantity.kind == "count" and promise.quantity.number is not None:
            parts[promise.clause].append(promise.quantity)
    return {
        clause
        for clause, counts in parts.items()
        for row in rows
        if (value := measured(row)) is not None
        and value.kind == "count"
        and value.number == sum(count.number or 0.0 for count in counts)
        and (
            (len(counts) > 1 and {count.unit for count in counts} == {value.unit})
            or pairs(clause) & pairs(f"{row.name}。{row.description or ''}")
        )
    }


def _covers_rate(row: Indicator, value: Quantity | None, promise: Promise, named: int, spoken: int) -> bool:
    """Tell whether a row has the promised rate: by its name, clipped or not, or by number and a word in common."""
    rate = RATE.search(promise.before)
    if rate is not None and clips(rate[1], row.name):
        return True
    # 结果 通过 says that all pass.
    if value is None or value.kind in {"text", "grade"}:
        return named > 1
    # How soon something is done says more than what share of it is in time, and a level more than how far it is to fall.
    if (value.kind in {"duration", "date"} and IN_TIME.search(promise.before)) or CHANGED_BY.search(promise.before):
        return named > 0 or (value.number == promise.quantity.number and spoken > 0)
    if value.kind not in {"rate", "index"}:
        return False
    if (
        rate is not None
        and len(rate[1]) > SHORT
        and value.number != promise.quantity.number
        and not pairs(rate[1][:-1]) & pairs(f"{row.name}。{row.description or ''}")
    ):
        # 续签率 is not 签约率, though both are of residents who signed.
        return False
    same_end = rate is not None and bare_name(row.name).endswith(rate[1][-2:])
    if SATISFIED.search(promise.clause) and value.number == promise.quantity.number and ASKED.search(row.name):
        return True
    return named > 0 or spoken >= SPOKEN_OF or (value.number == promise.quantity.number and (spoken > 0 or same_end))
