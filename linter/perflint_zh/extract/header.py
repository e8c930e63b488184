"""Which column of a goal table holds what, from its header rows."""

import functools
from collections.abc import Mapping, Sequence
from itertools import zip_longest

import msgspec

from perflint_zh.document import Cell, Place
from perflint_zh.extract.value import begins_with_comparison, is_figure, parse_value
from perflint_zh.extract.words import (
    BY_FORM,
    LONGEST_PRINTED,
    bare,
    column_by_form,
    column_candidates,
    fold,
    label_of,
    level1_of,
    level2_of,
)
from perflint_zh.knowledge import unit_in_name
from perflint_zh.patterns import expression

LONG_TERM = ("长期", "中期", "中长期", "实施周期", "实施期", "总体", "半年")
"""Marks of a column for several years or part of one; annual values count."""

NO_HEAD = Cell("", Place())


class Header(msgspec.Struct, frozen=True):
    """Columns by canonical name → index, as the last header row showed them; `width` is the number of cells of that row.

    `starts` are the indices at which a head begins: a grid has more columns where something else in the table is divided more finely.
    `beside` are the columns of a second set (二级｜三级｜指标值 for several years beside those for one), which counts in rows that fill no other.
    """

    columns: Mapping[str, int]
    width: int
    starts: tuple[int, ...]
    beside: Mapping[str, int] = {}

    @property
    def wide(self) -> bool:
        """Whether each row names its project (one list with many projects)."""
        return "project" in self.columns

    def columns_of(self, width: int) -> Mapping[str, int]:
        """The columns in a row of so many cells: one with a cell for each head is counted by heads."""
        if width == self.width or width != len(self.starts):
            return self.columns
        return {column: self.starts.index(index) for column, index in self.columns.items()}

    def of_row(self, cells: Sequence[Cell]) -> "Header":
        """The header with the set of columns that the row fills."""
        other = Header({**self.columns, **self.beside}, self.width, self.starts)
        return other if self.beside and not _is_filled(cells, self) and _is_filled(cells, other) else self


def _is_filled(cells: Sequence[Cell], header: Header) -> bool:
    columns = header.columns_of(len(cells))
    return any(columns[column] < len(cells) and cells[columns[column]].text for column in ("name", "value"))


def read_header(cells: Sequence[Cell], above: Sequence[Cell] = (), year: int | None = None) -> Header | None:
    """The columns of a header row, None when the row is none.

    `above` is a row of heads directly above that is no header by itself; it stands where this one is empty. Of the values of several
    years those of `year` count.
    """
    cells = [
        over if not cell.text and over.text else cell
        for cell, over in zip_longest(cells, above[: len(cells)], fillvalue=NO_HEAD)
    ]
    candidates: list[tuple[int, int, str, int]] = []
    heads = 0
    for index, cell in enumerate(cells):
        found = head_candidates(cell.text)
        heads += bool(found) and not cell.spread
        candidates += [(rank, index, column, _period(cell.text)) for column, rank in found]
    if not candidates:
        return None
    candidates = _with_history(candidates, cells, year)
    names = {column for _, _, column, _ in candidates}
    added = _unnamed(cells, candidates)
    names |= added.keys()
    if not ({"name", "value"} <= names and names & {"level1", "level2", "description", "basis", "unit"}):
        return None
    others = sum(bool(cell.text) and not cell.spread for cell in cells) - heads
    if heads < 3 or (heads < others and "value" not in added):
        return None
    starts = tuple(index for index in range(len(cells)) if _begins(cells, index))
    columns = _assign(candidates, cells)
    return Header(_with_levels({**added, **columns}, cells), len(cells), starts, _beside(candidates, columns))


UNHEADED = ("level1", "level2", "name", "value")


def is_unheaded(own: Sequence[Cell]) -> bool:
    """Whether the cells of a row below no header are both levels of an indicator and, beside them, its name and what else."""
    return len(own) >= len(UNHEADED) and level1_of(own[0].text) is not None and level2_of(own[1].text) is not None


def header_by_content(cells: Sequence[Cell]) -> Header | None:
    """The columns of a row below no header, None unless a comparison (≥36人) stands where the value would."""
    own = [index for index, cell in enumerate(cells) if cell.text and not cell.spread][: len(UNHEADED)]
    if not is_unheaded([cells[index] for index in own]) or not begins_with_comparison(cells[own[-1]].text):
        return None
    return Header(dict(zip(UNHEADED, own, strict=True)), len(cells), tuple(own))


