"""CSV files."""

import pytest
from perflint_zh.document import Content, Paragraph, Place, Table
from perflint_zh.errors import ReadError
from perflint_zh.read.delimited import read_csv


def shape(content: Content) -> list[str | list[list[str]]]:
    return [
        block.text if isinstance(block, Paragraph) else [[cell.text for cell in row] for row in block.rows]
        for block in content.blocks
    ]


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("甲,乙\n1,2\n", [[["甲", "乙"], ["1", "2"]]]),
        ("甲;乙\n1,5;2\n", [[["甲", "乙"], ["1,5", "2"]]]),
        ("甲\t乙，丙\n1\t2,3\n", [[["甲", "乙，丙"], ["1", "2,3"]]]),
        ("sep=|\n甲|乙,丙\n", [[["甲", "乙,丙"]]]),
        ('甲,"乙\n丙, ""丁"""\n', [[["甲", '乙\n丙, "丁"']]]),
        ('="0012",乙\n', [[["0012", "乙"]]]),
        ("a,b\n\n , \nc,d", [[["a", "b"]], [["c", "d"]]]),
        ("甲\n", ["甲"]),
        ("", []),
    ],
)
def test_records_become_rows(text, blocks):
    """Values part at whichever delimiter fits, quotes hold them together, blank records part tables."""
    assert shape(read_csv(text.encode())) == blocks


def test_lines_of_one_value_before_a_table_are_paragraphs():
    """Titles are cut out, padded with commas or not; a lone heading inside a table and its last row are not."""
    text = (
        "甲表,,\n,,单位：万元\n一级,二级,值\n产出指标,,\n,数量指标,5\n,,续行\n"
        "乙表\n单位：元\n一级,二级,值\n效果指标,社会效益,6\n满意度指标,,\n"
    )
    assert shape(read_csv(text.encode())) == [
        "甲表",
        "单位：万元",
        [["一级", "二级", "值"], ["产出指标", "", ""], ["", "数量指标", "5"], ["", "", "续行"]],
        "乙表",
        "单位：元",
        [["一级", "二级", "值"], ["效果指标", "社会效益", "6"], ["满意度指标", "", ""]],
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_places_are_lines_of_the_file(end, encoding):
    """A cell carries the line on which its record begins, whatever stands between, and its column."""
    text = end.join(["标题", "", '甲,"一', '二"', "丙,丁", ""])
    title, table = read_csv(text.encode(encoding)).blocks
    assert title == Paragraph("标题", Place(line=1, column=1))
    assert isinstance(table, Table)
    assert [[cell.place for cell in row] for row in table.rows] == [
        [Place(line=3, column=1), Place(line=3, column=2)],
        [Place(line=5, column=1), Place(line=5, column=2)],
    ]


def test_an_open_quote_is_told_with_its_line():
    """A quote that swallows the rest of a large file is an error that names the line."""
    with pytest.raises(ReadError, match=r"第2行.*引号"):
        read_csv(('甲,乙\n丙,"丁\n' + "文" * 140_000).encode())
