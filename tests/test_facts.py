"""What a document says around its goal tables: the narrative's list of projects, whose budget it is, its year and its totals."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from grids import HEAD, document
from perflint_zh.budget import Budget
from perflint_zh.extract import extract

ROW = "产出指标|数量指标|巡河次数|全年巡河|≥48次|计划"


def read(*parts: str | list[str]) -> Budget:
    return extract(document(*parts))


def table(name: str, *head: str) -> tuple[str, list[str]]:
    return f"{name}绩效目标表", [*head, HEAD, ROW]


def budgets(*parts: str | list[str]) -> list[tuple[str, float | None, str | None]]:
    return [(project.name, project.budget_wan, project.budget_source) for project in read(*parts).projects]


LIST = "项目支出120万元，主要用于：河道管护经费50万元、堤防维修70万元。"


def test_amounts_of_the_narrative_come_to_the_tables_that_have_none() -> None:
    """A table's own amount stays."""
    found = budgets(LIST, *table("河道管护"), "单位：万元", *table("堤防维修", "预算金额|12"), *table("水闸改造"))

    assert found == [("河道管护", 50.0, "narrative"), ("堤防维修", 12.0, "table"), ("水闸改造", None, None)]


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        (LIST, [("河道管护经费", 50.0), ("堤防维修", 70.0)]),
        ("项目支出1200000元，其中：河道管护500000元，堤防维修7万元。", [("河道管护", 50.0), ("堤防维修", 7.0)]),
        ("项目支出57万元，包括一是“河道管护”50万元，二是安排堤防维修7万元。", [("河道管护", 50.0), ("堤防维修", 7.0)]),
        ("项目支出50万元，主要用于：保障运转，包括河道管护50万元。", [("河道管护", 50.0)]),
        ("项目支出50万元，主要用于河道管护50万元（其中人工30万元）。", [("河道管护", 50.0)]),
        ("项目支出13万元，包括宣传经费5万元8万元、堤防5万元。", [("宣传经费5万元", 8.0), ("堤防", 5.0)]),
        ("项目支出53万元，其中：河道管护50万元，教育支出3万元。", [("河道管护", 50.0)]),
        ("项目支出50万元，主要用于河道管护50万元，较上年增加5万元，堤防维修7万元。", [("河道管护", 50.0)]),
        ("项目支出50万元，较上年增加5万元，主要用于河道管护50万元。", []),
        ("项目支出50万元，主要用于河道管护、堤防维修和水闸改造等。", [("河道管护", None), ("堤防维修", None), ("水闸改造", None)]),
    ],
)  # fmt: skip
def test_the_list_of_the_narrative(text, entries) -> None:
    """Names with their amounts; neither the parts of an amount, nor functional categories, nor what changed since last year."""
    assert [(entry.name, entry.budget_wan) for entry in read(text).narrative_projects] == entries


@pytest.mark.parametrize("end", ["三、其他情况", "较上年增加7万元。", "2、比上年减少9万元。"])
def test_a_list_of_lines_ends_with_its_section(end) -> None:
    """A project on each line; what follows is no part of the list."""
    seen = read("项目支出120万元，主要包括：", "1、河道管护经费50万元；", "2、堤防维修70万元；", end, "3、水闸9万元；")

    assert [entry.name for entry in seen.narrative_projects] == ["河道管护经费", "堤防维修"]
    assert str(seen.narrative_place) == "第1段"


@pytest.mark.parametrize(
    ("listed", "name", "meant"),
    [
        ("河道管护专项经费", "河道管护项目", True),
        ("河湖管护巡查保洁", "河湖管护巡查保结", True),
        ("河道管护", "堤防维修", False),
        ("2024年河道管护", "2023年河道管护", False),
        ("河道管护一期", "河道管护二期", False),
    ],
)
def test_names_that_mean_the_same_project(listed, name, meant) -> None:
    """A suffix or a mistyped character tells no two projects apart; a number does."""
    ((_, amount, _),) = budgets(f"项目支出50万元，主要用于：{listed}50万元。", *table(name))

    assert amount == (50.0 if meant else None)


def test_each_entry_belongs_to_one_table() -> None:
    """The same name comes before a similar one."""
    text = "项目支出57万元，主要用于：河道管护经费50万元、河道管护7万元。"

    assert budgets(text, *table("河道管护"), *table("河道管护费")) == [
        ("河道管护", 7.0, "narrative"),
        ("河道管护费", 50.0, "narrative"),
    ]


