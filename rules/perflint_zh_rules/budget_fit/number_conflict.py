"""number-conflict."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

import msgspec
from perflint_zh.budget import Budget, Indicator, Project, Quantity
from perflint_zh.extract.words import level2_of
from perflint_zh.knowledge import bare_name, unit_dimension
from perflint_zh.patterns import expression
from perflint_zh.rule import Flaw, NotApplicable, Outcome, rule
from perflint_zh_models.quantities.promises import AMONG, Promise, promises
from perflint_zh_models.quantities.words import clips, pairs, unspaced

from perflint_zh_rules._figures import (
    ALONE,
    COSTS,
    COUNT_WORDS,
    EFFECTS,
    GENERAL,
    NAMING_UNITS,
    NEAR,
    in_minutes,
    measured,
    rows_of,
    things_of,
)
from perflint_zh_rules.budget_fit import (
    _ages,
    _apiece,
    _deadlines,
    _described,
    _narrated,
    _parts,
    _prices,
    _respectively,
    _rounds,
    _shares,
)
from perflint_zh_rules.budget_fit._agreement import EQUAL, agrees, is_earlier, is_longer, is_looser, same_digits

WHOLE = expression(r"以[上下内]|全年|本?年度|累计|合计|总")
"""Words of a count's name that make it no part of another."""

TELLING = frozenset({"辆", "盏"})
"""Units that by themselves say what is counted."""

INTERCHANGEABLE = frozenset({"equipment", "documents", "persons"})
"""Dimensions of which one word may stand for another (台 and 辆, 份 and 册, 名 and 人)."""

RATE = expression(
    r"([一-鿿]{2,}(?:率|比例|占比|比重|密度|满意度))(?:达到|达|为|保持在?|稳定在|控制在?|不低于|提高到|提升到)?$"
)
SORT = expression(r"合格|达标|完成|及时|准确|覆盖|知晓|通过|完好|到位|满意")
"""Words of what a share is of, which both names have (考核合格率 is no 养护率)."""

CLIPPED, ENDING = 3, 5
"""Characters that a clipped name of a share must have (取证率), and those at the end that two names of one share have in common."""

NONE = expression(r"(?:不(?:再)?发生|未发生|不出现|杜绝)[^，,。；;、\d]+")
"""What a goal says must not happen."""

HAPPENED = expression(r"^发生|发生$")

REPEATED = expression(r"[两二三四五六2-6](?:轮|遍|批|期)")
"""Words by which a figure in text is multiplied (54座加油站两轮检查 are 108座次)."""

BOUND = expression(r"以[上下内外]$")
"""A figure that ends so and has words behind it says which (100人以上企业), not how many."""

AVERAGE = expression(r"平均[^每均，。；]{0,8}$")
"""A span of time on average is the one that a row measures."""

BESIDE = expression(r"[^和及与、，。；]{2,}(?:和|及|与|以及)$")
"""One more thing named before a figure (登记大厅和5个服务点 are six places)."""

LEADING = expression(r"([^，,。；;、：:\s和及与]{2,12}?)(?:约|近|共|达到?|为|不[少低]于)?$")
GRADE = expression(r"[A-Za-z一二三四五六甲乙丙丁][级类等档]")
NAMED = 3
"""A grade by which one of several is told (D级危房), the words right before a figure, and characters by which they name what it counts."""

SIZE = expression(r"(?<![质力含能余增降数])量$|长度$")
"""Endings of the name of an amount, besides those of a count."""

WITHIN = expression(r"^(?:[以之]?内)?(?:完成|办理|实施|进行|予以)?")
"""What stands between a limit of time and what must be done by then (10个工作日内完成赔付)."""

FIGURE = expression(r"[0-9]+(?![0-9]|周?岁)")

THING = 3
"""Characters behind a figure by which two texts name one thing (5场推介会)."""

KINDS = frozenset({"count", "rate", "duration"})

DIGITS, NAMED_DIGITS = 3, 2
"""Significant digits from which a number with two of them in the other order is no other number by chance: alone, and where the name has a word of those before the figure or theirs is the only figure in its unit."""

BOTH = 2
"""Figures in a unit where the goal and one row have the only ones."""

