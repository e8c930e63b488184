"""Two states of the same budgets, as a resubmission brings them: what was repaired, what was kept, what is new."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from perflint_zh.errors import UsageError, reason_of
from perflint_zh.rule import SEVERITY_NAMES, Severity


class Defect(msgspec.Struct, frozen=True):
    """A finding as `check --format json` prints it; further fields are passed over."""

    rule: str
    severity: Severity
    message: str
    path: str
    fingerprint: str
    department: str | None = None
    unit: str = "department"
    project: str | None = None
    indicator: str | None = None
    value: str | None = None


class DepartmentMark(msgspec.Struct, frozen=True):
    """A department's score."""

    department: str
    score: float
    grade: str
    year: int | None = None


class ProjectMark(msgspec.Struct, frozen=True):
    """A project's score."""

    path: str
    project: str
    score: float
    department: str | None = None
    unit: str = "department"


class Marks(msgspec.Struct, frozen=True):
    """All scores of a report."""

    departments: tuple[DepartmentMark, ...] = ()
    projects: tuple[ProjectMark, ...] = ()


class Unread(msgspec.Struct, frozen=True):
    """A document that could not be checked."""

    path: str
    reason: str


class Report(msgspec.Struct, frozen=True):
    """One state: what `check --format json` prints, as far as a comparison needs it."""

    findings: tuple[Defect, ...]
    scores: Marks
    failures: tuple[Unread, ...] = ()


class Change(msgspec.Struct, frozen=True):
    """One project, or a department's document as a whole (project None), in both states; scores are None where it is absent."""

    department: str
    unit: str
    project: str | None
    score_before: float | None
    score_after: float | None
    repaired: tuple[Defect, ...] = ()
    kept: tuple[Defect, ...] = ()
    new: tuple[Defect, ...] = ()


class DepartmentChange(msgspec.Struct, frozen=True):
    """A department in both states with its projects; scores are None where it is absent."""

    department: str
    score_before: float | None
    score_after: float | None
    changes: tuple[Change, ...]


class Comparison(msgspec.Struct, frozen=True):
    """Departments in the order of the new state, those that are gone last; `failures` of either state."""

    departments: tuple[DepartmentChange, ...]
    failures: tuple[Unread, ...] = ()


Key = tuple[str, str, str | None]
"""Department, unit and project."""


def read_report(path: Path) -> Report:
    """An earlier run's JSON.

    Raises:
        UsageError: no such file, or it is no report of `check --format json`.

    """
    try:
        return report_of(msgspec.json.decode(path.read_bytes()), str(path))
    except OSError as error:
        raise UsageError(f"无法读取{path}：{reason_of(error)}") from error
    except msgspec.DecodeError as error:
        raise UsageError(f"{path} 不是 perflint check --format json 的结果（{error}）") from error


def report_of(record: Any, name: str = "结果") -> Report:
    """A report from the object that `check --format json` prints."""
    if not isinstance(record, Mapping) or record.get("schema") != "perflint/1":
        raise UsageError(f"{name} 不是 perflint check --format json 的结果（没有 schema: perflint/1）")
    try:
        return msgspec.convert(record, Report)
    except msgspec.ValidationError as error:
        raise UsageError(f"{name} 不是 perflint check --format json 的结果（{error}）") from error


def compared(old: Report, new: Report) -> Comparison:
    """Match findings by fingerprint; of a project that is gone nothing was repaired, and what a new one has is new."""
    before, after = _by_project(old), _by_project(new)
    old_scores, new_scores = _project_scores(old), _project_scores(new)
    changes: dict[str, list[Change]] = defaultdict(list)
    for key in dict.fromkeys([*new_scores, *after, *old_scores, *before]):
        changes[key[0]].append(
            _change(key, before.get(key, ()), after.get(key, ()), old_scores.get(key), new_scores.get(key))
        )
    old_marks = {mark.department: mark.score for mark in old.scores.departments}
    new_marks = {mark.department: mark.score for mark in new.scores.departments}
    departments = tuple(
        DepartmentChange(name, old_marks.get(name), new_marks.get(name), tuple(changes.get(name, ())))
        for name in dict.fromkeys([*new_marks, *old_marks, *changes])
    )
    return Comparison(departments, (*old.failures, *new.failures))


def _change(
    key: Key, before: Sequence[Defect], after: Sequence[Defect], old_score: float | None, new_score: float | None
) -> Change:
    known = {defect.fingerprint for defect in before}
    present = {defect.fingerprint for defect in after}
    absent = key[2] is not None and new_score is None
    return Change(
        *key,
        score_before=old_score,
        score_after=new_score,
        repaired=() if absent else tuple(defect for defect in before if defect.fingerprint not in present),
        kept=tuple(defect for defect in after if defect.fingerprint in known),
        new=tuple(defect for defect in after if defect.fingerprint not in known),
    )


def _by_project(report: Report) -> dict[Key, list[Defect]]:
    found: dict[Key, list[Defect]] = defaultdict(list)
    for defect in report.findings:
        found[defect.department or defect.path, defect.unit, defect.project].append(defect)
    return found


def _project_scores(report: Report) -> dict[Key, float]:
    return {(mark.department or mark.path, mark.unit, mark.project): mark.score for mark in report.scores.projects}


def counts(changes: Iterable[Change]) -> tuple[int, int, int]:
    """How many findings were repaired, kept and are new."""
    listed = list(changes)
    return (
        sum(len(change.repaired) for change in listed),
        sum(len(change.kept) for change in listed),
        sum(len(change.new) for change in listed),
    )


def as_text(comparison: Comparison) -> str:
    """The comparison for people: departments, then projects with what changed, new findings in full."""
    lines: list[str] = []
    for department in comparison.departments:
        repaired, kept, new = counts(department.changes)
        scores = _scores(department.score_before, department.score_after)
        lines += ["", f"{department.department}  {scores}  改好{repaired}处，仍有{kept}处，新增{new}处"]
        for change in department.changes:
            if (
                change.repaired
                or change.new
                or change.score_before is None
                or change.score_after is None
                or change.kept
            ):
                lines += _project_lines(change)
    whole = counts(change for department in comparison.departments for change in department.changes)
    lines += ["", "合计：改好{}处，仍有{}处，新增{}处。".format(*whole)]
    lines += [f"未能检查 {failure.path}：{failure.reason}" for failure in comparison.failures]
    return "\n".join(lines).lstrip("\n") + "\n"


def _project_lines(change: Change) -> list[str]:
    unit = f"（{change.unit}）" if change.unit != "department" else ""
    scores = _scores(change.score_before, change.score_after) if change.project is not None else ""
    lines = [f"  {change.project or '文档整体'}{unit}  {scores}".rstrip()]
    for name, defects in (("改好", change.repaired), ("仍有", change.kept), ("新增", change.new)):
        lines += [
            f"    {name} {SEVERITY_NAMES[defect.severity]} {defect.rule} {' '.join(defect.message.split())}"
            for defect in defects
        ]
    return lines


def _scores(before: float | None, after: float | None) -> str:
    if after is None:
        return "（新的里没有）"
    return f"{after:.1f}分（原来没有）" if before is None else f"{before:.1f} → {after:.1f}分（{after - before:+.1f}）"
