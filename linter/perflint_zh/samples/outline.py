"""A source as the pieces of one document, whatever the format."""

from collections.abc import Iterator

from perflint_zh.samples.forms import goal_tables
from perflint_zh.samples.narrative import budget_tables, closing, explanation
from perflint_zh.samples.pieces import Part, Piece, Text
from perflint_zh.samples.source import Source
from perflint_zh.samples.style import Style

FORMS_ALONE = frozenset({"wide", "declaration", "evaluation"})
"""Forms with a title of their own, which no heading of the explanation introduces."""


def subordinate(source: Source) -> str:
    """Name of the unit whose part a style adds."""
    return f"{source.department}本级"


def outline(source: Source, style: Style) -> Iterator[Piece]:
    """The whole document."""
    yield from _part(source, style, source.code, source.department)
    if style.unit_part:
        yield from _part(source, style, source.code and f"{source.code}001", subordinate(source))


def _part(source: Source, style: Style, code: str, name: str) -> Iterator[Piece]:
    yield from budget_tables(source, code, name)
    yield from explanation(source, name)
    yield Part("项目绩效目标")
    if (style.form or source.form) not in FORMS_ALONE:
        yield Text("第三部分 预算项目绩效目标", "heading")
    yield from goal_tables(source, style)
    yield from closing(source, name)
