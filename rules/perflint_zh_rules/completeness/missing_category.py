"""missing-category."""

from collections.abc import Iterator, Mapping

from perflint_zh.budget import Project
from perflint_zh.extract.words import level1_of, level2_of
from perflint_zh.patterns import expression
from perflint_zh.rule import Flaw, NotApplicable, Outcome, Severity, rule

BUILT_OR_BOUGHT = expression(r"工程|修缮|维修|改造|建设|购置|采购|购买|设备|装备|租赁|租金")
"""Projects whose cost the new system asks for (财预〔2021〕101号: 工程基建和大型修缮及购置类项目)."""

SERVES_NOBODY = expression(
    r"还本付息|债券|债务|利息|水电|水费|电费|取暖|供暖|物业费|网络租赁|专线|光纤|保密|机要|密码|审计整改"
)
"""Projects without an outside group to ask: debt service and a house's own utilities."""

OUTPUT_LEVELS = ("数量指标", "质量指标", "时效指标", "成本指标")


@rule(Project, severity="warning")
def missing_category(project: Project) -> Iterator[Outcome]:
    """缺少类别：应有的指标类别一条指标也没有。

    产出和效益是每个项目都要回答的两个问题：做了什么、有什么用。数量和质量说明产出；按旧体系的表样，时效、成本、满意度也应当填写。

    写法：只有产出指标 → 补上社会效益或经济效益指标。

    依据：《中央部门预算绩效目标管理办法》（财预〔2015〕88号）的指标框架；《中央部门项目支出核心绩效目标和指标设置及取值指引（试行）》（财预〔2021〕101号）把成本列为一级指标，
    时效、满意度按项目需要设置。

    误报：成本作为一级指标的新体系下，不要求每个项目都有时效和满意度，只要求工程、修缮、购置类项目有成本；偿债、自用水电一类没有外部服务对象的项目不要求满意度。
    二级指标写成别的名称、认不出类别的表不作判断。
    """
    rows = [row for row in project.indicators if not row.duplicate_row]
    kinds = {level2_of(row.level2) for row in rows}
    tops = {level1_of(row.level1) for row in rows}
    if not rows:
        yield Flaw("indicators", "绩效目标表里没有任何指标", severity="error", suggestion="至少填写产出指标和效益指标")
        return
    if kinds == {None} and tops <= {None}:
        yield NotApplicable()
        return
    # 二级 that cannot be recognised may hold any category, so only a fully recognised table can lack one.
    sure = None not in kinds
    new = "成本指标" in tops
    for name, why, severity in _absent(project.name, kinds, tops, new=new, sure=sure):
        yield Flaw("indicators", f"没有{name}：{why}", severity=severity, suggestion=SUGGESTIONS.get(name, ""))


SUGGESTIONS: Mapping[str, str] = {
    "产出指标": "补充完成的数量、质量和时限",
    "效益指标": "补充对服务对象或社会的实际效果",
    "数量指标": "补充做了多少：次数、人数、面积、台套数",
    "质量指标": "补充做得怎样：合格率、达标率、差错率",
    "时效指标": "补充完成时间，如“10月底前”",
    "成本指标": "补充单位成本或总成本，用“≤”",
    "满意度指标": "补充服务对象满意度，写明是谁",
}


def _absent(
    name: str, kinds: set[str | None], tops: set[str | None], *, new: bool, sure: bool
) -> Iterator[tuple[str, str, Severity]]:
    outputs = {"产出指标"} & tops or kinds & {"数量指标", "质量指标", "时效指标"}
    effects = {"效益指标"} & tops or kinds & {"经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标"}
    if not outputs:
        yield "产出指标", "看不出资金买到或做成了什么", "error"
    if not effects:
        yield "效益指标", "看不出做了有什么用", "error"
    if not outputs or not sure:
        return
    for level in ("数量指标", "质量指标"):
        if level not in kinds:
            yield level, "产出要说明做多少、做得怎样", "warning"
    has_cost = any(kind is not None and "成本" in kind for kind in kinds)
    if new:
        if not has_cost and BUILT_OR_BOUGHT.search(name):
            yield "成本指标", "工程、修缮、购置类项目应当控制成本", "warning"
        return
    if "时效指标" not in kinds:
        yield "时效指标", "看不出何时完成", "warning"
    if not has_cost:
        yield "成本指标", "看不出花多少钱办成", "warning"
    if "服务对象满意度指标" not in kinds and not SERVES_NOBODY.search(name):
        yield "满意度指标", "看不出服务对象是否认可", "warning"
