"""What a reviewer would write at a place, the same for every format."""

from collections.abc import Sequence

import msgspec

from perflint_zh.check import Finding
from perflint_zh.document import Place
from perflint_zh.policy import QUOTED
from perflint_zh.report.inert import inert
from perflint_zh.rule import Severity

AUTHOR = "perflint"

COLORS: dict[Severity, str] = {"error": "F8CBAD", "warning": "FFE699", "note": "DDEBF7"}
"""Fill behind a cell or text."""


class Mark(msgspec.Struct, frozen=True):
    """One remark: where, on which words (the first of `words` that stands there, else on the whole text), and what it says."""

    place: Place
    words: tuple[str, ...]
    text: str
    severity: Severity


class Refused(msgspec.Struct, frozen=True, tag=True):
    """Why a document cannot be marked, one Chinese sentence."""

    reason: str


class Marked(msgspec.Struct, frozen=True, tag=True):
    """A marked copy, and how many of its remarks have no place of their own in it and stand at its beginning."""

    data: bytes
    misplaced: int = 0


def marks_of(findings: Sequence[Finding]) -> tuple[Mark, ...]:
    """Remarks for the findings of one document, equal ones at the same place only once."""
    return tuple(dict.fromkeys(map(_mark, findings)))


def _mark(finding: Finding) -> Mark:
    said = inert(finding.message).strip()
    if finding.suggestion:
        said += f"\n建议：{inert(finding.suggestion).strip()}"
    own = finding.value if finding.field == "value" else finding.indicator if finding.field == "name" else None
    words = [*QUOTED.findall(finding.message), *([own] if own else [])]
    return Mark(
        finding.place, tuple(dict.fromkeys(word.strip() for word in words if word.strip())), said, finding.severity
    )


def meant(words: Sequence[str], text: str) -> tuple[int, int]:
    """Start and end of the words meant in a text, of the whole text without the blanks around it when none stands there."""
    for word in words:
        at = text.find(word)
        if at >= 0:
            return at, at + len(word)
    start = len(text) - len(text.lstrip())
    return start, max(start, len(text.rstrip()))
