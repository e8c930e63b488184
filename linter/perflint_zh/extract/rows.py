"""A document as one stream of rows and paragraphs, so that page ends and layouts do not matter to the grammar."""

from collections.abc import Iterator, Sequence

import msgspec

from perflint_zh.document import Block, Cell, Paragraph, Place, Table
from perflint_zh.extract.abreast import set_below
from perflint_zh.extract.outline import unfolded
from perflint_zh.extract.titles import is_heading, table_title
from perflint_zh.extract.value import parse_value
from perflint_zh.extract.words import bare, column_candidates, fold, label_of, level1_of, level2_of, level_names


class Row(msgspec.Struct, frozen=True):
    """One row of a grid; `first` says that a table (perhaps after a page end) begins with it."""

    cells: tuple[Cell, ...]
    first: bool = False

    def originals(self) -> list[Cell]:
        """Cells that begin here and hold text."""
        return [cell for cell in self.cells if cell.text and not cell.spread]


Item = Row | Paragraph


def stream(blocks: Sequence[Block]) -> Iterator[Item]:
    """Yield rows and paragraphs in reading order; a row that holds one text only is a paragraph (a title in a sheet)."""
    for block in _grids_from_lines(blocks):
        if isinstance(block, Paragraph):
            if block.text.strip():
                yield block
            continue
        first = True
        rows = [cells for cells in block.rows if any(cell.text for cell in cells)]
        for cells in unfolded([*set_below(rows)]):
            texts = [cell for cell in cells if cell.text]
            if cells[0] is texts[0] and not texts[0].spread and all(_copies(cell, texts[0]) for cell in texts[1:]):
                yield Paragraph(texts[0].text, texts[0].place)
                continue
            yield Row(cells, first)
            first = False


def _copies(cell: Cell, original: Cell) -> bool:
    return cell.spread and cell.text == original.text


REPEATED_HEADS = 2
"""Rows of heads that a page may repeat above the rest of a cut cell."""


def mended(items: Sequence[Item]) -> list[Item]:
    """Items in which level names and labels that a page end has cut (产出指 / 标) are whole again.

    A row into which cells only reach down from above, or their rests from the page before, is none of its own.
    """
    found = list(items)
    for index, item in enumerate(found):
        upper = _row_before_page_end(found, index) if isinstance(item, Row) else None
        if isinstance(upper, int) and isinstance(item, Row):
            for column in range(len(item.cells)):
                _mend(found, upper, index, column)
    return [item for item in found if isinstance(item, Paragraph) or item.originals()]


def _row_before_page_end(items: Sequence[Item], index: int) -> int | None:
    """Index of the last row of the page before, for a row that comes first on its page but for repeated heads."""
    page = _page_of(items[index])
    if page is None:
        return None
    for before in range(index - 1, max(index - 2 - REPEATED_HEADS, -1), -1):
        if not isinstance(items[before], Row):
            return None
        if _page_of(items[before]) != page:
            return before
    return None


def _page_of(item: Item) -> int | None:
    return item.cells[0].place.page if isinstance(item, Row) else None


def _mend(items: list[Item], upper: int, lower: int, column: int) -> None:
    """Put the two parts of a name together in all rows over which the merged cell reaches."""
    one, two = _cell(items[upper], column), _cell(items[lower], column)
    if one is None or two is None or two.spread or not (one.text and two.text):
        return
    whole = one.text + two.text
    if fold(whole) not in level_names() and (label_of(whole) is None or label_of(two.text) is not None):
        return
    above, below = upper, lower + 1
    while above >= 0 and (cell := _cell(items[above], column)) is not None and cell.text == one.text:
        _put(items, above, column, Cell(whole, cell.place, cell.spread))
        above -= 1
    _put(items, lower, column, Cell(whole, two.place, spread=True))
    while (
        below < len(items)
        and (cell := _cell(items[below], column)) is not None
        and cell.spread
        and cell.text == two.text
    ):
        _put(items, below, column, Cell(whole, cell.place, spread=True))
        below += 1


