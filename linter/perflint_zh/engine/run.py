"""What happens to all documents of a run together, free of any engine."""

import importlib.util
import os
from collections.abc import Iterable, Mapping, MutableMapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from perflint_zh import __version__
from perflint_zh.budget import Budget
from perflint_zh.check import Checked, Finding, check_corpus, merged
from perflint_zh.errors import ReadError, UsageError
from perflint_zh.plugins import load_rules, select_rules
from perflint_zh.result import Run, Seen
from perflint_zh.rule import Corpus, Each, Rule
from perflint_zh.score import SUB_POINTS, score_budgets


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


def first_of_each(seen: Iterable[Seen]) -> tuple[list[Seen], dict[str, str]]:
    """Documents in path order without repeated contents, and path of each copy → path of the first."""
    first: dict[str, str] = {}
    copies: dict[str, str] = {}
    kept: list[Seen] = []
    for one in sorted(seen, key=lambda one: one.path):
        if one.budget is not None and one.budget.sha256 in first:
            copies[one.path] = first[one.budget.sha256]
            continue
        if one.budget is not None:
            first[one.budget.sha256] = one.path
        kept.append(one)
    return kept, copies


def compare_all(
    seen: Iterable[Seen], job: Job, each: Each = map, memory: MutableMapping[str, bytes] | None = None
) -> Checked:
    """Run the rules that look at all budgets together; `memory` has what they left at an earlier run, and then what they leave."""
    rules = [rule for rule in job.rules() if rule.part is Corpus]
    if not rules:
        return Checked()
    kept = [(one.budget, one.digests) for one in first_of_each(seen)[0] if one.budget is not None]
    digests = {budget.path: own for budget, own in kept}
    budgets = tuple(budget for budget, _ in kept)
    corpus = Corpus(budgets, read_templates(job.templates), digests, each, {} if memory is None else memory)
    return check_corpus(corpus, rules, job.settings)


def conclude(seen: Iterable[Seen], compared: Checked) -> Run:
    """Put the documents of a run and their comparison together, and score."""
    kept, copies = first_of_each(seen)
    budgets = tuple(one.budget for one in kept if one.budget is not None)
    everything = merged([*(one.checked for one in kept), compared])
    return Run(
        budgets=budgets,
        findings=everything.findings,
        failures=everything.failures,
        outcomes=everything.outcomes,
        scores=score_budgets(budgets, everything.findings, _unchecked(budgets)),
        copies=copies,
    )


def rescored(run: Run, findings: Sequence[Finding]) -> Run:
    """The run with other findings and the scores that follow from them."""
    scores = score_budgets(run.budgets, findings, _unchecked(run.budgets))
    return msgspec.structs.replace(run, findings=tuple(findings), scores=scores)


def without(run: Run, paths: frozenset[str]) -> Run:
    """The run as if nothing were asked about some documents that the others were compared with."""
    kept = msgspec.structs.replace(
        run,
        budgets=tuple(budget for budget in run.budgets if budget.path not in paths),
        failures=tuple(failure for failure in run.failures if failure.path not in paths),
        copies={copy: original for copy, original in run.copies.items() if copy not in paths},
    )
    return rescored(kept, [finding for finding in run.findings if finding.path not in paths])


def code_state() -> str:
    """Version and state of the installed code and data, so that answers of other code are never reused."""
    marks = [__version__]
    for name in ("perflint_zh", "perflint_zh_rules", "perflint_zh_models"):
        spec = importlib.util.find_spec(name)
        for folder in (spec.submodule_search_locations or ()) if spec is not None else ():
            marks += _file_marks(folder)
    return "\n".join(marks)


def _file_marks(folder: str) -> list[str]:
    marks: list[str] = []
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            if entry.is_dir():
                marks += _file_marks(entry.path) if entry.name != "__pycache__" else []
            else:
                status = entry.stat()
                marks.append(f"{entry.path} {status.st_size} {status.st_mtime_ns}")
    return marks


def read_templates(paths: Iterable[str]) -> tuple[Budget, ...]:
    """Files whose texts are the prescribed wording.

    Raises:
        UsageError: one of them cannot be read.

    """
    from perflint_zh.extract import extract
    from perflint_zh.read import read_document

    read: list[Budget] = []
    for path in paths:
        try:
            read.append(extract(read_document(Path(path))))
        except ReadError as error:
            raise UsageError(f"无法读取模板文件{path}：{error}") from error
    return tuple(read)


def _unchecked(budgets: Sequence[Budget]) -> dict[tuple[str, str, str], frozenset[str]]:
    """(path, unit, project) → sub-points of which nothing can be checked: 资金匹配 where no budget is known."""
    nothing = frozenset({SUB_POINTS["budget-fit"]})
    return {
        (budget.path, project.unit, project.name): nothing
        for budget in budgets
        for project in budget.projects
        if project.budget_wan is None
    }
