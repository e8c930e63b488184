"""Figures in a row's own description that say how many or how fast, where its value says otherwise."""

from collections.abc import Iterator, Sequence

from perflint_zh.budget import Indicator, Project, Quantity
from perflint_zh.patterns import expression
from perflint_zh_models.quantities.promises import Promise, promises
from perflint_zh_models.quantities.words import unspaced

from perflint_zh_rules._figures import measured, rows_of
from perflint_zh_rules.budget_fit._agreement import same_digits

RHYTHM = expression(r"^(?:[一-鿿]{1,4})?每[天日周旬月季年](?!.*每)[^，。；]*的$")
"""What is done to those again and again, and stands before how many they are (每天巡查的34座)."""

COUNTED = expression(r"(?:^|的)$")
"""What stands before the figure of those that a description ends with (签到满五天的80名学员)."""

BESIDE = expression(r"^(?:对应|涉及|分布|分属|隶属|来自|面向|覆盖|针对|依托|服务|供|配|抽|取|选|从)")
"""Beginnings of a description of what else has to do with those (对应学校开设的5个专业)."""

PART = 0.5
"""Share of the value below which a description tells of some of those only (考核不合格的3人停发)."""

NOUN = expression(r"[一-鿿]{1,8}")
RECKONED = expression(r"^(?:测算|计算|安排|核定)$")
"""What stands behind the figure by which a row is reckoned (按8万人次测算)."""

EACH = expression(r"每[^，。；、]{0,4}$")
"""What stands before the figure of one of them."""

IN_ALL = expression(r"^(?:[一-鿿]{1,3})?(?:共计?|合计|总计)(?:为[^，。；]{1,10}?)?(?:[一-鿿]{2})?$")
"""All that stands in a clause before a figure that is the whole, and no part, of what the row counts (三场合计补助46家)."""

TOLD_IN_ALL = expression(r"(?:^|[，、；。])(?:每[^，。；、]{1,10}?)?(?:全年度?|(?:全年|年内|一)?共计?|合计|总计)$")
"""What ends before such a figure that stands behind something else (每村两场共136场, 每周1次、全年52次)."""

REST = expression(r"次?(?:[，；的]|$)")
"""What stands behind such a figure."""

SINCE = expression(r"(?:后|起|之日|当日)$")
"""What stands before a limit of time that runs from an event."""


def contradicted(project: Project) -> Iterator[tuple[Indicator, Promise]]:
    """Rows whose description ends with another number of them, is reckoned by another, or has a shorter limit of time, than the value."""
    for row in rows_of(project):
        value = measured(row)
        if value is None or value.number is None:
            continue
        written = promises(row.description)
        same = [
            promise
            for promise in written
            if promise.quantity.unit == value.unit and (promise.whole or RHYTHM.search(promise.before))
        ]
        if len(same) == 1 and _differs(same[0], value, unspaced(row.description)):
            yield row, same[0]
        elif value.kind == "count":
            yield from ((row, promise) for promise in _totals(written, value, unspaced(row.description)))


def _totals(written: Sequence[Promise], value: Quantity, description: str) -> Iterator[Promise]:
    """The only figure of how many there are in all, where it is none that the value allows."""
    alike = [promise for promise in written if promise.quantity.unit == value.unit]
    total = [promise for promise in alike if TOLD_IN_ALL.search(description[: promise.start])]
    if len(total) != 1 or total[0].quantity.operator is not None or total[0].quantity.number is None:
        return
    promise, number = total[0], total[0].quantity.number
    # Any other figure in the unit is for each, or one of the parts.
    if any(other is not promise and not EACH.search(other.before) for other in alike):
        return
    rest = description[promise.end :].rstrip("。")
    if REST.match(rest) is None or value.number is None:
        return
    exact = value.operator in {None, "="} and number != value.number
    if exact or (value.operator == "≥" and number < value.number) or (value.operator == "≤" and number > value.number):
        yield promise


def _differs(promise: Promise, value: Quantity, description: str) -> bool:
    told, rest = promise.quantity, description[promise.end :].rstrip("。")
    if told.number is None or value.number is None or told.kind != value.kind:
        return False
    if told.number != value.number and promise.before.endswith("按") and RECKONED.search(rest):
        return True
    if IN_ALL.search(promise.before) and (not rest or rest[0] in "，；的"):
        exact = {told.operator, value.operator} <= {None, "="} or same_digits(told.number, value.number)
        return exact and told.number != value.number
    if value.kind == "duration":
        limits = (told.operator, value.operator) == ("≤", "≤") and SINCE.search(promise.before)
        return bool(limits) and told.number < value.number and "的" not in rest
    if value.kind != "count" or told.operator is not None or told.number == value.number:
        return False
    if told.number < PART * value.number:
        return False
    exact = value.operator in {None, "="} or (value.operator == "≥" and told.number < value.number)
    defined = COUNTED.search(promise.before) is not None and BESIDE.search(promise.clause) is None
    return exact and defined and NOUN.fullmatch(rest) is not None
