"""What a budget document promises: projects, their indicators and amounts. Made by `extract`, read by rules.

Texts are as in the document; money is in 万元 whatever the document's unit.
"""

from collections.abc import Mapping
from typing import Literal

import msgspec

from perflint_zh.document import Place

Operator = Literal["≥", ">", "=", "<", "≤", "±", "~"]
"""`~` is a range from `number` to `upper`; `±` is `number` plus or minus `upper`."""

ValueKind = Literal["rate", "count", "money", "unit-cost", "duration", "date", "frequency", "index", "grade", "text"]
"""What a value is by its own form: `rate` in %, `count` with a counting unit, `money` a plain amount, `unit-cost` an amount per
something, `duration` a span of time, `date` a deadline, `frequency` times per period, `index` a bare number, `grade` a
qualitative wording, `text` anything else."""


class Quantity(msgspec.Struct, frozen=True, gc=False):
    """An indicator value, parsed once.

    `number` and `upper` are in the printed unit (万份 counts as unit 份 with the number multiplied). `unit` is canonical
    (百分比 becomes %), `raw_unit` as printed. `number` is None for dates and qualitative values.
    """

    operator: Operator | None
    number: float | None
    upper: float | None
    unit: str | None
    kind: ValueKind
    raw_unit: str | None = None


class Indicator(msgspec.Struct, frozen=True, gc=False):
    """One row of a 绩效目标表; `place` is that of the name, `places` those of every cell by field name.

    A column that the table does not have is None, an empty cell is "".
    """

    level1: str
    level2: str
    name: str
    value: str
    place: Place
    description: str | None = None
    basis: str | None = None
    quantity: Quantity | None = None
    weight: str | None = None
    actual: str | None = None
    history: str | None = None
    direction: str | None = None
    duplicate_row: bool = False
    places: Mapping[str, Place] = {}


class Project(msgspec.Struct, frozen=True, gc=False):
    """One 绩效目标表.

    `name` has no ordinal and no trailing 绩效目标表. `unit` is "department" or the subordinate unit whose part of the document
    repeats the table. `columns` are the canonical columns that the table has.
    """

    name: str
    place: Place
    indicators: tuple[Indicator, ...]
    unit: str = "department"
    project_code: str | None = None
    budget_wan: float | None = None
    budget_source: Literal["table", "narrative"] | None = None
    funds_use: str | None = None
    spending_plan: Mapping[str, float | None] | None = None
    spending_plan_unit: str | None = None
    goal: str | None = None
    goal_place: Place | None = None
    columns: tuple[str, ...] = ()
    places: Mapping[str, Place] = {}


class NarrativeProject(msgspec.Struct, frozen=True, gc=False):
    """A project named in the 支出说明, with its amount where one is given."""

    name: str
    budget_wan: float | None
    place: Place | None = None


class Passage(msgspec.Struct, frozen=True, gc=False):
    """A paragraph of the narrative that rules read; `section` is the heading above it."""

    section: str
    text: str
    place: Place


class Budget(msgspec.Struct, frozen=True, gc=False):
    """One budget document.

    `system` is "new" where 成本 is a 一级指标 of its own (财预〔2021〕101号), else "old". `money_unit` is the declared unit of the
    document's tables, None where none is declared. `unread` tells of goal tables whose rows could not be read, one Chinese
    sentence each.
    """

    path: str
    sha256: str
    projects: tuple[Project, ...]
    department: str | None = None
    department_code: str | None = None
    year: int | None = None
    total_expenditure_wan: float | None = None
    project_expenditure_wan: float | None = None
    narrative_projects: tuple[NarrativeProject, ...] = ()
    narrative_place: Place | None = None
    system: Literal["old", "new"] = "old"
    passages: tuple[Passage, ...] = ()
    notes: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
