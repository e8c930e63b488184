"""Does an indicator belong on a project? Evidence from kinds, from shared words and from the table's other rows, weighed by a small trained model."""

import math
from collections.abc import Mapping, Sequence

import msgspec
from perflint_zh.budget import Indicator, Project

from perflint_zh_models.domain.kinds import (
    Kinds,
    indicator_text,
    kinds_model,
    kinds_of_indicator,
    kinds_of_project,
    project_text,
    share,
)
from perflint_zh_models.linear import grams, load

FEATURES = (
    "kinds_fit_project",
    "kinds_fit_rows",
    "kinds_fit_both",
    "typical",
    "text_in_project",
    "name_in_project",
    "text_in_rows",
    "project_known",
)
"""What the fit is judged by, in the order of the weights."""


Weights = Mapping[str, Sequence[float]]
"""N-gram → [idf, …] as in `Linear.weights`."""


class Misfit(msgspec.Struct, frozen=True):
    """How an indicator stands to its project; `probability` 0 to 1 that it was written for another kind of project."""

    indicator: Indicator
    probability: float
    project_kinds: Kinds
    indicator_kinds: Kinds
    features: Mapping[str, float]


def misfits(project: Project) -> tuple[Misfit, ...]:
    """Every row of the project with the probability that it belongs elsewhere, in table order."""
    rows = [row for row in project.indicators if not row.duplicate_row]
    of_project = kinds_of_project(project)
    of_rows = [kinds_of_indicator(row) for row in rows]
    texts = [indicator_text(row.name, row.description) for row in rows]
    own = project_text(project.name, project.goal, project.funds_use)
    weights = kinds_model().weights
    found: list[Misfit] = []
    for number, row in enumerate(rows):
        others = [k for n, k in enumerate(of_rows) if n != number]
        siblings = "。".join(text for n, text in enumerate(texts) if n != number)
        values = features(of_project, of_rows[number], others, texts[number], row.name, own, siblings, weights)
        found.append(
            Misfit(row, probability(values), of_project, of_rows[number], dict(zip(FEATURES, values, strict=True)))
        )
    return tuple(found)


def features(
    of_project: Kinds,
    of_row: Kinds,
    of_others: Sequence[Kinds],
    text: str,
    name: str,
    own: str,
    siblings: str,
    weights: Weights,
) -> tuple[float, ...]:
    """The evidence for one row, in the order of FEATURES; `weights` are those of the model of kinds, for the rarity of words."""
    project = share(of_project)
    row = share(of_row)
    others = _mean([share(kinds) for kinds in of_others])
    both = _mean([project, others]) if others else project
    return (
        _log_odds(_meet(project, of_row)),
        _log_odds(_meet(others, row)),
        _log_odds(_meet(both, row)),
        _log_odds(max(of_row.values())),
        overlap(text, own, weights),
        overlap(name, own, weights),
        overlap(text, siblings, weights),
        max(of_project.values()),
    )


def probability(values: Sequence[float]) -> float:
    """Logistic function of the weighted evidence."""
    weights = load_weights()
    total = weights[-1] + sum(weight * value for weight, value in zip(weights, values, strict=False))
    return 1.0 / (1.0 + math.exp(-max(-40.0, min(40.0, total))))


def load_weights() -> tuple[float, ...]:
    """Weights of FEATURES and, last, the bias."""
    return load(__package__, "fit.json").bias


def overlap(text: str, other: str, weights: Weights) -> float:
    """Share of the text's pairs of characters, weighed by rarity in the library, that the other text has too; 0 to 1."""
    pairs = {gram for gram in grams(text) if len(gram) == 2}
    shared = pairs & {gram for gram in grams(other) if len(gram) == 2}
    whole = sum(_rarity(weights, gram) for gram in pairs)
    return sum(_rarity(weights, gram) for gram in shared) / whole if whole else 0.0


UNSEEN = 8.0
"""Rarity (idf) of a pair of characters that the library does not have; its rarest pairs have 7 to 8."""


def _rarity(weights: Weights, gram: str) -> float:
    return weights[gram][0] if gram in weights else UNSEEN


def _meet(a: Kinds, b: Kinds) -> float:
    return sum(value * b.get(slug, 0.0) for slug, value in a.items())


def _mean(all_kinds: Sequence[Kinds]) -> Kinds:
    if not all_kinds:
        return {}
    return {slug: sum(kinds[slug] for kinds in all_kinds) / len(all_kinds) for slug in all_kinds[0]}


def _log_odds(value: float) -> float:
    bounded = min(max(value + 1e-4, 1e-6), 1.0 - 1e-6)
    return math.log(bounded / (1.0 - bounded))
