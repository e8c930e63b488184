"""Workbooks of Excel 97-2003 and old WPS (.xls, .et), read with xlrd."""

import io

import xlrd

from perflint_zh.document import Content
from perflint_zh.errors import ReadError
from perflint_zh.read.numfmt import BUILTIN, show_number, show_text
from perflint_zh.read.ole import open_ole, stream
from perflint_zh.read.sheet import Sheet, workbook_content

FILE_CODES = frozenset({5, 6, 7, 8, 41, 42, 43, 44})
"""Builtin currency formats: the file itself says which currency."""

OWN_CODES = 164
"""Number formats from here on are defined in the file."""


def read_xls(data: bytes) -> Content:
    """Read all worksheets, hidden ones too; formulas by the value saved with them.

    Raises:
        ReadError: damaged, protected or no such workbook.

    """
    try:
        workbook, macros = _stream(data)
        book = xlrd.open_workbook(file_contents=workbook, formatting_info=True, ragged_rows=True, logfile=io.StringIO())
    except Exception as error:  # both libraries let through whatever their reading of damaged bytes meets
        if "encrypted" in str(error):
            raise ReadError("文件有密码保护，请先解除密码") from error
        raise ReadError("文件已损坏或不是.xls格式，可在原程序中打开后另存为.xlsx再检查") from error
    return workbook_content(
        (_sheet(book, sheet) for sheet in book.sheets()),
        several=book.nsheets > 1,
        notes=["含有宏，未执行"] if macros else [],
    )


def _stream(data: bytes) -> tuple[bytes, bool]:
    """The stream of the workbook, and whether macros lie beside it.

    xlrd could take the compound file itself, but goes round for ever in one whose chain of sectors is a ring.
    """
    with open_ole(data) as compound:
        name = "Workbook" if compound.exists("Workbook") else "Book"
        return stream(compound, name), compound.exists("_VBA_PROJECT_CUR")


def _sheet(book: xlrd.book.Book, source: xlrd.sheet.Sheet) -> Sheet:
    sheet = Sheet(source.name)
    for row in range(source.nrows):
        texts: dict[int, str] = {}
        ruled: list[int] = []
        for column, cell in enumerate(source.row(row), start=1):
            if cell.ctype in {xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK} or cell.value == "":
                continue
            style = book.xf_list[min(cell.xf_index, len(book.xf_list) - 1)]
            texts[column] = _shown(book, cell, _code(book, style.format_key))
            if style.border.left_line_style or style.border.right_line_style:
                ruled.append(column)
        sheet.put_row(row + 1, texts, ruled)
    sheet.merges.extend((top + 1, left + 1, bottom, right) for top, bottom, left, right in source.merged_cells)
    sheet.note_hidden(
        whole=bool(source.visibility),
        rows={row + 1 for row, info in source.rowinfo_map.items() if info.hidden},
        columns={column + 1 for column, info in source.colinfo_map.items() if info.hidden},
    )
    return sheet


def _code(book: xlrd.book.Book, number: int) -> str:
    """Format code by number; xlrd's own table of builtin ones is the American one."""
    if number >= OWN_CODES or number in FILE_CODES:
        known = book.format_map.get(number)
        return known.format_str if known else "General"
    return BUILTIN.get(number, "General")


def _shown(book: xlrd.book.Book, cell: xlrd.sheet.Cell, code: str) -> str:
    match cell.ctype:
        case xlrd.XL_CELL_TEXT:
            return show_text(cell.value, code)
        case xlrd.XL_CELL_BOOLEAN:
            return "TRUE" if cell.value else "FALSE"
        case xlrd.XL_CELL_ERROR:
            return str(xlrd.error_text_from_code.get(cell.value, "#N/A"))
    return show_number(cell.value, code, date1904=bool(book.datemode))
