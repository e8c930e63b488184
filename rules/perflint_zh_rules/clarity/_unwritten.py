"""What stands in a cell in place of what is still to be written."""

import functools
import re

from perflint_zh.patterns import expression

BLANK = expression(
    r"(?<![A-Za-z0-9])[Xx×○〇]{2,}(?![A-Za-z0-9])|(?<=20)[Xx×○〇]{2}(?=年)|(?<![A-Za-z0-9])(?:[Xx](?=[月日年个次人项名家场户%％]|万元|元)|[Xx×○〇](?=[月日]))|(?<!\*)\*{2,3}(?!\*)|_{2,}|＿{2,}|…{2,}$|此处填|请填写|请输入|填写说明|TODO|TBD|lorem|[（(【{]请?(?:此处|在此)?填写?[^）)】}]{0,12}[）)】}]|[（(【{](?:请|按照?|据|根据|结合|视)[^）)】}]{0,8}填[写报列]?[）)】}]|[（(【]\s*[）)】](?=[个人次项元万%台套户场期天日月年批份册米亩吨件家所])",
)
"""Signs that stand where something is still to be written."""

PENDING = expression(
    r"^(?:[(（]?(?:暂无|待定|未定|待确定|待补充?|待填写?|待[^，。；遇业]{0,6}(?:完善|核实|明确|下达|批复|采购|测算|核定|统计|研究|通知|补|报|确定)[^，。；]{0,2}|后补|略|同上|如上|无目标|暂缺|未填|待确认|样例|示例|(?:按照?|根据|依据|结合|视)[^，。；]{0,8}(?:情况|实际|要求|需要|内容)[^，。；]{0,2}填[写报列]|(?:据实|自行|如实|自主)填[写报列]|由[^，。；]{1,8}(?:单位|部门|科室)(?:自行|据实)?填[写报列]|详见附件|见附件)[)）]?)$|^.{0,6}(?:待定|待补充|待填写?)[)）。]?$"
)
"""Cells that put off what they should say."""


@functools.lru_cache(maxsize=1 << 12)
def unwritten(text: str) -> str:
    """The placeholder that a folded text is or holds, "" when there is none."""
    # A pair of ** is the mark of bold text, not a blank.
    if text.count("**") == 2:
        text = text.replace("**", "")
    return matched(BLANK, text) or matched(PENDING, text)


def matched(pattern: re.Pattern[str], text: str) -> str:
    """What the pattern finds in the text, "" when it finds nothing."""
    found = pattern.search(text)
    return found[0] if found else ""
