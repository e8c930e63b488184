"""Word files with comments: text runs are cut in two where a remark begins or ends, nothing else of the text is touched."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

import msgspec
from lxml import etree

from perflint_zh.annotate.mark import AUTHOR, Mark, Marked, Refused, meant
from perflint_zh.annotate.package import (
    CONTENT_TYPES,
    appended,
    declared_type,
    packed,
    related,
    relations_of,
    text_written,
    unused_name,
)
from perflint_zh.fixing.package import Element, elements, spliced
from perflint_zh.patterns import expression
from perflint_zh.read.docx import (
    BLOCKS,
    NAMESPACE,
    PARAGRAPH,
    PASSED_OVER,
    RUN,
    STRICT_NAMESPACE,
    TEXT_BOX,
    W,
    _choose_alternatives,
    _main_part,
)
from perflint_zh.read.docx_places import letters, places
from perflint_zh.read.package import Package, nearest, parse_xml
from perflint_zh.read.text import MARKS
from perflint_zh.read.xlsx import _related, _stored

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
TEXT, RUN_PROPERTIES, PARAGRAPH_PROPERTIES = (W + name for name in ("t", "rPr", "pPr"))
HOLDERS = frozenset(W + name for name in ("p", "hyperlink", "ins", "moveTo", "smartTag", "fldSimple"))
"""Parents of runs between which a remark may begin or end."""

IDENTIFIER = expression(rb"<(?:\w+:)?comment\w*\s[^>]*?\bid=[\"'](\d{1,9})[\"']")
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

CHARACTER = expression(r"&[^;]*;|\r\n|.", re.DOTALL)
"""How one character is written in a part."""


class Source(msgspec.Struct, frozen=True):
    """The main part with the number of each element, and where the elements that may be cut stand in the bytes.

    `declared` says what the prefix w means in what is put in, where the document itself uses another one.
    """

    data: bytes
    numbers: Mapping[etree._Element, int]
    extents: Mapping[int, Element]
    declared: str

    def of(self, element: etree._Element) -> Element:
        """Extent of an element."""
        return self.extents[self.numbers[element]]

    def written(self, element: etree._Element) -> bytes:
        """An element as it is written."""
        extent = self.of(element)
        return self.data[extent.start : extent.end]


class Cut(msgspec.Struct):
    """What is put at one position: `before` and `after` close and reopen what is cut there."""

    before: bytes = b""
    after: bytes = b""
    ends: list[bytes] = []
    points: list[bytes] = []
    starts: list[bytes] = []

    def written(self) -> bytes:
        """All of it, remarks that end here first, so that they do not reach over those that begin."""
        return b"".join((self.before, *self.ends, *self.points, *self.starts, self.after))


Edge = tuple[int, bytes, bytes]
"""A position in the bytes, and what to close before and reopen behind it."""


def mark_docx(data: bytes, marks: Sequence[Mark], when: datetime) -> Marked | Refused:
    """Put one comment per remark; a remark whose place is not in the document stands at its first paragraph."""
    package = Package(data)
    names = set(package.names())
    main = _main_part(package)
    raw = package.part(main)
    root = parse_xml(raw.replace(STRICT_NAMESPACE, NAMESPACE), main)
    numbers = {element: number for number, element in enumerate(root.iter(etree.Element))}
    extents = {one.number: one for one in elements(raw, lambda name, _: name in {"p", "r", "t", "rPr", "pPr"})}
    _choose_alternatives(root)
    body = root.find(W + "body")
    first = next(root.iter(PARAGRAPH), None)
    if body is None or first is None or numbers[first] not in extents:
        return Refused("正文不是UTF-8编码或没有段落，未生成副本")
    strict = STRICT_NAMESPACE in raw
    declared = f' xmlns:w="{(STRICT_NAMESPACE if strict else NAMESPACE).decode()}"'
    source = Source(raw, numbers, extents, "" if extents[numbers[first]].name == "w:p" else declared)
    comments = next(iter(_related(package, main, "comments").values()), None)
    existing = package.part(_stored(package, comments)) if comments is not None else b""
    number = max((int(found) for found in IDENTIFIER.findall(existing + raw)), default=-1) + 1
    by_place = places(body)
    cuts: dict[int, Cut] = {}
    for identifier, mark in enumerate(marks, start=number):
        element = _outside_of_boxes(by_place.get(mark.place, first))
        _put(source, cuts, element if _own_paragraphs(element) else first, mark, identifier)
    parts = {main: spliced(raw, _changes(source, cuts))}
    written = "".join(_comment(mark, identifier, when) for identifier, mark in enumerate(marks, start=number))
    if comments is not None:
        parts[_stored(package, comments)] = appended(
            existing, "comments", written.replace("<w:comment ", f"<w:comment{declared} ")
        )
    else:
        folder = main.rpartition("/")[0]
        name = unused_name(names, f"{folder}/comments{{}}.xml".lstrip("/"))
        parts[name] = f"{DECLARATION}<w:comments{declared}>{written}</w:comments>".encode()
        relations = relations_of(main)
        known = package.part(relations) if relations in package else None
        parts[relations], _ = related(known, "comments", name.rpartition("/")[2], strict=strict)
        parts[CONTENT_TYPES] = declared_type(package.part(CONTENT_TYPES), name, CONTENT_TYPE)
    return Marked(packed(data, parts), sum(mark.place not in by_place for mark in marks))


def _outside_of_boxes(element: etree._Element) -> etree._Element:
    """The element, or the paragraph that the outermost text box around it hangs on: Word has no comments in text boxes."""
    boxes = list(element.iterancestors(TEXT_BOX))
    return next(boxes[-1].iterancestors(PARAGRAPH), element) if boxes else element


def _put(source: Source, cuts: dict[int, Cut], element: etree._Element, mark: Mark, identifier: int) -> None:
    """Put the beginning and the end of one remark."""
    found = [letter for letter in _numbered(letters(element)) if not MARKS.match(letter[0])]
    start, end = meant(mark.words, "".join(letter for letter, _, _ in found))
    edges = _around(source, found[start:end]) or _around_paragraphs(source, element)
    first, last = (cuts.setdefault(edge[0], Cut(edge[1], edge[2])) for edge in edges)
    begins = f'<w:commentRangeStart{source.declared} w:id="{identifier}"/>'.encode()
    ends = (
        f'<w:commentRangeEnd{source.declared} w:id="{identifier}"/>'
        f'<w:r{source.declared}><w:commentReference w:id="{identifier}"/></w:r>'
    ).encode()
    if first is last:
        first.points.append(begins + ends)
    else:
        first.starts.append(begins)
        last.ends.append(ends)


def _numbered(found: Iterable[tuple[str, etree._Element]]) -> Iterator[tuple[str, etree._Element, int]]:
    """Characters with their holders and their position in it."""
    seen: Counter[etree._Element] = Counter()
    for letter, holder in found:
        yield letter, holder, seen[holder]
        seen[holder] += 1


def _around(source: Source, found: Sequence[tuple[str, etree._Element, int]]) -> tuple[Edge, Edge] | None:
    """Edges around some characters; None when they stand where no run can be cut."""
    if not found:
        return None
    first = _edge(source, found[0][1], found[0][2])
    last = _edge(source, found[-1][1], found[-1][2] + 1)
    return None if first is None or last is None else (first, last)


def _edge(source: Source, text: etree._Element, at: int) -> Edge | None:
    """The edge before character `at` of a text element; None when the element is not the text of an ordinary run."""
    run = text.getparent()
    if text.tag != TEXT or run is None or run.tag != RUN or getattr(run.getparent(), "tag", "") not in HOLDERS:
        return None
    properties = run.find(RUN_PROPERTIES)
    kept = b"" if properties is None else source.written(properties)
    close, reopen = f"</{source.of(run).name}>".encode(), f"<{source.of(run).name}>".encode() + kept
    contents = [child for child in run if child is not properties]
    extent = source.of(text)
    if at == 0:
        return (source.of(run).start, b"", b"") if contents[0] is text else (extent.start, close, reopen)
    if at == len(text.text or ""):
        return (source.of(run).end, b"", b"") if contents[-1] is text else (extent.end, close, reopen)
    written = CHARACTER.findall(source.data[extent.inner_start : extent.inner_end].decode())
    if len(written) != len(text.text or ""):  # something else stands between the characters
        return None
    name = extent.name
    return (
        extent.inner_start + len("".join(written[:at]).encode()),
        f"</{name}>".encode() + close,
        reopen + f'<{name} xml:space="preserve">'.encode(),
    )


def _around_paragraphs(source: Source, element: etree._Element) -> tuple[Edge, Edge]:
    """Edges around the contents of a paragraph, or of a cell's own paragraphs."""
    blocks = _own_paragraphs(element)
    first, last = source.of(blocks[0]), source.of(blocks[-1])
    properties = next(blocks[0].iterchildren(PARAGRAPH_PROPERTIES), None)
    start = first.inner_start if properties is None else source.of(properties).end
    return (start, b"", b""), (last.inner_end, b"", b"")


