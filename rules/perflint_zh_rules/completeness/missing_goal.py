"""missing-goal."""

from collections.abc import Iterator

from perflint_zh.budget import Project
from perflint_zh.rule import Flaw, Outcome, rule


@rule(Project, severity="error")
def missing_goal(project: Project) -> Iterator[Outcome]:
    """缺少绩效目标：项目没有填写绩效目标。

    绩效目标是预算安排的前提：没有目标，指标无从分解，资金花得值不值也无从评价。

    写法：空白 → “全年举办培训班4期，培训320人次，考核合格率95%以上”。

    依据：《关于全面实施预算绩效管理的意见》（中发〔2018〕34号）把绩效目标设置作为预算安排的前置条件。

    误报：表里有目标一行、内容为“无”“略”或一个标点的，也算没有填写。
    """
    goal = (project.goal or "").strip(" 　.。-—/、无略")
    if not goal:
        written = f"只写了“{project.goal.strip()}”" if project.goal and project.goal.strip() else "是空的"
        yield Flaw("goal", f"绩效目标{written}", suggestion="写明当年要完成的数量、质量、时限和预期效果")
