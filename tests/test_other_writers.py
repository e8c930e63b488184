"""Goal tables as other writers would lay them out: where names, amounts and goals stand must not matter."""

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from perflint_zh.document import Cell, Document, Table
from perflint_zh.extract import extract
from perflint_zh.read import read_content
from perflint_zh.report.data import extract_records
from perflint_zh.samples import docx, html, text, xlsx
from perflint_zh.samples.compare import differences
from perflint_zh.samples.forms import money
from perflint_zh.samples.labels import records
from perflint_zh.samples.narrative import NUMERALS, budget_tables, closing, explanation
from perflint_zh.samples.pieces import LEFT, UP, Grid, GridCell, Part, Piece, Text
from perflint_zh.samples.source import Project, Source, level1, read_source
from perflint_zh.samples.style import WIDE_COLUMNS, Style

pdf = pytest.importorskip("perflint_zh.samples.pdf", reason="reportlab is not installed", exc_type=ImportError)

SOURCES = [read_source(path) for path in sorted((Path(__file__).parent / "samples" / "sources").glob("*.toml"))]

FORMATS = {
    ".html": lambda pieces: html.page(pieces, "绩效目标"),
    ".docx": docx.package,
    ".xlsx": xlsx.workbook,
    ".pdf": pdf.pages,
    ".txt": text.as_cells,
}

HEADS = ("一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据")
WIDTHS = (9, 11, 17, 24, 11, 13)


def over(width: int, *texts: str) -> tuple[GridCell, ...]:
    return (*texts, *(LEFT,) * (width - len(texts)))


def rows_of(source: Source, project: Project) -> Iterator[tuple[GridCell, ...]]:
    above = ""
    for row in project.rows:
        name = level1(source.system, row.level2)
        yield (UP if name == above else name, row.level2, row.name, row.description, row.value, row.basis)
        above = name


def amount(project: Project) -> str:
    return money(project.budget_wan, "万元")


def lines_above(source: Source) -> Iterator[Piece]:
    """Name, amount and goal in lines above a table that has a generic title."""
    for number, project in enumerate(source.projects, start=1):
        yield Text("项目支出绩效目标表", "title")
        yield Text(f"{number}.项目名称：{project.name}")
        yield Text(f"{number}.项目预算：{amount(project)}万元")
        first, *rest = project.goal.split("\n")
        yield Text(f"绩效目标：{first}")
        yield from map(Text, rest)
        yield Grid((HEADS, *rows_of(source, project)), WIDTHS, 0)


def name_beside_unit(source: Source) -> Iterator[Piece]:
    """Name and unit on one line, no title, the goal below the header."""
    for project in source.projects:
        yield Text(f"项目名称：{project.name}          单位：万元")
        yield Grid((HEADS, over(6, "绩效目标", project.goal), *rows_of(source, project)), WIDTHS, 0)


def name_as_heading(source: Source) -> Iterator[Piece]:
    """A heading instead of a title."""
    for number, project in enumerate(source.projects):
        yield Text(f"（{NUMERALS[number]}）{project.name}", "heading")
        yield Grid((over(6, "绩效目标", project.goal), HEADS, *rows_of(source, project)), WIDTHS, 1)


def flat_list(source: Source) -> Iterator[Piece]:
    """One list that repeats everything in every row."""
    heads = ("序号", "单位名称", "项目名称", "预算数（万元）", "绩效目标", *HEADS)
    rows = [
        (
            project.name,
            amount(project),
            project.goal,
            level1(source.system, row.level2),
            row.level2,
            row.name,
            row.description,
            row.value,
            row.basis,
        )
        for project in source.projects
        for row in project.rows
    ]
    yield Text("部门项目支出绩效目标汇总表", "title")
    yield Grid(
        (heads, *((str(number), source.department, *row) for number, row in enumerate(rows, 1))),
        (4, 10, 12, 8, 20, *WIDTHS),
        0,
    )


def label_column(source: Source) -> Iterator[Piece]:
    """Title and unit inside the table, a label beside all indicators."""
    for project in source.projects:
        head: list[tuple[GridCell, ...]] = [
            over(7, f"项目支出绩效目标表（{source.year}年度）"),
            over(7, "金额单位：万元"),
            ("项目名称", project.name, LEFT, LEFT, "预算金额", amount(project), LEFT),
            ("项目类型", "其他运转类", LEFT, LEFT, "实施单位", source.department, LEFT),
            over(7, "年度目标", project.goal),
            ("绩效指标", *HEADS),
        ]
        yield Grid((*head, *((UP, *row) for row in rows_of(source, project))), (5, *WIDTHS), 5)


def spaced_heads(source: Source) -> Iterator[Piece]:
    """Line breaks in heads, colons behind labels, the table's number before the title."""
    heads = ("一级\n指标", "二级\n指标", "三级指标", "绩效指标\n描述", "指标值", "指标值\n确定依据")
    for number, project in enumerate(source.projects, start=1):
        yield Text(f"表{number} {project.name}绩效目标表（{source.year}年度）", "title")
        yield Text(f"预算单位：{source.department}    金额单位：万元", "caption")
        head = (over(6, "预算数", amount(project)), over(6, "绩效目标:", project.goal), heads)
        yield Grid((*head, *rows_of(source, project)), WIDTHS, 2)


