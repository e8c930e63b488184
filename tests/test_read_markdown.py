"""Markdown pages."""

import pytest
from perflint_zh.document import Content, Paragraph, Place, Table
from perflint_zh.read.markdown import pipe_cells, read_markdown


def shape(content: Content) -> list[str | list[list[str]]]:
    return [
        block.text if isinstance(block, Paragraph) else [[cell.text for cell in row] for row in block.rows]
        for block in content.blocks
    ]


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ("| 一级 | 二级 |", ["一级", "二级"]),
        ("一级 | 二级", ["一级", "二级"]),
        ("|一级|", ["一级"]),
        ("| a | | |", ["a", "", ""]),
        (r"| ≥5 \| 6 | x |", ["≥5 | 6", "x"]),
        ("|:---|:-:|--:|", []),
        ("--- | ---", []),
        ("| - | - |", ["-", "-"]),
        ("没有竖线", None),
        (r"转义 \| 不算", None),
        ("", None),
    ],
)
def test_a_line_is_cut_at_its_pipes(line, cells):
    """Cells stand between pipes that are not escaped; the row of dashes has none; a line without pipes is no row."""
    assert pipe_cells(line) == cells


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("## 一、培训经费", "一、培训经费"),
        ("#绩效目标", "绩效目标"),
        ("- **数量**指标：`≥5`", "数量指标：≥5"),
        ("> 注：见[办法](http://example.org/a)", "注：见办法"),
        ("*斜体*与~~删去~~及__粗体__", "斜体与删去及粗体"),
        ("12人*3天*500元", "12人*3天*500元"),
        (r"\*注\* 1\.", "*注* 1."),
        ("满意度 &ge;90% <b>以上</b>，<5%", "满意度 ≥90% 以上，<5%"),
        ("甲<br/>乙", "甲\n乙"),
        (">95%", ">95%"),
        ("-5", "-5"),
        ("2021_03_14", "2021_03_14"),
    ],
)
def test_marks_are_reduced_to_text(line, text):
    """Headings, bullets, emphasis, links and entities leave their text; signs that mean something stay."""
    assert shape(read_markdown(line)) == [text]


def test_lines_without_text_are_left_out():
    """Rules, underlines of headings and fences are no paragraphs."""
    assert shape(read_markdown("标题\n====\n\n---\n```text\n正文\n```\n* * *\n")) == ["标题", "正文"]


def test_tables_with_and_without_outer_pipes():
    """Both spellings give tables with a place for each cell; a pipe in running text gives none."""
    content = read_markdown("甲 | 乙\n--|--\n1<br>2 | **3**\n\n说明 a|b\n\n| 丙 | 丁 |\n|-|-|\n| 4 |\n| - | - |\n")
    assert shape(content) == [[["甲", "乙"], ["1\n2", "3"]], "说明 a|b", [["丙", "丁"], ["4", ""], ["-", "-"]]]
    assert content.blocks[1] == Paragraph("说明 a|b", Place(line=5))
    last = content.blocks[2]
    assert isinstance(last, Table)
    assert [cell.place for cell in last.rows[1]] == [Place(line=9, column=1), Place(line=9, column=2)]


def test_html_tables_are_read_where_they_begin():
    """An HTML table in the page, with tables inside it, is read as in a page of its own."""
    content = read_markdown(
        "前\n\n<table>\n<tr><td rowspan=2>甲</td><td>1</td></tr>\n<tr><td>2</td></tr>\n</table>\n后\n<TABLE>"
    )
    assert shape(content) == ["前", [["甲", "1"], ["甲", "2"]], "后"]
    table = content.blocks[1]
    assert isinstance(table, Table)
    assert table.rows[1][0].place == Place(line=3, row=2, column=1)
    assert table.rows[1][0].spread


@pytest.mark.parametrize(
    "piece", ["**", "**a ", "`", "[", '[a](b "', "~~__**", "<a", "\\", "|", "|-", "&", "# ", "- - ", "_a_", "> - "]
)
def test_no_line_is_too_odd(piece):
    """Long lines of nothing but marks are read."""
    read_markdown(piece * 50_000)
