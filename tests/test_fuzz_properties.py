"""Any grid, any text, any bytes: extraction invents nothing, the value grammar answers always, readers give a document or a reason."""

import sys
from itertools import zip_longest
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from perflint_zh.document import Block, Cell, Document, Paragraph, Place, Table
from perflint_zh.extract.words import column_candidates, labels
from perflint_zh.read import read_content
from perflint_zh.read.flow import Box, Grid, to_blocks

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.fuzz.promises import extraction_holds, reading_holds, value_holds

WORDS = (
    "一级指标 二级指标 三级指标 绩效指标描述 指标值 指标值确定依据 产出指标 数量指标 质量指标 效益指标 满意度指标 成本指标 绩效目标 "
    "项目名称 预算金额 万元 单位：万元 巡堤里程 ≥95% 12次 10月底前 合计 甲项目绩效目标表 名词解释 权重 备注 质量指 标 1. （1） — ｜"
).split()
KNOWN = st.sampled_from([*column_candidates(), *labels()])
TEXTS = st.one_of(
    st.sampled_from(WORDS),
    KNOWN,
    st.just(""),
    st.text(max_size=12),
    st.lists(st.sampled_from(WORDS), max_size=3).map("\n".join),
)
ROWS = st.lists(st.lists(TEXTS, min_size=1, max_size=7), min_size=1, max_size=10)
HEAD = ["一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据"]
HEADED = st.lists(st.lists(TEXTS, min_size=6, max_size=6), max_size=8).map(lambda rows: [HEAD, *rows])
PAGES = st.lists(st.one_of(TEXTS, ROWS, HEADED), min_size=1, max_size=5)


def document(page: list[str | list[list[str]]]) -> Document:
    blocks: list[Block] = []
    for number, item in enumerate(page, start=1):
        if isinstance(item, str):
            blocks.append(Paragraph(item, Place(paragraph=number)))
            continue
        above: list[str] = []
        rows = []
        for row, cells in enumerate(item, start=1):
            # What is written twice, one below the other, is one merged cell.
            copies = [text == over for text, over in zip_longest(cells, above[: len(cells)])]
            rows.append(
                tuple(
                    Cell(text, Place(table=number, row=row, column=column, page=number), spread)
                    for column, (text, spread) in enumerate(zip(cells, copies, strict=True), start=1)
                )
            )
            above = cells
        blocks.append(Table(tuple(rows)))
    return Document("任意.docx", "0" * 64, tuple(blocks))


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(PAGES)
def test_extraction_never_raises_and_invents_nothing(page) -> None:
    """Whatever stands in the grid, every text of an indicator stands there too, and the result can be stored."""
    extraction_holds(document(page))


@settings(max_examples=500)
@given(
    st.one_of(
        st.text(max_size=40),
        st.lists(st.sampled_from([*"0123456789.,-—~≥≤><=%‰±万亿元年月日次（）前内以上不低于", " "]), max_size=14).map(
            "".join
        ),
    )
)
def test_the_value_grammar_answers_any_text(text) -> None:
    """A quantity for every text, and the same one for what it is written as."""
    value_holds(text)


@settings(max_examples=200)
@given(
    st.lists(
        st.lists(st.tuples(st.integers(0, 70), st.integers(1, 70), st.booleans(), TEXTS), max_size=5),
        min_size=1,
        max_size=6,
    )
)
def test_any_merges_give_a_full_grid(rows) -> None:
    """However cells overlap, every row of a table is as wide as the others."""
    grid = Grid([[Box([text], column, span, continues) for column, span, continues, text in row] for row in rows])

    for block in to_blocks([grid]):
        assert isinstance(block, Table)
        assert len({len(row) for row in block.rows}) == 1


STARTS = st.sampled_from(
    [
        b"",
        b"%PDF-1.4\n",
        b"PK\x03\x04",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"<html><table>",
        b"\xff\xfe",
        b"MIME-Version: 1.0\n",
    ]
)


@settings(max_examples=200)
@given(
    STARTS,
    st.binary(min_size=1, max_size=300),
    st.sampled_from([".docx", ".pdf", ".csv", ".md", ".txt", ".html", ".xls", ".mht"]),
)
def test_any_bytes_are_a_document_or_a_reason(start, rest, suffix) -> None:
    """A reader raises nothing but ReadError, whose message is one line."""
    content = reading_holds(lambda: read_content(start + rest, suffix))
    if content is not None:
        extraction_holds(Document("任意", "0" * 64, content.blocks, content.notes))


@pytest.mark.parametrize(
    "text", ["", " ", "\0", "≥", "%", "9" * 5000, "一" * 5000, "（" * 5000, "1e999", "١٢", "²", "①", "𝟗𝟓%", "-0"]
)
def test_odd_values_are_answered(text) -> None:
    """Texts that numbers are mistaken for."""
    value_holds(text)