POWERS = {"十": 1e1, "百": 1e2, "千": 1e3, "万": 1e4, "亿": 1e8}
ROUNDED = expression(r"(?P<about>约|近|大约)?[0-9,]*[0-9](?:\.(?P<decimals>[0-9]+))?(?P<power>[十百千万亿]?)")
ABOUT = 0.1
"""Share by which a figure with 约 before it may be off."""

PART = 0.5
"""A row with less than this share of a figure, and with words that the figure's clause has not, counts a part of it; of an effect any less may be."""

SLIP = POWERS["万"]
"""A value so many times smaller than the figure has lost its 万."""


RATES = frozenset({"%", "‰"})

PHRASE_END = expression(r"[，。；、(（]|和|及|并|与")
PHRASE = 3
"""Pairs of characters from which the words behind a figure say enough of what it counts."""

PLACE = expression(r"县|市|区|乡镇|乡|镇|街道|社区|村")
"""What a figure in 个 counts when one of these stands right behind it, whatever is done there (5个县租用工位)."""


class Told(msgspec.Struct, frozen=True):
    """A figure in text: where it stands, the row whose name or description it is, and how far its last written digit reaches."""

    where: str
    owner: Indicator | None
    promise: Promise
    rounding: float

    @property
    def quantity(self) -> Quantity:
        """The figure itself."""
        return self.promise.quantity


Valued = tuple[Indicator, Quantity]


@rule(Budget, severity="warning")
def number_conflict(budget: Budget) -> Iterator[Outcome]:
    """数字矛盾：同一件事，名称、描述、目标和指标值里的数字不一致。

    目标写186名代表、指标值写168人，年底按哪个数考核说不清；多半有一处是抄来的或没有改。

    写法：描述“29台车辆的运行费用”、车辆数“≥20辆” → 核对后写成同一个数。

    依据：《中央部门预算绩效目标管理办法》（财预〔2015〕88号）要求绩效目标“指向明确”“细化量化”。

    误报：说的必须是同一样东西、同一种单位；“每场50人”只和每场的数比；描述里比目标小的数可以是一部分；“其中30人”、往年的数、四舍五入的数不比；
    开工、招标等中间节点的日期不和完成日期比；一个年龄段包含在另一个里面的，不比；有一行数字相符，或几行相加、一句话里几个数相加相符，不报。
    """
    if not budget.projects:
        yield NotApplicable()
        return
    narrated = _narrated.narrated(budget)
    for project in budget.projects:
        # One cell may contradict several texts; it is written wrong once.
        first: dict[tuple[int, str], Flaw] = {}
        for flaw in _contradictions(project, budget.year, narrated):
            first.setdefault((id(flaw.indicator), flaw.field), flaw)
        yield from first.values()


