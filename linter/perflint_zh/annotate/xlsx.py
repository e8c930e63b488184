"""Workbooks with notes and a fill at the cells: written into the parts directly, so that everything else keeps its bytes."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import partial
from xml.parsers import expat

from perflint_zh.annotate.mark import AUTHOR, COLORS, Mark, Marked, Refused
from perflint_zh.annotate.package import (
    CONTENT_TYPES,
    OFFICE,
    appended,
    declared_type,
    packed,
    related,
    relations_of,
    text_written,
    unused_name,
)
from perflint_zh.fixing.package import Element, elements, spliced
from perflint_zh.fixing.xlsx import _sheet_parts
from perflint_zh.patterns import expression
from perflint_zh.read.package import Package
from perflint_zh.read.sheet import column_letters
from perflint_zh.read.xlsx import _column, _related, _span, _stored
from perflint_zh.rule import SEVERITIES, Severity

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
VML = 'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel"'

AFTER_DRAWING = frozenset(
    "legacyDrawingHF drawingHF picture oleObjects controls AlternateContent webPublishItems tableParts extLst".split()
)
"""Children of a sheet that must stand behind its link to the notes' shapes."""

ESCAPABLE = expression(r"_(?=x[0-9A-Fa-f]{4}_)")
SHAPE_ID = expression(rb"_x0000_s(\d{1,9})")
SHAPES_OF_A_BLOCK = 1024

Notes = Mapping[str, Sequence[Mark]]
"""Cell → what is to be noted there."""


def mark_xlsx(data: bytes, marks: Sequence[Mark]) -> Marked | Refused:
    """Put one note per cell, behind what a note there says already; remarks without a cell stand at the first cell of the first sheet."""
    package = Package(data)
    sheets = _sheet_parts(package)
    if not sheets:
        return Refused("没有可以加批注的工作表，未生成副本")
    first = next(iter(sheets.values()))
    by_part: dict[str, dict[str, list[Mark]]] = defaultdict(lambda: defaultdict(list))
    for mark in marks:
        part = sheets.get(mark.place.sheet or "")
        by_part[part or first][(part and mark.place.cell) or "A1"].append(mark)
    parts = {part: package.part(part) for part in by_part}
    if any(b"http://purl.oclc.org/ooxml/" in source[:4096] for source in parts.values()):
        return Refused("是严格（Strict）格式的工作簿，不能加批注；另存为普通.xlsx后再生成")
    parts[CONTENT_TYPES] = package.part(CONTENT_TYPES)
    styles = _Styles(package)
    for block, (part, notes) in enumerate(by_part.items(), start=1):
        merged = _merged(parts[part], notes)
        parts[part] = _filled(parts[part], merged, styles)
        _add_notes(package, parts, part, merged, block)
    parts |= styles.changed()
    return Marked(packed(data, parts), sum(mark.place.sheet not in sheets for mark in marks))


def _merged(source: bytes, notes: Notes) -> Notes:
    """The notes at the first cell of each merged one, which is the only one that can be seen."""
    spans = [
        span
        for one in elements(source, lambda name, _: name == "mergeCell")
        for span in _span(one.attributes.get("ref", ""))
    ]
    origins: dict[str, list[Mark]] = defaultdict(list)
    for cell, marks in notes.items():
        row, column = _position(cell)
        inside = (span for span in spans if span[0] <= row <= span[2] and span[1] <= column <= span[3])
        top, left, *_ = next(inside, (row, column))
        origins[f"{column_letters(left)}{top}"] += marks
    return origins


def _position(cell: str) -> tuple[int, int]:
    letters = cell.rstrip("0123456789")
    return int(cell[len(letters) :] or 1), _column(letters) or 1


