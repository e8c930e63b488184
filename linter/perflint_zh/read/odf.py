"""OpenDocument texts and spreadsheets (.odt, .ods), read from their content.xml."""

from collections.abc import Callable, Collection, Iterator

from lxml import etree

from perflint_zh.document import Content
from perflint_zh.errors import ReadError
from perflint_zh.patterns import expression
from perflint_zh.read.flow import Box, Flow, Grid, check_nesting, to_blocks
from perflint_zh.read.package import Package, nearest
from perflint_zh.read.sheet import MAX_COLUMNS, Sheet, workbook_content

OFFICE, TABLE, TEXT, STYLE, DRAW = (
    f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}" for name in ("office", "table", "text", "style", "drawing")
)
BORDER = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}border"
VERTICAL_BORDERS = (BORDER, BORDER + "-left", BORDER + "-right")

PARAGRAPHS = frozenset({TEXT + "p", TEXT + "h"})
BLOCKS = PARAGRAPHS | {TABLE + "table"}
ROW, CELL, COVERED_CELL = TABLE + "table-row", TABLE + "table-cell", TABLE + "covered-table-cell"
CELLS = frozenset({CELL, COVERED_CELL})
PASSED_OVER = frozenset(
    {TEXT + "tracked-changes", TEXT + "note", TEXT + "ruby-text", OFFICE + "annotation", OFFICE + "forms"}
    | {TABLE + "tracked-changes", TABLE + "shapes"}
)
"""Deleted text, notes, pronunciation, comments; other elements are looked through."""

SPACES = expression(r"[ \t\r\n]+")
"""White space of the XML file, which counts as one blank."""

MAX_ROWS = 2**20
"""Rows of a sheet."""

MAX_COUNT = 1_000
"""Limit of repetitions and spans unless they have a limit of their own."""


def read_odf(data: bytes) -> Content:
    """Read an OpenDocument text or spreadsheet.

    Raises:
        ReadError: damaged, protected, too large, or another kind of document.

    """
    package = Package(data)
    if "META-INF/manifest.xml" in package and b"encryption-data" in package.part("META-INF/manifest.xml"):
        raise ReadError("文件有密码保护，请先解除密码")
    root = package.xml("content.xml")
    notes = ["含有宏，未执行"] if any(name.startswith(("Basic/", "Scripts/")) for name in package.names()) else []
    body = root.find(f"{OFFICE}body/{OFFICE}text")
    if body is not None:
        return Content(to_blocks(_flow(body, _hidden_styles(root), 0)), tuple(notes))
    book = root.find(f"{OFFICE}body/{OFFICE}spreadsheet")
    if book is None:
        raise ReadError("是演示文稿或图形，不是文字或表格文档，未读取")
    tables = list(nearest(book, {TABLE + "table"}, PASSED_OVER))
    sheets = _sheets(tables, _hidden_styles(root), _ruled_styles(root))
    return workbook_content(sheets, several=len(tables) > 1, notes=notes)


def _styles(root: etree._Element, fits: Callable[[etree._Element], bool]) -> frozenset[str]:
    """Names of the document's own styles that have fitting properties."""
    return frozenset(
        style.get(STYLE + "name", "") for style in root.iter(STYLE + "style") if any(fits(child) for child in style)
    )


def _hidden_styles(root: etree._Element) -> frozenset[str]:
    return _styles(
        root,
        lambda properties: properties.get(TEXT + "display") == "none" or properties.get(TABLE + "display") == "false",
    )


def _ruled_styles(root: etree._Element) -> frozenset[str]:
    return _styles(root, lambda properties: any(properties.get(side, "none") != "none" for side in VERTICAL_BORDERS))


def _count(element: etree._Element, name: str, limit: int = MAX_COUNT) -> int:
    value = element.get(name, "1")
    return min(int(value), limit) if value.isdecimal() and len(value) < 20 else 1


def _flow(container: etree._Element, hidden: Collection[str], depth: int) -> Flow:
    """Paragraphs and tables of a body, cell or text box."""
    check_nesting(depth)
    flow: Flow = []
    for element in nearest(container, BLOCKS, PASSED_OVER):
        if element.tag in PARAGRAPHS:
            text, boxes = _paragraph(element, hidden)
            flow.append(text)
            for box in boxes:
                flow.extend(_flow(box, hidden, depth + 1))
        else:
            flow.append(_grid(element, hidden, depth))
    return flow


