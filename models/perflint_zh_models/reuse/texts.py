"""Texts as they are compared: what a copyist changes is masked, and what is rare in the indicator library weighs more.

Rarity comes from the packaged library and not from the documents of a run, so that adding a document never changes how similar
two others are, and so that every worker of a cluster gives the same figures. It is scikit-learn's TF-IDF: (1 + ln count) ×
(ln((1 + kinds) / (1 + kinds with the n-gram)) + 1), scaled to unit length, over n-grams of 2 and 3 characters.
"""

import functools
import itertools
import math
import operator
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec
from perflint_zh.extract.words import BRACKETS, fold
from perflint_zh.patterns import expression

from perflint_zh_models import linear
from perflint_zh_models.library import COMMON, Entry, knowledge
from perflint_zh_models.lookup import Lookup, Stored, stored

MASK = "□"
"""Stands for a masked name; no word character, so that no n-gram runs over it."""

SHARED_NAME = 4
"""Characters in a row that a text must share with the project's name to count as naming it: 光纤租赁 does, 设备 does not."""

SPECIFIC = 24.0
"""Specificity from which a text says something of its own; the card shows how labelled texts lie around it."""

LONGEST = 400
"""Characters of a text that are compared; the longest row of a real table has about 150."""

SHORTEST = 4
"""Characters of a department's name worth masking: 党委 stands in many texts that name nobody."""

PLACE = expression(r"^[一-鿿]{1,6}?(?:自治[州县旗]|新区|街道|[省市县区旗州镇乡盟])")
"""The place that a department's name begins with."""

PHASE = expression(
    r"\(?(?:\d{2,4}年?度?|第?[\d一二三四五六七八九十]+(?:期|批次?|阶段|标段?))\)?|年度?(?=[^\d])|续建|结转"
)
"""What tells years and instalments of one project apart."""

Vector = Mapping[str, float]
"""N-gram → weight; of unit length."""


def plain(text: str | None) -> str:
    """Folded, without units and notes in brackets, the particle 的 and marks at the end."""
    return BRACKETS.sub("", fold((text or "")[:LONGEST])).replace("的", "").strip("。.;；,，、:")


def masked(text: str, name: str, names: Iterable[str] = ()) -> str:
    """The text with the names and every longer piece of the project's name masked, and figures as 0."""
    for other in sorted(names, key=len, reverse=True):
        text = text.replace(other, MASK)
    return linear.DIGITS.sub("0", _without_pieces(text, name) if shares_piece(text, name) else text)


def shares_piece(text: str, name: str) -> bool:
    """Whether the text has a piece of the name that is long enough to be masked."""
    return any(map(text.__contains__, _pieces(name)))


@functools.lru_cache(maxsize=1 << 12)
def _pieces(name: str) -> tuple[str, ...]:
    return tuple(name[at : at + SHARED_NAME] for at in range(len(name) - SHARED_NAME + 1))


def _without_pieces(text: str, name: str) -> str:
    found: list[str] = []
    at = 0
    while at < len(text):
        end = at + SHARED_NAME
        if end > len(text) or text[at:end] not in name:
            found.append(text[at])
            at += 1
            continue
        while end < len(text) and text[at : end + 1] in name:
            end += 1
        found.append(MASK)
        at = end
    return "".join(found)


def row_text(name: str, description: str | None, project: str, names: Iterable[str] = ()) -> str:
    """What is compared of an indicator: its name and, where it says more, its description."""
    names = tuple(names)
    own = masked(plain(name), project, names)
    told = masked(plain(description), project, names)
    return f"{own}。{told}" if told and told != own else own


def own_names(department: str | None) -> tuple[str, ...]:
    """The department's name and its place's, which copies of a set change."""
    whole = fold(department or "")[:LONGEST]
    place = PLACE.match(whole)
    return (*([whole] if len(whole) >= SHORTEST else []), *([place[0]] if place else []))


def programme(name: str, department: str | None) -> str:
    """A project's name without years, instalments and places, its characters in a fixed order, for offices print 降尘抑尘 and 抑尘降尘.

    Equal ones are one programme going on, which may keep its indicators.
    """
    shown = fold(name[:LONGEST])
    for own in own_names(department):
        shown = shown.replace(own, "")
    return "".join(sorted(PHASE.sub("", shown) or shown))


