"""One 绩效目标表 written in every sheet, page and text format reads back the same."""

import csv
import html
import io
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from perflint_zh.document import Paragraph, Table
from perflint_zh.read.delimited import read_csv
from perflint_zh.read.html import read_html
from perflint_zh.read.markdown import read_markdown
from perflint_zh.read.xls import read_xls
from perflint_zh.read.xlsx import read_xlsx

TITLES = ("1、河道管护经费绩效目标表", "单位：万元")
GOAL = "1.全年巡河48次，发现问题7日内办结。\n2.清运河道垃圾300吨，群众满意度达到90%以上。"
GRID = (
    ("绩效目标", GOAL, GOAL, GOAL, GOAL, GOAL),
    ("一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据"),
    ("产出指标", "数量指标", "巡河次数", "全年沿河道巡查的次数", "≥48次", "河道管护计划"),
    ("产出指标", "质量指标", "垃圾清运合格率", "抽查合格的清运量占全部清运量的比例", "≥95%", "管护合同"),
    ("产出指标", "成本指标", "管护单价", "每公里河道每年的管护费用", "≤1,250.00元", "预算支出标准"),
    ("效果指标", "生态效益指标", "水质达标断面数", "达到四类以上水质的断面", "4个", ""),
    ("满意度指标", "服务对象满意度指标", "沿河村民满意度", "问卷中满意与较满意的份数占比", "≥90%", "问卷调查"),
)
MERGED = ((0, 1, 0, 5), (2, 0, 4, 0))
"""Goal and 产出指标, as top, left, bottom and right from 0."""

NUMBERS = {
    (2, 4): (48, '"≥"0"次"'),
    (3, 4): (0.95, '"≥"0%'),
    (4, 4): (1250, '"≤"#,##0.00"元"'),
    (5, 4): (4, '0"个"'),
    (6, 4): (0.9, '"≥"0%'),
}
"""Values that workbooks hold as numbers; the table shows them by their format."""


def covered(row: int, column: int) -> bool:
    """Whether a merged cell that begins elsewhere covers the position."""
    return any(
        top <= row <= bottom and left <= column <= right and (row, column) != (top, left)
        for top, left, bottom, right in MERGED
    )


def cells() -> Iterator[tuple[int, int, str | float, str]]:
    """What a workbook stores: position, text or number, and number format; nothing in covered cells."""
    for row, texts in enumerate(GRID):
        for column, text in enumerate(texts):
            if not covered(row, column):
                yield row, column, *NUMBERS.get((row, column), (text, "General"))


def by_xlsxwriter() -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet = book.add_worksheet()
    sheet.merge_range(0, 0, 0, 5, TITLES[0], book.add_format({"bold": True}))
    sheet.write(1, 5, TITLES[1])
    for top, left, bottom, right in MERGED:
        sheet.merge_range(top + 2, left, bottom + 2, right, "", book.add_format({"border": 1}))
    for row, column, value, code in cells():
        sheet.write(row + 2, column, value, book.add_format({"border": 1, "num_format": code}))
    book.close()
    return stream.getvalue()


def by_openpyxl() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.create_sheet("Sheet1", 0)
    del book["Sheet"]
    sheet["A1"], sheet["F2"] = TITLES
    sheet.merge_cells("A1:F1")
    for row, column, value, code in cells():
        cell = sheet.cell(row + 3, column + 1, value)
        cell.number_format = code
    for top, left, bottom, right in MERGED:
        sheet.merge_cells(start_row=top + 3, start_column=left + 1, end_row=bottom + 3, end_column=right + 1)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def by_libreoffice() -> bytes:
    """What LibreOffice made of the workbook of XlsxWriter; see samples/xls/make.py."""
    return (Path(__file__).parent / "samples" / "xls" / "goal.xls").read_bytes()


def by_html() -> bytes:
    rows = []
    for row, texts in enumerate(GRID):
        rows.append("<tr>")
        for column, text in enumerate(texts):
            if not covered(row, column):
                span = next(((b - t + 1, r - c + 1) for t, c, b, r in MERGED if (t, c) == (row, column)), (1, 1))
                shown = html.escape(text).replace("\n", "<br/>")
                rows.append(f"<td rowspan={span[0]} colspan={span[1]}><p>{shown}</p>")
    page = f"<html><body><h2>{TITLES[0]}</h2>\n<p>{TITLES[1]}<table border=1>{''.join(rows)}</table></html>"
    return page.encode("gb18030")


def by_csv() -> bytes:
    stream = io.StringIO()
    csv.writer(stream).writerows([[TITLES[0]], ["", "", "", "", "", TITLES[1]], *GRID])
    return stream.getvalue().encode("utf-8-sig")


def by_markdown() -> str:
    rows = ["| " + " | ".join(text.replace("\n", "<br>") for text in row) + " |" for row in GRID]
    rows.insert(1, "|---|---|---|---|:-:|---|")
    return f"## {TITLES[0]}\n\n{TITLES[1]}\n\n" + "\n".join(rows) + "\n"


@pytest.mark.parametrize(
    ("write", "read", "merges"),
    [
        (by_xlsxwriter, read_xlsx, True),
        (by_openpyxl, read_xlsx, True),
        (by_libreoffice, read_xls, True),
        (by_html, read_html, True),
        (by_csv, read_csv, False),
        (by_markdown, read_markdown, False),
    ],
)
def test_a_goal_table_reads_back_as_it_was_written(write, read, merges):
    """Title, unit line and all 42 cells come back in order; copies of merged cells are marked where the format has any."""
    *lines, table = read(write()).blocks
    assert all(isinstance(line, Paragraph) for line in lines)
    assert [line.text for line in lines] == list(TITLES)
    assert isinstance(table, Table)
    assert tuple(tuple(cell.text for cell in row) for row in table.rows) == GRID
    if merges:
        found = {(r, c) for r, row in enumerate(table.rows) for c, cell in enumerate(row) if cell.spread}
        assert found == {(r, c) for r in range(7) for c in range(6) if covered(r, c)}