class _Styles:
    """The workbook's cell formats, and those added to them: like another one, with a fill."""

    def __init__(self, package: Package) -> None:
        main = next(iter(_related(package, "", "officeDocument").values()), "xl/workbook.xml")
        part = next(iter(_related(package, main, "styles").values()), "")
        self._part = _stored(package, part)
        self._source = package.part(self._part) if self._part in package else b""
        found = (
            elements(self._source, lambda name, _: name in {"fills", "fill", "cellXfs", "xf"}) if self._source else []
        )
        self._holders = {one.name.rpartition(":")[2]: one for one in found if one.name.endswith(("fills", "cellXfs"))}
        self._formats = self._within(found, "cellXfs")
        self._fills = len(self._within(found, "fills"))
        self._added: dict[tuple[int, Severity], int] = {}

    def _within(self, found: Sequence[Element], name: str) -> list[Element]:
        holder = self._holders.get(name)
        return [one for one in found if holder and holder.start < one.start < holder.end]

    def filled(self, style: str, severity: Severity) -> str | None:
        """Number of the format that is like another one, with the fill of a severity; None when there are no formats."""
        if not style.isdecimal() or int(style) >= len(self._formats):
            return None
        key = (int(style), severity)
        return str(self._added.setdefault(key, len(self._formats) + len(self._added)))

    def changed(self) -> dict[str, bytes]:
        """The part with what has been added."""
        if not self._added:
            return {}
        prefix = self._holders["fills"].name.removesuffix("fills")
        fills = "".join(
            f'<{prefix}fill><{prefix}patternFill patternType="solid"><{prefix}fgColor rgb="FF{color}"/>'
            f'<{prefix}bgColor indexed="64"/></{prefix}patternFill></{prefix}fill>'
            for color in COLORS.values()
        )
        severities = list(COLORS)
        formats = b"".join(
            self._like(self._formats[style], self._fills + severities.index(severity))
            for style, severity in self._added
        )
        counts = {
            "fills": (self._fills + len(COLORS), fills.encode()),
            "cellXfs": (len(self._formats) + len(self._added), formats),
        }
        changes: dict[tuple[int, int], bytes] = {}
        for name, (count, new) in counts.items():
            holder = self._holders[name]
            tag = self._source[holder.start : holder.inner_start]
            changes[holder.start, holder.inner_start] = _with_attribute(tag, "count", str(count))
            changes[holder.inner_end, holder.inner_end] = new
        return {self._part: spliced(self._source, changes)}

    def _like(self, one: Element, fill: int) -> bytes:
        tag = _with_attribute(self._source[one.start : one.inner_start], "fillId", str(fill))
        return _with_attribute(tag, "applyFill", "1") + self._source[one.inner_start : one.end]


def _with_attribute(tag: bytes, name: str, value: str) -> bytes:
    """An opening tag with an attribute set."""
    written = f'{name}="{value}"'.encode()
    changed, count = re.subn(
        rb"(?<=\s)" + name.encode() + rb"\s*=\s*(?:\"[^\"]*\"|'[^']*')", lambda _: written, tag, count=1
    )
    return changed if count else re.sub(rb"\s*/?>$", lambda end: b" " + written + end[0].strip(), tag)


def _filled(source: bytes, notes: Notes, styles: _Styles) -> bytes:
    """The sheet with a fill in the cells that get a note, coloured by the gravest remark."""
    changes: dict[tuple[int, int], bytes] = {}
    for cell in elements(source, partial(_is_cell, notes)):
        gravest = min((mark.severity for mark in notes[cell.attributes["r"]]), key=SEVERITIES.index)
        style = styles.filled(cell.attributes.get("s", "0"), gravest)
        if style is not None:
            changes[cell.start, cell.inner_start] = _with_attribute(source[cell.start : cell.inner_start], "s", style)
    return spliced(source, changes)


def _is_cell(references: Collection[str], name: str, attributes: Mapping[str, str]) -> bool:
    return name == "c" and attributes.get("r") in references


