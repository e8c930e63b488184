"""Findings that are known and put up with for now, in a side file: only new ones count.

An entry is known again by document, rule, owner, row and value, never by a line number or a bare count: a row that was edited and is still
at fault is new. Findings of one document are numbered among themselves, so that checking it alone or with others gives the same.
"""

import os
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

import msgspec

from perflint_zh.check import Checked, Finding, merged
from perflint_zh.errors import UsageError, reason_of
from perflint_zh.extract.words import fold
from perflint_zh.rule import SEVERITIES, Severity


class Entry(msgspec.Struct, frozen=True):
    """One finding put up with; `path` is relative to the baseline file, `message` is there for people."""

    fingerprint: str
    rule: str
    path: str
    severity: Severity
    project: str | None
    indicator: str | None
    value: str
    message: str


class Baseline(msgspec.Struct, frozen=True):
    """A baseline file."""

    schema: Literal["perflint-baseline/1"]
    findings: tuple[Entry, ...]


class Compared(msgspec.Struct, frozen=True):
    """A run against a baseline: findings that are new, entries whose fault is gone, and entries of the next baseline.

    `kept` are the entries that still hold and those that nothing was looked for; a new finding never gets among them.
    """

    new: tuple[Finding, ...]
    stale: tuple[Entry, ...]
    kept: tuple[Entry, ...]


def read_baseline(path: Path) -> Baseline:
    """Entries of a file.

    Raises:
        UsageError: the file is missing or no baseline; the message says how to make one.

    """
    try:
        return msgspec.json.decode(path.read_bytes(), type=Baseline)
    except FileNotFoundError as error:
        raise UsageError(f"没有基线文件{path}；加 --update-baseline 生成：现有问题记入其中，以后只报新增的") from error
    except OSError as error:
        raise UsageError(f"无法读取基线文件{path}：{reason_of(error)}") from error
    except msgspec.DecodeError as error:
        raise UsageError(f"{path} 不是基线文件（{error}）；删除后用 --update-baseline 重新生成") from error


def to_text(entries: Iterable[Entry]) -> str:
    """A baseline file that shows well in a version control system: one entry per line, in a fixed order."""
    ordered = sorted(entries, key=lambda entry: (entry.path, entry.rule, entry.fingerprint))
    lines = ",\n".join(msgspec.json.encode(entry).decode() for entry in ordered)
    return f'{{"schema": "perflint-baseline/1", "findings": [\n{lines}\n]}}\n'


def entries_of(findings: Iterable[Finding], folder: Path) -> list[tuple[Finding, Entry]]:
    """Each finding with the entry that would stand for it in a baseline in `folder`."""
    by_path: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_path[finding.path].append(finding)
    return [
        (finding, _entry(finding, fingerprint, folder))
        for group in by_path.values()
        for finding, fingerprint in zip(group, _own_fingerprints(group), strict=True)
    ]


def _own_fingerprints(group: list[Finding]) -> list[str]:
    """Fingerprints numbered within one document; the findings come in document order, which `merged` keeps."""
    return [finding.fingerprint for finding in merged([Checked(findings=tuple(group))]).findings]


def _entry(finding: Finding, fingerprint: str, folder: Path) -> Entry:
    return Entry(
        fingerprint=fingerprint,
        rule=finding.rule,
        path=_relative(finding.path, folder),
        severity=finding.severity,
        project=_storable(finding.project),
        indicator=_storable(finding.indicator),
        value=_storable(fold(finding.value or "")) or "",
        message=_storable(finding.message) or "",
    )


def _storable(text: str | None) -> str | None:
    """Text that UTF-8 can hold."""
    return None if text is None else text.encode("utf-8", "replace").decode("utf-8")


def _relative(path: str, folder: Path) -> str:
    try:
        shown = os.path.relpath(path, folder)
    except ValueError:  # another drive on Windows
        shown = path
    return shown.replace(os.sep, "/").encode("utf-8", "replace").decode("utf-8")


def compared(
    findings: Iterable[Finding], baseline: Baseline, folder: Path, checked: Iterable[str], rules: Iterable[str]
) -> Compared:
    """Tell known findings from new ones.

    `checked` are the documents that could be read and `rules` those that ran: an entry of another document or rule is not stale, since nothing was
    looked for. Entries of a document that is no longer there stand for the same document under another name. What became graver is new.
    """
    looked_at = {_relative(path, folder) for path in checked}
    ran = set(rules)
    known: dict[tuple[str, str, str], Entry] = {}
    moved: dict[tuple[str, str], Entry] = {}
    for entry in baseline.findings:
        known[entry.path, entry.fingerprint, entry.value] = entry
        if entry.path not in looked_at and not (folder / entry.path).exists():
            moved[entry.fingerprint, entry.value] = entry
    gone = set(moved.values())
    used: set[Entry] = set()
    kept: list[Entry] = []
    new: list[Finding] = []
    for finding, entry in entries_of(findings, folder):
        match = known.get((entry.path, entry.fingerprint, entry.value)) or moved.get((entry.fingerprint, entry.value))
        if match is None or match in used:
            new.append(finding)
            continue
        used.add(match)
        if SEVERITIES.index(finding.severity) < SEVERITIES.index(match.severity):
            new.append(finding)
        else:
            kept.append(entry)
    unused = [entry for entry in baseline.findings if entry not in used]
    stale = tuple(e for e in unused if e.rule in ran and (e.path in looked_at or e in gone))
    dropped = set(stale)
    kept += [entry for entry in unused if entry not in dropped]
    return Compared(tuple(new), stale, tuple(kept))
