"""Goal tables as they are copied from web pages into a text: cells ended by pipes, or set apart by blanks, merged cells gone."""

from perflint_zh.budget import Budget
from perflint_zh.document import Document, Paragraph, Place
from perflint_zh.extract import extract
from perflint_zh.read import read_content

ROWS = [
    ("产出指标", "数量指标", "管护渠道长度", "≥38公里"),
    ("产出指标", "数量指标", "更换闸门数", "6座"),
    ("产出指标", "质量指标", "渠道完好率", "≥95%"),
    ("效益指标", "社会效益指标", "灌溉受益农户数", "≥2600户"),
    ("满意度指标", "服务对象满意度指标", "受益农户满意度", "≥90%"),
]


def budget(page: str) -> Budget:
    content = read_content(page.encode(), ".txt")
    return extract(Document("page.txt", "", content.blocks, content.notes))


def rows(page: str) -> list[tuple[str | None, ...]]:
    """Levels, name and value of all rows."""
    found = [row for project in budget(page).projects for row in project.indicators]
    return [(row.level1, row.level2, row.name, row.value) for row in found]


def test_a_cell_ended_by_a_pipe_on_each_line() -> None:
    """Where rows end is told by the heads and the levels only."""
    page = """灌区管护项目绩效目标申报表 |
||||
项目名称 |
灌区末级渠道管护 |
||||
绩效指标 |
一级指标 |
二级指标 |
三级指标 |
指标值 |
||
产出指标 |
数量指标 |
管护渠道长度 |
≥38公里 |
||
更换闸门数 |
6座 |
||
质量指标 |
渠道完好率 |
≥95% |
||
效益指标 |
社会效益指标 |
灌溉受益农户数 |
≥2600户 |
||
满意度指标 |
服务对象满意度指标 |
受益农户满意度 |
≥90% |
"""

    assert rows(page) == ROWS


def test_a_pipe_before_each_cell() -> None:
    """Other pages have the pipe in front, and the first cell of a row without any."""
    page = """绩效
 指标
 | 一级指标
 | 二级指标
 | 三级指标
 | 指标值
 |
产出指标
 | 数量指标
 | 管护渠道长度
 | ≥38公里
 | |
质量指标
 | 渠道完好率
 | ≥95%
 | |
"""

    assert rows(page) == [ROWS[0], ROWS[2]]


SPACED = """灌区管护项目绩效目标表
项目名称 灌区末级渠道管护
主管部门 青溪县水利局 实施单位 灌区管理所
绩效指标 一级指标 二级指标 三级指标 指标值 备注
绩效指标 产出指标 数量指标 管护渠道长度 ≥38公里
更换闸门数 6座
质量指标 渠道完好率 ≥95% 现场抽查
效益指标 社会效益指标 灌溉受益农户数 ≥2600户
满意度指标 服务对象满意度指标 受益农户满意度 ≥90%
主管部门初审意见 (盖章)
"""


def test_cells_set_apart_by_blanks() -> None:
    """A row lies under the heads from its level or its name on; the foot of the form is no row."""
    assert rows(SPACED) == ROWS


def test_labels_above_the_heads_are_read_with_their_values() -> None:
    """They stand on lines of their own, two to a line."""
    read = budget(SPACED)

    assert [project.name for project in read.projects] == ["灌区末级渠道管护"]
    assert read.department == "青溪县水利局"


def test_a_whole_table_in_one_line() -> None:
    """All line ends became blanks."""
    assert rows(SPACED.replace("绩效指标 产出", "产出").replace("\n", " ").replace(" 现场抽查", "")) == ROWS


def test_blanks_within_brackets_set_nothing_apart() -> None:
    """What the template asks for stands in brackets."""
    page = SPACED.replace("更换闸门数 6座", "更换闸门数( ≥**座 ) 6座")

    assert ("产出指标", "数量指标", "更换闸门数(≥**座)", "6座") in rows(page)


def test_a_missing_unit_leaves_a_blank() -> None:
    """The weight behind it is no unit."""
    page = """护林巡查绩效目标表
一级指标 二级指标 三级指标 指标方向 指标值 计量单位 权重
产出指标 数量指标 巡护人数 = 12 10
产出指标 数量指标 巡护天数 ≥ 300 天 10
"""

    assert rows(page) == [
        ("产出指标", "数量指标", "巡护人数", "=12"),
        ("产出指标", "数量指标", "巡护天数", "≥300天"),
    ]


def test_running_text_with_blanks_is_no_table() -> None:
    """Heads must stand side by side."""
    page = (
        "我局 认真 编制 绩效目标 ，设置 一级指标 和 二级指标 ，细化 三级指标 ，写明 指标值 。\n各科室 按 要求 填报 。\n"
    )

    assert budget(page).projects == ()


def test_blank_lines_within_a_table_hold_nothing() -> None:
    """Other readers than that of text may leave them in."""
    head, row = SPACED.splitlines()[3:5]
    blocks = tuple(Paragraph(text, Place(line=at)) for at, text in enumerate((head, " ", row, ""), start=1))
    (project,) = extract(Document("page.txt", "", blocks)).projects

    assert [row.name for row in project.indicators] == ["管护渠道长度"]
