"""Ages of the people a goal table is about."""

from collections.abc import Iterator
from math import inf

import msgspec
from perflint_zh.budget import Indicator, Project
from perflint_zh.knowledge import half_width
from perflint_zh.patterns import expression
from perflint_zh_models.quantities.promises import promises
from perflint_zh_models.quantities.words import unspaced

from perflint_zh_rules._figures import measured, rows_of

AGES = expression(
    r"(?<![0-9.])(?P<least>[0-9]{1,3})(?:周?岁)?(?:[-~至到—]{1,2}(?P<most>[0-9]{1,3})周?岁|周?岁(?:及|\(含\))?以上)"
)


class Ages(msgspec.Struct, frozen=True):
    """Who is old enough and not too old, as printed."""

    least: float
    most: float
    printed: str


def contradicted(project: Project) -> Iterator[tuple[Indicator, Ages, Ages]]:
    """Rows about people of other ages than the goal's: neither group is part of the other, or both are the same number of people."""
    told = {(ages.least, ages.most): ages for ages in _ages(project.goal)}
    if len(told) != 1:
        return
    (goal,) = told.values()
    people = {
        promise.quantity.number
        for promise in promises(project.goal)
        if goal.printed in half_width(promise.clause) and promise.quantity.kind == "count"
    }
    for row in rows_of(project):
        found = _ages(f"{row.name}。{row.description or ''}")
        if len(found) != 1 or (found[0].least, found[0].most) in told:
            continue
        value = measured(row)
        if _cross(goal, found[0]) or (value is not None and value.number in people):
            yield row, goal, found[0]


def _ages(text: str | None) -> list[Ages]:
    plain = half_width(unspaced(text))
    return [Ages(float(found["least"]), float(found["most"] or inf), found[0]) for found in AGES.finditer(plain)]


def _cross(one: Ages, other: Ages) -> bool:
    """Tell whether two spans overlap and each has ages that the other has not."""
    low, high = sorted((one, other), key=lambda ages: (ages.least, ages.most))
    return low.least < high.least <= low.most < high.most
