"""Goal tables of which only the cells' texts are left, one on each line: put together again by their heads and level names."""

from collections.abc import Iterator, Sequence

from perflint_zh.document import Block, Cell, Paragraph, Table
from perflint_zh.extract.header import head_candidates
from perflint_zh.extract.titles import is_heading, table_title
from perflint_zh.extract.value import is_figure, parse_value
from perflint_zh.extract.words import bare, fold, label_of, level1_of, level2_of
from perflint_zh.patterns import expression

MIN_HEADS = 4
"""Lines in a row that must be column heads before lines are taken for cells."""


def grids_from_lines(blocks: Sequence[Block]) -> Iterator[Block]:
    """Rebuild tables of which only the cells' texts are left, one on each line."""
    index = 0
    while index < len(blocks):
        count = _lines_before_heads(blocks, index)
        if count:
            # The label of the indicators, set upright beside them, is the last line before their heads.
            above = blocks[index : index + count]
            yield Table(tuple(_pairs_of_lines(above[:-1] if _names_heads(above[-1]) else above)))
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
            if _is_foot(block) and any(level2_of(line.text) for line in run[heads:]):
                break
            if block.text.strip():
                run.append(block)
            index += 1
        header = tuple(Cell(line.text, line.place) for line in run[:heads])
        yield Table((header, *_rows_of_lines(run[heads:], header)))


def _is_foot(line: Paragraph) -> bool:
    """Whether the line says who filled in the form, or what else there is to say."""
    head, colon, _ = fold(line.text).partition(":")
    label = label_of(head)
    return label is not None and label[0] == "other" and (bool(colon) or REMARK.search(head) is not None)


REMARK = expression(r"说明|意见|问题")

MAX_HEAD_LINES = 80
"""Lines between the first label of a table and its column heads; a goal may have a dozen, the amounts three."""


def _lines_before_heads(blocks: Sequence[Block], index: int) -> int:
    """How many lines from `index`, where a label stands alone on its line, lead to the column heads of the same table; 0 for none."""
    first = blocks[index]
    label = label_of(first.text) if isinstance(first, Paragraph) else None
    if label is None:
        return 0
    # Below the name of a project (一)财政拨款 is a part of its amount, not a heading.
    ends = _begins_table if label[0] == "name" else _ends_lines
    for count in range(1, min(MAX_HEAD_LINES, len(blocks) - index)):
        if _heads_at(blocks, index + count) >= MIN_HEADS:
            return count
        if not isinstance(blocks[index + count], Paragraph) or ends(blocks, index + count):
            return 0
    return 0


def _names_heads(block: Block) -> bool:
    """Whether a line says what the heads below it are for (绩效指标)."""
    return isinstance(block, Paragraph) and any(column == "name" for column, _ in head_candidates(block.text))


def _is_label_line(block: Block) -> bool:
    return isinstance(block, Paragraph) and label_of(block.text) is not None


def _pairs_of_lines(lines: Sequence[Block]) -> Iterator[tuple[Cell, ...]]:
    """Labels with the lines up to the next label as their values, of which the first may share the label's line (绩效目标：…)."""
    labels: list[Cell] = []
    texts: list[Cell] = []
    for line in [*lines, None]:
        head, value = _split_label(line) if isinstance(line, Paragraph) else ("", "")
        if isinstance(line, Paragraph) and not head:
            texts.append(Cell(value, line.place))
            continue
        if labels and texts:
            yield from _paired(labels, texts)
        if isinstance(line, Paragraph):
            labels = [Cell(head, line.place)] if texts else [*labels, Cell(head, line.place)]
            texts = [Cell(value, line.place)] if value else []


DONE = expression(r"(?:完成|达成)情况")


