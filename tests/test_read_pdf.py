"""PDF files drawn with reportlab, each with one trait of the programs that write budget documents."""

import io
import shutil
import subprocess
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import pytest
from perflint_zh.document import Block, Content, Paragraph, Table
from perflint_zh.errors import ReadError
from perflint_zh.read import pdf
from perflint_zh.read.pdf import read_pdf
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import LongTable, SimpleDocTemplate, Spacer
from reportlab.platypus import Paragraph as Flowing

pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
FONT = "STSong-Light"
WIDTH, HEIGHT = A4
WIDTHS = (50.0, 60.0, 100.0, 150.0, 60.0, 80.0)
CELL = ParagraphStyle("cell", fontName=FONT, fontSize=9, leading=12, wordWrap="CJK")
TITLE = ParagraphStyle("title", fontName=FONT, fontSize=14, leading=20, wordWrap="CJK")

HEAD = ["一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据"]
GOAL = "1.开展送戏下乡演出24场，观众达到9600人次。\n2.丰富山区群众的文化生活，演出内容健康、形式多样，受益村的群众满意度不低于92%。"
ROWS = [
    ["产出指标", "数量指标", "演出场次（场）", "全年在各行政村实际演出的场次，以演出确认单为准", "≥24场", "演出计划"],
    ["产出指标", "质量指标", "节目审查通过率", "通过县级内容审查的节目数占报审节目总数的比例", "=100%", "行业标准"],
    ["产出指标", "时效指标", "演出完成时间", "全年演出任务的完成日期", "11月底前", "演出计划"],
    ["效益指标", "社会效益指标", "受益行政村覆盖率", "安排过演出的行政村占全县行政村总数的比例", "≥85%", "历史标准"],
    [
        "满意度指标",
        "服务对象满意度指标",
        "现场观众满意度",
        "问卷中选择满意和较满意的观众占有效问卷的比例",
        "≥92%",
        "问卷调查",
    ],
]

Rules = Callable[[Canvas, float, float, float, float], None]
"""Draws the rules around one cell."""

Regions = Mapping[tuple[int, int, int, int], str]
"""Text by first row, first column, last row, last column of a cell."""

FORM: Regions = {
    (0, 0, 0, 0): "绩效目标",
    (0, 1, 0, 5): GOAL,
    **{(1, c, 1, c): text for c, text in enumerate(HEAD)},
    (2, 0, 4, 0): "产出指标",
    (5, 0, 5, 0): "效益指标",
    (6, 0, 6, 0): "满意度指标",
    **{(r + 2, c, r + 2, c): text for r, row in enumerate(ROWS) for c, text in enumerate(row) if c},
}
GRID = [["绩效目标", *[GOAL] * 5], HEAD, *ROWS]
"""What reading `FORM` gives, merged cells spread."""


def drawn(*pages: Callable[[Canvas], None], rotation: int = 0, encrypt: StandardEncryption | None = None) -> bytes:
    stream = io.BytesIO()
    # reportlab takes the size of the page as shown
    canvas = Canvas(stream, pagesize=landscape(A4) if rotation % 180 else A4, encrypt=encrypt)
    for page in pages:
        canvas.setPageRotation(rotation)
        canvas.setFont(FONT, 9)
        page(canvas)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def wrapped(text: str, width: float) -> list[str]:
    """Lines as an office program breaks them, for a font whose full characters are 9 points wide."""
    lines = []
    for part in text.split("\n"):
        line = ""
        for character in part:
            if pdfmetrics.stringWidth(line + character, FONT, 9) > width:
                lines.append(line)
                line = ""
            line += character
        lines.append(line)
    return lines


def line_rules(canvas: Canvas, x: float, y: float, width: float, height: float) -> None:
    for start, end in (((x, y), (x + width, y)), ((x, y + height), (x + width, y + height))):
        canvas.line(*start, *end)
    for start, end in (((x, y), (x, y + height)), ((x + width, y), (x + width, y + height))):
        canvas.line(*start, *end)


def box_rules(canvas: Canvas, x: float, y: float, width: float, height: float) -> None:
    canvas.rect(x + 0.5, y + 0.5, width - 1, height - 1)


def bar_rules(canvas: Canvas, x: float, y: float, width: float, height: float) -> None:
    for left, bottom, w, h in (
        (x, y, width, 0.7),
        (x, y + height, width, 0.7),
        (x, y, 0.7, height),
        (x + width, y, 0.7, height),
    ):
        canvas.rect(left, bottom, w, h, stroke=0, fill=1)


