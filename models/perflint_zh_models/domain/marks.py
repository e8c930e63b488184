"""Words that give away which kind of project a text is about: places, people, offices and things that only one kind deals with."""

import functools
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from importlib.resources import files
from operator import add
from typing import NamedTuple

NONE = "none"
"""The entry of marks.toml with words that are no marks."""

LIST = frozenset("、或")
"""Beside these a word stands in a list of examples or of those who are reached, and says little."""


class Mark(NamedTuple):
    """Where a mark stands in a text, and the kinds of project that it gives away."""

    start: int
    end: int
    kinds: frozenset[str]


@functools.lru_cache(maxsize=1 << 12)
def marks_in(text: str) -> tuple[Mark, ...]:
    """Marks in a text in order, of those that overlap the first and longest; those in a list are left out."""
    return tuple(_marks_in(text))


def _marks_in(text: str) -> Iterator[Mark]:
    marks = _marks()
    end = 0
    for start, beginning in enumerate(map(add, text, text[1:])):
        if start < end or beginning not in marks:
            continue
        found = next((mark for mark in marks[beginning] if text.startswith(mark, start)), None)
        if found is None:
            continue
        end = start + len(found)
        if (kinds := _kinds()[found]) and not LIST & {text[start - 1 : start], text[end : end + 1]}:
            yield Mark(start, end, kinds)


@functools.cache
def _kinds() -> Mapping[str, frozenset[str]]:
    """Mark → its kinds, none for the words that are no marks."""
    kinds: dict[str, set[str]] = defaultdict(set)
    for kind, marks in tomllib.loads(files(__package__).joinpath("marks.toml").read_text(encoding="utf-8")).items():
        for mark in marks.split():
            kinds[mark] |= {kind} - {NONE}
    return {mark: frozenset(of_mark) for mark, of_mark in kinds.items()}


@functools.cache
def _marks() -> Mapping[str, list[str]]:
    """First two characters → marks that begin with them, the longest first."""
    marks: dict[str, list[str]] = defaultdict(list)
    for mark in sorted(_kinds(), key=len, reverse=True):
        marks[mark[:2]].append(mark)
    return dict(marks)
