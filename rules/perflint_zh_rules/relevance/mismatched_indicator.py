"""mismatched-indicator."""

import functools
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

import msgspec
from perflint_zh.budget import Budget, Indicator, Project
from perflint_zh.extract.words import fold, level2_of
from perflint_zh.knowledge import measure_of
from perflint_zh.rule import Flaw, NotApplicable, Outcome, rule
from perflint_zh_models.domain import Misfit, kinds_of_project, kinds_of_text, misfits
from perflint_zh_models.domain.groups import ACTIVITIES, ECOLOGY, NARROW, NEAR
from perflint_zh_models.library import Domain, Entry, knowledge

TYPICAL = 0.5
"""Probability from which a row is plainly typical of a kind; at it, held-out library rows name their own kind in 97 of 100 cases."""

TYPICAL_OF_COPY = 0.3
"""The same for a text that stands in several projects of different kinds, which is evidence of its own."""

PLAIN = 0.9
PLAIN_MISFIT = 0.97
"""From these two on, even an activity that any project may hold is foreign when nothing in the project speaks of it."""

BELONGS = 0.12
"""Probability of a project for a kind from which its rows may be of that kind."""

BELONGS_OF_COPY = 0.2
"""The same for copied texts, where a weak guess at the project's kind is no excuse."""

KNOWN = 0.3
"""Probability from which the project's own kind is taken as known."""

LIKELY = 0.7
"""Probability of the fit model that a row was written for another kind; its card gives the figures."""

COPIES = 3
"""Projects of one document that carry a text before it counts as copied."""

MANY_COPIES = 5
"""Projects of one document from which a count of something that the project never speaks of is foreign even when its kind is unclear."""

NO_KIND = "-"
"""In `Why`: foreign by being copied everywhere, whatever its kind."""

OFFICE = "office-running"
"""Daily office work is part of every project."""

ECOLOGICAL_ROWS = 2
"""Ecological indicators in a kind's library from which the kind counts as having an effect on ecology."""


@rule(Budget, severity="error")
def mismatched_indicator(budget: Budget) -> Iterator[Outcome]:
    """指标与项目不符：指标明显属于另一类项目，和本项目的内容对不上。

    电费项目考核“培训学员满意率”，多半是从别的项目照搬来的；这样的指标完成得再好，也说明不了这笔钱花得怎样。

    写法：办公楼电费项目的“参训学员满意度” → “用电单位满意度”；“课题结题率” → “电费按期缴纳率”。

    依据：《项目支出绩效评价管理办法》（财预〔2020〕10号）“绩效指标明确性”：指标与项目目标任务数或计划数相对应。

    误报：满意度、完成率、验收合格率这类通用指标放在哪里都行，不报；培训、宣传、会议等活动可以是任何业务项目的一部分，项目目标、用途或数量指标里提到的不报；
    看不准项目类别时不报。
    """
    if not budget.projects:
        yield NotApplicable()
        return
    copies = _copies(budget.projects)
    theme = _theme(budget)
    kinds = {domain.slug: domain for domain in knowledge().domains}
    for project in budget.projects:
        judged = misfits(project)
        for one in judged:
            why = _ecology(one, project) or _foreign(one, project, judged, copies, kinds, theme)
            if why is not None:
                yield _flaw(one, project, why, kinds)


OF_THEME = 0.25
"""Share of a department's projects of one kind from which the kind is what the department is about."""


def _theme(budget: Budget) -> frozenset[str]:
    """Kinds that the department is about, by its name or by its projects."""
    named = kinds_of_text(budget.department or "")
    of_projects = [kinds_of_project(project) for project in budget.projects]
    return frozenset(
        kind
        for kind, probability in named.items()
        if probability >= KNOWN or sum(kinds[kind] >= KNOWN for kinds in of_projects) >= OF_THEME * len(of_projects)
    )


BILLS = frozenset("utilities heating rent property-service network official-cars debt repair".split())
"""Kinds that pay a bill for the house; the department's own work is measured elsewhere."""


