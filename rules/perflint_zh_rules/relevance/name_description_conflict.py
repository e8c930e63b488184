"""name-description-conflict."""

import re
from collections.abc import Iterator

from perflint_zh.budget import Indicator
from perflint_zh.knowledge import bare_name, canonical_unit, squeeze, unit_in_name
from perflint_zh.rule import Flaw, NotApplicable, Outcome, rule
from perflint_zh_models.domain import kinds_of_text
from perflint_zh_models.quantities.words import pairs

NOTE = re.compile(r"[(（][^()（）]{0,12}[)）]$")
RATIO = re.compile(
    r"占(?!地|用|有|道|压)[^，。；]{1,40}(?:比|率|%|数|量|总额|人员|对象)|之比$|(?:比例|比率|占比|比重|百分比|概率)$|除以[^，。；]+(?:数|量|人次)$"
)
"""A description that divides one thing by another."""

COUNT = re.compile(
    r"(?:数量|人数|次数|个数|件数|份数|期数|篇数|条数|户数|家数|台数|场次|人次|册数|起数|总数|面积|里程|长度|种类数?|天数)$"
)
MONEY = re.compile(r"(?:费用|成本|金额|支出|单价|造价|价格|租金|工资额|投资额|总额|(?:工资|收入|报酬|薪酬)(?:水平)?)$")
TIME = re.compile(r"(?:时间|日期|时限|期限|时点|截止日|工期)$")
SATISFACTION = re.compile(r"满意|评价|认可|好评|评分|反馈|感受|意见|投诉|认为|受访|问卷|调查|访|测评")

RATE_NAME = re.compile(r"(?:率|比例|比率|占比|比重)$")
COUNT_NAME = re.compile(
    r"(?:数量|人数|次数|个数|件数|份数|期数|篇数|条数|户数|家数|台数|场次|人次|册数|起数|总数|面积|里程|长度|种类数?)$"
)
MONEY_NAME = re.compile(r"(?:费用?|成本|金额|支出|单价|造价|价格|租金)$")
TIME_NAME = re.compile(r"(?:时间|日期|时限|期限)$")
ABILITY_NAME = re.compile(r"(?:影响力?|能力|水平|作用|意识|形象|素质|积极性|效果|成效)$")

SATISFIED = re.compile(r"满意[^，。；]{0,10}(?:人|户|者|学员|群众|企业)[^，。；]{0,8}占")
THINGS = re.compile(
    r"设备|系统|工程|房屋|车辆|宣传品|物资|家具|软件|产品|灯具|器材|管网|道路|路面|仪器|显示屏|教材|药品"
)
OF_PEOPLE = re.compile(r"(?:人数|人次|户数|学员|学生|考生)[^占，。；]{0,6}占")
PEOPLE = re.compile(r"[人户员]|学生|考生")
OPINION = re.compile(r"对.{2,24}的?(?:认可|满意|评价|反映|感受|看法)(?:情况|程度|度)?$")
OPINION_NAME = re.compile(r"满意|认可|评价|好评|反映|口碑|形象|感$|知晓|社会|影响|公信|信任|投诉")
SORTS = (
    ("人", re.compile(r"(?:人数|人次|人员数量?|学员数|名额)$")),
    ("事", re.compile(r"(?:次数|场次|场数|期数|班次|批次)$")),
    ("件", re.compile(r"(?:件数|案件数|份数|篇数|条数)$")),
    (
        "物",
        re.compile(
            r"(?:[村镇社区企业单位站所校院点座处台套辆部册块张]数|(?:项目|企业|课题|合同|平台)数|(?:行政村|设备|系统|房屋|宣传品|报告|档案)(?:数量|个数))$"
        ),
    ),
    ("面积或长度", re.compile(r"(?:面积|里程|长度|亩数)$")),
)
"""Endings of counts by what they count."""

CERTAIN, FOREIGN = 0.85, 0.05
"""Probabilities of the domain model from which a name and a description are each sure of another kind of project."""

PER = re.compile(r"均|每|除以|之比|单位")


