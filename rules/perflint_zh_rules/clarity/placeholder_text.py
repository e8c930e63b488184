"""placeholder-text."""

import re
from collections.abc import Iterator

from perflint_zh.budget import Project
from perflint_zh.extract.words import fold, level1_of, level2_of
from perflint_zh.rule import Flaw, Outcome, rule

PLACEHOLDER = re.compile(
    r"[Xx×＊*]{2,}|[○〇]{2,}|_{2,}|[?？]{2,}|…{2,}|\.{4,}|【[^】]*(?:填|写|名称)[^】]*】|\{[^}]*\}|[（(](?:请|此处)?填写?[^)）]*[)）]"
)
WORDS = re.compile(
    r"^(?:待定|待补充?|暂无|暂缺|待填|待确认|待核实|未定|未填|TBD|tbd|示例|样例|无此项|同上|略|详见附件|见附件|另附|[Xx]|/+|\?+|测试|test)$"
)
FIELDS = (("name", "三级指标"), ("description", "描述"), ("value", "指标值"), ("basis", "依据"))


@rule(Project, severity="error")
def placeholder_text(project: Project) -> Iterator[Outcome]:
    """表里留着没填的占位文字，或用类别名充当指标。

    “XX”“待定”“暂无”是模板留给人填的地方；把“数量指标”当作指标名称，等于这一行没有内容。

    写法：“≥XX人” → “≥320人”；三级指标“质量指标” → “竣工验收合格率”。

    依据：《中央部门预算绩效目标管理办法》（财预〔2015〕88号）：绩效目标填报应当完整、准确。

    误报：模板库可用 template 方案声明允许的占位文字。
    """
    if project.goal and (PLACEHOLDER.search(project.goal) or WORDS.match(fold(project.goal))):
        yield Flaw("goal", f"绩效目标“{project.goal.strip()}”里有没填的占位文字", suggestion="按实际填写")
    for row in project.indicators:
        if row.duplicate_row:
            continue
        for field, chinese in FIELDS:
            text = getattr(row, field) or ""
            if PLACEHOLDER.search(text) or WORDS.match(fold(text)):
                yield Flaw(field, f"{chinese}“{text}”是没填的占位文字", suggestion="按实际填写", indicator=row)
                break
        else:
            if _category_as_name(row.name):
                yield Flaw(
                    "name",
                    f"三级指标“{row.name}”只是类别名，没有说衡量什么",
                    suggestion="写具体指标，如“竣工验收合格率”",
                    indicator=row,
                )


def _category_as_name(name: str) -> bool:
    flat = fold(name)
    if "满意" in flat:
        return flat in {"满意度指标", "服务对象满意度指标"}
    return flat.endswith("指标") and (level2_of(name) is not None or level1_of(name) is not None)
