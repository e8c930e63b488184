"""Parts that a goal tells of a whole (200人，其中80人、140人) and that come to more than it."""

from collections.abc import Iterator

from perflint_zh.budget import Project
from perflint_zh_models.quantities.promises import AMONG, SENTENCE_ENDS, Promise, promises
from perflint_zh_models.quantities.words import unspaced

SEVERAL = 2
"""Parts that together make up a whole; a single one may stand beside others that are not told."""


def contradicted(project: Project) -> Iterator[tuple[Promise, tuple[Promise, ...]]]:
    """Wholes with the parts of the same unit that follow them in their sentence and come to more."""
    figures = promises(project.goal)
    goal = unspaced(project.goal)
    for at, whole in enumerate(figures):
        if whole.quantity.kind != "count" or not whole.whole:
            continue
        parts: list[Promise] = []
        for part in figures[at + 1 :]:
            between = goal[whole.end : part.start]
            among = AMONG.search(between)
            # Behind a comma stands something else (其中按摩20人、种植140人，带动就业60人).
            if among is None or any(sign in between for sign in SENTENCE_ENDS) or "，" in between[among.end() :]:
                break
            if part.quantity.unit == whole.quantity.unit and part.quantity.operator == whole.quantity.operator:
                parts.append(part)
        total = sum(part.quantity.number or 0.0 for part in parts)
        if len(parts) >= SEVERAL and total > (whole.quantity.number or 0.0):
            yield whole, tuple(parts)
