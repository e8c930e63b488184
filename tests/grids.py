"""Documents written as grids, for tests of the table grammar that need no file: a text is a paragraph, a list of rows is a table.

The cells of a row are parted by `|`; a cell that ends in `^` is a copy of a merged one. A number before a table is its page.
"""

from perflint_zh.budget import Project
from perflint_zh.document import Block, Cell, Document, Paragraph, Place, Table
from perflint_zh.extract import extract

HEAD = "一级指标|二级指标|三级指标|绩效指标描述|指标值|指标值确定依据"


def document(*parts: str | list[str] | int) -> Document:
    blocks: list[Block] = []
    page: int | None = None
    for number, part in enumerate(parts, start=1):
        if isinstance(part, int):
            page = part
        elif isinstance(part, str):
            blocks.append(Paragraph(part, Place(paragraph=number, page=page)))
        else:
            blocks.append(Table(tuple(row(text, number, at, page) for at, text in enumerate(part, start=1))))
    return Document("表.docx", "0" * 64, tuple(blocks))


def row(text: str, table: int, number: int, page: int | None) -> tuple[Cell, ...]:
    return tuple(
        Cell(cell.removesuffix("^"), Place(table=table, row=number, column=column, page=page), cell.endswith("^"))
        for column, cell in enumerate(text.split("|"), start=1)
    )


def projects(*parts: str | list[str] | int) -> tuple[Project, ...]:
    return extract(document(*parts)).projects


def rows(project: Project) -> list[str]:
    """Level, level, name and value of each indicator."""
    return [f"{row.level1}|{row.level2}|{row.name}|{row.value}" for row in project.indicators]
