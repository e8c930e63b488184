"""Counts that a goal gives for each of several (为6个站各配2台), and rows that count them all."""

from collections.abc import Iterator

from perflint_zh.budget import Indicator, Project
from perflint_zh.patterns import expression
from perflint_zh_models.quantities.promises import Promise, promises
from perflint_zh_models.quantities.words import pairs

from perflint_zh_rules._figures import measured, rows_of

APIECE = expression(r"(?:各|每(?P<one>人|名|户|村|社区|镇|乡|校|所|院|家|站|点|班|队|处|个))[^0-9各每，。；]{0,8}$")
"""Words before a figure that is for each of those counted before it."""

SHARED = 2
"""Pairs of characters by which a row counts what is given to each."""


def contradicted(project: Project) -> Iterator[tuple[Indicator, Promise, Promise]]:
    """Rows that count neither what each gets nor what all get together, with the figures of how many there are and of what each gets."""
    figures = promises(project.goal)
    known = {promise.quantity.number for promise in figures}
    for each in figures:
        several = _several(each, figures)
        if several is None:
            continue
        known_here = known | {(several.quantity.number or 0.0) * (each.quantity.number or 0.0)}
        about = pairs(each.before[-4:]) | pairs(each.after)
        rows = [
            row
            for row in rows_of(project)
            if (value := measured(row)) is not None
            and (value.kind, value.unit) == ("count", each.quantity.unit)
            and len(about & pairs(f"{row.name}。{row.description or ''}")) >= SHARED
        ]
        if len(rows) == 1 and (value := measured(rows[0])) is not None and value.number not in known_here:
            yield rows[0], several, each


def _several(each: Promise, figures: tuple[Promise, ...]) -> Promise | None:
    """The only figure before another one in its clause, of those who get so much each."""
    found = APIECE.search(each.before) if each.quantity.kind == "count" and each.quantity.operator is None else None
    before = [other for other in figures if other.clause == each.clause and other.end <= each.start]
    if found is None or len(before) != 1 or before[0].quantity.kind != "count" or not before[0].whole:
        return None
    return before[0] if found["one"] in {None, before[0].quantity.unit} else None
