"""The grammar of goal tables on grids written by hand: what each row, label, caption and page end means, without any file format."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from grids import HEAD, document, projects, rows
from perflint_zh.extract import extract
from perflint_zh.extract.words import level1_of, level2_of

TITLE = "河道管护绩效目标表"
FIRST = "产出指标|数量指标|巡河次数|全年巡河|≥48次|计划"
SECOND = "产出指标^|质量指标|合格率|合格占比|≥95%|合同"
LAST = "满意度指标|服务对象满意度指标|村民满意度|问卷|≥90%|问卷"


def test_a_row_has_its_texts_and_places() -> None:
    """Every column of the table is a field of the indicator, and each field knows its cell."""
    (project,) = projects(TITLE, [HEAD, FIRST])
    (row,) = project.indicators

    assert (project.name, str(project.place), project.unit) == ("河道管护", "第1段", "department")
    assert set(project.columns) == {"level1", "level2", "name", "description", "value", "basis"}
    assert (row.level1, row.level2, row.name) == ("产出指标", "数量指标", "巡河次数")
    assert (row.description, row.value, row.basis) == ("全年巡河", "≥48次", "计划")
    assert row.quantity is not None
    assert row.quantity.number == 48
    assert str(row.place) == "表2第2行第3列"
    assert {column: place.column for column, place in row.places.items()} == {
        "level1": 1, "level2": 2, "name": 3, "description": 4, "value": 5, "basis": 6,
    }  # fmt: skip


def test_a_column_that_is_missing_is_none_and_an_empty_cell_is_empty() -> None:
    """Rules must tell the two apart."""
    (short,) = projects(TITLE, ["一级指标|二级指标|三级指标|指标值", "产出指标|数量指标|巡河次数|≥48次"])
    (empty,) = projects(TITLE, [HEAD, "产出指标|数量指标|巡河次数||≥48次|"])

    assert (short.indicators[0].description, short.indicators[0].basis) == (None, None)
    assert (empty.indicators[0].description, empty.indicators[0].basis) == ("", "")


def test_levels_are_on_one_line() -> None:
    """Narrow columns wrap the names of levels; the line break is no part of them."""
    (project,) = projects(TITLE, [HEAD, "产出\n指标|数量\n指标|巡河次数|全年巡河|≥48次|计划"])

    assert (project.indicators[0].level1, project.indicators[0].level2) == ("产出指标", "数量指标")


@pytest.mark.parametrize(
    ("level1", "level2"),
    [("1.产出指标", "（1）数量指标"), ("一、产出指标", "①数量指标"), ("", "产出-数量指标"), ("", "产出指标/数量指标")],
)
def test_levels_may_be_numbered_or_in_one_cell(level1, level2) -> None:
    """They are known all the same, and are kept as printed."""
    (project,) = projects(TITLE, [HEAD, f"{level1}|{level2}|巡河次数|全年巡河|≥48次|计划"])
    (row,) = project.indicators

    assert (row.level1, row.level2) == (level1 or "产出指标", level2)
    assert (level1_of(row.level1), level2_of(row.level2)) == ("产出指标", "数量指标")


def test_weights_and_what_was_reached_are_kept() -> None:
    """Forms of evaluation have columns of their own."""
    heads = "一级指标|二级指标|三级指标|指标值|权重|实际完成值"
    (project,) = projects(TITLE, [heads, "产出指标|数量指标|巡河次数|≥3次|10|4次"])

    assert (project.indicators[0].weight, project.indicators[0].actual) == ("10", "4次")


@pytest.mark.parametrize("between", [[], [2]])
def test_a_row_cut_by_a_page_end_is_whole_again(between) -> None:
    """The rest of a description and of a basis go to the row above; with a name it is a rest only after a page end."""
    (project,) = projects(TITLE, [HEAD, FIRST, SECOND], *between, ["|||的占比||规定"], [LAST])
    row = project.indicators[1]

    assert rows(project)[1] == "产出指标|质量指标|合格率|≥95%"
    assert (row.description, row.basis) == ("合格占比的占比", "合同规定")
    assert len(project.indicators) == 3


@pytest.mark.parametrize("page", [["||合格率|合格的占比||"], [HEAD, "||合格率|合格的占比||"]])
def test_a_name_without_value_is_a_rest_only_after_a_page_end(page) -> None:
    """Perhaps below repeated heads; in the middle of a table it is a row whose value is missing."""
    cut = "产出指标^|质量指标|垃圾清运|抽查|≥95%|合同"
    rest = page[-1]

    assert rows(projects(TITLE, [HEAD, FIRST, cut], page)[0])[1:] == ["产出指标|质量指标|垃圾清运合格率|≥95%"]
    assert rows(projects(TITLE, [HEAD, FIRST, cut, rest])[0])[1:] == [
        "产出指标|质量指标|垃圾清运|≥95%",
        "产出指标|质量指标|合格率|",
    ]


def test_a_rest_may_be_called_as_a_label_is() -> None:
    """It goes to the row above all the same."""
    (project,) = projects(TITLE, [HEAD, FIRST, "产出指标^|质量指标|到位率|已到位的|≥95%|合同", "|||财政资金||"])

    assert [row.description for row in project.indicators] == ["全年巡河", "已到位的财政资金"]


def test_a_row_printed_twice_by_a_page_end_is_marked() -> None:
    """A row that the author wrote twice is no such row."""
    (printed,) = projects(TITLE, [HEAD, FIRST, SECOND], [SECOND, LAST])
    (written,) = projects(TITLE, [HEAD, FIRST, FIRST, LAST])

    assert [row.duplicate_row for row in printed.indicators] == [False, False, True, False]
    assert [row.duplicate_row for row in written.indicators] == [False, False, False]


def test_a_repeated_header_is_no_row() -> None:
    """Pages print the heads again."""
    assert len(projects(TITLE, [HEAD, FIRST], [HEAD, LAST])[0].indicators) == 2


def test_names_that_a_page_end_cut_are_whole_in_all_rows() -> None:
    """产出指 at the foot of one page and 标 at the head of the next are one merged cell."""
    foot = ["产出指|数量指标|巡河次数|全年巡河|≥48次|计划", "产出指^|数量指标^|清淤次数|全年清淤|≥2次|计划"]
    head = ["标|质量指标|合格率|占比|≥95%|合同", "标^|时效指标|完成时间|时间|12月|合同"]
    (project,) = projects(TITLE, 1, [HEAD, *foot], 2, head)

    assert [row.level1 for row in project.indicators] == ["产出指标"] * 4


@pytest.mark.parametrize(
    "noise", [["合计|||||"], ["||合计|||"], ["||小计|||"], ["- 3 -|||||"], ["单位：万元|||||"], ["|||||单位：元"]]
)
def test_sums_captions_and_page_numbers_are_no_rows(noise) -> None:
    """They stand in the table and belong to no indicator."""
    assert rows(projects(TITLE, [HEAD, FIRST, *noise, LAST])[0]) == [
        "产出指标|数量指标|巡河次数|≥48次",
        "满意度指标|服务对象满意度指标|村民满意度|≥90%",
    ]


def test_a_row_shorter_than_the_heads_lacks_its_last_cells() -> None:
    """They are empty, as if they were printed."""
    (project,) = projects(TITLE, [HEAD, FIRST, "产出指标|质量指标|合格率"])

    assert [(row.name, row.description, row.value, row.basis) for row in project.indicators[1:]] == [
        ("合格率", "", "", "")
    ]


@pytest.mark.parametrize("alone", ["|2024年度||", "||（公开）|", "|||3"])
def test_a_text_alone_above_the_heads_is_nothing(alone) -> None:
    """Neither a goal nor the name of the project, and it ends nothing."""
    (project,) = projects(TITLE, ["项目编码|P01|资金用途|巡河", alone, HEAD, FIRST])

    assert (project.name, project.project_code, project.funds_use, project.goal) == ("河道管护", "P01", "巡河", None)
    assert len(project.indicators) == 1


def test_a_page_number_between_two_parts_ends_nothing() -> None:
    """The table goes on behind it; a heading ends it."""
    assert len(projects(TITLE, [HEAD, FIRST], "— 4 —", [LAST])[0].indicators) == 2
    assert len(projects(TITLE, [HEAD, FIRST], "三、名词解释", [LAST])[0].indicators) == 1


WIDE = "主管部门|项目名称|项目编码|预算金额|绩效目标|一级指标|二级指标|三级指标|指标值"


def test_a_list_of_many_projects_names_each_in_its_rows() -> None:
    """Merged cells carry on; a new name begins a project without the code of the one before; owners keep namesakes apart."""
    found = projects(
        "单位：万元",
        [
            WIDE,
            "水利局|1、河道管护|P01|12.5|管好|产出指标|数量指标|巡河次数|≥48次",
            "水利局^|1、河道管护^|P01^|12.5^|管好^|产出指标^|质量指标|合格率|≥95%",
            "水利局^|堤防维修||30|修好|产出指标|数量指标|维修里程|≥3公里",
            "教育局|堤防维修||7|修校|产出指标|数量指标|维修面积|≥3平方米",
        ],
    )

    assert [(p.name, p.project_code, p.budget_wan, p.goal) for p in found] == [
        ("河道管护", "P01", 12.5, "管好"),
        ("堤防维修", None, 30.0, "修好"),
        ("堤防维修", None, 7.0, "修校"),
    ]
    assert [len(project.indicators) for project in found] == [2, 1, 1]
    assert [str(project.place) for project in found] == ["表2第2行第2列", "表2第4行第2列", "表2第5行第2列"]
    assert found[0].budget_source == "table"


SHORT_WIDE = "项目名称|预算金额|绩效目标|一级指标|二级指标|三级指标|指标值"


def test_a_project_of_a_list_goes_on_behind_a_page_end() -> None:
    """The rest of its name and of its goal come without an amount; the next project comes with one."""
    found = projects(
        "单位：万元",
        1,
        [SHORT_WIDE, "河道|12.5|管好|产出指标|数量指标|巡河次数|≥48次"],
        2,
        [SHORT_WIDE, "管护||河道|产出指标|质量指标|合格率|≥95%", "堤防维修|30|修好|产出指标|数量指标|里程|≥3公里"],
    )

    assert [(p.name, p.budget_wan, p.goal, len(p.indicators)) for p in found] == [
        ("河道管护", 12.5, "管好河道", 2),
        ("堤防维修", 30.0, "修好", 1),
    ]


def test_a_project_that_goes_on_keeps_its_office() -> None:
    """Its name is whole behind the page end, for the rows below as well; the goal may be no column."""
    heads = "主管部门|项目名称|预算金额|一级指标|二级指标|三级指标|指标值"
    first = ["水利局|河道|12.5|产出指标|数量指标|巡河次数|≥48次", "教育局|校舍|7|产出指标|数量指标|修缮|≥3间"]
    second = ["教育局^|维修||产出指标|质量指标|合格率|≥95%", "教育局^|校舍维修^|7^|产出指标^|时效指标|完工|12月"]
    found = projects("单位：万元", 1, [heads, *first], 2, [heads, *second])

    assert [(p.name, p.budget_wan, len(p.indicators)) for p in found] == [("河道", 12.5, 1), ("校舍维修", 7.0, 3)]


def test_a_list_with_other_heads_is_another_list() -> None:
    """A row that names no project belongs to none of the list before; under the same heads the list goes on."""
    first = [SHORT_WIDE, "河道管护|12.5|管好|产出指标|数量指标|巡河次数|≥48次"]
    other = ["项目名称|一级指标|二级指标|三级指标|指标值", "|产出指标|质量指标|合格率|≥95%"]
    same = [SHORT_WIDE, "^|^|^|产出指标|质量指标|合格率|≥95%"]

    assert [len(project.indicators) for project in projects(first, other)] == [1]
    assert [len(project.indicators) for project in projects(first, same)] == [2]


@pytest.mark.parametrize("beside", ["||", "^|^|^"])
def test_a_row_whose_project_is_named_on_the_next_page_waits_for_it(beside) -> None:
    """A ruled page shows the rows beside an empty merged cell; its text stands where the cell goes on.

    A rest of a value between them does not give the rows away.
    """
    found = projects(
        "单位：万元",
        1,
        [
            SHORT_WIDE,
            "河道管护|12.5|管好|产出指标|数量指标|巡河次数|≥48次",
            "|||产出指标|数量指标|维修里程|≥3公里",
            f"{beside}|产出指标^|时效指标|维修时间|12月",
            f"{beside}||||底前",
        ],
        2,
        ["堤防维修|30|修好|产出指标|质量指标|合格率|≥95%"],
    )

    assert [(project.name, len(project.indicators)) for project in found] == [("河道管护", 1), ("堤防维修", 3)]


def test_a_row_at_the_head_of_a_page_waits_for_nothing() -> None:
    """The merged cell beside it comes from the page before, even if it is not repeated."""
    first = [SHORT_WIDE, "河道管护|12.5|管好|产出指标|数量指标|巡河次数|≥48次"]
    second = ["|||产出指标|质量指标|合格率|≥95%", "堤防维修|30|修好|产出指标|数量指标|里程|≥3公里"]
    found = projects("单位：万元", 1, first, 2, second)

    assert [(project.name, len(project.indicators)) for project in found] == [("河道管护", 2), ("堤防维修", 1)]


def test_rows_that_waited_in_vain_stay_with_the_project_above() -> None:
    """Nothing follows the page on which they stand."""
    (project,) = projects(
        1, [SHORT_WIDE, "河道管护|12.5|管好|产出指标|数量指标|巡河次数|≥48次", "|||产出指标|质量指标|合格率|≥95%"]
    )

    assert rows(project) == ["产出指标|数量指标|巡河次数|≥48次", "产出指标|质量指标|合格率|≥95%"]


def test_the_head_of_a_form_gives_the_facts_of_the_project() -> None:
    """Labels with their values beside or below them: name, code, amount, use of funds, plan, goal."""
    (project,) = projects(
        "甲项目绩效目标表",
        [
            "项目名称|河道管护|项目编码|P01",
            "预算金额（万元）|12.5|单位|水利局",
            "资金用途|用于巡河",
            "资金支出计划（%）|3月底|6月底|10月底",
            "|25|50|100",
            "绩效目标|管好河道",
            HEAD,
            FIRST,
        ],
    )

    assert (project.name, project.project_code, project.budget_wan) == ("河道管护", "P01", 12.5)
    assert (project.funds_use, project.goal, str(project.goal_place)) == ("用于巡河", "管好河道", "表2第6行第2列")
    assert (project.spending_plan, project.spending_plan_unit) == ({"3月底": 25, "6月底": 50, "10月底": 100}, "%")
    assert len(project.indicators) == 1


def test_of_two_goals_the_annual_one_counts() -> None:
    """The texts stand below their heads."""
    (project,) = projects(["项目名称|河道管护", "总体目标|年度目标", "三年管好|当年管好", HEAD, FIRST])

    assert (project.goal, str(project.goal_place)) == ("当年管好", "表1第3行第2列")


def test_what_stands_below_its_head_may_be_one_cell() -> None:
    """An amount without any unit, and the next sentence of a goal."""
    below = ["立项依据|预算金额", "|12", "总体目标|年度目标", "三年管好|当年管好", "|不留垃圾"]
    (project,) = projects("单位：万元", TITLE, [*below, HEAD, FIRST])

    assert (project.budget_wan, project.goal, len(project.indicators)) == (12.0, "当年管好\n不留垃圾", 1)


@pytest.mark.parametrize(
    ("after", "goal"),
    [
        (["不留垃圾"], "管好\n不留垃圾"),
        (["— 3 —", "不留垃圾"], "管好\n不留垃圾"),
        (["全年开展巡河工作并且逐项完成各级下达的考核指标"], "管好\n全年开展巡河工作并且逐项完成各级下达的考核指标"),
        (["附表"], "管好"),
        (["产出指标"], "管好"),
        (["单位：元"], "管好"),
        (["资金用途"], "管好"),
        (["注：由单位填写"], "管好"),
    ],
)
def test_a_goal_goes_on_in_the_next_line(after, goal) -> None:
    """Unless that is a caption, a label or a note."""
    (project,) = projects(TITLE, "绩效目标：管好", *after, [HEAD, FIRST])

    assert (project.goal, len(project.indicators)) == (goal, 1)


def test_a_goal_goes_on_in_the_rows_beside_its_label() -> None:
    """A sentence in each, until something else stands there."""
    (project,) = projects(
        TITLE, ["绩效目标|管好河道", "绩效目标^|不留垃圾", "绩效目标^|不让侵占", "绩效目标^|单位：万元", HEAD, FIRST]
    )

    assert (project.goal, str(project.goal_place)) == ("管好河道\n不留垃圾\n不让侵占", "表2第1行第2列")
    assert len(project.indicators) == 1


@pytest.mark.parametrize("whose", ["项目名称", "项目编码"])
def test_a_goal_beside_the_indicators_ends_in_its_cell(whose) -> None:
    """What stands alone in the row below is the rest of an indicator."""
    heads = f"{whose}|绩效目标|一级指标|二级指标|三级指标|绩效指标描述|指标值"
    (project,) = projects(TITLE, [heads, "A1|管好|产出指标|数量指标|巡河次数|全年巡河|≥48次", "|||||的次数|"])

    assert (project.goal, [row.description for row in project.indicators]) == ("管好", ["全年巡河的次数"])


def test_a_goal_ends_with_its_table() -> None:
    """A heading ends both: the rows below it are none of the form."""
    (project,) = projects(TITLE, "绩效目标：管好", "三、其他情况", ["情况|不留垃圾", "^|不让侵占"])

    assert (project.goal, project.indicators) == ("管好", ())


def test_facts_may_stand_beside_the_indicators() -> None:
    """In columns of their own, merged over all rows."""
    heads = "绩效目标|项目编码|预算金额（万元）|一级指标|二级指标|三级指标|指标值"
    first = "管好|P01|12|产出指标|数量指标|巡河次数|≥48次"
    (project,) = projects(TITLE, [heads, first, "管好^|P01^|12^|产出指标^|质量指标|合格率|≥95%"])

    assert (project.goal, project.project_code, project.budget_wan) == ("管好", "P01", 12.0)
    assert rows(project) == ["产出指标|数量指标|巡河次数|≥48次", "产出指标|质量指标|合格率|≥95%"]
    assert set(project.columns) == {"level1", "level2", "name", "value"}


def test_the_use_of_funds_may_stand_below_the_amount() -> None:
    """Beside the label that reaches down to it."""
    use = ["预算规模及资金用途|预算数|12.5", "预算规模及资金用途^|用于巡河|用于巡河^"]
    (project,) = projects("单位：万元", TITLE, [*use, HEAD, FIRST])

    assert (project.budget_wan, project.funds_use) == (12.5, "用于巡河")


def test_labels_without_a_value_say_nothing() -> None:
    """Neither a paragraph nor a row of labels."""
    (project,) = projects(TITLE, "绩效目标", ["项目编码|资金用途|", HEAD, FIRST])

    assert (project.name, project.goal, project.project_code, project.funds_use) == ("河道管护", None, None, None)


def test_labels_in_running_lines_count_as_well() -> None:
    """Several on one line, a value with a blank in it, and a goal that goes on in the next paragraph."""
    (project,) = projects("项目名称：河道管护    项目编码：P01 号", "绩效目标：管好", "不留垃圾", [HEAD, FIRST])

    assert (project.name, project.project_code, project.goal) == ("河道管护", "P01 号", "管好\n不留垃圾")
    assert (str(project.place), str(project.goal_place)) == ("第1段", "第2段")


def test_a_cell_may_hold_label_and_value() -> None:
    """Parted by a colon."""
    (project,) = projects(["项目名称：河道管护|预算金额：12.5万元", HEAD, FIRST])

    assert (project.name, project.budget_wan, project.budget_source) == ("河道管护", 12.5, "table")


@pytest.mark.parametrize(
    ("parts", "wan"),
    [
        ([TITLE, ["单位：元", "预算金额|120000", HEAD, FIRST]], 12.0),
        (["单位：元", TITLE, ["预算金额|120000", HEAD, FIRST]], 12.0),
        ([TITLE, "单位：元", ["预算金额|120000", HEAD, FIRST]], 12.0),
        ([TITLE, ["单位|元", "预算金额|120000", HEAD, FIRST]], 12.0),
        (["单位：元", TITLE, ["预算金额（万元）|12", HEAD, FIRST]], 12.0),
        (["单位：元", TITLE, ["预算金额|12万元", HEAD, FIRST]], 12.0),
        (["单位：元", TITLE, "预算金额（万元）：12", [HEAD, FIRST]], 12.0),
        (["单位：元", TITLE, ["项目编码：P1|预算金额（万元）：12", HEAD, FIRST]], 12.0),
        (["单位：万元", f"{TITLE} 单位：元", ["预算金额|120000", HEAD, FIRST]], 12.0),
        (["单位：元", TITLE, ["预算金额|—", HEAD, FIRST]], None),
    ],
)
def test_an_amount_is_read_in_its_unit(parts, wan) -> None:
    """The unit of the amount, else of its label, else of the caption nearest above."""
    assert projects(*parts)[0].budget_wan == wan


@pytest.mark.parametrize(("amount", "wan"), [("12.5", 12.5), ("5000", None), ("1250000", 125.0)])
def test_an_amount_without_a_unit_has_a_place_if_its_size_tells_the_unit(amount, wan) -> None:
    """Five thousand can be 元 or 万元: it is no amount, so that no rule points at it."""
    (project,) = projects(TITLE, [f"预算金额|{amount}", HEAD, FIRST])

    assert (project.budget_wan, "budget" in project.places) == (wan, wan is not None)


@pytest.mark.parametrize("name", ["项目名称|堤防维修", "项目名称|项目名称^|堤防维修|堤防维修^|堤防维修^|堤防维修^"])
def test_one_long_table_holds_a_project_after_each_name_label(name) -> None:
    """A name below rows begins the next project, also if it is merged over the columns of the indicators."""
    found = projects("单位：万元", ["项目名称|河道管护", HEAD, FIRST, name, HEAD, LAST])

    assert [(project.name, len(project.indicators)) for project in found] == [("河道管护", 1), ("堤防维修", 1)]


def test_the_heads_of_one_long_table_may_be_printed_once() -> None:
    """They hold for the projects below; each has its own facts."""
    first = ["项目名称|河道管护", "预算金额|3", HEAD, FIRST]
    found = projects("单位：万元", [*first, "项目名称|堤防维修", "预算金额|4", LAST])

    assert [(project.name, project.budget_wan, rows(project)) for project in found] == [
        ("河道管护", 3.0, ["产出指标|数量指标|巡河次数|≥48次"]),
        ("堤防维修", 4.0, ["满意度指标|服务对象满意度指标|村民满意度|≥90%"]),
    ]


@pytest.mark.parametrize(
    ("head", "count"),
    [
        (["绩效目标|管好", "主管部门|水利局"], 1),
        (["项目编码|P1", "主管部门|水利局"], 1),
        (["主管部门|水利局", "建设周期|一年"], 0),
    ],
)
def test_a_project_has_a_goal_or_a_code_if_it_has_no_rows(head, count) -> None:
    """A title over something else is no project."""
    assert [len(project.indicators) for project in projects(TITLE, head)] == [0] * count


@pytest.mark.parametrize("name", ["河道管护经费", "河道管护"])
def test_a_title_may_be_cut_by_the_end_of_a_line(name) -> None:
    """…绩效目 / 标表 is one title, at its first line."""
    (project,) = projects(f"{name}绩效目", "标表", [HEAD, FIRST])

    assert (project.name, str(project.place)) == (name, "第1段")


def test_a_title_without_a_name_takes_the_line_above() -> None:
    """A form printed below the name of its project; the next form has a line of its own or none."""
    found = projects("河道管护经费", "绩效目标表", [HEAD, FIRST], "绩效目标表", [HEAD, LAST])

    assert [project.name for project in found] == ["河道管护经费", ""]


@pytest.mark.parametrize(
    "again", ["续表", "河道管护绩效目标表（续）", "项目支出绩效目标表（续表）", "续：项目支出绩效目标表"]
)
def test_a_title_printed_again_begins_no_project(again) -> None:
    """The rest of a table on the next page may have its title above it."""
    (project,) = projects(TITLE, [HEAD, FIRST], again, [HEAD, LAST])

    assert [row.name for row in project.indicators] == ["巡河次数", "村民满意度"]


def test_a_year_above_a_table_is_no_name() -> None:
    """A line of a year stands above the title as often as below."""
    (project,) = projects("（2024年度）", "项目支出绩效目标表", [HEAD, FIRST])

    assert project.name == ""


def test_a_title_may_share_its_row_with_the_unit() -> None:
    """A sheet has both in its first row."""
    (project,) = projects(["堤防维修绩效目标表|单位：元", "预算金额|120000", HEAD, FIRST])

    assert (project.name, str(project.place), project.budget_wan) == ("堤防维修", "表1第1行第1列", 12.0)


@pytest.mark.parametrize(
    ("above", "name"),
    [
        ([], ""),
        (["河道管护经费"], "河道管护经费"),
        (["河道管护经费", "堤防维修经费"], "堤防维修经费"),
        (["2、河道管护经费评价指标表"], "河道管护经费"),
        (["本表填写如下内容。"], ""),
        (["部门预算绩效信息公开"], ""),
    ],
)
def test_a_table_without_a_title_may_be_named_by_the_line_above(above, name) -> None:
    """Its rows are read in any case."""
    (project,) = projects(*above, [HEAD, FIRST])

    assert (project.name, len(project.indicators)) == (name, 1)
    assert str(project.place) == f"表{len(above) + 1}第1行第1列"


def test_a_name_in_a_line_begins_a_project() -> None:
    """With or without a table above; so does a goal that nobody has filled in, and a value with its label only before the rows."""
    found = projects("项目名称：河道管护", [HEAD, FIRST], "项目名称：堤防维修", [HEAD, LAST], "绩效目标", [HEAD, LAST])
    (one,) = projects("项目名称：河道管护", [HEAD, FIRST], "绩效目标：管好", [LAST])

    assert [(p.name, str(p.place), len(p.indicators)) for p in found] == [
        ("河道管护", "第1段", 1),
        ("堤防维修", "第3段", 1),
        ("", "第5段", 1),
    ]
    assert (one.goal, len(one.indicators)) == (None, 2)


def test_a_table_of_another_kind_ends_the_one_before() -> None:
    """Its rows are no indicators, whatever stands in them; nor are they projects of a list."""
    other = ["科目|本年数||||上年数", "办公费|12|水电|5|6|无"]
    finer = ["科目|本年数|||||上年数", "办公费|12|水电|5|6|7|无"]
    (project,) = projects(TITLE, [HEAD, FIRST], other)
    (listed,) = projects([SHORT_WIDE, "河道管护|12.5|管好|产出指标|数量指标|巡河次数|≥48次"], finer)

    assert rows(project) == rows(listed) == ["产出指标|数量指标|巡河次数|≥48次"]


@pytest.mark.parametrize("heading", ["一、基本情况", "（二）有关情况", "第三部分 说明"])
def test_a_heading_ends_the_head_of_a_table(heading) -> None:
    """What was filled in above it is no part of the table below; a heading above the title ends nothing."""
    (project,) = projects(heading, TITLE, ["项目编码|P01"], heading, [HEAD, FIRST])[1:]

    assert (project.name, project.project_code, len(project.indicators)) == ("", None, 1)


def test_a_list_of_projects_under_the_title_of_the_department() -> None:
    """It names its projects itself."""
    found = projects("部门整体绩效目标表", [SHORT_WIDE, "河道管护|12.5|管好|产出指标|数量指标|巡河次数|≥48次"])

    assert [(project.name, rows(project)) for project in found] == [("河道管护", ["产出指标|数量指标|巡河次数|≥48次"])]


def test_ordinals_are_no_part_of_a_name() -> None:
    """Whatever the mark behind them."""
    found = projects("1、河道管护绩效目标表", [HEAD, FIRST], "2.堤防维修绩效目标表", [HEAD, LAST])

    assert [project.name for project in found] == ["河道管护", "堤防维修"]


def test_an_ordinal_before_a_number_shows_by_its_neighbours() -> None:
    """2.24小时书房 is the second of the tables."""
    found = projects("1.河道管护绩效目标表", [HEAD, FIRST], "2.24小时书房绩效目标表", [HEAD, LAST])
    (alone,) = projects("1.5万亩草原绩效目标表", [HEAD, FIRST])

    assert ([project.name for project in found], alone.name) == (["河道管护", "24小时书房"], "1.5万亩草原")


def test_the_table_of_the_whole_department_is_no_project() -> None:
    """What follows it is."""
    found = projects("部门整体绩效目标表", [HEAD, FIRST], TITLE, [HEAD, LAST])

    assert [(project.name, len(project.indicators)) for project in found] == [("河道管护", 1)]


def test_a_row_without_its_empty_first_cell_is_put_right() -> None:
    """Some converters drop the cell that a merged 一级指标 covers."""
    (project,) = projects(TITLE, [HEAD, FIRST, "质量指标|合格率|占比|≥95%|合同"])

    assert rows(project)[1] == "产出指标|质量指标|合格率|≥95%"


@pytest.mark.parametrize(
    ("level2", "count"),
    [("任务指标", 1), ("按期完成", 1), ("河道管护任务按期完成情况指标", 1), ("由水利局按照要求逐项组织填写", 0)],
)
def test_a_level_may_be_the_office_s_own(level2, count) -> None:
    """A short one, or one that is called 指标; a sentence is a note."""
    (project,) = projects(TITLE, [HEAD, FIRST, f"|{level2}|巡河任务||≥5项|"])

    assert [row.level2 for row in project.indicators[1:]] == [level2] * count


def test_a_level_that_is_merged_away_follows_from_the_one_below() -> None:
    """It is that of the row above if the 二级指标 can stand under it."""
    blank = ["|时效指标|完成时间||12月底前|", "|社会效益指标|受益人口||≥1万人|", "|成本指标|单价||≤3元|"]
    (project,) = projects(TITLE, [HEAD, FIRST, *blank])

    assert [row.level1 for row in project.indicators] == ["产出指标", "产出指标", "效益指标", "产出指标"]


@pytest.mark.parametrize(
    ("operator", "value", "unit", "joined"),
    [
        ("大于等于", "98", "%", "≥98%"),
        ("≤", "3", "次", "≤3次"),
        ("定性", "0", "显著", "显著"),
        ("定性", "良好", "", "良好"),
        ("", "5", "个", "5个"),
        ("≥", "98%", "%", "≥98%"),
        ("≥", "≥98", "%", "≥98%"),
        ("定性指标", "", "较高", "较高"),
        ("其他", "5", "个", "5个"),
    ],
)
def test_operator_value_and_unit_are_joined(operator, value, unit, joined) -> None:
    """Platforms keep them in three columns, and the words of a qualitative value in the unit."""
    heads = "一级指标|二级指标|三级指标|绩效指标性质|绩效指标值|绩效度量单位"
    (project,) = projects(TITLE, [heads, f"产出指标|数量指标|次数|{operator}|{value}|{unit}"])

    assert project.indicators[0].value == joined


def test_a_second_row_of_heads_divides_the_first() -> None:
    """预期指标值 over 符号, 值 and 单位; or over four grades, of which 优 is the value."""
    three = ["一级指标|二级指标|三级指标|预期指标值|预期指标值^|预期指标值^|备注", "|||符号|值|单位|"]
    four = ["一级指标|二级指标|三级指标|绩效指标描述|指标值|指标值^|指标值^|指标值^", "||||优|良|中|差"]

    (parted,) = projects(TITLE, [*three, "产出指标|数量指标|次数|≥|98|次|"])
    (graded,) = projects(TITLE, [*four, "产出指标|数量指标|次数|描述|≥98%|≥90%|≥80%|<80%"])
    assert parted.indicators[0].value == "≥98次"
    assert graded.indicators[0].value == "≥98%"


def test_a_table_of_which_only_the_lines_are_left() -> None:
    """One cell on each line: a row begins at a level name, a wrapped description is joined, an empty cell leaves no line."""
    heads = ["一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值"]
    first = ["产出指标", "数量指标", "巡河次数", "全年巡河", "≥48次"]
    wrapped = ["质量指标", "合格率", "合格占比", "抽查", "≥95%"]
    short = ["效益指标", "社会效益指标", "受益人口", "≥1万人"]
    (project,) = projects(TITLE, *heads, *first, *wrapped, *short)

    assert rows(project) == [
        "产出指标|数量指标|巡河次数|≥48次",
        "产出指标|质量指标|合格率|≥95%",
        "效益指标|社会效益指标|受益人口|≥1万人",
    ]
    assert [row.description for row in project.indicators] == ["全年巡河", "合格占比抽查", ""]
    assert [str(row.place) for row in project.indicators] == ["第9段", "第13段", "第19段"]


def test_levels_of_a_row_left_empty_hold_for_those_below() -> None:
    """A template keeps its merged levels though its first row is not filled in; levels of their own end that."""
    blank = ["产出指标|数量指标||||", "||巡河次数||≥48次|", "|质量指标||||", "||合格率||≥95%|", "|||||"]
    (project,) = projects(TITLE, [HEAD, *blank, "效益指标|||||", "|社会效益指标|受益人口||≥1万人|"])

    assert rows(project) == [
        "产出指标|数量指标|巡河次数|≥48次",
        "产出指标|质量指标|合格率|≥95%",
        "效益指标|社会效益指标|受益人口|≥1万人",
    ]


def test_a_plan_may_leave_months_open() -> None:
    """Its unit stands beside its label; what is no number is no amount."""
    plan = ["资金支出计划（万元）|3月底|6月底|10月底", "|1,000|—|30%"]
    (project,) = projects(TITLE, [*plan, HEAD, FIRST])

    assert project.spending_plan == {"3月底": 1000, "6月底": None, "10月底": 30}
    assert project.spending_plan_unit == "万元"


def test_the_new_system_has_costs_of_their_own() -> None:
    """成本指标 as a 一级指标 takes the cost indicators whose level is merged away."""
    heads = [HEAD, "成本指标|经济成本指标|单价||≤3元|标准", "|社会成本指标|占地||≤3亩|标准", FIRST]
    (project,) = projects(TITLE, heads)

    assert [row.level1 for row in project.indicators] == ["成本指标", "成本指标", "产出指标"]


@pytest.mark.parametrize(("level1", "merged"), [("成本指标", "成本指标"), ("效益指标", "产出指标")])
def test_the_system_is_that_of_the_whole_document(level1, merged) -> None:
    """成本指标 below outputs is an output, unless a table anywhere has it as a 一级指标."""
    other = [HEAD, f"{level1}|经济效益指标|节约||≥3万元|"]
    (project, _) = projects(TITLE, [HEAD, FIRST, "|成本指标|单价||≤3元|"], "堤防维修绩效目标表", other)

    assert [row.level1 for row in project.indicators] == ["产出指标", merged]


HEADS = HEAD.split("|")
WHOLE = ["产出指标", "数量指标", "巡河次数", "全年", "≥48次", "计划"]


@pytest.mark.parametrize(
    ("before", "after", "place"),
    [
        (["项目名称", "河道管护", "绩效目标：管好", "不留垃圾"], [], "第4段"),
        ([], ["绩效目标", "管好", "不留垃圾"], "第9段"),
    ],
)
def test_labels_among_lines_have_the_lines_up_to_the_next_as_values(before, after, place) -> None:
    """Above the heads or below them; the first line of a value may share that of its label."""
    (project,) = projects(TITLE, *before, *HEADS, *after, *WHOLE)

    assert (project.name, project.goal, str(project.goal_place)) == ("河道管护", "管好\n不留垃圾", place)
    assert rows(project) == ["产出指标|数量指标|巡河次数|≥48次"]


def test_labels_among_lines_may_have_several_lines_or_none() -> None:
    """A label that another one follows has no value; a colon within a goal parts nothing."""
    labels = [
        "项目名称",
        "项目编码:P01",
        "立项依据",
        "资金用途",
        "用于",
        "巡河",
        "绩效目标：目标1：管好",
        "其二：不留垃圾",
    ]
    (project,) = projects(TITLE, *labels, *HEADS, *WHOLE)

    assert (project.name, project.project_code, project.funds_use) == ("河道管护", "P01", "用于\n巡河")
    assert (project.goal, str(project.goal_place)) == ("目标1：管好\n其二：不留垃圾", "第8段")


def test_lines_above_a_title_are_no_part_of_the_table_below() -> None:
    """Nor are those above a table of another kind."""
    (titled,) = projects("项目名称", "河道管护", "堤防维修绩效目标表", *HEADS, *WHOLE)
    (parted,) = projects("项目名称", "河道管护", ["甲|乙"], "堤防维修绩效目标表", *HEADS, *WHOLE)

    assert (titled.name, parted.name) == ("堤防维修", "堤防维修")


@pytest.mark.parametrize(
    "heads",
    [
        ["绩效指标分类", "指标类型", "绩效指标", "绩效指标描述", "指标值"],
        ["一级指标（分值）", "二级指标", "三级指标", "指标解释", "年度指标值"],
        ["一级指标", "二级指标", "三级指标", "计算方法", "目标值"],
    ],
)
def test_heads_of_lines_may_be_called_otherwise(heads) -> None:
    """As in a grid; the same heads may come again on the next page."""
    second = ["质量指标", "合格率", "合格占比", "≥95%"]
    (project,) = projects(TITLE, *heads, *WHOLE[:5], *heads, *second)

    assert rows(project) == ["产出指标|数量指标|巡河次数|≥48次", "产出指标|质量指标|合格率|≥95%"]
    assert [row.description for row in project.indicators] == ["全年", "合格占比"]


def test_lines_of_a_row_fill_its_columns_around_the_figure() -> None:
    """Wrapped texts are joined before and behind the value; where lines are missing, what is no figure has no value."""
    wrapped = ["产出指标", "数量指标", "巡河次数", "全年", "河道", "≥48次", "计划", "规定"]
    undescribed = ["质量指标", "合格率", "≥95%", "合同"]
    unvalued = ["时效指标", "完成时间", "占比", "合同"]
    bare_figure = ["成本指标", "单价", "≤3元"]
    named_by_a_figure = ["数量指标", "24小时", "书房", "合同"]
    without_a_basis = ["时效指标", "巡河", "全年", "每月", "每旬", "≥3次"]
    lines = [*wrapped, *undescribed, *unvalued, *bare_figure, *named_by_a_figure, *without_a_basis]
    (project,) = projects(TITLE, *HEADS, *lines)

    assert [(row.level2, row.name, row.description, row.value, row.basis) for row in project.indicators] == [
        ("数量指标", "巡河次数", "全年河道", "≥48次", "计划规定"),
        ("质量指标", "合格率", "", "≥95%", "合同"),
        ("时效指标", "完成时间", "占比", "", "合同"),
        ("成本指标", "单价", "", "≤3元", ""),
        ("数量指标", "24小时", "书房", "", "合同"),
        ("时效指标", "巡河", "全年每月每旬", "≥3次", ""),
    ]
    assert [row.level1 for row in project.indicators] == ["产出指标"] * 6


def test_lines_of_several_rows_beside_one_level() -> None:
    """As many lines as there are heads make a row, fewer where the last columns are empty; what nobody filled in and sums are none."""
    first = ["产出指标", "数量指标", "巡河次数", "全年", "≥48次", "计划", "清淤长度", "主河道", "≥9公里", "指标3："]
    second = ["质量指标", "合格率", "抽查", "≥95%", "达标率", "全部", "100%", "合同", "合计", "100"]
    foot = ["财政部门审核意见", "同意", "备注：无"]
    (project,) = projects(TITLE, *HEADS, *first, *second, *foot)

    assert [(row.level2, row.name, row.description, row.value, row.basis) for row in project.indicators] == [
        ("数量指标", "巡河次数", "全年", "≥48次", "计划"),
        ("数量指标", "清淤长度", "主河道", "≥9公里", ""),
        ("质量指标", "合格率", "抽查", "≥95%", ""),
        ("质量指标", "达标率", "全部", "100%", "合同"),
    ]


def test_weights_show_the_rows_among_lines() -> None:
    """They stand in each row, and values need then be no figures."""
    heads = ["年度绩效指标", "一级指标", "二级指标", "三级指标", "分值", "年度指标值", "实际完成值"]
    lines = ["产出指标", "质量指标（20分）", "水质", "10", "优良", "优良", "岸坡", "10", "整洁", "基本整洁"]
    last = ["满意度指标", "满意度", "10", "较高", "较高"]
    (project,) = projects(TITLE, *heads, *lines, *last)

    assert [(row.level2, row.name, row.value, row.weight, row.actual) for row in project.indicators] == [
        ("质量指标（20分）", "水质", "优良", "10", "优良"),
        ("质量指标（20分）", "岸坡", "整洁", "10", "基本整洁"),
        ("满意度指标", "满意度", "较高", "10", "较高"),
    ]


@pytest.mark.parametrize(
    ("labels", "goal"),
    [
        (["长期目标", "年度目标", "三年管好", "今年管好"], "今年管好"),
        (["年初设定目标", "年度总体目标完成情况", "管好", "已管好"], "管好"),
        (["预期目标", "实际完成情况", "管好"], "管好"),
        (["绩效目标", "管好", "不留垃圾"], "管好\n不留垃圾"),
    ],
)
def test_goals_side_by_side_among_lines(labels, goal) -> None:
    """The goal stands first, what became of it behind; the first of several amounts is the one planned."""
    head = ["项目名称", "河道管护", "（一）资金", "年度资金总额（万元）", "12", "11", "91%"]
    (project,) = projects("项目支出绩效目标表", *head, *labels, *HEADS, *WHOLE)

    assert (project.name, project.budget_wan, project.goal) == ("河道管护", 12.0, goal)


@pytest.mark.parametrize(
    "heads",
    [
        ["项目名称", "项目类别", "预算数", "一级指标", "二级指标", "三级指标", "指标值"],
        ["一级指标", "权重", "二级指标", "三级指标", "分值", "指标值"],
    ],
)
def test_lines_whose_rows_cannot_be_told_are_left(heads) -> None:
    """In a list with many projects, or with columns between the levels, lines have no rows to be sure of; that is told."""
    more = ["质量指标", "合格率", "≥95%", "时效指标", "完成时间", "12月"]
    budget = extract(document("项目支出绩效目标表", *heads, *WHOLE, *more))

    assert budget.projects == ()
    assert len(budget.notes) == 1


def test_a_name_that_is_wrapped_is_whole() -> None:
    """Without a column between the two all lines before the value are the name, and all behind it the basis."""
    name = ["产出指标", "数量指标", "巡河", "次数", "≥48次", "计划"]
    basis = ["质量指标", "合格率", "≥95%", "合同", "规定"]
    (project,) = projects(TITLE, *HEADS[:3], *HEADS[4:], *name, *basis)

    assert [(row.name, row.value, row.basis) for row in project.indicators] == [
        ("巡河次数", "≥48次", "计划"),
        ("合格率", "≥95%", "合同规定"),
    ]
    assert [str(row.places["basis"]) for row in project.indicators] == ["第12段", "第16段"]


def test_a_figure_is_surer_a_value_than_a_wording() -> None:
    """A wording is one where there is nothing better; a row may have nothing but its name."""
    worded = ["效益指标", "社会效益指标", "宣传效果", "显著"]
    both = ["质量指标", "合格率", "优良", "≥95%"]
    wrapped = ["时效指标", "完成时间", "优", "良", "12月底前", "良好", "合同", "规定"]
    (project,) = projects(
        TITLE, *HEADS, *worded, *both, *wrapped, "数量指标", "巡河", "成本指标", "质量指标", "率", "5%"
    )

    assert [(row.level2, row.name, row.description, row.value, row.basis) for row in project.indicators] == [
        ("社会效益指标", "宣传效果", "", "显著", ""),
        ("质量指标", "合格率", "优良", "≥95%", ""),
        ("时效指标", "完成时间", "优良", "12月底前", "良好合同规定"),
        ("数量指标", "巡河", "", "", ""),
        ("质量指标", "率", "", "5%", ""),
    ]


@pytest.mark.parametrize(
    ("one", "two", "goal"),
    [("绩效目", "标", "管好\n不留垃圾"), ("绩效", "目标", "管好\n不留垃圾"), ("绩效", "资金用途", None)],
)
def test_a_label_that_a_page_end_cut_is_whole(one, two, goal) -> None:
    """Not so two labels, one below the other."""
    (project,) = projects(TITLE, 1, ["项目编码|P01", f"{one}|管好"], 2, [f"{two}|不留垃圾", HEAD, FIRST])

    assert (project.goal, project.funds_use) == (goal, None if goal else "不留垃圾")


def test_lines_that_are_no_cells_are_passed_over() -> None:
    """Empty lines, and what stands between the heads and the first row."""
    (project,) = projects(TITLE, *HEADS[:3], *HEADS[3:], "", "填写说明", *WHOLE[:4], "  ", *WHOLE[4:])

    assert [(row.name, row.description, row.value, row.basis) for row in project.indicators] == [
        ("巡河次数", "全年", "≥48次", "计划")
    ]


def test_a_label_far_from_any_heads_begins_no_table() -> None:
    """Lines that happen to be called as labels are running text."""
    assert projects("项目名称", "河道管护", "三、情况", "一级指标", "二级指标") == ()
    assert projects("项目名称", "河道管护") == ()


def test_lines_without_a_first_level_or_with_one_name_for_both() -> None:
    """A form may begin at 二级指标, even if 一级指标 stand among its rows; 满意度指标 alone is both levels."""
    (short,) = projects(TITLE, *HEADS[1:], *WHOLE[1:], "质量指标", "合格率", "占比", "≥95%", "合同")
    (unheaded,) = projects(TITLE, *HEADS[1:], *WHOLE, "质量指标", "合格率", "占比", "≥95%", "合同")
    (both,) = projects(TITLE, *HEADS[:3], "指标值", *WHOLE[:3], "≥48次", "满意度指标", "村民满意", "≥90%")

    assert rows(short) == rows(unheaded) == ["产出指标|数量指标|巡河次数|≥48次", "产出指标|质量指标|合格率|≥95%"]
    assert rows(both)[1] == "满意度指标|满意度指标|村民满意|≥90%"


def test_a_title_or_a_heading_ends_the_lines_of_a_table() -> None:
    """The next table begins, or running text."""
    found = projects(TITLE, *HEADS, *WHOLE, "堤防绩效目标表", *HEADS, *WHOLE, "三、名词解释", *WHOLE)

    assert [(project.name, len(project.indicators)) for project in found] == [("河道管护", 1), ("堤防", 1)]


@pytest.mark.parametrize("heads", [[], [HEAD]])
def test_the_rest_of_a_name_may_stand_alone_on_its_page(heads) -> None:
    """Whether or not the heads are printed again: it is no row."""
    cut = "产出指标^|质量指|合格率|合格|≥95%|合同"
    (project,) = projects(TITLE, 1, [HEAD, FIRST, cut], 2, [*heads, "|标||||", LAST])

    assert rows(project)[1:] == ["产出指标|质量指标|合格率|≥95%", "满意度指标|服务对象满意度指标|村民满意度|≥90%"]


def test_a_row_goes_on_beside_a_name_that_a_page_end_cut() -> None:
    """The name is one merged cell over all of them."""
    foot = "产出指标^|质量指|合格率|合格|≥95%|合同"
    head = ["产出指标^|标|及格率|及格|≥90%|合同", "产出指标^|标^||的占比||规定"]
    (project,) = projects(TITLE, 1, [HEAD, FIRST, foot], 2, head)

    assert [(row.level2, row.name, row.description, row.basis) for row in project.indicators[1:]] == [
        ("质量指标", "合格率", "合格", "合同"),
        ("质量指标", "及格率", "及格的占比", "合同规定"),
    ]


def test_only_parts_of_one_name_are_put_together_at_a_page_end() -> None:
    """Two whole names stay two; a name cut under repeated heads is whole; a row printed twice beside a cut name is still seen."""
    foot = "满意度指标|服务对象满|满意度|问卷|≥90%|问卷"
    (two,) = projects(TITLE, 1, [HEAD, FIRST], 2, ["效益指标|社会效益指标|受益|人|≥9人|年报"])
    (cut,) = projects(TITLE, 1, [HEAD, FIRST, foot], 2, [HEAD, "满意度指标^|意度指标|二|问卷|≥91%|问卷"])
    (twice,) = projects(
        TITLE, 1, [HEAD, FIRST, "效益指|社会效益指标|受益|人|≥9人|年报"], 2, ["标|社会效益指标|受益|人|≥9人|年报"]
    )

    assert [row.level1 for row in two.indicators] == ["产出指标", "效益指标"]
    assert [row.level2 for row in cut.indicators] == ["数量指标", "服务对象满意度指标", "服务对象满意度指标"]
    assert [row.duplicate_row for row in twice.indicators] == [False, False, True]
    assert [row.places["level1"].page for row in twice.indicators] == [1, 1, 2]
