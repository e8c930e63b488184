"""Which column of a goal table holds what: heads of all kinds over the same few cells, and rows that a converter has moved."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from grids import document, projects, rows
from perflint_zh.extract import extract
from perflint_zh.extract.words import column_candidates

TITLE = "河道管护绩效目标表"
ROW = "产出指标|数量指标|巡河次数|9次|5次"


def values(heads: str) -> list[str]:
    """What is read as the value of a row that holds 9次 under the fourth head and 5次 under the fifth."""
    return [row.value for project in projects(TITLE, [heads, ROW]) for row in project.indicators]


@pytest.mark.parametrize(
    ("fourth", "fifth", "value"),
    [
        ("指标值（长期）", "指标值（年度）", "5次"),
        ("年度指标值", "实施期指标值", "9次"),
        ("指标值", "中长期指标值", "9次"),
        ("半年指标值", "全年指标值", "5次"),
    ],
)
def test_the_value_of_the_year_counts(fourth, fifth, value) -> None:
    """A column for several years or for part of one may stand on either side."""
    assert values(f"一级指标|二级指标|三级指标|{fourth}|{fifth}") == [value]


@pytest.mark.parametrize(
    ("fourth", "fifth", "value"),
    [
        ("目标值", "指标值", "5次"),
        ("指标值", "目标值", "9次"),
        ("指标值", "指标值", "5次"),
        ("评价标准", "目标值", "5次"),
        ("评价标准", "依据", "9次"),
    ],
)
def test_of_two_columns_the_one_with_the_better_head_counts(fourth, fifth, value) -> None:
    """Of two alike the right one: the left one is then a description or what was planned before."""
    assert values(f"一级指标|二级指标|三级指标|{fourth}|{fifth}") == [value]


def test_whatever_head_stands_beside_the_levels() -> None:
    """The rows are read, or it is told that they could not be."""
    for head in column_candidates():
        seen = extract(document(TITLE, [f"一级指标|二级指标|三级指标|{head}", "产出指标|数量指标|巡河次数|9次"]))

        assert len(seen.unread) + sum(len(project.indicators) for project in seen.projects) == 1, head


@pytest.mark.parametrize("mark", ["年度", "当年", "全年", "预期", "年初"])
def test_heads_may_have_the_year_before_or_behind_them(mark) -> None:
    """年度三级指标 and 三级指标年度 are 三级指标."""
    heads = f"一级指标|二级指标{mark}|{mark}三级指标|{mark}计量单位|指标值{mark}"
    (project,) = projects(TITLE, [heads, "产出指标|数量指标|巡河|次|48"])

    assert rows(project) == ["产出指标|数量指标|巡河|48次"]


@pytest.mark.parametrize(
    ("kinds", "signs", "value"),
    [("指标性质", "指标值类型", "≤9次"), ("指标值类型", "指标性质", "≤9次"), ("指标属性", "指标解释", "9次")],
)
def test_whichever_column_holds_the_operators(kinds, signs, value) -> None:
    """What kind of value it is stands under the same heads elsewhere."""
    heads = f"一级指标|二级指标|三级指标|指标值|{kinds}|{signs}|单位"
    (project,) = projects(TITLE, [heads, "产出指标|数量指标|巡河次数|9|定量|≤|次"])

    assert [row.value for row in project.indicators] == [value]


def test_a_fourth_level() -> None:
    """The finest level is the indicator, and of the weights its own is kept."""
    heads = "一级指标|一级指标权重|二级指标|三级指标|四级指标|指标值|四级指标权重"
    (project,) = projects(TITLE, [heads, "产出指标|50|数量指标|巡查|巡河次数|9次|20"])

    assert [(row.level1, row.level2, row.name, row.value, row.weight) for row in project.indicators] == [
        ("产出指标", "数量指标", "巡河次数", "9次", "20")
    ]


def test_heads_in_any_order() -> None:
    """The heads say what a column holds, not its place."""
    (project,) = projects(TITLE, ["指标值|三级指标|二级指标|一级指标", "9次|巡河次数|数量指标|产出指标"])

    assert rows(project) == ["产出指标|数量指标|巡河次数|9次"]


def test_names_without_a_head() -> None:
    """They stand right of 二级指标."""
    (project,) = projects(TITLE, ["一级指标|二级指标||指标值", "产出指标|数量指标|巡河次数|9次"])

    assert rows(project) == ["产出指标|数量指标|巡河次数|9次"]


def test_a_column_with_another_head_holds_no_names() -> None:
    """Then the table cannot be read, which is told."""
    seen = extract(document(TITLE, ["一级指标|二级指标|备注|指标值", "产出指标|数量指标|无|9次"]))

    assert [project.indicators for project in seen.projects] == []
    assert len(seen.unread) == 1


@pytest.mark.parametrize(
    "heads",
    ["指标名称|指标值|备注", "一级指标|三级指标|备注", "三级指标|指标值|依据|甲|乙|丙|丁", "名称|数值|二级指标"],
)
def test_a_table_of_another_kind_has_no_indicators(heads) -> None:
    """It needs a name, a value and one head more that only goal tables have, and most of its heads must be known."""
    assert [row for project in projects(TITLE, [heads, "巡河|9次|无|无|无|无|无"]) for row in project.indicators] == []


@pytest.mark.parametrize("head", ["一级指标", "二级指标", "绩效指标描述", "指标值确定依据", "计量单位"])
def test_one_more_head_tells_a_goal_table(head) -> None:
    """Beside the names and values, in whatever wide grid; all else may be missing."""
    (project,) = projects(TITLE, [f"{head}|三级指标|指标值||||", "计划|巡河次数|9||||"])

    assert [row.name for row in project.indicators] == ["巡河次数"]


def test_places_over_the_values() -> None:
    """The first place right of all other heads is read, which is told; where values have a head, places say nothing."""
    heads = "一级指标|二级指标|三级指标|指标解释|青山镇|绿水乡"
    seen = extract(document(TITLE, [heads, "产出指标|数量指标|巡河次数|全年|9次|5次"]))
    one = extract(document(TITLE, [heads.rpartition("|")[0], "产出指标|数量指标|巡河次数|全年|9次"]))
    left = extract(document(TITLE, ["青山镇|二级指标|三级指标|指标解释", "9次|数量指标|巡河次数|全年"]))
    amid = extract(document(TITLE, ["二级指标|三级指标|青山镇|指标解释|绿水乡", "数量指标|巡河次数|5次|全年|9次"]))
    beside = extract(document(TITLE, ["二级指标|三级指标|指标值|青山镇|绿水乡", "数量指标|巡河次数|9次|5次|4次"]))

    assert rows(seen.projects[0]) == rows(one.projects[0]) == ["产出指标|数量指标|巡河次数|9次"]
    assert seen.notes == ("表2第1行第1列：指标值分列在青山镇、绿水乡下，只读了“青山镇”一列",)
    assert [row.value for seen in (amid, beside) for row in seen.projects[0].indicators] == ["9次", "9次"]
    assert (one.notes, amid.notes, beside.notes, left.projects) == ((), (), (), ())


def test_a_grid_finer_than_its_heads() -> None:
    """Where heads reach over several columns of the grid, a row may have one cell for each head."""
    heads = "一级指标|二级指标|三级指标|三级指标^|指标值|指标值^|依据"
    (project,) = projects(
        TITLE, [heads, "产出指标|数量指标|巡河次数|巡河次数^|9次|9次^|计划", "^|质量指标|合格率|≥95%|合同"]
    )

    assert rows(project) == ["产出指标|数量指标|巡河次数|9次", "产出指标|质量指标|合格率|≥95%"]
    assert [row.basis for row in project.indicators] == ["计划", "合同"]


def test_the_upper_of_two_header_rows_stands_where_the_lower_one_is_empty() -> None:
    """A list whose first heads are printed above the others."""
    upper, lower = "项目名称|预算金额|绩效指标|||", "||一级指标|二级指标|三级指标|指标值"
    row = "河道管护|12|产出指标|数量指标|巡河次数|9次"
    found = projects("单位：万元", [upper, lower, row])

    assert [(project.name, project.budget_wan, rows(project)) for project in found] == [
        ("河道管护", 12.0, ["产出指标|数量指标|巡河次数|9次"])
    ]


def test_a_second_row_of_heads_in_a_text_file() -> None:
    """A divided head counts as one cell above its parts, so that the heads behind it have moved."""
    heads = ["一级指标|二级指标|三级指标|预期指标值|备注|依据", "|||符号|值|单位||"]
    (project,) = projects(TITLE, [*heads, "产出指标|数量指标|巡河|≥|98|次|无|计划"])

    assert rows(project) == ["产出指标|数量指标|巡河|≥98次"]
    assert project.indicators[0].basis == "计划"


@pytest.mark.parametrize("second", ["||||", "|||符号|随便"])
def test_a_row_below_the_heads_that_holds_more_than_heads_divides_nothing(second) -> None:
    """Nor does an empty one."""
    (project,) = projects(TITLE, ["一级指标|二级指标|三级指标|指标值|依据", second, "产出指标|数量指标|巡河|9次|计划"])

    assert rows(project)[-1] == "产出指标|数量指标|巡河|9次"


MERGED = "一级指标^|二级指标^|三级指标^|指标值^|指标值^"


@pytest.mark.parametrize(
    ("second", "value"), [(MERGED, "9次"), (MERGED.replace("指标值^|指标值^", "2024年|2025年"), "5次")]
)
def test_heads_merged_over_two_rows_are_no_indicator(second, value) -> None:
    """Whatever else stands in the lower row; of two years the later one is that of the budget."""
    (project,) = projects(TITLE, ["一级指标|二级指标|三级指标|指标值|指标值^", second, ROW])

    assert rows(project) == [f"产出指标|数量指标|巡河次数|{value}"]


SHORT = "一级指标|二级指标|三级指标|指标值"


@pytest.mark.parametrize(
    ("row", "read"),
    [
        ("质量指标|合格率|≥95%", "产出指标|质量指标|合格率|≥95%"),
        ("质量指标|合格率|≥95%|", "产出指标|质量指标|合格率|≥95%"),
        ("质量指标|合格率|良好", "产出指标|质量指标|合格率|良好"),
        ("合格率|≥95%||", "产出指标|数量指标|合格率|≥95%"),
        ("满意度指标|满意率|≥95%|", "满意度指标|满意度指标|满意率|≥95%"),
        ("|质量指标|合格率|≥95%", "产出指标|质量指标|合格率|≥95%"),
    ],
)
def test_a_row_without_the_cells_of_merged_levels(row, read) -> None:
    """A known 二级指标 or a figure shows how far a converter has moved the row to the left."""
    (project,) = projects(TITLE, [SHORT, "产出指标|数量指标|巡河次数|9次", row])

    assert rows(project)[1] == read


@pytest.mark.parametrize(
    "row", ["说明|无||", "合格率|较高||", "质量指标|产出指标||", "质量指标|合格率", "质量指标||||≥95%"]
)
def test_a_row_that_was_not_moved_stays_where_it_is(row) -> None:
    """Without a figure in its place it is a note or something unknown, never an indicator."""
    (project,) = projects(TITLE, [SHORT, "产出指标|数量指标|巡河次数|9次", row])

    assert rows(project) == ["产出指标|数量指标|巡河次数|9次"]


def test_a_sum_under_the_numbers_of_the_rows_is_no_indicator() -> None:
    """A text left of 一级指标 has not been moved from there."""
    (project,) = projects(TITLE, [f"序号|{SHORT}", "1|产出指标|数量指标|巡河次数|9次", "指标数|1||||"])

    assert rows(project) == ["产出指标|数量指标|巡河次数|9次"]


def test_a_name_beside_its_figure_has_lost_the_cells_on_its_left() -> None:
    """Pages leave merged cells out; the figure shows what the first text is, whatever stands further right."""
    (project,) = projects(
        TITLE,
        [
            "绩效指标|一级指标|二级指标|三级指标|指标值|",
            "产出指标|数量指标|巡河次数|9次||",
            "清漂里程|26公里||||",
            "其中：干流里程（公里）|12||||",
        ],
    )

    assert rows(project) == [
        "产出指标|数量指标|巡河次数|9次",
        "产出指标|数量指标|清漂里程|26公里",
        "产出指标|数量指标|其中：干流里程（公里）|12",
    ]


def test_rows_of_a_list_that_have_lost_their_project() -> None:
    """Both levels show where the row belongs."""
    (project,) = projects(
        "项目绩效目标表",
        [
            "单位名称|项目名称|年度目标|一级指标|二级指标|三级指标|指标值",
            "河道所|河道保洁|保持河道整洁|产出指标|数量指标|巡河次数|9次",
            "产出指标|质量指标|水面清洁率|≥95%|||",
        ],
    )

    assert rows(project) == ["产出指标|数量指标|巡河次数|9次", "产出指标|质量指标|水面清洁率|≥95%"]
