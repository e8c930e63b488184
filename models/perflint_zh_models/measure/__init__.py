"""What kind of thing an indicator's name measures: by its head noun, and where no head noun is known by a trained guess; and what kind of thing its description tells of."""

import functools
from collections.abc import Mapping
from typing import Literal

import msgspec
from perflint_zh.knowledge import bare_name, measure_of, squeeze

from perflint_zh_models.linear import Linear, load

Form = Literal["rate", "count", "money", "time", "wording"]
"""Coarse form of a value: a share, a count, an amount of money, a date or span, or words."""

FORMS: dict[str, Form] = {
    "rate": "rate",
    "count": "count",
    "frequency": "count",
    "index": "count",
    "money": "money",
    "unit-cost": "money",
    "duration": "time",
    "date": "time",
    "grade": "wording",
    "text": "wording",
}
"""Kind of a value (`Quantity.kind`) → its coarse form."""

SURE = 0.8
"""Probability from which a guess is used; card.md gives the share of held-out names that it is right for."""


class Guess(msgspec.Struct, frozen=True):
    """Forms that values of the measure may take; `known` says that a head noun decided, else `probability` is the model's."""

    forms: frozenset[Form]
    probability: float
    known: bool


def forms_of(name: str) -> Guess | None:
    """Forms of the values that a name asks for, None when neither a head noun nor the model is sure."""
    measure = measure_of(name)
    if measure is not None and measure.kinds:
        return Guess(frozenset(FORMS[kind] for kind in measure.kinds), 1.0, known=True)
    form, probability = guess(name)
    return Guess(frozenset({form}), probability, known=False) if probability >= SURE else None


def guess(name: str, model: Linear | None = None) -> tuple[Form, float]:
    """The model's own answer, whatever the head noun: the likeliest form and its share among all."""
    found = (model or _model()).predict(ending(name))
    total = sum(found.values()) or 1.0
    best = max(found, key=lambda form: (found[form], form))
    return best, found[best] / total  # type: ignore[return-value]  # labels of the model are the forms


def ending(name: str) -> str:
    """What the model reads of a name: its last characters, since Chinese names end with what they measure."""
    return bare_name(name)[-LAST:]


LAST = 6
"""Characters of the end of a name."""


def _model() -> Linear:
    return load(__package__, "weights.json")


Told = Literal["rate", "count", "money", "time", "wording", "satisfaction"]
"""What a description tells how to measure: a form of value, or the share of those who are content."""


@functools.lru_cache(maxsize=1 << 12)
def form_told(description: str, model: Linear | None = None) -> Mapping[str, float]:
    """Probability of each `Told` for a description, independent of each other."""
    return (model or load(__package__, "told.json")).predict(telling(description))


def telling(description: str) -> str:
    """What the model reads of a description: all of it, and its end once more with a mark, since Chinese phrases end with what they are about."""
    shown = squeeze(description).rstrip("。;；,，.")
    return f"{shown}。{shown[-LAST_TOLD:]}z"


LAST_TOLD = 4
"""Characters of the end of a description that count twice."""

NEVER_TOLD, SURELY_TOLD = 0.1, 0.7
"""Probabilities below which a description does not tell how to measure something, given that it surely tells something else; card.md gives how often that is wrong."""
