"""Counts, shares and spans of time that texts give otherwise than the values of the rows that they are about."""

import itertools
from collections import Counter
from collections.abc import Iterator, Sequence

from perflint_zh.budget import Indicator, Project, Quantity
from perflint_zh.extract.words import level2_of
from perflint_zh.knowledge import bare_name
from perflint_zh.patterns import expression
from perflint_zh_models.quantities.promises import Promise, promises
from perflint_zh_models.quantities.words import pairs, unspaced

from perflint_zh_rules._figures import (
    ASKS_WHEN,
    COSTS,
    GENERAL,
    NAMING_UNITS,
    NEAR,
    in_minutes,
    measured,
    rows_of,
    things_of,
)
from perflint_zh_rules.budget_fit._agreement import EQUAL, agrees, same_digits
from perflint_zh_rules.budget_fit._things import (
    NAMED,
    PHRASE_END,
    SLIP,
    Valued,
    counted_in,
    has_figure,
    is_behind,
    is_called_behind,
    is_equal,
    is_named_before,
    is_part,
    names_rate,
    names_thing,
    nearest,
    only_one,
    same_thing,
    same_unit,
    tells_all,
)
from perflint_zh_rules.budget_fit._told import KINDS, Told

NONE = expression(r"(?:不(?:再)?发生|未发生|不出现|杜绝)[^，,。；;、\d]+")
"""What a goal says must not happen."""

HAPPENED = expression(r"^发生|发生$")

REPEATED = expression(r"[两二三四五六2-6](?:轮|遍|批|期)")
"""Words by which a figure in text is multiplied (54座加油站两轮检查 are 108座次)."""

BESIDE = expression(r"[^和及与、，。；]{2,}(?:和|及|与|以及)$")
"""One more thing named before a figure (登记大厅和5个服务点 are six places)."""

THING = 3
"""Characters behind a figure by which two texts name one thing (5场推介会)."""

ALL_OF = expression(r"(?P<thing>[一-鿿]{2})(?:(?P<all>全部|全都|全数|均|都)|(?=的|和|与|及|并|完成|通过|验收|$))")
"""The thing or deed behind a figure of those that are done by a day (1200盏路灯全部点亮)."""

TIME_TAKEN = expression(r"(?:用时|耗时|时[限间长]|期限|天数|周期|时效)$")
"""Words of a name that ask how long."""

STRICT = 0.5
"""Share of a limit of time below which another is no stricter one for the same thing but another number."""

DIGITS, NAMED_DIGITS = 3, 2
"""Significant digits from which a number with two of them in the other order is no other number by chance: alone, and where the name has a word of those before the figure or theirs is the only figure in its unit."""

BOTH = 2
"""Figures in a unit where the goal and one row have the only ones."""

MOST_SUMMED = 12
"""Figures of a goal of which any two may add up to another; a longer list would take long."""

RATES = frozenset({"%", "‰"})


def valued_rows(project: Project) -> list[Valued]:
    """Rows whose value can be compared with figures in text, spans of time in minutes."""
    return [
        (row, in_minutes(quantity))
        for row in rows_of(project)
        if (quantity := measured(row)) is not None and quantity.number is not None and quantity.kind in KINDS
    ]


def contradicted(told: Sequence[Told], rows: Sequence[Valued]) -> Iterator[tuple[Told, Indicator, Quantity]]:
    """Yield the figures that contradict the value of the row they are about, each row once."""
    found: set[int] = set()
    for one in told:
        meant, named, called = _meant(one, told, rows)
        if agrees(one.quantity, [quantity for _, quantity in meant], one.rounding) or _stands_in_rows(one, told, rows):
            continue
        meant = [valued for valued in meant if one.owner is valued[0] or not is_part(one, *valued)]
        if not meant:
            continue
        valued = nearest(one, meant)
        # Of figures one after another (蒸饭柜4台、消毒柜6台) those that are called as other rows are say nothing of this one.
        others = [other for other in told if not (named and _is_anothers(other, valued[0], rows))]
        # What the goal calls by all of its name it is at fault for, whatever descriptions repeat.
        others = [other for other in others if other.owner is None or not called]
        if id(valued[0]) in found or any(
            explains(one, valued, others) for explains in (_is_repeated, _adds_up, _has_one_more, _is_told_elsewhere)
        ):
            continue
        found.add(id(valued[0]))
        yield one, *valued


def _meant(one: Told, told: Sequence[Told], rows: Sequence[Valued]) -> tuple[list[Valued], bool, bool]:
    """The rows that a figure may be about, and whether the words before it, or else those behind it, are their names."""
    compared = [valued for valued in rows if _is_told_of(one, valued[0])]
    same = [valued for valued in compared if same_thing(one, *valued)] or only_one(one, told, compared)
    # Of rows that share a word with it the one that is called so comes first (乳腺癌 of 宫颈癌检查 and 乳腺癌检查), or is told right behind it.
    named = [valued for valued in same if is_named_before(one.promise, bare_name(valued[0].name))]
    behind = [valued for valued in same if is_behind(one.promise, things_of(bare_name(valued[0].name)))]
    # Where any of them has the figure, that is the row.
    unmet = behind if not agrees(one.quantity, [value for _, value in behind], one.rounding) else []
    called = [valued for valued in unmet if is_called_behind(one.promise, bare_name(valued[0].name))]
    return named or called or behind or same, bool(named), bool(called and not named)