PLACE = expression(r"\S{1,10}(?:省|市|区|县|旗|州|镇|乡|街道|街道办|村|社区|师|团场?)")
"""A head that names the place whose values stand below."""


def _unnamed(cells: Sequence[Cell], candidates: Sequence[tuple[int, int, str, int]]) -> dict[str, int]:
    """Columns that their place tells: the one right of 二级指标 without a head holds names, the first of several places values."""
    at = {column: index for _, index, column, _ in candidates}
    added = {}
    if "name" not in at and "level2" in at:
        right = at["level2"] + 1
        if right < len(cells) and not cells[right].text:
            added["name"] = right
    if "value" not in at and {"level2", "name"} <= at.keys():
        beyond = range(max(at.values()) + 1, len(cells))
        places = [index for index in beyond if PLACE.fullmatch(fold(cells[index].text))]
        if places:
            added["value"] = places[0]
    return added


def places_of_values(cells: Sequence[Cell], header: Header) -> list[str]:
    """The places under which values stand, of which only the first is read; none where values stand under one head."""
    texts = [cell.text for cell in cells[header.columns["value"] :]]
    return [text for text in texts if PLACE.fullmatch(fold(text))] if PLACE.fullmatch(fold(texts[0])) else []


def realigned(cells: Sequence[Cell], header: Header) -> list[Cell]:
    """The cells of a row with blanks for the merged cells on their left, where a converter has left those out.

    It shows by a 二级指标, or a name, left of its column while the columns of values are empty, or by a 二级指标 in a row that is just as
    many cells short.
    """
    blank = Cell("", cells[0].place)
    level2, name, value = (header.columns.get(column, -1) for column in ("level2", "name", "value"))
    first = next(index for index, cell in enumerate(cells) if cell.text)
    if header.wide:
        return _moved_to_levels(cells, header)
    known = level2_of(cells[first].text) is not None
    if not first <= level2 < name < value or (known and first == level2):
        return list(cells)
    moved = _moved_by_levels(cells, first, header)
    if moved is not None:
        return moved
    by_name = not known and _is_name_of_figure(cells, first)
    short = (known or by_name) and len(cells) + (level2 if known else name) - first == header.width
    if value < len(cells) and cells[value].text and not short:
        return list(cells)
    if not known and first < header.columns.get("level1", -1) and not (by_name and _is_measured(cells, first)):
        return list(cells)
    by = (level2 if known else name) - first
    moved = [blank] * by + list(cells)
    if value >= len(moved):
        return list(cells)
    rest = moved[max(len(cells), header.width) :]
    beside = moved[level2 + 1] if known else moved[value]
    if any(cell.text for cell in rest) or not beside.text:
        return list(cells)
    if any(level1_of(cell.text) or level2_of(cell.text) for cell in moved[name:value]):
        return list(cells)
    # 满意度指标 may be either level; a name left of its column may be an odd level name, or a note below the table (说明｜无).
    unsure = level1_of(moved[first + by].text) is not None or not known
    if unsure and not is_figure(moved[value].text):
        return list(cells)
    return moved[: max(len(cells), header.width)]


LONGEST_LEVEL = 8
"""Characters beyond which a text is no odd name of a level."""


def _is_name_of_figure(cells: Sequence[Cell], index: int) -> bool:
    """Whether a cell is no label but the name of what the figure beside it, or another text beside so long a one, is the value of."""
    text, beside = cells[index].text, cells[index + 1].text if index + 1 < len(cells) else ""
    named = label_of(text) is None and level1_of(text) is None
    return named and bool(beside) and (is_figure(beside) or len(fold(text)) > LONGEST_LEVEL)


def _is_measured(cells: Sequence[Cell], index: int) -> bool:
    """Whether the figure beside a name has a sign or a unit, if only in the name's brackets; a bare number may count the rows."""
    quantity = parse_value(cells[index + 1].text)
    measured = quantity is not None and (quantity.unit or quantity.operator or unit_in_name(cells[index].text))
    return bool(measured)


