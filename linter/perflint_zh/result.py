"""What a run gives: values that engines make and reports read."""

from collections.abc import Mapping

import msgspec

from perflint_zh.budget import Budget
from perflint_zh.check import Checked, Failure, Finding, Outcomes
from perflint_zh.score import Scores


class Seen(msgspec.Struct, frozen=True, gc=False):
    """What became of one file: a budget with its findings and what the comparison of all needs of it, or a failure."""

    path: str
    budget: Budget | None
    checked: Checked
    digests: Mapping[str, bytes] = {}


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
