"""Word files: the characters of a cell that differ are changed in the runs that hold them, so that formats stay."""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from xml.sax.saxutils import escape

from lxml import etree

from perflint_zh.fixing.edit import Edit
from perflint_zh.fixing.package import elements, spliced, with_parts
from perflint_zh.read.docx import (
    BLOCKS,
    CELL,
    MARKS,
    NAMESPACE,
    PASSED_OVER,
    ROW,
    RUN,
    STRICT_NAMESPACE,
    SYMBOL,
    TABLE,
    TEXT_BOX,
    TEXTS,
    W,
    _choose_alternatives,
    _continues,
    _is_hidden,
    _main_part,
    _number,
    _properties,
)
from perflint_zh.read.package import Package, nearest, parse_xml

Letters = list[tuple[str, int | None]]
"""Characters of a cell, each with the number of the text element that holds it (None: a tab, break or end of paragraph)."""


def edit_docx(data: bytes, edits: Sequence[Edit]) -> tuple[bytes, tuple[Edit, ...]]:
    """Edit cells of tables."""
    package = Package(data)
    name = _main_part(package)
    source = package.part(name)
    root = parse_xml(source.replace(STRICT_NAMESPACE, NAMESPACE), name)
    numbers = {element: number for number, element in enumerate(root.iter(etree.Element))}
    texts = {number: element.text or "" for element, number in numbers.items() if element.tag in TEXTS}
    _choose_alternatives(root)
    body = root.find(W + "body")
    if body is None:
        return data, ()
    wanted = {(edit.place.table, edit.place.row, edit.place.column) for edit in edits}
    cells = {place: cell for place, cell in _cells(body, itertools.count(1)) if place in wanted}
    changed: dict[int, str] = {}
    made: list[Edit] = []
    for edit in edits:
        cell = cells.get((edit.place.table or 0, edit.place.row or 0, edit.place.column or 0))
        change = _change(list(_letters(cell, numbers)), edit, texts) if cell is not None else None
        if change is not None and changed.keys().isdisjoint(change):
            changed.update(change)
            made.append(edit)
    extents = {e.number: (e.inner_start, e.inner_end) for e in elements(source, lambda tag, _: tag == "t")}
    if not made or not changed.keys() <= extents.keys():
        return data, ()
    new = spliced(source, {extents[number]: escape(text).encode() for number, text in changed.items()})
    return with_parts(data, {name: new}), tuple(made)


def _cells(container: etree._Element, tables: Iterator[int]) -> Iterator[tuple[tuple[int, int, int], etree._Element]]:
    """Yield the first grid position of every cell with its element, numbered as the reader does."""
    for block in nearest(container, BLOCKS, PASSED_OVER):
        if block.tag == TABLE:
            yield from _cells_of(block, tables)
        else:
            for box in nearest(block, {TEXT_BOX}, PASSED_OVER):
                yield from _cells(box, tables)


def _cells_of(table: etree._Element, tables: Iterator[int]) -> Iterator[tuple[tuple[int, int, int], etree._Element]]:
    number = next(tables)
    rows = [row for row in nearest(table, {ROW}, PASSED_OVER) if W + "del" not in _properties(row, "trPr")]
    for index, row in enumerate(rows, start=1):
        column = _number(_properties(row, "trPr"), "gridBefore", 0)
        for at, cell in enumerate(nearest(row, {CELL}, PASSED_OVER)):
            properties = _properties(cell, "tcPr")
            if not (at and _continues(properties, "hMerge")):
                yield (number, index, column + 1), cell
                # Tables in a cell follow the one they stand in.
                yield from _cells(cell, tables)
            column += max(_number(properties, "gridSpan", 1), 1)


def _letters(cell: etree._Element, numbers: Mapping[etree._Element, int]) -> Iterator[tuple[str, int | None]]:
    """Yield the characters of a cell's own paragraphs."""
    for block in nearest(cell, BLOCKS, PASSED_OVER):
        if block.tag == TABLE:
            continue
        for element in nearest(block, TEXTS | MARKS.keys() | {SYMBOL, TEXT_BOX, RUN}, PASSED_OVER):
            yield from _of_element(element, numbers)
        yield "\n", None


def _of_element(element: etree._Element, numbers: Mapping[etree._Element, int]) -> Iterator[tuple[str, int | None]]:
    if element.tag == RUN:
        if not _is_hidden(element):
            for child in nearest(element, TEXTS | MARKS.keys() | {SYMBOL, TEXT_BOX, RUN}, PASSED_OVER):
                yield from _of_element(child, numbers)
    elif element.tag in TEXTS:
        yield from ((letter, numbers[element]) for letter in element.text or "")
    elif element.tag in MARKS:
        yield MARKS[element.tag], None


def _change(letters: Letters, edit: Edit, texts: Mapping[int, str]) -> dict[int, str] | None:
    """New contents of text elements by number; None when the text is not there once or a mark stands in the changed part."""
    whole = "".join(letter for letter, _ in letters)
    if whole.strip() != edit.old and whole.count(edit.old) != 1:
        return None
    start = whole.index(edit.old)
    same = _shared(edit.old, edit.new)
    rest = _shared(edit.old[same:][::-1], edit.new[same:][::-1])
    first, last = start + same, start + len(edit.old) - rest
    middle = edit.new[same : len(edit.new) - rest]
    if first == last:
        # Nothing goes: what is added joins the character before it, or after it at the beginning.
        first = max(start, first - 1)
        last = first + 1
        middle = middle + whole[first] if same == 0 else whole[first] + middle
    holders = [number for _, number in letters[first:last]]
    if not holders or None in holders:
        return None
    parts: dict[int, list[str]] = {number: [] for number in holders if number is not None}
    for at, (letter, number) in enumerate(letters):
        if number in parts:
            if at == first:
                parts[number].append(middle)
            if not first <= at < last:
                parts[number].append(letter)
    return {number: "".join(pieces) for number, pieces in parts.items() if "".join(pieces) != texts[number]}


def _shared(one: str, other: str) -> int:
    """Length of the beginning that both share."""
    return sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
