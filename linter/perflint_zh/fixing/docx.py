"""Word files: the characters of a cell that differ are changed in the runs that hold them, so that formats stay."""

import itertools
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

from lxml import etree

from perflint_zh.fixing.edit import Edit
from perflint_zh.fixing.package import elements, spliced, with_parts
from perflint_zh.read.docx import NAMESPACE, STRICT_NAMESPACE, TEXTS, W, _choose_alternatives, _main_part
from perflint_zh.read.docx_places import letters, places
from perflint_zh.read.package import Package, parse_xml

Letters = list[tuple[str, int | None]]
"""Characters of a cell, each with the number of the text element that holds it (None: a tab, break or end of paragraph)."""


def edit_docx(data: bytes, edits: Sequence[Edit]) -> tuple[bytes, tuple[Edit, ...]]:
    """Edit cells of tables and paragraphs."""
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
    cells = places(body)
    changed: dict[int, str] = {}
    made: list[Edit] = []
    for edit in edits:
        cell = cells.get(edit.place)
        if cell is None:
            continue
        held = [(letter, numbers[one] if one.tag in TEXTS else None) for letter, one in letters(cell)]
        change = _change(held, edit, texts)
        if change is not None and changed.keys().isdisjoint(change):
            changed.update(change)
            made.append(edit)
    extents = {e.number: (e.inner_start, e.inner_end) for e in elements(source, lambda tag, _: tag == "t")}
    if not made or not changed.keys() <= extents.keys():
        return data, ()
    new = spliced(source, {extents[number]: escape(text).encode() for number, text in changed.items()})
    return with_parts(data, {name: new}), tuple(made)


def _change(held: Letters, edit: Edit, texts: Mapping[int, str]) -> dict[int, str] | None:
    """New contents of text elements by number; None when the text is not there once or a mark stands in the changed part."""
    whole = "".join(letter for letter, _ in held)
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
    holders = [number for _, number in held[first:last]]
    if not holders or None in holders:
        return None
    parts: dict[int, list[str]] = {number: [] for number in holders if number is not None}
    for at, (letter, number) in enumerate(held):
        if number in parts:
            if at == first:
                parts[number].append(middle)
            if not first <= at < last:
                parts[number].append(letter)
    return {number: "".join(pieces) for number, pieces in parts.items() if "".join(pieces) != texts[number]}


def _shared(one: str, other: str) -> int:
    """Length of the beginning that both share."""
    return sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
