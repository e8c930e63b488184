"""Years in running text and what each is there for."""

from typing import Literal

import msgspec
from perflint_zh.knowledge import half_width
from perflint_zh.patterns import expression

from perflint_zh_models.quantities.promises import CLAUSE_ENDS
from perflint_zh_models.quantities.words import around

YearKind = Literal["title", "past", "baseline", "span", "deadline", "plain"]
"""`title`: in 《》 or a document number; `past`: since or until when, or when something was set up or agreed; `baseline`: what is compared
with; `span`: a plan of several years or a season over two; `deadline`: a date by which; `plain`: anything else."""

_YEAR = expression(r"(?<![0-9])((?:19|20)[0-9]{2})(?=年|[-./~至—](?:[0-9]{1,2}[-./月]|(?:19|20)[0-9]{2}))")
_SPAN = expression(r"(?<![0-9])((?:19|20)[0-9]{2})年?[-~至到/—]{1,2}((?:19|20)[0-9]{2}|[0-9]{2}(?=年))年?")
_TITLE = expression(r"《[^》]{0,80}》|[〔\[(（][0-9]{4}[〕\])）]|[〔\[(（][^〕\])）]{0,30}号")
_SINCE_BEFORE = expression(r"(?:截至|截止到?|自|从|始于|起于|源于|早在|曾于|已于|(?:时点|基准日|基期|建档日)[为是:]?)$")
_SINCE_AFTER = expression(
    r"^年?度?(?:[0-9一二三四五六七八九十]{1,2}月)?(?:[0-9]{1,2}日)?(?:以来|起|至今|之?后|以后|以前|成立|建成|建立|设立|批复|批准|立项|签订|签署|投入使用|竣工|购置|购入|启用|改制|入驻|修建|印发|下发|颁布|实施以来|普查|底(?:的|有|共|为|存|结)|末|年末|[^，。；]{0,4}(?:以|之|底|末|月)?前(?:建成|竣工|完工|交付|投用|投入使用|购置|安装|成立|参加工作|入职|退休|出生|毕业|登记|注册)[^，。；]{0,2}的|[^，。；0-9]{0,4}(?:装|建|购|买|换|修|配|铺|种|栽|造|产|埋|敷|架|砌|定制|采购)的)"
)
_COMPARED_BEFORE = expression(
    r"(?:比|较|同比|相比|对比|对照|高于|低于|超过|不低于|不高于|优于|参照|参考|以|由)(?:上年|去年|上一年度?)?$"
)
_COMPARED_AFTER = expression(r"^年?度?[^，。；]{0,14}(?:相比|基础上|基数|基期|水平|同期|为基|比)")
_FIGURE_OF = expression(
    r"^年?(?:度|底|末)?(?:(?:为|是|实际|约)?[0-9][0-9,.]*(?![0-9,.]*[年月日])|[^，。；()（）]{0,6}(?:测|查|统计|普查|摸底))"
)
"""What stands in a bracket that tells of an earlier year's figure (（2024年为8人）, （2023年航测）)."""
_WAS = expression(
    r"^年?(?:度|底|末)?[^，。；0-9]{0,8}(?:为(?![^，。；]{2,20}(?:提供|发放|兑付|配[备发送]|办理|开展|安装|投保|购买|改造|建设|体检|培训))|是|实际|约|达|共)[0-9][0-9,.]*(?![0-9,.]*[年月日])"
)
"""The same anywhere (2023年演练为25分钟); what is done for so many is none (为60人发放)."""
_DEADLINE_AFTER = expression(
    r"^年?(?:底|末|[0-9一二三四五六七八九十]{1,2}月|第?[一二三四1-4]季度|[上下]半年|[-./][0-9]{1,2})[^，。；]{0,8}(?:前|底|内|末|完成|完工|竣工|交付|上线|结束|到位|开工|验收|启用)"
)

_UNTIL_BEFORE = expression(r"(?<![0-9至])[到至]$")
_UNTIL_AFTER = expression(r"^年(?:底|末|[0-9一二三四五六七八九十]{1,2}月)")


class Year(msgspec.Struct, frozen=True):
    """A year at `start`; of a span `last` is its end. `clause` is the text around it."""

    year: int
    last: int
    start: int
    kind: YearKind
    clause: str


def years(text: str | None) -> tuple[Year, ...]:
    """Every year of a text in order."""
    shown = half_width(text or "")
    dated = list(_YEAR.finditer(shown))
    if not dated:
        return ()
    titles = [match.span() for match in _TITLE.finditer(shown)][::-1]
    spans = {match.start(): match for match in _SPAN.finditer(shown)}
    found: list[Year] = []
    covered = 0
    for match in dated:
        start = match.start()
        if start < covered:
            continue
        year = last = int(match[1])
        begin, stop = around(shown, start, match.end(), CLAUSE_ENDS)
        clause, before, after = shown[begin:stop], shown[begin:start], shown[match.end() : stop]
        kind: YearKind = "plain"
        while titles and titles[-1][1] <= start:
            titles.pop()
        if titles and titles[-1][0] <= start:
            kind = "title"
        elif start in spans:
            kind = "span"
            end = spans[start][2]
            last = int(end) if len(end) == 4 else year // 100 * 100 + int(end)
            covered = spans[start].end()
        elif (
            _COMPARED_BEFORE.search(before)
            or _COMPARED_AFTER.match(after)
            or _WAS.match(after)
            or (before.endswith("(") and _FIGURE_OF.match(after))
        ):
            kind = "baseline"
        elif _SINCE_BEFORE.search(before) or _SINCE_AFTER.match(after):
            kind = "past"
        elif _DEADLINE_AFTER.match(after) or (_UNTIL_BEFORE.search(before) and _UNTIL_AFTER.match(after)):
            kind = "deadline"
        found.append(Year(year, last, start, kind, clause))
    return tuple(found)
