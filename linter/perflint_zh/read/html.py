"""HTML pages, also those that are named .xls or .doc, and web archives (.mht).

Parser events are taken as they come and no tree is built, so neither depth nor size of a page matters.
"""

import email
import re
from collections.abc import Iterator

import msgspec
from lxml import etree

from perflint_zh.document import Block, Cell, Content, Paragraph, Place, Table
from perflint_zh.errors import ReadError
from perflint_zh.patterns import expression
from perflint_zh.read.sheet import MAX_CELLS, too_large
from perflint_zh.read.text import MARKS, decode

MAX_COLUMN_SPAN = 1_000
MAX_ROW_SPAN = 65_534
"""The limits that browsers have."""

MAX_NESTED_TABLES = 500
"""Open tables around one another; pages laid out with tables have five."""

BLOCKS = frozenset(
    "address article aside blockquote body br caption center dd details dir div dl dt fieldset figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
"""Elements that begin a new line."""

UNSEEN = frozenset(
    "audio head iframe noframes noscript object script select style svg template title video xml".split()
)
HIDDEN = expression(r"display\s*:\s*none\b|mso-hide\s*:\s*all\b", re.IGNORECASE)

WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
WIDE_BREAK = expression(rf"(?<=[{WIDE}])[ \t\r\f]*\n[ \t\r\n\f]*(?=[{WIDE}])")
"""A line end in the source between two Chinese characters, which stands for nothing; elsewhere it is a blank."""

BLANKS = expression(r"[ \t\r\n\f]+")
BIG5 = expression(rb"charset\s*=\s*[\"']?\s*big5", re.IGNORECASE)
ARCHIVE = expression(rb"\s*(?:MIME-Version|From|Subject|Date|Content-Type)\s*:", re.IGNORECASE)


def read_html(data: bytes) -> Content:
    """Read a page: tables as grids, all other text line by line.

    A table that only lays out the page is taken apart into the tables and lines inside it; a table inside a cell of a real table
    comes right after that table.

    Raises:
        ReadError: unknown encoding, too large, or tables nested beyond all sense.

    """
    found: list[Block] = []
    paragraphs = tables = 0
    for page in _pages(data):
        for item in _items(page):
            if isinstance(item, str):
                paragraphs += 1
                found.append(Paragraph(item, Place(paragraph=paragraphs)))
            else:
                tables += 1
                found.append(_placed(item, tables))
    return Content(tuple(found))


def _pages(data: bytes) -> Iterator[str]:
    """Yield the text of the page, or of all pages of a web archive."""
    if not ARCHIVE.match(data):
        yield _decoded(data)
        return
    for part in email.message_from_bytes(data).walk():
        payload = part.get_payload(decode=True)
        if part.get_content_type() == "text/html" and isinstance(payload, bytes):
            yield _decoded(payload)


def _decoded(data: bytes) -> str:
    """Text of a page. What it declares is often wrong and only Big5 cannot be told from the bytes, so that alone is believed."""
    if BIG5.search(data[:4096]):
        try:
            return data.decode("big5hkscs")
        except UnicodeDecodeError:
            pass
    return decode(data)


class _Grid(msgspec.Struct, frozen=True):
    """A table with its merged cells spread: text and whether it is a copy."""

    rows: list[list[tuple[str, bool]]]


def _placed(grid: _Grid, number: int) -> Table:
    return Table(
        tuple(
            tuple(
                Cell(text, Place(table=number, row=row, column=column), spread)
                for column, (text, spread) in enumerate(cells, start=1)
            )
            for row, cells in enumerate(grid.rows, start=1)
        )
    )


def _items(page: str) -> list[str | _Grid]:
    target = _Page()
    # The stub asks for every method that lxml can call; it calls those that are there.
    parser = etree.HTMLParser(target=target, encoding="utf-8", huge_tree=True)  # type: ignore[arg-type]
    try:
        # The parser mends any page, except that one without a single element is an error to it.
        parser.feed(b"<html>" + page.replace("\0", "").encode("utf-8", "replace"))
        parser.close()
    except etree.XMLSyntaxError as error:
        raise ReadError("网页无法读取，可在浏览器中打开后另存一份再检查") from error
    return target.items()


class _Flow:
    """Lines and tables inside a cell or on the page, in order."""

    def __init__(self, *, stray: bool = False) -> None:
        self.items: list[str | _Grid] = []
        self.stray = stray
        self._pieces: list[str] = []

    def add(self, text: str) -> None:
        self._pieces.append(text)

    def end_line(self) -> None:
        if not self._pieces:
            return
        text = WIDE_BREAK.sub("", MARKS.sub("", "".join(self._pieces)))
        self._pieces.clear()
        if text := BLANKS.sub(" ", text).replace("\xa0", " ").strip():
            self.items.append(text)


class _Span(msgspec.Struct, frozen=True):
    """A cell as written, with the rows and columns that it covers."""

    flow: _Flow
    height: int
    width: int

    def text(self) -> str:
        return "\n".join(item for item in self.flow.items if isinstance(item, str))


class _Open(msgspec.Struct):
    """A table whose end has not come yet; `outside` counts the open flows around its cells."""

    outside: int
    groups: dict[str, list[list[_Span]]]
    group: str = "tbody"
    closed: bool = False


class _Page:
    """Target of the parser. Starts and ends come in pairs, whatever the page leaves out."""

    def __init__(self) -> None:
        self._flows = [_Flow()]
        self._tables: list[_Open] = []
        self._unseen = 0
        self._preformatted = 0
        self._left = MAX_CELLS

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if self._unseen or tag in UNSEEN or "hidden" in attributes or HIDDEN.search(attributes.get("style", "")):
            self._unseen += 1
            return
        if tag in BLOCKS:
            self._flows[-1].end_line()
        table = self._table()
        if tag == "table":
            self._open_table(table)
        elif tag == "pre":
            self._preformatted += 1
        elif tag in {"td", "th"}:
            self._open_cell(table, attributes)
        elif table and tag == "tr":
            table.groups[table.group].append([])
        elif table and tag in table.groups:
            table.group = tag

    def end(self, tag: str) -> None:
        if self._unseen:
            self._unseen -= 1
            return
        if tag in BLOCKS:
            self._flows[-1].end_line()
        if tag == "table":
            self._close(self._tables.pop())
        elif tag == "pre":
            self._preformatted -= 1
        elif tag in {"td", "th"}:
            flow = self._flows.pop()
            if flow.stray:
                self._flows[-1].items.extend(flow.items)

    def data(self, text: str) -> None:
        if self._unseen:
            return
        for line in text.splitlines(keepends=True) if self._preformatted else [text]:
            self._flows[-1].add(line)
            if self._preformatted and line.endswith(("\n", "\r")):
                self._flows[-1].end_line()

    def close(self) -> None:
        self._flows[0].end_line()

    def items(self) -> list[str | _Grid]:
        return self._flows[0].items

    def _table(self) -> _Open | None:
        return self._tables[-1] if self._tables and not self._tables[-1].closed else None

    def _open_table(self, around: _Open | None) -> None:
        if around and len(self._flows) == around.outside:
            # A table between the rows of another one: that one was never closed.
            self._close(around)
        if len(self._tables) >= MAX_NESTED_TABLES:
            raise ReadError(f"表格嵌套超过{MAX_NESTED_TABLES}层，不是正常的网页，未读取")
        self._tables.append(_Open(len(self._flows), {"thead": [], "tbody": [], "tfoot": []}))

    def _open_cell(self, table: _Open | None, attributes: dict[str, str]) -> None:
        flow = _Flow(stray=table is None)
        self._flows.append(flow)
        if table is None:
            return
        rows = table.groups[table.group]
        if not rows:
            rows.append([])
        height = _number(attributes.get("rowspan")) or MAX_ROW_SPAN
        width = min(_number(attributes.get("colspan")) or 1, MAX_COLUMN_SPAN)
        rows[-1].append(_Span(flow, height, width))

    def _close(self, table: _Open) -> None:
        """Put a finished table, or what is inside it when it is mere layout, into the flow around it."""
        if table.closed:
            return
        table.closed = True
        rows = [row for group in table.groups.values() for row in group]
        items = [item for row in rows for cell in row for item in cell.flow.items]
        if not items:
            return
        around = self._flows[-1].items
        nested = [item for item in items if isinstance(item, _Grid)]
        data_rows = sum(sum(bool(cell.text()) for cell in row) > 1 for row in rows)
        if (nested and data_rows < 2) or sum(map(len, rows)) == 1:
            around.extend(items)
            return
        around.append(self._spread(rows))
        around.extend(nested)

    def _spread(self, rows: list[list[_Span]]) -> _Grid:
        """Every cell at its grid position; columns in which no cell begins are only the rest of wide cells."""
        filled: list[dict[int, tuple[str, bool]]] = [{} for _ in rows]
        width = 0
        for top, row in enumerate(rows):
            column = 0
            for cell in row:
                while column in filled[top]:
                    column += 1
                width = max(width, column + 1)
                bottom = min(top + cell.height, len(rows))
                self._take((bottom - top) * cell.width)
                text = cell.text()
                for covered in range(top, bottom):
                    for right in range(column, column + cell.width):
                        filled[covered].setdefault(right, (text, (covered, right) != (top, column)))
        self._take(width * len(rows))
        return _Grid([[row.get(column, ("", False)) for column in range(width)] for row in filled])

    def _take(self, cells: int) -> None:
        self._left -= cells
        if self._left < 0:
            raise too_large()


def _number(text: str | None) -> int:
    """The number that an attribute begins with, 1 where there is none."""
    match = re.match(r"\s*(\d{1,5})", text or "", re.ASCII)
    return int(match[1]) if match else 1
