"""Scores as CSV, for spreadsheets and scripts."""

import csv
import io
from collections.abc import Iterable

from perflint_zh.report.table import _cell
from perflint_zh.result import Run
from perflint_zh.score import BLOCKS, GRADES


def departments_csv(run: Run) -> str:
    """One line per department, from best to worst."""
    headings = ("部门", "年度", "得分", "简单平均", "等级", "项目数", *BLOCKS, *(f"{name}项目" for _, name in GRADES))
    return _csv(
        headings,
        (
            (
                one.department, one.year, one.score, one.plain_score, one.grade, one.projects,
                *(one.blocks[block] for block in BLOCKS), *(one.grades.get(name, 0) for _, name in GRADES),
            )
            for one in run.scores.departments
        ),
    )  # fmt: skip


def projects_csv(run: Run) -> str:
    """One line per project, in document order."""
    headings = ("部门", "项目", "所属单位", "预算（万元）", "得分", "等级", *BLOCKS, "文档")
    return _csv(
        headings,
        (
            (
                one.department, one.project, "" if one.unit == "department" else one.unit, one.budget_wan, one.score,
                one.grade, *(one.blocks[block] for block in BLOCKS), one.path,
            )
            for one in run.scores.projects
        ),
    )  # fmt: skip


def _csv(headings: Iterable[str], rows: Iterable[Iterable[str | float | None]]) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(headings)
    for row in rows:
        writer.writerow([_cell(value) if isinstance(value, str) else value for value in row])
    return stream.getvalue()