def path_rules(canvas: Canvas, x: float, y: float, width: float, height: float) -> None:
    path = canvas.beginPath()
    for left, bottom, w, h in (
        (x, y, width, 0.7),
        (x, y + height, width, 0.7),
        (x, y, 0.7, height),
        (x + width, y, 0.7, height),
    ):
        path.rect(left, bottom, w, h)
    canvas.drawPath(path, stroke=0, fill=1)


def table(
    canvas: Canvas,
    regions: Regions = FORM,
    *,
    left: float = 45,
    top: float = 80,
    row_height: float = 40,
    widths: Sequence[float] = WIDTHS,
    rules: Rules = line_rules,
    bold: bool = False,
) -> None:
    for (row, column, last_row, last_column), text in regions.items():
        x, width = left + sum(widths[:column]), sum(widths[column : last_column + 1])
        y, height = HEIGHT - top - row_height * (last_row + 1), row_height * (last_row - row + 1)
        rules(canvas, x, y, width, height)
        for number, line in enumerate(wrapped(text, width - 6)):
            for shift in (0, 0.3) if bold else (0,):
                canvas.drawString(x + 3 + shift, y + height - 11 - 11 * number, line)


def texts(found: Block) -> list[list[str]]:
    assert isinstance(found, Table)
    return [[cell.text for cell in row] for row in found.rows]


def tables(content: Content) -> list[list[list[str]]]:
    return [texts(block) for block in content.blocks if isinstance(block, Table)]


def paragraphs(content: Content) -> list[str]:
    return [block.text for block in content.blocks if isinstance(block, Paragraph)]


def flowing(rows: Iterable[Sequence[str]], **options: object) -> bytes:
    """A title and a table that runs over as many pages as it needs."""
    stream = io.BytesIO()
    body = [[Flowing(text, CELL) for text in row] for row in rows]
    rules = [("GRID", (0, 0), (-1, -1), 0.5, "black")]
    parts = [
        Flowing("1、送戏下乡演出经费绩效目标表", TITLE),
        Spacer(1, 6),
        LongTable(body, WIDTHS, style=rules, **options),
    ]
    SimpleDocTemplate(stream, pagesize=A4).build(parts)
    return stream.getvalue()


def many(count: int) -> list[list[str]]:
    return [[*ROWS[n % 5][:2], f"第{n}项{ROWS[n % 5][2]}", *ROWS[n % 5][3:]] for n in range(count)]


def test_merged_cells_are_spread() -> None:
    """The text of a merged cell stands at every grid position it covers, and only the first is no copy."""
    (block,) = read_pdf(drawn(table)).blocks

    assert texts(block) == GRID
    assert isinstance(block, Table)
    assert [cell.spread for cell in block.rows[0]] == [False, False, True, True, True, True]
    assert [row[0].spread for row in block.rows] == [False, False, False, True, True, False, False]


def test_places_are_boxes_on_the_page() -> None:
    """A cell's place is its box in points from the top left corner of its page."""
    (block,) = read_pdf(drawn(table)).blocks

    assert isinstance(block, Table)
    goal, copy = block.rows[0][1].place, block.rows[0][2].place
    assert goal.page == copy.page == 1
    assert goal.box == pytest.approx((95, 80, 545, 120), abs=0.6)
    assert copy.box == pytest.approx((155, 80, 255, 120), abs=0.6)
    assert block.rows[2][0].place.box == pytest.approx((45, 160, 95, 280), abs=0.6)


@pytest.mark.parametrize("rules", [line_rules, box_rules, bar_rules, path_rules])
def test_rules_of_any_make(rules: Rules) -> None:
    """Rules may be lines, a rectangle per cell, thin filled bars, or many bars in one path."""
    content = read_pdf(drawn(lambda canvas: table(canvas, rules=rules)))

    assert tables(content) == [GRID]


def test_shading_is_no_rule() -> None:
    """A filled area without an outline is a background; its edges part nothing."""

    def page(canvas: Canvas) -> None:
        canvas.setFillGray(0.9)
        canvas.rect(45, HEIGHT - 112, 500, 12, stroke=0, fill=1)
        canvas.setFillGray(0)
        table(canvas)

    assert tables(read_pdf(drawn(page))) == [GRID]


def test_fake_bold_is_read_once() -> None:
    """Characters drawn twice to look bold are read once."""
    assert tables(read_pdf(drawn(lambda canvas: table(canvas, bold=True)))) == [GRID]


