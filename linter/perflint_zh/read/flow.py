"""Paragraphs and tables as word processors hold them, made into blocks: merged cells spread, nested tables taken out."""

from collections.abc import Iterator

import msgspec

from perflint_zh.document import Block, Cell, Paragraph, Place, Table
from perflint_zh.errors import ReadError
from perflint_zh.read.text import MARKS

MAX_NESTING = 20
"""Tables and text boxes in each other; a page has no room for more, and readers recurse once per level."""

MAX_CELLS = 2_000_000
"""Grid positions of one document; wide spans in a small file would otherwise fill the memory."""

SYMBOL_FONT = {"25": "%", "A3": "≤", "B0": "°", "B1": "±", "B3": "≥", "B4": "×", "B9": "≠", "BB": "≈"}
"""What Word's dialogue "insert symbol" stores as a code (last two hexadecimal digits) of the font Symbol."""


class Box(msgspec.Struct):
    """A cell as written: what it holds, the grid column (from 0) where it begins, how many it covers.

    `continues` means that the cell above it reaches down into this one.
    """

    items: "Flow"
    column: int
    span: int = 1
    continues: bool = False


class Grid(msgspec.Struct):
    """A table as written."""

    rows: list[list[Box]]


Flow = list[str | Grid]
"""Texts of paragraphs and tables in reading order."""


def check_nesting(depth: int) -> None:
    """Refuse what no word processor writes.

    Raises:
        ReadError: deeper than MAX_NESTING.

    """
    if depth > MAX_NESTING:
        raise ReadError(f"表格或文本框嵌套超过{MAX_NESTING}层，未读取；可把内容另存为普通表格后再检查")


def clean(text: str) -> str:
    """Text of a paragraph without invisible characters and the blanks around it."""
    return MARKS.sub("", text).strip()


def to_blocks(flow: Flow) -> tuple[Block, ...]:
    """Blocks of a whole document; blank paragraphs are counted and left out.

    A nested table follows the one that it stands in. A table of one column that holds tables only frames them: what it holds
    becomes blocks in their order.

    Raises:
        ReadError: the tables have more than MAX_CELLS grid positions.

    """
    return tuple(_Numbering().blocks(flow))


class _Numbering:
    """Counts what has been passed, so that places stay the same whatever is nested where."""

    def __init__(self) -> None:
        self._tables = 0
        self._cells = 0

    def blocks(self, flow: Flow) -> Iterator[Block]:
        paragraph = 0
        for item in flow:
            if isinstance(item, Grid):
                yield from self._table(item)
            else:
                paragraph += 1
                if text := clean(item):
                    yield Paragraph(text, Place(paragraph=paragraph))

    def _table(self, grid: Grid) -> Iterator[Block]:
        self._tables += 1
        number = self._tables
        nested = [item for row in grid.rows for box in row for item in box.items if isinstance(item, Grid)]
        if nested and all(len(row) == 1 for row in grid.rows):
            yield from self._framed(grid, number)
            return
        width = max((box.column + box.span for row in grid.rows for box in row), default=0)
        self._cells += width * len(grid.rows)
        if self._cells > MAX_CELLS:
            raise ReadError(f"表格超过{MAX_CELLS}个格子，未读取；请按部门拆分后再检查")
        yield Table(tuple(_rows(grid, number, width)))
        for inner in nested:
            yield from self._table(inner)

    def _framed(self, grid: Grid, number: int) -> Iterator[Block]:
        for index, (box,) in enumerate(grid.rows, start=1):
            for item in box.items:
                if isinstance(item, Grid):
                    yield from self._table(item)
                elif text := clean(item):
                    yield Paragraph(text, Place(table=number, row=index, column=box.column + 1))


def _rows(grid: Grid, number: int, width: int) -> Iterator[tuple[Cell, ...]]:
    # Rows of one merged table need not share cell borders, so the text above is kept by grid column.
    above: dict[int, str] = {}
    for index, row in enumerate(grid.rows, start=1):
        cells = [Cell("", Place(table=number, row=index, column=column + 1)) for column in range(width)]
        texts: dict[int, str] = {}
        for box in row:
            copied = box.continues and box.column in above
            text = above[box.column] if copied else _text(box)
            for column in range(box.column, box.column + box.span):
                cells[column] = Cell(text, cells[column].place, copied or column > box.column)
                texts[column] = text
        above = texts
        yield tuple(cells)


def _text(box: Box) -> str:
    lines = (clean(item) for item in box.items if isinstance(item, str))
    return "\n".join(line for line in lines if line).replace("\t", " ")