def _contradictions(project: Project, current: int | None, narrated: Mapping[str, Promise]) -> Iterator[Flaw]:
    yield from _conflicts(project, current)
    yield from _other_rates(project)
    for row, value, promise in _prices.contradicted(project):
        yield _flaw(project, row, value, "绩效目标", promise, "两处")
    for row, value, promise in (*_shares.contradicted(project), *_prices.other_sums(project)):
        yield _flaw(project, row, value, "绩效目标", promise, "两个数")
    for row, goal, promise in _shares.longer_described(project):
        said = f"绩效目标写“{goal.clause}”，“{row.name}”的描述写“{promise.clause}”，两个数"
        yield _told_otherwise(project, row, said, "description")
    for row, promise in _described.contradicted(project):
        said = f"“{row.name}”的描述写“{promise.clause}”，指标值是“{row.value}”，两个数"
        yield _told_otherwise(project, row, said)
    for row, several, each in _apiece.contradicted(project):
        number = (several.quantity.number or 0.0) * (each.quantity.number or 0.0)
        yield _told_otherwise(
            project,
            row,
            f"绩效目标写“{each.clause}”，合{number:.15g}{each.quantity.unit}，“{row.name}”的指标值是“{row.value}”，两个数",
        )
    for row, promise, yearly in _rounds.contradicted(project):
        yield _told_otherwise(
            project,
            row,
            f"绩效目标写“{promise.clause}”，合全年{yearly}，“{row.name}”的指标值是“{row.value}”，两个数",
        )
    for row, promise in (*_deadlines.contradicted(project), *_deadlines.other_days(project)):
        yield _told_otherwise(
            project,
            row,
            f"绩效目标写“{promise.clause}”，“{row.name}”的指标值是“{row.value}”，两个日期",
        )
    for row, said in _respectively.contradicted(project):
        yield _told_otherwise(project, row, f"绩效目标写“{said}”，“{row.name}”的指标值是“{row.value}”，两个数")
    for row, said in _denied(project):
        yield _told_otherwise(project, row, f"绩效目标写“{said}”，“{row.name}”的指标值是“{row.value}”，两处")
    for whole, parts in _parts.contradicted(project):
        sums = "+".join(f"{part.quantity.number:.15g}" for part in parts)
        total = sum(part.quantity.number or 0.0 for part in parts)
        yield Flaw(
            "goal",
            f"绩效目标写“{whole.clause}”，其中的{sums}={total:.15g}{whole.quantity.unit}，比总数还多",
            suggestion="核对总数和各部分",
            project=project,
        )
    for row, told, ages in _ages.contradicted(project):
        said = f"绩效目标写“{told.printed}”，“{row.name}”的描述写“{ages.printed}”，两处年龄"
        yield _told_otherwise(project, row, said, "description")
    for row, value, promise in _narrated.contradicted(project, narrated):
        yield _flaw(project, row, value, "部门的绩效目标", promise, "两个数")


def _conflicts(project: Project, current: int | None) -> Iterator[Flaw]:
    rows = [
        (row, in_minutes(quantity))
        for row in rows_of(project)
        if (quantity := measured(row)) is not None and quantity.number is not None and quantity.kind in KINDS
    ]
    told = list(_told(project, current))
    flagged: set[int] = set()
    for one in told:
        compared = [valued for valued in rows if _is_told_of(one, valued[0])]
        same = [valued for valued in compared if _same_thing(one, *valued)] or _only_one(one, told, compared)
        # Of rows that share a word with it the one that is called so comes first (乳腺癌 of 宫颈癌检查 and 乳腺癌检查), or is told right behind it.
        named = [valued for valued in same if _is_named_before(one.promise, bare_name(valued[0].name))]
        behind = [valued for valued in same if _is_behind(one.promise, things_of(bare_name(valued[0].name)))]
        same = named or behind or same
        if agrees(one.quantity, [quantity for _, quantity in same], one.rounding):
            continue
        # A figure told twice is that of two rows (宫颈癌10000人、乳腺癌10000人).
        alike = [other for other in told if other.where == one.where and _is_equal(other.quantity, one.quantity)]
        if one.owner is None and sum(_has_figure(one, *valued) for valued in rows) >= len(alike):
            continue
        same = [valued for valued in same if one.owner is valued[0] or not _is_part(one, *valued)]
        if not same:
            continue
        row, quantity = _nearest(one, same)
        if REPEATED.search(one.promise.clause) and (quantity.number or 0.0) % (one.quantity.number or 1.0) == 0.0:
            continue
        # Of figures one after another (蒸饭柜4台、消毒柜6台) those that are called as other rows are say nothing of this one.
        rest = [other for other in told if not ((row, quantity) in named and _is_anothers(other, row, rows))]
        others = [other.quantity for other in rest if other is not one and _same_thing(other, row, quantity)]
        beside = [
            other.quantity
            for other in rest
            if other.promise.clause == one.promise.clause
            and other.owner is one.owner
            and (other.quantity.unit == one.quantity.unit or _named(other.promise, row))
        ]
        counted = [
            other.quantity.number or 0.0
            for other in told
            if other.promise.clause == one.promise.clause and other.quantity.kind == "count"
        ]
        # 9个断面 and 3座水库 are twelve places, where the row names neither.
        if not _same_thing(one, row, quantity) and abs(sum(counted) - (quantity.number or 0.0)) <= EQUAL:
            continue
        one_more = quantity.number == (one.quantity.number or 0.0) + 1.0
        if one_more and BESIDE.search(one.promise.before) and not _tells_all(one.promise, row):
            continue
        # A name or description that contradicts its own row is at fault whatever the goal says.
        if id(row) in flagged or agrees(quantity, [] if one.owner is row else others) or agrees(quantity, beside):
            continue
        flagged.add(id(row))
        other = one.owner if one.owner is not row else None
        where = f"“{other.name}”的{one.where}" if other is not None else one.where
        yield _flaw(project, row, quantity, where, one.promise, "两个数", (other,) if other is not None else ())
    yield from _more_described(project, told, rows)
    for row, quantity, promise in _without_power(project, rows):
        yield _flaw(project, row, quantity, "绩效目标", promise, "两个数")
    for row, quantity, promise in _transposed(told, rows):
        yield _flaw(project, row, quantity, "绩效目标", promise, "两个数")


