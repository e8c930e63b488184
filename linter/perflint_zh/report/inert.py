"""Text of documents made harmless for the places where reports show it."""

from perflint_zh.patterns import expression

UNSEEN = expression(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
"""Control characters, half surrogate pairs and marks that turn the writing direction: invisible, or forbidden in XML."""


def inert(text: str) -> str:
    """The text without characters that no reader can see; half surrogate pairs show as U+FFFD."""
    return UNSEEN.sub(lambda match: "\ufffd" if "\ud800" <= match[0] <= "\udfff" else "", text)


def one_line(text: str) -> str:
    """The same on one line."""
    return " ".join(inert(text).split())
