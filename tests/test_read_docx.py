import io
import zipfile

import docx
import pytest
from perflint_zh.document import Content, Paragraph, Place, Table
from perflint_zh.errors import ReadError
from perflint_zh.read import flow
from perflint_zh.read.docx import read_docx

TRANSITIONAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"


def package(body: str, namespace: str = TRANSITIONAL, **parts: str) -> bytes:
    root = (
        f'<w:document xmlns:w="{namespace}" xmlns:v="urn:schemas-microsoft-com:vml"'
        ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        f' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><w:body>{body}</w:body></w:document>'
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", root)
        for name, text in parts.items():
            archive.writestr(name, text)
    return stream.getvalue()


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def paragraph(text: str) -> str:
    return f"<w:p>{run(text)}</w:p>"


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def control(content: str) -> str:
    return f"<w:sdt><w:sdtPr/><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def texts(content: Content) -> list[str | list[list[str]]]:
    """Paragraphs as they are, tables as lists of rows with * behind the copies of a merged cell."""
    return [
        block.text
        if isinstance(block, Paragraph)
        else [[cell.text + "*" * cell.spread for cell in cells] for cells in block.rows]
        for block in content.blocks
    ]


def places(content: Content) -> list[Place]:
    """Places of paragraphs and cells in reading order."""
    found: list[Place] = []
    for block in content.blocks:
        if isinstance(block, Paragraph):
            found.append(block.place)
        else:
            found.extend(cell.place for cells in block.rows for cell in cells)
    return found


@pytest.mark.parametrize(
    ("inside", "shown"),
    [
        pytest.param(control(run("甲")), "甲", id="content-control"),
        pytest.param(control(control(control(run("甲")))), "甲", id="content-controls-nested"),
        pytest.param(f"<w:ins>{run('甲')}</w:ins>", "甲", id="insertion"),
        pytest.param(f"{run('甲')}<w:del><w:r><w:delText>乙</w:delText></w:r></w:del>", "甲", id="deletion"),
        pytest.param(f"<w:moveTo>{run('甲')}</w:moveTo><w:moveFrom>{run('乙')}</w:moveFrom>", "甲", id="move"),
        pytest.param(f"<w:smartTag>{run('甲')}</w:smartTag>", "甲", id="smart-tag"),
        pytest.param(f'<w:fldSimple w:instr="DATE">{run("甲")}</w:fldSimple>', "甲", id="simple-field"),
        pytest.param(
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DATE</w:instrText></w:r>'
            f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("甲")}<w:r><w:fldChar w:fldCharType="end"/></w:r>',
            "甲",
            id="field",
        ),
        pytest.param(f"<w:hyperlink>{run('甲')}</w:hyperlink>", "甲", id="link"),
        pytest.param(f"{run('甲')}<w:r><w:rPr><w:vanish/></w:rPr><w:t>乙</w:t></w:r>", "甲", id="hidden"),
        pytest.param('<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>甲</w:t></w:r>', "甲", id="not-hidden"),
        pytest.param("<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:cr/><w:t>丙</w:t></w:r>", "甲\n乙\n丙", id="breaks"),
        pytest.param(
            "<w:r><w:t>甲</w:t><w:noBreakHyphen/><w:softHyphen/><w:t>\u00ad乙</w:t></w:r>", "甲-乙", id="hyphens"
        ),
        pytest.param('<w:r><w:sym w:font="Symbol" w:char="F0B3"/><w:t>9</w:t></w:r>', "≥9", id="symbol"),
        pytest.param(
            '<w:r><w:sym w:font="Wingdings 2" w:char="F0A3"/><w:t>是</w:t></w:r>', "是", id="symbol-of-no-text"
        ),
        pytest.param(f"<m:oMath><m:r><m:t>≥</m:t></m:r></m:oMath>{run('9')}", "≥9", id="formula"),
        pytest.param(
            "<w:r><w:ruby><w:rt><w:r><w:t>jiǎ</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>甲</w:t></w:r></w:rubyBase></w:ruby></w:r>",
            "甲",
            id="pronunciation",
        ),
    ],
)
def test_text_of_a_paragraph_is_what_shows_with_changes_accepted(inside, shown):
    content = read_docx(package(f"<w:p><w:pPr/>{inside}</w:p>"))

    assert texts(content) == [shown]