def _paired(labels: Sequence[Cell], texts: Sequence[Cell]) -> Iterator[tuple[Cell, ...]]:
    """The last label with the lines as its value, or as several where one line is a value; goals that stand side by side have one each."""
    before, last = (labels[-2] if len(labels) > 1 else None), labels[-1]
    beside = before is not None and _field_of(before) == "goal"
    if beside and _field_of(last) == "goal" and len(texts) == 2:
        yield labels[-2], texts[0]
        yield last, texts[1]
    elif beside and DONE.search(fold(last.text)):
        yield labels[-2], _joined(texts[: (len(texts) + 1) // 2])
    elif _field_of(last) in {"goal", "funds_use", "other"}:
        yield last, _joined(texts)
    else:
        yield last, *texts


def _joined(texts: Sequence[Cell]) -> Cell:
    return Cell("\n".join(cell.text for cell in texts), texts[0].place)


def _field_of(cell: Cell) -> str | None:
    label = label_of(cell.text)
    return None if label is None else label[0]


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
        if not head_candidates(block.text) or head in seen or "\n" in block.text:
            break
        seen.append(head)
    columns = [{column for column, _ in head_candidates(head)} for head in seen]
    # Rows are told by their levels, so that these must stand before all else: 绩效指标 above them is no head.
    if not any("level2" in names for names in columns[: 2 if columns and "level1" in columns[0] else 1]):
        return 0
    if _follows_heads(blocks, index):
        return 0
    # In the table of one project 绩效目标 is no head: below the heads it labels the line after it.
    seen = seen[: next((at for at, names in enumerate(columns) if "goal" in names), len(seen))]
    return len(seen) if "三级指标" in seen or ("指标值" in seen and len(seen) >= MIN_HEADS) else 0


def _follows_heads(blocks: Sequence[Block], index: int) -> bool:
    """Whether the lines above are heads as well, of weights between the levels or of a list with many projects."""
    for before in range(index - 1, -1, -1):
        block = blocks[before]
        columns = {column for column, _ in head_candidates(block.text)} if isinstance(block, Paragraph) else set()
        if columns & {"level1", "weight", "project"}:
            return True
        if not columns and not _is_label_line(block):
            return False
    return False


def _ends_lines(blocks: Sequence[Block], index: int) -> bool:
    """Whether a new title, heading or table head begins at `index`."""
    block = blocks[index]
    return _begins_table(blocks, index) or (isinstance(block, Paragraph) and is_heading(block.text))


def _begins_table(blocks: Sequence[Block], index: int) -> bool:
    block = blocks[index]
    return isinstance(block, Paragraph) and (
        table_title(block.text) is not None or _heads_at(blocks, index) >= MIN_HEADS
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
        if level1 is not None and level2_of(level1.text) and (level2 is None or not _is_level_line(level2.text)):
            level1, level2, at = None, level1, at - 1
        if level2 is None:
            index += 1
            continue
        start = at + 1
        end = start
        while end < len(lines) and not _begins_row(lines, end) and fold(lines[end].text) not in SUMS:
            end += 1
        blank = Cell("", level2.place)
        lead = [Cell(level1.text, level1.place) if level1 is not None else blank] if has_level1 else []
        levels = (*lead, Cell(level2.text, level2.place))
        for part in _parted(lines[start:end], heads):
            cells = [Cell(line.text, line.place) for line in part]
            yield (*levels, *(_filled(cells, len(heads), blank) if _is_row(part, heads) else _fit(cells, heads, blank)))
            levels = (blank,) * len(levels)
        index = end


SUMS = {"合计", "总计", "总分"}
"""What the last row, of weights and scores, begins with."""


def _begins_row(lines: Sequence[Paragraph], index: int) -> bool:
    text = lines[index].text
    if level2_of(text) and _is_level_line(text):
        return True
    return level1_of(text) is not None and index + 1 < len(lines) and level2_of(lines[index + 1].text) is not None


def _is_level_line(text: str) -> bool:
    """Whether a line that may be a level name or the name of an indicator (满意度) says that it is the former."""
    word = bare(text).removesuffix("等")
    return word.endswith(("指标", "效益")) or word.startswith("产出")


UNFILLED = expression(r"指标\d*[:：.、]?|[….·]+")


def _parted(lines: Sequence[Paragraph], heads: Sequence[str]) -> Sequence[Sequence[Paragraph]]:
    """The lines beside one 二级指标 cut into rows, as long ones as can be; all of them in one where they do not come out even."""
    lines = [line for line in lines if not UNFILLED.fullmatch(fold(line.text))]
    if len(lines) <= len(heads):
        return [lines]
    sizes: dict[int, int] = {}
    for begin in reversed(range(len(lines))):
        for size in range(min(len(heads), len(lines) - begin), 1, -1):
            end = begin + size
            if (end in sizes or end == len(lines)) and _is_row(lines[begin:end], heads):
                sizes[begin] = size
                break
    parts, begin = [], 0
    while begin in sizes:
        parts.append(lines[begin : begin + sizes[begin]])
        begin += sizes[begin]
    return parts or [lines]


WEIGHT = expression(r"\d{1,3}(?:\.\d+)?分?")


def _is_row(lines: Sequence[Paragraph], heads: Sequence[str]) -> bool:
    """Whether each of the lines can stand under its head: a weight where weights stand, else a figure where values do."""
    weight = _column_at("weight", heads)
    at = _value_at(heads) if weight is None else weight
    if not at < len(lines) <= len(heads) or is_figure(lines[0].text):
        return False
    return is_figure(lines[at].text) if weight is None else WEIGHT.fullmatch(fold(lines[at].text)) is not None


def _column_at(column: str, heads: Sequence[str]) -> int | None:
    """Where a column stands among those behind 二级指标."""
    return next((i for i, head in enumerate(heads) if any(column == name for name, _ in head_candidates(head))), None)


def _value_at(heads: Sequence[str]) -> int:
    return _column_at("value", heads) or len(heads) - 1


def _filled(cells: Sequence[Cell], width: int, blank: Cell) -> list[Cell]:
    return [*cells, *[blank] * width][:width]


def _fit(cells: list[Cell], heads: Sequence[str], blank: Cell) -> list[Cell]:
    """Put the lines of a row into its columns: too many lines are wrapped texts before or behind the value, too few leave cells empty."""
    width = len(heads)
    value_at = _value_at(heads)
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
    return _filled(cells, width, blank)


def _in_columns(cells: Sequence[Cell], count: int) -> list[Cell]:
    """Cells in no more than so many columns: those left over are the rest of the last one."""
    last = cells[count - 1 :]
    return [*cells[: count - 1], Cell("".join(cell.text for cell in last), last[0].place)] if last else list(cells)
