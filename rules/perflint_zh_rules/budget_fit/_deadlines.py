"""Days by which a goal and a row of its table say that the same thing is done."""

from collections.abc import Iterator

import msgspec
from perflint_zh.budget import Indicator, Project, Quantity
from perflint_zh.knowledge import bare_name, half_width
from perflint_zh.patterns import expression
from perflint_zh_models.quantities.promises import Promise, promises
from perflint_zh_models.quantities.words import pairs

from perflint_zh_rules._figures import ASKS_WHEN, measured, rows_of

POINT = expression(
    r"(?:(?P<year>20[0-9]{2})年?|[本当]?年?)(?:第?(?P<quarter>[1-4一二三四])季度|(?P<month>1[0-2]|[1-9])月份?(?:(?P<day>[0-9]{1,2})日)?|(?P<end>年[底末]))(?P<last>[底末])?(?P<before>之?前|以前)?"
)
MONTHLY = expression(r"(?P<which>[每次当下]月)(?P<day>[0-9]{1,2})[日号](?:之?前|以前)")
"""A last day that comes round every month."""

QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4}
LAST_DAY = 31
LATE = 28
"""From this day of a month on it is its end, which months have at different days."""

BEGINNING = expression(r"^(?:起|开始|启动|开工|动工|进场|[至到—~-])")
"""What behind a day makes it the first and not the last."""

STAGES = expression(r"[完竣交]工|完成|结束|截止|验收|交付|时间|日期|时限|时点|节点|期限")
"""Words of a name that say it is about a day."""

ENDS = expression(r"完工|竣工|交工|交付|上线|投[入用]|验收|通车")
"""Words of it that say how the thing ends."""

EARLIER = expression(r"[开动]工|启动|开始|开班|进场|招标|采购|签[订约]|审批|立项|设计|[首初前]批|[一二三]期")
"""Stages before the end, which have days of their own."""

SHARED = 2
"""Pairs of characters by which a row and a clause speak of one thing, where each has the only day."""


class Due(msgspec.Struct, frozen=True):
    """A last day, as month × 100 + day; `first` is lower where the wording leaves room (10月前)."""

    year: str | None
    first: int
    last: int


def contradicted(project: Project) -> Iterator[tuple[Indicator, Promise]]:
    """Rows with a last day other than the one that the goal gives for the same thing."""
    told = [(due, promise) for promise in promises(project.goal) if (due := _told(promise)) is not None]
    dated = [(row, due) for row in rows_of(project) if (due := _of_row(row)) is not None]
    for row, due in dated:
        if any(_agree(due, other) for other, _ in told):
            continue
        name = STAGES.sub(" ", bare_name(row.name))
        about = pairs(name)
        stages = set(EARLIER.findall(name))
        ends = _ends(f"{row.name}{row.description or ''}")
        near = [
            (other, promise) for other, promise in told if about & pairs(promise.clause) or ends & _ends(promise.clause)
        ]
        if len(near) != 1:
            continue
        ((other, promise),) = near
        if not stages <= set(EARLIER.findall(promise.clause)):
            continue
        same = set(name.replace(" ", "")) <= set(project.goal or "")
        one_thing = len(about & pairs(promise.clause)) >= SHARED or ends & _ends(promise.clause)
        likely = len(told) == len(dated) == 1 and one_thing and due.first > other.last
        if same or likely:
            yield row, promise


def other_days(project: Project) -> Iterator[tuple[Indicator, Promise]]:
    """Rows with another last day of the month than the goal's, where each has the only one and they speak of one thing."""
    told = [(due, promise) for promise in promises(project.goal) if (due := _monthly(promise.quantity)) is not None]
    dated = [(row, due) for row in rows_of(project) if (due := _monthly(measured(row))) is not None]
    if len(told) == len(dated) == 1:
        ((day, promise), (row, other)) = told[0], dated[0]
        one_thing = pairs(promise.clause) & pairs(f"{row.name}。{row.description or ''}")
        if one_thing and day[0] == other[0] and day[1] != other[1]:
            yield row, promise


def _monthly(quantity: Quantity | None) -> tuple[str, int] | None:
    found = MONTHLY.fullmatch(half_width(quantity.raw_unit or "")) if quantity and quantity.kind == "date" else None
    return (found["which"], int(found["day"])) if found else None


def _ends(text: str) -> set[str]:
    """Words of how a thing is brought to its end (完工, 验收)."""
    return set(ENDS.findall(text))


def _told(promise: Promise) -> Due | None:
    raw = promise.quantity.raw_unit or ""
    if promise.quantity.kind != "date" or not promise.whole or BEGINNING.match(promise.after):
        return None
    return _due(raw)


def _of_row(row: Indicator) -> Due | None:
    quantity = measured(row)
    if quantity is None:
        return None
    # 12月 under the name of a time is December, where it might be twelve months.
    if quantity.raw_unit == "月" and quantity.operator != "≥" and ASKS_WHEN.search(bare_name(row.name)):
        return _due(f"{quantity.number:.15g}月")
    return _due(quantity.raw_unit or "") if quantity.kind == "date" else None


def _due(raw: str) -> Due | None:
    found = POINT.fullmatch(half_width(raw))
    if found is None:
        return None
    if found["end"]:
        # Any day of December is before the end of the year.
        return Due(found["year"], 1201, 1200 + LAST_DAY)
    quarter = found["quarter"]
    month = 3 * (QUARTERS.get(quarter) or int(quarter)) if quarter else int(found["month"])
    day = int(found["day"] or LAST_DAY)
    last = 100 * month + (LAST_DAY if day >= LATE else day)
    if found["day"] or found["last"] or quarter:
        return Due(found["year"], last, last)
    # Before October may be by the end of September; in October is on any of its days.
    return Due(found["year"], 100 * (month - 1) + LAST_DAY if found["before"] else 100 * month + 1, last)


def _agree(one: Due, other: Due) -> bool:
    """Tell whether two days may be one; those of different years are of different stages."""
    if one.year and other.year and one.year != other.year:
        return True
    return one.first <= other.last and other.first <= one.last
