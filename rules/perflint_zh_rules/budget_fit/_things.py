"""Whether a figure in text and a row of the table speak of one thing."""

from collections.abc import Collection, Sequence

from perflint_zh.budget import Indicator, Quantity
from perflint_zh.extract.words import level2_of
from perflint_zh.knowledge import bare_name, unit_dimension
from perflint_zh.patterns import expression
from perflint_zh_models.quantities.promises import AMONG, Promise
from perflint_zh_models.quantities.words import clips, pairs

from perflint_zh_rules._figures import ALONE, COUNT_WORDS, EFFECTS, GENERAL, NAMING_UNITS, NEAR, things_of
from perflint_zh_rules.budget_fit._agreement import is_longer, is_looser, same_digits
from perflint_zh_rules.budget_fit._told import POWERS, Told

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

LEADING = expression(r"([^，,。；;、：:\s和及与]{2,12}?)(?:约|近|共|达到?|为|不[少低]于)?$")

GRADE = expression(r"[A-Za-z一二三四五六甲乙丙丁][级类等档]")

NAMED = 3
"""A grade by which one of several is told (D级危房), the words right before a figure, and characters by which they name what it counts."""

SIZE = expression(r"(?<![质力含能余增降数])量$|长度$")
"""Endings of the name of an amount, besides those of a count."""

WITHIN = expression(r"^(?:[以之]?内)?(?:完成|办理|实施|进行|予以)?")
"""What stands between a limit of time and what must be done by then (10个工作日内完成赔付)."""

FIGURE = expression(r"[0-9]+(?![0-9]|周?岁)")

PART = 0.5
"""A row with less than this share of a figure, and with words that the figure's clause has not, counts a part of it; of an effect any less may be."""

SLIP = POWERS["万"]
"""A value so many times smaller than the figure has lost its 万."""

PHRASE_END = expression(r"[，。；、(（]|和|及|并|与")

PHRASE = 3
"""Pairs of characters from which the words behind a figure say enough of what it counts."""

PLACE = expression(r"县|市|区|乡镇|乡|镇|街道|社区|村")
"""What a figure in 个 counts when one of these stands right behind it, whatever is done there (5个县租用工位)."""

Valued = tuple[Indicator, Quantity]


def same_thing(one: Told, row: Indicator, quantity: Quantity) -> bool:
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
            names_rate(promise.before, name) or names_rate(promise.before, described)
        )
    if told.unit == quantity.unit and told.unit in TELLING:
        return True
    if _counts_places(promise, name):
        return False
    things = things_of(name)
    behind = is_behind(promise, things)
    if told.unit in NAMING_UNITS:
        if told.unit in name:
            # Of 村卫生室可开展技术项数 the villages are not what is counted.
            other = quantity.unit != "个" and f"{quantity.unit}数" in name
            return quantity.unit == told.unit or (unit_dimension(quantity.unit or "") == "pieces" and not other)
        return behind and quantity.unit in {told.unit, "个"}
    if not same_unit(told.unit or "", quantity.unit or ""):
        return False
    return behind or any(thing in promise.before for thing in things) or is_named_before(promise, name)


def only_one(one: Told, told: Sequence[Told], rows: Sequence[Valued]) -> list[Valued]:
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


def is_behind(promise: Promise, things: Collection[str]) -> bool:
    """Tell whether one of the things that a count's name counts stands right behind a figure."""
    return any(thing in promise.after[:NEAR] for thing in things)


def is_called_behind(promise: Promise, name: str) -> bool:
    """Tell whether all words of a count's name stand right behind a figure, in any order (污水管改造 of 改造污水管处数)."""
    counted = counted_in(name)
    return len(counted) > NAMED and set(counted) <= set(PHRASE_END.split(promise.after, maxsplit=1)[0])


def is_named_before(promise: Promise, name: str) -> bool:
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
        len(said) > NAMED and promise.before.endswith(said)
        for said in (name, counted_in(name), name.removesuffix("率"))
    )


def _is_share_of(promise: Promise, name: str) -> bool:
    """Tell whether a row's share is of those whom the words before a figure name (其中青少年不低于40%, 青少年观众占比)."""
    said = AMONG.sub("", promise.before)
    return RATE.search(name) is not None and len(said) >= NAMED and name.startswith(said)


