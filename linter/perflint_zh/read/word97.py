"""Word 97-2003 files (.doc, and .wps that are OLE files), read from their binary structures; names follow [MS-DOC].

Text lies in pieces; paragraph and character properties lie in pages of 512 bytes, keyed by file offset. A table is a run of
paragraphs marked as cells, and the paragraph that ends a row carries its borders and merges.
"""

import io
import re
import struct
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate, pairwise
from typing import Literal

import msgspec
import olefile

from perflint_zh.document import Content
from perflint_zh.errors import ReadError
from perflint_zh.read.flow import SYMBOL_FONT, Box, Flow, Grid, check_nesting, to_blocks

WORD_IDENT = 0xA5EC
"""First two bytes of the WordDocument stream since Word 97; Word 6 and 95 have another."""

PAGE = 512
"""Size of a page of formatted runs (FKP)."""

MAX_INDIRECTIONS = 4
"""Property lists kept in the Data stream that one paragraph may lead to; Word makes two at most."""

TOLERANCE = 20
"""Cell borders of different rows this close are the same (twips, 1/20 point); Word itself leaves them a few twips apart."""

DAMAGED = "文件已损坏（{}），可在原程序中打开后另存一份再检查"

CELL_MARK = "\x07"
PARAGRAPH_ENDS = re.compile("[\r\x07\x0c]")
FIELD_MARKS = re.compile("[\x13\x14\x15]")
BLANK = "\0"
"""Stands for a character that is not shown, so that positions stay those of the file."""

TO_TEXT = dict.fromkeys([*range(32), 0xAD]) | {9: "\t", 10: "\n", 11: "\n", 14: "\n", 30: "-"}
"""Control characters as text: line and column breaks, the hyphen that does not break; the others show nothing."""

# Property modifiers (sprm) by their code.
PARAGRAPH_IN_TABLE, PARAGRAPH_ENDS_ROW, PARAGRAPH_DEPTH = 0x2416, 0x2417, 0x6649
PARAGRAPH_ENDS_INNER_CELL, PARAGRAPH_ENDS_INNER_ROW = 0x244B, 0x244C
PROPERTIES_ELSEWHERE = frozenset({0x6645, 0x6646, 0x646B})
TABS = 0xC615
ROW_DEFINITION, ROW_LEFT, ROW_GAP = 0xD608, 0x9601, 0x9602
CELLS_INSERTED, CELLS_DELETED, CELLS_WIDTH, CELLS_MERGED, CELLS_SPLIT = 0x7621, 0x5622, 0x7623, 0x5624, 0x5625
CELL_MERGED_DOWN = 0xD62B
CHARACTER_DELETED, CHARACTER_HIDDEN, CHARACTER_SYMBOL = 0x0800, 0x083C, 0x6A09

OPERAND_SIZES = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
"""By the three highest bits of the code; 6 means that the operand begins with its size."""


class _Cell(msgspec.Struct):
    """Width in twips and merge flags of one cell of a row."""

    width: int
    across: int = 0
    continues: bool = False


class _Row(msgspec.Struct):
    left: int
    cells: list[_Cell]


class _Format(msgspec.Struct, frozen=True):
    """What a paragraph's properties say about tables; `depth` 0 is outside any table."""

    depth: int = 0
    ends_inner_cell: bool = False
    ends_row: bool = False
    row: _Row | None = None


class _Runs(msgspec.Struct, frozen=True):
    """Stretches of equal formatting by file offset, ascending, with their property modifiers."""

    starts: list[int]
    ends: list[int]
    modifiers: list[bytes]

    def at(self, offset: int) -> bytes:
        index = bisect_right(self.starts, offset) - 1
        return self.modifiers[index] if index >= 0 and offset < self.ends[index] else b""


class _Piece(msgspec.Struct, frozen=True):
    """A stretch of text: first character position, file offset, bytes per character, decoded characters."""

    position: int
    offset: int
    width: int
    text: str


class _Open(msgspec.Struct):
    """A table being read: rows that are complete, then cells, then what the current cell holds so far."""

    rows: list[tuple[list[Flow], _Row | None]]
    cells: list[Flow]
    items: Flow


def ole_kind(data: bytes) -> Literal["word", "workbook", "encrypted", "other"]:
    """What an OLE file holds; `encrypted` is an Office package behind a password.

    Raises:
        ReadError: the file is damaged.

    """
    ole = _open(data)
    if ole.exists("EncryptedPackage"):
        return "encrypted"
    if ole.exists("Workbook") or ole.exists("Book"):
        return "workbook"
    if ole.exists("WordDocument") and _stream(ole, "WordDocument")[:2] == WORD_IDENT.to_bytes(2, "little"):
        return "word"
    return "other"


