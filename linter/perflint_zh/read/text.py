"""Plain text as converters leave it: one cell per tab-led or pipe-ended line, one row per line, or pipe tables.

The file gives no grid, so the reader only finds which lines are cells of one row; what the rows mean is for `extract`.
"""

import codecs
from collections import Counter
from collections.abc import Iterator

from perflint_zh.document import Block, Cell, Content, Paragraph, Place, Table
from perflint_zh.errors import ReadError
from perflint_zh.patterns import expression
from perflint_zh.read.markdown import pipe_cells

MARKS = expression(
    r"\[bookmark: [^\]]*\]|[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
"""Converter marks and invisible characters, which stand for nothing on the page."""

FOOTER = expression(r"\s*(?:page number\s*)+\s*$")
"""What one converter writes for a page number field."""

Line = tuple[int, str]
"""Line number from 1 and the text without its line end."""


def decode(data: bytes) -> str:
    """Text of a file in UTF-8, UTF-16 (either with or without byte order mark) or GB18030.

    Raises:
        ReadError: the bytes are no text in any of them.

    """
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return _strict(data, encoding)
    if b"\0" in data:
        return _strict(data, _utf16_order(data))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _strict(data, "gb18030", error.start)


def _strict(data: bytes, encoding: str, sound: int = 0) -> str:
    """The text in this encoding; in another one the first `sound` bytes were text."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, max(error.start, sound)) + 1
        raise ReadError(
            f"文字编码无法识别：第{line}行有不属于 UTF-8、UTF-16 或 GB18030 的字节，文件不完整、已损坏或混用了几种编码；"
            "请重新取得，或在原程序中另存为 UTF-8 文本后再检查"
        ) from error


def _utf16_order(data: bytes) -> str:
    """Byte order of UTF-16 without a mark: line ends and blanks have their zero byte on one side only."""
    low = data.count(b"\n\0") + data.count(b"\t\0") + data.count(b" \0")
    high = data.count(b"\0\n") + data.count(b"\0\t") + data.count(b"\0 ")
    if low == high:
        raise ReadError("文件含有空字节，不是文本文件，请确认文件类型")
    return "utf-16-le" if low > high else "utf-16-be"


def read_text(data: bytes) -> Content:
    """Read a text file; cells and paragraphs carry their line."""
    text = decode(data)
    lines = [(number, MARKS.sub("", line)) for number, line in enumerate(text.splitlines(), start=1)]
    lines = [(number, "" if FOOTER.fullmatch(line) else line) for number, line in lines]
    return Content(tuple(_join_rows(_group_blocks(lines))))


def _group_blocks(lines: list[Line]) -> Iterator[tuple[str, Block]]:
    """Yield blocks with the layout they came from; a group is a run of lines without a blank line between."""
    group: list[Line] = []
    for number, line in [*lines, (len(lines) + 1, "")]:
        # A cell that holds nothing is a tab and perhaps blanks: it ends no group.
        if line.strip(" \u3000") or "\t" in line:
            group.append((number, line))
        elif group:
            yield from _read_group(group)
            group = []


def _read_group(group: list[Line]) -> Iterator[tuple[str, Block]]:
    if any("\t" in line.strip("\t \u3000") for _, line in group):
        yield from _rows_by_line(group)
    elif any("\t" in line for _, line in group):
        yield from _cells_by_line([(number, line.lstrip(" \u3000")) for number, line in group])
    else:
        yield from _pipes_and_paragraphs(group)


def _cell(line: str, number: int) -> Cell:
    return Cell(line.strip(), Place(line=number))


def _cells_by_line(group: list[Line]) -> Iterator[tuple[str, Block]]:
    """One row: every tab-led line is a cell, a line without a tab continues the cell above it."""
    cells: list[Cell] = []
    for number, line in group:
        if line.startswith("\t"):
            cells.append(_cell(line, number))
        elif cells and not ends_table(line):
            above = cells[-1]
            cells[-1] = Cell(f"{above.text}\n{line.strip()}".strip(), above.place)
        else:
            if cells:
                yield "cells", Table((tuple(cells),))
                cells = []
            yield "paragraph", Paragraph(line.strip(), Place(line=number))
    if cells:
        yield "cells", Table((tuple(cells),))


TITLE_END = expression(r"(?:目标|总|支出|收入|情况|预算|基本支出)[^，。；：]{0,6}表(?:（[^）]*）)?$")
"""How the title of a table ends; such a line never continues a cell."""


ROW_BEGINS = expression(
    r"[^，。；：:\t]{0,10}(?:名称|编码|代码|编号|属性|负责人|目标|总额|资金|资金申请|金额|情况|部门|单位|依据|概况|时间|一级指标)(?:[（(][^（）()\t]*[)）])?\s*[:：]?\t"
    r"|\t"
)
"""How a row begins: with a label and a tab behind it, or beside a merged cell; such a line never continues a cell."""


def ends_table(line: str) -> bool:
    """Whether a line without a tab begins something new instead of continuing the cell above."""
    line = line.strip()
    return line.startswith("注：") or (len(line) <= 60 and TITLE_END.search(line) is not None)


def _rows_by_line(group: list[Line]) -> Iterator[tuple[str, Block]]:
    """Rows: cells are separated by tabs; a line break inside a cell splits a row's tabs over several lines."""
    full = _full_row(group)
    rows: list[tuple[Cell, ...]] = []
    index = 0
    while index < len(group):
        number, line = group[index]
        taken = 1
        if "\t" in line and line.count("\t") < full:
            taken = _broken_over(group, index, full)
            line = "\n".join(part for _, part in group[index : index + taken])
        if "\t" in line:
            rows.append(tuple(_cell(text, number) for text in line.split("\t")))
        else:
            if rows:
                yield "rows", Table(tuple(rows))
                rows = []
            yield "paragraph", Paragraph(line.strip(), Place(line=number))
        index += taken
    if rows:
        yield "rows", Table(tuple(rows))


MAX_WIDTHS = 8
"""Different numbers of tabs that are tried; a table has two or three."""


def _full_row(group: list[Line]) -> int:
    """Number of tabs of a whole row: the one by which most lines are rows, or parts of a row that a line break has split."""
    tabs = Counter(line.count("\t") for _, line in group if "\t" in line)
    if len(tabs) == 1:
        return next(iter(tabs))
    counts = {count for count, _ in tabs.most_common(MAX_WIDTHS)} | {max(tabs)}
    return max(counts, key=lambda count: (_explained(group, count), tabs[count], count))


def _explained(group: list[Line], full: int) -> int:
    index = explained = 0
    while index < len(group):
        count = group[index][1].count("\t")
        taken = _broken_over(group, index, full) if 0 < count < full else 1
        if count == full or taken > 1:
            explained += taken
        index += taken
    return explained


def _broken_over(group: list[Line], index: int, full: int) -> int:
    """How many lines from `index` make one row of `full` tabs; 1 when no run of lines does exactly."""
    count = 0
    for taken, (_, line) in enumerate(group[index:], start=1):
        if taken > 1 and (ends_table(line) or ROW_BEGINS.match(line)):
            return 1
        count += line.count("\t")
        if count == full:
            return taken
        if count > full:
            return 1
    return 1


LEAST_PIPED, MOST_ROWS = 8, 0.1
"""Lines with pipes from which they may be cells, and the share of them that may hold more than one text."""


def _pipes_and_paragraphs(group: list[Line]) -> Iterator[tuple[str, Block]]:
    if _is_cell_by_pipe(group):
        for number, line in group:
            if text := line.strip(" \u3000|"):
                yield "paragraph", Paragraph(text, Place(line=number))
        return
    rows: list[tuple[Cell, ...]] = []
    for number, line in group:
        texts = pipe_cells(line)
        if texts is not None:
            if texts:
                rows.append(tuple(Cell(text, Place(line=number)) for text in texts))
            continue
        if rows:
            yield "pipes", Table(tuple(rows))
            rows = []
        yield "paragraph", Paragraph(line.strip(), Place(line=number))
    if rows:
        yield "pipes", Table(tuple(rows))


def _is_cell_by_pipe(group: list[Line]) -> bool:
    """Whether pipes end, or begin, lines that are cells: web pages so converted lose the ends of rows, which `extract` finds again."""
    piped = [cells for _, line in group if (cells := pipe_cells(line)) is not None]
    several = sum(sum(map(bool, cells)) > 1 for cells in piped)
    return len(piped) >= LEAST_PIPED and several <= MOST_ROWS * len(piped)


def _join_rows(blocks: Iterator[tuple[str, Block]]) -> Iterator[Block]:
    """In the one-cell-per-line layout blank lines separate rows, not tables: join rows with nothing between them."""
    rows: list[tuple[Cell, ...]] = []
    for layout, block in blocks:
        if layout == "cells" and isinstance(block, Table):
            rows.extend(block.rows)
            continue
        if rows:
            yield Table(tuple(rows))
            rows = []
        yield block
    if rows:
        yield Table(tuple(rows))
