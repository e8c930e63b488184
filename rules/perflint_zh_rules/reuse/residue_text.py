"""residue-text."""

import functools
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

import msgspec
from perflint_zh.budget import Budget, Indicator, Passage, Project
from perflint_zh.patterns import expression
from perflint_zh.rule import Flaw, NotApplicable, Outcome, rule
from perflint_zh_models.domain import Department, department_of, misfits
from perflint_zh_models.quantities.places import known_places, own_place, own_town, places, unlisted_places
from perflint_zh_models.quantities.words import clips

from perflint_zh_rules._figures import rows_of
from perflint_zh_rules._foreign import FOR_WHOM, foreign_clause, foreign_part, is_own_office, narrative_of
from perflint_zh_rules._goals import copied_sentences

ELSEWHERE = expression(
    r"(?:赴|到|至|与|向|和|对口|帮扶|援助|协作|学习|考察|参观|招商|驻|来自|途经|以及|及|、|-|—|~|原|往返|调研|借鉴)$"
)
ROUTE = expression(
    r"[至\-—~、]|公路|高速|铁路|国道|省道|协作|对口|帮扶|支行|分行|界|交界|籍|经验|做法|法院|监狱|看守所"
)
"""Words beside a place's name that give it a place in the text: journeys, roads, partners."""

GOALS = expression(r"绩效目标")

PLACE = expression("[县市区镇乡街]")
"""Without one of these no text names a county, a district or a town."""

COUNTIES = ("县", "市")
DISTRICTS = ("区",)
OFFICE = expression(
    r"区(?:人民政府|政府|管委会|委员会|[一-鿿]{2,8}局|[一-鿿]{0,4}(?:文化馆|图书馆|博物馆|档案馆|体育馆|疾控中心|党校|人民医院))"
)
"""An authority or a house of a district: without it a 区 is mostly a zone, a site or a housing estate."""

NEW_DISTRICTS = ("新区",)
RULES_IN = expression(r"(?<![滨临沿环城空产工经高科老][一-鿿])新区(?:创建|[一-鿿]{0,8}(?:台账|名录|办法))")
"""A new district that has rules, registers or merits of its own, where others are only a part of town."""

LONG_COUNTY = expression(
    r"(?:^|[对为在到由给于赴])(?P<name>(?![对为在到由给于赴去从向往经至与和及被请送报访])[一-鿿]{2}[河山庄桥店集关沟岭湾湖塘泉坪坝堡营寨口铺屯洼川江溪岗坡石沙渡埠墩台塬港梁井峰屿潭源坳垭峡崖滩洲]县)(?=[一-鿿]{2})"
)
"""A county called after a feature of the land with a long name, which no dictionary keeps together."""

NO_COUNTY = expression(r"[时后前内外间者的]县$|[各全本该贫沿]")
"""What looks like the name of a county and is none (移栽时县站到场)."""

TOWNS = ("镇", "乡", "街道")
ZONE = expression(r"开发区|高新区|产业园|新区|管委会|管理委员会")
"""Authorities that bear no county's name and still have a place of their own."""

SISTERS = expression(r"第[一二三四五六七八九十]+(?:中学|小学|幼儿园)|人民医院|中医(?:医)?院|妇幼保健院")
"""Schools and hospitals of which a county has several."""

MISFIT = 0.7
"""Probability from which the domain model takes an indicator to be written for another kind of project."""

PEERS = (
    "法院|审判|检察|司法局|教育局|教体局|卫健局|卫生健康局|民政局|人社局|水利局|农业农村局|林业局|林草局|自然资源局|生态环境局|住建局|交通局|交通运输局|"
    "商务局|文旅局|应急局|应急管理局|城管局|医保局|退役军人事务局|乡村振兴局|信访局|供销社|供销合作社|妇联|团县委|总工会|残联|科协|文联|工商联|红十字会|党校|"
    "公交公司|禁毒办|水务局|教育体育局|文化和旅游局|文广旅局|文化广电和旅游局|自然资源和规划局|住房和城乡建设局|人力资源和社会保障局|公积金中心|融媒体中心|电视台|开发区|高新区|管委会|人武部|武装部"
)
"""Offices that stand beside the department, and the work that only one of them does: a row that begins with one is about it."""

SUBORDINATE = (
    "公安局|财政局|审计局|气象局|统计局|市场监管局|税务局|文化馆|图书馆|博物馆|档案馆|消防大队|看守所|敬老院|福利院|养老院|养老机构|旅游景区|营养餐|中医院|"
    "妇幼保健院|疾控中心|卫生院|职教中心|林场|粮库"
)
"""Places that a department may run, and offices that any may deal with: the domain model must find the row foreign too."""

INSTITUTION = expression(f"(?P<peer>{PEERS})|{SUBORDINATE}")

