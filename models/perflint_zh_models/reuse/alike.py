"""Which row texts are the same but for a word: texts → groups, and what else is close.

A few texts are compared by an inverted index, many by the sparse products of `join`, very many by its bands; all by one similarity.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Sequence

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

REMEMBERED = 500_000
"""Texts and similarities kept for the next run, which bounds what is kept; of more texts nothing is kept and all are compared anew."""

COMPARED = "reuse.texts"
"""The name that they are kept under."""

_Compared = tuple[list[str], dict[str, dict[str, float]]]
"""Texts that have been compared, and what is close to which of them."""


class Near(msgspec.Struct, frozen=True):
    """What texts have to do with each other.

    `group` maps each to the text that stands for its group, `close` to the texts with which it has a cosine of at least `CLOSE`.
    """

    group: Mapping[str, str]
    close: Mapping[str, Mapping[str, float]]


def near(texts: Iterable[str], each: Each = map, memory: MutableMapping[str, bytes] | None = None) -> Near:
    """Compare all texts; a text joins a representative and never another member, so that groups do not drift from word to word.

    Of texts that an earlier run left in `memory`, only those that are new since are compared with the others.
    """
    counts = Counter(texts)
    ordered = sorted(counts, key=lambda text: (-counts[text], text))
    memory = {} if memory is None else memory
    known, before = msgspec.msgpack.decode(memory.pop(COMPARED), type=_Compared) if COMPARED in memory else ([], {})
    known = [text for text in known if text in counts]
    close: dict[str, dict[str, float]] = defaultdict(dict)
    for text in known:
        if text in before:
            close[text] = {other: similarity for other, similarity in before[text].items() if other in counts}
    compared = [*known, *(counts.keys() - set(known))]
    for one, other, similarity in close_pairs(compared, CLOSE, each, len(known)):
        close[one][other] = close[other][one] = round(similarity, PLACES)
    if len(compared) + sum(map(len, close.values())) <= REMEMBERED:
        memory[COMPARED] = msgspec.msgpack.encode((compared, close))
    group: dict[str, str] = {}
    rank = {text: n for n, text in enumerate(ordered)}
    for text in ordered:
        beside = close[text].items() if text in close else ()
        leaders = [other for other, similarity in beside if similarity >= ALIKE and group.get(other) == other]
        group[text] = min(leaders, key=rank.__getitem__) if leaders else text
    return Near(group, close)


def close_pairs(
    texts: Sequence[str], least: float, each: Each = map, known: int = 0
) -> Iterator[tuple[str, str, float]]:
    """Pairs of different texts with a cosine of at least `least`, but for pairs of the first `known` ones."""
    if len(texts) == known:
        return
    if len(texts) < MANY:
        yield from plain_pairs(texts, least, known)
        return
    from perflint_zh_models.reuse.join import banded_pairs, exact_pairs

    found = exact_pairs(texts, least, each, known) if len(texts) <= EXACT else banded_pairs(texts, least, each)
    for ones, others, values in found:
        for one, other, value in zip(ones.tolist(), others.tolist(), values.tolist(), strict=True):
            yield texts[other], texts[one], value


def plain_pairs(texts: Sequence[str], least: float, known: int = 0) -> Iterator[tuple[str, str, float]]:
    """`close_pairs` by an inverted index, with nothing imported."""
    index: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for n, text in enumerate(texts):
        sums: dict[int, float] = defaultdict(float)
        for gram, weight in vector(text).items():
            posted = index[gram]
            for other, other_weight in posted if n >= known else ():
                sums[other] += weight * other_weight
            posted.append((n, weight))
        yield from ((texts[other], text, total) for other, total in sums.items() if total >= least)
