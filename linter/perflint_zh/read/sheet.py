"""Sheets of a workbook (or the records of a CSV file) to paragraphs and tables, whatever format they came from.

Rows and columns count from 1. A sheet holds only texts that can be seen, so a million formatted empty rows cost nothing.
"""

import functools
import itertools
import re
from collections.abc import Callable, Collection, Iterable, Iterator

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
    """What a reader collects of one sheet: texts by row and column, merged cells and the columns of each row where vertical borders stand."""

    name: str = ""
    texts: dict[int, dict[int, str]] = {}
    merges: list[Span] = []
    ruled: dict[int, set[int]] = {}
    notes: list[str] = []
    size: int = 0

    def put_row(self, row: int, texts: dict[int, str], ruled: Collection[int] = ()) -> None:
        """Add the displayed texts of a row by column; blank ones are left out.

        Raises:
            ReadError: the sheet has too many cells.

        """
        seen = {column: visible for column, text in texts.items() if (visible := _visible(text))}
        if seen and max(seen) > MAX_COLUMNS:
            note = f"工作表“{self.name}”第{MAX_COLUMNS}列以后的内容没有读取"
            if note not in self.notes:
                self.notes.append(note)
            seen = {column: text for column, text in seen.items() if column <= MAX_COLUMNS}
        if not seen:
            return
        self.size += len(seen)
        if self.size > MAX_CELLS:
            raise too_large()
        self.texts.setdefault(row, {}).update(seen)
        if ruled:
            self.ruled.setdefault(row, set()).update(seen.keys() & ruled)

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
    copies, spans = _spread(sheet)
    rows = {row: _row(sheet, copies, row) for row in sorted(sheet.texts.keys() | copies.keys())}
    left = MAX_CELLS
    for run in _runs(rows):
        lines = _lines(rows, spans, run)
        table: list[int] = []
        for row in [*run, 0]:
            if row and row not in lines:
                table.append(row)
                continue
            if table:
                columns = _extent(rows, table)
                left -= len(table) * len(columns)
                if left < 0:
                    raise too_large()
                yield Table(tuple([_cells(sheet, rows[number], number, columns, place) for number in table]))
                table = []
            if row and lines[row][0] == row:
                yield Paragraph(_text(sheet, lines[row]), place(*lines[row]))


class _Row(msgspec.Struct, frozen=True):
    """A row with its merged cells spread: `copies` leads from a covered column to the first cell of its merge.

    `alone` is where its text begins if it has but one; `ruled` are the columns of texts beside which a vertical border stands.
    """

    texts: dict[int, str]
    copies: dict[int, Position]
    ruled: Collection[int]
    first: int
    last: int
    alone: Position | None


def _row(sheet: Sheet, copies: dict[int, dict[int, Position]], row: int) -> _Row:
    own, covered, ruled = sheet.texts.get(row, {}), copies.get(row, {}), sheet.ruled.get(row, ())
    if not covered:
        return _Row(own, covered, ruled, min(own), max(own), (row, min(own)) if len(own) == 1 else None)
    columns = own.keys() | covered.keys()
    begins = {(row, column) for column in own.keys() - covered.keys()}.union(covered.values())
    return _Row(own, covered, ruled, min(columns), max(columns), begins.pop() if len(begins) == 1 else None)


def _text(sheet: Sheet, position: Position) -> str:
    row, column = position
    return sheet.texts[row][column]


def _spread(sheet: Sheet) -> tuple[dict[int, dict[int, Position]], dict[Position, Span]]:
    """Where the first cell of its merge is for each covered position by row and column, and what the merges cover by their first cells.

    Only the used part of the sheet counts. Merges that overlap are left as they are, as Excel does in repairing. What a merged cell
    hides is told: a program that merges filled cells leaves their texts behind.
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
    return copies, {origin: spans[origin] for origin in spans.keys() - overlapping}


def _runs(rows: Iterable[int]) -> Iterator[list[int]]:
    """Rows with no blank row between them."""
    run: list[int] = []
    for row in rows:
        if run and row != run[-1] + 1:
            yield run
            run = []
        run.append(row)
    if run:
        yield run


def _extent(rows: dict[int, _Row], run: list[int]) -> range:
    return range(min(rows[row].first for row in run), max(rows[row].last for row in run) + 1)


def _lines(rows: dict[int, _Row], spans: dict[Position, Span], run: list[int]) -> dict[int, Position]:
    """Rows that are lines of text and no part of a table, with the cell that holds the text.

    Such a row has one text only (a title, 单位：万元). It is a line when it is merged over the whole width, when it has no borders
    where the table has some, and, where nothing has borders, when it stands before the first row of a table.
    """
    alone = {row: origin for row in run if (origin := rows[row].alone)}
    table = [row for row in run if row not in alone]
    if not table or not alone:
        return alone
    extent = _extent(rows, table)
    lines: set[int] = set()
    single: dict[int, Position] = {}
    for row, origin in alone.items():
        top, left, bottom, right = spans.get(origin, (*origin, *origin))
        across = left <= extent.start and right >= extent.stop - 1
        if across and all(alone.get(covered) == origin for covered in range(top, bottom + 1)):
            lines.add(row)
        elif top == bottom:
            single[row] = origin
    if sum(bool(rows[row].ruled) for row in table) * 2 >= len(table):
        lines.update(row for row, (_, column) in single.items() if column not in rows[row].ruled)
    else:
        lines.update(_before_tables(rows, run, single, extent.start))
    return {row: alone[row] for row in run if row in lines}


def _before_tables(rows: dict[int, _Row], run: list[int], single: dict[int, Position], first: int) -> Iterator[int]:
    """Yield the rows of one text that announce a table without borders.

    In the middle of the rows only those from the first column on count, and only if the row after them begins there as well: a
    lone 产出指标 above rows that leave its column empty is a heading inside the table.
    """
    waiting: list[int] = []
    begun = False
    for row in run:
        if row in single:
            waiting.append(row)
        elif not rows[row].alone:
            if begun:
                waiting = list(itertools.dropwhile(lambda line: single[line][1] != first, waiting))
            if not begun or rows[row].first == first:
                yield from waiting
            waiting = []
            begun = True


def _cells(
    sheet: Sheet, row: _Row, number: int, columns: range, place: Callable[[int, int], Place]
) -> tuple[Cell, ...]:
    return tuple(
        [
            Cell(_text(sheet, row.copies[column]), place(number, column), spread=True)
            if column in row.copies
            else Cell(row.texts.get(column, ""), place(number, column))
            for column in columns
        ]
    )
