"""Workbooks of Excel 97-2003 and old WPS; the samples are written by samples/xls/make.py."""

import struct
from pathlib import Path

import pytest
from perflint_zh.document import Content, Paragraph, Place, Table
from perflint_zh.errors import ReadError
from perflint_zh.read.ole import open_ole, stream
from perflint_zh.read.xls import read_xls

SAMPLES = Path(__file__).parent / "samples" / "xls"


def sample(name: str) -> bytes:
    return (SAMPLES / f"{name}.xls").read_bytes()


def shape(content: Content) -> list[str | list[list[str]]]:
    return [
        block.text if isinstance(block, Paragraph) else [[cell.text for cell in row] for row in block.rows]
        for block in content.blocks
    ]


def test_cells_are_read_as_they_are_shown():
    """Texts, numbers, dates, booleans, errors, formulas, titles and merged cells appear as in the open workbook."""
    content = read_xls(sample("kinds"))
    table = [["产出指标", "≥5"], ["产出指标", "≥6"]]
    assert shape(content) == [
        "各类单元格",
        [["甲\n乙", "≥95%", "2021年3月14日", "TRUE", "评定合格", "", "1,234.50", "#DIV/0!", "9.5分"]],
        "两张表",
        *["甲项目绩效目标表", table, "乙项目绩效目标表", table],
        *["底稿", "未定稿", "隐藏行", "看不见的行", "隐藏列", "看不见的列"],
    ]
    second = content.blocks[6]
    assert isinstance(second, Table)
    assert [(cell.place, cell.spread) for cell in second.rows[1]] == [
        (Place(sheet="两张表", cell="A6"), True),
        (Place(sheet="两张表", cell="B6"), False),
    ]


def test_hidden_parts_are_read_with_notes():
    """Hidden sheets, rows and columns are read like others, and told."""
    assert read_xls(sample("kinds")).notes == (
        "工作表“底稿”是隐藏的，已一并读取",
        "工作表“隐藏行”有隐藏的行或列，已一并读取",
        "工作表“隐藏列”有隐藏的行或列，已一并读取",
    )


def test_the_1904_system_counts_from_another_day():
    """A workbook that counts days from 1904 shows its own dates."""
    assert shape(read_xls(sample("days1904"))) == ["2021/3/14"]


def test_macros_are_told():
    """A workbook with a macro storage beside it is read, and the macros are told."""
    name = "\x05SummaryInformation".encode("utf-16-le")
    entry = sample("goal").index(name)
    with_macros = bytearray(sample("goal"))
    macros = "_VBA_PROJECT_CUR".encode("utf-16-le")
    with_macros[entry : entry + 66] = macros.ljust(64, b"\0") + struct.pack("<H", len(macros) + 2)
    assert read_xls(bytes(with_macros)).notes == ("含有宏，未执行",)
    assert read_xls(sample("goal")).notes == ()


def test_a_damaged_or_foreign_file_says_so():
    """What is no workbook, or only half of one, gives one line with the reason."""
    whole = sample("goal")
    for broken in (b"", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, whole[:2000], whole[:512] + whole[700:]):
        with pytest.raises(ReadError, match="已损坏"):
            read_xls(broken)


def test_a_ring_of_sectors_is_no_endless_loop():
    """A damaged file in which every sector follows itself ends in an error, soon and without eating memory."""
    ring = bytearray(sample("goal"))
    table = 512 * (struct.unpack_from("<i", ring, 0x3C)[0] + 1)
    struct.pack_into("<128i", ring, table, *range(128))
    with pytest.raises(ReadError, match="已损坏"):
        read_xls(bytes(ring))


def test_a_protected_workbook_says_so():
    """A workbook with a password to open is refused as protected."""
    whole = sample("goal")
    after_first_record = whole.index(b"\x09\x08\x10\x00") + 20
    protected = whole[:after_first_record] + b"\x2f\x00" + whole[after_first_record + 2 :]
    with pytest.raises(ReadError, match="密码保护"):
        read_xls(protected)


FOUND = Path(__file__).parent / "fuzz" / "found" / "xls"


def test_a_stream_larger_than_its_file_is_not_read() -> None:
    """A ring of sectors would be gone round until gigabytes are read."""
    data = (FOUND / "stream-larger-than-the-file").read_bytes()

    with open_ole(data) as compound, pytest.raises(ReadError, match="比文件还大"):
        stream(compound, "Workbook")


def test_small_streams_larger_than_the_file_are_not_read() -> None:
    """The same in the part of the file that holds all small streams."""
    with pytest.raises(ReadError, match="超过文件"):
        open_ole((FOUND / "small-streams-larger-than-the-file").read_bytes())
