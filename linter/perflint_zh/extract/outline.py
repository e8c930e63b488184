"""Goal tables in outline form, as some provinces approve them: project, 一级, 二级 and 三级指标 below each other in one column."""

from collections.abc import Iterator, Sequence
from itertools import chain

from perflint_zh.document import Cell
from perflint_zh.extract.words import column_candidates, fold, level1_of, level2_of

Cells = tuple[Cell, ...]
LEVELS = ("一级指标", "二级指标", "三级指标")


def unfolded(rows: Sequence[Cells]) -> Iterator[Cells]:
    """The rows with a column for each level and a label before each project, where the first column holds them all; else as they are."""
    at = next((index for index, cells in enumerate(rows) if _is_head(cells)), None)
    if at is None or not _is_outline(rows[at + 1 :]):
        yield from rows
        return
    yield from rows[:at]
    heads = rows[at]
    body = rows[at + 1 :]
    levels = [_is_level(cells) for cells in body]
    blank = Cell("", heads[0].place)
    level1 = level2 = blank
    for cells, before_level in zip(body, [*levels[1:], False], strict=True):
        first, *rest = cells
        if not _is_branch(cells):
            yield level1, level2, *cells
            level1 = level2 = blank
        elif level1_of(first.text) and (before_level or not level2_of(first.text)):
            level1 = first
        elif level2_of(first.text):
            level2 = first
        elif before_level:
            filled = [pair for pair in zip(heads[1:], rest, strict=False) if pair[1].text]
            yield Cell("项目名称", first.place), first, *chain.from_iterable(filled)
            yield *(Cell(level, heads[0].place) for level in LEVELS), *heads[1:]
        else:
            yield cells


def _is_head(cells: Cells) -> bool:
    """Whether the row heads an outline: names, then values, and no levels."""
    return (
        len(cells) > 1
        and not _heads(cells[0]).isdisjoint({"project", "name"})
        and "value" in _heads(cells[1])
        and all(_heads(cell).isdisjoint({"level1", "level2"}) for cell in cells[1:])
    )


def _heads(cell: Cell) -> frozenset[str]:
    """Columns that a cell may be the head of."""
    return frozenset(column for column, _ in column_candidates().get(fold(cell.text), ()))


def _is_outline(rows: Sequence[Cells]) -> bool:
    """Whether both levels stand in the first column, on lines of their own."""
    names = [cells[0].text for cells in rows if _is_level(cells)]
    return any(map(level1_of, names)) and any(level2_of(name) and not level1_of(name) for name in names)


def _is_branch(cells: Cells) -> bool:
    """Whether the row has no value: it only says what the rows below belong to."""
    return len(cells) < 2 or not cells[1].text


def _is_level(cells: Cells) -> bool:
    return _is_branch(cells) and bool(level1_of(cells[0].text) or level2_of(cells[0].text))
