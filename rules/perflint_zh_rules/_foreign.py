"""What tells of another project: of an indicator's description the whole, the thing that it begins with, or things of another kind of project in its midst; of a goal a clause with such things."""

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

import msgspec
from perflint_zh.budget import Budget, Indicator, Project
from perflint_zh.extract.words import level2_of
from perflint_zh.knowledge import squeeze
from perflint_zh.patterns import expression
from perflint_zh_models.domain import kinds_of_project, kinds_of_text, likeliest
from perflint_zh_models.domain.marks import Mark, marks_in
from perflint_zh_models.quantities.places import unlisted_places
from perflint_zh_models.quantities.words import characters, pairs

from perflint_zh_rules._figures import COSTS, rows_of

FOREIGN, STRAY, SISTER, SISTERLY, OWN, RELATED = 0.5, 0.4, 0.3, 0.6, 0.1, 0.2
"""Probabilities of the domain model: a description is of a kind, with nothing in common with its table (`STRAY`), even where the department
has other projects of that kind (`SISTER`, `SISTERLY`); the project is not (`OWN`), nor of a related kind (`RELATED`)."""

RESPONDENTS, VENUE_KIND = 0.95, 0.45
"""Probabilities from which those who were asked, or a place, are surely of a kind."""

KIN = (
    frozenset({"old-age", "social-relief", "mass-organisations", "veterans", "funerals"}),
    frozenset({"health", "medical-insurance", "old-age", "social-relief", "veterans"}),
    frozenset({"rural-revival", "social-relief", "education"}),
    frozenset({"weather", "emergency", "water-works", "farm-subsidies"}),
    frozenset({"housing", "town-services", "construction", "repair"}),
    frozenset({"public-services", "petitions", "market-supervision", "investment"}),
    frozenset({"farm-subsidies", "livestock", "village-environment", "rural-revival", "water-works", "forestry"}),
    frozenset({"water-works", "water-environment", "air", "village-environment", "town-services"}),
    frozenset({"education", "training", "mass-organisations"}),
    frozenset({"culture-tourism", "publicity", "archives", "annals-printing"}),
    frozenset({"police", "legal", "petitions", "emergency"}),
    frozenset({"jobs", "incubators", "investment", "training"}),
    frozenset({"construction", "repair", "land-planning"}),
    frozenset({"roads", "town-services"}),
)  # fmt: skip
"""Kinds of project that serve the same people and places."""

CLAUSE = expression(r"[，,。;；:：]")

PURPOSE = expression(r"^(?:并|以|从而|进而)?(?:确保|保障|保证|做好|推动|推进|支持|方便)(?P<work>.{6,})$")
"""A clause of a goal that only says what for."""

NARRATED = expression(r"通过|开展|进行|做好|组织|实施|采取|加强")
LISTED = expression(r"[、，]")
TALKATIVE, SAID, SURELY_SAID = 8, 3, 6
"""Pairs of characters from which a description says enough to be about something: in passing, with nothing in common with its table, and surely so, or with more beside the one thing that gives it away."""

EVERYWHERE = pairs(
    "系统平台设备网络人员干部职工会议办公机关部门企业群众单位公众活动业务信息安全专项材料技术设施车辆资料文件宣传检查建设保障服务发展运行维护补助补贴居民社区乡镇农村学校学生"
)
"""Things that many projects have to do with, so that sharing them says nothing."""

FORMS = pairs("时间日期时限期限年限寿命受访市民村民代表家长") | frozenset(
    "满意 表示 示满 评价 实际 发生 抽查 情况 公众 受益 准确".split()
)
"""Pairs that belong to measures and surveys, whatever is measured."""

MEASURES = frozenset("时间日期限年月天满意度率比例数量人次员额费用全改准确合格验收")
"""Characters of the same kind."""

EXAMPLES = expression(r"[^，,。；;]{1,12}(?:、[^，,。；;]{1,12})+等")
"""A description that only gives examples (原化肥厂、农药库等)."""

FITTED = expression(r"^(?:不[含计包算]|均?[带含配]|内含|具[备有]|包[括含]|规格|型号|参数)")
"""How things to be bought are fitted out, in whatever field's words."""

VENUES = expression(
    "图书馆|博物馆|文化馆|纪念馆|体育馆|农家书屋|敬老院|福利院|养老院|老年公寓|养老机构|日间照料|光荣院|卫生院|卫生室|村医|安置房|棚户区|公租房|廉租房|保障房|老旧小区|"
    "第[一二三四五六七八九十]+(?:实验)?(?:中学|小学|幼儿园)|高标准农田|农田项目区|环卫工人|"
    "农贸市场|污水处理厂|填埋场|水库|灌区|泵站|景区|幼儿园|寄宿|看守所|派出所|法庭|救助站|殡仪馆|公墓|陵园|客运站|公厕|路灯|养殖场|屠宰场|林场|苗圃|孵化基地|粮库"
)
"""Places that a project of one kind is about, with those who only work or live there."""

