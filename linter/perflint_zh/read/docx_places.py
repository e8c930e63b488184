"""Which element of a Word file stands at a place: the numbering of `read.docx` and `read.flow`, kept beside them.

Every grid position that a merged cell covers leads to the cell that holds the text.
"""

from collections.abc import Iterator

from lxml import etree

from perflint_zh.document import Place
from perflint_zh.read.docx import (
    BLOCKS,
    CELL,
    MARKS,
    PASSED_OVER,
    ROW,
    RUN,
    SYMBOL,
    TABLE,
    TEXT_BOX,
    TEXTS,
    W,
    _continues,
    _is_hidden,
    _number,
    _paragraph,
    _properties,
    _symbol,
)
from perflint_zh.read.package import nearest


def places(body: etree._Element) -> dict[Place, etree._Element]:
    """Cells of tables and paragraphs outside of them by their places; alternatives must have been chosen before."""
    return dict(_Numbering().flow(body, outside=True))


class _Numbering:
    def __init__(self) -> None:
        self._tables = 0
        self._paragraphs = 0

    def flow(self, container: etree._Element, *, outside: bool) -> Iterator[tuple[Place, etree._Element]]:
        for block in nearest(container, BLOCKS, PASSED_OVER):
            if block.tag == TABLE:
                yield from self._table(block)
                continue
            if outside:
                self._paragraphs += 1
                yield Place(paragraph=self._paragraphs), block
            for box in _paragraph(block)[1]:
                yield from self.flow(box, outside=outside)

    def _table(self, table: etree._Element) -> Iterator[tuple[Place, etree._Element]]:
        self._tables += 1
        number = self._tables
        above: dict[int, etree._Element] = {}
        rows = (row for row in nearest(table, {ROW}, PASSED_OVER) if W + "del" not in _properties(row, "trPr"))
        for index, row in enumerate(rows, start=1):
            here: dict[int, etree._Element] = {}
            column = _number(_properties(row, "trPr"), "gridBefore", 0)
            holder: etree._Element | None = None
            for cell in nearest(row, {CELL}, PASSED_OVER):
                properties = _properties(cell, "tcPr")
                span = max(_number(properties, "gridSpan", 1), 1)
                if holder is None or not _continues(properties, "hMerge"):
                    holder = above.get(column, cell) if _continues(properties, "vMerge") else cell
                    # Tables in a cell follow the one they stand in.
                    yield from self.flow(cell, outside=False)
                for covered in range(column, column + span):
                    here[covered] = holder
                    yield Place(table=number, row=index, column=covered + 1), holder
                column += span
            above = here


def letters(element: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """Characters of a paragraph, or of a cell's own paragraphs, as they are read, each with the element that holds it.

    At the end of a paragraph that is the paragraph.
    """
    blocks = [element] if element.tag != CELL else nearest(element, BLOCKS, PASSED_OVER)
    for block in blocks:
        if block.tag != TABLE:
            yield from _of_runs(block)
            yield "\n", block


def _of_runs(container: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    wanted = TEXTS | MARKS.keys() | {SYMBOL, TEXT_BOX, RUN}
    for element in nearest(container, wanted, PASSED_OVER):
        if element.tag == RUN:
            if not _is_hidden(element):
                yield from _of_runs(element)
        elif element.tag in TEXTS:
            yield from ((letter, element) for letter in element.text or "")
        elif element.tag != TEXT_BOX:
            yield from ((letter, element) for letter in MARKS.get(element.tag) or _symbol(element))