def upright_when_turned(rotation: int) -> Callable[[Canvas], None]:
    def page(canvas: Canvas) -> None:
        shift = {90: (WIDTH, 0), 180: (WIDTH, HEIGHT), 270: (0, HEIGHT)}[rotation]
        canvas.translate(*shift)
        canvas.rotate(rotation)
        if rotation % 180:
            canvas.translate(0, WIDTH - HEIGHT)
        table(canvas)

    return page


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_turned_pages(rotation: int) -> None:
    """On pages with /Rotate the table is read as shown, and so are the boxes."""
    (block,) = read_pdf(drawn(upright_when_turned(rotation), rotation=rotation)).blocks

    assert texts(block) == GRID
    assert isinstance(block, Table)
    assert block.rows[0][1].place.box == pytest.approx((95, 80, 545, 120), abs=0.6)


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_sideways_tables(rotation: int) -> None:
    """A table that lies on its side on the page is read upright, while its boxes are those of the page as shown."""
    (block,) = read_pdf(drawn(upright_when_turned(rotation))).blocks

    assert texts(block) == GRID
    assert isinstance(block, Table)
    shown = {90: (80, 297, 120, 747), 180: (50, 722, 500, 762), 270: (475, 95, 515, 545)}[rotation]
    assert block.rows[0][1].place.box == pytest.approx(shown, abs=1)


def test_table_in_form_xobject() -> None:
    """A table inside nested form XObjects is read at the place where it is drawn."""

    def page(canvas: Canvas) -> None:
        canvas.beginForm("inner", 0, 0, WIDTH, HEIGHT)
        canvas.setFont(FONT, 9)
        table(canvas)
        canvas.endForm()
        canvas.beginForm("outer", 0, 0, WIDTH, HEIGHT)
        canvas.translate(10, -20)
        canvas.doForm("inner")
        canvas.endForm()
        canvas.scale(0.9, 0.9)
        canvas.doForm("outer")

    (block,) = read_pdf(drawn(page)).blocks

    assert texts(block) == GRID
    assert isinstance(block, Table)
    left, top, right, bottom = 95 + 10, 80 + 20, 545 + 10, 120 + 20
    shown = (left * 0.9, HEIGHT * 0.1 + top * 0.9, right * 0.9, HEIGHT * 0.1 + bottom * 0.9)
    assert block.rows[0][1].place.box == pytest.approx(shown, abs=0.6)


def test_slanting_watermark_is_left_out() -> None:
    """A watermark across the page does not mix with the cells below it."""

    def page(canvas: Canvas) -> None:
        table(canvas)
        canvas.setFont(FONT, 60)
        canvas.translate(100, 500)
        canvas.rotate(30)
        canvas.drawString(0, 0, "内部资料")

    assert tables(read_pdf(drawn(page))) == [GRID]


@pytest.mark.parametrize("repeated", [0, 1])
def test_table_over_three_pages_is_one(repeated: int) -> None:
    """A table cut by page ends is one table; a header repeated on each page stays where it is."""
    rows = [HEAD, *many(60)]

    title, block = read_pdf(flowing(rows, repeatRows=repeated)).blocks

    found = texts(block)
    assert isinstance(block, Table)
    assert {row[0].place.page for row in block.rows} == {1, 2, 3}
    assert found.count(HEAD) == (3 if repeated else 1)
    assert [row for row in found if row != HEAD] == rows[1:]
    assert isinstance(title, Paragraph)
    assert title.text == "1、送戏下乡演出经费绩效目标表"


def row_of(texts: Sequence[str], row: int = 0) -> dict[tuple[int, int, int, int], str]:
    return {(row, column, row, column): text for column, text in enumerate(texts)}


def test_row_cut_by_page_end_is_one_row() -> None:
    """A row whose cells run over a page end is one row, placed where it begins."""
    long = [
        "产出指标",
        "数量指标",
        "送戏下乡演出场次（场）",
        "山区行政村演出以演出确认单为准，" * 60,
        "≥24场",
        "演出计划",
    ]
    rows = [HEAD, *many(12), long, *many(3)]

    _, block = read_pdf(flowing(rows, splitInRow=1)).blocks

    assert texts(block) == rows
    assert isinstance(block, Table)
    assert {cell.place.page for cell in block.rows[13]} == {1}


