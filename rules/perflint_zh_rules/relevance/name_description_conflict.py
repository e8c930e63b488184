"""name-description-conflict."""

from collections.abc import Iterator

from perflint_zh.budget import Indicator
from perflint_zh.knowledge import bare_name, canonical_unit, squeeze, unit_dimension, unit_in_name
from perflint_zh.patterns import expression
from perflint_zh.rule import Flaw, NotApplicable, Outcome, rule
from perflint_zh_models.domain import kinds_of_text
from perflint_zh_models.quantities.words import pairs

NOTE = expression(r"[(（][^()（）]{0,12}[)）]$")
RATIO = expression(
    r"占(?!地|用|有|道|压)[^，。；]{1,40}(?:比|率|%|数|量|总额|人员|对象)|之比$|(?:比例|比率|占比|比重|百分比|概率)$|除以[^，。；]+(?:数|量|人次)$"
)
"""A description that divides one thing by another."""

COUNT = r"数量|人数|次数|个数|件数|份数|期数|篇数|条数|户数|家数|台数|场次|人次|册数|页数|起数|总数|面积|里程|长度|种类"
MONEY = r"费用|成本|金额|支出|单价|造价|价格|租金"
TIME = r"时间|日期|时限|期限"

NAMES = (
    ("满意度", expression(r"满意[度率]$")),
    ("比率", expression(r"(?:率|比例|比率|占比|比重)$")),
    ("数量", expression(rf"(?:{COUNT}|种类数|[村企业项目单位系统设备台套座处所]数)$")),
    ("金额", expression(rf"(?:{MONEY}|费|[补资薪酬费]{{0,1}}[助贴金酬价费]标准)$")),
    ("时间", expression(rf"(?:{TIME})$")),
    ("能力或影响", expression(r"(?:影响力?|能力|水平|作用|意识|形象|素质|积极性|效果|成效)$")),
    ("情况", expression(r"情况$")),
)
"""What a name measures, told from its ending."""

TOLD = (
    ("比率", RATIO),
    ("评价", expression(r"对.{2,24}的?(?:认可|满意|评价|反映|感受|看法)(?:情况|程度|度)?$")),
    ("数量", expression(rf"(?:{COUNT}|种类数)$")),
    ("金额", expression(rf"(?:{MONEY}|工资额|投资额|总额|(?:工资|收入|报酬|薪酬)(?:水平)?)$")),
    ("时间", expression(rf"(?:{TIME}|时点|截止日|工期|天数|年数)$")),
)
"""What a description measures, told from its ending or its division."""

NEVER = frozenset(
    {
        ("数量", "比率"), ("数量", "金额"), ("金额", "比率"), ("金额", "数量"), ("时间", "比率"), ("时间", "金额"), ("比率", "金额"),
        ("能力或影响", "数量"), ("能力或影响", "金额"), ("满意度", "数量"),
    }
)  # fmt: skip
"""A name and a description of these sorts contradict each other even when they speak of one thing."""

APART = NEVER | {
    ("数量", "时间"), ("比率", "时间"), ("金额", "时间"), ("满意度", "时间"), ("满意度", "比率"), ("满意度", "金额"), ("时间", "数量"), ("情况", "数量"), ("比率", "数量"),
    ("数量", "评价"), ("比率", "评价"), ("金额", "评价"), ("时间", "评价"), ("能力或影响", "评价"),
}  # fmt: skip
"""These contradict each other when they have no word in common."""

DIVIDED = expression("除以|之比")
ONE_OF = expression("均|每|单位")
"""Words of an average, which divides by a number without being a share."""

SURVEYED = expression(r"满意|评价|认可|好评|评分|反馈|感受|意见|投诉|认为|受访|问卷|调查|访|测评")
OPINION = expression(r"满意|认可|评价|好评|反映|口碑|形象|感$|知晓|社会|影响|公信|信任|投诉")
SATISFIED = expression(r"满意[^，。；]{0,10}(?:人|户|者|学员|群众|企业)[^，。；]{0,8}占")
SAVING = expression("[节减降增]|控制|率")

THINGS = expression(
    r"设备|系统|工程|房屋|车辆|宣传品|物资|家具|软件|产品|灯具|器材|管网|道路|路面|仪器|显示屏|教材|药品"
)
OF_PEOPLE = expression(r"(?:人数|人次|户数|学员|学生|考生)[^占，。；]{0,6}占")
PEOPLE = expression(r"[人户员]|学生|考生")

