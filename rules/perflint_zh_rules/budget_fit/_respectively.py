"""Figures that a goal gives one after another for things named one after another (规范率、及时率分别达到95%和85%)."""

from collections.abc import Iterator

from perflint_zh.budget import Indicator, Project, Quantity
from perflint_zh.extract.value import find_quantities
from perflint_zh.knowledge import bare_name
from perflint_zh.patterns import expression
from perflint_zh_models.quantities.words import unspaced

from perflint_zh_rules._figures import measured, rows_of
from perflint_zh_rules.budget_fit._agreement import EQUAL

RESPECTIVELY = expression(r"(?P<names>[^，,。；;：:]+)分别(?P<figures>[^。；;：:]+)")
JOINED = expression(r"[、和与及]")

NAMED = 3
"""Characters of a name by which a row is sure to be meant."""


def contradicted(project: Project) -> Iterator[tuple[Indicator, str]]:
    """Rows whose value is another than the figure that the goal has for them in such a list, with the list."""
    told = list(_told(unspaced(project.goal)))
    for row in rows_of(project) if told else ():
        value = measured(row)
        if value is None or value.number is None:
            continue
        name = bare_name(row.name)
        for said, figure, whole in told:
            called = len(said) >= NAMED and (name.endswith(said) or said.endswith(name))
            if called and figure.unit == value.unit and abs((figure.number or 0.0) - value.number) > EQUAL:
                yield row, whole
                break


def _told(goal: str) -> Iterator[tuple[str, Quantity, str]]:
    """What is named, its figure and the whole list, where there are as many figures as names."""
    for found in RESPECTIVELY.finditer(goal):
        names = [name for name in JOINED.split(found["names"]) if name]
        figures = [mention.quantity for mention in find_quantities(found["figures"])]
        if len(names) > 1 and len(names) == len(figures):
            yield from ((name, figure, found[0]) for name, figure in zip(names, figures, strict=True))
