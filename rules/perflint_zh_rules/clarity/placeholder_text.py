"""placeholder-text."""

from collections.abc import Iterator, Sequence

from perflint_zh.budget import Indicator, Project
from perflint_zh.extract.words import fold, level1_of, level2_of
from perflint_zh.patterns import expression
from perflint_zh.rule import Flaw, NotApplicable, Outcome, rule

from perflint_zh_rules._figures import rows_of
from perflint_zh_rules.clarity._unwritten import matched, unwritten

TEMPLATE = expression(r"[(]?[≥≤><=]+\s*\*{2,3}[^()]{0,10}[)]?")
"""What some platforms print in the name for the value to come: (≥**人)."""

EMPTY_GOAL = expression(r"^[无/\\\-—.。]+$")

NO_NAME = expression(r"^(?:指标|绩效指标|三级指标|指标名称|指标内容|指标值|指标\d*|产出|效益|名称)$")

NOT_APPLICABLE = expression(
    r"^[\d.,%]+$|^(?:本|该|此)?(?:项目|单位|部门)?(?:不适用|不涉及|没有|无)(?:此|该|本|相关|这)?(?:项|类)?(?:绩效)?(?:指标|内容|效益)?$"
)
"""Names that say that there is nothing to measure, or are a figure."""


@rule(Project, severity="error")
def placeholder_text(project: Project, *, allowed: Sequence[str] = ()) -> Iterator[Outcome]:
    """占位文字：还留着“XX”“待定”“暂无”，或者拿类别名当指标。

    占位文字说明这一格没有填，等于没有指标；审核时会整表退回。

    写法：“培训XX人次” → “培训320人次”；名称和描述都写“质量指标” → 写出考核什么质量，如“路面平整度合格率”；“本项目不适用” → 删去这一行。

    依据：《中央部门预算绩效目标管理办法》（财预〔2015〕88号）的绩效目标审核看填报内容是否完整、规范。

    误报：型号、等级里的字母（XXL、ⅡX）和乘号不算；“服务对象满意度”本身就是指标名称，不算类别名。范本库要保留的占位写法可写进设置 allowed。
    """
    if not project.indicators and not project.goal:
        yield NotApplicable()
        return
    goal = fold(project.goal or "")
    if goal and goal not in allowed and (found := _pending(goal, allowed) or matched(EMPTY_GOAL, goal)):
        yield Flaw("goal", f"绩效目标{_quoted(goal, found)}是占位文字", suggestion="写上今年要做的事、数量和要求")
    if found := _pending(fold(project.name), allowed):
        yield Flaw("name", f"项目名称“{project.name}”里的“{found}”是占位文字", suggestion="填上实际内容")
    printed = [row for row in rows_of(project) if TEMPLATE.search(fold(row.name)) and row.quantity is not None]
    if printed:
        first, *others = printed
        yield Flaw(
            "name",
            f"“{_cut(first.name)}”里还印着样表的“{matched(TEMPLATE, fold(first.name))}”",
            suggestion="删去名称里的样表文字",
            indicator=first,
            rows=tuple(others),
        )
    for row in rows_of(project):
        name = TEMPLATE.sub("", fold(row.name)) if row in printed else row.name
        for field, text in (
            ("name", name),
            ("description", row.description),
            ("value", row.value),
            ("basis", row.basis),
        ):
            if text and (found := _pending(fold(text), allowed)):
                cell = f"“{row.name}”的{FIELDS[field]}" if field in FIELDS else "指标名称"
                yield Flaw(
                    field,
                    f"{cell}{_quoted(text, found)}是占位文字，这一格还没有填",
                    suggestion="填上实际内容",
                    indicator=row,
                )
                break
        else:
            if NOT_APPLICABLE.match(fold(row.name)):
                yield Flaw(
                    "name",
                    f"“{row.name}”没有说考核什么",
                    suggestion="写出具体的三级指标；确实没有这类产出或效益的，删去这一行",
                    indicator=row,
                )
            elif _is_category(row):
                yield Flaw(
                    "name",
                    f"“{row.name}”是类别名，没有说考核什么",
                    suggestion="写出具体的三级指标名称",
                    indicator=row,
                )
            elif _only_category(row.description):
                yield Flaw(
                    "description",
                    f"“{row.name}”的描述“{row.description}”只是类别名",
                    suggestion="写明怎样计算",
                    indicator=row,
                )


def _pending(text: str, allowed: Sequence[str]) -> str:
    for kept in allowed:
        text = text.replace(fold(kept), "")
    return unwritten(text)


def _is_category(row: Indicator) -> bool:
    """Whether name and description are the name of a 二级 or 一级指标; 服务对象满意度 is a measure as well."""

    def empty(text: str) -> bool:
        bare = fold(text)
        if "满意" in bare and not bare.endswith("指标"):
            return False
        return level2_of(bare) is not None or level1_of(bare) is not None or NO_NAME.match(bare) is not None

    return (
        bool(row.name.strip())
        and empty(row.name)
        and (not (row.description or "").strip() or empty(row.description or ""))
    )


def _only_category(description: str | None) -> bool:
    """Whether a description is the printed name of a category and nothing else."""
    bare = fold(description or "")
    return bare.endswith("指标") and (level2_of(bare) is not None or level1_of(bare) is not None)


FIELDS = {"description": "描述", "value": "指标值", "basis": "依据"}
"""Cells that a message calls by the row's name."""


def _quoted(text: str, found: str) -> str:
    """A cell and the blank in it, or the cell alone when it is nothing else."""
    return f"“{_cut(text)}”" if fold(text) == found else f"“{_cut(text)}”里的“{found}”"


def _cut(text: str) -> str:
    return text if len(text) <= 30 else text[:30] + "…"
