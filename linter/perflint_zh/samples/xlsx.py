"""Workbooks."""

import io
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

import xlsxwriter

from perflint_zh.patterns import expression
from perflint_zh.samples.outline import outline
from perflint_zh.samples.pieces import Grid, Part, Piece, Text, boxes
from perflint_zh.samples.source import Source
from perflint_zh.samples.style import Style

CREATED = datetime(2024, 1, 1, tzinfo=UTC)
MAX_SHEET_NAME = 31
LINE_HEIGHT = 15
A4 = 9
"""Number of the paper size."""

PERCENT = expression(r"(?P<operator>[≥≤><=]?)(?P<number>\d{1,3})%")
COUNT = expression(r"(?P<operator>[≥≤><=]?)(?P<number>\d{1,6})(?P<unit>[\u4e00-\u9fff]{1,3})")


def write_xlsx(source: Source, style: Style, *, one_list: bool = False, formats: bool = False) -> bytes:
    """The document of a source as a workbook."""
    return workbook(outline(source, style), one_list=one_list, formats=formats)


def workbook(pieces: Iterable[Piece], *, one_list: bool = False, formats: bool = False) -> bytes:
    """A workbook: a sheet for every part, and for every goal table unless all stand on one.

    With `formats` values are numbers shown by a number format (0.95 as ≥95%), as careful authors of sheets enter them.
    """
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_numbers": False, "strings_to_formulas": False})
    book.set_properties({"created": CREATED})
    writer = _Writer(book, formats=formats)
    for name, held in _sheets(pieces, one_list=one_list):
        writer.sheet(name, held)
    book.close()
    return out.getvalue()


def _sheets(pieces: Iterable[Piece], *, one_list: bool) -> Iterator[tuple[str, list[Text | Grid]]]:
    """Sheet names with what stands on the sheet."""
    used: set[str] = set()
    name, held = "", list[Text | Grid]()
    for piece in pieces:
        if not isinstance(piece, Part):
            held.append(piece)
        elif not (piece.minor and one_list):
            if held:
                yield _unused(name, used), held
            name, held = piece.name, []
    if held:
        yield _unused(name, used), held


def _unused(name: str, used: set[str]) -> str:
    """A sheet name as Excel allows it, not used before."""
    plain = re.sub(r"[\[\]:*?/\\']", "", name)[: MAX_SHEET_NAME - 4] or "表"
    found, number = plain, 2
    while found in used:
        found, number = f"{plain}({number})", number + 1
    used.add(found)
    return found


def _heights(grid: Grid) -> dict[int, int]:
    """Heights in points that show all texts; programs do not fit rows with merged cells to their text."""
    heights: dict[int, int] = {}
    for box in boxes(grid):
        if box.height == 1:
            lines = _lines(box.text, sum(grid.widths[box.column : box.column + box.width]))
            heights[box.row] = max(heights.get(box.row, 0), LINE_HEIGHT * lines)
    return heights


def _lines(text: str, width: int) -> int:
    """Lines that a text takes in a cell so many characters wide, where a Chinese character counts as two."""
    return sum(max(1, -(-2 * len(line) // width)) for line in text.split("\n"))


class _Writer:
    """Formats of the workbook and what is common to its sheets."""

    def __init__(self, book: Any, *, formats: bool) -> None:
        self.book = book
        self.formats = formats
        self.cell = book.add_format({"border": 1, "text_wrap": True, "valign": "vcenter"})
        self.title = book.add_format({"bold": True, "align": "center"})
        self.numbers: dict[str, Any] = {}

    def sheet(self, name: str, pieces: list[Text | Grid]) -> None:
        """Write one sheet: lines in column A (titles merged over the table below), a blank row after every table."""
        sheet = self.book.add_worksheet(name)
        sheet.set_paper(A4)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        row = 0
        for number, piece in enumerate(pieces):
            if isinstance(piece, Grid):
                self.grid(sheet, row, piece)
                row += len(piece.rows) + 1
                continue
            below = next((other for other in pieces[number + 1 :] if isinstance(other, Grid)), None)
            if piece.kind == "title" and below is not None:
                sheet.merge_range(row, 0, row, len(below.widths) - 1, piece.text, self.title)
            else:
                sheet.write_string(row, 0, piece.text)
            row += 1

    def grid(self, sheet: Any, top: int, grid: Grid) -> None:
        for column, width in enumerate(grid.widths):
            sheet.set_column(column, column, width)
        for row, height in _heights(grid).items():
            sheet.set_row(top + row, height)
        for box in boxes(grid):
            row, column = top + box.row, box.column
            if box.height > 1 or box.width > 1:
                sheet.merge_range(row, column, row + box.height - 1, column + box.width - 1, "", self.cell)
            shown = self.shown_by_format(box.text) if self.formats else None
            if shown is not None:
                sheet.write_number(row, column, shown[0], shown[1])
            elif box.text:
                sheet.write_string(row, column, box.text, self.cell)
            elif box.height == box.width == 1:
                sheet.write_blank(row, column, None, self.cell)

    def shown_by_format(self, text: str) -> tuple[float, Any] | None:
        """Number and format that show the text, if it is a plain rate or count."""
        if match := PERCENT.fullmatch(text):
            number, pattern = int(match["number"]) / 100, "0%"
        elif match := COUNT.fullmatch(text):
            number, pattern = int(match["number"]), f'0"{match["unit"]}"'
        else:
            return None
        pattern = f'"{match["operator"]}"{pattern}' if match["operator"] else pattern
        if pattern not in self.numbers:
            self.numbers[pattern] = self.book.add_format({"border": 1, "num_format": pattern})
        return number, self.numbers[pattern]
