"""One HTML file for officers and meetings: opens offline, loads nothing, shows every text of a document as text.

Figures of the overview are drawn here (jinja2, inline SVG). Lists, tables and pairs are made in the page from the embedded data,
by text nodes alone, so that thousands of findings open fast and no text can become markup.
"""

import base64
import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import jinja2
from markupsafe import Markup

from perflint_zh import __version__, score
from perflint_zh.budget import Budget, Project
from perflint_zh.check import Finding
from perflint_zh.report.anonymous import anonymised
from perflint_zh.report.data import to_json_line
from perflint_zh.report.inert import inert
from perflint_zh.result import Run
from perflint_zh.rule import FAMILIES, SEVERITIES, SEVERITY_NAMES, Related, Rule
from perflint_zh.score import DepartmentScore, ProjectScore

COLUMNS = {
    "level1": "一级指标",
    "level2": "二级指标",
    "name": "三级指标",
    "description": "绩效指标描述",
    "value": "指标值",
    "basis": "指标值确定依据",
    "weight": "分值权重",
    "history": "历史值",
    "direction": "指标方向",
    "actual": "实际完成值",
}
"""Field of an indicator → column head, in the order of the form."""

SCRIPTS = ("page.js", "findings.js", "project.js", "copies.js", "routes.js")
HEAT_RULES = 20
"""Columns of the heat map: the rules that cost most."""

HEAT_STEPS = (0.0, 0.25, 0.5, 1.0, 2.0)
"""Findings per project from which a cell of the heat map takes the next darker colour."""

SHOWN_BARS = 28
"""Departments whose bars show at once; the rest unfold."""

BIN = 5
"""Points that one bar of the distribution covers."""


