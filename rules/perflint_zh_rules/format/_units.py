"""Numbers that are right and have another's unit: shares in a unit that no share is given in, and counts in percent beyond the whole."""

from perflint_zh.patterns import expression

DATE = expression(r"(?:日期|时点|截止日|截止时间|完成时[间限])$")
"""Names of a day; a number of things there is another kind of value, where beside a span of time it is another unit."""

ENTITY = expression(r"(?:面积|里程|长度|(?<![指系分倍基参])数|数量|人次|批次|班次|场次)$")
CHANGED = expression("增|降|减|提升|占")
"""Names of counts, and words of those that are of a change or a share."""

WHOLE = 100.0

_NEVER = (
    (expression(r"(?<![频效功分])(?:率|比例|占比|比重)$"), frozenset("分 年 月 元 万元".split())),
    (expression(r"满意[度率]$"), frozenset("元 万元 次 年 月 天 台 套 辆 份 册 页 篇 平方米 公里 米 亩".split())),
)


def is_no_unit_of_shares(name: str, unit: str) -> bool:
    """Tell whether a name is of a share, and nothing that it may share out is counted in a unit (满意度 ≥90次)."""
    return any(unit in never and of.search(name) for of, never in _NEVER)


def is_count(name: str) -> bool:
    """Tell whether a name is of how many or how much there is of something, which no percentage tells."""
    return ENTITY.search(name) is not None and not CHANGED.search(name)
