"""Sums of money that a goal gives otherwise than the table: the price of one, and what is earned or moved."""

from collections.abc import Iterator, Sequence

from perflint_zh.budget import Indicator, Project, Quantity
from perflint_zh.extract.words import level2_of
from perflint_zh.knowledge import bare_name
from perflint_zh.patterns import expression
from perflint_zh_models.quantities.promises import Promise, promises
from perflint_zh_models.quantities.words import pairs

from perflint_zh_rules._figures import COSTS, amount_wan, measured, rows_of
from perflint_zh_rules.budget_fit._agreement import EQUAL
from perflint_zh_rules.budget_fit._shares import PEOPLE

EACH = expression(
    r"(?:(?:每(?:[一1]个?)?(?P<one>人|名|生|户|村|台|辆|场|次|亩|公里|所|个|条|套|件|处|座|盏|平方米)|(?P<mean>人|户|村|场|台|亩)均)(?:每(?P<time>月|年|天|日|学期))?|每(?:一?个)?(?P<span>月|天|日|学期))[^，,。；;0-9]{0,10}$"
)
"""Words before a sum that say for one what it is."""

EARNED = expression(r"增收|收入|[增创]效|产值|节[约省支]|减负")
"""What one gets out of it, which is no price."""

YEAR = "年"
"""A budget is of a year, whether its prices say so or not."""

SHARED = expression(r"分担|配套|自付|自筹|自理|负担|承担|[县市区省]级|差额|其中")
"""What only some of those who pay, pay of it."""

SLIP = 1e4
"""元 in 万元."""

AMPLE = 1.15
"""A cap so many times the price told is another price, and no margin for it."""

CALLED, SEVERAL = 4, 2
"""Characters before one of several sums that name it, and pairs of them that its row must have."""

NAMED = 3
"""Characters from which more of a name say what a sum is of."""

Told = tuple[Indicator, Quantity, Promise]
"""A row, its value and what the goal says instead."""


def contradicted(project: Project) -> Iterator[Told]:
    """The only cost of one in the table, where the goal gives it as another sum (每人每月1200元, 1000元/人·月)."""
    told: dict[frozenset[str], list[Promise]] = {}
    for promise in promises(project.goal):
        per = _per_told(promise)
        if per and promise.quantity.operator in {None, "="}:
            told.setdefault(per, []).append(promise)
    costs = [row for row in rows_of(project) if level2_of(row.level2) in COSTS]
    priced: dict[frozenset[str], list[tuple[Indicator, Quantity]]] = {}
    for row in costs:
        value = measured(row)
        per = _per_of(row, value) if value is not None and value.number is not None else frozenset[str]()
        if value is not None and per:
            priced.setdefault(per, []).append((row, value))
    for per, rows in priced.items():
        for row, value, promise in _matched(rows, told.get(per, [])):
            about = pairs(promise.clause) & pairs(f"{row.name}。{row.description or ''}")
            ours, theirs = amount_wan(value), amount_wan(promise.quantity)
            if ours is None or theirs is None or not (about or len(costs) == 1):
                continue
            if SHARED.search(row.name) and not SHARED.search(promise.clause):
                continue
            # 15元 for 15万元 is unit-scale-error's.
            if abs(max(ours, theirs) - SLIP * min(ours, theirs)) <= EQUAL:
                continue
            if not _allows(value, ours, theirs):
                yield row, value, promise


def _matched(rows: Sequence[tuple[Indicator, Quantity]], goals: Sequence[Promise]) -> Iterator[Told]:
    """The one row with the one sum, or of several each with the sum before which most of its own name stands (简易纠纷100元/件、疑难纠纷300元/件)."""
    if len(rows) == len(goals) == 1:
        yield *rows[0], goals[0]
        return
    for row, value in rows:
        shared = [len(_called(promise) & pairs(bare_name(row.name))) for promise in goals]
        most = max(shared, default=0)
        if most < SEVERAL or shared.count(most) > 1:
            continue
        promise = goals[shared.index(most)]
        others = [len(_called(promise) & pairs(bare_name(other.name))) for other, _ in rows if other is not row]
        if all(other < most for other in others):
            yield row, value, promise


def _called(promise: Promise) -> frozenset[str]:
    """Pairs of the words right before a sum."""
    return pairs(promise.before[-CALLED:])


def other_sums(project: Project) -> Iterator[Told]:
    """Sums of money that are no costs, which the goal gives otherwise under the very name of the row."""
    for row in rows_of(project):
        value = measured(row)
        if value is None or value.kind != "money" or level2_of(row.level2) in COSTS:
            continue
        ours = amount_wan(value)
        for promise in promises(project.goal):
            theirs = amount_wan(promise.quantity) if promise.quantity.kind == "money" and promise.whole else None
            called = promise.before.endswith(bare_name(row.name)) and len(bare_name(row.name)) > NAMED
            if called and ours is not None and theirs is not None and abs(ours - theirs) > EQUAL:
                yield row, value, promise
                break


def _per_told(promise: Promise) -> frozenset[str]:
    """What a sum in text is per, told by its unit or by the words before it; empty for a sum that is of no one thing."""
    if promise.quantity.kind == "unit-cost" and promise.whole:
        return _per(promise.quantity)
    found = EACH.search(promise.before) if promise.quantity.kind == "money" else None
    if found is None or EARNED.search(found[0]):
        return frozenset()
    named = {found[group] for group in ("one", "mean", "time", "span")} - {None, YEAR}
    return frozenset("人" if one in PEOPLE else one for one in named)


def _per_of(row: Indicator, value: Quantity) -> frozenset[str]:
    """What a row's price is per, told by its unit or, of a plain sum, by its name (人均补助标准)."""
    if value.kind == "unit-cost" and _per(value):
        return _per(value)
    found = EACH.search(bare_name(row.name)) or EACH.search(row.description or "")
    one = found and (found["one"] or found["mean"])
    return frozenset({"人" if one in PEOPLE else one}) if one else frozenset()


def _per(quantity: Quantity) -> frozenset[str]:
    """What one costs is per: 人 and 月 of 元/人·月."""
    words = (quantity.unit or "").partition("/")[2].split("·")
    return frozenset("人" if word in PEOPLE else word for word in words) - {YEAR}


def _allows(value: Quantity, ours: float, theirs: float) -> bool:
    """Whether a price with its sign leaves room for another one."""
    if value.operator in {"≤", "<"}:
        return theirs <= ours < AMPLE * theirs
    if value.operator in {"≥", ">"}:
        return ours <= theirs
    return abs(ours - theirs) <= EQUAL