def _moved_to_levels(cells: Sequence[Cell], header: Header) -> list[Cell]:
    """The cells of a row in a list of many projects moved right until both levels stand in their columns, if they stand left of them."""
    at = header.columns.get("level1", -1)
    found = (index for index in range(at) if index + 1 < len(cells) and _are_levels(cells[index], cells[index + 1]))
    index = next(found, at)
    end = max(len(cells), header.width)
    moved = [Cell("", cells[0].place)] * (at - index) + list(cells)
    return list(cells) if any(cell.text for cell in moved[end:]) else moved[:end]


def _are_levels(one: Cell, other: Cell) -> bool:
    return level1_of(one.text) is not None and level2_of(other.text) is not None


def _moved_by_levels(cells: Sequence[Cell], first: int, header: Header) -> list[Cell] | None:
    """The cells moved right where both levels stand left of their columns, or a name whose figures then stand under theirs."""
    columns = header.columns
    levels = first + 1 < len(cells) and _are_levels(cells[first], cells[first + 1])
    if not levels and level2_of(cells[first].text) is not None:
        return None
    at = columns.get("level1", first) if levels else columns["name"]
    moved = [Cell("", cells[0].place)] * (at - first) + list(cells)
    end = max(len(cells), header.width)
    if at <= first or any(cell.text for cell in moved[end:]):
        return None
    weighed = "weight" in columns and len(moved) == header.width and _is_number(moved, columns["weight"])
    figured = _is_number(cells, columns["name"]) and all(
        _is_number(moved, columns[column]) for column in ("weight", "value") if column in columns
    )
    return moved[:end] if levels or weighed or figured else None


def _is_number(cells: Sequence[Cell], index: int) -> bool:
    return index < len(cells) and is_figure(cells[index].text)


LEAST_HEADS = 3
LONGEST_HEAD = 14


def looks_like_heads(cells: Sequence[Cell]) -> bool:
    """Whether several cells speak of 指标 or name a 二级指标 each, as only the heads of a goal table do, even if no column is known."""
    own = {fold(cell.text) for cell in cells if cell.text and not cell.spread}
    if sum(level2_of(text) is not None for text in own) >= LEAST_HEADS:
        return True
    heads = [text for text in own if len(text) <= LONGEST_HEAD and "指标" in text and level2_of(text) is None]
    return len(heads) >= LEAST_HEADS and not any(level1_of(text) and not head_candidates(text) for text in own)


def is_above_header(cells: Sequence[Cell]) -> bool:
    """Whether the row may be the upper one of two header rows, or heads a list of another kind: it holds heads only."""
    own = [cell for cell in cells if cell.text and not cell.spread]
    columns = {column for cell in own for column, _ in head_candidates(cell.text)}
    return len(own) >= 3 and all(head_candidates(cell.text) for cell in own) and bool(columns & {"project", "owner"})


def refine(header: Header, cells: Sequence[Cell], year: int | None = None) -> Header | None:
    """`header` with the columns that a second header row names more exactly (预期指标值 over 符号, 值, 单位), None when the row is none.

    The row may hold something else (2024年, 2025年) where the head of the names reaches down into it.
    """
    own = [(index, cell) for index, cell in enumerate(cells) if cell.text and not cell.spread]
    name = cells[header.columns["name"]] if header.columns["name"] < len(cells) else NO_HEAD
    reached = name.spread and any(column == "name" for column, _ in head_candidates(name.text))
    # Text files count a divided head as one cell, so that the heads behind it stand further left than their columns.
    divided, added = own[0][0], max(0, len(cells) - header.width)
    at = {index: index + added if index > divided else index for index in header.starts}
    columns = {column: at[index] for column, index in header.columns.items()}
    taken = 0
    grades = {"优", "良", "中", "差"}
    past, later = _other_years(cells, year)
    for index, cell in own:
        found = (
            (("history", 0),) if index in past else (("ignored", 0),) if index in later else head_candidates(cell.text)
        )
        if fold(cell.text) in grades:
            if fold(cell.text) == "优":
                columns["value"] = index
            taken += 1
        elif found:
            columns[found[0][0]] = index
            taken += 1
        elif (past or later) and THIS_YEAR.fullmatch(fold(cell.text)):
            columns["value"] = index
            taken += 1
    starts = tuple(sorted({*at.values(), *(index for index, _ in own)}))
    return Header(columns, header.width + added, starts) if reached or taken == len(own) else None