def _cell(item: Item, column: int) -> Cell | None:
    return item.cells[column] if isinstance(item, Row) and column < len(item.cells) else None


def _put(items: list[Item], index: int, column: int, cell: Cell) -> None:
    row = items[index]
    if isinstance(row, Row):
        items[index] = Row((*row.cells[:column], cell, *row.cells[column + 1 :]), row.first)


MIN_HEADS = 4
"""Lines in a row that must be column heads before lines are taken for cells."""


def _grids_from_lines(blocks: Sequence[Block]) -> Iterator[Block]:
    """Rebuild tables of which only the cells' texts are left, one on each line."""
    index = 0
    while index < len(blocks):
        count = _lines_before_heads(blocks, index)
        if count:
            yield Table(tuple(_pairs_of_lines(blocks[index : index + count])))
            index += count
        heads = _heads_at(blocks, index)
        if heads < MIN_HEADS:
            yield blocks[index]
            index += 1
            continue
        run: list[Paragraph] = []
        while index < len(blocks):
            block = blocks[index]
            if not isinstance(block, Paragraph) or (len(run) > heads and _ends_lines(blocks, index)):
                break
            if block.text.strip():
                run.append(block)
            index += 1
        header = tuple(Cell(line.text, line.place) for line in run[:heads])
        yield Table((header, *_rows_of_lines(run[heads:], header)))


MAX_HEAD_LINES = 40
"""Lines between the first label of a table and its column heads; a goal may have a dozen."""


def _lines_before_heads(blocks: Sequence[Block], index: int) -> int:
    """How many lines from `index`, where a label stands alone on its line, lead to the column heads of the same table; 0 for none."""
    if not _is_label_line(blocks[index]):
        return 0
    for count in range(1, min(MAX_HEAD_LINES, len(blocks) - index)):
        if _heads_at(blocks, index + count) >= MIN_HEADS:
            return count
        if not isinstance(blocks[index + count], Paragraph) or _ends_lines(blocks, index + count):
            return 0
    return 0


def _is_label_line(block: Block) -> bool:
    return isinstance(block, Paragraph) and label_of(block.text) is not None


def _pairs_of_lines(lines: Sequence[Block]) -> Iterator[tuple[Cell, ...]]:
    """Labels with the lines up to the next label as their values, of which the first may share the label's line (绩效目标：…)."""
    label: Cell | None = None
    texts: list[str] = []
    place = Place()
    for line in [*lines, None]:
        head, value = _split_label(line) if isinstance(line, Paragraph) else ("", "")
        if isinstance(line, Paragraph) and not head:
            place = place if texts else line.place
            texts.append(value)
            continue
        if label is not None and texts:
            yield label, Cell("\n".join(texts), place)
        if isinstance(line, Paragraph):
            label, texts, place = Cell(head, line.place), [value] if value else [], line.place


def _split_label(line: Paragraph) -> tuple[str, str]:
    """Label that a line is or begins with, "" where there is none, and what else the line says."""
    if _is_label_line(line):
        return line.text, ""
    head, colon, value = line.text.replace(":", "：", 1).partition("：")
    return (head, value.strip()) if colon and label_of(head) is not None else ("", line.text.strip())


def _heads_at(blocks: Sequence[Block], index: int) -> int:
    """How many paragraphs from `index` on are column heads, all different."""
    seen: list[str] = []
    for block in blocks[index : index + 12]:
        if not isinstance(block, Paragraph):
            break
        head = bare(block.text)
        if head not in column_candidates() or head in seen or "\n" in block.text:
            break
        seen.append(head)
    columns = [{column for column, _ in column_candidates()[head]} for head in seen]
    if not any("project" in names for names in columns):
        if seen and label_of(seen[0]) is not None:
            # 绩效目标 without a text, right above the heads.
            return 0
        # In the table of one project 绩效目标 is no head: below the heads it labels the line after it.
        seen = seen[: next((at for at, names in enumerate(columns) if "goal" in names), len(seen))]
    return len(seen) if "三级指标" in seen or ("指标值" in seen and len(seen) >= MIN_HEADS) else 0


