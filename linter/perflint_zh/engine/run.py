"""One run from paths to findings, free of any engine: what happens to one document, and what happens to all together."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from perflint_zh.budget import Budget
from perflint_zh.check import Checked, Failure, Finding, Outcomes, check_budget, check_corpus, merged
from perflint_zh.errors import ReadError
from perflint_zh.extract import extract
from perflint_zh.plugins import load_rules, select_rules
from perflint_zh.read import read_document
from perflint_zh.rule import Corpus, Rule
from perflint_zh.score import SUB_POINTS, Scores, score_budgets


class Job(msgspec.Struct, frozen=True):
    """What to check by: everything that a worker must know, as plain values."""

    check: bool = True
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    preview: bool = False
    plugins: tuple[str, ...] = ()
    rule_files: tuple[str, ...] = ()
    settings: Mapping[str, Mapping[str, Any]] = {}
    templates: tuple[str, ...] = ()

    def rules(self) -> tuple[Rule, ...]:
        """The rules of this job; none when it only extracts."""
        if not self.check:
            return ()
        return select_rules(load_rules(self.plugins, self.rule_files), self.select, self.ignore, preview=self.preview)


class Seen(msgspec.Struct, frozen=True):
    """What became of one file: a budget with its findings, or a failure."""

    path: str
    budget: Budget | None
    checked: Checked


class Run(msgspec.Struct, frozen=True):
    """A whole run: budgets in path order, findings in document order, failures, scores.

    `copies` maps the path of a file that repeats another's bytes to that other path.
    """

    budgets: tuple[Budget, ...]
    findings: tuple[Finding, ...]
    failures: tuple[Failure, ...]
    outcomes: Mapping[str, Outcomes]
    scores: Scores
    copies: Mapping[str, str] = {}


def look_at(path: str, rules: Sequence[Rule], settings: Mapping[str, Mapping[str, Any]]) -> Seen:
    """Read, extract and check one document; whatever goes wrong becomes a failure."""
    stage = "read"
    try:
        document = read_document(Path(path))
        stage = "extract"
        budget = extract(document)
    except ReadError as error:
        return Seen(path, None, Checked(failures=(Failure(path, stage, str(error)),)))
    except RecursionError:
        return Seen(path, None, Checked(failures=(Failure(path, stage, "文件结构嵌套过深，未读取"),)))
    except Exception as error:  # noqa: BLE001 -- a crash of a reader must cost one file only
        reason = f"程序出错（{type(error).__name__}: {error}），请把此文件反馈给维护者"
        return Seen(path, None, Checked(failures=(Failure(path, stage, reason),)))
    return Seen(path, budget, check_budget(budget, rules, settings))


def conclude(seen: Iterable[Seen], job: Job) -> Run:
    """Put the documents of a run together: drop repeated files, compare all budgets, score."""
    first: dict[str, str] = {}
    copies: dict[str, str] = {}
    budgets: list[Budget] = []
    checked: list[Checked] = []
    for one in sorted(seen, key=lambda one: one.path):
        if one.budget is not None and one.budget.sha256 in first:
            copies[one.path] = first[one.budget.sha256]
            continue
        checked.append(one.checked)
        if one.budget is not None:
            first[one.budget.sha256] = one.path
            budgets.append(one.budget)
    corpus_rules = [rule for rule in job.rules() if rule.part is Corpus]
    if corpus_rules:
        checked.append(check_corpus(Corpus(tuple(budgets), _templates(job)), corpus_rules, job.settings))
    everything = merged(checked)
    return Run(
        budgets=tuple(budgets),
        findings=everything.findings,
        failures=everything.failures,
        outcomes=everything.outcomes,
        scores=score_budgets(budgets, everything.findings, _unchecked(budgets)),
        copies=copies,
    )


def _templates(job: Job) -> tuple[Budget, ...]:
    return tuple(extract(read_document(Path(path))) for path in job.templates)


def _unchecked(budgets: Sequence[Budget]) -> dict[tuple[str, str, str], frozenset[str]]:
    """(path, unit, project) → sub-points of which nothing can be checked: 资金匹配 where no budget is known."""
    nothing = frozenset({SUB_POINTS["budget-fit"]})
    return {
        (budget.path, project.unit, project.name): nothing
        for budget in budgets
        for project in budget.projects
        if project.budget_wan is None
    }