JUDGES = expression(
    r"(?:按[^，。；]{1,16}评|[一-鿿]{0,4}(?:评查|考核|考评|评价|评估|评议|测评|验收|抽[查评]|督[查导]|检查|通报|核查|认定|备案|审[计核看片定阅校]|复核|核定|公布|发布|公示|统计|出具|反馈|批复))"
)
"""What stands behind an office that only judges the work of others or has the figures (司法局年度评查)."""

SITE = expression(r"[一-鿿]{0,6}?(?:网|平台|系统|公众号|热线|小程序)")
"""What stands behind the work of an office where it is only the name of a site or a line on which figures are found."""

COURTS = frozenset({"法院", "审判"})
LITIGATION = expression("诉讼|起诉|应诉|败诉|胜诉|判决|裁定|调解书|强制执行")
"""Any office may be at law, and a court decides."""

LEADING = frozenset({"", "县", "市", "区", "我县", "我市", "我区", "本县", "全县", "对我县"})
"""What may stand before an institution with which a text begins."""


class Trace(msgspec.Struct, frozen=True):
    """Text that belongs elsewhere: where it stands and what gives it away."""

    field: str
    message: str
    row: Indicator | None = None
    suggestion: str = "改成本项目自己的内容"


@rule(Budget, severity="warning")
def residue_text(budget: Budget) -> Iterator[Outcome]:
    """残留内容：目标或指标里留着别的项目、别的部门、别的地方的内容。

    套用别处的表没有改干净，指标说的不是本项目的事，考核时无从取数。

    写法：地方志编纂项目的描述“通过房屋维修、物业管理、食堂外包保障运转” → 写编纂工作；甲县的预算写“乙县人居环境改善” → 写甲县。

    依据：《中央部门预算绩效目标管理办法》（财预〔2015〕88号）要求绩效目标“指向明确”，与部门职能和项目紧密相关。

    误报：职责和机构设置里写到的地方、上级市、省的名称，对口帮扶、考察学习、道路起止点里的外地名称是正常的；适用于各类项目的满意度、完成率等通用指标不报；工作经费一类什么都做的项目不按内容判断。
    """
    if not budget.projects:
        yield NotApplicable()
        return
    home = _home(budget)
    narrative = narrative_of(budget)
    department = functools.cache(functools.partial(department_of, budget))
    for project in budget.projects:
        traces = [*_foreign_places(project, home), *_copied_goal(project, budget.projects)]
        traces += [*_foreign_clause(project, budget), *_foreign_work(project, budget, narrative, department)]
        first = next((trace for trace in traces if trace.row is not None), traces[0] if traces else None)
        if first is None:
            continue
        others = {id(trace.row): trace.row for trace in traces if trace.row is not None and trace.row is not first.row}
        yield Flaw(
            first.field,
            first.message,
            suggestion=first.suggestion,
            project=project,
            indicator=first.row,
            rows=tuple(others.values()),
            evidence={"traces": [trace.message for trace in traces]},
        )
    yield from _foreign_passages(budget.passages, home)


class Home(msgspec.Struct, frozen=True):
    """Where a document is at home: its county and town, its own school or hospital, and everything that its narrative explains."""

    places: frozenset[str]
    town: str | None
    institution: str | None
    explained: str

    @property
    def name(self) -> str:
        """The home as messages call it."""
        return self.town or self.institution or "、".join(sorted(self.places)[:2])


def _home(budget: Budget) -> Home:
    department = "".join((budget.department or "").split())
    institution = SISTERS.search(department)
    passages = [passage for passage in budget.passages if not GOALS.search(passage.section)]
    texts = [department, *(passage.text for passage in passages), *(project.name for project in budget.projects)]
    return Home(
        _own_places(budget),
        own_town(department),
        institution[0] if institution else None,
        _short("".join("。".join(texts).split())),
    )


def _short(text: str) -> str:
    """A text in which 中医医院 is called 中医院, as it is by most."""
    return text.replace("医医", "医")


def _own_places(budget: Budget) -> frozenset[str]:
    """Places that the document is about: the owner's, or else the one that its narrative names most; empty when nothing tells.

    Prefectures and provinces name their counties rightly, so for them there are none.
    """
    owner = own_place(budget.department)
    if owner is not None:
        # A city with towns or streets of its own, and no district between, is one of county level.
        county = owner in known_places() or not owner.endswith("市") or own_town(budget.department)
        return frozenset({owner}) if county else frozenset()
    counted = Counter(place.name for passage in budget.passages for place in places(passage.text))
    named = frozenset(name for name, _ in counted.most_common(1))
    return named or (frozenset({budget.department}) if ZONE.search(budget.department or "") else named)  # type: ignore[arg-type]