def _add_notes(package: Package, parts: dict[str, bytes], sheet: str, notes: Notes, block: int) -> None:
    """Put the texts and the shapes of a sheet's notes into its parts, or into new ones."""
    taken = {*package.names(), *parts}
    relations = relations_of(sheet)
    known: bytes | None = package.part(relations) if relations in package else None
    comments = next(iter(_related(package, sheet, "comments").values()), None)
    noted: set[str] = set()
    if comments is not None:
        comments = _stored(package, comments)
        parts[comments], noted = _with_texts(package.part(comments), notes)
    else:
        comments = unused_name(taken, "xl/comments{}.xml")
        texts = "".join(_comment(cell, marks, 0) for cell, marks in notes.items()).replace("{}", "")
        parts[comments] = (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            f'<comments xmlns="{MAIN}"><authors><author>{AUTHOR}</author></authors><commentList>{texts}</commentList></comments>'
        ).encode()
        parts[CONTENT_TYPES] = declared_type(parts[CONTENT_TYPES], comments, COMMENTS_TYPE)
        known, _ = related(known, "comments", f"/{comments}", strict=False)
    shapes = [cell for cell in notes if cell not in noted]
    children = list(_children(parts[sheet]))
    link = next((attributes for name, attributes, _ in children if name == "legacyDrawing"), None)
    if link is not None:
        drawing = _related(package, sheet, "vmlDrawing").get(
            next((v for k, v in link.items() if k.endswith(":id")), ""), ""
        )
        drawing = _stored(package, drawing)
        parts[drawing] = _with_shapes(package.part(drawing), shapes, notes)
    else:
        drawing = unused_name(taken, "xl/drawings/vmlDrawing{}.vml")
        blocks = ",".join(str(block + more) for more in range(len(shapes) // SHAPES_OF_A_BLOCK + 1))
        parts[drawing] = _with_shapes(
            f'<xml {VML}><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{blocks}"/></o:shapelayout></xml>'.encode(),
            shapes, notes, SHAPES_OF_A_BLOCK * block,
        )  # fmt: skip
        parts[CONTENT_TYPES] = declared_type(parts[CONTENT_TYPES], drawing, VML_TYPE)
        known, name = related(known, "vmlDrawing", f"/{drawing}", strict=False)
        parts[sheet] = _linked(parts[sheet], children, name)
    if known is not None:
        parts[relations] = known


def _children(source: bytes) -> Iterator[tuple[str, Mapping[str, str], int]]:
    """Local name, attributes and start of each child of the root."""
    found: list[tuple[str, Mapping[str, str], int]] = []
    depth = 0
    parser = expat.ParserCreate("utf-8")

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        if depth == 1:
            found.append((name.rpartition(":")[2], attributes, parser.CurrentByteIndex))
        depth += 1

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1

    parser.StartElementHandler, parser.EndElementHandler = start, end
    try:
        parser.Parse(source, True)
    except expat.ExpatError as error:
        raise ValueError(str(error)) from error
    return iter(found)


def _linked(source: bytes, children: Sequence[tuple[str, Mapping[str, str], int]], relation: str) -> bytes:
    """The sheet with a link to its notes' shapes at the place that the format wants."""
    at = next((start for name, _, start in children if name in AFTER_DRAWING), source.rindex(b"</"))
    root = elements(source, lambda name, _: name == "worksheet")[0].name
    tag = f"{root.removesuffix('worksheet')}legacyDrawing"
    return source[:at] + f'<{tag} xmlns:r="{OFFICE}" r:id="{relation}"/>'.encode() + source[at:]


def _runs(marks: Sequence[Mark]) -> str:
    """What a note says: who, then the remarks; {} stands for the prefix."""
    said = text_written(ESCAPABLE.sub("_x005F_", "\n\n".join(mark.text for mark in marks)))
    return (
        f'<{{}}r><{{}}rPr><{{}}b/></{{}}rPr><{{}}t xml:space="preserve">{AUTHOR}：\n</{{}}t></{{}}r>'
        f'<{{}}r><{{}}t xml:space="preserve">{said}</{{}}t></{{}}r>'
    )


def _comment(cell: str, marks: Sequence[Mark], author: int) -> str:
    return f'<{{}}comment ref="{cell}" authorId="{author}"><{{}}text>{_runs(marks)}</{{}}text></{{}}comment>'


def _with_texts(source: bytes, notes: Notes) -> tuple[bytes, set[str]]:
    """The texts of a sheet's notes with ours, and the cells that have had a note before."""
    found = elements(source, lambda name, _: name in {"comment", "text", "author"})
    authors = sum(one.name.endswith("author") for one in found)
    own = {one.attributes["ref"]: one for one in found if one.attributes.get("ref") in notes}
    changes: dict[tuple[int, int], bytes] = {}
    for cell, comment in own.items():
        text = next(one for one in found if one.name.endswith("text") and comment.start < one.start < comment.end)
        if text.inner_end == text.end:
            raise ValueError(cell)
        prefix = text.name.removesuffix("text")
        runs = f'<{{}}r><{{}}t xml:space="preserve">\n\n</{{}}t></{{}}r>{_runs(notes[cell])}'
        changes[text.inner_end, text.inner_end] = runs.replace("{}", prefix).encode()
    changed = spliced(source, changes)
    changed = appended(changed, "authors", f"<{{}}author>{AUTHOR}</{{}}author>")
    new = "".join(_comment(cell, marks, authors) for cell, marks in notes.items() if cell not in own)
    return appended(changed, "commentList", new), set(own)


def _with_shapes(source: bytes, cells: Sequence[str], notes: Notes, least: int = 0) -> bytes:
    """The drawing with a shape for each note; drawings of older programs are no well-formed XML and are not parsed."""
    number = max([least, *(int(found) for found in SHAPE_ID.findall(source))]) + 1
    shapes = "".join(_shape(number + offset, cell, notes[cell]) for offset, cell in enumerate(cells))
    if b'"_x0000_t202"' not in source:
        shapes = (
            f'<v:shapetype {VML} id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
            '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
        ) + shapes
    at = source.rindex(b"</xml>")
    return source[:at] + shapes.encode() + source[at:]


def _shape(number: int, cell: str, marks: Sequence[Mark]) -> str:
    row, column = (one - 1 for one in _position(cell))
    lines = 1 + sum(-(-len(line) // 18) or 1 for mark in marks for line in f"{mark.text}\n".split("\n"))
    anchor = f"{column + 1}, 15, {max(row - 1, 0)}, 10, {column + 4}, 15, {max(row - 1, 0) + min(max(lines, 4), 30)}, 4"
    return (
        f'<v:shape {VML} id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;visibility:hidden" '
        'fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>'
        '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
        f'<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>'
        f"<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
    )
