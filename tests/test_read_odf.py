import io
import zipfile

import pytest
from perflint_zh.document import Content, Paragraph, Table
from perflint_zh.errors import ReadError
from perflint_zh.read.odf import read_odf

NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {
        "office": "office",
        "table": "table",
        "text": "text",
        "style": "style",
        "draw": "drawing",
        "svg": "svg-compatible",
        "fo": "xsl-fo-compatible",
    }.items()
)
HIDDEN = '<style:style style:name="H"><style:text-properties text:display="none"/></style:style>'


def package(body: str, kind: str = "text", **parts: str) -> bytes:
    root = (
        f"<office:document-content {NAMESPACES}><office:automatic-styles>{HIDDEN}</office:automatic-styles>"
        f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("content.xml", root)
        for name, text in parts.items():
            archive.writestr(name, text)
    return stream.getvalue()


def paragraph(text: str) -> str:
    return f"<text:p>{text}</text:p>"


def cell(text: str, attributes: str = "") -> str:
    return f"<table:table-cell {attributes}>{paragraph(text)}</table:table-cell>"


def row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def table(*rows: str, name: str = "表") -> str:
    return f'<table:table table:name="{name}"><table:table-column/>{"".join(rows)}</table:table>'


COVERED = "<table:covered-table-cell/>"


def texts(content: Content) -> list[str | list[list[str]]]:
    """Paragraphs as they are, tables as lists of rows with * behind the copies of a merged cell."""
    return [
        block.text
        if isinstance(block, Paragraph)
        else [[cell.text + "*" * cell.spread for cell in cells] for cells in block.rows]
        for block in content.blocks
    ]


@pytest.mark.parametrize(
    ("inside", "shown"),
    [
        pytest.param("甲\n   <text:span>乙</text:span> 丙", "甲 乙 丙", id="white-space"),
        pytest.param('甲<text:s text:c="3"/>乙<text:tab/>丙<text:line-break/>丁', "甲   乙\t丙\n丁", id="marks"),
        pytest.param('甲<text:span text:style-name="H">乙</text:span>丙', "甲丙", id="hidden"),
        pytest.param(
            "甲<text:note><text:note-body><text:p>注</text:p></text:note-body></text:note>乙", "甲乙", id="note"
        ),
        pytest.param("甲<office:annotation><text:p>批</text:p></office:annotation>乙", "甲乙", id="comment"),
        pytest.param("甲<draw:frame><svg:title>图</svg:title><draw:image/></draw:frame>乙", "甲乙", id="picture"),
    ],
)
def test_text_of_a_paragraph_is_what_shows(inside, shown):
    assert texts(read_odf(package(paragraph(inside)))) == [shown]


def test_lists_sections_and_text_boxes_are_looked_into_and_deleted_text_is_not():
    body = (
        f"<text:tracked-changes><text:changed-region>{paragraph('删去')}</text:changed-region></text:tracked-changes>"
        f"<text:section><text:h>标题</text:h></text:section>"
        f"<text:list><text:list-item>{paragraph('一')}</text:list-item></text:list>"
        f"<text:p>锚<draw:frame><draw:text-box>{paragraph('框内')}</draw:text-box></draw:frame></text:p>"
    )

    assert texts(read_odf(package(body))) == ["标题", "一", "锚", "框内"]


def test_merged_cells_are_spread():
    body = table(
        row(cell("目标"), cell("长文", 'table:number-columns-spanned="2"'), COVERED),
        row(cell("产出", 'table:number-rows-spanned="2"'), cell("1"), cell("2")),
        row(COVERED, cell("3"), cell("4")),
        row(cell("块", 'table:number-columns-spanned="2" table:number-rows-spanned="2"'), COVERED, cell("5")),
        row('<table:covered-table-cell table:number-columns-repeated="2"/>', cell("6")),
    )

    assert texts(read_odf(package(body))) == [
        [["目标", "长文", "长文*"], ["产出", "1", "2"], ["产出*", "3", "4"], ["块", "块*", "5"], ["块*", "块*", "6"]]
    ]


def test_nested_table_follows_the_table_around_it():
    inner = table(row(cell("内1"), cell("内2")))
    outer = table(row(cell("外1"), f"<table:table-cell>{paragraph('外2')}{inner}</table:table-cell>"))

    assert texts(read_odf(package(outer))) == [[["外1", "外2"]], [["内1", "内2"]]]


def test_sheet_shows_displayed_texts_where_they_stand():
    """A million empty rows and columns, as every spreadsheet program writes them, count but cost nothing."""
    body = table(
        row('<table:table-cell table:number-columns-repeated="16384"/>', attributes='table:number-rows-repeated="3"'),
        row(
            "<table:table-cell/>",
            f'<table:table-cell office:value="0.95">{paragraph("≥95%")}</table:table-cell>',
            cell("乙", 'table:number-rows-spanned="2"'),
        ),
        row("<table:table-cell/>", cell("丙"), COVERED),
        row("<table:table-cell/>", attributes='table:number-rows-repeated="1048570"'),
    )

    content = read_odf(package(body, "spreadsheet"))

    assert texts(content) == [[["≥95%", "乙"], ["丙", "乙*"]]]
    places = [
        str(cell.place)
        for block in content.blocks
        if isinstance(block, Table)
        for cells in block.rows
        for cell in cells
    ]
    assert places == [
        "表!B4",
        "表!C4",
        "表!B5",
        "表!C5",
    ]


def test_repeated_cells_of_a_sheet_are_read_as_often_as_they_show():
    body = table(
        row(cell("同", 'table:number-columns-repeated="2"'), cell("异"), attributes='table:number-rows-repeated="2"')
    )

    assert texts(read_odf(package(body, "spreadsheet"))) == [[["同", "同", "异"], ["同", "同", "异"]]]


def test_hidden_rows_are_read_and_told():
    body = table(row(cell("甲"), cell("乙")), row(cell("丙"), cell("丁"), attributes='table:visibility="collapse"'))

    content = read_odf(package(body, "spreadsheet"))

    assert texts(content) == [[["甲", "乙"], ["丙", "丁"]]]
    assert "隐藏的行" in content.notes[0]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(package("", "presentation"), "演示文稿", id="presentation"),
        pytest.param(package("", **{"META-INF/manifest.xml": "<encryption-data/>"}), "密码", id="protected"),
        pytest.param(package("<text:p>"), "XML", id="damaged"),
        pytest.param(
            package(
                "<table:table><table:table-row><table:table-cell>" * 30
                + "</table:table-cell></table:table-row></table:table>" * 30
            ),
            "嵌套",
            id="nested",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(data, reason):
    with pytest.raises(ReadError, match=reason):
        read_odf(data)


def test_huge_repetitions_in_a_text_stay_bounded():
    body = table(row(cell("甲", 'table:number-columns-repeated="999999999"')))

    (block,) = read_odf(package(body)).blocks
    assert isinstance(block, Table)

    assert len(block.rows[0]) == 1000
