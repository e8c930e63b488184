"""Pages to paragraphs and tables in reading order, across page ends. Knows nothing of PDF.

Consecutive lines that are one paragraph, and consecutive grids that are one table cut by page ends, first become chains of placed
items; then each chain becomes one block.
"""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

import msgspec

from perflint_zh.document import Block, Cell, Paragraph, Place, Table
from perflint_zh.patterns import expression
from perflint_zh.read.ruled import Box, Edge, Glyph, Grid, Line, Region, grids, lines, union

SAME_COLUMN = 3.0
"""Column boundaries of one table differ by less than this from page to page."""

MARGIN = 0.1
"""Share of the page height at top and bottom in which running heads and page numbers stand."""

BORDERLESS_COLUMNS = 4
BORDERLESS_ROWS = 3
"""Fewer columns or rows of aligned text without rules are lists and spaced-out letters as often as tables."""

ORDINAL = expression(
    r"\d{1,2}(?:[、)）]|[.．](?!\d))|[（(](?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）]|[一二三四五六七八九十]{1,3}[、.．]"
    r"|第[一二三四五六七八九十\d]{1,3}(?:部分|[章节条，、])|目标\d|[①-⑳●◆■★※]|附(?:件|表)"
)
"""What begins an item of a list or a heading."""

NUMBER = expression(r"-?[\d,.]+%?")

LABEL = expression(r"[\u4e00-\u9fff]{2,8}[：:]")
"""What begins a paragraph after a full stop, though a line may also begin with it by chance."""

WORD_END = expression(r"[A-Za-z][,.;:]?$|\d$")
"""An end of line after which a Latin word or number needs a space."""

SENTENCE_END = ("。", "；", "！", "？", ";")

PAGE_NUMBER = expression(
    r"[-—–－·~\s]*(?:第?\s*\d{1,4}\s*页?)(?:\s*[/／,，、]?\s*(?:共|of)?\s*\d{1,4}\s*页?)?[-—–－·~\s]*"
    r"|第\s*[一二三四五六七八九十百]+\s*页|page\s*\d+(?:\s*(?:of|/)\s*\d+)?",
    re.IGNORECASE,
)


class Page(msgspec.Struct, frozen=True):
    """Lines outside tables and tables of one page, from top to bottom.

    Width and height are those of the page as read: turned clockwise `turns` times from the page as shown, until its text stands upright.
    """

    number: int
    width: float
    height: float
    turns: int
    items: tuple[Line | Grid, ...]

    @property
    def size(self) -> tuple[int, int]:
        """Pages of one size have the same margins."""
        return round(self.width), round(self.height)


class _Placed(msgspec.Struct, frozen=True):
    page: Page
    item: Line | Grid


class _Row(msgspec.Struct, frozen=True):
    """A row of a table, widened to all columns of the table."""

    page: Page
    top: float
    bottom: float
    regions: tuple[Region, ...]


def arranged(
    number: int, size: tuple[float, float], turns: int, glyphs: Sequence[Glyph], edges: tuple[list[Edge], list[Edge]]
) -> Page:
    """A page from what is drawn on it."""
    tables, rest = grids(glyphs, *edges)
    items: list[Line | Grid] = [*tables, *lines(rest)]
    items.sort(key=lambda item: item.box[1])
    return Page(number, *size, turns, tuple(_with_borderless(items)))


def blocks(pages: Sequence[Page]) -> tuple[Block, ...]:
    """Paragraphs and tables of all pages in reading order."""
    pages = _without_running(pages)
    edges = _text_edges(pages)
    bottoms = _body_ends(pages)
    chains: list[list[_Placed]] = []
    for page in pages:
        for item in page.items:
            placed = _Placed(page, item)
            if chains and _goes_on(chains[-1], placed, edges, bottoms):
                chains[-1].append(placed)
            else:
                chains.append([placed])
    return tuple(_block(chain) for chain in chains)


