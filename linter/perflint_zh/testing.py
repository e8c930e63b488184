"""Examples beside rules as tests; public, so that authors of rules can test theirs the same way.

A rule `missing_unit.py` has `missing_unit.toml` beside it:

    [[bad]]                      an example that must be flagged
    why = "…"                    what it shows (optional)
    flags = ["value"]            the fields flagged, in order; a row of a project is written "2.value" (second row)
    name = "培训次数"             the part itself: fields of the Indicator, Project or Budget
    value = "≥10"

    [[good]]                     an example that must not be
    why = "…"

Projects nest `[[bad.indicators]]`, budgets `[[bad.projects]]` and `[[bad.projects.indicators]]`, a corpus `[[bad.budgets]]`, with the field names of
`perflint_zh.budget`. `value` is parsed as in a document. What an example leaves out is filled with neutral text.
"""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from perflint_zh.budget import Budget, Indicator, NarrativeProject, Passage, Project
from perflint_zh.document import Place
from perflint_zh.extract.value import parse_value
from perflint_zh.extract.words import level2_of, parent_of
from perflint_zh.rule import Corpus, Flaw, Part, Rule


class Example(msgspec.Struct, frozen=True):
    """One example of a rule; `flags` is empty for a good one."""

    rule: str
    number: int
    part: Part
    flags: tuple[str, ...]
    why: str
    source: Mapping[str, Any]


def examples_beside(rule: Rule) -> Iterator[Example]:
    """Examples from the TOML file beside the rule's module.

    Raises:
        FileNotFoundError: the rule has no examples.

    """
    module = Path(rule.check.__code__.co_filename)
    yield from read_examples(rule, tomllib.loads(module.with_suffix(".toml").read_text(encoding="utf-8")))


def read_examples(rule: Rule, data: Mapping[str, Any]) -> Iterator[Example]:
    """Examples from parsed TOML, bad ones first."""
    number = 0
    for kind in ("bad", "good"):
        for entry in data.get(kind, []):
            number += 1
            fields = {key: value for key, value in entry.items() if key not in {"why", "flags"}}
            flags = tuple(entry["flags"]) if kind == "bad" else ()
            yield Example(rule.slug, number, make_part(rule.part, fields), flags, entry.get("why", ""), fields)


def make_part(kind: type[Any], fields: Mapping[str, Any]) -> Part:
    """An Indicator, Project, Budget or Corpus from plain fields."""
    if kind is Indicator:
        return make_indicator(fields, 1)
    if kind is Project:
        return make_project(fields, 1)
    if kind is Budget:
        return make_budget(fields, 1)
    return Corpus(tuple(make_budget(entry, n) for n, entry in enumerate(fields["budgets"], start=1)))


def make_indicator(fields: Mapping[str, Any], line: int) -> Indicator:
    """A row; 一级 follows from 二级 unless given."""
    level2 = fields.get("level2", "数量指标")
    canonical = level2_of(level2)
    value = fields.get("value", "≥10个")
    place = Place(line=line)
    given = {
        "name": "工作完成数量",
        "description": "年度内完成工作的数量",
        "basis": "工作计划",
        **{key: text for key, text in fields.items() if key != "quantity"},
        "level1": fields.get("level1", parent_of(canonical) if canonical else "产出指标"),
        "level2": level2,
        "value": value,
    }
    return Indicator(
        place=place,
        quantity=parse_value(value),
        places=dict.fromkeys(("level1", "level2", "name", "description", "value", "basis"), place),
        **given,
    )


def make_project(fields: Mapping[str, Any], line: int) -> Project:
    """A goal table; each row stands on its own line below the title."""
    indicators = tuple(make_indicator(row, line + n) for n, row in enumerate(fields.get("indicators", ()), start=1))
    rest = {key: value for key, value in fields.items() if key != "indicators"}
    rest.setdefault("name", "工作经费")
    rest.setdefault("goal", "完成年度工作任务10项")
    rest.setdefault("columns", ("level1", "level2", "name", "description", "value", "basis"))
    if "budget_wan" in rest:
        rest.setdefault("budget_source", "table")
    rest["columns"] = tuple(rest["columns"])
    return Project(place=Place(line=line), indicators=indicators, goal_place=Place(line=line), **rest)


def make_budget(fields: Mapping[str, Any], number: int) -> Budget:
    """A budget document named by its number; `passages` are texts or {section, text}."""
    projects = tuple(make_project(entry, 100 * n) for n, entry in enumerate(fields.get("projects", ()), start=1))
    listed = tuple(
        NarrativeProject(entry["name"], entry.get("budget_wan"), Place(line=1))
        for entry in fields.get("narrative_projects", ())
    )
    passages = tuple(
        Passage(entry.get("section", ""), entry["text"], Place(line=2))
        if isinstance(entry, dict)
        else Passage("", entry, Place(line=2))
        for entry in fields.get("passages", ())
    )
    rest = {key: value for key, value in fields.items() if key not in {"projects", "narrative_projects", "passages"}}
    rest.setdefault("department", f"示例单位{number}")
    rest.setdefault("year", 2024)
    rest.setdefault("path", f"{number}.txt")
    rest.setdefault("sha256", f"{number:064x}")
    return Budget(projects=projects, narrative_projects=listed, passages=passages, **rest)


def flags_of(rule: Rule, part: Part) -> list[str]:
    """Fields that the rule flags in the part, in order; rows of a project or budget with their number before the field."""
    found: list[str] = []
    for flaw in rule.outcomes(part):
        if not isinstance(flaw, Flaw):
            continue
        where = flaw.field
        if flaw.indicator is not None and not isinstance(part, Indicator):
            where = f"{_row_number(part, flaw.project, flaw.indicator)}.{where}"
        if flaw.project is not None and isinstance(part, Budget | Corpus):
            where = f"{flaw.project.name}/{where}"
        found.append(where)
    return found


def _row_number(part: Part, project: Project | None, indicator: Indicator) -> int:
    owner = project or part
    if not isinstance(owner, Project):
        raise TypeError("a flaw at a row of a budget must name its project")
    return next(n for n, row in enumerate(owner.indicators, start=1) if row is indicator)