NAMED = ("中学", "小学", "幼儿园", "医院", "卫生院", "敬老院", "福利院")
"""Endings of schools, hospitals and homes that a description may call by their names."""

BEFORE_NAME = 3
BEFORE_VENUE = 6
"""Characters that may stand before a name (被, 报送), or a place (入住县, 抽查各乡镇), with which a description begins."""

DISTRICT = expression(r"^(?:[经由在对到]|位于)?(?P<name>(?!.?[全各本该某多两])[一-鿿]{2,3}?(?:街道|新区|片区))")
"""A district with which a description begins."""

AGENT = expression(r"(?:[经由被送报向与和]|会同|联合|对接|移交)[本省市县区乡镇]{0,2}$")
"""Before an office that takes a hand in the work of another."""

OFFICE = expression(r"中心|[局委办站所院馆队]|部门")
"""Endings of those who may do something, as things that are dealt with do not."""

BESIDE = expression(r"[与和][本省市县区乡镇]{0,2}$")
"""Before a thing that is named beside another one."""

RECEIVES = expression(r"(?:领用|领取|签收|使用|入住|就读|就诊|老人|患者|学生|儿童|师生|职工|村民|居民)")
"""What stands behind an office that gets what the work gives, or behind a place with those who live there: they take no hand in it."""

ACTS = expression(r"(?:在|对|按|从|于|到|随机|逐[一-鿿]|每[一-鿿]|抽|取)")
"""What stands behind an office with which a text begins and which takes the figures (疾控中心在每层取样)."""

LEADS = expression(r"(?:由|经|请)?[本省市县区]?")
"""What may stand before such an office."""

OF_EACH = expression(
    r"每(?P<unit>[座处台辆株亩口眼盏所间栋条套块])(?P<thing>[一-鿿]{3,}?)(?:全?年|日|月)?均?(?:运行|管护|维护|养护|改造)?(?:费用?|造价|单价|成本|支出)$"
)
"""The end of a description of what one of something costs."""

JUDGED_WORK = expression(
    r"对(?P<thing>[^，,。；;、对]{4,16}?(?:兑现|发放|办理|建设|托管|查询|治理|整治|清运|维修|检修|收购|接种|配送|培训|养护|管护|补助|补贴|保险|检测|监测|登记|鉴定|征收|改造|供应|运营|救助)(?:工作|服务|情况)?)(?:表示|感到)[^，,。；;]{0,2}满意"
)
NEW_WORK = 4
"""What a description of satisfaction says is judged, and pairs of characters from which it is some work and no side of it."""

REPORTS = expression(r"(?:[和、与及][一-鿿]{2,6}?)?(?:接[到诊报]|登记|统计|记录|上报|报来|受理|反馈|通报|核实|认定)")
"""What stands behind those who have the figures, whatever else they do (村医和派出所接到的)."""

SETTLED = expression(r"以[^，,。；;以]{2,16}为准|(?:法院|仲裁[委机构会]{0,2})(?:判决|裁定|裁决|调解)")
"""Whose word counts, whoever that is (以救治医院诊断为准, 法院判决)."""

FOR_WHOM = expression(r"(?:为|给|向)[^，。；]{0,4}$")
"""What stands before those for whom the work is done."""

GOES_TO = expression(r"(?:到|转[介诊至]?)[本省市县区乡镇]{0,2}$")
"""Before a place where people are sent."""

ASKED = expression(r"对|表示|评价(?!器)|满意")
"""Where a description of satisfaction stops saying who was asked."""

JUDGED = expression(
    r"对(?P<thing>[本该]?[县市区乡镇村][^，,。；;、对]{1,8}(?:[小中大]学|学校|院|馆|站|所|场|中心)[^，,。；;、]{0,8}?)(?:表示|感到|评价|的)?[^，,。；;]{0,2}满意"
)
"""A place of the county or town, and what is done there, that a description of satisfaction says is judged."""

SAMPLED = expression("抽样|抽查|受访|随机|调查")
"""How those who are asked are found."""

UNBRACKETED = str.maketrans("", "", "()（）")


