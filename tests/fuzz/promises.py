"""What holds for any input whatever, said once for the fuzzing and for the property tests."""

import math
import re
from collections.abc import Callable
from functools import cache

import msgspec
from perflint_zh.document import Block, Content, Document, Paragraph
from perflint_zh.errors import ReadError
from perflint_zh.extract import extract
from perflint_zh.extract.value import find_quantities, parse_amount, parse_value, render_quantity

READABLE = re.compile(r"[^\x00-\x1f\x7f-\x9f]{0,249}")
"""A reason is one line and fits on the screen."""


def value_holds(text: str) -> None:
    """Every text is answered; writing what was read and reading it again changes nothing any more."""
    quantity = parse_value(text)
    if quantity is not None:
        written = render_quantity(quantity)
        again = parse_value(written)
        assert again is not None, written
        assert (again.operator, again.kind) == (quantity.operator, quantity.kind), written
        assert render_quantity(again) == written
    amount = parse_amount(text)
    assert amount is None or math.isfinite(amount)
    end = 0
    for mention in find_quantities(text):
        assert end <= mention.start < mention.end <= len(text)
        end = mention.end


def extraction_holds(document: Document) -> None:
    """Every text of an indicator stands in the document, and the result can be stored."""
    budget = extract(document)
    pieces = frozenset(letters(text) for block in document.blocks for text in texts(block))
    for project in budget.projects:
        for indicator in project.indicators:
            for text in (indicator.name, indicator.value, indicator.description, indicator.basis):
                assert made_of(letters(text or ""), pieces), text
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(budget), type=type(budget)) == budget


def reading_holds(read: Callable[[], Content]) -> Content | None:
    """The bytes are a document whose texts every output can hold, or one readable line says why not."""
    try:
        content = read()
    except ReadError as error:
        said = str(error)
        assert re.search(r"[\u4e00-\u9fff]{4}", said), said
        assert READABLE.fullmatch(said), said
        return None
    for block in content.blocks:
        for text in texts(block):
            text.encode()
    for note in content.notes:
        assert READABLE.fullmatch(note), note
    return content


def texts(block: Block) -> list[str]:
    return [block.text] if isinstance(block, Paragraph) else [cell.text for row in block.rows for cell in row]


def letters(text: str) -> str:
    """The text without white space, which extraction may set in another way."""
    return re.sub(r"\s", "", text)


def made_of(text: str, pieces: frozenset[str]) -> bool:
    """Whether the text stands in one piece, or is several of them joined, as a row that a page end has cut is."""

    @cache
    def joined_from(start: int) -> bool:
        rest = text[start:]
        return any(rest in piece for piece in pieces) or any(
            joined_from(start + len(piece)) for piece in pieces if piece and rest.startswith(piece)
        )

    return joined_from(0)
