"""Word 97-2003 files (.doc, and .wps that are OLE files), read from their binary structures; names follow [MS-DOC].

Text lies in pieces; what paragraphs and characters look like lies in pages of 512 bytes, keyed by file offset. A table is a run of
paragraphs marked as cells, and the paragraph that ends a row says how the row is divided.
"""

import functools
import math
import struct
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate, pairwise
from typing import Literal

import msgspec

from perflint_zh.document import Content
from perflint_zh.errors import ReadError
from perflint_zh.patterns import expression
from perflint_zh.read.flow import Box, Flow, Grid, check_nesting, to_blocks
from perflint_zh.read.ole import damaged, open_ole, stream
from perflint_zh.read.sprm import HIDDEN, Format, Row, paragraph_format, shown_instead

IDENT = 0xA5EC
"""First two bytes of the WordDocument stream since Word 97; Word 6 and 95 have others."""

CHARACTER_PAGES, PARAGRAPH_PAGES, FONTS, PIECES = 12, 13, 15, 33
"""Entries of the header's list of places in the table stream (FibRgFcLcb97)."""

PAGE = 512
"""Size of a page of formatted runs (FKP)."""

TOLERANCE = 20
"""Borders of cells in different rows this close are one (twips, 20 to the point); Word leaves them a few apart itself."""

CELL_MARK = "\x07"
PARAGRAPH_MARKS = expression("[\r\x07\x0c]")
NO_PARAGRAPH_MARK = expression("[^\r\x07\x0c]")
FIELD_MARKS = expression("[\x13\x14\x15]")
FIELD_RESULT, FIELD_END = "\x14", "\x15"
SURROGATES = expression("[\ud800-\udfff]")

TO_TEXT = dict.fromkeys(range(32)) | dict.fromkeys([10, 11, 14], "\n") | {9: "\t", 30: "-"}
"""Control characters as text: breaks of line and column, tab, the hyphen that does not break; the others show nothing."""


class _Piece(msgspec.Struct, frozen=True):
    """Characters from `position` on, which lie in the file from `offset` on with `width` bytes each."""

    position: int
    offset: int
    width: int
    text: str


class _Run(msgspec.Struct, frozen=True):
    """Bytes of the file with the same properties."""

    start: int
    end: int
    properties: bytes


class _Paragraph(msgspec.Struct, frozen=True):
    text: str
    ends_cell: bool
    format: Format


class _OpenTable(msgspec.Struct):
    """A table of which rows, then cells, then paragraphs of the current cell have been read."""

    rows: list[tuple[list[Flow], Row | None]]
    cells: list[Flow]
    items: Flow


def ole_kind(data: bytes) -> Literal["word", "workbook", "encrypted", "other"]:
    """What an OLE file holds; `encrypted` is an Office package behind a password.

    Raises:
        ReadError: the file is damaged.

    """
    ole = open_ole(data)
    if ole.exists("EncryptedPackage"):
        return "encrypted"
    if ole.exists("Workbook") or ole.exists("Book"):
        return "workbook"
    if ole.exists("WordDocument") and stream(ole, "WordDocument")[:2] == IDENT.to_bytes(2, "little"):
        return "word"
    return "other"


def read_word97(data: bytes) -> Content:
    """Read a Word 97-2003 document.

    Raises:
        ReadError: damaged, protected, of an older Word, or nested beyond measure.

    """
    ole = open_ole(data)
    word = stream(ole, "WordDocument")
    try:
        ident, flags = struct.unpack_from("<H8xH", word)
        if ident != IDENT:
            raise ReadError("是Word 95或更早的文件，请在Word或WPS中另存为.docx后再检查")
        if flags & 0x100:
            raise ReadError("文件有密码保护，请先解除密码")
        table = stream(ole, "1Table" if flags & 0x200 else "0Table")
        elsewhere = stream(ole, "Data") if ole.exists("Data") else b""
        flow = [item for story in _stories(word, table, elsewhere) for item in _flow(story)]
    except (struct.error, IndexError) as error:
        raise damaged("内部索引指向文件之外") from error
    return Content(to_blocks(flow), ("含有宏，未执行",) if ole.exists("Macros") else ())


def _stories(word: bytes, table: bytes, elsewhere: bytes) -> Iterator[Iterator[_Paragraph]]:
    """Yield the paragraphs of the body and those of the text boxes; notes, headers and comments lie between them."""

    def part(entry: int) -> bytes:
        offset, size = struct.unpack_from("<II", word, 0x9A + 8 * entry)
        return table[offset : offset + size]

    # A document has thousands of runs and paragraphs, and some dozen different properties.
    instead_of = functools.cache(functools.partial(shown_instead, symbol_font=_font_number(part(FONTS), "Symbol")))
    format_of = functools.cache(functools.partial(paragraph_format, elsewhere=elsewhere))
    replacements = [
        (run, instead)
        for run in _runs(word, part(CHARACTER_PAGES), _character_properties)
        if (instead := instead_of(run.properties)) is not None
    ]
    pieces = [_with_replacements(piece, replacements) for piece in _pieces(word, part(PIECES))]
    text = _without_instructions("".join(piece.text for piece in pieces))
    body, *between, boxes = struct.unpack_from("<7I", word, 0x4C)
    if body > len(text):
        raise damaged("正文不完整")
    runs = _runs(word, part(PARAGRAPH_PAGES), _paragraph_properties)
    boxes_start = body + sum(between)
    for story in (range(body), range(boxes_start, boxes_start + boxes)):
        yield _paragraphs(text, story, pieces, runs, format_of)


