"""One invented department's budget as data: what the TOML files in corpus/sources hold."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal

import msgspec

from perflint_zh.errors import UsageError
from perflint_zh.extract.words import level2_of, parent_of
from perflint_zh.patterns import expression

LAYOUTS = (
    "text-cells", "text-rows", "text-lines", "pipes", "markdown", "docx", "xlsx", "xlsx-list", "html", "csv", "pdf",
    "wide-xlsx", "declaration-docx", "evaluation-xlsx",
)  # fmt: skip

SLUG = expression(r"(?:other:)?[a-z]+(?:-[a-z]+)*")
MONTHS = ("3月底", "6月底", "10月底", "12月底")
"""Heads over the four cells of a spending plan."""


class Row(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """One indicator as printed, with the defects that reviewers call clear (`must`) or defensible (`may`)."""

    level2: str
    name: str
    description: str
    value: str
    basis: str
    must: str = ""
    may: str = ""


class Project(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One goal table."""

    name: str
    rows: tuple[Row, ...]
    budget_wan: float | None = None
    code: str = ""
    funds_use: str = ""
    plan: tuple[str, ...] = ()
    goal: str = ""
    weights: tuple[str, ...] = ()
    actuals: tuple[str, ...] = ()
    must: tuple[str, ...] = ()
    may: tuple[str, ...] = ()


class Source(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A whole budget document; `projects` is `[[project]]` in the file.

    `narrative_extra` are projects that the narrative names but no table describes; `narrative_aliases` are names as the narrative
    prints them.
    """

    file: str
    layout: str
    department: str
    year: int
    projects: tuple[Project, ...] = msgspec.field(name="project")
    split: Literal["train", "held-out"] = "train"
    code: str = ""
    system: Literal["old", "new"] = "old"
    form: Literal["plain", "head"] = "plain"
    unit: Literal["万元", "元"] = "万元"
    basic_wan: float = 0.0
    project_total_wan: float | None = None
    total_wan: float | None = None
    duties: str = ""
    overall_goal: str = ""
    sections: tuple[tuple[str, str], ...] = ()
    narrative_extra: tuple[tuple[str, float], ...] = ()
    narrative_aliases: Mapping[str, str] = {}
    document_must: tuple[str, ...] = ()
    document_may: tuple[str, ...] = ()

    @property
    def projects_wan(self) -> float:
        """Declared project expenditure; without a declared one the sum of all projects, those without a table included."""
        if self.project_total_wan is not None:
            return self.project_total_wan
        extra = sum(amount for _, amount in self.narrative_extra)
        return round(extra + sum(project.budget_wan or 0.0 for project in self.projects), 6)

    @property
    def all_wan(self) -> float:
        """Declared total expenditure."""
        return self.total_wan if self.total_wan is not None else round(self.basic_wan + self.projects_wan, 6)


def read_source(path: Path) -> Source:
    """Read and check one file.

    Raises:
        UsageError: the file is no source; the message says what and where.

    """
    try:
        return source_of(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError, UsageError) as error:
        raise UsageError(f"{path}：{error}") from error


def source_of(data: object) -> Source:
    """Check parsed TOML.

    Raises:
        msgspec.ValidationError: a field is missing, unknown or of the wrong type.
        UsageError: a value makes no sense.

    """
    source = msgspec.convert(data, Source)
    if fault := next(_faults(source), None):
        raise UsageError(fault)
    return source


def level1(system: str, level2: str) -> str:
    """一级指标 under which a source's 二级指标 is printed."""
    canonical = level2_of(level2)
    if canonical is None:
        raise UsageError(f"不认识二级指标“{level2}”")
    return "成本指标" if system == "new" and "成本" in canonical else parent_of(canonical)


def _faults(source: Source) -> Iterator[str]:
    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", source.file):
        yield f"file“{source.file}”应只含小写字母、数字和连字符"
    if source.layout not in LAYOUTS:
        yield f"layout“{source.layout}”应是以下之一：{' '.join(LAYOUTS)}"
    if not re.fullmatch(r"\d{3}|", source.code):
        yield f"code“{source.code}”应是三位数字或空"
    if not 2015 <= source.year <= 2035:
        yield f"year {source.year} 不像预算年度"
    for name, count in Counter(project.name for project in source.projects).items():
        if count > 1:
            yield f"项目“{name}”出现{count}次，应合并或改名"
    for name in source.narrative_aliases.keys() - {project.name for project in source.projects}:
        yield f"narrative_aliases里的“{name}”不是项目名称"
    yield from _slug_faults("document", (*source.document_must, *source.document_may))
    for project in source.projects:
        yield from _project_faults(project, source.system)


def _project_faults(project: Project, system: str) -> Iterator[str]:
    where = f"项目“{project.name}”"
    if not project.name.strip() or not project.rows:
        yield f"{where}缺少名称或指标行"
    if project.plan and len(project.plan) != len(MONTHS):
        yield f"{where}plan应有{len(MONTHS)}格，现有{len(project.plan)}格"
    for field, cells in (("weights", project.weights), ("actuals", project.actuals)):
        if cells and len(cells) != len(project.rows):
            yield f"{where}{field}应与指标行一样多，现有{len(cells)}个"
    yield from _slug_faults(where, (*project.must, *project.may))
    for number, row in enumerate(project.rows, start=1):
        at = f"{where}第{number}行"
        canonical = level2_of(row.level2)
        if canonical is None:
            yield f"{at}不认识二级指标“{row.level2}”"
        elif system == "old" and parent_of(canonical) == "成本指标":
            yield f"{at}“{row.level2}”只用于system为new的表"
        if any("\t" in text for text in (row.name, row.description, row.value, row.basis)):
            yield f"{at}含有制表符，应改为空格"
        yield from _slug_faults(at, (*row.must.split(), *row.may.split()))


def _slug_faults(where: str, slugs: tuple[str, ...]) -> Iterator[str]:
    return (f"{where}标签“{slug}”不是规则名，应写成 unit-conflict 这样" for slug in slugs if not SLUG.fullmatch(slug))
