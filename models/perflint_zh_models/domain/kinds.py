"""Probabilities of the kinds of project for a project's texts and for an indicator's."""

import functools
from collections.abc import Mapping

from perflint_zh.budget import Indicator, Project
from perflint_zh.extract.words import fold

from perflint_zh_models.linear import Linear, load

Kinds = Mapping[str, float]
"""Slug of a kind (corpus/domains) → probability, 0 to 1, independent of each other."""


def kinds_model() -> Linear:
    """Weights for the texts of projects and indicators alike."""
    return load(__package__, "kinds.json")


@functools.lru_cache(maxsize=1 << 12)
def kinds_in(model: Linear, text: str) -> Kinds:
    """What the model says of a text; several rules ask for the same rows, and tables repeat theirs."""
    return model.predict(text)


def project_text(name: str, goal: str | None, funds_use: str | None) -> str:
    """What is known of a project before its indicators; the name counts twice, since goals are often empty phrases."""
    return "。".join(part for part in (name, name, goal, funds_use) if part)


def told_beyond_name(indicator: Indicator) -> str:
    """The description of an indicator where it says more than the name, nothing else."""
    description = indicator.description or ""
    return description if description and fold(description) != fold(indicator.name) else ""


def likeliest(kinds: Kinds) -> tuple[str, float]:
    """The likeliest kind with its probability; of two alike the last by name."""
    most = max(kinds.values())
    return max(kind for kind, probability in kinds.items() if probability == most), most


def indicator_text(name: str, description: str | None) -> str:
    """Name and description of an indicator; a description that repeats the name says nothing more."""
    return f"{name}。{description}" if description and description != name else name


@functools.lru_cache(maxsize=1 << 10)
def kinds_of_text(
    name: str, goal: str | None = None, funds_use: str | None = None, model: Linear | None = None
) -> Kinds:
    """Kinds of a project given by its texts: what the name alone says or what all texts say, whichever is surer.

    A long goal of empty phrases must not drown a name that says 电费.
    """
    model = model or kinds_model()
    alone = kinds_in(model, name)
    if not goal and not funds_use:
        return alone
    whole = kinds_in(model, project_text(name, goal, funds_use))
    return {slug: max(alone[slug], probability) for slug, probability in whole.items()}


def kinds_of_project(project: Project, model: Linear | None = None) -> Kinds:
    """Kinds of a project by its name, goal and use of funds."""
    return kinds_of_text(project.name, project.goal, project.funds_use, model)


def kinds_of_indicator(indicator: Indicator, model: Linear | None = None) -> Kinds:
    """Kinds of project that an indicator is typical of; generic measures are typical of none."""
    return kinds_in(model or kinds_model(), indicator_text(indicator.name, indicator.description))
