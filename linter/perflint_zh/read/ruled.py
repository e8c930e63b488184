"""Tables from drawn rules: pure geometry, whatever drew the rules and characters.

Coordinates are points from the top left corner of the page, y downwards. A drawn rule is an `Edge` here, because a `Rule` is
something else in this program.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import msgspec

SNAP = 2.0
"""Edges nearer than this are one edge; the two lines of a double border are closer, two rows of text never are."""

REACH = 3.0
"""An edge that ends this near to another one touches it."""

NARROW = 5.0
"""Boundaries nearer than this hold no text between them: a gap between cells, not a row or column."""

STUB = 5.0
"""Shorter edges are bullets, check boxes or outlined characters."""

OPEN = 6.0
"""Edges that stick out of the last crossing edge by more than this enclose cells whose outer edge is not drawn."""

MAX_EDGES = 2_000
"""Joined edges of one direction; more of them are a map or a drawing."""

MAX_CELLS = 50_000
"""Grid positions of one table on one page; a page of 9-point text has room for some 5,000 characters."""

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


class Edge(msgspec.Struct, frozen=True, gc=False):
    """A straight horizontal or vertical stroke: its constant coordinate and its extent along the other axis."""

    at: float
    start: float
    end: float


class Glyph(msgspec.Struct, frozen=True, gc=False):
    """A character with its box; `spaced` when the document has a white space before it."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    spaced: bool = False


class Piece(msgspec.Struct, frozen=True):
    """Text of a line up to a gap wider than any space."""

    text: str
    left: float
    right: float


class Line(msgspec.Struct, frozen=True):
    """Characters side by side, left to right.

    `em` is the width of a full character. `head` is the width of what would have had to fit on the line above for the break not to be
    needed: the first character, or the first word or number, with the marks that may not begin a line. `unbroken` lines offer no place to break.
    """

    box: Box
    pieces: tuple[Piece, ...]
    em: float
    head: float
    unbroken: bool

    @property
    def text(self) -> str:
        """The whole line; gaps become one space."""
        return " ".join(piece.text for piece in self.pieces)


class Region(msgspec.Struct, frozen=True, eq=False):
    """A table cell, merged or not; compared by identity because equal texts are not the same cell."""

    box: Box
    lines: tuple[Line, ...]


class Grid(msgspec.Struct, frozen=True, eq=False):
    """A table on one page: boundaries of columns and rows, and at every position the region that covers it.

    An open side has no drawn edge; at a page end that means a row cut in two.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    rows: tuple[tuple[Region, ...], ...]
    open_top: bool = False
    open_bottom: bool = False

    @property
    def box(self) -> Box:
        """Outer box."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]


def grids(
    glyphs: Sequence[Glyph], horizontals: Iterable[Edge], verticals: Iterable[Edge]
) -> tuple[list[Grid], list[Glyph]]:
    """Tables that the edges draw, and the characters outside all of them.

    A component of crossing edges is a table; a missing edge between two grid positions makes them one cell. A frame of one
    column is no table, and neither is a drawing without text. A character belongs to the innermost table around its centre.
    """
    frames = sorted(_frames(joined(horizontals), joined(verticals)), key=_Frame.area)
    inside: list[dict[int, list[Glyph]]] = [defaultdict(list) for _ in frames]
    rest = []
    for glyph in glyphs:
        x, y = (glyph.left + glyph.right) / 2, (glyph.top + glyph.bottom) / 2
        for frame, cells in zip(frames, inside, strict=True):
            if frame.xs[0] <= x < frame.xs[-1] and frame.ys[0] <= y < frame.ys[-1]:
                cells[frame.labels[bisect_right(frame.ys, y) - 1][bisect_right(frame.xs, x) - 1]].append(glyph)
                break
        else:
            rest.append(glyph)
    return [_grid(frame, cells) for frame, cells in zip(frames, inside, strict=True) if cells], rest


def joined(edges: Iterable[Edge]) -> list[Edge]:
    """Edges snapped onto common coordinates, touching pieces made one, stubs dropped."""
    result: list[Edge] = []
    group: list[Edge] = []
    for edge in sorted(edges, key=lambda edge: edge.at):
        if group and (edge.at - group[-1].at > SNAP or edge.at - group[0].at > 2 * SNAP):
            result += _pieces(group)
            group = []
        group.append(edge)
    return result + _pieces(group)


def _pieces(group: list[Edge]) -> list[Edge]:
    if not group:
        return []
    at = sum(edge.at for edge in group) / len(group)
    spans: list[list[float]] = []
    for edge in sorted(group, key=lambda edge: edge.start):
        if spans and edge.start - spans[-1][1] <= SNAP:
            spans[-1][1] = max(spans[-1][1], edge.end)
        else:
            spans.append([edge.start, edge.end])
    return [Edge(at, start, end) for start, end in spans if end - start >= STUB]


