"""What the reuse rules look at: the projects of all documents with what is known of each alone, worked out once per document."""

import functools

import msgspec
from perflint_zh.budget import Budget, Project
from perflint_zh.rule import Corpus
from perflint_zh_models.domain import kinds_of_indicator, kinds_of_project
from perflint_zh_models.domain.groups import NARROW
from perflint_zh_models.reuse import Near, Sketch, near, sketches, template_texts

OF_KIND = 0.3
"""Probability from which a project is of a kind."""

TYPICAL = 0.5
"""Probability from which a row is plainly typical of a kind of project, as in mismatched-indicator."""


class Known(msgspec.Struct, frozen=True, gc=False):
    """A project as a sketch, with the kinds that it is of, those of them that buy one thing and are sure, and those that each row is typical of."""

    sketch: Sketch
    kinds: tuple[str, ...]
    narrow: tuple[str, ...]
    typical: tuple[tuple[str, ...], ...]


@functools.lru_cache(maxsize=1)
def projects_of(corpus: Corpus) -> tuple[Known, ...]:
    """Every project of the run in document order; what the user's template files have is marked official."""
    templates = template_texts(corpus.templates)
    found: list[Known] = []
    for budget in corpus.budgets:
        known = msgspec.msgpack.decode(corpus.digest(budget, digest), type=tuple[Known, ...])
        if templates:
            own = sketches(budget, templates)
            known = tuple(msgspec.structs.replace(one, sketch=sketch) for one, sketch in zip(known, own, strict=True))
        found += known
    return tuple(found)


@functools.lru_cache(maxsize=1)
def near_of(corpus: Corpus) -> Near:
    """What the texts of all rows of the run have to do with each other."""
    texts = (row.text for project in projects_of(corpus) for row in project.sketch.rows)
    return near(texts, corpus.each, corpus.memory)


def digest(budget: Budget) -> bytes:
    """What is known of each project of one document."""
    return msgspec.msgpack.encode(
        [_known(project, sketch) for project, sketch in zip(budget.projects, sketches(budget), strict=True)]
    )


def _known(project: Project, sketch: Sketch) -> Known:
    kinds = kinds_of_project(project)
    return Known(
        sketch,
        tuple(kind for kind, probability in kinds.items() if probability >= OF_KIND),
        tuple(kind for kind, probability in kinds.items() if kind in NARROW and probability >= TYPICAL),
        tuple(
            tuple(
                kind
                for kind, probability in kinds_of_indicator(project.indicators[row.at]).items()
                if probability >= TYPICAL
            )
            for row in sketch.rows
        ),
    )
