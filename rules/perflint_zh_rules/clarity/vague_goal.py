"""vague-goal."""

import re
from collections.abc import Iterator

from perflint_zh.budget import Project
from perflint_zh.extract.words import fold
from perflint_zh.rule import Flaw, NotApplicable, Outcome, rule

EMPTY = re.compile(
    r"保障|保证|确保|做好|搞好|完成|圆满|顺利|正常|有序|有效|高效|及时|更好|切实|进一步|全面|积极|加强|提高|提升|促进|推动|推进|服务|开展|运转|运行|需求|需要|工作|任务|"
    r"各项|各类|相关|有关|日常|业务|单位|部门|机关|本单位|本部门|我单位|我局|我县|全县|全市|乙方|甲方|为|的|和|及|与|等|按时|按照|要求|提供|支持|落实|落到实处|发展|稳定|平稳|安全|"
    r"质量|效率|水平|能力|职能|履行|职责|年度|年|目标|实现|达到|充分|发挥|作用|好|了|使|让|将|能够|必要|基本|经费|费用|资金|支出|使用|项目|良好|保持|维持|满足|不断|持续|整体|综合|事务|管理|办公|广大|干部|职工|群众|快捷|细致|周到|优质|环境|领导|精神|上级|决策|部署|党委|政府|县委|现场|会议|贯彻|执行|关于|搞好|营造|创造|便利|条件"
)
"""Words of which a goal can consist without saying anything of its own project."""

LONG = 45
"""Characters from which a goal names enough for a reviewer to hold on to."""

LEAST = 3
"""Characters of its own that a goal needs besides empty words and words of the project's name."""

NAMED = 8
"""Characters besides empty words from which a goal that only repeats the name still says what is done."""


@rule(Project, severity="warning")
def vague_goal(project: Project) -> Iterator[Outcome]:
    """绩效目标没有说出这个项目要做什么。

    “保障单位正常运转”放在哪个项目里都对，据此既分解不出指标，也评价不了结果。

    写法：“保障工作顺利开展” → “编印年鉴500册，9月底前出版，评审合格率100%”。

    依据：《中央部门预算绩效目标管理办法》（财预〔2015〕88号）“指向明确”“细化量化”。

    误报：目标里有数量、期限，或写明了本项目特有的工作内容的不报，哪怕只有一句话。
    """
    goal = re.sub(r"^\s*(?:\d+[.、．]|[（(]\d+[)）])\s*", "", (project.goal or "").strip())
    if not goal:
        yield NotApplicable()
        return
    flat = fold(goal)
    if len(flat) > LONG or any(character.isdigit() for character in flat):
        return
    rest = EMPTY.sub("", re.sub(r"[^\w]", "", flat))
    name = fold(project.name)
    own = "".join(character for character in rest if character not in name)
    if len(own) < LEAST and len(rest) < NAMED:
        yield Flaw(
            "goal",
            f"绩效目标“{goal}”没有说明“{project.name}”要完成什么、达到什么效果",
            suggestion="写明做什么、做多少、何时完成、达到什么效果",
        )
