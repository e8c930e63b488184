import contextlib
import struct
from pathlib import Path

import pytest
from perflint_zh.document import Paragraph
from perflint_zh.errors import ReadError
from perflint_zh.read import word97
from perflint_zh.read.docx import read_docx
from perflint_zh.read.flow import Flow
from perflint_zh.read.sprm import HIDDEN, Row, RowCell, paragraph_format, shown_instead

SAMPLES = Path(__file__).parent / "samples" / "word97"
"""Made by make.py beside them: the same documents as .docx and, through LibreOffice, as .doc."""


@pytest.fixture(scope="module")
def goals() -> bytes:
    return (SAMPLES / "goals.doc").read_bytes()


@pytest.mark.parametrize("name", ["goals", "odd"])
def test_doc_reads_like_the_docx_it_was_made_from(name):
    """Merges, nested and framing tables, thirty columns, hidden and deleted text, fields and rare characters."""
    old = word97.read_word97((SAMPLES / f"{name}.doc").read_bytes())
    new = read_docx((SAMPLES / f"{name}.docx").read_bytes())

    assert old.blocks == new.blocks
    assert len(old.blocks) > 3


def test_text_that_does_not_show_is_left_out():
    first = word97.read_word97((SAMPLES / "odd.doc").read_bytes()).blocks[0]

    assert isinstance(first, Paragraph)
    assert first.text == "看得见，还有𠮷字，加上的一行\n两行\t三-域的结果"


def test_kind_is_told_by_the_streams(goals):
    assert word97.ole_kind(goals) == "word"


def with_word_bytes(data: bytes, at: int, new: bytes) -> bytes:
    """The file with other bytes in the header of its WordDocument stream."""
    start = data.index(word97.IDENT.to_bytes(2, "little"))
    return data[: start + at] + new + data[start + at + len(new) :]


def test_protected_files_are_refused(goals):
    flags = struct.pack("<H", 0x0300)

    with pytest.raises(ReadError, match="密码"):
        word97.read_word97(with_word_bytes(goals, 10, flags))


def test_older_word_files_are_refused_with_advice(goals):
    older = with_word_bytes(goals, 0, b"\xdc\xa5")

    assert word97.ole_kind(older) == "other"
    with pytest.raises(ReadError, match=r"另存为\.docx"):
        word97.read_word97(older)


@pytest.mark.parametrize("size", [8, 600, 5_000, 20_000])
def test_cut_off_files_are_refused(goals, size):
    with pytest.raises(ReadError, match="损坏"):
        word97.read_word97(goals[:size])


def test_senseless_header_fields_never_crash(goals):
    """Every number of the header that the reader may use, set to its extremes, is read around or refused."""
    for at in range(0x4C, 0x1AA, 4):
        for number in (0, 1, 0x7FFFFFFF, 0xFFFFFFFF):
            with contextlib.suppress(ReadError):
                word97.read_word97(with_word_bytes(goals, at, struct.pack("<I", number)))


def test_flipped_bytes_never_crash(goals):
    for at in range(512, len(goals), 300):
        broken = bytearray(goals)
        broken[at : at + 60 : 7] = (byte ^ 0xFF for byte in broken[at : at + 60 : 7])
        with contextlib.suppress(ReadError):
            word97.read_word97(bytes(broken))


def modifier(code: int, *operand: int) -> bytes:
    return struct.pack("<H", code) + bytes(operand)


ENDS_ROW = modifier(0x2416, 1) + modifier(0x2417, 1)


def test_row_may_be_defined_by_insertions():
    """Word writes rows that are divided unlike their neighbours as cells inserted, widened, merged and deleted."""
    properties = (
        ENDS_ROW
        + modifier(0x7621, 0, 4, *struct.pack("<h", 500))
        + modifier(0x7623, 1, 2, *struct.pack("<h", 900))
        + modifier(0x5624, 2, 4)
        + modifier(0xD62B, 2, 0, 1)
        + modifier(0x7621, 4, 1, *struct.pack("<h", 100))
        + modifier(0x5622, 4, 5)
    )

    row = paragraph_format(properties, b"").row

    assert row is not None
    assert row.cells == [RowCell(500, 0, True), RowCell(900), RowCell(500, 1), RowCell(500, 2)]