COUNTED = (
    ("人", expression(r"(?:人数|人次|人员数量?|学员数|名额)$")),
    ("事", expression(r"(?:次数|场次|场数|期数|班次|批次)$")),
    ("件", expression(r"(?:件数|案件数|份数|篇数|条数|册数|页数)$")),
    (
        "物",
        expression(
            r"(?:[村镇社区企业单位站所校院点座处台套辆部块张]数|(?:项目|企业|课题|合同|平台)数|(?:行政村|设备|系统|房屋|宣传品|报告|档案)(?:数量|个数))$"
        ),
    ),
    ("面积或长度", expression(r"(?:面积|里程|长度|亩数)$")),
)
"""What sort of thing a count counts, told from its ending."""

THINGS_COUNTED = frozenset({"equipment", "documents", "area", "length", "weight", "volume", "kinds"})
"""Dimensions of values that count no people."""

CERTAIN, FOREIGN = 0.85, 0.05
"""Probabilities of the domain model from which a name and a description are each sure of another kind of project."""


TALKATIVE = 6
"""Pairs of characters from which a description says enough to be about a kind of project."""


@rule(Indicator, severity="warning")
def name_description_conflict(indicator: Indicator) -> Iterator[Outcome]:
    """名称描述不符：指标名称和描述说的不是同一种量。

    名称是种类数，描述却是比率，填“≥5类”还是“≥95%”都说得过去，考核时没法取数。

    写法：“业务覆盖种类（类）”的描述“覆盖范围占应覆盖范围的比率” → “系统覆盖的业务种类数量”；“社会影响力”的描述“带动企业个数” → 名称改为“带动企业个数”。

    依据：《中央部门项目支出核心绩效目标和指标设置及取值指引（试行）》（财预〔2021〕101号）要求指标量化易评、口径清楚。

    误报：描述照抄名称、只写做法、写得笼统的不报；率的描述写成“……情况”不报；平均数除以个数不是比率；有一个词相同的，只报量的种类明显不同的。
    """
    description = NOTE.sub("", squeeze(indicator.description or "")).rstrip("。;；,，.")
    name = bare_name(indicator.name)
    if not description or not name or description == name:
        yield NotApplicable()
        return
    percent = canonical_unit(unit_in_name(indicator.name) or "") == "%"
    dimension = unit_dimension(indicator.quantity.unit) if indicator.quantity and indicator.quantity.unit else None
    conflict = _sorts(name, description, percent=percent) or _subjects(name, description, dimension)
    if conflict:
        yield Flaw(
            "description",
            f"“{indicator.name}”是{conflict[0]}，描述“{indicator.description}”是{conflict[1]}",
            suggestion="名称和描述写同一种量",
        )


def _sorts(name: str, description: str, *, percent: bool) -> tuple[str, str] | None:
    """The sorts of measure of name and description where they contradict each other."""
    named = next((sort for sort, ending in NAMES if ending.search(name)), "")
    told = next((sort for sort, ending in TOLD if ending.search(description)), "")
    apart = _apart(name, description)
    if (named, told) not in (APART if apart else NEVER) or (percent and told == "比率"):
        return ("比率", "满意度") if named == "比率" and SATISFIED.search(description) else None
    if named == "满意度" and SURVEYED.search(description):
        return None
    if told == "评价" and OPINION.search(name):
        return None
    if DIVIDED.search(description) and named != "比率":
        return None
    if not apart and (ONE_OF.search(name) or (ONE_OF.search(description) and told != "金额")):
        return None
    if named == "金额" and SAVING.search(name):
        return None
    return named, told


def _subjects(name: str, description: str, dimension: str | None) -> tuple[str, str] | None:
    """What name and description are about where they have no word in common and cannot be about one thing."""
    if not _apart(name, description):
        return None
    counted = [next((sort for sort, ending in COUNTED if ending.search(text)), "") for text in (name, description)]
    if all(counted) and counted[0] != counted[1]:
        return f"{counted[0]}的数", f"{counted[1]}的数"
    if counted[1] == "人" and dimension in THINGS_COUNTED:
        return "东西的数", "人的数"
    if THINGS.search(name) and OF_PEOPLE.search(description) and not PEOPLE.search(name):
        return "东西的比率", "人的比率"
    if len(pairs(name)) < 2 or len(pairs(description)) < TALKATIVE:
        return None
    of_name, of_description = kinds_of_text(name), kinds_of_text(description)
    one, other = (max(kinds, key=lambda slug: kinds[slug]) for kinds in (of_name, of_description))
    sure = of_name[one] >= CERTAIN and of_description[other] >= CERTAIN
    foreign = of_name[other] <= FOREIGN and of_description[one] <= FOREIGN
    return ("一件事", "另一件事") if sure and foreign else None


def _apart(name: str, description: str) -> bool:
    """Tell whether a description says something and has no word in common with the name."""
    named, told = pairs(name), pairs(description)
    return bool(named) and len(told) > 1 and not named & told
