"""What is fuzzed, and where each target starts from.

A target takes any bytes and raises only when a promise is broken. Formats that are zip packages are fuzzed by the XML inside them:
a changed byte of a zip file would show nothing but that the checksum is wrong. Their parts are joined by a zero byte, which no
XML holds.
"""

import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from perflint_zh.document import Block, Cell, Content, Document, Paragraph, Place, Table
from perflint_zh.read import read_document
from perflint_zh.read.delimited import read_csv
from perflint_zh.read.docx import read_docx
from perflint_zh.read.html import read_html
from perflint_zh.read.markdown import read_markdown
from perflint_zh.read.numfmt import show_number, show_text
from perflint_zh.read.odf import read_odf
from perflint_zh.read.package import Package
from perflint_zh.read.pdf import read_pdf
from perflint_zh.read.text import decode, read_text
from perflint_zh.read.word97 import read_word97
from perflint_zh.read.xls import read_xls
from perflint_zh.read.xlsx import read_xlsx

from tests.hostile import make, parts

from .promises import extraction_holds, reading_holds, value_holds

DOCUMENTS = Path(__file__).parents[2] / "corpus" / "documents"
LARGEST_SEED = 32_768


class Target(NamedTuple):
    """A promise to be tried with any bytes, and whole files (by suffix) or bytes of its own to start from."""

    holds: Callable[[bytes], object]
    seeds: Callable[[], Iterator[bytes]]
    longest: int = LARGEST_SEED


def value(data: bytes) -> None:
    value_holds(data.decode("utf-8", "replace"))


def extraction(data: bytes) -> None:
    extraction_holds(grid(data.decode("utf-8", "replace")))


def grid(text: str) -> Document:
    """Lines with tabs are rows, other lines are paragraphs; an empty line ends a table."""
    blocks: list[Block] = []
    rows: list[tuple[Cell, ...]] = []
    for number, line in enumerate([*text.split("\n"), ""], start=1):
        if "\t" in line:
            texts = enumerate(line.split("\t"), start=1)
            # A carriage return stands for a line break inside the cell.
            place = partial(Place, table=1, row=number)
            rows.append(tuple(Cell(one.replace("\r", "\n"), place(column=at)) for at, one in texts))
            continue
        if rows:
            blocks.append(Table(tuple(rows)))
            rows = []
        if line.strip():
            blocks.append(Paragraph(line, Place(paragraph=number)))
    return Document("任意.docx", "0" * 64, tuple(blocks))


def written_grid(document: Document) -> str:
    """The text from which `grid` makes the document."""
    lines: list[str] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            lines.append(flat(block.text))
        else:
            lines += [*("\t".join(flat(cell.text) for cell in row) + "\t" for row in block.rows), ""]
    return "\n".join(lines)


def flat(text: str) -> str:
    return text.replace("\t", " ").replace("\n", "\r")


def number_format(data: bytes) -> None:
    number, _, code = data.decode("utf-8", "replace").partition(" ")
    show_text(number, code)
    try:
        shown = float(number)
    except ValueError:
        return
    for date1904 in (False, True):
        show_number(shown, code, date1904=date1904)


def reader(read: Callable[[bytes], Content], data: bytes) -> None:
    reading_holds(lambda: read(data))


def markdown(data: bytes) -> Content:
    return read_markdown(decode(data))


def word_parts(data: bytes) -> Content:
    return read_docx(parts.docx(more={"word/document.xml": data}))


SHEET_PARTS = ("xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/sharedStrings.xml")


def sheet_parts(data: bytes) -> Content:
    inside = dict(zip(SHEET_PARTS, data.split(b"\0"), strict=False))
    related = parts.relations(
        ("worksheet", "worksheets/sheet1.xml", ""),
        ("styles", "styles.xml", ""),
        ("sharedStrings", "sharedStrings.xml", ""),
    )
    return read_xlsx(
        parts.xlsx(more={"xl/_rels/workbook.xml.rels": related, **dict.fromkeys(SHEET_PARTS, b"<x/>"), **inside})
    )


def open_document(data: bytes) -> Content:
    return read_odf(parts.archive({"content.xml": data}))


def package(data: bytes) -> Content:
    opened = Package(data)
    for name in opened.names():
        opened.xml(name)
    return Content(())


def files(*suffixes: str) -> Iterator[bytes]:
    """Documents of the corpus, small sound files and those of the hostile ones that are made in no time."""
    for path in sorted(DOCUMENTS.iterdir()):
        if path.suffix in suffixes:
            yield path.read_bytes()
    for suffix, sound in parts.SOUND.items():
        if suffix in suffixes:
            yield sound()
    for group in (make.broken, make.misnamed, make.protected, make.pages, make.web):
        for name, data in group():
            if name.endswith(suffixes) and data:
                yield data


def inside(suffix: str, *names: str) -> Iterator[bytes]:
    """The named parts of packages, joined by a zero byte; what is no package or has a damaged one is left out."""
    for data in files(suffix):
        try:
            with zipfile.ZipFile(BytesIO(data)) as archive:
                yield b"\0".join(archive.read(name) for name in names if name in archive.namelist())
        except (zipfile.BadZipFile, RuntimeError, ValueError, zlib.error):
            continue


def tables() -> Iterator[bytes]:
    """The corpus as grids, one of every few tables with what stands before it."""
    for path in sorted(DOCUMENTS.iterdir()):
        for piece in written_grid(read_document(path)).split("\n\n")[::6]:
            yield piece.encode()


def values() -> Iterator[bytes]:
    """Texts of cells that are short enough for a value."""
    yield from sorted({cell for piece in tables() for cell in piece.split(b"\t") if len(cell) <= 60})


def formats() -> Iterator[bytes]:
    for code in (
        '"≥"0"次"',
        "0.0%",
        "#,##0.00;[Red]-#,##0.00",
        "yyyy年m月d日",
        "[h]:mm:ss",
        "# ??/??",
        "0.00E+00",
        "[$-804]aaaa",
        "@",
        "General",
    ):
        yield f"45291.75 {code}".encode()


TARGETS = {
    "value": Target(value, values, 240),
    "extraction": Target(extraction, tables, 4_096),
    "numfmt": Target(number_format, formats, 120),
    "txt": Target(partial(reader, read_text), lambda: files(".txt")),
    "csv": Target(partial(reader, read_csv), lambda: files(".csv")),
    "md": Target(partial(reader, markdown), lambda: files(".md")),
    "html": Target(partial(reader, read_html), lambda: files(".html")),
    "docx": Target(partial(reader, word_parts), lambda: inside(".docx", "word/document.xml")),
    "xlsx": Target(partial(reader, sheet_parts), lambda: inside(".xlsx", *SHEET_PARTS)),
    "odf": Target(
        partial(reader, open_document), lambda: (*inside(".odt", "content.xml"), *inside(".ods", "content.xml"))
    ),
    "zip": Target(partial(reader, package), lambda: (parts.docx(), parts.xlsx(), parts.odf("text"))),
    "doc": Target(partial(reader, read_word97), lambda: files(".doc")),
    "xls": Target(partial(reader, read_xls), lambda: files(".xls")),
    "pdf": Target(partial(reader, read_pdf), lambda: files(".pdf")),
}
