"""Machine-readable outputs in the shapes of CONTRACT.md."""

import itertools
import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import msgspec

from perflint_zh import __version__
from perflint_zh.budget import Budget, Indicator, Project
from perflint_zh.check import Finding
from perflint_zh.result import Run
from perflint_zh.rule import SEVERITIES

ENCODER = json.JSONEncoder(ensure_ascii=False, check_circular=False, default=msgspec.to_builtins)
"""Records are trees of plain values and structs, so that none can hold itself."""

PIECE = 100
"""Entries of a long list that are written together."""


def to_json(value: Any) -> str:
    """Indented JSON with a final line end; lone surrogates from damaged documents become U+FFFD."""
    # json itself indents in Python, which takes ten times as long.
    return msgspec.json.format(_one_line(value), indent=1).decode() + "\n"


def to_json_line(value: Any) -> str:
    """One line of JSON."""
    return _one_line(value).decode() + "\n"


def _one_line(value: Any) -> bytes:
    return ENCODER.encode(value).encode("utf-8", "replace")


def check_text(run: Run, seconds: float) -> Iterator[str]:
    """What `check --format json` prints, in pieces: the text of many documents is larger than all that is known of them.

    What engines give has no lone surrogates, so msgspec can write it, ten times as fast as json.
    """
    for number, (name, value) in enumerate(_check_values(run, seconds).items()):
        yield f'{"," if number else "{"}\n "{name}": '
        if isinstance(value, Iterator):
            started = False
            while entries := list(itertools.islice(value, PIECE)):
                # In two lists they are as far indented as they stand; the brackets of both are cut off.
                yield f"{',' if started else '['}\n{_indented([entries])[5:-5]}"
                started = True
            yield "\n ]" if started else "[]"
        else:
            yield _indented([value])[3:-2]
    yield "\n}\n"


def _indented(value: Any) -> str:
    return msgspec.json.format(msgspec.json.encode(value), indent=1).decode()


def check_record(run: Run, seconds: float) -> dict[str, Any]:
    """The object that `check --format json` prints, of plain values."""
    values = _check_values(run, seconds)
    return {
        name: [msgspec.to_builtins(entry) for entry in value]
        if isinstance(value, Iterator)
        else msgspec.to_builtins(value)
        for name, value in values.items()
    }


def _check_values(run: Run, seconds: float) -> dict[str, Any]:
    """The parts of the object, long lists as iterators over their entries."""
    severities = Counter(finding.severity for finding in run.findings)
    return {
        "schema": "perflint/1",
        "version": __version__,
        "summary": {
            "documents": len(run.budgets),
            "departments": len({budget.department or budget.path for budget in run.budgets}),
            "projects": sum(len(budget.projects) for budget in run.budgets),
            "indicators": sum(len(project.indicators) for budget in run.budgets for project in budget.projects),
            **{f"{severity}s": severities[severity] for severity in SEVERITIES},
            "seconds": round(seconds, 2),
        },
        "documents": map(_document, run.budgets),
        "findings": map(finding_record, run.findings),
        "failures": run.failures,
        "scores": run.scores,
        "copies": dict(sorted(run.copies.items())),
    }


def _document(budget: Budget) -> dict[str, Any]:
    return {
        "path": budget.path,
        "sha256": budget.sha256,
        "department": budget.department,
        "year": budget.year,
        "projects": len(budget.projects),
        "indicators": sum(len(project.indicators) for project in budget.projects),
        "notes": list(budget.notes),
    }


FINDING_FIELDS = (
    "rule", "family", "severity", "confidence", "message", "suggestion", "path", "place", "department", "unit", "project",
    "level2", "indicator", "value", "field", "evidence", "related", "fingerprint", "replacement",
)  # fmt: skip


RELATED_FIELDS = ("project", "indicator", "level2", "value")
"""Fields of another row or project that are written even where it has none."""


def finding_record(finding: Finding) -> dict[str, Any]:
    """One finding with the fields of the contract."""
    record = {field: getattr(finding, field) for field in FINDING_FIELDS}
    record["related"] = [
        msgspec.to_builtins(other) | {field: getattr(other, field) for field in RELATED_FIELDS}
        for other in finding.related
    ]
    return record


def extract_records(budgets: tuple[Budget, ...]) -> Iterator[dict[str, Any]]:
    """One object per document, as `extract --format json` prints them."""
    for budget in budgets:
        yield {
            "path": budget.path,
            "department": budget.department,
            "department_code": budget.department_code,
            "year": budget.year,
            "total_expenditure_wan": budget.total_expenditure_wan,
            "project_expenditure_wan": budget.project_expenditure_wan,
            "narrative_projects": [
                {"name": entry.name, "budget_wan": entry.budget_wan} for entry in budget.narrative_projects
            ],
            "projects": [_project(project) for project in budget.projects],
            "notes": [*budget.unread, *budget.notes],
        }


def _project(project: Project) -> dict[str, Any]:
    return {
        "name": project.name,
        "unit": project.unit,
        "project_code": project.project_code,
        "budget_wan": project.budget_wan,
        "budget_source": project.budget_source,
        "funds_use": project.funds_use,
        "spending_plan": dict(project.spending_plan) if project.spending_plan is not None else None,
        "goal": project.goal,
        "place": msgspec.to_builtins(project.place),
        "indicators": [_indicator(row) for row in project.indicators],
    }


def _indicator(row: Indicator) -> dict[str, Any]:
    record: dict[str, Any] = {
        "level1": row.level1,
        "level2": row.level2,
        "name": row.name,
        "description": row.description,
        "value": row.value,
        "basis": row.basis,
        "quantity": msgspec.to_builtins(row.quantity),
        "place": msgspec.to_builtins(row.place),
    }
    record.update(
        {
            field: text
            for field in ("weight", "actual", "history", "direction")
            if (text := getattr(row, field)) is not None
        }
    )
    if row.duplicate_row:
        record["duplicate_row"] = True
    return record
