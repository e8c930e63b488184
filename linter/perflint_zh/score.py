"""Findings to scores on the four blocks of the official review table (财预〔2015〕88号: 完整性 20, 相关性 30, 适当性 30, 可行性 20).

A project of n rows starts with full marks. For each rule, the share of the project at fault is
share = min(1, k / n), where k counts the rows at fault weighted by the confidence of the finding (a finding about the project
as a whole counts as all n rows). The rule then takes `WEIGHTS[severity] × √share` of the sub-point that its family
belongs to: the square root makes the first row weigh most and each further one less. Rules of one sub-point take what is left
one after the other (1 − Π(1 − loss)), all notes together at most NOTES_AT_MOST of it, so that notes alone never bring a project from 优
below 良. Dividing by n makes the size of a table irrelevant. A sub-point of which nothing could be checked is left out and
the others of its block are scaled up. Gates then cap the score for the gravest defects.

A department's score is the mean of its projects' scores, weighted by budget where every table prints one (amounts found in the
narrative are not used), less a share for findings about the document as a whole.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from perflint_zh.budget import Budget, Project
from perflint_zh.check import Finding
from perflint_zh.rule import Severity

BLOCKS: Mapping[str, Mapping[str, float]] = {
    "完整性": {"规范完整": 10.0, "明确清晰": 10.0},
    "相关性": {"目标相关": 15.0, "指标科学": 15.0},
    "适当性": {"绩效合理": 15.0, "资金匹配": 15.0},
    "可行性": {"实现可能": 20.0},
}
"""Block → sub-point → points. 条件充分性 (10 of 可行性) cannot be seen in a table; its points go to 实现可能."""

POINTS = {name: points for subs in BLOCKS.values() for name, points in subs.items()}
"""Sub-point → points."""

SUB_POINTS = {
    "completeness": "规范完整",
    "format": "规范完整",
    "clarity": "明确清晰",
    "relevance": "目标相关",
    "category": "指标科学",
    "reuse": "绩效合理",
    "budget-fit": "资金匹配",
    "feasibility": "实现可能",
}
"""Family → sub-point; `missing-basis` is asked under 实现可能 (argued and calculated)."""

OWN_SUB_POINTS = {"missing-basis": "实现可能"}

WEIGHTS: Mapping[Severity, float] = {"error": 0.6, "warning": 0.45, "note": 0.12}
"""Share of a sub-point that a rule takes when all rows are at fault."""

NOTES_AT_MOST = 0.15
"""Share of a sub-point that all notes together take; 15 % of every sub-point is 15 points, so 优 (≥ 90) stays at 良 (≥ 80)."""

DOCUMENT_WEIGHTS: Mapping[Severity, float] = {"error": 0.04, "warning": 0.02, "note": 0.0}
"""Share of a department's score that each rule takes by findings about the document as a whole."""

GRADES = ((90.0, "优"), (80.0, "良"), (60.0, "中"), (0.0, "差"))
"""Bands of 财预〔2020〕10号."""

GATES: Mapping[str, float] = {"missing-category": 79.9, "impossible-value": 89.9, "wrong-direction": 89.9}
"""Rule → the highest score with an error of it: a whole 一级指标 missing is at most 中, the others at most 良."""

EMPTY_AT_MOST = 59.9
"""A project without goal text or without indicators is 差."""


class Deduction(msgspec.Struct, frozen=True, gc=False):
    """Points that one rule cost, and by how many findings."""

    rule: str
    points: float
    findings: int


class ProjectScore(msgspec.Struct, frozen=True, gc=False):
    """Score of one project, 0 to 100, the sum of its blocks; a gate may cap it (`cap` names the rule).

    `budget_printed` says that the amount stands in the project's own table.
    """

    path: str
    department: str | None
    project: str
    unit: str
    score: float
    grade: str
    blocks: Mapping[str, float]
    deductions: tuple[Deduction, ...]
    budget_wan: float | None = None
    budget_printed: bool = False
    cap: str | None = None


class DepartmentScore(msgspec.Struct, frozen=True, gc=False):
    """Score of one department: `score` weighted by budget, `plain_score` the simple mean, `grades` projects per grade."""

    department: str
    year: int | None
    score: float
    plain_score: float
    grade: str
    projects: int
    blocks: Mapping[str, float]
    grades: Mapping[str, int]
    deductions: tuple[Deduction, ...]


class Scores(msgspec.Struct, frozen=True, gc=False):
    """All scores of a run, departments from best to worst, projects in document order."""

    departments: tuple[DepartmentScore, ...]
    projects: tuple[ProjectScore, ...]


def grade_of(score: float) -> str:
    """优 from 90, 良 from 80, 中 from 60, else 差."""
    return next(name for least, name in GRADES if score >= least)


def score_project(
    budget: Budget, project: Project, findings: Sequence[Finding], unchecked: frozenset[str] = frozenset()
) -> ProjectScore:
    """Score one project by the findings about it; `unchecked` are sub-points of which nothing could be checked."""
    size = max(1, len(project.indicators))
    losses = _losses(findings, size)
    left = dict.fromkeys(POINTS, 1.0)
    notes = dict.fromkeys(left, 1.0)
    for (_, sub, severity), loss in losses.items():
        (notes if severity == "note" else left)[sub] *= 1.0 - loss
    for name in left:
        left[name] *= max(notes[name], 1.0 - NOTES_AT_MOST)
    blocks: dict[str, float] = {}
    for block, subs in BLOCKS.items():
        seen = {name: points for name, points in subs.items() if name not in unchecked} or subs
        full = sum(subs.values())
        blocks[block] = full * sum(points * left[name] for name, points in seen.items()) / sum(seen.values())
    raw = sum(blocks.values())
    cap, capped_by = _cap(project, findings)
    score = round(min(raw, cap), 1)
    if raw > cap:
        blocks = {block: points * cap / raw for block, points in blocks.items()}
    return ProjectScore(
        path=budget.path,
        department=budget.department,
        project=project.name,
        unit=project.unit,
        score=score,
        grade=grade_of(score),
        blocks={block: round(points, 1) for block, points in blocks.items()},
        deductions=_deductions(findings, losses, 100.0 - score),
        budget_wan=project.budget_wan,
        budget_printed=project.budget_source == "table",
        cap=capped_by if raw > cap else None,
    )


