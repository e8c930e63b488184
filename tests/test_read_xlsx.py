"""Workbooks of Excel 2007 and later."""

import io
import zipfile
from collections.abc import Callable, Sequence

import openpyxl
import pytest
import xlsxwriter
from perflint_zh.document import Content, Paragraph, Place, Table
from perflint_zh.errors import ReadError
from perflint_zh.read import sheet, xlsx
from perflint_zh.read.xlsx import read_xlsx
from python_calamine import CalamineWorkbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"


def package(
    *sheets: str,
    strings: str = "",
    styles: str = "",
    book: str = '<sheets><sheet name="Sheet1" sheetId="1" r:id="s1"/></sheets>',
    namespace: str = MAIN,
    relations: str = RELATIONS,
    main: str = "workbook.xml",
    extra: Sequence[str] = (),
) -> bytes:
    """A workbook of hand-written parts; each sheet is what stands inside its worksheet element."""
    parts = {
        "_rels/.rels": f'<Relationships><Relationship Id="b" Type="{relations}/officeDocument" Target="xl/{main}"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{namespace}" xmlns:r="{relations}">{book}</workbook>',
        "xl/_rels/workbook.xml.rels": "<Relationships>"
        + "".join(
            f'<Relationship Id="s{number}" Type="{relations}/worksheet" Target="worksheets/sheet{number}.xml"/>'
            for number in range(1, len(sheets) + 1)
        )
        + f'<Relationship Id="t" Type="{relations}/sharedStrings" Target="/xl/sharedStrings.xml"/>'
        + f'<Relationship Id="f" Type="{relations}/styles" Target="styles.xml"/></Relationships>',
        "xl/sharedStrings.xml": f'<sst xmlns="{namespace}">{strings}</sst>',
        "xl/styles.xml": f'<styleSheet xmlns="{namespace}">{styles}</styleSheet>',
        **{
            f"xl/worksheets/sheet{number}.xml": f'<worksheet xmlns="{namespace}">{inner}</worksheet>'
            for number, inner in enumerate(sheets, 1)
        },
        **dict.fromkeys(extra, ""),
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return stream.getvalue()


def inline(reference: str, text: str) -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def data(*rows: Sequence[str | None]) -> str:
    """Sheet data of rows of texts, None for no cell."""
    return "<sheetData>{}</sheetData>".format(
        "".join(
            f'<row r="{number}">'
            + "".join(
                inline(f"{chr(65 + column)}{number}", text) for column, text in enumerate(row) if text is not None
            )
            + "</row>"
            for number, row in enumerate(rows, 1)
        )
    )


def shape(content: Content) -> list[str | list[list[str]]]:
    """Paragraph texts, and tables as lists of rows of texts."""
    return [
        block.text if isinstance(block, Paragraph) else [[cell.text for cell in row] for row in block.rows]
        for block in content.blocks
    ]


def tables(content: Content) -> list[Table]:
    return [block for block in content.blocks if isinstance(block, Table)]


def written(fill: Callable[[xlsxwriter.Workbook], None]) -> bytes:
    """A workbook that XlsxWriter writes."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    fill(book)
    book.close()
    return stream.getvalue()


def test_every_kind_of_cell_is_read_as_it_is_shown():
    """Shared, rich, inline and formula strings, booleans, errors, dates and numbers appear as in the open workbook."""
    content = read_xlsx(
        package(
            "<sheetData><row>"
            '<c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="str"><f>A1</f><v>甲&amp;乙</v></c><c t="b"><v>1</v></c>'
            '<c t="e"><v>#REF!</v></c><c t="d" s="1"><v>2021-03-14T00:00:00</v></c><c s="2"><f>1/2</f><v>0.5</v></c>'
            '<c><v>1.0</v></c><c t="s"><v>99</v></c><c t="inlineStr"><is><t>第一行_x000D_\n第二行</t></is></c>'
            "</row></sheetData>",
            strings="<si><t>普通</t></si><si><r><t>分</t></r><r><rPr/><t>段</t></r><rPh><t>fēn</t></rPh></si>",
            styles='<numFmts><numFmt numFmtId="164" formatCode="&quot;≥&quot;0%"/></numFmts>'
            '<cellXfs><xf/><xf numFmtId="31"/><xf numFmtId="164"/></cellXfs>',
        )
    )
    texts = ["普通", "分段", "甲&乙", "TRUE", "#REF!", "2021年3月14日", "≥50%", "1", "", "第一行\n第二行"]
    assert shape(content) == [[texts]]


def test_cells_without_references_follow_one_another():
    """A cell or row that does not say where it stands comes right after the one before."""
    content = read_xlsx(
        package(
            "<sheetData><row><c><v>1</v></c><c/><c><v>3</v></c></row>"
            '<row><c r="b2"><v>5</v></c><c><v>6</v></c></row><row r="4"><c><v>7</v></c><c><v>8</v></c></row></sheetData>'
        )
    )
    assert shape(content) == [[["1", "", "3"], ["", "5", "6"]], [["7", "8"]]]
    assert tables(content)[1].rows[0][0].place == Place(sheet="Sheet1", cell="A4")


def test_strict_workbooks_are_read_alike():
    """A workbook saved as Strict Open XML reads like any other."""
    content = read_xlsx(package(data(["甲", "乙"]), namespace=STRICT, relations=STRICT_RELATIONS))
    assert shape(content) == [[["甲", "乙"]]]


def test_dates_of_the_1904_system():
    """A workbook that counts days from 1904 shows its own dates."""
    content = read_xlsx(
        package(
            '<sheetData><row><c s="0"><v>42807</v></c><c t="d"><v>2021-03-14</v></c></row></sheetData>',
            styles='<cellXfs><xf numFmtId="14"/></cellXfs>',
            book='<workbookPr date1904="1"/><sheets><sheet name="Sheet1" sheetId="1" r:id="s1"/></sheets>',
        )
    )
    assert shape(content) == [[["2021/3/14", "2021/3/14"]]]


def test_sheets_keep_their_order_and_telling_names():
    """Sheets come in workbook order, hidden ones with a note; a name is told when it says something."""
    content = read_xlsx(
        package(
            data(["甲", "1"]),
            data(["乙", "2"]),
            data(["丙", "3"]),
            data(),
            book='<sheets><sheet name="培训费" r:id="s2"/><sheet name="Sheet1 (2)" r:id="s1"/>'
            '<sheet name="底稿" state="veryHidden" r:id="s3"/><sheet name="空表" state="hidden" r:id="s4"/></sheets>',
        )
    )
    assert shape(content) == ["培训费", [["乙", "2"]], [["甲", "1"]], "底稿", [["丙", "3"]]]
    assert content.notes == ("工作表“底稿”是隐藏的，已一并读取",)


def test_hidden_rows_and_columns_are_read_with_a_note():
    """Hidden rows and columns are read and noted once; a hidden column without text is not worth a note."""
    rows = f'<row hidden="1">{inline("A1", "甲")}{inline("B1", "乙")}</row>'
    assert read_xlsx(package(f"<sheetData>{rows}</sheetData>")).notes == ("工作表“Sheet1”有隐藏的行或列，已一并读取",)
    columns = '<cols><col min="{0}" max="{0}" hidden="true"/></cols>' + data(["甲", "乙"])
    assert read_xlsx(package(columns.format(2))).notes == ("工作表“Sheet1”有隐藏的行或列，已一并读取",)
    assert read_xlsx(package(columns.format(3))).notes == ()


def test_macros_and_formulas_without_results_are_noted():
    """Macros are told and not run; a formula without a saved result is blank and told too."""
    content = read_xlsx(
        package(
            f"<sheetData><row>{inline('A1', '合计')}<c><f>SUM(1,2)</f></c></row></sheetData>",
            extra=["xl/vbaProject.bin"],
        )
    )
    assert shape(content) == ["合计"]
    assert content.notes[0] == "含有宏，未执行"
    assert "1个公式没有保存计算结果" in content.notes[1]


def test_texts_taken_for_formulas_are_read():
    """Programs write a text that begins with = as a formula without a result; one that names nothing to compute is that text."""
    cells = "".join(f"<c><f>{text}</f><v/></c>" for text in ("%100", "50 台", "100%", "A1*2"))
    content = read_xlsx(package(f"<sheetData><row>{cells}</row></sheetData>"))

    assert shape(content) == [[["=%100", "=50 台", "=100%"]]]
    assert "1个公式没有保存计算结果" in content.notes[0]


def test_merged_cells_are_spread_with_their_own_places():
    """Every position of a merged cell shows its text, is marked as a copy but for the first, and has its own place."""

    def fill(book):
        page = book.add_worksheet("表")
        page.merge_range("B2:C3", "产出指标")
        page.write("D2", "甲")
        page.write("D3", "乙")

    table = tables(read_xlsx(written(fill)))[0]
    assert [[(cell.text, cell.spread, cell.place.cell) for cell in row] for row in table.rows] == [
        [("产出指标", False, "B2"), ("产出指标", True, "C2"), ("甲", False, "D2")],
        [("产出指标", True, "B3"), ("产出指标", True, "C3"), ("乙", False, "D3")],
    ]


def merging(*references: str) -> str:
    return "<mergeCells>{}</mergeCells>".format("".join(f'<mergeCell ref="{ref}"/>' for ref in references))


def test_overlapping_merges_hide_nothing():
    """Merges that overlap are left as they are, whichever comes first; others on the same sheet still hold."""
    merges = merging("B1:B3", "A2:C2", "C1:XFD1048576", "A9:B9", "A4:B4", "A4:B4", "kaputt")
    content = read_xlsx(package(data(["a", "b", "c"], ["d", "e", "f"], ["g", "h", "i"], ["j", "", "k"]) + merges))
    assert shape(content) == [[["a", "b", "c"], ["d", "e", "f"], ["g", "h", "i"], ["j", "j", "k"]]]
    assert content.notes == ("工作表“Sheet1”有互相重叠的合并单元格，按没有合并读取",)


def test_a_merge_over_a_whole_sheet_hides_nothing_beside_another():
    """Whichever comes first: a merge over everything is left as it is when anything under it is merged as well."""
    rows = data(["a", "b"], ["c", "d"])
    for merges in (("A1:XFD1048576", "A2:B2"), ("A2:B2", "A1:XFD1048576"), ("A1:B1", "A1:XFD1048576")):
        assert shape(read_xlsx(package(rows + merging(*merges)))) == [[["a", "b"], ["c", "d"]]]


def test_what_a_merge_hides_is_told():
    """A merge reaches no further than the texts, shows its first cell as the program does, and the texts below are counted."""
    content = read_xlsx(package(data(["a", "b", "c"], ["d", "a", "e"]) + merging("A1:B1048576")))
    assert shape(content) == [[["a", "a", "c"], ["a", "a", "e"]]]
    assert content.notes == ("工作表“Sheet1”的合并单元格盖住了2格文字，没有读取",)


def test_a_million_formatted_empty_rows_are_nothing():
    """Rows that are formatted and empty leave no trace, and what comes after them is found."""
    empty = "".join(f'<row r="{number}" s="1"><c r="A{number}" s="1"/></row>' for number in range(3, 1_000_001))
    last = f'<row r="1000001">{inline("A1000001", "末")}{inline("B1000001", "行")}</row>'
    content = read_xlsx(
        package(f"<sheetData><row>{inline('A1', '首')}{inline('B1', '行')}</row>{empty}{last}</sheetData>")
    )
    assert shape(content) == [[["首", "行"]], [["末", "行"]]]
    assert tables(content)[1].rows[0][0].place.cell == "A1000001"


def test_a_grid_beyond_all_measure_is_refused(monkeypatch):
    """A file whose grid would not fit into memory is an error and not a crash, however it gets there."""
    monkeypatch.setattr(sheet, "MAX_CELLS", 50)
    wide = f"<sheetData><row>{inline('A1', 'a')}{inline('AZ1', 'b')}</row></sheetData>"
    many = data(*[["a", "b"]] * 26)
    merged = data(*[["a", "b"]] * 10) + '<mergeCells><mergeCell ref="A1:B10"/><mergeCell ref="A1:B10"/></mergeCells>'
    for inner in (wide, many):
        with pytest.raises(ReadError, match="单元格"):
            read_xlsx(package(inner))
    assert len(read_xlsx(package(merged)).blocks) == 1
    with pytest.raises(ReadError, match="单元格"):
        read_xlsx(
            package(
                *[data(*[["a", "b"]] * 13)] * 2,
                book='<sheets><sheet name="a" r:id="s1"/><sheet name="b" r:id="s2"/></sheets>',
            )
        )


def test_a_column_far_to_the_right_is_left_out():
    """Beyond a thousand columns nothing is read, and that is told."""
    content = read_xlsx(
        package(f"<sheetData><row>{inline('A1', 'a')}{inline('B1', 'b')}{inline('XFD1', 'z')}</row></sheetData>")
    )
    assert shape(content) == [[["a", "b"]]]
    assert content.notes == ("工作表“Sheet1”第1000列以后的内容没有读取",)


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (b"PK\x03\x04 kaputt", "已损坏"),
        (package("<sheetData><row><c>"), "XML"),
        (package("", book="<sheets>"), "XML"),
        (package(data(["a"]), main="workbook.bin"), "xlsb"),
    ],
)
def test_a_damaged_workbook_says_so(broken, reason):
    """What cannot be read gives one line with the reason."""
    with pytest.raises(ReadError, match=reason) as raised:
        read_xlsx(broken)
    assert "\n" not in str(raised.value)


def test_part_names_in_another_spelling_are_found():
    """Some programs write part names with other capitals or with backslashes."""
    usual = package(data(["甲", "乙"]))
    odd = usual.replace(b"xl/sharedStrings.xml", b"xl/SHAREDstrings.xml").replace(
        b"xl/worksheets/sheet1", b"xl\\worksheets\\sheet1"
    )
    assert shape(read_xlsx(odd)) == [[["甲", "乙"]]]


BORDERS = (
    '<borders><border/><border><left style="thin"/><right style="thin"/></border></borders>'
    '<cellXfs><xf borderId="0"/><xf borderId="1"/></cellXfs>'
)


def test_in_a_bordered_table_only_lines_without_borders_are_cut_out():
    """Stacked bordered tables part at their titles; a bordered row with one text stays, a note below the table does not."""
    rows = [
        ("0", "甲项目绩效目标表"),
        ("0", None, "单位：万元"),
        ("1", "一级指标", "指标值"),
        ("1", "产出指标"),
        ("1", None, "≥5"),
        ("0", "乙项目绩效目标表"),
        ("1", "一级指标", "指标值"),
        ("1", "产出指标", "≥6"),
        ("0", "注：按年度填报"),
    ]
    cells = "".join(
        "<row>"
        + "".join(
            '<c t="inlineStr" s="{}">{}</c>'.format(style, f"<is><t>{text}</t></is>" if text else "") for text in texts
        )
        + "</row>"
        for style, *texts in rows
    )
    assert shape(read_xlsx(package(f"<sheetData>{cells}</sheetData>", styles=BORDERS))) == [
        "甲项目绩效目标表",
        "单位：万元",
        [["一级指标", "指标值"], ["产出指标", ""], ["", "≥5"]],
        "乙项目绩效目标表",
        [["一级指标", "指标值"], ["产出指标", "≥6"]],
        "注：按年度填报",
    ]


def test_a_title_merged_over_the_whole_width_parts_tables():
    """A merged title is a paragraph between tables, told once even when it is two rows high."""
    merges = '<mergeCells><mergeCell ref="A1:C2"/><mergeCell ref="A5:C5"/><mergeCell ref="B3:C3"/></mergeCells>'
    rows = data(["甲表"], [], ["绩效目标", "巡河48次"], ["a", "b", "c"], ["乙表"], ["绩效目标", "清运", "吨"])
    assert shape(read_xlsx(package(rows + merges))) == [
        "甲表",
        [["绩效目标", "巡河48次", "巡河48次"], ["a", "b", "c"]],
        "乙表",
        [["绩效目标", "清运", "吨"]],
    ]


@pytest.mark.parametrize("at_once", [0, xlsx.AT_ONCE])
def test_an_independent_reader_finds_the_same_texts_and_merges(at_once, monkeypatch):
    """python-calamine sees the same texts at the same places and the same merged cells, in large parts and in small ones."""
    monkeypatch.setattr(xlsx, "AT_ONCE", at_once)

    def fill(book):
        for number in range(3):
            page = book.add_worksheet(f"项目{number}")
            page.merge_range(number, 1, number + 2, 2, f"合并{number}")
            for row in range(number, 40):
                page.write(row, 3, f"文本{row}-{number}")
                page.write(row, 5 + number, f"甲\n{row}")

    saved = written(fill)
    ours = {
        (cell.place.sheet, cell.place.cell): cell.text
        for table in tables(read_xlsx(saved))
        for row in table.rows
        for cell in row
        if cell.text
    }
    oracle = CalamineWorkbook.from_filelike(io.BytesIO(saved))
    theirs: dict[tuple[str | None, str | None], str] = {}
    for name in oracle.sheet_names:
        page = oracle.get_sheet_by_name(name)
        assert page.start is not None
        assert page.merged_cell_ranges is not None
        top, left = page.start
        found = {
            (top + r, left + c): text for r, row in enumerate(page.to_python()) for c, text in enumerate(row) if text
        }
        for (first, start), (last, end) in page.merged_cell_ranges:
            found |= {(r, c): found[first, start] for r in range(first, last + 1) for c in range(start, end + 1)}
        theirs |= {(name, f"{sheet.column_letters(c + 1)}{r + 1}"): str(text) for (r, c), text in found.items()}
    assert ours == theirs


def test_what_openpyxl_writes_is_read():
    """A workbook of openpyxl, which writes no cached formula results, reads with its formulas blank and noted."""
    book = openpyxl.Workbook()
    book.create_sheet("表", 0).append(["预算数", 12.5, "=SUM(B1:B1)", True])
    stream = io.BytesIO()
    book.save(stream)
    content = read_xlsx(stream.getvalue())
    assert shape(content) == [[["预算数", "12.5", "", "TRUE"]]]
    assert "1个公式" in content.notes[0]


def test_column_letters():
    """Columns are named as in the head of a sheet."""
    assert [sheet.column_letters(number) for number in (1, 26, 27, 52, 703)] == ["A", "Z", "AA", "AZ", "AAA"]
