"""Does an indicator belong on a project? Evidence from kinds, from shared words and from the table's other rows, weighed by a small trained model."""

import functools
import math
import operator
from collections import Counter
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
)
from perflint_zh_models.linear import Linear, grams, load

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

Share = Sequence[float]
"""Kinds in the model's order, scaled to sum 1."""


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
    shares = [share(kinds) for kinds in of_rows]
    # Sums and counts over the table, less the row's own part: a table of thousands of rows is read once, not once per row.
    totals = [math.fsum(column) for column in zip(*shares, strict=True)]
    tables = Counter(pair for text in texts for pair in pairs_of(text))
    found: list[Misfit] = []
    for number, row in enumerate(rows):
        others = (
            [max(0.0, total - part) / (len(rows) - 1) for total, part in zip(totals, shares[number], strict=True)]
            if len(rows) > 1
            else []
        )
        siblings = frozenset(pair for pair in pairs_of(texts[number]) if tables[pair] > 1)
        values = features(of_project, of_rows[number], others, texts[number], row.name, own, siblings, kinds_model())
        found.append(
            Misfit(row, probability(values), of_project, of_rows[number], dict(zip(FEATURES, values, strict=True)))
        )
    return tuple(found)


def features(
    of_project: Kinds,
    of_row: Kinds,
    others: Share,
    text: str,
    name: str,
    own: str,
    siblings: frozenset[str],
    model: Linear,
) -> tuple[float, ...]:
    """The evidence for one row, in the order of FEATURES; the model of kinds also says how rare words are.

    `others` is the mean share of the table's other rows, empty when there are none, `siblings` the pairs of characters in them.
    """
    project = share(of_project)
    row = share(of_row)
    both = mean([project, others]) if others else project
    return (
        _log_odds(_meet(project, list(of_row.values()))),
        _log_odds(_meet(others, row)),
        _log_odds(_meet(both, row)),
        _log_odds(max(of_row.values())),
        overlap(text, pairs_of(own), model),
        overlap(name, pairs_of(own), model),
        overlap(text, siblings, model),
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


def overlap(text: str, other: frozenset[str], model: Linear) -> float:
    """Share of the text's pairs of characters, weighed by rarity in the library, that are among others; 0 to 1."""
    pairs = pairs_of(text)
    # fsum, since the order of a set differs from run to run.
    whole = math.fsum(_rarity(model, gram) for gram in pairs)
    return math.fsum(_rarity(model, gram) for gram in pairs & other) / whole if whole else 0.0


@functools.lru_cache(maxsize=1 << 11)
def pairs_of(text: str) -> frozenset[str]:
    """Pairs of neighbouring characters in a text."""
    return frozenset(gram for gram in grams(text) if len(gram) == 2)


UNSEEN = 8.0
"""Rarity (idf) of a pair of characters that the library does not have; its rarest pairs have 7 to 8."""


def _rarity(model: Linear, gram: str) -> float:
    row = model.row(gram)
    return row.idf if row is not None else UNSEEN


def share(kinds: Kinds) -> Share:
    """The probabilities scaled to sum 1."""
    total = sum(kinds.values()) or 1.0
    return [value / total for value in kinds.values()]


def _meet(a: Share, b: Share) -> float:
    return sum(map(operator.mul, a, b), 0.0)


def mean(shares: Sequence[Share]) -> Share:
    """Mean of several shares, kind by kind; empty for none."""
    return [sum(column) / len(shares) for column in zip(*shares, strict=True)]


def _log_odds(value: float) -> float:
    bounded = min(max(value + 1e-4, 1e-6), 1.0 - 1e-6)
    return math.log(bounded / (1.0 - bounded))
