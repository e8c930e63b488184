"""Web pages, edited in place: a text between two tags is replaced, every tag and every other text keeps its bytes."""

import html
import re
from collections.abc import Iterator, Sequence

from perflint_zh.document import Cell, Content, Paragraph
from perflint_zh.fixing.edit import Edit
from perflint_zh.fixing.lines import Span, edited_text
from perflint_zh.read.html import BLANKS, WIDE_BREAK, read_html
from perflint_zh.read.text import MARKS

PIECE = re.compile(r"<!--.*?-->|<[^>]*>|([^<]+)", re.DOTALL)
"""Comments, tags, and what stands between them."""


def edit_page(data: bytes, edits: Sequence[Edit]) -> tuple[bytes, tuple[Edit, ...]]:
    """Edit a page; a text that is put together of several pieces is left to people."""
    content = read_html(data)

    def spans(text: str, edit: Edit) -> list[tuple[Span, str]] | None:
        # The same text may stand in many cells: the one meant has the same number among them in the page as in what is read.
        read = [place for place, shown in _texts(content) if shown == edit.old]
        written = [span for span in _pieces(text) if _shown(text[slice(*span)]) == edit.old]
        if len(read) != len(written) or edit.place not in read:
            return None
        return [(written[read.index(edit.place)], html.escape(edit.new, quote=False))]

    return edited_text(data, edits, spans)


def _texts(content: Content) -> Iterator[tuple[object, str]]:
    for block in content.blocks:
        parts: list[Cell | Paragraph] = (
            [block] if isinstance(block, Paragraph) else [c for row in block.rows for c in row]
        )
        yield from ((part.place, part.text) for part in parts if isinstance(part, Paragraph) or not part.spread)


def _pieces(text: str) -> Iterator[Span]:
    """Where texts between tags stand, without the blanks around them."""
    for match in PIECE.finditer(text):
        if match[1] is not None and (words := match[1].strip()):
            start = match.start() + match[1].index(words)
            yield start, start + len(words)


def _shown(piece: str) -> str:
    """A piece as the reader shows it."""
    return MARKS.sub("", BLANKS.sub(" ", WIDE_BREAK.sub("", html.unescape(piece)))).strip()
