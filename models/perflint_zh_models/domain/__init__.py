"""Which kinds of project a project and an indicator belong to, and whether the two fit together."""

from perflint_zh_models.domain.fit import Department, Misfit, department_of, misfits
from perflint_zh_models.domain.kinds import (
    kinds_of_indicator,
    kinds_of_project,
    kinds_of_text,
    likeliest,
    told_beyond_name,
)

__all__ = [
    "Department",
    "Misfit",
    "department_of",
    "kinds_of_indicator",
    "kinds_of_project",
    "kinds_of_text",
    "likeliest",
    "misfits",
    "told_beyond_name",
]