@pytest.mark.parametrize("head", [{}, row_of(HEAD)])
def test_several_cells_cut_by_page_end(head: Regions) -> None:
    """Cells that are full to the right edge at the same height go on below the page end and below a repeated header."""
    name, description = (
        "偏远山区群众看戏难问题得到缓解的行政村数量",
        "当年首次安排演出的偏远山区行政村的数量，以演出确认单为准",
    )
    name_line, description_line = wrapped(name, WIDTHS[2] - 6)[0], wrapped(description, WIDTHS[3] - 6)[0]
    whole = ["产出指标", "数量指标", name, description, "≥6个", "演出计划"]
    begun = ["产出指标", "数量指标", name_line, description_line, "≥6个", "演出计划"]
    rest = ["", "", name.removeprefix(name_line), description.removeprefix(description_line), "", ""]
    first = {**row_of(HEAD), **row_of(begun, 1)}
    second = {**head, **row_of(rest, 1 if head else 0)}

    content = read_pdf(
        drawn(lambda canvas: table(canvas, first, top=680), lambda canvas: table(canvas, second, top=72))
    )

    assert tables(content) == [[HEAD, whole, *([HEAD] if head else [])]]


def test_merged_cell_goes_on_below_a_cut_row() -> None:
    """A cell merged downwards over a cut row and the page end keeps its text in the rows below."""
    line = wrapped(ROWS[0][3], WIDTHS[3] - 6)[0]
    first = {**row_of(HEAD), **row_of([*ROWS[0][:3], line, *ROWS[0][4:]], 1)}
    second = {**row_of(["", "", "", ROWS[0][3].removeprefix(line), "", ""]), **row_of(ROWS[1], 1), (0, 0, 1, 0): ""}
    del second[0, 0, 0, 0], second[1, 0, 1, 0]

    content = read_pdf(
        drawn(lambda canvas: table(canvas, first, top=680), lambda canvas: table(canvas, second, top=72))
    )

    assert tables(content) == [[HEAD, ROWS[0], ROWS[1]]]


def test_merged_cell_cut_between_rows_goes_on() -> None:
    """A cell merged downwards over a page end keeps its text in the rows below, where its own text is not printed again."""
    first = {**row_of(HEAD), **row_of(ROWS[0], 1)}
    second = {**row_of(ROWS[1]), **row_of(ROWS[2], 1), (0, 0, 1, 0): ""}
    del second[0, 0, 0, 0], second[1, 0, 1, 0]

    content = read_pdf(
        drawn(lambda canvas: table(canvas, first, top=680), lambda canvas: table(canvas, second, top=72))
    )

    assert tables(content) == [[HEAD, *ROWS[:3]]]
    (block,) = content.blocks
    assert isinstance(block, Table)
    assert [row[0].spread for row in block.rows] == [False, False, True, True]


FULL = "年度内首次安排演出的偏远山区行政村的数量"
"""Runs over the right edge of the description column."""


@pytest.mark.parametrize(
    ("last", "first"),
    [
        (ROWS[4], ["", "", "巡回演出车辆保障率", "车辆正常出勤的场次占比", "", ""]),
        # the same height, but not full to the right edge
        (["产出指标", "数量指标", "演出场次", "按确认单", "≥24场", "计划"], ["", "", "车辆保障率", "出勤占比", "", ""]),
        # full to the right edge, but the name reaches lower
        ([*ROWS[0][:2], FULL, wrapped(FULL, 144)[0], *ROWS[0][4:]], ["", "", "", "车辆正常出勤的场次占比", "", ""]),
        # a complete number is not the beginning of a longer one
        (["合计", "公共预算", "", "", "1357.380000", ""], ["", "", "", "", "1207.380000", ""]),
    ],
)
def test_new_row_with_empty_cells_is_no_rest_of_a_cut_row(last: list[str], first: list[str]) -> None:
    """A row with gaps at the top of a page stays a row of its own, so that its gaps can be reported."""
    before, after = {**row_of(HEAD), **row_of(last, 1)}, row_of(first)

    content = read_pdf(
        drawn(lambda canvas: table(canvas, before, top=680), lambda canvas: table(canvas, after, top=72))
    )

    assert tables(content) == [[HEAD, last, first]]


def test_cut_table_may_leave_room_for_a_tall_row() -> None:
    """A table goes on although much room was left, when the next row, below a repeated header, was too high for it."""

    def second(canvas: Canvas) -> None:
        table(canvas, row_of(HEAD), top=72, row_height=20)
        table(canvas, row_of(ROWS[1]), top=92, row_height=150)

    content = read_pdf(
        drawn(
            lambda canvas: table(canvas, {**row_of(HEAD), **row_of(ROWS[0], 1)}, top=560),
            second,
            lambda canvas: canvas.drawString(72, HEIGHT - 770, "附注：以上为正文"),
        )
    )

    assert tables(content) == [[HEAD, ROWS[0], HEAD, ROWS[1]]]


