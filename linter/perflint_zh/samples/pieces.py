"""A document before it is written in a format: lines of text, grids with merged cells, and where a part begins."""

import enum
from collections.abc import Iterator
from typing import Literal

import msgspec


class Merged(enum.Enum):
    """Position of a grid that belongs to the cell on its left or above it."""

    LEFT = "left"
    UP = "up"


LEFT, UP = Merged.LEFT, Merged.UP

GridCell = str | Merged


class Text(msgspec.Struct, frozen=True):
    """A line outside tables.

    `caption` lines stand between a table's title and its grid (单位：万元), `page` lines are page numbers.
    """

    text: str
    kind: Literal["line", "heading", "title", "caption", "page"] = "line"


class Grid(msgspec.Struct, frozen=True):
    """A table; `widths` are shares of its columns, `header` is the index of the row that a page end repeats."""

    rows: tuple[tuple[GridCell, ...], ...]
    widths: tuple[int, ...]
    header: int | None = None


class Part(msgspec.Struct, frozen=True):
    """What follows begins a page or a sheet of this name; `minor` parts do so only where every table has a sheet of its own."""

    name: str
    minor: bool = False


Piece = Text | Grid | Part


class Box(msgspec.Struct, frozen=True):
    """A cell with the rows and columns it covers."""

    row: int
    column: int
    height: int
    width: int
    text: str


def boxes(grid: Grid) -> Iterator[Box]:
    """Cells of a grid in reading order, merged positions counted into the cell they belong to."""
    for row, cells in enumerate(grid.rows):
        for column, cell in enumerate(cells):
            if isinstance(cell, Merged):
                continue
            width = 1
            while column + width < len(cells) and cells[column + width] is LEFT:
                width += 1
            height = 1
            while row + height < len(grid.rows) and grid.rows[row + height][column] is UP:
                height += 1
            yield Box(row, column, height, width, cell)


def text_of(cell: GridCell) -> str:
    """Text of a position where merged cells cannot be shown: they are empty."""
    return "" if isinstance(cell, Merged) else cell
