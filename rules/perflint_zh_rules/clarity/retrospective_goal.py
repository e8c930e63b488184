"""retrospective-goal."""

import re
from collections.abc import Iterator

from perflint_zh.budget import Budget, Passage
from perflint_zh.extract.words import fold
from perflint_zh.patterns import expression
from perflint_zh.rule import Flaw, NotApplicable, Outcome, Related, rule

SECTION = expression(r"(?:总体|整体|分项|年度|部门|预算|工作|长期|中期)[^，。]{0,6}目标|绩效目标")
"""Headings of the parts that state goals."""

REPORT = expression(
    r"圆满(?:地)?完成了|(?:较好|出色|顺利|全面|高质量)地?完成了|荣获|获评|被评为|被授予|被表彰为|获得[^，。；]{0,20}(?:称号|表彰|荣誉|奖)|(?:得到|受到)了?[^，。；]{0,20}(?:肯定|好评|表扬|表彰|认可|批示)|"
    r"一年来|今年以来|过去一年|去年以来|一致好评|全部办[复结]|取得了[^，。；]{0,16}(?:成绩|成效|成果|进展)|[名列]列全[市省县区国]|交流发言|作了(?:经验|典型)?(?:交流|介绍|发言)|刊发推广"
)
"""What only a report of finished work says."""

DONE = expression(
    r"先后[^，。；]{0,12}(?:\d|[组召开接举赴完])|(?<![为])(?:完成|开展|建成|召开|接待|举办|组织|实现|印发|化解|办理|编发|争取|推动|促进|处置|帮助|整治|改造|更换|解决|形成|制定|起草|培训|新建|拆除|建立)了|提高到了|已[^，。；]{2,4}了|已(?:完成|建成|开展|实现|全部|经|累计|投入)|(?:累计|共计?)[^，。；]{0,6}(?:完成|开展|接待|办理|发放|召开|培训|通报)[^，。；]{0,8}\d"
)
"""Past tense of ordinary work; a single one may be a habit of writing."""

TOLD = expression(r"[一-鿿]{2}(?<![为除])了(?=[^，。；、]{0,24}\d)")
"""Past tense of anything counted."""

LAST_YEAR = expression(
    r"(?<![比较同与和按照在以自])(?:去年|上年度?|上一年度?|前年)(?!以来|同期|水平|相比|底|末|年底|年末|基础|结转|实际|决算|的)"
)
"""A finished year that is no measure of this one."""

YEAR = expression(r"(20\d{2})年")
PLAN = expression(r"拟|力争|预计|计划|争取(?!了|到(?!20|\d{1,2}月|年))|争创|努力|将(?:[^领]|$)|确保|达到|不低于|以上")
AHEAD = expression(
    r"基础上|截[至止]|继续|今年(?!以来)|本年|力争|争取(?!了|到(?!20|\d{1,2}月|年))|争创|努力|确保|拟|计划(?!生育)|自20\d{2}年|20\d{2}年(?:以来|起|成立|获批|立项|度?决算)"
)
"""Clauses that give the ground of a plan or the plan itself."""

ENOUGH = 2
"""So many different marks make a section a report; fewer may be a slip in a plan."""


@rule(Budget, severity="warning")
def retrospective_goal(budget: Budget) -> Iterator[Outcome]:
    """目标写成总结：绩效目标写的是上年已经做完的工作。

    目标是要做到的事。写“圆满完成了”“荣获”“先后召开会议80次”，今年的任务反而没有，年底没有可以对照的目标。

    写法：“2023年先后接待查档1200人次，获评先进单位” → “2024年接待查档1300人次以上，查档等候不超过15分钟”。

    依据：绩效目标是预算资金计划在一定期限内达到的产出和效果（《中央部门预算绩效目标管理办法》财预〔2015〕88号）。

    误报：交代项目背景（“在2023年建成的基础上”“截至上年末”）不报；个别句子用了“了”字、没有上年日期和表彰一类内容的不报；保障措施等不是目标的段落不看。
    """
    sections: dict[str, list[Passage]] = {}
    for passage in budget.passages:
        if SECTION.search(fold(passage.section)) and "保障措施" not in passage.section:
            sections.setdefault(passage.section, []).append(passage)
    if not sections and not budget.projects:
        yield NotApplicable()
        return
    for section, passages in sections.items():
        marks = _marks("。".join(fold(passage.text) for passage in passages), budget.year)
        if len(marks) >= ENOUGH:
            where = next((p for p in passages if _marks(fold(p.text), budget.year)), passages[0])
            yield Flaw(
                "narrative",
                f"“{section}”写的是已经做完的工作：{'、'.join(f'“{mark}”' for mark in marks[:4])}",
                suggestion="改写为预算年度要做的事、数量和要求",
                evidence={"marks": marks},
                related=(Related(project=None, path=budget.path, place=where.place),),
            )
    for project in budget.projects:
        marks = _marks(fold(project.goal or ""), budget.year)
        if len(marks) >= ENOUGH:
            yield Flaw(
                "goal",
                f"绩效目标写的是已经做完的工作：{'、'.join(f'“{mark}”' for mark in marks[:4])}",
                suggestion="改写为预算年度要做的事、数量和要求",
                evidence={"marks": marks},
                project=project,
            )


def _marks(text: str, year: int | None) -> list[str]:
    """Different marks of a report; ordinary past tense counts only beside praise, a finished year or much more of it."""
    past: list[str] = []
    report: dict[str, None] = {}
    done: dict[str, None] = {}
    for sentence in re.split(r"[。；;]", text):
        told = "，".join(clause for clause in re.split(r"[，,]", sentence) if not AHEAD.search(clause))
        report |= dict.fromkeys(match[0] for match in REPORT.finditer(told))
        done |= dict.fromkeys(match[0] for match in DONE.finditer(told))
        years = [int(found) for found in YEAR.findall(told)]
        worked = REPORT.search(told) or DONE.search(told) or TOLD.search(told)
        last = LAST_YEAR.search(told)
        if year and years and max(years) < year and worked:
            past += [f"{max(years)}年", worked[0]]
        elif not years and last and worked:
            past += [last[0], worked[0]]
    if report or past:
        return list(dict.fromkeys([*past, *report, *done]))
    return list(done) if len(done) >= 2 * ENOUGH and len(done) > len(PLAN.findall(text)) else []
