"""Sheets of a workbook (or the records of a CSV file) to paragraphs and tables, whatever format they came from.

Rows and columns count from 1. A sheet holds only texts that can be seen, so a million formatted empty rows cost nothing.
"""

import functools
import re
from collections.abc import Callable, Iterable, Iterator

import msgspec

from perflint_zh.document import Block, Cell, Content, Paragraph, Place, Table
from perflint_zh.errors import ReadError
from perflint_zh.read.text import MARKS

MAX_CELLS = 2_000_000
"""Grid positions of one file; a province's wide list of 100,000 rows has 1.2 million."""

MAX_COLUMNS = 1_000
"""Columns further right are not read; the widest form met has 60."""

PLAIN_NAME = re.compile(r"(?:sheet|工作表|表)\s*\d*(?:\s*\(\d+\))?", re.IGNORECASE)
"""Sheet names that say nothing."""

Position = tuple[int, int]
"""Row and column."""

Span = tuple[int, int, int, int]
"""Top, left, bottom and right of a merged cell, all included."""


class Sheet(msgspec.Struct):
    """What a reader collects of one sheet: texts by row and column, merged cells and where vertical borders stand."""

    name: str = ""
    texts: dict[int, dict[int, str]] = {}
    merges: list[Span] = []
    ruled: set[Position] = set()
    notes: list[str] = []
    size: int = 0

    def put(self, row: int, column: int, text: str, *, ruled: bool = False) -> None:
        """Add one displayed text; blank ones and those beyond the last readable column are left out.

        Raises:
            ReadError: the sheet has too many cells.

        """
        text = MARKS.sub("", text).replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
        if not text or text.isspace() or column > MAX_COLUMNS:
            return
        self.size += 1
        if self.size > MAX_CELLS:
            raise too_large()
        self.texts.setdefault(row, {})[column] = text
        if ruled:
            self.ruled.add((row, column))


def too_large() -> ReadError:
    """The error for a file whose grid would not fit into memory."""
    return ReadError(f"表格超过{MAX_CELLS // 10_000}万个单元格，未读取；请按部门拆分后再检查")