def _font_number(fonts: bytes, wanted: str) -> int | None:
    """Number of a font in the font table (SttbfFfn)."""
    at = 4
    number = 0
    while at < len(fonts):
        size = fonts[at]
        name = fonts[at + 40 : at + 1 + size].decode("utf-16-le", "replace")
        if name.partition("\0")[0] == wanted:
            return number
        at += 1 + size
        number += 1
    return None


def _pieces(word: bytes, clx: bytes) -> Iterator[_Piece]:
    """Yield the pieces of text in their order (PlcPcd)."""
    at = 0
    while clx[at] == 1:
        at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
    count = (struct.unpack_from("<I", clx, at + 1)[0] - 4) // 12
    positions = struct.unpack_from(f"<{max(count, 0) + 1}I", clx, at + 5)
    # No text is stored twice, so a longer one is a trap for the memory.
    if positions[0] != 0 or positions[-1] > len(word) or any(left > right for left, right in pairwise(positions)):
        raise damaged("文字片段的次序不对")
    descriptors = at + 5 + 4 * len(positions)
    for index, (start, end) in enumerate(pairwise(positions)):
        code = struct.unpack_from("<I", clx, descriptors + 8 * index + 2)[0]
        offset = code & 0x3FFFFFFF
        offset, width = (offset // 2, 1) if code & 0x40000000 else (offset, 2)
        stored = word[offset : offset + (end - start) * width]
        if len(stored) < (end - start) * width:
            raise damaged("正文不完整")
        yield _Piece(start, offset, width, stored.decode("cp1252", "replace") if width == 1 else _code_units(stored))


def _code_units(stored: bytes) -> str:
    """UTF-16 as a string of one character per code unit, since that is how positions count."""
    text = stored.decode("utf-16-le", "surrogatepass")
    if 2 * len(text) == len(stored):
        return text
    return "".join(map(chr, struct.unpack(f"<{len(stored) // 2}H", stored)))


def _runs(word: bytes, index: bytes, properties: Callable[[bytes, int, int], bytes]) -> list[_Run]:
    """Runs of all pages that an index (PlcfBteChpx, PlcfBtePapx) lists, ascending and apart."""
    count = max(len(index) - 4, 0) // 8
    if count > len(word) // PAGE:
        raise damaged("格式页多于文件所能容纳")
    found: list[_Run] = []
    for number in struct.unpack_from(f"<{count}I", index, 4 * (count + 1)) if count else ():
        page = word[number * PAGE : (number + 1) * PAGE]
        size = page[PAGE - 1]
        borders = struct.unpack_from(f"<{size + 1}I", page)
        found.extend(
            _Run(start, end, properties(page, size, run)) for run, (start, end) in enumerate(pairwise(borders))
        )
    found.sort(key=lambda run: run.start)
    apart: list[_Run] = []
    for run in found:
        if run.end > run.start >= (apart[-1].end if apart else 0):
            apart.append(run)
    return apart


def _paragraph_properties(page: bytes, size: int, run: int) -> bytes:
    at = 2 * page[4 * (size + 1) + 13 * run]
    if not at:
        return b""
    # Of an odd length the first byte holds the half, rounded up; of an even one the second byte does, after a zero.
    begin, end = (at + 1, at + 2 * page[at]) if page[at] else (at + 2, at + 2 + 2 * page[at + 1])
    style_size = 2
    return page[begin + style_size : end]


def _character_properties(page: bytes, size: int, run: int) -> bytes:
    at = 2 * page[4 * (size + 1) + run]
    return page[at + 1 : at + 1 + page[at]] if at else b""


def _with_replacements(piece: _Piece, replacements: Sequence[tuple[_Run, str]]) -> _Piece:
    """The piece with runs that show something else than is stored, nothing or a symbol, replaced."""
    parts: list[str] = []
    done = 0
    first = max(bisect_right(replacements, piece.offset, key=lambda entry: entry[0].start) - 1, 0)
    for run, instead in (replacements[index] for index in range(first, len(replacements))):
        start = max((run.start - piece.offset) // piece.width, 0)
        end = (run.end - piece.offset) // piece.width
        if start >= len(piece.text):
            break
        if end > start:
            parts += [piece.text[done:start], NO_PARAGRAPH_MARK.sub(instead, piece.text[start:end])]
            done = end
    return msgspec.structs.replace(piece, text="".join([*parts, piece.text[done:]])) if parts else piece


def _without_instructions(text: str) -> str:
    """The text with field instructions hidden and field results kept; its length stays."""
    begun: list[list[int]] = []
    instructions: list[tuple[int, int]] = []
    for mark in FIELD_MARKS.finditer(text):
        if mark.group() not in {FIELD_RESULT, FIELD_END}:
            begun.append([mark.start()])
        elif begun and mark.group() == FIELD_RESULT:
            begun[-1].append(mark.start())
        elif begun:
            start, end = [*begun.pop(), mark.start()][:2]
            instructions.append((start, end))
    parts: list[str] = []
    done = 0
    for start, end in sorted(instructions):
        if end > done:
            begin = max(start, done)
            parts += [text[done:begin], NO_PARAGRAPH_MARK.sub(HIDDEN, text[begin:end])]
            done = end
    return "".join([*parts, text[done:]])


def _paragraphs(
    text: str, story: range, pieces: Sequence[_Piece], runs: Sequence[_Run], format_of: Callable[[bytes], Format]
) -> Iterator[_Paragraph]:
    """Yield the paragraphs of a story; the properties of a paragraph are those of its mark."""
    start = story.start
    for mark in PARAGRAPH_MARKS.finditer(text, start, story.stop):
        at = mark.start()
        piece = pieces[bisect_right(pieces, at, key=lambda piece: piece.position) - 1]
        found = format_of(_properties(runs, piece.offset + (at - piece.position) * piece.width))
        is_cell_mark = mark.group() == CELL_MARK
        if is_cell_mark and not found.depth:
            found = Format(depth=1)
        ends_cell = (is_cell_mark and not found.ends_row) or found.ends_inner_cell
        yield _Paragraph(_shown(text[start:at]), ends_cell, found)
        start = mark.end()
    if start < story.stop:
        yield _Paragraph(_shown(text[start : story.stop]), ends_cell=False, format=Format())


def _properties(runs: Sequence[_Run], offset: int) -> bytes:
    index = bisect_right(runs, offset, key=lambda run: run.start) - 1
    return runs[index].properties if index >= 0 and offset < runs[index].end else b""


def _shown(text: str) -> str:
    if SURROGATES.search(text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text.translate(TO_TEXT)


def _flow(paragraphs: Iterable[_Paragraph]) -> Flow:
    flow: Flow = []
    tables: list[_OpenTable] = []
    for paragraph in paragraphs:
        depth = paragraph.format.depth
        check_nesting(depth)
        while len(tables) > depth:
            _close(tables, flow)
        while len(tables) < depth:
            tables.append(_OpenTable([], [], []))
        if not tables:
            flow.append(paragraph.text)
            continue
        table = tables[-1]
        if paragraph.format.ends_row:
            table.rows.append((table.cells, paragraph.format.row))
            table.cells = []
            continue
        table.items.append(paragraph.text)
        if paragraph.ends_cell:
            table.cells.append(table.items)
            table.items = []
    while tables:
        _close(tables, flow)
    return flow


def _close(tables: list[_OpenTable], flow: Flow) -> None:
    """Move the innermost open table to where it stands: the cell around it, or the running text."""
    table = tables.pop()
    if table.items:
        table.cells.append(table.items)
    if table.cells:
        table.rows.append((table.cells, None))
    (tables[-1].items if tables else flow).append(_grid(table.rows))


def _grid(rows: Sequence[tuple[list[Flow], Row | None]]) -> Grid:
    """Cells at the grid columns that their borders make; one column per cell where the borders are missing or senseless."""
    fitting = [(cells, row if row and len(row.cells) == len(cells) else None) for cells, row in rows]
    columns = _columns(border for _, row in fitting if row for border in _borders(row))
    placed = [_boxes(cells, row, columns) if row else _in_turn(cells) for cells, row in fitting]
    if all(box.span > 0 for boxes in placed for box in boxes):
        return Grid(placed)
    return Grid([_in_turn(cells) for cells, _ in rows])


def _columns(borders: Iterable[int]) -> dict[int, int]:
    """Grid column that begins at each border."""
    columns: dict[int, int] = {}
    column, first = -1, -math.inf
    for border in sorted(set(borders)):
        if border - first > TOLERANCE:
            column, first = column + 1, border
        columns[border] = column
    return columns


def _borders(row: Row) -> Iterator[int]:
    return accumulate((cell.width for cell in row.cells), initial=row.left)


def _boxes(cells: list[Flow], row: Row, columns: dict[int, int]) -> list[Box]:
    boxes: list[Box] = []
    begun = 0
    for items, cell, (left, right) in zip(cells, row.cells, pairwise(_borders(row)), strict=True):
        span = columns[right] - columns[left]
        # Descriptions of the format disagree which of 1 and 2 marks the first cell of a merge and which the others.
        if cell.merged and begun and cell.merged != begun:
            boxes[-1].items = [*boxes[-1].items, *items]
            boxes[-1].span += span
        else:
            begun = cell.merged
            boxes.append(Box(items, columns[left], span, cell.continues))
    return boxes


def _in_turn(cells: list[Flow]) -> list[Box]:
    return [Box(items, column) for column, items in enumerate(cells)]
