"""What the reuse rules look at: the projects of all documents as sketches."""

from perflint_zh.rule import Corpus
from perflint_zh_models.reuse import Sketch, sketches, template_texts


def sketches_of(corpus: Corpus) -> tuple[Sketch, ...]:
    """Every project of the run in document order; what the user's template files have is marked official."""
    templates = template_texts(corpus.templates)
    return tuple(sketch for budget in corpus.budgets for sketch in sketches(budget, templates))