@functools.lru_cache(maxsize=1 << 12)
def head_candidates(text: str) -> tuple[tuple[str, int], ...]:
    """The columns that a head may be of, the best first, each with the rank of the word."""
    if len(text) > LONGEST_PRINTED:
        return ()
    known = column_candidates()
    if (exact := fold(text)) in known:
        return known[exact]
    finer = FINER.search(exact)
    if finer is not None and any(column in {"project", "code"} for column, _ in known.get(finer[1], ())):
        return known[finer[1]]
    head = bare(text)
    head = YEAR.sub("", head) or head
    if head in known:
        return known[head]
    for mark in ("年度", "长期", "中期", "中长期", "实施周期", "实施期", "全年", "半年", "当年", "预期", "年初"):
        if head.removesuffix(mark) in known:
            return known[head.removesuffix(mark)]
        if head.removeprefix(mark) in known:
            return known[head.removeprefix(mark)]
    column = column_by_form(head)
    return ((column, BY_FORM),) if column is not None else ()


FINER = expression(r"[(](项目[^()]+)[)]$")
"""What a column holds below the rows of offices: 项目单位（项目名称）."""

YEAR = expression(r"(20\d{2})年度?")
PAST = expression(r"(?:前[一二两三]?|上[一两三]?|去|往|历|近[两二三])年度?.{0,8}")
THIS_YEAR = expression(r"(?:20\d{2}|[本当今]|预算|计划)年度?(?:预期|预计|计划)?(?:值|数)?|(?:预期|预计|计划)(?:值|数)?")
"""A head below 指标值, beside one for a year before."""


def _other_years(cells: Sequence[Cell], year: int | None) -> tuple[set[int], set[int]]:
    """Indices of heads for years before and after the one that counts: `year` or else the last one named; 上年 is before as well."""
    years = {i: int(match[1]) for i, cell in enumerate(cells) if (match := YEAR.search(fold(cell.text))) is not None}
    counts = year if year in years.values() else max(years.values(), default=None)
    before = {index for index, cell in enumerate(cells) if PAST.fullmatch(fold(cell.text))}
    if counts is None:
        return before, set()
    later = {index for index, named in years.items() if named > counts}
    return before | {index for index, named in years.items() if named < counts}, later


def _with_history(
    candidates: Sequence[tuple[int, int, str, int]], cells: Sequence[Cell], year: int | None
) -> list[tuple[int, int, str, int]]:
    """Candidates in which values of years before are history, whatever they are called; those of years to come are none."""
    past, later = _other_years(cells, year)
    return [
        (rank, index, "history" if index in past and column in {"value", "actual"} else column, period)
        for rank, index, column, period in candidates
        if index not in later or column not in {"value", "actual"}
    ]


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
    for _, index, column, _ in sorted(candidates, key=lambda c: (c[3], c[0], -c[1])):
        if column not in {*columns, "ignored"} and index not in taken and _begins(cells, index):
            columns[column] = index
            taken.add(index)
    if not columns.keys() & {"level1", "level2"}:
        # 指标｜指标内容｜指标值: of two heads for names the one on the left is over the 一级指标.
        left = [i for _, i, column, _ in candidates if column == "name" and i < columns.get("name", 0)]
        columns |= {"level1": max(left)} if left else {}
    return columns


def _with_levels(columns: Mapping[str, int], cells: Sequence[Cell]) -> Mapping[str, int]:
    """`columns` with both levels, where one head stands over several columns left of the names (评价内容 over 一级 and 二级)."""
    if "level1" in columns or "level2" not in columns:
        return columns
    below = range(columns["level2"] + 1, columns["name"])
    alone = all(not cells[index].text or not _begins(cells, index) for index in below)
    return {**columns, "level1": below[-1] - 1, "level2": below[-1]} if below and alone else columns


def _beside(candidates: Sequence[tuple[int, int, str, int]], columns: Mapping[str, int]) -> dict[str, int]:
    """The columns of a second set of heads like those taken; none unless it has a 二级指标, names and values of its own."""
    ranks = {(column, index): rank for rank, index, column, _ in candidates}
    found = {
        column: index
        for rank, index, column, _ in candidates
        if column in columns
        and index not in columns.values()
        and (column == "value" or rank == ranks[column, columns[column]])
    }
    return found if {"level2", "name", "value"} <= found.keys() else {}