def _strange(text: str | None, home: Home) -> str | None:
    """A place or a sister institution in the text that is neither the document's own nor there for a reason."""
    found = SISTERS.search(text or "") if home.institution else None
    if (
        found
        and _short(found[0]) not in home.explained
        and not ELSEWHERE.search((text or "")[: found.start()].rstrip("省州县市区"))
    ):
        return found[0]
    if not (home.places or home.town) or not PLACE.search(text or ""):
        return None
    also = home.places | unlisted_places(text, COUNTIES) if home.places else frozenset[str]()
    if home.places and OFFICE.search(text or ""):
        also |= unlisted_places(text, DISTRICTS)
    if home.places and RULES_IN.search(text or ""):
        also |= unlisted_places(text, NEW_DISTRICTS)
    if home.places:
        also |= {found["name"] for found in LONG_COUNTY.finditer(text or "") if found["name"][1:] not in known_places()}
    also = frozenset(name for name in also if not NO_COUNTY.search(name))
    towns = unlisted_places(text, TOWNS) if home.town else frozenset[str]()
    for place in places(text, also | towns):
        if not home.places and place.name not in towns:
            continue
        # 河北省灵寿县 is 灵寿县; a town's budget may name its county.
        own = [*home.places, home.town or ""]
        if any(
            name and (place.name.endswith(name) or name.endswith(place.name) or name.startswith(place.name))
            for name in own
        ):
            continue
        if place.name in home.explained or ELSEWHERE.search(place.before) or ROUTE.match(place.after):
            continue
        return place.name
    return None


def _foreign_places(project: Project, home: Home) -> Iterator[Trace]:
    strange = _strange(project.goal, home)
    if strange:
        yield Trace("goal", f"绩效目标写“{strange}”，本预算是{home.name}的", suggestion=f"改成{home.name}的情况")
    for row in rows_of(project):
        for field, text in (("name", row.name), ("description", row.description), ("basis", row.basis)):
            strange = _strange(text, home)
            if strange:
                yield Trace(field, f"“{row.name}”写“{strange}”，本预算是{home.name}的", row, f"改成{home.name}的情况")
                break


def _foreign_passages(passages: tuple[Passage, ...], home: Home) -> Iterator[Flaw]:
    for passage in passages:
        strange = _strange(passage.text, home) if GOALS.search(passage.section) else None
        if strange:
            yield Flaw(
                "narrative",
                f"{passage.section.strip()}写“{strange}”，本预算是{home.name}的",
                suggestion=f"改成{home.name}的情况",
            )
            return


def _copied_goal(project: Project, projects: Sequence[Project]) -> Iterator[Trace]:
    for sentence, other in copied_sentences(project, projects):
        yield Trace("goal", f"绩效目标写“{sentence}”，与“{other.name}”的相同，说的不是“{project.name}”")


def _foreign_clause(project: Project, budget: Budget) -> Iterator[Trace]:
    clause = foreign_clause(project, budget)
    if clause is not None:
        yield Trace("goal", f"绩效目标写“{clause}”，与“{project.name}”无关", suggestion="删去，或改成本项目的内容")


def _foreign_work(
    project: Project, budget: Budget, narrative: str, department: Callable[[], Department]
) -> Iterator[Trace]:
    """Rows about another institution, or telling of another kind of work than their project's; most documents need not be read as a department."""
    strange = {
        id(row): found for row in rows_of(project) if (found := _institutions(row, narrative, budget.department or ""))
    }
    judged = misfits(project, department()) if strange else ()
    foreign = {id(one.indicator) for one in judged if one.probability >= MISFIT}
    # What another row of the table speaks of is there for a reason, unless that row is foreign too.
    own = {id(row): f"{row.name}。{row.description or ''}" for row in rows_of(project) if id(row) not in foreign}
    for row in rows_of(project):
        institution = next(
            (
                name
                for name, leads in strange.get(id(row), ())
                if not any(name in text for other, text in own.items() if other != id(row))
                and (
                    (id(row) in foreign and name in row.name)
                    or ((id(row) in foreign or leads) and not is_own_office(name, project, budget))
                )
            ),
            None,
        )
        if institution is not None:
            field = "name" if institution in row.name else "description"
            yield Trace(field, f"“{row.name}”写到“{institution}”，本部门的职责和项目都与它无关", row)
        elif (part := foreign_part(row, project, budget, narrative)) is not None:
            wrote = f"写“{part}”" if part == row.description else f"“{row.description}”写到“{part}”"
            yield Trace(
                "description",
                f"“{row.name}”的描述{wrote}，与“{project.name}”无关",
                row,
                f"描述改写“{row.name}”怎样取数",
            )


def _institutions(row: Indicator, narrative: str, department: str) -> list[tuple[str, bool]]:
    """Institutions that the rest of the document never mentions, each with whether the text is about it; the department may be called by a short name."""
    return [
        (
            match[0],
            match["peer"] is not None and text[: match.start()] in LEADING and not JUDGES.match(text, match.end()),
        )
        for text in (row.name, row.description or "")
        for match in INSTITUTION.finditer(text)
        if match[0] not in narrative
        and not FOR_WHOM.search(text, 0, match.start())
        and not clips(match[0], department)
        and not SITE.match(text, match.end())
        and not (match[0] in COURTS and LITIGATION.search(f"{row.name}{row.description}"))
    ]