def _with_borderless(items: Iterable[Line | Grid]) -> Iterable[Line | Grid]:
    """Runs of lines that fall into the same columns, as grids."""
    run: list[Line] = []
    columns: list[tuple[float, float]] = []
    for item in items:
        wider = _widened(columns, item) if run and isinstance(item, Line) and _near(run[-1], item, 2.0) else None
        if wider and isinstance(item, Line):
            run.append(item)
            columns = wider
            continue
        yield from _aligned(run, columns)
        run, columns = [], []
        if isinstance(item, Line) and len(item.pieces) >= BORDERLESS_COLUMNS:
            run, columns = [item], [(piece.left, piece.right) for piece in item.pieces]
        else:
            yield item
    yield from _aligned(run, columns)


def _widened(columns: list[tuple[float, float]], line: Line) -> list[tuple[float, float]] | None:
    """The columns with a further line in them, None if it does not fit: each piece stands under its own column only."""
    if len(line.pieces) != len(columns) or any(
        piece.left > right or piece.right < left for (left, right), piece in zip(columns, line.pieces, strict=True)
    ):
        return None
    wider = [(min(left, p.left), max(right, p.right)) for (left, right), p in zip(columns, line.pieces, strict=True)]
    return wider if all(one[1] < two[0] for one, two in pairwise(wider)) else None


def _aligned(run: list[Line], columns: list[tuple[float, float]]) -> Sequence[Line | Grid]:
    if len(run) < BORDERLESS_ROWS:
        return run
    xs = (columns[0][0], *((one[1] + two[0]) / 2 for one, two in pairwise(columns)), columns[-1][1])
    ys = (*(line.box[1] for line in run), run[-1].box[3])
    rows = []
    for line in run:
        parts = [
            msgspec.structs.replace(line, box=(piece.left, line.box[1], piece.right, line.box[3]), pieces=(piece,))
            for piece in line.pieces
        ]
        rows.append(tuple(Region(part.box, (part,)) for part in parts))
    return [Grid(xs, ys, tuple(rows))]


def _near(above: Line, below: Line, ems: float) -> bool:
    return below.box[1] - above.box[3] <= ems * max(above.em, below.em)


