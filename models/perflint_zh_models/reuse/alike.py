"""Which row texts are the same but for a word: texts → groups, and what else is close.

A few texts are compared by an inverted index, many by the sparse products of `join`, very many by its bands; all by one similarity.
"""

import functools
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec
from perflint_zh.rule import Each

from perflint_zh_models.reuse.texts import vector

ALIKE = 0.8
"""Cosine from which two row texts count as one; the card shows its histogram."""

CLOSE = 0.7
"""Cosine from which two further rows count as common where the sets share other rows already: 供水建筑面积 and 供电建筑面积."""

PLACES = 9
"""Decimal places of a similarity: sums of the same weights in the order that other texts bring about differ far behind them, and
must neither decide which of two rows is the closer one nor make a run differ from the one before."""

MANY = 1000
"""Different texts from which the sparse product is faster, the import of numpy and scipy included."""

EXACT = 1_000_000
"""Different texts, those of some 200,000 projects, up to which every pair is found; beyond, pairs come from bands."""


class Near(msgspec.Struct, frozen=True):
    """What texts have to do with each other.

    `group` maps each to the text that stands for its group, `close` to the texts with which it has a cosine of at least `CLOSE`.
    """

    group: Mapping[str, str]
    close: Mapping[str, Mapping[str, float]]


def groups(texts: Iterable[str], each: Each = map) -> Mapping[str, str]:
    """Each text → the text that stands for its group: the most frequent one that it is alike to."""
    return near(texts, each).group


def near(texts: Iterable[str], each: Each = map) -> Near:
    """Compare all texts; a text joins a representative and never another member, so that groups do not drift from word to word.

    The last answer is kept, since both reuse rules ask about the same texts.
    """
    return _near(tuple(texts), each)


@functools.lru_cache(maxsize=1)
def _near(texts: tuple[str, ...], each: Each) -> Near:
    counts = Counter(texts)
    ordered = sorted(counts, key=lambda text: (-counts[text], text))
    close: dict[str, dict[str, float]] = defaultdict(dict)
    for one, other, similarity in close_pairs(ordered, CLOSE, each):
        close[one][other] = close[other][one] = round(similarity, PLACES)
    group: dict[str, str] = {}
    rank = {text: n for n, text in enumerate(ordered)}
    for text in ordered:
        beside = close[text].items() if text in close else ()
        leaders = [other for other, similarity in beside if similarity >= ALIKE and group.get(other) == other]
        group[text] = min(leaders, key=rank.__getitem__) if leaders else text
    return Near(group, close)


def close_pairs(texts: Sequence[str], least: float, each: Each = map) -> Iterator[tuple[str, str, float]]:
    """Pairs of different texts with a cosine of at least `least`."""
    if len(texts) < MANY:
        yield from plain_pairs(texts, least)
        return
    from perflint_zh_models.reuse.join import banded_pairs, exact_pairs

    for ones, others, values in (exact_pairs if len(texts) <= EXACT else banded_pairs)(texts, least, each):
        for one, other, value in zip(ones.tolist(), others.tolist(), values.tolist(), strict=True):
            yield texts[other], texts[one], value


def plain_pairs(texts: Sequence[str], least: float) -> Iterator[tuple[str, str, float]]:
    """By an inverted index, with nothing imported."""
    index: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for n, text in enumerate(texts):
        sums: dict[int, float] = defaultdict(float)
        for gram, weight in vector(text).items():
            posted = index[gram]
            for other, other_weight in posted:
                sums[other] += weight * other_weight
            posted.append((n, weight))
        yield from ((texts[other], text, total) for other, total in sums.items() if total >= least)
