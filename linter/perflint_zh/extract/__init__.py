"""A document to a budget: the goal tables, the facts around them and the narrative that rules read."""

from collections.abc import Iterator, Sequence

from perflint_zh.budget import Budget, Passage, Project
from perflint_zh.document import Document, Paragraph
from perflint_zh.extract.grammar import read_tables
from perflint_zh.extract.narrative import narrative_projects, with_narrative_budgets
from perflint_zh.extract.parts import find_facts, with_units
from perflint_zh.extract.rows import Item, mended, stream
from perflint_zh.extract.titles import is_heading, table_title
from perflint_zh.extract.words import fold, level1_of, level2_of, level_names

DEPARTMENT = "department"


def extract(document: Document) -> Budget:
    """Extract a budget; a document without any 绩效目标表 gives one without projects."""
    items = mended(list(stream(document.blocks)))
    facts = find_facts(items)
    placed = list(with_units(items, facts))
    tables = read_tables(placed, facts.year)
    found = tables.projects
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
        notes=(*document.notes, *tables.notes, *_promises_outside_tables(items, found)),
        unread=tuple(tables.unread),
    )


LEAST_LEVELS = 3
"""Kinds of indicators named in running text from which it may stand in place of a goal table."""


def _promises_outside_tables(items: Sequence[Item], found: Sequence[Project]) -> Iterator[str]:
    """Say so where a document without any goal table seems to give its indicators as text."""
    if found:
        return
    texts = [fold(text) for item in items for text in _texts(item) if "指标" in text and level2_of(text) is None]
    alone = {fold(item.text) for item in items if isinstance(item, Paragraph)}
    named = [name for name in level_names() if name in alone or any(name in text and name != text for text in texts)]
    if len(named) >= LEAST_LEVELS:
        yield f"没有读出绩效目标表，但文中写到{'、'.join(sorted(named)[:LEAST_LEVELS])}等；不在表格里的指标没有检查"


def _texts(item: Item) -> list[str]:
    return [item.text] if isinstance(item, Paragraph) else [cell.text for cell in item.originals()]


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
