"""forced-category."""

import re
from collections.abc import Iterator

import msgspec
from perflint_zh.budget import Indicator, Project
from perflint_zh.extract.words import level2_of
from perflint_zh.patterns import expression
from perflint_zh.rule import Flaw, NotApplicable, Outcome, rule
from perflint_zh_models.quantities.words import pairs

from perflint_zh_rules._figures import measured, rows_of

ECOLOGY = expression(
    r"生态|环境|环保|环卫|污染|大气|蓝天|空气|水利|水库|水源|水质|饮水|供水|节水|河|湖|湿地|绿化|园林|林|草原|垃圾|污水|粪|厕|保洁|清洁|清扫|节能|减排|低碳|"
    r"新能源|光伏|秸秆|土壤|土地|国土|耕地|农业|种植|养殖|畜|渔|矿山|矿|尾矿|扬尘|散煤|燃煤|取暖|供暖|供热|锅炉|充电|公交|道路|公路|工程|改造|修缮|殡葬|人居|乡村|气象|防火|防汛|疫|市容"
)
"""Words of projects that touch nature or use energy, so that an ecological effect can be meant."""

SLOGAN = expression(
    r"生态文明|绿色发展|绿色低碳|低碳|节约集约|美丽|绿水青山|生态环境|环境保护|可持续发展|节能环保|绿色生活|绿色办公|环保理念|自然资源|资源节约|节能减排|节能降耗|碳减排|碳达峰|碳中和|双碳|环境友好|人与自然|节约资源|保护环境|"
    r"对[^，。；]{0,12}(?:生态|环境)[^，。；]{0,8}(?:影响|作用|贡献|效益)|(?:生态|环境)(?:效益|影响|贡献)(?:情况|程度)?$|"
    r"(?:造成|引起|引发|导致|产生)的?[^，。；]{0,4}(?:污染|破坏)"
)

TO_STAFF = expression(r"(?:环卫|公交|保洁|园林)?(?:工人|职工|司机)[^，。；]{0,8}(?:补[助贴]|津贴|工资|慰问|保险|体检)")
"""What is paid or done for those who work, whatever they work on."""

NATURE = expression(
    r"碳汇|固碳|水源涵养|涵养水源|生态屏障|野生动[植物]|栖息地|生物多样性|水土流失|湿地|大气|空气质量|水体|水环境"
)
OUTDOORS = expression(
    r"生态|环境|环保|污染|水利|水库|水源|水质|[河湖湾]|湿地|绿|林|草|土|矿|农[田业村]|种植|养殖|畜|渔|公路|道路|工程|气象|防火|秸秆|燃煤|散煤|锅炉|公交|新能源|光伏|垃圾|污水|扬尘|尾气|供[暖热水]"
)
"""Words of nature at large, and of projects out of doors or of what goes into air and water, which may change it; a roof that is mended does not."""

GREENERY = expression(r"绿化覆盖|绿化率|绿地率|植被覆?盖|森林覆盖|林木覆盖")
GREENED = expression(
    rf"{OUTDOORS.pattern}|[植园建造改修垦美墓村校院]|养护|管护|物业|整治|社区|小区|城|乡|荒漠|沙|保护区|水保|水土"
)
"""How green a place is, and words of projects that build, mend or keep one."""

ECONOMY = expression(
    r"企业|产业|工业|招商|商|贸|外资|市场|金融|债|保险|担保|贷|税|财|经济|农|林|牧|渔|粮|种植|养殖|畜|旅游|文旅|游|景区|会展|节庆|就业|创业|技能|人才|园区|开发区|电商|物流|交通|道路|公路|"
    r"工程|建设|改造|修缮|水利|灌溉|科技|专利|品牌|奖励|补助|补贴|贴息|扶贫|振兴|帮扶|投资|能源|节能|电|供热|收费|资产|国资|审计|评审|采购|土地|规划|营商|消费|信用|质量|气象|统计|普查"
)
"""Words of projects that bring in or save money, so that an economic effect can be meant."""

GROWTH = expression(
    r"(?:地方|区域|县域|我[县市区]|全[县市区]|当地|社会)?(?<!集体)经济(?:社会)?(?:持续|健康|稳定|快速|高质量|协调|又好又快)*(?:发展|增长)|(?:带动|拉动|推动|促进|繁荣)[^，。；]{0,6}(?<!集体)经济(?!作物|林)|拉动内需|"
    r"对[^，。；]{0,12}(?<!集体)经济[^，。；]{0,8}(?:影响|作用|贡献|效益)|(?<!集体)经济(?:效益|影响|贡献)(?:情况|程度)?$"
)