def _pays_a_bill(one: Misfit) -> bool:
    """Whether the project only pays a bill and the row measures something, so that even the department's own theme is out of place."""
    quantity = one.indicator.quantity
    return (quantity is None or quantity.kind not in {"grade", "text"}) and any(
        one.project_kinds[kind] >= TYPICAL for kind in BILLS
    )


LEAST_TEXT = 9
"""Different characters below which a row's name and description say too little to have a kind (完成质量)."""


class Why(msgspec.Struct, frozen=True):
    """Why a row is foreign: the kind it is typical of and how sure that is."""

    kind: str
    confidence: float
    copied: int = 0


def _copies(projects: Sequence[Project]) -> Mapping[str, int]:
    """Folded text of a row → number of differently named projects that have it."""
    owners: dict[str, set[str]] = defaultdict(set)
    for project in projects:
        for row in project.indicators:
            owners[_text(row)].add(fold(project.name))
    return {text: len(names) for text, names in owners.items()}


def _count_copied_everywhere(one: Misfit, copied: int) -> bool:
    """A count of some work, copied over many projects, of which this project says nothing."""
    measure = measure_of(one.indicator.name)
    return (
        copied >= MANY_COPIES
        and measure is not None
        and measure.slug in {"count", "occasion-count", "person-count"}
        and one.features["text_in_project"] < UNRELATED
        and one.probability >= LIKELY
    )


UNRELATED = 0.05
"""Share of a row's words (by rarity) in the project's text below which they have nothing in common."""


def _text(row: Indicator) -> str:
    return re.sub(r"[（(][^（()）]*[)）]", "", fold(row.name)) + "｜" + fold(row.description or "")


def _ecology(one: Misfit, project: Project) -> Why | None:
    """A phrase on ecology in a project of a kind that has no effect on it."""
    row = one.indicator
    if level2_of(row.level2) != "生态效益指标" or not ECOLOGY.search(f"{row.name}{row.description or ''}"):
        return None
    if ECOLOGY.search(_told(project)) or (row.quantity is not None and row.quantity.kind not in {"grade", "text"}):
        return None
    kind, probability = _best(one.project_kinds)
    if probability < KNOWN or kind in _ecological_kinds():
        return None
    return Why("", round(probability, 3))


@functools.cache
def _ecological_kinds() -> frozenset[str]:
    counts = Counter(entry.domain for entry in knowledge().entries if entry.level2 == "生态效益指标")
    return frozenset(kind for kind, count in counts.items() if count >= ECOLOGICAL_ROWS)


def _foreign(
    one: Misfit,
    project: Project,
    judged: Sequence[Misfit],
    copies: Mapping[str, int],
    kinds: Mapping[str, Domain],
    theme: frozenset[str],
) -> Why | None:
    """A row typical of a kind that the project has nothing of."""
    kind, probability = _best(one.indicator_kinds)
    copied = copies[_text(one.indicator)]
    # A wording without a figure is a slogan: copied, it is boilerplate rather than another project's measure.
    is_copy = (
        copied >= COPIES and one.indicator.quantity is not None and one.indicator.quantity.kind not in {"grade", "text"}
    )
    if is_copy and not _pays_a_bill(one) and sum(one.indicator_kinds[own] for own in theme) >= probability / 2:
        # What the whole department is about may stand in each of its tables.
        return None
    if len(set(_text(one.indicator))) < LEAST_TEXT:
        return None
    belongs = BELONGS_OF_COPY if is_copy else BELONGS
    if any(one.project_kinds[near] >= belongs for near in (NEAR if kind in NEAR else (kind,))):
        return None
    if _mentioned(kinds[kind], one.indicator, project):
        return None
    plain = one.probability >= PLAIN_MISFIT or is_copy
    if probability < (TYPICAL_OF_COPY if plain else TYPICAL):
        return Why(NO_KIND, one.probability, copied) if _count_copied_everywhere(one, copied) else None
    if not is_copy and not _sure(one, kind, kinds):
        return None
    if _supported(kind, one, judged, copies):
        return None
    return Why(
        kind,
        round(max(probability, one.probability) if not is_copy else max(0.9, probability), 3),
        copied if is_copy else 0,
    )


