"""Indicators of the library that would fit a project: what its kind usually promises, first where the project has nothing yet."""

import functools
from collections.abc import Collection, Mapping, Sequence

import msgspec
from perflint_zh.budget import Budget, Project
from perflint_zh.extract.words import fold, level2_of

from perflint_zh_models.domain.kinds import kinds_of_project
from perflint_zh_models.library import COMMON, Domain, Entry, knowledge
from perflint_zh_models.linear import grams

KIND_AT_LEAST = 0.35
"""Below this probability a project is not taken for one of the kind; set so that electricity for a park does not bring parks."""

KINDS_AT_MOST = 2
OWN_KIND = 0.5
"""Head start of an indicator of the project's kind over a common one, in units of likeness."""

ALIKE = 0.6
"""Share of common two-letter pieces from which two names are the same indicator in other words."""

ORDER = tuple(
    "数量指标 质量指标 时效指标 成本指标 经济效益指标 社会效益指标 生态效益指标 可持续影响指标 服务对象满意度指标".split()
)
"""二级指标 as tables order them."""

FOR_ANY_KIND = ("数量指标", "质量指标", "社会效益指标")
"""What every project can promise, whatever it does."""


class Suggestion(msgspec.Struct, frozen=True):
    """One indicator to think about; `missing` says that the project has none of its category."""

    level2: str
    name: str
    description: str
    value: str
    basis: str
    kind: str
    missing: bool


class Advice(msgspec.Struct, frozen=True):
    """What fits one project; `kinds` are the kinds that it was taken for."""

    path: str
    department: str | None
    unit: str
    project: str
    kinds: tuple[str, ...]
    missing: tuple[str, ...]
    suggestions: tuple[Suggestion, ...]


def advice(budget: Budget, *, each: int = 2) -> tuple[Advice, ...]:
    """Advice for every project of a budget, at most `each` indicators per missing category and one per other."""
    return tuple(_for_project(budget, project, each) for project in budget.projects)


def fitting(project: Project, level2: str, kind: str, each: int = 2) -> list[Entry]:
    """At most so many indicators of a kind that could stand under this 二级指标 in the project's table and do not yet."""
    return _chosen(level2_of(level2) or "", {kind}, _taken(project), _said(project), each)


def _taken(project: Project) -> list[frozenset[str]]:
    return [_pairs(row.name) for row in project.indicators]


def _said(project: Project) -> frozenset[str]:
    return frozenset(grams(f"{project.name}{project.goal or ''}{project.funds_use or ''}", (2,)))


def _for_project(budget: Budget, project: Project, each: int) -> Advice:
    domains = _domains(project)
    present = {level2_of(row.level2) for row in project.indicators}
    missing = tuple(level for level in _due(domains) if level not in present)
    taken = _taken(project)
    said = _said(project)
    found: list[Suggestion] = []
    for level in sorted(_due(domains), key=lambda level: level not in missing):
        # Where the category is filled, common measures would only repeat the form; those of the kind may say more.
        own = {domain.slug for domain in domains} | ({COMMON} if level in missing else set())
        chosen = _chosen(level, own, taken, said, each if level in missing else 1)
        taken += [_pairs(entry.name) for entry in chosen]
        found += [_suggestion(entry, domains, missing=level in missing) for entry in chosen]
    kinds = tuple(domain.name for domain in domains)
    return Advice(budget.path, budget.department, project.unit, project.name, kinds, missing, tuple(found))


def _domains(project: Project) -> list[Domain]:
    by_slug = {domain.slug: domain for domain in knowledge().domains}
    ranked = sorted(kinds_of_project(project).items(), key=lambda entry: (-entry[1], entry[0]))
    sure = [by_slug[slug] for slug, probability in ranked if probability >= KIND_AT_LEAST and slug in by_slug]
    return sure[:KINDS_AT_MOST]


def _due(domains: Sequence[Domain]) -> list[str]:
    """Categories that a table of these kinds can honestly fill; for an unknown kind those that every project has."""
    if not domains:
        return list(FOR_ANY_KIND)
    named = {level2_of(category) or category for domain in domains[:1] for category in domain.categories}
    return [level for level in ORDER if level in named]


def _chosen(
    level: str, own: Collection[str], taken: Sequence[frozenset[str]], said: frozenset[str], each: int
) -> list[Entry]:
    """The indicators of a category nearest to what the project says, none of them in it already, no two alike.

    One of the kind may be of another subject than the project; where the project speaks of none, a single one shows what is meant.
    """
    entries = [entry for domain in sorted(own) for entry in _by_level().get((level, domain), ())]
    likeness = {id(entry): _likeness(entry, said) for entry in entries}
    ranked = sorted(entries, key=lambda entry: -likeness[id(entry)] - OWN_KIND * (entry.domain != COMMON))
    chosen: list[Entry] = []
    names = list(taken)
    for entry in ranked:
        pairs = _pairs(entry.name)
        if (
            len(chosen) < each
            and (likeness[id(entry)] or entry.domain == COMMON or not chosen)
            and not any(_share(pairs, other) >= ALIKE for other in names)
        ):
            chosen.append(entry)
            names.append(pairs)
    return chosen


@functools.cache
def _by_level() -> Mapping[tuple[str, str], Sequence[Entry]]:
    """The library by canonical 二级指标 and kind."""
    found: dict[tuple[str, str], list[Entry]] = {}
    for entry in knowledge().entries:
        if (level := level2_of(entry.level2)) is not None:
            found.setdefault((level, entry.domain), []).append(entry)
    return found


def _likeness(entry: Entry, said: frozenset[str]) -> float:
    own = grams(entry.name, (2,))
    return sum(gram in said for gram in own) / max(1, len(own))


@functools.lru_cache(maxsize=1 << 12)
def _pairs(name: str) -> frozenset[str]:
    text = fold(name)
    return frozenset(text[at : at + 2] for at in range(max(1, len(text) - 1)))


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0


def _suggestion(entry: Entry, domains: Sequence[Domain], *, missing: bool) -> Suggestion:
    names = {domain.slug: domain.name for domain in domains}
    return Suggestion(
        level2=entry.level2,
        name=entry.name,
        description=entry.description,
        value=f"{entry.operator}{entry.value}{entry.unit}",
        basis=entry.basis,
        kind=names.get(entry.domain, "通用"),
        missing=missing,
    )
