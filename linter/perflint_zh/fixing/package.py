"""Office packages with single parts replaced, and the places of elements in the bytes of a part."""

import io
import zipfile
from collections.abc import Callable, Mapping
from copy import copy
from typing import Literal
from xml.parsers import expat

import msgspec

from perflint_zh.read.package import Package


class Element(msgspec.Struct):
    """An element in the bytes of a part: number in document order, whole extent and the extent of what it holds."""

    number: int
    name: str
    attributes: Mapping[str, str]
    start: int
    end: int = 0
    inner_start: int = 0
    inner_end: int = 0


def kind_of(data: bytes) -> Literal["word", "workbook"] | None:
    """Kind of an Office package; None for other packages and for signed ones, whose signature a change would break."""
    names = Package(data).names()
    if any(name.startswith("_xmlsignatures/") for name in names):
        return None
    if any(name.startswith("word/") for name in names):
        return "word"
    return "workbook" if any(name.startswith("xl/") for name in names) else None


def with_parts(data: bytes, parts: Mapping[str, bytes]) -> bytes:
    """The package with some parts replaced; the others keep bytes, order, dates and compression."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(stream, "w") as target:
        target.comment = source.comment
        for info in source.infolist():
            name = info.filename.lstrip("/")
            target.writestr(copy(info), parts[name] if name in parts else source.read(info))
    return stream.getvalue()


def elements(data: bytes, wanted: Callable[[str, Mapping[str, str]], bool]) -> list[Element]:
    """Elements of a UTF-8 part by local name and attributes; none when the part is in another encoding."""
    found: list[Element] = []
    waiting: list[Element | None] = []
    count = 0
    parser = expat.ParserCreate("utf-8")

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal count
        if wanted(name.rpartition(":")[2], attributes):
            at = parser.CurrentByteIndex
            element = Element(count, name, attributes, at, inner_start=_tag_end(data, at))
            found.append(element)
            waiting.append(element)
        else:
            waiting.append(None)
        count += 1

    def end(_: str) -> None:
        element = waiting.pop()
        if element is None:
            return
        if data[element.inner_start - 2 : element.inner_start] == b"/>":
            element.end = element.inner_end = element.inner_start
        else:
            element.inner_end = parser.CurrentByteIndex
            element.end = _tag_end(data, element.inner_end)

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    try:
        parser.Parse(data, True)
    except expat.ExpatError:
        return []
    return found


def _tag_end(data: bytes, start: int) -> int:
    """Behind the > that ends the tag which begins here; a > in a quoted attribute does not."""
    quote = 0
    for at in range(start, len(data)):
        byte = data[at]
        if quote:
            quote = 0 if byte == quote else quote
        elif byte in b"\"'":
            quote = byte
        elif byte == ord(">"):
            return at + 1
    return len(data)


def spliced(data: bytes, changes: Mapping[tuple[int, int], bytes]) -> bytes:
    """The bytes with some extents replaced; they must not overlap."""
    for (start, end), new in sorted(changes.items(), reverse=True):
        data = data[:start] + new + data[end:]
    return data
