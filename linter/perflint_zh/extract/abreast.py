"""Lists in which the 一级指标 stand side by side, each over names and values of its own in the rows of a project (Henan)."""

from collections.abc import Iterator, Sequence

import msgspec

from perflint_zh.document import Cell
from perflint_zh.extract.words import column_candidates, fold, level1_of

Cells = tuple[Cell, ...]
LEVEL = "一级指标"
MOST_HEAD_ROWS = 3


class _Heads(msgspec.Struct, frozen=True):
    """How many columns on the left tell of the project, and those of each 一级指标 with the cell that names it."""

    project: int
    blocks: tuple[tuple[Cell, tuple[int, ...]], ...]


def set_below(rows: Sequence[Cells]) -> Iterator[Cells]:
    """The rows with one column for 一级指标, names and values each, where several stand side by side; else as they are."""
    heads: _Heads | None = None
    group: list[Cells] = []
    lowest = -1
    for index, cells in enumerate(rows):
        found = _heads(cells, rows[index + 1]) if index + 1 < len(rows) else None
        if found is not None:
            yield from _rows_of(group, heads)
            heads, group, lowest = found, [], index + 1
            yield _head_row(rows[: lowest + 1], found)
        elif heads is None:
            yield cells
        elif index != lowest:
            if any(_own(cells, at) for at in range(heads.project)):
                yield from _rows_of(group, heads)
                group = []
            group.append(cells)
    yield from _rows_of(group, heads)


def _heads(upper: Cells, lower: Cells) -> _Heads | None:
    """The columns under a row that names several 一级指标 and one that heads the columns of each, alike for all."""
    named = [cell for cell in upper if cell.text and not cell.spread and level1_of(cell.text)]
    own = [at for at in range(len(lower)) if _own(lower, at)]
    texts = [fold(lower[at].text) for at in own]
    for width in range(2, len(own) // len(named) + 1) if len(named) > 1 else ():
        tail = texts[-width:]
        columns = {column for text in tail for column, _ in column_candidates().get(text, ())}
        begin = len(own) - width * len(named)
        if {"name", "value"} <= columns and texts[begin:] == tail * len(named):
            spans = (tuple(own[at : at + width]) for at in range(begin, len(own), width))
            return _Heads(own[begin], tuple(zip(named, spans, strict=True)))
    return None


def _head_row(rows: Sequence[Cells], heads: _Heads) -> Cells:
    """One row of heads: those of the project from the lowest row that has one, then those of a block."""
    names = {name.text for name, _ in heads.blocks}
    lower, *above = reversed(rows[-MOST_HEAD_ROWS:])
    # Text files count a divided head as one cell: a row above may have as many cells as the lowest one has gaps and runs of heads.
    begins = [at for at in range(len(lower)) if not at or not (_text(lower, at) and _text(lower, at - 1))]
    spaced = (zip(begins, cells, strict=True) if len(cells) == len(begins) else enumerate(cells) for cells in above)
    heads_at: dict[int, Cell] = {}
    for row in (enumerate(lower), *spaced):
        heads_at = {at: cell for at, cell in row if cell.text and cell.text not in names} | heads_at
    first, span = heads.blocks[0]
    blank = Cell("", first.place)
    project = (heads_at.get(at, blank) for at in range(heads.project))
    return (*project, Cell(LEVEL, first.place), *(lower[at] for at in span))


def _rows_of(group: Sequence[Cells], heads: _Heads | None) -> Iterator[Cells]:
    """A row for each indicator of a project, 一级 by 一级; the facts of the project stand in all of them."""
    if not group or heads is None:
        return
    blank = Cell("", group[0][0].place)
    project = [_cell(group[0], at, blank) for at in range(heads.project)]
    found = [
        (Cell(name.text, cells[0].place), *(_cell(cells, at, blank) for at in span))
        for name, span in heads.blocks
        for cells in group
        if any(_own(cells, at) for at in span)
    ]
    for number, cells in enumerate(found or [(blank,) * (1 + len(heads.blocks[0][1]))]):
        yield (*(Cell(cell.text, cell.place, spread=cell.spread or number > 0) for cell in project), *cells)


def _cell(cells: Cells, at: int, blank: Cell) -> Cell:
    return cells[at] if at < len(cells) else blank


def _text(cells: Cells, at: int) -> str:
    return cells[at].text if at < len(cells) else ""


def _own(cells: Cells, at: int) -> bool:
    return bool(_text(cells, at)) and not cells[at].spread
