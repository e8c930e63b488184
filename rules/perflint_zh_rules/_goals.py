"""Goals that say what another project of the document is about."""

from collections.abc import Iterator, Sequence

from perflint_zh.budget import Project
from perflint_zh.patterns import expression
from perflint_zh_models.quantities.words import pairs, unspaced

from perflint_zh_rules._figures import rows_of

SENTENCE = expression(r"[^。；;！!\n]+")

SPECIFIC = 2
"""Pairs of characters from which a sentence is about something."""

OWN_CHARACTERS = 2
"""Characters of a project's name that a sentence about it has, also where it clips them (公卫 of 公共卫生)."""

MOSTLY = 0.5
"""Share of a sentence's pairs beyond which a project's rows make it their own."""


def copied_sentences(project: Project, projects: Sequence[Project]) -> Iterator[tuple[str, Project]]:
    """Sentences that a goal shares with another project's, which they are about, while nothing of the project itself is in them."""
    rows = frozenset[str]().union(*(pairs(f"{row.name}。{row.description or ''}") for row in rows_of(project)))
    characters = set("".join(pairs(project.name)))
    for sentence in SENTENCE.findall(unspaced(project.goal)):
        about = pairs(sentence)
        own = len(characters & set(sentence)) >= OWN_CHARACTERS or len(about & rows) > MOSTLY * len(about)
        if own or len(about) < SPECIFIC:
            continue
        for other in projects:
            if other.name != project.name and sentence in unspaced(other.goal) and about & pairs(other.name):
                yield sentence, other
                break
