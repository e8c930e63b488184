"""Words of a text, by jieba on the packaged dictionary: no temporary files, no log lines, the same words on every machine."""

import functools
import sys
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

import msgspec

from perflint_zh_models.lookup import Lookup, Stored


class Dictionary(msgspec.Struct, frozen=True):
    """Word → frequency, by first character, and the sum of all frequencies."""

    total: int
    words: Stored


def cut(text: str) -> list[str]:
    """Words in order; joined they give the text again."""
    ready = tokenizer()
    known = ready.FREQ
    for first in set(text):
        if first not in known:
            _learn(known, words().beginning(first))
    return list(ready.cut(text))


def _learn(known: dict[str, int], more: Mapping[str, int]) -> None:
    """Add words to what jieba knows, and with 0 their beginnings: it asks of each whether a word may go on."""
    known.update(more)
    for word in more:
        for end in range(1, len(word)):
            known.setdefault(word[:end], 0)


@functools.cache
def tokenizer() -> Any:
    """Make a jieba tokenizer that knows no word yet: `cut` teaches it those that a text may have."""
    ready = _jieba().Tokenizer()
    ready.FREQ, ready.total, ready.initialized = {}, read_dictionary().total, True
    return ready


@functools.cache
def words() -> Lookup[int]:
    """All words of the packaged dictionary."""
    return Lookup(read_dictionary().words, int)


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
