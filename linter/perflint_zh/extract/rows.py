"""A document as one stream of rows and paragraphs, so that page ends and layouts do not matter to the grammar."""

from collections.abc import Iterator, Sequence

import msgspec

from perflint_zh.document import Block, Cell, Paragraph
from perflint_zh.extract.abreast import set_below
from perflint_zh.extract.lines import grids_from_lines
from perflint_zh.extract.outline import unfolded
from perflint_zh.extract.spaced import rows_from_blanks
from perflint_zh.extract.words import fold, label_of, level_names


class Row(msgspec.Struct, frozen=True):
    """One row of a grid; `first` says that a table (perhaps after a page end) begins with it."""

    cells: tuple[Cell, ...]
    first: bool = False

    def originals(self) -> list[Cell]:
        """Cells that begin here and hold text."""
        return [cell for cell in self.cells if cell.text and not cell.spread]


Item = Row | Paragraph


def stream(blocks: Sequence[Block]) -> Iterator[Item]:
    """Yield rows and paragraphs in reading order; a row that holds one text only is a paragraph (a title in a sheet)."""
    for block in grids_from_lines([*rows_from_blanks(blocks)]):
        if isinstance(block, Paragraph):
            if block.text.strip():
                yield block
            continue
        first = True
        rows = [cells for cells in block.rows if any(cell.text for cell in cells)]
        for cells in unfolded([*set_below(rows)]):
            texts = [cell for cell in cells if cell.text]
            if cells[0] is texts[0] and not texts[0].spread and all(_copies(cell, texts[0]) for cell in texts[1:]):
                yield Paragraph(texts[0].text, texts[0].place)
                continue
            yield Row(cells, first)
            first = False


def _copies(cell: Cell, original: Cell) -> bool:
    return cell.spread and cell.text == original.text


REPEATED_HEADS = 2
"""Rows of heads that a page may repeat above the rest of a cut cell."""


def mended(items: Sequence[Item]) -> list[Item]:
    """Items in which level names and labels that a page end has cut (产出指 / 标) are whole again.

    A row into which cells only reach down from above, or their rests from the page before, is none of its own.
    """
    found = list(items)
    for index, item in enumerate(found):
        upper = _row_before_page_end(found, index) if isinstance(item, Row) else None
        if isinstance(upper, int) and isinstance(item, Row):
            for column in range(len(item.cells)):
                _mend(found, upper, index, column)
    return [item for item in found if isinstance(item, Paragraph) or item.originals()]


def _row_before_page_end(items: Sequence[Item], index: int) -> int | None:
    """Index of the last row of the page before, for a row that comes first on its page but for repeated heads."""
    page = _page_of(items[index])
    if page is None:
        return None
    for before in range(index - 1, max(index - 2 - REPEATED_HEADS, -1), -1):
        if not isinstance(items[before], Row):
            return None
        if _page_of(items[before]) != page:
            return before
    return None


def _page_of(item: Item) -> int | None:
    return item.cells[0].place.page if isinstance(item, Row) else None


def _mend(items: list[Item], upper: int, lower: int, column: int) -> None:
    """Put the two parts of a name together in all rows over which the merged cell reaches."""
    one, two = _cell(items[upper], column), _cell(items[lower], column)
    if one is None or two is None or two.spread or not (one.text and two.text):
        return
    whole = one.text + two.text
    if fold(whole) not in level_names() and (label_of(whole) is None or label_of(two.text) is not None):
        return
    above, below = upper, lower + 1
    while above >= 0 and (cell := _cell(items[above], column)) is not None and cell.text == one.text:
        _put(items, above, column, Cell(whole, cell.place, cell.spread))
        above -= 1
    _put(items, lower, column, Cell(whole, two.place, spread=True))
    while (
        below < len(items)
        and (cell := _cell(items[below], column)) is not None
        and cell.spread
        and cell.text == two.text
    ):
        _put(items, below, column, Cell(whole, cell.place, spread=True))
        below += 1


def _cell(item: Item, column: int) -> Cell | None:
    return item.cells[column] if isinstance(item, Row) and column < len(item.cells) else None


def _put(items: list[Item], index: int, column: int, cell: Cell) -> None:
    row = items[index]
    if isinstance(row, Row):
        items[index] = Row((*row.cells[:column], cell, *row.cells[column + 1 :]), row.first)
