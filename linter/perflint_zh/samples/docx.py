"""Word documents."""

import io
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime
from xml.sax.saxutils import escape

import docx
from docx.document import Document
from docx.enum.text import WD_BREAK
from docx.oxml import parse_xml

from perflint_zh.samples.outline import outline
from perflint_zh.samples.pieces import LEFT, UP, Grid, GridCell, Part, Piece, Text
from perflint_zh.samples.source import Source
from perflint_zh.samples.style import Style

TABLE_WIDTH = 9000
"""Width of a table in twentieths of a point."""

CREATED = datetime(2024, 1, 1, tzinfo=UTC)
ZIP_DATE = (2024, 1, 1, 0, 0, 0)

NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def write_docx(source: Source, style: Style) -> bytes:
    """The document of a source as a Word document."""
    return package(outline(source, style))


def package(pieces: Iterable[Piece]) -> bytes:
    """A Word document with vertically and horizontally merged cells; parts begin on new pages."""
    document = docx.Document()
    body = document.element.body
    end = body[-1]
    for piece in pieces:
        match piece:
            case Text():
                document.add_paragraph(piece.text, {"title": "Title", "heading": "Heading 2"}.get(piece.kind))
            case Grid():
                end.addprevious(parse_xml(_table(piece)))
                # Word joins tables that have no paragraph between them.
                document.add_paragraph("")
            case Part(minor=False) if len(body) > 1:
                document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    return _saved(document)


def _table(grid: Grid) -> str:
    total = sum(grid.widths)
    widths = [TABLE_WIDTH * width // total for width in grid.widths]
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    rows = []
    for number, row in enumerate(grid.rows):
        below = grid.rows[number + 1] if number + 1 < len(grid.rows) else ()
        cells = [
            _cell(grid, number, column, widths, below[column] if below else "")
            for column, cell in enumerate(row)
            if cell is not LEFT
        ]
        rows.append(f"<w:tr>{''.join(cells)}</w:tr>")
    return (
        f'<w:tbl {NAMESPACE}><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="{TABLE_WIDTH}" w:type="dxa"/></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _cell(grid: Grid, number: int, column: int, widths: list[int], below: GridCell) -> str:
    row = grid.rows[number]
    cell = row[column]
    span = 1
    while column + span < len(row) and row[column + span] is LEFT:
        span += 1
    merge = "<w:vMerge/>" if cell is UP else '<w:vMerge w:val="restart"/>' if below is UP else ""
    across = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    properties = f'<w:tcPr><w:tcW w:w="{sum(widths[column : column + span])}" w:type="dxa"/>{across}{merge}</w:tcPr>'
    lines = cell.split("\n") if isinstance(cell, str) else [""]
    paragraphs = (
        f'<w:p><w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>' if line else "<w:p/>" for line in lines
    )
    return f"<w:tc>{properties}{''.join(paragraphs)}</w:tc>"


def _saved(document: Document) -> bytes:
    """The package, without anything that tells when it was made."""
    properties = document.core_properties
    properties.author = ""
    properties.created = properties.modified = CREATED
    raw, out = io.BytesIO(), io.BytesIO()
    document.save(raw)
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, ZIP_DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(name))
    return out.getvalue()