def _sure(one: Misfit, kind: str, kinds: Mapping[str, Domain]) -> bool:
    """Whether a row that stands only here is foreign beyond doubt."""
    own, known = _best(one.project_kinds)
    if one.probability < LIKELY or known < KNOWN or kind == OFFICE:
        return False
    narrow = kinds[own].transfer or any(one.project_kinds[slug] >= TYPICAL for slug in NARROW)
    beyond_doubt = own != OFFICE and one.indicator_kinds[kind] >= PLAIN and one.probability >= PLAIN_MISFIT
    return kind not in ACTIVITIES or narrow or beyond_doubt


def _best(kinds: Mapping[str, float]) -> tuple[str, float]:
    return max(kinds.items(), key=lambda entry: (entry[1], entry[0]))


def _told(project: Project) -> str:
    return f"{project.name}{project.goal or ''}{project.funds_use or ''}"


def _mentioned(domain: Domain, row: Indicator, project: Project) -> bool:
    """Whether the project's own text speaks of what ties the row to the kind."""
    text, told = f"{row.name}{row.description or ''}", _told(project)
    return any(len(word) >= 2 and word in text and word in told for word in (*domain.project_words, *domain.goal_words))


def _supported(kind: str, one: Misfit, judged: Sequence[Misfit], copies: Mapping[str, int]) -> bool:
    """Whether an output of the same project, not itself copied about, is of the same kind, so that the project does such work."""
    return any(
        other is not one
        and other.probability < LIKELY
        and level2_of(other.indicator.level2) in {"数量指标", "质量指标"}
        and copies[_text(other.indicator)] == 1
        and other.indicator_kinds[kind] >= KNOWN
        for other in judged
    )


def _flaw(one: Misfit, project: Project, why: Why, kinds: Mapping[str, Domain]) -> Flaw:
    row = one.indicator
    own, known = _best(one.project_kinds)
    about = f"像是{kinds[own].name}类项目" if known >= KNOWN else "的目标和用途里没有这项内容"
    said = f"“{row.name}”" + (
        f"（{row.description}）" if row.description and fold(row.description) != fold(row.name) else ""
    )
    if why.kind == NO_KIND:
        message = f"{said}照搬在本文件{why.copied}个项目里，项目“{project.name}”的目标和用途里没有这项工作"
    elif why.kind:
        message = f"{said}衡量的是{kinds[why.kind].name}，项目“{project.name}”{about}"
        if why.copied:
            message += f"，同样的文字还出现在本文件{why.copied - 1}个别的项目里"
    else:
        message = f"{said}说的是生态，{kinds[own].name}类项目“{project.name}”对生态没有直接影响"
    fitting = _fitting(own, row) if known >= KNOWN else []
    return Flaw(
        "name",
        message,
        suggestion=("可以改用：" + "；".join(f"{e.name} {e.operator}{e.value}{e.unit}" for e in fitting))
        if fitting
        else "换成反映本项目产出或效果的指标，没有就删去",
        confidence=min(0.99, why.confidence),
        evidence={
            "project_kinds": _top(one.project_kinds, kinds),
            "indicator_kinds": _top(one.indicator_kinds, kinds),
            "misfit": round(one.probability, 3),
        },
        indicator=row,
        project=project,
    )


def _top(values: Mapping[str, float], kinds: Mapping[str, Domain]) -> list[dict[str, object]]:
    ranked = sorted(values.items(), key=lambda entry: (-entry[1], entry[0]))[:3]
    return [{"kind": slug, "name": kinds[slug].name, "probability": round(value, 3)} for slug, value in ranked]


def _fitting(kind: str, row: Indicator) -> list[Entry]:
    """Up to two indicators of the library that fit the kind under the same 二级指标."""
    return [entry for entry in knowledge().entries if entry.domain == kind and entry.level2 == level2_of(row.level2)][
        :2
    ]