def test_row_with_open_bottom_goes_on() -> None:
    """Where no rule is drawn at the page end, the rows before and after it are one."""
    before, after = row_of(ROWS[0]), row_of(["", "", "", "（含联合演出）", "", ""])

    def sides(canvas: Canvas, x: float, y: float, width: float, height: float) -> None:
        canvas.line(x, y, x, y + height)
        canvas.line(x + width, y, x + width, y + height)
        canvas.line(x, y + height, x + width, y + height)

    content = read_pdf(
        drawn(lambda canvas: table(canvas, before, top=700, rules=sides), lambda canvas: table(canvas, after, top=72))
    )

    assert tables(content) == [[[*ROWS[0][:3], ROWS[0][3] + "（含联合演出）", *ROWS[0][4:]]]]


def test_merged_goal_alone_on_a_page_joins_its_table() -> None:
    """The part of a table on the next page may have fewer columns when only merged rows stand there."""
    goal = {(0, 0, 0, 0): "绩效目标", (0, 1, 0, 5): "巡演12场。"}
    rows = {(r, c, r, c): text for r, row in enumerate([HEAD, *ROWS]) for c, text in enumerate(row)}

    content = read_pdf(drawn(lambda canvas: table(canvas, rows, top=560), lambda canvas: table(canvas, goal, top=72)))

    assert tables(content) == [[HEAD, *ROWS, ["绩效目标", *["巡演12场。"] * 5]]]


def test_tables_under_their_own_titles_stay_apart() -> None:
    """One form per page: the title, though the same on every page, is kept and parts the tables."""

    def page(canvas: Canvas) -> None:
        canvas.setFont(FONT, 16)
        canvas.drawString(200, HEIGHT - 60, "项目支出绩效目标表")
        canvas.setFont(FONT, 9)
        table(canvas)

    content = read_pdf(drawn(page, page, page, page))

    assert tables(content) == [GRID] * 4
    assert paragraphs(content) == ["项目支出绩效目标表"] * 4


def test_forms_without_titles_stay_apart() -> None:
    """A form that begins with the same label as the one before, but another text, is the next form, even on a full page."""
    forms = [{**FORM, (0, 1, 0, 5): f"巡演{number}场。"} for number in (12, 13)]

    content = read_pdf(drawn(*(lambda canvas, form=form: table(canvas, form, top=470) for form in forms)))

    assert [rows[0][1] for rows in tables(content)] == ["巡演12场。", "巡演13场。"]


def test_table_that_ends_above_the_page_end_does_not_go_on() -> None:
    """A table that left room for its next row ended there; the table on the next page is another one."""
    content = read_pdf(drawn(table, table, lambda canvas: table(canvas, top=500)))

    assert tables(content) == [GRID] * 3


def test_page_numbers_and_running_heads_are_dropped() -> None:
    """Page numbers and small lines repeated at the page edge are no text and do not part a table."""

    def page(number: int) -> Callable[[Canvas], None]:
        def draw(canvas: Canvas) -> None:
            canvas.drawString(60, HEIGHT - 40, "清河县文化馆2026年预算绩效文本")
            table(canvas, {key: text.replace("24", str(number)) for key, text in FORM.items() if key[0]}, top=470)
            canvas.drawCentredString(WIDTH / 2, 30, f"- {number} -")

        return draw

    content = read_pdf(drawn(*(page(number) for number in range(1, 5))))

    assert paragraphs(content) == []
    (found,) = tables(content)
    assert len(found) == 4 * len(GRID[1:])


@pytest.mark.parametrize(
    "number", ["- 12 -", "12", "第3页 共9页", "第 3 页", "3/9", "— 7 —", "Page 3 of 9", "第十二页"]
)
def test_page_number_forms(number: str) -> None:
    """Page numbers are recognised in the forms that office programs and typists use."""

    def page(canvas: Canvas) -> None:
        canvas.drawString(60, HEIGHT - 300, "部门职责如下")
        canvas.drawCentredString(WIDTH / 2, 30, number)

    assert paragraphs(read_pdf(drawn(page, page))) == ["部门职责如下"] * 2


def narrative(canvas: Canvas, top: float, lines: Iterable[tuple[float, str]]) -> None:
    for number, (indent, line) in enumerate(lines):
        canvas.drawString(72 + indent, HEIGHT - top - 18 * number, line)


def test_a_character_alone_on_its_line_is_read() -> None:
    """The rest of a wrapped word, in a font that the file only names: PDFium has no outline for it on a machine without such fonts."""

    def page(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "满意度指")
        canvas.drawString(72, 686, "标")

    assert "".join(paragraphs(read_pdf(drawn(page)))) == "满意度指标"