def _ends_lines(blocks: Sequence[Block], index: int) -> bool:
    """Whether a new title, heading or table head begins at `index`."""
    block = blocks[index]
    return isinstance(block, Paragraph) and (
        table_title(block.text) is not None or is_heading(block.text) or _heads_at(blocks, index) >= MIN_HEADS
    )


def _rows_of_lines(lines: Sequence[Paragraph], header: tuple[Cell, ...]) -> Iterator[tuple[Cell, ...]]:
    """Cut cell lines into rows: a row begins at a level name, and its cells fill the columns after 二级指标; labels may stand before."""
    columns = [bare(cell.text) for cell in header]
    has_level1 = any("一级" in head or "分类" in head for head in columns)
    heads = columns[2 if has_level1 else 1 :]
    index = next((at for at in range(len(lines)) if _begins_row(lines, at)), len(lines))
    yield from _pairs_of_lines(lines[:index])
    while index < len(lines):
        level1 = lines[index] if level1_of(lines[index].text) and has_level1 else None
        at = index + (1 if level1 is not None else 0)
        level2 = lines[at] if at < len(lines) and level2_of(lines[at].text) else None
        if level2 is None and level1 is not None and level2_of(level1.text):
            level1, level2, at = None, level1, at - 1
        if level2 is None:
            index += 1
            continue
        start = at + 1
        end = start
        while end < len(lines) and not _begins_row(lines, end):
            end += 1
        blank = Cell("", level2.place)
        lead = [Cell(level1.text, level1.place) if level1 is not None else blank] if has_level1 else []
        yield (*lead, Cell(level2.text, level2.place), *_fit(lines[start:end], heads, blank))
        index = end


def _begins_row(lines: Sequence[Paragraph], index: int) -> bool:
    text = lines[index].text
    if level2_of(text) and fold(text).endswith("指标"):
        return True
    return level1_of(text) is not None and index + 1 < len(lines) and level2_of(lines[index + 1].text) is not None


def _fit(lines: Sequence[Paragraph], heads: Sequence[str], blank: Cell) -> list[Cell]:
    """Put the lines of a row into its columns: too many lines are wrapped texts before or behind the value, too few leave cells empty."""
    cells = [Cell(line.text, line.place) for line in lines]
    width = len(heads)
    value_at = next((i for i, head in enumerate(heads) if i and head.endswith("值")), width - 1)
    # A figure is surer than a wording, and what comes later surer than what may be a short description.
    ranked = [
        (quantity.kind != "grade", index)
        for index, cell in enumerate(cells)
        if (quantity := parse_value(cell.text)) is not None and quantity.kind != "text"
    ]
    if len(cells) > width:
        after = width - value_at
        _, at = max((one for one in ranked if one[1] >= value_at), default=(False, len(cells) - after))
        cells = [*_in_columns(cells[:at], value_at), *_in_columns(cells[at:], after)]
    elif 1 < len(cells) < width:
        # Where nothing can be a value, the value is what is missing.
        possible = [one for one in ranked if 0 < one[1] <= value_at]
        _, at = max(possible, default=(False, value_at))
        missing = value_at - at if possible else 1
        cells[at:at] = [blank] * missing
    return (cells + [blank] * width)[:width]


def _in_columns(cells: Sequence[Cell], count: int) -> list[Cell]:
    """Cells in no more than so many columns: those left over are the rest of the last one."""
    last = cells[count - 1 :]
    return [*cells[: count - 1], Cell("".join(cell.text for cell in last), last[0].place)] if last else list(cells)