def foreign_part(row: Indicator, project: Project, budget: Budget, narrative: str) -> str | None:
    """What in a description, the whole of it or a part, is about a kind of work that the project is not; None when nothing surely is.

    `narrative` is all that says what the department is and does, except the rows.
    """
    description = SETTLED.sub("，", squeeze(row.description or ""))
    # A project that names no subject of its own (工作经费) may do anything, and examples of what is counted may be of any field.
    if not pairs(project.name) - EVERYWHERE or EXAMPLES.fullmatch(description):
        return None
    known = (narrative, row.name, *_rest_of_table(row, project))
    # A cost row lists what the money is spent on.
    if level2_of(row.level2) in COSTS:
        marked = _marked(description, known, project, budget, alone=False, name=row.name)
        return marked or _other_priced(description, row, known)
    if _tells_other_work(description, row, project, budget):
        return row.description
    return _other_beginning(description, row, known, project, budget) or _marked(
        description, known, project, budget, alone=True, name=row.name
    )


def foreign_clause(project: Project, budget: Budget) -> str | None:
    """The first clause of a goal in which things stand that neither the rest of the document nor the project's own or a related kind has."""
    goal = squeeze(project.goal or "")
    for clause in CLAUSE.split(goal):
        purpose = PURPOSE.match(clause)
        work = purpose["work"] if purpose is not None and _is_surely_of_a_kind(purpose["work"]) else None
        # Most goals say what for: what the rest of the document says is read only for clauses that could be foreign.
        if len(marks_in(clause)) < 2 and work is None:
            continue
        # Without the clause: it would speak for itself.
        rest = msgspec.structs.replace(project, goal=goal.replace(clause, ""))
        others = msgspec.structs.replace(
            budget, projects=tuple(rest if other is project else other for other in budget.projects)
        )
        known = (narrative_of(others), *_rest_of_table(None, rest))
        if _marked(clause, known, rest, others, alone=False, kin=True):
            return clause
        if work is not None and _is_other_work(work, known, rest, others):
            return clause
    return None


def _is_surely_of_a_kind(work: str) -> bool:
    """Tell whether a text says enough to be about something, and surely of one kind."""
    return len(subject_pairs(work)) >= SURELY_SAID and likeliest(kinds_of_text(work))[1] >= SISTERLY


def _is_other_work(work: str, known: Sequence[str], project: Project, budget: Budget) -> bool:
    """Tell whether a text is of a kind that neither the project nor its department has, in words that stand nowhere else."""
    told = subject_pairs(work)
    if any(not told.isdisjoint(pairs(text)) for text in known):
        return False
    return not _is_at_home(likeliest(kinds_of_text(work))[0], project, budget)


def subject_pairs(text: str) -> frozenset[str]:
    """Pairs of characters by which a text says what it is about, whatever is measured and wherever."""
    return pairs(text) - EVERYWHERE - FORMS


def is_own_office(name: str, project: Project, budget: Budget) -> bool:
    """Tell whether an office does the project's kind of work or a related one, as the offices above do; courts and procurators never do each other's."""
    return any(kind != "legal" and _is_own(kind, project, budget) for mark in marks_in(name) for kind in mark.kinds)


def narrative_of(budget: Budget) -> str:
    """All that says what the department is and does, except the rows."""
    texts = [budget.department or "", *(f"{passage.section}{passage.text}" for passage in budget.passages)]
    texts += [f"{project.name}{project.goal or ''}{project.funds_use or ''}" for project in budget.projects]
    return "".join("。".join(texts).split())


def _marked(
    text: str,
    known: Sequence[str],
    project: Project,
    budget: Budget,
    *,
    alone: bool,
    kin: bool = False,
    name: str = "",
) -> str | None:
    """From the first to the last thing that only another kind of project deals with and that nothing else in the document has.

    There must be two of them, or one twice, or, when one may stand `alone`, a place of no related kind with much else that is new. With `kin` none may be of a related kind, and none may be of the kinds that the row's `name` is of: then it is the name that is foreign.
    """
    foreign = [mark for mark in _strange(text, known, project, budget) if not (kin and is_related(mark.kinds, project))]
    if foreign and name:
        named = frozenset(kind for kind, probability in kinds_of_text(name).items() if probability >= FOREIGN)
        foreign = [mark for mark in foreign if mark.kinds.isdisjoint(named)]
    if not foreign:
        return None
    if LEADS.fullmatch(text, 0, foreign[0].start) and ACTS.match(text, _office_end(text, foreign[0]) or len(text)):
        foreign = foreign[1:]
    if not foreign:
        return None
    first, last = foreign[0].start, foreign[-1].end
    words = {text[mark.start : mark.end] for mark in foreign}
    if any(role.search(text, 0, first) for role in (GOES_TO, FOR_WHOM)) or REPORTS.match(text, last):
        return None
    if AGENT.search(text, 0, first) and not _is_no_agent(text, foreign[0]):
        return None
    if len(foreign) < 2:
        new = subject_pairs(text).difference(*map(pairs, known))
        beside = sum(not any(pair in word for word in words) for pair in new)
        surely = VENUES.match(text, first) and beside > SURELY_SAID
        if not alone or not surely or is_related(foreign[0].kinds, project):
            return None
    return text[first:last]