def _is_anothers(one: Told, row: Indicator, rows: Sequence[Valued]) -> bool:
    """Tell whether the words before a figure are those of another row's name and not of this one's."""
    names = [bare_name(other.name) for other, _ in rows if other is not row]
    return not _is_named_before(one.promise, bare_name(row.name)) and any(
        _is_named_before(one.promise, name) for name in names
    )


def _transposed(told: Sequence[Told], rows: Sequence[Valued]) -> Iterator[tuple[Indicator, Quantity, Promise]]:
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
            if _same_unit(one.quantity.unit or "", quantity.unit or "") and _is_slip(one.quantity, quantity, digits):
                yield row, quantity, one.promise
                break


def _without_power(project: Project, rows: Sequence[Valued]) -> Iterator[tuple[Indicator, Quantity, Promise]]:
    """Counts that have lost the 万 of the goal's figure of the same name, whatever part or year that is of."""
    for row, quantity in rows:
        for promise in promises(project.goal):
            told = promise.quantity
            slip = quantity.number and told.unit == quantity.unit and told.number == SLIP * quantity.number
            if slip and quantity.kind == "count" and _is_named_before(promise, bare_name(row.name)):
                yield row, quantity, promise
                break


def _is_slip(one: Quantity, other: Quantity, least: int) -> bool:
    """Tell whether two numbers with at least so many significant digits differ by two neighbours that changed places."""
    first, second = (f"{quantity.number:.15g}" for quantity in (one, other))
    significant = max(len(digits.replace(".", "").strip("0")) for digits in (first, second))
    if len(first) != len(second) or significant < least:
        return False
    return any(first == f"{second[:at]}{second[at + 1]}{second[at]}{second[at + 2 :]}" for at in range(len(second) - 1))


def _more_described(project: Project, told: Sequence[Told], rows: Sequence[Valued]) -> Iterator[Flaw]:
    """Counts in descriptions that no row has and that go beyond the goal's for the same thing, or have its digits; less may be a part."""
    goals = [one for one in told if one.owner is None and one.quantity.kind == "count"]
    for one in told:
        number, thing = one.quantity.number or 0.0, one.promise.after[:THING]
        if one.where != "描述" or one.quantity.kind != "count" or len(thing) < THING or not pairs(thing):
            continue
        same = [
            other
            for other in goals
            if other.quantity.unit == one.quantity.unit
            and (thing in other.promise.before or other.promise.after.startswith(thing))
        ]
        if len(same) != 1 or agrees(one.quantity, [value for _, value in rows], one.rounding):
            continue
        whole = same[0].quantity.number or 0.0
        if one.owner is not None and number != whole and (number > whole or same_digits(number, whole)):
            said = f"绩效目标写“{same[0].promise.clause}”，“{one.owner.name}”的描述写“{one.promise.clause}”，两个数"
            yield _told_otherwise(project, one.owner, said, "description")


def _denied(project: Project) -> Iterator[tuple[Indicator, str]]:
    """Rows that put up with some of what the goal says must not happen at all, with the words of the goal."""
    goal = unspaced(project.goal)
    denied = NONE.findall(goal)
    for row in rows_of(project) if denied else ():
        value = measured(row)
        if value is None or value.kind != "count" or not value.number or value.operator in {"≥", ">"}:
            continue
        thing = HAPPENED.sub("", _counted(bare_name(row.name)))
        for said in denied:
            if len(thing) > NAMED and said.endswith(thing):
                yield row, said
                break