def _stands_in_rows(one: Told, told: Sequence[Told], rows: Sequence[Valued]) -> bool:
    """Tell whether rows have a figure of the goal as often as it is told: told twice it is that of two rows (宫颈癌10000人、乳腺癌10000人)."""
    alike = [other for other in told if other.where == one.where and is_equal(other.quantity, one.quantity)]
    return one.owner is None and sum(has_figure(one, *valued) for valued in rows) >= len(alike)


def _is_repeated(one: Told, valued: Valued, _: Sequence[Told]) -> bool:
    """Tell whether a value is a multiple of a figure that is said to be done several times."""
    number = valued[1].number or 0.0
    return REPEATED.search(one.promise.clause) is not None and number % (one.quantity.number or 1.0) == 0.0


def _adds_up(one: Told, valued: Valued, told: Sequence[Told]) -> bool:
    """Tell whether a value is what all counts of the clause come to: 9个断面 and 3座水库 are twelve places, where the row names neither."""
    counted = [
        other.quantity.number or 0.0
        for other in told
        if other.promise.clause == one.promise.clause and other.quantity.kind == "count"
    ]
    return not same_thing(one, *valued) and abs(sum(counted) - (valued[1].number or 0.0)) <= EQUAL


def _has_one_more(one: Told, valued: Valued, _: Sequence[Told]) -> bool:
    """Tell whether a value counts the one thing that is named before a figure too."""
    row, quantity = valued
    one_more = quantity.number == (one.quantity.number or 0.0) + 1.0
    return one_more and BESIDE.search(one.promise.before) is not None and not tells_all(one.promise, row)


def _is_told_elsewhere(one: Told, valued: Valued, told: Sequence[Told]) -> bool:
    """Tell whether another text about the thing, or another figure of the same clause, gives the value.

    A name or description that contradicts its own row is at fault whatever the goal says.
    """
    row, quantity = valued
    others = [other.quantity for other in told if other is not one and same_thing(other, row, quantity)]
    beside = [
        other.quantity
        for other in told
        if other.promise.clause == one.promise.clause
        and other.owner is one.owner
        and (other.quantity.unit == one.quantity.unit or names_thing(other.promise, row))
    ]
    return agrees(quantity, [] if one.owner is row else others) or agrees(quantity, beside)


def _is_anothers(one: Told, row: Indicator, rows: Sequence[Valued]) -> bool:
    """Tell whether the words before a figure are those of another row's name and not of this one's."""
    names = [bare_name(other.name) for other, _ in rows if other is not row]
    return not is_named_before(one.promise, bare_name(row.name)) and any(
        is_named_before(one.promise, name) for name in names
    )


def _is_told_of(one: Told, row: Indicator) -> bool:
    """Whether a text speaks of a row's figure: the goal, the row's own, or what a cost is for (29台车辆的运行费用); other rows tell of samples and conditions."""
    return one.owner is None or one.owner is row or level2_of(one.owner.level2) in COSTS


def transposed(told: Sequence[Told], rows: Sequence[Valued]) -> Iterator[tuple[Indicator, Quantity, Promise]]:
    """Counts in which two digits of a figure of the goal stand the wrong way round (602 for 620), whatever the row calls them."""
    goals = [one for one in told if one.where == "绩效目标" and one.quantity.kind == "count"]
    known = {one.quantity.number for one in goals}
    units = Counter(quantity.unit for quantity in (*(one.quantity for one in goals), *(value for _, value in rows)))
    for row, quantity in rows:
        if quantity.kind != "count" or quantity.number in known:
            continue
        for one in goals:
            named = pairs(one.promise.before[-NAMED:]) & pairs(row.name) or units[quantity.unit] == BOTH
            digits = NAMED_DIGITS if named else DIGITS
            if same_unit(one.quantity.unit or "", quantity.unit or "") and _is_slip(one.quantity, quantity, digits):
                yield row, quantity, one.promise
                break


def _is_slip(one: Quantity, other: Quantity, least: int) -> bool:
    """Tell whether two numbers with at least so many significant digits differ by two neighbours that changed places."""
    first, second = (f"{quantity.number:.15g}" for quantity in (one, other))
    significant = max(len(digits.replace(".", "").strip("0")) for digits in (first, second))
    if len(first) != len(second) or significant < least:
        return False
    return any(first == f"{second[:at]}{second[at + 1]}{second[at]}{second[at + 2 :]}" for at in range(len(second) - 1))


