"""Words of a text, by jieba on the packaged dictionary: no temporary files, no log lines, the same words on every machine."""

import functools
import sys
from importlib.resources import files
from typing import Any

import msgspec


class Dictionary(msgspec.Struct, frozen=True):
    """Word → frequency, and the sum of all frequencies."""

    total: int
    words: dict[str, int]


def cut(text: str) -> list[str]:
    """Words in order; joined they give the text again."""
    return list(tokenizer().cut(text))


@functools.cache
def tokenizer() -> Any:
    """Make a jieba tokenizer that is ready to cut."""
    dictionary = read_dictionary()
    frequency = dict(dictionary.words)
    # jieba asks of every beginning of a word whether the word may go on.
    for word in dictionary.words:
        for end in range(1, len(word)):
            frequency.setdefault(word[:end], 0)
    ready = _jieba().Tokenizer()
    ready.FREQ, ready.total, ready.initialized = frequency, dictionary.total, True
    return ready


@functools.cache
def read_dictionary() -> Dictionary:
    """Read the packaged dictionary."""
    return msgspec.json.decode(files(__package__).joinpath("dictionary.json").read_bytes(), type=Dictionary)


def _jieba() -> Any:
    """Import jieba without pkg_resources, which it would import for a path that is not used here and which costs 100 ms."""
    hidden = "pkg_resources" not in sys.modules
    if hidden:
        sys.modules["pkg_resources"] = None  # type: ignore[assignment]
    try:
        import jieba
    finally:
        if hidden:
            del sys.modules["pkg_resources"]
    return jieba