def test_wrapped_lines_are_one_paragraph() -> None:
    """Lines that run to the right edge go on; an indent, an ordinal or an early end begins something new."""
    full = "山区群众文化生活" * 6  # 48 characters of 9 points
    lines = [
        (18, full[:46]),
        (0, full),
        (0, "到此为止。"),
        (18, full[:46]),
        (18, full[:46]),
        (0, "2、" + full[:46]),
        (0, "完"),
    ]

    content = read_pdf(drawn(lambda canvas: narrative(canvas, 100, lines)))

    assert paragraphs(content) == [full[:46] + full + "到此为止。", full[:46], full[:46], "2、" + full[:46] + "完"]


def test_other_type_or_place_is_another_paragraph() -> None:
    """A full line does not go on in larger type, after a wide gap, or with a label behind a full stop."""
    full = "山区群众文化生活" * 6

    def page(canvas: Canvas) -> None:
        narrative(canvas, 100, [(0, full), (0, full[:-1] + "。"), (0, "绩效指标：演出24场")])
        narrative(canvas, 200, [(0, full)])
        narrative(canvas, 260, [(0, "其他说明")])
        narrative(canvas, 320, [(0, full)])
        canvas.setFont(FONT, 12)
        narrative(canvas, 340, [(0, "大标题")])

    assert paragraphs(read_pdf(drawn(page))) == [
        full + full[:-1] + "。",
        "绩效指标：演出24场",
        full,
        "其他说明",
        full,
        "大标题",
    ]


def test_numbers_within_the_page_are_text() -> None:
    """A line that is a bare number is a page number only at the edge of the page."""
    content = read_pdf(drawn(lambda canvas: canvas.drawString(72, HEIGHT - 300, "434")))

    assert paragraphs(content) == ["434"]


def test_paragraph_over_a_page_end_is_one() -> None:
    """A paragraph cut by the page end is one, placed where it begins."""
    full = "山区群众文化生活" * 6
    first = [(0, full)] * 3
    second = [(0, full), (0, "结束。"), (18, "下一段。")]

    content = read_pdf(drawn(lambda c: narrative(c, 740, first), lambda c: narrative(c, 72, second)))

    assert paragraphs(content) == [full * 4 + "结束。", "下一段。"]
    assert content.blocks[0].place.page == 1  # type: ignore[union-attr]


def test_blocks_are_in_reading_order() -> None:
    """Text above, between and below tables keeps its place."""

    def page(canvas: Canvas) -> None:
        small = {(0, 0, 0, 0): "项目名称", (0, 1, 0, 1): "送戏下乡"}
        table(canvas, small, top=100, widths=(100, 300))
        table(canvas, small, top=200, widths=(100, 300))
        for top, text in ((80, "一、上文"), (180, "单位：万元"), (300, "三、下文")):
            canvas.drawString(60, HEIGHT - top, text)

    blocks = read_pdf(drawn(page)).blocks

    assert [block.text if isinstance(block, Paragraph) else "table" for block in blocks] == [
        "一、上文",
        "table",
        "单位：万元",
        "table",
        "三、下文",
    ]


def test_borderless_table_by_columns() -> None:
    """Text without rules in the same four or more columns on three or more lines is a table; two lines are not."""

    def page(canvas: Canvas) -> None:
        for number, row in enumerate([HEAD[1:], *(row[1:] for row in ROWS[:3])]):
            for x, text in zip((60, 140, 240, 420, 500), (row[0], row[1], row[2][:12], row[3], row[4]), strict=True):
                canvas.drawString(x, HEIGHT - 100 - 18 * number, text[:10])
        for number in range(2):
            for x in (60, 160, 260, 360):
                canvas.drawString(x, HEIGHT - 300 - 18 * number, "甲乙")

    content = read_pdf(drawn(page))

    assert [row[1] for row in tables(content)[0]] == ["三级指标", *(row[2] for row in ROWS[:3])]
    assert len(tables(content)) == 1
    assert paragraphs(content) == ["甲乙 甲乙 甲乙 甲乙"] * 2


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("1.演出24场\n2.培训2期", "1.演出24场\n2.培训2期"),
        ("演出24场，受益村。\n培训2期", "演出24场，受益村。\n培训2期"),
        ("演出计划\n（县级）", "演出计划（县级）"),
        ("全年\n2.5万元", "全年2.5万元"),
        ("self-\nservice", "self-service"),
    ],
)
def test_breaks_within_a_cell(written: str, read: str) -> None:
    """Of a line that ends early, a sentence that ends and an item that begins, two make a break the author's; else lines are joined."""
    regions = {(0, 0, 0, 0): "绩效目标", (0, 1, 0, 1): written}

    assert tables(read_pdf(drawn(lambda canvas: table(canvas, regions, widths=(60, 150))))) == [[["绩效目标", read]]]


