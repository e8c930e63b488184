"""Figures for one of something (每村10天), in goals, names and descriptions."""

from collections.abc import Iterator

import msgspec
from perflint_zh.budget import Indicator, Project, Quantity
from perflint_zh.patterns import expression
from perflint_zh_models.quantities.promises import PARTIAL, Promise, promises
from perflint_zh_models.quantities.words import pairs

from perflint_zh_rules._figures import ALONE, GENERAL, measured, rows_of
from perflint_zh_rules.budget_fit._agreement import agrees, is_longer

ONE_OF = expression(
    r"(?:每(?:[一1]?个)?|单个?)(人|名|生|户|村|社区|镇|乡|校|所|院|家|店|站|点|班|队|台|辆|场|次|期|批|亩|公里|条|套|件|处|座|盏|井|组|月|季度|周|天|日|晚|夜|年)|(人|生|户|村|校|班|场|台|亩|日|月|季)均"
)
"""Words by which a figure is for one of something, in goals and in names."""

PEOPLE = frozenset({"人", "生", "名"})

DAYS = {"日": "天"}
"""Spans of time as units spell them."""


class Share(msgspec.Struct, frozen=True):
    """What a figure is for one of, and its unit."""

    things: frozenset[str]
    unit: str | None


def contradicted(project: Project) -> Iterator[tuple[Indicator, Quantity, Promise]]:
    """Rows, the only ones for one of something, whose value is another than the goal's only figure for one."""
    for share, promise in _told(project):
        words, deed = pairs(promise.clause), pairs(promise.before[-2:])
        rows = [
            (row, value)
            for row in rows_of(project)
            if share.things == _each(row.name)
            and (value := measured(row)) is not None
            and value.kind in {promise.quantity.kind, "frequency"}
            and (value.unit == share.unit or _share_in(value) == share)
            and (
                len(words & pairs(f"{row.name}。{row.description or ''}")) >= ALONE[share.unit in GENERAL]
                or deed & pairs(row.name)
                or not words
            )
        ]
        if len(rows) != 1 or agrees(promise.quantity, [rows[0][1]]):
            continue
        row, value = rows[0]
        limits = "≤" in {value.operator, promise.quantity.operator}
        if not limits or is_longer(value, promise.quantity):
            yield row, value, promise


def longer_described(project: Project) -> Iterator[tuple[Indicator, Promise, Promise]]:
    """Rows whose description gives one more days than the goal does, with the goal's figure and theirs; less may be for a part of it."""
    for share, goal in _told(project):
        if goal.quantity.kind != "duration" or goal.quantity.operator is not None:
            continue
        for row in rows_of(project):
            for promise in promises(row.description):
                more = (promise.quantity.number or 0.0) > (goal.quantity.number or 0.0)
                if more and promise.quantity.operator is None and _share_of(promise) == share:
                    yield row, goal, promise
                    break


def _told(project: Project) -> Iterator[tuple[Share, Promise]]:
    """The goal's figures for one of something, where it has only one for it."""
    told: dict[Share, list[Promise]] = {}
    for promise in promises(project.goal):
        share = _share_of(promise)
        if share is not None:
            told.setdefault(share, []).append(promise)
    return ((share, goals[0]) for share, goals in told.items() if len(goals) == 1)


def _share_of(promise: Promise) -> Share | None:
    """What a count or a span of time in text is for one of; nothing for one in all, and for those of other years."""
    if promise.quantity.kind not in {"count", "duration"} or promise.quantity.operator == "~":
        return None
    if PARTIAL.search(ONE_OF.sub("", promise.before)):
        return None
    things = _each(promise.before)
    return Share(things, promise.quantity.unit) if things else _share_in(promise.quantity)


def _share_in(quantity: Quantity) -> Share | None:
    """The same of a figure whose unit says it (2次/日)."""
    unit, _, thing = (quantity.unit or "").partition("/")
    return Share(frozenset({DAYS.get(thing, thing)}), unit) if thing else None


def _each(text: str) -> frozenset[str]:
    """The things that a text speaks of one by one (每村, 单村 and 村均 alike)."""
    found = (one[1] or one[2] for one in ONE_OF.finditer(text))
    return frozenset("人" if one in PEOPLE else DAYS.get(one, one) for one in found)