def _own_paragraphs(element: etree._Element) -> list[etree._Element]:
    """The paragraph itself, or those of a cell without those of tables in it."""
    if element.tag == PARAGRAPH:
        return [element]
    return [block for block in nearest(element, BLOCKS, PASSED_OVER) if block.tag == PARAGRAPH]


def _changes(source: Source, cuts: Mapping[int, Cut]) -> dict[tuple[int, int], bytes]:
    """What is put where; an empty paragraph becomes one that holds something, cut texts keep the blanks at their ends."""
    changes = {(at, at): cut.written() for at, cut in cuts.items()}
    positions = sorted(cuts)
    for one in source.extents.values():
        if one.name.endswith("p") and one.inner_end == one.end and one.end in cuts:
            changes[one.end - 2, one.end] = b">" + changes.pop((one.end, one.end)) + f"</{one.name}>".encode()
        elif one.name.endswith("t") and "xml:space" not in one.attributes:
            after = bisect_right(positions, one.inner_start)
            if after < len(positions) and positions[after] < one.inner_end:
                changes[one.inner_start - 1, one.inner_start - 1] = b' xml:space="preserve"'
    return changes


def _comment(mark: Mark, identifier: int, when: datetime) -> str:
    """A comment as Word writes it; every line of the remark is a paragraph."""
    lines = [f'<w:r><w:t xml:space="preserve">{text_written(line)}</w:t></w:r>' for line in mark.text.split("\n")]
    paragraphs = "</w:p><w:p>".join(["<w:r><w:annotationRef/></w:r>" + lines[0], *lines[1:]])
    date = when.strftime("%Y-%m-%dT%H:%M:%SZ")
    return f'<w:comment w:id="{identifier}" w:author="{AUTHOR}" w:initials="pl" w:date="{date}"><w:p>{paragraphs}</w:p></w:comment>'
