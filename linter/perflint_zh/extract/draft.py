"""A project while its table is being read, and what becomes of it at the end."""

from collections.abc import Mapping, Sequence

from perflint_zh.budget import Indicator, Project
from perflint_zh.document import Cell, Place
from perflint_zh.extract.amounts import amount_wan
from perflint_zh.extract.titles import strip_ordinal
from perflint_zh.extract.value import begins_with_comparison, comparison, parse_value
from perflint_zh.extract.words import bare, bases, fold, level1_of, level2_of, parent_of

TEXT_COLUMNS = ("level1", "level2", "name", "description", "value", "basis")
LEVELS = ("level1", "level2")
EXTRA_COLUMNS = ("weight", "actual", "history", "direction")
SIGNS = ("operator", "direction", "nature")
"""Columns that may hold the operators."""
QUALITATIVE = frozenset({"定性", "定性指标"})


class Draft:
    """A project while its table is being read."""

    def __init__(self, name: str, place: Place, unit: str, money_unit: str | None) -> None:
        self.name = name
        self.place = place
        self.unit = unit
        self.money_unit = money_unit
        self.fields: dict[str, str] = {}
        self.places: dict[str, Place] = {}
        self.ranks: dict[str, int] = {}
        self.budget_wan: float | None = None
        self.unitless: Cell | None = None
        self.plan: dict[str, float | None] | None = None
        self.plan_unit: str | None = None
        self.rows: list[dict[str, Cell]] = []
        self.broken: list[bool] = []
        self.passed_over: dict[str, Cell] = {}
        self.columns: tuple[str, ...] = ()
        self.hint = ""
        self.line = ""

    def keep(self, field: str, cell: Cell, rank: int) -> None:
        """Take a head field unless a better label has given it."""
        if cell.text and rank < self.ranks.get(field, 999):
            self.ranks[field] = rank
            self.fields[field] = cell.text
            self.places[field] = cell.place

    def add(self, cells: Mapping[str, Cell], *, first: bool) -> None:
        """Take an indicator; `first` says that a page or a table begins with its row."""
        row = {column: _on_one_line(cell) if column in LEVELS else cell for column, cell in cells.items()}
        level1, level2 = (row[column].text if column in row else "" for column in LEVELS)
        above = self.passed_over
        if "level1" in above and not level1 and _fits(level2, above["level1"].text):
            row["level1"] = above["level1"]
        if "level2" in above and not level1 and not level2:
            row["level2"] = above["level2"]
        if any(row[column].text for column in LEVELS if column in row):
            self.passed_over = {}
        self.rows.append(row)
        self.broken.append(first)

    def pass_over(self, cells: Mapping[str, Cell]) -> None:
        """Keep the levels of a row that nobody has filled in: those below may stand beside the same merged cells."""
        own = {column: cells[column] for column in LEVELS if column in cells and cells[column].text}
        if "level1" in own:
            self.passed_over = {}
        self.passed_over |= {column: Cell(cell.text, cell.place, spread=True) for column, cell in own.items()}

    def put(self, label: tuple[str, int], cell: Cell, unit: str | None = None) -> None:
        """Take the value of a label by its field and rank; `unit` is the money unit that the label declares."""
        field, rank = label
        if field == "budget":
            amount = amount_wan(cell.text, unit or self.money_unit)
            if amount is None:
                if rank < self.ranks.get("unitless", 999) and amount_wan(cell.text, "万元") is not None:
                    self.ranks["unitless"] = rank
                    self.unitless = cell
            elif rank < self.ranks.get("budget", 999):
                self.ranks["budget"] = rank
                self.budget_wan = amount
                self.places["budget"] = cell.place
        elif field != "other":
            self.keep(field, cell, rank)


def finish(draft: Draft, *, new_system: bool) -> Project:
    """The project as read, its merged cells filled in."""
    indicators: list[Indicator] = []
    level1, level2 = "", ""
    names = {
        known: row["level1"].text for row in draft.rows if "level1" in row and (known := level1_of(row["level1"].text))
    }
    previous: tuple[str, ...] | None = None
    columns, rows = _by_content(draft)
    for row, broken in zip(rows, draft.broken, strict=True):
        own1 = row["level1"].text if "level1" in row else ""
        own2 = row["level2"].text if "level2" in row else ""
        level2 = own2 or ("" if own1 and not _may_stand_under(level2, own1, level1) else level2)
        level1 = own1 or _level1_of_merged(level1, own2, names, new_system=new_system)
        value = joined_value(row)
        texts = (
            fold(level2),
            fold(row["name"].text),
            fold(_text(row, "description") or ""),
            fold(value),
            fold(_text(row, "basis") or ""),
        )
        printed_twice = (
            texts == previous
            and (broken or not own1 or row["level1"].spread)
            and not (own1 and row["level1"].spread and not broken)
        )
        previous = texts
        indicators.append(
            Indicator(
                level1=level1,
                level2=level2,
                name=row["name"].text,
                value=value,
                place=row["name"].place,
                description=_text(row, "description"),
                basis=_text(row, "basis"),
                quantity=parse_value(value),
                weight=_text(row, "weight"),
                actual=_text(row, "actual"),
                history=_text(row, "history"),
                direction=_text(row, "direction"),
                duplicate_row=printed_twice,
                places={column: cell.place for column, cell in row.items() if column in TEXT_COLUMNS},
            )
        )
    return Project(
        name=strip_ordinal(draft.fields.get("name", "")) or draft.name or draft.hint,
        place=draft.place,
        indicators=tuple(indicators),
        unit=draft.unit,
        project_code=draft.fields.get("code"),
        budget_wan=draft.budget_wan,
        budget_source="table" if draft.budget_wan is not None else None,
        funds_use=draft.fields.get("funds_use"),
        spending_plan=draft.plan,
        spending_plan_unit=draft.plan_unit,
        goal=draft.fields.get("goal"),
        goal_place=draft.places.get("goal"),
        columns=tuple(column for column in columns if column in {*TEXT_COLUMNS, *EXTRA_COLUMNS, "unit", "operator"}),
        places=draft.places,
    )