class _Frame(msgspec.Struct):
    """A grid before the text is known: at every position the number of the region that covers it."""

    xs: list[float]
    ys: list[float]
    labels: list[list[int]]
    open_top: bool
    open_bottom: bool

    def area(self) -> float:
        return (self.xs[-1] - self.xs[0]) * (self.ys[-1] - self.ys[0])


def _frames(horizontals: list[Edge], verticals: list[Edge]) -> Iterator[_Frame]:
    if max(len(horizontals), len(verticals)) > MAX_EDGES:
        return
    for across, down in _components(horizontals, verticals):
        ends_across, ends_down = _missing(down, across), _missing(across, down)
        frame = _frame(across + ends_across, down + ends_down)
        if frame is not None and len(frame.xs) > 2:
            top, bottom = min(edge.at for edge in across), max(edge.at for edge in across)
            frame.open_top = any(edge.at < top for edge in ends_across)
            frame.open_bottom = any(edge.at > bottom for edge in ends_across)
            yield frame


def _components(horizontals: list[Edge], verticals: list[Edge]) -> Iterator[tuple[list[Edge], list[Edge]]]:
    """Sets of edges that hang together by crossing or touching."""
    parents = list(range(len(horizontals) + len(verticals)))

    def root(node: int) -> int:
        while parents[node] != node:
            parents[node] = node = parents[parents[node]]
        return node

    ats = [edge.at for edge in verticals]
    for i, across in enumerate(horizontals):
        for j in range(bisect_left(ats, across.start - REACH), bisect_right(ats, across.end + REACH)):
            if verticals[j].start - REACH <= across.at <= verticals[j].end + REACH:
                parents[root(i)] = root(len(horizontals) + j)
    found: dict[int, tuple[list[Edge], list[Edge]]] = defaultdict(lambda: ([], []))
    for i, edge in enumerate(horizontals):
        found[root(i)][0].append(edge)
    for j, edge in enumerate(verticals):
        found[root(len(horizontals) + j)][1].append(edge)
    return ((across, down) for across, down in found.values() if across and down)


def _missing(edges: list[Edge], crossing: list[Edge]) -> list[Edge]:
    """Outer edges not drawn: at least two edges stick out beyond the outermost edge that crosses them and end together."""
    first, last = min(edge.at for edge in crossing), max(edge.at for edge in crossing)
    result = []
    before = [edge for edge in edges if edge.start < first - OPEN]
    if before:
        at = min(edge.start for edge in before)
        result.append((at, [edge.at for edge in before if edge.start <= at + REACH]))
    after = [edge for edge in edges if edge.end > last + OPEN]
    if after:
        at = max(edge.end for edge in after)
        result.append((at, [edge.at for edge in after if edge.end >= at - REACH]))
    return [Edge(at, min(ats), max(ats)) for at, ats in result if len(ats) > 1]


def _frame(horizontals: list[Edge], verticals: list[Edge]) -> _Frame | None:
    xs, ys = _boundaries(verticals), _boundaries(horizontals)
    if len(xs) * len(ys) > MAX_CELLS:
        return None
    below = _drawn(horizontals, ys, xs)
    beside = _drawn(verticals, xs, ys)
    # a boundary that parts nothing is an underline or a stroke of a drawing, not a row or column
    keep_y = [y for y in range(len(ys)) if any(below[y])]
    keep_x = [x for x in range(len(xs)) if any(beside[x])]
    if len(keep_y) < 2 or len(keep_x) < 2:
        return None
    if len(keep_y) < len(ys) or len(keep_x) < len(xs):
        ys, xs = [ys[y] for y in keep_y], [xs[x] for x in keep_x]
        below, beside = _drawn(horizontals, ys, xs), _drawn(verticals, xs, ys)
    return _Frame(xs, ys, _labels(below, beside), open_top=False, open_bottom=False)


def _boundaries(edges: list[Edge]) -> list[float]:
    result: list[float] = []
    for at in sorted({edge.at for edge in edges}):
        if not result or at - result[-1] >= NARROW:
            result.append(at)
    return result


def _drawn(edges: list[Edge], ats: list[float], across: list[float]) -> list[list[bool]]:
    """For every boundary, whether an edge runs along each interval of the other axis."""
    result = [[False] * (len(across) - 1) for _ in ats]
    for edge in edges:
        i = bisect_right(ats, edge.at) - 1
        if i < 0 or edge.at - ats[i] >= NARROW:
            continue
        first = bisect_left(across, edge.start - REACH)
        last = bisect_right(across, edge.end + REACH) - 1
        for j in range(first, last):
            result[i][j] = True
    return result


