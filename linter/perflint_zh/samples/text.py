"""The plain text layouts in which converters leave documents."""

from collections.abc import Callable, Iterable, Iterator

from perflint_zh.samples.outline import outline
from perflint_zh.samples.pieces import LEFT, Grid, Part, Piece, Text, text_of
from perflint_zh.samples.source import Source
from perflint_zh.samples.style import Style


def write_text_cells(source: Source, style: Style, encoding: str = "utf-8") -> bytes:
    """The document of a source with one cell per line."""
    return as_cells(outline(source, style), encoding)


def write_text_rows(source: Source, style: Style, encoding: str = "utf-8") -> bytes:
    """The document of a source with one row per line."""
    return as_rows(outline(source, style), encoding)


def write_text_lines(source: Source, style: Style, encoding: str = "utf-8") -> bytes:
    """The document of a source as bare lines."""
    return as_lines(outline(source, style), encoding)


def write_pipes(source: Source, style: Style, encoding: str = "utf-8") -> bytes:
    """The document of a source with pipe tables."""
    return as_pipes(outline(source, style), encoding)


def as_cells(pieces: Iterable[Piece], encoding: str = "utf-8") -> bytes:
    """One cell per tab-led line, a blank line after each row; a line break inside a cell begins a line without a tab."""
    return _written(pieces, _cell_lines, encoding)


def as_rows(pieces: Iterable[Piece], encoding: str = "utf-8") -> bytes:
    """One row per line with tabs between its cells."""
    return _written(pieces, _row_lines, encoding)


def as_lines(pieces: Iterable[Piece], encoding: str = "utf-8") -> bytes:
    """One cell per line and nothing that tells cells from other lines; empty cells leave no trace."""
    return _written(pieces, _bare_lines, encoding)


def as_pipes(pieces: Iterable[Piece], encoding: str = "utf-8") -> bytes:
    """Pipe tables without the row of dashes that Markdown asks for."""
    return _written(pieces, _pipe_lines, encoding)


def _written(pieces: Iterable[Piece], lines: Callable[[Piece], Iterator[str]], encoding: str) -> bytes:
    text = "\n".join(line for piece in pieces for line in lines(piece)) + "\n"
    return text.encode(encoding)


def _cell_lines(piece: Piece) -> Iterator[str]:
    match piece:
        case Text(kind="caption"):
            yield f"\t{piece.text}"
        case Text(kind="title"):
            yield from ("", piece.text)
        case Text(kind="page"):
            yield from ("", piece.text, "")
        case Text():
            yield from (piece.text, "")
        case Grid():
            yield ""
            for row in piece.rows:
                yield from (f"\t{text_of(cell)}" for cell in row if cell is not LEFT)
                yield ""


def _row_lines(piece: Piece) -> Iterator[str]:
    match piece:
        case Text():
            yield from (piece.text, "")
        case Grid():
            yield from ("\t".join(map(text_of, row)) for row in piece.rows)
            yield ""


def _bare_lines(piece: Piece) -> Iterator[str]:
    match piece:
        case Text():
            yield piece.text
        case Grid():
            yield from (text for row in piece.rows for text in map(text_of, row) if text)
            yield ""


def _pipe_lines(piece: Piece) -> Iterator[str]:
    match piece:
        case Text():
            yield from (piece.text, "")
        case Grid():
            yield from (f"| {' | '.join(map(pipe_text, map(text_of, row)))} |" for row in piece.rows)
            yield ""
        case Part():
            return


def pipe_text(text: str) -> str:
    """Text as a pipe table can hold it, on one line."""
    return text.replace("|", "\\|").replace("\n", " ")
