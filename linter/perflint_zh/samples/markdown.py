"""Markdown with pipe tables."""

from collections.abc import Iterator

from perflint_zh.samples.outline import outline
from perflint_zh.samples.pieces import Grid, Piece, Text, text_of
from perflint_zh.samples.source import Source
from perflint_zh.samples.style import Style

SPECIAL = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_[]<>|~"})


def write_markdown(source: Source, style: Style) -> bytes:
    """Headings with their marks, tables with a row of dashes below the first row, line breaks in cells as `<br>`."""
    return ("\n".join(line for piece in outline(source, style) for line in _lines(piece)) + "\n").encode()


def _lines(piece: Piece) -> Iterator[str]:
    match piece:
        case Text(kind="title"):
            yield from (f"## {_escaped(piece.text)}", "")
        case Text(kind="heading"):
            yield from (f"### {_escaped(piece.text)}", "")
        case Text():
            yield from (_escaped(piece.text), "")
        case Grid():
            for number, row in enumerate(piece.rows):
                yield f"| {' | '.join(_escaped(text_of(cell)) for cell in row)} |"
                if number == 0:
                    yield f"|{' --- |' * len(row)}"
            yield ""


def _escaped(text: str) -> str:
    return text.translate(SPECIAL).replace("\n", "<br>")
