"""Titles of goal tables and headings of a document."""

import re
from collections.abc import Sequence

from perflint_zh.extract.words import fold
from perflint_zh.patterns import expression

ORDINAL = expression(
    r"^(?:(?:附件|附表|表)\s*[\d一二三四五六七八九十]*(?:[-－—]\d+)*\s*[:：、.．]?\s*)?"
    r"(?:[(（]?(?:\d{1,3}|[一二三四五六七八九十百]{1,4})(?:[)）][、.．]?|[、．,，:：]|\.(?!\d))\s*|第[\d一二三四五六七八九十]+[项个][、:：]?\s*|[①-⑳]\s*|[-*•]\s+)?"
)
"""What may stand before a title: 1、 （一） 3. 表2 附件3： ①."""

TABLE = expression(
    r"^(?P<name>.*?)(?:项目支出|项目预算|预算项目|区域|(?<=经费|资金)支出)?(?:[(（]\d{4}\s*年?度?[)）])?\s*"
    r"绩效目?标?(?:目标)?(?:申报|审批|批复|自评|评价|情况|公开|申报审批|完成情况)?表\d*"
    r"(?:\s*[(（][^()（）]*[)）])*(?:\s*单位[:：].*)?$",
    re.DOTALL,
)
GENERIC = expression(
    r"^(?:\d{4}年度?)?(?:(?:省|市|县|区)?级?(?:部门|财政|单位|本级|政府|一般公共预算|特定目标类|其他运转类|运转类|县本级|市本级))*"
    r"(?:(?:项目|预算|支出|部门预算|专项资金|专项|财政|重点|二级)+)?$"
)
"""A title that names a kind of form, not a project: 项目支出绩效目标申报表, 部门预算项目绩效目标表."""

SENTENCE = expression(
    r"[。；;：:?？]|^(?:详见|根据|按照|填报|包括|附)|(?:填报|填写|公开|报送)了?$"
    r"|(?:^|[真学时一步须应请未已织责别项位门]|按(?:要求|规定))(?:编制|设置)了?$"
)
"""What shows that a line mentions a goal table instead of being its title; a name may end with 编制 (…规划编制绩效目标表)."""

WHOLE_DEPARTMENT = expression(r"整体(?:支出)?(?:绩效)?")
"""Forms for the department as a whole, which are no project."""

HEADING = expression(
    r"^(?:第[一二三四五六七八九十\d]+(?:部分|章|节)|[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十]{1,3}[)）])\s*\S"
)
REPORT = expression(
    r"^(?:.{2,28}?(?=20\d{2}年))?(?:20\d{2}年度?)?(?P<name>.+?)(?:项目)?(?:支出)?绩效(?:自我?)?(?:评价|自评)?(?:工作)?(?:情况)?(?:的?报告)$"
)
"""Title of a report on one project: 某局2022年度档案整理经费绩效自评工作报告."""
QUOTED = expression(r"[“\"]([^“”\"]+)[”\"]|《([^《》]+)》")
MAX_TITLE = 90


def strip_ordinal(text: str) -> str:
    """Text without the ordinal before it."""
    return ORDINAL.sub("", text, count=1).strip()


NUMBERED = expression(r"\s*[(（]?(\d{1,3})(?:[)）、:：]|[.．](?!\d))")
GLUED = expression(r"\s*(\d{1,3})[.．](?=\d)")


def glued_ordinals(lines: Sequence[str]) -> list[str]:
    """For each of the lines the ordinal that a number hides (3. of 3.24小时书房), "" where there is none.

    It is one if the line before or after it is numbered accordingly; 1.5万亩 without numbers around it is a quantity.
    """
    numbers = [int(match[1]) if (match := NUMBERED.match(line)) else None for line in lines]
    found = []
    for index, line in enumerate(lines):
        match = GLUED.match(line)
        before = numbers[index - 1] if index else None
        after = numbers[index + 1] if index + 1 < len(lines) else None
        is_ordinal = match is not None and (before == int(match[1]) - 1 or after == int(match[1]) + 1)
        found.append(match[0].strip() if match is not None and is_ordinal else "")
    return found


def unquoted(name: str) -> str:
    """Name without quotation marks around the whole of it (“两癌”检查经费 keeps its own)."""
    match = QUOTED.fullmatch(name)
    return match[1] or match[2] if match else name


CAPTION_END = expression(r"(?:绩效)?(?:评价)?指标(?:体系)?表$")


def named_above(text: str) -> str:
    """The project's name that a line above its table, or the title of a report, holds."""
    text = strip_ordinal(text)
    report = REPORT.match(text)
    return (
        report["name"] if report is not None and not GENERIC.match(fold(report["name"])) else CAPTION_END.sub("", text)
    )


def table_title(text: str) -> str | None:
    """Name of the project in a table title, "" when the title names none, None when the text is no such title."""
    text = text.strip().strip("*#").strip()
    flat = fold(text)
    if len(flat) > MAX_TITLE or "表" not in flat or "绩效" not in flat or flat.endswith(("。", "；", ";", "，", ",")):
        return None
    if re.search(r"\.{4,}|…{2,}|\.{3,}\d+$", flat):
        return None
    match = TABLE.match(strip_ordinal(text))
    if match is None or SENTENCE.search(match["name"]):
        return None
    name = unquoted(match["name"].strip())
    return "" if GENERIC.match(fold(name)) else name


def is_heading(text: str) -> bool:
    """Whether a paragraph is a section heading (一、 （一） 第一部分), not a sentence."""
    text = text.strip()
    return len(text) <= 50 and not text.endswith(("。", "；", ";")) and HEADING.match(text) is not None
