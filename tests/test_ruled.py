"""Grids from edges and characters, without any PDF."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from perflint_zh.read.ruled import Edge, Glyph, Grid, Line, grids, joined, lines


def written(text: str, left: float, top: float, size: float = 10) -> list[Glyph]:
    """Characters side by side; Latin ones are half as wide, a space marks the next one."""
    result, spaced = [], False
    for character in text:
        if character != " ":
            width = size / 2 if character.isascii() else size
            result.append(Glyph(character, left, top, left + width, top + size, spaced))
            left += width
        spaced = character == " "
    return result


def box(left: float, top: float, right: float, bottom: float) -> tuple[list[Edge], list[Edge]]:
    return [Edge(top, left, right), Edge(bottom, left, right)], [Edge(left, top, bottom), Edge(right, top, bottom)]


def boxes(*parts: tuple[float, float, float, float]) -> tuple[list[Edge], list[Edge]]:
    drawn = [box(*part) for part in parts]
    return [edge for across, _ in drawn for edge in across], [edge for _, down in drawn for edge in down]


def texts(grid: Grid) -> list[list[str]]:
    return [["".join(line.text for line in region.lines) for region in row] for row in grid.rows]


def all_texts(found: Iterable[Line]) -> list[str]:
    return [line.text for line in found]


def test_nearby_and_touching_edges_are_one() -> None:
    """Pieces that touch, and the two lines of a double border, are one edge; stubs and distant edges are not part of it."""
    edges = [Edge(100, 0, 40), Edge(101.5, 41, 90), Edge(100, 200, 290), Edge(150, 10, 13)]

    assert joined(edges) == [Edge(100.5, 0, 90), Edge(100.5, 200, 290)]


def test_hatching_does_not_drift_into_one_edge() -> None:
    """Each of many evenly spaced edges stays within a few points of where it was drawn."""
    assert len(joined(Edge(1.5 * n, 0, 100) for n in range(100))) > 30


def test_missing_edge_merges_cells() -> None:
    """Where no edge parts two grid positions they are one region, with one text."""
    across, down = boxes((0, 0, 50, 40), (50, 0, 150, 20), (50, 20, 100, 40), (100, 20, 150, 40))
    glyphs = [*written("目标", 5, 15), *written("宽", 90, 5), *written("左", 60, 25), *written("右", 120, 25)]

    (grid,), rest = grids(glyphs, across, down)

    assert texts(grid) == [["目标", "宽", "宽"], ["目标", "左", "右"]]
    assert grid.rows[0][0] is grid.rows[1][0]
    assert grid.rows[0][1].box == (50, 0, 150, 20)
    assert rest == []


@st.composite
def partitions(draw: st.DrawFn) -> list[list[int]]:
    """Grids whose positions are numbered by rectangular cells, merged at random."""
    height, width = draw(st.integers(1, 6)), draw(st.integers(2, 6))
    labels = [[-1] * width for _ in range(height)]
    count = 0
    for y in range(height):
        for x in range(width):
            if labels[y][x] >= 0:
                continue
            right = x + 1
            stop = draw(st.integers(x + 1, width))
            while right < stop and labels[y][right] < 0:
                right += 1
            bottom = draw(st.integers(y + 1, height))
            for row in labels[y:bottom]:
                row[x:right] = [count] * (right - x)
            count += 1
    return labels


@given(partitions())
def test_any_merging_is_recovered(labels: list[list[int]]) -> None:
    """Whatever cells are merged, every position of the grid that is drawn shows the cell drawn over it."""
    places: dict[int, list[tuple[int, int]]] = {}
    for y, row in enumerate(labels):
        for x, label in enumerate(row):
            places.setdefault(label, []).append((x, y))
    parts = {
        label: (20 * min(xs), 20 * min(ys), 20 * max(xs) + 20, 20 * max(ys) + 20)
        for label, found in places.items()
        for xs, ys in [tuple(zip(*found, strict=True))]
    }
    glyphs = [
        Glyph(chr(0x4E00 + label), left + 5, top + 5, left + 15, top + 15) for label, (left, top, _, _) in parts.items()
    ]

    found, _ = grids(glyphs, *boxes(*parts.values()))

    if not found:  # one column
        assert len({left for left, _, _, _ in parts.values()}) == 1
        return
    (grid,) = found
    shown = {
        (left // 20, top // 20): texts(grid)[row][column]
        for row, top in enumerate(map(int, grid.ys[:-1]))
        for column, left in enumerate(map(int, grid.xs[:-1]))
    }
    assert shown == {(x, y): chr(0x4E00 + labels[y][x]) for x, y in shown}


def test_tables_that_do_not_touch_are_two() -> None:
    """Tables with a gap between them are separate; text between them is outside both."""
    across, down = boxes((0, 0, 50, 20), (50, 0, 100, 20), (0, 60, 50, 80), (50, 60, 100, 80))
    glyphs = [*written("上", 5, 5), *written("单位", 5, 35), *written("下", 55, 65)]

    found, rest = grids(glyphs, across, down)

    assert sorted(texts(grid)[0] for grid in found) == [["", "下"], ["上", ""]]
    assert [glyph.text for glyph in rest] == ["单", "位"]


def test_frame_around_the_page_is_no_table() -> None:
    """A lone frame holds text, not a table; a table within it is read as if the frame were not there."""
    across, down = boxes((-50, -50, 300, 300), (0, 0, 50, 20), (50, 0, 100, 20))

    (grid,), rest = grids([*written("甲", 5, 5), *written("外", 200, 200)], across, down)

    assert texts(grid) == [["甲", ""]]
    assert [glyph.text for glyph in rest] == ["外"]


def test_table_within_a_cell_has_its_own_text() -> None:
    """Characters belong to the innermost table around them."""
    across, down = boxes((0, 0, 200, 100), (200, 0, 300, 100), (20, 20, 60, 40), (60, 20, 100, 40))

    found, _ = grids([*written("内", 30, 25), *written("外", 150, 70)], across, down)

    assert sorted(map(texts, found)) == [[["内", ""]], [["外", ""]]]


def test_underline_makes_no_row() -> None:
    """A stroke that does not run from edge to edge of its cell parts nothing, even where it touches one edge."""
    across, down = boxes((0, 0, 100, 40), (100, 0, 200, 40))

    (grid,), _ = grids(written("下划线", 2, 5), [*across, Edge(18, 2, 60)], down)

    assert texts(grid) == [["下划线", ""]]


def test_gap_between_cells_is_no_column() -> None:
    """Cells drawn as separate rectangles with a small gap leave no empty columns or rows."""
    across, down = boxes((0, 0, 50, 20), (52.5, 0, 100, 20), (0, 22.5, 50, 40), (52.5, 22.5, 100, 40))

    (grid,), _ = grids(written("甲", 5, 5), across, down)

    assert texts(grid) == [["甲", ""], ["", ""]]


@pytest.mark.parametrize("cut", ["top", "bottom"])
def test_open_end_is_closed_and_told(cut: str) -> None:
    """Columns that run on beyond the last cross rule enclose a row whose outer rule is not drawn."""
    ys = (0, 20) if cut == "bottom" else (20, 40)

    (grid,), _ = grids(
        [*written("上", 5, 5), *written("下", 5, 25)],
        [Edge(y, 0, 100) for y in ys],
        [Edge(x, 0, 40) for x in (0, 50, 100)],
    )

    assert texts(grid) == [["上", ""], ["下", ""]]
    assert (grid.open_top, grid.open_bottom) == (cut == "top", cut == "bottom")


def test_open_end_without_text_is_no_row() -> None:
    """What is left of a page below the last cross rule is no row when nothing stands there."""
    (grid,), _ = grids(written("上", 5, 5), [Edge(y, 0, 100) for y in (0, 20)], [Edge(x, 0, 40) for x in (0, 50, 100)])

    assert texts(grid) == [["上", ""]]
    assert not grid.open_bottom


def test_open_sides_are_closed() -> None:
    """Tables without rules at the left and right edge keep their outer columns."""
    (grid,), rest = grids(
        [*written("左", 5, 5), *written("中", 60, 5), *written("右", 120, 5)],
        [Edge(y, 0, 150) for y in (0, 20, 40)],
        [Edge(x, 0, 40) for x in (50, 100)],
    )

    assert texts(grid) == [["左", "中", "右"], ["", "", ""]]
    assert rest == []


def test_drawings_are_no_tables() -> None:
    """More edges than any table has are a drawing, whose characters stay plain text."""
    glyphs = written("图", 30, 500)

    assert grids(glyphs, [Edge(6 * n, 0, 90) for n in range(2500)], [Edge(x, 0, 15000) for x in (0, 50, 90)]) == (
        [],
        glyphs,
    )


def test_lines_in_reading_order() -> None:
    """Characters drawn in any order come out line by line, left to right."""
    glyphs = [*written("第二行", 0, 14), *written("右", 10, 0), *written("左", 0, 0)]

    assert all_texts(lines(glyphs)) == ["左右", "第二行"]


def test_raised_characters_stay_in_their_line() -> None:
    """A superscript belongs to the line it stands in."""
    assert all_texts(lines([*written("面积500", 0, 10), *written("m", 35, 10), *written("2", 40, 10, 6)])) == [
        "面积500m2"
    ]


def test_boxes_higher_than_the_line_do_not_merge_lines() -> None:
    """Fonts that claim twice the height of their characters do not run two lines together."""
    tall = [
        Glyph(glyph.text, glyph.left, glyph.top - 5, glyph.right, glyph.bottom + 5)
        for glyph in [*written("第一行", 0, 0), *written("第二行", 0, 12)]
    ]

    assert all_texts(lines(tall)) == ["第一行", "第二行"]


def test_spaces_are_those_written_or_seen() -> None:
    """A space is kept where the document has one or where the gap is as wide as one; full characters spread out have none."""
    assert all_texts(lines(written("预算 12 万元", 0, 0))) == ["预算 12 万元"]
    assert all_texts(lines([*written("OA", 0, 0), *written("system", 13, 0)])) == ["OA system"]
    assert all_texts(lines([*written("项", 0, 0), *written("目", 13, 0)])) == ["项目"]
    assert all_texts(lines([*written("项", 0, 0), *written("目", 40, 0)])) == ["项 目"]


def test_wide_gaps_part_a_line() -> None:
    """Pieces of a line are what gaps wider than any space part."""
    (line,) = lines([*written("单位名称", 0, 0), *written("单位：万元", 200, 0)])

    assert [(piece.text, piece.left, piece.right) for piece in line.pieces] == [
        ("单位名称", 0, 40),
        ("单位：万元", 200, 250),
    ]


def test_head_is_what_may_not_be_parted() -> None:
    """What has to fit on the line above is one character with the marks bound to it, or a whole word or number."""
    heads = {text: lines(written(text, 0, 0))[0].head for text in ("培训", "训，再", "（一）甲", "12345元", "OA系统")}

    assert heads == {"培训": 10, "训，再": 20, "（一）甲": 30, "12345元": 25, "OA系统": 10}


def test_copies_of_a_character_are_dropped() -> None:
    """Characters drawn again at nearly the same place are one; doubled characters side by side are two."""
    assert all_texts(lines([*written("加粗11", 0, 0), *written("加粗11", 0.4, 0)])) == ["加粗11"]