def names_rate(before: str, name: str) -> bool:
    """Tell whether the words before a share end with its name, in full or clipped (取证率 of 取得证书率)."""
    match, called = RATE.search(before), RATE.search(name)
    if match is None or called is None:
        return False
    said = match[1]
    if SORT.findall(said) != SORT.findall(name):
        return False
    short, long = sorted((said, called[1]), key=len)
    return said[-ENDING:] == name[-ENDING:] or (len(short) >= CLIPPED and clips(short, long))


def counted_in(name: str) -> str:
    """What a count's name counts, without the words that ask for the number and its unit (修复破损档案 of 修复破损档案页数)."""
    counted = COUNT_WORDS.sub("", name)
    asks = counted != name and name.endswith("数") and unit_dimension(counted[-1:])
    return counted[:-1] if asks else counted


def names_thing(promise: Promise, row: Indicator) -> bool:
    """Tell whether a row's name has the thing behind a figure (街道 of 2个街道, 乡镇 of 11个乡镇)."""
    unit = promise.quantity.unit or ""
    if unit in NAMING_UNITS and unit in row.name:
        return True
    return len(promise.after) > 1 and promise.after[:2] in row.name


def tells_all(promise: Promise, row: Indicator) -> bool:
    """Tell whether what stands right behind a figure is all that a row counts (乡镇代办点数量 of 大厅和3个乡镇代办点)."""
    counted = counted_in(bare_name(row.name))
    unit = promise.quantity.unit or ""
    return len(counted) >= NAMED and (promise.after.startswith(counted) or f"{unit}{promise.after}".startswith(counted))


def _tells_phrase(promise: Promise, row: Indicator) -> bool:
    """Tell whether a row has every word of what stands behind a figure (86个区域自动气象站)."""
    phrase = pairs(PHRASE_END.split(promise.after, maxsplit=1)[0])
    return len(phrase) >= PHRASE and phrase <= pairs(f"{row.name}。{row.description or ''}")


def _between(promise: Promise) -> frozenset[str]:
    """Pairs of the words that stand between a figure and those before and behind it."""
    return pairs(FIGURE.split(promise.before)[-1]) | pairs(FIGURE.split(promise.after, maxsplit=1)[0])


def is_part(one: Told, row: Indicator, quantity: Quantity) -> bool:
    """Tell whether the row counts only some of what the figure counts (紧缺专业在培人数 of 60 doctors); 36 of 36万 is a slip."""
    number, whole = quantity.number or 0.0, one.quantity.number or 0.0
    tenth = number * 10 == whole and is_named_before(one.promise, bare_name(row.name))
    if tenth or same_digits(number, whole):
        return False  # 800 or 2500 for 8000 or 5200 is a slip of the hand
    share = 1.0 if level2_of(row.level2) in EFFECTS else PART
    small = number < share * whole and number * SLIP != whole
    own = pairs(WHOLE.sub("", counted_in(bare_name(row.name))))
    return quantity.kind == "count" and small and bool(own - pairs(one.promise.clause))


def has_figure(one: Told, row: Indicator, quantity: Quantity) -> bool:
    """Tell whether a row has the very figure of a text and speaks of the same, whatever else the text names beside it."""
    return (
        is_equal(quantity, one.quantity)
        and len(pairs(one.promise.clause) & pairs(row.name)) >= ALONE[quantity.unit in GENERAL]
    )


def is_equal(one: Quantity, other: Quantity) -> bool:
    return (one.number, one.unit) == (other.number, other.unit)


def same_unit(one: str, other: str) -> bool:
    # 份/项 is for one of them, 人/次 one and the same person each time.
    if one.partition("/")[2] != other.partition("/")[2]:
        return False
    dimension = unit_dimension(one)
    return one == other or (dimension == unit_dimension(other) and dimension in INTERCHANGEABLE)


def _counts_places(promise: Promise, name: str) -> bool:
    """Tell whether a figure in 个 counts places, and the row's name does not."""
    place = PLACE.match(promise.after) if promise.quantity.unit == "个" else None
    return place is not None and place[0] not in name


def nearest(one: Told, same: Sequence[Valued]) -> Valued:
    """Of several rows that a figure may count, the one whose thing or first word stands last before it."""
    before = one.promise.before

    def place(valued: Valued) -> int:
        name = bare_name(valued[0].name)
        return max(before.rfind(word) for word in {name[:2], *things_of(name)})

    return max(same, key=place)