def read_word97(data: bytes) -> Content:
    """Read a Word 97-2003 document.

    Raises:
        ReadError: damaged, protected, of an older Word, or nested beyond measure.

    """
    ole = _open(data)
    word = _stream(ole, "WordDocument")
    try:
        ident, flags = struct.unpack_from("<H8xH", word)
        if ident != WORD_IDENT:
            raise ReadError("是Word 95或更早的文件，可在Word或WPS中另存为.docx后再检查")
        if flags & 0x100:
            raise ReadError("文件有密码保护，请先解除密码")
        table = _stream(ole, "1Table" if flags & 0x200 else "0Table")
        elsewhere = _stream(ole, "Data") if ole.exists("Data") else b""
        flow = [
            item
            for paragraphs in _stories(word, table, elsewhere)
            for item in _flow(paragraphs)
        ]
    except (struct.error, IndexError) as error:
        raise ReadError(DAMAGED.format("内部索引指向文件之外")) from error
    notes = ("含有宏，未执行",) if ole.exists("Macros") else ()
    return Content(to_blocks(flow), notes)


def _open(data: bytes) -> olefile.OleFileIO:
    try:
        return olefile.OleFileIO(io.BytesIO(data))
    except (OSError, struct.error, IndexError, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise ReadError(DAMAGED.format("OLE目录不完整")) from error


def _stream(ole: olefile.OleFileIO, name: str) -> bytes:
    try:
        stream = ole.openstream(name)
        content: bytes = stream.read()
    except (OSError, struct.error, IndexError, ValueError, TypeError, AttributeError) as error:
        raise ReadError(DAMAGED.format(f"缺少{name}")) from error
    return content


def _table_part(word: bytes, table: bytes, index: int) -> bytes:
    """Part of the table stream that entry `index` of the header's list of places (FibRgFcLcb97) points to."""
    offset, size = struct.unpack_from("<II", word, 0x9A + 8 * index)
    if offset + size > len(table):
        raise ReadError(DAMAGED.format("内部索引指向文件之外"))
    return table[offset : offset + size]


def _stories(word: bytes, table: bytes, elsewhere: bytes) -> Iterator[Iterator[tuple[str, _Format]]]:
    """Yield the paragraphs of the body and then those of the text boxes."""
    pieces = list(_pieces(word, _table_part(word, table, 33)))
    _replace(pieces, _runs(word, _table_part(word, table, 12), characters=True), _symbol_font(_table_part(word, table, 15)))
    formats = _runs(word, _table_part(word, table, 13), characters=False)
    text = _without_instructions("".join(piece.text for piece in pieces))
    lengths = struct.unpack_from("<7I", word, 0x4C)
    if lengths[0] > len(text):
        raise ReadError(DAMAGED.format("正文不完整"))
    boxes = sum(lengths[:6])
    known: dict[bytes, _Format] = {}
    for start, end in ((0, lengths[0]), (boxes, boxes + lengths[6])):
        yield _paragraphs(text, start, end, pieces, formats, elsewhere, known)


def _pieces(word: bytes, clx: bytes) -> Iterator[_Piece]:
    """Yield the pieces of text in their order; characters beyond the basic plane count as two, as in the file."""
    at = 0
    while clx[at] == 1:
        at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
    size = struct.unpack_from("<I", clx, at + 1)[0]
    count = (size - 4) // 12
    positions = struct.unpack_from(f"<{count + 1}I", clx, at + 5)
    if list(positions) != sorted(positions) or positions[0] != 0 or positions[-1] > len(word):
        raise ReadError(DAMAGED.format("文字片段的次序不对"))
    for index, (start, end) in enumerate(pairwise(positions)):
        code = struct.unpack_from("<2xI", clx, at + 5 + 4 * (count + 1) + 8 * index)[0]
        compressed = bool(code & 0x40000000)
        width, offset = (1, (code & 0x3FFFFFFF) // 2) if compressed else (2, code & 0x3FFFFFFF)
        raw = word[offset : offset + (end - start) * width]
        if len(raw) < (end - start) * width:
            raise ReadError(DAMAGED.format("正文不完整"))
        text = raw.decode("cp1252", "replace") if compressed else _units(raw)
        yield _Piece(start, offset, width, text)


def _units(raw: bytes) -> str:
    """UTF-16 with one character of the string per code unit."""
    text = raw.decode("utf-16-le", "surrogatepass")
    if 2 * len(text) == len(raw):
        return text
    return "".join(map(chr, struct.unpack(f"<{len(raw) // 2}H", raw)))


def _runs(word: bytes, index: bytes, *, characters: bool) -> _Runs:
    """Formatted runs of all pages that an index of pages (PlcBteChpx, PlcBtePapx) lists."""
    count = max(len(index) - 4, 0) // 8
    if count > len(word) // PAGE:
        raise ReadError(DAMAGED.format("格式页多于文件所能容纳"))
    runs: list[tuple[int, int, bytes]] = []
    for number in struct.unpack_from(f"<{count}I", index, 4 * (count + 1)):
        start = (number & 0x3FFFFF) * PAGE
        page = word[start : start + PAGE]
        size = page[PAGE - 1]
        offsets = struct.unpack_from(f"<{size + 1}I", page)
        read = _character_modifiers if characters else _paragraph_modifiers
        runs.extend((*bounds, read(page, size, item)) for item, bounds in enumerate(pairwise(offsets)))
    runs.sort(key=lambda run: run[0])
    return _Runs([run[0] for run in runs], [run[1] for run in runs], [run[2] for run in runs])


def _paragraph_modifiers(page: bytes, size: int, item: int) -> bytes:
    at = 2 * page[4 * (size + 1) + 13 * item]
    if not at:
        return b""
    words = page[at]
    # An odd length is given halved and rounded up; an even one in a second byte after a zero.
    first, end = (at + 1, at + 2 * words) if words else (at + 2, at + 2 + 2 * page[at + 1])
    return page[first + 2 : end]


def _character_modifiers(page: bytes, size: int, item: int) -> bytes:
    at = 2 * page[4 * (size + 1) + item]
    return page[at + 1 : at + 1 + page[at]] if at else b""


def _modifiers(properties: bytes, elsewhere: bytes = b"") -> Iterator[tuple[int, bytes]]:
    """Yield the property modifiers of a list with their operands, those kept in the Data stream in place."""
    waiting = [properties]
    indirections = 0
    while waiting:
        properties = waiting.pop()
        at = 0
        while at + 2 < len(properties):
            code = struct.unpack_from("<H", properties, at)[0]
            at += 2
            if code >> 13 != 6:
                size = OPERAND_SIZES[code >> 13]
            elif code == ROW_DEFINITION:
                size = struct.unpack_from("<H", properties, at)[0] - 1
                at += 2
            elif code == TABS and properties[at] == 255:
                deleted = properties[at + 1]
                size = 2 + 4 * deleted + 3 * properties[at + 2 + 4 * deleted]
                at += 1
            else:
                size = properties[at]
                at += 1
            operand = properties[at : at + size]
            at += size
            if code in PROPERTIES_ELSEWHERE:
                indirections += 1
                if indirections > MAX_INDIRECTIONS:
                    raise ReadError(DAMAGED.format("段落格式互相指向"))
                waiting.append(properties[at:])
                place = struct.unpack("<I", operand)[0]
                length = struct.unpack_from("<H", elsewhere, place)[0]
                waiting.append(elsewhere[place + 2 : place + 2 + length])
                break
            yield code, operand


def _format(properties: bytes, elsewhere: bytes) -> _Format:
    found: dict[int, int] = {}
    row = _Row(0, [])
    for code, operand in _modifiers(properties, elsewhere):
        if code >> 10 & 7 == 5 or code == ROW_DEFINITION:
            _change_row(row, code, operand)
        elif code in _FORMAT_CODES:
            found[code] = int.from_bytes(operand, "little")
    ends_row = bool(found.get(PARAGRAPH_ENDS_ROW) or found.get(PARAGRAPH_ENDS_INNER_ROW))
    depth = max(found.get(PARAGRAPH_DEPTH, 0), 1) if found.get(PARAGRAPH_IN_TABLE) or ends_row else 0
    return _Format(depth, bool(found.get(PARAGRAPH_ENDS_INNER_CELL)), ends_row, row if ends_row and row.cells else None)


_FORMAT_CODES = frozenset(
    {PARAGRAPH_IN_TABLE, PARAGRAPH_ENDS_ROW, PARAGRAPH_DEPTH, PARAGRAPH_ENDS_INNER_CELL, PARAGRAPH_ENDS_INNER_ROW}
)
