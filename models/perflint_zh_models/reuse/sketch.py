"""A project as plain values: enough to compare it with any other without its document."""

from collections.abc import Iterable

import msgspec
from perflint_zh.budget import Budget, Indicator, Project
from perflint_zh.extract.words import fold

from perflint_zh_models.reuse.texts import LONGEST, is_official, own_names, plain, programme, row_text


class Row(msgspec.Struct, frozen=True, gc=False):
    """An indicator; `text` is what is compared, `at` its position in the project, `official` that any project may have it."""

    text: str
    at: int
    name: str
    level2: str
    value: str
    official: bool


class Sketch(msgspec.Struct, frozen=True, gc=False):
    """A project with its rows; `at` is its position in the document, `about` what it says of itself."""

    path: str
    at: int
    name: str
    programme: str
    department: str | None
    year: int | None
    about: str
    rows: tuple[Row, ...]


Texts = frozenset[str]


def sketches(budget: Budget, templates: Texts = frozenset()) -> tuple[Sketch, ...]:
    """Every project of a document; rows printed twice by a page break count once.

    `templates` are the texts that the user's own files declare legitimate, from `template_texts`.
    """
    names = own_names(budget.department)
    return tuple(_sketch(budget, at, project, names, templates) for at, project in enumerate(budget.projects))


def template_texts(templates: Iterable[Budget]) -> Texts:
    """Texts of all rows of template files."""
    return frozenset(
        row_text(row.name, row.description, "")
        for budget in templates
        for project in budget.projects
        for row in project.indicators
    )


def _sketch(budget: Budget, at: int, project: Project, names: tuple[str, ...], templates: Texts) -> Sketch:
    shown = fold(project.name[:LONGEST])
    rows = tuple(
        _row(row, n, shown, names, templates)
        for n, row in enumerate(project.indicators)
        if not row.duplicate_row and plain(row.name)
    )
    about = "。".join(part for part in (project.name, project.goal, project.funds_use) if part)
    return Sketch(
        budget.path,
        at,
        project.name,
        programme(project.name, budget.department),
        budget.department,
        budget.year,
        about,
        rows,
    )


def _row(row: Indicator, at: int, project: str, names: tuple[str, ...], templates: Texts) -> Row:
    text = row_text(row.name, row.description, project, names)
    whole = row_text(row.name, row.description, "")
    return Row(text, at, row.name, row.level2, row.value, whole in templates or is_official(row.name, whole))