def _by_content(draft: Draft) -> tuple[tuple[str, ...], list[Mapping[str, Cell]]]:
    """Columns and rows with what stands under an ambiguous head where its content says that it belongs.

    绩效标准 may describe or give the basis (计划标准); of 指标性质, 指标方向 and 指标值类型 one holds operators.
    """
    swaps: dict[str, str] = {}
    if "basis" not in draft.columns and _only_bases(_texts(draft.rows, "description")):
        swaps |= {"description": "basis"}
    signs = next((column for column in SIGNS if any(map(comparison, _texts(draft.rows, column)))), "operator")
    if signs != "operator":
        swaps |= {signs: "operator", "operator": signs}
    if "level1" not in draft.columns and _one_level_up(draft.rows):
        return ("level1", *draft.columns), [
            {**row, "level1": row["level2"], "level2": row["name"]} for row in draft.rows
        ]
    if not swaps:
        return draft.columns, list(draft.rows)
    return (
        tuple(swaps.get(column, column) for column in draft.columns),
        [{swaps.get(column, column): cell for column, cell in row.items()} for row in draft.rows],
    )


def _one_level_up(rows: Sequence[Mapping[str, Cell]]) -> bool:
    """Whether 一级 stands in the column of 二级, and 二级 in that of the names (指标类型 over 产出指标, 指标名称 over 数量指标)."""
    above = [row["level2"].text for row in rows if "level2" in row and row["level2"].text]
    named = all(level2_of(row["name"].text) or bare(row["name"].text).endswith("指标") for row in rows)
    return named and bool(above) and all(map(level1_of, above))


def _texts(rows: Sequence[Mapping[str, Cell]], column: str) -> list[str]:
    return [row[column].text for row in rows if column in row]


def _only_bases(texts: Sequence[str]) -> bool:
    given = {fold(text) for text in texts if text}
    return bool(given) and given <= bases()


def _on_one_line(cell: Cell) -> Cell:
    """The name of a level without the line breaks of its narrow column."""
    return Cell("".join(cell.text.split("\n")), cell.place, cell.spread)


def _fits(level2: str, level1: str) -> bool:
    """Whether a 二级 may stand under a 一级; one that is not known may stand under any."""
    canonical = level2_of(level2)
    return canonical is None or parent_of(canonical) == level1_of(level1)


def _may_stand_under(level2: str, level1: str, above: str) -> bool:
    """Whether the 二级 above still holds in a row that has none and whose own 一级 is `level1`, after rows of `above`."""
    return level1 == above or (level2_of(level2) is not None and _fits(level2, level1))


def _text(row: Mapping[str, Cell], column: str) -> str | None:
    return row[column].text if column in row else None


def _level1_of_merged(above: str, level2: str, names: Mapping[str, str], *, new_system: bool) -> str:
    """一级 of a row whose cell is merged away: the one above if 二级 can stand under it, else what 二级 says.

    Under a 一级 of the office's own (项目决策) anything can stand.
    """
    canonical = level2_of(level2) if level2 else None
    if canonical is None or (above and level1_of(above) is None):
        return above
    parent = "成本指标" if new_system and "成本" in canonical else parent_of(canonical)
    if level1_of(above) == parent or (
        canonical == "成本指标" and not new_system and level1_of(above) in {"产出指标", "成本指标"}
    ):
        return above
    return names.get(parent, parent)


NO_UNIT = {"/", "-", "--", "—", "——", "无"}
"""What is put into a column for units where a value has none (a date, a grade)."""


def joined_value(row: Mapping[str, Cell]) -> str:
    """Operator, value and unit as one text, in that order (大于等于 98 % → ≥98%)."""
    value = row["value"].text
    operator = row["operator"].text if "operator" in row else ""
    unit = row["unit"].text if "unit" in row else ""
    if fold(unit) in NO_UNIT:
        unit = ""
    if fold(operator) in QUALITATIVE:
        # Platforms put the wording of a qualitative value into the unit field and 0 into the value.
        return unit if fold(value) in {"", "0"} and unit else value
    sign = "" if begins_with_comparison(value) else comparison(operator) or ""
    if unit and (fold(value).endswith(fold(unit)) or fold(value) in fold(unit).split("/")):
        # 是, of 是/否, is the answer and not counted in anything.
        unit = ""
    return f"{sign}{value}{unit}"
