"""Findings that somebody has decided to put up with, each with a reason: from TOML side files and from filled-in workbooks."""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

import msgspec

from perflint_zh.check import Finding
from perflint_zh.errors import UsageError
from perflint_zh.written import read_toml


class Waiver(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One finding put up with until `expires` (that day included; None: for good); `rule` "" leaves the rule unsaid."""

    fingerprint: str
    reason: str
    rule: str = ""
    author: str = ""
    expires: date | None = None


class Applied(msgspec.Struct, frozen=True):
    """Findings that are left, those waived, and waivers that did nothing because nothing matches or their time is over."""

    kept: tuple[Finding, ...]
    waived: tuple[Finding, ...]
    unused: tuple[Waiver, ...]
    expired: tuple[Waiver, ...]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    waiver: tuple[Waiver, ...] = ()


def read_waivers(path: Path) -> tuple[Waiver, ...]:
    """Waivers of a file: `[[waiver]]` tables of a .toml, or the rows marked 不采纳 of an .xlsx.

    Raises:
        UsageError: the file is missing or wrong, or a waiver gives no reason; the message names it.

    """
    if path.suffix.lower() in {".xlsx", ".xlsm", ".et"}:
        from perflint_zh.report.workbook import read_decisions

        refused = [decision for decision in read_decisions(path) if decision.verdict == "不采纳"]
        found = tuple(Waiver(one.fingerprint, one.reason, one.rule, one.author) for one in refused)
    else:
        found = _from_toml(path)
    for waiver in found:
        if not waiver.reason.strip():
            raise UsageError(
                f"{path}：不采纳{waiver.rule or '规则'}的问题（指纹{waiver.fingerprint}）没有写理由，请补上"
            )
    return found


def _from_toml(path: Path) -> tuple[Waiver, ...]:
    data = read_toml(path, "豁免文件")
    try:
        return msgspec.convert(data, _File).waiver
    except msgspec.ValidationError as error:
        raise UsageError(f"{path}：[[waiver]] 写得不对（{error}）；要有 fingerprint 和 reason") from error


def apply(findings: Iterable[Finding], waivers: Sequence[Waiver], today: date) -> Applied:
    """Take the waived findings out; of several waivers for one finding any that is in force will do."""
    in_force = {(one.fingerprint, one.rule) for one in waivers if one.expires is None or one.expires >= today}
    kept: list[Finding] = []
    waived: list[Finding] = []
    used: set[tuple[str, str]] = set()
    for finding in findings:
        keys = in_force & {(finding.fingerprint, finding.rule), (finding.fingerprint, "")}
        used |= keys
        (waived if keys else kept).append(finding)
    expired = tuple(one for one in waivers if one.expires is not None and one.expires < today)
    unused = tuple(one for one in waivers if one not in expired and (one.fingerprint, one.rule) not in used)
    return Applied(tuple(kept), tuple(waived), unused, expired)