def render_html(run: Run, rules: Iterable[Rule] = (), *, anonymise: bool = False) -> str:
    """The report as one file; `rules` are those that ran, for their explanations."""
    record = _inert(_record(anonymised(run) if anonymise else run, rules))
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("perflint_zh.report", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    source = jinja2.PackageLoader("perflint_zh.report", "templates").get_source
    style = source(environment, "report.css")[0]
    parts = "\n".join(source(environment, name)[0] for name in SCRIPTS)
    script = f'(() => {{\n"use strict";\n{parts}\n}})();\n'
    return environment.get_template("report.html.j2").render(
        **_figures(record),
        record=record,
        anonymise=anonymise,
        formula=_formula(),
        severities=SEVERITY_NAMES,
        # Markup: our own files, and JSON in which no character can end the element.
        style=Markup(style),  # noqa: S704
        script=Markup(script),  # noqa: S704
        data=Markup(_embedded(to_json_line(record["page"]))),  # noqa: S704
        style_hash=_hash(style),
        script_hash=_hash(script),
    )


def _hash(text: str) -> str:
    """Source expression of the content security policy that allows exactly this text."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _embedded(text: str) -> str:
    """JSON that no HTML parser takes for markup."""
    return re.sub("[<>&\u2028\u2029]", lambda match: f"\\u{ord(match[0]):04x}", text)


def _inert(value: Any) -> Any:
    if isinstance(value, str):
        return inert(value)
    if isinstance(value, dict):
        return {inert(key) if isinstance(key, str) else key: _inert(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_inert(part) for part in value]
    return value


class _Finder:
    """Numbers of departments, projects and rows in the page, by what findings say of them."""

    def __init__(self, run: Run) -> None:
        self.budgets = run.budgets
        self.owners = _owners(run)
        self.projects = [(budget, project) for budget in run.budgets for project in budget.projects]
        self._owner = {owner: at for at, owner in enumerate(self.owners)}
        self._by_name: dict[tuple[str, str, str], list[int]] = defaultdict(list)
        self._by_title: dict[tuple[str, str], list[int]] = defaultdict(list)
        self._by_path: dict[str, Budget] = {budget.path: budget for budget in run.budgets}
        # A finding may name a copy of a document; the budget is that of the original.
        self._by_path |= {copy: self._by_path[path] for copy, path in run.copies.items() if path in self._by_path}
        for at, (budget, project) in enumerate(self.projects):
            self._by_name[budget.path, project.unit, project.name].append(at)
            self._by_title[budget.path, project.name].append(at)

    def department(self, path: str) -> int:
        return self._owner[_owner(self._by_path[path])]

    def spot(self, finding: Finding) -> tuple[int | None, int | None]:
        """Project and row of a finding; of projects with one name, the one that has the place."""
        if finding.project is None:
            return None, None
        candidates = self._by_name[finding.path, finding.unit, finding.project]
        for at in candidates:
            project = self.projects[at][1]
            if finding.indicator is None:
                places = {project.place, project.goal_place, *project.places.values()}
                if finding.place in places:
                    return at, None
                continue
            for number, row in enumerate(project.indicators):
                if row.name == finding.indicator and row.places.get(finding.field, row.place) == finding.place:
                    return at, number
        return (candidates[0] if candidates else None), None

    def related(self, other: Related, finding: Finding) -> tuple[int | None, int | None]:
        """Project and row of what a finding points to."""
        if other.project is None:
            return None, None
        candidates = self._by_title[other.path or finding.path, other.project]
        for at in candidates:
            project = self.projects[at][1]
            if other.indicator is None and other.place == project.place:
                return at, None
            for number, row in enumerate(project.indicators):
                if row.name == other.indicator and other.place in {row.place, *row.places.values()}:
                    return at, number
        return (candidates[0] if candidates else None), None


def _owner(budget: Budget) -> tuple[str, int | None]:
    return budget.department or budget.path, budget.year


def _owners(run: Run) -> list[tuple[str, int | None]]:
    """Departments from best to worst, then those without any project."""
    scored = [(department.department, department.year) for department in run.scores.departments]
    return list(dict.fromkeys([*scored, *(_owner(budget) for budget in run.budgets)]))


def _record(run: Run, rules: Iterable[Rule]) -> dict[str, Any]:
    """What the page shows: `page` goes into it as data, the rest is written by the template."""
    finder = _Finder(run)
    explained = _rules(run, rules)
    numbers = {rule["slug"]: at for at, rule in enumerate(explained)}
    findings = [_finding(finding, finder, numbers) for finding in run.findings]
    counts = Counter(finding.severity for finding in run.findings)
    scores = [project.score for project in run.scores.projects]
    return {
        "version": __version__,
        "totals": {
            "documents": len(run.budgets),
            "departments": len(finder.owners),
            "projects": len(finder.projects),
            "indicators": sum(len(project.indicators) for _, project in finder.projects),
            "faulty": len({finding["p"] for finding in findings} - {None}),
            **{severity: counts[severity] for severity in SEVERITIES},
            "mean": round(sum(scores) / len(scores), 1) if scores else None,
        },
        "failures": [{"path": f.path, "stage": f.stage, "reason": f.reason} for f in run.failures],
        "empty": [budget.path for budget in run.budgets if not budget.projects and not budget.unread],
        "notes": [(budget.path, note) for budget in run.budgets for note in budget.notes],
        "copies": sorted(run.copies.items()),
        "scores": scores,
        "page": {
            "families": FAMILIES,
            "columns": COLUMNS,
            "blocks": {block: sum(subs.values()) for block, subs in score.BLOCKS.items()},
            "rules": explained,
            "departments": _departments(run, finder, numbers),
            "projects": _projects(run, finder, numbers),
            "findings": findings,
            "clusters": _clusters(findings),
            "texts": _texts(findings),
        },
    }


def _rules(run: Run, rules: Iterable[Rule]) -> list[dict[str, Any]]:
    """Rules with findings, the costliest first, then the others."""
    known = {rule.slug: rule for rule in rules}
    families = {finding.rule: finding.family for finding in run.findings}
    slugs = dict.fromkeys([*known, *families, *sorted(run.outcomes)])
    points: dict[str, float] = defaultdict(float)
    for project in run.scores.projects:
        for deduction in project.deductions:
            points[deduction.rule] += deduction.points
    counts = Counter(finding.rule for finding in run.findings)
    ranked = sorted(slugs, key=lambda slug: (-points[slug], -counts[slug]))
    return [
        {
            "slug": slug,
            "title": known[slug].title if slug in known else slug,
            "short": known[slug].short if slug in known else slug,
            "family": known[slug].family if slug in known else families.get(slug, ""),
            "severity": known[slug].severity if slug in known else None,
            "text": _paragraphs(known[slug].documentation) if slug in known else [],
            "fix": known[slug].fix if slug in known else None,
            "points": round(points[slug], 1),
            "count": counts[slug],
            "outcomes": [o.found, o.passed, o.not_applicable, o.deferred] if (o := run.outcomes.get(slug)) else None,
        }
        for slug in ranked
    ]


def _paragraphs(documentation: str) -> list[str]:
    """Paragraphs below the title; Chinese lines join without a blank."""
    body = documentation.partition("\n")[2].strip()
    return ["".join(line.strip() for line in part.splitlines()) for part in body.split("\n\n") if part.strip()]


def _departments(run: Run, finder: _Finder, numbers: Mapping[str, int]) -> list[dict[str, Any]]:
    scored = {(entry.department, entry.year): entry for entry in run.scores.departments}
    files: dict[tuple[str, int | None], list[str]] = defaultdict(list)
    for budget in run.budgets:
        files[_owner(budget)].append(budget.path)
    return [
        {"name": owner[0], "year": owner[1], "files": files[owner], **_scored(scored.get(owner), numbers)}
        for owner in finder.owners
    ]


def _scored(entry: DepartmentScore | ProjectScore | None, numbers: Mapping[str, int]) -> dict[str, Any]:
    if entry is None:
        return {"score": None, "grade": None, "blocks": [], "lost": []}
    return {
        "score": entry.score,
        "grade": entry.grade,
        "blocks": [entry.blocks[block] for block in score.BLOCKS],
        "lost": [[numbers[d.rule], d.points, d.findings] for d in entry.deductions if d.rule in numbers],
    }


def _projects(run: Run, finder: _Finder, numbers: Mapping[str, int]) -> list[dict[str, Any]]:
    scored: dict[tuple[str, str, str], list[ProjectScore]] = defaultdict(list)
    for entry in reversed(run.scores.projects):
        scored[entry.path, entry.unit, entry.project].append(entry)
    made = []
    for budget, project in finder.projects:
        left = scored[budget.path, project.unit, project.name]
        one = left.pop() if left else None
        made.append(_project(budget, project, finder) | _scored(one, numbers) | {"cap": one.cap if one else None})
    return made


def _project(budget: Budget, project: Project, finder: _Finder) -> dict[str, Any]:
    columns = [field for field in COLUMNS if _has(project, field)]
    plan = project.spending_plan or {}
    return {
        "name": project.name,
        "unit": None if project.unit == "department" else project.unit,
        "d": finder.department(budget.path),
        "path": budget.path,
        "place": str(project.place),
        "budget": project.budget_wan,
        "goal": project.goal,
        "use": project.funds_use,
        "plan": [[when, part] for when, part in plan.items()],
        "columns": columns,
        "rows": [[getattr(row, field) or "" for field in columns] for row in project.indicators],
    }


def _has(project: Project, field: str) -> bool:
    if field in {"level1", "level2", "name", "value"}:
        return True
    return field in project.columns or any(getattr(row, field) is not None for row in project.indicators)


def _finding(finding: Finding, finder: _Finder, numbers: Mapping[str, int]) -> dict[str, Any]:
    project, row = finder.spot(finding)
    related = [(other, *finder.related(other, finding)) for other in finding.related]
    record: dict[str, Any] = {
        "r": numbers[finding.rule],
        "s": SEVERITIES.index(finding.severity),
        "d": finder.department(finding.path),
        "p": project,
        "w": row,
        "f": finding.field,
        "m": finding.message,
        "g": finding.suggestion,
        "l": str(finding.place),
        "path": finding.path,
        "i": finding.indicator,
        "v": finding.value,
        "c": finding.confidence,
        "fix": finding.replacement,
        # Rows of the same project share the cause; anything else is only pointed to.
        "x": [at for other, owner, at in related if owner == project and at is not None and at != row],
        "o": [
            [owner, at, "｜".join(filter(None, (other.project, other.indicator, other.value)))]
            for other, owner, at in related
            if owner != project or at is None
        ],
    }
    if finding.rule == "template-reuse":
        record["strength"] = finding.evidence.get("strength", 0.0)
    if finding.rule == "boilerplate-text":
        record["copied"] = True
    return record


def _clusters(findings: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Projects that share a set of rows, largest group first; each finding names the others of its group."""
    of: dict[int, int] = {}
    members: dict[int, set[int]] = {}
    strength: dict[int, float] = {}
    for finding in findings:
        if "strength" not in finding or finding["p"] is None:
            continue
        group = {finding["p"], *(other[0] for other in finding["o"] if other[0] is not None)}
        root = min(group)
        for old in {of[member] for member in group if member in of}:
            group |= members.pop(old)
            root = min(root, old)
        members[root] = group
        strength[root] = max(strength.get(root, 0.0), finding["strength"])
        of.update(dict.fromkeys(group, root))
    ranked = sorted(members.items(), key=lambda entry: (-len(entry[1]), -strength[entry[0]], entry[0]))
    return [{"members": sorted(group), "strength": strength[root]} for root, group in ranked if len(group) > 1]


def _texts(findings: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Sentences pasted into unlike projects, the most frequent first, with the rows that have them."""
    found: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for finding in findings:
        if "copied" in finding and finding["w"] is not None:
            others = {(at, row) for at, row, _ in finding["o"] if at is not None and row is not None}
            found[finding["i"]] |= {(finding["p"], finding["w"]), *others}
    ranked = sorted(found.items(), key=lambda entry: (-len({at for at, _ in entry[1]}), entry[0]))
    return [{"text": text, "rows": sorted(rows)} for text, rows in ranked if len({at for at, _ in rows}) > 1]


def _figures(record: Mapping[str, Any]) -> dict[str, Any]:
    """What the overview draws."""
    page = record["page"]
    ranked = [{"at": at, **department} for at, department in enumerate(page["departments"])]
    # The lowest first: they are what a reader has to deal with.
    scored = [department for department in reversed(ranked) if department["score"] is not None]
    costly = [{"at": at, **rule} for at, rule in enumerate(page["rules"]) if rule["count"]]
    most = max((rule["points"] for rule in costly), default=0.0) or 1.0
    return {
        "bars": scored[:SHOWN_BARS],
        "more_bars": scored[SHOWN_BARS:],
        "distribution": _distribution(record["scores"]),
        "blocks": [
            {"name": block, "points": points, "mean": round(_mean(p["blocks"][at] for p in _scored_only(page)), 1)}
            for at, (block, points) in enumerate(page["blocks"].items())
        ],
        "costly": [{**rule, "share": round(100 * rule["points"] / most, 1)} for rule in costly[:12]],
        "heat_rules": costly[:HEAT_RULES],
        "heat": _heat(page, ranked, [rule["at"] for rule in costly[:HEAT_RULES]]),
    }


def _scored_only(page: Mapping[str, Any]) -> list[Any]:
    return [project for project in page["projects"] if project["blocks"]]


def _mean(numbers: Iterable[float]) -> float:
    counted = list(numbers)
    return sum(counted) / len(counted) if counted else 0.0


def _distribution(scores: Sequence[float]) -> list[dict[str, Any]]:
    """Bars of five points: how many projects, how high against the highest, in the colour of which grade."""
    counts = Counter(min(int(points // BIN), 100 // BIN - 1) for points in scores)
    highest = max(counts.values(), default=1)
    return [
        {"from": BIN * at, "count": counts[at], "height": counts[at] / highest, "grade": score.grade_of(BIN * at)}
        for at in range(100 // BIN)
    ]


def _heat(
    page: Mapping[str, Any], departments: Sequence[Mapping[str, Any]], rules: Sequence[int]
) -> list[dict[str, Any]]:
    counts = Counter((finding["d"], finding["r"]) for finding in page["findings"])
    projects = Counter(project["d"] for project in page["projects"])
    troubled = {finding["d"] for finding in page["findings"]}
    rows = []
    for department in reversed(departments):
        if department["at"] not in troubled:
            continue
        size = max(1, projects[department["at"]])
        cells = [counts[department["at"], rule] for rule in rules]
        steps = [sum(count / size > least for least in HEAT_STEPS) for count in cells]
        rows.append({**department, "cells": list(zip(rules, cells, steps, strict=True))})
    return rows


def _formula() -> dict[str, Any]:
    """The numbers of the score formula, from where it is defined."""
    return {
        "blocks": score.BLOCKS,
        "families": {
            sub: [FAMILIES[family] for family, own in score.SUB_POINTS.items() if own == sub]
            for subs in score.BLOCKS.values()
            for sub in subs
        },
        "weights": {SEVERITY_NAMES[severity]: weight for severity, weight in score.WEIGHTS.items()},
        "notes": score.NOTES_AT_MOST,
        "document": {SEVERITY_NAMES[severity]: weight for severity, weight in score.DOCUMENT_WEIGHTS.items()},
        "gates": score.GATES,
        "empty": score.EMPTY_AT_MOST,
        "grades": score.GRADES,
    }