def test_parts_of_units_follow_their_captions() -> None:
    """The department has the shorter code; a unit's part may leave the list to the department's."""
    unit, department = "434001河口县水利站", "434河口县水利局    单位：万元"
    seen = read(unit, *table("水闸改造"), department, LIST, *table("河道管护"), unit, *table("堤防维修"), department)

    assert (seen.department, seen.department_code) == ("河口县水利局", "434")
    assert [(project.name, project.unit, project.budget_wan) for project in seen.projects] == [
        ("水闸改造", "河口县水利站", None),
        ("河道管护", "department", 50.0),
        ("堤防维修", "河口县水利站", 70.0),
    ]


def test_parts_of_units_follow_their_headings() -> None:
    """Where nothing has a code."""
    seen = read(
        "河口县水利局2024年部门预算信息公开情况说明", *table("河道管护"), "河口县水利站2024年单位预算公开说明", *table("堤防维修")
    )  # fmt: skip

    assert (seen.department, seen.department_code, seen.year) == ("河口县水利局", None, 2024)
    assert [project.unit for project in seen.projects] == ["department", "河口县水利站"]


@pytest.mark.parametrize(
    ("heads", "department", "code"),
    [
        (["填报单位|河口县水利局"], "河口县水利局", None),
        (["主管部门|[434]河口县水利局", "实施单位|河口县水利站"], "河口县水利局", "434"),
        (["实施单位|434001-河口县水利站"], "河口县水利站", "434001"),
        (["填报单位|河口县水利站", "主管部门|河口县水利局"], "河口县水利站", None),
        (["填报单位|甲站", "填报单位|乙站", "主管部门|河口县水利局"], "河口县水利局", None),
        (["填报单位|（盖章）", "主管部门|河口县水利局"], "河口县水利局", None),
        (["建设周期|一年"], None, None),
    ],
)
def test_the_department_is_who_fills_in_the_form(heads, department, code) -> None:
    """Else the one above, if several offices do, and the one that carries out the project where no other is named."""
    seen = read(*table("河道管护", *heads))

    assert (seen.department, seen.department_code) == (department, code)


def test_the_department_may_stand_above_all_or_in_the_title() -> None:
    """Before whoever is named in the form."""
    named = table("河道管护", "主管部门|河口县政府")

    assert read("河口县水利局", *named).department == "河口县水利局"
    assert read("河口县水利局项目支出绩效目标表", [HEAD, ROW]).department == "河口县水利局"


@pytest.mark.parametrize(
    ("parts", "year"),
    [
        (["预算年度：2024", "（2023年度）", "（2023年度）"], 2024),
        (["河道管护绩效目标表（2023年度）", "2022年完成，2022年验收。"], 2023),
        (["河道管护2023年绩效目标表", "2022年完成，2022年验收。"], 2023),
        (["我县2022年立项，2021年申报，2022年验收。"], 2022),
        (["我县2022年立项。"], None),
        (["水利〔2022〕15号"], None),
    ],
)
def test_the_year_is_what_the_forms_declare(parts, year) -> None:
    """Else what their titles say, else what the document mentions more than once."""
    assert read(*parts).year == year


@pytest.mark.parametrize(
    ("parts", "totals"),
    [
        (["单位：元", ["科目|合计|基本支出|项目支出", "行政|1|1|1", "合计|1000000|600000|400000"]], (100.0, 40.0)),
        (["单位：万元", ["科目|合计|项目支出", "合计|100|"], "项目支出预算40万元。"], (100.0, 40.0)),
        (["单位：万元", ["科目|基本支出|项目支出|合计", "合计|60|40|100"], "支出预算总计100万元。"], (100.0, None)),
        (["支出预算总计100万元，其中项目支出40万元。", "支出预算总计90万元。"], (100.0, 40.0)),
        (["比上年支出预算总计100万元有所减少。"], (None, None)),
    ],
)
def test_totals_of_the_department(parts, totals) -> None:
    """From the table whose sum stands before its parts, else from the narrative, never those of another year."""
    seen = read(*parts)

    assert (seen.total_expenditure_wan, seen.project_expenditure_wan) == totals