def _without_running(pages: Sequence[Page]) -> list[Page]:
    """Pages without page numbers and running heads, which stand outermost on most pages and would part what belongs together.

    A repeated line in large type is kept: where every page holds one form, it is the form's title.
    """
    sizes = sorted(line.em for page in pages for item in page.items for line in _lines_of(item))
    largest = max(sizes[len(sizes) // 2], 10.6) if sizes else 0.0
    result = list(pages)
    for end in (0, -1):
        for _ in range(3):
            keys = [_running_key(page, page.items[end], largest) if page.items else None for page in result]
            counts = Counter(key for key in keys if key)
            filled = sum(1 for page in result if page.items)
            running = {key for key, count in counts.items() if _is_running(key, count, filled)}
            if not running:
                break
            for index, key in enumerate(keys):
                if key in running:
                    items = result[index].items
                    result[index] = msgspec.structs.replace(result[index], items=items[1:] if end == 0 else items[:-1])
    return result


def _lines_of(item: Line | Grid) -> Iterable[Line]:
    if isinstance(item, Line):
        return (item,)
    return (line for region in dict.fromkeys(region for row in item.rows for region in row) for line in region.lines)


def _running_key(page: Page, item: Line | Grid, largest: float) -> tuple[str, int] | None:
    """What a running line has in common with those of other pages; page numbers may stand left or right, higher or lower."""
    if isinstance(item, Grid):
        return None
    middle = (item.box[1] + item.box[3]) / 2
    if MARGIN * page.height < middle < (1 - MARGIN) * page.height:
        return None
    if PAGE_NUMBER.fullmatch(item.text):
        return "", 0
    return (re.sub(r"\d+", "", item.text), round(item.box[3])) if item.em <= largest else None


def _is_running(key: tuple[str, int], count: int, pages: int) -> bool:
    """Page numbers on half of the pages; other lines on a third, because left and right pages may have their own."""
    return 2 * count >= pages if key == ("", 0) else count > 2 and 3 * count > pages


def _text_edges(pages: Sequence[Page]) -> dict[tuple[int, int], tuple[float, float]]:
    """Left and right edge of running text by page size: the outermost positions at which a tenth of the lines begin and two long ones end."""
    found: dict[tuple[int, int], list[Line]] = defaultdict(list)
    for page in pages:
        found[page.size] += [item for item in page.items if isinstance(item, Line)]
    result = {}
    for size, all_lines in found.items():
        begins = Counter(round(line.box[0] / 6) for line in all_lines)
        lefts = [line.box[0] for line in all_lines if 10 * begins[round(line.box[0] / 6)] >= len(all_lines)]
        rights = [line.box[2] for line in all_lines if line.box[2] - line.box[0] > size[0] / 2]
        ends = Counter(round(right / 6) for right in rights)
        often = [right for right in rights if ends[round(right / 6)] > 1]
        result[size] = min(lefts, default=0.0), max(often or rights, default=float(size[0]))
    return result


def _body_ends(pages: Sequence[Page]) -> dict[tuple[int, int], float]:
    """Lowest end of text or table by page size."""
    result: dict[tuple[int, int], float] = defaultdict(float)
    for page in pages:
        result[page.size] = max([result[page.size], *(item.box[3] for item in page.items)])
    return result


def _goes_on(
    chain: list[_Placed],
    after: _Placed,
    edges: dict[tuple[int, int], tuple[float, float]],
    bottoms: dict[tuple[int, int], float],
) -> bool:
    before = chain[-1]
    one, two, size = before.item, after.item, before.page.size
    turned_over = after.page.number == before.page.number + 1 and after.page.size == size
    if isinstance(one, Grid) and isinstance(two, Grid):
        return (
            turned_over
            and _same_columns(one, two)
            and _was_cut(one, two, bottoms[size])
            and not (isinstance(chain[0].item, Grid) and _begins_anew(chain[0].item, two))
        )
    if isinstance(one, Line) and isinstance(two, Line):
        adjacent = _near(one, two, 1.5) if after.page is before.page else turned_over
        return adjacent and _same_paragraph(one, two, *edges[size])
    return False


def _same_columns(one: Grid, two: Grid) -> bool:
    """Same outer edges, and the one with fewer columns has no boundary of its own: a part may hold merged rows only."""
    few, many = sorted((one.xs, two.xs), key=len)
    return (
        abs(few[0] - many[0]) <= SAME_COLUMN
        and abs(few[-1] - many[-1]) <= SAME_COLUMN
        and all(min(abs(x - other) for other in many) <= SAME_COLUMN for x in few)
    )


def _was_cut(one: Grid, two: Grid, bottom: float) -> bool:
    """Whether a table ends at the page end because what comes next did not fit: a row or merged rows, maybe after a repeated header."""
    next_cell = max(region.box[3] - region.box[1] for row in two.rows[:4] for region in row)
    return one.open_bottom or bottom - one.ys[-1] <= next_cell + SAME_COLUMN


def _begins_anew(first: Grid, later: Grid) -> bool:
    """Whether a grid is the next form of the same kind: it begins with the same title and label as the first, but says something else."""
    for row, again in zip(first.rows, later.rows, strict=False):
        texts, others = _distinct_texts(row), _distinct_texts(again)
        if texts != others or len(texts) > 1:
            return texts != others and texts[0] == others[0] != ""
    return False


def _distinct_texts(row: Iterable[Region]) -> list[str]:
    return [cell_text(region) for region in dict.fromkeys(row)]


def _same_paragraph(one: Line, two: Line, left: float, right: float) -> bool:
    """Whether a line runs to the right edge and the next neither is indented nor begins an item or a heading."""
    indent = two.box[0] - one.box[0]
    return (
        len(one.pieces) == len(two.pieces) == 1
        and (two.text.isascii() or abs(one.em - two.em) <= 0.15 * one.em)
        and -2.6 * one.em <= indent <= 0.5 * one.em
        and abs(two.box[0] - left - 2 * two.em) > 0.5 * two.em
        and one.box[2] + two.head > right - 0.5 * one.em
        and not ORDINAL.match(two.text)
        and not (one.text.endswith(SENTENCE_END) and LABEL.match(two.text))
    )


def _block(chain: list[_Placed]) -> Block:
    if isinstance(chain[0].item, Grid):
        return _table(chain)
    found = [placed.item for placed in chain if isinstance(placed.item, Line)]
    text = found[0].text
    for before, line in pairwise(found):
        text += _space(before, line) + line.text
    page = chain[0].page
    box = chain[0].item.box
    for placed in chain:
        if placed.page is page:
            box = union(box, placed.item.box)
    return Paragraph(text, _place(page, box))


def _table(chain: list[_Placed]) -> Table:
    parts = [(placed.page, placed.item) for placed in chain if isinstance(placed.item, Grid)]
    xs: list[float] = []
    for x in sorted(x for _, grid in parts for x in grid.xs):
        if not xs or x - xs[-1] > SAME_COLUMN:
            xs.append(x)
    rows: list[_Row] = []
    opened = False
    for page, grid in parts:
        added = _rows(page, grid, xs)
        repeated = _repeated(rows, added)
        if rows and repeated < len(added):
            pairs = list(dict.fromkeys(zip(rows[-1].regions, added[repeated].regions, strict=True)))
            if _is_cut(rows[-1], added[repeated], opened=opened or grid.open_top):
                del added[repeated]
            else:
                pairs = [pair for pair in pairs if _is_merged_over(*pair, rows, added[repeated:])]
            _unite(pairs, rows, added)
        rows += added
        opened = grid.open_bottom
    texts: dict[Region, str] = {}
    cells = []
    for row in rows:
        line = []
        for column, region in enumerate(row.regions):
            spread = region in texts
            if not spread:
                texts[region] = cell_text(region)
            box = (xs[column], row.top, xs[column + 1], row.bottom) if spread else region.box
            line.append(Cell(texts[region], _place(row.page, box), spread))
        cells.append(tuple(line))
    return Table(tuple(cells))


def _rows(page: Page, grid: Grid, xs: list[float]) -> list[_Row]:
    starts = [bisect_left(xs, x - SAME_COLUMN) for x in grid.xs]
    widths = [two - one for one, two in pairwise(starts)]
    return [
        _Row(page, top, bottom, tuple(region for region, width in zip(row, widths, strict=True) for _ in range(width)))
        for row, (top, bottom) in zip(grid.rows, pairwise(grid.ys), strict=True)
    ]


def _repeated(rows: list[_Row], added: list[_Row]) -> int:
    """How many leading rows of a continued part repeat the head of the table."""
    count = 0
    for row, again in zip(rows, added, strict=False):
        if [cell_text(region) for region in row.regions] != [cell_text(region) for region in again.regions]:
            break
        count += 1
    return count


def _is_cut(last: _Row, first: _Row, *, opened: bool) -> bool:
    """Whether the first row of a continued table is the rest of the row before it, cut by the page end.

    Both rows have the same cells; at least one is complete on the page before, so that it is empty here, and every other one goes on with a
    text begun before. Where the edge at the page end is not drawn, that is enough. Where it is, the first row may also be a new one with
    empty cells; but a page end cuts all cells at the same height and in the middle of their text, so every cell that goes on must reach as
    low as any other and be full to its right edge.
    """
    if _starts(last) != _starts(first):
        return False
    pairs = [(last.regions[column], first.regions[column]) for column in _starts(first)]
    going_on = [(one, two) for one, two in pairs if two.lines]
    complete = [one for one, two in pairs if one.lines and not two.lines]
    if not going_on or not complete or not all(one.lines for one, _ in going_on):
        return False
    if opened:
        return True
    lowest = max(one.lines[-1].box[3] for one, _ in pairs if one.lines)
    return all(
        one.lines[-1].box[3] > lowest - one.lines[-1].em / 2 and _runs_over(one, two, alone=len(going_on) == 1)
        for one, two in going_on
    )


def _starts(row: _Row) -> list[int]:
    """Columns at which a cell begins."""
    return [column for column, region in enumerate(row.regions) if not column or region is not row.regions[column - 1]]


def _runs_over(one: Region, two: Region, *, alone: bool) -> bool:
    """Whether a text goes on in the next region; a text that does so alone may also be cut between two items."""
    before, after = one.lines[-1], two.lines[0]
    if NUMBER.fullmatch(before.text) and NUMBER.fullmatch(after.text):
        return False
    return not _ends_early(one, before, after) or (alone and ORDINAL.match(after.text) is not None)


def _is_merged_over(one: Region, two: Region, rows: list[_Row], added: list[_Row]) -> bool:
    """Whether two regions are one cell, merged downwards over a page end: the lower one has no text and either spans several rows."""
    return (
        not two.lines
        and bool(one.lines)
        and abs(one.box[0] - two.box[0]) <= SAME_COLUMN
        and abs(one.box[2] - two.box[2]) <= SAME_COLUMN
        and (any(one in row.regions for row in rows[-2:-1]) or any(two in row.regions for row in added[1:2]))
    )


def _unite(pairs: Iterable[tuple[Region, Region]], rows: list[_Row], added: list[_Row]) -> None:
    """Make one region of each pair, wherever it stands in the rows before and after a page end."""
    whole: dict[Region, Region] = {}
    for one, two in pairs:
        if one not in whole:
            whole[one] = whole[two] = Region(one.box, one.lines + two.lines)
    for part in (added, rows):
        for index in reversed(range(len(part))):
            regions = tuple(whole.get(region, region) for region in part[index].regions)
            if regions != part[index].regions:
                part[index] = msgspec.structs.replace(part[index], regions=regions)
            elif part is rows:
                break


def cell_text(region: Region) -> str:
    """Text of a cell: lines broken by its width are joined again, breaks that the author made are kept.

    Two of three signs make a break the author's: the line ended early, it ended a sentence, the next begins an item.
    """
    if not region.lines:
        return ""
    text = region.lines[0].text
    for before, line in pairwise(region.lines):
        signs = (
            _ends_early(region, before, line),
            before.text.endswith(SENTENCE_END),
            ORDINAL.match(line.text) is not None,
        )
        text += ("\n" if sum(signs) > 1 else _space(before, line)) + line.text
    return text


def _ends_early(region: Region, before: Line, after: Line) -> bool:
    """Whether the beginning of a line would have had room at the end of the line before."""
    left, _, right, _ = region.box
    inset = min(max(min(line.box[0] for line in region.lines) - left, 0.0), 6.0)
    slack = (before.box[0] - left) - (right - before.box[2])
    used = before.box[2] - (before.box[0] if abs(slack) < before.em / 2 else left + inset)
    return used + after.head + 0.3 * before.em < right - left - 2 * inset


def _space(before: Line, after: Line) -> str:
    """What joins two lines: a space between words, nothing in Chinese or where a number or a long code had to be broken."""
    if before.text[-1].isdigit() and after.text[0].isdigit():
        return ""
    words = WORD_END.search(before.text) and after.text[0].isascii() and after.text[0].isalnum() and not before.unbroken
    return " " if words else ""


def _place(page: Page, box: Box) -> Place:
    """The box as shown: turned back anticlockwise from the page as read."""
    left, top, right, bottom = box
    width, height = page.width, page.height
    for _ in range(page.turns):
        left, top, right, bottom = top, width - right, bottom, width - left
        width, height = height, width
    return Place(page=page.number, box=(round(left, 1), round(top, 1), round(right, 1), round(bottom, 1)))