def test_words_and_codes_in_narrow_cells() -> None:
    """Latin words broken at a cell's edge are joined by a space, a code that had to be broken is not."""
    regions = {(0, 0, 0, 0): "项目编码", (0, 1, 0, 1): "13063024P000092100025", (0, 2, 0, 2): "OA system\nsupport fee"}

    content = read_pdf(drawn(lambda canvas: table(canvas, regions, widths=(60, 60, 60))))

    assert tables(content) == [[["项目编码", "13063024P000092100025", "OA system support fee"]]]


def picture(canvas: Canvas) -> None:
    from PIL import Image

    canvas.drawImage(ImageReader(Image.new("RGB", (20, 20), "gray")), 0, 0, WIDTH, HEIGHT)


def numbered_picture(canvas: Canvas) -> None:
    picture(canvas)
    canvas.drawCentredString(WIDTH / 2, 30, "- 3 -")


@pytest.mark.parametrize("page", [picture, numbered_picture])
def test_scan_is_refused(page: Callable[[Canvas], None]) -> None:
    """A file of pictures is refused with the remedy, not reported as empty, even where page numbers are printed over them."""
    with pytest.raises(ReadError, match=r"没有文字层.*文字识别"):
        read_pdf(drawn(page, page))


def test_scanned_pages_are_noted_and_blank_ones_are_not() -> None:
    """Pages that are pictures are told; blank pages are nothing to tell."""
    content = read_pdf(drawn(table, picture, numbered_picture, Canvas.saveState, picture))

    assert content.notes == ("第2-3、5页只有图片、没有文字层，像是扫描件，其中内容未检查",)
    assert tables(content) == [GRID]


def test_password_is_told() -> None:
    """A file that needs a password to open is refused; one protected against changes only is read."""
    with pytest.raises(ReadError, match="密码"):
        read_pdf(drawn(table, encrypt=StandardEncryption("secret", "owner")))
    assert tables(read_pdf(drawn(table, encrypt=StandardEncryption("", "owner", canCopy=0)))) == [GRID]


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4\n", b"%PDF-1.7\ngarbage" * 99, b"\x00" * 500])
def test_damaged_files_are_refused(data: bytes) -> None:
    """What PDFium cannot open is damaged, whatever it holds."""
    with pytest.raises(ReadError, match="损坏"):
        read_pdf(data)


