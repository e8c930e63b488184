"""Workbooks: the text of a cell written into the cell itself, so that no other cell of a shared text changes."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from functools import partial
from xml.sax.saxutils import escape, quoteattr

from perflint_zh.fixing.edit import Edit
from perflint_zh.fixing.package import Element, elements, spliced, with_parts
from perflint_zh.read.package import Package
from perflint_zh.read.xlsx import _id, _related, _stored


def edit_xlsx(data: bytes, edits: Sequence[Edit]) -> tuple[bytes, tuple[Edit, ...]]:
    """Edit cells that hold no formula."""
    package = Package(data)
    parts = _sheet_parts(package)
    by_part: dict[str, list[Edit]] = defaultdict(list)
    for edit in edits:
        if edit.place.sheet in parts:
            by_part[parts[edit.place.sheet]].append(edit)
    changed: dict[str, bytes] = {}
    made: list[Edit] = []
    for part, wanted in by_part.items():
        source = package.part(part)
        names = {edit.place.cell for edit in wanted}
        found = elements(source, partial(_is_cell, names))
        cells = {cell.attributes["r"]: cell for cell in found}
        changes: dict[tuple[int, int], bytes] = {}
        for edit in wanted:
            cell = cells.get(edit.place.cell or "")
            if cell is not None and not _has_formula(source, cell) and (cell.start, cell.end) not in changes:
                changes[cell.start, cell.end] = _written(cell, edit.new)
                made.append(edit)
        changed[part] = spliced(source, changes)
    return (with_parts(data, changed), tuple(made)) if made else (data, ())


def _sheet_parts(package: Package) -> dict[str, str]:
    """Sheet name → part, for names that only one sheet has."""
    main = next(iter(_related(package, "", "officeDocument").values()), "xl/workbook.xml")
    by_id = _related(package, main, "worksheet")
    listed = [
        (sheet.get("name", ""), by_id.get(_id(sheet), ""))
        for sheet in package.xml(_stored(package, main)).iter("{*}sheet")
    ]
    names = Counter(name for name, _ in listed)
    return {name: _stored(package, part) for name, part in listed if part and names[name] == 1}


def _is_cell(references: Collection[str | None], name: str, attributes: Mapping[str, str]) -> bool:
    return name == "c" and attributes.get("r") in references


def _has_formula(source: bytes, cell: Element) -> bool:
    return bool(elements(source[cell.start : cell.end], lambda name, _: name == "f"))


def _written(cell: Element, text: str) -> bytes:
    """The cell with its style and its own text."""
    prefix = cell.name.removesuffix("c")
    kept = "".join(f" {name}={quoteattr(value)}" for name, value in cell.attributes.items() if name != "t")
    inner = f'<{prefix}is><{prefix}t xml:space="preserve">{escape(text)}</{prefix}t></{prefix}is>'
    return f'<{cell.name}{kept} t="inlineStr">{inner}</{cell.name}>'.encode()
