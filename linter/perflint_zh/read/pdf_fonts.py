"""One font for all that a PDF does not carry itself, so that its text is read alike on every machine.

PDFium looks for such fonts among those of the system. Where there is none for Chinese, a character has no outline, and PDFium leaves out every
line that consists of a single one: the last character of a wrapped cell. The font given here has a box for every character; how wide they
are the PDF says itself.
"""

import ctypes
from collections.abc import Callable
from importlib.resources import files
from typing import Any

import pypdfium2.raw as pdfium

WESTERN = frozenset({0, 2})
"""Character sets (as Windows numbers them) for which PDFium has fonts of its own: ANSI and symbols."""

FONT = 1
"""Any handle but none: there is only one font."""

CHARSET, TABLE = 3, 2
"""Where among what PDFium asks with (first its own record) the character set of a font stands, and the tag of a table before the room for it."""

_installed: list[Any] = []
"""What PDFium keeps pointers to."""


def install() -> None:
    """Give PDFium the one font, once in a process."""
    if _installed:
        return
    data = files("perflint_zh").joinpath("data", "box.ttf").read_bytes()
    tables = _tables(data)
    answers: dict[str, Callable[..., int | None]] = {
        "Release": lambda *_: None,
        "EnumFonts": lambda *_: None,
        "MapFont": lambda *asked: None if asked[CHARSET] in WESTERN else FONT,
        "GetFont": lambda *_: None,
        "GetFontData": lambda *asked: _copy(tables.get(asked[TABLE], b""), *asked[TABLE + 1 :]),
        "GetFaceName": lambda *_: 0,
        "GetFontCharset": lambda *_: 0,
        "DeleteFont": lambda *_: None,
    }
    info = pdfium.FPDF_SYSFONTINFO(version=1)
    for name, kind in pdfium.FPDF_SYSFONTINFO._fields_:
        if name in answers:
            setattr(info, name, kind(answers[name]))
    _installed.append(info)
    pdfium.FPDF_SetSystemFontInfo(ctypes.byref(info))


def _tables(data: bytes) -> dict[int, bytes]:
    """The tables of a TrueType font by their tags as PDFium writes them, the whole file under 0."""
    found = {0: data}
    for at in range(12, 12 + 16 * int.from_bytes(data[4:6], "big"), 16):
        offset, length = (int.from_bytes(data[part : part + 4], "big") for part in (at + 8, at + 12))
        found[int.from_bytes(data[at : at + 4], "big")] = data[offset : offset + length]
    return found


def _copy(table: bytes, buffer: Any, size: int) -> int:
    """Write a table where PDFium has room for it; its length in any case."""
    if buffer and size >= len(table):
        ctypes.memmove(buffer, table, len(table))
    return len(table)
