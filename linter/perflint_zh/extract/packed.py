"""A goal and its indicators that stand together in one cell: 【总体目标】… 【产出指标-数量指标】 指标1：名称（值）."""

from collections.abc import Iterator, Sequence

from perflint_zh.document import Cell
from perflint_zh.extract.words import fold, level1_of, level2_of
from perflint_zh.patterns import expression

SECTION = expression(r"【([^【】]+)】[:：]?")
ORDINAL = expression(r"\s*指标\d+[:：]\s*")
VALUE = expression(r"(?P<name>.*?)[(（](?P<value>(?:[^()（）]|[(（][^()（）]*[)）])*)[)）]")
"""The value stands in the last pair of brackets, which may hold another."""


def packed_cell(cells: Sequence[Cell]) -> Cell | None:
    """The cell that holds indicators under heads of both levels, None when there is none."""
    return next((cell for cell in cells if any(_levels(head) for head in SECTION.findall(cell.text))), None)


def unpacked_goal(cell: Cell) -> Cell | None:
    """The goal in the cell."""
    return next((Cell(text, cell.place) for head, text in _sections(cell) if head.endswith("目标") and text), None)


def unpacked_rows(cell: Cell) -> Iterator[dict[str, Cell]]:
    """Yield the indicators in the cell by their columns."""
    for head, text in _sections(cell):
        levels = _levels(head)
        for item in (ORDINAL.split(text) if ORDINAL.search(text) else text.splitlines()) if levels else ():
            if flat := item.strip():
                match = VALUE.fullmatch(flat)
                name, value = (match["name"], match["value"]) if match is not None else (flat, "")
                row = zip(("level1", "level2", "name", "value"), (*levels, name, value), strict=True)
                yield {column: Cell(shown.strip(), cell.place) for column, shown in row}


def _sections(cell: Cell) -> Iterator[tuple[str, str]]:
    _, *parts = SECTION.split(cell.text)
    for head, text in zip(parts[::2], parts[1::2], strict=True):
        yield fold(head), text.strip()


def _levels(head: str) -> tuple[str, ...]:
    """Both levels that a head names (产出指标-数量指标)."""
    level1, dash, level2 = fold(head).partition("-")
    return (level1, level2) if dash and level1_of(level1) and level2_of(level2) else ()