def _is_told_of(one: Told, row: Indicator) -> bool:
    """Whether a text speaks of a row's figure: the goal, the row's own, or what a cost is for (29台车辆的运行费用); other rows tell of samples and conditions."""
    return one.owner is None or one.owner is row or level2_of(one.owner.level2) in COSTS


def _other_rates(project: Project) -> Iterator[Flaw]:
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
                and _names_rate(promise.before, bare_name(row.name))
            ):
                yield _flaw(project, row, value, "绩效目标", promise, "两处")
                break


def _flaw(
    project: Project,
    row: Indicator,
    value: Quantity,
    where: str,
    promise: Promise,
    both: str,
    rows: tuple[Indicator, ...] = (),
) -> Flaw:
    """A figure told somewhere that the row's value contradicts; `both` is what the message calls the two."""
    return Flaw(
        "value",
        f"{where}写“{promise.clause}”，“{row.name}”的指标值是“{row.value}”，{both}不一致",
        suggestion="核对后写成同一个数",
        evidence={"told": promise.quantity.number, "value": value.number},
        project=project,
        indicator=row,
        rows=rows,
    )


def _told_otherwise(project: Project, row: Indicator, both: str, field: str = "value") -> Flaw:
    return Flaw(field, f"{both}不一致", suggestion="核对后写成一样", project=project, indicator=row)


def _told(project: Project, current: int | None) -> Iterator[Told]:
    texts: list[tuple[str, Indicator | None, str | None]] = [
        ("项目名称", None, project.name),
        ("绩效目标", None, project.goal),
    ]
    for row in rows_of(project):
        texts += [("名称", row, row.name), ("描述", row, row.description)]
    for where, owner, text in texts:
        for promise in promises(text):
            printed = unspaced(text)[max(0, promise.start - 2) : promise.end]
            bound = promise.after and BOUND.search(printed)
            whole = (
                promise.whole
                or (promise.part and owner is None)
                or (promise.quantity.kind == "duration" and AVERAGE.search(promise.before))
            )
            if _is_round_the_clock(promise.quantity):
                continue
            if whole and not bound and promise.quantity.kind in KINDS and not is_earlier(promise, current):
                rounding = _rounding(printed, promise.quantity.number or 0.0)
                same = msgspec.structs.replace(promise, quantity=in_minutes(promise.quantity))
                yield Told(where, owner, same, rounding)


def _is_round_the_clock(quantity: Quantity) -> bool:
    """Tell whether a figure only says that something never stops (24小时值守)."""
    return (quantity.operator, quantity.number, quantity.unit) == (None, 24.0, "小时")


def _rounding(printed: str, number: float) -> float:
    """How far the true number may lie from the one printed: half of the last digit of 4.1万, more behind 约."""
    match = ROUNDED.search(printed)
    if match is None:
        return 0.0
    if match["about"]:
        return ABOUT * number
    last: float = POWERS.get(match["power"], 0.0) / 10.0 ** len(match["decimals"] or "")
    return last / 2


def _named(promise: Promise, row: Indicator) -> bool:
    """Tell whether a row's name has the thing behind a figure (街道 of 2个街道, 乡镇 of 11个乡镇)."""
    unit = promise.quantity.unit or ""
    if unit in NAMING_UNITS and unit in row.name:
        return True
    return len(promise.after) > 1 and promise.after[:2] in row.name


def _is_part(one: Told, row: Indicator, quantity: Quantity) -> bool:
    """Tell whether the row counts only some of what the figure counts (紧缺专业在培人数 of 60 doctors); 36 of 36万 is a slip."""
    number, whole = quantity.number or 0.0, one.quantity.number or 0.0
    tenth = number * 10 == whole and _is_named_before(one.promise, bare_name(row.name))
    if tenth or same_digits(number, whole):
        return False  # 800 or 2500 for 8000 or 5200 is a slip of the hand
    share = 1.0 if level2_of(row.level2) in EFFECTS else PART
    small = number < share * whole and number * SLIP != whole
    own = pairs(WHOLE.sub("", _counted(bare_name(row.name))))
    return quantity.kind == "count" and small and bool(own - pairs(one.promise.clause))


