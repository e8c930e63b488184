"""Web pages as office programs and publishing systems save them."""

from collections.abc import Iterable, Iterator
from html import escape

from perflint_zh.samples.outline import outline
from perflint_zh.samples.pieces import Box, Grid, Piece, Text, boxes
from perflint_zh.samples.source import Source
from perflint_zh.samples.style import Style

TAGS = {"title": "h2", "heading": "h3", "line": "p", "caption": "p", "page": "div"}


def write_html(source: Source, style: Style, encoding: str = "utf-8") -> bytes:
    """The document of a source as a web page."""
    return page(outline(source, style), f"{source.department}{source.year}年部门预算", encoding)


def page(pieces: Iterable[Piece], title: str, encoding: str = "utf-8") -> bytes:
    """A page with its encoding declared, merged cells as rowspan and colspan."""
    head = f'<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="{encoding}">\n<title>{escape(title)}</title>\n</head>\n<body>\n'
    body = "\n".join(line for piece in pieces for line in _lines(piece))
    return f"{head}{body}\n</body>\n</html>\n".encode(encoding)


def _lines(piece: Piece) -> Iterator[str]:
    match piece:
        case Text():
            tag = TAGS[piece.kind]
            yield f"<{tag}>{_escaped(piece.text)}</{tag}>"
        case Grid():
            yield '<table border="1">'
            cells: dict[int, list[Box]] = {}
            for box in boxes(piece):
                cells.setdefault(box.row, []).append(box)
            for number in range(len(piece.rows)):
                yield "<tr>" + "".join(map(_cell, cells.get(number, []))) + "</tr>"
            yield "</table>"


def _cell(box: Box) -> str:
    rowspan = f' rowspan="{box.height}"' if box.height > 1 else ""
    colspan = f' colspan="{box.width}"' if box.width > 1 else ""
    return f"<td{rowspan}{colspan}>{_escaped(box.text)}</td>"


def _escaped(text: str) -> str:
    return escape(text, quote=False).replace("\n", "<br>\n")
