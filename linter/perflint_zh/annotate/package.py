"""Office packages with parts replaced and added; all others keep their bytes."""

import io
import itertools
import posixpath
import zipfile
from collections.abc import Collection, Mapping
from xml.sax.saxutils import escape

from perflint_zh.fixing.package import elements, with_parts

CONTENT_TYPES = "[Content_Types].xml"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_OFFICE = "http://purl.oclc.org/ooxml/officeDocument/relationships"
EARLIEST = (1980, 1, 1, 0, 0, 0)
"""Date of the parts added, the earliest that a zip file can say: the same input gives the same copy."""


def packed(data: bytes, parts: Mapping[str, bytes]) -> bytes:
    """The package with some parts replaced, and those that it did not have put behind the others."""
    stream = io.BytesIO(with_parts(data, parts))
    with zipfile.ZipFile(stream, "a") as archive:
        names = {name.lstrip("/") for name in archive.namelist()}
        for name, part in parts.items():
            if name not in names:
                info = zipfile.ZipInfo(name, EARLIEST)
                info.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(info, part)
    return stream.getvalue()


def appended(part: bytes, root: str, children: str) -> bytes:
    """The part with more children at the end of its root element; {} in them stands for the root's prefix.

    Raises:
        ValueError: the part has another root or is not written in UTF-8.

    """
    found = elements(part, lambda name, _: name == root)
    if not found:
        raise ValueError(root)
    whole = found[0]
    inner = children.replace("{}", whole.name.removesuffix(root)).encode()
    if whole.inner_end == whole.end:  # <root/>
        return part[: whole.end - 2] + b">" + inner + f"</{whole.name}>".encode() + part[whole.end :]
    return part[: whole.inner_end] + inner + part[whole.inner_end :]


def text_written(text: str) -> str:
    """A text as XML writes it, with no braces left that `appended` could take for a prefix."""
    return escape(text, {"{": "&#123;", "}": "&#125;"})


def relations_of(part: str) -> str:
    """Name of the part that holds the relations of another."""
    folder, _, name = part.rpartition("/")
    return posixpath.join(folder, "_rels", f"{name}.rels")


def related(relations: bytes | None, kind: str, target: str, *, strict: bool) -> tuple[bytes, str]:
    """Relations with one more, and its id."""
    part = (
        relations
        or f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="{RELATIONS}"/>'.encode()
    )
    number = 1
    while f'"rIdPerflint{number}"'.encode() in part:
        number += 1
    name = f"rIdPerflint{number}"
    office = STRICT_OFFICE if strict else OFFICE
    new = f'<{{}}Relationship Id="{name}" Type="{office}/{kind}" Target="{escape(target)}"/>'
    return appended(part, "Relationships", new), name


def declared_type(types: bytes, part: str, kind: str) -> bytes:
    """The list of content types with that of one more part."""
    return appended(types, "Types", f'<{{}}Override PartName="/{escape(part)}" ContentType="{kind}"/>')


def unused_name(taken: Collection[str], pattern: str) -> str:
    """The first part name of a pattern (`xl/comments{}.xml`) that is free, whatever the case of those taken."""
    lower = {name.lower() for name in taken}
    names = (pattern.format(number or "") for number in itertools.count())
    return next(name for name in names if name.lower() not in lower)