def _is_no_agent(text: str, mark: Mark) -> bool:
    """Tell whether a thing named beside another one is none that takes a hand in the work (牛羊检疫), or only gets something from it (卫生院领用)."""
    if BESIDE.search(text, 0, mark.start) is None:
        return False
    end = _office_end(text, mark)
    return end is None or RECEIVES.match(text, end) is not None


def _office_end(text: str, mark: Mark) -> int | None:
    """Where the name of an office ends that a mark is (看守所) or begins (疾控中心), None for a thing."""
    for start in (mark.end, mark.end - 1, mark.end - 2):
        found = OFFICE.match(text, start)
        if found is not None and found.end() >= mark.end:
            return found.end()
    return None


def _strange(text: str, known: Sequence[str], project: Project, budget: Budget) -> list[Mark]:
    """Marks of kinds that neither the project nor its department has, in words that stand nowhere else."""
    marks = [
        mark
        for mark in marks_in(text)
        if not (any(_is_at_home(kind, project, budget) for kind in mark.kinds) or is_related(mark.kinds, project))
    ]
    return [mark for mark in marks if not _is_known(text[mark.start : mark.end], known)]


def _is_known(thing: str, known: Sequence[str]) -> bool:
    """Whether a thing, or what is its own of it, stands in one of these texts."""
    own = pairs(thing) - EVERYWHERE
    return any(thing in text or not own.isdisjoint(pairs(text)) for text in known)


def names_foreign_thing(row: Indicator, project: Project, budget: Budget) -> bool:
    """Tell whether a row's name has a thing of an unrelated kind of which the rest of the document has nothing."""
    known = (narrative_of(budget), *_rest_of_table(row, project))
    return any(not is_related(mark.kinds, project) for mark in _strange(squeeze(row.name), known, project, budget))


def _tells_other_work(description: str, row: Indicator, project: Project, budget: Budget) -> bool:
    told = pairs(description)
    if (
        len(told) < SAID
        or FITTED.search(description)
        or told & pairs(f"{project.name}。{project.goal or ''}。{project.funds_use or ''}")
    ):
        return False
    # Either the description lists activities behind an empty phrase, or it has nothing in common with its table.
    listing = NARRATED.match(description) and LISTED.search(description)
    if listing and len(told) >= TALKATIVE and len(pairs(row.name) & told) < len(told) / 2:
        kind, probability = likeliest(kinds_of_text(description))
        return probability >= FOREIGN and kinds_of_project(project).get(kind, 0.0) < OWN
    own = told - EVERYWHERE - FORMS
    if len(own) < SAID or own & pairs(row.name) or (characters(description) & characters(row.name)) - MEASURES:
        return False
    if any(own & pairs(text) for text in _rest_of_table(row, project)):
        return False
    # Words alone prove nothing: how, where and by whom figures are taken may be told in those of any field.
    if not any(not _is_at_home(kind, project, budget) for mark in marks_in(description) for kind in mark.kinds):
        return False
    kind, probability = likeliest(kinds_of_text(description))
    if probability < STRAY or _is_own(kind, project, budget):
        return False
    return not _is_of_sister(kind, budget) or (probability >= SISTERLY and len(own) >= SURELY_SAID)


def _other_beginning(
    description: str, row: Indicator, known: Sequence[str], project: Project, budget: Budget
) -> str | None:
    """A place, a district or the people asked with which a description begins and of which the document has nothing else."""
    beginnings = [*_venues(description), *_named(description), *_districts(description)]
    beginnings += _asked(description, row, project)
    if not beginnings:
        return None
    for start, thing, shown, surely in beginnings:
        told = subject_pairs(thing)
        told_before = told | pairs(description[:start])
        if not told or any(shown in text or told_before & pairs(text) for text in known):
            continue
        if not surely:
            return shown
        kind, probability = likeliest(kinds_of_text(thing))
        if probability >= surely and not _is_own(kind, project, budget) and not _is_of_sister(kind, budget):
            return shown
    return None


