"""What is right to find in a sample document: its records and its defects, in the shapes of the reviewed gold files."""

from collections.abc import Iterator
from typing import Any

from perflint_zh.samples.forms import actual_of, level1_text, weights_of
from perflint_zh.samples.narrative import narrative_list, printed_name
from perflint_zh.samples.outline import subordinate
from perflint_zh.samples.source import MONTHS, Project, Source
from perflint_zh.samples.style import COLUMNS, Style

DEPARTMENT = "department"


def records(source: Source, style: Style, file: str) -> dict[str, Any]:
    """What `perflint extract` is to find."""
    units = [DEPARTMENT, subordinate(source)] if style.unit_part else [DEPARTMENT]
    return {
        "file": file,
        "department": source.department,
        "department_code": source.code or None,
        "year": source.year,
        "project_expenditure_wan": source.projects_wan,
        "total_expenditure_wan": source.all_wan,
        "narrative_projects": [{"name": name, "budget_wan": amount} for name, amount in narrative_list(source)],
        "projects": [_project(source, project, style, unit) for unit in units for project in source.projects],
    }


def defects(source: Source, file: str) -> dict[str, Any]:
    """What `perflint check` is to find."""
    document_must = {*source.document_must, *(["missing-project-table"] if source.narrative_extra else [])}
    return {
        "file": file,
        "document_labels": [{"must": sorted(document_must), "may": sorted(set(source.document_may) - document_must)}],
        "project_labels": [
            {"project": project.name, "must": sorted(project.must), "may": sorted(project.may)}
            for project in source.projects
        ],
        "labels": [
            {
                "project": project.name,
                "level2": row.level2,
                "indicator": row.name,
                "value": row.value,
                "must": sorted(row.must.split()),
                "may": sorted(row.may.split()),
            }
            for project in source.projects
            for row in project.rows
        ],
    }


def _project(source: Source, project: Project, style: Style, unit: str) -> dict[str, Any]:
    form = style.form or source.form
    in_table = "budget" in style.columns if form == "wide" else form != "plain"
    listed = dict(narrative_list(source)).get(printed_name(source, project))
    budget = project.budget_wan if in_table else listed
    return {
        "name": project.name,
        "unit": unit,
        "budget_wan": budget,
        "budget_source": None if budget is None else "table" if in_table else "narrative",
        "project_code": project.code if form == "head" else None,
        "funds_use": project.funds_use if form == "head" else None,
        "spending_plan": _plan(project) if form == "head" and project.plan else None,
        "goal": project.goal,
        "indicators": list(_indicators(source, project, style)),
    }


def _indicators(source: Source, project: Project, style: Style) -> Iterator[dict[str, Any]]:
    above: tuple[object, ...] = ()
    for number in range(len(project.rows)):
        record = _indicator(source, project, number, style)
        printed = tuple(record[column] for column in COLUMNS)
        if printed == above:
            # Text alone does not tell a row given twice from one that a page end has printed twice.
            record["duplicate_row"] = True
        above = printed
        yield record
        if "twice" in style.page_end and number + 1 == style.page_rows:
            yield {**record, "duplicate_row": True}


def _plan(project: Project) -> dict[str, float | None]:
    return {month: _number(cell) for month, cell in zip(MONTHS, project.plan, strict=True)}


def _number(text: str) -> float | None:
    try:
        return float(text.strip().rstrip("%％").replace(",", ""))
    except ValueError:
        return None


def _indicator(source: Source, project: Project, number: int, style: Style) -> dict[str, Any]:
    row = project.rows[number]
    form = style.form or source.form
    alone = form in {"declaration", "evaluation"}
    record: dict[str, Any] = {
        "level1": level1_text(project, number, source, style),
        "level2": row.level2,
        "name": row.name,
        "description": row.description if not alone and "description" in style.columns else None,
        "value": row.value,
        "basis": row.basis if not alone and "basis" in style.columns else None,
    }
    if form == "evaluation" or "weight" in style.columns:
        record["weight"] = weights_of(project)[number]
    if form == "evaluation":
        record["actual"] = actual_of(project, number)
    return record
