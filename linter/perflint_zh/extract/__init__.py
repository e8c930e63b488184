"""A document to a budget: the goal tables, the facts around them and the narrative that rules read."""

from collections.abc import Sequence

from perflint_zh.budget import Budget, Passage
from perflint_zh.document import Document, Paragraph
from perflint_zh.extract.grammar import projects
from perflint_zh.extract.narrative import narrative_projects, with_narrative_budgets
from perflint_zh.extract.parts import find_facts, with_units
from perflint_zh.extract.rows import Item, mended, stream
from perflint_zh.extract.titles import is_heading, table_title
from perflint_zh.extract.words import level1_of

DEPARTMENT = "department"


def extract(document: Document) -> Budget:
    """Extract a budget; a document without any 绩效目标表 gives one without projects."""
    items = mended(list(stream(document.blocks)))
    facts = find_facts(items)
    placed = list(with_units(items, facts))
    found = projects(placed)
    units = dict.fromkeys(project.unit for project in found) or {DEPARTMENT: None}
    listed = {unit: narrative_projects(placed, unit) for unit in [DEPARTMENT, *units]}
    # A unit's part may leave the list to the department's part.
    with_budgets = {
        unit: iter(with_narrative_budgets([p for p in found if p.unit == unit], listed[unit] or listed[DEPARTMENT]))
        for unit in units
    }
    ordered = tuple(next(with_budgets[project.unit]) for project in found)
    new_system = any(level1_of(row.level1) == "成本指标" for project in ordered for row in project.indicators)
    narrative = listed[DEPARTMENT] or next((entries for entries in listed.values() if entries), [])
    return Budget(
        path=document.path,
        sha256=document.sha256,
        projects=ordered,
        department=facts.department,
        department_code=facts.code,
        year=facts.year,
        total_expenditure_wan=facts.total_wan,
        project_expenditure_wan=facts.project_wan,
        narrative_projects=tuple(narrative),
        narrative_place=narrative[0].place if narrative else None,
        system="new" if new_system else "old",
        passages=tuple(_passages(items)),
        notes=document.notes,
    )


MIN_PASSAGE = 8
"""Shorter paragraphs are captions and labels."""


def _passages(items: Sequence[Item]) -> list[Passage]:
    """Running text with the heading above it; explanations of terms at the end of a document are left out."""
    section = ""
    found: list[Passage] = []
    for item in items:
        if not isinstance(item, Paragraph):
            continue
        text = item.text.strip()
        if is_heading(text) or table_title(text) is not None:
            section = text
        elif len(text) >= MIN_PASSAGE and "名词解释" not in section:
            found.append(Passage(section, text, item.place))
    return found


__all__ = ["extract"]