@pytest.mark.parametrize(
    ("body", "rows"),
    [
        pytest.param(control(table(row(cell("甲"), cell("乙")))), [["甲", "乙"]], id="control-around-table"),
        pytest.param(table(control(row(cell("甲"), cell("乙")))), [["甲", "乙"]], id="control-around-row"),
        pytest.param(table(row(control(cell("甲")), cell("乙"))), [["甲", "乙"]], id="control-around-cell"),
        pytest.param(
            table(row(cell("甲", '<w:gridSpan w:val="2"/>'), cell("乙"))), [["甲", "甲*", "乙"]], id="merged-across"
        ),
        pytest.param(
            table(
                row(cell("甲", '<w:vMerge w:val="restart"/>'), cell("1")),
                row(cell("", "<w:vMerge/>"), cell("2")),
                row(cell("", '<w:vMerge w:val="continue"/>'), cell("3")),
            ),
            [["甲", "1"], ["甲*", "2"], ["甲*", "3"]],
            id="merged-down",
        ),
        pytest.param(
            table(
                row(cell("1"), cell("2"), cell("甲", '<w:vMerge w:val="restart"/>')),
                row(cell("3", '<w:gridSpan w:val="2"/>'), cell("", "<w:vMerge/>")),
            ),
            [["1", "2", "甲"], ["3", "3*", "甲*"]],
            id="merged-down-in-rows-divided-differently",
        ),
        pytest.param(
            table(row(cell("甲", '<w:hMerge w:val="restart"/>'), cell("", "<w:hMerge/>"), cell("乙"))),
            [["甲", "甲*", "乙"]],
            id="merged-across-the-old-way",
        ),
        pytest.param(
            table(
                row(cell("1"), cell("2")),
                row(cell("3"), properties='<w:gridBefore w:val="1"/>'),
                row(cell("4"), properties='<w:gridAfter w:val="1"/>'),
            ),
            [["1", "2"], ["", "3"], ["4", ""]],
            id="row-begins-or-ends-inside",
        ),
        pytest.param(
            table(row(cell("1")), row(cell("2"), properties="<w:del/>"), row(cell("3"), properties="<w:ins/>")),
            [["1"], ["3"]],
            id="row-deleted-or-inserted",
        ),
        pytest.param(
            table(row(f"<w:tc>{paragraph(' 甲 ')}<w:p/>{paragraph('乙')}<w:p><w:r><w:tab/></w:r></w:p></w:tc>")),
            [["甲\n乙"]],
            id="paragraphs-in-a-cell",
        ),
        pytest.param(
            table(row("<w:tc><w:p><w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t></w:r></w:p></w:tc>")),
            [["甲 乙"]],
            id="tab-in-a-cell",
        ),
        pytest.param(table(row(cell("甲", "<w:vMerge/>"))), [["甲"]], id="nothing-above-to-continue"),
        pytest.param(
            table(row(cell("甲", '<w:gridSpan w:val="2147483647"/>'))),
            [["甲", *["甲*"] * 62]],
            id="span-beyond-measure",
        ),
    ],
)
def test_cells_stand_at_their_place_in_the_grid(body, rows):
    content = read_docx(package(body))

    assert texts(content) == [rows]


def test_places_count_paragraphs_outside_tables_and_grid_positions_inside():
    """Empty paragraphs count too, and a copy of a merged cell has a place of its own."""
    spanning = row(cell("丙", '<w:gridSpan w:val="2"/>'))
    content = read_docx(package(f"{paragraph('甲')}<w:p/>{table(spanning)}{paragraph('乙')}{table(row(cell('丁')))}"))

    assert places(content) == [
        Place(paragraph=1),
        Place(table=1, row=1, column=1),
        Place(table=1, row=1, column=2),
        Place(paragraph=3),
        Place(table=2, row=1, column=1),
    ]


def test_nested_table_follows_the_table_around_it():
    inner = table(row(cell("内1"), cell("内2")))
    outer = table(row(cell("外1"), f"<w:tc>{paragraph('外2')}{inner}<w:p/></w:tc>"))
    content = read_docx(package(outer + table(row(cell("后")))))

    assert texts(content) == [[["外1", "外2"]], [["内1", "内2"]], [["后"]]]
    assert [place.table for place in places(content)] == [1, 1, 2, 2, 3]


def test_table_that_only_frames_others_is_taken_apart():
    framed = "".join(paragraph(f"标题{number}") + table(row(cell(f"表{number}"), cell("值"))) for number in (1, 2))
    content = read_docx(package(table(row(f"<w:tc>{framed}<w:p/></w:tc>"))))

    assert texts(content) == ["标题1", [["表1", "值"]], "标题2", [["表2", "值"]]]
    assert [place.table for place in places(content)] == [1, 2, 2, 1, 3, 3]


def test_text_box_is_read_once_after_its_paragraph():
    box = f"<w:txbxContent>{paragraph('框内')}{table(row(cell('框中表'), cell('值')))}</w:txbxContent>"
    choice = f'<mc:Choice Requires="wps"><w:drawing>{box}</w:drawing></mc:Choice>'
    fallback = f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
    anchored = (
        f"<w:p>{run('前')}<w:r><mc:AlternateContent>{choice}{fallback}</mc:AlternateContent></w:r>{run('后')}</w:p>"
    )

    assert texts(read_docx(package(anchored))) == ["前后", "框内", [["框中表", "值"]]]