def _same_thing(one: Told, row: Indicator, quantity: Quantity) -> bool:
    """Tell whether a figure in text counts what the row counts, or names the row's rate."""
    promise, told = one.promise, one.quantity
    if told.kind != quantity.kind or told.operator == "~" or quantity.operator in {"~", "±"}:
        return False
    if told.operator in {"≤", "<"} and not is_looser(quantity, told):
        return False
    # A description may set a least for some of them (夜间演练不少于5场 of 14).
    if one.owner is row and told.operator in {"≥", ">"} and (told.number or 0.0) < (quantity.number or 0.0):
        return False
    name = bare_name(row.name)
    if quantity.kind == "duration" and told.unit != quantity.unit:
        return False
    if quantity.kind == "duration" and (level2 := level2_of(row.level2)) != "数量指标":
        return (level2 != "时效指标" or is_longer(quantity, told)) and _is_named_in_full(promise, name)
    if promise.part:
        return told.unit == quantity.unit and (_is_named_in_full(promise, name) or _is_share_of(promise, name))
    if one.owner is row and one.where == "名称":
        return told.unit == quantity.unit
    if quantity.kind == "rate":
        described = bare_name(row.description or "")
        return told.unit == quantity.unit and (
            _names_rate(promise.before, name) or _names_rate(promise.before, described)
        )
    if told.unit == quantity.unit and told.unit in TELLING:
        return True
    if _counts_places(promise, name):
        return False
    things = things_of(name)
    behind = _is_behind(promise, things)
    if told.unit in NAMING_UNITS:
        if told.unit in name:
            # Of 村卫生室可开展技术项数 the villages are not what is counted.
            other = quantity.unit != "个" and f"{quantity.unit}数" in name
            return quantity.unit == told.unit or (unit_dimension(quantity.unit or "") == "pieces" and not other)
        return behind and quantity.unit in {told.unit, "个"}
    if not _same_unit(told.unit or "", quantity.unit or ""):
        return False
    return behind or any(thing in promise.before for thing in things) or _is_named_before(promise, name)


def _is_behind(promise: Promise, things: Collection[str]) -> bool:
    """Tell whether one of the things that a count's name counts stands right behind a figure."""
    return any(thing in promise.after[:NEAR] for thing in things)


def _is_named_before(promise: Promise, name: str) -> bool:
    """Tell whether the words before a figure are those of a count's name, in any order or without what is done (餐饮用户 of 餐饮用户检查户数)."""
    said = LEADING.search(promise.before)
    counted = SIZE.sub("", COUNT_WORDS.sub("", name))
    if said is None:
        return False
    grade = GRADE.search(said[1])
    return (
        (len(counted) >= NAMED and set(counted) <= set(said[1]))
        or (len(said[1]) >= NAMED and counted.startswith(said[1]))
        or (len(said[1]) >= NAMED and counted.endswith(said[1]))
        or (grade is not None and counted.startswith(grade[0]))
    )


def _is_named_in_full(promise: Promise, name: str) -> bool:
    """Tell whether the words before a figure end with all of a row's name but the words that ask for the number."""
    return any(
        len(said) > NAMED and promise.before.endswith(said) for said in (name, _counted(name), name.removesuffix("率"))
    )


def _is_share_of(promise: Promise, name: str) -> bool:
    """Tell whether a row's share is of those whom the words before a figure name (其中青少年不低于40%, 青少年观众占比)."""
    said = AMONG.sub("", promise.before)
    return RATE.search(name) is not None and len(said) >= NAMED and name.startswith(said)


def _counted(name: str) -> str:
    """What a count's name counts, without the words that ask for the number and its unit (修复破损档案 of 修复破损档案页数)."""
    counted = COUNT_WORDS.sub("", name)
    asks = counted != name and name.endswith("数") and unit_dimension(counted[-1:])
    return counted[:-1] if asks else counted


def _has_figure(one: Told, row: Indicator, quantity: Quantity) -> bool:
    """Tell whether a row has the very figure of a text and speaks of the same, whatever else the text names beside it."""
    return (
        _is_equal(quantity, one.quantity)
        and len(pairs(one.promise.clause) & pairs(row.name)) >= ALONE[quantity.unit in GENERAL]
    )