def _other_priced(description: str, row: Indicator, known: Sequence[str]) -> str | None:
    """The thing that a description gives the price of one of, where the name gives that of another in the same unit."""
    found = OF_EACH.search(description)
    if found is None or not marks_in(found["thing"]):
        return None
    name, thing = squeeze(row.name), found["thing"]
    other = next((name[at + 2 : at + 4] for sign in "单每" if (at := name.find(sign + found["unit"])) >= 0), "")
    told = subject_pairs(thing)
    new = bool(told) and all(told.isdisjoint(pairs(text)) for text in known)
    return thing if new and subject_pairs(other) and set(other).isdisjoint(thing) else None


class Beginning(NamedTuple):
    """Something that a description begins with: where, what tells its kind, how it is written there, and how sure its kind must be."""

    start: int
    thing: str
    shown: str
    surely: float


def _venues(description: str) -> Iterator[Beginning]:
    """Places that a description begins with."""
    for match in VENUES.finditer(description, 0, BEFORE_VENUE + 4):
        reports = REPORTS.match(description, match.end())
        served = FOR_WHOM.search(description, 0, match.start())
        if (
            match.start() <= BEFORE_VENUE
            and not (reports or served)
            and not LISTED.search(description, 0, match.end() + 1)
        ):
            yield Beginning(match.start(), match[0], match[0], VENUE_KIND)


def _named(description: str) -> Iterator[Beginning]:
    """Schools, hospitals and homes that a description begins with by their names."""
    for name in sorted(unlisted_places(description, NAMED)):
        start = description.index(name)
        if start <= BEFORE_NAME:
            yield Beginning(start, next(end for end in NAMED if name.endswith(end)), name, VENUE_KIND)


def _districts(description: str) -> Iterator[Beginning]:
    """Districts that a description begins with, together with what stands behind them; their names say enough."""
    match = DISTRICT.search(description)
    if match is not None and len(pairs(description[match.end() : match.end() + 4]) - EVERYWHERE) > 1:
        thing = description[match.start("name") : match.end() + 4]
        yield Beginning(match.start("name"), thing, thing, 0.0)


def _asked(description: str, row: Indicator, project: Project) -> Iterator[Beginning]:
    """Those whose satisfaction a row asks for, unless they are asked of what the goal speaks of, and what they are asked about."""
    end = ASKED.search(description) if "满意" in row.name else None
    judged = pairs(description[end.end() :]) if end is not None and end[0] == "对" else frozenset()
    if end is not None and end.start() > 1 and judged.isdisjoint(pairs(project.goal or "")):
        asked = description[: end.start()]
        yield Beginning(0, SAMPLED.sub("", asked), asked, RESPONDENTS)
    about = JUDGED.search(description) if "满意" in row.name else None
    if about is not None:
        yield Beginning(0, about["thing"], about["thing"], RESPONDENTS)
    work = JUDGED_WORK.search(description) if "满意" in row.name else None
    if work is not None and len(subject_pairs(work["thing"])) >= NEW_WORK and marks_in(work["thing"]):
        yield Beginning(0, work["thing"], work["thing"], 0.0)


def _is_own(kind: str, project: Project, budget: Budget) -> bool:
    """Tell whether a kind is the project's, serves the same people and places, or is named by the department."""
    return _is_of(kind, project, budget) or is_related({kind}, project)


def _is_of(kind: str, project: Project, budget: Budget) -> bool:
    of_department = kinds_of_text(budget.department or "")
    return kinds_of_project(project).get(kind, 0.0) >= OWN or of_department.get(kind, 0.0) >= RELATED


def is_related(kinds: Collection[str], project: Project) -> bool:
    """Tell whether the project is of a kind that serves the same people and places as one of these."""
    own = kinds_of_project(project)
    return any(own.get(one, 0.0) >= RELATED for group in KIN if not group.isdisjoint(kinds) for one in group)


def _is_at_home(kind: str, project: Project, budget: Budget) -> bool:
    """Tell whether the project, the department or another of its projects is of a kind."""
    return _is_of(kind, project, budget) or _is_of_sister(kind, budget)


def _is_of_sister(kind: str, budget: Budget) -> bool:
    return any(kinds_of_project(other).get(kind, 0.0) >= SISTER for other in budget.projects)


def _rest_of_table(row: Indicator | None, project: Project) -> Iterator[str]:
    """Everything else that the project's table says, except its goal."""
    yield project.name.translate(UNBRACKETED)
    if row is not None:
        yield from filter(None, (row.basis, row.value))
    for other in rows_of(project):
        if other is not row:
            yield from filter(None, (other.name, other.description, other.basis))
