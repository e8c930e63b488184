"""Which column of a goal table holds what, from its header rows."""

from collections.abc import Mapping, Sequence
from itertools import zip_longest

import msgspec

from perflint_zh.document import Cell, Place
from perflint_zh.extract.words import bare, column_candidates, fold

LONG_TERM = ("长期", "中期", "中长期", "实施周期", "实施期", "总体", "半年")
"""Marks of a column for several years or part of one; annual values count."""

NO_HEAD = Cell("", Place())


class Header(msgspec.Struct, frozen=True):
    """Columns by canonical name → index, as the last header row showed them; `width` is the number of cells of that row.

    `starts` are the indices at which a head begins: a grid has more columns where something else in the table is divided more finely.
    """

    columns: Mapping[str, int]
    width: int
    starts: tuple[int, ...]

    @property
    def wide(self) -> bool:
        """Whether each row names its project (one list with many projects)."""
        return "project" in self.columns

    def columns_of(self, width: int) -> Mapping[str, int]:
        """The columns in a row of so many cells: one with a cell for each head is counted by heads."""
        if width == self.width or width != len(self.starts):
            return self.columns
        return {column: self.starts.index(index) for column, index in self.columns.items()}


def read_header(cells: Sequence[Cell], above: Sequence[Cell] = ()) -> Header | None:
    """The columns of a header row, None when the row is none.

    `above` is a row of heads directly above that is no header by itself; it stands where this one is empty.
    """
    cells = [
        over if not cell.text and over.text else cell
        for cell, over in zip_longest(cells, above[: len(cells)], fillvalue=NO_HEAD)
    ]
    candidates: list[tuple[int, int, str, int]] = []
    heads = 0
    for index, cell in enumerate(cells):
        found = _candidates(cell.text)
        heads += bool(found) and not cell.spread
        candidates += [(rank, index, column, _period(cell.text)) for column, rank in found]
    names = {column for _, _, column, _ in candidates}
    if not ({"name", "value"} <= names and names & {"level1", "level2", "description", "basis", "unit"}):
        return None
    filled = [cell for cell in cells if cell.text]
    if heads < 3 or heads * 2 < len([cell for cell in filled if not cell.spread]):
        return None
    starts = tuple(index for index in range(len(cells)) if _begins(cells, index))
    return Header(_assign(candidates, cells), len(cells), starts)


def is_above_header(cells: Sequence[Cell]) -> bool:
    """Whether the row may be the upper one of two header rows, or heads a list of another kind: it holds heads only."""
    own = [cell for cell in cells if cell.text and not cell.spread]
    columns = {column for cell in own for column, _ in _candidates(cell.text)}
    return len(own) >= 3 and all(_candidates(cell.text) for cell in own) and bool(columns & {"project", "owner"})


def refine(header: Header, cells: Sequence[Cell]) -> Header | None:
    """`header` with the columns that a second header row names more exactly (预期指标值 over 符号, 值, 单位), None when the row is none."""
    own = [(index, cell) for index, cell in enumerate(cells) if cell.text and not cell.spread]
    if not own:
        return None
    # Text files count a divided head as one cell, so that the heads behind it stand further left than their columns.
    divided, added = own[0][0], max(0, len(cells) - header.width)
    at = {index: index + added if index > divided else index for index in header.starts}
    columns = {column: at[index] for column, index in header.columns.items()}
    taken = 0
    grades = {"优", "良", "中", "差"}
    for index, cell in own:
        found = _candidates(cell.text)
        if fold(cell.text) in grades:
            if fold(cell.text) == "优":
                columns["value"] = index
            taken += 1
        elif found:
            column = next((c for c, _ in found if c in {"operator", "value", "unit"}), found[0][0])
            columns[column] = index
            taken += 1
    starts = tuple(sorted({*at.values(), *(index for index, _ in own)}))
    return Header(columns, header.width + added, starts) if taken == len(own) else None


def _candidates(text: str) -> tuple[tuple[str, int], ...]:
    known = column_candidates()
    if (exact := fold(text)) in known:
        return known[exact]
    head = bare(text)
    if head in known:
        return known[head]
    for mark in ("年度", "长期", "中期", "中长期", "实施周期", "实施期", "全年", "半年", "当年", "预期", "年初"):
        if head.removesuffix(mark) in known:
            return known[head.removesuffix(mark)]
        if head.removeprefix(mark) in known:
            return known[head.removeprefix(mark)]
    if len(head) <= 12 and head.endswith(("指标值", "目标值")):
        return (("value", 50),)
    if len(head) <= 14 and head.startswith("三级指标"):
        return (("name", 50),)
    if len(head) <= 12 and head.endswith("项目名称"):
        return (("project", 50),)
    return ()


def _period(text: str) -> int:
    """1 for a long-term column, 0 otherwise: annual columns come first."""
    flat = fold(text)
    return int(any(mark in flat for mark in LONG_TERM) and "年度" not in flat)


def _begins(cells: Sequence[Cell], index: int) -> bool:
    """Whether a head begins at the index; it may have come down from the row above, but not from the cell on its left."""
    return not (cells[index].spread and index and cells[index - 1].text == cells[index].text)


def _assign(candidates: Sequence[tuple[int, int, str, int]], cells: Sequence[Cell]) -> dict[str, int]:
    """Give each canonical column one index: annual before long-term, better words before worse, the right one of two alike."""
    columns: dict[str, int] = {}
    taken: set[int] = set()
    for rank, index, column, period in sorted(candidates, key=lambda c: (c[3], c[0], -c[1])):
        del rank, period
        if column not in columns and index not in taken and _begins(cells, index):
            columns[column] = index
            taken.add(index)
    columns.pop("ignored", None)
    return columns
