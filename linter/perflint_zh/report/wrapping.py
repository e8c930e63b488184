"""Lines of Chinese text for a terminal, where a Chinese character takes two columns."""

import unicodedata
from collections.abc import Iterator
from functools import cache

CLOSING, OPENING = "，。；：、！？）》”’】%", "（《“‘【"
"""Marks that no line begins with, and marks that no line ends with."""


def columns(text: str) -> int:
    """Columns that a text takes."""
    return sum(map(_columns, text))


@cache
def _columns(letter: str) -> int:
    return 0 if unicodedata.combining(letter) else 1 + (unicodedata.east_asian_width(letter) in "WF")


def wrapped(text: str, width: int) -> list[str]:
    """Lines of at most so many columns; Chinese breaks anywhere but at a mark, a Latin word stays whole where it fits."""
    if columns(text) <= width:
        return [text]
    lines, line, used = [], "", 0
    for piece in _pieces(text, width):
        wide = columns(piece)
        if line and used + columns(piece.rstrip()) > width:
            lines.append(line.rstrip())
            line, used = "", 0
        line += piece
        used += wide
    return [*lines, line.rstrip()]


def _pieces(text: str, width: int) -> Iterator[str]:
    """Parts between which a line may end, none wider than a line."""
    piece, used = "", 0
    for letter in text:
        wide = _columns(letter)
        apart = piece and letter not in CLOSING and piece[-1] not in OPENING
        if piece and (used + wide > width or (apart and (wide == 2 or _columns(piece[-1]) == 2 or piece[-1] == " "))):
            yield piece
            piece, used = "", 0
        piece += letter
        used += wide
    yield piece
