"""forced-category."""

from collections.abc import Iterator

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
    r"生态文明|绿色发展|绿色低碳|低碳|节约集约|美丽|绿水青山|生态环境|环境保护|可持续发展|节能环保|绿色生活|绿色办公|环保理念|自然资源|资源节约|节能减排|节能降耗|碳减排|碳达峰|碳中和|双碳|环境友好|人与自然"
)


@rule(Project, severity="note")
def forced_category(project: Project) -> Iterator[Outcome]:
    """硬凑类别：项目本来没有这一类效益，为填满格子硬写了一条。

    法律顾问、上市奖励没有生态效益，写一句“促进生态文明”，既考核不了，也冲淡了真正的效益。

    写法：法律顾问项目的“生态效益：促进生态文明建设 有效促进” → 删去这一行，只写社会效益。

    依据：《中央部门项目支出核心绩效目标和指标设置及取值指引（试行）》（财预〔2021〕101号）：效益指标按项目实际选择经济、社会、生态效益，突出重点。

    误报：环保、农林水、工程、供暖、用能、车辆等项目有生态效益，不报；生态效益写了具体数量的、与项目内容有关的不报。
    """
    rows = rows_of(project)
    ecological = [row for row in rows if level2_of(row.level2) == "生态效益指标"]
    if not ecological:
        yield NotApplicable()
        return
    about = f"{project.name}{project.funds_use or ''}{project.goal or ''}"
    if ECOLOGY.search(project.name) or ECOLOGY.search(project.funds_use or ""):
        return
    forced = [row for row in ecological if _is_slogan(row) and not pairs(row.name) & pairs(about)]
    if forced:
        yield Flaw(
            "level2",
            f"“{project.name}”没有生态效益，却填了“{forced[0].name} {forced[0].value}”",
            suggestion="没有的效益不填，保留与项目有关的效益指标",
            indicator=forced[0],
            rows=tuple(forced[1:]),
        )


def _is_slogan(row: Indicator) -> bool:
    quantity = measured(row)
    return SLOGAN.search(f"{row.name}{row.description or ''}") is not None and (
        quantity is None or quantity.kind in {"grade", "text", "rate"}
    )
