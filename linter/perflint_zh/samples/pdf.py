"""PDF files with ruled tables that run over page ends. Needs reportlab, which only development installs."""

import io
from collections.abc import Iterable
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib import colors, pagesizes
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import LongTable, PageBreak, Paragraph, SimpleDocTemplate, Spacer

from perflint_zh.samples.outline import outline
from perflint_zh.samples.pieces import LEFT, UP, Grid, Part, Piece, Text
from perflint_zh.samples.source import Source
from perflint_zh.samples.style import Style

FONT = "STSong-Light"
MARGIN = 54
"""Points on each side of the page."""

SIZES = {"title": 15, "heading": 12, "line": 10.5, "caption": 10.5, "page": 9}


def write_pdf(source: Source, style: Style, *, landscape: bool = False, repeat_header: bool = True) -> bytes:
    """The document of a source as a PDF file."""
    return pages(outline(source, style), landscape=landscape, repeat_header=repeat_header)


def pages(pieces: Iterable[Piece], *, landscape: bool = False, repeat_header: bool = True) -> bytes:
    """An A4 document; cells wrap, rows may be cut by the page end, which may repeat the header row."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    size = pagesizes.landscape(pagesizes.A4) if landscape else pagesizes.A4
    styles = {kind: _style(points) for kind, points in SIZES.items()}
    flow: list[Any] = []
    for piece in pieces:
        match piece:
            case Text(kind="page"):
                pass
            case Text():
                flow.append(Paragraph(escape(piece.text), styles[piece.kind]))
            case Grid():
                flow += [_table(piece, size[0] - 2 * MARGIN, repeat_header=repeat_header), Spacer(1, 10)]
            case Part(minor=False) if flow:
                flow.append(PageBreak())
    out = io.BytesIO()
    document = SimpleDocTemplate(
        out, pagesize=size, leftMargin=MARGIN, rightMargin=MARGIN, topMargin=MARGIN, bottomMargin=MARGIN, invariant=1
    )
    document.build(flow, onFirstPage=_number, onLaterPages=_number)
    return out.getvalue()


def _style(points: float) -> Any:
    return ParagraphStyle(
        f"size{points}", fontName=FONT, fontSize=points, leading=points * 1.4, wordWrap="CJK", spaceAfter=4
    )


def _number(canvas: Any, document: Any) -> None:
    canvas.setFont(FONT, 9)
    canvas.drawCentredString(document.pagesize[0] / 2, 30, f"- {document.page} -")


def _table(grid: Grid, width: float, *, repeat_header: bool) -> Any:
    style = _style(9)
    style.spaceAfter = 0
    cells = [
        [Paragraph(escape(cell).replace("\n", "<br/>"), style) if isinstance(cell, str) else "" for cell in row]
        for row in grid.rows
    ]
    # Rules are drawn cell by cell, so that a page end may fall into merged cells as word processors let it.
    commands: list[tuple[Any, ...]] = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("BOX", (0, 0), (-1, -1), 0.5, colors.black),
    ]
    for number, row in enumerate(grid.rows):
        column = 0
        while column < len(row):
            end = column
            while end + 1 < len(row) and row[end + 1] is LEFT:
                end += 1
            if end > column:
                commands.append(("SPAN", (column, number), (end, number)))
            if row[column] is not UP:
                commands.append(("LINEABOVE", (column, number), (end, number), 0.5, colors.black))
            commands.append(("LINEBEFORE", (column, number), (column, number), 0.5, colors.black))
            column = end + 1
    if grid.header is not None:
        # Where the header is repeated, the row below it may be one whose first cell began on the page before.
        commands.append(("LINEBELOW", (0, grid.header), (-1, grid.header), 0.5, colors.black))
    total = sum(grid.widths)
    repeated = (grid.header,) if repeat_header and grid.header is not None else 0
    return LongTable(
        cells,
        colWidths=[width * share / total for share in grid.widths],
        style=commands,
        repeatRows=repeated,
        splitByRow=1,
        splitInRow=1,
    )
