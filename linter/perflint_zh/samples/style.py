"""How a document prints its records: the same source may be written in many ways that real documents show."""

import zlib
from collections.abc import Mapping, Sequence
from typing import Literal, TypeVar

import msgspec

from perflint_zh.samples.source import Source

COLUMNS = ("level1", "level2", "name", "description", "value", "basis")

HEADS = {
    "level1": "一级指标", "level2": "二级指标", "name": "三级指标", "description": "绩效指标描述", "operator": "指标性质",
    "value": "指标值", "unit": "度量单位", "basis": "指标值确定依据", "weight": "权重", "direction": "指标方向性",
    "owner": "单位名称", "project": "项目名称", "budget": "预算数", "goal": "年度目标",
}  # fmt: skip

PageEnd = Literal["header", "twice", "cut"]

Chosen = TypeVar("Chosen")


class Style(msgspec.Struct, frozen=True):
    """The choices that a form leaves open.

    `form` None is the form of the source. `title` is a line above the table, its merged first row, or a row 项目名称 under a title that
    names no project. `columns` and `heads` say which columns a plain or wide table has and how they are called. `page_rows` ends a page
    after so many indicators; `page_end` says what then happens: the header is printed again, the last row is printed twice, or it is cut
    in two. `unit_part` adds the part of a subordinate unit, which repeats the department's tables. `points` prints the weight of a
    """

    form: Literal["plain", "head", "wide", "declaration", "evaluation"] | None = None
    ordinals: bool = True
    ordinal_mark: Literal["、", "."] = "、"
    title: Literal["line", "row", "label"] = "line"
    goal: Literal["above", "below"] = "above"
    goal_cells: Literal[1, 2] = 2
    level1: Literal["merged", "blank", "repeated"] = "merged"
    merge_level2: bool = False
    columns: tuple[str, ...] = COLUMNS
    heads: Mapping[str, str] = {}
    long_table: bool = False
    page_rows: int | None = None
    page_end: tuple[PageEnd, ...] = ()
    unit_part: bool = False
    points: bool = False

    def head(self, column: str) -> str:
        """Printed head of a column."""
        return self.heads.get(column, HEADS[column])


WIDE_COLUMNS = (
    "owner", "project", "budget", "goal", "level1", "level2", "name", "operator", "value", "unit", "weight", "direction",
)  # fmt: skip


def chosen(source: Source, what: str, options: Sequence[Chosen]) -> Chosen:
    """One of the options, always the same for the same document."""
    return options[zlib.crc32(f"{source.file}/{what}".encode()) % len(options)]


def style_of(source: Source) -> Style:
    """The style in which the corpus prints a source."""
    match source.layout:
        case "wide-xlsx":
            return Style(form="wide", columns=WIDE_COLUMNS)
        case "declaration-docx":
            return Style(form="declaration")
        case "evaluation-xlsx":
            return Style(form="evaluation", points=True)
    return Style(
        form=source.form,
        ordinals=chosen(source, "ordinals", (True, True, False)),
        goal="above" if source.form == "head" else chosen(source, "goal", ("above", "above", "above", "below")),
        level1=chosen(source, "level1", ("merged", "merged", "blank")),
    )