def _grid(table: etree._Element, hidden: Collection[str], depth: int) -> Grid:
    rows: list[list[Box]] = []
    # Rows, this one included, into which the cell last begun in a grid column reaches.
    reach: dict[int, int] = {}
    for row in nearest(table, {ROW}, PASSED_OVER):
        boxes: list[Box] = []
        column = end = 0
        for cell in nearest(row, CELLS, PASSED_OVER):
            column = max(column, end) if cell.tag == CELL else column
            repeated = range(column, min(column + _count(cell, TABLE + "number-columns-repeated"), MAX_COLUMNS))
            column += len(repeated)
            if cell.tag == COVERED_CELL:
                boxes += [Box([], at, continues=True) for at in repeated if at >= end and at in reach]
                continue
            items = _flow(cell, hidden, depth + 1)
            span = _count(cell, TABLE + "number-columns-spanned")
            for at in repeated:
                boxes.append(Box(items, at, span))
                end = at + span
                reach |= dict.fromkeys(range(at, end), _count(cell, TABLE + "number-rows-spanned"))
        reach = {at: left - 1 for at, left in reach.items() if left > 1}
        rows.append(boxes)
    return Grid(rows)


def _paragraph(paragraph: etree._Element, hidden: Collection[str]) -> tuple[str, list[etree._Element]]:
    """Text of a paragraph and the drawings anchored in it, which may hold text boxes."""
    parts: list[str] = []
    drawings: list[etree._Element] = []
    walk = etree.iterwalk(paragraph, events=("start", "end"))
    for event, element in walk:
        if event == "end":
            if element is not paragraph:
                parts.append(SPACES.sub(" ", element.tail or ""))
            continue
        tag = element.tag
        if tag == TEXT + "s":
            parts.append(" " * _count(element, TEXT + "c"))
        elif tag == TEXT + "tab":
            parts.append("\t")
        elif tag == TEXT + "line-break":
            parts.append("\n")
        elif tag.startswith(TEXT) and tag not in PASSED_OVER and element.get(TEXT + "style-name") not in hidden:
            parts.append(SPACES.sub(" ", element.text or ""))
        else:
            if tag.startswith(DRAW):
                drawings.append(element)
            walk.skip_subtree()
    return "".join(parts), drawings


def _sheets(tables: list[etree._Element], hidden: Collection[str], ruled: Collection[str]) -> Iterator[Sheet]:
    for table in tables:
        sheet = Sheet(table.get(TABLE + "name", ""))
        if table.get(TABLE + "style-name") in hidden:
            sheet.notes.append(f"工作表“{sheet.name}”是隐藏的，已一并读取")
        number = 1
        hidden_rows = False
        for row in nearest(table, {ROW}, PASSED_OVER):
            cells = list(_row_cells(row, hidden))
            repeated = _count(row, TABLE + "number-rows-repeated", MAX_ROWS)
            for position in range(number, number + repeated if cells else number):
                beside = [column for column, _, style, *_ in cells if style in ruled]
                sheet.put_row(position, {column: text for column, text, *_ in cells}, beside)
                sheet.merges += [
                    (position, column, position + down - 1, column + across - 1)
                    for column, _, _, down, across in cells
                    if down > 1 or across > 1
                ]
            hidden_rows |= bool(cells) and row.get(TABLE + "visibility", "visible") != "visible"
            number += repeated
        if hidden_rows:
            sheet.notes.append(f"工作表“{sheet.name}”有隐藏的行，已一并读取")
        yield sheet


def _row_cells(row: etree._Element, hidden: Collection[str]) -> Iterator[tuple[int, str, str | None, int, int]]:
    """Yield column, text, style, rows and columns covered of each cell that holds text."""
    column = 1
    for cell in nearest(row, CELLS, PASSED_OVER):
        repeated = _count(cell, TABLE + "number-columns-repeated", MAX_COLUMNS)
        text = "\n".join(item for item in _flow(cell, hidden, 0) if isinstance(item, str)) if len(cell) else ""
        if text and cell.tag == CELL:
            spans = _count(cell, TABLE + "number-rows-spanned"), _count(cell, TABLE + "number-columns-spanned")
            for position in range(column, min(column + repeated, MAX_COLUMNS + 1)):
                yield position, text, cell.get(TABLE + "style-name"), *spans
        column += repeated