def test_strict_files_read_like_ordinary_ones():
    body = paragraph("甲") + table(row(cell("乙"), cell("丙")))

    assert read_docx(package(body, STRICT)) == read_docx(package(body))


def test_the_main_part_is_found_by_its_relationship():
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    relations = f'<Relationships><Relationship Type="{kind}" Target="/word/document2.xml"/></Relationships>'
    body = f'<w:document xmlns:w="{TRANSITIONAL}"><w:body>{paragraph("真正的正文")}</w:body></w:document>'
    data = package(paragraph("旧正文"), **{"_rels/.rels": relations, "word/document2.xml": body})

    assert texts(read_docx(data)) == ["真正的正文"]


def test_macros_and_embedded_pieces_are_told():
    data = package("<w:altChunk/>", **{"word/vbaProject.bin": "x"})

    macros, pieces = read_docx(data).notes
    assert "宏" in macros
    assert "外部片段" in pieces


def test_wrappers_may_nest_to_any_depth():
    """Content controls are no tables: hundreds of them in each other are read."""
    assert texts(read_docx(package(f"<w:p>{'<w:sdt>' * 900}{run('甲')}{'</w:sdt>' * 900}</w:p>"))) == ["甲"]


@pytest.mark.parametrize("depth", [20, 21])
def test_nesting_beyond_measure_is_refused(depth):
    body = "<w:tbl><w:tr><w:tc>" * depth + paragraph("甲") + "</w:tc></w:tr></w:tbl>" * depth
    data = package(body)

    if depth <= flow.MAX_NESTING:
        assert "甲" in str(texts(read_docx(data)))
    else:
        with pytest.raises(ReadError, match="嵌套"):
            read_docx(data)


def test_small_file_with_a_huge_grid_is_refused(monkeypatch):
    monkeypatch.setattr(flow, "MAX_CELLS", 100)

    with pytest.raises(ReadError, match="格子"):
        read_docx(package(table(row(cell("甲", '<w:gridSpan w:val="60"/>')), row(cell("乙")))))


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(package(paragraph("甲"))[:-30], id="cut-off"),
        pytest.param(package("<w:p>"), id="xml-not-closed"),
        pytest.param(package("").replace(b"w:body", b"w:head"), id="no-body"),
    ],
)
def test_damaged_files_are_refused_with_a_reason(data):
    with pytest.raises(ReadError, match=r"损坏|保存"):
        read_docx(data)


RECORDS = [
    ("产出指标", "数量指标", "更换灭火器数量", "全年更换的灭火器具数", "≥120具", "采购合同"),
    ("产出指标", "数量指标", "检修消火栓数量", "全年检修的消火栓处数", "=36处", "巡检计划"),
    ("产出指标", "质量指标", "器材验收合格率", "验收合格器材占到货器材的比例", "≥98%", "行业标准"),
    ("效益指标", "社会效益指标", "火情处置及时率", "十分钟内到场的火情占比", "≥95%", "历史标准"),
]
GOAL = "更换到期器材120具，检修消火栓36处。\n保障重点单位用得上。"


def test_goal_tables_written_by_python_docx_come_back_equal():
    """Level names merged over their rows and the goal over five columns fill every row again."""
    document = docx.Document()
    document.add_paragraph("消防器材更新经费绩效目标表")
    written = document.add_table(2 + len(RECORDS), 6)
    written.cell(0, 0).text = "绩效目标"
    written.cell(0, 1).merge(written.cell(0, 5)).text = GOAL
    for column, text in enumerate(("一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据")):
        written.cell(1, column).text = text
    for index, record in enumerate(RECORDS, start=2):
        for column, text in enumerate(record[2:], start=2):
            written.cell(index, column).text = text
    for top, bottom, column, text in ((2, 4, 0, "产出指标"), (2, 3, 1, "数量指标")):
        written.cell(top, column).merge(written.cell(bottom, column)).text = text
    written.cell(4, 1).text, written.cell(5, 0).text, written.cell(5, 1).text = "质量指标", "效益指标", "社会效益指标"
    stream = io.BytesIO()
    document.save(stream)

    title, read = read_docx(stream.getvalue()).blocks

    assert isinstance(title, Paragraph)
    assert isinstance(read, Table)
    assert title.text == "消防器材更新经费绩效目标表"
    assert [cell.text for cell in read.rows[0]] == ["绩效目标", *[GOAL] * 5]
    assert [tuple(cell.text for cell in cells) for cells in read.rows[2:]] == RECORDS
    assert [[cell.spread for cell in cells[:2]] for cells in read.rows[2:]] == [
        [False, False],
        [True, True],
        [True, False],
        [False, False],
    ]