def _losses(findings: Iterable[Finding], size: int) -> dict[tuple[str, str, Severity], float]:
    """(rule, sub-point, severity) → share of the sub-point lost."""
    rows: dict[tuple[str, str, Severity], float] = defaultdict(float)
    for finding in findings:
        sub = OWN_SUB_POINTS.get(finding.rule) or SUB_POINTS[finding.family]
        whole = finding.indicator is None and finding.rows == 1
        rows[finding.rule, sub, finding.severity] += finding.confidence * (size if whole else finding.rows)
    return {key: WEIGHTS[key[2]] * math.sqrt(min(1.0, count / size)) for key, count in sorted(rows.items())}


def _cap(project: Project, findings: Iterable[Finding]) -> tuple[float, str | None]:
    if not project.indicators:
        return EMPTY_AT_MOST, "missing-category"
    if project.goal is not None and not project.goal.strip():
        return EMPTY_AT_MOST, "missing-goal"
    caps = [
        (GATES[finding.rule], finding.rule)
        for finding in findings
        if finding.severity == "error" and finding.rule in GATES
    ]
    return min(caps, default=(100.0, None))


def _deductions(
    findings: Sequence[Finding], losses: Mapping[tuple[str, str, Severity], float], lost: float
) -> tuple[Deduction, ...]:
    """Share out the points lost among the rules, in proportion to what each would take alone."""
    alone: dict[str, float] = defaultdict(float)
    for (rule, sub, _), loss in losses.items():
        alone[rule] += loss * POINTS[sub]
    total = sum(alone.values())
    counts: dict[str, int] = defaultdict(int)
    for finding in findings:
        counts[finding.rule] += 1
    shares = [Deduction(rule, round(lost * part / total, 2), counts[rule]) for rule, part in alone.items() if total]
    return tuple(sorted(shares, key=lambda d: (-d.points, d.rule)))


def score_budgets(
    budgets: Iterable[Budget],
    findings: Iterable[Finding],
    unchecked: Mapping[tuple[str, str, str], frozenset[str]] | None = None,
) -> Scores:
    """Score all projects and departments; `unchecked` is by (path, unit, project)."""
    by_project: dict[tuple[str, str, str], list[Finding]] = defaultdict(list)
    by_document: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.project is None:
            by_document[finding.path].append(finding)
        else:
            by_project[finding.path, finding.unit, finding.project].append(finding)
    projects: list[ProjectScore] = []
    departments: dict[tuple[str, int | None], list[ProjectScore]] = defaultdict(list)
    documents: dict[tuple[str, int | None], list[Finding]] = defaultdict(list)
    for budget in budgets:
        owner = (budget.department or budget.path, budget.year)
        documents[owner] += by_document[budget.path]
        for project in budget.projects:
            key = (budget.path, project.unit, project.name)
            scored = score_project(budget, project, by_project[key], (unchecked or {}).get(key, frozenset()))
            projects.append(scored)
            departments[owner].append(scored)
    ranked = [_department(owner, scored, documents[owner]) for owner, scored in departments.items()]
    return Scores(tuple(sorted(ranked, key=lambda d: (-d.score, d.department, d.year or 0))), tuple(projects))


def _department(
    owner: tuple[str, int | None], scored: Sequence[ProjectScore], findings: Sequence[Finding]
) -> DepartmentScore:
    budgets = [project.budget_wan or 0.0 for project in scored if project.budget_printed]
    weights = budgets if len(budgets) == len(scored) and all(budgets) else [1.0] * len(scored)
    whole = sum(weights)
    rules = {(finding.rule, finding.severity) for finding in findings}
    kept = math.prod(1.0 - DOCUMENT_WEIGHTS[severity] for _, severity in rules)
    score = round(kept * sum(w * p.score for w, p in zip(weights, scored, strict=True)) / whole, 1)
    points: dict[str, float] = defaultdict(float)
    counts: dict[str, int] = defaultdict(int)
    for weight, project in zip(weights, scored, strict=True):
        for deduction in project.deductions:
            points[deduction.rule] += deduction.points * weight / whole
            counts[deduction.rule] += deduction.findings
    for finding in findings:
        counts[finding.rule] += 1
        points[finding.rule] += 0.0
    for rule, severity in rules:
        points[rule] += 100.0 * DOCUMENT_WEIGHTS[severity]
    return DepartmentScore(
        department=owner[0],
        year=owner[1],
        score=score,
        plain_score=round(kept * sum(p.score for p in scored) / len(scored), 1),
        grade=grade_of(score),
        projects=len(scored),
        blocks={
            block: round(kept * sum(w * p.blocks[block] for w, p in zip(weights, scored, strict=True)) / whole, 1)
            for block in BLOCKS
        },
        grades={name: sum(p.grade == name for p in scored) for _, name in GRADES},
        deductions=tuple(
            sorted(
                (Deduction(rule, round(points[rule], 2), counts[rule]) for rule in points),
                key=lambda d: (-d.points, d.rule),
            )
        ),
    )