def test_properties_may_lie_in_the_data_stream():
    listed = ENDS_ROW + modifier(0x7621, 0, 2, *struct.pack("<h", 500))
    elsewhere = b"??" + struct.pack("<H", len(listed)) + listed

    found = paragraph_format(modifier(0x6646, *struct.pack("<I", 2)), elsewhere)

    assert (found.depth, found.ends_row) == (1, True)
    assert found.row is not None
    assert len(found.row.cells) == 2


def test_properties_that_lead_to_themselves_are_refused():
    loop = modifier(0x6646, 0, 0, 0, 0)

    with pytest.raises(ReadError, match="互相引用"):
        paragraph_format(loop, struct.pack("<H", len(loop)) + loop)


@pytest.mark.parametrize("begins", [1, 2])
def test_either_mark_may_begin_a_merge_across(begins):
    """Word 97 and later versions use the two marks of a horizontal merge the other way round."""
    cells: list[Flow] = [["甲"], [""], ["乙"]]
    row = Row([RowCell(500, begins), RowCell(500, 3 - begins), RowCell(500)])

    grid = word97._grid([(cells, row)])

    assert [(box.column, box.span) for box in grid.rows[0]] == [(0, 2), (2, 1)]


def test_rows_with_nearly_the_same_borders_share_columns():
    """Borders a few twips apart are one; rows that are truly divided differently span several columns."""
    rows: list[tuple[list[Flow], Row | None]] = [
        ([["1"], ["2"]], Row([RowCell(1000), RowCell(1000)], left=-108)),
        ([["3"], ["4"]], Row([RowCell(1006), RowCell(994)], left=-108)),
        ([["5"], ["6"]], Row([RowCell(500), RowCell(1500)], left=-108)),
    ]

    grid = word97._grid(rows)

    assert [[(box.column, box.span) for box in boxes] for boxes in grid.rows] == [
        [(0, 2), (2, 1)],
        [(0, 2), (2, 1)],
        [(0, 1), (1, 2)],
    ]


def test_senseless_borders_lose_no_text():
    rows: list[tuple[list[Flow], Row | None]] = [
        ([["1"], ["2"]], Row([RowCell(0), RowCell(-500)])),
        ([["3"], ["4"]], None),
    ]

    grid = word97._grid(rows)

    assert [[box.items for box in boxes] for boxes in grid.rows] == [[["1"], ["2"]], [["3"], ["4"]]]
    assert [[box.column for box in boxes] for boxes in grid.rows] == [[0, 1], [0, 1]]


@pytest.mark.parametrize(
    ("properties", "shown"),
    [
        pytest.param(modifier(0x0835, 1), None, id="bold"),
        pytest.param(modifier(0x083C, 1), HIDDEN, id="hidden"),
        pytest.param(modifier(0x083C, 0), None, id="not-hidden"),
        pytest.param(modifier(0x0800, 1), HIDDEN, id="deleted"),
        pytest.param(modifier(0x6A09, 3, 0, 0xB3, 0xF0), "≥", id="symbol"),
        pytest.param(modifier(0x6A09, 4, 0, 0xB3, 0xF0), HIDDEN, id="symbol-of-another-font"),
    ],
)
def test_runs_show_what_their_properties_say(properties, shown):
    assert shown_instead(properties, symbol_font=3) == shown


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("甲\x13 DATE \x14乙\x15丙", "甲乙丙"),
        ("甲\x13 DATE \x15丙", "甲丙"),
        ("\x13 IF \x13 A \x14B\x15 \x14甲\x13 C \x14乙\x15\x15丙", "甲乙丙"),
        ("甲\x13没有结束", "甲没有结束"),
        ("甲\x14\x15乙", "甲乙"),
    ],
)
def test_fields_show_their_results(stored, shown):
    """Instructions vanish; marks without their partner change nothing else."""
    without = word97._without_instructions(stored)

    assert len(without) == len(stored)
    assert word97._shown(without) == shown


def test_files_that_are_no_ole_are_refused():
    with pytest.raises(ReadError, match="损坏"):
        word97.ole_kind(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000))
