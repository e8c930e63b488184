"""Which row texts are the same but for a word: texts → groups.

The plain way and the sparse way give the same pairs; the sparse one is for many texts, since importing it costs more than comparing a few.
"""

import functools
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from perflint_zh_models.reuse.texts import grams, idf, vector

ALIKE = 0.8
"""Cosine from which two row texts count as one; the card shows its histogram."""

MANY = 3000
"""Different texts from which the sparse product is faster, its import included."""

BLOCK = 2000
CHECKED = 100_000
"""Texts and candidate pairs worked on at a time, which bounds the memory."""

MARGIN = 1e-6
"""Room for rounding in long sums of squares; only adds candidates."""


def groups(texts: Iterable[str]) -> Mapping[str, str]:
    """Each text → the text that stands for its group: the most frequent one that it is alike to.

    A text joins a representative and never another member, so that groups do not drift from word to word. The last answer is kept,
    since both reuse rules ask about the same texts.
    """
    return _groups(tuple(texts))


@functools.lru_cache(maxsize=1)
def _groups(texts: tuple[str, ...]) -> Mapping[str, str]:
    counts = Counter(texts)
    ordered = sorted(counts, key=lambda text: (-counts[text], text))
    near: dict[str, list[str]] = defaultdict(list)
    for one, other, _ in alike_pairs(ordered):
        near[one].append(other)
        near[other].append(one)
    found: dict[str, str] = {}
    rank = {text: n for n, text in enumerate(ordered)}
    for text in ordered:
        leaders = [other for other in near[text] if found.get(other) == other]
        found[text] = min(leaders, key=rank.__getitem__) if leaders else text
    return found


def alike_pairs(texts: Sequence[str], least: float = ALIKE) -> Iterator[tuple[str, str, float]]:
    """Pairs of different texts with a cosine of at least `least`."""
    yield from (plain_pairs if len(texts) < MANY else sparse_pairs)(texts, least)


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


def sparse_pairs(texts: Sequence[str], least: float) -> Iterator[tuple[str, str, float]]:
    """By scikit-learn's matrix and sparse products of blocks.

    Candidates share an n-gram among those that make up the rare end of both texts. Texts that do not can have no more in common than the
    length of one's frequent end, which is shorter than `least`; so nothing is lost, and frequent n-grams cost nothing.
    """
    import numpy as np
    from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer

    vectorizer = CountVectorizer(analyzer=grams)
    counts = vectorizer.fit_transform(texts)
    weigh = TfidfTransformer(sublinear_tf=True).fit(counts)
    weigh.idf_ = np.array([idf(gram) for gram in vectorizer.get_feature_names_out()])
    matrix = weigh.transform(counts).tocsr()
    rare = _rare_end(matrix, least)
    others = rare.T.tocsr()
    for start in range(0, len(texts), BLOCK):
        found = (rare[start : start + BLOCK] @ others).tocoo()
        earlier = found.col < found.row + start
        one, other = found.row[earlier] + start, found.col[earlier]
        for at in range(0, len(one), CHECKED):
            chosen = slice(at, at + CHECKED)
            values = np.asarray(matrix[one[chosen]].multiply(matrix[other[chosen]]).sum(axis=1)).ravel()
            for n in np.flatnonzero(values >= least):
                yield texts[other[chosen][n]], texts[one[chosen][n]], float(values[n])


def _rare_end(matrix: Any, least: float) -> Any:
    """Ones where a row's n-grams, the most frequent ones taken first, have come to the length `least`."""
    import numpy as np
    from scipy.sparse import csr_matrix

    spread = np.bincount(matrix.indices, minlength=matrix.shape[1])
    order = np.lexsort(
        (matrix.indices, -spread[matrix.indices], np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr)))
    )
    columns, squares = matrix.indices[order], matrix.data[order] ** 2
    sums = np.cumsum(squares)
    before = np.repeat(np.concatenate(([0.0], sums))[matrix.indptr[:-1]], np.diff(matrix.indptr))
    kept = sums - before >= least**2 - MARGIN
    ends = np.concatenate(([0], np.cumsum(kept)))[matrix.indptr]
    return csr_matrix((np.ones(int(kept.sum()), dtype=np.int32), columns[kept], ends), shape=matrix.shape)