@rule(Indicator, severity="warning")
def name_description_conflict(indicator: Indicator) -> Iterator[Outcome]:
    """指标名称和描述说的不是同一种量。

    名称是种类数，描述却是比率，填“≥5类”还是“≥95%”都说得过去，考核时没法取数。

    写法：“业务覆盖种类（类）”的描述“覆盖范围占应覆盖范围的比率” → “系统覆盖的业务种类数量”；“社会影响力”的描述“带动企业个数” → 名称改为“带动企业个数”。

    依据：《中央部门项目支出核心绩效目标和指标设置及取值指引（试行）》（财预〔2021〕101号）要求指标量化易评、口径清楚。

    误报：描述照抄名称、只写做法、写得笼统的不报；率的描述写成“……情况”不报；描述里先说分子分母再说用途的按分子分母判断。
    """
    description = NOTE.sub("", squeeze(indicator.description or "")).rstrip("。;；,，.")
    name = bare_name(indicator.name)
    if not description or not name or description == name:
        yield NotApplicable()
        return
    conflict = _other_subject(indicator) or _conflict(
        name, canonical_unit(unit_in_name(indicator.name) or "") or "", description
    )
    if conflict:
        yield Flaw(
            "description",
            f"“{indicator.name}”是{conflict[0]}，描述“{indicator.description}”是{conflict[1]}",
            suggestion="名称和描述写同一种量",
        )


def _conflict(name: str, unit: str, description: str) -> tuple[str, str] | None:
    """What the name and what the description measure, where the two cannot be one."""
    ratio = RATIO.search(description) is not None and unit != "%"
    counted = RATIO.search(description) is None and COUNT.search(description) is not None
    money = RATIO.search(description) is None and MONEY.search(description) is not None
    if name.endswith(("满意度", "满意率")):
        return ("满意度", "数量") if counted and not SATISFACTION.search(description) else None
    if RATE_NAME.search(name):
        if money:
            return "比率", "金额"
        return ("比率", "满意度") if SATISFIED.search(description) and "满意" not in name else None
    if PER.search(name) or (PER.search(description) and not money):
        return None
    told = "比率" if ratio else "数量" if counted else "金额" if money else ""
    if COUNT_NAME.search(name):
        return ("数量", told) if told in {"比率", "金额"} else None
    if MONEY_NAME.search(name):
        return ("金额", told) if told in {"比率", "数量"} and not re.search("[节减降增]|控制|率", name) else None
    if TIME_NAME.search(name):
        return ("时间", told) if told in {"比率", "金额"} else None
    return ("能力或影响", told) if ABILITY_NAME.search(name) and told in {"数量", "金额"} else None


def _counted(text: str) -> str:
    """What sort of thing a count counts, told from its ending; empty where it does not say."""
    return next((sort for sort, ending in SORTS if ending.search(text)), "")


def _other_subject(indicator: Indicator) -> tuple[str, str] | None:
    """A name and a description without a word in common that belong to different kinds of project."""
    description = indicator.description or ""
    named, told = pairs(indicator.name), pairs(description)
    if not named or len(told) < 2 or named & told:
        return None
    if OPINION.search(squeeze(description)) and not OPINION_NAME.search(indicator.name):
        return "一件事", "对另一件事的评价"
    counted = [_counted(text) for text in (bare_name(indicator.name), squeeze(description).rstrip("。"))]
    if all(counted) and counted[0] != counted[1]:
        return f"{counted[0]}的数", f"{counted[1]}的数"
    if counted[1] and bare_name(indicator.name).endswith("情况"):
        return "一件事的情况", "另一件事的数量"
    if THINGS.search(indicator.name) and OF_PEOPLE.search(description) and not PEOPLE.search(indicator.name):
        return "东西的比率", "人的比率"
    if len(named) < 2:
        return None
    of_name, of_description = kinds_of_text(bare_name(indicator.name)), kinds_of_text(description)
    one, other = (max(kinds, key=lambda slug: kinds[slug]) for kinds in (of_name, of_description))
    sure = (
        of_name[one] >= CERTAIN
        and of_description[other] >= CERTAIN
        and of_name[other] <= FOREIGN
        and of_description[one] <= FOREIGN
    )
    return ("一件事", "另一件事") if sure else None
