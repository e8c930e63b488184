"""What is written into a document in any layout and style is what is read back."""

import codecs
import json
from collections.abc import Callable
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from perflint_zh.document import Document
from perflint_zh.extract import extract
from perflint_zh.read import read_content
from perflint_zh.report.data import extract_records
from perflint_zh.samples.compare import differences
from perflint_zh.samples.csv import write_csv
from perflint_zh.samples.docx import write_docx
from perflint_zh.samples.html import write_html
from perflint_zh.samples.labels import records
from perflint_zh.samples.markdown import write_markdown
from perflint_zh.samples.source import Project, Row, Source, read_source
from perflint_zh.samples.style import WIDE_COLUMNS, Style
from perflint_zh.samples.text import write_pipes, write_text_cells, write_text_lines, write_text_rows
from perflint_zh.samples.xlsx import write_xlsx

pdf = pytest.importorskip("perflint_zh.samples.pdf", reason="reportlab is not installed", exc_type=ImportError)

SOURCES = [read_source(path) for path in sorted((Path(__file__).parent / "samples" / "sources").glob("*.toml"))]
GOLD = sorted((Path(__file__).parents[2] / "shared" / "gold" / "extract").glob("*.json"))

Writer = Callable[..., bytes]

WRITERS: dict[str, tuple[str, Writer]] = {
    "text-cells": (".txt", write_text_cells),
    "text-rows": (".txt", write_text_rows),
    "pipes": (".txt", write_pipes),
    "markdown": (".md", write_markdown),
    "csv": (".csv", write_csv),
    "html": (".html", write_html),
    "docx": (".docx", write_docx),
    "xlsx": (".xlsx", write_xlsx),
    "xlsx-list": (".xlsx", partial(write_xlsx, one_list=True)),
    "pdf": (".pdf", pdf.write_pdf),
}

OTHER_HEADS = {
    "level1": "一级绩效指标", "level2": "二级绩效指标", "name": "指标内容", "description": "指标解释", "value": "指标目标值",
    "basis": "评价标准确定依据",
}  # fmt: skip

STYLES = {
    "no-ordinals": Style(ordinals=False),
    "ordinals-with-points": Style(ordinal_mark="."),
    "title-in-table": Style(title="row"),
    "name-in-table": Style(title="label"),
    "goal-below-header": Style(goal="below"),
    "goal-in-one-cell": Style(goal_cells=1),
    "level1-blank": Style(level1="blank"),
    "level1-repeated": Style(level1="repeated"),
    "level2-merged": Style(merge_level2=True),
    "value-before-description": Style(columns=("level1", "level2", "name", "value", "description", "basis")),
    "columns-shuffled": Style(columns=("name", "level2", "value", "level1", "basis", "description"), level1="repeated"),
    "no-description": Style(columns=("level1", "level2", "name", "value")),
    "operator-and-unit-apart": Style(columns=("level1", "level2", "name", "operator", "value", "unit", "basis")),
    "other-heads": Style(heads=OTHER_HEADS),
    "yunnan-heads": Style(columns=(*WIDE_COLUMNS[4:10], "description"), heads={"description": "指标内容"}),
    "beijing-heads": Style(
        columns=WIDE_COLUMNS[4:10], heads={"operator": "绩效指标性质", "value": "绩效指标值", "unit": "绩效度量单位"}
    ),
    "long-table": Style(long_table=True),
    "long-table-names": Style(long_table=True, title="label"),
    "unit-part": Style(unit_part=True),
    "head": Style(form="head"),
    "head-name-in-table": Style(form="head", title="label"),
    "head-long-table": Style(form="head", long_table=True),
    "wide": Style(form="wide", columns=WIDE_COLUMNS),
    "wide-units": Style(form="wide", columns=WIDE_COLUMNS, unit_part=True),
    "declaration": Style(form="declaration"),
    "evaluation": Style(form="evaluation"),
    "evaluation-points": Style(form="evaluation", points=True),
}
"""Choices that a form leaves open."""

PAGE_ENDS = {
    "page-end": Style(page_rows=3),
    "header-again": Style(page_rows=3, page_end=("header",)),
    "row-twice": Style(page_rows=4, page_end=("twice",)),
    "row-twice-header-again": Style(page_rows=4, page_end=("twice", "header")),
    "row-cut": Style(page_rows=3, page_end=("cut",)),
    "row-cut-header-again": Style(page_rows=3, page_end=("cut", "header")),
    "head-row-cut": Style(form="head", page_rows=3, page_end=("cut",)),
}
"""Page ends that a converter has left inside a table."""


