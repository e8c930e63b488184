"""Sheets of a workbook (or the records of a CSV file) to paragraphs and tables, whatever format they came from.

Rows and columns count from 1. A sheet holds only texts that can be seen, so a million formatted empty rows cost nothing.
"""

import functools
import itertools
import re
from collections.abc import Callable, Iterable, Iterator

import msgspec

from perflint_zh.document import Block, Cell, Content, Paragraph, Place, Table
from perflint_zh.errors import ReadError
from perflint_zh.patterns import expression
from perflint_zh.read.text import MARKS

MAX_CELLS = 2_000_000
"""Grid positions of one file; a province's wide list of 100,000 rows has 1.2 million."""

MAX_COLUMNS = 1_000
"""Columns further right are not read; the widest form met has 60."""

PLAIN_NAME = expression(r"(?:sheet|工作表|表)\s*\d*(?:\s*\(\d+\))?", re.IGNORECASE)
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
        """Add one displayed text; blank ones are left out.

        Raises:
            ReadError: the sheet has too many cells.

        """
        text = _visible(text)
        if not text:
            return
        if column > MAX_COLUMNS:
            note = f"工作表“{self.name}”第{MAX_COLUMNS}列以后的内容没有读取"
            if note not in self.notes:
                self.notes.append(note)
            return
        self.size += 1
        if self.size > MAX_CELLS:
            raise too_large()
        self.texts.setdefault(row, {})[column] = text
        if ruled:
            self.ruled.add((row, column))

    def note_hidden(self, *, whole: bool, rows: set[int], columns: set[int]) -> None:
        """Tell that the sheet, or rows and columns of it that hold text, are hidden."""
        if whole:
            self.notes.append(f"工作表“{self.name}”是隐藏的，已一并读取")
        if not rows.isdisjoint(self.texts) or any(not columns.isdisjoint(texts) for texts in self.texts.values()):
            self.notes.append(f"工作表“{self.name}”有隐藏的行或列，已一并读取")


@functools.lru_cache(maxsize=1 << 12)
def _visible(text: str) -> str:
    """What of a text can be seen; sheets repeat theirs."""
    return MARKS.sub("", text).strip().replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")


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

    def origins(self, row: int) -> set[Position]:
        """Where the texts of a row begin."""
        covered = self.copies.get(row, {})
        return {(row, column) for column in self.texts.get(row, {}) if column not in covered} | set(covered.values())

    def text(self, row: int, column: int) -> str:
        return self.texts.get(row, {}).get(column, "")

    def span(self, origin: Position) -> Span:
        return self.spans.get(origin, (*origin, *origin))


def _spread(sheet: Sheet) -> _Grid:
    """Spread merged cells within the used part of the sheet; those that overlap are left as they are, as Excel does in repairing.

    What a merged cell hides is told: a program that merges filled cells leaves their texts behind.
    """
    last_row = max(sheet.texts, default=0)
    last_column = max((max(row) for row in sheet.texts.values()), default=0)
    owners: dict[Position, Position] = {}
    spans: dict[Position, Span] = {}
    overlapping: set[Position] = set()
    left_over = MAX_CELLS
    for top, left, merge_bottom, merge_right in dict.fromkeys(sheet.merges):
        origin = (top, left)
        if left not in sheet.texts.get(top, {}):
            continue
        bottom, right = min(merge_bottom, last_row), min(merge_right, last_column)
        left_over -= (bottom - top + 1) * (right - left + 1)
        if left_over < 0:
            raise too_large()
        spans[origin] = (top, left, bottom, right)
        for position in itertools.product(range(top, bottom + 1), range(left, right + 1)):
            # A second merge of the same first cell meets itself there.
            if position in owners:
                overlapping |= {owners[position], origin}
            owners[position] = origin
    copies: dict[int, dict[int, Position]] = {}
    hidden = 0
    for (row, column), origin in owners.items():
        if origin in overlapping or (row, column) == origin:
            continue
        copies.setdefault(row, {})[column] = origin
        hidden += sheet.texts.get(row, {}).get(column, "") not in {"", sheet.texts[origin[0]][origin[1]]}
    if overlapping:
        sheet.notes.append(f"工作表“{sheet.name}”有互相重叠的合并单元格，按没有合并读取")
    if hidden:
        sheet.notes.append(f"工作表“{sheet.name}”的合并单元格盖住了{hidden}格文字，没有读取")
    return _Grid(sheet.texts, copies, {origin: spans[origin] for origin in spans.keys() - overlapping}, sheet.ruled)


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

    Such a row has one text only (a title, 单位：万元). It is a line when it is merged over the whole width, when it has no borders
    where the table has some, and, where nothing has borders, when it stands before the first row of a table.
    """
    alone = {row: origins.pop() for row in run if len(origins := grid.origins(row)) == 1}
    table = [row for row in run if row not in alone]
    if not table:
        return alone
    extent = _extent(grid, table)
    lines: set[int] = set()
    single: dict[int, Position] = {}
    for row, origin in alone.items():
        top, left, bottom, right = grid.span(origin)
        across = left <= extent.start and right >= extent.stop - 1
        if across and all(alone.get(covered) == origin for covered in range(top, bottom + 1)):
            lines.add(row)
        elif top == bottom:
            single[row] = origin
    ruled_rows = sum(any((row, column) in grid.ruled for column in grid.columns(row)) for row in table)
    if ruled_rows * 2 >= len(table):
        lines.update(row for row, origin in single.items() if origin not in grid.ruled)
    else:
        lines.update(_before_tables(grid, run, single, extent.start))
    return {row: alone[row] for row in run if row in lines}


def _before_tables(grid: _Grid, run: list[int], single: dict[int, Position], first: int) -> Iterator[int]:
    """Yield the rows of one text that announce a table without borders.

    In the middle of the rows only those from the first column on count, and only if the row after them begins there as well: a
    lone 产出指标 above rows that leave its column empty is a heading inside the table.
    """
    waiting: list[int] = []
    begun = False
    for row in run:
        if row in single:
            waiting.append(row)
        elif len(grid.origins(row)) > 1:
            if begun:
                waiting = list(itertools.dropwhile(lambda line: single[line][1] != first, waiting))
            if not begun or first in grid.columns(row):
                yield from waiting
            waiting = []
            begun = True


def _cells(grid: _Grid, row: int, columns: range, place: Callable[[int, int], Place]) -> tuple[Cell, ...]:
    own, covered = grid.texts.get(row, {}), grid.copies.get(row, {})
    return tuple(
        [
            Cell(grid.text(*covered[column]), place(row, column), spread=True)
            if column in covered
            else Cell(own.get(column, ""), place(row, column))
            for column in columns
        ]
    )
