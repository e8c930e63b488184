"""retrospective-goal."""

import re
from collections.abc import Iterator

from perflint_zh.budget import Budget
from perflint_zh.rule import Flaw, NotApplicable, Outcome, rule

SECTION = re.compile(r"总体绩效目标|分项绩效目标|整体绩效目标|部门整体|年度绩效目标")
PAST = re.compile(
    r"圆满完成了|完成了|组织开展了|取得了|得到了?[^，。]{0,16}(?:肯定|好评|表扬|认可)|获得了?[^，。]{0,12}(?:称号|奖|表彰)|被授予|获评|荣获|先后[^，。]{0,30}[次场]|一年来|今年以来|去年以来|已[^经，。]{0,2}(?:完成|建成|实现|开展)|较好地完成|接待[^，。]{0,10}\d+余?(?:人次|批次)|举办了|召开了|印发了"
)
PLAN = re.compile(r"(?:将|要|拟|计划|力争|确保|争取|预计)[^，。]{0,12}$")
LEAST = 3
"""Past-tense statements from which a section reads as a report."""

LEAST_IN_PROJECT = 2
"""The same for the few sentences of a project's goal."""


@rule(Budget, severity="warning")
def retrospective_goal(budget: Budget) -> Iterator[Outcome]:
    """绩效目标部分写成了上年的工作总结。

    目标是今年要做到的事；把上年的成绩搬来，等于没有目标。

    写法：“圆满完成了接待任务，承办会议90余次” → “承办会议60次，会务差错为零”。

    依据：《中央部门预算绩效目标管理办法》（财预〔2015〕88号）：绩效目标是计划期内预期达到的产出和效果。

    误报：提到一两处历史成绩作背景的不报；“将完成”“拟开展”是计划，不报。
    """
    found: list[tuple[str, list[str]]] = []
    sections: dict[str, list[str]] = {}
    inside = ""
    for passage in budget.passages:
        if SECTION.search(passage.section):
            inside = "绩效目标"
        elif re.search(r"保障措施|专项资金|预算项目|政府采购|国有资产", passage.section):
            inside = ""
        if inside or SECTION.search(passage.section):
            sections.setdefault("部门整体绩效目标", []).append(passage.text)
    if not sections and not budget.projects:
        yield NotApplicable()
        return
    for section, texts in sections.items():
        said = [
            match[0]
            for text in texts
            for match in PAST.finditer(text)
            if not PLAN.search(text[max(0, match.start() - 14) : match.start()])
        ]
        if len(said) >= LEAST:
            found.append((section, said))
    for project in budget.projects:
        said = [match[0] for match in PAST.finditer(project.goal or "")]
        if len(said) >= LEAST_IN_PROJECT:
            yield Flaw(
                "goal",
                f"绩效目标写的是已经做过的事（“{said[0]}”等{len(said)}处）",
                suggestion="改写成预算年度要完成的任务",
                project=project,
            )
    for section, said in found:
        quoted = "、".join(f"“{one}”" for one in dict.fromkeys(said))
        yield Flaw(
            "goal",
            f"{section}写的是已经做过的事（{quoted[:80]}等{len(said)}处），像上年总结",
            suggestion="改写成预算年度要完成的任务和指标",
            evidence={"phrases": said[:20]},
        )