def one_header(source: Source) -> Iterator[Piece]:
    """One long table whose header stands at the top only."""
    rows: list[tuple[GridCell, ...]] = [HEADS]
    for project in source.projects:
        rows += [over(6, f"项目名称：{project.name}"), over(6, f"绩效目标：{project.goal}"), *rows_of(source, project)]
    yield Text("部门预算项目绩效目标表", "title")
    yield Grid(tuple(rows), WIDTHS, 0)


def captions_in_columns(source: Source) -> Iterator[Piece]:
    """One long table in whose columns units and page numbers stand."""
    rows: list[tuple[GridCell, ...]] = []
    for number, project in enumerate(source.projects, start=1):
        rows += [
            ("", "", "", "", "", "单位：万元"),
            ("项目名称", project.name, LEFT, LEFT, "预算数", amount(project)),
            over(6, "绩效目标", project.goal),
            HEADS,
            *rows_of(source, project),
            ("", "", f"- {number} -", "", "", ""),
        ]
    yield Text("项目绩效目标表", "title")
    yield Grid(tuple(rows), WIDTHS)


def goal_column(source: Source) -> Iterator[Piece]:
    """The goal in a column of its own, merged beside all indicators."""
    for project in source.projects:
        yield Text(f"{project.name}绩效目标表", "title")
        goals: list[GridCell] = [project.goal, *[UP] * (len(project.rows) - 1)]
        rows = ((goal, *row) for goal, row in zip(goals, rows_of(source, project), strict=True))
        yield Grid((("年度目标", *HEADS), *rows), (14, *WIDTHS), 0)


FORMS: dict[str, Callable[[Source], Iterator[Piece]]] = {
    form.__name__: form
    for form in (
        lines_above, name_beside_unit, name_as_heading, flat_list, label_column, spaced_heads, one_header, captions_in_columns, goal_column,
    )
}  # fmt: skip


def wrong(source: Source, goal_tables: Iterator[Piece], suffix: str) -> list[str]:
    pieces = [
        *budget_tables(source, source.code, source.department),
        *explanation(source, source.department),
        Part("项目绩效目标"),
        Text("第三部分 预算项目绩效目标", "heading"),
        *goal_tables,
        *closing(source, source.department),
    ]
    content = read_content(FORMATS[suffix](pieces), suffix)
    found = next(extract_records((extract(Document(f"form{suffix}", "", content.blocks, content.notes)),)))
    expected = records(source, Style(form="plain"), "")
    for project in found["projects"]:
        # Whether a form repeats the amount that the narrative gives is its own matter.
        project["budget_source"] = "narrative"
    return list(differences(found, expected))


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("form", FORMS)
def test_form(form: str, suffix: str) -> None:
    """The same records are read whatever the form."""
    assert [line for source in SOURCES for line in wrong(source, FORMS[form](source), suffix)] == []


def test_sheet_names() -> None:
    """A sheet's name names the project where nothing else does."""

    def named_by_sheets(source: Source) -> Iterator[Piece]:
        for project in source.projects:
            yield Part(project.name, minor=True)
            yield Grid((over(6, "绩效目标", project.goal), HEADS, *rows_of(source, project)), WIDTHS, 1)

    assert [line for source in SOURCES for line in wrong(source, named_by_sheets(source), ".xlsx")] == []


def test_damaged_grids() -> None:
    """Extraction takes any grid: rows cut short, cells moved, texts exchanged."""
    chance = random.Random(7)
    documents = [
        read_content(html.write_html(source, style), ".html").blocks
        for source in SOURCES
        for style in (Style(), Style(form="head"), Style(form="wide", columns=WIDE_COLUMNS), Style(form="evaluation"))
    ]
    texts = [
        cell.text
        for blocks in documents
        for block in blocks
        if isinstance(block, Table)
        for row in block.rows
        for cell in row
    ]

    for _ in range(200):
        blocks = [
            Table(tuple(damaged(row, texts, chance) for row in block.rows)) if isinstance(block, Table) else block
            for block in chance.choice(documents)
            if chance.random() > 0.1
        ]
        extract(Document("damaged", "", tuple(blocks)))


def damaged(row: tuple[Cell, ...], texts: list[str], chance: random.Random) -> tuple[Cell, ...]:
    cells = list(row)
    at = chance.randrange(len(cells))
    match chance.randrange(12):
        case 0:
            return ()
        case 1:
            del cells[at]
        case 2:
            cells.insert(at, Cell(chance.choice(texts), cells[at].place, chance.random() < 0.3))
        case 3:
            cells[at] = Cell(chance.choice(texts), cells[at].place, chance.random() < 0.3)
    return tuple(cells)
