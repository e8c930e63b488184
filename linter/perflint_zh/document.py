"""The file as written: paragraphs and grids in reading order, each cell with its place.

Readers make these values; nothing here knows what a 绩效目标表 is.
"""

from collections.abc import Iterator

import msgspec


class Place(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """Where a reader finds a text; only the fields that the format has are set.

    Text files have `line` (from 1). Word and HTML have `table`, `row`, `column` (from 1, in document order, merged cells
    counted at their grid position) or `paragraph`. Workbooks have `sheet` and `cell` (`B7`). PDF has `page` (from 1)
    and `box` (left, top, right, bottom in points from the top left corner of the page as shown).
    """

    line: int | None = None
    paragraph: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    sheet: str | None = None
    cell: str | None = None
    page: int | None = None
    box: tuple[float, float, float, float] | None = None

    def __str__(self) -> str:
        if self.line is not None:
            return f"第{self.line}行"
        if self.sheet is not None:
            return f"{self.sheet}!{self.cell}"
        if self.page is not None:
            return f"第{self.page}页"
        if self.table is not None:
            return f"表{self.table}第{self.row}行第{self.column}列"
        return f"第{self.paragraph}段"


class Paragraph(msgspec.Struct, frozen=True, gc=False):
    """A line or paragraph of running text outside any table."""

    text: str
    place: Place


class Cell(msgspec.Struct, frozen=True, gc=False):
    """One grid position of a table.

    `spread` is true when the text belongs to a merged cell that begins further up or left, so that the grid is
    full and the original can still be told from its copies.
    """

    text: str
    place: Place
    spread: bool = False


class Table(msgspec.Struct, frozen=True, gc=False):
    """A grid of cells; rows may differ in length where the format has no fixed grid (plain text)."""

    rows: tuple[tuple[Cell, ...], ...]


Block = Paragraph | Table


class Content(msgspec.Struct, frozen=True, gc=False):
    """What a reader finds in the bytes of one file, in reading order.

    `notes` are facts about the file worth telling (macros present, hidden sheet read), one Chinese sentence each.
    """

    blocks: tuple[Block, ...]
    notes: tuple[str, ...] = ()


class Document(msgspec.Struct, frozen=True, gc=False):
    """One file: its content with its path as given and the SHA-256 of its bytes."""

    path: str
    sha256: str
    blocks: tuple[Block, ...]
    notes: tuple[str, ...] = ()

    def tables(self) -> Iterator[Table]:
        """Yield the tables in reading order."""
        return (block for block in self.blocks if isinstance(block, Table))
