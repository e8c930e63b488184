"""Property modifiers (sprm) of Word 97 files: which part of a table a paragraph is, how a row is divided, what a run hides.

Names in capitals are the codes of [MS-DOC] section 2.6.
"""

import struct
from collections.abc import Iterator
from itertools import pairwise

import msgspec

from perflint_zh.errors import ReadError
from perflint_zh.read.flow import SYMBOL_FONT

IN_TABLE, ENDS_ROW, DEPTH, ENDS_INNER_CELL, ENDS_INNER_ROW = 0x2416, 0x2417, 0x6649, 0x244B, 0x244C
TABS = 0xC615
ELSEWHERE = frozenset({0x6645, 0x6646, 0x646B})
"""Modifiers whose operand is the place of more modifiers in the Data stream."""

ROW_GAP, ROW_LEFT, ROW_CELLS, ROW_CELLS_OLD = 0x9602, 0x9601, 0xD608, 0xD606
INSERTED, DELETED, WIDTH, MERGED, SPLIT, MERGED_DOWN = 0x7621, 0x5622, 0x7623, 0x5624, 0x5625, 0xD62B

CHARACTER_DELETED, CHARACTER_HIDDEN, CHARACTER_SYMBOL = 0x0800, 0x083C, 0x6A09

TABLE_GROUP = 5
"""Bits 10 to 12 of the code of every modifier of a row."""

OPERAND_SIZES = (1, 1, 2, 4, 2, 2, None, 3)
"""By the highest three bits of the code; where None stands, the operand begins with its size."""

MAX_INDIRECTIONS = 4
"""Lists in the Data stream that one paragraph may lead to; Word makes two at most."""

MAX_COLUMNS = 63
"""Word has no table of more."""

HIDDEN = "\0"
"""Stands for a character that is not shown, so that positions stay those of the file."""


class RowCell(msgspec.Struct):
    """One cell of a row: width in twips, mark of a merge with its neighbours, whether the cell above reaches into it."""

    width: int
    merged: int = 0
    continues: bool = False


class Row(msgspec.Struct):
    """How a row is divided; `left` is its left border in twips."""

    cells: list[RowCell]
    left: int = 0
    gap: int = 0


class Format(msgspec.Struct, frozen=True):
    """What a paragraph is to tables; `depth` 0 is outside any, `row` is given by the paragraph that ends the row."""

    depth: int = 0
    ends_inner_cell: bool = False
    ends_row: bool = False
    row: Row | None = None


def paragraph_format(properties: bytes, elsewhere: bytes) -> Format:
    """Read the properties of a paragraph; `elsewhere` is the Data stream.

    Raises:
        ReadError, struct.error, IndexError: the properties are damaged.

    """
    found: dict[int, int] = {}
    row = Row([])
    for code, operand in _modifiers(properties, elsewhere):
        if code >> 10 & 7 == TABLE_GROUP:
            _change_row(row, code, operand)
        else:
            found[code] = int.from_bytes(operand[:4], "little")
    ends_row = bool(found.get(ENDS_ROW) or found.get(ENDS_INNER_ROW))
    depth = max(found.get(DEPTH, 0), 1) if ends_row or found.get(IN_TABLE) else 0
    return Format(depth, bool(found.get(ENDS_INNER_CELL)), ends_row, row if ends_row and row.cells else None)


def shown_instead(properties: bytes, symbol_font: int | None) -> str | None:
    """Character that stands on the page for each one of a run, None where it shows as stored."""
    instead = None
    for code, operand in _modifiers(properties, b""):
        # 0x81 inverts what the style says, and body styles are not hidden.
        if (code == CHARACTER_DELETED and operand[0]) or (code == CHARACTER_HIDDEN and operand[0] in {1, 0x81}):
            return HIDDEN
        if code == CHARACTER_SYMBOL:
            font, character = struct.unpack("<HH", operand)
            instead = SYMBOL_FONT.get(f"{character & 0xFF:02X}", HIDDEN) if font == symbol_font else HIDDEN
    return instead


def _modifiers(properties: bytes, elsewhere: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield codes with operands; lists kept in the Data stream stand where they are mentioned."""
    waiting = [properties]
    indirections = 0
    while waiting:
        properties, at = waiting.pop(), 0
        while at + 2 < len(properties):
            code = struct.unpack_from("<H", properties, at)[0]
            start, end = _operand(properties, at + 2, code)
            operand, at = properties[start:end], end
            if code not in ELSEWHERE:
                yield code, operand
                continue
            indirections += 1
            if indirections > MAX_INDIRECTIONS:
                raise ReadError("文件已损坏（段落格式互相引用），可在原程序中打开后另存一份再检查")
            place = struct.unpack("<I", operand)[0]
            size = struct.unpack_from("<H", elsewhere, place)[0]
            waiting += [properties[at:], elsewhere[place + 2 : place + 2 + size]]
            break


def _operand(properties: bytes, at: int, code: int) -> tuple[int, int]:
    """Where the operand that `at` follows the code begins and ends."""
    size = OPERAND_SIZES[code >> 13]
    if size is not None:
        return at, at + size
    if code in {ROW_CELLS, ROW_CELLS_OLD}:
        return at + 2, at + 1 + struct.unpack_from("<H", properties, at)[0]
    if code == TABS and properties[at] == 0xFF:
        removed = properties[at + 1]
        return at + 1, at + 3 + 4 * removed + 3 * properties[at + 2 + 4 * removed]
    return at + 1, at + 1 + properties[at]


def _change_row(row: Row, code: int, operand: bytes) -> None:
    cells = row.cells
    if code == ROW_CELLS:
        borders = struct.unpack_from(f"<{operand[0] + 1}h", operand, 1)
        row.left = borders[0]
        descriptors = operand[1 + 2 * len(borders) :]
        cells[:] = [
            _cell(right - left, descriptors[20 * index :]) for index, (left, right) in enumerate(pairwise(borders))
        ]
    elif code == ROW_LEFT:
        row.left = struct.unpack("<h", operand)[0] - row.gap
    elif code == ROW_GAP:
        gap = struct.unpack("<h", operand)[0]
        row.left, row.gap = row.left + row.gap - gap, gap
    elif code == INSERTED:
        first, count, width = struct.unpack("<BBh", operand)
        missing = max(first - len(cells), 0)
        cells[first:first] = [RowCell(width) for _ in range(missing + count)]
    elif code == WIDTH:
        first, limit, width = struct.unpack("<BBh", operand)
        for cell in cells[first:limit]:
            cell.width = width
    elif code == DELETED:
        del cells[operand[0] : operand[1]]
    elif code == MERGED:
        for index, cell in enumerate(cells[operand[0] : operand[1]]):
            cell.merged = 1 if index == 0 else 2
    elif code == SPLIT:
        for cell in cells[operand[0] : operand[1]]:
            cell.merged = 0
    elif code == MERGED_DOWN and operand[0] < len(cells):
        cells[operand[0]].continues = operand[1] == 1
    if len(cells) > MAX_COLUMNS:
        raise ReadError(f"文件已损坏（表格一行超过{MAX_COLUMNS}列），可在原程序中打开后另存一份再检查")


def _cell(width: int, descriptor: bytes) -> RowCell:
    """Cell by its descriptor (TC80), of which the last ones of a row may be left out."""
    flags = int.from_bytes(descriptor[:2], "little")
    return RowCell(width, flags & 3, continues=flags & 0x60 == 0x20)
