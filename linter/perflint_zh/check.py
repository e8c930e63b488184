"""Running rules over one budget and over all budgets: parts in, findings out.

A rule's crash never stops the run and is never the author's mistake: it becomes a failure with its path, stage and reason.
"""

import hashlib
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from perflint_zh.budget import Budget, Indicator, Project
from perflint_zh.document import Place
from perflint_zh.rule import Corpus, Deferred, Flaw, NotApplicable, Part, Related, Rule, Severity

START = Place(line=1)
"""Where a finding about a whole document is shown."""


class Finding(msgspec.Struct, frozen=True, gc=False):
    """A flaw with who and where; the fields are those of CONTRACT.md.

    About a row when `indicator` is set, about a project when only `project` is, else about the document.
    """

    rule: str
    family: str
    severity: Severity
    confidence: float
    message: str
    suggestion: str
    path: str
    place: Place
    department: str | None
    unit: str
    project: str | None
    level2: str | None
    indicator: str | None
    value: str | None
    field: str
    evidence: Mapping[str, Any] = {}
    related: tuple[Related, ...] = ()
    fingerprint: str = ""
    replacement: str | None = None
    safe: bool = False
    rows: int = 1


class Failure(msgspec.Struct, frozen=True, gc=False):
    """Something that could not be checked; `stage` is read, extract or rule:SLUG."""

    path: str
    stage: str
    reason: str


class Outcomes(msgspec.Struct, gc=False):
    """How often one rule found, passed, did not apply or lacked a fact, counted over the parts that it looks at."""

    found: int = 0
    passed: int = 0
    not_applicable: int = 0
    deferred: int = 0

    def __add__(self, other: "Outcomes") -> "Outcomes":
        return Outcomes(
            self.found + other.found,
            self.passed + other.passed,
            self.not_applicable + other.not_applicable,
            self.deferred + other.deferred,
        )


class Checked(msgspec.Struct, frozen=True, gc=False):
    """What the rules said: findings in document order, failures, outcome counts by slug."""

    findings: tuple[Finding, ...] = ()
    failures: tuple[Failure, ...] = ()
    outcomes: Mapping[str, Outcomes] = {}


Settings = Mapping[str, Mapping[str, Any]]
"""Rule slug → setting → value, where they differ from the rule's own defaults."""


def check_budget(budget: Budget, rules: Iterable[Rule], settings: Settings | None = None) -> Checked:
    """Run the rules over indicators, projects and the budget itself; corpus rules are passed over."""
    return _run([rule for rule in rules if rule.part is not Corpus], [budget], settings or {}, None)


def check_corpus(corpus: Corpus, rules: Iterable[Rule], settings: Settings | None = None) -> Checked:
    """Run the rules that compare all budgets of a run."""
    return _run([rule for rule in rules if rule.part is Corpus], corpus.budgets, settings or {}, corpus)


def _run(rules: Sequence[Rule], budgets: Sequence[Budget], settings: Settings, corpus: Corpus | None) -> Checked:
    findings: list[Finding] = []
    failures: list[Failure] = []
    outcomes: dict[str, Outcomes] = {}
    for rule in rules:
        counted = outcomes.setdefault(rule.slug, Outcomes())
        own = settings.get(rule.slug)
        for part, budget, project in [(corpus, None, None)] if corpus else _parts(rule.part, budgets):
            flaws, reasons = 0, 0
            applicable = True
            try:
                for outcome in rule.outcomes(part, own):
                    if isinstance(outcome, Flaw):
                        flaws += 1
                        findings.append(_finding(rule, outcome, budget, project, part))
                    elif isinstance(outcome, Deferred):
                        reasons += 1
                    elif isinstance(outcome, NotApplicable):
                        applicable = False
            except Exception as error:  # noqa: BLE001 -- any crash of a rule is a failure of the check, not of the document
                path = budget.path if budget is not None else "全部文档"
                failures.append(
                    Failure(
                        path, f"rule:{rule.slug}", f"规则运行出错（{type(error).__name__}: {error}），其余规则不受影响"
                    )
                )
                continue
            if flaws:
                counted.found += 1
            elif reasons:
                counted.deferred += 1
            elif applicable:
                counted.passed += 1
            else:
                counted.not_applicable += 1
    return Checked(tuple(findings), tuple(failures), outcomes)


