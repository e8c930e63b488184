"""Goal tables whose rows are lines and whose cells only blanks set apart, as web pages are copied: made into rows again."""

from collections.abc import Iterator, Sequence
from itertools import chain

from perflint_zh.document import Block, Cell, Paragraph, Table
from perflint_zh.extract.header import Header, head_candidates, read_header
from perflint_zh.extract.titles import is_heading, table_title
from perflint_zh.extract.words import label_of, level1_of, level2_of
from perflint_zh.knowledge import canonical_unit

LEAST_HEADS = 4
"""Heads in one line from which it heads such a table."""

HEAD = "指标"
"""A word that the heads of any goal table have."""

WHOLE_TABLE = 30
"""Pieces of one line from which it may be a whole table."""

MOST_HEAD_LINES = 60
"""Lines of labels, amounts and goals between the first label of a form and the heads of its indicators."""

OPENING, CLOSING = "(（", ")）"


def rows_from_blanks(blocks: Sequence[Block]) -> Iterator[Block]:
    """Make rows of the lines of such tables, the labels with their values above the heads among them; all else stays as it is.

    A whole table in one line becomes a line for each cell.
    """
    blocks = [*chain.from_iterable(map(_taken_apart, blocks))]
    index = 0
    while index < len(blocks):
        head = _head_from(blocks, index)
        if head is None:
            yield blocks[index]
            index += 1
            continue
        for block in blocks[index:head]:
            cells = _cells(block)
            yield Table((cells,)) if len(cells) > 1 and label_of(cells[0].text) is not None else block
        rows = [_cells(blocks[head])]
        header = read_header(rows[0])
        index = head + 1
        while header is not None and index < len(blocks) and not _ends(blocks, index):
            rows.append(_row(_without_label(_cells(blocks[index]), rows[0]), header))
            index += 1
        yield Table(tuple(rows))


def _taken_apart(block: Block) -> Iterator[Block]:
    """A line that holds column heads and much else, cell by cell; other blocks as they are."""
    cells = _cells(block) if isinstance(block, Paragraph) and HEAD in block.text else ()
    heads = [bool(head_candidates(cell.text)) for cell in cells] if len(cells) >= WHOLE_TABLE else []
    if any(all(heads[at : at + LEAST_HEADS]) for at in range(len(heads) - LEAST_HEADS + 1)):
        yield from (Paragraph(cell.text, cell.place) for cell in cells)
    else:
        yield block


def _head_from(blocks: Sequence[Block], index: int) -> int | None:
    """Where the heads of the table stand that begins at `index`, with its first label or with the heads themselves."""
    if _is_head(blocks[index]):
        return index
    cells = _cells(blocks[index])
    if len(cells) < 2 or label_of(cells[0].text) is None:
        return None
    for at in range(index + 1, min(index + MOST_HEAD_LINES, len(blocks))):
        if _is_head(blocks[at]):
            return at
        if _ends(blocks, at):
            return None
    return None


def _is_head(block: Block) -> bool:
    # Hardly a line speaks of 指标, which is soon seen.
    if not isinstance(block, Paragraph) or HEAD not in block.text:
        return False
    cells = _cells(block)
    heads = sum(bool(head_candidates(cell.text)) for cell in cells)
    return heads >= LEAST_HEADS and heads >= len(cells) - 1 and read_header(cells) is not None


def _ends(blocks: Sequence[Block], index: int) -> bool:
    """Whether something else than a further row stands here."""
    block = blocks[index]
    return (
        not isinstance(block, Paragraph)
        or table_title(block.text) is not None
        or (is_heading(block.text) and len(_cells(block)) < 2)
        or _is_head(block)
        or _is_foot(block)
    )


def _is_foot(block: Block) -> bool:
    """Whether a line says who filled in the form, or what others said of it."""
    first = next((cell.text for cell in _cells(block)), "")
    label = label_of(first.partition("（")[0].partition("(")[0])
    return first.startswith(("注:", "注：")) or (label is not None and label[0] == "other") or first.endswith("意见")


def _cells(block: Block) -> tuple[Cell, ...]:
    """The pieces of a line between blanks; those within brackets set nothing apart."""
    if not isinstance(block, Paragraph):
        return ()
    pieces: list[str] = []
    depth = 0
    for piece in block.text.split():
        if depth > 0:
            pieces[-1] += piece
        else:
            pieces.append(piece)
        depth += sum(map(piece.count, OPENING)) - sum(map(piece.count, CLOSING))
    return tuple(Cell(piece, block.place) for piece in pieces)


def _without_label(cells: tuple[Cell, ...], heads: Sequence[Cell]) -> tuple[Cell, ...]:
    """A row without the label of the whole part that stands upright beside its rows (绩效指标)."""
    return cells[1:] if cells and cells[0].text == heads[0].text else cells


def _row(cells: tuple[Cell, ...], header: Header) -> tuple[Cell, ...]:
    """A row with its cells under their heads: merged cells on its left leave nothing behind, nor does a missing unit."""
    columns = header.columns
    if len(cells) < 2:
        return cells
    if level1_of(cells[0].text) and level2_of(cells[1].text):
        at = columns.get("level1", 0)
    else:
        at = columns.get("level2", 0) if level2_of(cells[0].text) else columns["name"]
    blank = Cell("", cells[0].place)
    moved = (*[blank] * at, *cells)
    unit = columns.get("unit", len(moved))
    if unit < len(moved) < header.width and canonical_unit(moved[unit].text) is None:
        moved = (*moved[:unit], blank, *moved[unit:])
    return moved