def found_in(data: bytes, suffix: str) -> dict[str, Any]:
    content = read_content(data, suffix)
    return next(extract_records((extract(Document(f"sample{suffix}", "", content.blocks, content.notes)),)))


def wrong(source: Source, style: Style, writer: Writer, suffix: str) -> list[str]:
    return list(differences(found_in(writer(source, style), suffix), records(source, style, f"sample{suffix}")))


@pytest.mark.parametrize("layout", WRITERS)
@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.file)
def test_layouts(source: Source, layout: str) -> None:
    """Every layout gives back every cell."""
    suffix, writer = WRITERS[layout]

    assert wrong(source, Style(), writer, suffix) == []


LINE_STYLES = {
    "goal-above-heads": Style(form="plain"),
    "goal-below-heads": Style(form="plain", goal="below"),
    "goal-beside-label": Style(form="plain", title="label", goal_cells=1),
    "goal-below-beside-label": Style(form="plain", goal="below", goal_cells=1),
}


@pytest.mark.parametrize("style", LINE_STYLES)
@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.file)
def test_lines_without_tabs(source: Source, style: str) -> None:
    """One cell per line without tabs gives back every cell of a plain table, though empty cells leave no trace."""
    assert wrong(source, LINE_STYLES[style], write_text_lines, ".txt") == []


@pytest.mark.parametrize("layout", ["text-rows", "docx", "xlsx-list", "html", "pdf"])
@pytest.mark.parametrize("style", STYLES)
def test_styles(style: str, layout: str) -> None:
    """What a form leaves open does not change what is read."""
    suffix, writer = WRITERS[layout]

    assert [line for source in SOURCES for line in wrong(source, STYLES[style], writer, suffix)] == []


@pytest.mark.parametrize("layout", ["text-cells", "text-rows", "docx", "html"])
@pytest.mark.parametrize("style", PAGE_ENDS)
def test_page_ends(style: str, layout: str) -> None:
    """A page end inside a table joins its parts: repeated headers and rows are known, cut rows made whole."""
    suffix, writer = WRITERS[layout]

    assert [line for source in SOURCES for line in wrong(source, PAGE_ENDS[style], writer, suffix)] == []


def test_row_printed_twice_is_marked() -> None:
    """The second print of a row is kept and marked."""
    style = Style(page_rows=4, page_end=("twice",))

    found = found_in(write_text_rows(SOURCES[0], style), ".txt")

    assert [
        [row.get("duplicate_row", False) for row in project["indicators"]].index(True) for project in found["projects"]
    ] == [4, 4]


@pytest.mark.parametrize(
    ("layout", "encoding"),
    [
        *product(["text-rows", "csv"], ["utf-8", "utf-8-sig", "gb18030", "utf-16"]),
        ("html", "utf-8"),
        ("html", "gb18030"),
    ],
)
def test_encodings(layout: str, encoding: str) -> None:
    """Text formats are read in every encoding that offices use."""
    suffix, writer = WRITERS[layout]

    assert wrong(SOURCES[2], Style(), partial(writer, encoding=encoding), suffix) == []


def test_utf16_without_mark() -> None:
    """UTF-16 is recognised without its byte order mark."""
    data = write_text_cells(SOURCES[0], Style(), encoding="utf-16").removeprefix(codecs.BOM_UTF16_LE)

    assert list(differences(found_in(data, ".txt"), records(SOURCES[0], Style(), ""))) == []


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_delimiters(delimiter: str) -> None:
    """CSV files with semicolons or tabs are read as well."""
    assert wrong(SOURCES[1], Style(), partial(write_csv, delimiter=delimiter), ".csv") == []


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.file)
def test_number_formats(source: Source) -> None:
    """Values that a number format shows (0.95 as ≥95%) are read as shown."""
    assert wrong(source, Style(), partial(write_xlsx, formats=True), ".xlsx") == []


@pytest.mark.parametrize(
    "options", [{"landscape": True}, {"repeat_header": False}, {"landscape": True, "repeat_header": False}], ids=str
)
@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.file)
def test_pdf_pages(source: Source, options: dict[str, bool]) -> None:
    """Tables run over page ends in both orientations, with and without a repeated header."""
    assert wrong(source, Style(), partial(pdf.write_pdf, **options), ".pdf") == []


@pytest.mark.parametrize("number", range(12))
@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.file)
def test_narratives(source: Source, number: int) -> None:
    """However the narrative words and breaks its list of projects, amounts come to the right tables."""
    renamed = msgspec.structs.replace(source, file=f"{source.file}-{number}")

    assert wrong(renamed, Style(), write_text_cells, ".txt") == []


