"""missing-description."""

import re
from collections.abc import Iterator

from perflint_zh.budget import Indicator, Project
from perflint_zh.extract.words import fold
from perflint_zh.knowledge import bare_name
from perflint_zh.patterns import expression
from perflint_zh.rule import Flaw, NotApplicable, Outcome, rule

EMPTY_WORDS = expression(
    r"的|数量|人数|次数|个数|情况|程度|水平|数|率|比率|比例|占比|概率|总额|金额|费用|经费|总|实际|当年|年度|年内|本年|全年|本年度|全部|相关|各类|各项|有关|工作|项目|完成|产生|所|等|性|了|将|对"
)
"""Words that add nothing to a name when a description consists of it and them."""


@rule(Project, severity="note")
def missing_description(project: Project) -> Iterator[Outcome]:
    """缺少描述：绩效指标描述是空的，或者只把指标名称重复一遍。

    描述要说清怎么算：分子分母、统计范围和时段。只重复名称等于没有描述，不同的人会算出不同的数。

    写法：名称“办结率”、描述“办结率情况” → “当年按期办结的信访件数占受理件数的比例”。

    依据：《预算绩效评价共性指标体系框架》（财预〔2013〕53号）对每项指标给出指标解释和说明。

    误报：有的一体化平台会自动用名称填写描述，所以每个项目只报告一次，其余各行列在后面。没有描述一列的表样不适用。
    """
    rows = [row for row in project.indicators if not row.duplicate_row]
    if all(row.description is None for row in rows):
        yield NotApplicable()
        return
    empty = [row for row in rows if adds_nothing(row)]
    if empty:
        first = empty[0]
        same = "是空的" if not (first.description or "").strip() else f"“{first.description}”只重复了名称“{first.name}”"
        more = f"，本表共{len(empty)}行如此" if len(empty) > 1 else ""
        yield Flaw(
            "description",
            f"描述{same}{more}",
            suggestion="写明怎样计算：统计范围、分子分母、数据来源",
            indicator=first,
            rows=tuple(empty[1:]),
        )


def adds_nothing(row: Indicator) -> bool:
    """Whether the description says no more than the name."""
    description = fold(row.description or "").strip("。.，,；;")
    if row.description is None:
        return False
    said, named = core(description), core(row.name)
    return (
        not said
        or (len(named) >= MIN_NAME and said in named)
        or (said.startswith(named) and len(said) - len(named) <= MAX_TAIL)
    )


MIN_NAME = 3
MAX_TAIL = 2
"""Characters that may follow the name in a description which still says nothing more (促进生态文明 → 促进生态文明建设)."""


def core(text: str) -> str:
    """What is left of a text without units in brackets, punctuation and words that add nothing."""
    return EMPTY_WORDS.sub("", re.sub(r"[^\w%]", "", bare_name(text)))
