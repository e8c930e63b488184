"""Markdown: pipe tables as grids, everything else line by line without its marks."""

import html
import re
from collections.abc import Iterator

from perflint_zh.document import Block, Cell, Content, Paragraph, Place, Table
from perflint_zh.patterns import expression

PIPE = expression(r"(?<!\\)\|")
ALIGNMENT = expression(r":?-{2,}:?|:-:?|-:")
DASHES = expression(r"[\s|:-]*-[\s|:-]*")

LINE_MARKS = expression(r"\s*(?:(?:#{1,6}(?!#)|[-*+](?=\s)|>(?=\s))\s*)+")
"""Heading, bullet and quotation marks before a line."""

RULE = expression(r"\s*(?:[-=*_]\s*){3,}|\s*(?:```|~~~).*")
"""Lines that hold no text: rules, underlines of headings, fences."""

HTML_TABLE = expression(r"<(/?)table\b", re.IGNORECASE)
LINE_BREAK = expression(r"<br\s*/?>", re.IGNORECASE)
INLINE_MARKS = (
    (expression(r"!?\[([^\[\]]*)\]\([^()]*\)"), r"\1"),
    (expression(r"(\*\*|__|~~)(.+?)\1"), r"\2"),
    # Single marks count only outside words: 2*3*4 is a product.
    (expression(r"(?<![\w*\\])([*_])(?=[^\s*_])([^*_]+)(?<=\S)\1(?![0-9A-Za-z*_])"), r"\2"),
    (expression(r"</?[A-Za-z][^<>]*>"), ""),
    (expression(r"\\([!-/:-@\[-`{-~])"), r"\1"),
)
"""Links, bold and struck text, slanted text, HTML tags and escapes, each with what stays of it."""


def read_markdown(text: str) -> Content:
    """Read a page; everything carries its line.

    Raises:
        ReadError: an HTML table in it is too large.

    """
    # The text reader imports `pipe_cells` from here.
    from perflint_zh.read.text import MARKS

    lines = MARKS.sub("", text).splitlines()
    found: list[Block] = []
    index = 0
    while index < len(lines):
        start = index
        if HTML_TABLE.search(lines[start]):
            index = _html_end(lines, start)
            found.extend(_html_blocks("\n".join(lines[start:index]), start + 1))
        elif rows := list(_rows(lines, start)):
            index += len(rows)
            if filled := {number: cells for number, cells in enumerate(rows, start + 1) if cells}:
                found.append(_table(filled))
        else:
            index += 1
            if words := _words(lines[start]):
                found.append(Paragraph(words, Place(line=index)))
    return Content(tuple(found))


def pipe_cells(line: str) -> list[str] | None:
    r"""Cells of a row of a pipe table, with or without pipes at its ends; `\|` is a pipe inside a cell.

    A line without a pipe is no row (None); the row of dashes below the head has no cells.
    """
    cells = [cell.replace("\\|", "|").strip() for cell in PIPE.split(line.strip())]
    if len(cells) == 1:
        return None
    if not cells[0]:
        del cells[0]
    if cells and not cells[-1]:
        del cells[-1]
    return [] if all(ALIGNMENT.fullmatch(cell) for cell in cells) else cells


def _rows(lines: list[str], start: int) -> Iterator[list[str]]:
    """Yield the rows of the pipe table that begins here; rows without a pipe in front need the row of dashes below the first."""
    ruled = start + 1 < len(lines) and "|" in lines[start + 1] and DASHES.fullmatch(lines[start + 1])
    if not ruled and not lines[start].lstrip().startswith("|"):
        return
    for index in range(start, len(lines)):
        cells = pipe_cells(lines[index])
        if cells is None:
            return
        yield [] if index == start + 1 and ruled else cells


def _table(rows: dict[int, list[str]]) -> Table:
    """Rows by line, short ones filled up."""
    width = max(map(len, rows.values()))
    return Table(
        tuple(
            tuple(
                Cell(_plain(text), Place(line=line, column=column))
                for column, text in enumerate(cells + [""] * (width - len(cells)), start=1)
            )
            for line, cells in rows.items()
        )
    )


def _words(line: str) -> str:
    if RULE.fullmatch(line):
        return ""
    marks = LINE_MARKS.match(line)
    return _plain(line[marks.end() :] if marks else line)


def _plain(text: str) -> str:
    """Text without the marks of emphasis, code and links; `<br>` is a line break."""
    text = LINE_BREAK.sub("\n", text.replace("`", ""))
    for pattern, kept in INLINE_MARKS:
        text = pattern.sub(kept, text)
    return "\n".join(line.strip() for line in html.unescape(text).strip().split("\n"))


def _html_end(lines: list[str], start: int) -> int:
    """Index behind the line in which the HTML table that begins here ends."""
    depth = 0
    for index in range(start, len(lines)):
        depth += sum(-1 if mark[1] else 1 for mark in HTML_TABLE.finditer(lines[index]))
        if depth <= 0:
            return index + 1
    return len(lines)


def _html_blocks(source: str, line: int) -> Iterator[Block]:
    """Yield what an HTML table in the page holds, placed at the line on which it begins."""
    from perflint_zh.read.html import read_html

    for block in read_html(source.encode()).blocks:
        if isinstance(block, Paragraph):
            yield Paragraph(block.text, Place(line=line))
        else:
            rows = (
                (
                    Cell(cell.text, Place(line=line, row=cell.place.row, column=cell.place.column), cell.spread)
                    for cell in row
                )
                for row in block.rows
            )
            yield Table(tuple(map(tuple, rows)))