REPAIRED = expression(r"(?:修缮|装修|翻修|维修)(?:工程|改造|项目)?|经费|补[助贴]")
"""What is done to a building, which as such touches no nature."""

OWN_WORK = expression(
    r"^(?!.*(?:施工|扬尘|噪声|噪音|废)).{2,14}对.{0,8}(?:生态|环境).{0,6}(?:影响|作用|贡献|效益|改善|改良|促进|提升|保护)(?:情况|程度)?$"
)
"""A name that asks in general terms what the project's own work does to nature."""

OF_ITSELF = expression(
    r"^.{2,14}(?:对.{0,10}(?:影响|作用|贡献|效益|改善|改良|促进|提升|保护)|[的之](?:生态|环境|经济).{0,4}(?:影响|效益|贡献)|(?:造成|引起|引发|导致|产生)的?.{0,4}(?:污染|破坏))"
)
"""A name that asks for the effect of the project's own work, without saying which (助餐补贴对生态环境的影响)."""


RUNNING = expression(r"(?:水电|电|水|取暖|物业(?:管理)?|保洁|保安|租赁?|印刷|差旅|办公)费|工资|薪酬|社会?保险")
"""What any office pays to keep running, wherever it is: it makes no economy grow."""


class Effect(msgspec.Struct, frozen=True):
    """A kind of effect: the projects that can have it, those that cannot all the same, and the empty phrases that stand for it in them."""

    name: str
    subjects: re.Pattern[str]
    never: re.Pattern[str] | None
    slogan: re.Pattern[str]


EFFECTS = (
    Effect("生态效益", ECOLOGY, TO_STAFF, SLOGAN),
    Effect("生态效益", OUTDOORS, None, NATURE),
    Effect("生态效益", GREENED, None, GREENERY),
    Effect("经济效益", ECONOMY, RUNNING, GROWTH),
)


@rule(Project, severity="note")
def forced_category(project: Project) -> Iterator[Outcome]:
    """硬凑类别：项目本来没有这一类效益，为填满格子硬写了一条。

    法律顾问、上市奖励没有生态效益，写一句“促进生态文明”，既考核不了，也冲淡了真正的效益。

    写法：法律顾问项目的“生态效益：促进生态文明建设 有效促进” → 删去这一行，只写社会效益。

    依据：《中央部门项目支出核心绩效目标和指标设置及取值指引（试行）》（财预〔2021〕101号）：效益指标按项目实际选择经济、社会、生态效益，突出重点。

    误报：环保、农林水、工程、供暖、用能、车辆等项目有生态效益，不报；企业、产业、农业、工程、补助等项目有经济效益，不报；效益写了具体数量的、与项目内容有关的不报。
    """
    rows = rows_of(project)
    effects = [(kind, row) for kind in EFFECTS for row in rows if level2_of(row.level2) == f"{kind.name}指标"]
    if not effects:
        yield NotApplicable()
        return
    about = pairs(f"{project.name}{project.funds_use or ''}{project.goal or ''}")
    forced = [
        (kind, row)
        for kind, row in effects
        if not _can_have(project, kind)
        and _is_slogan(row, kind.slogan)
        and (OF_ITSELF.match(row.name) is not None or not pairs(row.name) & about)
    ]
    forced += [(kind, row) for kind, row in effects if kind is EFFECTS[0] and _asks_of_itself(project, row)]
    if forced:
        kind, row = forced[0]
        yield Flaw(
            "level2",
            f"“{project.name}”没有{kind.name}，却填了“{row.name} {row.value}”",
            suggestion="没有的效益不填，保留与项目有关的效益指标",
            indicator=row,
            rows=tuple({id(other): other for _, other in forced if other is not row}.values()),
        )


def _can_have(project: Project, kind: Effect) -> bool:
    if kind.never is not None and kind.never.search(project.name):
        return False
    return kind.subjects.search(f"{project.name}{project.funds_use or ''}") is not None


def _asks_of_itself(project: Project, row: Indicator) -> bool:
    """Whether a row asks in general terms what work that touches no nature does to it, and answers in words."""
    said = row.quantity is None or row.quantity.kind in {"grade", "text"}
    return said and OWN_WORK.match(row.name) is not None and not ECOLOGY.search(REPAIRED.sub("", project.name))


def _is_slogan(row: Indicator, slogan: re.Pattern[str]) -> bool:
    quantity = measured(row)
    return slogan.search(f"{row.name}{row.description or ''}") is not None and (
        quantity is None or quantity.kind in {"grade", "text", "rate"} or quantity.number == 0
    )
