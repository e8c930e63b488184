"""Findings against labelled documents: recall and precision per rule.

A label file has, for one document, the rules that careful reviewers call clear (`must`) and those that are defensible (`may`), by row and by project.
Recall counts the `must` labels that were found; precision counts errors and warnings that stand in `must` or `may`. A finding is
matched by file name, rule, project and, for a row, by indicator, 二级指标 and value; rows that a finding lists under `related` count as found.
"""

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from perflint_zh.check import Finding
from perflint_zh.errors import UsageError

Key = tuple[str, ...]
"""(project,) or (project, 二级指标, indicator, value), folded."""


class Counts(msgspec.Struct, frozen=True):
    """Found and missed `must` labels, right and wrong findings; addable."""

    found: int = 0
    missed: int = 0
    right: int = 0
    alarms: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.found + other.found, self.missed + other.missed, self.right + other.right, self.alarms + other.alarms
        )

    @property
    def recall(self) -> float | None:
        """Share of the clear labels that were found, None when there are none."""
        return self.found / (self.found + self.missed) if self.found + self.missed else None

    @property
    def precision(self) -> float | None:
        """Share of the findings that a reviewer allows, None when there are none."""
        return self.right / (self.right + self.alarms) if self.right + self.alarms else None


class Labels(msgspec.Struct, frozen=True):
    """Labels of one document: key → (must, may); `split` is "train" or "held-out"."""

    file: str
    rows: Mapping[Key, tuple[frozenset[str], frozenset[str]]]
    projects: Mapping[Key, tuple[frozenset[str], frozenset[str]]]
    document: tuple[frozenset[str], frozenset[str]]
    split: str = "train"


class Difference(msgspec.Struct, frozen=True):
    """One missed label or one alarm, for reading."""

    kind: str
    file: str
    rule: str
    where: str
    message: str = ""


class Evaluation(msgspec.Struct, frozen=True):
    """Counts by rule and the single differences."""

    counts: Mapping[str, Counts]
    differences: tuple[Difference, ...]


def fold(text: str | None) -> str:
    """Compatibility forms unified, white space removed."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text or ""))


SPLITS = "splits.json"
"""File beside the labels that says which documents are held out: {"train": [...], "held-out": [...]}."""


def read_all_labels(folder: Path) -> list[Labels]:
    """Labels of all documents, by file name: `folder`/labels/defects/*.json, or `folder`/gold/defects as the founders keep theirs."""
    home = next(
        (folder / name for name in ("labels", "gold") if (folder / name / "defects").is_dir()), folder / "labels"
    )
    splits = home / SPLITS
    lists = json.loads(splits.read_text(encoding="utf-8")) if splits.is_file() else {}
    split_of = {file: split for split, files in lists.items() for file in files}
    return [read_labels(path, split_of) for path in sorted((home / "defects").glob("*.json"))]


def read_labels(path: Path, splits: Mapping[str, str] | None = None) -> Labels:
    """Labels of one file.

    Raises:
        UsageError: the file is no label file.

    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        rows: dict[Key, tuple[frozenset[str], frozenset[str]]] = {}
        for label in data["labels"]:
            key = (fold(label["project"]), fold(label["level2"]), fold(label["indicator"]), fold(label["value"]))
            must, may = rows.get(key, (frozenset(), frozenset()))
            rows[key] = must | frozenset(label["must"]), may | frozenset(label["may"])
        projects: dict[Key, tuple[frozenset[str], frozenset[str]]] = {
            (fold(label["project"]),): _sets(label) for label in data["project_labels"]
        }
        document = (
            _sets(data["document_labels"][0]) if data.get("document_labels") else (frozenset[str](), frozenset[str]())
        )
        return Labels(data["file"], rows, projects, document, (splits or {}).get(data["file"], "train"))
    except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
        raise UsageError(f"{path} 不是标注文件（{error}）") from error


def _sets(label: Mapping[str, Any]) -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(label["must"]), frozenset(label["may"])


def evaluate(findings: Iterable[Finding], labels: Sequence[Labels], known: Iterable[str]) -> Evaluation:
    """Compare the findings about the labelled documents with their labels; only `known` rules count."""
    known = set(known)
    by_file: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_file[Path(finding.path).name].append(finding)
    counts: dict[str, Counts] = defaultdict(Counts)
    differences: list[Difference] = []
    for label in labels:
        _evaluate_one(by_file[label.file], label, known, counts, differences)
    return Evaluation(dict(sorted(counts.items())), tuple(differences))


def _evaluate_one(
    findings: Sequence[Finding],
    labels: Labels,
    known: set[str],
    counts: dict[str, Counts],
    differences: list[Difference],
) -> None:
    at: dict[Key, set[str]] = defaultdict(set)
    for finding in findings:
        project = fold(finding.project)
        at[(project,)].add(finding.rule)
        for key in _row_keys(finding, project):
            at[key].add(finding.rule)
        if finding.rule not in known or finding.severity == "note":
            continue
        if finding.rule in _allowed(finding, labels):
            counts[finding.rule] += Counts(right=1)
        else:
            counts[finding.rule] += Counts(alarms=1)
            where = "｜".join(
                part for part in (finding.project, finding.level2, finding.indicator, finding.value) if part
            )
            differences.append(Difference("alarm", labels.file, finding.rule, where, finding.message))
    for key, (must, _) in [*labels.rows.items(), *labels.projects.items(), (("",), labels.document)]:
        for rule in sorted(must & known):
            found = rule in at[key]
            counts[rule] += Counts(found=int(found), missed=int(not found))
            if not found:
                differences.append(Difference("miss", labels.file, rule, "｜".join(key)))


def _row_keys(finding: Finding, project: str) -> Iterable[Key]:
    if finding.indicator:
        yield project, fold(finding.level2), fold(finding.indicator), fold(finding.value)
    for other in finding.related:
        if other.indicator and fold(other.project or finding.project) == project:
            yield project, fold(other.level2), fold(other.indicator), fold(other.value)


def _allowed(finding: Finding, labels: Labels) -> frozenset[str]:
    """Rules that a reviewer allows where the finding stands; one about a whole project may rest on any of its rows."""
    project = fold(finding.project)
    if not project:
        return frozenset().union(*labels.document, *(part for pair in labels.projects.values() for part in pair))
    own = labels.projects.get((project,), (frozenset(), frozenset()))
    if finding.indicator:
        keys = list(_row_keys(finding, project))[:1]
        rows = [labels.rows.get(key, (frozenset[str](), frozenset[str]())) for key in keys]
    else:
        rows = [pair for key, pair in labels.rows.items() if key[0] == project]
    return frozenset().union(*own, *(part for pair in rows for part in pair))


def table(evaluation: Evaluation, order: Iterable[str]) -> list[tuple[str, Counts]]:
    """Rules with their counts in the given order, those without any count left out."""
    return [(slug, evaluation.counts[slug]) for slug in order if slug in evaluation.counts]