@pytest.mark.parametrize("layout", WRITERS)
def test_writers_are_deterministic(layout: str) -> None:
    """The same source always gives the same bytes."""
    _, writer = WRITERS[layout]

    assert writer(SOURCES[0], Style()) == writer(SOURCES[0], Style())


def gold_source(record: dict[str, Any]) -> Source:
    """A reviewed record as a source, so that it can be written in other layouts."""
    projects = []
    for project in record["projects"]:
        rows = tuple(
            Row(row["level2"], row["name"], row["description"] or "", row["value"], row["basis"] or "")
            for row in project["indicators"]
            if not row.get("duplicate_row")
        )
        plan = tuple("" if amount is None else str(amount) for amount in (project["spending_plan"] or {}).values())
        projects.append(
            Project(
                name=project["name"],
                rows=rows,
                budget_wan=project["budget_wan"],
                code=project["project_code"] or "",
                funds_use=project["funds_use"] or "",
                plan=plan,
                goal=project["goal"] or "",
            )
        )
    return Source(
        file=Path(record["file"]).stem[:3],
        layout="docx",
        department=record["department"],
        year=record["year"],
        projects=tuple(projects),
        code=record["department_code"],
        form="head" if any(project.code for project in projects) else "plain",
        basic_wan=round(record["total_expenditure_wan"] - record["project_expenditure_wan"], 6),
        project_total_wan=record["project_expenditure_wan"],
        total_wan=record["total_expenditure_wan"],
        duties="（一）承担日常事务。\n（二）组织重点工作。",
        overall_goal="各项工作按时完成，服务对象满意。",
    )


@pytest.mark.skipif(not GOLD, reason="needs the reviewed records in ../shared")
@pytest.mark.parametrize(
    ("layout", "style"),
    [
        ("docx", Style()),
        ("docx", Style(title="row", goal_cells=1)),
        ("docx", Style(form="head")),
        ("xlsx", Style(level1="blank")),
        ("xlsx-list", Style(form="wide", columns=WIDE_COLUMNS)),
        ("html", Style(long_table=True)),
        ("html", Style(form="declaration")),
        ("pdf", Style()),
        ("pdf", Style(form="head", title="row")),
        ("text-rows", Style(page_rows=4, page_end=("twice", "header"))),
        ("markdown", Style(goal="below")),
    ],
)
def test_reviewed_records(layout: str, style: Style) -> None:
    """The records of real documents survive every layout, whole."""
    suffix, writer = WRITERS[layout]
    sources = [gold_source(json.loads(path.read_text(encoding="utf-8"))) for path in GOLD]

    assert [line for source in sources for line in wrong(source, style, writer, suffix)] == []


LETTERS = st.sampled_from("巡查河道清淤里程校舍修缮堤防垃圾运输村民路灯养护器材采买维保展览宣教")
WORDS = st.lists(LETTERS, min_size=3, max_size=12).map("".join)
SENTENCES = st.lists(WORDS, min_size=1, max_size=3).map("，".join)
FIGURES = st.builds(
    "{}{}{}".format,
    st.sampled_from(["≥", "≤", "=", ""]),
    st.integers(1, 99_999),
    st.sampled_from(["次", "%", "万元", "公里", "人次"]),
)
LEVELS = ("数量指标", "质量指标", "时效指标", "社会效益指标", "服务对象满意度指标")


@st.composite
def drawn_sources(draw: st.DrawFn) -> Source:
    """A department whose tables hold any words and figures; levels stand in their order, as in every form."""
    projects = []
    for name in draw(st.lists(WORDS, min_size=1, max_size=3, unique=True)):
        levels = sorted(draw(st.lists(st.sampled_from(LEVELS), min_size=1, max_size=6)), key=LEVELS.index)
        names = draw(st.lists(WORDS, min_size=len(levels), max_size=len(levels), unique=True))
        rows = tuple(
            Row(level, one, draw(SENTENCES), draw(FIGURES), draw(SENTENCES))
            for level, one in zip(levels, names, strict=True)
        )
        projects.append(Project(f"{name}经费", rows, draw(st.integers(1, 9_999)) / 10, goal=draw(SENTENCES) + "。"))
    return Source(
        "任意",
        "text-rows",
        "示例县水利局",
        2024,
        tuple(projects),
        code="214",
        duties="（一）其他任务。",
        overall_goal="完成任务。",
    )


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(drawn_sources(), st.sampled_from([layout for layout in WRITERS if layout != "pdf"]))
def test_any_records_come_back(source: Source, layout: str) -> None:
    """Records, written in a format and read again, are the same records, whatever words and figures they hold."""
    suffix, writer = WRITERS[layout]

    assert wrong(source, Style(), writer, suffix) == []