def _labels(below: list[list[bool]], beside: list[list[bool]]) -> list[list[int]]:
    """Number the regions in reading order: positions without an edge between them belong together."""
    height, width = len(below) - 1, len(beside) - 1
    labels = [[-1] * width for _ in range(height)]
    count = 0
    for y, row in enumerate(labels):
        for x in range(width):
            if row[x] >= 0:
                continue
            labels[y][x] = count
            todo = [(y, x)]
            while todo:
                r, c = todo.pop()
                neighbours = (
                    (r, c + 1, c + 1 == width or beside[c + 1][r]),
                    (r, c - 1, c == 0 or beside[c][r]),
                    (r + 1, c, r + 1 == height or below[r + 1][c]),
                    (r - 1, c, r == 0 or below[r][c]),
                )
                for r2, c2, parted in neighbours:
                    if not parted and labels[r2][c2] < 0:
                        labels[r2][c2] = count
                        todo.append((r2, c2))
            count += 1
    return labels


def _grid(frame: _Frame, cells: dict[int, list[Glyph]]) -> Grid:
    boxes: dict[int, Box] = {}
    for y, row in enumerate(frame.labels):
        for x, label in enumerate(row):
            box = frame.xs[x], frame.ys[y], frame.xs[x + 1], frame.ys[y + 1]
            boxes[label] = union(boxes[label], box) if label in boxes else box
    regions = [Region(box, lines(cells.get(label, ()))) for label, box in boxes.items()]
    rows = [tuple(regions[label] for label in row) for row in frame.labels]
    if frame.open_bottom and not any(region.lines for region in rows[-1]):
        return Grid(tuple(frame.xs), tuple(frame.ys[:-1]), tuple(rows[:-1]), frame.open_top)
    return Grid(tuple(frame.xs), tuple(frame.ys), tuple(rows), frame.open_top, frame.open_bottom)


def union(one: Box, two: Box) -> Box:
    """The box around two boxes."""
    return min(one[0], two[0]), min(one[1], two[1]), max(one[2], two[2]), max(one[3], two[3])


def lines(glyphs: Iterable[Glyph]) -> tuple[Line, ...]:
    """Characters as lines from top to bottom.

    Characters share a line when their lower edges do, within what descenders, raised and lowered characters need. The lower edge of a
    character's box lies a little below the base line whatever the font; upper edges and heights say little, because some fonts make boxes as
    flat as the mark in them and others as high as two lines.
    """
    ordered = sorted(glyphs, key=lambda glyph: glyph.bottom)
    sizes = sorted(max(glyph.right - glyph.left, glyph.bottom - glyph.top) for glyph in ordered)
    rows: list[list[Glyph]] = []
    em = 0.0
    for glyph in ordered:
        here = glyph.right - glyph.left if glyph.text >= "\u4e00" else sizes[len(sizes) // 2]
        size = min(em, here) if rows else here
        if (
            rows
            and glyph.bottom - rows[-1][-1].bottom <= 0.45 * size
            and glyph.bottom - rows[-1][0].bottom <= 0.7 * size
        ):
            rows[-1].append(glyph)
            em = size
        else:
            rows.append([glyph])
            em = here
    return tuple(_line(_once(sorted(row, key=lambda glyph: glyph.left))) for row in rows)


def _once(row: list[Glyph]) -> list[Glyph]:
    """Characters without the copies that make a font look bold."""
    result: list[Glyph] = []
    for glyph in row:
        last = result[-1] if result else None
        if not last or last.text != glyph.text or glyph.left - last.left > 0.3 * (glyph.right - glyph.left):
            result.append(glyph)
    return result


CLOSING = frozenset("，。、；：！？）》」』】〕”’…,.;:!?)]}%％")
"""Marks that may not begin a line."""

OPENING = frozenset("（《「『【〔“‘([{")
"""Marks that may not end a line."""


def _line(row: list[Glyph]) -> Line:
    em = max(*(glyph.right - glyph.left for glyph in row), (row[0].bottom - row[0].top) / 2)
    pieces: list[Piece] = []
    text = row[0].text
    left, right = row[0].left, row[0].right
    for before, glyph in pairwise(row):
        gap = glyph.left - right
        if gap > 1.5 * em:
            pieces.append(Piece(text, left, right))
            text, left = "", glyph.left
        elif glyph.spaced or gap > (0.25 if before.text.isascii() and glyph.text.isascii() else 0.6) * em:
            text += " "
        text += glyph.text
        right = max(right, glyph.right)
    pieces.append(Piece(text, left, right))
    head = 1
    while head < len(row) and (
        row[head].text in CLOSING or row[head - 1].text in OPENING or _same_word(row[head - 1], row[head])
    ):
        head += 1
    box = row[0].left, min(glyph.top for glyph in row), right, max(glyph.bottom for glyph in row)
    unbroken = all(_same_word(before, glyph) for before, glyph in pairwise(row))
    return Line(box, tuple(pieces), em, row[head - 1].right - row[0].left, unbroken)


def _same_word(before: Glyph, glyph: Glyph) -> bool:
    return before.text.isascii() and glyph.text.isascii() and not glyph.spaced
