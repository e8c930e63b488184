"""Tables over n-grams that are read a piece at a time: one document has few of the n-grams that a model knows."""

from collections.abc import Iterator, Mapping
from typing import Generic, TypeVar

import msgspec

T = TypeVar("T", int, str)

Stored = Mapping[str, msgspec.Raw]
"""First character → the JSON of n-gram → value for the n-grams that begin with it; strings are passed over faster than numbers."""


def stored(table: Mapping[str, T]) -> Stored:
    """The table as it is stored, in its own order."""
    by_first: dict[str, dict[str, T]] = {}
    for gram, value in table.items():
        by_first.setdefault(gram[:1], {})[gram] = value
    return {first: msgspec.Raw(msgspec.json.encode(part)) for first, part in by_first.items()}


class Lookup(Generic[T]):
    """A stored table; what begins with a character is read when it is first asked for."""

    def __init__(self, table: Stored, kind: type[T]) -> None:
        self._stored = table
        self._decoder: msgspec.json.Decoder[dict[str, T]] = msgspec.json.Decoder(dict[str, kind])  # type: ignore[valid-type]
        self._read: dict[str, dict[str, T]] = {}

    def get(self, gram: str) -> T | None:
        """The value of an n-gram, None when the table does not have it."""
        # The commonest question by far, so without a call for what has been read.
        part = self._read.get(gram[:1])
        return (self.beginning(gram[:1]) if part is None else part).get(gram)

    def __contains__(self, gram: str) -> bool:
        """Whether the table has an n-gram."""
        return self.get(gram) is not None

    def beginning(self, first: str) -> Mapping[str, T]:
        """All n-grams that begin with a character, with their values."""
        part = self._read.get(first)
        if part is None:
            written = self._stored.get(first)
            part = self._read[first] = self._decoder.decode(written) if written is not None else {}
        return part

    def items(self) -> Iterator[tuple[str, T]]:
        """Yield all n-grams with their values."""
        for written in self._stored.values():
            yield from self._decoder.decode(written).items()
