"""number-conflict."""

import re
from collections.abc import Iterator, Sequence

from perflint_zh.budget import Indicator, Project, Quantity
from perflint_zh.knowledge import bare_name, unit_dimension
from perflint_zh.rule import Flaw, NotApplicable, Outcome, rule
from perflint_zh_models.quantities.promises import Promise, promises

from perflint_zh_rules._figures import measured, rows_of

COUNT_WORDS = re.compile(r"(?:总?数量|总数|总量|人员?数|人次|场次|班次|期次|[一-鿿]次数|数|面积|里程|规模)$")
"""Endings of a count's name after the thing that is counted."""

GENERIC = re.compile(r"[数量次个]$|^(?:数|总)")
ORDINAL = re.compile(r"^[0-9]{1,2}[.、]")

TELLING = frozenset({"辆", "盏"})
"""Units that by themselves say what is counted."""

INTERCHANGEABLE = frozenset({"equipment", "documents", "persons"})
"""Dimensions of which one word may stand for another (台 and 辆, 份 and 册, 名 and 人)."""

RATE = re.compile(r"([一-鿿]{2,}率)(?:达到|达|为|保持|控制|不低于|提高到|提升到)?$")
CLIPPED = 3
"""Characters that a clipped name of a rate must have (取证率)."""

PLACES = frozenset({"places", "organisations"})
"""Dimensions of units that name what is counted (24个行政村)."""

NEAR = 8
"""Characters behind a figure in which the thing it counts must be named (29台在用车辆)."""

KINDS = frozenset({"count", "rate"})


@rule(Project, severity="warning")
def number_conflict(project: Project) -> Iterator[Outcome]:
    """同一件事，名称、描述、目标和指标值里的数字不一致。

    目标写186名代表、指标值写168人，年底按哪个数考核说不清；多半有一处是抄来的或没有改。

    写法：描述“29台车辆的运行费用”、车辆数“≥20辆” → 核对后写成同一个数。

    依据：《中央部门预算绩效目标管理办法》（财预〔2015〕88号）要求绩效目标“指向明确”“细化量化”。

    误报：说的必须是同一样东西、同一种单位；“每场50人”“其中30人”“上年74起”是部分或往年的数；有一行数字相符，或几行相加相符，不报。
    """
    rows = [
        (row, quantity)
        for row in rows_of(project)
        if (quantity := measured(row)) is not None and quantity.number is not None and quantity.kind in KINDS
    ]
    texts: list[tuple[str, str, Indicator | None]] = [
        ("项目名称", project.name, None),
        ("绩效目标", project.goal or "", None),
    ]
    texts += [("描述", row.description or "", row) for row in rows_of(project)]
    told = [
        (where, owner, promise)
        for where, text, owner in texts
        for promise in promises(text)
        if promise.whole and promise.quantity.kind in KINDS
    ]
    if not rows or not told:
        yield NotApplicable()
        return
    flagged: set[int] = set()
    for where, owner, promise in told:
        same = [(row, quantity) for row, quantity in rows if _same_thing(promise, row, quantity)]
        if not same or _agrees(promise.quantity, [quantity for _, quantity in same]):
            continue
        row, quantity = same[0]
        others = [other.quantity for _, _, other in told if other is not promise and _same_thing(other, row, quantity)]
        # A description that contradicts its own row is at fault whatever the goal says.
        if id(row) in flagged or (owner is not row and _agrees(quantity, others)):
            continue
        flagged.add(id(row))
        place = f"“{owner.name}”的描述" if owner is not None and owner is not row else where
        yield Flaw(
            "value",
            f"{place}写“{ORDINAL.sub('', promise.clause)}”，“{row.name}”的指标值是“{row.value}”，两个数不一致",
            suggestion="核对后写成同一个数",
            evidence={"told": promise.quantity.number, "value": quantity.number},
            indicator=row,
            rows=(owner,) if owner is not None and owner is not row else (),
        )


def _agrees(quantity: Quantity, others: Sequence[Quantity]) -> bool:
    """Tell whether one of the others, or all of them together, gives the same number."""
    numbers = [other.number for other in others if other.number is not None]
    return any(
        abs(number - (quantity.number or 0)) < 1e-6 * max(1.0, number) for number in [*numbers, sum(numbers)]
    ) or any(
        other.upper is not None and other.number is not None and other.number <= (quantity.number or 0) <= other.upper
        for other in others
    )


def _same_thing(promise: Promise, row: Indicator, quantity: Quantity) -> bool:
    """Tell whether a figure in text counts what the row counts, or names the row's rate."""
    told = promise.quantity
    if told.kind != quantity.kind or told.operator in {"≤", "<", "~"} or quantity.operator in {"~", "±"}:
        return False
    name = bare_name(row.name)
    if quantity.kind == "rate":
        return told.unit == quantity.unit and _names_rate(promise.before, name)
    if told.unit in TELLING and told.unit == quantity.unit:
        return True
    if (
        (told.unit or "") in name
        and unit_dimension(told.unit or "") in PLACES
        and unit_dimension(quantity.unit or "") in {*PLACES, "pieces"}
    ):
        return True
    if not _same_unit(told.unit or "", quantity.unit or ""):
        return False
    return any(thing in promise.before or thing in promise.after[:NEAR] for thing in _things(name))


def _names_rate(before: str, name: str) -> bool:
    """Tell whether the words before a share end with the rate's name, in full or clipped (取证率 of 取得证书率)."""
    match = RATE.search(before)
    if match is None or not name.endswith("率"):
        return False
    said = match[1]
    if said.endswith(name) or (len(said) >= 4 and name.endswith(said)):
        return len(name) >= 3
    clipped = iter(name)
    return CLIPPED <= len(said) < len(name) and all(character in clipped for character in said)


def _same_unit(one: str, other: str) -> bool:
    dimension = unit_dimension(one)
    return one == other or (dimension == unit_dimension(other) and dimension in INTERCHANGEABLE)


def _things(name: str) -> set[str]:
    """The last two characters of what a count's name counts (车辆 of 管理车辆数, 路灯 of 维护路灯盏数)."""
    found = {COUNT_WORDS.sub("", name)[-2:], name.removesuffix("数")[-2:]}
    counted = COUNT_WORDS.sub("", name)
    if counted != name and name.endswith("数") and unit_dimension(counted[-1:]):
        found.add(counted[-3:-1])
    return {word for word in found if len(word) == 2 and not GENERIC.search(word)}
