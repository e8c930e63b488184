"""How often a goal promises that something is done each week or month, and rows that count fewer times in the year."""

from collections.abc import Iterator

from perflint_zh.budget import Indicator, Project
from perflint_zh.patterns import expression
from perflint_zh_models.quantities.promises import Promise, promises
from perflint_zh_models.quantities.words import pairs

from perflint_zh_rules._figures import measured, rows_of

PERIOD = expression(r"每(?:一?个?)?(周|月|季度|季|半年)[^0-9，。；]{0,6}$")
A_YEAR = {"周": 52.0, "月": 12.0, "季度": 4.0, "季": 4.0, "半年": 2.0}
"""How often a year holds each; of a project that runs for a part of it the rows may count fewer."""

TIMES = frozenset({"次", "场", "期"})
SEASONS = expression(r"[至到—~-][0-9]{1,2}月|汛期|防火期|供暖|采暖|学期|暑|寒")
"""Words of a project that does not last all year."""

SHARED = 2
"""Pairs of characters by which a row and a clause speak of one thing."""


def contradicted(project: Project) -> Iterator[tuple[Indicator, Promise, str]]:
    """Rows that count fewer times in all than the goal's rhythm comes to in a year, with how often that is."""
    if SEASONS.search(project.goal or ""):
        return
    for promise in promises(project.goal):
        unit, _, period = (promise.quantity.unit or "").partition("/")
        told = PERIOD.search(promise.before)
        yearly = A_YEAR.get(period or (told[1] if told else ""), 0.0) * (promise.quantity.number or 0.0)
        if not yearly or unit not in TIMES:
            continue
        rows = [
            (row, value.number)
            for row in rows_of(project)
            if (value := measured(row)) is not None
            and value.unit == unit
            and value.number is not None
            and value.operator not in {"≤", "<"}
            and "每" not in row.name
            and len(pairs(promise.clause) & pairs(row.name)) >= SHARED
        ]
        if len(rows) == 1 and (promise.quantity.number or 0.0) < rows[0][1] < yearly:
            yield rows[0][0], promise, f"{yearly:.15g}{unit}"