def _is_equal(one: Quantity, other: Quantity) -> bool:
    return (one.number, one.unit) == (other.number, other.unit)


def _nearest(one: Told, same: Sequence[Valued]) -> Valued:
    """Of several rows that a figure may count, the one whose thing or first word stands last before it."""
    before = one.promise.before

    def place(valued: Valued) -> int:
        name = bare_name(valued[0].name)
        return max(before.rfind(word) for word in {name[:2], *things_of(name)})

    return max(same, key=place)


def _counts_places(promise: Promise, name: str) -> bool:
    """Tell whether a figure in 个 counts places, and the row's name does not."""
    place = PLACE.match(promise.after) if promise.quantity.unit == "个" else None
    return place is not None and place[0] not in name


def _tells_all(promise: Promise, row: Indicator) -> bool:
    """Tell whether what stands right behind a figure is all that a row counts (乡镇代办点数量 of 大厅和3个乡镇代办点)."""
    counted = _counted(bare_name(row.name))
    unit = promise.quantity.unit or ""
    return len(counted) >= NAMED and (promise.after.startswith(counted) or f"{unit}{promise.after}".startswith(counted))


def _same_unit(one: str, other: str) -> bool:
    # 份/项 is for one of them, 人/次 one and the same person each time.
    if one.partition("/")[2] != other.partition("/")[2]:
        return False
    dimension = unit_dimension(one)
    return one == other or (dimension == unit_dimension(other) and dimension in INTERCHANGEABLE)


def _names_rate(before: str, name: str) -> bool:
    """Tell whether the words before a share end with its name, in full or clipped (取证率 of 取得证书率)."""
    match, called = RATE.search(before), RATE.search(name)
    if match is None or called is None:
        return False
    said = match[1]
    if SORT.findall(said) != SORT.findall(name):
        return False
    short, long = sorted((said, called[1]), key=len)
    return said[-ENDING:] == name[-ENDING:] or (len(short) >= CLIPPED and clips(short, long))


def _only_one(one: Told, told: Sequence[Told], rows: Sequence[Valued]) -> list[Valued]:
    """The row with the only figure in a unit of which the texts give one too, when row and clause speak of one thing."""
    unit = one.quantity.unit
    same = [valued for valued in rows if valued[1].unit == unit and not one.promise.part]
    if one.quantity.kind == "count":
        # Of descriptions only those that define what is counted say so without its name.
        if one.owner is not None:
            return []
        phrased = [valued for valued in same if _tells_phrase(one.promise, valued[0])]
        if len(phrased) == 1:
            return phrased
    if len(same) != 1 or sum(other.quantity.unit == unit and not other.promise.part for other in told) != 1:
        return []
    row, value = same[0]
    limit = one.quantity.kind == "duration" and level2_of(row.level2) != "数量指标"
    if limit and (one.owner is row or not is_longer(value, one.quantity)):
        return []
    points = unit == "个百分点"
    if not (points or one.quantity.kind in {"count", "duration"}) or _counts_places(one.promise, row.name):
        return []
    # Nothing stands between the figures of 1.5万卷、约90万页.
    common = (_between(one.promise) or pairs(one.promise.clause)) & pairs(f"{row.name}。{row.description or ''}")
    # A limit of time says right behind it what must be done by then.
    due = WITHIN.sub("", one.promise.after)[:2]
    if limit and due in row.name and pairs(due):
        return same
    return same if len(common) >= ALONE[unit in GENERAL or one.quantity.kind == "duration"] else []


def _between(promise: Promise) -> frozenset[str]:
    """Pairs of the words that stand between a figure and those before and behind it."""
    return pairs(FIGURE.split(promise.before)[-1]) | pairs(FIGURE.split(promise.after, maxsplit=1)[0])


def _tells_phrase(promise: Promise, row: Indicator) -> bool:
    """Tell whether a row has every word of what stands behind a figure (86个区域自动气象站)."""
    phrase = pairs(PHRASE_END.split(promise.after, maxsplit=1)[0])
    return len(phrase) >= PHRASE and phrase <= pairs(f"{row.name}。{row.description or ''}")