def grams(text: str) -> list[str]:
    """N-grams of 2 and 3 characters that do not run over punctuation."""
    return linear.grams(text, (2, 3))


class Spread(msgspec.Struct, frozen=True, dict=True):
    """Number of kinds of project in the library, and of those whose indicators have an n-gram."""

    kinds: int
    grams: Stored

    @functools.cached_property
    def counts(self) -> Lookup[int]:
        """N-gram → number of kinds."""
        return Lookup(self.grams, int)


def spread_of(entries: Iterable[Entry]) -> Spread:
    """Count the n-grams of the library."""
    kinds: dict[str, set[str]] = {}
    for entry in entries:
        kinds.setdefault(entry.domain, set()).update(grams(plain(entry.name)), grams(plain(entry.description)))
    counts = Counter(gram for found in kinds.values() for gram in found)
    return Spread(len(kinds), stored(dict(sorted(counts.items()))))


@functools.cache
def spread_of_library() -> Spread:
    """The packaged count."""
    return msgspec.json.decode((Path(__file__).parent / "spread.json").read_bytes(), type=Spread)


def pack_spread(target: Path = Path(__file__).parent / "spread.json") -> None:
    """Store the count, the n-grams that begin with one character a line: counting anew takes longer than checking a small document."""
    text = msgspec.json.encode(spread_of(knowledge().entries)).decode()
    target.write_text(text.replace('},"', '},\n"') + "\n", encoding="utf-8")


@functools.lru_cache(maxsize=1 << 16)
def idf(gram: str) -> float:
    """Rarity of an n-gram; 1 for one that every kind of project has."""
    counted = spread_of_library()
    return math.log((1 + counted.kinds) / (1 + (counted.counts.get(gram) or 0))) + 1.0


@functools.lru_cache(maxsize=1 << 12)
def vector(text: str) -> Vector:
    """TF-IDF vector of a text, remembered: the texts of rows come again."""
    return weighed(text)


def weighed(text: str) -> Vector:
    """TF-IDF vector of a text."""
    weights = {
        gram: idf(gram) if count == 1 else (1.0 + math.log(count)) * idf(gram)
        for gram, count in Counter(grams(text)).items()
    }
    size = math.sqrt(sum(map(operator.mul, weights.values(), weights.values()))) or 1.0
    return {gram: weight / size for gram, weight in weights.items()}


def cosine(one: Vector, other: Vector) -> float:
    """Similarity of two texts, 0 to 1."""
    if len(one) > len(other):
        one, other = other, one
    products: Iterable[float] = map(operator.mul, one.values(), map(other.get, one, itertools.repeat(0.0)))
    return sum(products)


@functools.lru_cache(maxsize=1 << 12)
def pairs_of(text: str) -> frozenset[str]:
    """Pairs of characters, the unit in which rarity is added up."""
    return frozenset(linear.grams(text, (2,)))


@functools.lru_cache(maxsize=1 << 12)
def specificity(text: str) -> float:
    """How much a text says that the indicators of most kinds of project do not: rarity beyond 1, added up over its pairs of characters."""
    return sum(idf(pair) - 1.0 for pair in pairs_of(text))


def overlap(text: str, other: str) -> float:
    """Share of the text's specificity that the other text has too, 0 to 1."""
    whole = specificity(text)
    return sum(idf(pair) - 1.0 for pair in pairs_of(text) & pairs_of(other)) / whole if whole else 0.0


@functools.cache
def _official() -> tuple[frozenset[str], frozenset[str]]:
    """Names of the official common indicators, and their texts with the library's own descriptions."""
    common = [entry for entry in knowledge().entries if entry.domain == COMMON]
    return frozenset(plain(entry.name) for entry in common), frozenset(
        row_text(entry.name, entry.description, "") for entry in common
    )


def is_official(name: str, text: str) -> bool:
    """Whether an indicator is an official common one, which any project may have.

    An official name over a description that says something else of its own is none.
    """
    names, texts = _official()
    return text in texts or (plain(name) in names and specificity(text) < SPECIFIC)