def without_power(project: Project, rows: Sequence[Valued]) -> Iterator[tuple[Indicator, Quantity, Promise]]:
    """Counts that have lost the 万 of the goal's figure of the same name, whatever part or year that is of."""
    for row, quantity in rows:
        for promise in promises(project.goal):
            told = promise.quantity
            slip = quantity.number and told.unit == quantity.unit and told.number == SLIP * quantity.number
            if slip and quantity.kind == "count" and is_named_before(promise, bare_name(row.name)):
                yield row, quantity, promise
                break


def more_described(told: Sequence[Told], rows: Sequence[Valued]) -> Iterator[tuple[Indicator, Promise, Promise]]:
    """Counts in descriptions that no row has and that go beyond the goal's for the same thing, or have its digits, with the goal's and theirs; less may be a part, except of all that is done by a day."""
    goals = [one for one in told if one.owner is None and one.quantity.kind == "count"]
    for one in told:
        if one.where != "描述" or one.quantity.kind != "count" or one.owner is None:
            continue
        number, unit = one.quantity.number or 0.0, one.quantity.unit or ""
        in_all = ALL_OF.match(one.promise.after) if ASKS_WHEN.search(one.owner.name) else None
        thing = in_all["thing"] if in_all is not None else one.promise.after[:THING]
        if not pairs(thing) or (in_all is None and len(thing) < THING):
            continue
        # In a general unit anything may stand there (2个供科室使用).
        near = NEAR if in_all is not None or unit not in GENERAL else THING
        same = [
            other
            for other in goals
            if other.quantity.unit == unit and (thing in other.promise.before or thing in other.promise.after[:near])
        ]
        if len(same) != 1 or _is_number_of(one, [other.quantity for other in goals], rows):
            continue
        whole = same[0].quantity.number or 0.0
        if number != whole and (number > whole or same_digits(number, whole) or (in_all is not None and in_all["all"])):
            yield one.owner, same[0].promise, one.promise


def _is_number_of(one: Told, goals: Sequence[Quantity], rows: Sequence[Valued]) -> bool:
    """Tell whether a figure is that of a row in such a unit, or what some of the goal's come to."""
    unit = one.quantity.unit or ""
    values = [
        value
        for row, value in rows
        if value.unit == "个" or same_unit(unit, value.unit or "") or (unit in NAMING_UNITS and unit in row.name)
    ]
    if agrees(one.quantity, values, one.rounding):
        return True
    numbers = [goal.number or 0.0 for goal in goals if goal.unit == unit]
    sums = [sum(numbers), *map(sum, itertools.combinations(numbers[:MOST_SUMMED], 2))]
    return any(abs(number - (one.quantity.number or 0.0)) <= EQUAL for number in sums)


def shorter(told: Sequence[Told], rows: Sequence[Valued]) -> Iterator[tuple[Indicator, Quantity, Promise]]:
    """Limits of time far below the goal's for what the row's whole name says, where the goal has the row's nowhere; a little less only keeps it."""
    goals = [one for one in told if one.owner is None and one.quantity.kind == "duration"]
    for row, value in rows if goals else ():
        if value.kind != "duration" or value.operator not in {"≤", "<"} or level2_of(row.level2) != "时效指标":
            continue
        alike = [one for one in goals if one.quantity.unit == value.unit]
        if any(one.quantity.number == value.number for one in alike):
            continue
        name = TIME_TAKEN.sub("", bare_name(row.name))
        meant = [one for one in alike if _is_limit_of(one, name)]
        if len(meant) == 1 and (value.number or 0.0) < STRICT * (meant[0].quantity.number or 0.0):
            yield row, value, meant[0].promise


def _is_limit_of(one: Told, name: str) -> bool:
    """Tell whether the words on both sides of a limit of time are those of a name (病媒投诉3天内处置, 病媒投诉处置)."""
    said = f"{one.promise.before}{PHRASE_END.split(one.promise.after, maxsplit=1)[0]}"
    limits = one.quantity.operator in {None, "≤", "<"}
    return limits and len(name) > NAMED and set(name) <= set(said) and bool(pairs(name) & pairs(said))


def denied(project: Project) -> Iterator[tuple[Indicator, str]]:
    """Rows that put up with some of what the goal says must not happen at all, with the words of the goal."""
    goal = unspaced(project.goal)
    events = NONE.findall(goal)
    for row in rows_of(project) if events else ():
        value = measured(row)
        if value is None or value.kind != "count" or not value.number or value.operator in {"≥", ">"}:
            continue
        thing = HAPPENED.sub("", counted_in(bare_name(row.name)))
        for said in events:
            if len(thing) > NAMED and said.endswith(thing):
                yield row, said
                break


def other_rates(project: Project) -> Iterator[tuple[Indicator, Quantity, Promise]]:
    """Shares that repeat the number of the goal's in tenths of it (0.3‰, 0.3%)."""
    for row in rows_of(project):
        value = measured(row)
        if value is None or value.number is None or value.unit not in RATES:
            continue
        for promise in promises(project.goal):
            told = promise.quantity
            if (
                told.number == value.number
                and told.unit in RATES - {value.unit}
                and names_rate(promise.before, bare_name(row.name))
            ):
                yield row, value, promise
                break