@functools.lru_cache(maxsize=MAX_COLUMNS)
def column_letters(column: int) -> str:
    """Letters of a column: 1 is A, 27 is AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def workbook_content(sheets: Iterable[Sheet], *, several: bool, notes: Iterable[str] = ()) -> Content:
    """All sheets in their order; in a workbook of several, a telling sheet name comes before its sheet as a paragraph.

    Raises:
        ReadError: the workbook is too large.

    """
    found: list[Block] = []
    all_notes = list(notes)
    left = MAX_CELLS
    for sheet in sheets:
        if not sheet.texts:
            continue
        if several and not PLAIN_NAME.fullmatch(sheet.name.strip()):
            found.append(Paragraph(sheet.name, _sheet_place(sheet.name, 1, 1)))
        for block in blocks(sheet, functools.partial(_sheet_place, sheet.name)):
            found.append(block)
            left -= len(block.rows) * len(block.rows[0]) if isinstance(block, Table) else 1
        if left < 0:
            raise too_large()
        all_notes.extend(sheet.notes)
    return Content(tuple(found), tuple(all_notes))


def _sheet_place(name: str, row: int, column: int) -> Place:
    return Place(sheet=name, cell=f"{column_letters(column)}{row}")


def blocks(sheet: Sheet, place: Callable[[int, int], Place]) -> Iterator[Block]:
    """Cut a sheet into tables at its blank rows and at its title lines, which become paragraphs.

    Raises:
        ReadError: the grid is too large.

    """
    grid = _spread(sheet)
    left = MAX_CELLS
    for run in _runs(grid.filled_rows()):
        lines = _lines(grid, run)
        table: list[int] = []
        for row in [*run, 0]:
            if row and row not in lines:
                table.append(row)
                continue
            if table:
                columns = _extent(grid, table)
                left -= len(table) * len(columns)
                if left < 0:
                    raise too_large()
                yield Table(tuple(_cells(grid, number, columns, place) for number in table))
                table = []
            if row and lines[row][0] == row:
                yield Paragraph(grid.text(*lines[row]), place(*lines[row]))


class _Grid(msgspec.Struct, frozen=True):
    """A sheet with its merged cells spread: `copies` leads from a covered position to the first cell of its merge."""

    texts: dict[int, dict[int, str]]
    copies: dict[int, dict[int, Position]]
    spans: dict[Position, Span]
    ruled: set[Position]

    def filled_rows(self) -> list[int]:
        return sorted(self.texts.keys() | self.copies.keys())

    def columns(self, row: int) -> set[int]:
        return self.texts.get(row, {}).keys() | self.copies.get(row, {}).keys()

    def origin(self, row: int, column: int) -> Position:
        return self.copies.get(row, {}).get(column, (row, column))

    def text(self, row: int, column: int) -> str:
        return self.texts.get(row, {}).get(column, "")

    def span(self, origin: Position) -> Span:
        return self.spans.get(origin, (*origin, *origin))


def _spread(sheet: Sheet) -> _Grid:
    """Spread merged cells within the used part of the sheet; of merges that overlap the first one holds."""
    last_row = max(sheet.texts, default=0)
    last_column = max((max(row) for row in sheet.texts.values()), default=0)
    copies: dict[int, dict[int, Position]] = {}
    spans: dict[Position, Span] = {}
    left = MAX_CELLS
    for top, first, merge_bottom, merge_right in sheet.merges:
        origin = (top, first)
        if first not in sheet.texts.get(top, {}) or first in copies.get(top, {}) or origin in spans:
            continue
        bottom, right = min(merge_bottom, last_row), min(merge_right, last_column)
        left -= (bottom - top + 1) * (right - first + 1)
        if left < 0:
            raise ReadError("合并单元格的范围过大，不是正常的表格，未读取；请取消无用的合并后再检查")
        spans[origin] = (top, first, bottom, right)
        for row in range(top, bottom + 1):
            covered = copies.setdefault(row, {})
            for column in range(first, right + 1):
                if (row, column) not in spans:
                    covered.setdefault(column, origin)
    return _Grid(sheet.texts, {row: covered for row, covered in copies.items() if covered}, spans, sheet.ruled)


def _runs(rows: list[int]) -> Iterator[list[int]]:
    """Rows with no blank row between them."""
    run: list[int] = []
    for row in rows:
        if run and row != run[-1] + 1:
            yield run
            run = []
        run.append(row)
    if run:
        yield run


def _extent(grid: _Grid, rows: list[int]) -> range:
    used = [grid.columns(row) for row in rows]
    return range(min(map(min, used)), max(map(max, used)) + 1)


def _lines(grid: _Grid, run: list[int]) -> dict[int, Position]:
    """Rows that are lines of text and no part of a table, with the cell that holds the text.

    Such a row has one text only (a title, 单位：万元). It is a line when it is merged over the whole width, when it stands without
    borders where the table has some, and, where nothing has borders, when it comes before the first row of a table. In the middle of
    a table without borders only a line in the first column counts, and only if the row after it begins there as well: a lone 产出指标
    above rows that leave the column empty is a heading inside the table.
    """
    alone = {}
    for row in run:
        origins = {grid.origin(row, column) for column in grid.columns(row)}
        if len(origins) == 1:
            alone[row] = origins.pop()
    table = [row for row in run if row not in alone]
    if not table:
        return alone
    extent = _extent(grid, table)
    ruled_rows = sum(any((row, column) in grid.ruled for column in grid.columns(row)) for row in table)
    bordered = ruled_rows * 2 >= len(table)

    lines: dict[int, Position] = {}
    waiting: list[int] = []
    for row in run:
        if row not in alone:
            if row == table[0]:
                lines.update((one, alone[one]) for one in waiting)
            elif extent.start in grid.columns(row):
                title = next(
                    (index for index, one in enumerate(waiting) if alone[one][1] == extent.start), len(waiting)
                )
                lines.update((one, alone[one]) for one in waiting[title:])
            waiting = []
            continue
        top, left, bottom, right = grid.span(alone[row])
        over_all = left <= extent.start and right >= extent.stop - 1
        if over_all and all(alone.get(one) == (top, left) for one in range(top, bottom + 1)):
            lines[row] = alone[row]
        elif top == bottom and bordered:
            if alone[row] not in grid.ruled:
                lines[row] = alone[row]
        elif top == bottom:
            waiting.append(row)
    return lines


def _cells(grid: _Grid, row: int, columns: range, place: Callable[[int, int], Place]) -> tuple[Cell, ...]:
    cells = []
    for column in columns:
        origin = grid.origin(row, column)
        cells.append(Cell(grid.text(*origin), place(row, column), origin != (row, column)))
    return tuple(cells)
