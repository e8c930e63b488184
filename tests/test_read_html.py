"""HTML pages and web archives."""

import base64

import pytest
from perflint_zh.document import Content, Paragraph, Place, Table
from perflint_zh.errors import ReadError
from perflint_zh.read import html
from perflint_zh.read.html import read_html


def shape(content: Content) -> list[str | list[list[str]]]:
    return [
        block.text if isinstance(block, Paragraph) else [[cell.text for cell in row] for row in block.rows]
        for block in content.blocks
    ]


def read(page: str) -> list[str | list[list[str]]]:
    return shape(read_html(page.encode()))


def test_merged_cells_are_spread_and_placed():
    """Every position of a merged cell shows its text, is marked as a copy but for the first, and has its own place."""
    content = read_html("<p>题</p><table><tr><td rowspan=2>甲<td colspan=2>乙<tr><td>1<td>2</table>".encode())
    paragraph, table = content.blocks
    assert paragraph == Paragraph("题", Place(paragraph=1))
    assert isinstance(table, Table)
    assert [[(cell.text, cell.spread) for cell in row] for row in table.rows] == [
        [("甲", False), ("乙", False), ("乙", True)],
        [("甲", True), ("1", False), ("2", False)],
    ]
    assert table.rows[1][2].place == Place(table=1, row=2, column=3)


@pytest.mark.parametrize(
    ("page", "blocks"),
    [
        ("<p>一<p>二<div>三<b>四</b></div>五<br>六", ["一", "二", "三四", "五", "六"]),
        ("<p>a\n  b &nbsp;&ge;\xa05</p>", ["a b  ≥ 5"]),
        ("<p>绩效\n   目标\nA级</p>", ["绩效目标 A级"]),
        ("<pre>一\n  二\r\n</pre>三", ["一", "二", "三"]),
        ("<head><title>题</title><style>p{}</style></head><script>x</script><!--y--><p>正文", ["正文"]),
        ("<p>见<span style='display: none'>隐<br>藏</span>到</p><p hidden>无</p><p style='mso-hide:all'>无", ["见到"]),
        ("<table><tr><td>1<td>a<br>b<p>c<p>d</table>", [[["1", "a\nb\nc\nd"]]]),
        ("<table><tr><td>1<td>2<tr style='display:none'><td>3<td>4</table>", [[["1", "2"]]]),
        (
            "<table><caption>题</caption><tfoot><tr><td>末<td>2<thead><tr><th>头<th>1<tbody><tr><td>身<td>3</table>",
            ["题", [["头", "1"], ["身", "3"], ["末", "2"]]],
        ),
        ("<table><tr><td>1<td>2<tr><td>3</table>", [[["1", "2"], ["3", ""]]]),
        ("<table><tr><td colspan=9>题<tr><td>1<td>2</table>", [[["题", "题"], ["1", "2"]]]),
        ("<table><tr><td rowspan=0>1<td>2<tr><td>3<tr><td>4</table>", [[["1", "2"], ["1", "3"], ["1", "4"]]]),
        ("<table><td>1<td>2</table>", [[["1", "2"]]]),
        ("<td>甲<p>乙</td>丙", ["甲", "乙", "丙"]),
        ("<table><tr><td> <td>&nbsp;</table>文", ["文"]),
        ("<table><tr><td>只有一格</table>", ["只有一格"]),
        ("文字", ["文字"]),
        ("", []),
        ("<!-- 无 -->", []),
    ],
)
def test_a_page_is_read_as_a_browser_shows_it(page, blocks):
    """Blocks, line breaks, blanks, hidden parts and sloppy markup come out as the page looks."""
    assert read(page) == blocks


def test_a_layout_table_is_taken_apart():
    """A table that only lays out the page gives its lines and the tables inside it, in order."""
    inner = "<table><tr><td>1<td>2<tr><td>3<td>4</table>"
    assert read(f"<table><tr><td>菜单<td>上{inner}下<tr><td>页脚</table>") == [
        "菜单",
        "上",
        [["1", "2"], ["3", "4"]],
        "下",
        "页脚",
    ]


def test_a_table_inside_a_data_cell_follows_its_table():
    """A table with data of its own stays whole; the table inside one of its cells comes next, numbered in order."""
    content = read_html(
        b"<table><tr><td>a<td>b<tr><td>c<td>d<table><tr><td>1<td>2</table>e</table><table><tr><td>x<td>y</table>"
    )
    assert shape(content) == [[["a", "b"], ["c", "d\ne"]], [["1", "2"]], [["x", "y"]]]
    assert [block.rows[0][0].place.table for block in content.blocks if isinstance(block, Table)] == [1, 2, 3]


def test_tables_that_are_never_closed_stay_in_order():
    """A table that begins between the rows of another one ends that one."""
    assert read("<table><tr><td>1<td>2</tr><table><tr><td>3<td>4</tr>" * 2) == [[["1", "2"]], [["3", "4"]]] * 2


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", ""),
        ("utf-8-sig", ""),
        ("utf-16", ""),
        ("gb18030", "gb2312"),
        ("gb18030", ""),
        ("utf-8", "gb2312"),
        ("big5", "big5"),
    ],
)
def test_the_encoding_is_told_from_the_bytes(encoding, declared):
    """UTF-8, UTF-16, GB18030 and Big5 pages are read, also when the page declares the wrong one."""
    page = f"<html><head><meta charset='{declared}'></head><p>年度目標（萬元）</p></html>"
    assert shape(read_html(page.encode(encoding))) == ["年度目標（萬元）"]


def test_an_xml_declaration_does_no_harm():
    """A page that begins like XML and names another encoding is read by its bytes."""
    assert read("<?xml version='1.0' encoding='gb2312'?><html><body><p>正文</p></body></html>") == ["正文"]


def test_all_pages_of_a_web_archive_are_read():
    """A web archive, as Word and Excel save it, gives the text of its pages and not of its other parts."""
    pages = "".join(
        f"--x\nContent-Type: {kind}\nContent-Transfer-Encoding: base64\n\n{base64.encodebytes(page.encode('gb18030')).decode()}\n"
        for kind, page in (
            ("text/html", "<p>甲</p>"),
            ("text/css", "p {}"),
            ("text/html", "<table><tr><td>1<td>2</table>"),
        )
    )
    archive = f'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="x"\n\n{pages}--x--\n'
    assert shape(read_html(archive.encode())) == ["甲", [["1", "2"]]]


@pytest.mark.parametrize("tag", ["div", "font", "span style='color:red'", "ul><li", "p"])
def test_a_hundred_thousand_nested_tags_are_read(tag):
    """Depth means nothing: what comes behind 100,000 open elements is found."""
    assert read(f"<{tag}>" * 100_000 + "文") == ["文"]


def test_tables_nested_beyond_all_sense_are_refused():
    """A hundred thousand tables inside one another are an error and not a crash."""
    with pytest.raises(ReadError, match="嵌套"):
        read("<table><tr><td>" * 100_000)


def test_a_grid_beyond_all_measure_is_refused(monkeypatch):
    """Small pages that span huge grids are refused."""
    monkeypatch.setattr(html, "MAX_CELLS", 1000)
    for page in ("<td rowspan=60000 colspan=999>x" + "<tr><td>y" * 200, "<td>a" * 100 + "<tr><td>b" * 100):
        with pytest.raises(ReadError, match="单元格"):
            read(f"<table><tr>{page}</table>")
