"""A goal table that could not be read is told of, so that silence never looks like a pass."""

from pathlib import Path

import pytest
from perflint_zh.budget import Budget
from perflint_zh.check import Failure
from perflint_zh.document import Document
from perflint_zh.engine.look import look_at
from perflint_zh.extract import extract
from perflint_zh.read import read_content

UNKNOWN = (
    "| 指标大类 | 指标细项 | 指标事项 | 全年打算 |\n"
    "|---|---|---|---|\n"
    "| 产出 | 数量 | 修复堤段 | 3处 |\n"
    "| 效益 | 社会效益 | 防汛能力 | 明显增强 |\n"
)
TITLE = "项目支出绩效目标表\n\n"
NAME = "| 项目名称 | 堤防修复 |\n\n"
KNOWN = "| 一级指标 | 二级指标 | 三级指标 | 指标值 |\n|---|---|---|---|\n| 产出指标 | 数量指标 | 修复堤段 | 3处 |\n"


def read_as_markdown(text: str) -> Budget:
    content = read_content(text.encode(), ".md")
    return extract(Document("form.md", "", content.blocks, content.notes))


@pytest.mark.parametrize("text", [TITLE + UNKNOWN, NAME + UNKNOWN, TITLE + UNKNOWN + "\n" + TITLE + KNOWN])
def test_table_of_a_project(text: str) -> None:
    """Heads under a title or a project's name that no column is known for are a table that was not read."""
    line = text.split("\n").index("| 指标大类 | 指标细项 | 指标事项 | 全年打算 |") + 1

    budget = read_as_markdown(text)

    assert budget.unread == (
        f"第{line}行：像绩效目标表的表头（指标大类｜指标细项｜指标事项｜全年打算），但认不出各列，下面的指标没有读出，没有检查",
    )


def test_table_beside_one_that_is_read() -> None:
    """What was read further down does not make up for it."""
    budget = read_as_markdown(TITLE + UNKNOWN + "\n" + KNOWN)

    assert [len(budget.unread), *(len(project.indicators) for project in budget.projects)] == [1, 1]


def test_table_below_a_list() -> None:
    """A list names its projects in its rows: what stands below them is one of theirs."""
    heads = "| 项目名称 | 预算金额 | 一级指标 | 二级指标 | 三级指标 | 指标值 |\n|---|---|---|---|---|---|\n"
    budget = read_as_markdown(heads + "| 堤防修复 | 3 | 产出指标 | 数量指标 | 修复堤段 | 3处 |\n\n" + UNKNOWN)

    assert [len(budget.unread), len(budget.notes)] == [1, 0]


@pytest.mark.parametrize("head", ["", "| 部门名称 | 水利局 |\n|---|---|\n| 年度目标 | 管好 |\n\n"])
def test_table_of_the_whole_department(head: str) -> None:
    """It belongs to no project, which is worth a note as for any such table, whatever its head says."""
    budget = read_as_markdown("部门整体支出绩效目标表\n\n" + head + UNKNOWN)

    assert (budget.unread, len(budget.notes)) == ((), 1)


def test_table_of_nobody() -> None:
    """Without a title or a project it may be an evaluator's form, which is worth a note."""
    budget = read_as_markdown("评分办法\n\n" + UNKNOWN)

    assert budget.unread == ()
    assert len(budget.notes) == 1
    assert "指标大类｜指标细项" in budget.notes[0]


def test_kinds_of_indicators_as_heads() -> None:
    """A list that has a column of sentences for each 二级指标; the heads are no goal of anything."""
    budget = read_as_markdown(
        TITLE + "| 项目名称 | 绩效目标 | 产出指标 | | 效益指标 |\n|---|---|---|---|---|\n"
        "| | | 数量指标 | 质量指标 | 社会效益指标 |\n| 堤防修复 | 修好堤防 | 修复堤段3处 | 合格率100% | 防汛能力增强 |\n"
    )

    assert (len(budget.unread), budget.projects) == (1, ())
    assert "数量指标｜质量指标｜社会效益指标" in budget.unread[0]


def test_rows_below_no_heads() -> None:
    """A comparison shows which cell is the value; without one nothing tells a value from a score."""
    shown = read_as_markdown(NAME + "| 产出指标 | 数量指标 | 修复堤段 | ≥3处 |\n| | 质量指标 | 合格率 | 100% |\n")
    unknown = read_as_markdown(NAME + "| 产出指标 | 数量指标 | 修复堤段 | 3 |\n| | 质量指标 | 合格率 | 10 |\n")

    assert [(row.level2, row.name, row.value) for row in shown.projects[0].indicators] == [
        ("数量指标", "修复堤段", "≥3处"),
        ("质量指标", "合格率", "100%"),
    ]
    assert unknown.unread == (
        "第3行：像绩效目标表的一行（产出指标｜数量指标｜修复堤段｜3），但上面没有认得出的表头，下面的指标没有读出，没有检查",
    )


def test_rows_below_unknown_heads() -> None:
    """Heads that mean something not known may say that the comparison is no value."""
    budget = read_as_markdown(TITLE + UNKNOWN.replace("3处", "≥3处"))

    assert (len(budget.unread), budget.projects) == (1, ())


def test_upper_of_two_header_rows() -> None:
    """A row of heads that belongs to the header below it is no table of its own."""
    budget = read_as_markdown(TITLE + "| 指标大类 | 指标细项 | 指标事项 | 全年打算 |\n" + KNOWN)

    assert (budget.unread, budget.notes) == ((), ())
    assert [row.name for row in budget.projects[0].indicators] == ["修复堤段"]


def test_unread_table_is_a_failure(tmp_path: Path) -> None:
    """The run has not checked everything, which is not the author's mistake."""
    path = tmp_path / "form.md"
    path.write_text(TITLE + UNKNOWN, encoding="utf-8")

    seen = look_at(str(path), [], {})

    assert seen.budget is not None
    assert seen.checked.failures == (Failure(str(path), "extract", seen.budget.unread[0]),)


def test_table_without_rows() -> None:
    """A form that nobody has filled in has a header and nothing else."""
    budget = read_as_markdown(TITLE + KNOWN.replace("修复堤段 | 3处", " | "))

    assert budget.notes == ("第1行：项目支出绩效目标表只有表头，没有填写指标",)


def test_title_over_a_list() -> None:
    """A list has its projects in its rows, so that its title is no empty form."""
    heads = "| 项目名称 | 一级指标 | 二级指标 | 三级指标 | 指标值 |\n|---|---|---|---|---|\n"
    budget = read_as_markdown(TITLE + heads + "| 堤防修复 | 产出指标 | 数量指标 | 修复堤段 | 3处 |\n")

    assert budget.notes == ()
    assert [project.name for project in budget.projects] == ["堤防修复"]


def test_whole_department() -> None:
    """The form for the department as a whole is passed over, which is told."""
    budget = read_as_markdown("部门整体支出绩效目标表\n\n" + KNOWN + "\n" + KNOWN)

    assert budget.projects == ()
    assert budget.notes == ("第1行：部门整体支出绩效目标表不属于任何项目，没有检查",)


def test_indicators_in_running_text() -> None:
    """Indicators written as sentences are not read; that they are there is told."""
    budget = read_as_markdown(
        "堤防修复项目绩效目标公示\n\n数量指标：修复堤段3处；质量指标：验收合格率100%。\n\n满意度指标：群众满意度不低于90%。\n"
    )

    assert budget.notes == ("没有读出绩效目标表，但文中写到数量指标、满意度指标、质量指标等；不在表格里的指标没有检查",)
