"""Records found in a document against those it was written from, cell by cell."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

DOCUMENT = (
    "department",
    "department_code",
    "year",
    "total_expenditure_wan",
    "project_expenditure_wan",
    "narrative_projects",
)
PROJECT = ("budget_wan", "budget_source", "project_code", "funds_use", "spending_plan", "goal")
ROW = ("level1", "level2", "name", "description", "value", "basis", "weight", "actual")

Record = Mapping[str, Any]


def differences(found: Record, expected: Record) -> Iterator[str]:
    """What does not agree, one line each; white space and compatibility forms do not count, nor whether an empty cell is "" or None."""
    yield from _fields("", found, expected, DOCUMENT)
    ours = {_key(project): project for project in found["projects"]}
    theirs = {_key(project): project for project in expected["projects"]}
    if list(ours) != list(theirs) or len(ours) < len(found["projects"]):
        yield f"projects: expected {list(theirs)}, found {[_key(project) for project in found['projects']]}"
    for key in theirs.keys() & ours.keys():
        yield from _fields(f"{key[0]} ", ours[key], theirs[key], PROJECT)
        yield from _rows(key[0], ours[key]["indicators"], theirs[key]["indicators"])


def _key(project: Record) -> tuple[str, str]:
    return fold(project["name"]), fold(project["unit"])


def _fields(where: str, found: Record, expected: Record, fields: Sequence[str]) -> Iterator[str]:
    for field in fields:
        if fold(found.get(field)) != fold(expected.get(field)):
            yield f"{where}{field}: expected {expected.get(field)!r}, found {found.get(field)!r}"


def _rows(name: str, found: Sequence[Record], expected: Sequence[Record]) -> Iterator[str]:
    """Rows in order; whether one that is the same as the row above counts as printed twice, the layout decides."""
    if len(found) != len(expected):
        yield f"{name}: expected {len(expected)} rows, found {len(found)}"
    for number, (ours, theirs) in enumerate(zip(found, expected, strict=False), start=1):
        yield from _fields(f"{name} row {number} ", ours, theirs, ROW)
        if ours.get("duplicate_row") and not theirs.get("duplicate_row"):
            yield f"{name} row {number}: taken for one printed twice"


def fold(value: Any) -> str:
    """A cell as compared."""
    if value is None:
        return ""
    if isinstance(value, float | int):
        return f"{value:.4f}"
    if isinstance(value, Mapping):
        return " ".join(f"{fold(key)}={fold(part)}" for key, part in value.items())
    if isinstance(value, list | tuple):
        return " ".join(map(fold, value))
    return "".join(unicodedata.normalize("NFKC", str(value)).split())