def _parts(kind: type[Any], budgets: Iterable[Budget]) -> Iterator[tuple[Part, Budget, Project | None]]:
    for budget in budgets:
        if kind is Budget:
            yield budget, budget, None
            continue
        for project in budget.projects:
            if kind is Project:
                yield project, budget, project
            else:
                yield from (
                    (indicator, budget, project) for indicator in project.indicators if not indicator.duplicate_row
                )


def _finding(rule: Rule, flaw: Flaw, budget: Budget | None, project: Project | None, part: Part | None) -> Finding:
    budget = flaw.budget or budget
    if budget is None:
        raise ValueError(f"{rule.slug}: a flaw over the corpus must name its budget")
    project = flaw.project or project
    indicator = flaw.indicator or (part if isinstance(part, Indicator) else None)
    rows = tuple(
        Related(
            project=project.name if project else None,
            indicator=row.name,
            level2=row.level2,
            value=row.value,
            path=budget.path,
            place=row.place,
        )
        for row in flaw.rows
    )
    return Finding(
        rule=rule.slug,
        family=rule.family,
        severity=flaw.severity or rule.severity,
        confidence=round(flaw.confidence, 3),
        message=flaw.message,
        suggestion=flaw.suggestion,
        path=budget.path,
        place=_place(flaw.field, budget, project, indicator),
        department=budget.department,
        unit=project.unit if project else "department",
        project=project.name if project else None,
        level2=indicator.level2 if indicator else None,
        indicator=indicator.name if indicator else None,
        value=indicator.value if indicator else None,
        field=flaw.field,
        evidence=flaw.evidence,
        related=rows + flaw.related,
        replacement=flaw.replacement,
        safe=flaw.safe,
        rows=len({row.place for row in flaw.rows} | ({indicator.place} if indicator else set())) or 1,
    )


def _place(field: str, budget: Budget, project: Project | None, indicator: Indicator | None) -> Place:
    if indicator is not None:
        return indicator.places.get(field, indicator.place)
    if project is not None:
        if field == "goal" and project.goal_place is not None:
            return project.goal_place
        return project.places.get(field, project.place)
    return budget.narrative_place or START


def merged(parts: Iterable[Checked]) -> Checked:
    """All findings in a stable order, with fingerprints; counts added up."""
    findings: list[Finding] = []
    failures: list[Failure] = []
    outcomes: dict[str, Outcomes] = {}
    for part in parts:
        findings += part.findings
        failures += part.failures
        for slug, counts in part.outcomes.items():
            outcomes[slug] = outcomes.get(slug, Outcomes()) + counts
    findings.sort(key=_order)
    return Checked(
        tuple(_with_fingerprints(findings)),
        tuple(sorted(failures, key=lambda f: (f.path, f.stage, f.reason))),
        outcomes,
    )


def _order(finding: Finding) -> tuple[Any, ...]:
    place = finding.place
    return (
        finding.path,
        place.page or 0,
        place.box[1] if place.box else 0.0,
        place.line or 0,
        place.sheet or "",
        place.table or 0,
        place.row or 0,
        _cell_order(place.cell),
        place.column or 0,
        finding.rule,
        finding.project or "",
        finding.level2 or "",
        finding.indicator or "",
        finding.message,
    )


def _cell_order(cell: str | None) -> tuple[int, str]:
    letters = (cell or "").rstrip("0123456789")
    digits = (cell or "")[len(letters) :]
    return int(digits or 0), letters.rjust(3)


def _with_fingerprints(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Fingerprints of rule, owner and row, not of places or values; equal ones are numbered in document order."""
    seen: Counter[str] = Counter()
    for finding in findings:
        owner = finding.department or os.path.splitext(os.path.basename(finding.path))[0]  # noqa: PTH119, PTH122 -- a key, not a path
        key = "\x1f".join(
            (
                finding.rule,
                owner,
                finding.unit,
                finding.project or "",
                finding.level2 or "",
                finding.indicator or "",
                finding.field,
            )
        )
        seen[key] += 1
        digest = hashlib.sha256(f"{key}\x1f{seen[key]}".encode("utf-8", "surrogatepass")).hexdigest()[:16]
        yield msgspec.structs.replace(finding, fingerprint=digest)
