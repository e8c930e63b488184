"""Workbooks of Excel 97-2003 and old WPS."""

import datetime as dt
import io
import struct
from pathlib import Path
from typing import Any

import pytest
from perflint_zh.document import Content, Paragraph, Place, Table
from perflint_zh.errors import ReadError
from perflint_zh.read.xls import read_xls

import xlwt

SAMPLE = Path(__file__).parent / "samples" / "xls" / "goal.xls"
"""The workbook of test_read_round_trip.py, converted by LibreOffice."""

RULED = "borders: left thin, right thin"


def saved(book: Any) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def shape(content: Content) -> list[str | list[list[str]]]:
    return [
        block.text if isinstance(block, Paragraph) else [[cell.text for cell in row] for row in block.rows]
        for block in content.blocks
    ]


def test_every_kind_of_cell_is_read_as_it_is_shown():
    """Texts, numbers, dates and booleans appear as in the open workbook."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("Sheet1")
    sheet.write(0, 0, "甲\r\n乙")
    sheet.write(0, 1, 0.95, xlwt.easyxf(num_format_str='"≥"0%'))
    sheet.write(0, 2, dt.date(2021, 3, 14), xlwt.easyxf(num_format_str='yyyy"年"m"月"d"日"'))
    sheet.write(0, 3, True)
    sheet.write(0, 4, "合格", xlwt.easyxf(num_format_str='@"以上"'))
    sheet.write(0, 6, 1234.5, xlwt.easyxf(num_format_str="#,##0.00"))
    content = read_xls(saved(book))
    assert shape(content) == [[["甲\n乙", "≥95%", "2021年3月14日", "TRUE", "合格以上", "", "1,234.50"]]]


def test_the_1904_system_counts_from_another_day():
    """A workbook that counts days from 1904 shows its own dates."""
    book = xlwt.Workbook()
    book.dates_1904 = True
    sheet = book.add_sheet("Sheet1")
    sheet.write(0, 0, 42807, xlwt.easyxf(num_format_str="yyyy/m/d"))
    assert shape(read_xls(saved(book))) == ["2021/3/14"]


def test_bordered_tables_part_at_their_titles():
    """Stacked tables with borders are cut at the unbordered lines, merged cells are spread, places name the cell."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("培训费")
    ruled = xlwt.easyxf(RULED)
    for top, title in ((0, "甲项目绩效目标表"), (3, "乙项目绩效目标表")):
        sheet.write(top, 1, title)
        sheet.write_merge(top + 1, top + 2, 0, 0, "产出指标", ruled)
        sheet.write(top + 1, 1, "≥5", ruled)
        sheet.write(top + 2, 1, "≥6", ruled)
    content = read_xls(saved(book))
    table = [["产出指标", "≥5"], ["产出指标", "≥6"]]
    assert shape(content) == ["甲项目绩效目标表", table, "乙项目绩效目标表", table]
    last = content.blocks[-1]
    assert isinstance(last, Table)
    assert [(cell.place, cell.spread) for cell in last.rows[1]] == [
        (Place(sheet="培训费", cell="A6"), True),
        (Place(sheet="培训费", cell="B6"), False),
    ]


def test_hidden_sheets_rows_and_columns_are_read_with_notes():
    """Hidden parts are read like others, and told."""
    book = xlwt.Workbook()
    for name in ("甲表", "乙表", "丙表"):
        book.add_sheet(name).write(0, 0, name)
    book.get_sheet("乙表").visibility = 1
    book.get_sheet("甲表").row(0).hidden = True
    book.get_sheet("丙表").col(0).hidden = True
    content = read_xls(saved(book))
    assert shape(content) == ["甲表", "甲表", "乙表", "乙表", "丙表", "丙表"]
    assert content.notes == (
        "工作表“甲表”有隐藏的行或列，已一并读取",
        "工作表“乙表”是隐藏的，已一并读取",
        "工作表“丙表”有隐藏的行或列，已一并读取",
    )


def test_a_damaged_or_foreign_file_says_so():
    """What is no workbook, or only half of one, gives one line with the reason."""
    book = xlwt.Workbook()
    book.add_sheet("Sheet1").write(0, 0, "甲")
    whole = saved(book)
    for broken in (b"", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, whole[:2000], whole[:512] + whole[700:]):
        with pytest.raises(ReadError, match="已损坏"):
            read_xls(broken)


def test_what_libreoffice_writes_is_read():
    """A workbook saved by LibreOffice shows its texts and formatted numbers."""
    title, unit, table = read_xls(SAMPLE.read_bytes()).blocks
    assert (title, unit) == (
        Paragraph("1、河道管护经费绩效目标表", Place(sheet="Sheet1", cell="A1")),
        Paragraph("单位：万元", Place(sheet="Sheet1", cell="F2")),
    )
    assert isinstance(table, Table)
    assert [row[4].text for row in table.rows[2:]] == ["≥48次", "≥95%", "≤1,250.00元", "4个", "≥90%"]


def test_a_ring_of_sectors_is_no_endless_loop():
    """A damaged file in which every sector follows itself ends in an error, soon and without eating memory."""
    ring = bytearray(SAMPLE.read_bytes())
    table = 512 * (struct.unpack_from("<i", ring, 0x3C)[0] + 1)
    struct.pack_into("<128i", ring, table, *range(128))
    with pytest.raises(ReadError, match="已损坏"):
        read_xls(bytes(ring))


def test_a_protected_workbook_says_so():
    """A workbook with a password to open is refused as protected."""
    book = xlwt.Workbook()
    book.add_sheet("Sheet1").write(0, 0, "甲")
    whole = saved(book)
    # The record of a FILEPASS (0x2F) in place of the first one after the beginning of the stream.
    start = whole.index(b"\x09\x08\x10\x00") + 20
    protected = whole[:start] + b"\x2f\x00" + whole[start + 2 :]
    with pytest.raises(ReadError, match="密码保护"):
        read_xls(protected)
