"""Descriptions that tell of another project of the same document, of which their own table has no word."""

from collections import Counter
from collections.abc import Iterator

import msgspec
from perflint_zh.budget import Budget, Indicator, Project
from perflint_zh.extract.words import level2_of
from perflint_zh.knowledge import squeeze
from perflint_zh.patterns import expression
from perflint_zh_models.quantities.words import pairs

from perflint_zh_rules._figures import COSTS, rows_of
from perflint_zh_rules._foreign import subject_pairs

LEAST, SHARE = 3, 0.4
"""Pairs of characters that a description and another project must have in common, and their share of all that it says."""

ASKED, ASKED_SHARE = 2, 0.5
"""The same for whom a description of satisfaction says are asked, which is soon said."""

LIST = expression(r"[^，。；、]+、[^，。；、]+、")
"""What a row counts, thing by thing, in the words of any project."""


class _Said(msgspec.Struct, frozen=True):
    """What a project says: pairs of its name, of its name, goal and use of funds, of its rows, in how many cells each stands, and name and description of each row."""

    name: frozenset[str]
    subject: frozenset[str]
    rows: frozenset[str]
    cells: Counter[str]
    wordings: frozenset[tuple[str, str | None]]


def told_of_sisters(budget: Budget) -> Iterator[tuple[Project, Indicator, Project]]:
    """Yield the project, its row and the other project that the row's description tells of."""
    said = [_said(project) for project in budget.projects]
    for project, own in zip(budget.projects, said, strict=True):
        others = [
            (sister, of_sister)
            for sister, of_sister in zip(budget.projects, said, strict=True)
            if sister.name != project.name
        ]
        for row in rows_of(project):
            told = subject_pairs(squeeze(row.description or ""))
            # Each stands in the description itself and nowhere else in the table.
            if any(own.cells[pair] > 1 for pair in told) or not pairs(row.name).isdisjoint(told):
                continue
            for sister, of_sister in others:
                if _is_of(told, of_sister, row):
                    yield project, row, sister
                    break


def _said(project: Project) -> _Said:
    rows = rows_of(project)
    subject = pairs(f"{project.name}。{project.goal or ''}。{project.funds_use or ''}")
    told = [pairs(squeeze(cell or "")) for row in rows for cell in (row.name, row.description)]
    others = [pairs(squeeze(cell or "")) for row in rows for cell in (row.value, row.basis)]
    cells = Counter(subject)
    for cell in (*told, *others):
        cells.update(cell)
    wordings = frozenset((row.name, row.description) for row in rows)
    return _Said(pairs(project.name), subject, frozenset[str]().union(*told), cells, wordings)


def _is_of(told: frozenset[str], sister: _Said, row: Indicator) -> bool:
    """Tell whether another project is named after something that a description tells, and speaks of much of the rest."""
    common = told & (sister.subject | sister.rows)
    # A row that the other project has too is foreign as a whole, which mismatched-indicator tells.
    if not told & sister.name or (row.name, row.description) in sister.wordings:
        return False
    if level2_of(row.level2) in COSTS or LIST.search(row.description or ""):
        return False
    if "满意" in row.name and len(common) >= max(ASKED, ASKED_SHARE * len(told)):
        return True
    return len(common) >= max(LEAST, SHARE * len(told))