def test_page_and_character_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files beyond the limits are refused with the number that is too large."""
    data = drawn(table, table)
    monkeypatch.setattr(pdf, "MAX_PAGES", 1)
    with pytest.raises(ReadError, match=r"2页.*上限1页"):
        read_pdf(data)
    monkeypatch.setattr(pdf, "MAX_PAGES", 2)
    monkeypatch.setattr(pdf, "MAX_CHARACTERS", 10)
    with pytest.raises(ReadError, match="第1页"):
        read_pdf(data)


def hand_made(codes: Sequence[int], meanings: Mapping[int, str]) -> bytes:
    """A one-line PDF in a font whose characters have only the given meanings."""
    entries = "".join(f"<{code:04x}> <{ord(text):04x}>\n" for code, text in meanings.items())
    cmap = f"begincmap\n1 begincodespacerange <0000> <ffff> endcodespacerange\n{len(meanings)} beginbfchar\n{entries}endbfchar\nendcmap"
    shown = f"BT /F 12 Tf 72 700 Td <{''.join(f'{code:04x}' for code in codes)}> Tj ET"
    bodies = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Count 1/Kids[3 0 R]>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F 5 0 R>>>>/Contents 4 0 R>>",
        f"<</Length {len(shown)}>>stream\n{shown}\nendstream",
        "<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[6 0 R]/ToUnicode 8 0 R>>",
        "<</Type/Font/Subtype/CIDFontType2/BaseFont/X/FontDescriptor 7 0 R/DW 1000/CIDSystemInfo 9 0 R>>",
        "<</Type/FontDescriptor/FontName/X/Flags 4/FontBBox[0 -200 1000 800]/ItalicAngle 0/Ascent 800/Descent -200/StemV 80>>",
        f"<</Length {len(cmap)}>>stream\n{cmap}\nendstream",
        "<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>",
    ]
    return (
        "%PDF-1.4\n"
        + "".join(f"{n} 0 obj\n{body}\nendobj\n" for n, body in enumerate(bodies, 1))
        + "trailer<</Root 1 0 R>>"
    ).encode()


def test_characters_without_meaning() -> None:
    """A file whose characters mostly have no meaning is refused; a few are noted and stand as U+FFFD."""
    meanings = {n: chr(0x4E00 + n) for n in range(1, 31)}
    known = list(meanings)

    content = read_pdf(hand_made([*known[:20], 500, 501, *known[20:]], meanings))

    assert paragraphs(content) == [
        *("".join(meanings[n] for n in known[:20]) + "\ufffd\ufffd" + "".join(meanings[n] for n in known[20:]),)
    ]
    assert content.notes == ("第1页有文字缺少编码对照，读出的内容可能缺字",)
    with pytest.raises(ReadError, match="乱码"):
        read_pdf(hand_made([*known[:5], *range(500, 520)], meanings))


def test_radicals_are_read_as_characters() -> None:
    """Font maps that name radicals instead of the characters of the same shape are put right."""
    content = read_pdf(hand_made([1, 2, 3, 4], {1: "⼈", 2: "⺠", 3: "⼯", 4: "⻓"}))

    assert paragraphs(content) == ["人民工长"]


def test_agrees_with_pdfplumber() -> None:
    """pdfplumber, written independently, finds the same cells page by page."""
    pdfplumber = pytest.importorskip("pdfplumber")
    data = flowing([HEAD, *many(40)], repeatRows=1)
    with pdfplumber.open(io.BytesIO(data)) as opened:
        theirs = [
            ["".join((text or "").split()) for text in row]
            for page in opened.pages
            for found in page.extract_tables()
            for row in found
        ]

    (ours,) = tables(read_pdf(data))

    assert ["".join("".join(row).split()) for row in ours] == ["".join(row) for row in theirs]


SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")


def exported(path: Path) -> bytes:
    assert SOFFICE
    profile = f"-env:UserInstallation={(path.parent / 'profile').as_uri()}"
    command = [SOFFICE, profile, "--headless", "--convert-to", "pdf", "--outdir", str(path.parent), str(path)]
    subprocess.run(command, check=True, capture_output=True)
    return path.with_suffix(".pdf").read_bytes()


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_word_document_exported_by_libreoffice(tmp_path: Path) -> None:
    """Merged cells, wrapped and cut rows of a document that LibreOffice laid out come back as written."""
    docx = pytest.importorskip("docx")
    document = docx.Document()
    rows = many(60)
    for row in rows[::7]:
        row[3] = row[3] * 6
    grid = document.add_table(len(rows) + 2, 6)
    grid.style = "Table Grid"
    grid.cell(0, 0).text = "绩效目标"
    grid.cell(0, 1).merge(grid.cell(0, 5)).text = GOAL
    for r, row in enumerate([HEAD, *rows], 1):
        for cell, text in zip(grid.rows[r].cells, row, strict=True):
            cell.text = text
    document.save(str(tmp_path / "x.docx"))

    (found,) = tables(read_pdf(exported(tmp_path / "x.docx")))

    assert found == [["绩效目标", *[GOAL] * 5], HEAD, *rows]


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_workbook_exported_by_libreoffice(tmp_path: Path) -> None:
    """A sheet printed to PDF gives its bordered table and the title above it."""
    xlsxwriter = pytest.importorskip("xlsxwriter")
    with xlsxwriter.Workbook(str(tmp_path / "x.xlsx")) as book:
        sheet = book.add_worksheet()
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        bordered = book.add_format({"border": 1, "text_wrap": True, "valign": "vcenter"})
        sheet.set_column(0, 5, 16)
        sheet.merge_range(0, 0, 0, 5, "项目支出绩效目标表", book.add_format({"align": "center", "font_size": 18}))
        sheet.merge_range(1, 1, 1, 5, "送戏下乡24场", bordered)
        sheet.write(1, 0, "绩效目标", bordered)
        for r, row in enumerate([HEAD, *ROWS], 2):
            sheet.set_row(r, 80)  # a row too low would cut its text off
            for c, text in enumerate(row):
                sheet.write_string(r, c, text, bordered)

    content = read_pdf(exported(tmp_path / "x.xlsx"))

    assert paragraphs(content) == ["项目支出绩效目标表"]
    assert tables(content) == [[["绩效目标", *["送戏下乡24场"] * 5], HEAD, *ROWS]]


def test_landscape_pages() -> None:
    """Pages wider than high need no turning."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=landscape(A4))
    canvas.setFont(FONT, 9)
    table(canvas, top=HEIGHT - WIDTH + 40)
    canvas.save()

    assert tables(read_pdf(stream.getvalue())) == [GRID]
